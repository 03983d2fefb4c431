//! Everything of a client that was edited at two places unseen: as a list, and behind one line where clients are lines.

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::change::{Name, RecordKey};
use yardstick_domain::id::{ChangeId, RecordId};

use super::also_edited::AlsoEdited;
use super::choosing::{Choosing, Unfold};
use super::record::RecordTrouble;
use crate::book::{Book, Records, conflicts_in};
use crate::i18n::{Msg, t, t_n};
use crate::pages;
use crate::pages::sync::naming;
use crate::route::Route;
use crate::session::{ConflictItem, Session};

/// Each of a client's fields with several values, and each record that was deleted there and edited here.
#[component]
pub fn Conflicts(
    /// Everything of the client.
    records: Signal<Arc<Records>>,
    /// Which of them.
    items: Memo<Vec<ConflictItem>>,
    /// Whether the values are open from the start.
    #[prop(optional)]
    unfolded: bool,
) -> impl IntoView {
    let line = move |item: ConflictItem| match item {
        ConflictItem::Field { key, heads } => {
            let title = {
                let key = key.clone();
                move || records.with(|records| naming::field_in(records, &key))
            };
            view! {
                <li>
                    <p>{title}</p>
                    <AlsoEdited records key heads unfolded/>
                </li>
            }
            .into_any()
        }
        ConflictItem::Deleted { record } => view! {
            <li>
                <RecordTrouble records record/>
            </li>
        }
        .into_any(),
    };
    view! {
        <ul class="stack" data-gap="2" role="list">
            // One that is being looked at stays as it is while others come and go.
            <For each=move || items.get() key=identity children=line/>
        </ul>
    }
}

/// Which one it is, as long as its values are the same.
fn identity(item: &ConflictItem) -> (RecordKey, Option<(Name, Vec<ChangeId>)>) {
    match item {
        ConflictItem::Field { key, heads } => {
            let ids = heads.iter().map(|head| head.id).collect();
            (key.record_key(), Some((key.field.clone(), ids)))
        }
        ConflictItem::Deleted { record } => (record.clone(), None),
    }
}

/// A client's line that opens all of it where it stands; nothing as long as there is nothing.
#[component]
pub fn ClientAlsoEdited(
    /// Which client.
    client: RecordId,
) -> impl IntoView {
    let summary = Book::expect().summary(client);
    let count = Memo::new(move |_| {
        summary.with(|summary| summary.as_ref().map_or(0, |summary| summary.also_edited))
    });
    let choosing = Choosing::of_client(Session::expect(), client);
    let word = Signal::derive(move || t_n(Msg::ClientsAlsoEdited, count.get(), &[]));
    view! {
        <Show when=move || count.get() != 0>
            <div class="row-below stack" data-gap="2">
                <Unfold choosing shut=word open=word/>
                <Show when=move || choosing.is_open()>
                    {pages::conflicts(client)}
                </Show>
            </div>
        </Show>
    }
}

/// What stands under the line once it is opened.
#[component]
pub(in crate::pages) fn ConflictsOf(
    /// Of which client.
    client: RecordId,
) -> impl IntoView {
    let records = Book::expect().client(client).records();
    let items = Memo::new(move |_| records.with(|records| conflicts_in(records)));
    view! {
        <Conflicts records items unfolded=true/>
        <p class="small">
            <a href=Route::client(client).path()>{move || t(Msg::SyncOpenRecord)}</a>
        </p>
    }
}
