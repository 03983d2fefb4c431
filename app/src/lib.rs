//! Yardstick app.
pub mod browser;
pub mod i18n;
pub mod prefs;
pub mod route;

use wasm_bindgen::prelude::*;

/// Starts the app.
#[wasm_bindgen(start)]
pub fn start() {}
