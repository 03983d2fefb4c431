//! 客戶: the list, and the client opened from it. On the phone one after the other, from 1024 px beside each other; the list stays as it
//! is while clients are opened from it.

pub(super) mod arrange;
mod filters;
mod list;
pub(in crate::pages) mod name_order;
mod note_hits;
mod row;

use leptos::prelude::*;
use yardstick_domain::method::Summary;

use self::list::ClientList;
pub(super) use self::note_hits::NoteHits;
use crate::book::Book;
use crate::i18n::{Msg, t};
use crate::kit::keys::{self, Shortcut};
use crate::kit::{Empty, Glyph, LinkButton};
use crate::pages;
use crate::pages::frame::Page;
use crate::route::{ClientTab, Route, navigation};

/// The list and the client opened.
#[component]
pub fn ClientsPage() -> impl IntoView {
    let current = navigation::current();
    let open = Memo::new(move |_| match current.get() {
        Route::Client { client, .. } => Some(client),
        _ => None,
    });
    let tab = Memo::new(move |_| match current.get() {
        Route::Client { tab, .. } => tab,
        _ => ClientTab::Overview,
    });
    let book = Book::expect();
    let summary = Memo::new(move |_| book.summary(open.get()?).get());
    let title = Signal::derive(move || match open.get() {
        Some(_) => summary.with(|summary| name_of(summary.as_deref())),
        None => t(Msg::NavClients),
    });
    let back = Signal::derive(move || open.get().map(|_| Route::Clients));
    let is_open = Signal::derive(move || open.get().is_some());
    let go = navigation::navigator();
    keys::on(Shortcut::New, move || go(&Route::NewClient));
    let dock = ViewFnOnce::from(move || move || open.get().map(pages::actions));
    view! {
        <Page title back panes=is_open dock=dock>
            <ClientList open/>
            {move || match open.get() {
                Some(client) => pages::client(client, tab),
                None => view! { <NothingOpen/> }.into_any(),
            }}
        </Page>
    }
}

fn name_of(summary: Option<&Summary>) -> String {
    // Without a line in the list it is not here, or no more.
    summary.map_or_else(
        || t(Msg::NavClients),
        |summary| {
            let name = summary.name.clone();
            name.unwrap_or_else(|| t(Msg::ClientsNameless))
        },
    )
}

#[component]
fn NothingOpen() -> impl IntoView {
    view! {
        <div class="pane-detail">
            <Empty title=Msg::ClientsChoose text=Msg::ClientsChooseText>
                <LinkButton to=Route::NewClient label=Msg::ClientNew glyph=Glyph::Plus/>
            </Empty>
        </div>
    }
}
