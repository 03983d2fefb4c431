//! Deletions that came from another device and are so many that somebody should know: applied like any, and told, with who and when, until
//! the person has seen them or taken them back (`spec/sync.md`, "Deletion").

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{DeviceError, DeviceStore, Meta, Mode, Table, Tx, read_meta, write_meta};
use crate::codec::Row;
use crate::id::{DeviceId, RecordId};
use crate::{CLIENT_KIND, DELETED_FIELD};

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
    /// How many records went that were under none that went.
    #[must_use]
    pub fn top_level(&self) -> usize {
        let parts = self.parts.iter();
        let alone = parts.filter(|(client, _)| !self.whole.contains(client));
        self.whole.len() + alone.map(|(_, count)| count).sum::<usize>()
    }

    /// Of which clients something went.
    #[must_use]
    pub fn clients(&self) -> Vec<RecordId> {
        let parts = self.parts.keys();
        self.whole
            .union(&parts.copied().collect())
            .copied()
            .collect()
    }

    fn is_to_be_told(&self, clients_left: usize) -> bool {
        let top_level = self.top_level();
        let book = clients_left + self.whole.len();
        top_level > MANY || (book >= BOOK && top_level * SHARE > book)
    }
}

/// Notes the deletions among what came.
pub(super) fn note(meta: &mut Meta, rows: &[Row], own: DeviceId) {
    for row in rows {
        if row.key.field.as_str() != DELETED_FIELD {
            continue;
        }
        let Some(head) = row.register.winner() else {
            continue;
        };
        if head.value.is_null() || head.device == own {
            continue;
        }
        let is_same =
            |act: &&mut PulledDeletion| (act.time, act.device) == (head.time, head.device);
        let act = match meta.deletions.iter_mut().find(is_same) {
            Some(act) => act,
            None => {
                meta.deletions.push(PulledDeletion {
                    time: head.time,
                    device: head.device,
                    whole: BTreeSet::new(),
                    parts: BTreeMap::new(),
                    told: false,
                });
                let Some(act) = meta.deletions.last_mut() else {
                    continue;
                };
                act
            }
        };
        if row.key.kind.as_str() == CLIENT_KIND && row.key.record == row.key.client {
            act.whole.insert(row.key.client);
        } else {
            *act.parts.entry(row.key.client).or_default() += 1;
        }
    }
}

/// All has come that there was: what is to be told stays, the rest is forgotten.
pub(super) async fn settle<T: Tx>(
    tx: &mut T,
    meta: &mut Meta,
) -> Result<(), DeviceError<T::Error>> {
    if meta.deletions.iter().all(|act| act.told) {
        return Ok(());
    }
    let clients_left = tx.keys(Table::Summary, &[], None).await?.len();
    meta.deletions
        .retain(|act| act.told || act.is_to_be_told(clients_left));
    for act in &mut meta.deletions {
        act.told = true;
    }
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
