//! How the data stands, put together from what the writer and the sync loop met. The word shown follows from facts, never from a guess
//! about the network.

use std::cell::RefCell;

use leptos::prelude::*;

use super::state::{Need, Phase, SyncState};

/// The facts, and the state that follows from them.
#[derive(Default)]
pub(crate) struct Status {
    facts: RefCell<Facts>,
    /// What is shown.
    pub(crate) shown: ArcRwSignal<SyncState>,
}

/// What is known.
#[derive(Clone, Default)]
pub(crate) struct Facts {
    /// Something shown is in no finished commit.
    pub(crate) unkept: bool,
    /// What the store needs of the person.
    pub(crate) store_need: Option<Need>,
    /// What the server needs of the person.
    pub(crate) server_need: Option<Need>,
    /// Whether the last request reached the server; none was made yet.
    pub(crate) reached: Option<bool>,
    /// When the device was last proven level with the server.
    pub(crate) synced_at_ms: Option<i64>,
    /// Records with changes that have no verdict.
    pub(crate) waiting: usize,
    /// Changes refused.
    pub(crate) refused: usize,
    /// A request is on its way.
    pub(crate) running: bool,
    /// Differences healed.
    pub(crate) healed: u32,
    /// The server's time less the wall clock, as measured last.
    pub(crate) offset_ms: i64,
    /// The database was lost under the open page; so many records were put back.
    pub(crate) put_back: Option<usize>,
}

impl Facts {
    fn phase(&self) -> Phase {
        // What threatens the data comes first, then whether it is saved, then the server.
        if let Some(need) = &self.store_need {
            return Phase::NeedsYou(need.clone());
        }
        if self.unkept {
            return Phase::Saving;
        }
        if let Some(need) = &self.server_need {
            return Phase::NeedsYou(need.clone());
        }
        if self.reached == Some(false) {
            return Phase::Offline {
                waiting: self.waiting,
            };
        }
        if self.waiting > 0 {
            return Phase::Waiting(self.waiting);
        }
        match self.synced_at_ms {
            Some(at_ms) if self.reached == Some(true) => Phase::Synced { at_ms },
            _ => Phase::Saved,
        }
    }
}

impl Status {
    /// Learns something; what is shown follows.
    pub(crate) fn learn(&self, fact: impl FnOnce(&mut Facts)) {
        let state = {
            let mut facts = self.facts.borrow_mut();
            fact(&mut facts);
            SyncState {
                phase: facts.phase(),
                waiting: facts.waiting,
                refused: facts.refused,
                synced_at_ms: facts.synced_at_ms,
                running: facts.running,
                healed: facts.healed,
                offset_ms: facts.offset_ms,
                put_back: facts.put_back.filter(|_| !facts.unkept),
            }
        };
        if self.shown.with_untracked(|shown| *shown != state) {
            self.shown.set(state);
        }
    }

    /// What is known now.
    pub(crate) fn facts(&self) -> Facts {
        self.facts.borrow().clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn synced_is_said_only_of_a_proven_level_with_nothing_left() {
        let proven = Facts {
            reached: Some(true),
            synced_at_ms: Some(5),
            ..Facts::default()
        };
        assert_eq!(proven.phase(), Phase::Synced { at_ms: 5 });
        let waiting = Facts {
            waiting: 1,
            ..proven.clone()
        };
        assert_eq!(waiting.phase(), Phase::Waiting(1));
        let unkept = Facts {
            unkept: true,
            ..proven.clone()
        };
        assert_eq!(unkept.phase(), Phase::Saving);
        let unreached = Facts {
            reached: Some(false),
            ..proven
        };
        assert_eq!(unreached.phase(), Phase::Offline { waiting: 0 });
    }

    #[test]
    fn what_threatens_the_data_comes_first() {
        let facts = Facts {
            unkept: true,
            store_need: Some(Need::StorageFull),
            server_need: Some(Need::SignIn),
            ..Facts::default()
        };
        assert_eq!(facts.phase(), Phase::NeedsYou(Need::StorageFull));
    }
}
