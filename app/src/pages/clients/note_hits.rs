//! Lines written down in which the words were found, under the clients found by name.

use leptos::prelude::*;

use crate::book::{Book, Hit};
use crate::i18n::{Msg, t, t_n};
use crate::pages::parts::show;
use crate::route::{ClientTab, Route};
use yardstick_domain::values::Instant;

/// What was found in notes; the texts are read when somebody first searches.
#[component]
pub(super) fn NoteHits(words: Signal<String>) -> impl IntoView {
    let found = Book::expect().search(words);
    let lines = Memo::new(move |_| found.with(|found| found.lines.clone()));
    let reading = Memo::new(move |_| found.with(|found| found.reading));
    let more = Memo::new(move |_| found.with(|found| found.more));
    let count = move || u32::try_from(lines.with(Vec::len)).unwrap_or(u32::MAX);
    view! {
        <section class="group" aria-labelledby="note-hits">
            <h2 class="group-head" id="note-hits">
                <span>{move || t(Msg::ClientsInNotes)}</span>
                <span class="group-count">{move || count().to_string()}</span>
            </h2>
            <ul class="rows">
                <For
                    each=move || lines.get()
                    key=|hit| (hit.record.clone(), hit.excerpt.clone())
                    let:hit
                >
                    <Found hit/>
                </For>
            </ul>
            <p class="soft small" role="status">
                {move || {
                    if reading.get() {
                        t(Msg::ClientsReading)
                    } else if more.get() {
                        t_n(Msg::ClientsMoreLines, count(), &[])
                    } else if count() == 0 {
                        t(Msg::SearchNone)
                    } else {
                        String::new()
                    }
                }}
            </p>
        </section>
    }
}

#[component]
fn Found(hit: Hit) -> impl IntoView {
    let client = hit.record.client;
    let summary = Book::expect().summary(client);
    let name = move || {
        summary
            .get()
            .and_then(|summary| summary.name.clone())
            .unwrap_or_else(|| t(Msg::ClientsNameless))
    };
    let to = match hit.meeting {
        Some(meeting) => Route::Meeting { client, meeting },
        None => Route::Client {
            client,
            tab: ClientTab::Timeline,
        },
    };
    let at = hit.captured_at_ms.and_then(Instant::from_ms);
    view! {
        <li>
            <a class="row" href=to.path()>
                <span class="row-text">
                    <span class="row-title">{hit.excerpt}</span>
                    <span class="row-note">{name}</span>
                </span>
                <span class="row-figure">{move || at.map(show::moment)}</span>
            </a>
        </li>
    }
}
