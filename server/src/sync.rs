//! The sync service, generic over its store: SQLite in life, memory in the simulation. It owns no connection and begins no
//! transaction: a push and an offer run inside one writing transaction, a pull inside one reading transaction.
//!
//! Who may is decided before; what a change means is decided in `domain`. Here: which history, what to read for it, what to write.

pub mod memory;
pub mod store;

use std::collections::BTreeSet;

use yardstick_domain::accept::{Arrival, Judged, Reason, TIME_AHEAD_MS, ids_asked};
use yardstick_domain::change::{Change, RegisterKey, check_register_structure, limits};
use yardstick_domain::codec::Row;
use yardstick_domain::cursor::{Cursor, Line, Reach};
use yardstick_domain::erasure;
use yardstick_domain::id::{ChangeId, DeviceId, Epoch, RecordId, WorkspaceId};
use yardstick_domain::records;
use yardstick_domain::register::Head;
use yardstick_domain::wire::{
    BucketAnswer, DigestAnswer, EraseAnswer, OfferAnswer, OfferRequest, PAGE_ROWS, PageKey,
    SnapshotPage, SyncAnswer, SyncRequest,
};

pub use store::{ReadStore, WriteStore};

/// Protocol versions this server takes: its own and one back.
pub const PROTOCOLS: std::ops::RangeInclusive<u32> =
    yardstick_domain::PROTOCOL.saturating_sub(1)..=yardstick_domain::PROTOCOL;

/// Who pushes, as the session says.
#[derive(Debug, Clone, Copy)]
pub struct Caller {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The device.
    pub device: DeviceId,
    /// Whether its person may erase clients; else tombstones that it offers are passed over.
    pub may_erase: bool,
}

/// When and in which run of the server.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    /// The system's clock, unix ms. The time given to changes never runs behind the newest stored.
    pub system_ms: i64,
    /// The running epoch.
    pub epoch: Epoch,
}

/// Why a request changed nothing and got no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SyncError<E> {
    /// The store failed.
    #[error("the store failed")]
    Store(#[source] E),
    /// The device is in a history this server does not have: a backup was restored.
    #[error("the cursor is not in this history")]
    OtherHistory {
        /// This server's history.
        line: Line,
    },
    /// More changes, or rows, than one request may carry.
    #[error("too many in one request")]
    TooMany,
    /// The offer's line shares nothing with this server's, or a row is malformed.
    #[error("the offer cannot be taken")]
    BadOffer,
}

impl<E> From<E> for SyncError<E> {
    fn from(error: E) -> Self {
        Self::Store(error)
    }
}

/// This server's history, the running epoch ending at its head.
fn other_history<E>(position: &store::Position, now: Now) -> SyncError<E> {
    let head = Cursor {
        epoch: now.epoch,
        seq: position.head,
    };
    SyncError::OtherHistory {
        line: position.line.up_to(head),
    }
}

/// Whether a device at `cursor`, holding registers as far as `reach`, is in this server's history.
fn in_history(line: &Line, cursor: Option<Cursor>, reach: Option<Cursor>) -> bool {
    cursor.is_none_or(|cursor| line.holds(cursor)) && reach.is_none_or(|reach| line.holds(reach))
}

/// Stores what a request pushes. All verdicts of one request become durable together.
///
/// # Errors
/// See [`SyncError`]; then nothing of the request is to be kept.
pub async fn push<W: WriteStore>(
    store: &mut W,
    caller: Caller,
    request: &SyncRequest,
    now: Now,
) -> Result<Vec<Judged>, SyncError<W::Error>> {
    if request.changes.len() > limits::REQUEST_CHANGES {
        return Err(SyncError::TooMany);
    }
    let position = store.position(caller.workspace).await?;
    if !in_history(&position.line, request.cursor, request.reach) {
        return Err(other_history(&position, now));
    }
    if request.changes.is_empty() {
        return Ok(Vec::new());
    }
    let keys: BTreeSet<&RegisterKey> = request.changes.iter().map(|change| &change.key).collect();
    let ids: BTreeSet<ChangeId> = ids_asked(&request.changes).collect();
    let mut board = store.board(caller.workspace, &keys, &ids).await?;
    let arrival = Arrival {
        device: caller.device,
        // Not the newest stored itself: each request with a time from the future would move the bound on by as much again.
        now: now.system_ms.max(position.newest_ms - TIME_AHEAD_MS),
        epoch: now.epoch,
        head: position.head,
    };
    let (verdicts, head) = board.push(&request.changes, arrival, fits);
    if head != position.head {
        store.save(caller.workspace, &board, head).await?;
    }
    Ok(verdicts)
}

