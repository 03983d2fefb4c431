//! The laws of the sync core, as properties, and fixtures of every wire and stored form.

#![expect(
    clippy::expect_used,
    reason = "a test says by failing what it expected"
)]

mod erased;
mod fixtures;
mod generators;
mod laws;
mod tab;
