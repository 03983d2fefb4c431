//! Event listeners that end with their owner.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, EventTarget};

/// A registered listener; dropping it removes the listener.
pub struct Listener {
    target: EventTarget,
    event: &'static str,
    captures: bool,
    callback: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Calls `handle` for each `event` at `target` until the listener is dropped.
    pub fn new(
        target: &EventTarget,
        event: &'static str,
        handle: impl FnMut(Event) + 'static,
    ) -> Self {
        Self::with_phase(target, event, false, handle)
    }

    /// As [`Listener::new`], before anything below the target hears of the event.
    pub fn before_others(
        target: &EventTarget,
        event: &'static str,
        handle: impl FnMut(Event) + 'static,
    ) -> Self {
        Self::with_phase(target, event, true, handle)
    }

    fn with_phase(
        target: &EventTarget,
        event: &'static str,
        captures: bool,
        handle: impl FnMut(Event) + 'static,
    ) -> Self {
        let callback = Closure::<dyn FnMut(Event)>::new(handle);
        // Refused only for a callback that is no function.
        let _ = target.add_event_listener_with_callback_and_bool(
            event,
            callback.as_ref().unchecked_ref(),
            captures,
        );
        Self {
            target: target.clone(),
            event,
            captures,
            callback,
        }
    }

    /// Keeps listening as long as the page lives.
    pub fn forever(self) {
        std::mem::forget(self);
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let callback: &JsValue = self.callback.as_ref();
        let _ = self.target.remove_event_listener_with_callback_and_bool(
            self.event,
            callback.unchecked_ref(),
            self.captures,
        );
    }
}
