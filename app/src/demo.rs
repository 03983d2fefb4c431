//! The demo book: a book of its own in a database of its own, never synced, left in one tap.
//!
//! It is a data file, `data/demo.<language>.json`, a list of records:
//! ```json
//! [{"client": "0198…", "record": "0198…", "kind": "meeting",
//!   "fields": {"title": "春季檔", "planned_at": {"$minutes": 90}, "tags/老客戶": true}}]
//! ```
//! `client` and `record` are UUIDs (for a client's own record the same one twice). A field's value is the JSON stored, except that a date
//! relative to today is `{"$day": -3}` (a string `2026-11-19`), and a moment relative to now is `{"$minutes": -90}` (unix ms, whole
//! minutes); `{"$at": [-3, 14, 30]}` is 14:30 on the day three days ago. They may stand anywhere inside a value.
//!
//! The file is taken as a snapshot of a server would be: confirmed, with nothing waiting.

use std::rc::Rc;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value as Json;
use yardstick_domain::change::{RecordKey, Value};
use yardstick_domain::codec::Row;
use yardstick_domain::cursor::{Cursor, EpochEnd, Line};
use yardstick_domain::device::snapshot::store_page;
use yardstick_domain::device::{DeviceStore, Identity, Mode, SnapshotState, Table, Tx};
use yardstick_domain::id::{ChangeId, DeviceId, Epoch, RecordId, Writer};
use yardstick_domain::method::BookSummaries;
use yardstick_domain::register::{Head, Register};
use yardstick_domain::values::Date;
use yardstick_domain::wire::SnapshotPage;

use crate::browser::clock::{self, LocalTime};
use crate::browser::{http, local, page, shell};
use crate::i18n::{Msg, locale, t};
use crate::session::Need;
use crate::session::core::Core;
use crate::session::identity::{Account, Me};
use crate::store::{BookStore, IdbError};

/// The name of the demo's database.
pub(crate) const BOOK: &str = "yardstick/demo";
const ENTERED: &str = "yardstick.demo";
const PATIENCE: Duration = Duration::from_secs(15);
/// The book was filled under this language, on this day.
const FILLED_KEY: &[u8] = b"demo";

/// Enters the demo: the app loads anew with its book.
pub fn open_demo() {
    local::set(ENTERED, &locale().tag());
    page::restart_at("/");
}

/// Leaves the demo; one's own book is as it was.
pub fn leave_demo() {
    forget();
    page::restart_at("/");
}

/// The language of the demo, if it was entered.
pub(crate) fn entered() -> Option<String> {
    local::get(ENTERED)
}

/// The next start opens one's own book.
pub(crate) fn forget() {
    local::remove(ENTERED);
}

/// Opens the demo book, filled anew for each day.
pub(crate) async fn open(language: &str) -> Result<Rc<Core>, Need> {
    let account = Account {
        me: Me {
            name: t(Msg::NavDemo),
            workspace_name: t(Msg::NavDemo),
            ..Me::default()
        },
        ..Account::default()
    };
    let open =
        || crate::session::open_book(BOOK.to_owned(), true, account.clone(), Rc::new(|_| ()));
    let core = open().await?;
    let today = clock::local_now();
    let filled = format!(
        "{language} {:04}-{:02}-{:02}",
        today.year, today.month, today.day
    );
    if filled_as(&core.store).await.as_deref() == Some(filled.as_str()) {
        return Ok(core);
    }
    let Some(records) = load(language).await else {
        // Without a network the demo of another day is better than none.
        return Ok(core);
    };
    let Ok(()) = fill(&core.store, account.identity(), &filled, records, today).await else {
        return Ok(core);
    };
    if !core.store.is_kept() {
        core.read_all_again();
        return Ok(core);
    }
    open().await
}

async fn filled_as(store: &BookStore) -> Option<String> {
    let mut tx = store.begin(Mode::Read).await.ok()?;
    let bytes = tx.get_one(Table::Meta, FILLED_KEY).await.ok()??;
    String::from_utf8(bytes).ok()
}

async fn load(language: &str) -> Option<Vec<DemoRecord>> {
    let url = shell::asset(&format!("data/demo.{language}.json"));
    let answer = http::get(&url, "application/json", PATIENCE).await.ok()?;
    if !answer.is_success() {
        return None;
    }
    serde_json::from_slice(&answer.body).ok()
}

/// Empties the demo's tables and fills them from the file.
async fn fill(
    store: &BookStore,
    identity: Identity,
    filled: &str,
    records: Vec<DemoRecord>,
    today: LocalTime,
) -> Result<(), IdbError> {
    let mut tx = store.begin(Mode::WriteStrict).await?;
    for table in Table::ALL {
        for key in tx.keys(table).await? {
            tx.delete(table, key);
        }
    }
    tx.commit().await?;
    let page = snapshot_of(
        records,
        &|relative| relative.resolve(today),
        clock::now_ms(),
    );
    let asked = SnapshotState::default();
    // A page that cannot be stored leaves an empty demo, filled at the next start.
    if store_page(store, identity, &asked, page, &BookSummaries)
        .await
        .is_ok()
    {
        let mut tx = store.begin(Mode::WriteStrict).await?;
        tx.put(Table::Meta, FILLED_KEY.to_vec(), filled.as_bytes().to_vec());
        tx.commit().await?;
    }
    Ok(())
}

