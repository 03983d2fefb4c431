//! Engagements (案子): which of them go on, and the days agreed for one.

use super::ClientFile;
use crate::id::RecordId;
use crate::order;
use crate::records::{ClientKind, Engagement, EngagementKind, EngagementState, Meeting};
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

/// Whether an engagement goes on: nothing became of it yet.
#[must_use]
pub fn is_running(engagement: &Engagement) -> bool {
    engagement.outcome.is_none()
}

/// The engagements of a client that go on, the newest first.
#[must_use]
pub fn running_engagements(file: &ClientFile) -> Vec<&(RecordId, Engagement)> {
    let all = file.engagements.iter().rev();
    all.filter(|(_, engagement)| is_running(engagement))
        .collect()
}

/// What a client comes with now: the kind of the newest engagement that goes on and says one, else the client's own.
pub(super) fn kind_now(file: &ClientFile) -> Option<ClientKind> {
    let running = file.engagements.iter().rev();
    let mut running = running.filter(|(_, engagement)| is_running(engagement));
    let of_engagement = running.find_map(|(_, engagement)| match engagement.kind.as_ref()? {
        EngagementKind::Product => Some(ClientKind::Product),
        EngagementKind::Cause => Some(ClientKind::Cause),
        EngagementKind::Subscription => Some(ClientKind::Subscription),
        EngagementKind::Other(_) => None,
    });
    of_engagement.or_else(|| file.client.kind.clone())
}

/// The engagements of a client that have ended, the one that ended last first.
#[must_use]
pub fn ended_engagements(file: &ClientFile) -> Vec<&(RecordId, Engagement)> {
    let all = file.engagements.iter();
    let mut ended: Vec<_> = all
        .filter(|(_, engagement)| !is_running(engagement))
        .collect();
    order::by_key(&mut ended, |(_, engagement)| {
        std::cmp::Reverse(engagement.outcome.as_ref().map(|outcome| outcome.at))
    });
    ended
}

/// The engagements that a meeting can be about: those that go on, and the one it is about already.
#[must_use]
pub fn meeting_engagements(file: &ClientFile, meeting: &Meeting) -> Vec<RecordId> {
    let running = running_engagements(file).into_iter();
    let already = ended_engagements(file).into_iter();
    let already = already.filter(|(id, _)| meeting.engagement == Some(*id));
    running.chain(already).map(|(id, _)| *id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::client_file::testing::{OFFSET, at, day, id};
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
    fn those_that_go_on_come_first() {
        let mut early = ended(EngagementState::Reached);
        early.outcome = early.outcome.map(|outcome| Outcome {
            at: at(3, 9, 0),
            ..outcome
        });
        let file = ClientFile {
            engagements: vec![
                (id(1), Engagement::default()),
                (id(2), ended(EngagementState::Missed)),
                (id(3), early),
                (id(4), Engagement::default()),
            ],
            ..ClientFile::default()
        };
        let ids = |all: Vec<&(RecordId, Engagement)>| -> Vec<RecordId> {
            all.iter().map(|(id, _)| *id).collect()
        };
        assert_eq!(ids(running_engagements(&file)), [id(4), id(1)]);
        assert_eq!(ids(ended_engagements(&file)), [id(2), id(3)]);

        let mut meeting = Meeting::default();
        assert_eq!(meeting_engagements(&file, &meeting), [id(4), id(1)]);
        meeting.engagement = Some(id(2));
        assert_eq!(meeting_engagements(&file, &meeting), [id(4), id(1), id(2)]);
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
