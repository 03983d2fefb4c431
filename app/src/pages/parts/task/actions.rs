//! What one does with a promise.

use yardstick_domain::records::{Side, TaskState, task};
use yardstick_domain::values::{Date, Instant, Outcome};

use super::TaskItem;
use crate::browser::clock;
use crate::i18n::Msg;
use crate::session::{Action, Session};

/// It was kept, or is no longer wanted.
pub(super) fn settle(session: Session, item: &TaskItem, state: TaskState) {
    let Some(at) = Instant::from_ms(clock::now_ms()) else {
        return;
    };
    let label = if state == TaskState::Done {
        Msg::TasksToastDone
    } else {
        Msg::TasksToastDropped
    };
    session.edit(Action::new(label).set(&item.key(), task::outcome().set(&Outcome { state, at })));
}

/// It is open again.
pub(super) fn reopen(session: Session, item: &TaskItem) {
    session.edit(Action::new(Msg::TasksToastReopened).set(&item.key(), task::outcome().clear()));
}

/// It is due another day, or on no day.
pub(super) fn move_to(session: Session, item: &TaskItem, due: Option<Date>) {
    let label = if due.is_some() {
        Msg::TasksToastMoved
    } else {
        Msg::TasksToastUndated
    };
    session.edit(Action::new(label).set(&item.key(), task::due().put(due.as_ref())));
}

/// The other side promised it.
pub(super) fn promised_by(session: Session, item: &TaskItem, side: &Side) {
    session.edit(Action::new(Msg::TasksToastChanged).set(&item.key(), task::side().set(side)));
}

/// It was never promised.
pub(super) fn delete(session: Session, item: &TaskItem) {
    session.delete(Msg::TasksToastDeleted, vec![item.key()]);
}
