//! A bundle is everything of one client: its records' registers as confirmed, and what is shown of them with the outbox on top.
//!
//! **Deletion** is a tombstone in the field `deleted` of the record: its value lists the heads its author saw, across the record's
//! fields. A record is gone only while every head of its other fields was seen by a tombstone; a field edited unseen keeps it, as
//! *deleted there, edited here*. Absence never deletes.

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::change::{Name, RecordKey, RegisterKey, Value};
use crate::codec::Row;
use crate::erasure::{is_tombstone, tombstone_key};
use crate::id::{ChangeId, DeviceId, RecordId};
use crate::order;
use crate::outbox::{Entry, State, shown};
use crate::register::{Head, Register};
use crate::{CLIENT_KIND, DELETED_FIELD};

/// A register as the server had it, and the place of its last change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Confirmed {
    /// The heads.
    pub register: Register,
    /// The place of its last change in the server's history.
    pub seq: u64,
}

/// Everything of one client as confirmed by the server.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bundle {
    records: BTreeMap<RecordKey, BTreeMap<Name, Confirmed>>,
}

impl Bundle {
    /// From rows in any order; a row given twice counts as given last.
    #[must_use]
    pub fn from_rows(rows: impl IntoIterator<Item = Row>) -> Self {
        let mut bundle = Self::default();
        for row in rows {
            bundle.put(row);
        }
        bundle
    }

    /// Takes a register as the server has it. Answers what it was before.
    pub fn put(&mut self, row: Row) -> Option<Confirmed> {
        let record = self.records.entry(row.key.record_key()).or_default();
        record.insert(
            row.key.field,
            Confirmed {
                register: row.register,
                seq: row.seq,
            },
        )
    }

    /// One register.
    #[must_use]
    pub fn register(&self, key: &RegisterKey) -> Option<&Confirmed> {
        self.records.get(&key.record_key())?.get(&key.field)
    }

    /// One record's registers.
    #[must_use]
    pub fn record(&self, key: &RecordKey) -> Option<&BTreeMap<Name, Confirmed>> {
        self.records.get(key)
    }

    /// All records with their registers.
    pub fn records(&self) -> impl Iterator<Item = (&RecordKey, &BTreeMap<Name, Confirmed>)> {
        self.records.iter()
    }

    /// Takes a record out. Answers its registers.
    pub fn remove(&mut self, key: &RecordKey) -> Option<BTreeMap<Name, Confirmed>> {
        self.records.remove(key)
    }

    /// The tombstone, if the client was erased: who did it on which device, and when.
    #[must_use]
    pub fn erasure(&self) -> Option<&Head> {
        let client = self.records.keys().next()?.client;
        self.register(&tombstone_key(client))?.register.winner()
    }

    /// Lets go of everything but a tombstone. Answers what that was.
    pub fn erase(&mut self) -> Vec<(RegisterKey, Register)> {
        let mut gone = Vec::new();
        for (record, fields) in &mut self.records {
            fields.retain(|field, confirmed| {
                let key = record.field(field.clone());
                let stays = is_tombstone(&key);
                if !stays {
                    gone.push((key, std::mem::take(&mut confirmed.register)));
                }
                stays
            });
        }
        self.records.retain(|_, fields| !fields.is_empty());
        gone
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// All registers as rows, records together.
    pub fn rows(&self) -> impl Iterator<Item = Row> + '_ {
        self.records
            .iter()
            .flat_map(|(record, fields)| rows_of(record, fields))
    }
}

/// One record's registers as rows.
pub fn rows_of<'a>(
    record: &'a RecordKey,
    fields: &'a BTreeMap<Name, Confirmed>,
) -> impl Iterator<Item = Row> + 'a {
    fields.iter().map(|(field, confirmed)| Row {
        key: record.field(field.clone()),
        seq: confirmed.seq,
        register: confirmed.register.clone(),
    })
}

/// The value of a tombstone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tombstone {
    /// The heads its author saw, across the record's other fields.
    pub saw: Vec<ChangeId>,
}

impl Tombstone {
    /// As the value of the field `deleted`.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let json = serde_json::to_vec(self).unwrap_or_default();
        Value::from_json(&json).unwrap_or_else(|_| Value::null())
    }
}

/// Whether a record is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It is.
    Present,
    /// It was deleted, and every edit had been seen.
    Deleted,
    /// Deleted there, edited here: it was deleted by someone who had not seen all of it.
    DeletedThereEditedHere,
}

/// One field as shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Field {
    /// Confirmed and outbox together.
    pub register: Register,
    /// The refused entries of the field, oldest first: shown beside it as refused.
    pub refused: Vec<Entry>,
    /// Something of it has not reached the server.
    pub pending: bool,
}

/// One record as shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Which.
    pub key: RecordKey,
    /// Its fields, those never set left out.
    pub fields: BTreeMap<Name, Field>,
    /// Whether it is there.
    pub presence: Presence,
}

impl Record {
    /// A field's value, if it is set and not null.
    #[must_use]
    pub fn value(&self, field: &str) -> Option<&Value> {
        self.fields
            .get(field)?
            .register
            .value()
            .filter(|value| !value.is_null())
    }

    /// Field names and values, nulls left out: what a typed view is read from.
    pub fn values(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.fields.iter().filter_map(|(name, field)| {
            let value = field.register.value()?;
            (!value.is_null()).then_some((name.as_str(), value.as_bytes()))
        })
    }

