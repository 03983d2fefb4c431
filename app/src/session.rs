//! The handle through which pages write: one door for every change. Nothing here fails or waits; what happens afterwards is told by
//! [`Session::sync_state`].

pub mod account;
mod action;
pub(crate) mod bell;
mod company;
pub(crate) mod core;
pub mod drafts;
pub mod erase;
pub mod feed;
pub mod history;
pub(crate) mod identity;
mod lost;
mod mirror;
mod perform;
mod reading;
mod refused;
mod start;
mod state;
pub(crate) mod status;
pub(crate) mod tabs;
mod text;
mod writer;

use std::rc::Rc;

use leptos::prelude::*;
use yardstick_domain::CLIENT_KIND;
use yardstick_domain::change::{RecordKey, RegisterKey, Value};
pub use yardstick_domain::device::announce::PulledDeletion;
use yardstick_domain::device::announce::seen;
use yardstick_domain::id::{DeviceId, RecordId};
use yardstick_domain::outbox::{Entry, records_of};
use yardstick_domain::tab::Edit;

pub use action::{Action, ActionId};
pub use identity::{KnownDevice, Me, Role};
pub(crate) use start::open as open_book;
pub use start::{Opened, Start, start};
pub use state::{ConflictItem, Need, NotKept, Phase, Refused, SyncState};
pub use text::TextHandle;
pub(crate) use writer::need_of as need_of_store;

use self::core::Core;
use crate::book::Book;
use crate::browser::{clock, focus, keyboard, random};
use crate::i18n::{Msg, t};
use crate::kit::Toasts;
use crate::sync;

/// The person's session with their book in this tab.
#[derive(Clone, Copy)]
pub struct Session {
    core: StoredValue<Rc<Core>, LocalStorage>,
}

impl Session {
    /// Gives everything below the session and its [`Book`], and starts what runs beside the pages. Needs [`Toasts`] above.
    pub fn provide(opened: Opened) -> Self {
        let core = opened.core;
        core.say_with(Toasts::expect());
        core.join();
        if !core.is_demo() {
            sync::start(&core);
        }
        let session = Self {
            core: StoredValue::new_local(core),
        };
        Book::provide(session.core);
        provide_context(session);
        session.watch_undo_key();
        session
    }

    /// The session given by [`Session::provide`] above.
    pub fn expect() -> Self {
        expect_context()
    }

    /// The session, where a page is also shown without one (sign-in).
    pub fn get() -> Option<Self> {
        use_context()
    }

    fn core(self) -> Rc<Core> {
        self.core.get_value()
    }

    /// The key of a new record of a client.
    pub fn new_record(self, kind: &'static str, client: RecordId) -> RecordKey {
        RecordKey {
            client,
            record: random::record_id(clock::now_ms()),
            kind: kind.into(),
        }
    }

    /// The key of a new client's own record; it lies in its own bundle.
    pub fn new_client(self) -> RecordKey {
        let client = random::record_id(clock::now_ms());
        self.core().open_new(client);
        RecordKey {
            client,
            record: client,
            kind: CLIENT_KIND.into(),
        }
    }

    /// Does what the person did: shown at once, kept as soon as the store can, undone by its id.
    pub fn edit(self, action: Action) -> ActionId {
        self.core().act(action)
    }

    /// Deletes records, a client with everything under it that this device holds. Undone like every action.
    pub fn delete(self, label: Msg, records: Vec<RecordKey>) -> ActionId {
        self.core().delete(t(label), records)
    }

    /// Undoes an action of this tab by another one.
    pub fn undo(self, action: ActionId) {
        self.core().undo(action);
    }

    /// The action of this tab that was undone last, by whatever key or button.
    pub fn undone(self) -> Signal<Option<ActionId>> {
        self.core().deeds.undone.clone().into()
    }

    /// Undoes the last action of this tab that was not undone yet; false when there is none.
    pub fn undo_last(self) -> bool {
        let core = self.core();
        let last = core.deeds.last();
        if let Some(last) = last {
            core.undo(last);
        }
        last.is_some()
    }

