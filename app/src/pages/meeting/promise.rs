//! A line that is a promise becomes a task, without leaving the page.

use yardstick_domain::bundle::{Presence, Record};
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{LineTask, TaskFollows, task_follows};
pub(crate) use yardstick_domain::method::{promise_side as side, promise_title as title};
use yardstick_domain::records::{Edit, LineKind, NoteLine, Side, Task, note_line, task};
use yardstick_domain::values::{Date, Instant};

use super::words;
use crate::book::Records;
use crate::i18n::Msg;
use crate::session::{Action, Session};

/// The task that a line became.
pub(crate) fn task_of(records: &Records, line: RecordId) -> Option<(RecordId, Task)> {
    records
        .tasks()
        .iter()
        .find(|(_, task)| task.source_line == Some(line))
        .cloned()
}

/// The id of the task of a line: one line is one task, whoever makes it.
pub(crate) fn task_id(line: RecordId) -> RecordId {
    RecordId::of_the_only("promise", line)
}

/// The fields of the task that a promise becomes.
pub(crate) fn task_edits(
    line: RecordId,
    meeting: Option<RecordId>,
    engagement: Option<RecordId>,
    side: &Side,
    text: &str,
    made_at: Option<Instant>,
) -> Vec<Edit> {
    vec![
        task::side().set(side),
        task::title().set(title(text).as_str()),
        task::made_at().put(made_at.as_ref()),
        task::source_line().set(&line),
        task::meeting().put(meeting.as_ref()),
        task::engagement().put(engagement.as_ref()),
    ]
}

/// The task that a line had and that was deleted.
fn deleted_task_of(records: &Records, line: RecordId) -> Option<&Record> {
    records.all().values().find(|record| {
        record.key.kind.as_str() == task::SPEC.name
            && record.presence == Presence::Deleted
            && Task::read(record.values()).source_line == Some(line)
    })
}

/// A line that is a promise becomes a task: the one it had, as it was but for the words and the side of now, or a new one.
fn make(
    action: Action,
    records: &Records,
    id: RecordId,
    side: &Side,
) -> Option<(Action, RecordId)> {
    let line = line(records, id)?;
    let text = line.text.as_deref().unwrap_or_default();
    if let Some(deleted) = deleted_task_of(records, id) {
        let key = &deleted.key;
        let action = action
            .restore(key)
            .set(key, task::side().set(side))
            .set(key, task::title().set(title(text).as_str()));
        return Some((action, key.record));
    }
    let meeting = line.meeting.and_then(|meeting| records.meeting(meeting));
    let edits = task_edits(
        id,
        line.meeting,
        meeting.and_then(|meeting| meeting.engagement),
        side,
        text,
        line.captured_at.or_else(words::now),
    );
    let action = action.set_all(&records.key("task", task_id(id)), edits);
    Some((action, task_id(id)))
}

/// Says by when a line's promise is due; a line that is no task yet becomes one.
pub(crate) fn set_due(session: Session, records: &Records, id: RecordId, due: Option<Date>) {
    let action = Action::new(Msg::MeetDueSet);
    let made = match task_of(records, id) {
        Some((task, _)) => Some((action, task)),
        None => side_of(records, id).and_then(|side| make(action, records, id, &side)),
    };
    if let Some((action, task)) = made {
        let due = task::due().put(due.as_ref());
        session.edit(action.set(&records.key("task", task), due).quietly());
    }
}

/// Who promised, where the line is a promise.
fn side_of(records: &Records, id: RecordId) -> Option<Side> {
    side(line(records, id)?.line_kind.as_ref()?)
}

/// A line is of this kind now, and its task follows: all of it one action.
pub(crate) fn choose_kind(session: Session, records: &Records, id: RecordId, kind: &LineKind) {
    let Some(line) = line(records, id) else {
        return;
    };
    let text = line.text.as_deref().unwrap_or_default();
    let there = task_of(records, id);
    let task = match &there {
        Some((_, task)) => LineTask::There(task),
        None if deleted_task_of(records, id).is_some() => LineTask::Deleted,
        None => LineTask::Never,
    };
    let follows = task_follows(line.line_kind.as_ref(), kind, text, task);
    let action = Action::new(Msg::MeetLineChanged)
        .set(
            &records.key("note_line", id),
            note_line::line_kind().set(kind),
        )
        .quietly();
    let key = there.map(|(task, _)| records.key("task", task));
    let action = match (follows, key) {
        (TaskFollows::Goes, Some(key)) => records.record(&key).map(|record| Action {
            // It goes from another list than the one looked at: that is said.
            label: Msg::MeetPromiseGone,
            quiet: false,
            ..action.delete(record)
        }),
        (TaskFollows::Turns(side), Some(key)) => Some(action.set(&key, task::side().set(&side))),
        (TaskFollows::Comes(side), _) => make(action, records, id, &side).map(|(action, _)| action),
        (TaskFollows::Stays | TaskFollows::Goes | TaskFollows::Turns(_), _) => Some(action),
    };
    if let Some(action) = action {
        session.edit(action);
    }
}

/// One line.
pub(crate) fn line(records: &Records, id: RecordId) -> Option<NoteLine> {
    records.file().line(id).cloned()
}

/// After the words of a promise were changed: its task says the same, if it still said the words of before; one that had no words before
/// becomes a task now.
pub(crate) fn reworded(session: Session, records: &Records, id: RecordId, before: &str) {
    let Some(line) = line(records, id) else {
        return;
    };
    let text = line.text.as_deref().unwrap_or_default();
    if text.trim().is_empty() || text == before {
        return;
    }
    let action = Action::new(Msg::MeetDueSet).quietly();
    match task_of(records, id) {
        Some((task, view)) if view.title.as_deref() == Some(title(before).as_str()) => {
            let key = records.key("task", task);
            session.edit(action.set(&key, task::title().set(title(text).as_str())));
        }
        Some(_) => {}
        // Somebody took it off the list.
        None if deleted_task_of(records, id).is_some() => {}
        None => {
            let made = side_of(records, id).and_then(|side| make(action, records, id, &side));
            if let Some((action, _)) = made {
                session.edit(action);
            }
        }
    }
}
