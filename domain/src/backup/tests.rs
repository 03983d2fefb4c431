//! A file holds the book, and restoring says first what it would change.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::*;
use crate::CLIENT_KIND;
use crate::bundle::{Bundle, Tombstone, view};
use crate::change::RegisterKey;
use crate::codec::{self, Row};
use crate::device::Table;
use crate::id::{ChangeId, DeviceId, Writer};
use crate::outbox::Entry;
use crate::register::{Head as RegisterHead, Register};

fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future)
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
    {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("nothing here waits"),
    }
}

fn client(number: u8) -> RecordId {
    format!("0198c0de-0000-7000-8000-0000000000{number:02}")
        .parse()
        .unwrap()
}

fn client_key(number: u8) -> RecordKey {
    record_key(number, client(number), CLIENT_KIND)
}

fn record_key(number: u8, record: RecordId, kind: &str) -> RecordKey {
    RecordKey {
        client: client(number),
        record,
        kind: kind.into(),
    }
}

fn value(json: &str) -> Value {
    Value::from_json(json.as_bytes()).unwrap()
}

fn head(counter: u32, json: &str) -> RegisterHead {
    RegisterHead {
        id: ChangeId {
            writer: Writer(7),
            counter,
        },
        time: i64::from(counter),
        device: DeviceId::NIL,
        said: false,
        value: value(json),
    }
}

fn row(key: RegisterKey, heads: impl IntoIterator<Item = RegisterHead>) -> Row {
    Row {
        key,
        seq: 1,
        register: Register::from_heads(heads),
    }
}

/// One client with a name edited at two places and a kind nobody knows; another that is deleted.
fn rows() -> Vec<Row> {
    let comet = record_key(1, client(9), "comet");
    vec![
        row(
            client_key(1).field("name"),
            [head(1, "\"山嵐茶\""), head(2, "\"山嵐製茶\"")],
        ),
        row(comet.field("tail"), [head(3, "{\"long\" : 1e3}")]),
        row(client_key(2).field("name"), [head(4, "\"gone\"")]),
        row(
            client_key(2).field(DELETED_FIELD),
            [RegisterHead {
                value: Tombstone {
                    saw: vec![head(4, "0").id],
                }
                .to_value(),
                ..head(5, "0")
            }],
        ),
    ]
}

fn shown_of(rows: Vec<Row>) -> BTreeMap<RecordKey, Record> {
    let bundle = Bundle::from_rows(rows);
    [1, 2]
        .into_iter()
        .flat_map(|number| {
            let own: Vec<Row> = bundle
                .rows()
                .filter(|row| row.key.client == client(number))
                .collect();
            view(&Bundle::from_rows(own), client(number), &[], DeviceId::NIL)
        })
        .collect()
}

fn backup_of(shown: &BTreeMap<RecordKey, Record>) -> Backup {
    let records = shown.values().filter_map(BackupRecord::of).collect();
    Backup::new(5, None, "隊".to_owned(), records)
}

#[test]
fn a_backup_comes_back_to_the_byte() {
    let backup = backup_of(&shown_of(rows()));
    let file = serde_json::to_vec(&backup).unwrap();
    assert_eq!(Backup::parse(&file).as_ref(), Ok(&backup));
    assert_eq!(
        String::from_utf8(file).unwrap().matches("1e3").count(),
        1,
        "a value is never written anew"
    );
    let [own, comet] = backup.records.as_slice() else {
        panic!("the deleted client is not in it: {backup:?}");
    };
    assert_eq!(own.fields["name"], value("\"山嵐製茶\""));
    assert_eq!(own.also["name"], [value("\"山嵐茶\"")]);
    assert_eq!(comet.fields["tail"], value("{\"long\" : 1e3}"));
}

#[test]
fn restoring_over_the_same_book_changes_nothing() {
    let shown = shown_of(rows());
    let difference = difference(&shown, &backup_of(&shown).contents());
    assert_eq!((difference.same, difference.counts()), (2, (0, 0)));
    assert_eq!(difference.edits, []);
}

