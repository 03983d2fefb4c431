//! Time entries: working time as it was spent, each a record of its own, never a counter.

use crate::id::RecordId;
use crate::records::declare::kind;
use crate::values::{Instant, Minutes, choices};

choices! {
    /// What the time went into.
    pub enum WorkKind {
        /// Meeting them.
        Meeting = "meeting",
        /// Revising copy (改文案).
        Copy = "copy",
        /// Reviewing creative (看素材).
        Creative = "creative",
        /// Chasing PR (催公關).
        Pr = "pr",
        /// Answering (回訊息).
        Reply = "reply",
        /// Ad figures (廣告數據).
        Ads = "ads",
        /// Anything else.
        Misc = "other",
    }
}

kind! {
    /// Time spent for a client.
    time_entry: TimeEntry {
        /// What it went into.
        work_kind: Option<WorkKind> = of::choice::<WorkKind>(),
        /// How long.
        minutes: Option<Minutes> = of::minutes(1_440),
        /// When it was spent.
        at: Option<Instant> = of::instant(),
        /// The meeting whose minutes these are.
        meeting: Option<RecordId> = of::reference("meeting"),
        /// The engagement it was spent on.
        engagement: Option<RecordId> = of::reference("engagement"),
    }
}
