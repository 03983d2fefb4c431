//! The outbox as a tab knows it, by client too: what is done to thousands of fields at once (an import, a restore, their undoing) asks about each of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::EntryKey;
use crate::id::RecordId;
use crate::outbox::Entry;

/// Entries in their order.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    entries: BTreeMap<EntryKey, Entry>,
    of_client: HashMap<RecordId, BTreeSet<EntryKey>>,
}

impl Outbox {
    pub(super) fn get(&self, key: &EntryKey) -> Option<&Entry> {
        self.entries.get(key)
    }

    pub(super) fn contains(&self, key: &EntryKey) -> bool {
        self.entries.contains_key(key)
    }

    /// All of them.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&EntryKey, &Entry)> {
        self.entries.iter()
    }

    /// Those of a client, in their order.
    pub(super) fn of(&self, client: RecordId) -> impl Iterator<Item = (&EntryKey, &Entry)> {
        let keys = self.of_client.get(&client).into_iter().flatten();
        keys.filter_map(|key| self.entries.get_key_value(key))
    }

    pub(super) fn insert(&mut self, key: EntryKey, entry: Entry) {
        let client = entry.change.key.client;
        self.of_client.entry(client).or_default().insert(key);
        self.entries.insert(key, entry);
    }

    pub(super) fn remove(&mut self, key: &EntryKey) {
        let Some(entry) = self.entries.remove(key) else {
            return;
        };
        let client = entry.change.key.client;
        if let Some(keys) = self.of_client.get_mut(&client) {
            keys.remove(key);
            if keys.is_empty() {
                self.of_client.remove(&client);
            }
        }
    }
}

impl FromIterator<(EntryKey, Entry)> for Outbox {
    fn from_iter<T: IntoIterator<Item = (EntryKey, Entry)>>(entries: T) -> Self {
        let mut outbox = Self::default();
        for (key, entry) in entries {
            outbox.insert(key, entry);
        }
        outbox
    }
}
