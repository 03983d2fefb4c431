//! What the person is told about their data: saved here, on its way, proven to be on the server, or in need of them.

use serde::{Deserialize, Serialize};
use yardstick_domain::accept::Reason;
use yardstick_domain::change::{RecordKey, RegisterKey, Value};
use yardstick_domain::id::ChangeId;
use yardstick_domain::outbox::Entry;
use yardstick_domain::register::Head;

/// What the person has to do, because the app cannot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Need {
    /// The session has expired: sign in; what waits is kept and sent then.
    SignIn,
    /// This browser is signed in as someone else: nothing of this book is sent.
    SomeoneElse,
    /// A newer version is needed (to sync, or because another tab has it): load the page again.
    Update,
    /// The server is not the one this book was synced with.
    Foreign,
    /// The server has no room.
    ServerFull,
    /// The device has no room. What was typed is in this tab's memory: export it.
    StorageFull,
    /// Another tab with an older version holds the database: close it.
    Blocked,
    /// Nothing is kept on this device, with the reason.
    NotKept(NotKept),
    /// What is stored cannot be read: the rescue page exports it.
    Damaged,
    /// The server's answer makes no sense; the code is for a report. It is tried again.
    Unclear {
        /// The problem's code, or what was wrong.
        code: String,
    },
    /// The order to wipe this device came with the right token, and this many entries were never sent: export them, then wipe.
    Wipe {
        /// Entries that nobody but this device has.
        unsent: usize,
    },
}

/// Why nothing is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotKept {
    /// The page was not loaded over HTTPS or from this machine.
    Insecure,
    /// The browser refuses its database (a private window, storage switched off); the text is the browser's.
    Refused(String),
    /// A commit failed and is tried again; the text is the browser's.
    Failing(String),
}

/// The one word about the data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Everything shown is in a finished commit on this device; nothing is known of the server.
    #[default]
    Saved,
    /// Something shown is in no finished commit yet.
    Saving,
    /// Saved here; this many records wait for the server.
    Waiting(usize),
    /// The device holds what the server has, proven by the digest.
    Synced {
        /// When that was, wall clock, unix ms.
        at_ms: i64,
    },
    /// Saved here; the last request did not reach the server.
    Offline {
        /// Records that wait for it.
        waiting: usize,
    },
    /// The person is needed.
    NeedsYou(Need),
}

/// How the data stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncState {
    /// The word to show.
    pub phase: Phase,
    /// Records with changes that have no verdict of the server.
    pub waiting: usize,
    /// Changes it refused, shown in their fields.
    pub refused: usize,
    /// When the device was last proven to hold what the server has, wall clock, unix ms.
    pub synced_at_ms: Option<i64>,
    /// A request is on its way.
    pub running: bool,
    /// Differences that the digest has found and healed.
    pub healed: u32,
    /// The server's time less the wall clock, as measured last.
    pub offset_ms: i64,
    /// The browser took the book away under the open page: so many records were not sent yet and were put back from this tab.
    pub put_back: Option<usize>,
}

/// A change the server refused; it stays in its field until mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Which entry of the outbox it is.
    pub entry: (u64, ChangeId),
    /// The field.
    pub key: RegisterKey,
    /// What it was to be.
    pub value: Value,
    /// Why not.
    pub reason: Reason,
    /// When it was made, wall clock, unix ms.
    pub made_at_ms: i64,
}

impl Refused {
    /// The refusal an entry stands in.
    pub fn of(entry: &Entry) -> Option<Self> {
        let yardstick_domain::outbox::State::Parked { reason } = &entry.state else {
            return None;
        };
        Some(Self {
            entry: (entry.ordinal, entry.change.id),
            key: entry.change.key.clone(),
            value: entry.change.value.clone(),
            reason: reason.clone(),
            made_at_ms: entry.made_at,
        })
    }
}

/// Something edited at two places unseen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConflictItem {
    /// A field holds other values beside the one shown.
    Field {
        /// Which.
        key: RegisterKey,
        /// The one shown first, then the others, newest first.
        heads: Vec<Head>,
    },
    /// Deleted there, edited here.
    Deleted {
        /// Which record.
        record: RecordKey,
    },
}
