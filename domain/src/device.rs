//! The device's half of the contract, over a small transactional key-value seam: what IndexedDB holds and how an edit, a request,
//! an answer, a snapshot page and a bucket change it. Each public function here is one transaction's worth of work, or reads.
//!
//! | table | key | value |
//! | --- | --- | --- |
//! | `meta` | `meta`, `digest`, `revision`, `erased`, `database` | where the device stands |
//! | `meta` | `draft/` place | what was typed and no value holds |
//! | `bundle` | client | registers as received, columnar |
//! | `overlay` | client, record, kind | a record changed since, whole, columnar |
//! | `outbox` | ordinal, change id | an [`Entry`] as JSON, readable by the rescue page |
//! | `summary` | client | what the list shows of it; derived, made by the caller |

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::cursor::{Cursor, Line};
use crate::id::{DeviceId, RecordId};
use crate::order;
use crate::outbox::Entry;
use crate::wire::PageKey;

pub mod absorb;
pub mod announce;
pub mod confirmed;
pub mod drafts;
pub mod edit;
pub mod queue;
pub mod refresh;
pub mod roll;
pub mod round;
pub mod send;
pub mod snapshot;
pub mod standing;
pub mod store;

use drafts::read_drafts;
pub use store::{DeviceStore, MemoryStore, Mode, Table, Tx};

/// Why the device could not do it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeviceError<E> {
    /// The store failed; what was asked did not happen.
    #[error("the store failed")]
    Store(#[source] E),
    /// Something stored cannot be read. The digest finds and heals registers; anything else is for the rescue page.
    #[error("stored {0} cannot be read")]
    Damaged(&'static str),
}

impl<E> From<E> for DeviceError<E> {
    fn from(error: E) -> Self {
        Self::Store(error)
    }
}

/// Where the device stands with its server.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Meta {
    /// What it has absorbed; none before the first snapshot is complete.
    pub cursor: Option<Cursor>,
    /// The furthest place of any register held: beyond the cursor after a snapshot or a healed bucket.
    #[serde(default)]
    pub reach: Option<Cursor>,
    /// The server's history as last told.
    #[serde(default)]
    pub line: Line,
    /// A snapshot under way.
    #[serde(default)]
    pub snapshot: Option<SnapshotState>,
    /// The server was found in another history: the registers beyond the fork are to be offered before anything else.
    #[serde(default)]
    pub rolling: Option<Rolling>,
    /// Server time less wall clock, ms, as measured last.
    #[serde(default)]
    pub offset_ms: i64,
    /// How many differences the digest has found and healed.
    #[serde(default)]
    pub healed: u32,
    /// When the device last held what the server has and nothing waited, wall clock, unix ms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level_at_ms: Option<i64>,
    /// Large deletions that came and are to be told, and those of the pull under way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deletions: Vec<announce::PulledDeletion>,
}

/// How far a snapshot has come.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SnapshotState {
    /// The head when it began; none before the first page.
    pub at: Option<Cursor>,
    /// The furthest place of any register its pages brought.
    #[serde(default)]
    pub reach: Option<Cursor>,
    /// The history its pages are of.
    #[serde(default)]
    pub line: Line,
    /// The last key stored.
    #[serde(default)]
    pub after: Option<PageKey>,
    /// Snapshots of other histories that did not come to their end, the newest first, as far as no later page has replaced what they brought.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub broken_off: Vec<BrokenOff>,
}

impl SnapshotState {
    /// It does not come to its end, because the server is in another history: what it leaves to the next one.
    #[must_use]
    pub fn break_off(self) -> Vec<BrokenOff> {
        let own = self.after.map(|after| BrokenOff {
            line: self.line,
            after,
        });
        let mut all: Vec<BrokenOff> = Vec::new();
        for one in own.into_iter().chain(self.broken_off) {
            // One that had come less far than a newer one has nothing left.
            if all.last().is_none_or(|newer| newer.after < one.after) {
                all.push(one);
            }
        }
        all
    }
}

/// A snapshot that did not come to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrokenOff {
    /// The history its pages were of, as far as they reached.
    pub line: Line,
    /// The last key it stored.
    pub after: PageKey,
}

/// A roll-forward under way.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rolling {
    /// The server's history as it said.
    pub server: Line,
    /// A snapshot was under way: registers up to its last key are of its history, the others of the older one.
    #[serde(default)]
    pub snapshot: Option<SnapshotState>,
}

/// Everything a starting tab reads at once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Boot {
    /// Where the device stands.
    pub meta: Meta,
    /// All entries, in order.
    pub outbox: Vec<Entry>,
    /// What the list shows of each client.
    pub summaries: Vec<(RecordId, Vec<u8>)>,
    /// Counts commits of any tab.
    pub revision: u64,
    /// What was typed and no value holds, by the place of its control.
    pub drafts: Vec<(String, String)>,
}

/// Makes what the list shows of a client from everything of it; `None` if there is nothing to show.
pub trait Summarize {
    /// The bytes to store for a client.
    fn summarize(
        &self,
        client: RecordId,
        records: &std::collections::BTreeMap<crate::change::RecordKey, crate::bundle::Record>,
    ) -> Option<Vec<u8>>;

    /// The same from rows as received, of which nothing waits here: without making records of them. `None`: it has to be made from what
    /// is shown. Each row is shown on the way, whatever becomes of the summary.
    ///
    /// # Errors
    /// The rows are damaged.
    fn summarize_packed(
        &self,
        _client: RecordId,
        rows: &[u8],
        each: &mut dyn FnMut(crate::codec::RowRef<'_, '_>),
    ) -> Result<Option<Vec<u8>>, crate::codec::DecodeError> {
        crate::codec::visit(rows, &mut |row| each(row))?;
        Ok(None)
    }
}

