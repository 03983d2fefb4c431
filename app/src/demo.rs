//! The demo book: a book of its own in a database of its own, never synced, left in one tap.
//!
//! Its file is described in [`yardstick_domain::demo`]; it is taken as a snapshot of a server would be: confirmed, with nothing waiting.

use std::pin::{Pin, pin};
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::{Either, select};
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use yardstick_domain::change::{RegisterKey, Value};
use yardstick_domain::codec::Row;
use yardstick_domain::cursor::{Cursor, EpochEnd, Line};
use yardstick_domain::demo::{self, OpenedAt};
use yardstick_domain::device::snapshot::store_page;
use yardstick_domain::device::{DeviceStore, Identity, Mode, SnapshotState, Table, Tx};
use yardstick_domain::id::{ChangeId, DeviceId, Epoch, Writer};
use yardstick_domain::method::BookSummaries;
use yardstick_domain::register::{Head, Register};
use yardstick_domain::values::{Date, Instant};
use yardstick_domain::wire::SnapshotPage;

use crate::browser::clock::{self, LocalTime};
use crate::browser::{http, local, page, shell, timer};
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

/// Opens the demo book with code that comes for it alone; none where that did not come, for want of a network.
pub(crate) async fn open(language: String) -> Option<Result<Rc<Core>, Need>> {
    let coming = pin!(demo_part());
    let late = pin!(timer::sleep(PATIENCE));
    match select(coming, late).await {
        Either::Left((Ok(open), _)) => Some(open(language).await),
        Either::Left((Err(_), _)) | Either::Right(_) => None,
    }
}

/// Opening the demo book.
type Open = fn(String) -> Pin<Box<dyn Future<Output = Result<Rc<Core>, Need>>>>;

/// The book of the demo: the file and what makes a book of it.
#[wasm_split(demo, wasm_split_path = ::leptos::wasm_split, fallible)]
fn demo_part() -> Result<Open, SplitLoaderError> {
    Ok(|language| Box::pin(open_filled(language)))
}

/// Opens the demo book, filled anew for each day.
async fn open_filled(language: String) -> Result<Rc<Core>, Need> {
    let account = Account {
        me: Me {
            name: t(Msg::DemoMe),
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
    let Some(registers) = load(&language, today).await else {
        // Without a network the demo of another day is better than none.
        return Ok(core);
    };
    let Ok(()) = fill(&core.store, account.identity(), &filled, registers).await else {
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

async fn load(language: &str, today: LocalTime) -> Option<Vec<(RegisterKey, Value)>> {
    let url = shell::asset(&format!("data/demo.{language}.json"));
    let answer = http::get(&url, "application/json", PATIENCE).await.ok()?;
    if !answer.is_success() {
        return None;
    }
    let opened = OpenedAt {
        now: Instant::from_ms(clock::now_ms())?,
        today: Date::new(today.year, today.month, today.day)?,
        utc_offset_minutes: i32::from(today.utc_offset_minutes),
    };
    demo::registers(&answer.body, opened).ok()
}

/// Empties the demo's tables and fills them from the file.
async fn fill(
    store: &BookStore,
    identity: Identity,
    filled: &str,
    registers: Vec<(RegisterKey, Value)>,
) -> Result<(), IdbError> {
    let mut tx = store.begin(Mode::WriteStrict).await?;
    for table in Table::ALL {
        for key in tx.keys(table, &[], None).await? {
            tx.delete(table, key);
        }
    }
    tx.commit().await?;
    let page = snapshot_of(registers, clock::now_ms()).into();
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

/// The file as a server's snapshot.
fn snapshot_of(registers: Vec<(RegisterKey, Value)>, now_ms: i64) -> SnapshotPage {
    let rows: Vec<Row> = (0_u32..)
        .zip(registers)
        .map(|(counter, (key, value))| Row {
            key,
            seq: u64::from(counter) + 1,
            register: Register::from_heads([Head {
                id: ChangeId {
                    writer: Writer(1),
                    counter,
                },
                time: now_ms,
                device: DeviceId::NIL,
                said: false,
                value,
            }]),
        })
        .collect();
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
    use yardstick_domain::change::RecordKey;
    use yardstick_domain::id::RecordId;

    #[test]
    fn the_file_becomes_one_snapshot() {
        let client = RecordId::from_bytes([1; 16]);
        let key = RecordKey {
            client,
            record: client,
            kind: "client".into(),
        };
        let registers = ["name", "stage"].map(|field| (key.field(field), Value::null()));
        let page = snapshot_of(registers.to_vec(), 5);
        let seqs: Vec<u64> = page.rows.iter().map(|row| row.seq).collect();
        assert_eq!((seqs, page.at.seq, page.next), (vec![1, 2], 2, None));
    }
}
