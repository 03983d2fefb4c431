//! [`DeviceStore`] over IndexedDB.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use yardstick_domain::device::store::Pair;
use yardstick_domain::device::{DeviceStore, Mode, Table, Tx};

use crate::database::{self, Database, DatabaseEvents, IdbError, Transaction};

/// The number of the schema: five tables of bytes.
const SCHEMA: u32 = 1;

/// What the owner of a store hears about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreNews {
    /// A newer build, or a wipe in another tab, wants the database: this tab let go of it and has to be loaded again.
    LetGo,
    /// Opening waits for another tab with an older build.
    Blocked,
    /// The browser took the connection away. The next transaction opens another one, perhaps to another database.
    Closed,
}

type Hear = Rc<dyn Fn(StoreNews)>;

/// A database of five tables. Clones share one connection.
#[derive(Clone)]
pub struct IdbStore {
    shared: Rc<Shared>,
}

struct Shared {
    name: String,
    database: RefCell<Option<Database>>,
    /// Given up for another tab: not to be opened again by this page.
    let_go: Rc<Cell<bool>>,
    hear: Hear,
}

struct Events {
    let_go: Rc<Cell<bool>>,
    hear: Hear,
}

impl DatabaseEvents for Events {
    fn version_change(&self) {
        self.let_go.set(true);
        (self.hear)(StoreNews::LetGo);
    }

    fn blocked(&self) {
        (self.hear)(StoreNews::Blocked);
    }

    // The next transaction opens it again.
    fn closed(&self) {
        (self.hear)(StoreNews::Closed);
    }
}

impl IdbStore {
    /// Opens the database `name`, made if it is not there; `hear` is told what happens to it later.
    ///
    /// # Errors
    /// [`IdbError::VersionNewer`]: offer the update. Others: this browser keeps nothing here.
    pub async fn open(name: &str, hear: impl Fn(StoreNews) + 'static) -> Result<Self, IdbError> {
        let store = Self {
            shared: Rc::new(Shared {
                name: name.to_owned(),
                database: RefCell::new(None),
                let_go: Rc::new(Cell::new(false)),
                hear: Rc::new(hear),
            }),
        };
        store.connection().await?;
        Ok(store)
    }

    /// Closes the connection for good, so that the database can be deleted.
    pub fn close(&self) {
        self.shared.let_go.set(true);
        self.shared.database.replace(None);
    }

    async fn connection(&self) -> Result<Database, IdbError> {
        let open = self.shared.database.borrow().clone();
        if let Some(database) = open.filter(|database| !database.is_closed()) {
            return Ok(database);
        }
        if self.shared.let_go.get() {
            return Err(IdbError::Closed);
        }
        let events = Rc::new(Events {
            let_go: Rc::clone(&self.shared.let_go),
            hear: Rc::clone(&self.shared.hear),
        });
        let tables = Table::ALL.map(Table::name);
        let database = Database::open(&self.shared.name, SCHEMA, &tables, events).await?;
        self.shared.database.replace(Some(database.clone()));
        Ok(database)
    }

    fn forget_connection(&self) {
        self.shared.database.replace(None);
    }

    async fn try_begin(&self, mode: Mode) -> Result<Transaction, IdbError> {
        let mode = match mode {
            Mode::Read => database::Mode::Read,
            Mode::Write => database::Mode::WriteRelaxed,
            Mode::WriteStrict => database::Mode::Write,
        };
        let database = self.connection().await?;
        database.transaction(&Table::ALL.map(Table::name), mode)
    }
}

impl DeviceStore for IdbStore {
    type Error = IdbError;
    type Tx = IdbTx;

    async fn begin(&self, mode: Mode) -> Result<IdbTx, IdbError> {
        let inner = match self.try_begin(mode).await {
            // Phones take connections away from pages in the background: once more with a new one.
            Err(IdbError::Closed) if !self.shared.let_go.get() => {
                self.forget_connection();
                self.try_begin(mode).await?
            }
            begun => begun?,
        };
        Ok(IdbTx {
            inner,
            store: self.clone(),
            failed: None,
        })
    }
}

/// A transaction of an [`IdbStore`].
pub struct IdbTx {
    inner: Transaction,
    store: IdbStore,
    /// The first write that was refused at once; told by the commit.
    failed: Option<IdbError>,
}

impl IdbTx {
    /// A connection that fails in the middle is dropped: the next transaction opens another one.
    fn noted<T>(&self, outcome: Result<T, IdbError>) -> Result<T, IdbError> {
        if outcome
            .as_ref()
            .is_err_and(|error| *error == IdbError::Closed)
        {
            self.store.forget_connection();
        }
        outcome
    }

    fn note_write(&mut self, outcome: Result<(), IdbError>) {
        if let Err(error) = self.noted(outcome) {
            self.failed.get_or_insert(error);
        }
    }
}

impl Tx for IdbTx {
    type Error = IdbError;

    async fn get(
        &mut self,
        table: Table,
        keys: &[Vec<u8>],
    ) -> Result<Vec<Option<Vec<u8>>>, IdbError> {
        let wanted = keys.iter().map(|key| (table.name(), key.as_slice()));
        let values = self.inner.get_many(wanted).await;
        self.noted(values)
    }

    async fn get_each(
        &mut self,
        wanted: &[(Table, Vec<u8>)],
    ) -> Result<Vec<Option<Vec<u8>>>, IdbError> {
        let wanted = wanted
            .iter()
            .map(|(table, key)| (table.name(), key.as_slice()));
        let values = self.inner.get_many(wanted).await;
        self.noted(values)
    }

    async fn scan(&mut self, table: Table, prefix: &[u8]) -> Result<Vec<Pair>, IdbError> {
        let rows = self.inner.scan(table.name(), prefix).await;
        self.noted(rows)
    }

    async fn keys(
        &mut self,
        table: Table,
        from: &[u8],
        to: Option<&[u8]>,
    ) -> Result<Vec<Vec<u8>>, IdbError> {
        let keys = self.inner.keys(table.name(), from, to).await;
        self.noted(keys)
    }

    fn put(&mut self, table: Table, key: Vec<u8>, value: Vec<u8>) {
        let outcome = self.inner.put(table.name(), &key, &value);
        self.note_write(outcome);
    }

    fn delete(&mut self, table: Table, key: Vec<u8>) {
        let outcome = self.inner.delete(table.name(), &key);
        self.note_write(outcome);
    }

    async fn commit(self) -> Result<(), IdbError> {
        let Self {
            inner,
            store,
            failed,
        } = self;
        // Dropped uncommitted, it is undone.
        if let Some(error) = failed {
            return Err(error);
        }
        let outcome = inner.commit().await;
        if outcome == Err(IdbError::Closed) {
            store.forget_connection();
        }
        outcome
    }
}
