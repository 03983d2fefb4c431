//! Sync: `POST /sync` pushes and pulls in one round, `POST /offer` gives a restored server back what it lost. Everything about one
//! change is a verdict inside a 200; a refusal is about the whole request and changes nothing.
//!
//! A push is durable before its answer begins; the pull is read afterwards, in one transaction of its own.

mod answer;
mod changes;
pub(super) mod pages;

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use yardstick_domain::accept::Judged;
use yardstick_domain::change::limits;
use yardstick_domain::id::{UserId, WorkspaceId};
use yardstick_domain::wire::{OfferAnswer, OfferRequest, SyncRequest};

use crate::App;
use crate::error::{ApiError, Problem};
use crate::http::body::Authorized;
use crate::http::current::Current;
use crate::http::openapi::bodies::{OfferBody, SyncBody};
use crate::store::StoreError;
use crate::store::sync::SyncStore;
use crate::store::workspace::Role;
use crate::sync::{self, Caller, Now, PROTOCOLS, SyncError};

use answer::Encoding;
use changes::Push;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/sync", post(sync))
        .route("/api/v1/offer", post(offer))
        .route("/api/v1/snapshot", get(pages::snapshot))
        .route("/api/v1/bucket", get(pages::bucket))
        .route("/api/v1/history", get(pages::history))
        .layer(answer::compression())
}

/// A request that begins with the protocol its sender speaks. Of another protocol nothing but the number is read.
pub(super) enum Versioned<T> {
    Known(T),
    Unknown,
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Versioned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Spoken {
            protocol: u32,
        }
        let body = <&RawValue>::deserialize(deserializer)?;
        let spoken: Spoken = serde_json::from_str(body.get()).map_err(D::Error::custom)?;
        if !PROTOCOLS.contains(&spoken.protocol) {
            return Ok(Self::Unknown);
        }
        serde_json::from_str(body.get())
            .map(Self::Known)
            .map_err(D::Error::custom)
    }
}

impl<T> Versioned<T> {
    fn known(self) -> Result<T, ApiError> {
        match self {
            Self::Known(request) => Ok(request),
            Self::Unknown => Err(ApiError::UpdateRequired),
        }
    }
}

