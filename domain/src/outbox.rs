//! The outbox: what this device has said and its server has not yet confirmed. waiting → sent → accepted → gone; or parked.
//!
//! An entry is closed when it is sent: its time is fixed then, and it stays as it was sent until its verdict. It leaves only when
//! the cursor has passed its place, so an acknowledged change above the cursor is never lost.

use std::collections::{BTreeSet, HashSet};

use serde::{Deserialize, Serialize};

use crate::accept::{Reason, as_said};
use crate::change::{Change, Unit, limits};
use crate::cursor::Place;
use crate::id::{ChangeId, DeviceId};
use crate::order;
use crate::register::{Head, Register};

/// Where an entry stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is", try_from = "StateForm")]
pub enum State {
    /// Not sent; may still be exchanged for a newer one of its editor.
    Waiting,
    /// Sent, its time fixed; no verdict yet.
    Sent,
    /// In the server's log, the cursor not yet past it.
    Accepted {
        /// Where. Means nothing in another history: on a new epoch the entry is sent again.
        place: Place,
    },
    /// Refused: shown in its field as refused, sent no more.
    Parked {
        /// Why.
        reason: Reason,
    },
}

/// A state as it is read: spelt out for the reason that a judged change is.
#[derive(Deserialize)]
struct StateForm {
    is: StateWord,
    #[serde(default)]
    place: Option<Place>,
    #[serde(default, deserialize_with = "as_said")]
    reason: Option<Reason>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum StateWord {
    Waiting,
    Sent,
    Accepted,
    Parked,
}

impl TryFrom<StateForm> for State {
    type Error = &'static str;

    fn try_from(form: StateForm) -> Result<Self, Self::Error> {
        Ok(match form.is {
            StateWord::Waiting => Self::Waiting,
            StateWord::Sent => Self::Sent,
            StateWord::Accepted => Self::Accepted {
                place: form.place.ok_or("accepted without a place")?,
            },
            StateWord::Parked => Self::Parked {
                reason: form.reason.ok_or("parked without a reason")?,
            },
        })
    }
}

/// A change on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Order among this device's entries: larger than that of every entry its author's tab had seen.
    pub ordinal: u64,
    /// The change. Its time is the wall clock's (see `made_at`) until it is sent.
    pub change: Change,
    /// The wall clock when it was made, unix ms, as this device believed it.
    pub made_at: i64,
    /// Where it stands.
    pub state: State,
    /// The editor it was typed in; waiting changes of one editor are exchanged for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub editor: Option<u64>,
}

/// How many records these entries are about: what a person counts, who thinks of a note and not of its fields.
#[must_use]
pub fn records_of<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> usize {
    let records: HashSet<_> = entries
        .into_iter()
        .map(|entry| {
            let key = &entry.change.key;
            (key.client, key.record, key.kind.as_str())
        })
        .collect();
    records.len()
}

impl Entry {
    /// The key it is stored under: ordered by `(ordinal, id)`.
    #[must_use]
    pub fn key(&self) -> Vec<u8> {
        entry_key(self.ordinal, self.change.id)
    }

    /// The change as a head on this device.
    #[must_use]
    pub fn as_head(&self, device: DeviceId) -> Head {
        Head {
            id: self.change.id,
            time: self.change.time,
            device,
            said: false,
            value: self.change.value.clone(),
        }
    }

    /// Whether the entry counts in what is shown: everything but the refused.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        !matches!(self.state, State::Parked { .. })
    }

    /// The rough size of the change on the wire, in bytes.
    #[must_use]
    pub fn wire_bytes(&self) -> usize {
        220 + self.change.value.as_bytes().len() + 24 * self.change.replaces.len()
    }
}

/// The key an entry is stored under.
#[must_use]
pub fn entry_key(ordinal: u64, id: ChangeId) -> Vec<u8> {
    let mut key = Vec::with_capacity(20);
    key.extend_from_slice(&ordinal.to_be_bytes());
    key.extend_from_slice(&id.writer.0.to_be_bytes());
    key.extend_from_slice(&id.counter.to_be_bytes());
    key
}

