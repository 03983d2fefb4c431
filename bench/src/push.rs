//! Pushing and pulling through the router: the main figures, and how they grow.

use std::path::Path;
use std::time::{Duration, Instant};

use axum::http::Method;
use serde_json::Value;
use yardstick_domain::codec::MEDIA_TYPE as COLUMNS;

use crate::floor::Floor;
use crate::machine;
use crate::people;
use crate::process::reference_book;
use crate::server::{Failure, Server, bytes_of, now_ms};
use crate::table::Table;
use crate::work::{self, Edit};

/// Edits of the main figures, and the records they are spread over.
pub(crate) const EDITS: u32 = 10_000;
pub(crate) const RECORDS: u64 = 500;
/// Edits of a request, and of a commit at the floor.
const BATCH: usize = 1_000;
/// Floor and push take turns so often; the middle of each counts.
pub(crate) const ROUNDS: usize = 7;
const JSON: &str = "application/json";
const WRITER: u64 = 0x5eed_0000_0000_0001;

/// The main figures. Answers the floor, which the others are ratios of.
pub(crate) async fn measure(table: &mut Table, folder: &Path) -> Result<Duration, Failure> {
    let edits = work::edits(EDITS, RECORDS);
    let (mut floors, mut pushes, mut cpu) = (Vec::new(), Vec::new(), Vec::new());
    let mut lazy = Vec::new();
    for round in 0..ROUNDS {
        let mut floor = Floor::open(&folder.join(format!("floor{round}.db")));
        floors.push(floor.write(&edits, BATCH));
        for overwrite in [true, false] {
            let server = Server::start().await?;
            server.overwrite_deleted(overwrite).await?;
            let (took, cpu_s) = push_all(&server, &edits).await?;
            if overwrite {
                pushes.push(took);
                cpu.push(cpu_s);
            } else {
                lazy.push(took);
            }
            server.stop().await;
        }
    }
    let floor = middle(&mut floors);
    cpu.sort_by(f64::total_cmp);
    table.row(
        "floor: 10,000 edits over 500 records, 10 commits",
        &format!("{:.3} s", floor.as_secs_f64()),
        "",
    );
    table.row(
        "push of the same, 10 requests",
        &format!("{:.2} x floor", ratio(middle(&mut pushes), floor)),
        "3 x, aim 2 x",
    );
    table.row(
        "  processor time, both sides and all threads",
        &format!("{:.2} s", cpu[ROUNDS / 2]),
        "0.30 s, aim 0.20 s",
    );
    table.row(
        "  the same if what is deleted were not overwritten",
        &format!("{:.2} x floor", ratio(middle(&mut lazy), floor)),
        "",
    );
    pulls(table, &edits, floor).await?;
    Ok(floor)
}

async fn pulls(table: &mut Table, edits: &[Edit], floor: Duration) -> Result<(), Failure> {
    let server = Server::start().await?;
    let origin: Value = snapshot_start(&server).await?;
    push_all(&server, edits).await?;
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
    Ok(())
}

/// Cost per edit as the history grows, and what an empty device needs after 100,000 edits.
pub(crate) async fn history_grows(
    table: &mut Table,
    floor: Duration,
    most: u32,
) -> Result<(), Failure> {
    let edits = work::edits(most, RECORDS);
    let server = Server::start().await?;
    let mut done = 0;
    for upto in [1_000, 10_000, 100_000, 1_000_000] {
        if upto > edits.len() {
            break;
        }
        let batch = &edits[done..upto];
        let (took, cpu_s) = push_all(&server, batch).await?;
        table.row(
            &format!("push, per edit, history up to {upto}"),
            &format!(
                "{:.1} us, {:.1} us processor",
                per_edit_us(took, batch),
                cpu_s * 1e6 / batch.len() as f64
            ),
            "does not grow",
        );
        if upto == 100_000 {
            for encoding in ["gzip", "br"] {
                let (bytes, took) = snapshot_all(&server, encoding).await?;
                table.row(
                    &format!("snapshot after 100,000 edits, columns, {encoding}"),
                    &format!("{:.0} KB, {:.2} x floor", kb(bytes), ratio(took, floor)),
                    "390 KB, 2 x; aim 340 KB",
                );
            }
        }
        done = upto;
    }
    server.stop().await;
    Ok(())
}

/// Cost per edit on the reference book, against that on an empty one of the same moment.
pub(crate) async fn book_grows(table: &mut Table, folder: &Path) -> Result<(), Failure> {
    let edits = work::edits(EDITS, RECORDS);
    let empty = Server::start().await?;
    let (of_empty, _) = push_all(&empty, &edits).await?;
    empty.stop().await;
    let reference = folder.join("grown.db");
    reference_book(&reference)?;
    let cookies = people::devices(&reference, 1, now_ms());
    let server = Server::on(&reference, cookies.first().ok_or("no cookie")?).await?;
    let (of_reference, _) = push_all(&server, &edits).await?;
    server.stop().await;
    table.row(
        "push, per edit: empty book, then book of 100,000 records",
        &format!(
            "{:.1} us, {:.1} us",
            per_edit_us(of_empty, &edits),
            per_edit_us(of_reference, &edits)
        ),
        "does not grow",
    );
    Ok(())
}

fn per_edit_us(took: Duration, edits: &[Edit]) -> f64 {
    took.as_secs_f64() * 1e6 / edits.len() as f64
}

/// Everything, page after page; where each begins is asked beforehand, in the clear.
async fn snapshot_all(server: &Server, encoding: &str) -> Result<(u64, Duration), Failure> {
    let mut paths = vec!["/api/v1/snapshot".to_owned()];
    loop {
        let path = paths.last().cloned().unwrap_or_default();
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
        paths.push(format!(
            "/api/v1/snapshot?after_client={client}&after_record={record}"
        ));
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