#[test]
fn what_is_new_changed_or_deleted_here_is_told_apart() {
    let file: Contents = [
        (client_key(1), [("name".into(), value("\"新名\""))].into()),
        (client_key(2), [("name".into(), value("\"gone\""))].into()),
        (client_key(3), [("name".into(), value("\"third\""))].into()),
    ]
    .into();
    let difference = difference(&shown_of(rows()), &file);
    let changed = RecordDifference::Changed {
        fields: vec![(
            "name".into(),
            Some(value("\"山嵐製茶\"")),
            value("\"新名\""),
        )],
    };
    assert_eq!(
        difference.records,
        [
            (client_key(1), changed),
            (client_key(2), RecordDifference::Deleted),
            (client_key(3), RecordDifference::New),
        ]
    );
    assert_eq!(difference.counts(), (2, 1));
    let edit = |key: RegisterKey, json: &str| Edit {
        key,
        value: value(json),
    };
    assert_eq!(
        difference.edits,
        [
            edit(client_key(1).field("name"), "\"新名\""),
            edit(client_key(2).field(DELETED_FIELD), "null"),
            edit(client_key(3).field("name"), "\"third\""),
        ]
    );
}

#[test]
fn records_that_the_file_does_not_have_are_left_alone() {
    assert_eq!(difference(&shown_of(rows()), &Contents::new()).edits, []);
}

#[test]
fn what_was_empty_in_the_file_is_emptied() {
    let file: Contents = [(client_key(1), BTreeMap::new())].into();
    let difference = difference(&shown_of(rows()), &file);
    let name = Edit {
        key: client_key(1).field("name"),
        value: Value::null(),
    };
    assert!(difference.edits.contains(&name));
    assert!(difference.edits.iter().all(|edit| edit.value.is_null()));
    assert_eq!(difference.counts(), (0, 1));
}

#[test]
fn other_files_are_refused_with_the_reason() {
    assert_eq!(Backup::parse(b"name,tax"), Err(BackupError::NotABackup));
    let other = br#"{"format":"other","version":1}"#;
    assert_eq!(is_rescue(other), Err(BackupError::NotABackup));
    assert_eq!(Backup::parse(other), Err(BackupError::NotABackup));
    let newer = br#"{"format":"yardstick-backup","version":2,"records":"?"}"#;
    assert_eq!(Backup::parse(newer), Err(BackupError::Newer(2)));
    let torn = br#"{"format":"yardstick-backup","version":1,"made_at_ms":1}"#;
    assert_eq!(Backup::parse(torn), Err(BackupError::Damaged("records")));
}

/// What the rescue page writes of a database.
fn rescue_file(tables: &[(Table, Vec<u8>, Vec<u8>)]) -> Vec<u8> {
    let binary = |bytes: &[u8]| json!({"$bytes": STANDARD.encode(bytes)});
    let stores: Vec<_> = Table::ALL
        .into_iter()
        .map(|table| {
            let entries: Vec<_> = tables
                .iter()
                .filter(|(own, _, _)| *own == table)
                .map(|(_, key, value)| json!({"key": binary(key), "value": binary(value)}))
                .collect();
            json!({"name": table.name(), "key_path": null, "auto_increment": false, "entries": entries})
        })
        .collect();
    json!({
        "format": "yardstick-rescue", "version": 1, "made_at": "2026-11-22T02:05:00Z", "locale": "zh-TW", "settings": {},
        "databases": [{"name": "yardstick/w/u", "version": 1, "stores": stores}],
    })
    .to_string()
    .into_bytes()
}

#[test]
fn a_rescued_book_is_read_with_its_outbox_applied() {
    let confirmed: Vec<Row> = rows()
        .into_iter()
        .filter(|row| row.key.client == client(1))
        .collect();
    let entry: Entry = serde_json::from_value(json!({
        "ordinal": 1, "made_at": 9, "state": {"is": "waiting"},
        "change": {
            "id": serde_json::to_value(head(20, "0").id).unwrap(),
            "client": client(3), "record": client(3), "kind": "client", "field": "name",
            "value": "沒送出的", "time": 9,
        },
    }))
    .unwrap();
    let file = rescue_file(&[
        (
            Table::Bundle,
            client(1).as_bytes().to_vec(),
            codec::encode(&confirmed),
        ),
        (
            Table::Bundle,
            client(2).as_bytes().to_vec(),
            b"torn".to_vec(),
        ),
        (
            Table::Outbox,
            entry.key(),
            serde_json::to_vec(&entry).unwrap(),
        ),
    ]);
    assert_eq!(is_rescue(&file), Ok(true));
    let books = now(rescue::parse(&file)).unwrap();
    let [book] = books.as_slice() else {
        panic!("one book: {books:?}");
    };
    assert_eq!((book.name.as_str(), book.unreadable), ("yardstick/w/u", 1));
    assert_eq!(book.contents[&client_key(1)]["name"], value("\"山嵐製茶\""));
    assert_eq!(book.contents[&client_key(3)]["name"], value("\"沒送出的\""));
}
