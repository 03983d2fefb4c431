//! A line that is a promise becomes a task, without leaving the page.

use yardstick_domain::id::RecordId;
use yardstick_domain::records::{Edit, LineKind, NoteLine, Side, Task, task};
use yardstick_domain::values::{Date, Instant};

use super::words;
use crate::book::Records;
use crate::i18n::Msg;
use crate::session::{Action, Session};

/// The longest title of a task, in characters.
const TITLE_CHARS: usize = 300;

/// Who promised, for a line that is a promise.
pub(crate) fn side(kind: &LineKind) -> Option<Side> {
    match kind {
        LineKind::OurPromise => Some(Side::Ours),
        LineKind::TheirPromise => Some(Side::Theirs),
        _ => None,
    }
}

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

/// A line's text as the title of its task.
pub(crate) fn title(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(TITLE_CHARS).collect()
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

/// Says by when a line's promise is due; a line that is no task yet becomes one.
pub(crate) fn set_due(session: Session, records: &Records, line: RecordId, due: Option<Date>) {
    let mut action = Action::new(Msg::MeetDueSet);
    let id = match task_of(records, line) {
        Some((id, _)) => id,
        None => {
            let Some(edits) = new_task(records, line) else {
                return;
            };
            action = action.set_all(&records.key("task", task_id(line)), edits);
            task_id(line)
        }
    };
    session.edit(
        action
            .set(&records.key("task", id), task::due().put(due.as_ref()))
            .quietly(),
    );
}

/// The task of a line without one, where the line is a promise.
fn new_task(records: &Records, id: RecordId) -> Option<Vec<Edit>> {
    let line = line(records, id)?;
    let side = side(line.line_kind.as_ref()?)?;
    let text = line.text.as_deref().unwrap_or_default();
    let engagement = line
        .meeting
        .and_then(|meeting| records.meeting(meeting)?.engagement);
    let made_at = line.captured_at.or_else(words::now);
    Some(task_edits(
        id,
        line.meeting,
        engagement,
        &side,
        text,
        made_at,
    ))
}

/// One line.
pub(crate) fn line(records: &Records, id: RecordId) -> Option<NoteLine> {
    let lines = &records.file().lines;
    lines
        .iter()
        .find(|(other, _)| *other == id)
        .map(|(_, line)| line.clone())
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
        None => {
            if let Some(edits) = new_task(records, id) {
                session.edit(action.set_all(&records.key("task", task_id(id)), edits));
            }
        }
    }
}
