//! Yardstick's server: who may, store, serve. It knows structure and limits, and no rule of the method.
//!
//! [`App`] is one running server without its socket: [`App::start`] takes an open [`store::Store`], a clock and settings,
//! and [`router`] gives what answers requests. `main.rs` puts a socket under it; tests and the simulation call the
//! router directly, with a clock of their own.

mod app;
pub mod assets;
pub mod backups;
pub mod cli;
pub mod clock;
pub mod demo;
pub mod error;
pub mod events;
mod first_run;
mod http;
mod ids;
mod limits;
mod passwords;
mod public_url;
pub mod seed;
pub mod serve;
pub mod startup;
pub mod store;
pub mod sync;

pub use app::{App, Settings};
pub use http::{openapi_json, router};
pub use limits::{Rate, Rates};
pub use public_url::{PublicUrl, PublicUrlError};
