//! A device: a store, tabs over it, a clock of its own.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::pin::Pin;
use std::rc::Rc;

use yardstick_domain::bundle::Record;
use yardstick_domain::change::RecordKey;
use yardstick_domain::device::edit::{Kept, NewEntry, keep};
use yardstick_domain::device::round::{RoundEnd, RoundError, Surroundings, round};
use yardstick_domain::device::store::MemoryError;
use yardstick_domain::device::{
    DeviceStore, Identity, MemoryStore, Mode, Summarize, boot, confirmed,
};
use yardstick_domain::id::{ChangeId, RecordId, Writer};
use yardstick_domain::tab::{Editor, Tab};

use crate::network::{Link, ready};

/// A round under way.
pub(crate) type Round = Pin<Box<dyn Future<Output = Result<RoundEnd, RoundError<MemoryError>>>>>;

/// What a list shows here: how many records.
pub(crate) struct Count;

impl Summarize for Count {
    fn summarize(&self, _: RecordId, records: &BTreeMap<RecordKey, Record>) -> Option<Vec<u8>> {
        (!records.is_empty()).then(|| records.len().to_string().into_bytes())
    }
}

/// What a round sees of its tab and its clock.
pub(crate) struct Around {
    pub(crate) tab: Rc<RefCell<Tab>>,
    pub(crate) wall_ms: Rc<Cell<i64>>,
    pub(crate) stale: Rc<Cell<bool>>,
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

/// One tab.
pub(crate) struct SimTab {
    pub(crate) tab: Rc<RefCell<Tab>>,
    pub(crate) editor: Option<Editor>,
    /// Heads the editor's author saw at focus.
    pub(crate) editor_saw: BTreeSet<ChangeId>,
    pub(crate) round: Option<Round>,
}

/// One device.
pub(crate) struct Device {
    pub(crate) identity: Identity,
    pub(crate) store: MemoryStore,
    pub(crate) tabs: Vec<SimTab>,
    pub(crate) link: Link,
    pub(crate) wall_ms: Rc<Cell<i64>>,
    pub(crate) stale: Rc<Cell<bool>>,
}

impl Device {
    pub(crate) fn new(identity: Identity, link: Link, wall_ms: i64) -> Self {
        Self {
            identity,
            store: MemoryStore::default(),
            tabs: Vec::new(),
            link,
            wall_ms: Rc::new(Cell::new(wall_ms)),
            stale: Rc::new(Cell::new(true)),
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
        });
        self.refresh(self.tabs.len() - 1, clients);
    }

    /// A tab reads what is stored, as it does when told that something changed.
    pub(crate) fn refresh(&mut self, index: usize, clients: &[RecordId]) {
        let boot = ready(boot(&self.store)).expect("memory");
        let mut tab = self.tabs[index].tab.borrow_mut();
        tab.take_outbox(boot.outbox);
        tab.set_offset_ms(boot.meta.offset_ms);
        for &client in clients {
            let bundle = ready(async {
                let mut tx = self.store.begin(Mode::Read).await.expect("memory");
                confirmed::load(&mut tx, client).await.expect("memory")
            });
            tab.open(client, bundle);
        }
    }

    /// The writer keeps entries. `None`: the store was full.
    pub(crate) fn keep(&self, index: usize, entries: &[NewEntry]) -> Option<Kept> {
        let kept = ready(keep(&self.store, entries, &[])).ok()?;
        self.tabs[index].tab.borrow_mut().kept(&kept);
        Some(kept)
    }

    /// A tab begins a round.
    pub(crate) fn begin_round(&mut self, index: usize) {
        let (store, link, identity) = (self.store.clone(), self.link.clone(), self.identity);
        let around = Around {
            tab: self.tabs[index].tab.clone(),
            wall_ms: self.wall_ms.clone(),
            stale: self.stale.clone(),
        };
        self.tabs[index].round = Some(Box::pin(async move {
            round(&store, &link, identity, &Count, &around).await
        }));
    }
}
