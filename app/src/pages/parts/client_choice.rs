//! Choosing a client: those worked with lately in one tap, the others by a few letters.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::order;
use yardstick_domain::text::Query;

use super::naming::{client_name, name_in};
use crate::book::{Book, ClientRow};
use crate::i18n::{Msg, t};
use crate::kit::{Chip, TextField};

/// How many are offered at once.
const OFFERED: usize = 8;

/// Chips of clients; one pressed again is let go.
#[component]
pub fn ClientChoice(
    /// The question.
    #[prop(into)]
    label: Signal<String>,
    /// The client so far.
    #[prop(into)]
    value: Signal<Option<RecordId>>,
    /// Told the client chosen.
    #[prop(into)]
    on_choose: Callback<Option<RecordId>>,
) -> impl IntoView {
    let rows = Book::expect().clients();
    let typed = RwSignal::new(String::new());
    let offered = Memo::new(move |_| {
        let query = Query::new(&typed.get());
        let mut offered = rows.with(|rows| offered(rows, &query));
        // The one chosen stays in sight.
        if let Some(chosen) = value.get().filter(|chosen| !offered.contains(chosen)) {
            offered.insert(0, chosen);
        }
        offered
    });
    let has_more = move || rows.with(|rows| rows.len() > OFFERED);
    view! {
        <fieldset class="field">
            <legend>{label}</legend>
            <div class="cluster">
                <For each=move || offered.get() key=|id| *id let:client>
                    <Chip
                        label=Signal::derive(move || {
                            rows.with(|rows| name_in(rows, client)).unwrap_or_default()
                        })
                        pressed=Signal::derive(move || value.get() == Some(client))
                        on_press=move |()| {
                            let is_chosen = value.get_untracked() == Some(client);
                            on_choose.run((!is_chosen).then_some(client));
                        }
                    />
                </For>
            </div>
            <Show when=move || offered.with(Vec::is_empty)>
                <p class="soft">
                    {move || {
                        let nobody = rows.with(|rows| rows.is_empty());
                        t(if nobody { Msg::CaptureNoClients } else { Msg::SearchNone })
                    }}
                </p>
            </Show>
        </fieldset>
        <Show when=has_more>
            <TextField
                label=Msg::WorkFindClient
                value=typed
                on_input=move |text| typed.set(text)
            />
        </Show>
    }
}

/// The clients a query finds, those worked with last first.
pub fn offered(rows: &[ClientRow], query: &Query) -> Vec<RecordId> {
    let mut found: Vec<&ClientRow> = rows
        .iter()
        .filter(|row| !row.summary.archived)
        .filter(|row| query.is_empty() || query.matches(&row.summary.haystack))
        .collect();
    order::by_cached_key(&mut found, |row| {
        let summary = &row.summary;
        let last = summary.last_contact.max(summary.last_work);
        (std::cmp::Reverse(last), client_name(summary))
    });
    found.iter().take(OFFERED).map(|row| row.id).collect()
}
