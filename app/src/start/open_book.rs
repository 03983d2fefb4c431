//! The book, with the bars around its pages.

use leptos::prelude::*;

use super::UpdateOffer;
use crate::book::Book;
use crate::browser::touch;
use crate::kit::{BottomBar, SideBar};
use crate::pages::{self, Badge, Curtain, Palette, SyncAnnouncer};
use crate::route::Route;
use crate::route::navigation;
use crate::session::{Opened, Session};

/// The places and the page shown. A running meeting stands alone: nothing in the thumb's reach leads away from it by accident.
#[component]
pub(super) fn OpenBook(opened: Opened) -> impl IntoView {
    Session::provide(opened);
    read_ahead(Book::expect());
    UpdateOffer::expect().mind_meetings();
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
            <Badge/>
        </Curtain>
        <SyncAnnouncer/>
    }
}

/// A client whose line is touched is read while the finger is still down: its page opens with its content, and is drawn once.
fn read_ahead(book: Book) {
    touch::on_link_touched(move |address| {
        if let Route::Client { client, .. } = Route::parse(address) {
            book.read_ahead(client);
        }
    });
}

fn stands_alone(route: &Route) -> bool {
    matches!(
        route,
        Route::Meeting { .. } | Route::SignIn | Route::FirstRun
    )
}
