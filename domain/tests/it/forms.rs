//! Everything that travels or is stored, each as this version writes it, and as any version's is read and written again. What was
//! recorded of each version lies in `domain/tests/recorded/<protocol>/`.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use base64::Engine as _;
use serde::Serialize;
use serde::de::DeserializeOwned;
use yardstick_domain::PROTOCOL;
use yardstick_domain::accept::{Judged, Reason, Verdict};
use yardstick_domain::backup::{Backup, BackupRecord, rescue};
use yardstick_domain::change::{Change, Malformed, Name, RecordKey, RegisterKey, Value};
use yardstick_domain::codec::{self, Row};
use yardstick_domain::cursor::{Cursor, EpochEnd, Line};
use yardstick_domain::device::{BrokenOff, Meta, Rolling, SnapshotState};
use yardstick_domain::digest::Digest;
use yardstick_domain::erasure::tombstone_key;
use yardstick_domain::history;
use yardstick_domain::id::{
    BatchId, ChangeId, DeviceId, Epoch, RecordId, UserId, WorkspaceId, Writer,
};
use yardstick_domain::order;
use yardstick_domain::outbox::{Entry, State, records_of};
use yardstick_domain::register::{Head, Register};
use yardstick_domain::wire::{
    BucketAnswer, DigestAnswer, EraseAnswer, EraseRequest, OfferAnswer, OfferRequest, PageKey,
    RegisterRow, SnapshotPage, SyncAnswer, SyncRequest,
};

/// One form.
pub(crate) struct Form {
    /// The name of its file, without the ending.
    pub(crate) name: &'static str,
    /// What this version writes.
    pub(crate) made: fn() -> Vec<u8>,
    /// Reads, and writes what was read.
    pub(crate) again: fn(&[u8]) -> Result<Vec<u8>, String>,
}

const fn form(
    name: &'static str,
    made: fn() -> Vec<u8>,
    again: fn(&[u8]) -> Result<Vec<u8>, String>,
) -> Form {
    Form { name, made, again }
}

fn json<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).expect("writes")
}

