//! The deterministic simulation: devices with tabs and the real sync service, one thread, one seed. Messages are lost, repeated,
//! reordered and cut; tabs crash between any two steps; clocks jump; storage is full or wiped; the server restarts, and is restored
//! from a backup. After the faults: all are equal, all that was called saved is there, and another round changes nothing.
//!
//! A failing seed is printed and replays exactly: `YARDSTICK_SEED=42 cargo test -p yardstick-server --test sim`. More seeds:
//! `YARDSTICK_SEEDS=100000`.

mod device;
mod network;
mod rng;
mod world;

use world::{Faults, World};

/// Seeds of one run unless told otherwise.
const SEEDS: u64 = 2_000;

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

fn run(faults: Faults) {
    for seed in seeds() {
        let outcome = std::panic::catch_unwind(|| World::new(seed, faults).run());
        if let Err(panic) = outcome {
            eprintln!("seed {seed} with {faults:?} fails; YARDSTICK_SEED={seed} replays it");
            std::panic::resume_unwind(panic);
        }
    }
}

#[test]
fn all_end_equal_whatever_the_network_and_the_tabs_do() {
    run(Faults {
        restores: false,
        wipes: false,
    });
}

#[test]
fn all_end_equal_though_storage_is_wiped() {
    run(Faults {
        restores: false,
        wipes: true,
    });
}

#[test]
fn all_end_equal_though_backups_are_restored() {
    run(Faults {
        restores: true,
        wipes: false,
    });
}

#[test]
fn all_end_equal_though_everything_happens() {
    run(Faults {
        restores: true,
        wipes: true,
    });
}
