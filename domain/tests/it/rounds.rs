//! What a round does besides what arrives; here a device, a server and a clock for it.

mod answers;
mod outbox;
mod pages;
mod steps;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};

use yardstick_domain::accept::{Judged, Reason, Verdict};
use yardstick_domain::bundle::Record;
use yardstick_domain::change::{Change, RecordKey, RegisterKey, Value};
use yardstick_domain::codec::{Row, decode};
use yardstick_domain::cursor::{Cursor, EpochEnd, Line, Place};
use yardstick_domain::device::absorb::{Absorbed, absorb, heal};
use yardstick_domain::device::edit::{drop_refused, keep};
use yardstick_domain::device::queue::Queue;
use yardstick_domain::device::refresh::stored;
use yardstick_domain::device::roll::{Begun, begin, offers, restart};
use yardstick_domain::device::round::{Remote, RemoteError, RoundEnd, Surroundings, meta, round};
use yardstick_domain::device::send::close_request;
use yardstick_domain::device::snapshot::{Ready, Stored as SnapshotStored, store_page};
use yardstick_domain::device::{
    DeviceError, DeviceStore, Identity, MemoryStore, Mode, SnapshotState, Summarize, Table, Tx,
    boot,
};
use yardstick_domain::digest::Digest;
use yardstick_domain::id::{
    BatchId, ChangeId, DeviceId, Epoch, RecordId, UserId, WorkspaceId, Writer,
};
use yardstick_domain::outbox::{Entry, Portion, State};
use yardstick_domain::register::{Head, Register};
use yardstick_domain::tab::{Edit, Tab};
use yardstick_domain::wire::{
    BucketAnswer, DigestAnswer, OfferAnswer, OfferRequest, PackedPage, PageKey, SnapshotPage,
    SyncAnswer, SyncRequest,
};

use crate::now;

const OWN: Identity = Identity {
    workspace: WorkspaceId::NIL,
    user: UserId::NIL,
    device: DeviceId::NIL,
};
const CLIENT: RecordId = RecordId::from_bytes([5; 16]);

struct Nothing;

impl Summarize for Nothing {
    fn summarize(&self, _: RecordId, _: &BTreeMap<RecordKey, Record>) -> Option<Vec<u8>> {
        None
    }
}

/// A wall clock that was asked at these times, and what was measured by it.
#[derive(Default)]
struct Clock {
    times_ms: RefCell<VecDeque<i64>>,
    measured_ms: Cell<Option<i64>>,
}

impl Surroundings for Clock {
    fn wall_ms(&self) -> i64 {
        self.times_ms.borrow_mut().pop_front().expect("a time")
    }

    fn offset_is_stale(&self) -> bool {
        !self.times_ms.borrow().is_empty()
    }

    fn offset_measured(&self, offset_ms: i64) {
        self.measured_ms.set(Some(offset_ms));
    }

    fn fresh_id(&self) -> ChangeId {
        unreachable!("no id is taken")
    }

    fn changed(&self, _: &[RecordId]) {}
}

/// A server that has nothing new.
#[derive(Default)]
struct Quiet<'a> {
    /// Another tab that is at it too and is faster each time.
    faster: Option<&'a MemoryStore>,
    /// What it says it holds, whatever it gives.
    says: Option<Row>,
    /// It is in this history, of which the cursor is not.
    elsewhere: Option<Line>,
    /// It gives its snapshot in so many pages, of a client each.
    pages: u8,
    pages_asked: Cell<u8>,
    asked: Cell<usize>,
    buckets_asked: Cell<usize>,
}

impl Remote for Quiet<'_> {
    async fn exchange(&self, request: &SyncRequest) -> Result<SyncAnswer, RemoteError> {
        self.asked.set(self.asked.get() + 1);
        if let Some(line) = self.elsewhere.clone() {
            return Err(RemoteError::OtherHistory { line });
        }
        let cursor = request.cursor.expect("the snapshot is here");
        if let Some(store) = self.faster {
            take(store, cursor, news(at(cursor.seq + 1), Vec::new()));
        }
        let mut digest = self.says.as_ref().map(told);
        if let Some(digest) = digest.as_mut().filter(|_| !request.buckets) {
            digest.buckets = None;
        }
        let refused = |change: &Change| {
            let reason = Reason::Action;
            judged(change.id, Verdict::Refused { reason }, None)
        };
        Ok(SyncAnswer {
            digest,
            verdicts: request.changes.iter().map(refused).collect(),
            ..news(cursor, Vec::new())
        })
    }

    async fn snapshot(
        &self,
        _: Option<Cursor>,
        _: Option<Cursor>,
        after: Option<PageKey>,
    ) -> Result<PackedPage, RemoteError> {
        self.pages_asked.set(self.pages_asked.get() + 1);
        let one = after.map_or(0, |after| after.client.as_bytes()[0]) + 1;
        let next = (one < self.pages).then(|| end_of(client(one)));
        Ok(page(vec![row_of(client(one), 3)], next))
    }

    async fn offer(&self, _: &OfferRequest) -> Result<OfferAnswer, RemoteError> {
        unreachable!("nothing was restored")
    }

    async fn bucket(&self, _: u8) -> Result<BucketAnswer, RemoteError> {
        self.buckets_asked.set(self.buckets_asked.get() + 1);
        Ok(BucketAnswer {
            at: at(7),
            rows: vec![row(3)],
        })
    }

    async fn time(&self) -> Result<i64, RemoteError> {
        Ok(10_000)
    }
}

