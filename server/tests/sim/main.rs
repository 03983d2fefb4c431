//! The deterministic simulation: devices with tabs and the real sync service, one thread, one seed. Messages are lost, repeated,
//! reordered and cut; tabs crash between any two steps; clocks jump; storage is full or wiped; the server restarts, and is restored
//! from a backup; clients are erased. After the faults: all are equal, all that was called saved is there, nothing is left of a client
//! that anybody knows to be erased, and another round changes nothing.
//!
//! A failing seed is printed and replays exactly: `YARDSTICK_SEED=42 cargo test -p yardstick-server --test sim`. More seeds:
//! `YARDSTICK_SEEDS=100000`. Every fiftieth seed runs a second time on SQLite, through the real router.
//!
//! What it found before anything was built on it, each mended in `domain`:
//! - an edit accepted after the backup was taken, by a device whose cursor lies before it, was dropped when the new history passed
//!   its old place (`Outbox::ask_again`);
//! - a server restored a second time between a device's offers and its first snapshot page took the place of what had been offered
//!   (`roll::finish`);
//! - registers that a snapshot or a healed bucket brought from beyond the cursor were not missed after a restore (`Meta::reach`).
//!
//! The first two are the edits that went missing, unexplained, in about one modelled history of a thousand.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test says by failing what it expected"
)]

#[expect(
    dead_code,
    reason = "the stage of the other tests; a part of it is enough here"
)]
#[path = "../it/app.rs"]
mod app;
mod backend;
mod device;
mod network;
mod rng;
mod world;

use world::{Faults, Kind, World};

/// Seeds of each test unless told otherwise.
const SEEDS: u64 = 500;
/// Every so manieth seed runs on SQLite too.
const ON_SQLITE: u64 = 50;

const CALM: Faults = Faults {
    restores: false,
    wipes: false,
    erasures: false,
};
const ERASURES: Faults = Faults {
    erasures: true,
    ..CALM
};
const WIPES: Faults = Faults {
    wipes: true,
    ..CALM
};
const RESTORES: Faults = Faults {
    restores: true,
    ..CALM
};
const ALL: Faults = Faults {
    restores: true,
    wipes: true,
    erasures: true,
};

fn seeds() -> std::ops::Range<u64> {
    let number = |name: &str| {
        std::env::var(name)
            .ok()
            .and_then(|text| text.parse::<u64>().ok())
    };
    match number("YARDSTICK_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("YARDSTICK_SEEDS").unwrap_or(SEEDS),
    }
}

fn run(faults: Faults, kind: Kind, seeds: impl Iterator<Item = u64>) {
    for seed in seeds {
        let outcome = std::panic::catch_unwind(|| World::new(seed, faults, kind).run());
        if let Err(panic) = outcome {
            eprintln!(
                "seed {seed} with {faults:?} on {kind:?} fails; YARDSTICK_SEED={seed} replays it"
            );
            std::panic::resume_unwind(panic);
        }
    }
}

#[test]
fn all_end_equal_whatever_the_network_and_the_tabs_do() {
    run(CALM, Kind::Memory, seeds());
}

#[test]
fn nothing_stays_of_a_client_that_is_erased_meanwhile() {
    run(ERASURES, Kind::Memory, seeds());
}

#[test]
fn all_end_equal_though_storage_is_wiped() {
    run(WIPES, Kind::Memory, seeds());
}

#[test]
fn all_end_equal_though_backups_are_restored() {
    run(RESTORES, Kind::Memory, seeds());
}

#[test]
fn all_end_equal_though_everything_happens() {
    run(ALL, Kind::Memory, seeds());
}

#[test]
fn all_end_equal_on_sqlite_through_the_router() {
    run(
        ALL,
        Kind::Router,
        seeds().filter(|seed| seeds().end - seeds().start == 1 || seed % ON_SQLITE == 0),
    );
}