/// A record of the file.
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct DemoRecord {
    client: RecordId,
    record: RecordId,
    kind: String,
    fields: serde_json::Map<String, Json>,
}

/// A date or moment relative to the day the demo is opened on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relative {
    /// A day.
    Day(i32),
    /// A moment, in minutes from now.
    Minutes(i64),
    /// A time of a day.
    At { day: i32, hour: i8, minute: i8 },
}

impl Relative {
    fn read(object: &serde_json::Map<String, Json>) -> Option<Self> {
        if object.len() != 1 {
            return None;
        }
        if let Some(day) = object.get("$day") {
            return Some(Self::Day(i32::try_from(day.as_i64()?).ok()?));
        }
        if let Some(minutes) = object.get("$minutes") {
            return minutes.as_i64().map(Self::Minutes);
        }
        let at: (i32, i8, i8) = serde_json::from_value(object.get("$at")?.clone()).ok()?;
        Some(Self::At {
            day: at.0,
            hour: at.1,
            minute: at.2,
        })
    }

    fn resolve(self, today: LocalTime) -> Json {
        let day_from_today =
            |days: i32| Date::new(today.year, today.month, today.day)?.plus_days(days);
        match self {
            Self::Day(days) => day_from_today(days).map_or(Json::Null, |date| {
                serde_json::to_value(date).unwrap_or_default()
            }),
            Self::Minutes(minutes) => {
                let now =
                    clock::from_local(today.year, today.month, today.day, today.hour, today.minute);
                Json::from(now + minutes * 60_000)
            }
            Self::At { day, hour, minute } => day_from_today(day).map_or(Json::Null, |date| {
                Json::from(clock::from_local(
                    date.year(),
                    date.month(),
                    date.day(),
                    hour,
                    minute,
                ))
            }),
        }
    }
}

fn settled(value: Json, resolve: &impl Fn(Relative) -> Json) -> Json {
    match value {
        Json::Object(object) => match Relative::read(&object) {
            Some(relative) => resolve(relative),
            None => object
                .into_iter()
                .map(|(name, value)| (name, settled(value, resolve)))
                .collect(),
        },
        Json::Array(items) => items
            .into_iter()
            .map(|item| settled(item, resolve))
            .collect(),
        other => other,
    }
}

/// The file as a server's snapshot.
fn snapshot_of(
    records: Vec<DemoRecord>,
    resolve: &impl Fn(Relative) -> Json,
    now_ms: i64,
) -> SnapshotPage {
    let mut rows: Vec<Row> = Vec::new();
    for demo in records {
        let key = RecordKey {
            client: demo.client,
            record: demo.record,
            kind: demo.kind.as_str().into(),
        };
        for (field, value) in demo.fields {
            let json = settled(value, resolve).to_string();
            let counter = u32::try_from(rows.len()).unwrap_or(u32::MAX);
            rows.push(Row {
                key: key.field(field.as_str()),
                seq: u64::from(counter) + 1,
                register: Register::from_heads([Head {
                    id: ChangeId {
                        writer: Writer(1),
                        counter,
                    },
                    time: now_ms,
                    device: DeviceId::NIL,
                    said: false,
                    value: Value::from_json(json.as_bytes()).unwrap_or_else(|_| Value::null()),
                }]),
            });
        }
    }
    let epoch = Epoch(1);
    SnapshotPage {
        at: Cursor {
            epoch,
            seq: rows.len() as u64,
        },
        line: Line(vec![EpochEnd {
            epoch,
            last: u64::MAX,
        }]),
        rows,
        next: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_dates_stand_anywhere_in_a_value() {
        let resolve = |relative: Relative| match relative {
            Relative::Day(day) => Json::from(format!("day {day}")),
            Relative::Minutes(minutes) => Json::from(minutes),
            Relative::At { day, hour, minute } => Json::from(vec![day, hour.into(), minute.into()]),
        };
        let value = serde_json::json!({
            "state": "done", "at": {"$minutes": -90},
            "list": [{"$day": 3}, {"$at": [-1, 14, 30]}, {"$other": 1}],
        });
        assert_eq!(
            settled(value, &resolve),
            serde_json::json!({"state": "done", "at": -90, "list": ["day 3", [-1, 14, 30], {"$other": 1}]})
        );
    }

    #[test]
    fn the_file_becomes_one_snapshot() {
        let json = r#"[{"client":"0198c0de-0000-7000-8000-000000000001","record":"0198c0de-0000-7000-8000-000000000001",
            "kind":"client","fields":{"name":"山嵐製茶","tags/老客戶":true}}]"#;
        let records: Vec<DemoRecord> = serde_json::from_str(json).unwrap();
        let page = snapshot_of(records, &|_| Json::Null, 5);
        let fields: Vec<&str> = page.rows.iter().map(|row| row.key.field.as_str()).collect();
        assert_eq!(fields, ["name", "tags/老客戶"]);
        assert_eq!(
            page.rows[0].register.value().map(Value::as_str),
            Some("\"山嵐製茶\"")
        );
        assert_eq!((page.at.seq, page.next), (2, None));
    }
}
