//! What was edited at two places unseen. One tap chooses, undo takes it back.

use leptos::prelude::*;
use yardstick_domain::change::{RecordKey, RegisterKey};
use yardstick_domain::id::RecordId;
use yardstick_domain::register::Head;

use super::naming;
use crate::book::Book;
use crate::i18n::{Msg, t};
use crate::pages::parts::trouble::{KeepOrDelete, Side};
use crate::route::Route;
use crate::session::{ConflictItem, Session};

/// All of them, over all clients; nothing when there are none.
#[component]
pub(super) fn Conflicts(session: Session) -> impl IntoView {
    let items = Memo::new({
        let conflicts = session.conflicts();
        move |_| conflicts.get()
    });
    let cards = move || {
        items
            .get()
            .into_iter()
            .map(|item| match item {
                ConflictItem::Field { key, heads } => view! { <FieldCard key heads/> }.into_any(),
                ConflictItem::Deleted { record } => view! { <DeletedCard record/> }.into_any(),
            })
            .collect_view()
    };
    view! {
        <Show when=move || !items.with(Vec::is_empty)>
            <section class="group" aria-labelledby="sync-also">
                <h2 class="group-head" id="sync-also">
                    {move || t(Msg::SyncAlsoEdited)} " "
                    <span class="group-count">{move || items.with(Vec::len)}</span>
                </h2>
                <div class="stack" data-gap="3">
                    {cards}
                </div>
            </section>
        </Show>
    }
}

#[component]
fn FieldCard(key: RegisterKey, heads: Vec<Head>) -> impl IntoView {
    let rows = Book::expect().clients();
    let title = {
        let key = key.clone();
        move || {
            let client = rows.with(|rows| naming::client(rows, key.client));
            [&client, " · ", &naming::field(&key)].concat()
        }
    };
    let spec = naming::spec(&key);
    let sides = heads
        .into_iter()
        .enumerate()
        .map(|(at, head)| view! { <Side key=key.clone() spec head is_shown=at == 0/> });
    view! {
        <article class="conflict">
            <h3>{title}</h3>
            <div class="conflict-sides">{sides.collect_view()}</div>
            <ClientLink client=key.client/>
        </article>
    }
}

#[component]
fn DeletedCard(record: RecordKey) -> impl IntoView {
    let rows = Book::expect().clients();
    let client = record.client;
    let kind = naming::kind(record.kind.as_str());
    let title = move || {
        let client = rows.with(|rows| naming::client(rows, client));
        [&client, " · ", &t(kind)].concat()
    };
    let record = StoredValue::new(record);
    view! {
        <article class="conflict">
            <h3>{title}</h3>
            <p>{move || t(Msg::ConflictDeletedText)}</p>
            <KeepOrDelete record/>
            <ClientLink client/>
        </article>
    }
}

#[component]
fn ClientLink(client: RecordId) -> impl IntoView {
    view! {
        <p class="small">
            <a href=Route::client(client).path()>{move || t(Msg::SyncOpenRecord)}</a>
        </p>
    }
}
