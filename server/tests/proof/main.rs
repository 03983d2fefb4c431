//! What was acknowledged stands: the real program on a real file under the load of several devices, and then the worst moment for it.
//! Killed, told to stop, its log cut by a lost power supply, no room left, the file locked by somebody else. After each of them every
//! acknowledged edit is there exactly once, no request is there in part, the file and its digest are sound, and the server is ready again.
//!
//! `make test` runs a sample of each, `make soak-process TIMES=1000` as many as asked and prints what it counted.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that cannot go on fails; a soak says what it counted"
)]

mod book;
mod cut;
mod dice;
mod drill;
mod full;
mod killed;
mod load;
mod locked;
mod program;
mod stopped;
mod traced;

/// How often a mishap is brought about: as the soak asks, else a sample.
fn times(sample: u32) -> u32 {
    std::env::var("YARDSTICK_TIMES").map_or(sample, |times| {
        times.parse().expect("YARDSTICK_TIMES is a number")
    })
}