/// A device may have been signed in by somebody else since it made the request.
pub(super) fn same_session(
    current: &Current,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<(), ApiError> {
    if current.workspace() == workspace && current.user() == user {
        Ok(())
    } else {
        Err(ApiError::OtherSession)
    }
}

pub(super) fn caller(current: &Current) -> Caller {
    Caller {
        workspace: current.workspace(),
        device: current.device(),
        may_erase: current.session.role == Role::Owner,
    }
}

pub(super) fn now(app: &App) -> Now {
    Now {
        system_ms: app.now_ms(),
        epoch: app.epoch(),
    }
}

impl From<SyncError<StoreError>> for ApiError {
    fn from(error: SyncError<StoreError>) -> Self {
        match error {
            SyncError::Store(error) => error.into(),
            SyncError::OtherHistory { line } => Self::OtherHistory { line },
            SyncError::TooMany => Self::TooMany,
            SyncError::BadOffer => Self::BadOffer,
        }
    }
}

/// Pushes changes and pulls what is new since the cursor, in one round. Repeating it changes nothing.
///
/// At most 1,000 changes; a change of more than 500 in its action is refused, and so is one that cannot be read, with its action; only
/// where its `id` or `action` cannot be read either, the whole request is. With `Accept: application/vnd.yardstick.columns` the
/// answer is a varint, so many bytes of JSON (the answer with `news` empty), then the news in the columnar encoding.
#[utoipa::path(post, path = "/api/v1/sync",
    request_body(content_type = "application/json", content = SyncBody, example = json!({
        "protocol": 1,
        "workspace": "01935a3c-7a10-7c3e-8d11-0c5a2f1b9e01",
        "user": "01935a3c-7a10-7c3e-8d11-0c5a2f1b9e02",
        "cursor": { "epoch": "00a1b2c3d4e5f607", "seq": 41 },
        "changes": [{
            "id": "9f3c5a7e1b2d4f60-12",
            "client": "01935a3c-7a10-7c3e-8d11-0c5a2f1b9e03",
            "record": "01935a3c-7a10-7c3e-8d11-0c5a2f1b9e03",
            "kind": "client",
            "field": "name",
            "value": "Tea house",
            "replaces": ["9f3c5a7e1b2d4f60-11"],
            "time": 1_772_528_400_000_u64,
        }],
        "waiting": 0,
    })),
    responses(
    (status = 200, description = "A verdict per change (`accepted`, `replaced`, `refused`, `id-reused`, `erased`), news, the next \
        cursor, and a digest when nothing is left", content(
            (Object = "application/json"), (Vec<u8> = "application/vnd.yardstick.columns"))),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`other-session`; `other-history` with `line`, this server's history", body = Problem,
        content_type = "application/problem+json"),
    (status = 413, description = "`too-large`, `too-many`", body = Problem, content_type = "application/problem+json"),
    (status = 426, description = "`update-required`", body = Problem, content_type = "application/problem+json"),
    (status = 507, body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn sync(
    State(app): State<App>,
    encoding: Encoding,
    Authorized { current, body }: Authorized<Versioned<Push>>,
) -> Result<Response, ApiError> {
    let Push { request, unread } = body.known()?;
    same_session(&current, request.workspace, request.user)?;
    if request.changes.len() + unread.len() > limits::REQUEST_CHANGES {
        return Err(ApiError::TooMany);
    }
    let request = Arc::new(request);
    let caller = caller(&current);
    let now = now(&app);
    let verdicts = if request.changes.is_empty() {
        Vec::new()
    } else {
        push(&app, caller, Arc::clone(&request), now).await?
    };
    let verdicts = changes::with_unread(verdicts, unread);
    current.note_waiting(&app, request.waiting);
    let mut tx = app.store().reading().await?;
    let mut answer = sync::pull(
        &mut SyncStore::new(&mut tx),
        caller,
        &request,
        verdicts,
        now,
    )
    .await?;
    drop(tx);
    let news = std::mem::take(&mut answer.news);
    encoding.respond(answer, news, |answer, news| answer.news = news)
}

/// Stores what is pushed, and tells open streams when it is durable.
pub(crate) async fn push(
    app: &App,
    caller: Caller,
    request: Arc<SyncRequest>,
    now: Now,
) -> Result<Vec<Judged>, SyncError<StoreError>> {
    let verdicts = app
        .store()
        .write(move |tx| {
            Box::pin(async move {
                let mut store = SyncStore::pushing(tx, caller.device);
                sync::push(&mut store, caller, &request, now).await
            })
        })
        .await?;
    let newest = verdicts
        .iter()
        .filter_map(|judged| judged.place)
        .max_by_key(|place| place.seq);
    if let Some(place) = newest {
        app.events().advanced(caller.workspace, place.seq);
    }
    Ok(verdicts)
}

/// Takes registers that a device holds from a history which this server, its backup restored, has lost.
#[utoipa::path(post, path = "/api/v1/offer",
    request_body(content_type = "application/json", content = OfferBody, example = json!({
        "protocol": 1,
        "workspace": "01935a3c-7a10-7c3e-8d11-0c5a2f1b9e01",
        "user": "01935a3c-7a10-7c3e-8d11-0c5a2f1b9e02",
        "epoch": "00a1b2c3d4e5f607",
        "line": [{ "epoch": "0011223344556677", "last": 40 }],
        "rows": [{
            "client": "01935a3c-7a10-7c3e-8d11-0c5a2f1b9e03",
            "record": "01935a3c-7a10-7c3e-8d11-0c5a2f1b9e03",
            "kind": "client",
            "field": "name",
            "seq": 40,
            "heads": [{
                "id": "9f3c5a7e1b2d4f60-12",
                "time": 1_772_528_400_000_u64,
                "device": "01935a3c-7a10-7c3e-8d11-0c5a2f1b9e04",
                "value": "Tea house",
            }],
        }],
    })),
    responses(
    (status = 200, description = "Taken, as far as it reaches further than what is there; `at` is the head with it",
        content_type = "application/json", body = Object),
    (status = 400, description = "`bad-offer`", body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`other-session`; `other-history`: the server has started again since", body = Problem,
        content_type = "application/problem+json"),
    (status = 413, body = Problem, content_type = "application/problem+json"),
    (status = 426, body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn offer(
    State(app): State<App>,
    Authorized { current, body }: Authorized<Versioned<OfferRequest>>,
) -> Result<Json<OfferAnswer>, ApiError> {
    let request = body.known()?;
    same_session(&current, request.workspace, request.user)?;
    let caller = caller(&current);
    let now = now(&app);
    let answer = app
        .store()
        .write(move |tx| {
            Box::pin(async move {
                let mut store = SyncStore::new(tx);
                sync::offer(&mut store, caller, &request, now).await
            })
        })
        .await?;
    app.events().advanced(caller.workspace, answer.at.seq);
    Ok(Json(answer))
}
