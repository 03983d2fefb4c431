//! A device learns that a client was erased: in the transaction that takes the tombstone, nothing else of the client stays.

use std::collections::BTreeMap;

use yardstick_domain::CLIENT_KIND;
use yardstick_domain::accept::{Judged, Reason, Verdict};
use yardstick_domain::bundle::{Record, view};
use yardstick_domain::change::{RecordKey, Value};
use yardstick_domain::codec::Row;
use yardstick_domain::cursor::{Cursor, EpochEnd, Line};
use yardstick_domain::device::absorb::{absorb, heal};
use yardstick_domain::device::edit::keep;
use yardstick_domain::device::snapshot::store_page;
use yardstick_domain::device::{
    DeviceStore, Identity, MemoryStore, Mode, SnapshotState, Summarize, Table, Tx, boot, confirmed,
};
use yardstick_domain::digest::Digest;
use yardstick_domain::erasure::{tombstone, tombstone_key};
use yardstick_domain::id::{
    BatchId, ChangeId, DeviceId, Epoch, RecordId, UserId, WorkspaceId, Writer,
};
use yardstick_domain::method::BookSummaries;
use yardstick_domain::outbox::State;
use yardstick_domain::register::{Head, Register};
use yardstick_domain::tab::{Edit, Tab};
use yardstick_domain::wire::{BucketAnswer, DigestAnswer, PackedPage, SnapshotPage, SyncAnswer};

use crate::now;

const GONE: RecordId = RecordId::from_bytes([5; 16]);
const STAYS: RecordId = RecordId::from_bytes([6; 16]);
const EPOCH: Epoch = Epoch(7);
const IDENTITY: Identity = Identity {
    workspace: WorkspaceId::NIL,
    user: UserId::NIL,
    device: DeviceId::NIL,
};

struct Count;

impl Summarize for Count {
    fn summarize(&self, _: RecordId, records: &BTreeMap<RecordKey, Record>) -> Option<Vec<u8>> {
        (!records.is_empty()).then(|| vec![1])
    }
}

fn at(seq: u64) -> Cursor {
    Cursor { epoch: EPOCH, seq }
}

fn record(client: RecordId, record: RecordId, kind: &str) -> RecordKey {
    RecordKey {
        client,
        record,
        kind: kind.into(),
    }
}

fn text() -> Value {
    Value::from_json(b"\"secret\"").expect("JSON")
}

fn row(key: &RecordKey, seq: u64) -> Row {
    let head = Head {
        id: ChangeId {
            writer: Writer(9),
            counter: u32::try_from(seq).expect("small"),
        },
        time: 1,
        device: DeviceId::NIL,
        said: false,
        value: text(),
    };
    Row {
        key: key.field("name"),
        seq,
        register: Register::from_heads([head]),
    }
}

fn buried(seq: u64) -> Row {
    let head = tombstone(GONE, at(seq), 5, DeviceId::NIL);
    Row {
        key: tombstone_key(GONE),
        seq,
        register: Register::from_heads([head]),
    }
}

fn page(rows: Vec<Row>) -> PackedPage {
    let page = SnapshotPage {
        at: at(10),
        line: Line(vec![EpochEnd {
            epoch: EPOCH,
            last: u64::MAX,
        }]),
        rows,
        next: None,
    };
    page.into()
}

fn answer(verdicts: Vec<Judged>, news: Vec<Row>, cursor: Cursor) -> SyncAnswer {
    SyncAnswer {
        verdicts,
        news,
        cursor: Some(cursor),
        more: false,
        time_ms: 5,
        digest: None,
        line: None,
    }
}

fn never() -> ChangeId {
    panic!("no id was taken")
}

