//! A device's disk: transactions that happen whole or not at all, of which relaxed ones may be lost with the power, and which fail when
//! there is no room. A handle that is *patient* lets others have their turn before each transaction and after each commit, so that a
//! tab can die between any two effects.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use yardstick_domain::device::store::{MemoryError, Pair};
use yardstick_domain::device::{DeviceStore, Mode, Table, Tx};

use crate::network::yield_once;

type Rows = BTreeMap<Vec<u8>, Vec<u8>>;
type Write = (Table, Vec<u8>, Option<Vec<u8>>);

#[derive(Default)]
struct Inner {
    tables: [Rows; Table::ALL.len()],
    /// After that many more commits every one fails.
    commits_left: Option<u32>,
    /// What undoes each relaxed commit since the last strict one, oldest first.
    relaxed: Vec<Vec<Write>>,
    /// How often something was committed.
    commits: u64,
    /// A writing transaction is open.
    writing: bool,
    /// Another one was begun meanwhile: it had waited for something.
    overlapped: bool,
    /// No commit is strict, whatever is asked for.
    lazy: bool,
}

const fn place(table: Table) -> usize {
    match table {
        Table::Meta => 0,
        Table::Bundle => 1,
        Table::Overlay => 2,
        Table::Outbox => 3,
        Table::Summary => 4,
    }
}

impl Inner {
    /// Answers what undoes it.
    fn apply(&mut self, writes: Vec<Write>) -> Vec<Write> {
        self.commits += 1;
        let mut undo = Vec::with_capacity(writes.len());
        for (table, key, value) in writes {
            let rows = &mut self.tables[place(table)];
            let before = match value {
                Some(value) => rows.insert(key.clone(), value),
                None => rows.remove(&key),
            };
            undo.push((table, key, before));
        }
        undo.reverse();
        undo
    }
}

/// One device's disk. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct Disk {
    inner: Rc<RefCell<Inner>>,
    patient: bool,
    /// Something was committed through this handle.
    committed: Rc<Cell<bool>>,
}

impl Disk {
    /// A handle that gives others their turn.
    pub(crate) fn patient(&self) -> Self {
        Self {
            inner: self.inner.clone(),
            patient: true,
            committed: Rc::default(),
        }
    }

    pub(crate) fn has_committed(&self) -> bool {
        self.committed.get()
    }

    /// After that many more commits every one fails, until `None` is set.
    pub(crate) fn fail_after(&self, commits: Option<u32>) {
        self.inner.borrow_mut().commits_left = commits;
    }

    /// Forgets everything, as a browser may.
    pub(crate) fn wipe(&self) {
        let mut inner = self.inner.borrow_mut();
        inner.commits += 1;
        inner.tables = Default::default();
        inner.relaxed.clear();
    }

    /// Changes whenever what is stored does.
    pub(crate) fn revision(&self) -> u64 {
        self.inner.borrow().commits
    }

    /// How many commits a power cut could lose.
    pub(crate) fn relaxed(&self) -> usize {
        self.inner.borrow().relaxed.len()
    }

    /// The power goes: the last `lost` relaxed commits never were.
    pub(crate) fn power_cut(&self, lost: usize) {
        let mut inner = self.inner.borrow_mut();
        for _ in 0..lost {
            if let Some(undo) = inner.relaxed.pop() {
                inner.apply(undo);
            }
        }
        inner.relaxed.clear();
    }

    /// Whether two writing transactions were ever open at once.
    pub(crate) fn overlapped(&self) -> bool {
        self.inner.borrow().overlapped
    }

    /// Reads past the device's rules.
    pub(crate) fn rows(&self, table: Table) -> Vec<Pair> {
        let inner = self.inner.borrow();
        let rows = inner.tables[place(table)].iter();
        rows.map(|(key, value)| (key.clone(), value.clone()))
            .collect()
    }

    /// From now on no commit is strict: how the checks are shown to see.
    pub(crate) fn be_lazy(&self) {
        self.inner.borrow_mut().lazy = true;
    }

    /// A writing transaction is begun and never ends: how the checks are shown to see.
    pub(crate) fn hang(&self) {
        self.inner.borrow_mut().writing = true;
    }

    /// Writes past the device's rules: how the checks are shown to see.
    pub(crate) fn corrupt(&self, table: Table, key: &[u8], value: Option<Vec<u8>>) {
        let mut inner = self.inner.borrow_mut();
        inner.apply(vec![(table, key.to_vec(), value)]);
    }
}

