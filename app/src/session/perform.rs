//! What people do: done at once where the bundles it needs are open, else in its turn as soon as they are; each with the way back.

use std::collections::BTreeSet;
use std::rc::Rc;

use yardstick_domain::bundle::{Bundle, Presence};
use yardstick_domain::change::{RecordKey, RegisterKey, Value};
use yardstick_domain::device::edit::NewEntry;
use yardstick_domain::id::{BatchId, RecordId};
use yardstick_domain::order;
use yardstick_domain::tab::{Receipt, Tab};

use super::action::Deed;
use super::core::Core;
use super::{Action, ActionId};
use crate::browser::{clock, random};
use crate::i18n::t;

/// What waits for bundles to be open.
pub(super) struct Deferred {
    clients: BTreeSet<RecordId>,
    act: Waiting,
}

type Waiting = Box<dyn FnOnce(&Rc<Core>)>;

impl Core {
    /// Does `act` as soon as the bundles of these clients are open: at once if they are and nothing waits before it.
    pub(crate) fn when_open(
        self: &Rc<Self>,
        clients: impl IntoIterator<Item = RecordId>,
        act: impl FnOnce(&Rc<Self>) + 'static,
    ) {
        let clients = order::set(clients);
        let closed: Vec<RecordId> = {
            let tab = self.tab.borrow();
            clients
                .iter()
                .copied()
                .filter(|&client| !tab.is_open(client))
                .collect()
        };
        if closed.is_empty() && self.deferred.borrow().is_empty() {
            act(self);
            return;
        }
        for &client in &clients {
            self.shelf.pin(client);
        }
        self.deferred.borrow_mut().push_back(Deferred {
            clients,
            act: Box::new(act),
        });
        self.read_again(closed);
    }

    /// Does what waited for bundles that are open now, in order.
    pub(super) fn do_deferred(self: &Rc<Self>) {
        loop {
            let next = {
                let mut deferred = self.deferred.borrow_mut();
                let tab = self.tab.borrow();
                let is_ready = deferred
                    .front()
                    .is_some_and(|first| first.clients.iter().all(|&client| tab.is_open(client)));
                if is_ready { deferred.pop_front() } else { None }
            };
            let Some(next) = next else { return };
            (next.act)(self);
            for client in next.clients {
                self.shelf.unpin(client);
            }
        }
    }

    /// A client that is new here: its bundle is open and empty.
    pub(super) fn open_new(&self, client: RecordId) {
        self.tab.borrow_mut().open(client, Bundle::default());
        self.shelf.opened(client);
    }

    /// Does an action and remembers how to undo it.
    pub(super) fn act(self: &Rc<Self>, action: Action) -> ActionId {
        let Action {
            label,
            quiet,
            edits,
        } = action;
        let clients = order::set(edits.iter().map(|edit| edit.key.client));
        self.perform(
            clients,
            (!quiet).then(|| t(label)),
            move |tab, batch, now| {
                let edits = tab.brought_back(edits);
                tab.act(edits, batch, now)
            },
        )
    }

    /// Deletes records; a client with everything under it that this device holds.
    pub(super) fn delete(self: &Rc<Self>, label: String, records: Vec<RecordKey>) -> ActionId {
        let clients = order::set(records.iter().map(|record| record.client));
        self.perform(clients, Some(label), move |tab, batch, now| {
            let mut all: BTreeSet<RecordKey> = BTreeSet::new();
            for record in records {
                if record.record == record.client {
                    all.extend(
                        tab.view(record.client)
                            .into_iter()
                            .filter(|(_, shown)| shown.presence != Presence::Deleted)
                            .map(|(key, _)| key),
                    );
                }
                all.insert(record);
            }
            let all: Vec<RecordKey> = all.into_iter().collect();
            tab.delete(&all, batch, now)
        })
    }

    pub(super) fn perform(
        self: &Rc<Self>,
        clients: BTreeSet<RecordId>,
        said: Option<String>,
        act: impl FnOnce(&mut Tab, BatchId, i64) -> (Vec<NewEntry>, Receipt) + 'static,
    ) -> ActionId {
        let id = self.deeds.draw_id();
        self.when_open(clients, move |core| {
            let batch = BatchId::from_bytes(random::bytes());
            let (entries, receipt) = act(&mut core.tab.borrow_mut(), batch, clock::wall_ms());
            if entries.is_empty() {
                return;
            }
            core.remember_as(id, receipt, None);
            core.hand_over(entries);
            if let (Some(said), Some(toasts)) = (said, core.toasts.get()) {
                let weak = Rc::downgrade(core);
                toasts.say_with_undo(said, move || {
                    if let Some(core) = weak.upgrade() {
                        core.undo(id);
                    }
                });
            }
        });
        id
    }

    /// Text that was typed can be undone as well, as long as it stands as it was left.
    pub(super) fn remember_typed(&self, receipt: Receipt, left: Value) {
        self.remember_as(self.deeds.draw_id(), receipt, Some(left));
    }

    fn remember_as(&self, id: ActionId, receipt: Receipt, left: Option<Value>) {
        self.deeds.remember(Deed {
            id,
            receipt,
            left,
            undo: take_back,
        });
    }

    /// Takes back what a receipt tells, by another action.
    pub(super) fn undo_receipt(
        self: &Rc<Self>,
        clients: BTreeSet<RecordId>,
        said: String,
        receipt: Receipt,
    ) {
        self.perform(clients, Some(said), move |tab, batch, now| {
            tab.undo(&receipt, batch, now)
        });
    }

    /// Says what was done, with the way back.
    pub(super) fn say_with_undo(&self, text: String, undo: impl Fn() + 'static) {
        if let Some(toasts) = self.toasts.get() {
            toasts.say_with_undo(text, undo);
        }
    }

    /// Says something to the person.
    pub(super) fn say(&self, text: String) {
        if let Some(toasts) = self.toasts.get() {
            toasts.say(text);
        }
    }

    /// Undoes an action by another; undoing once more does nothing.
    pub(super) fn undo(self: &Rc<Self>, id: ActionId) {
        if let Some(deed) = self.deeds.take(id) {
            (deed.undo)(self, deed);
        }
    }
}

fn take_back(core: &Rc<Core>, deed: Deed) {
    let Deed { receipt, left, .. } = deed;
    let clients = order::set(receipt.before.iter().map(|(key, _)| key.client));
    core.when_open(clients, move |core| {
        let is_as_left = |(key, _): &(RegisterKey, Option<Value>)| {
            let now = core.tab.borrow().field(key).register;
            let shown = now.value().cloned().unwrap_or_else(Value::null);
            let stands = |left: &Value| *left == shown && now.also_edited().is_empty();
            left.as_ref().is_none_or(stands)
        };
        if !receipt.before.iter().all(is_as_left) {
            return;
        }
        let batch = BatchId::from_bytes(random::bytes());
        let (entries, _) = core
            .tab
            .borrow_mut()
            .undo(&receipt, batch, clock::wall_ms());
        core.hand_over(entries);
    });
}
