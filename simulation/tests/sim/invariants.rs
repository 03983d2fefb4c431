//! The invariants by name. A failure prints the name; `sabotage.rs` shows that they can fail, all but
//! `latest-wins`, which follows from how a register is kept and is bound by the domain's own tests.

use std::fmt;

/// What has to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Invariant {
    /// After the faults all devices and the server hold equal registers.
    Converged,
    /// What was called saved is there, was replaced by somebody who saw it, or stands refused on its device, by the server.
    SavedIsKept,
    /// A change has one place and one time in the log, whatever is repeated, and no place has two changes.
    AcknowledgedOnce,
    /// A device at place n holds every register as the server had it at n.
    CursorSkipsNothing,
    /// Of the heads the one with the largest `(time, id)` is the value.
    LatestWins,
    /// Every other value is listed beside it, and choosing it makes it the value everywhere.
    LoserRestorable,
    /// Every head is a change that somebody made, to the byte of its value.
    NothingInvented,
    /// A device shows what was written on it, at once, and after any restart.
    ReadsOwnWrites,
    /// A device that calls itself level: what has left its outbox is in the server's log.
    DrainedMeansServerHasIt,
    /// The digests kept are those of what is held, and no comparison ever found a difference.
    DigestAgrees,
    /// After the faults all is drained within a bounded number of rounds, and another round changes nothing.
    DrainsInBoundedRounds,
    /// Nothing is left of an erased client, neither here nor there.
    ErasedIsGone,
    /// Of two heads neither author saw the other.
    NoFalseConflict,
    /// The changes of an action are all in the log, or none.
    ActionIsWhole,
    /// No time lies further ahead of the server's than ten seconds.
    TimeIsBounded,
    /// A device of a version the server does not take is told so, one that it takes is served.
    VersionIsTold,
    /// One server, one history: it is never taken for a foreign one, and nothing stored becomes unreadable.
    NeverStuck,
    /// No transaction of a device waits for anything but the store.
    TransactionsAlone,
}

impl Invariant {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Converged => "converged",
            Self::SavedIsKept => "saved-is-kept",
            Self::AcknowledgedOnce => "acknowledged-once",
            Self::CursorSkipsNothing => "cursor-skips-nothing",
            Self::LatestWins => "latest-wins",
            Self::LoserRestorable => "loser-restorable",
            Self::NothingInvented => "nothing-invented",
            Self::ReadsOwnWrites => "reads-own-writes",
            Self::DrainedMeansServerHasIt => "drained-means-server-has-it",
            Self::DigestAgrees => "digest-agrees",
            Self::DrainsInBoundedRounds => "drains-in-bounded-rounds",
            Self::ErasedIsGone => "erased-is-gone",
            Self::NoFalseConflict => "no-false-conflict",
            Self::ActionIsWhole => "action-is-whole",
            Self::TimeIsBounded => "time-is-bounded",
            Self::VersionIsTold => "version-is-told",
            Self::NeverStuck => "never-stuck",
            Self::TransactionsAlone => "transactions-alone",
        }
    }

    /// Holds, or is broken by what `how` says.
    pub(crate) fn holds(self, it: bool, how: impl FnOnce() -> String) -> Result<(), Broken> {
        if it { Ok(()) } else { Err(self.broken(how())) }
    }

    pub(crate) const fn broken(self, how: String) -> Broken {
        Broken {
            invariant: self,
            how,
        }
    }
}

/// An invariant does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) invariant: Invariant,
    pub(crate) how: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.invariant.name(), self.how)
    }
}
