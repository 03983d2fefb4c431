//! What was edited at two places unseen, at the head of the client: whoever opens the page sees it, on whichever part the field stands.

use std::sync::Arc;

use leptos::prelude::*;

use crate::book::{Records, conflicts_in};
use crate::i18n::{Msg, t_n};
use crate::kit::{Glyph, Icon};
use crate::pages::parts::trouble::{AlsoEdited, RecordTrouble};
use crate::pages::sync::naming;
use crate::session::ConflictItem;

/// Each of them with the choice between its values; nothing when there are none.
#[component]
pub(super) fn ConflictsHere(records: Signal<Arc<Records>>) -> impl IntoView {
    let items = Memo::new(move |_| {
        records.with(|records| {
            let own = records.client_key();
            let mut items = conflicts_in(records);
            // That of the client itself stands above every part.
            items
                .retain(|item| !matches!(item, ConflictItem::Deleted { record } if *record == own));
            items
        })
    });
    let count = move || u32::try_from(items.with(Vec::len)).unwrap_or(u32::MAX);
    let line = move |item: ConflictItem| match item {
        ConflictItem::Field { key, heads } => {
            let title = records.with_untracked(|records| {
                let record = records.record(&key.record_key());
                let of = record
                    .filter(|record| record.key.record != key.client)
                    .and_then(naming::record);
                let member = key
                    .field
                    .as_str()
                    .split_once('/')
                    .map(|(_, member)| member.to_owned());
                let parts = of.into_iter().chain([naming::field(&key)]).chain(member);
                parts.collect::<Vec<_>>().join(" · ")
            });
            let spec = naming::spec(&key)?;
            let view = view! {
                <li>
                    <p>{title}</p>
                    <AlsoEdited key spec heads/>
                </li>
            };
            Some(view.into_any())
        }
        ConflictItem::Deleted { record } => {
            let view = view! {
                <li>
                    <RecordTrouble records record/>
                </li>
            };
            Some(view.into_any())
        }
    };
    view! {
        <Show when=move || count() != 0>
            <section class="group" aria-labelledby="client-also-edited">
                <h2 class="group-head" id="client-also-edited">
                    <span class="also-edited">
                        <Icon glyph=Glyph::Merge/>
                        <span>{move || t_n(Msg::ClientsAlsoEdited, count(), &[])}</span>
                    </span>
                </h2>
                <ul class="stack" data-gap="2" role="list">
                    {move || items.get().into_iter().filter_map(line).collect_view()}
                </ul>
            </section>
        </Show>
    }
}
