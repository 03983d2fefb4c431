//! Measures the server against `spec/budgets.md` and prints one table. Every time is a ratio to the floor of the same run, because
//! machines are noisy; bytes are exact. Run it by `make bench-server`: `--long` adds a million edits and more live devices, `--out FILE`
//! writes the table down, `--only push` (or `growth`, `latency`, `live`, `schedule`) takes a part. `--serve FILE` is the server it measures.

mod floor;
mod latency;
mod live;
mod machine;
mod people;
mod process;
mod push;
mod schedule;
mod server;
mod table;
mod wire;
mod work;

use std::path::{Path, PathBuf};

use server::{Failure, Server};
use table::Table;

/// What was asked for.
#[derive(Default)]
struct Options {
    long: bool,
    out: Option<PathBuf>,
    only: Option<String>,
    serve: Option<PathBuf>,
}

impl Options {
    fn read() -> Result<Self, Failure> {
        let mut options = Self::default();
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            let mut next = || words.next().ok_or_else(|| format!("{word} needs a word"));
            match word.as_str() {
                "--long" => options.long = true,
                "--out" => options.out = Some(next()?.into()),
                "--only" => options.only = Some(next()?),
                "--serve" => options.serve = Some(next()?.into()),
                _ => return Err(format!("{word} is not understood").into()),
            }
        }
        Ok(options)
    }

    fn takes(&self, part: &str) -> bool {
        self.only.as_deref().is_none_or(|only| only == part)
    }
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let options = Options::read()?;
    if let Some(database) = &options.serve {
        return process::serve(database).await;
    }
    let mut table = Table::default();
    let began = machine::description();
    let folder = tempfile::tempdir_in(".")?;
    let folder = folder.path().canonicalize()?;
    let floor = push::measure(&mut table, &folder).await?;
    if options.takes("growth") {
        let most = if options.long { 1_000_000 } else { 100_000 };
        push::history_grows(&mut table, floor, most).await?;
        push::book_grows(&mut table, &folder).await?;
    }
    if options.takes("latency") {
        latency(&mut table, &folder).await?;
    }
    if options.takes("live") {
        live::measure(&mut table, &folder, 400, if options.long { 60 } else { 20 }).await?;
    }
    if options.takes("schedule") {
        schedule::measure(&mut table);
    }
    table.finish(&began, options.out.as_deref())
}

async fn latency(table: &mut Table, folder: &Path) -> Result<(), Failure> {
    let server = Server::start().await?;
    let latency = latency::measure(&server, folder).await?;
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
    Ok(())
}
