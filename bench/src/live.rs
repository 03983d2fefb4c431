//! Devices that are live: each with an open stream, told of what the others do.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::Barrier;

use crate::latency::Times;
use crate::people;
use crate::process::{Process, reference_book};
use crate::server::{Failure, now_ms};
use crate::table::Table;
use crate::wire::{Connection, Device};
use crate::work::{self, Dice};

const DEVICES_OF_ONE: u64 = 5;
const EDIT_EVERY: Duration = Duration::from_secs(10);
/// How often the server is killed for the time until it is ready again.
const KILLS: usize = 20;

/// When each edit under way was sent, by its value; shared by the devices of a workspace.
type Sent = Arc<Mutex<HashMap<String, Instant>>>;

/// Memory, readiness and arrival.
pub(crate) async fn measure(
    table: &mut Table,
    folder: &Path,
    workspaces: u64,
    seconds: u64,
) -> Result<(), Failure> {
    let reference = folder.join("reference.db");
    reference_book(&reference)?;
    let cookies = people::devices(&reference, 100, now_ms());
    memory(table, &reference, &cookies).await?;
    ready(table, &reference, &cookies).await?;
    let database = folder.join("workspaces.db");
    Process::unlimited(&database)?.kill()?;
    let cookies = people::workspaces(&database, workspaces, DEVICES_OF_ONE, now_ms());
    let arrivals = arrivals(&database, &cookies, Duration::from_secs(seconds)).await?;
    table.row(
        &format!(
            "{} live devices in {workspaces} workspaces of five, an edit each 10 s: arrival p50, p99",
            workspaces * DEVICES_OF_ONE
        ),
        &format!(
            "{:.1} ms, {:.0} ms ({} arrivals)",
            arrivals.percentile_ms(50),
            arrivals.percentile_ms(99),
            arrivals.count()
        ),
        "400 workspaces, p99 250 ms; aim 2,000",
    );
    Ok(())
}

/// The reference book behind a server, a hundred devices live on it, each having edited and pulled.
async fn memory(table: &mut Table, reference: &Path, cookies: &[String]) -> Result<(), Failure> {
    let process = Process::unlimited(reference)?;
    let begun_mb = process.resident_mb();
    let mut live = Vec::new();
    for cookie in cookies {
        let stream = listen(&process, cookie).await?;
        let device = Device::open(process.address, &process.origin, cookie).await?;
        live.push((stream, device));
    }
    for round in 0..3u64 {
        for (n, (_, device)) in (0u64..).zip(&mut live) {
            device.sync(&[edit(n, round)]).await?;
        }
    }
    // One of them comes with nothing, as on a new phone.
    let (_, first) = live.first_mut().ok_or("no devices")?;
    let mut path = "/api/v1/snapshot".to_owned();
    loop {
        let page = first.wire.json("GET", &path, "").await?;
        let (Some(client), Some(record)) = (
            page["next"]["client"].as_str(),
            page["next"]["record"].as_str(),
        ) else {
            break;
        };
        path = format!("/api/v1/snapshot?after_client={client}&after_record={record}");
    }
    table.row(
        "memory of the server, reference book, 100 devices live, one of them loading all of it",
        &format!(
            "{:.0} MB ({begun_mb:.0} when started)",
            process.resident_mb()
        ),
        "60 MB, aim 40 MB",
    );
    process.kill()
}

/// From the start after SIGKILL, in the middle of pushes, to the first answer.
async fn ready(table: &mut Table, reference: &Path, cookies: &[String]) -> Result<(), Failure> {
    let cookie = cookies.first().ok_or("no cookies")?;
    let mut times = Vec::new();
    for kill in 0..=KILLS {
        let process = Process::yardstick(reference)?;
        if kill > 0 {
            times.push(process.ready_after);
        }
        let mut device = Device::open(process.address, &process.origin, cookie).await?;
        for n in 0..20u64 {
            let number = 1_000 + u64::try_from(kill)? * 100 + n;
            device.sync(&[edit(number, 0)]).await?;
        }
        process.kill()?;
    }
    let times = Times::of(times);
    table.row(
        &format!("ready again after kill -9, reference book, {KILLS} times: median, worst"),
        &format!(
            "{:.0} ms, {:.0} ms",
            times.percentile_ms(50),
            times.percentile_ms(100)
        ),
        "1,000 ms",
    );
    Ok(())
}

