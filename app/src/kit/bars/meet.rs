//! 開會, the one thing to do; a long press is 記一筆. On the phone it is with the client whose page is open.

use std::time::Duration;

use leptos::prelude::*;

use crate::browser::timer::Timeout;
use crate::i18n::{Msg, t};
use crate::kit::{Glyph, Icon};
use crate::route::Route;
use crate::route::navigation;

/// How long a press is a long one.
const LONG_PRESS: Duration = Duration::from_millis(500);

#[component]
pub(super) fn MeetButton(
    current: Signal<Route>,
    /// Whether it is the way into a meeting with the client whose page is open.
    #[prop(optional)]
    with_open: bool,
) -> impl IntoView {
    let open = move || match current.get_untracked() {
        Route::Client { client, .. } | Route::Ask { client } | Route::Plan { client, .. }
            if with_open =>
        {
            Some(client)
        }
        _ => None,
    };
    let meet = move || open().map_or(Route::Meet, |client| Route::MeetingBefore { client });
    let note = move || open().map_or(Route::Capture, |client| Route::CaptureFor { client });
    let go = StoredValue::new_local(navigation::navigator());
    let timer = StoredValue::new_local(None::<Timeout>);
    // The click that ends a long press is no short one.
    let was_long = StoredValue::new(false);
    let press = move |_| {
        was_long.set_value(false);
        timer.set_value(Some(Timeout::new(LONG_PRESS, move || {
            was_long.set_value(true);
            go.with_value(|go| go(&note()));
        })));
    };
    let let_go = move || timer.set_value(None);
    view! {
        <button
            class="meet"
            type="button"
            aria-current=move || current.with(|current| current.place() == Route::Meet).then_some("page")
            on:pointerdown=press
            on:pointerup=move |_| let_go()
            on:pointercancel=move |_| let_go()
            on:pointerleave=move |_| let_go()
            on:contextmenu=move |event| event.prevent_default()
            on:click=move |event| {
                // A click without a pointer comes from the keyboard.
                if event.detail() == 0 || !was_long.with_value(|long| *long) {
                    go.with_value(|go| go(&meet()));
                }
                was_long.set_value(false);
            }
        >
            <Icon glyph=Glyph::Handshake/>
            <span>{move || t(Msg::NavMeet)}</span>
        </button>
    }
}
