//! Looking through clients one by one and keeping little of each: who is still to be looked at, what was found of those who were, and who cannot be read.
//!
//! Each is looked at once, and once more whenever something of them changes, also while somebody is at it. One that cannot be read holds up nobody.

use std::collections::{BTreeMap, BTreeSet};

use crate::id::RecordId;
use crate::order;

/// What was found of clients, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookedAt<T> {
    /// Clients that count.
    wanted: BTreeSet<RecordId>,
    /// Those of them that are to be looked at.
    waiting: BTreeSet<RecordId>,
    /// Those that are being looked at.
    looking: BTreeSet<RecordId>,
    /// What was found of those who were looked at.
    found: BTreeMap<RecordId, T>,
    /// Those that could not be read when they were looked at last.
    unreadable: BTreeSet<RecordId>,
}

impl<T> Default for LookedAt<T> {
    fn default() -> Self {
        Self {
            wanted: BTreeSet::new(),
            waiting: BTreeSet::new(),
            looking: BTreeSet::new(),
            found: BTreeMap::new(),
            unreadable: BTreeSet::new(),
        }
    }
}

impl<T> LookedAt<T> {
    /// These clients count from now on: who is new among them is to be looked at, the others are forgotten.
    pub fn want(&mut self, clients: &[RecordId]) {
        let wanted = order::set(clients.iter().copied());
        self.waiting.extend(wanted.difference(&self.wanted));
        self.waiting.retain(|client| wanted.contains(client));
        self.found.retain(|client, _| wanted.contains(client));
        self.unreadable.retain(|client| wanted.contains(client));
        self.wanted = wanted;
    }

    /// Something of these clients may be another now. Answers whether anybody is to be looked at.
    pub fn changed(&mut self, clients: &[RecordId]) -> bool {
        let clients = clients.iter().copied();
        let known = clients.filter(|client| self.wanted.contains(client));
        self.waiting.extend(known);
        !self.waiting.is_empty()
    }

    /// What all is reckoned with is another now: all are to be looked at. Until then what was found stays.
    pub fn all_again(&mut self) {
        self.waiting.clone_from(&self.wanted);
    }

    /// The next to be looked at, as many at most.
    pub fn next(&mut self, at_most: usize) -> Vec<RecordId> {
        let next = (0..at_most).map_while(|_| self.waiting.pop_first());
        let next: Vec<RecordId> = next.collect();
        self.looking.extend(next.iter().copied());
        next
    }

    /// A client was looked at, and that was found.
    pub fn looked(&mut self, client: RecordId, found: T) {
        self.looking.remove(&client);
        self.unreadable.remove(&client);
        if self.wanted.contains(&client) {
            self.found.insert(client, found);
        } else {
            self.found.remove(&client);
        }
    }

    /// A client cannot be read: what was found stays, and the others go on.
    pub fn failed(&mut self, client: RecordId) {
        self.looking.remove(&client);
        if self.wanted.contains(&client) {
            self.unreadable.insert(client);
        }
    }

    /// Nothing can be read for now: who was being looked at is to be looked at later.
    pub fn later(&mut self) {
        self.waiting.extend(std::mem::take(&mut self.looking));
        self.waiting.retain(|client| self.wanted.contains(client));
    }

    /// Whether each of these clients was looked at, so that nothing more is to come.
    #[must_use]
    pub fn is_complete(&self, clients: &[RecordId]) -> bool {
        self.waiting.is_empty()
            && self.looking.is_empty()
            && clients.iter().all(|client| self.wanted.contains(client))
    }

    /// How many clients cannot be read.
    #[must_use]
    pub fn unreadable(&self) -> usize {
        self.unreadable.len()
    }

    /// What was found, by client.
    pub fn found(&self) -> impl Iterator<Item = (RecordId, &T)> {
        self.found.iter().map(|(client, found)| (*client, found))
    }
}