impl DeviceStore for Disk {
    type Error = MemoryError;
    type Tx = DiskTx;

    async fn begin(&self, mode: Mode) -> Result<DiskTx, MemoryError> {
        if self.patient {
            yield_once().await;
        }
        if mode != Mode::Read {
            let mut inner = self.inner.borrow_mut();
            inner.overlapped |= inner.writing;
            inner.writing = true;
        }
        Ok(DiskTx {
            disk: self.clone(),
            mode,
            writes: Vec::new(),
        })
    }
}

/// A transaction of a [`Disk`].
pub(crate) struct DiskTx {
    disk: Disk,
    mode: Mode,
    writes: Vec<Write>,
}

impl Drop for DiskTx {
    fn drop(&mut self) {
        if self.mode != Mode::Read {
            self.disk.inner.borrow_mut().writing = false;
        }
    }
}

impl Tx for DiskTx {
    type Error = MemoryError;

    async fn get(
        &mut self,
        table: Table,
        keys: &[Vec<u8>],
    ) -> Result<Vec<Option<Vec<u8>>>, MemoryError> {
        let inner = self.disk.inner.borrow();
        let read = |key: &Vec<u8>| {
            let written = self.writes.iter().rev();
            let mut written = written.filter(|(at, written, _)| *at == table && written == key);
            match written.next() {
                Some((_, _, value)) => value.clone(),
                None => inner.tables[place(table)].get(key).cloned(),
            }
        };
        Ok(keys.iter().map(read).collect())
    }

    async fn scan(&mut self, table: Table, prefix: &[u8]) -> Result<Vec<Pair>, MemoryError> {
        let inner = self.disk.inner.borrow();
        let stored = inner.tables[place(table)].range(prefix.to_vec()..);
        let stored = stored.take_while(|(key, _)| key.starts_with(prefix));
        let pair = |(key, value): (&Vec<u8>, &Vec<u8>)| (key.clone(), value.clone());
        let written = self.writes.iter();
        let mut written = written
            .filter(|(at, key, _)| *at == table && key.starts_with(prefix))
            .peekable();
        if written.peek().is_none() {
            return Ok(stored.map(pair).collect());
        }
        let mut rows: Rows = stored.map(pair).collect();
        for (_, key, value) in written {
            match value {
                Some(value) => rows.insert(key.clone(), value.clone()),
                None => rows.remove(key),
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
        let rows = self.scan(table, &[]).await?;
        let keys = rows.into_iter().map(|(key, _)| key);
        Ok(keys
            .filter(|key| key.as_slice() >= from && to.is_none_or(|to| key.as_slice() < to))
            .collect())
    }

    fn put(&mut self, table: Table, key: Vec<u8>, value: Vec<u8>) {
        self.writes.push((table, key, Some(value)));
    }

    fn delete(&mut self, table: Table, key: Vec<u8>) {
        self.writes.push((table, key, None));
    }

    async fn commit(mut self) -> Result<(), MemoryError> {
        let patient = self.disk.patient;
        {
            let mut inner = self.disk.inner.borrow_mut();
            if let Some(left) = inner.commits_left.as_mut() {
                *left = left.checked_sub(1).ok_or(MemoryError::Full)?;
            }
            let undo = inner.apply(std::mem::take(&mut self.writes));
            if self.mode == Mode::WriteStrict && !inner.lazy {
                inner.relaxed.clear();
            } else {
                inner.relaxed.push(undo);
            }
        }
        self.disk.committed.set(true);
        drop(self);
        if patient {
            yield_once().await;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::ready;

    fn put(disk: &Disk, mode: Mode, value: u8) -> Result<(), MemoryError> {
        ready(async {
            let mut tx = disk.begin(mode).await?;
            tx.put(Table::Meta, vec![1], vec![value]);
            tx.commit().await
        })
    }

    #[test]
    fn a_power_cut_loses_relaxed_commits_since_the_last_strict_one_and_no_other() {
        let disk = Disk::default();
        put(&disk, Mode::Write, 1).unwrap();
        put(&disk, Mode::WriteStrict, 2).unwrap();
        put(&disk, Mode::Write, 3).unwrap();
        put(&disk, Mode::Write, 4).unwrap();
        assert_eq!(disk.relaxed(), 2);
        disk.power_cut(1);
        assert_eq!(disk.rows(Table::Meta), [(vec![1], vec![3])]);
        put(&disk, Mode::Write, 5).unwrap();
        disk.power_cut(9);
        assert_eq!(disk.rows(Table::Meta), [(vec![1], vec![3])]);
    }
}
