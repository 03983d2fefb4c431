//! One book in this tab: what `domain` knows of it, where it is kept, and who is told what.
//!
//! Everything the handles do goes through here. Nothing here is borrowed across an await.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashSet, VecDeque};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use yardstick_domain::bundle::Bundle;
use yardstick_domain::change::RecordKey;
use yardstick_domain::device::announce::{PulledDeletion, announced};
use yardstick_domain::device::edit::NewEntry;
use yardstick_domain::device::refresh::{Fresh, Lines, refresh};
use yardstick_domain::device::{Boot, DeviceError, Summarize};
use yardstick_domain::id::{BatchId, DeviceId, RecordId, Writer};
use yardstick_domain::method::BookSummaries;
use yardstick_domain::outbox::{Entry, State};
use yardstick_domain::tab::{Receipt, Tab};

use super::account;
use super::action::{Deed, Deeds};
use super::bell::Bell;
use super::drafts::Drafts;
use super::identity::Account;
use super::mirror::{Mirror, Mirrored};
use super::status::Status;
use super::tabs::Told;
use super::writer::{EditWriter, need_of};
use super::{Action, ActionId, Need, NotKept};
use crate::book::search::{self, Notes};
use crate::book::shelf::Shelf;
use crate::book::{Records, erased};
use crate::browser::channel::Channel;
use crate::browser::{clock, locks, random, timer, visibility};
use crate::i18n::t;
use crate::kit::Toasts;
use crate::store::{BookStore, IdbError};

/// How long a reading that failed waits before it is tried again.
const READ_AGAIN_AFTER: Duration = Duration::from_secs(2);

/// What waits for bundles to be open.
struct Deferred {
    clients: BTreeSet<RecordId>,
    act: Waiting,
}

type Waiting = Box<dyn FnOnce(&Rc<Core>)>;
/// Hears what other tabs tell.
pub(crate) type OnTold = Rc<dyn Fn(&Told)>;

/// What is to be read from the store.
#[derive(Default)]
struct Wanted {
    clients: BTreeSet<RecordId>,
    everything: bool,
}

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
    toasts: Cell<Option<Toasts>>,
    tab_name: String,
    /// Found at the start, made anew once the book has joined the others.
    unreadable_lines: RefCell<Vec<RecordId>>,
    pub(super) revision: Cell<u64>,
    wanted: RefCell<Wanted>,
    reading: Cell<bool>,
    deferred: RefCell<VecDeque<Deferred>>,
    channel: RefCell<Option<Channel<Told>>>,
    /// What the sync loop wants to hear of the other tabs.
    pub(crate) on_told: RefCell<Option<OnTold>>,
    _tab_lock: RefCell<Option<locks::Lock>>,
}

