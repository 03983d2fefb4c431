//! A store in memory, for the simulation and the contract suite. A clone is a backup.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::convert::Infallible;

use yardstick_domain::accept::{Board, Logged, Stored};
use yardstick_domain::change::RegisterKey;
use yardstick_domain::codec::Row;
use yardstick_domain::cursor::{EpochEnd, Line};
use yardstick_domain::digest::Digest;
use yardstick_domain::id::{ChangeId, Epoch, RecordId, WorkspaceId};
use yardstick_domain::wire::PageKey;

use super::store::{Position, ReadStore, WriteStore};

/// What is stored of one workspace.
#[derive(Debug, Clone, Default)]
struct Book {
    head: u64,
    newest_ms: i64,
    epoch_ends: Vec<EpochEnd>,
    registers: BTreeMap<RegisterKey, Stored>,
    by_seq: BTreeMap<u64, RegisterKey>,
    logged: HashMap<ChangeId, Logged>,
    /// The lines of each client.
    lines: HashMap<RecordId, Vec<ChangeId>>,
    named: HashSet<ChangeId>,
    erased: HashSet<RecordId>,
    digest: Digest,
}

/// All workspaces of one server.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore {
    epochs: Vec<Epoch>,
    books: BTreeMap<WorkspaceId, Book>,
}

impl MemoryStore {
    /// A server starts on it: the epoch that ran ends where each workspace stands, a new one begins.
    pub fn start(&mut self, epoch: Epoch) {
        if let Some(&ended) = self.epochs.last() {
            for book in self.books.values_mut() {
                book.epoch_ends.push(EpochEnd {
                    epoch: ended,
                    last: book.head,
                });
            }
        }
        self.epochs.push(epoch);
    }

    /// A workspace is made.
    pub fn create(&mut self, workspace: WorkspaceId) {
        self.books.entry(workspace).or_default();
    }

    /// Everything stored of the log: for checks that nothing is there twice or missing.
    #[must_use]
    pub fn logged(&self, workspace: WorkspaceId) -> HashMap<ChangeId, Logged> {
        self.books
            .get(&workspace)
            .map(|book| book.logged.clone())
            .unwrap_or_default()
    }

    /// All registers.
    #[must_use]
    pub fn registers(&self, workspace: WorkspaceId) -> BTreeMap<RegisterKey, Stored> {
        self.books
            .get(&workspace)
            .map(|book| book.registers.clone())
            .unwrap_or_default()
    }

    fn book(&mut self, workspace: WorkspaceId) -> &mut Book {
        self.books.entry(workspace).or_default()
    }

    fn where_is(&self, workspace: WorkspaceId) -> Position {
        let book = self.books.get(&workspace);
        let mut ends = book.map(|book| book.epoch_ends.clone()).unwrap_or_default();
        if let Some(&epoch) = self.epochs.last() {
            ends.push(EpochEnd {
                epoch,
                last: u64::MAX,
            });
        }
        Position {
            head: book.map_or(0, |book| book.head),
            newest_ms: book.map_or(0, |book| book.newest_ms),
            line: Line(ends),
        }
    }
}

fn row(key: &RegisterKey, stored: &Stored) -> Row {
    Row {
        key: key.clone(),
        seq: stored.seq,
        register: stored.register.clone(),
    }
}

impl ReadStore for MemoryStore {
    type Error = Infallible;

    async fn position(&mut self, workspace: WorkspaceId) -> Result<Position, Infallible> {
        Ok(self.where_is(workspace))
    }

