//! What a round needs of this tab: clocks, ids, and whom to tell.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use yardstick_domain::device::round::Surroundings;
use yardstick_domain::id::{ChangeId, RecordId};

use crate::browser::clock;
use crate::session::core::Core;
use crate::session::tabs::Told;

/// Without an answer for this long the offset to the server is measured anew.
const SILENCE_MS: f64 = 3_600_000.0;
/// A wall clock that moved this much against the running one was set.
const JUMP_MS: f64 = 60_000.0;

/// While a round goes on, what it has changed is shown this often: a book that comes in a hundred pages is not drawn a hundred times.
const SHOWN_EVERY_MS: f64 = 1_000.0;

/// Both clocks at one moment.
#[derive(Clone, Copy)]
struct Clocks {
    wall_ms: i64,
    running_ms: f64,
}

impl Clocks {
    fn now() -> Self {
        Self {
            wall_ms: clock::wall_ms(),
            running_ms: clock::monotonic_ms(),
        }
    }

    fn running_since(self, earlier: Self) -> f64 {
        self.running_ms - earlier.running_ms
    }

    /// Whether the wall clock was set between two moments.
    fn jumped_since(self, earlier: Self) -> bool {
        #[expect(
            clippy::cast_precision_loss,
            reason = "differences of minutes to weeks, in milliseconds"
        )]
        let wall = (self.wall_ms - earlier.wall_ms) as f64;
        (wall - self.running_since(earlier)).abs() > JUMP_MS
    }
}

/// A tab as a round sees it.
pub(super) struct World {
    core: Rc<Core>,
    measured: Cell<Option<Clocks>>,
    answered: Cell<Option<Clocks>>,
    /// Changed and not yet shown.
    unshown: RefCell<BTreeSet<RecordId>>,
    /// When something was shown last, on the running clock.
    shown_at_ms: Cell<f64>,
}

impl World {
    pub(super) fn new(core: Rc<Core>) -> Self {
        Self {
            core,
            measured: Cell::new(None),
            answered: Cell::new(None),
            unshown: RefCell::default(),
            shown_at_ms: Cell::new(f64::NEG_INFINITY),
        }
    }

    /// Shows what was changed; to be called when a round has ended, however it did.
    pub(super) fn show(&self) {
        let clients = self.unshown.take();
        if clients.is_empty() {
            return;
        }
        self.shown_at_ms.set(clock::monotonic_ms());
        // The revision is looked up by the reading; the others look it up themselves.
        self.core.read_again(clients.iter().copied());
        self.core.tell(&Told::Committed {
            revision: 0,
            clients: clients.into_iter().collect(),
        });
    }

    /// The server answered something.
    pub(super) fn note_answer(&self) {
        self.answered.set(Some(Clocks::now()));
    }
}

impl Surroundings for World {
    fn wall_ms(&self) -> i64 {
        clock::wall_ms()
    }

    fn offset_is_stale(&self) -> bool {
        let now = Clocks::now();
        let Some(measured) = self.measured.get() else {
            return true;
        };
        let silent = self
            .answered
            .get()
            .is_none_or(|answered| now.running_since(answered) > SILENCE_MS);
        silent || now.jumped_since(measured)
    }

    fn offset_measured(&self, offset_ms: i64) {
        self.core.set_offset_ms(offset_ms);
        // The others read it with whatever they read next.
        self.core.tell(&Told::Committed {
            revision: 0,
            clients: Vec::new(),
        });
        self.measured.set(Some(Clocks::now()));
        self.note_answer();
    }

    fn fresh_id(&self) -> ChangeId {
        self.core.tab.borrow_mut().next_id()
    }

    fn changed(&self, clients: &[RecordId]) {
        self.unshown.borrow_mut().extend(clients);
        if clock::monotonic_ms() - self.shown_at_ms.get() > SHOWN_EVERY_MS {
            self.show();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_was_set_is_noticed() {
        let at = |wall_ms, running_ms| Clocks {
            wall_ms,
            running_ms,
        };
        let begun = at(1_000_000, 50.0);
        assert!(!at(1_000_000 + 7_200_000, 50.0 + 7_200_000.0).jumped_since(begun));
        assert!(at(1_000_000 + 70_000, 60.0).jumped_since(begun));
        assert!(at(1_000_000 - 70_000, 60.0).jumped_since(begun));
    }
}
