//! The book of a workspace in SQLite: the log, the registers, the digest, and the ids that changes named before they arrived.
//!
//! [`SyncStore`] is what the sync service works on, within a transaction that someone else begins and commits. It reads symbols, registers
//! and ids, and writes new symbols, new records, lines, registers and named ids, up to 128 rows with a statement: some eight statements
//! for a small request, some forty for a thousand changes. Rows go in as `values` lists of bound parameters (`many.rs`); lists of plain
//! numbers and of symbols go in as one JSON parameter.

mod erase;
mod history;
mod log;
mod many;
mod place;
mod registers;
mod rows;
mod symbols;

use std::collections::{BTreeSet, HashMap};

use sqlx::Transaction;
use sqlx::sqlite::{Sqlite, SqliteConnection};
use yardstick_domain::accept::Board;
use yardstick_domain::change::{RecordKey, RegisterKey};
use yardstick_domain::codec::Row;
use yardstick_domain::digest::Digest;
use yardstick_domain::id::{ChangeId, DeviceId, RecordId, WorkspaceId};
use yardstick_domain::wire::PageKey;

use super::{Store, StoreError, epoch};
use crate::sync::store::{Position, ReadStore, WriteStore};

pub use history::{HistoryLine, HistoryQuery, TogetherLine, history, together};
use symbols::Symbols;

/// A workspace's book, over a borrowed connection.
///
/// A write asks [`WriteStore::board`] first: what it resolved is used by [`WriteStore::save`] on the same value.
pub struct SyncStore<'c> {
    connection: &'c mut SqliteConnection,
    pushing: Option<DeviceId>,
    known: Known,
}

/// What reading the board has found out.
#[derive(Default)]
struct Known {
    symbols: Symbols,
    records: HashMap<RecordKey, i64>,
    /// The sequence number of the newest line of a register.
    newest_lines: HashMap<RegisterKey, u64>,
}

impl<'c> SyncStore<'c> {
    /// Works over this connection.
    pub fn new(connection: &'c mut SqliteConnection) -> Self {
        Self {
            connection,
            pushing: None,
            known: Known::default(),
        }
    }

    /// The same for a push of this device: its symbol is looked up with the others.
    pub fn pushing(connection: &'c mut SqliteConnection, device: DeviceId) -> Self {
        Self {
            pushing: Some(device),
            ..Self::new(connection)
        }
    }

    async fn read_position(&mut self, workspace: WorkspaceId) -> Result<Position, StoreError> {
        let line = epoch::line(self.connection, workspace).await?;
        let row: Option<(i64, i64)> =
            sqlx::query_as("select head_seq, newest_ms from workspace where id = ?")
                .bind(workspace.0)
                .fetch_optional(&mut *self.connection)
                .await?;
        let (head, newest_ms) = row.unwrap_or_default();
        Ok(Position {
            head: head.cast_unsigned(),
            newest_ms,
            line,
        })
    }
}

impl Store {
    /// Begins a transaction that only reads: all of it sees the database as it is now. Dropping it ends it.
    ///
    /// # Errors
    /// [`StoreError::Sql`] if no connection becomes free in time.
    pub async fn reading(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        Ok(self.readers.begin().await?)
    }
}

/// The number of a workspace's book; `None` if nothing was ever written to it.
async fn book_of(
    connection: &mut SqliteConnection,
    workspace: WorkspaceId,
) -> Result<Option<i64>, StoreError> {
    Ok(
        sqlx::query_scalar("select no from book where workspace = ?")
            .bind(workspace.0)
            .fetch_optional(connection)
            .await?,
    )
}

async fn digest_of(
    connection: &mut SqliteConnection,
    workspace: WorkspaceId,
) -> Result<Digest, StoreError> {
    let bytes: Option<Vec<u8>> = sqlx::query_scalar("select digest from book where workspace = ?")
        .bind(workspace.0)
        .fetch_optional(connection)
        .await?;
    Ok(bytes.map_or_else(Digest::default, |bytes| Digest::from_bytes(&bytes)))
}

/// The log after a sequence number, at most so many lines, in order; each as a register with that line as its only head.
///
/// # Errors
/// The database failed.
pub async fn lines(
    connection: &mut SqliteConnection,
    workspace: WorkspaceId,
    after: u64,
    limit: usize,
) -> Result<Vec<Row>, StoreError> {
    let Some(book) = book_of(connection, workspace).await? else {
        return Ok(Vec::new());
    };
    rows::lines(connection, book, after, limit).await
}

/// What is stored does not read as what was written: the file was changed by something else.
fn damaged(what: &'static str) -> StoreError {
    sqlx::Error::Decode(format!("{what} in the database cannot be read").into()).into()
}

