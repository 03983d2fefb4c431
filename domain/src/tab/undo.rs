//! Taking back what was done at once: by another action, never by forgetting.

use std::collections::{BTreeMap, BTreeSet};

use super::{Edit, Receipt, Tab};
use crate::DELETED_FIELD;
use crate::bundle::{Presence, Record, Tombstone};
use crate::change::{RecordKey, RegisterKey, Value};
use crate::device::edit::NewEntry;
use crate::id::BatchId;
use crate::order;

/// Fields that held several values before the action, each with all of them: the one to be shown last.
struct Contested(BTreeMap<RegisterKey, Vec<Value>>);

impl Contested {
    fn of(receipt: &Receipt, edits: &[Edit]) -> Self {
        let values = |edit: &Edit| {
            let beside = receipt.beside.iter().rev();
            let beside = beside.filter(|(key, _)| *key == edit.key);
            let mut values: Vec<Value> = beside.map(|(_, value)| value.clone()).collect();
            if values.is_empty() {
                return None;
            }
            values.push(edit.value.clone());
            Some((edit.key.clone(), values))
        };
        Self(order::map(edits.iter().filter_map(values)))
    }

    fn holds(&self, key: &RegisterKey) -> bool {
        self.0.contains_key(key)
    }
}

impl Tab {
    /// The edits, and before them what brings back those of their records that are deleted: whoever writes a record again whose id follows from what
    /// it is wants it to be there. Without that it would be deleted here and edited here, which nobody meant.
    #[must_use]
    pub fn brought_back(&self, edits: Vec<Edit>) -> Vec<Edit> {
        let tombstones = edits.iter();
        let tombstones = tombstones.filter(|edit| edit.key.field.as_str() == DELETED_FIELD);
        let said = order::set(tombstones.map(|edit| edit.key.record_key()));
        let mut written = order::set(edits.iter().map(|edit| edit.key.record_key()));
        // A view is made only of clients of which something written has a tombstone.
        written.retain(|record| {
            let tombstone = self.field(&record.field(DELETED_FIELD)).register;
            !said.contains(record) && tombstone.value().is_some_and(|value| !value.is_null())
        });
        let clients = order::set(written.iter().map(|record| record.client));
        let mut deleted: BTreeSet<RecordKey> = BTreeSet::new();
        for client in clients {
            let shown = self.view(client).into_iter();
            let gone = shown.filter(|(_, record)| record.presence == Presence::Deleted);
            deleted.extend(gone.map(|(key, _)| key));
        }
        let back = written.intersection(&deleted);
        let back = back.map(|record| Edit {
            key: record.field(DELETED_FIELD),
            value: Value::null(),
        });
        back.collect::<Vec<_>>().into_iter().chain(edits).collect()
    }

    /// Undoes an action by another: fields get their value back, records that had not been there, or had been deleted, are deleted.
    pub fn undo(
        &mut self,
        receipt: &Receipt,
        batch: BatchId,
        now_ms: i64,
    ) -> (Vec<NewEntry>, Receipt) {
        let set = order::set(receipt.before.iter().map(|(key, _)| key));
        let mut records: BTreeMap<RecordKey, bool> = BTreeMap::new();
        for (key, before) in &receipt.before {
            let existed = records.entry(key.record_key()).or_insert(false);
            *existed = *existed || before.is_some() || self.had_other_fields(key, &set);
        }
        // One that the action brought back goes as it is now: its old tombstone would not know of what was written since.
        for (key, before) in &receipt.before {
            let was_deleted = before.as_ref().is_some_and(|before| !before.is_null());
            if key.field.as_str() == DELETED_FIELD && was_deleted {
                records.insert(key.record_key(), false);
            }
        }
        let created: Vec<RecordKey> = records
            .iter()
            .filter(|(_, existed)| !**existed)
            .map(|(key, _)| key.clone())
            .collect();
        let mut edits: Vec<Edit> = Vec::new();
        for (key, before) in &receipt.before {
            if records[&key.record_key()] {
                edits.push(Edit {
                    key: key.clone(),
                    value: before.clone().unwrap_or_else(Value::null),
                });
            }
        }
        for key in &created {
            let saw = self
                .view(key.client)
                .get(key)
                .map(Record::heads_seen)
                .unwrap_or_default();
            edits.push(Edit {
                key: key.field(DELETED_FIELD),
                value: Tombstone { saw }.to_value(),
            });
        }
        let contested = Contested::of(receipt, &edits);
        edits.retain(|edit| !contested.holds(&edit.key));
        let (mut entries, mut taken_back) = self.act(edits, batch, now_ms);
        for (key, values) in contested.0 {
            let shown = self.field(&key).register.value().cloned();
            taken_back.before.push((key.clone(), shown));
            entries.extend(self.set_side_by_side(&key, values, now_ms));
        }
        (entries, taken_back)
    }

    /// Sets a field to several values none of which replaces another, the one to be shown last: they stand beside each other as they did
    /// before somebody chose.
    fn set_side_by_side(
        &mut self,
        key: &RegisterKey,
        values: Vec<Value>,
        now_ms: i64,
    ) -> Vec<NewEntry> {
        let replaces = self.seen(key);
        let set = |value| {
            let edit = Edit {
                key: key.clone(),
                value,
            };
            let entry = self.entry(edit, replaces.clone(), now_ms);
            self.hand_over(&entry);
            NewEntry::plain(entry)
        };
        values.into_iter().map(set).collect()
    }

    /// Whether the record shows fields the action did not set: then the action did not create it.
    fn had_other_fields(&self, key: &RegisterKey, set: &BTreeSet<&RegisterKey>) -> bool {
        let record = key.record_key();
        let view = self.view(key.client);
        view.get(&record).is_some_and(|shown| {
            let mut fields = shown.fields.keys();
            fields.any(|field| !set.contains(&record.field(field.clone())))
        })
    }
}
