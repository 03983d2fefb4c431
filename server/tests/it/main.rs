//! The server from outside: the real router on a real database file, without a socket and without waiting.
//! One binary, one module a subject; [`app::TestApp`] is the stage and [`app::Person`] who acts.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that cannot go on fails"
)]

mod app;
mod assets;
mod backup;
mod described;
mod devices;
mod erase;
mod events;
mod feed;
mod first_run;
mod hostile;
mod limits;
mod openapi;
mod password;
mod process;
mod session;
mod startup;
mod store_contract;
mod sync_http;
mod tidy;
mod writer;
