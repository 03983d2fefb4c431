//! The part of the screen that the on-screen keyboard leaves.
//!
//! Chromium and Firefox shrink the page for the keyboard; Safari lays it over the page and says so only through the visual viewport. The
//! shell's `--keyboard-inset` is what lies under the keyboard, and only while something is being typed: pinch zoom changes the visual
//! viewport as well.

use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::EventTarget;

use super::listen::Listener;
use super::{focus, js, page};

/// Less than this is a bar of the browser, not a keyboard, in CSS pixels.
const KEYBOARD_FROM_PX: f64 = 120.0;

/// Keeps `--keyboard-inset` and `<html data-keyboard>` as the keyboard is, as long as the page lives.
pub fn watch() {
    let Some(viewport) = js::part(&window(), "visualViewport") else {
        return;
    };
    let Ok(target) = viewport.clone().dyn_into::<EventTarget>() else {
        return;
    };
    let tallest = std::rc::Rc::new(std::cell::Cell::new(0.0_f64));
    let update = move || apply(&viewport, &tallest);
    update();
    for event in ["resize", "scroll"] {
        let update = update.clone();
        Listener::new(&target, event, move |_| update()).forever();
    }
    for event in ["focusin", "focusout"] {
        let update = update.clone();
        Listener::new(&document(), event, move |_| update()).forever();
    }
}

fn apply(viewport: &JsValue, tallest: &std::cell::Cell<f64>) {
    let number = |name| js::get(viewport, name).as_f64().unwrap_or_default();
    let visible = number("height");
    let page_height = window()
        .inner_height()
        .ok()
        .and_then(|height| height.as_f64())
        .unwrap_or(visible);
    tallest.set(tallest.get().max(page_height));
    let typing = focus::is_in_text() && number("scale") <= 1.01;
    let covered = if typing {
        (page_height - visible - number("offsetTop")).max(0.0)
    } else {
        0.0
    };
    let open = typing && page_is_touched() && tallest.get() - visible > KEYBOARD_FROM_PX;
    page::set_root_property("--keyboard-inset", &format!("{covered}px"));
    page::set_root_attribute("data-keyboard", open.then_some("open"));
}

/// Keyboards come up on touch screens; a window made smaller at a desk is none.
fn page_is_touched() -> bool {
    page::matches_media("(pointer: coarse)")
}
