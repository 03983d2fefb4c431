//! The shell around the app: the plain scripts that load it, watch its start and keep its files on the device.
//!
//! They speak through `window.__yardstick`, described in `public/watchdog.js`. Where it is absent (a bare test page) nothing happens.

use leptos::prelude::{RwSignal, Set, window};
use wasm_bindgen::JsValue;

use super::js;
use super::listen::Listener;

/// The app is on the screen: the start is no longer watched.
pub fn heartbeat() {
    tell("heartbeat", &[]);
}

/// The app waits for the person (another tab holds the database): no fault of the shell, no repair is wanted.
pub fn blocked() {
    tell("blocked", &[]);
}

/// Whether a meeting runs or an editor is open; the shell is exchanged for a newer one only while this is false.
pub fn set_busy(busy: bool) {
    tell("busy", &[busy.into()]);
}

/// The person accepts the new version: exchange and reload.
pub fn apply_update() {
    tell("applyUpdate", &[]);
}

/// Whether a newer version is installed and waits to be accepted.
pub fn update_ready() -> RwSignal<bool> {
    let is_ready = || shell().is_some_and(|shell| js::get(&shell, "updateReady").is_truthy());
    let ready = RwSignal::new(is_ready());
    Listener::new(&window(), "yardstick:update", move |_| {
        ready.set(is_ready());
    })
    .forever();
    ready
}

/// The id of the build that runs here.
pub fn build() -> String {
    shell()
        .and_then(|shell| js::text(&shell, "build"))
        .unwrap_or_default()
}

/// The address of a file of this build by its name in the source (`i18n/en.json`); the name itself where there is no build.
pub fn asset(name: &str) -> String {
    let address = shell().and_then(|shell| js::call(&shell, "asset", &[name.into()]).ok());
    address
        .and_then(|address| address.as_string())
        .unwrap_or_else(|| format!("/{name}"))
}

fn shell() -> Option<JsValue> {
    js::part(&window(), "__yardstick")
}

fn tell(what: &str, args: &[JsValue]) {
    if let Some(shell) = shell() {
        // Some are offered only once the loader is done.
        let _ = js::call(&shell, what, args);
    }
}
