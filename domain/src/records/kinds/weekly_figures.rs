//! Weekly figures (每週數字): how an engagement stands at the end of a week, one record for each engagement and week.

use crate::id::RecordId;
use crate::records::declare::kind;
use crate::values::{Date, Money};

kind! {
    /// The figures of an engagement of one week (`method::weekly_id`).
    weekly_figure: WeeklyFigure {
        /// The engagement they are of.
        engagement: Option<RecordId> = of::reference("engagement"),
        /// The week, by its Monday; any other day stands for the week it is in (`method::week_of`).
        week: Option<Date> = of::date(),
        /// The amount reached by the end of the week, all of it.
        amount: Option<Money> = of::money(),
        /// Backers by the end of the week, all of them.
        backers: Option<i64> = of::integer(0, 100_000_000),
        /// Spent on ads in the week.
        ad_spend: Option<Money> = of::money(),
        /// What those ads brought.
        ad_revenue: Option<Money> = of::money(),
        /// Visits to the page in the week.
        visits: Option<i64> = of::integer(0, 1_000_000_000),
        /// What explains them.
        note: Option<String> = of::text(200),
    }
}
