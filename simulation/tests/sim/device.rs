//! A device: a disk, tabs over it, a clock of its own.

use std::cell::{Cell, RefCell, RefMut};
use std::collections::{BTreeMap, BTreeSet};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use yardstick_domain::PROTOCOL;
use yardstick_domain::bundle::{Bundle, Record};
use yardstick_domain::change::RecordKey;
use yardstick_domain::device::edit::{Kept, NewEntry, keep};
use yardstick_domain::device::queue::Queue;
use yardstick_domain::device::round::{RoundEnd, RoundError, Surroundings, round};
use yardstick_domain::device::store::MemoryError;
use yardstick_domain::device::{
    Boot, DeviceError, DeviceStore, Identity, Mode, Summarize, boot, confirmed,
};
use yardstick_domain::id::{ChangeId, RecordId, Writer};
use yardstick_domain::tab::{Editor, Tab};

use crate::disk::Disk;
use crate::network::{Link, ready};

type Later<T> = Pin<Box<dyn Future<Output = T>>>;
/// A round under way.
pub(crate) type Round = Later<Result<RoundEnd, RoundError<MemoryError>>>;

/// What a list shows here: how many records.
pub(crate) struct Count;

impl Summarize for Count {
    fn summarize(&self, _: RecordId, records: &BTreeMap<RecordKey, Record>) -> Option<Vec<u8>> {
        (!records.is_empty()).then(|| records.len().to_string().into_bytes())
    }
}

/// What a round sees of its tab and its clock.
pub(crate) struct Around {
    tab: Rc<RefCell<Tab>>,
    wall_ms: Rc<Cell<i64>>,
    stale: Rc<Cell<bool>>,
}

impl Surroundings for Around {
    fn wall_ms(&self) -> i64 {
        self.wall_ms.get()
    }
    fn offset_is_stale(&self) -> bool {
        self.stale.get()
    }
    fn offset_measured(&self, _: i64) {
        self.stale.set(false);
    }
    fn fresh_id(&self) -> ChangeId {
        self.tab.borrow_mut().next_id()
    }
    fn changed(&self, _: &[RecordId]) {}
}

/// A commit of edits under way.
struct Commit {
    batch: Vec<NewEntry>,
    /// The handle it writes through.
    disk: Disk,
    end: Later<Result<Kept, DeviceError<MemoryError>>>,
}

/// One tab.
pub(crate) struct SimTab {
    pub(crate) tab: Rc<RefCell<Tab>>,
    pub(crate) editor: Option<Editor>,
    /// Heads the editor's author saw at focus.
    pub(crate) editor_saw: BTreeSet<ChangeId>,
    pub(crate) round: Option<Round>,
    /// The disk's revision that it has read.
    read: Option<u64>,
    queue: Queue,
    commit: Option<Commit>,
}

impl SimTab {
    /// Shows an entry and has it wait for a commit.
    pub(crate) fn hand_over(&mut self, new: NewEntry) {
        if let Some(merged) = self.queue.push(new) {
            self.tab.borrow_mut().kept(&merged);
        }
    }

    /// Whether something was shown that no finished commit holds.
    pub(crate) fn is_writing(&self) -> bool {
        self.commit.is_some() || !self.queue.is_empty()
    }

    /// Goes on with the commit under way, or begins one. What it kept, when it has.
    pub(crate) fn write(&mut self, disk: &Disk) -> Option<Kept> {
        if self.commit.is_none() {
            let batch = self.queue.take();
            if batch.is_empty() {
                return None;
            }
            self.begin_commit(disk, batch);
        }
        let commit = self.commit.as_mut()?;
        let Poll::Ready(end) = poll_once(&mut commit.end) else {
            return None;
        };
        let Commit { batch, .. } = self.commit.take()?;
        match end {
            Ok(kept) => {
                self.tab.borrow_mut().kept(&kept);
                Some(kept)
            }
            Err(_) => {
                self.queue.put_back(batch);
                None
            }
        }
    }

    fn begin_commit(&mut self, disk: &Disk, batch: Vec<NewEntry>) {
        let disk = disk.patient();
        let (store, entries) = (disk.clone(), batch.clone());
        let end = Box::pin(async move { keep(&store, &entries, &[]).await });
        self.commit = Some(Commit { batch, disk, end });
    }

    /// Entries that a commit has taken out of the store, of which the tab is still to be told.
    pub(crate) fn being_resolved(&self) -> impl Iterator<Item = ChangeId> {
        let commit = self
            .commit
            .iter()
            .filter(|commit| commit.disk.has_committed());
        let entries = commit.flat_map(|commit| &commit.batch);
        entries.flat_map(|new| new.exchanges.iter().chain(&new.settles).map(|(_, id)| *id))
    }

