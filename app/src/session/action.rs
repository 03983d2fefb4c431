//! What a person does at once, and the way back.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use leptos::prelude::{ArcRwSignal, Set};
use yardstick_domain::bundle::{Record, Tombstone};
use yardstick_domain::change::{RecordKey, Value};
use yardstick_domain::id::RecordId;
use yardstick_domain::records;
use yardstick_domain::tab::{Edit, Receipt};

use super::core::Core;
use crate::i18n::Msg;

/// How many actions of this tab can be undone.
const REMEMBERED: usize = 50;

/// One thing a person does: accepted, refused and undone together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// What was done, as the undo toast says it.
    pub label: Msg,
    /// No toast: what was done shows by itself.
    pub quiet: bool,
    /// The fields set.
    pub edits: Vec<Edit>,
}

impl Action {
    /// An action without edits yet.
    pub fn new(label: Msg) -> Self {
        Self {
            label,
            quiet: false,
            edits: Vec::new(),
        }
    }

    /// Sets a field of a record.
    #[must_use]
    pub fn set(mut self, record: &RecordKey, edit: records::Edit) -> Self {
        self.edits.push(Edit {
            key: record.field(edit.field),
            value: edit.value,
        });
        self
    }

    /// Sets several fields of a record.
    #[must_use]
    pub fn set_all(
        mut self,
        record: &RecordKey,
        edits: impl IntoIterator<Item = records::Edit>,
    ) -> Self {
        for edit in edits {
            self = self.set(record, edit);
        }
        self
    }

    /// Deletes a record as it is seen here.
    #[must_use]
    pub fn delete(mut self, record: &Record) -> Self {
        let saw = record.heads_seen();
        self.edits.push(Edit {
            key: record.key.field(records::DELETED),
            value: Tombstone { saw }.to_value(),
        });
        self
    }

    /// Brings a deleted record back as it was.
    #[must_use]
    pub fn restore(mut self, record: &RecordKey) -> Self {
        self.edits.push(Edit {
            key: record.field(records::DELETED),
            value: Value::null(),
        });
        self
    }

    /// Without a toast.
    #[must_use]
    pub fn quietly(mut self) -> Self {
        self.quiet = true;
        self
    }
}

/// Names an action of this tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ActionId(u64);

/// An action that can be undone.
pub(super) struct Deed {
    pub(super) id: ActionId,
    pub(super) receipt: Receipt,
    /// What typed text left in its field; none for all else. The key undoes it long after and from anywhere: where something else stands
    /// there, or beside it, that was written since by somebody who would not be seen, and it stays.
    pub(super) left: Option<Value>,
    /// What undoes it. Kept with the deed and not called by name where the key is heard: so the code of the way back comes with the pages that
    /// act, and not with the first page.
    pub(super) undo: Undo,
}

/// Takes back what was done.
pub(super) type Undo = fn(&Rc<Core>, Deed);

/// The last actions of this tab.
#[derive(Default)]
pub(super) struct Deeds {
    next: Cell<u64>,
    done: RefCell<VecDeque<Deed>>,
    /// The action undone last.
    pub(super) undone: ArcRwSignal<Option<ActionId>>,
}

impl Deeds {
    pub(super) fn draw_id(&self) -> ActionId {
        self.next.set(self.next.get() + 1);
        ActionId(self.next.get())
    }

    pub(super) fn remember(&self, deed: Deed) {
        let mut done = self.done.borrow_mut();
        done.push_back(deed);
        if done.len() > REMEMBERED {
            done.pop_front();
        }
    }

    /// Takes an action out, to be undone once.
    pub(super) fn take(&self, id: ActionId) -> Option<Deed> {
        let deed = {
            let mut done = self.done.borrow_mut();
            let at = done.iter().position(|deed| deed.id == id)?;
            done.remove(at)
        };
        self.undone.set(Some(id));
        deed
    }

    /// Lets go of what was done to an erased client: nothing of it can be undone, and nothing of it is remembered.
    pub(super) fn forget(&self, client: RecordId) {
        self.done.borrow_mut().retain(|deed| {
            let mut fields = deed.receipt.before.iter();
            fields.all(|(key, _)| key.client != client)
        });
    }

    /// The action done last.
    pub(super) fn last(&self) -> Option<ActionId> {
        self.done.borrow().back().map(|deed| deed.id)
    }
}
