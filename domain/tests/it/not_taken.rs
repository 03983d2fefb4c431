//! A request that is not taken as it is. What the server cannot read is found, told, and holds up nothing else; what somebody on the way
//! does not let through holds up nothing but what builds on it, and is refused by nobody. Nor does a refusal hold up anything whose reason
//! this version cannot read.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use yardstick_domain::accept::{Judged, Reason, Verdict};
use yardstick_domain::bundle::Record;
use yardstick_domain::change::{Name, RecordKey, Value};
use yardstick_domain::codec::Row;
use yardstick_domain::cursor::{Cursor, EpochEnd, Line};
use yardstick_domain::device::edit::keep;
use yardstick_domain::device::roll::{Begun, begin, offers};
use yardstick_domain::device::round::{
    NotTakenBy, Remote, RemoteError, RoundError, Surroundings, meta, round,
};
use yardstick_domain::device::snapshot::store_page;
use yardstick_domain::device::{Identity, MemoryStore, SnapshotState, Summarize, boot};
use yardstick_domain::id::{
    BatchId, ChangeId, DeviceId, Epoch, RecordId, UserId, WorkspaceId, Writer,
};
use yardstick_domain::outbox::{Entry, State};
use yardstick_domain::register::{Head, Register};
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

/// A server that cannot read some values, or one behind somebody who does not let through everything.
struct Choosy {
    /// It cannot read requests with this in them.
    unreadable: &'static str,
    /// Somebody on the way takes offence at this.
    blocked: &'static str,
    /// Changes at once that come through to it.
    through: usize,
    /// Bytes at once that it takes of an offer.
    bytes: usize,
    requests: Cell<usize>,
    /// Requests with nothing in them that were answered.
    pulls: Cell<usize>,
    taken: RefCell<Vec<ChangeId>>,
    offered: RefCell<Vec<String>>,
}

impl Default for Choosy {
    fn default() -> Self {
        Self {
            unreadable: "壞",
            blocked: "擋",
            through: usize::MAX,
            bytes: usize::MAX,
            requests: Cell::default(),
            pulls: Cell::default(),
            taken: RefCell::default(),
            offered: RefCell::default(),
        }
    }
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

    fn look_at<'a>(
        &self,
        mut values: impl Iterator<Item = &'a str> + Clone,
    ) -> Result<(), RemoteError> {
        self.requests.set(self.requests.get() + 1);
        if values.clone().any(|value| value.contains(self.blocked)) {
            return Err(not_taken("403", NotTakenBy::Way));
        }
        if values.any(|value| value.contains(self.unreadable)) {
            return Err(not_taken("unreadable", NotTakenBy::Server));
        }
        Ok(())
    }

    /// A round against it, and how it failed.
    fn sync(&self, store: &MemoryStore) -> Option<RemoteError> {
        match now(round(store, self, OWN, &Nothing, &Nothing)) {
            Ok(_) => None,
            Err(RoundError::Remote(error)) => Some(error),
            Err(RoundError::Device(_)) => unreachable!("memory"),
        }
    }
}

fn not_taken(code: &str, by: NotTakenBy) -> RemoteError {
    RemoteError::NotTaken {
        code: code.to_owned(),
        by,
    }
}

/// What the person is told.
fn told(code: &str) -> Option<RemoteError> {
    Some(RemoteError::Unreadable {
        code: code.to_owned(),
    })
}

