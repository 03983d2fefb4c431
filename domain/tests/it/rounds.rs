//! What a round does besides what arrives: the clock it measures, how often it gives way, what it calls level, and when the outbox lets go.

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
/// A round gives way to other tabs after three tries more.
const RACES: usize = 3;
/// A round heals so many buckets.
const HEALS: usize = 16;
/// So many records of a client stand beside its bundle before it is written anew.
const BESIDE: usize = 48;

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

#[test]
fn the_offset_is_the_servers_time_less_the_middle_of_the_question() {
    let (store, clock) = (device(), Clock::default());
    clock.times_ms.borrow_mut().extend([1_000, 1_500]);
    let server = Quiet::default();
    let end = now(round(&store, &server, OWN, &Nothing, &clock));
    assert_eq!(end.expect("memory"), RoundEnd::Synced { refused: 0 });
    assert_eq!(clock.measured_ms.get(), Some(8_750));
    assert_eq!(now(meta(&store)).expect("memory").offset_ms, 8_750);
}

#[test]
fn a_round_gives_way_to_a_tab_that_is_faster_every_time() {
    let store = device();
    let server = Quiet {
        faster: Some(&store),
        ..Quiet::default()
    };
    let end = now(round(&store, &server, OWN, &Nothing, &Clock::default()));
    assert_eq!(end.expect("memory"), RoundEnd::Raced);
    assert_eq!(server.asked.get(), RACES + 1);
}

#[test]
fn an_answer_to_another_cursor_is_dropped_whole() {
    let store = device();
    let before = now(meta(&store)).expect("memory");
    assert!(take(&store, at(6), news(at(8), vec![row(8)])).dropped);
    assert_eq!(now(meta(&store)).expect("memory"), before);
    assert!(!take(&store, at(7), news(at(8), vec![row(8)])).dropped);
}

#[test]
fn level_is_who_has_all_has_nothing_to_send_and_does_not_differ() {
    let level = |store: &MemoryStore| now(meta(store)).expect("memory").level_at_ms;
    let store = device();
    let mut more = news(at(8), Vec::new());
    more.more = true;
    take(&store, at(7), more);
    assert_eq!(level(&store), None, "more is to come");

    let mut differs = news(at(9), Vec::new());
    differs.digest = Some(told(&row(4)));
    assert!(take(&store, at(8), differs).differs.is_some());
    assert_eq!(level(&store), None, "it differs");

    let ids = sent(&store, 1);
    assert_eq!(take(&store, at(9), news(at(10), Vec::new())).waiting, 1);
    assert_eq!(level(&store), None, "something waits");

    let mut accepted = news(at(11), Vec::new());
    accepted.verdicts = vec![judged(ids[0], Verdict::Accepted, Some(at(11)))];
    assert_eq!(take(&store, at(10), accepted).waiting, 0);
    assert_eq!(level(&store), Some(5_000));
}

#[test]
fn the_digest_tells_which_buckets_differ_and_one_that_is_healed_does_not() {
    let store = device();
    let bucket = CLIENT.bucket();
    let asked = |row: &Row| {
        let mut answer = news(at(7), Vec::new());
        answer.digest = Some(told(row));
        take(&store, at(7), answer).differs
    };
    assert_eq!(asked(&row(3)), None);
    let theirs = row(6);
    assert_eq!(asked(&theirs), Some(vec![bucket]));

    let healed = |seq, epoch| {
        let at = Cursor { epoch, seq };
        let answer = BucketAnswer {
            at,
            rows: vec![theirs.clone()],
        };
        now(heal(&store, OWN, bucket, answer, &Nothing)).expect("memory");
        now(meta(&store)).expect("memory").healed
    };
    assert_eq!(healed(6, Epoch(1)), 0, "read before what is held");
    assert_eq!(healed(9, Epoch(2)), 0, "of another history");
    assert_eq!(healed(7, Epoch(1)), 1);
    assert_eq!(asked(&theirs), None);
    assert_eq!(healed(8, Epoch(1)), 2, "read after");
}

#[test]
fn a_healed_bucket_is_what_the_server_has_in_it_no_less_and_no_more() {
    let store = device();
    let (bucket, held) = (CLIENT.bucket(), row(3));
    let mut id = [9; 16];
    id[15] = bucket;
    let new = row_of(RecordId::from_bytes(id), 6);
    for rows in [vec![&held, &new], vec![&new], vec![]] {
        let answer = BucketAnswer {
            at: at(7),
            rows: rows.iter().copied().cloned().collect(),
        };
        now(heal(&store, OWN, bucket, answer, &Nothing)).expect("memory");
        let read = now(stored(&store, &[CLIENT, new.key.client])).expect("memory");
        let held: usize = read
            .packed
            .iter()
            .map(|packed| decode(&packed.rows).expect("own rows").len())
            .sum();
        assert_eq!((held, read.others), (rows.len(), vec![]));
        let mut digest = Digest::default();
        for row in &rows {
            digest.replace(&row.key, None, &row.register);
        }
        let mut answer = news(at(7), Vec::new());
        answer.digest = Some(DigestAnswer {
            total: format!("{:016x}", digest.total()),
            buckets: None,
        });
        assert_eq!(take(&store, at(7), answer).differs, None);
    }
}

