//! What was promised on the way: every change somebody made, every one called saved, and what may be missed because nobody holds it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use yardstick_domain::change::{RegisterKey, Value};
use yardstick_domain::device::edit::Kept;
use yardstick_domain::id::{ChangeId, RecordId, Writer};

use crate::network::Arrived;

/// A change as its author's store kept it.
#[derive(Debug, Clone)]
pub(crate) struct Saved {
    pub(crate) key: RegisterKey,
    pub(crate) replaces: Vec<ChangeId>,
    /// The changes its author saw.
    pub(crate) saw: BTreeSet<ChangeId>,
    pub(crate) action: Option<(Writer, u32)>,
    pub(crate) device: usize,
}

/// The promises of one history.
#[derive(Default)]
pub(crate) struct Ledger {
    /// Every change anybody made, kept or not.
    pub(crate) written: HashMap<ChangeId, (RegisterKey, Value)>,
    /// What the author of each saw.
    pub(crate) saw: HashMap<ChangeId, BTreeSet<ChangeId>>,
    /// Every change called saved that has to be accounted for.
    pub(crate) saved: BTreeMap<ChangeId, Saved>,
    /// Taken out of a store by what stands for it since. A commit that was told late may still call one of them saved (seed 309434).
    gone: HashSet<ChangeId>,
    /// Lost with everything that held it: a wiped phone, history after the backup.
    pub(crate) waived: HashSet<ChangeId>,
    /// Clients that somebody has erased at some time: what was written about them is not missed.
    pub(crate) ever_erased: BTreeSet<RecordId>,
    /// Of those, the ones of which somebody knows: nothing of them may be left.
    pub(crate) erased: BTreeSet<RecordId>,
    /// The server was restored: its log is not the whole history any more.
    pub(crate) restored: bool,
    /// A device was wiped: what it had not sent of an action is gone.
    pub(crate) wiped: bool,
}

impl Ledger {
    /// Remembers what the store kept and called saved.
    pub(crate) fn promise(&mut self, device: usize, kept: &Kept) {
        for (_, gone) in &kept.gone {
            self.saved.remove(gone);
            self.gone.insert(*gone);
        }
        for entry in &kept.entries {
            let change = &entry.change;
            if self.gone.contains(&change.id) {
                continue;
            }
            self.saved.insert(
                change.id,
                Saved {
                    key: change.key.clone(),
                    replaces: change.replaces.clone(),
                    saw: self.saw.get(&change.id).cloned().unwrap_or_default(),
                    action: change.action.map(|action| (change.id.writer, action)),
                    device,
                },
            );
        }
    }

    /// Everything that these heads are, or replaced, down to the first.
    pub(crate) fn covered(
        &self,
        heads: impl IntoIterator<Item = ChangeId>,
        arrived: &HashMap<ChangeId, Arrived>,
    ) -> HashSet<ChangeId> {
        let mut covered = HashSet::new();
        let mut next: Vec<ChangeId> = heads.into_iter().collect();
        while let Some(id) = next.pop() {
            if covered.insert(id) {
                next.extend(self.saved.get(&id).iter().flat_map(|saved| &saved.replaces));
                next.extend(arrived.get(&id).iter().flat_map(|change| &change.replaces));
            }
        }
        covered
    }

    /// Whether a saved change is not to be missed.
    pub(crate) fn is_excused(&self, id: ChangeId, saved: &Saved) -> bool {
        self.waived.contains(&id) || self.ever_erased.contains(&saved.key.client)
    }
}