/// A device with two clients, in whose outbox an edit of each waits, one is sent and one is refused.
fn device() -> (MemoryStore, Vec<ChangeId>) {
    let store = MemoryStore::default();
    let rows = vec![
        row(&record(GONE, GONE, CLIENT_KIND), 3),
        row(&record(GONE, RecordId::from_bytes([1; 16]), "note"), 4),
        row(&record(STAYS, STAYS, CLIENT_KIND), 5),
    ];
    let asked = SnapshotState::default();
    now(store_page(&store, IDENTITY, &asked, page(rows), &Count)).expect("memory");
    // A record changed since lies beside its bundle.
    let changed = row(&record(GONE, RecordId::from_bytes([2; 16]), "note"), 11);
    let news = answer(Vec::new(), vec![changed], at(11));
    now(absorb(&store, IDENTITY, Some(at(10)), news, &Count, never)).expect("memory");
    let mut tab = Tab::new(IDENTITY, Writer(1));
    let mut ids = Vec::new();
    for (client, state) in [
        (GONE, State::Sent),
        (GONE, State::Waiting),
        (
            GONE,
            State::Parked {
                reason: Reason::Action,
            },
        ),
        (STAYS, State::Waiting),
    ] {
        let edit = Edit {
            key: record(client, client, CLIENT_KIND).field("name"),
            value: text(),
        };
        let mut editor = tab.focus(edit.key);
        let mut new = tab.type_in(&mut editor, edit.value, 20);
        new.entry.state = state;
        new.settles.clear();
        ids.push(new.entry.change.id);
        now(keep(&store, &[new], &[])).expect("memory");
    }
    (store, ids)
}

/// Keys of a table that are of the erased client.
fn keys(store: &MemoryStore, table: Table) -> usize {
    let keys = now(async {
        let mut tx = store.begin(Mode::Read).await?;
        tx.keys(table, GONE.as_bytes(), None).await
    });
    let keys = keys.expect("memory");
    keys.iter()
        .filter(|key| key.starts_with(GONE.as_bytes()))
        .count()
}

/// Nothing but the tombstone is left, if it has come, and of the other client everything is.
fn assert_gone(store: &MemoryStore, has_tombstone: bool) {
    let bundle = |client| {
        now(async {
            let mut tx = store.begin(Mode::Read).await.expect("memory");
            confirmed::load(&mut tx, client).await.expect("reads")
        })
    };
    let left: Vec<_> = bundle(GONE).rows().map(|row| row.key).collect();
    let expected: Vec<_> = has_tombstone
        .then(|| tombstone_key(GONE))
        .into_iter()
        .collect();
    assert_eq!(left, expected);
    assert_eq!(bundle(GONE).erasure().is_some(), has_tombstone);
    assert_eq!(bundle(STAYS).rows().count(), 1);
    assert_eq!(keys(store, Table::Overlay), 0);
    assert_eq!(keys(store, Table::Summary), 0);
    let boot = now(boot(store)).expect("memory");
    let mut clients: Vec<_> = boot
        .outbox
        .iter()
        .map(|entry| entry.change.key.client)
        .collect();
    clients.dedup();
    assert_eq!(clients, [STAYS], "refused and unsent ones are gone too");
    let digest = now(async {
        let mut tx = store.begin(Mode::Read).await.expect("memory");
        tx.get_one(Table::Meta, b"digest").await
    });
    let mut counted = Digest::default();
    for client in [GONE, STAYS] {
        for row in bundle(client).rows() {
            counted.replace(&row.key, None, &row.register);
        }
    }
    let kept = digest.expect("memory").expect("is kept");
    assert_eq!(Digest::from_bytes(&kept), counted);
}

#[test]
fn by_the_news() {
    let (store, _) = device();
    let mut counted = Digest::default();
    counted.replace(&tombstone_key(GONE), None, &buried(12).register);
    let other = row(&record(STAYS, STAYS, CLIENT_KIND), 5);
    counted.replace(&other.key, None, &other.register);
    let news = SyncAnswer {
        digest: Some(DigestAnswer {
            total: format!("{:016x}", counted.total()),
            buckets: None,
        }),
        ..answer(Vec::new(), vec![buried(12)], at(12))
    };
    let absorbed =
        now(absorb(&store, IDENTITY, Some(at(11)), news, &Count, never)).expect("memory");
    assert_eq!(absorbed.differs, None, "level at once, nothing to heal");
    assert!(absorbed.clients.contains(&GONE), "open tabs are told");
    assert_gone(&store, true);
}

#[test]
fn by_a_verdict_before_the_tombstone_has_come() {
    let (store, ids) = device();
    let verdict = Judged {
        id: ids[0],
        verdict: Verdict::Erased,
        place: None,
        time: None,
    };
    let mut news = answer(vec![verdict], Vec::new(), at(11));
    news.more = true;
    now(absorb(&store, IDENTITY, Some(at(11)), news, &Count, never)).expect("memory");
    assert_gone(&store, false);
    let news = answer(Vec::new(), vec![buried(12)], at(12));
    now(absorb(&store, IDENTITY, Some(at(11)), news, &Count, never)).expect("memory");
    assert_gone(&store, true);
}

