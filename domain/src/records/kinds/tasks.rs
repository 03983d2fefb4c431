//! Tasks: what was promised, by us or by them.

use crate::id::RecordId;
use crate::records::declare::kind;
use crate::values::{Date, Instant, Outcome, choices};

choices! {
    /// Who promised.
    pub enum Side {
        /// We did (我方待辦).
        Ours = "ours",
        /// They did (客戶待辦).
        Theirs = "theirs",
    }
}

choices! {
    /// What became of a promise.
    pub enum TaskState {
        /// Kept.
        Done = "done",
        /// No longer wanted.
        Dropped = "dropped",
    }
}

kind! {
    /// A promise. Open as long as it has no outcome.
    task: Task {
        /// Who promised.
        side: Option<Side> = of::choice::<Side>(),
        /// What was promised.
        title: Option<String> = of::name(300),
        /// By when.
        due: Option<Date> = of::date(),
        /// What became of it, and when.
        outcome: Option<Outcome<TaskState>> = of::outcome::<TaskState>(),
        /// When it was promised; tasks of older versions do not say it.
        made_at: Option<Instant> = of::instant(),
        /// The line it was made of.
        source_line: Option<RecordId> = of::reference("note_line"),
        /// The meeting it comes from.
        meeting: Option<RecordId> = of::reference("meeting"),
        /// The engagement it belongs to.
        engagement: Option<RecordId> = of::reference("engagement"),
    }
}
