//! Deletions that come from another device are told when they are many, and not when they are few, or one's own.

use std::collections::BTreeMap;

use yardstick_domain::change::{RecordKey, Value};
use yardstick_domain::codec::Row;
use yardstick_domain::cursor::Cursor;
use yardstick_domain::device::absorb::absorb;
use yardstick_domain::device::announce::{PulledDeletion, announced, seen};
use yardstick_domain::device::{Identity, MemoryStore, Summarize, boot};
use yardstick_domain::id::{ChangeId, DeviceId, Epoch, RecordId, UserId, WorkspaceId, Writer};
use yardstick_domain::register::{Head, Register};
use yardstick_domain::wire::SyncAnswer;
use yardstick_domain::{CLIENT_KIND, DELETED_FIELD};

use crate::now;

const OTHER: DeviceId = DeviceId::from_bytes([7; 16]);
const OWN: Identity = Identity {
    workspace: WorkspaceId::NIL,
    user: UserId::NIL,
    device: DeviceId::NIL,
};

/// A line in the list for whoever is not deleted.
struct Present;

impl Summarize for Present {
    fn summarize(
        &self,
        client: RecordId,
        records: &BTreeMap<RecordKey, yardstick_domain::bundle::Record>,
    ) -> Option<Vec<u8>> {
        let own = records.values().find(|own| own.key.record == client)?;
        (!own.fields.contains_key(DELETED_FIELD)).then(|| vec![1])
    }
}

fn id(n: u16) -> RecordId {
    let mut bytes = [9; 16];
    bytes[..2].copy_from_slice(&n.to_be_bytes());
    RecordId::from_bytes(bytes)
}

fn row(
    seq: u64,
    client: RecordId,
    record: RecordId,
    field: &str,
    at: i64,
    device: DeviceId,
) -> Row {
    let kind = if client == record {
        CLIENT_KIND
    } else {
        "task"
    };
    let key = RecordKey {
        client,
        record,
        kind: kind.into(),
    };
    let head = Head {
        id: ChangeId {
            writer: Writer(3),
            counter: u32::try_from(seq).expect("small"),
        },
        time: at,
        device,
        said: false,
        value: Value::from_json(b"{\"saw\":[]}").expect("JSON"),
    };
    Row {
        key: key.field(field),
        seq,
        register: Register::from_heads([head]),
    }
}

/// A line of a client's meeting.
fn of_meeting(mut row: Row, meeting: RecordId) -> Row {
    row.key.field = "meeting".into();
    let heads = row.register.heads().iter().cloned();
    row.register = Register::from_heads(heads.map(|mut head| {
        let json = serde_json::to_vec(&meeting).expect("an id");
        head.value = Value::from_json(&json).expect("JSON");
        head
    }));
    row
}

fn pull(store: &MemoryStore, asked: Option<u64>, rows: Vec<Row>, more: bool) {
    let at = |seq| Cursor {
        epoch: Epoch(7),
        seq,
    };
    let last = rows.iter().map(|row| row.seq).max().expect("some");
    let answer = SyncAnswer {
        verdicts: Vec::new(),
        news: rows,
        cursor: Some(at(last)),
        more,
        time_ms: 5,
        digest: None,
        line: None,
    };
    let never = || panic!("no id was taken");
    let absorbed = absorb(store, OWN, asked.map(at), answer, &Present, never);
    assert!(!now(absorbed).expect("memory").dropped);
}

fn told(store: &MemoryStore) -> Vec<PulledDeletion> {
    announced(&now(boot(store)).expect("memory").meta)
}

/// A device with this many clients.
fn book(clients: u16) -> MemoryStore {
    let store = MemoryStore::default();
    let rows = (0..clients).map(|n| row(u64::from(n) + 1, id(n), id(n), "name", 1, OTHER));
    pull(&store, None, rows.collect(), false);
    store
}

fn deletions(first: u16, count: u16, device: DeviceId) -> Vec<Row> {
    (first..first + count)
        .map(|n| row(u64::from(n) + 1_000, id(n), id(n), DELETED_FIELD, 2, device))
        .collect()
}

#[test]
fn more_than_a_fifth_of_a_book_is_told_until_it_was_seen() {
    let store = book(50);
    pull(&store, Some(50), deletions(0, 11, OTHER), false);
    let told_now = told(&store);
    assert_eq!(told_now.len(), 1);
    assert_eq!((told_now[0].top_level(), told_now[0].time), (11, 2));
    assert_eq!(told_now[0].clients().len(), 11);
    now(seen(&store, &told_now[0])).expect("memory");
    assert_eq!(told(&store), []);
}

#[test]
fn a_fifth_is_not_nor_is_a_small_book_nor_ones_own_doing() {
    let store = book(50);
    pull(&store, Some(50), deletions(0, 10, OTHER), false);
    assert_eq!(told(&store), []);
    let store = book(49);
    pull(&store, Some(49), deletions(0, 40, OTHER), false);
    assert_eq!(told(&store), []);
    let store = book(60);
    pull(&store, Some(60), deletions(0, 60, DeviceId::NIL), false);
    assert_eq!(told(&store), []);
}

#[test]
fn what_is_under_something_that_went_is_not_counted_and_pages_are_one_act() {
    let store = book(5);
    let tasks = |first: u16, count: u16| {
        (first..first + count)
            .map(|n| {
                row(
                    u64::from(n) + 2_000,
                    id(0),
                    id(n + 100),
                    DELETED_FIELD,
                    2,
                    OTHER,
                )
            })
            .collect::<Vec<_>>()
    };
    pull(&store, Some(5), tasks(0, 40), true);
    assert_eq!(told(&store), [], "not before all of it has come");
    pull(&store, Some(2_039), tasks(40, 11), false);
    assert_eq!(told(&store)[0].top_level(), 51);

    // The parts of a batch may arrive in pulls of their own.
    let store = book(5);
    pull(&store, Some(5), tasks(0, 30), false);
    assert_eq!(told(&store), []);
    pull(&store, Some(2_029), tasks(30, 30), false);
    assert_eq!(told(&store)[0].top_level(), 60);

    let store = book(5);
    let mut meeting: Vec<Row> = (1..60)
        .map(|n| {
            of_meeting(
                row(u64::from(n) + 500, id(0), id(n + 100), "x", 1, OTHER),
                id(100),
            )
        })
        .collect();
    meeting.push(row(600, id(0), id(100), "title", 1, OTHER));
    pull(&store, Some(5), meeting, false);
    pull(&store, Some(600), tasks(0, 60), false);
    assert_eq!(told(&store), [], "one meeting with its lines");

    let store = book(5);
    let mut whole = tasks(0, 60);
    whole.push(row(3_000, id(0), id(0), DELETED_FIELD, 2, OTHER));
    pull(&store, Some(5), whole, false);
    assert_eq!(told(&store), [], "one client with everything under it");
}
