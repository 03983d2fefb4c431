//! Measures the server against `spec/budgets.md` and prints one table. Every time is a ratio to the floor of the same run, because
//! machines are noisy; bytes are exact. Requests go through the real router without a socket, but for the latency, which goes over
//! loopback. Run it by `make bench`.

mod floor;
mod latency;
mod machine;
mod server;
mod work;

use std::io::Write;
use std::time::{Duration, Instant};

use axum::http::Method;
use serde_json::Value;
use yardstick_domain::codec::MEDIA_TYPE as COLUMNS;

use floor::Floor;
use server::{Failure, Server, bytes_of};
use work::Edit;

/// Edits of the main figures, and the records they are spread over.
const EDITS: u32 = 10_000;
const RECORDS: u64 = 500;
/// Edits of a request, and of a commit at the floor.
const BATCH: usize = 1_000;
/// Floor and push take turns so often; the middle of each counts.
const ROUNDS: usize = 5;
const JSON: &str = "application/json";
const WRITER: u64 = 0x5eed_0000_0000_0001;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut table = Table::default();
    let folder = tempfile::tempdir_in(".")?;
    let edits = work::edits(EDITS, RECORDS);

    let (mut floors, mut pushes, mut cpu) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let mut floor = Floor::open(&folder.path().join(format!("floor{round}.db")));
        floors.push(floor.write(&edits, BATCH));
        let server = Server::start().await?;
        let (took, cpu_s) = push_all(&server, &edits).await?;
        pushes.push(took);
        cpu.push(cpu_s);
        server.stop().await;
    }
    let floor = middle(&mut floors);
    let push = middle(&mut pushes);
    cpu.sort_by(f64::total_cmp);
    table.row(
        "floor: 10,000 edits over 500 records, 10 commits",
        &format!("{:.3} s", floor.as_secs_f64()),
        "",
    );
    table.row(
        "push of the same, 10 requests",
        &format!("{:.2} x floor", ratio(push, floor)),
        "3 x, aim 2 x",
    );
    table.row(
        "  processor time, both sides and all threads",
        &format!("{:.2} s", cpu[ROUNDS / 2]),
        "0.30 s, aim 0.20 s",
    );

    let server = Server::start().await?;
    let origin: Value = snapshot_start(&server).await?;
    push_all(&server, &edits).await?;
    for (accept, name) in [(JSON, "JSON"), (COLUMNS, "columns")] {
        for encoding in ["identity", "gzip", "br"] {
            let (bytes, took) = pull_all(&server, &origin, accept, encoding).await?;
            let budget = if name == "columns" { "1 x" } else { "" };
            table.row(
                &format!("pull of the registers from nothing, {name}, {encoding}"),
                &format!("{:.0} KB, {:.2} x floor", kb(bytes), ratio(took, floor)),
                budget,
            );
        }
    }
    for encoding in ["gzip", "br"] {
        let (bytes, took) = pull_log(&server, encoding).await?;
        table.row(
            &format!("pull of the whole history from nothing, columns, {encoding}"),
            &format!("{:.0} KB, {:.2} x floor", kb(bytes), ratio(took, floor)),
            "200 KB, 1 x; aim 130 KB",
        );
    }
    let (_kept, path) = server.stop().await;
    let empty = {
        let (_kept, path) = Server::start().await?.stop().await;
        bytes_of(&path)
    };
    let per_edit = (bytes_of(&path) - empty) as f64 / f64::from(EDITS);
    table.row(
        "disk per edit, history, registers, ids",
        &format!("{per_edit:.0} B"),
        "180 B, aim 130 B",
    );

    growth(&mut table).await?;

    let server = Server::start().await?;
    let latency = latency::measure(&server, folder.path()).await?;
    let bound = 3.0 * (latency.commit.percentile_ms(99) + latency.loopback.percentile_ms(99));
    table.row(
        "one edit, A, server, B, over loopback: p50",
        &format!("{:.2} ms", latency.edit.percentile_ms(50)),
        "5 ms, aim 2 ms",
    );
    table.row(
        "  p99",
        &format!("{:.2} ms", latency.edit.percentile_ms(99)),
        &format!("{bound:.2} ms: 3 x (commit p99 + loopback p99)"),
    );
    server.stop().await;
    table.print()
}

/// Cost per edit as the history grows, and what an empty device needs of the largest.
async fn growth(table: &mut Table) -> Result<(), Failure> {
    const MOST: u32 = 100_000;
    let edits = work::edits(MOST, RECORDS);
    let server = Server::start().await?;
    let mut done = 0;
    for upto in [1_000, 10_000, MOST as usize] {
        let batch = &edits[done..upto];
        let (took, _) = push_all(&server, batch).await?;
        table.row(
            &format!("push, per edit, up to {upto} edits"),
            &format!("{:.1} us", took.as_secs_f64() * 1e6 / batch.len() as f64),
            "does not grow",
        );
        done = upto;
    }
    let folder = tempfile::tempdir_in(".")?;
    let floor = Floor::open(&folder.path().join("floor.db")).write(&edits[..EDITS as usize], BATCH);
    for encoding in ["gzip", "br"] {
        let began = Instant::now();
        let (mut bytes, mut path) = (0, "/api/v1/snapshot".to_owned());
        loop {
            let page = server
                .send(Method::GET, &path, String::new(), COLUMNS, encoding)
                .await?;
            bytes += page.len() as u64;
            // Where it goes on is asked once more in the clear, which is not counted as bytes but as time.
            let clear = server
                .send(Method::GET, &path, String::new(), COLUMNS, "identity")
                .await?;
            let header = header_of(&clear)?;
            let (Some(client), Some(record)) = (
                header["next"]["client"].as_str(),
                header["next"]["record"].as_str(),
            ) else {
                break;
            };
            path = format!("/api/v1/snapshot?after_client={client}&after_record={record}");
        }
        table.row(
            &format!("snapshot after 100,000 edits, columns, {encoding}"),
            &format!(
                "{:.0} KB, {:.2} x floor",
                kb(bytes),
                ratio(began.elapsed(), floor)
            ),
            "390 KB, 2 x; aim 340 KB",
        );
    }
    table.row(
        "memory of the process after it, this bench included",
        &format!("{:.0} MB", machine::resident_kib() as f64 / 1024.0),
        "60 MB with 100 devices live",
    );
    server.stop().await;
    Ok(())
}