fn at(seq: u64) -> Cursor {
    Cursor {
        epoch: Epoch(1),
        seq,
    }
}

fn news(cursor: Cursor, news: Vec<Row>) -> SyncAnswer {
    SyncAnswer {
        cursor: Some(cursor),
        news,
        time_ms: 5_000,
        ..SyncAnswer::default()
    }
}

fn name() -> RegisterKey {
    RegisterKey {
        client: CLIENT,
        record: CLIENT,
        kind: "client".into(),
        field: "name".into(),
    }
}

fn text(text: &str) -> Value {
    Value::from_json(format!("{text:?}").as_bytes()).expect("JSON")
}

/// The name as the server has it, last set at that place.
fn row(seq: u64) -> Row {
    let head = Head {
        id: ChangeId {
            writer: Writer(9),
            counter: u32::try_from(seq).expect("small"),
        },
        time: 1_000,
        device: DeviceId::NIL,
        said: false,
        value: text("theirs"),
    };
    Row {
        key: name(),
        seq,
        register: Register::from_heads([head]),
    }
}

fn client(n: u8) -> RecordId {
    RecordId::from_bytes([n; 16])
}

/// The name of another client.
fn row_of(client: RecordId, seq: u64) -> Row {
    let mut row = row(seq);
    (row.key.client, row.key.record) = (client, client);
    row
}

/// The history with these epochs and their ends.
fn line(ends: &[(u64, u64)]) -> Line {
    let end = |&(epoch, last): &(u64, u64)| EpochEnd {
        epoch: Epoch(epoch),
        last,
    };
    Line(ends.iter().map(end).collect())
}

/// A page of the snapshot at 7.
fn page(rows: Vec<Row>, next: Option<PageKey>) -> PackedPage {
    PackedPage::from(SnapshotPage {
        at: at(7),
        line: line(&[(1, 7)]),
        rows,
        next,
    })
}

/// Where a page ends that ends with that client.
fn end_of(client: RecordId) -> PageKey {
    PageKey {
        client,
        record: client,
    }
}

fn store_in(store: &MemoryStore, asked: &SnapshotState, page: PackedPage) -> SnapshotStored {
    now(store_page(store, OWN, asked, page, &Nothing)).expect("memory")
}

/// A device that holds the name and is level with the server at 7.
fn device() -> MemoryStore {
    let store = MemoryStore::default();
    store_in(&store, &SnapshotState::default(), page(vec![row(3)], None));
    store
}

/// Sets the name so often, each time by an action of its own, and sends it; the ids, in order.
fn sent(store: &MemoryStore, times: usize) -> Vec<ChangeId> {
    let mut tab = Tab::new(OWN, Writer(1));
    let mut ids = Vec::new();
    for time in 0..times {
        let edit = Edit {
            key: name(),
            value: text(&format!("mine {time}")),
        };
        let (entries, _) = tab.act(vec![edit], BatchId::NIL, 10);
        ids.extend(entries.iter().map(|new| new.entry.change.id));
        tab.kept(&now(keep(store, &entries, &[])).expect("memory"));
        now(close_request(store, OWN, false, &Portion::default())).expect("memory");
    }
    ids
}

fn take(store: &MemoryStore, asked: Cursor, answer: SyncAnswer) -> Absorbed {
    let fresh = || ChangeId {
        writer: Writer(1),
        counter: 99,
    };
    now(absorb(store, OWN, Some(asked), answer, &Nothing, fresh)).expect("memory")
}

fn judged(id: ChangeId, verdict: Verdict, place: Option<Cursor>) -> Judged {
    Judged {
        id,
        verdict,
        place: place.map(|at| Place {
            epoch: at.epoch,
            seq: at.seq,
        }),
        time: None,
    }
}

fn outbox(store: &MemoryStore) -> Vec<Entry> {
    now(boot(store)).expect("memory").outbox
}

/// What a server tells that holds nothing but the name, as it is in that row.
fn told(row: &Row) -> DigestAnswer {
    let mut digest = Digest::default();
    digest.replace(&row.key, None, &row.register);
    let hexadecimal = |sum: &u64| format!("{sum:016x}");
    DigestAnswer {
        total: hexadecimal(&digest.total()),
        buckets: Some(digest.0.iter().map(hexadecimal).collect()),
    }
}
