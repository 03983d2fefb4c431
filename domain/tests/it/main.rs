//! The laws of the sync core, as properties, and fixtures of every wire and stored form.

#![expect(
    clippy::expect_used,
    reason = "a test says by failing what it expected"
)]

mod accepted;
mod announced;
mod broken_off;
mod drafts;
mod erased;
mod fixtures;
mod forms;
mod generators;
mod laws;
mod not_taken;
mod recorded;
mod rounds;
mod tab;

use std::future::Future;
use std::task::{Context, Poll, Waker};

/// What a future comes to that never waits: one over a store in memory.
fn now<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    match future
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
    {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("waits for something"),
    }
}
