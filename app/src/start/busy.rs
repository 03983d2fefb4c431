//! Whether something is open that a reload would disturb: a meeting, or a text somebody is in.

use leptos::prelude::*;

use crate::book::Book;
use crate::browser::focus;
use crate::route::Route;
use crate::route::navigation;

/// Follows where the person is, where the keyboard is, and whether a meeting runs, which it does on every page.
pub(super) fn watch(meeting_runs: RwSignal<bool>) -> Memo<bool> {
    let current = navigation::current();
    let in_text = focus::watch_text();
    Memo::new(move |_| meeting_runs.get() || in_text.get() || is_open_work(&current.get()))
}

/// Whether a meeting of the open book runs.
pub(super) fn meeting_runs() -> Memo<bool> {
    let rows = Book::expect().clients();
    Memo::new(move |_| {
        rows.with(|rows| {
            rows.iter()
                .any(|row| row.summary.running_meeting().is_some())
        })
    })
}

/// Places at which something is under way even while nobody types.
fn is_open_work(route: &Route) -> bool {
    matches!(
        route,
        Route::Meeting { .. }
            | Route::WrapUp { .. }
            | Route::Capture
            | Route::CaptureFor { .. }
            | Route::NewClient
            | Route::Share
    )
}