fn read<T: DeserializeOwned + Serialize>(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let value: T = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    Ok(json(&value))
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// All of them.
pub(crate) const FORMS: &[Form] = &[
    form("change", || json(&change(1)), read::<Change>),
    form(
        "register_row",
        || json(&RegisterRow::from(rows().remove(0))),
        read::<RegisterRow>,
    ),
    form(
        "sync_request",
        || json(&sync_request()),
        read::<SyncRequest>,
    ),
    form("sync_answer", || json(&sync_answer()), read::<SyncAnswer>),
    form(
        "digest_answer",
        || json(&digest_answer()),
        read::<DigestAnswer>,
    ),
    form("page_key", || json(&page_key()), read::<PageKey>),
    form(
        "snapshot_page",
        || json(&snapshot_page(rows())),
        read::<SnapshotPage>,
    ),
    form(
        "bucket_answer",
        || {
            json(&BucketAnswer {
                at: at(9),
                rows: rows(),
            })
        },
        read::<BucketAnswer>,
    ),
    form(
        "offer_request",
        || json(&offer_request()),
        read::<OfferRequest>,
    ),
    form(
        "offer_answer",
        || json(&OfferAnswer { at: at(9) }),
        read::<OfferAnswer>,
    ),
    form(
        "erase_request",
        || {
            json(&EraseRequest {
                workspace: WORKSPACE,
                user: USER,
            })
        },
        read::<EraseRequest>,
    ),
    form(
        "erase_answer",
        || json(&EraseAnswer { at: at(9) }),
        read::<EraseAnswer>,
    ),
    form("line", || json(&history_line()), read::<history::Line>),
    form("columns", || codec::encode(&rows()), columns),
    form(
        "envelope",
        || codec::envelope(&json(&snapshot_page(Vec::new())), &rows()),
        envelope,
    ),
    form(
        "bundles",
        || codec::bundles_envelope(&json(&snapshot_page(Vec::new())), &rows()),
        bundles,
    ),
    form("meta", || json(&meta()), read::<Meta>),
    form(
        "meta_first_version",
        || br#"{"cursor":{"epoch":"00000000000000ff","seq":9}}"#.to_vec(),
        meta_first_version,
    ),
    form(
        "entry_waiting",
        || json(&entry(State::Waiting)),
        read::<Entry>,
    ),
    form("entry_sent", || json(&entry(State::Sent)), read::<Entry>),
    form(
        "entry_accepted",
        || json(&entry(State::Accepted { place: at(5) })),
        read::<Entry>,
    ),
    form(
        "entry_parked",
        || {
            json(&entry(State::Parked {
                reason: Reason::Action,
            }))
        },
        read::<Entry>,
    ),
    form(
        "entry_parked_not_taken",
        || {
            json(&entry(State::Parked {
                reason: Reason::NotTaken {
                    problem: "unreadable".into(),
                },
            }))
        },
        read::<Entry>,
    ),
    form(
        "entry_parked_later",
        || {
            let reason = serde_json::json!({ "code": "too-loud", "decibel": 90 });
            json(&entry(State::Parked {
                reason: Reason::Later(reason),
            }))
        },
        read::<Entry>,
    ),
    form(
        "digest",
        || digest().to_bytes(),
        |bytes| Ok(Digest::from_bytes(bytes).to_bytes()),
    ),
    form("backup", || json(&backup()), backup_again),
    form("rescue", rescue_file, rescue_again),
];

fn columns(bytes: &[u8]) -> Result<Vec<u8>, String> {
    codec::visit_records(bytes, &mut |_| {}, &mut |_| {}).map_err(text)?;
    codec::decode(bytes)
        .map(|rows| codec::encode(&rows))
        .map_err(text)
}

fn envelope(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let (front, rows) = codec::open_envelope(bytes).map_err(text)?;
    let page: SnapshotPage = serde_json::from_slice(front).map_err(text)?;
    Ok(codec::envelope(&json(&page), &rows))
}

fn bundles(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let (front, bundles) = codec::open_bundles_envelope(bytes).map_err(text)?;
    let page: SnapshotPage = serde_json::from_slice(front).map_err(text)?;
    let mut rows = Vec::new();
    for bundle in bundles {
        rows.extend(codec::decode(&bundle.rows).map_err(text)?);
    }
    Ok(codec::bundles_envelope(&json(&page), &rows))
}

/// What the first version did not write yet is written now: only reading it is promised.
fn meta_first_version(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let meta: Meta = serde_json::from_slice(bytes).map_err(text)?;
    Ok(format!(
        r#"{{"cursor":{}}}"#,
        String::from_utf8_lossy(&json(&meta.cursor))
    )
    .into_bytes())
}

fn backup_again(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let backup = Backup::parse(bytes).map_err(text)?;
    let _ = backup.contents();
    Ok(json(&backup))
}

/// A rescue page's file is written by `public/rescue.js` and read here: read whole, it is as it was.
fn rescue_again(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let books = crate::now(rescue::parse(bytes)).map_err(text)?;
    let whole = books
        .iter()
        .all(|book| book.unreadable == 0 && book.contents.len() >= 2);
    if !whole || books.is_empty() {
        return Err("not all of it was read".into());
    }
    Ok(bytes.to_vec())
}

const WORKSPACE: WorkspaceId = WorkspaceId::from_bytes([7; 16]);
const USER: UserId = UserId::from_bytes([8; 16]);
const DEVICE: DeviceId = DeviceId::from_bytes([9; 16]);
pub(crate) const CLIENT: RecordId = RecordId::from_bytes([40; 16]);
const TIME_MS: i64 = 1_800_000_000_000;

const fn at(seq: u64) -> Cursor {
    Cursor {
        epoch: Epoch(0xff),
        seq,
    }
}

const fn id(counter: u32) -> ChangeId {
    ChangeId {
        writer: Writer(0xab),
        counter,
    }
}

fn line() -> Line {
    let end = |epoch, last| EpochEnd {
        epoch: Epoch(epoch),
        last,
    };
    Line(vec![end(1, 3), end(0xff, 9)])
}

fn value(json: &str) -> Value {
    Value::from_json(json.as_bytes()).expect("JSON")
}

/// What this version's declarations know and, of the next version, what this one has never heard of.
fn fields() -> Vec<(RegisterKey, Value)> {
    let record = |n: u8, kind: &str| RecordKey {
        client: CLIENT,
        record: if n == 0 {
            CLIENT
        } else {
            RecordId::from_bytes([n; 16])
        },
        kind: kind.into(),
    };
    let mut fields = vec![
        (record(0, "client").field("name"), value("\"山嵐製茶\"")),
        (record(0, "client").field("tags/老客戶"), value("true")),
        (
            record(0, "client").field("of_nobody"),
            value("{ \"kept\" : [1, 1.0e1,  2] }"),
        ),
        (
            record(2, "note_line").field("text"),
            value("\"報價單 \\u0041\""),
        ),
    ];
    if cfg!(feature = "next") {
        fields.push((record(0, "client").field("motto"), value("\"慢 慢 來\"")));
        fields.push((record(3, "gift").field("what"), value("\"茶\"")));
    }
    order::natural(&mut fields);
    fields
}

fn change(counter: u32) -> Change {
    let fields = fields();
    let (key, value) = fields[counter as usize % fields.len()].clone();
    Change {
        id: id(counter),
        key,
        value,
        replaces: vec![
            id(90),
            ChangeId {
                writer: Writer(u64::MAX),
                counter: u32::MAX,
            },
        ],
        time: TIME_MS,
        action: Some(3),
        batch: (counter == 1).then_some(BatchId::from_bytes([6; 16])),
    }
}

pub(crate) fn rows() -> Vec<Row> {
    let head = |counter, said, value: &Value| Head {
        id: id(counter),
        time: TIME_MS + i64::from(counter),
        device: DEVICE,
        said,
        value: value.clone(),
    };
    let mut rows = Vec::new();
    for (n, (key, value)) in (1..).zip(fields()) {
        let mut heads = vec![head(n, n == 2, &value)];
        if n == 1 {
            heads.push(head(50, false, &Value::null()));
        }
        rows.push(Row {
            key,
            seq: u64::from(n),
            register: Register::from_heads(heads),
        });
    }
    let erased = RecordId::from_bytes([41; 16]);
    rows.push(Row {
        key: tombstone_key(erased),
        seq: 9,
        register: Register::from_heads([head(60, true, &value("true"))]),
    });
    rows
}

pub(crate) fn sync_request() -> SyncRequest {
    let count = u32::try_from(fields().len()).expect("few");
    SyncRequest {
        protocol: PROTOCOL,
        workspace: WORKSPACE,
        user: USER,
        cursor: Some(at(5)),
        reach: Some(at(6)),
        changes: (1..=count).map(change).collect(),
        waiting: 2,
        buckets: true,
    }
}

fn digest() -> Digest {
    let mut digest = Digest::default();
    for row in rows() {
        digest.replace(&row.key, None, &row.register);
    }
    digest
}

fn digest_answer() -> DigestAnswer {
    let digest = digest();
    DigestAnswer {
        total: format!("{:016x}", digest.total()),
        buckets: Some(digest.0.iter().map(|sum| format!("{sum:016x}")).collect()),
    }
}

fn sync_answer() -> SyncAnswer {
    let judged = |counter, verdict: Verdict| {
        let placed = matches!(verdict, Verdict::Accepted | Verdict::Replaced);
        Judged {
            id: id(counter),
            verdict,
            place: placed.then_some(at(7)),
            time: placed.then_some(TIME_MS),
        }
    };
    let refused = |reason| Verdict::Refused { reason };
    SyncAnswer {
        verdicts: vec![
            judged(1, Verdict::Accepted),
            judged(2, Verdict::Replaced),
            judged(
                3,
                refused(Reason::Malformed {
                    what: Malformed::FieldName,
                }),
            ),
            judged(
                4,
                refused(Reason::Value {
                    detail: "too long".into(),
                }),
            ),
            judged(5, refused(Reason::Action)),
            judged(6, refused(Reason::ActionTooLarge)),
            judged(7, Verdict::IdReused),
            judged(8, Verdict::Erased),
        ],
        news: rows(),
        cursor: Some(at(9)),
        more: false,
        time_ms: TIME_MS + 1,
        digest: Some(digest_answer()),
        line: Some(line()),
    }
}

const fn page_key() -> PageKey {
    PageKey {
        client: CLIENT,
        record: CLIENT,
    }
}

pub(crate) fn snapshot_page(rows: Vec<Row>) -> SnapshotPage {
    SnapshotPage {
        at: at(9),
        line: line(),
        rows,
        next: Some(page_key()),
    }
}

fn offer_request() -> OfferRequest {
    OfferRequest {
        protocol: PROTOCOL,
        workspace: WORKSPACE,
        user: USER,
        epoch: Epoch(0x100),
        line: line(),
        rows: rows(),
    }
}

fn history_line() -> history::Line {
    let change = change(2);
    history::Line {
        seq: 4,
        id: change.id,
        field: change.key.field.clone(),
        value: change.value,
        replaces: change.replaces,
        time: change.time,
        device: DEVICE,
        replaced: true,
        action: change.action,
        batch: Some(BatchId::from_bytes([6; 16])),
        of: Some(change.key.record_key()),
        before: Some(value("[ 1 ]")),
    }
}

fn meta() -> Meta {
    let snapshot = SnapshotState {
        at: Some(at(9)),
        reach: Some(at(10)),
        line: line(),
        after: Some(page_key()),
        broken_off: vec![BrokenOff {
            line: line(),
            after: page_key(),
        }],
    };
    Meta {
        cursor: Some(at(5)),
        reach: Some(at(6)),
        line: line(),
        snapshot: Some(snapshot.clone()),
        rolling: Some(Rolling { server: line(), snapshot: Some(snapshot) }),
        offset_ms: -5,
        healed: 1,
        level_at_ms: Some(TIME_MS),
        deletions: serde_json::from_str(
            r#"[{"time":4,"device":"09090909-0909-0909-0909-090909090909","whole":["28282828-2828-2828-2828-282828282828"],"parts":{"29292929-2929-2929-2929-292929292929":60},"told":true}]"#,
        )
        .expect("reads"),
    }
}

fn entry(state: State) -> Entry {
    Entry {
        ordinal: 12,
        change: change(1),
        made_at: TIME_MS - 1_000,
        state,
        editor: Some(4),
    }
}

/// A request is filled by what its changes are taken to weigh, so that must be near to what they weigh.
#[test]
fn a_change_is_taken_to_weigh_about_what_it_weighs() {
    let mut entry = entry(State::Waiting);
    for (chars, replaced) in [(0, 0), (3_000, 0), (0, 8), (3_000, 8)] {
        entry.change.value =
            Value::from_json(format!("\"{}\"", "x".repeat(chars)).as_bytes()).expect("a text");
        entry.change.replaces = (0..replaced).map(id).collect();
        let written = serde_json::to_vec(&entry.change).expect("written").len();
        let taken = entry.wire_bytes();
        assert!(
            taken.abs_diff(written) < 160,
            "{chars} characters, {replaced} replaced: taken for {taken}, is {written}"
        );
    }
}

/// A person counts notes, not the fields of a note.
#[test]
fn a_record_counts_once_however_many_of_its_fields_wait() {
    let one = entry(State::Waiting);
    assert_eq!(records_of([]), 0);
    assert_eq!(records_of([&one, &one]), 1);
    let mut other = one.clone();
    other.change.key.field = Name::new("motto");
    assert_eq!(records_of([&one, &other]), 1);
    other.change.key.record = RecordId::from_bytes([77; 16]);
    assert_eq!(records_of([&one, &other]), 2);
}

fn backup() -> Backup {
    let mut records: BTreeMap<RecordKey, BackupRecord> = BTreeMap::new();
    for (key, value) in fields() {
        let record = key.record_key();
        let empty = BackupRecord {
            client: record.client,
            record: record.record,
            kind: record.kind.clone(),
            fields: BTreeMap::new(),
            also: BTreeMap::new(),
        };
        let record = records.entry(record).or_insert(empty);
        record.also.insert(key.field.clone(), vec![Value::null()]);
        record.fields.insert(key.field, value);
    }
    let records = records.into_values().collect();
    Backup::new(TIME_MS, Some(WORKSPACE), "山嵐顧問".into(), records)
}

fn rescue_file() -> Vec<u8> {
    let binary = |bytes: &[u8]| {
        let text = base64::engine::general_purpose::STANDARD.encode(bytes);
        serde_json::json!({ "$bytes": text })
    };
    let entry = entry(State::Waiting);
    let confirmed: Vec<Row> = rows()
        .into_iter()
        .filter(|row| row.key.client == CLIENT)
        .collect();
    let table = |name: &str, key: &[u8], bytes: &[u8]| serde_json::json!({ "name": name, "entries": [{ "key": binary(key), "value": binary(bytes) }] });
    json(&serde_json::json!({
        "format": rescue::FORMAT, "version": 1, "made_at": "2026-11-22T02:05:00Z", "locale": "zh-TW", "settings": {},
        "databases": [{ "name": "yardstick/w/u", "version": 1, "stores": [
            table("meta", b"meta", &json(&meta())),
            table("bundle", CLIENT.as_bytes(), &codec::encode(&confirmed)),
            table("outbox", &entry.key(), &json(&entry)),
            table("of_a_later_version", b"x", b"y"),
        ] }],
    }))
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/recorded")
}

/// Where a form of a protocol is recorded.
pub(crate) fn path(protocol: u32, name: &str) -> PathBuf {
    folder().join(protocol.to_string()).join(name)
}

/// Everything recorded: its protocol, its name and its bytes.
pub(crate) fn recorded() -> Vec<(u32, String, Vec<u8>)> {
    let mut all = Vec::new();
    for protocol in fs::read_dir(folder()).expect("there are records") {
        let protocol = protocol.expect("reads").path();
        let number = protocol
            .file_name()
            .and_then(|name| name.to_str()?.parse().ok());
        for file in fs::read_dir(&protocol).expect("reads") {
            let path = file.expect("reads").path();
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .expect("a name");
            let bytes = fs::read(&path).expect("reads");
            all.push((number.expect("a protocol"), name.to_owned(), bytes));
        }
    }
    order::natural(&mut all);
    all
}
