//! Which bundles are open, who looks at them, and the lines of the list.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::Summary;

use super::Records;

/// How many bundles stay open that nobody looks at: memory stays bounded however large the book is.
const KEPT_OPEN: usize = 20;

/// Whether a client's bundle is here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OpenState {
    /// It is being read; a matter of milliseconds.
    #[default]
    Opening,
    /// It is here.
    Ready,
    /// There is no such client on this device.
    Missing,
}

/// One line of the list of clients.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientRow {
    /// Which.
    pub id: RecordId,
    /// What is known without opening it.
    pub summary: Arc<Summary>,
}

/// What is held of one client.
#[derive(Default)]
pub(crate) struct Slot {
    /// Counts what changed of it.
    pub(crate) turns: ArcRwSignal<u64>,
    /// Whether it is here.
    pub(crate) state: ArcRwSignal<OpenState>,
    pins: Cell<u32>,
    /// What is shown of it, made once per turn.
    shown: RefCell<Option<(u64, Arc<Records>)>>,
}

impl Slot {
    /// What is shown of it, made anew if something changed since.
    pub(crate) fn shown(&self, make: impl FnOnce() -> Records) -> Arc<Records> {
        let turn = self.turns.get_untracked();
        let mut shown = self.shown.borrow_mut();
        match &*shown {
            Some((of, records)) if *of == turn => Arc::clone(records),
            _ => {
                let records = Arc::new(make());
                *shown = Some((turn, Arc::clone(&records)));
                records
            }
        }
    }
}

/// Hears of clients that may be others now, and answers whether it needs to hear more.
type Hear = Box<dyn Fn(&[RecordId]) -> bool>;

/// The open bundles' signals, and the list.
#[derive(Default)]
pub(crate) struct Shelf {
    slots: RefCell<HashMap<RecordId, Rc<Slot>>>,
    lines: RefCell<BTreeMap<RecordId, Arc<Summary>>>,
    /// The list, by id.
    pub(crate) rows: ArcRwSignal<Arc<Vec<ClientRow>>>,
    /// Open clients, the one used last at the end.
    used: RefCell<Vec<RecordId>>,
    /// Who hears of what changes.
    watching: RefCell<Vec<Hear>>,
}

impl Shelf {
    /// What is held of a client.
    pub(crate) fn slot(&self, client: RecordId) -> Rc<Slot> {
        Rc::clone(self.slots.borrow_mut().entry(client).or_default())
    }

    /// Somebody looks at a client: it is to be opened and to stay.
    pub(crate) fn pin(&self, client: RecordId) {
        let slot = self.slot(client);
        slot.pins.set(slot.pins.get() + 1);
        let mut used = self.used.borrow_mut();
        if let Some(at) = used.iter().position(|&other| other == client) {
            used.remove(at);
            used.push(client);
        }
    }

    /// They look no more.
    pub(crate) fn unpin(&self, client: RecordId) {
        let slot = self.slot(client);
        slot.pins.set(slot.pins.get().saturating_sub(1));
    }

    /// Whether somebody waits for a client's bundle.
    pub(crate) fn is_wanted(&self, client: RecordId) -> bool {
        self.slots
            .borrow()
            .get(&client)
            .is_some_and(|slot| slot.pins.get() > 0)
    }

    /// A client's bundle is open.
    pub(crate) fn opened(&self, client: RecordId) {
        let _ = self.slot(client);
        let mut used = self.used.borrow_mut();
        if !used.contains(&client) {
            used.push(client);
        }
    }

    /// Whether a client that is open has anything to show.
    pub(crate) fn found(&self, client: RecordId, is_there: bool) {
        let state = if is_there {
            OpenState::Ready
        } else {
            OpenState::Missing
        };
        let slot = self.slot(client);
        if slot.state.get_untracked() != state {
            slot.state.set(state);
        }
    }

    /// Something shown of a client is another now.
    pub(crate) fn turn(&self, client: RecordId) {
        self.slot(client).turns.update(|turns| *turns += 1);
    }

    /// Tells `hear` of clients that may be others now, open or not. It must not come back here at once.
    pub(crate) fn watch(&self, hear: Hear) {
        self.watching.borrow_mut().push(hear);
    }

