//! The one thing to do next with a client, as far as meetings go.

use super::Summary;
use crate::id::RecordId;
use crate::values::{Date, Instant};

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// A meeting is going on.
    GoOn(RecordId),
    /// The meeting that ended then is to be wrapped up.
    WrapUp(RecordId, Instant),
    /// The meeting planned for then was not held: to be moved, cancelled or held after all.
    Missed(RecordId, Instant),
    /// The next meeting is then.
    Meet(Instant),
    /// Nothing is planned.
    Plan,
}

/// What to do next with a client: what was begun, then what was left, then what is to come.
#[must_use]
pub fn next_step(summary: &Summary, today: Date, utc_offset_minutes: i32) -> NextStep {
    if let Some(meeting) = summary.running_meeting() {
        return NextStep::GoOn(meeting.id);
    }
    if let Some(draft) = summary.drafts.first() {
        return NextStep::WrapUp(draft.meeting, draft.ended);
    }
    if let Some(meeting) = summary.missed_meeting(today, utc_offset_minutes) {
        return NextStep::Missed(meeting.id, meeting.at);
    }
    summary
        .next_meeting(today, utc_offset_minutes)
        .map_or(NextStep::Plan, |meeting| NextStep::Meet(meeting.at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::client_file::testing::{OFFSET, at, day, id};
    use crate::method::{Draft, MeetingSummary};

    #[test]
    fn what_was_begun_and_left_comes_before_what_is_to_come() {
        let meeting = |n: u8, at: Instant, running: bool| MeetingSummary {
            id: id(n),
            at,
            running,
            title: None,
            place: None,
        };
        let of = |summary: &Summary| next_step(summary, day(22), OFFSET);
        let mut summary = Summary::default();
        assert_eq!(of(&summary), NextStep::Plan);
        summary.meetings = vec![meeting(1, at(22, 9, 0), false)];
        assert_eq!(of(&summary), NextStep::Meet(at(22, 9, 0)));
        summary.meetings.insert(0, meeting(2, at(20, 9, 0), false));
        assert_eq!(of(&summary), NextStep::Missed(id(2), at(20, 9, 0)));
        summary.drafts = vec![Draft {
            meeting: id(3),
            ended: at(21, 9, 0),
            marks: 0,
            undated: 0,
        }];
        assert_eq!(of(&summary), NextStep::WrapUp(id(3), at(21, 9, 0)));
        summary.meetings.push(meeting(4, at(22, 10, 0), true));
        assert_eq!(of(&summary), NextStep::GoOn(id(4)));
    }
}
