//! What a finger or the mouse is put on, before it is lifted.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

use super::listen::Listener;

/// Calls `handle` with the address of each link that is touched, as long as the page lives.
pub fn on_link_touched(handle: impl Fn(&str) + 'static) {
    Listener::before_others(&document(), "pointerdown", move |event: Event| {
        let address = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
            .and_then(|target| target.closest("a[href]").ok().flatten())
            .and_then(|link| link.get_attribute("href"));
        if let Some(address) = address {
            handle(&address);
        }
    })
    .forever();
}
