//! Lines and tasks in which the words were found, under the clients found by name.

use leptos::prelude::*;
use yardstick_domain::values::Instant;

use crate::book::{Book, Hit};
use crate::i18n::{Msg, t, t_n};
use crate::kit::Icon;
use crate::pages::parts::found::{Marked, glyph_of, place_of, whose};
use crate::pages::parts::show;

/// What was found in notes; the texts are read when somebody first searches.
#[component]
pub(in crate::pages) fn NoteHits(words: RwSignal<String>) -> impl IntoView {
    let words = Signal::from(words);
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
                    <Found hit words/>
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
fn Found(hit: Hit, words: Signal<String>) -> impl IntoView {
    let at = hit.captured_at_ms.and_then(Instant::from_ms);
    view! {
        <li>
            <a class="row" href=place_of(&hit).path()>
                <span class="row-mark">
                    <Icon glyph=glyph_of(&hit)/>
                </span>
                <span class="row-text">
                    <span class="row-title">
                        <Marked text=hit.excerpt.clone() words/>
                    </span>
                    <span class="row-note">{whose(&hit)}</span>
                </span>
                <span class="row-figure">{move || at.map(show::moment)}</span>
            </a>
        </li>
    }
}
