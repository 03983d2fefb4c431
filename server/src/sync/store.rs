//! What the service needs of a store, within a transaction that someone else begins and commits. One contract suite binds all
//! implementations (`server/tests/it/store_contract.rs`).

use std::collections::BTreeSet;
use std::future::Future;

use yardstick_domain::accept::Board;
use yardstick_domain::change::RegisterKey;
use yardstick_domain::codec::Row;
use yardstick_domain::cursor::Line;
use yardstick_domain::digest::Digest;
use yardstick_domain::id::{ChangeId, RecordId, WorkspaceId};
use yardstick_domain::wire::PageKey;

/// Where a workspace stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The last sequence number given.
    pub head: u64,
    /// The newest time stored, unix ms.
    pub newest_ms: i64,
    /// The history, the running epoch last with an open end.
    pub line: Line,
}

/// Reads, in one transaction.
pub trait ReadStore: Send {
    /// Why the store failed.
    type Error: Send;

    /// Where the workspace stands.
    fn position(
        &mut self,
        workspace: WorkspaceId,
    ) -> impl Future<Output = Result<Position, Self::Error>> + Send;

    /// Registers whose last change lies after a sequence number, in its order, at most so many.
    fn news(
        &mut self,
        workspace: WorkspaceId,
        after: u64,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<Row>, Self::Error>> + Send;

    /// The sums of all buckets.
    fn digest(
        &mut self,
        workspace: WorkspaceId,
    ) -> impl Future<Output = Result<Digest, Self::Error>> + Send;

    /// Registers by (client, record, kind, field) after a key; about so many, never part of a record. With where the next page
    /// begins, if there is one.
    fn page(
        &mut self,
        workspace: WorkspaceId,
        after: Option<PageKey>,
        limit: usize,
    ) -> impl Future<Output = Result<(Vec<Row>, Option<PageKey>), Self::Error>> + Send;

    /// All registers of records whose id ends in that byte.
    fn bucket(
        &mut self,
        workspace: WorkspaceId,
        bucket: u8,
    ) -> impl Future<Output = Result<Vec<Row>, Self::Error>> + Send;
}

/// Reads and writes, in one transaction.
pub trait WriteStore: Send {
    /// Why the store failed.
    type Error: Send;

    /// Where the workspace stands.
    fn position(
        &mut self,
        workspace: WorkspaceId,
    ) -> impl Future<Output = Result<Position, Self::Error>> + Send;

    /// What is known of these registers and ids, and which of the registers' clients are erased.
    fn board(
        &mut self,
        workspace: WorkspaceId,
        keys: &BTreeSet<&RegisterKey>,
        ids: &BTreeSet<ChangeId>,
    ) -> impl Future<Output = Result<Board, Self::Error>> + Send;

    /// Removes everything of a client, registers, log and what only they name, and remembers that it is erased. Answers the registers
    /// that were.
    fn erase(
        &mut self,
        workspace: WorkspaceId,
        client: RecordId,
        erased_ms: i64,
    ) -> impl Future<Output = Result<Vec<Row>, Self::Error>> + Send;

    /// Writes what a board says is to be written: lines, touched registers, names, digest; and the new head.
    fn save(
        &mut self,
        workspace: WorkspaceId,
        board: &Board,
        head: u64,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;
}
