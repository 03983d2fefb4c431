//! One book in this tab: what `domain` knows of it, where it is kept, and who is told what.
//!
//! Everything the handles do goes through here. Nothing here is borrowed across an await.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use yardstick_domain::device::announce::{PulledDeletion, announced};
use yardstick_domain::device::standing::{DatabaseId, Standing};
use yardstick_domain::device::{Boot, DeviceError, Summarize};
use yardstick_domain::id::{DeviceId, RecordId, Writer};
use yardstick_domain::method::BookSummaries;
use yardstick_domain::order;
use yardstick_domain::outbox::{Entry, State};
use yardstick_domain::tab::Tab;

use super::Need;
use super::account;
use super::action::Deeds;
use super::bell::Bell;
use super::drafts::Drafts;
use super::identity::Account;
use super::mirror::Mirror;
use super::perform::Deferred;
use super::reading::Reader;
use super::status::Status;
use super::tabs::Told;
use super::writer::{EditWriter, need_of};
use crate::book::Records;
use crate::book::search::Notes;
use crate::book::shelf::Shelf;
use crate::browser::channel::Channel;
use crate::browser::{clock, locks, random};
use crate::kit::Toasts;
use crate::store::{BookStore, IdbError};

/// Hears what other tabs tell.
pub(crate) type OnTold = Rc<dyn Fn(&Told)>;

/// One book in this tab.
pub(crate) struct Core {
    /// The name of the book's database, and the beginning of the names of locks, channel and mirrors.
    pub(crate) book: String,
    demo: bool,
    pub(crate) store: BookStore,
    pub(crate) tab: RefCell<Tab>,
    pub(crate) shelf: Shelf,
    /// What is searched in.
    pub(crate) notes: Notes,
    pub(crate) status: Status,
    pub(crate) account: ArcRwSignal<Account>,
    /// Devices that changes name and the account does not know: signed in since one last asked.
    strangers: RefCell<BTreeSet<DeviceId>>,
    /// At how many places somebody is asked to choose between values, as far as their authors were asked about.
    contested: Cell<u32>,
    /// Counts changes of the outbox.
    pub(crate) outbox_turns: ArcRwSignal<u64>,
    /// Rung when something was committed here.
    pub(crate) committed: Bell,
    /// Rung when somebody wants a round now, whatever happened before.
    pub(crate) hurry: Cell<bool>,
    /// An order to wipe came with the right token and waits for the person.
    pub(crate) wipe_ordered: Cell<bool>,
    /// How many unsent changes the person has saved as a file.
    pub(crate) exported: Cell<usize>,
    pub(super) writer: EditWriter,
    pub(super) mirror: Mirror,
    pub(super) deeds: Deeds,
    pub(super) drafts: Drafts,
    /// Large deletions of other devices that nobody has seen here yet.
    pub(super) swept: ArcRwSignal<Vec<PulledDeletion>>,
    pub(super) toasts: Cell<Option<Toasts>>,
    pub(super) tab_name: String,
    /// Found at the start, made anew once the book has joined the others.
    pub(super) unreadable_lines: RefCell<Vec<RecordId>>,
    pub(super) stands: Cell<Standing>,
    pub(super) reader: Reader,
    pub(super) deferred: RefCell<VecDeque<Deferred>>,
    pub(super) channel: RefCell<Option<Channel<Told>>>,
    /// What the sync loop wants to hear of the other tabs.
    pub(crate) on_told: RefCell<Option<OnTold>>,
    pub(super) tab_lock: RefCell<Option<locks::Lock>>,
}