/// An edit nobody else makes: of a device, and of a round.
fn edit(device: u64, round: u64) -> Value {
    let writer = 0xb000_0000_0000_0000_u64 + device;
    let replaces: Vec<String> = round
        .checked_sub(1)
        .map(|before| format!("{writer:016x}-{before}"))
        .into_iter()
        .collect();
    json!({
        "id": format!("{writer:016x}-{round}"), "client": uuid::Uuid::nil(),
        "record": uuid::Uuid::from_u128(u128::from(device) + 1), "kind": "bench", "field": "live",
        "value": format!("{device} {round}"), "time": work::BEGIN_MS, "replaces": replaces,
    })
}

async fn listen(process: &Process, cookie: &str) -> Result<Connection, Failure> {
    let mut stream = Connection::open(process.address, &process.origin, cookie).await?;
    stream.send("GET", "/api/v1/events", "").await?;
    stream.until(b"\r\n\r\n").await?;
    Ok(stream)
}

/// How long each edit took from its sender's request to the hands of each other device of its workspace.
async fn arrivals(
    database: &Path,
    cookies: &[Vec<String>],
    lasting: Duration,
) -> Result<Times, Failure> {
    let process = Process::unlimited(database)?;
    let count: usize = cookies.iter().map(Vec::len).sum();
    let together = Arc::new(Barrier::new(count));
    let mut dice = Dice(17);
    let mut devices = Vec::new();
    for (n, (workspace, cookie)) in (0u64..).zip(
        cookies
            .iter()
            .map(|cookies| (Sent::default(), cookies))
            .flat_map(|(sent, cookies)| {
                cookies
                    .iter()
                    .map(move |cookie| (Arc::clone(&sent), cookie))
            }),
    ) {
        let stream = listen(&process, cookie).await?;
        let device = Device::open(process.address, &process.origin, cookie).await?;
        let first_after = Duration::from_millis(dice.below(10_000));
        let one = Live {
            n,
            stream,
            device,
            sent: workspace,
            seen: Vec::new(),
        };
        devices.push(tokio::spawn(one.live(
            Arc::clone(&together),
            first_after,
            lasting,
        )));
    }
    let mut all = Vec::new();
    for device in devices {
        all.extend(device.await??);
    }
    process.kill()?;
    Ok(Times::of(all))
}

struct Live {
    n: u64,
    stream: Connection,
    device: Device,
    sent: Sent,
    seen: Vec<Duration>,
}

impl Live {
    async fn live(
        mut self,
        together: Arc<Barrier>,
        first_after: Duration,
        lasting: Duration,
    ) -> Result<Vec<Duration>, Failure> {
        together.wait().await;
        let began = tokio::time::Instant::now();
        let end = began + lasting;
        let mut next = began + first_after;
        let mut round = 0;
        loop {
            tokio::select! {
                () = tokio::time::sleep_until(end) => return Ok(self.seen),
                hint = self.stream.until(b"\n\n") => {
                    hint?;
                    let news = self.device.sync(&[]).await?;
                    self.see(&news);
                }
                () = tokio::time::sleep_until(next) => {
                    let value = format!("{} {round}", self.n);
                    self.sent.lock().unwrap_or_else(PoisonError::into_inner).insert(value, Instant::now());
                    let news = self.device.sync(&[edit(self.n, round)]).await?;
                    self.see(&news);
                    round += 1;
                    next += EDIT_EVERY;
                }
            }
        }
    }

    fn see(&mut self, news: &[Value]) {
        let own = format!("{} ", self.n);
        let sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        for row in news {
            let Some(value) = row["heads"][0]["value"].as_str() else {
                continue;
            };
            if let (false, Some(sent)) = (value.starts_with(&own), sent.get(value)) {
                self.seen.push(sent.elapsed());
            }
        }
    }
}
