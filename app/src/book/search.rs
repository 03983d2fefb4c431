//! Search over every word written down: a scan of folded text, loaded in the background when somebody first searches.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use yardstick_domain::bundle::{Presence, Record};
use yardstick_domain::change::RecordKey;
use yardstick_domain::device::refresh::{Lines, refresh};
use yardstick_domain::id::RecordId;
use yardstick_domain::method::Summary;
use yardstick_domain::records::NoteLine;
use yardstick_domain::text::{Haystack, Query};
use yardstick_domain::values::Instant;

use crate::session::core::Core;

/// Hits shown at most.
const MOST: usize = 50;
/// Characters of an excerpt around what was found.
const AROUND: usize = 24;
/// Bundles read in one transaction: a search must not keep a commit waiting.
const READ_AT_ONCE: usize = 16;

/// A line in which the words were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The note line.
    pub record: RecordKey,
    /// The meeting it was captured in.
    pub meeting: Option<RecordId>,
    /// When, unix ms.
    pub captured_at_ms: Option<i64>,
    /// The words around what was found.
    pub excerpt: String,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Results {
    /// Clients by name, trade, tags, address and contacts.
    pub clients: Vec<(RecordId, Arc<Summary>)>,
    /// Lines, the newest first.
    pub lines: Vec<Hit>,
    /// Not every client has been read yet.
    pub reading: bool,
    /// There is more than is shown.
    pub more: bool,
}

/// A line, ready to be searched.
struct Line {
    record: RecordKey,
    meeting: Option<RecordId>,
    captured_at_ms: Option<i64>,
    text: String,
    folded: Haystack,
}

#[derive(Clone, Copy)]
struct Index {
    lines: StoredValue<BTreeMap<RecordId, Vec<Line>>, LocalStorage>,
    turns: RwSignal<u32>,
    reading: RwSignal<bool>,
}

pub(super) fn search(
    core: StoredValue<Rc<Core>, LocalStorage>,
    query: Signal<String>,
) -> Signal<Results> {
    let index = Index {
        lines: StoredValue::new_local(BTreeMap::new()),
        turns: RwSignal::new(0),
        reading: RwSignal::new(true),
    };
    let rows = core.with_value(|core| core.shelf.rows.clone());
    // What changes while the search is open is read again.
    Effect::new({
        let rows = rows.clone();
        move |known: Option<BTreeMap<RecordId, Arc<Summary>>>| {
            let rows = rows.get();
            let known = known.unwrap_or_default();
            let stale: Vec<RecordId> = rows
                .iter()
                .filter(|row| known.get(&row.id) != Some(&row.summary))
                .map(|row| row.id)
                .chain(known.is_empty().then_some(RecordId::NIL))
                .collect();
            let core = core.get_value();
            spawn_local(async move { read(&core, index, &stale).await });
            rows.iter()
                .map(|row| (row.id, Arc::clone(&row.summary)))
                .collect()
        }
    });
    Signal::derive(move || {
        index.turns.track();
        let query = Query::new(&query.get());
        if query.is_empty() {
            return Results::default();
        }
        let clients = rows.with(|rows| {
            rows.iter()
                .filter(|row| query.matches(&row.summary.haystack))
                .map(|row| (row.id, Arc::clone(&row.summary)))
                .collect()
        });
        let (lines, more) = index
            .lines
            .try_with_value(|lines| hits(lines, &query))
            .unwrap_or_default();
        Results {
            clients,
            lines,
            reading: index.reading.get(),
            more,
        }
    })
}

fn hits(lines: &BTreeMap<RecordId, Vec<Line>>, query: &Query) -> (Vec<Hit>, bool) {
    let mut found: Vec<&Line> = lines
        .values()
        .flatten()
        .filter(|line| query.matches(&line.folded))
        .collect();
    found.sort_by_key(|line| std::cmp::Reverse((line.captured_at_ms, line.record.record)));
    let more = found.len() > MOST;
    let hits = found
        .into_iter()
        .take(MOST)
        .map(|line| Hit {
            record: line.record.clone(),
            meeting: line.meeting,
            captured_at_ms: line.captured_at_ms,
            excerpt: query.excerpt(&line.text, AROUND),
        })
        .collect();
    (hits, more)
}

async fn read(core: &Rc<Core>, index: Index, clients: &[RecordId]) {
    for some in clients.chunks(READ_AT_ONCE) {
        let Ok(fresh) = refresh(&core.store, some, Lines::Of(&[])).await else {
            // Told by whoever opens such a client; the rest is searched.
            continue;
        };
        for (client, bundle) in fresh.bundles {
            let own: Vec<_> = fresh
                .outbox
                .iter()
                .filter(|entry| entry.change.key.client == client)
                .cloned()
                .collect();
            let device = core.tab.borrow().identity().device;
            let shown = yardstick_domain::bundle::view(&bundle, client, &own, device);
            let lines = shown.values().filter_map(line_of).collect();
            let alive = index
                .lines
                .try_update_value(|all| all.insert(client, lines))
                .is_some();
            if !alive {
                return;
            }
        }
        index.turns.try_update(|turns| *turns += 1);
    }
    index.reading.try_set(false);
}

fn line_of(record: &Record) -> Option<Line> {
    if record.key.kind.as_str() != "note_line" || record.presence == Presence::Deleted {
        return None;
    }
    let view = NoteLine::read(record.values());
    let text = view.text.filter(|text| !text.trim().is_empty())?;
    Some(Line {
        record: record.key.clone(),
        meeting: view.meeting,
        captured_at_ms: view.captured_at.map(Instant::ms),
        folded: Haystack::of([text.as_str()]),
        text,
    })
}
