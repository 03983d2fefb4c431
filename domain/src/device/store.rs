//! The seam to the device's store: five tables of bytes under ordered keys, and transactions that happen whole or not at all.
//! IndexedDB is one; [`MemoryStore`] is the other, for the simulation and for a browser that keeps nothing.
//!
//! Decision: the seam is key-value, not one method per noun. Context: `architecture.md` names `boot, bundle, text, outbox, commit(batch)`.
//! Evidence: with key-value below, every rule about the outbox, cursor and digest is here and runs in the simulation, and IndexedDB
//! adds no logic that only a browser could test. Consequence: a transaction may await its own reads and nothing else.

pub mod contract;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::Future;
use std::rc::Rc;

use crate::order;

/// A table of bytes under ordered keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// Where the device stands.
    Meta,
    /// Registers as received, by client.
    Bundle,
    /// Records changed since.
    Overlay,
    /// What waits, is sent, accepted or refused.
    Outbox,
    /// What the list shows.
    Summary,
}

impl Table {
    /// All tables.
    pub const ALL: [Self; 5] = [
        Self::Meta,
        Self::Bundle,
        Self::Overlay,
        Self::Outbox,
        Self::Summary,
    ];

    /// The name it has in IndexedDB.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Bundle => "bundle",
            Self::Overlay => "overlay",
            Self::Outbox => "outbox",
            Self::Summary => "summary",
        }
    }
}

/// How a transaction is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Reads only.
    Read,
    /// Writes that may be lost in a power cut: what the server has too.
    Write,
    /// Writes that are on the disk before `commit` returns: the outbox and meta.
    WriteStrict,
}

/// A key and its value.
pub type Pair = (Vec<u8>, Vec<u8>);

/// One transaction. Dropped without [`Tx::commit`], none of it happened.
pub trait Tx {
    /// Why the store failed.
    type Error;

    /// Values of keys, in their order.
    fn get(
        &mut self,
        table: Table,
        keys: &[Vec<u8>],
    ) -> impl Future<Output = Result<Vec<Option<Vec<u8>>>, Self::Error>>;

    /// Keys that begin with a prefix, with their values, in order.
    fn scan(
        &mut self,
        table: Table,
        prefix: &[u8],
    ) -> impl Future<Output = Result<Vec<Pair>, Self::Error>>;

    /// Keys alone, in order: those from `from` on, and before `to` if there is one.
    fn keys(
        &mut self,
        table: Table,
        from: &[u8],
        to: Option<&[u8]>,
    ) -> impl Future<Output = Result<Vec<Vec<u8>>, Self::Error>>;

    /// Sets a value; reads of the same transaction see it.
    fn put(&mut self, table: Table, key: Vec<u8>, value: Vec<u8>);

    /// Removes a key.
    fn delete(&mut self, table: Table, key: Vec<u8>);

    /// Makes all of it happen. Returns when it has.
    fn commit(self) -> impl Future<Output = Result<(), Self::Error>>;

    /// Values of keys of several tables, in their order. A store that is asked from afar is asked once.
    fn get_each(
        &mut self,
        wanted: &[(Table, Vec<u8>)],
    ) -> impl Future<Output = Result<Vec<Option<Vec<u8>>>, Self::Error>> {
        async move {
            let mut values = Vec::with_capacity(wanted.len());
            for (table, key) in wanted {
                values.push(self.get_one(*table, key).await?);
            }
            Ok(values)
        }
    }

    /// The value of one key.
    fn get_one(
        &mut self,
        table: Table,
        key: &[u8],
    ) -> impl Future<Output = Result<Option<Vec<u8>>, Self::Error>> {
        async move { Ok(self.get(table, &[key.to_vec()]).await?.pop().flatten()) }
    }
}

/// A store that gives transactions. Writing ones come one after the other, across tabs too.
pub trait DeviceStore {
    /// Why the store failed.
    type Error;
    /// Its transactions.
    type Tx: Tx<Error = Self::Error>;

    /// Begins a transaction over all tables.
    fn begin(&self, mode: Mode) -> impl Future<Output = Result<Self::Tx, Self::Error>>;
}

type Tables = BTreeMap<(Table, Vec<u8>), Vec<u8>>;

/// Why a [`MemoryStore`] failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MemoryError {
    /// Armed by [`MemoryStore::fail_after`]: this commit did not happen.
    #[error("the store is full")]
    Full,
}

/// A store in memory. Clones share the same tables, as tabs share a database.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore {
    tables: Rc<RefCell<Tables>>,
    commits_left: Rc<RefCell<Option<u32>>>,
}

