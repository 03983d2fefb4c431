//! 概況: what is open, who they are, what was agreed, what happened last.

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{ended_engagements, nudged, open_promises, running_engagements};

use super::also_edited::ConflictsHere;
use super::contact_links::{MapButton, map_link};
use super::engagements::EngagementFacts;
use super::hand_over::TakenOver;
use super::people::ContactRows;
use super::supplements::Supplements;
use super::timeline::Latest;
use crate::book::Records;
use crate::i18n::{Msg, t};
use crate::kit::{Glyph, Icon, LinkButton};
use crate::pages::parts::task::{TaskItem, TaskList};
use crate::route::{ClientTab, Route};

/// The groups of the page, each with the way to more of it.
#[component]
pub(super) fn Overview(client: RecordId, records: Signal<Arc<Records>>) -> impl IntoView {
    view! {
        <ConflictsHere records/>
        <TakenOver records/>
        <Promises client records/>
        <Supplements client records/>
        <Who client records/>
        <Agreed client records/>
        <Latest client records/>
    }
}

#[component]
fn Promises(client: RecordId, records: Signal<Arc<Records>>) -> impl IntoView {
    let items = Memo::new(move |_| {
        records.with(|records| {
            let open = open_promises(records.file());
            let nudges = &records.service().nudges;
            let items = open.iter().map(|promise| TaskItem {
                nudged: nudged(nudges, promise.task),
                ..TaskItem::of_promise(client, None, promise)
            });
            items.collect::<Vec<_>>()
        })
    });
    view! {
        <section class="group" aria-labelledby="client-promises">
            <h2 class="group-head" id="client-promises">
                <span>{move || t(Msg::ClientpagePromises)}</span>
                <span class="group-count">{move || items.with(Vec::len)}</span>
            </h2>
            <Show when=move || items.with(Vec::is_empty)>
                <p class="soft">{move || t(Msg::ClientpageNoPromises)}</p>
            </Show>
            <TaskList items/>
        </section>
    }
}

#[component]
fn Who(client: RecordId, records: Signal<Arc<Records>>) -> impl IntoView {
    let address = Memo::new(move |_| records.with(|records| records.client().address.clone()));
    let nobody = Memo::new(move |_| records.with(|records| records.contacts().is_empty()));
    let people = Route::Client {
        client,
        tab: ClientTab::People,
    };
    view! {
        <section class="group" aria-labelledby="client-who">
            <h2 class="group-head" id="client-who">
                {move || t(Msg::ClientpagePeople)}
            </h2>
            <ContactRows records/>
            <Show when=move || nobody.get()>
                <div>
                    <LinkButton to=people label=Msg::ClientpageAddContact glyph=Glyph::UserPlus/>
                </div>
            </Show>
            {move || {
                address
                    .get()
                    .map(|address| {
                        view! {
                            <div class="row-line">
                                <div class="row">
                                    <span class="row-mark">
                                        <Icon glyph=Glyph::MapPin/>
                                    </span>
                                    <span class="row-text">
                                        <span class="row-title">{address.clone()}</span>
                                    </span>
                                </div>
                                <MapButton href=map_link(&address)/>
                            </div>
                        }
                    })
            }}
        </section>
    }
}

/// The engagement that is on, of several the newest; where none is, the one that ended last.
#[component]
fn Agreed(client: RecordId, records: Signal<Arc<Records>>) -> impl IntoView {
    let latest = Memo::new(move |_| {
        records.with(|records| {
            let file = records.file();
            let running = running_engagements(file).into_iter();
            let mut all = running.chain(ended_engagements(file));
            all.next().map(|(_, engagement)| engagement.clone())
        })
    });
    let to = Route::Client {
        client,
        tab: ClientTab::Engagements,
    };
    view! {
        <section class="group" aria-labelledby="client-agreed">
            <h2 class="group-head" id="client-agreed">
                {move || t(Msg::EngagementEngagement)}
            </h2>
            {move || match latest.get() {
                Some(engagement) => {
                    let title = engagement.title.clone();
                    view! {
                        <p>
                            <a href=to.path()>
                                {move || {
                                    title.clone().unwrap_or_else(|| t(Msg::ClientpageNamelessEngagement))
                                }}
                            </a>
                        </p>
                        <EngagementFacts engagement/>
                    }
                        .into_any()
                }
                None => {
                    view! {
                        <div>
                            <LinkButton to label=Msg::ClientpageAddEngagement glyph=Glyph::Plus/>
                        </div>
                    }
                        .into_any()
                }
            }}
        </section>
    }
}
