//! The browser's own offer to install the app, where it makes one.

use std::cell::RefCell;

use leptos::prelude::{RwSignal, Set, window};
use wasm_bindgen::JsValue;

use super::js;
use super::listen::Listener;

thread_local! {
    static OFFER: RefCell<Option<JsValue>> = const { RefCell::new(None) };
}

/// Starts to listen for the offer, which comes once and early; whether there is one.
pub fn watch() -> RwSignal<bool> {
    let offered = RwSignal::new(false);
    Listener::new(&window(), "beforeinstallprompt", move |event| {
        // Otherwise the browser shows a bar of its own at a moment of its own.
        event.prevent_default();
        OFFER.set(Some(event.into()));
        offered.set(true);
    })
    .forever();
    Listener::new(&window(), "appinstalled", move |_| {
        OFFER.set(None);
        offered.set(false);
    })
    .forever();
    offered
}

/// Takes the offer up; it can be taken once. Works only inside a tap.
pub fn prompt() {
    if let Some(offer) = OFFER.take() {
        // What the person answers the browser tells by installing or not.
        let _ = js::call(&offer, "prompt", &[]);
    }
}