    /// These clients may be others now.
    pub(crate) fn tell(&self, clients: &[RecordId]) {
        self.watching.borrow_mut().retain(|hear| hear(clients));
    }

    /// Which bundles to close: those used longest ago that nobody looks at, beyond the number kept.
    pub(crate) fn to_close(&self) -> Vec<RecordId> {
        let mut used = self.used.borrow_mut();
        let mut slots = self.slots.borrow_mut();
        let mut over = used.len().saturating_sub(KEPT_OPEN);
        let mut closing = Vec::new();
        used.retain(|client| {
            let pinned = slots.get(client).is_some_and(|slot| slot.pins.get() > 0);
            let close = over > 0 && !pinned;
            if close {
                over -= 1;
                closing.push(*client);
            }
            !close
        });
        for client in &closing {
            slots.remove(client);
        }
        closing
    }

    /// The clients in the list that are not among these lines.
    pub(crate) fn clients_without(&self, lines: &[(RecordId, Option<Vec<u8>>)]) -> Vec<RecordId> {
        let lines: HashSet<RecordId> = lines.iter().map(|(client, _)| *client).collect();
        let known = self.lines.borrow();
        known
            .keys()
            .copied()
            .filter(|client| !lines.contains(client))
            .collect()
    }

    /// Takes lines of the list; `None` takes a client out of it. Answers clients whose line another version wrote.
    pub(crate) fn take_lines(&self, lines: Vec<(RecordId, Option<Vec<u8>>)>) -> Vec<RecordId> {
        let mut unreadable = Vec::new();
        let mut changed = false;
        let mut known = self.lines.borrow_mut();
        for (client, bytes) in lines {
            let summary = match bytes {
                None => None,
                Some(bytes) => match Summary::decode(&bytes) {
                    Some(summary) => Some(Arc::new(summary)),
                    None => {
                        unreadable.push(client);
                        continue;
                    }
                },
            };
            changed |= known.get(&client) != summary.as_ref();
            match summary {
                Some(summary) => known.insert(client, summary),
                None => known.remove(&client),
            };
        }
        let rows = changed.then(|| {
            let rows = known.iter().map(|(&id, summary)| ClientRow {
                id,
                summary: Arc::clone(summary),
            });
            Arc::new(rows.collect::<Vec<_>>())
        });
        drop(known);
        if let Some(rows) = rows {
            self.rows.set(rows);
        }
        unreadable
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(number: u8) -> RecordId {
        RecordId::from_bytes([number; 16])
    }

    #[test]
    fn bundles_nobody_looks_at_are_closed_the_oldest_first() {
        let shelf = Shelf::default();
        shelf.pin(client(0));
        for number in 0..23 {
            shelf.opened(client(number));
        }
        assert_eq!(shelf.to_close(), [client(1), client(2), client(3)]);
        assert_eq!(shelf.to_close(), []);
        shelf.unpin(client(0));
        shelf.opened(client(40));
        assert_eq!(shelf.to_close(), [client(0)]);
    }

    #[test]
    fn who_needs_to_hear_no_more_is_told_no_more() {
        let heard = Rc::new(RefCell::new(Vec::new()));
        let shelf = Shelf::default();
        let own = Rc::clone(&heard);
        shelf.watch(Box::new(move |clients| {
            own.borrow_mut().extend_from_slice(clients);
            own.borrow().len() < 2
        }));
        for number in 1..4 {
            shelf.tell(&[client(number)]);
        }
        assert_eq!(*heard.borrow(), [client(1), client(2)]);
    }

    #[test]
    fn a_line_of_another_version_is_told() {
        let shelf = Shelf::default();
        let good = Summary::default().encode();
        let unreadable =
            shelf.take_lines(vec![(client(1), Some(good)), (client(2), Some(vec![250]))]);
        assert_eq!(unreadable, [client(2)]);
        assert_eq!(shelf.rows.get_untracked().len(), 1);
        shelf.take_lines(vec![(client(1), None)]);
        assert_eq!(shelf.rows.get_untracked().len(), 0);
    }
}
