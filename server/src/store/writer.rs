//! The one writer: a task that owns the writing connection.
//!
//! It drains its queue, runs each request in a savepoint, commits once, and only then answers all of them: a reply
//! means durable. A request that was cancelled while queued or running is still carried out whole; only its answer is
//! lost. A failed commit fails every request of the batch, and nothing of the batch is kept.

use std::fs::File;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;

use futures_util::FutureExt;
use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;
use tokio::sync::{mpsc, oneshot};

use super::StoreError;
use super::open::BUSY_TIMEOUT;

/// A boxed future that borrows the connection it works on.
pub type BoxFuture<'c, T> = Pin<Box<dyn Future<Output = T> + Send + 'c>>;

/// Requests that may wait; further ones wait to be queued, which slows the sender down instead of filling memory.
const QUEUE_LEN: usize = 1024;

/// Requests committed together at most, so that the first of them does not wait for ever.
const BATCH_MAX: usize = 256;

/// The handle that requests are queued with.
#[derive(Clone)]
pub(super) struct Writer {
    queue: mpsc::Sender<Message>,
}

enum Message {
    Run(Box<dyn Job>),
    Fold(oneshot::Sender<Result<bool, StoreError>>),
    Close(oneshot::Sender<()>),
}

impl Writer {
    /// Starts the task on `connection`. It holds `lock` until it has ended.
    pub(super) fn start(connection: SqliteConnection, lock: File) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE_LEN);
        tokio::spawn(drain(connection, lock, waiting));
        Self { queue }
    }

    pub(super) async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job = Box::new(Request { work, reply });
        self.queue
            .send(Message::Run(job))
            .await
            .map_err(|_| StoreError::Stopped)?;
        answer
            .await
            .unwrap_or_else(|_| Err(StoreError::Stopped.into()))
    }

    /// Carries out what is queued, then folds the WAL into the database file and empties it.
    pub(super) async fn fold(&self) -> Result<bool, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.queue
            .send(Message::Fold(reply))
            .await
            .map_err(|_| StoreError::Stopped)?;
        answer.await.unwrap_or(Err(StoreError::Stopped))
    }

    /// Carries out what is queued, then closes the connection (which also folds the WAL into the database file).
    pub(super) async fn close(&self) {
        let (done, closed) = oneshot::channel();
        if self.queue.send(Message::Close(done)).await.is_ok() {
            let _ = closed.await;
        }
    }
}

/// A queued request, its types erased.
trait Job: Send {
    fn run(self: Box<Self>, connection: &mut SqliteConnection) -> BoxFuture<'_, Box<dyn Done>>;
    fn refuse(self: Box<Self>, error: StoreError);
}

/// A request that has run and waits for the commit.
trait Done: Send {
    /// Whether what it wrote is to be kept.
    fn is_ok(&self) -> bool;
    fn answer(self: Box<Self>, commit: Result<(), StoreError>);
}

struct Request<F, T, E> {
    work: F,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Job for Request<F, T, E>
where
    F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    fn run(self: Box<Self>, connection: &mut SqliteConnection) -> BoxFuture<'_, Box<dyn Done>> {
        Box::pin(async move {
            // A request that panics is rolled back and answered; the requests beside it must not suffer for it.
            let outcome = AssertUnwindSafe((self.work)(connection))
                .catch_unwind()
                .await;
            let outcome = outcome.unwrap_or_else(|_| Err(StoreError::Panicked.into()));
            Box::new(Finished {
                outcome,
                reply: self.reply,
            }) as Box<dyn Done>
        })
    }

    fn refuse(self: Box<Self>, error: StoreError) {
        let _ = self.reply.send(Err(error.into()));
    }
}