impl MemoryStore {
    /// After that many more commits every one fails, until `None` is set.
    pub fn fail_after(&self, commits: Option<u32>) {
        *self.commits_left.borrow_mut() = commits;
    }

    /// Forgets everything, as a browser may.
    pub fn wipe(&self) {
        self.tables.borrow_mut().clear();
    }

    /// A copy of what it holds, as a disk image.
    #[must_use]
    pub fn copy(&self) -> Self {
        Self {
            tables: Rc::new(RefCell::new(self.tables.borrow().clone())),
            commits_left: Rc::default(),
        }
    }
}

impl DeviceStore for MemoryStore {
    type Error = MemoryError;
    type Tx = MemoryTx;

    async fn begin(&self, _mode: Mode) -> Result<MemoryTx, MemoryError> {
        Ok(MemoryTx {
            store: self.clone(),
            writes: BTreeMap::new(),
        })
    }
}

/// A transaction of a [`MemoryStore`].
#[derive(Debug)]
pub struct MemoryTx {
    store: MemoryStore,
    writes: BTreeMap<(Table, Vec<u8>), Option<Vec<u8>>>,
}

impl Tx for MemoryTx {
    type Error = MemoryError;

    async fn get(
        &mut self,
        table: Table,
        keys: &[Vec<u8>],
    ) -> Result<Vec<Option<Vec<u8>>>, MemoryError> {
        let tables = self.store.tables.borrow();
        Ok(keys
            .iter()
            .map(|key| {
                let key = (table, key.clone());
                self.writes
                    .get(&key)
                    .cloned()
                    .unwrap_or_else(|| tables.get(&key).cloned())
            })
            .collect())
    }

    async fn scan(&mut self, table: Table, prefix: &[u8]) -> Result<Vec<Pair>, MemoryError> {
        let within = |key: &(Table, Vec<u8>)| key.0 == table && key.1.starts_with(prefix);
        let start = (table, prefix.to_vec());
        let tables = self.store.tables.borrow();
        let stored = tables
            .range(start.clone()..)
            .take_while(|(key, _)| within(key));
        let mut rows = order::map(stored.map(|(key, value)| (key.1.clone(), value.clone())));
        for (key, value) in self
            .writes
            .range(start..)
            .take_while(|(key, _)| within(key))
        {
            match value {
                Some(value) => rows.insert(key.1.clone(), value.clone()),
                None => rows.remove(&key.1),
            };
        }
        Ok(rows.into_iter().collect())
    }

    async fn keys(
        &mut self,
        table: Table,
        from: &[u8],
        to: Option<&[u8]>,
    ) -> Result<Vec<Vec<u8>>, MemoryError> {
        let within = |key: &[u8]| key >= from && to.is_none_or(|to| key < to);
        let mut keys: Vec<Vec<u8>> = self
            .scan(table, &[])
            .await?
            .into_iter()
            .map(|(key, _)| key)
            .collect();
        keys.retain(|key| within(key));
        Ok(keys)
    }

    fn put(&mut self, table: Table, key: Vec<u8>, value: Vec<u8>) {
        self.writes.insert((table, key), Some(value));
    }

    fn delete(&mut self, table: Table, key: Vec<u8>) {
        self.writes.insert((table, key), None);
    }

    async fn commit(self) -> Result<(), MemoryError> {
        if let Some(left) = self.store.commits_left.borrow_mut().as_mut() {
            *left = left.checked_sub(1).ok_or(MemoryError::Full)?;
        }
        let mut tables = self.store.tables.borrow_mut();
        for (key, value) in self.writes {
            match value {
                Some(value) => tables.insert(key, value),
                None => tables.remove(&key),
            };
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::task::{Context, Poll, Waker};

    use super::*;

    /// A store in memory never waits.
    fn now<F: Future>(future: F) -> F::Output {
        let mut future = std::pin::pin!(future);
        match future
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
        {
            Poll::Ready(output) => output,
            Poll::Pending => panic!("memory waited"),
        }
    }

    #[test]
    fn memory_keeps_the_contract() {
        assert_eq!(now(contract::contract(&MemoryStore::default())), Ok(()));
    }

    #[test]
    fn a_full_store_keeps_nothing_of_a_commit() {
        let store = MemoryStore::default();
        store.fail_after(Some(0));
        let put = async {
            let mut tx = store.begin(Mode::WriteStrict).await?;
            tx.put(Table::Meta, vec![1], vec![2]);
            tx.commit().await
        };
        assert_eq!(now(put), Err(MemoryError::Full));
        let read = async {
            store
                .begin(Mode::Read)
                .await?
                .keys(Table::Meta, &[], None)
                .await
        };
        assert_eq!(now(read), Ok(Vec::new()));
    }
}
