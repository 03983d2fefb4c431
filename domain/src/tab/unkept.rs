//! What was kept, and is not any more: the browser has put another database in the place of the one this tab wrote to.

use super::Tab;
use crate::order;
use crate::outbox::{Entry, State};

impl Tab {
    /// The store is another one than it was, and has these entries. Answers those that it lacks and nobody else has; until they are
    /// kept again they count as never kept, so nothing that is read meanwhile takes them away.
    pub fn unkeep(&mut self, stored: &[Entry]) -> Vec<Entry> {
        let there = order::set(stored.iter().map(|entry| (entry.ordinal, entry.change.id)));
        let is_lost = |entry: &Entry| {
            let key = (entry.ordinal, entry.change.id);
            let is_accepted = matches!(entry.state, State::Accepted { .. });
            !is_accepted && !there.contains(&key) && !self.pending.contains(&key)
        };
        let lost: Vec<Entry> = self
            .outbox()
            .filter(|entry| is_lost(entry))
            .cloned()
            .collect();
        let keys = lost.iter().map(|entry| (entry.ordinal, entry.change.id));
        self.pending.extend(keys);
        lost
    }
}