#[test]
fn an_accepted_edit_stays_in_the_outbox_until_its_register_has_come_as_far() {
    let store = device();
    let ids = sent(&store, 1);
    let mut answer = news(at(8), vec![row(8)]);
    answer.more = true;
    answer.verdicts = vec![judged(ids[0], Verdict::Accepted, Some(at(9)))];
    take(&store, at(7), answer);
    assert_eq!(outbox(&store).len(), 1, "what came is older");
    let mut answer = news(at(9), vec![row(9)]);
    answer.more = true;
    take(&store, at(8), answer);
    assert_eq!(outbox(&store), []);
}

#[test]
fn without_its_register_it_leaves_when_the_device_is_level() {
    let store = device();
    let ids = sent(&store, 1);
    let mut answer = news(at(8), Vec::new());
    answer.verdicts = vec![judged(ids[0], Verdict::Accepted, Some(at(9)))];
    take(&store, at(7), answer);
    assert_eq!(outbox(&store).len(), 1, "level with less");
    take(&store, at(8), news(at(9), Vec::new()));
    assert_eq!(outbox(&store), []);
}

#[test]
fn what_was_accepted_in_an_earlier_epoch_is_asked_about_again() {
    let store = device();
    let ids = sent(&store, 1);
    let mut answer = news(at(8), Vec::new());
    answer.more = true;
    answer.verdicts = vec![judged(ids[0], Verdict::Accepted, Some(at(9)))];
    take(&store, at(7), answer);
    let next = Cursor {
        epoch: Epoch(2),
        seq: 8,
    };
    take(&store, at(8), news(next, Vec::new()));
    let left = outbox(&store);
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].state, State::Sent);
}

#[test]
fn each_refused_edit_is_counted() {
    let store = device();
    let ids = sent(&store, 3);
    let refused = |id: &ChangeId| {
        judged(
            *id,
            Verdict::Refused {
                reason: Reason::Action,
            },
            None,
        )
    };
    let mut answer = news(at(7), Vec::new());
    answer.verdicts = ids[..2].iter().map(refused).collect();
    let absorbed = take(&store, at(7), answer);
    assert_eq!((absorbed.refused, absorbed.waiting), (2, 1));
}

#[test]
fn an_edit_whose_id_was_taken_goes_under_another_and_is_named_by_it() {
    let store = device();
    let ids = sent(&store, 1);
    let mut tab = Tab::new(OWN, Writer(2));
    let edit = Edit {
        key: RegisterKey {
            field: "group".into(),
            ..name()
        },
        value: text("other"),
    };
    let (mut entries, _) = tab.act(vec![edit], BatchId::NIL, 10);
    entries[0].entry.change.replaces = vec![ids[0]];
    now(keep(&store, &entries, &[])).expect("memory");
    let mut answer = news(at(7), Vec::new());
    answer.verdicts = vec![judged(ids[0], Verdict::IdReused, None)];
    take(&store, at(7), answer);
    let fresh = ChangeId {
        writer: Writer(1),
        counter: 99,
    };
    let left = outbox(&store);
    let named = |id| {
        left.iter()
            .find(|entry| entry.change.id == id)
            .map(|entry| &entry.change.replaces)
    };
    assert_eq!(left.len(), 2);
    assert!(named(fresh).is_some());
    assert_eq!(named(entries[0].entry.change.id), Some(&vec![fresh]));
}

#[test]
fn a_digest_without_its_buckets_differs_in_none_that_is_known() {
    let store = device();
    let mut answer = news(at(7), Vec::new());
    answer.digest = Some(DigestAnswer {
        total: format!("{:016x}", Digest::default().total()),
        buckets: None,
    });
    assert_eq!(take(&store, at(7), answer).differs, Some(Vec::new()));
}

#[test]
fn a_difference_that_no_bucket_mends_is_left_after_so_many() {
    let store = device();
    let server = Quiet {
        says: Some(row(6)),
        ..Quiet::default()
    };
    let end = now(round(&store, &server, OWN, &Nothing, &Clock::default()));
    assert_eq!(end.expect("memory"), RoundEnd::Synced { refused: 0 });
    assert_eq!(server.buckets_asked.get(), HEALS);
    // Once for the sum, once for all sums, and once after each bucket.
    assert_eq!(server.asked.get(), 2 + HEALS);
    let meta = now(meta(&store)).expect("memory");
    assert_eq!(meta.level_at_ms, None, "nothing is called the same");
}