impl ReadStore for SyncStore<'_> {
    type Error = StoreError;

    async fn position(&mut self, workspace: WorkspaceId) -> Result<Position, StoreError> {
        self.read_position(workspace).await
    }

    async fn news(
        &mut self,
        workspace: WorkspaceId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        let Some(book) = book_of(self.connection, workspace).await? else {
            return Ok(Vec::new());
        };
        rows::news(self.connection, book, after, limit).await
    }

    async fn digest(&mut self, workspace: WorkspaceId) -> Result<Digest, StoreError> {
        digest_of(self.connection, workspace).await
    }

    async fn page(
        &mut self,
        workspace: WorkspaceId,
        after: Option<PageKey>,
        limit: usize,
    ) -> Result<(Vec<Row>, Option<PageKey>), StoreError> {
        let Some(book) = book_of(self.connection, workspace).await? else {
            return Ok((Vec::new(), None));
        };
        rows::page(self.connection, book, after, limit).await
    }

    async fn bucket(&mut self, workspace: WorkspaceId, bucket: u8) -> Result<Vec<Row>, StoreError> {
        let Some(book) = book_of(self.connection, workspace).await? else {
            return Ok(Vec::new());
        };
        rows::bucket(self.connection, book, bucket).await
    }
}

impl WriteStore for SyncStore<'_> {
    type Error = StoreError;

    async fn position(&mut self, workspace: WorkspaceId) -> Result<Position, StoreError> {
        self.read_position(workspace).await
    }

    async fn board(
        &mut self,
        workspace: WorkspaceId,
        keys: &BTreeSet<&RegisterKey>,
        ids: &BTreeSet<ChangeId>,
    ) -> Result<Board, StoreError> {
        let mut board = Board::default();
        let Some(book) = book_of(self.connection, workspace).await? else {
            return Ok(board);
        };
        let known = &mut self.known;
        let mut words = symbols::asked(keys, ids);
        words.extend(self.pushing.map(|device| symbols::Word::Id(device.0)));
        let erased = known.symbols.look_up(self.connection, book, words).await?;
        board.erased = keys
            .iter()
            .map(|key| key.client)
            .filter(|client| {
                known
                    .symbols
                    .client(*client)
                    .is_some_and(|id| erased.contains(&id))
            })
            .collect();
        registers::read(self.connection, known, keys, &mut board).await?;
        log::read_ids(self.connection, &known.symbols, ids, &mut board).await?;
        Ok(board)
    }

    async fn erase(
        &mut self,
        workspace: WorkspaceId,
        client: RecordId,
        erased_ms: i64,
    ) -> Result<Vec<Row>, StoreError> {
        let book = match book_of(self.connection, workspace).await? {
            Some(book) => book,
            None => open_book(self.connection, workspace).await?,
        };
        // What was found out before may be gone.
        self.known = Known::default();
        erase::erase(self.connection, book, client, erased_ms).await
    }

    async fn save(
        &mut self,
        workspace: WorkspaceId,
        board: &Board,
        head: u64,
    ) -> Result<(), StoreError> {
        let book = match book_of(self.connection, workspace).await? {
            Some(book) => book,
            None => open_book(self.connection, workspace).await?,
        };
        let known = &mut self.known;
        known
            .symbols
            .add(self.connection, book, symbols::written(board))
            .await?;
        registers::add_records(self.connection, known, board).await?;
        log::write_lines(self.connection, known, book, board).await?;
        registers::write(self.connection, known, book, board).await?;
        log::write_named(self.connection, &known.symbols, board).await?;
        close_page(self.connection, workspace, board, head).await
    }
}

async fn open_book(
    connection: &mut SqliteConnection,
    workspace: WorkspaceId,
) -> Result<i64, StoreError> {
    Ok(
        sqlx::query_scalar("insert into book (workspace, digest) values (?, ?) returning no")
            .bind(workspace.0)
            .bind(Digest::default().to_bytes())
            .fetch_one(connection)
            .await?,
    )
}

/// The workspace's new head, newest time and digest.
async fn close_page(
    connection: &mut SqliteConnection,
    workspace: WorkspaceId,
    board: &Board,
    head: u64,
) -> Result<(), StoreError> {
    let newest_ms = board.lines.iter().map(|line| line.time).max().unwrap_or(0);
    sqlx::query("update workspace set head_seq = ?, newest_ms = max(newest_ms, ?) where id = ?")
        .bind(head.cast_signed())
        .bind(newest_ms)
        .bind(workspace.0)
        .execute(&mut *connection)
        .await?;
    if board.digest_delta.is_empty() {
        return Ok(());
    }
    let mut digest = digest_of(connection, workspace).await?;
    for (&bucket, &delta) in &board.digest_delta {
        digest.add(bucket, delta);
    }
    sqlx::query("update book set digest = ? where workspace = ?")
        .bind(digest.to_bytes())
        .bind(workspace.0)
        .execute(connection)
        .await?;
    Ok(())
}
