//! What the server refused: the value, why, and the ways out. One bad change never holds up the rest.

use leptos::prelude::*;
use yardstick_domain::change::Value;

use super::naming;
use crate::book::Book;
use crate::i18n::{Msg, t};
use crate::kit::{Button, Glyph, Icon, LinkButton};
use crate::pages::parts::trouble::reason_words;
use crate::route::Route;
use crate::session::{Refused, Session};

/// All of them; nothing when there are none.
#[component]
pub(super) fn RefusedList(session: Session) -> impl IntoView {
    let refused = Memo::new({
        let refused = session.refused();
        move |_| refused.get()
    });
    let rows = move || {
        refused
            .get()
            .into_iter()
            .map(|refused| view! { <RefusedRow session refused/> })
            .collect_view()
    };
    view! {
        <Show when=move || !refused.with(Vec::is_empty)>
            <section class="group" aria-labelledby="sync-refused">
                <h2 class="group-head" id="sync-refused">
                    {move || t(Msg::SyncRefusedTitle)} " "
                    <span class="group-count">{move || refused.with(Vec::len)}</span>
                </h2>
                <p class="small soft">{move || t(Msg::SyncRefusedNote)}</p>
                <ul class="rows">{rows}</ul>
            </section>
        </Show>
    }
}

#[component]
fn RefusedRow(session: Session, refused: Refused) -> impl IntoView {
    let book = Book::expect();
    let rows = book.clients();
    // Open as long as the row is here: to drop the value its field must be known.
    let records = book.client(refused.key.client).records();
    let refused = StoredValue::new(refused);
    let title = move || {
        refused.with_value(|refused| {
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
    let why = move || refused.with_value(|refused| t(reason_words(&refused.reason)));
    // Setting the value that shows once more settles the refusal.
    let drop_it = move |_| {
        refused.with_value(|refused| {
            let shown = records.with_untracked(|records| {
                let record = records.record(&refused.key.record_key())?;
                let field = record.fields.get(&refused.key.field)?;
                field.register.value().cloned()
            });
            session.resolve(&refused.key, &shown.unwrap_or_else(Value::null));
        });
    };
    let client = refused.with_value(|refused| refused.key.client);
    view! {
        <li class="row-line">
            <div class="row">
                <span class="row-mark">
                    <Icon glyph=Glyph::CircleAlert/>
                </span>
                <span class="row-text">
                    <span class="row-title">{title}</span>
                    <span class="row-note">{why}</span>
                </span>
            </div>
            <LinkButton to=Route::client(client) label=Msg::SyncMend/>
            <Button label=Msg::SyncDrop on_press=drop_it/>
        </li>
    }
}