impl Core {
    /// The book as the store has it.
    pub(super) fn new(
        book: String,
        demo: bool,
        account: Account,
        store: BookStore,
        boot: Boot,
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
            revision: Cell::new(boot.revision),
            wanted: RefCell::default(),
            reading: Cell::new(false),
            deferred: RefCell::default(),
            channel: RefCell::new(None),
            on_told: RefCell::new(None),
            _tab_lock: RefCell::new(None),
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
    fn know_authors(self: &Rc<Self>) {
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

    /// Joins the other tabs of the book, and takes up what killed ones left behind.
    pub(super) fn join(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        let channel = Channel::open(&self.book, move |told: Told| {
            if let Some(core) = weak.upgrade() {
                core.heard(&told);
            }
        });
        self.channel.replace(channel);
        // Another tab may have committed after this one had read and told of it before this one listened.
        let core = Rc::clone(self);
        spawn_local(async move { core.look_again().await });
        self.remake_lines(self.unreadable_lines.take());
        self.forget_drafts();
        let weak = Rc::downgrade(self);
        visibility::on_change(move |is_visible| {
            if let (true, Some(core)) = (is_visible, weak.upgrade()) {
                spawn_local(async move { core.look_again().await });
            }
        })
        .forever();
        let core = Rc::clone(self);
        spawn_local(async move {
            let lock = locks::acquire(&core.tab_lock(&core.tab_name)).await;
            core._tab_lock.replace(lock);
            core.adopt().await;
        });
    }

    fn tab_lock(&self, tab: &str) -> String {
        format!("{}/tab-{tab}", self.book)
    }

    /// Tells the other tabs.
    pub(crate) fn tell(&self, told: &Told) {
        if let Some(channel) = &*self.channel.borrow() {
            channel.post(told);
        }
    }

    fn heard(self: &Rc<Self>, told: &Told) {
        match told {
            // A round does not say which revision it made.
            Told::Committed { clients, revision }
                if *revision == 0 || *revision != self.revision.get() =>
            {
                self.read_again(clients.iter().copied());
            }
            Told::Draft { place, text } => self.drafts.hear(place, text.clone()),
            Told::Restart => crate::browser::page::restart_at("/"),
            _ => {}
        }
        let listener = self.on_told.borrow().clone();
        if let Some(listener) = listener {
            listener(told);
        }
    }

    /// Ordinary edits of what tabs that are gone had typed and not kept.
    async fn adopt(self: &Rc<Self>) {
        // Without locks nobody can tell a living tab from a dead one.
        if !locks::supported() {
            return;
        }
        let Some(_alone) = locks::acquire(&format!("{}/adopt", self.book)).await else {
            return;
        };
        let prefix = self.tab_lock("");
        let living: HashSet<String> = locks::held()
            .await
            .iter()
            .filter_map(|name| name.strip_prefix(&prefix).map(str::to_owned))
            .collect();
        for (name, mirrored) in self.mirror.left_behind(&living) {
            self.when_open([mirrored.key.client], move |core| {
                core.take_up(&name, mirrored);
            });
        }
    }

    fn take_up(self: &Rc<Self>, name: &str, mirrored: Mirrored) {
        let known = {
            let tab = self.tab.borrow();
            let shown = tab.field(&mirrored.key);
            let in_outbox = tab.outbox().any(|entry| entry.change.id == mirrored.entry);
            in_outbox || shown.register.value() == Some(&mirrored.value)
        };
        if !known {
            let new = {
                let mut tab = self.tab.borrow_mut();
                let mut editor = tab.adopt(mirrored.key.clone(), mirrored.base.clone());
                tab.type_in(&mut editor, mirrored.value.clone(), clock::wall_ms())
            };
            self.mirror.write(&Mirrored {
                entry: new.entry.change.id,
                ..mirrored
            });
            self.hand_over(vec![new]);
        }
        // Under this tab's name now, or held by a finished commit.
        crate::browser::local::remove(name);
    }

    // ---- what people do

    /// Does `act` as soon as the bundles of these clients are open: at once if they are and nothing waits before it.
    pub(crate) fn when_open(
        self: &Rc<Self>,
        clients: impl IntoIterator<Item = RecordId>,
        act: impl FnOnce(&Rc<Self>) + 'static,
    ) {
        let clients: BTreeSet<RecordId> = clients.into_iter().collect();
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
    fn do_deferred(self: &Rc<Self>) {
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
        let clients: BTreeSet<RecordId> = edits.iter().map(|edit| edit.key.client).collect();
        self.perform(
            clients,
            (!quiet).then(|| t(label)),
            move |tab, batch, now| tab.act(edits, batch, now),
        )
    }

    /// Deletes records; a client with everything under it that this device holds.
    pub(super) fn delete(self: &Rc<Self>, label: String, records: Vec<RecordKey>) -> ActionId {
        let clients: BTreeSet<RecordId> = records.iter().map(|record| record.client).collect();
        self.perform(clients, Some(label), move |tab, batch, now| {
            let mut all: BTreeSet<RecordKey> = BTreeSet::new();
            for record in records {
                if record.record == record.client {
                    all.extend(
                        tab.view(record.client)
                            .into_iter()
                            .filter(|(_, shown)| {
                                shown.presence != yardstick_domain::bundle::Presence::Deleted
                            })
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
            core.deeds.remember(Deed { id, receipt });
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
        let Some(receipt) = self.deeds.take(id) else {
            return;
        };
        let clients: BTreeSet<RecordId> =
            receipt.before.iter().map(|(key, _)| key.client).collect();
        self.when_open(clients, move |core| {
            let batch = BatchId::from_bytes(random::bytes());
            let (entries, _) = core
                .tab
                .borrow_mut()
                .undo(&receipt, batch, clock::wall_ms());
            core.hand_over(entries);
        });
    }

    // ---- what is shown

    /// Something shown of these clients is another now.
    pub(super) fn shown_changed(&self, clients: &BTreeSet<RecordId>) {
        for &client in clients {
            self.shelf.turn(client);
            if let Some(records) = self.records(client) {
                self.shelf.found(client, !records.is_missing());
            }
        }
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
        self.notes_changed(lines.iter().map(|(client, _)| *client));
        self.shelf.take_lines(lines)
    }

    /// What is searched in follows.
    pub(super) fn notes_changed(self: &Rc<Self>, clients: impl Iterator<Item = RecordId>) {
        if self.notes.changed(clients) {
            search::read_stale(self);
        }
    }

    /// Makes lines anew that another version wrote.
    fn remake_lines(self: &Rc<Self>, clients: Vec<RecordId>) {
        for client in clients {
            self.when_open([client], move |core| {
                let line = core.summaries_of(&BTreeSet::from([client]));
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

    // ---- what the store holds

    pub(super) fn saw_revision(&self, revision: u64) {
        self.revision.set(self.revision.get().max(revision));
    }

    /// The revision of the store that is shown.
    pub(crate) fn revision(&self) -> u64 {
        self.revision.get()
    }

    /// Reads these clients again, soon.
    pub(crate) fn read_again(self: &Rc<Self>, clients: impl IntoIterator<Item = RecordId>) {
        self.wanted.borrow_mut().clients.extend(clients);
        self.start_reading();
    }

    /// Reads everything shown again: what changed is not known.
    pub(crate) fn read_all_again(self: &Rc<Self>) {
        self.wanted.borrow_mut().everything = true;
        self.start_reading();
    }

    fn start_reading(self: &Rc<Self>) {
        if !self.reading.replace(true) {
            let core = Rc::clone(self);
            spawn_local(async move {
                core.read().await;
                core.reading.set(false);
            });
        }
    }

    async fn read(self: &Rc<Self>) {
        loop {
            let wanted = self.wanted.take();
            if wanted.clients.is_empty() && !wanted.everything {
                return;
            }
            // One more time with another connection; what is left then comes with the next reason to read.
            let fresh = match self.read_once(&wanted).await {
                Err(DeviceError::Store(IdbError::Closed)) => self.read_once(&wanted).await,
                fresh => fresh,
            };
            match fresh {
                // Something was kept meanwhile that this reading does not show; or it is not the same database any more.
                Ok(fresh) if fresh.revision < self.revision.get() => {
                    self.want(wanted);
                    self.mend_if_lost().await;
                }
                Ok(fresh) => self.take(fresh, wanted.everything),
                // The digest finds it, and the rescue page reads what can be read; trying again does not help.
                Err(error @ DeviceError::Damaged(_)) => {
                    self.store_failed(error);
                    return;
                }
                Err(error) => {
                    self.store_failed(error);
                    self.want(wanted);
                    timer::sleep(READ_AGAIN_AFTER).await;
                }
            }
        }
    }

    fn want(&self, wanted: Wanted) {
        let mut now = self.wanted.borrow_mut();
        now.clients.extend(wanted.clients);
        now.everything |= wanted.everything;
    }

    async fn read_once(&self, wanted: &Wanted) -> Result<Fresh, DeviceError<IdbError>> {
        let open: Vec<RecordId> = {
            let tab = self.tab.borrow();
            let mut open: BTreeSet<RecordId> = wanted
                .clients
                .iter()
                .copied()
                .filter(|&client| tab.is_open(client) || self.shelf.is_wanted(client))
                .collect();
            if wanted.everything {
                open.extend(tab.open_clients());
            }
            open.into_iter().collect()
        };
        let clients: Vec<RecordId> = wanted.clients.iter().copied().collect();
        let lines = if wanted.everything {
            Lines::All
        } else {
            Lines::Of(&clients)
        };
        refresh(&self.store, &open, lines).await
    }

    /// Shows what was read; `all_lines`: a client without a line in it has none.
    fn take(self: &Rc<Self>, mut fresh: Fresh, all_lines: bool) {
        self.saw_revision(fresh.revision);
        if all_lines {
            let tab = self.tab.borrow();
            let gone = self.shelf.clients_without(&fresh.summaries);
            // Of an open client the line follows from what is shown.
            let gone = gone.into_iter().filter(|&client| !tab.is_open(client));
            fresh.summaries.extend(gone.map(|client| (client, None)));
        }
        let mut changed = {
            let mut tab = self.tab.borrow_mut();
            tab.set_offset_ms(fresh.meta.offset_ms);
            clock::set_offset_ms(fresh.meta.offset_ms);
            let mut changed = tab.take_outbox(fresh.outbox);
            for (client, bundle) in fresh.bundles {
                tab.open(client, bundle);
                self.shelf.opened(client);
                changed.insert(client);
            }
            changed
        };
        let unreadable = self.take_lines(fresh.summaries);
        changed.retain(|&client| self.tab.borrow().is_open(client));
        self.shown_changed(&changed);
        // What this tab has not kept yet shows in the list, too.
        self.take_lines(self.summaries_of(&changed));
        self.status.learn(|facts| {
            facts.healed = fresh.meta.healed;
            facts.offset_ms = fresh.meta.offset_ms;
            let was_failing = matches!(facts.store_need, Some(Need::NotKept(NotKept::Failing(_))));
            if was_failing && !facts.unkept {
                facts.store_need = None;
            }
        });
        let swept = announced(&fresh.meta);
        if self.swept.with_untracked(|shown| *shown != swept) {
            self.swept.set(swept);
        }
        self.outbox_changed();
        self.forget_drafts();
        self.know_authors();
        self.do_deferred();
        self.remake_lines(unreadable);
        let closing = self.shelf.to_close();
        let mut tab = self.tab.borrow_mut();
        for client in closing {
            tab.close(client);
        }
    }

    /// Of an erased client not even drafts stay.
    fn forget_drafts(self: &Rc<Self>) {
        let mut drafted = self.drafts.clients();
        // Of a client in the list one need not ask.
        let rows = self.shelf.rows.get_untracked();
        drafted.retain(|client| rows.binary_search_by_key(client, |row| row.id).is_err());
        if drafted.is_empty() {
            return;
        }
        let core = Rc::clone(self);
        spawn_local(async move {
            let drafted: Vec<RecordId> = drafted.into_iter().collect();
            // What cannot be read now is asked again at the next start.
            for client in erased(&core, &drafted).await.unwrap_or_default() {
                for place in core.drafts.places_of(client) {
                    core.set_draft(&place, None);
                }
            }
        });
    }

    /// Asks the store whether another tab has committed since; what changed is read.
    pub(crate) async fn look_again(self: &Rc<Self>) {
        use yardstick_domain::device::{DeviceStore, Mode};
        let revision = async {
            let mut tx = self.store.begin(Mode::Read).await?;
            yardstick_domain::device::revision(&mut tx).await
        };
        match revision.await {
            Ok(revision) if revision == self.revision.get() => {}
            Ok(_) | Err(_) => self.read_all_again(),
        }
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
        let deleted = crate::browser::idb::delete_database(&self.book).await;
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
