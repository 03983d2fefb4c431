//! What goes on while a meeting runs: the clock ticks, the screen stays on.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use yardstick_domain::values::Instant;

use super::words;
use crate::browser::visibility;
use crate::browser::wake_lock::WakeLock;

/// Now, told each second as long as the component lives.
pub(crate) fn each_second() -> ReadSignal<Option<Instant>> {
    let (now, set_now) = signal(words::now());
    let ticking =
        set_interval_with_handle(move || set_now.set(words::now()), Duration::from_secs(1));
    on_cleanup(move || {
        if let Ok(ticking) = ticking {
            ticking.clear();
        }
    });
    now
}

/// Keeps the screen on while `active`, as far as the browser can; it takes the lock away whenever the page is hidden, so it is asked for
/// again when the page is back.
pub(crate) fn keep_screen_on(active: Signal<bool>) {
    let held = StoredValue::new_local(None::<WakeLock>);
    let ask = move || {
        if active.try_get_untracked() != Some(true) {
            return;
        }
        spawn_local(async move {
            let lock = WakeLock::request().await;
            // A component that is gone lets the lock go at once.
            let _ = held.try_set_value(lock);
        });
    };
    Effect::new(move || {
        if active.get() {
            ask();
        } else {
            held.set_value(None);
        }
    });
    let listener = visibility::on_change(move |is_visible| {
        if is_visible {
            ask();
        }
    });
    let _ = StoredValue::new_local(listener);
}