/// Whether a change's value fits what is declared of its field.
fn fits(change: &Change) -> Result<(), Reason> {
    records::validate(
        change.key.kind.as_str(),
        change.key.field.as_str(),
        change.value.as_bytes(),
    )
    .map_err(|error| Reason::Value {
        detail: error.to_string(),
    })
}

/// Answers what is new since the request's cursor, and the digest when nothing is left. Read in one transaction.
///
/// # Errors
/// See [`SyncError`].
pub async fn pull<R: ReadStore>(
    store: &mut R,
    caller: Caller,
    request: &SyncRequest,
    verdicts: Vec<Judged>,
    now: Now,
) -> Result<SyncAnswer, SyncError<R::Error>> {
    let position = store.position(caller.workspace).await?;
    let mut answer = SyncAnswer {
        verdicts,
        news: Vec::new(),
        cursor: None,
        more: false,
        time_ms: now.system_ms.max(position.newest_ms),
        digest: None,
        line: None,
    };
    let Some(cursor) = request.cursor else {
        return Ok(answer);
    };
    if !in_history(&position.line, Some(cursor), request.reach) {
        return Err(other_history(&position, now));
    }
    if cursor.seq < position.head {
        answer.news = store.news(caller.workspace, cursor.seq, PAGE_ROWS).await?;
    }
    answer.more = answer.news.len() == PAGE_ROWS;
    let reached = if answer.more {
        answer.news.last().map_or(position.head, |row| row.seq)
    } else {
        position.head
    };
    answer.cursor = Some(Cursor {
        epoch: now.epoch,
        seq: reached,
    });
    if cursor.epoch != now.epoch {
        answer.line = Some(position.line);
    }
    if !answer.more {
        let digest = store.digest(caller.workspace).await?;
        answer.digest = Some(DigestAnswer {
            total: format!("{:016x}", digest.total()),
            buckets: request
                .buckets
                .then(|| digest.0.iter().map(|sum| format!("{sum:016x}")).collect()),
        });
    }
    Ok(answer)
}

/// One page of everything, of about `limit` rows ([`PAGE_ROWS`] in life).
///
/// # Errors
/// See [`SyncError`].
pub async fn snapshot<R: ReadStore>(
    store: &mut R,
    workspace: WorkspaceId,
    at: Option<Cursor>,
    reach: Option<Cursor>,
    after: Option<PageKey>,
    now: Now,
    limit: usize,
) -> Result<SnapshotPage, SyncError<R::Error>> {
    let position = store.position(workspace).await?;
    if !in_history(&position.line, at, reach) {
        return Err(other_history(&position, now));
    }
    let at = at.unwrap_or(Cursor {
        epoch: now.epoch,
        seq: position.head,
    });
    let (rows, next) = store.page(workspace, after, limit).await?;
    let (rows, next) = whole_clients(rows, next);
    Ok(SnapshotPage {
        at,
        line: position.line,
        rows,
        next,
    })
}

/// Leaves the last client of a page that is cut to the next one, if it is not the only one: a device keeps a client that comes whole as it
/// comes.
fn whole_clients(mut rows: Vec<Row>, next: Option<PageKey>) -> (Vec<Row>, Option<PageKey>) {
    let Some(cut) = next else {
        return (rows, None);
    };
    let whole = rows.partition_point(|row| row.key.client < cut.client);
    let Some(last) = whole.checked_sub(1).and_then(|last| rows.get(last)) else {
        return (rows, next);
    };
    let next = PageKey {
        client: last.key.client,
        record: last.key.record,
    };
    rows.truncate(whole);
    (rows, Some(next))
}

/// All registers of one digest bucket.
///
/// # Errors
/// The store failed.
pub async fn bucket<R: ReadStore>(
    store: &mut R,
    workspace: WorkspaceId,
    bucket: u8,
    now: Now,
) -> Result<BucketAnswer, R::Error> {
    let position = store.position(workspace).await?;
    let rows = store.bucket(workspace, bucket).await?;
    Ok(BucketAnswer {
        at: Cursor {
            epoch: now.epoch,
            seq: position.head,
        },
        rows,
    })
}

/// Erases a client, whatever is stored of it and if nothing is.
///
/// # Errors
/// The store failed; then nothing of it is to be kept.
pub async fn erase<W: WriteStore>(
    store: &mut W,
    caller: Caller,
    client: RecordId,
    now: Now,
) -> Result<EraseAnswer, SyncError<W::Error>> {
    let position = store.position(caller.workspace).await?;
    let place = Cursor {
        epoch: now.epoch,
        seq: position.head + 1,
    };
    let time = now.system_ms.max(position.newest_ms);
    let tombstone = erasure::tombstone(client, place, time, caller.device);
    let head = bury(store, caller.workspace, client, tombstone, position.head).await?;
    Ok(EraseAnswer {
        at: Cursor {
            epoch: now.epoch,
            seq: head,
        },
    })
}

