//! Search over every word written down: a scan of folded text, read in the background when somebody first searches and kept up to date
//! from then on.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use yardstick_domain::bundle::{Presence, Record, view};
use yardstick_domain::change::RecordKey;
use yardstick_domain::codec::{self, Packed};
use yardstick_domain::device::DeviceError;
use yardstick_domain::device::refresh::{Lines, refresh, stored};
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{Summary, is_searched, searched};
use yardstick_domain::order;
use yardstick_domain::text::{Haystack, Query};
use yardstick_domain::values::Instant;

use crate::browser::clock;
use crate::session::core::Core;
use crate::store::IdbError;

/// Hits shown at most.
const MOST: usize = 50;
/// Characters of an excerpt around what was found.
const AROUND: usize = 24;
/// Bundles read in one go: a search keeps neither a commit nor a key waiting.
const READ_AT_ONCE: usize = 6;
/// What was read meanwhile is searched this often.
const SEARCHED_EVERY_MS: f64 = 500.0;

/// A line in which the words were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The note line, the task, or whatever else has words.
    pub record: RecordKey,
    /// The meeting it was captured in, or follows.
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
    /// Tasks, then lines, the newest first.
    pub lines: Vec<Hit>,
    /// Not every client has been read yet.
    pub reading: bool,
    /// There is more than is shown.
    pub more: bool,
}

/// The words of a record, ready to be searched.
struct Line {
    record: RecordKey,
    meeting: Option<RecordId>,
    captured_at_ms: Option<i64>,
    text: String,
    folded: Haystack,
}

/// Every line of the book, once somebody has searched.
#[derive(Default)]
pub(crate) struct Notes {
    lines: RefCell<BTreeMap<RecordId, Vec<Line>>>,
    /// Clients to be read; nobody's before the first search.
    stale: RefCell<Option<BTreeSet<RecordId>>>,
    reading: Cell<bool>,
    /// What reads them, from the first search on. Kept here and not called by name where something changes: so its code comes with what
    /// searches, and not with the first page.
    read: Cell<Option<Read>>,
    /// Counts what was read.
    turns: ArcRwSignal<u32>,
    /// Whether all has been read.
    complete: ArcRwSignal<bool>,
}

/// Reads what is to be read.
type Read = fn(&Rc<Core>);

impl Notes {
    /// Something of a client is another now. Answers what reads it again, if it is to be read.
    pub(crate) fn changed(&self, clients: impl Iterator<Item = RecordId>) -> Option<Read> {
        let mut stale = self.stale.borrow_mut();
        let stale = stale.as_mut()?;
        stale.extend(clients);
        self.read.get().filter(|_| !stale.is_empty())
    }

    /// Somebody searches: from now on all that changes is read.
    fn begin(&self, book: impl Iterator<Item = RecordId>) {
        self.read.set(Some(read_stale));
        self.stale
            .borrow_mut()
            .get_or_insert_with(|| order::set(book));
    }

    fn next(&self) -> Vec<RecordId> {
        let mut stale = self.stale.borrow_mut();
        let stale = stale.get_or_insert_default();
        (0..READ_AT_ONCE).map_while(|_| stale.pop_first()).collect()
    }
}

pub(super) fn search(
    core: StoredValue<Rc<Core>, LocalStorage>,
    query: Signal<String>,
) -> Signal<Results> {
    let own = core.get_value();
    let rows = own.shelf.rows.clone();
    let (turns, complete) = (own.notes.turns.clone(), own.notes.complete.clone());
    own.notes
        .begin(super::everything::clients(&own).into_iter());
    read_stale(&own);
    Memo::new(move |_| {
        turns.track();
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
        let (lines, more) = core
            .try_with_value(|core| hits(&core.notes.lines.borrow(), &query))
            .unwrap_or_default();
        Results {
            clients,
            lines,
            reading: !complete.get(),
            more,
        }
    })
    .into()
}