#[test]
fn a_request_says_how_much_more_waits() {
    let store = device();
    sent(&store, 3);
    let one = Portion {
        most: 1,
        ..Portion::default()
    };
    let request = now(close_request(&store, OWN, false, &one)).expect("memory");
    assert_eq!((request.changes.len(), request.waiting), (1, 2));
}

#[test]
fn who_was_told_of_another_history_after_the_cursor_moved_begins_nothing() {
    let store = device();
    let line = now(meta(&store)).expect("memory").line;
    let told = |asked| now(begin(&store, Some(asked), None, line.clone())).expect("memory");
    assert_eq!(told(at(6)), Begun::Dropped);
    assert_eq!(told(at(7)), Begun::Rolling);
}

#[test]
fn what_is_read_as_it_is_stored_is_of_clients_to_whom_nothing_came_since() {
    let store = device();
    let read = || now(stored(&store, &[CLIENT])).expect("memory");
    assert_eq!((read().packed.len(), read().others), (1, vec![]));
    take(&store, at(7), news(at(8), vec![row(8)]));
    assert_eq!((read().packed.len(), read().others), (0, vec![CLIENT]));
}

#[test]
fn records_that_come_stand_beside_the_bundle_until_they_are_many() {
    let store = device();
    let beside = || {
        let mut tx = now(store.begin(Mode::Read)).expect("memory");
        now(tx.keys(Table::Overlay, &[], None))
            .expect("memory")
            .len()
    };
    for one in 1..=BESIDE {
        let mut id = [0; 16];
        id[15] = u8::try_from(one).expect("few");
        let seq = 7 + u64::try_from(one).expect("few");
        let mut row = row(seq);
        row.key.record = RecordId::from_bytes(id);
        row.key.kind = "meeting".into();
        take(&store, at(seq - 1), news(at(seq), vec![row]));
        assert_eq!(beside(), one);
    }
    let seq = 8 + u64::try_from(BESIDE).expect("few");
    take(&store, at(seq - 1), news(at(seq), vec![row(seq)]));
    assert_eq!(beside(), 0, "all of it is in the bundle");
}

#[test]
fn a_snapshot_of_many_pages_comes_in_one_round_each_page_once() {
    let store = MemoryStore::default();
    let server = Quiet {
        pages: 9,
        ..Quiet::default()
    };
    let end = now(round(&store, &server, OWN, &Nothing, &Clock::default()));
    assert_eq!(end.expect("memory"), RoundEnd::Synced { refused: 0 });
    assert_eq!(server.pages_asked.get(), 9);
    let clients: Vec<RecordId> = (1..=9).map(client).collect();
    assert_eq!(
        now(stored(&store, &clients)).expect("memory").packed.len(),
        9
    );
}

#[test]
fn a_page_is_taken_by_who_still_asks_for_it() {
    let dropped =
        |store: &MemoryStore, asked| store_in(store, asked, page(Vec::new(), None)).dropped;
    let first = SnapshotState::default();
    let other = SnapshotState {
        after: Some(end_of(client(1))),
        ..SnapshotState::default()
    };
    assert!(
        dropped(&MemoryStore::default(), &other),
        "another page is asked for"
    );
    assert!(dropped(&device(), &first), "the snapshot is complete");
    let rolling = device();
    let begun = now(begin(&rolling, Some(at(7)), None, line(&[(1, 5), (2, 6)])));
    assert_eq!(begun.expect("memory"), Begun::Rolling);
    assert!(
        dropped(&rolling, &first),
        "the server is in another history"
    );
    assert!(!dropped(&MemoryStore::default(), &first));
}

#[test]
fn a_page_stands_for_what_lies_within_it_and_for_nothing_else() {
    let store = MemoryStore::default();
    let rows = (1..=4).map(|n| row_of(client(n), 3)).collect();
    let asked = SnapshotState::default();
    let first = page(rows, Some(end_of(client(1))));
    let ready = Ready::of(asked.clone(), first.clone(), &Nothing).expect("whole");
    store_in(&store, &asked, first);
    let asked = now(meta(&store))
        .expect("memory")
        .snapshot
        .expect("more is to come");
    assert_eq!(ready.next(), Some(&asked));
    let came = store_in(
        &store,
        &asked,
        page(vec![row_of(client(3), 5)], Some(end_of(client(3)))),
    );
    assert_eq!(came.clients, [client(2), client(3)]);
    let read = now(stored(&store, &[1, 2, 3, 4].map(client))).expect("memory");
    let left: Vec<RecordId> = read.packed.iter().map(|packed| packed.client).collect();
    assert_eq!(left, [client(1), client(3), client(4)]);
}

