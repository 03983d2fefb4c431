//! Changing one's password, which ends every other session of the person.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::put;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::App;
use crate::error::{ApiError, Problem};
use crate::http::body::Authorized;
use crate::http::{fields, guard};
use crate::store;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/api/v1/password", put(change))
}

/// The old password and the new one.
#[derive(Deserialize, ToSchema)]
pub(super) struct PasswordChange {
    old_password: String,
    /// At least 10 characters.
    new_password: String,
}

/// Changes the password. This session goes on; the person's other sessions end.
#[utoipa::path(put, path = "/api/v1/password", request_body = PasswordChange, responses(
    (status = 204, description = "Changed"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "`wrong-credentials` if the old password is wrong", body = Problem, content_type = "application/problem+json"),
    (status = 429, description = "`too-many-requests`", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn change(
    State(app): State<App>,
    guard::Caller(caller): guard::Caller,
    Authorized { current, body }: Authorized<PasswordChange>,
) -> Result<StatusCode, ApiError> {
    let new_password = fields::new_password("new_password", body.new_password)?;
    app.limits().guess(caller, Some(&current.session.email))?;
    let mut reader = app.store().reader().await?;
    let old_hash = store::user::password_hash(&mut reader, current.user()).await?;
    drop(reader);
    let right = app
        .passwords()
        .verify(body.old_password, old_hash.as_deref())
        .await?;
    let Some(old_hash) = old_hash.filter(|_| right) else {
        return Err(ApiError::WrongCredentials);
    };
    let new_hash = app.passwords().hash(new_password).await?;

    let (user, keep) = (current.user(), current.token);
    let ended = app
        .store()
        .write(move |tx| {
            Box::pin(async move {
                if !store::user::replace_password_hash(tx, user, &old_hash, &new_hash).await? {
                    // Somebody else changed it in the meantime; the old password is no longer the old password.
                    return Err(ApiError::WrongCredentials);
                }
                Ok(store::session::delete_others_of_user(tx, user, keep).await?)
            })
        })
        .await?;
    ended
        .into_iter()
        .for_each(|device| app.events().ended(device));
    Ok(StatusCode::NO_CONTENT)
}