/// Leaves of a client nothing but the tombstone. One erased already keeps the tombstone it has. Answers the last sequence number given.
async fn bury<W: WriteStore>(
    store: &mut W,
    workspace: WorkspaceId,
    client: RecordId,
    tombstone: Head,
    head: u64,
) -> Result<u64, W::Error> {
    let key = erasure::tombstone_key(client);
    let known = store
        .board(workspace, &BTreeSet::from([&key]), &BTreeSet::new())
        .await?;
    if known.erased.contains(&client) {
        return Ok(head);
    }
    let time = tombstone.time;
    let gone = store.erase(workspace, client, time).await?;
    let board = erasure::board(client, tombstone, &gone, head + 1);
    store.save(workspace, &board, head + 1).await?;
    Ok(head + 1)
}

/// Takes registers a device holds from a history beyond a restored backup.
///
/// # Errors
/// See [`SyncError`]; then nothing of the request is to be kept.
pub async fn offer<W: WriteStore>(
    store: &mut W,
    caller: Caller,
    request: &OfferRequest,
    now: Now,
) -> Result<OfferAnswer, SyncError<W::Error>> {
    if request.rows.len() > PAGE_ROWS {
        return Err(SyncError::TooMany);
    }
    let position = store.position(caller.workspace).await?;
    if request.epoch != now.epoch {
        return Err(other_history(&position, now));
    }
    let fork = request
        .line
        .fork(&position.line)
        .ok_or(SyncError::BadOffer)?;
    let well_formed = request.rows.iter().all(|row| {
        row.register.heads().len() <= limits::REPLACES
            && (erasure::is_tombstone(&row.key)
                || row
                    .register
                    .heads()
                    .iter()
                    .all(|head| check_register_structure(&row.key, &head.value).is_ok()))
    });
    if !well_formed {
        return Err(SyncError::BadOffer);
    }
    let mut head = position.head;
    let (tombstones, rows): (Vec<&Row>, Vec<&Row>) = request
        .rows
        .iter()
        .partition(|row| erasure::is_tombstone(&row.key));
    for row in tombstones {
        // What lies before the fork this server knows by itself.
        if let (true, true, Some(tombstone)) = (
            caller.may_erase,
            row.seq > fork,
            erasure::offered(&row.register),
        ) {
            head = bury(store, caller.workspace, row.key.client, tombstone, head).await?;
        }
    }
    let keys: BTreeSet<&RegisterKey> = rows.iter().map(|row| &row.key).collect();
    let ids: BTreeSet<ChangeId> = rows
        .iter()
        .flat_map(|row| row.register.head_ids())
        .collect();
    let mut board = store.board(caller.workspace, &keys, &ids).await?;
    for row in rows {
        let reach = Reach {
            line: request.line.clone(),
            seq: row.seq,
        };
        head = board.offer(&row.key, &row.register, &reach, fork, head);
    }
    if !board.touched.is_empty() || !board.newly_named.is_empty() {
        store.save(caller.workspace, &board, head).await?;
    }
    Ok(OfferAnswer {
        at: Cursor {
            epoch: now.epoch,
            seq: head,
        },
    })
}

#[cfg(test)]
mod tests {
    use yardstick_domain::change::{RecordKey, Value};
    use yardstick_domain::id::{UserId, Writer};

    use super::memory::MemoryStore;
    use super::*;

    /// Found by the simulation: the bound lay ten seconds ahead of the newest stored time, which then moved on with each request.
    #[tokio::test]
    async fn claims_from_the_future_do_not_take_the_bound_along() {
        let workspace = WorkspaceId::from_bytes([7; 16]);
        let mut store = MemoryStore::default();
        store.create(workspace);
        store.start(Epoch(1));
        let caller = Caller {
            workspace,
            device: DeviceId::NIL,
            may_erase: false,
        };
        let now = Now {
            system_ms: 1_000_000,
            epoch: Epoch(1),
        };
        let client = RecordId::from_bytes([5; 16]);
        let record = RecordKey {
            client,
            record: client,
            kind: "client".into(),
        };
        for counter in 1..=4 {
            let change = Change {
                id: ChangeId {
                    writer: Writer(1),
                    counter,
                },
                key: record.field("of_nobody"),
                value: Value::null(),
                replaces: Vec::new(),
                time: i64::MAX / 2,
                action: None,
                batch: None,
            };
            let request = SyncRequest {
                protocol: yardstick_domain::PROTOCOL,
                workspace,
                user: UserId::NIL,
                cursor: None,
                reach: None,
                changes: vec![change],
                waiting: 0,
                buckets: false,
            };
            let verdicts = push(&mut store, caller, &request, now).await.unwrap();
            assert_eq!(verdicts[0].time, Some(now.system_ms + TIME_AHEAD_MS));
        }
    }
}
