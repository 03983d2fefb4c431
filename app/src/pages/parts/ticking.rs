//! The time of day as a signal, for what counts minutes or turns with midnight.

use std::time::Duration;

use leptos::prelude::*;
use yardstick_domain::values::Date;

use super::now;
use crate::browser::{clock, visibility};

/// Often enough for minutes to be right.
const PERIOD: Duration = Duration::from_secs(20);

/// Now in unix ms, followed as long as the component lives; at once when the page comes back into sight.
pub fn every_minute() -> Signal<i64> {
    let minute = RwSignal::new(whole_minute());
    let look = move || {
        let now = whole_minute();
        if minute.try_get_untracked().is_some_and(|shown| shown != now) {
            minute.set(now);
        }
    };
    if let Ok(interval) = set_interval_with_handle(look, PERIOD) {
        on_cleanup(move || interval.clear());
    }
    let seen = StoredValue::new_local(visibility::on_change(move |is_visible| {
        if is_visible {
            look();
        }
    }));
    on_cleanup(move || seen.dispose());
    minute.into()
}

/// Today where the person is; turns at midnight.
pub fn today() -> Signal<Date> {
    let minute = every_minute();
    Memo::new(move |_| {
        minute.track();
        now::today()
    })
    .into()
}

fn whole_minute() -> i64 {
    let now = clock::now_ms();
    now - now.rem_euclid(60_000)
}
