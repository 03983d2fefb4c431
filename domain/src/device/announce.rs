//! Deletions that came from another device and are so many that somebody should know: applied like any, and told, with who and when, until
//! the person has seen them or taken them back (`spec/sync.md`, "Deletion").

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{DeviceError, DeviceStore, Meta, Mode, Table, Tx, read_meta, write_meta};
use crate::bundle::{Bundle, Confirmed};
use crate::change::{Name, RecordKey};
use crate::codec::Row;
use crate::id::{DeviceId, RecordId};
use crate::order;
use crate::{CLIENT_KIND, DELETED_FIELD};

/// An act whose changes come in several pulls is counted together for so long.
const TOGETHER_MS: i64 = 3_600_000;
/// More top-level records than this are told in any book …
const MANY: usize = 50;
/// … and in a book of this many clients or more, more than one in five of them.
const BOOK: usize = 50;
const SHARE: usize = 5;

/// One act of deleting on another device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PulledDeletion {
    /// When, unix ms.
    pub time: i64,
    /// On which device.
    pub device: DeviceId,
    /// Clients that went whole.
    whole: BTreeSet<RecordId>,
    /// Records that went, by client.
    parts: BTreeMap<RecordId, usize>,
    /// All of it has come, and it is to be told.
    #[serde(default)]
    told: bool,
}

impl PulledDeletion {
    /// How many records went that were under none that went: under no client, and named by none of their fields.
    #[must_use]
    pub fn top_level(&self) -> usize {
        let parts = self.parts.iter();
        let alone = parts.filter(|(client, _)| !self.whole.contains(client));
        self.whole.len() + alone.map(|(_, count)| count).sum::<usize>()
    }

    /// Of which clients something went.
    #[must_use]
    pub fn clients(&self) -> Vec<RecordId> {
        let parts = order::set(self.parts.keys().copied());
        self.whole.union(&parts).copied().collect()
    }

    fn is_to_be_told(&self, clients_left: usize) -> bool {
        let top_level = self.top_level();
        let book = clients_left + self.whole.len();
        top_level > MANY || (book >= BOOK && top_level * SHARE > book)
    }
}

/// A tombstone that came.
pub(super) struct Gone {
    record: RecordKey,
    time: i64,
    device: DeviceId,
}

/// The tombstones among what came from other devices.
pub(super) fn gone(rows: &[Row], own: DeviceId) -> Vec<Gone> {
    let tombstones = rows
        .iter()
        .filter(|row| row.key.field.as_str() == DELETED_FIELD);
    tombstones
        .filter_map(|row| {
            let head = row.register.winner()?;
            (!head.value.is_null() && head.device != own).then(|| Gone {
                record: row.key.record_key(),
                time: head.time,
                device: head.device,
            })
        })
        .collect()
}

/// Counts them, now that `bundles` hold them.
pub(super) fn note(meta: &mut Meta, gone: Vec<Gone>, bundles: &BTreeMap<RecordId, Bundle>) {
    let mut deleted: BTreeMap<RecordId, BTreeSet<RecordId>> = BTreeMap::new();
    for gone in gone {
        let client = gone.record.client;
        let Some(bundle) = bundles.get(&client) else {
            continue;
        };
        let deleted = deleted.entry(client).or_insert_with(|| deleted_in(bundle));
        let act = act_of(&mut meta.deletions, &gone);
        if gone.record.kind.as_str() == CLIENT_KIND && gone.record.record == client {
            act.whole.insert(client);
        } else if is_under_none(bundle, &gone.record, deleted) {
            *act.parts.entry(client).or_default() += 1;
        }
    }
}

fn act_of<'a>(acts: &'a mut Vec<PulledDeletion>, gone: &Gone) -> &'a mut PulledDeletion {
    let is_same = |act: &PulledDeletion| (act.time, act.device) == (gone.time, gone.device);
    let at = acts.iter().position(is_same).unwrap_or_else(|| {
        acts.push(PulledDeletion {
            time: gone.time,
            device: gone.device,
            whole: BTreeSet::new(),
            parts: BTreeMap::new(),
            told: false,
        });
        acts.len() - 1
    });
    &mut acts[at]
}

/// The records of a client that are deleted.
fn deleted_in(bundle: &Bundle) -> BTreeSet<RecordId> {
    let is_deleted = |fields: &BTreeMap<Name, Confirmed>| {
        let winner = fields.get(DELETED_FIELD)?.register.winner()?;
        (!winner.value.is_null()).then_some(())
    };
    let records = bundle.records();
    let records = records.filter(|(_, fields)| is_deleted(fields).is_some());
    order::set(records.map(|(key, _)| key.record))
}

/// Whether no field of a record names another one that is deleted: the meeting of a line, the line of a task.
fn is_under_none(bundle: &Bundle, key: &RecordKey, deleted: &BTreeSet<RecordId>) -> bool {
    let fields = bundle.record(key).into_iter().flat_map(BTreeMap::values);
    let mut named = fields.filter_map(|field| {
        let value = &field.register.winner()?.value;
        serde_json::from_slice::<RecordId>(value.as_bytes()).ok()
    });
    !named.any(|other| other != key.record && deleted.contains(&other))
}

/// All has come that there was: what is to be told stays, and for an hour what may still grow; the rest is forgotten.
pub(super) async fn settle<T: Tx>(
    tx: &mut T,
    meta: &mut Meta,
    now_ms: i64,
) -> Result<(), DeviceError<T::Error>> {
    if meta.deletions.iter().all(|act| act.told) {
        return Ok(());
    }
    let clients_left = tx.keys(Table::Summary, &[], None).await?.len();
    for act in &mut meta.deletions {
        act.told |= act.is_to_be_told(clients_left);
    }
    meta.deletions
        .retain(|act| act.told || now_ms - act.time < TOGETHER_MS);
    Ok(())
}

/// Those to be told.
#[must_use]
pub fn announced(meta: &Meta) -> Vec<PulledDeletion> {
    let told = meta.deletions.iter().filter(|act| act.told);
    told.cloned().collect()
}

/// The person has seen it, or taken it back: it is told no more.
///
/// # Errors
/// The store failed.
pub async fn seen<S: DeviceStore>(
    store: &S,
    act: &PulledDeletion,
) -> Result<(), DeviceError<S::Error>> {
    let mut tx = store.begin(Mode::WriteStrict).await?;
    let mut meta = read_meta(&mut tx).await?;
    meta.deletions
        .retain(|other| (other.time, other.device) != (act.time, act.device));
    write_meta(&mut tx, &meta);
    Ok(tx.commit().await?)
}
