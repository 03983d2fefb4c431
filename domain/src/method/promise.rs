//! Promises: open ones of both sides, in the order they come due.

use super::ClientFile;
use crate::id::RecordId;
use crate::records::{Side, Task};
use crate::values::{Date, Instant};

/// An open promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// The task.
    pub task: RecordId,
    /// Ours (true) or the client's. A side this version does not know counts as ours: what nobody looks after is the worse mistake.
    pub ours: bool,
    /// What was promised; empty if not yet written.
    pub title: String,
    /// By when.
    pub due: Option<Date>,
}

impl Promise {
    pub(super) fn of(id: RecordId, task: &Task) -> Self {
        Self {
            task: id,
            ours: task.side != Some(Side::Theirs),
            title: task.title.clone().unwrap_or_default(),
            due: task.due,
        }
    }

    /// Whether its day has passed.
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        self.due.is_some_and(|due| due < today)
    }
}

/// Whether a promise is open: nothing became of it yet.
#[must_use]
pub fn is_open(task: &Task) -> bool {
    task.outcome.is_none()
}

/// The open promises of a client, soonest first, those without a date last, ours before theirs on one day.
#[must_use]
pub fn open_promises(file: &ClientFile) -> Vec<Promise> {
    let mut promises: Vec<Promise> = file
        .tasks
        .iter()
        .filter(|(_, task)| is_open(task))
        .map(|(id, task)| Promise::of(*id, task))
        .collect();
    promises.sort_by_key(|promise| {
        (
            promise.due.is_none(),
            promise.due,
            !promise.ours,
            promise.task,
        )
    });
    promises
}

/// When a promise was made: as it says itself, else when its line was captured, else when its meeting began or was to begin, else as old as the
/// oldest change of it that still shows. Never what its id says: ids tell nothing.
#[must_use]
pub fn promised_at(file: &ClientFile, task: &Task, oldest: Option<Instant>) -> Option<Instant> {
    let of_line = || file.line(task.source_line?)?.captured_at;
    let of_meeting = || {
        let meeting = file.meeting(task.meeting?)?;
        meeting.started_at.or(meeting.planned_at)
    };
    task.made_at.or_else(of_line).or_else(of_meeting).or(oldest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::client_file::testing::{at, day, held, id, line, task};
    use crate::records::{LineKind, TaskState};
    use crate::values::Outcome;

    #[test]
    fn a_promise_was_made_when_it_says_else_with_its_line_its_meeting_its_oldest_change() {
        let file = ClientFile {
            meetings: vec![(id(1), held(at(20, 10, 0), at(20, 11, 0)))],
            lines: vec![(
                id(2),
                line(1, LineKind::OurPromise, "draft", at(20, 10, 30)),
            )],
            ..ClientFile::default()
        };
        let mut promise = task(Side::Ours, "draft", None);
        let oldest = Some(at(22, 8, 0));
        assert_eq!(promised_at(&file, &promise, None), None);
        assert_eq!(promised_at(&file, &promise, oldest), oldest);
        // A meeting that is not here tells nothing.
        promise.meeting = Some(id(9));
        assert_eq!(promised_at(&file, &promise, oldest), oldest);
        promise.meeting = Some(id(1));
        assert_eq!(promised_at(&file, &promise, oldest), Some(at(20, 10, 0)));
        promise.source_line = Some(id(2));
        assert_eq!(promised_at(&file, &promise, oldest), Some(at(20, 10, 30)));
        promise.made_at = Some(at(19, 9, 0));
        assert_eq!(promised_at(&file, &promise, oldest), Some(at(19, 9, 0)));
    }

    #[test]
    fn open_ones_come_in_order() {
        let mut done = task(Side::Ours, "done", Some(day(1)));
        done.outcome = Some(Outcome {
            state: TaskState::Done,
            at: at(2, 9, 0),
        });
        let file = ClientFile {
            tasks: vec![
                (id(1), task(Side::Ours, "no date", None)),
                (id(2), task(Side::Theirs, "quote", Some(day(24)))),
                (id(3), task(Side::Ours, "draft", Some(day(24)))),
                (id(4), task(Side::Theirs, "overdue", Some(day(20)))),
                (id(5), done),
            ],
            ..ClientFile::default()
        };
        let open = open_promises(&file);
        assert_eq!(
            open.iter().map(|p| p.title.as_str()).collect::<Vec<_>>(),
            ["overdue", "draft", "quote", "no date"]
        );
        assert_eq!(
            open.iter()
                .map(|p| p.is_overdue(day(24)))
                .collect::<Vec<_>>(),
            [true, false, false, false]
        );
    }
}
