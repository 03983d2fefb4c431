//! A server that does not take a request as it is: what it cannot read is found, told, and holds up nothing else. Nor does a refusal
//! whose reason this version cannot read.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use yardstick_domain::accept::{Judged, Reason, Verdict};
use yardstick_domain::bundle::Record;
use yardstick_domain::change::{Name, RecordKey, Value};
use yardstick_domain::cursor::{Cursor, EpochEnd, Line};
use yardstick_domain::device::edit::keep;
use yardstick_domain::device::round::{Remote, RemoteError, RoundError, Surroundings, round};
use yardstick_domain::device::{Identity, MemoryStore, Summarize, boot};
use yardstick_domain::id::{
    BatchId, ChangeId, DeviceId, Epoch, RecordId, UserId, WorkspaceId, Writer,
};
use yardstick_domain::outbox::{Entry, State};
use yardstick_domain::tab::{Edit, Tab};
use yardstick_domain::wire::{
    BucketAnswer, OfferAnswer, OfferRequest, PackedPage, PageKey, SnapshotPage, SyncAnswer,
    SyncRequest,
};

use crate::now;

const OWN: Identity = Identity {
    workspace: WorkspaceId::NIL,
    user: UserId::NIL,
    device: DeviceId::NIL,
};
const CLIENT: RecordId = RecordId::from_bytes([5; 16]);
const EPOCH: Epoch = Epoch(1);

struct Nothing;

impl Summarize for Nothing {
    fn summarize(&self, _: RecordId, _: &BTreeMap<RecordKey, Record>) -> Option<Vec<u8>> {
        None
    }
}

impl Surroundings for Nothing {
    fn wall_ms(&self) -> i64 {
        0
    }

    fn offset_is_stale(&self) -> bool {
        false
    }

    fn offset_measured(&self, _: i64) {}

    fn fresh_id(&self) -> ChangeId {
        unreachable!("no id is taken")
    }

    fn changed(&self, _: &[RecordId]) {}
}

/// A server that cannot read some values, or one behind somebody who lets only so many changes through.
struct Choosy {
    /// It cannot read requests with this in them.
    unreadable: &'static str,
    /// Changes at once that come through to it.
    through: usize,
    requests: Cell<usize>,
    taken: RefCell<Vec<ChangeId>>,
}

impl Choosy {
    fn at(&self) -> Cursor {
        Cursor {
            epoch: EPOCH,
            seq: u64::try_from(self.taken.borrow().len()).expect("few"),
        }
    }

    fn take(&self, id: ChangeId) -> Judged {
        self.taken.borrow_mut().push(id);
        Judged {
            id,
            verdict: Verdict::Accepted,
            place: Some(self.at()),
            time: Some(1),
        }
    }
}

impl Remote for Choosy {
    async fn exchange(&self, request: &SyncRequest) -> Result<SyncAnswer, RemoteError> {
        self.requests.set(self.requests.get() + 1);
        if request.changes.len() > self.through {
            return Err(RemoteError::NotTaken { code: None });
        }
        let values = request.changes.iter().map(|change| change.value.as_str());
        if values
            .into_iter()
            .any(|value| value.contains(self.unreadable))
        {
            return Err(RemoteError::NotTaken {
                code: Some("unreadable".into()),
            });
        }
        let verdicts = request.changes.iter().map(|change| self.take(change.id));
        Ok(SyncAnswer {
            verdicts: verdicts.collect(),
            cursor: Some(self.at()),
            ..SyncAnswer::default()
        })
    }

    async fn snapshot(
        &self,
        _: Option<Cursor>,
        _: Option<Cursor>,
        _: Option<PageKey>,
    ) -> Result<PackedPage, RemoteError> {
        let end = EpochEnd {
            epoch: EPOCH,
            last: 0,
        };
        Ok(PackedPage::from(SnapshotPage {
            at: self.at(),
            line: Line(vec![end]),
            rows: Vec::new(),
            next: None,
        }))
    }

    async fn offer(&self, _: &OfferRequest) -> Result<OfferAnswer, RemoteError> {
        unreachable!("no history is lost")
    }

    async fn bucket(&self, _: u8) -> Result<BucketAnswer, RemoteError> {
        unreachable!("no digest is told")
    }

    async fn time(&self) -> Result<i64, RemoteError> {
        unreachable!("the offset is never stale")
    }
}