    async fn news(
        &mut self,
        workspace: WorkspaceId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<Row>, Infallible> {
        let book = self.book(workspace);
        Ok(book
            .by_seq
            .range(after + 1..)
            .take(limit)
            .map(|(_, key)| row(key, &book.registers[key]))
            .collect())
    }

    async fn digest(&mut self, workspace: WorkspaceId) -> Result<Digest, Infallible> {
        Ok(self.book(workspace).digest.clone())
    }

    async fn page(
        &mut self,
        workspace: WorkspaceId,
        after: Option<PageKey>,
        limit: usize,
    ) -> Result<(Vec<Row>, Option<PageKey>), Infallible> {
        let key_of = |key: &RegisterKey| PageKey {
            client: key.client,
            record: key.record,
        };
        let mut rows: Vec<Row> = Vec::new();
        for (key, stored) in self
            .book(workspace)
            .registers
            .iter()
            .filter(|(_, stored)| stored.seq > 0)
        {
            if after.is_some_and(|after| key_of(key) <= after) {
                continue;
            }
            if let Some(last) = rows.last().map(|row| key_of(&row.key))
                && rows.len() >= limit
                && last != key_of(key)
            {
                return Ok((rows, Some(last)));
            }
            rows.push(row(key, stored));
        }
        Ok((rows, None))
    }

    async fn bucket(&mut self, workspace: WorkspaceId, bucket: u8) -> Result<Vec<Row>, Infallible> {
        let registers = &self.book(workspace).registers;
        Ok(registers
            .iter()
            .filter(|(key, stored)| key.record.bucket() == bucket && stored.seq > 0)
            .map(|(key, stored)| row(key, stored))
            .collect())
    }
}

impl WriteStore for MemoryStore {
    type Error = Infallible;

    async fn position(&mut self, workspace: WorkspaceId) -> Result<Position, Infallible> {
        Ok(self.where_is(workspace))
    }

    async fn board(
        &mut self,
        workspace: WorkspaceId,
        keys: &BTreeSet<&RegisterKey>,
        ids: &BTreeSet<ChangeId>,
    ) -> Result<Board, Infallible> {
        let book = self.book(workspace);
        Ok(Board {
            registers: keys
                .iter()
                .filter_map(|&key| {
                    book.registers
                        .get(key)
                        .map(|stored| (key.clone(), stored.clone()))
                })
                .collect(),
            logged: ids
                .iter()
                .filter_map(|id| book.logged.get(id).map(|logged| (*id, *logged)))
                .collect(),
            named: ids
                .iter()
                .filter(|id| book.named.contains(id))
                .copied()
                .collect(),
            erased: keys
                .iter()
                .map(|key| key.client)
                .filter(|client| book.erased.contains(client))
                .collect(),
            ..Board::default()
        })
    }

    async fn erase(
        &mut self,
        workspace: WorkspaceId,
        client: RecordId,
        _: i64,
    ) -> Result<Vec<Row>, Infallible> {
        let book = self.book(workspace);
        book.erased.insert(client);
        for id in book.lines.remove(&client).unwrap_or_default() {
            book.logged.remove(&id);
        }
        let gone: Vec<Row> = book
            .registers
            .extract_if(.., |key, _| key.client == client)
            .map(|(key, stored)| row(&key, &stored))
            .collect();
        for row in &gone {
            book.by_seq.remove(&row.seq);
        }
        Ok(gone)
    }

    async fn save(
        &mut self,
        workspace: WorkspaceId,
        board: &Board,
        head: u64,
    ) -> Result<(), Infallible> {
        let book = self.book(workspace);
        for line in &board.lines {
            book.newest_ms = book.newest_ms.max(line.time);
            let logged = Logged {
                content_hash: line.change.content_hash(),
                seq: line.seq,
                time: line.time,
                replaced: line.replaced,
            };
            book.logged.insert(line.change.id, logged);
            let of_client = book.lines.entry(line.change.key.client).or_default();
            of_client.push(line.change.id);
        }
        for key in &board.touched {
            let new = board.registers[key].clone();
            if let Some(old) = book.registers.get(key) {
                book.by_seq.remove(&old.seq);
            }
            // A register that only remembers an offer has no place yet.
            if new.seq > 0 {
                book.by_seq.insert(new.seq, key.clone());
            }
            book.registers.insert(key.clone(), new);
        }
        book.named.extend(&board.newly_named);
        for (&bucket, &delta) in &board.digest_delta {
            book.digest.add(bucket, delta);
        }
        book.head = head;
        Ok(())
    }
}