    fn watch_undo_key(self) {
        let toasts = Toasts::expect();
        keyboard::on_key(move |event| {
            let is_undo = event.key().eq_ignore_ascii_case("z")
                && (event.ctrl_key() || event.meta_key())
                && !event.shift_key()
                && !event.alt_key();
            if is_undo && !focus::is_in_text() && !focus::is_in_dialog() {
                // The browser would take letters back out of a field that was left.
                event.prevent_default();
                if self.undo_last() {
                    toasts.say(t(Msg::ToastUndone));
                }
            }
        })
        .forever();
    }

    /// The text of a field, for a control that shows and edits it.
    pub fn text(self, key: RegisterKey) -> TextHandle {
        TextHandle::new(self.core, key)
    }

    /// Settles a conflict: an ordinary change to that value, which replaces all the others.
    pub fn resolve(self, key: &RegisterKey, value: &Value) -> ActionId {
        self.core().act(Action {
            label: Msg::ToastResolved,
            quiet: false,
            edits: vec![Edit {
                key: key.clone(),
                value: value.clone(),
            }],
        })
    }

    /// How the data stands.
    pub fn sync_state(self) -> Signal<SyncState> {
        self.core().status.shown.clone().into()
    }

    /// Asks for a round now, whatever the last one met.
    pub fn sync_now(self) {
        sync::now(&self.core());
    }

    /// What the server refused, oldest first.
    pub fn refused(self) -> Signal<Vec<Refused>> {
        self.of_outbox(|outbox| outbox.filter_map(Refused::of).collect())
    }

    /// What the server has not confirmed, in order.
    pub fn waiting_entries(self) -> Signal<Vec<Entry>> {
        self.of_outbox(|outbox| outbox.filter(|entry| entry.is_shown()).cloned().collect())
    }

    fn of_outbox<T: Clone + Send + Sync + 'static>(
        self,
        read: impl Fn(&mut dyn Iterator<Item = &Entry>) -> Vec<T> + Send + Sync + 'static,
    ) -> Signal<Vec<T>> {
        let turns = self.core().outbox_turns.clone();
        Signal::derive(move || {
            turns.track();
            let core = self.core.try_get_value();
            core.map_or_else(Vec::new, |core| read(&mut core.tab.borrow().outbox()))
        })
    }

    /// Large deletions of other devices that nobody has seen here yet.
    pub fn pulled_deletions(self) -> Signal<Vec<PulledDeletion>> {
        self.core().swept.clone().into()
    }

    /// The person has seen one, or taken it back.
    pub fn saw_deletion(self, act: PulledDeletion) {
        let core = self.core();
        core.swept
            .update(|shown| shown.retain(|other| *other != act));
        wasm_bindgen_futures::spawn_local(async move {
            // What the store did not take is told once more at the next start.
            drop(seen(&core.store, &act).await);
        });
    }

    /// The person has read that the book was taken away and put back.
    pub fn saw_put_back(self) {
        self.core().status.learn(|facts| facts.put_back = None);
    }

    /// Who is signed in here.
    pub fn me(self) -> Signal<Me> {
        let account = self.core().account.clone();
        Signal::derive(move || account.with(|account| account.me.clone()))
    }

    /// Of this device and of every other there ever was: whose it is, by name, and whether it was shut out.
    pub fn people(self) -> Vec<(String, bool)> {
        let account = self.core().account.clone();
        account.with_untracked(|account| {
            let others = account.devices.iter();
            let others =
                others.map(|device| (device.user_name.clone(), device.revoked_ms.is_some()));
            let own = (account.me.name.clone(), false);
            std::iter::once(own).chain(others).collect()
        })
    }

    /// Who made a change on that device, and what the device is called.
    pub fn device_label(self, device: DeviceId) -> Option<(String, String)> {
        self.core().device(device)
    }

    /// Whether this is the demo book, which is kept apart and never synced.
    pub fn is_demo(self) -> bool {
        self.core().is_demo()
    }

    /// Saves what only this device has as a file, and answers how many records that is about. Afterwards signing out and an ordered wipe
    /// ask no more.
    pub fn export_unsent(self) -> usize {
        let core = self.core();
        let unsent = core.unsent();
        if refused::save_entries(&core.book, "yardstick-unsent.json", &unsent) {
            core.exported.set(unsent.len());
        }
        records_of(&unsent)
    }

    /// Carries out an ordered wipe, once the person has seen [`Need::Wipe`]; nothing happens without such an order.
    pub fn wipe_now(self) {
        sync::wipe_now(&self.core());
    }
}
