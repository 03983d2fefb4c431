//! What was edited at two places unseen, at the head of the client: whoever opens the page sees it, on whichever part the field stands.

use std::sync::Arc;

use leptos::prelude::*;

use crate::book::{Records, conflicts_in};
use crate::i18n::{Msg, t_n};
use crate::kit::{Glyph, Icon};
use crate::pages::parts::trouble::Conflicts;
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
    view! {
        <Show when=move || count() != 0>
            <section class="group" aria-labelledby="client-also-edited">
                <h2 class="group-head" id="client-also-edited">
                    <span class="also-edited">
                        <Icon glyph=Glyph::Merge/>
                        <span>{move || t_n(Msg::ClientsAlsoEdited, count(), &[])}</span>
                    </span>
                </h2>
                <Conflicts records items/>
            </section>
        </Show>
    }
}
