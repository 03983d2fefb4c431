//! What waits to be sent: by action, under its client, with the time it was made.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::outbox::{Entry, State};
use yardstick_domain::values::Instant;

use super::naming;
use crate::book::{Book, ClientRow};
use crate::i18n::{Msg, t, t_n};
use crate::pages::parts::show;
use crate::session::Session;

/// Actions shown at most; the number tells of the others.
const MOST: usize = 50;

/// What was done at once: one line.
#[derive(Clone, PartialEq, Eq)]
struct Waiting {
    writer: u64,
    /// The action's number; a change alone is one by its counter.
    number: (bool, u32),
    client: RecordId,
    what: String,
    fields: u32,
    made_at_ms: i64,
}

/// All of it, the newest first; nothing when nothing waits.
#[component]
pub(super) fn WaitingList(session: Session) -> impl IntoView {
    let rows = Book::expect().clients();
    let waiting = Memo::new({
        let entries = session.waiting_entries();
        move |_| entries.with(|entries| group(entries))
    });
    let lines = move || {
        waiting.with(|waiting| {
            waiting
                .iter()
                .rev()
                .take(MOST)
                .map(|waiting| rows.with(|rows| line(waiting, rows)))
                .collect_view()
        })
    };
    let more = move || {
        let more = waiting.with(Vec::len).saturating_sub(MOST);
        let more = u32::try_from(more).unwrap_or(u32::MAX);
        (more > 0)
            .then(|| view! { <p class="small soft">{t_n(Msg::SyncWaitingMore, more, &[])}</p> })
    };
    view! {
        <Show when=move || !waiting.with(Vec::is_empty)>
            <section class="group" aria-labelledby="sync-waiting">
                <h2 class="group-head" id="sync-waiting">
                    {move || t(Msg::SyncWaitingTitle)} " "
                    <span class="group-count">{move || waiting.with(Vec::len)}</span>
                </h2>
                <ul class="rows">{lines}</ul>
                {more}
            </section>
        </Show>
    }
}

/// Entries of one action are one line; accepted ones only wait to be confirmed and are not listed.
fn group(entries: &[Entry]) -> Vec<Waiting> {
    let mut lines: Vec<Waiting> = Vec::new();
    for entry in entries {
        if matches!(entry.state, State::Accepted { .. }) {
            continue;
        }
        let change = &entry.change;
        let writer = change.id.writer.0;
        let number = match change.action {
            Some(action) => (true, action),
            None => (false, change.id.counter),
        };
        match lines.last_mut() {
            Some(last) if (last.writer, last.number) == (writer, number) => last.fields += 1,
            _ => lines.push(Waiting {
                writer,
                number,
                client: change.key.client,
                what: naming::field(&change.key),
                fields: 1,
                made_at_ms: entry.made_at,
            }),
        }
    }
    lines
}

fn line(waiting: &Waiting, rows: &[ClientRow]) -> impl IntoView + use<> {
    let client = naming::client(rows, waiting.client);
    let note = if waiting.fields == 1 {
        waiting.what.clone()
    } else {
        t_n(Msg::SyncFields, waiting.fields, &[("what", &waiting.what)])
    };
    let when = Instant::from_ms(waiting.made_at_ms)
        .map(show::moment)
        .unwrap_or_default();
    view! {
        <li>
            <div class="row">
                <span class="row-text">
                    <span class="row-title">{client}</span>
                    <span class="row-note">{note}</span>
                </span>
                <span class="row-figure">{when}</span>
            </div>
        </li>
    }
}
