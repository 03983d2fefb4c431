//! From one device's edit to the other device's hands, over loopback: A posts, the server commits and hints, B hears and pulls.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::floor::Floor;
use crate::server::{Failure, ORIGIN_OURS, Server};
use crate::wire::Connection;
use crate::work;

/// Edits timed.
const EDITS: u32 = 400;

/// Times, shortest first.
pub(crate) struct Times(Vec<Duration>);

impl Times {
    pub(crate) fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// The time that so many hundredths do not exceed, milliseconds.
    pub(crate) fn percentile_ms(&self, hundredths: usize) -> f64 {
        let index = (self.0.len() * hundredths / 100).min(self.0.len().saturating_sub(1));
        self.0.get(index).map_or(0.0, Duration::as_secs_f64) * 1_000.0
    }
}

/// What was measured in one run.
pub(crate) struct Latency {
    /// From A's request to B's news.
    pub(crate) edit: Times,
    /// One row committed at the floor.
    pub(crate) commit: Times,
    /// A request over loopback that touches no database.
    pub(crate) loopback: Times,
}

/// Measures all three.
pub(crate) async fn measure(server: &Server, folder: &Path) -> Result<Latency, Failure> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let router = server.router.clone();
    tokio::spawn(async move { axum::serve(listener, router).await });

    let mut a = Connection::open(address, ORIGIN_OURS, &server.cookie).await?;
    let mut b = Connection::open(address, ORIGIN_OURS, &server.cookie).await?;
    let mut hints = Connection::open(address, ORIGIN_OURS, &server.cookie).await?;
    hints.send("GET", "/api/v1/events", "").await?;
    hints.until(b"\r\n\r\n").await?;
    let begin: Value = serde_json::from_slice(&b.request("GET", "/api/v1/snapshot", "").await?)?;
    let mut cursor = begin["at"].clone();

    let mut edit = Vec::new();
    for n in 0..EDITS {
        let change = json!({
            "id": format!("{:016x}-{n}", 0xfeed_u64), "client": uuid::Uuid::nil(), "record": uuid::Uuid::from_u128(77),
            "kind": "bench", "field": format!("live_{}", n % 10), "value": format!("edit {n}"), "time": work::BEGIN_MS,
            "replaces": n.checked_sub(10).map(|n| format!("{:016x}-{n}", 0xfeed_u64)).into_iter().collect::<Vec<_>>(),
        });
        let body = server.sync(None, &[change]);
        let began = Instant::now();
        let reader = async {
            hints.until(b"\n\n").await?;
            let news = b
                .request("POST", "/api/v1/sync", &server.sync(Some(&cursor), &[]))
                .await?;
            Ok::<_, Failure>((serde_json::from_slice::<Value>(&news)?, began.elapsed()))
        };
        let (posted, heard) = tokio::join!(a.request("POST", "/api/v1/sync", &body), reader);
        posted?;
        let (news, took) = heard?;
        if news["news"].as_array().map(Vec::len) != Some(1) {
            return Err(format!("one edit, one piece of news: {news}").into());
        }
        cursor = news["cursor"].clone();
        edit.push(took);
    }

    let mut loopback = Vec::new();
    for _ in 0..EDITS {
        let began = Instant::now();
        a.request("GET", "/api/v1/time", "").await?;
        loopback.push(began.elapsed());
    }
    let mut floor = Floor::open(&folder.join("commits.db"));
    let edits = work::edits(EDITS, 10);
    let commit = edits.chunks(1).map(|one| floor.write(one, 1)).collect();
    Ok(Latency {
        edit: Times::of(edit),
        commit: Times::of(commit),
        loopback: Times::of(loopback),
    })
}
