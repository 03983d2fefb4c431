//! The browser's half of Yardstick: pages, the device store, the sync loop.

#![expect(
    unreachable_pub,
    reason = "the component macro of leptos repeats each component as a pub function inside another"
)]
#![allow(
    clippy::needless_pass_by_value,
    reason = "a component owns its properties, whether it looks at them or keeps them; the macro hides them from an expectation"
)]

pub mod book;
pub mod browser;
mod demo;
pub mod i18n;
pub mod kit;
mod library;
mod pages;
pub mod prefs;
pub mod route;
pub mod session;
mod start;
mod store;
mod sync;

use wasm_bindgen::prelude::*;

/// Starts the app; called by the loader once the module is here.
#[wasm_bindgen(start)]
pub fn start() {
    start::start();
}
