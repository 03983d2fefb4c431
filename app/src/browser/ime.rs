//! Whether an input method is composing.
//!
//! Browsers disagree: some send the Enter that ends a composition with `isComposing`, some with key code 229, Safari after
//! `compositionend` with neither. All three are looked at, and the own flag stays up until the task after the composition has ended.

use std::cell::Cell;

use leptos::ev::KeyboardEvent;
use leptos::prelude::document;

use super::listen::Listener;
use super::timer::in_next_task;

thread_local! {
    static COMPOSING: Cell<bool> = const { Cell::new(false) };
}

/// The key code that stands for "the input method has it".
const TAKEN_BY_INPUT_METHOD: u32 = 229;

/// Watches compositions of the whole page; to be called once, before the first control is drawn.
pub fn watch() {
    Listener::new(&document(), "compositionstart", |_| COMPOSING.set(true)).forever();
    Listener::new(&document(), "compositionend", |_| {
        in_next_task(|| COMPOSING.set(false));
    })
    .forever();
}

/// Whether a composition is under way, or has ended in this very task.
pub fn is_composing() -> bool {
    COMPOSING.get()
}

/// Whether a key belongs to the input method, so that nobody else may act on it.
pub fn owns(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == TAKEN_BY_INPUT_METHOD || is_composing()
}