impl Remote for Choosy {
    async fn exchange(&self, request: &SyncRequest) -> Result<SyncAnswer, RemoteError> {
        self.look_at(request.changes.iter().map(|change| change.value.as_str()))?;
        if request.changes.len() > self.through {
            return Err(not_taken("413", NotTakenBy::Way));
        }
        if request.changes.is_empty() {
            self.pulls.set(self.pulls.get() + 1);
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
        Ok(page(self.at(), Vec::new()))
    }

    async fn offer(&self, request: &OfferRequest) -> Result<OfferAnswer, RemoteError> {
        let heads = request.rows.iter().flat_map(|row| row.register.heads());
        self.look_at(heads.map(|head| head.value.as_str()))?;
        if serde_json::to_vec(request).expect("writes").len() > self.bytes {
            return Err(not_taken("too-large", NotTakenBy::Server));
        }
        let fields = request.rows.iter().map(|row| row.key.field.to_string());
        self.offered.borrow_mut().extend(fields);
        Ok(OfferAnswer { at: self.at() })
    }

    async fn bucket(&self, _: u8) -> Result<BucketAnswer, RemoteError> {
        unreachable!("no digest is told")
    }

    async fn time(&self) -> Result<i64, RemoteError> {
        unreachable!("the offset is never stale")
    }
}

fn line(ends: &[(Epoch, u64)]) -> Line {
    let end = |&(epoch, last): &(Epoch, u64)| EpochEnd { epoch, last };
    Line(ends.iter().map(end).collect())
}

/// The whole of a snapshot.
fn page(at: Cursor, rows: Vec<Row>) -> PackedPage {
    PackedPage::from(SnapshotPage {
        at,
        line: line(&[(at.epoch, at.seq)]),
        rows,
        next: None,
    })
}

fn client() -> RecordKey {
    RecordKey {
        client: CLIENT,
        record: CLIENT,
        kind: Name::new("client"),
    }
}

fn text(text: &str) -> Value {
    Value::from_json(format!("\"{text}\"").as_bytes()).expect("JSON")
}

/// A device on which these actions were done, each of some fields.
fn acting(actions: &[&[(&str, &str)]]) -> MemoryStore {
    let store = MemoryStore::default();
    let mut tab = Tab::new(OWN, Writer(1));
    for &fields in actions {
        let edit = |&(field, value): &(&str, &str)| Edit {
            key: client().field(field),
            value: text(value),
        };
        let (entries, _) = tab.act(fields.iter().map(edit).collect(), BatchId::NIL, 10);
        tab.kept(&now(keep(&store, &entries, &[])).expect("memory"));
    }
    store
}

/// A device on which every value was written by an action of its own; two of them in one.
fn device(values: &[&str]) -> MemoryStore {
    let fields: Vec<String> = (0..values.len()).map(|n| format!("tags/{n}")).collect();
    let single = fields.iter().zip(values);
    let single: Vec<[(&str, &str); 1]> = single.map(|(f, v)| [(f.as_str(), *v)]).collect();
    let mut actions: Vec<&[(&str, &str)]> = single.iter().map(<[_; 1]>::as_slice).collect();
    actions.push(&[("name", "茶"), ("group", "線")]);
    acting(&actions)
}

fn outbox(store: &MemoryStore) -> Vec<Entry> {
    now(boot(store)).expect("memory").outbox
}

fn parked(store: &MemoryStore) -> usize {
    let is_parked = |entry: &&Entry| matches!(entry.state, State::Parked { .. });
    outbox(store).iter().filter(is_parked).count()
}

#[test]
fn one_change_that_cannot_be_read_is_refused_and_the_others_go() {
    let mut values = vec!["春茶"; 300];
    values[17] = "壞";
    values[170] = "壞";
    let (store, server) = (device(&values), Choosy::default());
    assert_eq!(server.sync(&store), None);
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
fn who_has_nothing_but_what_is_refused_hears_of_the_others_all_the_same() {
    let (store, server) = (acting(&[&[("name", "壞")]]), Choosy::default());
    assert_eq!(server.sync(&store), None);
    assert_eq!((parked(&store), server.pulls.get()), (1, 1));
}

#[test]
fn an_action_is_refused_whole() {
    let store = device(&["春茶"; 5]);
    let server = Choosy {
        unreadable: "線",
        ..Choosy::default()
    };
    assert_eq!(server.sync(&store), None);
    assert_eq!(server.taken.borrow().len(), 5);
    assert_eq!(parked(&store), 2);
}

#[test]
fn a_server_that_fails_on_everything_refuses_one_at_most() {
    let store = device(&["春茶"; 300]);
    let server = Choosy {
        unreadable: "",
        ..Choosy::default()
    };
    assert_eq!(server.sync(&store), told("unreadable"));
    assert_eq!(parked(&store), 1);
    let requests = server.requests.get();
    assert!(requests < 40, "{requests} requests for nothing");
    assert_eq!(server.pulls.get(), 1, "what others did comes all the same");

    let server = Choosy::default();
    assert_eq!(server.sync(&store), None);
    assert_eq!((server.taken.borrow().len(), parked(&store)), (301, 1));
}

#[test]
fn those_side_by_side_that_cannot_be_read_are_refused_once_something_else_is_taken() {
    let (store, server) = (device(&["春茶", "壞", "壞", "春茶"]), Choosy::default());
    assert_eq!(server.sync(&store), None);
    assert_eq!((server.taken.borrow().len(), parked(&store)), (4, 2));

    let (store, server) = (device(&["壞", "壞", "壞"]), Choosy::default());
    assert_eq!(server.sync(&store), told("unreadable"));
    assert_eq!((server.taken.borrow().len(), parked(&store)), (2, 2));
    assert_eq!(server.sync(&store), None, "the next round goes on");
    assert_eq!((outbox(&store).len(), parked(&store)), (3, 3));
}

#[test]
fn what_somebody_on_the_way_does_not_let_through_is_sent_in_parts_and_refused_by_nobody() {
    let few = |through| Choosy {
        through,
        ..Choosy::default()
    };
    let (store, server) = (device(&["春茶"; 40]), few(3));
    assert_eq!(server.sync(&store), None);
    assert_eq!(
        (server.taken.borrow().len(), outbox(&store)),
        (42, Vec::new())
    );

    let (store, server) = (device(&["春茶"; 300]), few(0));
    assert_eq!(server.sync(&store), told("413"));
    assert!(
        outbox(&store)
            .iter()
            .all(|entry| entry.state == State::Sent || entry.state == State::Waiting)
    );
    assert_eq!(server.pulls.get(), 1, "what others did comes all the same");
    let requests = server.requests.get();
    assert!(requests < 30, "{requests} requests for nothing");
    assert_eq!((few(10).sync(&store), outbox(&store)), (None, Vec::new()));
}

#[test]
fn one_change_that_somebody_blocks_holds_up_nothing_but_what_builds_on_it() {
    let store = acting(&[
        &[("tags/1", "春茶")],
        &[("tags/2", "擋")],
        &[("tags/3", "春茶")],
        &[("name", "茶"), ("tags/2", "擋不住")],
        &[("tags/4", "擋")],
        &[("name", "好茶")],
        &[("group", "線")],
    ]);
    let all: Vec<ChangeId> = outbox(&store).iter().map(|entry| entry.change.id).collect();
    let server = Choosy::default();
    assert_eq!(server.sync(&store), told("403"));
    let left: Vec<String> = outbox(&store)
        .into_iter()
        .map(|entry| {
            assert!(matches!(entry.state, State::Sent | State::Waiting));
            entry.change.value.as_str().replace('"', "")
        })
        .collect();
    assert_eq!(left, ["擋", "茶", "擋不住", "擋", "好茶"]);
    assert_eq!(server.taken.borrow().len(), 3);
    assert_eq!(server.pulls.get(), 1);

    let elsewhere = Choosy {
        blocked: "!",
        ..Choosy::default()
    };
    assert_eq!((elsewhere.sync(&store), outbox(&store)), (None, Vec::new()));
    let late: Vec<ChangeId> = [1, 3, 4, 5, 6].map(|at| all[at]).to_vec();
    assert_eq!(*elsewhere.taken.borrow(), late, "in their order");
}

/// A device that was level with a server of which only this many changes are left, and holds texts of so many bytes, or these.
fn restored(texts: impl IntoIterator<Item = String>) -> MemoryStore {
    let store = MemoryStore::default();
    let rows = (1..).zip(texts).map(|(seq, value)| Row {
        key: client().field(format!("tags/{seq}").as_str()),
        seq,
        register: Register::from_heads([Head {
            id: ChangeId {
                writer: Writer(u64::MAX),
                counter: u32::MAX,
            },
            time: 1_800_000_000_000,
            device: DeviceId::from_bytes([9; 16]),
            said: true,
            value: text(&value),
        }]),
    });
    let rows: Vec<Row> = rows.collect();
    let at = Cursor {
        epoch: EPOCH,
        seq: u64::try_from(rows.len()).expect("few"),
    };
    let asked = SnapshotState::default();
    now(store_page(&store, OWN, &asked, page(at, rows), &Nothing)).expect("memory");
    let server = line(&[(EPOCH, 0), (Epoch(2), 0)]);
    let begun = now(begin(&store, Some(at), None, server)).expect("memory");
    assert_eq!(begun, Begun::Rolling);
    store
}

fn is_rolling(store: &MemoryStore) -> bool {
    now(meta(store)).expect("memory").rolling.is_some()
}

#[test]
fn what_is_offered_to_a_restored_server_fits_its_requests_by_bytes_not_by_rows_alone() {
    let long = "茶".repeat(20_000);
    for (count, text) in [(60, long.as_str()), (9_000, "")] {
        let store = restored((0..count).map(|_| text.to_owned()));
        let sizes: Vec<usize> = now(offers(&store, OWN))
            .expect("memory")
            .iter()
            .map(|offer| serde_json::to_vec(offer).expect("writes").len())
            .collect();
        assert!(sizes.iter().all(|&size| size <= 1024 * 1024), "{sizes:?}");
        let needed = 1 + sizes.iter().sum::<usize>() / (512 * 1024);
        assert!(sizes.len() <= needed, "each as full as can be: {sizes:?}");
        let server = Choosy {
            bytes: 1024 * 1024,
            ..Choosy::default()
        };
        assert_eq!(server.sync(&store), None);
        assert_eq!(server.offered.borrow().len(), count, "each once");
    }
}

#[test]
fn an_offer_that_is_not_taken_goes_by_halves_and_one_register_holds_up_no_other() {
    let mut texts = vec!["茶".repeat(100); 300];
    let store = restored(texts.clone());
    let server = Choosy {
        bytes: 4 * 1024,
        ..Choosy::default()
    };
    assert_eq!(server.sync(&store), None);
    let offered: BTreeSet<String> = server.offered.take().into_iter().collect();
    assert_eq!((offered.len(), is_rolling(&store)), (300, false));

    texts[17] = "擋".into();
    texts[18] = "壞".into();
    let (store, server) = (restored(texts), Choosy::default());
    assert_eq!(server.sync(&store), told("403"));
    assert_eq!(server.offered.borrow().len(), 298);
    assert!(is_rolling(&store), "it still holds what the server has not");
    let elsewhere = Choosy {
        blocked: "!",
        unreadable: "!",
        ..Choosy::default()
    };
    assert_eq!((elsewhere.sync(&store), is_rolling(&store)), (None, false));
    assert_eq!(elsewhere.offered.borrow().len(), 300);

    let store = restored(vec!["茶".to_owned(); 5_000]);
    let nothing = Choosy {
        blocked: "",
        ..Choosy::default()
    };
    assert_eq!(nothing.sync(&store), told("403"));
    let requests = nothing.requests.get();
    assert!(requests < 40, "{requests} requests for nothing");
}

#[test]
fn a_reason_that_only_a_later_version_gives_is_kept_as_it_was_said() {
    for said in [
        r#"{"code":"too-loud","decibel":90}"#,
        r#"{"code":"malformed","what":"smell"}"#,
        r#"{"why":"a reason of another shape"}"#,
        r#""too loud""#,
        "null",
    ] {
        let parked = format!(r#"{{"is":"parked","reason":{said}}}"#);
        let state: State = serde_json::from_str(&parked).expect("is read");
        let State::Parked { reason } = &state else {
            panic!("{state:?}");
        };
        assert!(matches!(reason, Reason::Later(_)), "{reason:?}");
        assert_eq!(serde_json::to_string(&state).expect("is written"), parked);
        let judged =
            format!(r#"{{"id":"0000000000000001-2","verdict":"refused","reason":{said}}}"#);
        let judged: Judged = serde_json::from_str(&judged).expect("is read");
        let Verdict::Refused { reason: other } = &judged.verdict else {
            panic!("{judged:?}");
        };
        assert_eq!(other, reason);
    }
    let known: Reason = serde_json::from_str(r#"{"code":"action"}"#).expect("is read");
    assert_eq!(known, Reason::Action);
}
