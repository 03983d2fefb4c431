//! Hints about the network. They say when to try, never whether it works.

use leptos::prelude::window;

use super::listen::Listener;

/// Calls `act` when the system reports a network again.
pub fn on_online(act: impl Fn() + 'static) -> Listener {
    Listener::new(&window(), "online", move |_| act())
}

/// Calls `act` when the system reports that the network is gone.
pub fn on_offline(act: impl Fn() + 'static) -> Listener {
    Listener::new(&window(), "offline", move |_| act())
}

/// Whether the system claims that there is no network at all; `false` says nothing.
pub fn claims_offline() -> bool {
    !window().navigator().on_line()
}
