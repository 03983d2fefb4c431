//! How we work: what belongs to no client and is kept in the bundle of none.

use crate::records::declare::kind;
use crate::values::{Minutes, Period};

kind! {
    /// The figures of our work, one record for all of us (`method::practice_id`).
    practice: Practice {
        /// Our time a week for a large client.
        large_week: Option<Minutes> = of::minutes(6_000),
        /// For a mid one.
        mid_week: Option<Minutes> = of::minutes(6_000),
        /// For a small one.
        small_week: Option<Minutes> = of::minutes(6_000),
        /// What one of us can do in a working day.
        day: Option<Minutes> = of::minutes(1_440),
        /// How much a small client has open at once at most.
        small_open: Option<i64> = of::integer(1, 100),
        /// How much a mid client has.
        mid_open: Option<i64> = of::integer(1, 100),
    }
}

kind! {
    /// Days on which we do not work, beside weekends and holidays.
    absence: Absence {
        /// From when to when.
        period: Option<Period> = of::period(),
        /// Whose; nothing for everybody's.
        who: Option<String> = of::person(),
        /// Why.
        reason: Option<String> = of::text(120),
    }
}
