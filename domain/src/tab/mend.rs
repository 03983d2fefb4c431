//! What comes in the place of a refused value: it replaces what that one replaced and nothing else, so a value that somebody else wrote
//! meanwhile, which nobody here has seen, stays beside it.

use super::{Edit, Receipt, Tab};
use crate::change::{RegisterKey, Value};
use crate::device::edit::NewEntry;
use crate::id::ChangeId;
use crate::outbox::Entry;

/// A refused value, as far as another one can come in its place.
#[derive(Clone, Debug)]
pub struct Mendable {
    key: RegisterKey,
    replaces: Vec<ChangeId>,
    entry: (u64, ChangeId),
}

impl Tab {
    /// What is known of a refused entry; `None` when it was mended or given up meanwhile.
    #[must_use]
    pub fn mendable(&self, refused: (u64, ChangeId)) -> Option<Mendable> {
        let is_refused = |entry: &&Entry| !entry.is_shown();
        let entry = self.outbox.get(&refused).filter(is_refused)?;
        Some(Mendable {
            key: entry.change.key.clone(),
            replaces: entry.change.replaces.clone(),
            entry: refused,
        })
    }

    /// Puts a value in the place of a refused one, which is settled if it is still there.
    pub fn mend(
        &mut self,
        refused: &Mendable,
        value: Value,
        now_ms: i64,
    ) -> (Vec<NewEntry>, Receipt) {
        let edit = Edit {
            key: refused.key.clone(),
            value,
        };
        let before = self.field(&edit.key).register;
        let beside = before.also_edited().into_iter();
        let receipt = Receipt {
            before: vec![(edit.key.clone(), before.value().cloned())],
            beside: beside
                .map(|head| (edit.key.clone(), head.value.clone()))
                .collect(),
        };
        let entry = self.entry(edit, refused.replaces.clone(), now_ms);
        self.hand_over(&entry);
        let is_there = self.mendable(refused.entry).is_some();
        if is_there {
            self.outbox.remove(&refused.entry);
            self.leaving.insert(refused.entry);
        }
        let new = NewEntry {
            entry,
            exchanges: None,
            named_by: Vec::new(),
            settles: is_there.then_some(refused.entry).into_iter().collect(),
        };
        (vec![new], receipt)
    }
}