#[test]
fn by_a_snapshot_page() {
    let (store, _) = device();
    now(async {
        let mut tx = store.begin(Mode::Write).await.expect("memory");
        let meta = br#"{"snapshot":{"at":{"epoch":"0000000000000007","seq":10}}}"#;
        tx.put(Table::Meta, b"meta".to_vec(), meta.to_vec());
        tx.commit().await.expect("memory");
    });
    let asked = now(boot(&store)).expect("memory").meta.snapshot;
    let rows = vec![buried(12), row(&record(STAYS, STAYS, CLIENT_KIND), 5)];
    now(store_page(
        &store,
        IDENTITY,
        &asked.expect("is under way"),
        page(rows),
        &Count,
    ))
    .expect("memory");
    assert_gone(&store, true);
}

#[test]
fn a_new_device_lists_nothing_of_it() {
    let store = MemoryStore::default();
    let rows = vec![buried(12), row(&record(STAYS, STAYS, CLIENT_KIND), 5)];
    let asked = SnapshotState::default();
    now(store_page(
        &store,
        IDENTITY,
        &asked,
        page(rows),
        &BookSummaries,
    ))
    .expect("memory");
    let listed: Vec<_> = now(boot(&store))
        .expect("memory")
        .summaries
        .into_iter()
        .map(|(client, _)| client)
        .collect();
    assert_eq!(listed, [STAYS]);
}

#[test]
fn by_a_bucket() {
    let (store, _) = device();
    let bucket = BucketAnswer {
        at: at(12),
        rows: vec![buried(12)],
    };
    now(heal(&store, IDENTITY, GONE.bucket(), bucket, &Count)).expect("memory");
    assert_gone(&store, true);
}

#[test]
fn nothing_of_it_is_shown_whatever_is_still_typed() {
    let (_, _) = device();
    let mut tab = Tab::new(IDENTITY, Writer(2));
    let bundle = yardstick_domain::bundle::Bundle::from_rows([buried(12)]);
    tab.open(GONE, bundle.clone());
    let edit = Edit {
        key: record(GONE, GONE, CLIENT_KIND).field("name"),
        value: text(),
    };
    let (entries, _) = tab.act(vec![edit], BatchId::NIL, 20);
    assert!(tab.erasure(GONE).is_some());
    assert!(tab.view(GONE).is_empty());
    assert!(view(&bundle, GONE, &[entries[0].entry.clone()], DeviceId::NIL).is_empty());
    assert!(tab.erasure(STAYS).is_none());
}

#[test]
fn what_a_tab_kept_before_it_heard_is_not_kept() {
    let (store, _) = device();
    let news = answer(Vec::new(), vec![buried(12)], at(12));
    now(absorb(&store, IDENTITY, Some(at(11)), news, &Count, never)).expect("memory");
    let mut tab = Tab::new(IDENTITY, Writer(3));
    let edit = |client: RecordId| Edit {
        key: record(client, client, CLIENT_KIND).field("name"),
        value: text(),
    };
    let (entries, _) = tab.act(vec![edit(GONE), edit(STAYS)], BatchId::NIL, 30);
    let lines = [GONE, STAYS].map(|client| (client, Some(vec![7])));
    let kept = now(keep(&store, &entries, &lines)).expect("memory");
    assert_eq!(kept.entries.len(), 1);
    assert_eq!(kept.gone.len(), 1);
    assert_gone(&store, true);
    tab.kept(&kept);
    assert!(tab.outbox().all(|entry| entry.change.key.client == STAYS));
    // A restored server has the client again, and takes edits of it: so does the device.
    let back = row(&record(GONE, GONE, CLIENT_KIND), 13);
    let healing = BucketAnswer {
        at: at(13),
        rows: vec![back],
    };
    now(heal(&store, IDENTITY, GONE.bucket(), healing, &Count)).expect("memory");
    let (entries, _) = tab.act(vec![edit(GONE)], BatchId::NIL, 40);
    let kept = now(keep(&store, &entries, &[])).expect("memory");
    assert_eq!(kept.gone, []);
}
