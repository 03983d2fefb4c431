//! What was edited at two places unseen, a line for each client.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;

use super::naming;
use crate::book::Book;
use crate::i18n::{Msg, t};
use crate::pages::parts::portion::{MoreRows, Portion};
use crate::pages::parts::trouble::ClientAlsoEdited;
use crate::route::Route;

/// All clients that have some, each opened where it stands; nothing when there are none.
#[component]
pub(in crate::pages) fn Conflicts() -> impl IntoView {
    let rows = Book::expect().clients();
    let portion = Portion::new();
    let part = Memo::new(move |_| {
        rows.with(|rows| {
            let edited = rows.iter().filter(|row| row.summary.also_edited > 0);
            let edited: Vec<RecordId> = edited.map(|row| row.id).collect();
            portion.of(edited.into_iter())
        })
    });
    let count = Signal::derive(move || part.with(|part| part.count));
    let line = move |client: RecordId| {
        let title = move || rows.with(|rows| naming::client(rows, client));
        view! {
            <li>
                <a class="row" href=Route::client(client).path()>
                    <span class="row-text">
                        <span class="row-title">{title}</span>
                    </span>
                </a>
                <ClientAlsoEdited client/>
            </li>
        }
    };
    view! {
        <Show when=move || count.get() != 0>
            <section class="group" aria-labelledby="also-edited">
                <h2 class="group-head" id="also-edited">
                    <span>{move || t(Msg::SyncAlsoEdited)}</span>
                    <span class="group-count">{count}</span>
                </h2>
                <ul class="rows">
                    <For each=move || part.get().first key=|client| *client children=line/>
                </ul>
                <MoreRows portion count/>
            </section>
        </Show>
    }
}
