//! Whether the person sees the page.

use leptos::prelude::{document, window};
use web_sys::VisibilityState;

use super::listen::Listener;

/// Whether the page is on the screen now.
pub fn is_visible() -> bool {
    document().visibility_state() == VisibilityState::Visible
}

/// Calls `act` with the new state each time the page appears or disappears.
pub fn on_change(act: impl Fn(bool) + 'static) -> Listener {
    Listener::new(&document(), "visibilitychange", move |_| act(is_visible()))
}

/// Calls `act` when the page goes away, perhaps for good: the last moment to write something down.
pub fn on_page_hide(act: impl Fn() + 'static) -> Listener {
    Listener::new(&window(), "pagehide", move |_| act())
}
