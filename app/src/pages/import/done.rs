//! What was imported last, as far as it is in the book: taken back, it is not said any more.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::import::still_there;
use yardstick_domain::tab::Edit;

use crate::pages::parts::and_more::counted;
use crate::pages::parts::looking::Looking;

/// The last import of a page.
#[derive(Clone, Copy)]
pub(in crate::pages) struct Imported {
    edits: RwSignal<Arc<Vec<Edit>>>,
    /// How many of its records are there, client by client.
    there: Looking<Arc<Vec<Edit>>, usize>,
}

impl Imported {
    /// Nothing yet.
    pub(in crate::pages) fn none() -> Self {
        let edits = RwSignal::new(Arc::new(Vec::<Edit>::new()));
        let clients = Memo::new(move |_| {
            edits.with(|edits| {
                let clients = edits.iter().map(|edit| edit.key.client);
                let clients: BTreeSet<RecordId> = clients.collect();
                clients.into_iter().collect::<Vec<_>>()
            })
        });
        let basis = Memo::new(move |_| edits.get());
        Self {
            edits,
            there: Looking::look(clients, basis, |edits, client, shown| {
                still_there(edits, client, shown)
            }),
        }
    }

    /// That was imported now.
    pub(in crate::pages) fn keep(self, edits: Vec<Edit>) {
        self.edits.set(Arc::new(edits));
    }

    /// Something else is chosen: it is over.
    pub(in crate::pages) fn forget(self) {
        if self.edits.with_untracked(|edits| !edits.is_empty()) {
            self.keep(Vec::new());
        }
    }

    /// Whether the page is still there.
    pub(in crate::pages) fn is_alive(self) -> bool {
        self.edits.try_get_untracked().is_some()
    }

    /// How many clients there is anything of.
    pub(in crate::pages) fn clients(self) -> Memo<u32> {
        self.count(|there| usize::from(there > 0))
    }

    /// How many records are there.
    pub(in crate::pages) fn records(self) -> Memo<u32> {
        self.count(|there| there)
    }

    /// What was counted last, until all that changed was looked at.
    fn count(self, count: fn(usize) -> usize) -> Memo<u32> {
        Memo::new(move |before| {
            if !self.there.is_complete() {
                return before.copied().unwrap_or(0);
            }
            let found = self.there.found;
            found.with(|found| counted(found.found().map(|(_, there)| count(*there)).sum()))
        })
    }
}
