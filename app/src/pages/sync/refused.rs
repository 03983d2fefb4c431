//! What the server refused: the value, why, and the ways out. One bad change never holds up the rest.

use leptos::prelude::*;

use super::naming;
use crate::book::Book;
use crate::i18n::{Msg, t};
use crate::kit::{Glyph, Icon};
use crate::pages::parts::trouble::{RefusedWays, reason_words};
use crate::session::{Refused, Session};

/// All of them; nothing when there are none.
#[component]
pub(super) fn RefusedList(session: Session) -> impl IntoView {
    let refused = Memo::new({
        let refused = session.refused();
        move |_| refused.get()
    });
    view! {
        <Show when=move || !refused.with(Vec::is_empty)>
            <section class="group" aria-labelledby="sync-refused">
                <h2 class="group-head" id="sync-refused">
                    {move || t(Msg::SyncRefusedTitle)} " "
                    <span class="group-count">{move || refused.with(Vec::len)}</span>
                </h2>
                <p class="small soft">{move || t(Msg::SyncRefusedNote)}</p>
                <ul class="rows">
                    // One that is being mended stays as it is while others come and go.
                    <For
                        each=move || refused.get()
                        key=|refused| refused.entry
                        children=|refused| view! { <RefusedRow refused/> }
                    />
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn RefusedRow(refused: Refused) -> impl IntoView {
    let rows = Book::expect().clients();
    let own = StoredValue::new(refused.clone());
    let title = move || {
        own.with_value(|refused| {
            let client = rows.with(|rows| naming::client(rows, refused.key.client));
            let value = naming::value(&refused.key, &refused.value);
            [
                &client,
                " · ",
                &naming::field(&refused.key),
                "「",
                &value,
                "」",
            ]
            .concat()
        })
    };
    let why = move || own.with_value(|refused| t(reason_words(&refused.reason)));
    view! {
        <li>
            <div class="row">
                <span class="row-mark">
                    <Icon glyph=Glyph::CircleAlert/>
                </span>
                <span class="row-text">
                    <span class="row-title">{title}</span>
                    <span class="row-note">{why}</span>
                </span>
            </div>
            <div class="row-below">
                <RefusedWays refused/>
            </div>
        </li>
    }
}