/// Who this device is, for what it shows of its own entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    /// The workspace.
    pub workspace: crate::id::WorkspaceId,
    /// The person.
    pub user: crate::id::UserId,
    /// The device.
    pub device: DeviceId,
}

/// The further of what was held and what came: places of rows of the epoch, or its cursor.
pub(crate) fn further(held: Option<Cursor>, at: Cursor, came: impl Iterator<Item = u64>) -> Cursor {
    let held = held.map_or(0, |held| held.seq);
    let seq = came.max().unwrap_or(0).max(at.seq).max(held);
    Cursor {
        epoch: at.epoch,
        seq,
    }
}

pub(crate) const META_KEY: &[u8] = b"meta";
pub(crate) const DIGEST_KEY: &[u8] = b"digest";
pub(crate) const REVISION_KEY: &[u8] = b"revision";
/// Which database this is: [`standing::DatabaseId`].
pub(crate) const DATABASE_KEY: &[u8] = b"database";
/// The ids of erased clients side by side: derived from the bundles, so that keeping an edit need not read them.
pub(crate) const ERASED_KEY: &[u8] = b"erased";

pub(crate) fn erased_from(bytes: Option<&[u8]>) -> BTreeSet<RecordId> {
    let ids = bytes.unwrap_or_default().chunks_exact(16);
    order::set(ids.filter_map(RecordId::from_slice))
}

pub(crate) async fn read_meta<T: Tx>(tx: &mut T) -> Result<Meta, DeviceError<T::Error>> {
    match tx.get_one(Table::Meta, META_KEY).await? {
        None => Ok(Meta::default()),
        Some(bytes) => serde_json::from_slice(&bytes).map_err(|_| DeviceError::Damaged("meta")),
    }
}

pub(crate) fn write_meta<T: Tx>(tx: &mut T, meta: &Meta) {
    let json = serde_json::to_vec(meta).unwrap_or_default();
    tx.put(Table::Meta, META_KEY.to_vec(), json);
}

/// Reads the revision number alone: has another tab committed since?
///
/// # Errors
/// The store failed.
pub async fn revision<T: Tx>(tx: &mut T) -> Result<u64, DeviceError<T::Error>> {
    let bytes = tx.get_one(Table::Meta, REVISION_KEY).await?;
    Ok(revision_from(bytes))
}

pub(crate) fn revision_from(bytes: Option<Vec<u8>>) -> u64 {
    bytes
        .and_then(|bytes| bytes.try_into().ok())
        .map_or(0, u64::from_le_bytes)
}

pub(crate) async fn bump_revision<T: Tx>(tx: &mut T) -> Result<u64, DeviceError<T::Error>> {
    let now = revision(tx).await?;
    Ok(put_next_revision(tx, now))
}

pub(crate) fn put_next_revision<T: Tx>(tx: &mut T, now: u64) -> u64 {
    let next = now.wrapping_add(1);
    tx.put(
        Table::Meta,
        REVISION_KEY.to_vec(),
        next.to_le_bytes().to_vec(),
    );
    next
}

/// All entries of the outbox in order.
///
/// # Errors
/// The store failed, or an entry cannot be read.
pub async fn read_outbox<T: Tx>(tx: &mut T) -> Result<Vec<Entry>, DeviceError<T::Error>> {
    let rows = tx.scan(Table::Outbox, &[]).await?;
    rows.iter().map(|(_, bytes)| decode_entry(bytes)).collect()
}

/// The outbox without the entries of erased clients, which go, whatever they wait for.
pub(crate) fn outbox_without<T: Tx>(
    tx: &mut T,
    mut outbox: Vec<Entry>,
    erased: &BTreeSet<RecordId>,
) -> Vec<Entry> {
    outbox.retain(|entry| {
        let stays = !erased.contains(&entry.change.key.client);
        if !stays {
            tx.delete(Table::Outbox, entry.key());
        }
        stays
    });
    outbox
}

pub(crate) fn decode_entry<E>(bytes: &[u8]) -> Result<Entry, DeviceError<E>> {
    serde_json::from_slice(bytes).map_err(|_| DeviceError::Damaged("outbox entry"))
}

pub(crate) fn put_entry<T: Tx>(tx: &mut T, entry: &Entry) {
    // Serialising a struct of strings and numbers cannot fail.
    let json = serde_json::to_vec(entry).unwrap_or_default();
    tx.put(Table::Outbox, entry.key(), json);
}

/// What a starting tab reads: meta, outbox and the list, in one read transaction.
///
/// # Errors
/// The store failed, or meta or an entry cannot be read.
pub async fn boot<S: DeviceStore>(store: &S) -> Result<Boot, DeviceError<S::Error>> {
    let mut tx = store.begin(Mode::Read).await?;
    let meta = read_meta(&mut tx).await?;
    let outbox = read_outbox(&mut tx).await?;
    let revision = revision(&mut tx).await?;
    let drafts = read_drafts(&mut tx).await?;
    let rows = tx.scan(Table::Summary, &[]).await?;
    let summaries = rows
        .into_iter()
        .filter_map(|(key, bytes)| RecordId::from_slice(&key).map(|client| (client, bytes)))
        .collect();
    Ok(Boot {
        meta,
        outbox,
        summaries,
        revision,
        drafts,
    })
}
