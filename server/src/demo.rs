//! `yardstick demo`: the demo book in a workspace of its own, thrown away at the end. `yardstick generate`: a book of any size in a new database.

use std::io::Write;
use std::path::{Path, PathBuf};

use yardstick_domain::change::Change;
use yardstick_domain::demo::{self, OpenedAt};
use yardstick_domain::generate::{self, BookSize};
use yardstick_domain::id::{ChangeId, Writer};
use yardstick_domain::values::Instant;

use crate::App;
use crate::cli::{Demo, Generate, Language};
use crate::seed::{EMAIL, SeedError, Seeder};
use crate::serve::{self, Ready, RuntimeError};
use crate::startup::StartupError;

/// The demo's dates are those of Taiwan, where it plays.
const UTC_OFFSET_MINUTES: i32 = 480;

const CHINESE: &[u8] = include_bytes!("../../public/data/demo.zh-TW.json");
const ENGLISH: &[u8] = include_bytes!("../../public/data/demo.en.json");

/// A server with the demo book; its database goes when it ends.
pub struct DemoServer {
    ready: Ready,
    folder: PathBuf,
}

impl DemoServer {
    /// Makes the database, fills it, and prints how to sign in.
    ///
    /// # Errors
    /// See [`StartupError`]; the database is removed.
    pub async fn prepare(options: &Demo) -> Result<Self, StartupError> {
        let folder = std::env::temp_dir().join(format!("yardstick-demo-{}", std::process::id()));
        let made = fill_and_listen(options, &folder).await;
        if made.is_err() {
            remove(&folder);
        }
        made.map(|ready| Self { ready, folder })
    }

    /// Serves until told to stop, then removes the database.
    ///
    /// # Errors
    /// [`RuntimeError`], after the database was removed all the same.
    pub async fn run(self) -> Result<(), RuntimeError> {
        let served = self.ready.run().await;
        remove(&self.folder);
        served
    }
}

async fn fill_and_listen(options: &Demo, folder: &Path) -> Result<Ready, StartupError> {
    let serve = options.serve(&folder.join("demo.db"));
    let ready = serve::open(&serve).await?;
    let (name, workspace, file) = match options.language {
        Language::ZhTw => ("思穎", "示範工作室", CHINESE),
        Language::En => ("Sylvie", "Demo studio", ENGLISH),
    };
    let (seeder, password) = Seeder::begin(ready.app(), name, workspace).await?;
    seeder.push(demo_changes(ready.app(), file)?).await?;
    let url = &ready.app().settings().public_url;
    print(&format!(
        "Yardstick is ready with the demo book: {url}\nSign in with {EMAIL}\nand the password    {password}\n\
        Everything is thrown away when this ends (Ctrl-C).\n"
    ));
    Ok(ready)
}

fn demo_changes(app: &App, file: &[u8]) -> Result<impl Iterator<Item = Change>, SeedError> {
    let now_ms = app.now_ms();
    let opened = Instant::from_ms(now_ms).and_then(|now| {
        Some(OpenedAt {
            now,
            today: now.local_date(UTC_OFFSET_MINUTES)?,
            utc_offset_minutes: UTC_OFFSET_MINUTES,
        })
    });
    let registers = match opened {
        Some(opened) => demo::registers(file, opened)?,
        // The clock is out of all bounds; there is nothing to count days from.
        None => Vec::new(),
    };
    let writer = Writer(app.epoch().0);
    Ok((0..)
        .zip(registers)
        .map(move |(counter, (key, value))| Change {
            id: ChangeId { writer, counter },
            key,
            value,
            replaces: Vec::new(),
            time: now_ms,
            action: None,
            batch: None,
        }))
}

/// Makes an account in a new database and fills its workspace with a generated book.
///
/// # Errors
/// See [`StartupError`]: a database that is in use is left alone.
pub async fn generate(options: &Generate) -> Result<(), StartupError> {
    let app = serve::without_socket(&options.database.path()?).await?;
    let (seeder, password) = Seeder::begin(&app, "Generated", "Generated book").await?;
    let now = Instant::from_ms(app.now_ms()).unwrap_or_else(beginning);
    let size = BookSize {
        clients: options.clients,
        records: options.records,
    };
    let book = generate::book(options.seed, size, now);
    let changes = generate::changes(book, Writer(app.epoch().0), app.now_ms());
    let pushed = seeder.push(changes).await?;
    app.stop().await;
    print(&format!(
        "{} clients, {} records, {pushed} fields.\nSign in with {EMAIL}\nand the password    {password}\n",
        size.clients, size.records
    ));
    Ok(())
}

/// A clock before 1970 or after 9999 counts from the beginning.
fn beginning() -> Instant {
    yardstick_domain::values::Date::from_unix_days(0)
        .and_then(|day| Instant::from_local(day, 0, 0))
        .unwrap_or_else(|| unreachable!("1970-01-01 is within the years kept"))
}

fn print(text: &str) {
    let mut console = std::io::stdout().lock();
    // A closed console is no reason not to serve.
    let _ = write!(console, "{text}");
    let _ = console.flush();
}

/// What is left of it is in the system's folder for temporary files.
fn remove(folder: &Path) {
    if let Err(error) = std::fs::remove_dir_all(folder) {
        tracing::warn!(folder = %folder.display(), %error, "the demo's database is still there");
    }
}
