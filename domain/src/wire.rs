//! What travels under `/api/v1`, as JSON. Bulk pages also travel in the columnar encoding of [`crate::codec`].

use serde::{Deserialize, Serialize};

use crate::accept::Judged;
use crate::change::{Change, Name, RegisterKey};
use crate::codec::{Packed, Row, pack};
use crate::cursor::{Cursor, Line};
use crate::id::{Epoch, RecordId, UserId, WorkspaceId};
use crate::order;
use crate::register::Register;

/// A register on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "RowForm")]
pub struct RegisterRow {
    /// Which.
    #[serde(flatten)]
    pub key: RegisterKey,
    /// The place of its last change.
    pub seq: u64,
    /// Its heads.
    pub heads: Register,
}

/// A row as it is read: spelt out for the reason that a change is.
#[derive(Deserialize)]
struct RowForm {
    client: RecordId,
    record: RecordId,
    kind: Name,
    field: Name,
    seq: u64,
    heads: Register,
}

impl From<RowForm> for RegisterRow {
    fn from(form: RowForm) -> Self {
        Self {
            key: RegisterKey {
                client: form.client,
                record: form.record,
                kind: form.kind,
                field: form.field,
            },
            seq: form.seq,
            heads: form.heads,
        }
    }
}

impl From<Row> for RegisterRow {
    fn from(row: Row) -> Self {
        Self {
            key: row.key,
            seq: row.seq,
            heads: row.register,
        }
    }
}

impl From<RegisterRow> for Row {
    fn from(row: RegisterRow) -> Self {
        Self {
            key: row.key,
            seq: row.seq,
            register: row.heads,
        }
    }
}

/// Rows as they travel: JSON objects in a JSON body; columns (base64 would cost a third) only as a body of their own.
mod rows {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::{RegisterRow, Row};

    pub(super) fn serialize<S: Serializer>(rows: &[Row], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(rows.iter().map(|row| RegisterRow::from(row.clone())))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<Row>, D::Error> {
        Ok(Vec::<RegisterRow>::deserialize(deserializer)?
            .into_iter()
            .map(Row::from)
            .collect())
    }
}

/// `POST /sync`: push and pull in one round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncRequest {
    /// [`crate::PROTOCOL`] of the sender.
    pub protocol: u32,
    /// Must be the session's; else 409 and nothing happens.
    pub workspace: WorkspaceId,
    /// Must be the session's; else 409 and nothing happens.
    pub user: UserId,
    /// What the device has absorbed. Absent: push only; the answer carries no news.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    /// The furthest place of any register it holds, which a snapshot or a healed bucket may have brought from beyond the cursor. If
    /// the server's history does not hold it, a backup was restored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach: Option<Cursor>,
    /// Whole actions, in order.
    #[serde(default)]
    pub changes: Vec<Change>,
    /// How many more wait on the device.
    #[serde(default)]
    pub waiting: u32,
    /// Ask for the sums of all 256 buckets.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub buckets: bool,
}

/// The digest at the answer's cursor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestAnswer {
    /// [`crate::digest::Digest::total`], hexadecimal: JSON numbers are not exact to 64 bits everywhere.
    pub total: String,
    /// All sums, hexadecimal, if asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buckets: Option<Vec<String>>,
}

/// The answer to [`SyncRequest`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SyncAnswer {
    /// One for each change, in order.
    pub verdicts: Vec<Judged>,
    /// Registers changed since the cursor, in the order of `seq`, with their heads as they are now.
    #[serde(with = "rows", default)]
    pub news: Vec<Row>,
    /// The next cursor; equal to the request's if it had none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    /// There is more since the next cursor.
    #[serde(default)]
    pub more: bool,
    /// The server's time, unix ms.
    pub time_ms: i64,
    /// When nothing is left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<DigestAnswer>,
    /// The server's history, if the request's cursor was of an earlier epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<Line>,
}

/// Where a snapshot page ended: pages go by client and record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PageKey {
    /// The last client.
    pub client: RecordId,
    /// The last record of it.
    pub record: RecordId,
}

/// `GET /snapshot?at&after`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotPage {
    /// The head when the snapshot began: changes since are pulled afterwards.
    pub at: Cursor,
    /// The server's history.
    pub line: Line,
    /// Registers by (client, record, kind, field); never part of a record.
    #[serde(with = "rows", default)]
    pub rows: Vec<Row>,
    /// Where the next page begins; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<PageKey>,
}

/// A [`SnapshotPage`] as a device stores it: its rows packed by client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackedPage {
    /// The page; its own rows are none.
    pub page: SnapshotPage,
    /// Its rows.
    pub bundles: Vec<Packed>,
}

impl From<SnapshotPage> for PackedPage {
    fn from(mut page: SnapshotPage) -> Self {
        let mut rows = std::mem::take(&mut page.rows);
        order::by(&mut rows, |one, other| one.key.cmp(&other.key));
        let bundles = pack(&rows);
        Self { page, bundles }
    }
}

/// `GET /bucket?n`: every register of the records whose id ends in that byte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BucketAnswer {
    /// The head when it was read.
    pub at: Cursor,
    /// As the server has them.
    #[serde(with = "rows")]
    pub rows: Vec<Row>,
}

/// `POST /offer`: registers as of a history the server does not know (a backup was restored).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferRequest {
    /// [`crate::PROTOCOL`] of the sender.
    pub protocol: u32,
    /// Must be the session's.
    pub workspace: WorkspaceId,
    /// Must be the session's.
    pub user: UserId,
    /// The server's running epoch as the device was told: if it is another by now, nothing is taken and the device asks anew.
    pub epoch: Epoch,
    /// The history they are of, up to where the device has it.
    pub line: Line,
    /// The registers, each with its place in that history.
    #[serde(with = "rows")]
    pub rows: Vec<Row>,
}

/// The answer to [`OfferRequest`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferAnswer {
    /// The head with the offer taken: a history without this place has lost it.
    pub at: Cursor,
}

/// `POST /clients/{id}/erase`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EraseRequest {
    /// Must be the session's; else 409 and nothing happens.
    pub workspace: WorkspaceId,
    /// Must be the session's; else 409 and nothing happens.
    pub user: UserId,
}

/// The answer to [`EraseRequest`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EraseAnswer {
    /// The head with the client erased: a device whose cursor has come there has learnt of it.
    pub at: Cursor,
}

/// The most rows one offer or snapshot page carries.
pub const PAGE_ROWS: usize = 5_000;
