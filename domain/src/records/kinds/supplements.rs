//! What follows a meeting without being asked: the supplement (額外補充), and nudges (提醒訊息) about what was promised to us.

use std::collections::BTreeSet;

use crate::id::RecordId;
use crate::records::declare::kind;
use crate::values::{Instant, Minutes, choices};

choices! {
    /// How a supplement was taken.
    pub enum Reaction {
        /// More than they expected.
        Delighted = "delighted",
        /// They took it in.
        Noted = "noted",
        /// Nothing came back.
        Silent = "silent",
    }
}

kind! {
    /// The supplement of a meeting; its id follows from the meeting's (`method::supplement_id`). Held, due and late are counted, not kept.
    supplement: Supplement {
        /// The meeting.
        meeting: Option<RecordId> = of::reference("meeting"),
        /// Whether there is one; nothing where nobody has said, and then the first meetings of a client have one.
        wanted: Option<bool> = of::yes_no(),
        /// What it says.
        text: Option<String> = of::multiline(4_000),
        /// The lines of the meeting it cites, by id.
        lines: BTreeSet<String> = of::set(40),
        /// The slow suggestions it works out, by id.
        items: BTreeSet<String> = of::set(40),
        /// The working time it reserves.
        work: Option<Minutes> = of::minutes(6_000),
        /// When it was sent.
        sent_at: Option<Instant> = of::instant(),
        /// How it was taken.
        reaction: Option<Reaction> = of::choice::<Reaction>(),
    }
}

kind! {
    /// A message that reminded the client of a promise of theirs.
    nudge: Nudge {
        /// The promise.
        task: Option<RecordId> = of::reference("task"),
        /// When it was sent.
        at: Option<Instant> = of::instant(),
        /// What it said.
        text: Option<String> = of::multiline(2_000),
    }
}
