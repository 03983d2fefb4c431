//! The server's store: the only place with SQL. Opens and migrates the database, reads over a small pool, and writes
//! through one task ([`Store::write`]) that commits everything waiting at once.
//!
//! The functions of its modules borrow a connection and never begin or commit: whoever calls them owns the transaction.

pub mod backup;
mod columns;
pub mod device;
pub mod epoch;
pub mod feed;
mod migrations;
mod open;
pub mod restore;
pub mod session;
pub mod sync;
pub mod user;
pub mod workspace;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use sqlx::pool::PoolConnection;
use sqlx::sqlite::{Sqlite, SqliteConnection, SqlitePool};

pub use migrations::newest_schema;
pub use open::OpenError;
pub use writer::BoxFuture;

use writer::Writer;

/// What the store could not do. Nothing of the request that met it was stored.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// The disk, or the space the database may take, is full: free some and try again.
    #[error("the database has no room left")]
    Full,
    /// Another program held the database for longer than a request waits.
    #[error("the database is held by another program")]
    Busy,
    /// The writer has stopped: the server is shutting down.
    #[error("the database takes no writes any more")]
    Stopped,
    /// The write itself panicked; it was rolled back.
    #[error("a write panicked")]
    Panicked,
    /// Anything else SQLite or the driver said.
    #[error("the database failed")]
    Sql(#[source] Arc<sqlx::Error>),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        const BUSY: i32 = 5;
        const FULL: i32 = 13;
        // What a quota, or a limit on the size of files, looks like: the disk takes no more of us, whatever is free on it.
        const IO_WRITE: i32 = 10 | 3 << 8;
        let code: Option<i32> = error
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code)
            .and_then(|code| code.parse().ok());
        match code {
            Some(FULL) => Self::Full,
            Some(IO_WRITE) => {
                tracing::error!(error = %error, "the disk takes no more");
                Self::Full
            }
            // The extended codes say why it is held.
            Some(code) if code & 0xff == BUSY => Self::Busy,
            _ => Self::Sql(Arc::new(error)),
        }
    }
}

/// An open database. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    readers: SqlitePool,
    writer: Writer,
    path: Arc<PathBuf>,
}

impl Store {
    /// Opens the database file, creating it and its folder where missing, and brings its schema up to date.
    ///
    /// # Errors
    /// See [`OpenError`]; each says what to do.
    pub async fn open(path: &Path) -> Result<Self, OpenError> {
        open::open(path).await
    }

    /// A connection that cannot write.
    ///
    /// # Errors
    /// [`StoreError::Sql`] if none becomes free in time.
    pub async fn reader(&self) -> Result<PoolConnection<Sqlite>, StoreError> {
        Ok(self.readers.acquire().await?)
    }

    /// Runs `work` in a savepoint on the one writing connection and returns when it is committed, durably.
    ///
    /// If `work` fails nothing of it is kept; and once queued it runs to its end, whether or not anyone still waits.
    ///
    /// # Errors
    /// What `work` says, or a [`StoreError`] if the commit failed.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.writer.write(work).await
    }

    /// Folds the write-ahead log into the file and empties it. False while somebody reads what it holds.
    ///
    /// # Errors
    /// The database failed, or the server is shutting down.
    pub async fn fold(&self) -> Result<bool, StoreError> {
        self.writer.fold().await
    }

    /// The database file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Finishes what is queued, then closes every connection.
    pub async fn close(&self) {
        self.writer.close().await;
        self.readers.close().await;
    }
}
