//! What was acknowledged stands: the real program killed under load and between commit and reply, a write-ahead log that ends
//! anywhere, on copies.

use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use yardstick_domain::digest::{Digest, contribution};
use yardstick_domain::id::WorkspaceId;
use yardstick_server::store::Store;
use yardstick_server::store::backup::look_at;
use yardstick_server::store::sync::SyncStore;
use yardstick_server::sync::ReadStore;

use crate::app::{BEGIN_MS, TestApp, first_account};

/// How often the server is killed under load.
const KILLS: u32 = 20;
/// Devices that write at once.
const DEVICES: u64 = 3;

/// The real program on a database file; killed when dropped.
struct Server {
    child: Child,
    address: String,
    code: Option<String>,
}

impl Server {
    fn start(folder: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_yardstick"))
            .current_dir(folder)
            .env_clear()
            .args([
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--database",
                "sqlite://book.db",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap())
            .lines()
            .map(Result::unwrap);
        let ready = lines.next().unwrap();
        let (_, address) = ready.split_once("http://").unwrap();
        let address = address.to_owned();
        let code = if has_account(folder) {
            None
        } else {
            lines.find_map(|line| line.split_once("code: ").map(|(_, code)| code.to_owned()))
        };
        Self {
            child,
            address,
            code,
        }
    }

    /// SIGKILL: nothing of the program runs any more, not even what ends it cleanly.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn has_account(folder: &Path) -> bool {
    folder.join("cookie").exists()
}

/// One request on a connection of its own; `None` if the server died before the whole answer was there.
fn post(address: &str, path: &str, cookie: &str, body: &Value) -> Option<(String, Value)> {
    let mut stream = TcpStream::connect(address).ok()?;
    send(&mut stream, address, path, cookie, body)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    assert!(head.starts_with("HTTP/1.1 200"), "{answer}");
    Some((head.to_owned(), serde_json::from_str(body).ok()?))
}

fn send(
    stream: &mut TcpStream,
    address: &str,
    path: &str,
    cookie: &str,
    body: &Value,
) -> Option<()> {
    let body = body.to_string();
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nhost: localhost\r\norigin: http://{address}\r\ncookie: {cookie}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
    .ok()
}

/// Who pushes, as every request says.
#[derive(Clone)]
struct Account {
    cookie: String,
    workspace: Value,
    user: Value,
}

impl Account {
    fn make(server: &Server, folder: &Path) -> Self {
        let body = first_account(server.code.as_deref().unwrap());
        let (head, session) = post(&server.address, "/api/v1/first-run", "", &body).unwrap();
        let cookie = head
            .lines()
            .find_map(|line| line.strip_prefix("set-cookie: "))
            .unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        std::fs::write(folder.join("cookie"), &cookie).unwrap();
        Self {
            cookie,
            workspace: session["workspace"]["id"].clone(),
            user: session["user"]["id"].clone(),
        }
    }

