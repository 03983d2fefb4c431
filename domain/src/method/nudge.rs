//! 提醒訊息: a promise of the client that is overdue offers a ready message, and how often they were reminded is counted.

use super::is_open;
use crate::id::RecordId;
use crate::records::{Nudge, Side, Task};
use crate::values::{Date, Instant};

/// How often the client was reminded of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Nudged {
    /// So many times, at least once.
    pub times: u32,
    /// When last, where that is known.
    pub last: Option<Instant>,
}

/// How often the client was reminded of a promise; `None` if never.
#[must_use]
pub fn nudged<'a>(
    nudges: impl IntoIterator<Item = &'a (RecordId, Nudge)>,
    task: RecordId,
) -> Option<Nudged> {
    let of_task = nudges
        .into_iter()
        .filter(|(_, nudge)| nudge.task == Some(task));
    of_task.fold(None, |so_far: Option<Nudged>, (_, nudge)| {
        Some(Nudged {
            times: so_far.map_or(0, |nudged| nudged.times).saturating_add(1),
            last: so_far.and_then(|nudged| nudged.last).max(nudge.at),
        })
    })
}

/// How a reminder is worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NudgeTone {
    /// The first: a question.
    Asking,
    /// The second: as friendly, with what waits for it.
    Again,
    /// Every further one: friendly and firm, a day is to be named.
    Firm,
}

/// A reminder that can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NudgeOffer {
    /// The day it was promised for.
    pub due: Date,
    /// Days it is overdue.
    pub days: u32,
    /// How it is worded.
    pub tone: NudgeTone,
}

/// The reminder of a promise: only for an open one of theirs whose day has passed.
#[must_use]
pub fn nudge_offer(task: &Task, nudged: Option<Nudged>, today: Date) -> Option<NudgeOffer> {
    if task.side != Some(Side::Theirs) || !is_open(task) {
        return None;
    }
    let due = task.due?;
    let days = u32::try_from(due.days_until(today)).ok()?;
    (days > 0).then_some(NudgeOffer {
        due,
        days,
        tone: match nudged.map_or(0, |nudged| nudged.times) {
            0 => NudgeTone::Asking,
            1 => NudgeTone::Again,
            2.. => NudgeTone::Firm,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::client_file::testing::{at, day, id, task};
    use crate::records::TaskState;
    use crate::values::Outcome;

    fn nudge(task: u8, at: Option<Instant>) -> Nudge {
        Nudge {
            task: Some(id(task)),
            at,
            ..Nudge::default()
        }
    }

    #[test]
    fn nudges_are_counted_by_promise() {
        let nudges = [
            (id(1), nudge(7, Some(at(20, 9, 0)))),
            (id(2), nudge(7, Some(at(18, 9, 0)))),
            (id(3), nudge(8, None)),
            (id(4), Nudge::default()),
        ];
        let found = |task: u8| nudged(&nudges, id(task)).map(|nudged| (nudged.times, nudged.last));
        assert_eq!(found(7), Some((2, Some(at(20, 9, 0)))));
        assert_eq!(found(8), Some((1, None)));
        assert_eq!(found(9), None);
    }

    #[test]
    fn only_an_open_promise_of_theirs_that_is_overdue_is_reminded_of() {
        let mut theirs = task(Side::Theirs, "報價", Some(day(20)));
        let offer = |task: &Task, today: i8| nudge_offer(task, None, day(today));
        assert_eq!(
            offer(&theirs, 23),
            Some(NudgeOffer {
                due: day(20),
                days: 3,
                tone: NudgeTone::Asking
            })
        );
        assert_eq!(offer(&theirs, 20), None);
        assert_eq!(offer(&theirs, 19), None);
        assert_eq!(offer(&task(Side::Ours, "範本", Some(day(20))), 23), None);
        assert_eq!(offer(&task(Side::Theirs, "報價", None), 23), None);
        theirs.outcome = Some(Outcome {
            state: TaskState::Done,
            at: at(21, 9, 0),
        });
        assert_eq!(offer(&theirs, 23), None);
    }

    #[test]
    fn each_further_one_is_firmer() {
        let theirs = task(Side::Theirs, "報價", Some(day(20)));
        let tone = |times: u32| {
            let nudged = (times > 0).then_some(Nudged { times, last: None });
            nudge_offer(&theirs, nudged, day(22)).unwrap().tone
        };
        assert_eq!(
            [tone(0), tone(1), tone(2), tone(9)],
            [
                NudgeTone::Asking,
                NudgeTone::Again,
                NudgeTone::Firm,
                NudgeTone::Firm
            ]
        );
    }
}
