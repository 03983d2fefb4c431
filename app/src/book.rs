//! What pages read: signals for the list and for each client, one revision each. Packed bundles are decoded when opened, and stay open
//! while somebody looks at them.

pub(crate) mod calendar;
mod conflicts;
mod deleted;
mod everything;
mod passing;
mod records;
pub(crate) mod search;
mod several;
pub(crate) mod shelf;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use yardstick_domain::bundle::{Presence, Record};
use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::Summary;

pub use crate::demo::{leave_demo, open_demo};
pub(crate) use conflicts::conflicts_in;
pub use deleted::Deleted;
pub(crate) use everything::erased;
pub use passing::Shown;
pub use records::Records;
pub use search::{Hit, Results};
pub use shelf::{ClientRow, OpenState};

use crate::browser::timer;
use crate::session::Need;
use crate::session::core::Core;

/// Whoever touches a line and does not lift the finger within this time is scrolling.
const ABOUT_TO_OPEN: Duration = Duration::from_secs(1);

/// The book of this tab.
#[derive(Clone, Copy)]
pub struct Book {
    core: StoredValue<Rc<Core>, LocalStorage>,
}

impl Book {
    pub(crate) fn provide(core: StoredValue<Rc<Core>, LocalStorage>) -> Self {
        let book = Self { core };
        provide_context(book);
        book
    }

    /// The book given by [`crate::session::Session::provide`] above.
    pub fn expect() -> Self {
        expect_context()
    }

    fn core(self) -> Rc<Core> {
        self.core.get_value()
    }

    /// The list of clients, by id; filtered and sorted by [`yardstick_domain::method::list`].
    pub fn clients(self) -> Signal<Arc<Vec<ClientRow>>> {
        self.core().shelf.rows.clone().into()
    }

    /// What is known of a client without opening it.
    pub fn summary(self, client: RecordId) -> Signal<Option<Arc<Summary>>> {
        let rows = self.core().shelf.rows.clone();
        Signal::derive(move || {
            rows.with(|rows| {
                let at = rows.binary_search_by_key(&client, |row| row.id).ok()?;
                rows.get(at).map(|row| Arc::clone(&row.summary))
            })
        })
    }

    /// Reads a client that is about to be opened, and keeps it for as long as opening it may take.
    pub fn read_ahead(self, client: RecordId) {
        let core = self.core();
        if core.tab.borrow().is_open(client) {
            return;
        }
        core.shelf.pin(client);
        core.read_again([client]);
        spawn_local(async move {
            timer::sleep(ABOUT_TO_OPEN).await;
            core.shelf.unpin(client);
        });
    }

    /// Opens a client and keeps it open as long as the component that asks lives. [`RecordId::NIL`] is what belongs to no client.
    pub fn client(self, client: RecordId) -> ClientHandle {
        let core = self.core();
        core.shelf.pin(client);
        let is_open = core.tab.borrow().is_open(client);
        if is_open {
            core.shown_changed_of(client);
        } else {
            core.read_again([client]);
        }
        on_cleanup(move || {
            if let Some(core) = self.core.try_get_value() {
                core.shelf.unpin(client);
            }
        });
        let slot = core.shelf.slot(client);
        let turns = slot.turns.clone();
        let book = self;
        ClientHandle {
            client,
            state: slot.state.clone().into(),
            records: Signal::derive(move || {
                turns.track();
                let core = book.core.try_get_value();
                core.and_then(|core| core.records(client))
                    .unwrap_or_else(|| Arc::new(Records::none(client)))
            }),
        }
    }

    /// Opens some clients and keeps them open as long as the component that asks lives; those that are open by now, in the order asked for.
    pub fn several(self, clients: Signal<Vec<RecordId>>) -> Signal<Vec<(RecordId, Arc<Records>)>> {
        several::several(self.core, clients)
    }

    /// Looks at some clients without keeping them open: hands what is shown of each to `each`, and nothing of one that cannot be read, of which the person is
    /// told as if they had opened it. False if nothing can be read for now.
    pub async fn look_at(
        self,
        clients: &[RecordId],
        each: &mut dyn FnMut(RecordId, Option<&Shown>),
    ) -> bool {
        passing::look(&self.core(), clients, each).await
    }

    /// Tells of clients that may be others now, open or not, until `hear` answers that it needs to hear no more.
    pub fn on_change(self, hear: impl Fn(&[RecordId]) -> bool + 'static) {
        self.core().shelf.watch(Box::new(hear));
    }

    /// Everything shown of these clients, deleted records included.
    ///
    /// # Errors
    /// The store failed, or what it holds cannot be read.
    pub async fn read(self, clients: &[RecordId]) -> Result<BTreeMap<RecordKey, Record>, Need> {
        let mut all = BTreeMap::new();
        everything::read(&self.core(), clients, |records| {
            all.extend(
                records
                    .iter()
                    .map(|(key, record)| (key.clone(), record.clone())),
            );
        })
        .await?;
        Ok(all)
    }

    /// Which of these clients are erased: nothing is taken for them.
    ///
    /// # Errors
    /// The store failed, or what it holds cannot be read.
    pub async fn erased(self, clients: &[RecordId]) -> Result<BTreeSet<RecordId>, Need> {
        everything::erased(&self.core(), clients).await
    }

    /// Every client of the book, and the nil id for what belongs to none: what [`Book::read`] takes to read all of it.
    pub fn all_clients(self) -> Vec<RecordId> {
        everything::clients(&self.core())
    }

    /// Every client this device holds something of, deleted ones first: what [`Book::deleted`] takes to find all that was deleted.
    ///
    /// # Errors
    /// The store failed.
    pub async fn clients_with_deleted(self) -> Result<Vec<RecordId>, Need> {
        deleted::clients(&self.core()).await
    }

    /// What was deleted of these clients and is held here still, the newest first.
    ///
    /// # Errors
    /// The store failed, or what it holds cannot be read.
    pub async fn deleted(self, clients: &[RecordId]) -> Result<Vec<Deleted>, Need> {
        deleted::read(&self.core(), clients).await
    }

    /// How many records this device shows of the whole book.
    ///
    /// # Errors
    /// The store failed, or what it holds cannot be read.
    pub async fn count_records(self) -> Result<usize, Need> {
        let core = self.core();
        let mut count = 0;
        everything::read(&core, &everything::clients(&core), |records| {
            count += records
                .values()
                .filter(|record| record.presence != Presence::Deleted)
                .count();
        })
        .await?;
        Ok(count)
    }

    /// Searches names and every word written down, as the query changes.
    pub fn search(self, query: Signal<String>) -> Signal<Results> {
        search::search(self.core, query)
    }
}

/// An open client.
#[derive(Clone, Copy)]
pub struct ClientHandle {
    client: RecordId,
    state: Signal<OpenState>,
    records: Signal<Arc<Records>>,
}

impl ClientHandle {
    /// Which client.
    pub fn id(self) -> RecordId {
        self.client
    }

    /// Whether it is here yet.
    pub fn state(self) -> Signal<OpenState> {
        self.state
    }

    /// Everything shown of it; nothing as long as it is opening.
    pub fn records(self) -> Signal<Arc<Records>> {
        self.records
    }
}
