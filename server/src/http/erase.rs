//! Erasing a client, as the law asks for it: the owner asks, it is not undone. See [`yardstick_domain::erasure`].

use std::time::Duration;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::routing::post;
use axum::{Json, Router};
use uuid::Uuid;
use yardstick_domain::id::RecordId;
use yardstick_domain::wire::{EraseAnswer, EraseRequest};

use crate::App;
use crate::error::{ApiError, Problem};
use crate::http::body::Authorized;
use crate::http::openapi::bodies::EraseBody;
use crate::http::sync::{caller, now, same_session};
use crate::store::Store;
use crate::store::sync::SyncStore;
use crate::sync;

/// How long the file is tried to be rid of old pages while somebody reads them.
const FOLD_TRIES: u32 = 20;
const FOLD_AGAIN_AFTER: Duration = Duration::from_millis(500);

pub(super) fn routes() -> Router<App> {
    Router::new().route("/api/v1/clients/{id}/erase", post(erase))
}

/// Erases a client: everything of it goes from registers and log, on this server at once and on each device with its next round. Its
/// id stays, with when and on which device it was erased, and nothing is taken for it again. Only the owner may. Not undone; once more
/// changes nothing. A client that this server does not know is erased as well: a device may hold it that has not sent it.
#[utoipa::path(post, path = "/api/v1/clients/{id}/erase", params(("id" = Uuid, Path, description = "The client")),
    request_body(content_type = "application/json", content = EraseBody, example = json!({
        "workspace": "01935a3c-7a10-7c3e-8d11-0c5a2f1b9e01",
        "user": "01935a3c-7a10-7c3e-8d11-0c5a2f1b9e02",
    })),
    responses(
    (status = 200, description = "Erased, or was already; `at` is the head with it", content_type = "application/json", body = Object),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "`not-allowed`: not the owner", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No id of a client", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`other-session`", body = Problem, content_type = "application/problem+json"),
    (status = 507, body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn erase(
    State(app): State<App>,
    client: Result<Path<Uuid>, PathRejection>,
    Authorized { current, body }: Authorized<EraseRequest>,
) -> Result<Json<EraseAnswer>, ApiError> {
    let Path(client) = client.map_err(|_| ApiError::NotFound)?;
    let client = RecordId(client);
    if client == RecordId::NIL {
        return Err(ApiError::NotFound);
    }
    same_session(&current, body.workspace, body.user)?;
    let caller = caller(&current);
    if !caller.may_erase {
        return Err(ApiError::NotAllowed);
    }
    let now = now(&app);
    let answer = app
        .store()
        .write(move |tx| {
            Box::pin(async move {
                let mut store = SyncStore::new(tx);
                sync::erase(&mut store, caller, client, now).await
            })
        })
        .await?;
    tracing::info!(workspace = %caller.workspace, %client, "a client was erased");
    app.events().advanced(caller.workspace, answer.at.seq);
    tokio::spawn(fold(app.store().clone()));
    Ok(Json(answer))
}

/// The pages that held the values are in the write-ahead log until it is folded into the file, where they have been overwritten.
async fn fold(store: Store) {
    for _ in 0..FOLD_TRIES {
        match store.fold().await {
            Ok(true) => return,
            Ok(false) => tokio::time::sleep(FOLD_AGAIN_AFTER).await,
            Err(error) => {
                tracing::warn!(error = %error, "the write-ahead log could not be folded after an erasure");
                return;
            }
        }
    }
    tracing::warn!("somebody keeps the write-ahead log open; it is folded when the server stops");
}