/// A device on which every value was written by an action of its own; two of them in one.
fn device(values: &[&str]) -> MemoryStore {
    let store = MemoryStore::default();
    let mut tab = Tab::new(OWN, Writer(1));
    let mut act = |fields: &[(String, &str)]| {
        let record = RecordKey {
            client: CLIENT,
            record: CLIENT,
            kind: Name::new("client"),
        };
        let edit = |(field, value): &(String, &str)| Edit {
            key: record.field(field.as_str()),
            value: Value::from_json(format!("\"{value}\"").as_bytes()).expect("JSON"),
        };
        let (entries, _) = tab.act(fields.iter().map(edit).collect(), BatchId::NIL, 10);
        tab.kept(&now(keep(&store, &entries, &[])).expect("memory"));
    };
    for (number, value) in values.iter().enumerate() {
        act(&[(format!("tags/{number}"), value)]);
    }
    act(&[("name".into(), "茶"), ("group".into(), "線")]);
    store
}

fn sync(
    store: &MemoryStore,
    unreadable: &'static str,
    through: usize,
) -> (Choosy, Option<RemoteError>) {
    let server = Choosy {
        unreadable,
        through,
        requests: Cell::new(0),
        taken: RefCell::default(),
    };
    let failed = match now(round(store, &server, OWN, &Nothing, &Nothing)) {
        Ok(_) => None,
        Err(RoundError::Remote(error)) => Some(error),
        Err(RoundError::Device(_)) => unreachable!("memory"),
    };
    (server, failed)
}

fn outbox(store: &MemoryStore) -> Vec<Entry> {
    now(boot(store)).expect("memory").outbox
}

#[test]
fn one_change_that_cannot_be_read_is_refused_and_the_others_go() {
    let mut values = vec!["春茶"; 300];
    values[17] = "壞";
    values[170] = "壞";
    let store = device(&values);
    let (server, failed) = sync(&store, "壞", usize::MAX);
    assert_eq!(failed, None);
    assert_eq!(server.taken.borrow().len(), 300);
    let left = outbox(&store);
    assert_eq!(left.len(), 2);
    for entry in left {
        assert_eq!(entry.change.value.as_str(), "\"壞\"");
        let problem = "unreadable".to_owned();
        let reason = Reason::NotTaken { problem };
        assert_eq!(entry.state, State::Parked { reason });
    }
    let requests = server.requests.get();
    assert!(requests < 50, "{requests} requests: found by halves");
}

#[test]
fn an_action_is_refused_whole() {
    let store = device(&["春茶"; 5]);
    let (server, failed) = sync(&store, "線", usize::MAX);
    assert_eq!(failed, None);
    assert_eq!(server.taken.borrow().len(), 5);
    let is_parked = |entry: &Entry| matches!(entry.state, State::Parked { .. });
    assert_eq!(
        outbox(&store)
            .iter()
            .filter(|entry| is_parked(entry))
            .count(),
        2
    );
}

#[test]
fn what_somebody_on_the_way_does_not_let_through_is_sent_in_parts_and_refused_by_nobody() {
    let store = device(&["春茶"; 40]);
    let (server, failed) = sync(&store, "壞", 3);
    assert_eq!(failed, None);
    assert_eq!(
        (server.taken.borrow().len(), outbox(&store)),
        (42, Vec::new())
    );

    let store = device(&["春茶"; 4]);
    let (_, failed) = sync(&store, "壞", 0);
    assert!(
        matches!(failed, Some(RemoteError::Unreadable { .. })),
        "{failed:?}"
    );
    assert!(
        outbox(&store)
            .iter()
            .all(|entry| entry.state == State::Sent || entry.state == State::Waiting)
    );
    let (_, failed) = sync(&store, "壞", 10);
    assert_eq!((failed, outbox(&store)), (None, Vec::new()));
}

#[test]
fn a_reason_that_only_a_later_version_gives_is_kept_as_it_was_said() {
    for said in [
        r#"{"code":"too-loud","decibel":90}"#,
        r#"{"code":"malformed","what":"smell"}"#,
    ] {
        let parked = format!(r#"{{"is":"parked","reason":{said}}}"#);
        let state: State = serde_json::from_str(&parked).expect("is read");
        let State::Parked { reason } = &state else {
            panic!("{state:?}");
        };
        assert!(matches!(reason, Reason::Later(_)), "{reason:?}");
        assert_eq!(serde_json::to_string(&state).expect("is written"), parked);
    }
    let known: Reason = serde_json::from_str(r#"{"code":"action"}"#).expect("is read");
    assert_eq!(known, Reason::Action);
}
