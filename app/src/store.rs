//! Where a book is kept: in IndexedDB (`yardstick_idb`), one database per workspace and person, or nowhere.
//!
//! A connection that the browser took away is opened again and the transaction begun once more; what the browser says of the database (a
//! newer build, another tab, no room) is told as [`IdbError`] and [`StoreNews`].

use yardstick_domain::device::store::Pair;
use yardstick_domain::device::{DeviceStore, MemoryStore, Mode, Table, Tx};

pub use yardstick_idb::{IdbError, IdbStore, StoreNews, databases, delete_database};

/// Where a book is kept.
#[derive(Clone)]
pub enum BookStore {
    /// In IndexedDB.
    Kept(IdbStore),
    /// In this tab's memory alone, because the browser keeps nothing: the person is told all the while.
    Fleeting(MemoryStore),
}

impl BookStore {
    /// Whether what is committed outlives the tab.
    pub fn is_kept(&self) -> bool {
        matches!(self, Self::Kept(_))
    }
}

impl DeviceStore for BookStore {
    type Error = IdbError;
    type Tx = BookTx;

    async fn begin(&self, mode: Mode) -> Result<BookTx, IdbError> {
        match self {
            Self::Kept(store) => store.begin(mode).await.map(BookTx::Kept),
            Self::Fleeting(store) => store
                .begin(mode)
                .await
                .map(BookTx::Fleeting)
                .map_err(|_| IdbError::Quota),
        }
    }
}

/// A transaction of a [`BookStore`].
pub enum BookTx {
    /// In IndexedDB.
    Kept(<IdbStore as DeviceStore>::Tx),
    /// In memory.
    Fleeting(<MemoryStore as DeviceStore>::Tx),
}

impl Tx for BookTx {
    type Error = IdbError;

    async fn get(
        &mut self,
        table: Table,
        keys: &[Vec<u8>],
    ) -> Result<Vec<Option<Vec<u8>>>, IdbError> {
        match self {
            Self::Kept(tx) => tx.get(table, keys).await,
            Self::Fleeting(tx) => tx.get(table, keys).await.map_err(|_| IdbError::Quota),
        }
    }

    async fn get_each(
        &mut self,
        wanted: &[(Table, Vec<u8>)],
    ) -> Result<Vec<Option<Vec<u8>>>, IdbError> {
        match self {
            Self::Kept(tx) => tx.get_each(wanted).await,
            Self::Fleeting(tx) => tx.get_each(wanted).await.map_err(|_| IdbError::Quota),
        }
    }

    async fn scan(&mut self, table: Table, prefix: &[u8]) -> Result<Vec<Pair>, IdbError> {
        match self {
            Self::Kept(tx) => tx.scan(table, prefix).await,
            Self::Fleeting(tx) => tx.scan(table, prefix).await.map_err(|_| IdbError::Quota),
        }
    }

    async fn keys(
        &mut self,
        table: Table,
        from: &[u8],
        to: Option<&[u8]>,
    ) -> Result<Vec<Vec<u8>>, IdbError> {
        match self {
            Self::Kept(tx) => tx.keys(table, from, to).await,
            Self::Fleeting(tx) => tx.keys(table, from, to).await.map_err(|_| IdbError::Quota),
        }
    }

    fn put(&mut self, table: Table, key: Vec<u8>, value: Vec<u8>) {
        match self {
            Self::Kept(tx) => tx.put(table, key, value),
            Self::Fleeting(tx) => tx.put(table, key, value),
        }
    }

    fn delete(&mut self, table: Table, key: Vec<u8>) {
        match self {
            Self::Kept(tx) => tx.delete(table, key),
            Self::Fleeting(tx) => tx.delete(table, key),
        }
    }

    async fn commit(self) -> Result<(), IdbError> {
        match self {
            Self::Kept(tx) => tx.commit().await,
            Self::Fleeting(tx) => tx.commit().await.map_err(|_| IdbError::Quota),
        }
    }
}