impl Core {
    /// The book as the store has it.
    pub(super) fn new(
        book: String,
        demo: bool,
        account: Account,
        store: BookStore,
        boot: Boot,
        database: Option<DatabaseId>,
    ) -> Rc<Self> {
        let tab_name = format!("{:016x}", random::number());
        let mut tab = Tab::new(account.identity(), Writer(random::number()));
        tab.set_offset_ms(boot.meta.offset_ms);
        clock::set_offset_ms(boot.meta.offset_ms);
        tab.take_outbox(boot.outbox);
        let core = Rc::new(Self {
            demo,
            store,
            tab: RefCell::new(tab),
            shelf: Shelf::default(),
            notes: Notes::default(),
            status: Status::default(),
            account: ArcRwSignal::new(account),
            strangers: RefCell::default(),
            contested: Cell::new(0),
            outbox_turns: ArcRwSignal::new(0),
            committed: Bell::default(),
            hurry: Cell::new(false),
            wipe_ordered: Cell::new(false),
            exported: Cell::new(0),
            writer: EditWriter::default(),
            mirror: Mirror::new(&book, tab_name.clone()),
            deeds: Deeds::default(),
            drafts: Drafts::new(boot.drafts),
            swept: ArcRwSignal::new(announced(&boot.meta)),
            toasts: Cell::new(None),
            tab_name,
            unreadable_lines: RefCell::default(),
            stands: Cell::new(Standing {
                database,
                revision: boot.revision,
            }),
            reader: Reader::default(),
            deferred: RefCell::default(),
            channel: RefCell::new(None),
            on_told: RefCell::new(None),
            tab_lock: RefCell::new(None),
            book,
        });
        let lines = boot
            .summaries
            .into_iter()
            .map(|(client, bytes)| (client, Some(bytes)))
            .collect();
        let unreadable = core.take_lines(lines);
        core.unreadable_lines.replace(unreadable);
        core.status.learn(|facts| {
            facts.healed = boot.meta.healed;
            facts.synced_at_ms = boot.meta.level_at_ms;
            facts.offset_ms = boot.meta.offset_ms;
        });
        core.outbox_changed();
        core
    }

    /// Whether this is the demo book, which is never synced.
    pub(crate) const fn is_demo(&self) -> bool {
        self.demo
    }

    /// Who made a change on that device, and what the device is called. The server is asked about one that is not known, once; what it
    /// answers shows in the account.
    pub(super) fn device(self: &Rc<Self>, device: DeviceId) -> Option<(String, String)> {
        let known = self.account.with(|account| account.device(device));
        if known.is_none() && !self.demo && self.strangers.borrow_mut().insert(device) {
            let core = Rc::clone(self);
            spawn_local(async move {
                if !account::refresh(&core).await {
                    core.strangers.borrow_mut().remove(&device);
                }
            });
        }
        known
    }

    /// Values of others have come to stand beside one's own: their authors are asked about while there is a network, so that they have a
    /// name when there is none.
    pub(super) fn know_authors(self: &Rc<Self>) {
        let contested = self
            .shelf
            .rows
            .with_untracked(|rows| rows.iter().map(|row| row.summary.also_edited).sum());
        if contested <= self.contested.replace(contested) || self.demo {
            return;
        }
        let core = Rc::clone(self);
        spawn_local(async move {
            if !account::refresh(&core).await {
                core.contested.set(0);
            }
        });
    }

    /// The offset to the server is this now.
    pub(crate) fn set_offset_ms(&self, offset_ms: i64) {
        self.tab.borrow_mut().set_offset_ms(offset_ms);
        clock::set_offset_ms(offset_ms);
        self.status.learn(|facts| facts.offset_ms = offset_ms);
    }

    /// Whether something done is in no finished commit.
    pub(super) fn has_unwritten(&self) -> bool {
        !self.deferred.borrow().is_empty() || self.writer.is_busy()
    }

    pub(super) fn say_with(&self, toasts: Toasts) {
        self.toasts.set(Some(toasts));
    }

    /// Something shown of these clients is another now.
    pub(super) fn shown_changed(&self, clients: &BTreeSet<RecordId>) {
        for &client in clients {
            self.shelf.turn(client);
            if let Some(records) = self.records(client) {
                self.shelf.found(client, !records.is_missing());
            }
        }
        let clients: Vec<RecordId> = clients.iter().copied().collect();
        self.shelf.tell(&clients);
    }

