//! 漏了什麼嗎: clients for whom nothing was written down today although something happened, or usually does.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::maybe_forgotten;

use crate::book::Book;
use crate::i18n::{Msg, t};
use crate::kit::Chip;
use crate::pages::parts::naming::name_in;
use crate::pages::parts::{now, ticking};

/// How many are asked for.
const ASKED: usize = 4;

/// The question, with the clients; one pressed is the one to write down for.
#[component]
pub(super) fn Forgotten(#[prop(into)] on_choose: Callback<RecordId>) -> impl IntoView {
    let rows = Book::expect().clients();
    let today = ticking::today();
    let asked = Memo::new(move |_| {
        let today = today.get();
        rows.with(|rows| {
            let book = rows.iter().map(|row| (row.id, &*row.summary));
            let mut asked = maybe_forgotten(book, today, now::utc_offset_minutes());
            asked.truncate(ASKED);
            asked
        })
    });
    view! {
        <Show when=move || asked.with(|asked| !asked.is_empty())>
            <section class="group">
                <h2 class="group-head">
                    <span>{move || t(Msg::WorkForgotten)}</span>
                </h2>
                <div class="cluster">
                    <For each=move || asked.get() key=|id| *id let:client>
                        <Chip
                            label=Signal::derive(move || {
                                rows.with(|rows| name_in(rows, client)).unwrap_or_default()
                            })
                            pressed=Signal::stored(false)
                            on_press=move |()| on_choose.run(client)
                        />
                    </For>
                </div>
            </section>
        </Show>
    }
}