    /// The tab dies. What a commit had kept of which nobody was told yet is kept all the same.
    pub(crate) fn die(mut self) -> Option<Kept> {
        let commit = self.commit.as_mut()?;
        if !commit.disk.has_committed() {
            return None;
        }
        match poll_once(&mut commit.end) {
            Poll::Ready(kept) => kept.ok(),
            Poll::Pending => None,
        }
    }
}

/// What was read of a disk at a revision: checks look at the same things again and again.
#[derive(Default)]
struct Read {
    revision: u64,
    boot: Option<Rc<Boot>>,
    bundles: BTreeMap<RecordId, Rc<Bundle>>,
}

/// One device.
pub(crate) struct Device {
    pub(crate) identity: Identity,
    pub(crate) disk: Disk,
    pub(crate) tabs: Vec<SimTab>,
    pub(crate) link: Link,
    pub(crate) wall_ms: Rc<Cell<i64>>,
    /// How far its clock was set wrong.
    pub(crate) jumped_ms: i64,
    pub(crate) stale: Rc<Cell<bool>>,
    read: RefCell<Read>,
}

impl Device {
    pub(crate) fn new(identity: Identity, link: Link, wall_ms: i64) -> Self {
        Self {
            identity,
            disk: Disk::default(),
            tabs: Vec::new(),
            link,
            wall_ms: Rc::new(Cell::new(wall_ms)),
            jumped_ms: 0,
            stale: Rc::new(Cell::new(true)),
            read: RefCell::default(),
        }
    }

    /// A tab starts: a new writer, and what is stored.
    pub(crate) fn open_tab(&mut self, writer: u64, clients: &[RecordId]) {
        let tab = Rc::new(RefCell::new(Tab::new(self.identity, Writer(writer))));
        self.tabs.push(SimTab {
            tab,
            editor: None,
            editor_saw: BTreeSet::new(),
            round: None,
            read: None,
            queue: Queue::default(),
            commit: None,
        });
        self.refresh(self.tabs.len() - 1, clients);
    }

    /// A tab reads what is stored, as it does when told that something changed.
    pub(crate) fn refresh(&mut self, index: usize, clients: &[RecordId]) {
        let revision = Some(self.disk.revision());
        if self.tabs[index].read == revision {
            return;
        }
        self.tabs[index].read = revision;
        let boot = self.boot();
        let bundles: Vec<Rc<Bundle>> = clients.iter().map(|&client| self.bundle(client)).collect();
        let mut tab = self.tabs[index].tab.borrow_mut();
        tab.take_outbox(boot.outbox.clone());
        tab.set_offset_ms(boot.meta.offset_ms);
        for (&client, bundle) in clients.iter().zip(bundles) {
            tab.open(client, Bundle::clone(&bundle));
        }
    }

    /// What a starting tab reads.
    pub(crate) fn boot(&self) -> Rc<Boot> {
        let mut read = self.read();
        let boot = read.boot.get_or_insert_with(|| {
            Rc::new(ready(boot(&self.disk)).expect("what is stored can be read"))
        });
        Rc::clone(boot)
    }

    /// What is confirmed of a client.
    pub(crate) fn bundle(&self, client: RecordId) -> Rc<Bundle> {
        let mut read = self.read();
        let bundle = read.bundles.entry(client).or_insert_with(|| {
            let bundle = ready(async {
                let mut tx = self.disk.begin(Mode::Read).await.expect("reads");
                confirmed::load(&mut tx, client).await
            });
            Rc::new(bundle.expect("what is stored can be read"))
        });
        Rc::clone(bundle)
    }

    /// What was read of the disk as it is.
    fn read(&self) -> RefMut<'_, Read> {
        let mut read = self.read.borrow_mut();
        if read.revision != self.disk.revision() {
            *read = Read {
                revision: self.disk.revision(),
                ..Read::default()
            };
        }
        read
    }

    /// A tab begins a round.
    pub(crate) fn begin_round(&mut self, index: usize) {
        let (store, link, identity) = (self.disk.patient(), self.link.clone(), self.identity);
        let around = Around {
            tab: self.tabs[index].tab.clone(),
            wall_ms: self.wall_ms.clone(),
            stale: self.stale.clone(),
        };
        self.tabs[index].round = Some(Box::pin(async move {
            round(&store, &link, identity, &Count, &around).await
        }));
    }

    /// Goes on with the tab's round.
    pub(crate) fn poll_round(
        &mut self,
        index: usize,
    ) -> Poll<Result<RoundEnd, RoundError<MemoryError>>> {
        let this = &mut self.tabs[index];
        let Some(round) = this.round.as_mut() else {
            return Poll::Pending;
        };
        let polled = poll_once(round);
        if polled.is_ready() {
            this.round = None;
        }
        polled
    }

    /// The device gets the current version.
    pub(crate) fn update(&self) {
        self.link.protocol.set(PROTOCOL);
    }
}

fn poll_once<T>(future: &mut Later<T>) -> Poll<T> {
    future
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
}
