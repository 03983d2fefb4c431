//! Meetings (客戶會議), from planned to wrapped up.

use std::collections::BTreeSet;

use crate::id::RecordId;
use crate::records::declare::kind;
use crate::values::{Instant, choices};

choices! {
    /// How people meet.
    pub enum MeetingForm {
        /// At the client's (到府).
        Onsite = "onsite",
        /// On a screen (線上).
        Online = "online",
        /// By telephone (電話).
        Phone = "phone",
    }
}

choices! {
    /// Whether what we advised was what they needed.
    pub enum Precision {
        /// It hit the point.
        Precise = "precise",
        /// Partly.
        Partly = "partly",
        /// It missed it.
        Off = "off",
    }
}

choices! {
    /// What they expect of us now.
    pub enum Expectation {
        /// More than before.
        Higher = "higher",
        /// As before.
        Same = "same",
        /// Less than before.
        Lower = "lower",
    }
}

kind! {
    /// A meeting. Planned: it has a planned time and no start. Running: a start and no end. Done: an end.
    meeting: Meeting {
        /// What it is about, where that needs saying.
        title: Option<String> = of::text(120),
        /// The engagement it is about.
        engagement: Option<RecordId> = of::reference("engagement"),
        /// Where.
        place: Option<String> = of::text(200),
        /// How people meet.
        form: Option<MeetingForm> = of::choice::<MeetingForm>(),
        /// Who is there: the id of a contact, or the name of someone who is none.
        attendees: BTreeSet<String> = of::set(40),
        /// When it is to begin.
        planned_at: Option<Instant> = of::instant(),
        /// When it began.
        started_at: Option<Instant> = of::instant(),
        /// When it ended.
        ended_at: Option<Instant> = of::instant(),
        /// The planned meeting that follows from this one.
        next_meeting: Option<RecordId> = of::reference("meeting"),
        /// Was the advice precise? (期待值, first tap)
        precision: Option<Precision> = of::choice::<Precision>(),
        /// What do they expect now? (期待值, second tap)
        expectation: Option<Expectation> = of::choice::<Expectation>(),
        /// 留一手: what we keep in reserve, never shown to the client.
        reserve: Option<String> = of::multiline(1_000),
        /// When the recap was shared or copied.
        recap_sent_at: Option<Instant> = of::instant(),
        /// When the wrap-up was finished, or put aside for good.
        wrapped_up_at: Option<Instant> = of::instant(),
    }
}
