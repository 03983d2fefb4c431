//! Readings: what an engagement had reached on a day, each a record of its own, never a counter that two people could both add to.

use crate::id::RecordId;
use crate::records::declare::kind;
use crate::values::{Date, Instant, Money};

kind! {
    /// The amount an engagement had reached, all of it, as of a day.
    reading: Reading {
        /// The engagement that was looked at.
        engagement: Option<RecordId> = of::reference("engagement"),
        /// The amount reached until then.
        amount: Option<Money> = of::money(),
        /// The day it was so; if not said, that of `made_at`.
        on: Option<Date> = of::date(),
        /// When it was written down: decides between two of one day.
        made_at: Option<Instant> = of::instant(),
    }
}
