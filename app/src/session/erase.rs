//! Erasing a client: the server is asked at once; this device and the others learn of it by the news.

use leptos::prelude::WithUntracked;
use yardstick_domain::id::RecordId;
use yardstick_domain::wire::EraseRequest;

use super::Session;
use super::account::{AccountError, send};
use super::identity::Account;
use crate::browser::http::Method;
use crate::sync;

/// Erases a client everywhere. What asks first is the caller's: it is not undone.
///
/// # Errors
/// As the server refuses; without a network nothing happens.
pub async fn erase(session: Session, client: RecordId) -> Result<(), AccountError> {
    let core = session.core();
    let identity = core.account.with_untracked(Account::identity);
    let request = EraseRequest {
        workspace: identity.workspace,
        user: identity.user,
    };
    let url = format!("/api/v1/clients/{client}/erase");
    send(Method::Post, &url, &request).await?;
    core.deeds.forget(client);
    sync::now(&core);
    Ok(())
}
