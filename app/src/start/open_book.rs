//! The book, with the bars around its pages.

use leptos::prelude::*;

use super::UpdateOffer;
use crate::kit::{BottomBar, SideBar};
use crate::pages::{self, Curtain, Palette, SyncAnnouncer};
use crate::route::Route;
use crate::route::navigation;
use crate::session::{Opened, Session};

/// The places and the page shown. A running meeting stands alone: nothing in the thumb's reach leads away from it by accident.
#[component]
pub(super) fn OpenBook(opened: Opened) -> impl IntoView {
    Session::provide(opened);
    UpdateOffer::expect().mind_meetings();
    pages::keep_badge();
    let current = navigation::current();
    let page = Memo::new(move |_| pages::shown_by(current.get()));
    let stands_alone = Memo::new(move |_| current.with(stands_alone));
    view! {
        <Curtain>
            <div class="app">
                <Show when=move || !stands_alone.get()>
                    <SideBar current/>
                </Show>
                {move || pages::page(page.get())}
                <Show when=move || !stands_alone.get()>
                    <BottomBar current/>
                </Show>
            </div>
            <Palette/>
        </Curtain>
        <SyncAnnouncer/>
    }
}

fn stands_alone(route: &Route) -> bool {
    matches!(
        route,
        Route::Meeting { .. } | Route::SignIn | Route::FirstRun
    )
}
