//! Books that nobody typed: an account and changes pushed through the sync service as a device would, for the demo and for measurements.

use std::sync::Arc;

use yardstick_domain::accept::Verdict;
use yardstick_domain::change::{Change, limits};
use yardstick_domain::id::UserId;
use yardstick_domain::wire::SyncRequest;

use crate::App;
use crate::error::ApiError;
use crate::http::{FirstAccount, found, push};
use crate::ids::SessionToken;
use crate::store::StoreError;
use crate::sync::{Caller, Now, SyncError};

/// The address one signs in with to a seeded book.
pub(crate) const EMAIL: &str = "demo@example.com";

/// Why a book was not made.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// Somebody has an account already; their workspace is left alone.
    #[error("the database is in use already; name a new file with --database sqlite://…")]
    InUse,
    /// The account was not made.
    #[error("the account was not made: {0}")]
    Account(#[from] ApiError),
    /// A push failed.
    #[error("the database did not take the book: {0}")]
    Push(#[from] SyncError<StoreError>),
    /// A change was refused: the book does not fit this version.
    #[error("{count} of the book's changes were refused, the first because of {reason}")]
    Refused {
        /// How many.
        count: usize,
        /// Why the first was.
        reason: String,
    },
    /// The demo's file cannot be read.
    #[error("the demo book cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
}

/// An account to push as.
pub(crate) struct Seeder {
    app: App,
    user: UserId,
    caller: Caller,
}

impl Seeder {
    /// Makes the first account; what is printed is enough to sign in with.
    pub(crate) async fn begin(
        app: &App,
        name: &str,
        workspace: &str,
    ) -> Result<(Self, String), SeedError> {
        // As random as a password has to be, and of no further use as a code.
        let password = app.first_run_code().ok_or(SeedError::InUse)?.to_owned();
        let account = FirstAccount {
            code: password.clone(),
            email: EMAIL.to_owned(),
            password: password.clone(),
            name: name.to_owned(),
            workspace_name: workspace.to_owned(),
            device_label: "yardstick".to_owned(),
        };
        let token = SessionToken::draw().map_err(ApiError::from)?;
        let (user, caller) = found(app, account, &token).await?;
        let seeder = Self {
            app: app.clone(),
            user,
            caller,
        };
        Ok((seeder, password))
    }

    /// Pushes changes, as many a request as one may carry, and answers how many there were.
    pub(crate) async fn push(
        &self,
        changes: impl Iterator<Item = Change>,
    ) -> Result<usize, SeedError> {
        let mut changes = changes.peekable();
        let mut pushed = 0;
        while changes.peek().is_some() {
            let some: Vec<Change> = changes.by_ref().take(limits::REQUEST_CHANGES).collect();
            pushed += some.len();
            self.push_some(some).await?;
        }
        Ok(pushed)
    }

    async fn push_some(&self, changes: Vec<Change>) -> Result<(), SeedError> {
        let request = SyncRequest {
            protocol: yardstick_domain::PROTOCOL,
            workspace: self.caller.workspace,
            user: self.user,
            cursor: None,
            reach: None,
            changes,
            waiting: 0,
            buckets: false,
        };
        let now = Now {
            system_ms: self.app.now_ms(),
            epoch: self.app.epoch(),
        };
        let verdicts = push(&self.app, self.caller, Arc::new(request), now).await?;
        let mut refused = verdicts
            .iter()
            .filter(|judged| judged.verdict != Verdict::Accepted);
        match refused.next() {
            None => Ok(()),
            Some(first) => Err(SeedError::Refused {
                reason: format!("{:?}", first.verdict),
                count: 1 + refused.count(),
            }),
        }
    }
}
