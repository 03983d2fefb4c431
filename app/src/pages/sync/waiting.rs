//! What waits to be sent: a line for each record, with what it is called and when it was changed last.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::order;
use yardstick_domain::outbox::{Entry, State};
use yardstick_domain::values::Instant;

use super::naming;
use crate::book::{Book, ClientRow, Records};
use crate::i18n::{Msg, t, t_n};
use crate::pages::parts::show;
use crate::session::Session;

/// Records shown at most; the number tells of the others.
const MOST: usize = 50;

/// A record that waits.
#[derive(Clone, PartialEq, Eq)]
struct Waiting {
    record: RecordKey,
    made_at_ms: i64,
}

/// All of it, the newest first; nothing when nothing waits.
#[component]
pub(super) fn WaitingList(session: Session) -> impl IntoView {
    let book = Book::expect();
    let rows = book.clients();
    let waiting = Memo::new({
        let entries = session.waiting_entries();
        move |_| entries.with(|entries| group(entries))
    });
    let shown = Memo::new(move |_| {
        waiting.with(|waiting| waiting.iter().rev().take(MOST).cloned().collect::<Vec<_>>())
    });
    // What a record is called stands in its client's file.
    let clients = Memo::new(move |_| {
        let clients = shown.with(|shown| {
            let clients = shown.iter().map(|waiting| waiting.record.client);
            order::set(clients)
        });
        clients.into_iter().collect::<Vec<_>>()
    });
    let open = book.several(clients.into());
    let lines = move || {
        open.with(|open| {
            shown
                .get()
                .iter()
                .map(|waiting| rows.with(|rows| line(waiting, rows, open)))
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

/// Entries of one record are one line, at the place of the last of them; accepted ones only wait to be confirmed and are not listed.
fn group(entries: &[Entry]) -> Vec<Waiting> {
    let mut seen = BTreeSet::new();
    let mut lines: Vec<Waiting> = entries
        .iter()
        .rev()
        .filter(|entry| !matches!(entry.state, State::Accepted { .. }))
        .map(|entry| Waiting {
            record: entry.change.key.record_key(),
            made_at_ms: entry.made_at,
        })
        .filter(|line| seen.insert(line.record.clone()))
        .collect();
    lines.reverse();
    lines
}

fn line(
    waiting: &Waiting,
    rows: &[ClientRow],
    open: &[(RecordId, Arc<Records>)],
) -> impl IntoView + use<> {
    let key = &waiting.record;
    let records = open.iter().find(|(client, _)| *client == key.client);
    let record = records.and_then(|(_, records)| records.record(key));
    let kind = t(naming::kind(key.kind.as_str()));
    let client = naming::client(rows, key.client);
    let is_client = key.record == key.client;
    let title = if is_client {
        client.clone()
    } else {
        let name = record.and_then(naming::record);
        name.unwrap_or_else(|| kind.clone())
    };
    let note = if is_client {
        kind
    } else {
        [&kind, " · ", &client].concat()
    };
    let when = Instant::from_ms(waiting.made_at_ms)
        .map(show::moment)
        .unwrap_or_default();
    view! {
        <li>
            <div class="row">
                <span class="row-text">
                    <span class="row-title">{title}</span>
                    <span class="row-note">{note}</span>
                </span>
                <span class="row-figure">{when}</span>
            </div>
        </li>
    }
}