struct Finished<T, E> {
    outcome: Result<T, E>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<T: Send, E: From<StoreError> + Send> Done for Finished<T, E> {
    fn is_ok(&self) -> bool {
        self.outcome.is_ok()
    }

    fn answer(self: Box<Self>, commit: Result<(), StoreError>) {
        let outcome = self
            .outcome
            .and_then(|value| commit.map(|()| value).map_err(E::from));
        // Nobody waits any more: the request was cancelled. What it wrote stands.
        let _ = self.reply.send(outcome);
    }
}

async fn drain(mut connection: SqliteConnection, lock: File, mut waiting: mpsc::Receiver<Message>) {
    while let Some(message) = waiting.recv().await {
        let mut batch = Vec::new();
        let mut after = sort_in(message, &mut batch);
        while after.is_none() && batch.len() < BATCH_MAX {
            let Ok(message) = waiting.try_recv() else {
                break;
            };
            after = sort_in(message, &mut batch);
        }
        run_batch(&mut connection, batch).await;
        match after {
            None => {}
            Some(After::Fold(reply)) => {
                let _ = reply.send(fold(&mut connection).await);
            }
            Some(After::Close(done)) => {
                if let Err(error) = connection.close().await {
                    tracing::error!(error = %error, "closing the database failed");
                }
                drop(lock);
                let _ = done.send(());
                return;
            }
        }
    }
}

/// What ends a batch and comes after it.
enum After {
    Fold(oneshot::Sender<Result<bool, StoreError>>),
    Close(oneshot::Sender<()>),
}

fn sort_in(message: Message, batch: &mut Vec<Box<dyn Job>>) -> Option<After> {
    match message {
        Message::Run(job) => {
            batch.push(job);
            None
        }
        Message::Fold(reply) => Some(After::Fold(reply)),
        Message::Close(done) => Some(After::Close(done)),
    }
}

/// Does not wait for readers: nobody else could write meanwhile.
async fn fold(connection: &mut SqliteConnection) -> Result<bool, StoreError> {
    execute(connection, "pragma busy_timeout = 0").await?;
    let folded = sqlx::query_scalar::<_, i64>("pragma wal_checkpoint(truncate)")
        .fetch_one(&mut *connection)
        .await;
    sqlx::query(sqlx::AssertSqlSafe(format!(
        "pragma busy_timeout = {}",
        BUSY_TIMEOUT.as_millis()
    )))
    .execute(connection)
    .await?;
    Ok(folded? == 0)
}

async fn run_batch(connection: &mut SqliteConnection, batch: Vec<Box<dyn Job>>) {
    if batch.is_empty() {
        return;
    }
    if let Err(error) = execute(connection, "begin immediate").await {
        batch.into_iter().for_each(|job| job.refuse(error.clone()));
        return;
    }
    let mut finished = Vec::with_capacity(batch.len());
    let mut jobs = batch.into_iter();
    let mut outcome = Ok(());
    for job in jobs.by_ref() {
        outcome = run_in_savepoint(connection, job, &mut finished).await;
        if outcome.is_err() {
            break;
        }
    }
    if outcome.is_ok() {
        outcome = execute(connection, "commit").await;
    }
    if outcome.is_err() {
        // SQLite may have ended the transaction by itself (a full disk does that); then this has nothing to do.
        let _ = execute(connection, "rollback").await;
    }
    finished
        .into_iter()
        .for_each(|done| done.answer(outcome.clone()));
    if let Err(error) = outcome {
        tracing::error!(error = ?error, "a commit failed; nothing of it was stored");
        jobs.for_each(|job| job.refuse(error.clone()));
    }
}

/// Fails only if the whole transaction is lost; a request that failed by itself is rolled back alone.
async fn run_in_savepoint(
    connection: &mut SqliteConnection,
    job: Box<dyn Job>,
    finished: &mut Vec<Box<dyn Done>>,
) -> Result<(), StoreError> {
    if let Err(error) = execute(connection, "savepoint request").await {
        job.refuse(error.clone());
        return Err(error);
    }
    let done = job.run(connection).await;
    let keep = done.is_ok();
    finished.push(done);
    if !keep && let Err(error) = execute(connection, "rollback to request").await {
        // SQLite has ended the whole transaction, which it does when it can write no more. That this rollback found no savepoint
        // is not what the requests that waited together are to be told.
        tracing::error!(error = ?error, "a request that found no room took those beside it with it");
        return Err(StoreError::Full);
    }
    execute(connection, "release request").await
}

async fn execute(
    connection: &mut SqliteConnection,
    statement: &'static str,
) -> Result<(), StoreError> {
    sqlx::query(statement).execute(connection).await?;
    Ok(())
}
