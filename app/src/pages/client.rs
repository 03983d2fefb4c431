//! A client: who they are, what each side owes, and everything that happened.

mod actions;
pub(super) mod add_sheet;
mod also_edited;
mod assessment;
mod contact_links;
mod cost_talks;
mod engagements;
mod erase;
mod file;
mod hand_over;
mod needs;
mod next_step;
mod overview;
mod people;
mod people_order;
pub(super) mod plan_sheet;
mod profile;
mod readings;
mod screening;
mod supplements;
mod tags;
mod tier_sheet;
mod timeline;
mod vcard;

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::id::RecordId;

pub(super) use self::actions::Actions;
use self::assessment::Assessed;
use self::engagements::Engagements;
use self::file::File;
use self::next_step::NextStep;
use self::overview::Overview;
use self::people::People;
use self::timeline::Timeline;
use crate::book::{Book, OpenState, Records};
use crate::i18n::{Msg, t};
use crate::kit::Tabs;
use crate::pages::parts::gone::Gone;
use crate::pages::parts::trouble::RecordTrouble;
use crate::pages::parts::words;
use crate::route::{ClientTab, Route};

/// A client beside the list, or alone on the phone.
#[component]
pub(super) fn ClientDetail(client: RecordId, tab: Memo<ClientTab>) -> impl IntoView {
    let handle = Book::expect().client(client);
    let records = handle.records();
    // Read once more only when it is another state, not each time something of the client changes.
    let state = Memo::new(move |_| handle.state().get());
    view! {
        <article class="pane-detail">
            {move || match state.get() {
                OpenState::Opening => ().into_any(),
                OpenState::Missing => {
                    view! {
                        <Gone
                            records
                            missing=Msg::ClientpageMissing
                            text=Msg::ClientpageMissingText
                        />
                    }
                    .into_any()
                }
                OpenState::Ready => view! { <Opened client records tab/> }.into_any(),
            }}
        </article>
    }
}

#[component]
fn Opened(client: RecordId, records: Signal<Arc<Records>>, tab: Memo<ClientTab>) -> impl IntoView {
    let tabs = ClientTab::ALL
        .into_iter()
        .map(|tab| (Route::Client { client, tab }, tab.name().into()))
        .collect();
    let current = Signal::derive(move || Route::Client {
        client,
        tab: tab.get(),
    });
    let key = records.with_untracked(|records| records.client_key());
    view! {
        <div class="stack">
            <RecordTrouble records record=key/>
            <div class="stack" data-gap="2">
                <Badges records/>
                <NextStep client records/>
            </div>
            <Actions client only="desk-only"/>
            <Tabs name=Msg::ClientpageParts tabs current/>
            {move || match tab.get() {
                ClientTab::Overview => view! { <Overview client records/> }.into_any(),
                ClientTab::Assessment => view! { <Assessed client records/> }.into_any(),
                ClientTab::File => view! { <File records/> }.into_any(),
                ClientTab::People => view! { <People client records/> }.into_any(),
                ClientTab::Engagements => view! { <Engagements client records/> }.into_any(),
                ClientTab::Timeline => view! { <Timeline client records/> }.into_any(),
            }}
        </div>
    }
}

/// Stage, kind and tags.
#[component]
fn Badges(records: Signal<Arc<Records>>) -> impl IntoView {
    let badges = Memo::new(move |_| {
        records.with(|records| {
            let client = records.client();
            let stage = client
                .stage
                .as_ref()
                .and_then(|stage| words::stage(stage, client.kind.as_ref()));
            let kind = client.kind.as_ref().and_then(words::client_kind);
            let archived = (client.archived == Some(true)).then_some(Msg::ClientArchived);
            let experience = client.experience.as_ref().and_then(|own| {
                words::choice(
                    "experience",
                    yardstick_domain::values::Choice::name(own),
                    None,
                )
            });
            let words: Vec<String> = [archived, stage, kind, experience]
                .into_iter()
                .flatten()
                .map(t)
                .collect();
            (words, client.tags.iter().cloned().collect::<Vec<_>>())
        })
    });
    view! {
        <div class="cluster">
            {move || {
                let (words, tags) = badges.get();
                let words = words
                    .into_iter()
                    .map(|word| view! { <span class="badge">{word}</span> })
                    .collect_view();
                let tags = tags
                    .into_iter()
                    .map(|tag| view! { <span class="chip" data-static=true>{tag}</span> })
                    .collect_view();
                (words, tags)
            }}
        </div>
    }
}
