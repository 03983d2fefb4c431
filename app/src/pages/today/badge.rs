//! How many things are due, on the app's icon.

use leptos::prelude::*;

use super::rules;
use crate::browser::{badge, visibility};
use crate::pages::parts::ticking;

/// Shows the number from now on, and anew each time the person turns away from the app, which is when the icon is seen.
pub(in crate::pages) fn keep_badge() {
    let day = ticking::today();
    let found = rules::found(day);
    let show = move || {
        let today = day.get_untracked();
        let due = found.with_untracked(|found| found.due_count(today));
        badge::set(due.try_into().unwrap_or(u32::MAX));
    };
    Effect::watch(|| (), move |(), _, _| show(), true);
    let listener = StoredValue::new_local(visibility::on_change(move |is_visible| {
        if !is_visible {
            show();
        }
    }));
    on_cleanup(move || listener.dispose());
}