#[test]
fn a_page_that_files_a_record_under_another_client_is_not_taken() {
    let store = MemoryStore::default();
    let mut page = page(vec![row(3)], None);
    page.bundles[0].client = client(9);
    let asked = SnapshotState::default();
    let stored = now(store_page(&store, OWN, &asked, page, &Nothing));
    assert_eq!(stored, Err(DeviceError::Damaged("page")));
    assert_eq!(now(meta(&store)).expect("memory").cursor, None);
}

#[test]
fn a_server_that_shares_no_epoch_is_foreign() {
    let store = device();
    let server = Quiet {
        elsewhere: Some(line(&[(9, 3)])),
        ..Quiet::default()
    };
    let end = now(round(&store, &server, OWN, &Nothing, &Clock::default()));
    assert_eq!(end.expect("memory"), RoundEnd::Foreign);
    assert_eq!(now(meta(&store)).expect("memory").cursor, Some(at(7)));
}

#[test]
fn offered_is_what_lies_beyond_the_fork() {
    let offered = |fork| {
        let store = device();
        let begun = now(begin(&store, Some(at(7)), None, line(&[(1, fork), (2, 9)])));
        assert_eq!(begun.expect("memory"), Begun::Rolling);
        let offers = now(offers(&store, OWN)).expect("memory");
        offers.iter().map(|offer| offer.rows.len()).sum::<usize>()
    };
    assert_eq!((offered(2), offered(3), offered(4)), (1, 0, 0));
}

#[test]
fn a_server_restored_once_more_is_rolled_to_by_who_rolled_to_the_one_before() {
    let store = device();
    let [first, second, other] = [2, 3, 4].map(|epoch| line(&[(1, 2), (epoch, 9)]));
    let begun = now(begin(&store, Some(at(7)), None, first.clone()));
    assert_eq!(begun.expect("memory"), Begun::Rolling);
    let towards = || {
        now(meta(&store))
            .expect("memory")
            .rolling
            .map(|rolling| rolling.server)
    };
    now(restart(&store, &other, second.clone())).expect("memory");
    assert_eq!(towards(), Some(first.clone()));
    now(restart(&store, &first, second.clone())).expect("memory");
    assert_eq!(towards(), Some(second));
}

#[test]
fn a_round_counts_what_was_refused_and_it_can_be_let_go() {
    let store = device();
    sent(&store, 2);
    let end = now(round(
        &store,
        &Quiet::default(),
        OWN,
        &Nothing,
        &Clock::default(),
    ));
    assert_eq!(end.expect("memory"), RoundEnd::Synced { refused: 2 });
    let keys: Vec<_> = outbox(&store)
        .iter()
        .map(|entry| (entry.ordinal, entry.change.id))
        .collect();
    let kept = now(drop_refused(&store, &keys)).expect("memory");
    assert_eq!((kept.resolved, kept.gone), (keys.clone(), keys));
    assert_eq!(outbox(&store), []);
}

#[test]
fn an_id_that_gave_way_before_it_was_sent_is_named_by_nobody() {
    let store = device();
    let mut tab = Tab::new(OWN, Writer(1));
    let key = name().record_key().field("group");
    let mut editor = tab.focus(key.clone());
    let typed = tab.type_in(&mut editor, text("a"), 1);
    let never = typed.entry.change.id;
    tab.kept(&now(keep(&store, &[typed], &[])).expect("memory"));
    let value = text("b");
    let (acted, _) = tab.act(vec![Edit { key, value }], BatchId::NIL, 2);
    assert!(acted[0].entry.change.replaces.contains(&never));
    let other = acted[0].entry.change.id;
    tab.kept(&now(keep(&store, &acted, &[])).expect("memory"));
    let newer = tab.type_in(&mut editor, text("ac"), 3);
    tab.kept(&now(keep(&store, &[newer], &[])).expect("memory"));
    let left = outbox(&store);
    assert!(left.iter().any(|entry| entry.change.id == other));
    assert!(
        left.iter()
            .all(|entry| !entry.change.replaces.contains(&never))
    );
}

#[test]
fn what_gives_way_while_it_waits_leaves_what_it_was_to_replace() {
    let (mut tab, mut queue) = (Tab::new(OWN, Writer(1)), Queue::default());
    let mut editor = tab.focus(name());
    let seen = |counter| ChangeId {
        writer: Writer(9),
        counter,
    };
    let mut first = tab.type_in(&mut editor, text("a"), 1);
    first.entry.change.replaces = vec![seen(1), seen(2)];
    let mut newer = tab.type_in(&mut editor, text("ab"), 2);
    newer.entry.change.replaces = vec![seen(2)];
    queue.push(first);
    queue.push(newer);
    let left = queue.take();
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].entry.change.replaces, [seen(2), seen(1)]);
}
