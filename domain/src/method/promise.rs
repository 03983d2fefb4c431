//! Promises: open ones of both sides, in the order they come due.

use super::ClientFile;
use crate::id::RecordId;
use crate::records::{Side, Task};
use crate::values::Date;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::client_file::testing::{at, day, id, task};
    use crate::records::TaskState;
    use crate::values::Outcome;

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