/// What is shown: the confirmed register and the entries of its key on top, in order.
#[must_use]
pub fn shown<'a>(
    confirmed: Option<&Register>,
    entries: impl IntoIterator<Item = &'a Entry>,
    device: DeviceId,
) -> Register {
    let mut register = confirmed.cloned().unwrap_or_default();
    for entry in entries {
        // A head already: the server has it, with what it replaced.
        if entry.is_shown() && !register.has(entry.change.id) {
            register.apply(&entry.change.replaces, entry.as_head(device));
        }
    }
    register
}

/// The most a request may weigh before compression, in bytes of [`Entry::wire_bytes`]: within the server's 1 MiB even where a browser
/// cannot compress.
pub const REQUEST_BYTES: usize = 900 * 1024;

/// How much of the outbox a request may carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portion {
    /// Changes at once; none at all if that is nought.
    pub most: usize,
    /// What it goes without. What builds on it stays behind too: without what it replaces it would stand beside what that replaces.
    pub aside: BTreeSet<Unit>,
}

impl Default for Portion {
    fn default() -> Self {
        Self {
            most: limits::REQUEST_CHANGES,
            aside: BTreeSet::new(),
        }
    }
}

/// Which entries the next request carries, as indexes: what was sent without a verdict, then what waits, in order while they fit, whole
/// actions only.
#[must_use]
pub fn plan_request(entries: &[Entry], portion: &Portion) -> Vec<usize> {
    let mut plan = Vec::new();
    if portion.most == 0 {
        return plan;
    }
    let held = held_back(entries, &portion.aside);
    let mut bytes = 0;
    let mut taken = vec![false; entries.len()];
    let of = |state| (0..entries.len()).filter(move |&index| entries[index].state == state);
    for index in of(State::Sent).chain(of(State::Waiting)) {
        if taken[index] || held.contains(&entries[index].change.unit()) {
            continue;
        }
        let group = action_members(entries, index);
        let weight: usize = group
            .iter()
            .map(|&member| entries[member].wire_bytes())
            .sum();
        let fits = plan.len() + group.len() <= portion.most && bytes + weight <= REQUEST_BYTES;
        // What alone is too much is sent alone, and gets its answer.
        if !fits && !plan.is_empty() {
            break;
        }
        bytes += weight;
        for &member in &group {
            taken[member] = true;
        }
        plan.extend(group);
    }
    order::natural(&mut plan);
    plan
}

/// What is put aside, and whatever names a change of it, and so on.
fn held_back(entries: &[Entry], aside: &BTreeSet<Unit>) -> BTreeSet<Unit> {
    let mut held = aside.clone();
    let mut before = 0;
    while held.len() != before {
        before = held.len();
        let of_held = |entry: &&Entry| held.contains(&entry.change.unit());
        let ids: HashSet<ChangeId> = entries
            .iter()
            .filter(of_held)
            .map(|entry| entry.change.id)
            .collect();
        let builds_on = |entry: &&Entry| entry.change.replaces.iter().any(|id| ids.contains(id));
        let more: Vec<Unit> = entries
            .iter()
            .filter(builds_on)
            .map(|entry| entry.change.unit())
            .collect();
        held.extend(more);
    }
    held
}

/// The entries of the action that the entry at `first` opens, in the state it is in; it alone if it is of none.
fn action_members(entries: &[Entry], first: usize) -> Vec<usize> {
    let (change, state) = (&entries[first].change, &entries[first].state);
    if change.action.is_none() {
        return vec![first];
    }
    // Actions are written in one transaction with consecutive ordinals; another tab's entries may lie between.
    let same = |entry: &Entry| entry.change.unit() == change.unit() && entry.state == *state;
    (first..entries.len())
        .filter(|&index| same(&entries[index]))
        .collect()
}
