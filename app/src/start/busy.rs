//! Whether something is open that a reload would disturb: a meeting, or a text somebody is in.

use leptos::prelude::*;

use crate::browser::focus;
use crate::route::Route;
use crate::route::navigation;

/// Follows where the person is and where the keyboard is.
pub(super) fn watch() -> Memo<bool> {
    let current = navigation::current();
    let in_text = focus::watch_text();
    Memo::new(move |_| in_text.get() || is_open_work(&current.get()))
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
