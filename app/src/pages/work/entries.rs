//! What was written down today, over all clients.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::order;
use yardstick_domain::records::WorkKind;
use yardstick_domain::values::{Instant, Minutes};

use super::entry_sheet::EntrySheet;
use super::log::name;
use crate::book::Book;
use crate::i18n::{Msg, t, t_with};
use crate::pages::parts::naming::name_in;
use crate::pages::parts::{now, ticking};

/// Time written down, as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Line {
    pub(super) client: RecordId,
    pub(super) client_name: String,
    pub(super) entry: RecordId,
    pub(super) kind: WorkKind,
    pub(super) minutes: Minutes,
    pub(super) at: Instant,
}

/// Today's entries, the latest first; each opens to be corrected.
#[component]
pub(super) fn Entries() -> impl IntoView {
    let chosen = RwSignal::new(None::<Line>);
    let lines = todays();
    let total = move || {
        let minutes = lines.with(|lines| lines.iter().map(|line| line.minutes.0).sum());
        t_with(Msg::WorkTotal, &[("time", &Minutes(minutes).format())])
    };
    view! {
        <section class="group">
            <h2 class="group-head">
                <span>{move || t(Msg::WorkToday)}</span>
                <span class="group-count">{total}</span>
            </h2>
            <Show
                when=move || lines.with(|lines| !lines.is_empty())
                fallback=|| view! { <p class="soft">{move || t(Msg::WorkNone)}</p> }
            >
                <ul class="rows">
                    <For each=move || lines.get() key=Line::clone let:line>
                        <li>
                            <EntryRow line on_open=move |line| chosen.set(Some(line))/>
                        </li>
                    </For>
                </ul>
            </Show>
            <EntrySheet chosen/>
        </section>
    }
}

fn todays() -> Memo<Vec<Line>> {
    let book = Book::expect();
    let rows = book.clients();
    let today = ticking::today();
    let begins = move || Instant::from_local(today.get(), 0, now::utc_offset_minutes());
    let concerned = Signal::derive(move || {
        let begins = begins();
        rows.with(|rows| {
            let worked = rows.iter().filter(|row| row.summary.last_work >= begins);
            worked.map(|row| row.id).collect::<Vec<_>>()
        })
    });
    let open = book.several(concerned);
    Memo::new(move |_| {
        let begins = begins();
        let mut lines = Vec::new();
        for (client, records) in open.get() {
            let client_name = rows.with(|rows| name_in(rows, client)).unwrap_or_default();
            for (id, entry) in records.time_entries() {
                let (Some(at), true) = (entry.at, entry.at >= begins) else {
                    continue;
                };
                lines.push(Line {
                    client,
                    client_name: client_name.clone(),
                    entry: *id,
                    kind: entry.work_kind.clone().unwrap_or(WorkKind::Misc),
                    minutes: entry.minutes.unwrap_or_default(),
                    at,
                });
            }
        }
        order::by_key(&mut lines, |line| (std::cmp::Reverse(line.at), line.entry));
        lines
    })
}

#[component]
fn EntryRow(line: Line, #[prop(into)] on_open: Callback<Line>) -> impl IntoView {
    let label = name(&line.kind);
    let minutes = line.minutes.0.to_string();
    let (client, clock) = (line.client_name.clone(), now::local_clock(line.at));
    view! {
        <button class="row" type="button" on:click=move |_| on_open.run(line.clone())>
            <span class="row-text">
                <span class="row-title">{client}</span>
                <span class="row-note">{move || format!("{} · {clock}", t(label))}</span>
            </span>
            <span class="row-figure">{move || t_with(Msg::WorkMinutes, &[("n", &minutes)])}</span>
        </button>
    }
}
