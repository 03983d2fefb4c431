//! Where in which history: epochs, cursors, places, and how two histories of one server relate after a backup was restored.

use serde::{Deserialize, Serialize};

use crate::id::Epoch;

/// What a device has absorbed: everything up to `seq` of the history that `epoch` belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cursor {
    /// The epoch in which the server said so.
    pub epoch: Epoch,
    /// The last sequence number absorbed.
    pub seq: u64,
}

/// The place a change took when it was accepted. Only means something within its own history.
pub type Place = Cursor;

/// One start of a server and the last sequence number it gave; `u64::MAX` while it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EpochEnd {
    /// The epoch.
    pub epoch: Epoch,
    /// Its last sequence number.
    pub last: u64,
}

/// The epochs of one history in order. Two histories that share a beginning are one line up to where they part.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Line(pub Vec<EpochEnd>);

impl Line {
    /// Whether the cursor lies in this history: its epoch is known and it does not lie past that epoch's end.
    #[must_use]
    pub fn holds(&self, cursor: Cursor) -> bool {
        self.0
            .iter()
            .any(|end| end.epoch == cursor.epoch && cursor.seq <= end.last)
    }

    /// The epoch that runs, or ran last.
    #[must_use]
    pub fn current(&self) -> Option<Epoch> {
        self.0.last().map(|end| end.epoch)
    }

    /// The largest sequence number up to which both histories are the same; `None` if they share no epoch.
    #[must_use]
    pub fn fork(&self, other: &Self) -> Option<u64> {
        let mut fork = None;
        for (mine, theirs) in self.0.iter().zip(&other.0) {
            if mine.epoch != theirs.epoch {
                break;
            }
            fork = Some(mine.last.min(theirs.last));
            if mine.last != theirs.last {
                break;
            }
        }
        fork
    }

    /// This history as a device knows it that has absorbed it up to the cursor: the running epoch ends there.
    #[must_use]
    pub fn up_to(&self, cursor: Cursor) -> Self {
        let mut ends = Vec::new();
        for end in &self.0 {
            if end.epoch == cursor.epoch {
                ends.push(EpochEnd {
                    epoch: end.epoch,
                    last: end.last.min(cursor.seq),
                });
                break;
            }
            ends.push(*end);
        }
        Self(ends)
    }
}

/// How far along a line an offer or a mark reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reach {
    /// The history.
    pub line: Line,
    /// The sequence number in it.
    pub seq: u64,
}

impl Reach {
    /// Whether `self` holds everything that `other` holds: `other` lies on the same line and no further along.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        // Up to where the lines part, `other`'s history is `self`'s as well.
        other.seq <= self.seq
            && self
                .line
                .fork(&other.line)
                .is_some_and(|fork| other.seq <= fork)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(ends: &[(u64, u64)]) -> Line {
        Line(
            ends.iter()
                .map(|&(epoch, last)| EpochEnd {
                    epoch: Epoch(epoch),
                    last,
                })
                .collect(),
        )
    }

    #[test]
    fn the_last_epoch_is_the_one_that_runs() {
        assert_eq!(line(&[]).current(), None);
        let restored = line(&[(9, 40), (4, u64::MAX)]);
        assert_eq!(restored.current(), Some(Epoch(4)));
    }

    #[test]
    fn histories_part_where_a_backup_was_taken() {
        let before = line(&[(1, 40), (2, u64::MAX)]);
        let restored = line(&[(1, 40), (2, 90), (3, u64::MAX)]);
        assert_eq!(before.fork(&restored), Some(90));
        assert!(restored.holds(Cursor {
            epoch: Epoch(2),
            seq: 90
        }));
        assert!(!restored.holds(Cursor {
            epoch: Epoch(2),
            seq: 91
        }));
        assert_eq!(before.fork(&line(&[(7, 3)])), None);
    }

    #[test]
    fn an_older_backup_parts_earlier() {
        let devices = line(&[(1, 40), (2, 90), (3, 120)]);
        assert_eq!(devices.fork(&line(&[(1, 25), (4, u64::MAX)])), Some(25));
    }

    #[test]
    fn a_reach_covers_what_lies_before_it_on_its_own_line() {
        let old = line(&[(1, 100), (2, 200)]);
        let other = line(&[(1, 100), (3, 300)]);
        let at = |line: &Line, seq| Reach {
            line: line.clone(),
            seq,
        };
        assert!(at(&old, 150).covers(&at(&old, 120)));
        assert!(!at(&old, 120).covers(&at(&old, 150)));
        assert!(
            at(&old, 150).covers(&at(&other, 90)),
            "before they part, the lines are one"
        );
        assert!(!at(&old, 150).covers(&at(&other, 120)), "side by side");
    }
}
