//! Engagements (案子): the days agreed for one.

use crate::records::{Engagement, EngagementState};
use crate::values::{Date, Period};

/// What a day agreed for an engagement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EngagementDate {
    /// The first day of its period.
    Start,
    /// The last one.
    End,
    /// When it ships.
    Ship,
}

/// The days agreed for an engagement, as far as they are known. Of one that was called off or never signed those after that are none any more.
#[must_use]
pub fn agreed_dates(
    engagement: &Engagement,
    utc_offset_minutes: i32,
) -> Vec<(EngagementDate, Date)> {
    let called_off = engagement.outcome.as_ref().filter(|outcome| {
        matches!(
            outcome.state,
            EngagementState::Cancelled | EngagementState::Declined
        )
    });
    let last = called_off.and_then(|outcome| outcome.at.local_date(utc_offset_minutes));
    [
        (
            EngagementDate::Start,
            engagement.period.and_then(Period::start),
        ),
        (EngagementDate::End, engagement.period.and_then(Period::end)),
        (EngagementDate::Ship, engagement.ship_date),
    ]
    .into_iter()
    .filter_map(|(what, day)| Some((what, day?)))
    .filter(|(_, day)| last.is_none_or(|last| *day <= last))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::client_file::testing::{OFFSET, at, day};
    use crate::values::Outcome;

    fn ended(state: EngagementState) -> Engagement {
        Engagement {
            period: Period::new(Some(day(5)), Some(day(20))).ok(),
            ship_date: Some(day(28)),
            outcome: Some(Outcome {
                state,
                at: at(10, 9, 0),
            }),
            ..Engagement::default()
        }
    }

    #[test]
    fn days_stand_as_far_as_they_are_known() {
        let mut engagement = Engagement::default();
        assert_eq!(agreed_dates(&engagement, OFFSET), []);
        engagement.period = Period::new(None, Some(day(20))).ok();
        assert_eq!(
            agreed_dates(&engagement, OFFSET),
            [(EngagementDate::End, day(20))]
        );
    }

    #[test]
    fn what_was_called_off_has_no_days_after_that() {
        let of = |state| agreed_dates(&ended(state), OFFSET);
        let start = (EngagementDate::Start, day(5));
        assert_eq!(
            of(EngagementState::Reached),
            [
                start,
                (EngagementDate::End, day(20)),
                (EngagementDate::Ship, day(28))
            ]
        );
        assert_eq!(of(EngagementState::Cancelled), [start]);
        assert_eq!(of(EngagementState::Declined), [start]);
    }
}