    fn request(&self, changes: &[Value]) -> Value {
        json!({ "protocol": 1, "workspace": self.workspace, "user": self.user, "changes": changes })
    }
}

fn change(writer: u64, counter: u32) -> Value {
    let record = uuid::Uuid::from_u128(u128::from(counter % 20) << 8 | u128::from(writer));
    json!({
        "id": format!("{writer:016x}-{counter}"), "client": record, "record": record, "kind": "note",
        "field": format!("f{}", counter % 3), "value": counter, "time": BEGIN_MS,
        "replaces": counter.checked_sub(60).map(|before| format!("{writer:016x}-{before}")).into_iter().collect::<Vec<_>>(),
    })
}

async fn open(path: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(path);
    SqliteConnection::connect_with(&options).await.unwrap()
}

/// Every change in the log and how often it is there, by writer and counter.
async fn logged(path: &Path) -> HashMap<(u64, u32), u32> {
    let mut sql = open(path).await;
    let rows: Vec<(Vec<u8>, u32, u32)> = sqlx::query_as(
        "select symbol.word, change.counter, count(*) from change join symbol on symbol.id = change.writer group by 1, 2",
    )
    .fetch_all(&mut sql)
    .await
    .unwrap();
    rows.into_iter()
        .map(|(word, counter, times)| {
            (
                (u64::from_be_bytes(word[1..].try_into().unwrap()), counter),
                times,
            )
        })
        .collect()
}

/// Integrity, and that the digest kept with each push is the digest of what is there.
async fn is_sound(path: &Path) {
    let findings = look_at(path).await.unwrap();
    assert!(findings.damage.is_empty(), "{findings:?}");
    let store = Store::open(path).await.unwrap();
    let mut tx = store.reading().await.unwrap();
    let workspace: uuid::Uuid = sqlx::query_scalar("select id from workspace")
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    let workspace = WorkspaceId(workspace);
    let mut book = SyncStore::new(&mut tx);
    let (rows, _) = book.page(workspace, None, usize::MAX).await.unwrap();
    let mut digest = Digest::default();
    for row in &rows {
        digest.add(
            row.key.record.bucket(),
            contribution(&row.key, &row.register),
        );
    }
    assert_eq!(
        ReadStore::digest(&mut book, workspace).await.unwrap(),
        digest
    );
    drop(tx);
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_under_load_it_keeps_all_it_acknowledged_and_doubles_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start(folder.path());
    let account = Account::make(&server, folder.path());
    let acknowledged: Arc<Mutex<HashSet<(u64, u32)>>> = Arc::default();
    let next: Arc<Vec<AtomicU32>> = Arc::new((0..DEVICES).map(|_| AtomicU32::new(0)).collect());
    for kill in 0..KILLS {
        let devices: Vec<_> = (0..DEVICES)
            .map(|writer| {
                let (address, account) = (server.address.clone(), account.clone());
                let (acknowledged, next) = (Arc::clone(&acknowledged), Arc::clone(&next));
                std::thread::spawn(move || {
                    let next = &next[usize::try_from(writer).unwrap()];
                    loop {
                        // After a kill the same changes are sent again, as a device does that had no answer.
                        let first = next.load(Ordering::SeqCst);
                        let changes: Vec<_> = (first..first + 3)
                            .map(|counter| change(writer, counter))
                            .collect();
                        let Some((_, answer)) = post(
                            &address,
                            "/api/v1/sync",
                            &account.cookie,
                            &account.request(&changes),
                        ) else {
                            return;
                        };
                        for (counter, said) in (first..).zip(answer["verdicts"].as_array().unwrap())
                        {
                            assert_eq!(said["verdict"], "accepted", "{said}");
                            acknowledged.lock().unwrap().insert((writer, counter));
                        }
                        next.store(first + 3, Ordering::SeqCst);
                    }
                })
            })
            .collect();
        // In the middle of things: after so many more acknowledgements, whatever the machine's pace.
        let enough =
            acknowledged.lock().unwrap().len() + 6 + usize::try_from(kill * 7 % 23).unwrap();
        let began = Instant::now();
        while acknowledged.lock().unwrap().len() < enough {
            assert!(
                began.elapsed() < Duration::from_secs(60),
                "the load stopped"
            );
            std::thread::sleep(Duration::from_micros(500));
        }
        server.kill();
        for device in devices {
            device.join().unwrap();
        }
        server = Server::start(folder.path());
    }
    server.kill();
    let path = folder.path().join("book.db");
    is_sound(&path).await;
    let logged = logged(&path).await;
    let acknowledged = acknowledged.lock().unwrap();
    let lost: Vec<_> = acknowledged
        .iter()
        .filter(|id| !logged.contains_key(id))
        .collect();
    assert!(lost.is_empty(), "lost: {lost:?}");
    assert!(logged.values().all(|&times| times == 1), "{logged:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_between_commit_and_reply_the_repeat_is_answered_as_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path());
    let account = Account::make(&server, folder.path());
    let path = folder.path().join("book.db");
    let request = account.request(&[change(1, 1), change(1, 2)]);
    // The reply is never read: as far as the device knows there was none.
    let mut stream = TcpStream::connect(&server.address).unwrap();
    send(
        &mut stream,
        &server.address,
        "/api/v1/sync",
        &account.cookie,
        &request,
    )
    .unwrap();
    let began = Instant::now();
    while logged(&path).await.len() < 2 {
        assert!(
            began.elapsed() < Duration::from_secs(20),
            "nothing was stored"
        );
    }
    server.kill();
    drop(stream);
    let server = Server::start(folder.path());
    let (_, said) = post(&server.address, "/api/v1/sync", &account.cookie, &request).unwrap();
    let said: Vec<_> = said["verdicts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["verdict"].clone(), one["place"]["seq"].clone()))
        .collect();
    assert_eq!(
        said,
        [(json!("accepted"), json!(1)), (json!("accepted"), json!(2))]
    );
    server.kill();
    assert_eq!(
        logged(&path).await.values().copied().collect::<Vec<_>>(),
        [1, 1]
    );
    is_sound(&path).await;
}

/// A power cut leaves some beginning of the log that was written, never less than what was synced to the disk.
#[tokio::test]
async fn a_log_cut_anywhere_holds_every_commit_that_lies_before_the_cut() {
    const COMMITS: u32 = 25;
    const CUTS: u64 = 60;
    let (app, anna) = TestApp::with_owner().await;
    let session = anna.get("/api/v1/session").await.json();
    let account = Account {
        cookie: String::new(),
        workspace: session["workspace"]["id"].clone(),
        user: session["user"]["id"].clone(),
    };
    let (database, wal) = (app.database(), app.beside("yardstick.db-wal"));
    let length = |path: &PathBuf| std::fs::metadata(path).unwrap().len();
    let begun = length(&wal);
    let mut ends = Vec::new();
    for counter in 0..COMMITS {
        let answer = anna
            .post("/api/v1/sync", &account.request(&[change(1, counter)]))
            .await;
        assert_eq!(answer.json()["verdicts"][0]["verdict"], "accepted");
        ends.push(length(&wal));
    }
    assert!(
        ends.is_sorted_by(|one, next| one < next),
        "each commit lengthens the log: {ends:?}"
    );
    let last = *ends.last().unwrap();
    let copies = tempfile::tempdir().unwrap();
    for cut in 0..CUTS {
        // Spread over the log, and never at the same distance from a frame's border.
        let at = begun + (last - begun) * cut / (CUTS - 1) + cut % 7;
        let copy = copies.path().join(format!("{cut}.db"));
        std::fs::copy(&database, &copy).unwrap();
        let mut bytes = std::fs::read(&wal).unwrap();
        bytes.truncate(usize::try_from(at).unwrap());
        std::fs::write(copy.with_extension("db-wal"), &bytes).unwrap();
        let whole: HashSet<u32> = (0u32..)
            .zip(&ends)
            .filter(|&(_, &end)| end <= at)
            .map(|(counter, _)| counter)
            .collect();
        let found: HashSet<u32> = logged(&copy)
            .await
            .into_keys()
            .map(|(_, counter)| counter)
            .collect();
        assert_eq!(found, whole, "cut at {at} of {last}");
        is_sound(&copy).await;
    }
}
