//! As many seeds as wanted, on all cores: `make soak-simulation SEEDS=1000000`. Progress, seeds per second and a summary are printed.

use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::faults::{Allowed, Kind};
use crate::world::World;

/// A number that the environment gives.
pub(crate) fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Runs one seed. Whether it fails; then how is printed.
pub(crate) fn fails(seed: u64, allowed: Allowed, kind: Kind) -> bool {
    let mut world = World::new(seed, allowed, kind);
    let outcome = catch_unwind(AssertUnwindSafe(|| world.run()));
    let how = match outcome {
        Ok(Ok(_)) => return false,
        Ok(Err(broken)) => broken.to_string(),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
            format!("panicked: {}", text.unwrap_or("without a word"))
        }
    };
    let (step, faults) = (world.step, world.faults);
    eprintln!(
        "seed {seed} with {allowed:?} on {kind:?} breaks at step {step} — {how}\n  {faults:?}"
    );
    true
}

const EVERY: Duration = Duration::from_secs(10);
/// Every so manieth seed runs on SQLite through the router.
const ON_SQLITE: u64 = 2_000;

#[test]
#[ignore = "runs as long as it is told to: make soak-simulation"]
fn soak() {
    let first = number("YARDSTICK_FIRST_SEED").unwrap_or(0);
    let count = number("YARDSTICK_SEEDS").unwrap_or(10_000);
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get) as u64;
    let threads = number("YARDSTICK_THREADS").unwrap_or(cores);
    let (next, done) = (AtomicU64::new(first), AtomicU64::new(0));
    let failed = Mutex::new(Vec::new());
    let began = Instant::now();
    let told = Mutex::new(began);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= first + count {
                        break;
                    }
                    if one(seed) {
                        failed.lock().unwrap().push(seed);
                    }
                    let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                    let mut told = told.lock().unwrap();
                    if told.elapsed() >= EVERY {
                        *told = Instant::now();
                        let failed = failed.lock().unwrap().len();
                        report(done, count, failed, began);
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap();
    report(done.into_inner(), count, failed.len(), began);
    assert!(failed.is_empty(), "failed: {failed:?}");
}

fn report(done: u64, count: u64, failed: usize, began: Instant) {
    let seconds = began.elapsed().as_secs_f64();
    let rate = done as f64 / seconds;
    eprintln!("{done} of {count} seeds in {seconds:.0} s, {rate:.0} a second, {failed} failed");
}

/// One seed, under what its number allows.
fn one(seed: u64) -> bool {
    let allowed = Allowed {
        restores: seed & 1 == 1,
        wipes: seed & 2 == 2,
        erasures: seed & 4 == 4,
    };
    fails(seed, allowed, Kind::Memory)
        | (seed.is_multiple_of(ON_SQLITE) && fails(seed, Allowed::ALL, Kind::Router))
}
