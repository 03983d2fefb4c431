//! Promises: open ones of both sides in the order they come due, when they were made, and how a task follows the line it was made of.

use super::ClientFile;
use crate::id::RecordId;
use crate::order;
use crate::records::{LineKind, Side, Task};
use crate::values::{Date, Instant};

/// The longest title of a task, in characters.
const TITLE_CHARS: usize = 300;

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
    order::by_key(&mut promises, |promise| {
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

/// Who promised, for a line that is a promise.
#[must_use]
pub fn promise_side(kind: &LineKind) -> Option<Side> {
    match kind {
        LineKind::OurPromise => Some(Side::Ours),
        LineKind::TheirPromise => Some(Side::Theirs),
        _ => None,
    }
}

/// A line's text as the title of its task.
#[must_use]
pub fn promise_title(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(TITLE_CHARS).collect()
}

/// The task of a line, if it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineTask<'a> {
    /// It never had one.
    Never,
    /// It was deleted.
    Deleted,
    /// It is there.
    There(&'a Task),
}

/// What becomes of the task of a line that is now of another kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TaskFollows {
    /// Nothing.
    Stays,
    /// It is deleted: nothing was promised.
    Goes,
    /// It is of the other side now.
    Turns(Side),
    /// It is made, or comes back, and says what the line says.
    Comes(Side),
}

/// What becomes of the task of a line with this text when its kind is chosen anew. A task that somebody has touched since, by settling it or
/// saying it in other words, is theirs: it stays, whatever the line becomes, and only its side follows a promise that is the other side's
/// after all. One that somebody deleted comes back only with a line that was
/// no promise meanwhile.
#[must_use]
pub fn task_follows(
    before: Option<&LineKind>,
    after: &LineKind,
    text: &str,
    task: LineTask,
) -> TaskFollows {
    let (before, after) = (before.and_then(promise_side), promise_side(after));
    if before == after {
        return TaskFollows::Stays;
    }
    let title = promise_title(text);
    match (after, task) {
        (None, LineTask::There(task)) => {
            let untouched = is_open(task) && task.title.as_deref() == Some(title.as_str());
            if untouched {
                TaskFollows::Goes
            } else {
                TaskFollows::Stays
            }
        }
        (Some(side), LineTask::There(task)) if task.side.as_ref() != Some(&side) => {
            TaskFollows::Turns(side)
        }
        (Some(side), LineTask::Never) if !title.is_empty() => TaskFollows::Comes(side),
        (Some(side), LineTask::Deleted) if before.is_none() && !title.is_empty() => {
            TaskFollows::Comes(side)
        }
        _ => TaskFollows::Stays,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::client_file::testing::{at, day, held, id, line, task};
    use crate::records::TaskState;
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

    /// What becomes of a task that says `draft`.
    fn rekinded(before: &LineKind, after: &LineKind, task: LineTask) -> TaskFollows {
        task_follows(Some(before), after, " draft\n", task)
    }

    #[test]
    fn a_line_that_is_no_promise_any_more_takes_its_task_along_unless_somebody_touched_it() {
        use LineKind::{Note, OurPromise};
        let mut promise = task(Side::Ours, "draft", Some(day(24)));
        let gone = rekinded(&OurPromise, &Note, LineTask::There(&promise));
        assert_eq!(gone, TaskFollows::Goes);
        promise.title = Some("draft for Monday".to_owned());
        let reworded = rekinded(&OurPromise, &Note, LineTask::There(&promise));
        assert_eq!(reworded, TaskFollows::Stays);
        promise.title = Some("draft".to_owned());
        promise.outcome = Some(Outcome {
            state: TaskState::Done,
            at: at(22, 9, 0),
        });
        let settled = rekinded(&OurPromise, &Note, LineTask::There(&promise));
        assert_eq!(settled, TaskFollows::Stays);
        for no_task in [LineTask::Never, LineTask::Deleted] {
            let stays = rekinded(&OurPromise, &Note, no_task);
            assert_eq!(stays, TaskFollows::Stays);
        }
    }

    #[test]
    fn a_line_that_is_a_promise_again_brings_its_task_back() {
        use LineKind::{Note, OurPromise, TheirPromise};
        for no_task in [LineTask::Never, LineTask::Deleted] {
            assert_eq!(
                rekinded(&Note, &TheirPromise, no_task),
                TaskFollows::Comes(Side::Theirs)
            );
            // A mark without words promises nothing yet.
            let mark = task_follows(Some(&Note), &OurPromise, " ", no_task);
            assert_eq!(mark, TaskFollows::Stays);
            let unsaid = task_follows(None, &OurPromise, "draft", no_task);
            assert_eq!(unsaid, TaskFollows::Comes(Side::Ours));
        }
        // The task that stayed because it was touched.
        let settled = task(Side::Ours, "done long ago", None);
        let back = rekinded(&Note, &OurPromise, LineTask::There(&settled));
        assert_eq!(back, TaskFollows::Stays);
    }

    #[test]
    fn a_promise_of_the_other_side_turns_its_task() {
        use LineKind::{OurPromise, TheirPromise};
        let promise = task(Side::Ours, "said otherwise", None);
        assert_eq!(
            rekinded(&OurPromise, &TheirPromise, LineTask::There(&promise)),
            TaskFollows::Turns(Side::Theirs)
        );
        assert_eq!(
            rekinded(&OurPromise, &OurPromise, LineTask::There(&promise)),
            TaskFollows::Stays
        );
        // Somebody took it off the list.
        assert_eq!(
            rekinded(&OurPromise, &TheirPromise, LineTask::Deleted),
            TaskFollows::Stays
        );
        assert_eq!(
            rekinded(&OurPromise, &TheirPromise, LineTask::Never),
            TaskFollows::Comes(Side::Theirs)
        );
    }

    #[test]
    fn a_title_is_one_line_of_what_fits() {
        assert_eq!(promise_title(" send\n the  draft "), "send the draft");
        assert_eq!(promise_title(&"長".repeat(400)).chars().count(), 300);
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
