//! Waiting.

use std::time::Duration;

use js_sys::Promise;
use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;

/// Waits at least this long; a page in the background may be woken later, a frozen one not before it is thawed.
pub async fn sleep(duration: Duration) {
    let promise = Promise::new(&mut |resolve, _reject| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(
            &resolve,
            whole_milliseconds(duration),
        );
    });
    // The promise is never rejected.
    let _ = JsFuture::from(promise).await;
}

/// A call that happens once, later; dropping the timeout calls it off.
pub struct Timeout {
    id: i32,
    _callback: Closure<dyn FnMut()>,
}

impl Timeout {
    /// Calls `act` once after `duration`.
    pub fn new(duration: Duration, act: impl FnOnce() + 'static) -> Self {
        let callback = Closure::once(act);
        let id = window()
            .set_timeout_with_callback_and_timeout_and_arguments_0(
                callback.as_ref().unchecked_ref(),
                whole_milliseconds(duration),
            )
            .unwrap_or_default();
        Self {
            id,
            _callback: callback,
        }
    }
}

impl Drop for Timeout {
    fn drop(&mut self) {
        window().clear_timeout_with_handle(self.id);
    }
}

/// Runs `act` in a task of its own, after everything the current event still triggers.
pub fn in_next_task(act: impl FnOnce() + 'static) {
    leptos::prelude::set_timeout(act, Duration::ZERO);
}

/// Runs `act` once what was changed by now is on the screen.
pub fn after_paint(act: impl FnOnce() + 'static) {
    leptos::prelude::request_animation_frame(move || in_next_task(act));
}

fn whole_milliseconds(duration: Duration) -> i32 {
    i32::try_from(duration.as_millis()).unwrap_or(i32::MAX)
}
