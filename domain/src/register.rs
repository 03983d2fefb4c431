//! A register holds its heads: the changes nobody replaced. Cause decides; time only chooses among concurrent heads; the
//! result does not depend on the order of arrival.

use serde::{Deserialize, Serialize};

use crate::change::Value;
use crate::id::{ChangeId, DeviceId};
use crate::order;

/// A change nobody replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The change.
    pub id: ChangeId,
    /// When it was made, unix ms, as the server bounds it.
    pub time: i64,
    /// The device it was made on.
    pub device: DeviceId,
    /// The device is a claim, not a session's word: the head was offered after a restored backup (*said to be by*).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub said: bool,
    /// What it set the field to.
    pub value: Value,
}

/// The heads of one field, in the order of `(time, id)`; the last is the value.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Register {
    heads: Vec<Head>,
}

impl Register {
    /// From heads in any order.
    #[must_use]
    pub fn from_heads(heads: impl IntoIterator<Item = Head>) -> Self {
        let mut register = Self {
            heads: heads.into_iter().collect(),
        };
        register.sort();
        register
    }

    fn sort(&mut self) {
        order::by_key(&mut self.heads, |head| (head.time, head.id));
    }

    /// All heads, the value last.
    #[must_use]
    pub fn heads(&self) -> &[Head] {
        &self.heads
    }

    /// The head with the largest `(time, id)`.
    #[must_use]
    pub fn winner(&self) -> Option<&Head> {
        self.heads.last()
    }

    /// The value shown; `None` if nothing was ever set.
    #[must_use]
    pub fn value(&self) -> Option<&Value> {
        self.winner().map(|head| &head.value)
    }

    /// *Also edited*: other heads with a different value, newest first, each value once.
    #[must_use]
    pub fn also_edited(&self) -> Vec<&Head> {
        let Some(winner) = self.winner() else {
            return Vec::new();
        };
        let mut others: Vec<&Head> = Vec::new();
        for head in self.heads.iter().rev().skip(1) {
            if head.value != winner.value && others.iter().all(|other| other.value != head.value) {
                others.push(head);
            }
        }
        others
    }

    /// Whether the change is a head.
    #[must_use]
    pub fn has(&self, id: ChangeId) -> bool {
        self.heads.iter().any(|head| head.id == id)
    }

    /// The ids of all heads: what a change made on seeing them replaces.
    pub fn head_ids(&self) -> impl Iterator<Item = ChangeId> + '_ {
        self.heads.iter().map(|head| head.id)
    }

    /// Removes what a change replaces.
    pub fn remove(&mut self, replaced: &[ChangeId]) {
        self.heads.retain(|head| !replaced.contains(&head.id));
    }

    /// Keeps the heads that are wanted.
    pub fn retain(&mut self, wanted: impl FnMut(&Head) -> bool) {
        self.heads.retain(wanted);
    }

    /// Adds a head. One known already takes the smaller of its two times.
    pub fn add(&mut self, head: Head) {
        match self.heads.iter_mut().find(|known| known.id == head.id) {
            Some(known) => known.time = known.time.min(head.time),
            None => self.heads.push(head),
        }
        self.sort();
    }

    /// Applies a change as its author's device shows it: what it replaces goes, it becomes a head.
    pub fn apply(&mut self, replaces: &[ChangeId], head: Head) {
        self.remove(replaces);
        self.add(head);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Writer;

    fn id(counter: u32) -> ChangeId {
        ChangeId {
            writer: Writer(7),
            counter,
        }
    }

    /// Heads made one after the other, each with its value.
    fn register(values: &[&str]) -> Register {
        let heads = (1..).zip(values).map(|(counter, value)| Head {
            id: id(counter),
            time: i64::from(counter),
            device: DeviceId::NIL,
            said: false,
            value: Value::from_json(format!("\"{value}\"").as_bytes()).unwrap(),
        });
        Register::from_heads(heads)
    }

    #[test]
    fn also_edited_is_each_other_value_once_the_newest_first() {
        let also = |values: &[&str]| {
            let register = register(values);
            let others = register.also_edited().into_iter();
            let others = others.map(|head| head.value.as_str().to_owned());
            others.collect::<Vec<_>>()
        };
        assert!(also(&[]).is_empty());
        assert!(also(&["茶", "茶"]).is_empty());
        let both = also(&["茶", "米", "茶", "麵", "米", "茶"]);
        assert_eq!(both, ["\"米\"", "\"麵\""]);
    }

    #[test]
    fn a_head_is_there_until_it_is_not_wanted() {
        let mut register = register(&["茶", "米"]);
        assert!(register.has(id(1)) && register.has(id(2)) && !register.has(id(3)));
        register.retain(|head| head.id != id(1));
        assert!(!register.has(id(1)) && register.has(id(2)));
    }
}
