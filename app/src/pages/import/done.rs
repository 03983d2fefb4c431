//! What was imported last, until it is undone: taken back, it is not said any more.

use leptos::prelude::*;

use crate::session::{Action, ActionId, Session};

/// The last import of a page.
#[derive(Clone, Copy)]
pub(in crate::pages) struct Imported {
    session: Session,
    last: RwSignal<Option<(ActionId, u32)>>,
}

impl Imported {
    /// Nothing yet.
    pub(in crate::pages) fn none(session: Session) -> Self {
        let last = RwSignal::new(None::<(ActionId, u32)>);
        let undone = session.undone();
        Effect::new(move || {
            let undone = undone.get();
            let own = last.with_untracked(|last| last.map(|(action, _)| action));
            if own.is_some() && own == undone {
                last.set(None);
            }
        });
        Self { session, last }
    }

    /// Imports `count` things by one action.
    pub(in crate::pages) fn import(self, action: Action, count: u32) {
        let id = self.session.edit(action);
        self.last.set(Some((id, count)));
    }

    /// Something else is chosen: it is over.
    pub(in crate::pages) fn forget(self) {
        self.last.set(None);
    }

    /// Whether the page is still there.
    pub(in crate::pages) fn is_alive(self) -> bool {
        self.last.try_get_untracked().is_some()
    }

    /// How many were imported, as long as they are.
    pub(in crate::pages) fn count(self) -> Option<u32> {
        self.last.get().map(|(_, count)| count)
    }
}
