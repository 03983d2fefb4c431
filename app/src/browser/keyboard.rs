//! Keys pressed anywhere on the page.

use leptos::ev::KeyboardEvent;
use leptos::prelude::document;
use wasm_bindgen::JsCast;

use super::listen::Listener;

/// Calls `handle` for every key press that no control has taken.
pub fn on_key(handle: impl Fn(&KeyboardEvent) + 'static) -> Listener {
    Listener::new(&document(), "keydown", move |event| {
        if let Some(event) = event
            .dyn_ref::<KeyboardEvent>()
            .filter(|event| !event.default_prevented())
        {
            handle(event);
        }
    })
}
