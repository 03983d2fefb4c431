//! One tab leads. Two leaders cost only time: nothing that must be right rests on this.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use crate::browser::locks::{self, Lock};
use crate::browser::timer;
use crate::session::core::Core;
use crate::session::tabs::Told;

/// How long a leader has to answer before a visible tab leads in its place.
const ANSWER_WITHIN: Duration = Duration::from_secs(3);

/// The lead, given up when dropped.
pub(super) struct Lead {
    leading: Rc<Cell<bool>>,
    _lock: Option<Lock>,
}

impl Drop for Lead {
    fn drop(&mut self) {
        self.leading.set(false);
    }
}

/// What this tab knows of who leads.
#[derive(Default)]
pub(super) struct Leadership {
    leading: Rc<Cell<bool>>,
    /// Another tab said that it leads since this was asked last.
    answered: Cell<bool>,
}

impl Leadership {
    /// Whether this tab leads.
    pub(super) fn is_mine(&self) -> bool {
        self.leading.get()
    }

    /// Another tab leads.
    pub(super) fn note_answer(&self) {
        self.answered.set(true);
    }

    /// Waits until this tab leads: nobody does, whoever did has gone, or does not answer.
    pub(super) async fn take(&self, core: &Core) -> Lead {
        let name = format!("{}/sync-leader", core.book);
        let lock = match locks::try_acquire(&name).await {
            Some(lock) => Some(lock),
            None if !locks::supported() => None,
            None => {
                self.answered.set(false);
                core.tell(&Told::WhoLeads);
                timer::sleep(ANSWER_WITHIN).await;
                if self.answered.get() {
                    locks::acquire(&name).await
                } else {
                    None
                }
            }
        };
        self.leading.set(true);
        Lead {
            leading: Rc::clone(&self.leading),
            _lock: lock,
        }
    }
}
