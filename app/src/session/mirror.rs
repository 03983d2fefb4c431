//! Mirrors: what was typed and no finished commit holds yet, in localStorage, which takes it at once.
//!
//! A mirror is under book, tab, record and field, and is cleared by the commit that holds it. Each tab holds a lock of its name; a
//! starting tab takes up only mirrors whose tab is gone.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use yardstick_domain::change::{RegisterKey, Value};
use yardstick_domain::id::ChangeId;

use crate::browser::local;

/// Text that no finished commit holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mirrored {
    /// The field.
    pub(super) key: RegisterKey,
    /// What its editor had seen at focus.
    pub(super) base: Vec<ChangeId>,
    /// The value typed.
    pub(super) value: Value,
    /// The entry that was to hold it.
    pub(super) entry: ChangeId,
}

/// The mirrors of this tab.
pub(super) struct Mirror {
    /// The beginning of the names of the book's mirrors.
    book: String,
    tab: String,
    held: RefCell<HashMap<RegisterKey, ChangeId>>,
}

impl Mirror {
    pub(super) fn new(book: &str, tab: String) -> Self {
        Self {
            book: format!("yardstick.mirror/{book}/"),
            tab,
            held: RefCell::default(),
        }
    }

    fn name(&self, key: &RegisterKey) -> String {
        format!(
            "{}{}/{}/{}/{}",
            self.book, self.tab, key.record, key.kind, key.field
        )
    }

    /// Writes down what was typed, before anything else can happen.
    pub(super) fn write(&self, mirrored: &Mirrored) {
        local::set(&self.name(&mirrored.key), mirrored);
        self.held
            .borrow_mut()
            .insert(mirrored.key.clone(), mirrored.entry);
    }

    /// Clears the mirror of a field if this entry, which a finished commit holds now, was the last it showed.
    pub(super) fn clear(&self, key: &RegisterKey, entry: ChangeId) {
        let mut held = self.held.borrow_mut();
        if held.get(key) == Some(&entry) {
            held.remove(key);
            local::remove(&self.name(key));
        }
    }

    /// The mirrors of tabs that are gone, with the names to remove them by. `living` holds the ids of tabs that hold their lock.
    pub(super) fn left_behind(&self, living: &HashSet<String>) -> Vec<(String, Mirrored)> {
        local::keys(&self.book)
            .into_iter()
            .filter(|name| {
                let tab = name
                    .strip_prefix(&self.book)
                    .and_then(|rest| rest.split('/').next());
                tab.is_some_and(|tab| tab != self.tab && !living.contains(tab))
            })
            .filter_map(|name| local::get(&name).map(|mirrored| (name, mirrored)))
            .collect()
    }

    /// Removes all mirrors of a book, of whichever tab: the book was wiped.
    pub(super) fn remove_all(book: &str) {
        for name in local::keys(&format!("yardstick.mirror/{book}/")) {
            local::remove(&name);
        }
    }
}
