//! A double tap does one thing: its second tap does not press what the first one has brought under the finger.

use std::cell::Cell;

use leptos::prelude::document;
use leptos::prelude::window;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, MouseEvent};

use super::clock;
use super::listen::Listener;

/// A second tap comes within this time of the first, ms. Whoever has read the new page takes longer.
const SOON_MS: i64 = 350;
/// And this near to it, in pixels.
const NEAR_PX: i32 = 32;

/// What a tap can press.
const PRESSED: &str =
    "a, button, input, select, textarea, label, summary, [role=button], [role=tab]";

/// A click of a finger or mouse.
struct Tap {
    at_ms: i64,
    x: i32,
    y: i32,
    path: String,
    /// What it presses, if anything.
    pressed: Option<Element>,
}

impl Tap {
    /// None for a click of the keyboard, or of a screen reader.
    fn of(event: &MouseEvent) -> Option<Self> {
        (event.detail() > 0).then(|| Self {
            at_ms: clock::now_ms(),
            x: event.client_x(),
            y: event.client_y(),
            path: window().location().pathname().unwrap_or_default(),
            pressed: event
                .target()
                .and_then(|target| target.dyn_into::<Element>().ok())
                .and_then(|target| target.closest(PRESSED).ok().flatten()),
        })
    }

    /// Whether this tap was meant for what stood here before: the page is another one, or something else has come under the finger.
    fn is_stray_after(&self, first: &Self) -> bool {
        (self.path != first.path || self.pressed != first.pressed)
            && (0..=SOON_MS).contains(&(self.at_ms - first.at_ms))
            && (self.x - first.x).abs() <= NEAR_PX
            && (self.y - first.y).abs() <= NEAR_PX
    }
}

/// Takes stray second taps away from whatever they would press, as long as the page lives.
pub fn guard() {
    let last = Cell::new(None::<Tap>);
    Listener::before_others(&document(), "click", move |event: Event| {
        let first = last.take();
        // Whoever presses a key between two taps has not tapped twice.
        let Some(tap) = event.dyn_ref::<MouseEvent>().and_then(Tap::of) else {
            return;
        };
        let is_stray = first.is_some_and(|first| tap.is_stray_after(&first));
        if is_stray {
            event.prevent_default();
            event.stop_propagation();
        } else {
            last.set(Some(tap));
        }
    })
    .forever();
}