/// Pushes in batches, and says how long that took and how much processor time. Making the bodies is not counted.
async fn push_all(server: &Server, edits: &[Edit]) -> Result<(Duration, f64), Failure> {
    let bodies: Vec<String> = edits
        .chunks(BATCH)
        .map(|batch| server.sync(None, &work::changes(batch, WRITER)))
        .collect();
    let (began, cpu) = (Instant::now(), machine::cpu_s());
    for body in bodies {
        server.push(body).await?;
    }
    Ok((began.elapsed(), machine::cpu_s() - cpu))
}

/// Where an empty device begins.
async fn snapshot_start(server: &Server) -> Result<Value, Failure> {
    let page = server
        .send(
            Method::GET,
            "/api/v1/snapshot",
            String::new(),
            JSON,
            "identity",
        )
        .await?;
    let page: Value = serde_json::from_slice(&page)?;
    Ok(page["at"].clone())
}

/// Pulls page after page; the bytes that would travel, and the time. Cursors are read from the answers in the clear, beforehand.
async fn pull_all(
    server: &Server,
    origin: &Value,
    accept: &str,
    encoding: &str,
) -> Result<(u64, Duration), Failure> {
    let mut bodies = Vec::new();
    let mut cursor = origin.clone();
    loop {
        let body = server.sync(Some(&cursor), &[]);
        bodies.push(body.clone());
        let clear = server
            .send(Method::POST, "/api/v1/sync", body, COLUMNS, "identity")
            .await?;
        let header = header_of(&clear)?;
        cursor = header["cursor"].clone();
        if header["more"] != true {
            break;
        }
    }
    let began = Instant::now();
    let mut bytes = 0;
    for body in bodies {
        bytes += server
            .send(Method::POST, "/api/v1/sync", body, accept, encoding)
            .await?
            .len() as u64;
    }
    Ok((bytes, began.elapsed()))
}

/// Pulls the log page after page, as [`pull_all`] does the registers.
async fn pull_log(server: &Server, encoding: &str) -> Result<(u64, Duration), Failure> {
    let mut paths = vec!["/api/v1/history?after=0".to_owned()];
    loop {
        let path = paths.last().cloned().unwrap_or_default();
        let clear = server
            .send(Method::GET, &path, String::new(), COLUMNS, "identity")
            .await?;
        let header = header_of(&clear)?;
        if header["more"] != true {
            break;
        }
        paths.push(format!("/api/v1/history?after={}", header["next"]));
    }
    let began = Instant::now();
    let mut bytes = 0;
    for path in paths {
        bytes += server
            .send(Method::GET, &path, String::new(), COLUMNS, encoding)
            .await?
            .len() as u64;
    }
    Ok((bytes, began.elapsed()))
}

/// The JSON at the beginning of an answer in columns.
fn header_of(answer: &[u8]) -> Result<Value, Failure> {
    let (mut length, mut at) = (0usize, 0);
    while let Some(&byte) = answer.get(at) {
        length |= usize::from(byte & 0x7f) << (7 * at);
        at += 1;
        if byte < 0x80 {
            break;
        }
    }
    Ok(serde_json::from_slice(
        answer
            .get(at..at + length)
            .ok_or("an answer that ends early")?,
    )?)
}

fn middle(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn ratio(time: Duration, floor: Duration) -> f64 {
    time.as_secs_f64() / floor.as_secs_f64()
}

fn kb(bytes: u64) -> f64 {
    bytes as f64 / 1_000.0
}

/// What is printed at the end, in one piece.
#[derive(Default)]
struct Table(Vec<[String; 3]>);

impl Table {
    fn row(&mut self, figure: &str, measured: &str, budget: &str) {
        self.0
            .push([figure.to_owned(), measured.to_owned(), budget.to_owned()]);
    }

    fn print(&self) -> Result<(), Failure> {
        let mut out = std::io::stdout().lock();
        writeln!(
            out,
            "{}; SQLite {}",
            machine::description(),
            floor::sqlite_version()
        )?;
        writeln!(
            out,
            "Through the router without a socket; the latency over loopback. {ROUNDS} rounds, the middle one.\n"
        )?;
        writeln!(
            out,
            "| {:<58} | {:<26} | {:<46} |",
            "figure", "measured", "must"
        )?;
        writeln!(out, "| {:-<58} | {:-<26} | {:-<46} |", "", "", "")?;
        for [figure, measured, budget] in &self.0 {
            writeln!(out, "| {figure:<58} | {measured:<26} | {budget:<46} |")?;
        }
        Ok(())
    }
}
