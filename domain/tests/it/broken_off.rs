//! A server restored from backups again and again while a device fetches its book: what the device holds is offered to every one of its
//! histories, by the line it is of. Found by the simulation (seed 24 with everything at once, seed 287 with restores).

use std::collections::BTreeMap;

use yardstick_domain::bundle::Record;
use yardstick_domain::change::{RecordKey, RegisterKey, Value};
use yardstick_domain::codec::Row;
use yardstick_domain::cursor::{Cursor, EpochEnd, Line};
use yardstick_domain::device::roll::{Begun, begin, finish, offers};
use yardstick_domain::device::round::meta;
use yardstick_domain::device::snapshot::store_page;
use yardstick_domain::device::{Identity, MemoryStore, SnapshotState, Summarize};
use yardstick_domain::id::{ChangeId, DeviceId, Epoch, RecordId, UserId, WorkspaceId, Writer};
use yardstick_domain::order;
use yardstick_domain::register::{Head, Register};
use yardstick_domain::wire::{PackedPage, PageKey, SnapshotPage};

use crate::now;

const OWN: Identity = Identity {
    workspace: WorkspaceId::NIL,
    user: UserId::NIL,
    device: DeviceId::NIL,
};

struct Nothing;

impl Summarize for Nothing {
    fn summarize(&self, _: RecordId, _: &BTreeMap<RecordKey, Record>) -> Option<Vec<u8>> {
        None
    }
}

fn line(ends: &[(u64, u64)]) -> Line {
    let end = |&(epoch, last): &(u64, u64)| EpochEnd {
        epoch: Epoch(epoch),
        last,
    };
    Line(ends.iter().map(end).collect())
}

fn at(epoch: u64, seq: u64) -> Cursor {
    Cursor {
        epoch: Epoch(epoch),
        seq,
    }
}

fn client(n: u8) -> RecordId {
    RecordId::from_bytes([n; 16])
}

fn key(n: u8) -> PageKey {
    PageKey {
        client: client(n),
        record: client(n),
    }
}

fn row(n: u8, seq: u64) -> Row {
    let head = Head {
        id: ChangeId {
            writer: Writer(3),
            counter: u32::from(n),
        },
        time: 5,
        device: DeviceId::NIL,
        said: false,
        value: Value::from_json(b"\"tea\"").expect("JSON"),
    };
    Row {
        key: RegisterKey {
            client: client(n),
            record: client(n),
            kind: "client".into(),
            field: "name".into(),
        },
        seq,
        register: Register::from_heads([head]),
    }
}

fn page(history: &Line, at: Cursor, rows: Vec<Row>, next: Option<PageKey>) -> PackedPage {
    PackedPage::from(SnapshotPage {
        at,
        line: history.clone(),
        rows,
        next,
    })
}

fn snapshot(store: &MemoryStore) -> SnapshotState {
    let meta = now(meta(store)).expect("memory");
    meta.snapshot.expect("a snapshot is under way")
}

fn fetch(store: &MemoryStore, page: PackedPage) {
    let asked = now(meta(store)).expect("memory").snapshot;
    let asked = asked.unwrap_or_default();
    let stored = store_page(store, OWN, &asked, page, &Nothing);
    assert!(!now(stored).expect("memory").dropped);
}

/// Another restore is found while the snapshot is under way. What the device offers, each with its place and the epochs of its line.
fn restored(store: &MemoryStore, server: &Line) -> Vec<(RecordId, u64, Vec<u64>)> {
    let asked = snapshot(store);
    let begun = now(begin(store, None, Some(&asked), server.clone())).expect("memory");
    assert_eq!(begun, Begun::Rolling);
    let offers = now(offers(store, OWN)).expect("memory");
    let offered = offers.iter().flat_map(|offer| {
        let epochs: Vec<u64> = offer.line.0.iter().map(|end| end.epoch.0).collect();
        let rows = offer.rows.iter();
        rows.map(move |row| (row.key.client, row.seq, epochs.clone()))
    });
    offered.collect()
}

#[test]
fn a_book_half_fetched_is_offered_to_each_history_by_the_line_it_is_of() {
    let store = MemoryStore::default();
    let second = line(&[(1, 20), (2, 30)]);
    fetch(
        &store,
        page(&second, at(2, 30), vec![row(40, 25)], Some(key(40))),
    );

    let third = line(&[(1, 20), (3, 22)]);
    let whole = vec![(client(40), 25, vec![1, 2])];
    assert_eq!(restored(&store, &third), whole);
    now(finish(&store, &third, Some(at(3, 23)))).expect("memory");

    // Restored once more before the first page: the offers are lost with that history.
    let fourth = line(&[(1, 20), (4, 21)]);
    assert_eq!(restored(&store, &fourth), whole);
    now(finish(&store, &fourth, Some(at(4, 22)))).expect("memory");
    assert_eq!(snapshot(&store).broken_off.len(), 1);

    // What a page has brought anew is of the newer history, and the rest still of the older.
    let (before, behind) = (row(20, 21), Some(key(20)));
    fetch(&store, page(&fourth, at(4, 22), vec![before], behind));
    let fifth = line(&[(1, 20), (5, 21)]);
    let mut both = restored(&store, &fifth);
    order::natural(&mut both);
    assert_eq!(
        both,
        [(client(20), 21, vec![1, 4]), (client(40), 25, vec![1, 2])]
    );
    now(finish(&store, &fifth, Some(at(5, 23)))).expect("memory");
    let left: Vec<PageKey> = snapshot(&store)
        .broken_off
        .iter()
        .map(|one| one.after)
        .collect();
    assert_eq!(left, [key(20), key(40)]);

    // Nothing is left of either once the pages have come past them.
    let (all, end) = (vec![row(20, 21), row(40, 22)], Some(key(40)));
    fetch(&store, page(&fifth, at(5, 23), all, end));
    assert_eq!(snapshot(&store).broken_off, []);
}

#[test]
fn what_is_offered_says_its_history_as_far_as_the_device_has_it() {
    let store = MemoryStore::default();
    let running = line(&[(1, 20), (2, 35)]);
    fetch(
        &store,
        page(&running, at(2, 30), vec![row(40, 32)], Some(key(40))),
    );
    let asked = snapshot(&store);
    let server = line(&[(1, 20), (2, 25), (3, 40)]);
    let begun = now(begin(&store, None, Some(&asked), server)).expect("memory");
    assert_eq!(begun, Begun::Rolling);
    let offers = now(offers(&store, OWN)).expect("memory");
    let lines: Vec<&Line> = offers.iter().map(|offer| &offer.line).collect();
    assert_eq!(lines, [&line(&[(1, 20), (2, 32)])]);
}