    /// Somebody begins to look at a client that is open.
    pub(crate) fn shown_changed_of(&self, client: RecordId) {
        if let Some(records) = self.records(client) {
            self.shelf.found(client, !records.is_missing());
        }
    }

    /// What is shown of a client, if it is open. Made once for each change of it.
    pub(crate) fn records(&self, client: RecordId) -> Option<Arc<Records>> {
        let tab = self.tab.borrow();
        tab.is_open(client).then(|| {
            self.shelf.slot(client).shown(|| match tab.erasure(client) {
                Some(by) => Records::erased(client, by.clone()),
                None => Records::new(client, tab.view(client)),
            })
        })
    }

    /// The lines of the list for those of these clients that are open.
    pub(super) fn summaries_of(
        &self,
        clients: &BTreeSet<RecordId>,
    ) -> Vec<(RecordId, Option<Vec<u8>>)> {
        clients
            .iter()
            .filter(|&&client| client != RecordId::NIL)
            .filter_map(|&client| {
                let records = self.records(client)?;
                Some((client, BookSummaries.summarize(client, records.all())))
            })
            .collect()
    }

    /// Shows lines of the list. Answers clients whose line another version wrote: it is made anew from the bundle.
    pub(super) fn take_lines(
        self: &Rc<Self>,
        lines: Vec<(RecordId, Option<Vec<u8>>)>,
    ) -> Vec<RecordId> {
        let clients: Vec<RecordId> = lines.iter().map(|(client, _)| *client).collect();
        self.notes_changed(clients.iter().copied());
        let unreadable = self.shelf.take_lines(lines);
        self.shelf.tell(&clients);
        unreadable
    }

    /// What is searched in follows.
    pub(super) fn notes_changed(self: &Rc<Self>, clients: impl Iterator<Item = RecordId>) {
        if let Some(read) = self.notes.changed(clients) {
            read(self);
        }
    }

    /// Makes lines anew that another version wrote.
    pub(super) fn remake_lines(self: &Rc<Self>, clients: Vec<RecordId>) {
        for client in clients {
            self.when_open([client], move |core| {
                let line = core.summaries_of(&order::set([client]));
                core.take_lines(line);
            });
        }
    }

    /// The outbox is another now: what is counted of it follows.
    pub(super) fn outbox_changed(&self) {
        let tab = self.tab.borrow();
        let (unkept, waiting) = (tab.has_unkept(), tab.waiting_records());
        let refused = tab
            .outbox()
            .filter(|entry| matches!(entry.state, State::Parked { .. }))
            .count();
        drop(tab);
        self.status.learn(|facts| {
            facts.unkept = unkept;
            // The demo is sent nowhere: nothing of it waits.
            facts.waiting = if self.demo { 0 } else { waiting };
            facts.refused = refused;
        });
        self.outbox_turns.update(|turns| *turns += 1);
    }

    /// What only this device has: entries without a verdict, and refused ones.
    pub(crate) fn unsent(&self) -> Vec<Entry> {
        let tab = self.tab.borrow();
        tab.outbox()
            .filter(|entry| !matches!(entry.state, State::Accepted { .. }))
            .cloned()
            .collect()
    }

    /// Removes the book from this device: database, mirrors and the memory of who was here. What asks first is the caller's.
    pub(crate) async fn remove_book(&self) -> Result<(), IdbError> {
        if let BookStore::Kept(store) = &self.store {
            store.close();
        }
        Mirror::remove_all(&self.book);
        Account::forget();
        let deleted = crate::store::delete_database(&self.book).await;
        self.tell(&Told::Restart);
        deleted
    }

    /// The store has failed. Once let go of, all it takes is to load again, whatever fails for want of it.
    pub(crate) fn store_failed(&self, error: DeviceError<IdbError>) {
        self.status.learn(|facts| {
            if facts.store_need != Some(Need::Update) {
                facts.store_need = Some(need_of(error));
            }
        });
    }

    /// Lets the person know of a store that needs them.
    pub(super) fn store_needs(&self, need: Need) {
        self.status.learn(|facts| facts.store_need = Some(need));
    }
}