fn hits(lines: &BTreeMap<RecordId, Vec<Line>>, query: &Query) -> (Vec<Hit>, bool) {
    let mut found: Vec<&Line> = lines
        .values()
        .flatten()
        .filter(|line| query.matches(&line.folded))
        .collect();
    // What has no time of its own, a task, comes first: it is there to be done.
    order::by_key(&mut found, |line| {
        let at = line.captured_at_ms;
        std::cmp::Reverse((at.is_none(), at, line.record.record))
    });
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

/// Reads what is to be read, bit by bit, in the background.
fn read_stale(core: &Rc<Core>) {
    if core.notes.reading.replace(true) {
        return;
    }
    let core = Rc::clone(core);
    spawn_local(async move {
        let notes = &core.notes;
        let mut told_at_ms = clock::monotonic_ms();
        loop {
            let clients = notes.next();
            if clients.is_empty() {
                break;
            }
            // Read one by one if they cannot be read together; of one that cannot be read at all, what was read before is searched, and
            // whoever opens it is told.
            if read(&core, &clients).await.is_err() {
                for client in clients {
                    drop(read(&core, &[client]).await);
                }
            }
            let now_ms = clock::monotonic_ms();
            if now_ms - told_at_ms > SEARCHED_EVERY_MS {
                told_at_ms = now_ms;
                notes.turns.update(|turns| *turns += 1);
            }
        }
        notes.reading.set(false);
        notes.complete.set(true);
        notes.turns.update(|turns| *turns += 1);
    });
}

/// Reads the lines of some clients: of an open one as it is shown, with what is not kept yet; else from its rows where they stand.
async fn read(core: &Rc<Core>, clients: &[RecordId]) -> Result<(), DeviceError<IdbError>> {
    let keep = |client, lines| core.notes.lines.borrow_mut().insert(client, lines);
    let mut closed = Vec::new();
    for &client in clients {
        match core.records(client) {
            Some(records) => {
                keep(
                    client,
                    records.all().values().filter_map(shown_line).collect(),
                );
            }
            None => closed.push(client),
        }
    }
    let stored = stored(&core.store, &closed).await?;
    let mut others = stored.others;
    for packed in stored.packed {
        let client = packed.client;
        match packed_lines(&packed) {
            Some(lines) => drop(keep(client, lines)),
            None => others.push(client),
        }
        closed.retain(|other| *other != client);
    }
    if !others.is_empty() {
        let fresh = refresh(&core.store, &others, Lines::Of(&[])).await?;
        let device = core.tab.borrow().identity().device;
        for (client, bundle) in fresh.bundles {
            let shown = view(&bundle, client, &fresh.outbox, device);
            keep(client, shown.values().filter_map(shown_line).collect());
            closed.retain(|other| *other != client);
        }
    }
    // Of those that are gone nothing is found any more.
    let mut lines = core.notes.lines.borrow_mut();
    lines.retain(|client, _| !closed.contains(client));
    Ok(())
}

/// Of rows as received; `None` if some have to be read as records.
fn packed_lines(packed: &Packed) -> Option<Vec<Line>> {
    let mut lines = Vec::new();
    let mut plain = true;
    codec::visit_records(&packed.rows, &mut |_| (), &mut |record| {
        plain &= record.is_plain;
        if is_searched(record.kind.as_str()) {
            let fields = record.fields.iter();
            let mut fields = fields.map(|(name, value)| (name.as_str(), *value));
            let key = || RecordKey {
                client: packed.client,
                record: record.record,
                kind: record.kind.clone(),
            };
            lines.extend(line_of(key(), &mut fields));
        }
    })
    .ok()?;
    plain.then_some(lines)
}

fn shown_line(record: &Record) -> Option<Line> {
    if !is_searched(record.key.kind.as_str()) || record.presence == Presence::Deleted {
        return None;
    }
    line_of(record.key.clone(), &mut record.values())
}

fn line_of<'a>(
    record: RecordKey,
    fields: &mut dyn Iterator<Item = (&'a str, &'a [u8])>,
) -> Option<Line> {
    let found = searched(record.kind.as_str(), fields)?;
    Some(Line {
        record,
        meeting: found.meeting,
        captured_at_ms: found.at.map(Instant::ms),
        folded: Haystack::of([found.text.as_str()]),
        text: found.text,
    })
}