    /// At how many places somebody is asked to choose: fields that hold other values beside the one shown, and the record itself where it
    /// was deleted there and edited here.
    #[must_use]
    pub fn conflicts(&self) -> usize {
        let torn = match self.presence {
            Presence::Deleted => return 0,
            Presence::DeletedThereEditedHere => 1,
            Presence::Present => 0,
        };
        let fields = self.fields.iter().filter(|(name, field)| {
            name.as_str() != DELETED_FIELD && !field.register.also_edited().is_empty()
        });
        torn + fields.count()
    }

    /// The time of the oldest head of its fields, unix ms: the record is at least as old as that.
    #[must_use]
    pub fn oldest_ms(&self) -> Option<i64> {
        let fields = self.fields.iter();
        fields
            .filter(|(name, _)| name.as_str() != DELETED_FIELD)
            .flat_map(|(_, field)| field.register.heads())
            .map(|head| head.time)
            .min()
    }

    /// The heads a tombstone of this record has to list.
    #[must_use]
    pub fn heads_seen(&self) -> Vec<ChangeId> {
        self.fields
            .iter()
            .filter(|(name, _)| name.as_str() != DELETED_FIELD)
            .flat_map(|(_, field)| field.register.head_ids())
            .collect()
    }
}

fn presence(fields: &BTreeMap<Name, Field>) -> Presence {
    let Some(deleted) = fields.get(DELETED_FIELD) else {
        return Presence::Present;
    };
    if deleted.register.value().is_none_or(Value::is_null) {
        return Presence::Present;
    }
    let seen: HashSet<ChangeId> = deleted
        .register
        .heads()
        .iter()
        .filter_map(|head| serde_json::from_slice::<Tombstone>(head.value.as_bytes()).ok())
        .flat_map(|tombstone| tombstone.saw)
        .collect();
    let unseen = fields
        .iter()
        .filter(|(name, _)| name.as_str() != DELETED_FIELD)
        .flat_map(|(_, field)| field.register.head_ids())
        .any(|id| !seen.contains(&id));
    if unseen {
        Presence::DeletedThereEditedHere
    } else {
        Presence::Deleted
    }
}

/// One field as shown: the confirmed register with the entries of its key on top.
#[must_use]
pub fn shown_field(confirmed: Option<&Register>, entries: &[&Entry], device: DeviceId) -> Field {
    Field {
        register: shown(confirmed, entries.iter().copied(), device),
        refused: entries
            .iter()
            .filter(|entry| !entry.is_shown())
            .map(|&entry| entry.clone())
            .collect(),
        pending: entries
            .iter()
            .any(|entry| matches!(entry.state, State::Waiting | State::Sent)),
    }
}

/// What is shown of a bundle: confirmed registers and the outbox's entries of that client (in their order) on top. Of an erased client
/// nothing is shown, whatever still waits.
#[must_use]
pub fn view(
    bundle: &Bundle,
    client: RecordId,
    outbox: &[Entry],
    device: DeviceId,
) -> BTreeMap<RecordKey, Record> {
    if bundle.erasure().is_some() {
        return BTreeMap::new();
    }
    let mut entries: BTreeMap<RecordKey, BTreeMap<Name, Vec<&Entry>>> = BTreeMap::new();
    for entry in outbox
        .iter()
        .filter(|entry| entry.change.key.client == client)
    {
        let key = &entry.change.key;
        entries
            .entry(key.record_key())
            .or_default()
            .entry(key.field.clone())
            .or_default()
            .push(entry);
    }
    let mut keys: Vec<&RecordKey> = bundle.records.keys().collect();
    keys.extend(
        entries
            .keys()
            .filter(|key| !bundle.records.contains_key(key)),
    );
    let empty_entries = BTreeMap::new();
    let empty_fields = BTreeMap::new();
    let mut records = order::map(keys.into_iter().map(|key| {
        let confirmed = bundle.records.get(key).unwrap_or(&empty_fields);
        let of_record = entries.get(key).unwrap_or(&empty_entries);
        (key.clone(), view_record(key, confirmed, of_record, device))
    }));
    keep_client_of_living(&mut records, client);
    records
}

/// A child added or edited unseen keeps its client visible.
fn keep_client_of_living(records: &mut BTreeMap<RecordKey, Record>, client: RecordId) {
    let root = RecordKey {
        client,
        record: client,
        kind: Name::new(CLIENT_KIND),
    };
    let living = records
        .values()
        .any(|record| record.key != root && record.presence != Presence::Deleted);
    if let Some(record) = records.get_mut(&root)
        && record.presence == Presence::Deleted
        && living
    {
        record.presence = Presence::DeletedThereEditedHere;
    }
}

/// What is shown of one record.
#[must_use]
pub fn view_record(
    key: &RecordKey,
    confirmed: &BTreeMap<Name, Confirmed>,
    entries: &BTreeMap<Name, Vec<&Entry>>,
    device: DeviceId,
) -> Record {
    let mut fields: BTreeMap<Name, Field> = BTreeMap::new();
    for (name, confirmed) in confirmed {
        let of_field = entries.get(name).map_or(&[][..], Vec::as_slice);
        fields.insert(
            name.clone(),
            shown_field(Some(&confirmed.register), of_field, device),
        );
    }
    for (name, of_field) in entries {
        if !fields.contains_key(name) {
            fields.insert(name.clone(), shown_field(None, of_field, device));
        }
    }
    let presence = presence(&fields);
    Record {
        key: key.clone(),
        fields,
        presence,
    }
}
