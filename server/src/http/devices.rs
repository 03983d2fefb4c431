//! The devices of a workspace: seen by every member, shut out by their person or by the owner.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use yardstick_domain::id::{DeviceId, UserId};

use crate::App;
use crate::error::{ApiError, Problem};
use crate::http::current::{Current, EXPIRES_AFTER_MS};
use crate::store;
use crate::store::device::Device;
use crate::store::session::Session;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/devices", get(list))
        .route("/api/v1/devices/{id}", delete(revoke))
        .route("/api/v1/devices/{id}/wipe", post(wipe))
}

/// A device as members see it.
#[derive(Serialize, ToSchema)]
pub(super) struct DeviceView {
    #[schema(value_type = Uuid)]
    id: DeviceId,
    #[schema(value_type = Uuid)]
    user: UserId,
    user_name: String,
    label: String,
    /// Unix milliseconds.
    created_ms: i64,
    /// Unix milliseconds, to the minute.
    last_seen_ms: i64,
    /// When it was shut out, in unix milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked_ms: Option<i64>,
    /// When it was ordered to wipe itself, in unix milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    wipe_ordered_ms: Option<i64>,
    /// Whether somebody is signed in on it.
    signed_in: bool,
    /// How many changes it still had to send when it synced last; for its person and the owner. None where it never has.
    #[serde(skip_serializing_if = "Option::is_none")]
    waiting: Option<u32>,
    /// Whether it is the one that asks.
    this_device: bool,
}

impl DeviceView {
    pub(super) fn new(device: Device, asking: &Session) -> Self {
        let Device {
            id,
            user,
            user_name,
            label,
            created_ms,
            last_seen_ms,
            revoked_ms,
            wipe_ordered_ms,
            signed_in,
            waiting,
        } = device;
        let this_device = id == asking.device;
        let waiting = waiting.filter(|_| asking.answers_for(user));
        Self {
            id,
            user,
            user_name,
            label,
            created_ms,
            last_seen_ms,
            revoked_ms,
            wipe_ordered_ms,
            signed_in,
            waiting,
            this_device,
        }
    }
}

/// Lists the devices of the workspace, oldest first, those shut out included: changes name them.
#[utoipa::path(get, path = "/api/v1/devices", responses(
    (status = 200, body = Vec<DeviceView>),
    (status = 401, body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn list(
    State(app): State<App>,
    current: Current,
) -> Result<Json<Vec<DeviceView>>, ApiError> {
    let mut reader = app.store().reader().await?;
    let alive_since_ms = app.now_ms().saturating_sub(EXPIRES_AFTER_MS);
    let devices = store::device::list(&mut reader, current.workspace(), alive_since_ms).await?;
    Ok(Json(
        devices
            .into_iter()
            .map(|device| DeviceView::new(device, &current.session))
            .collect(),
    ))
}

/// Shuts a device out. It keeps what it holds and is asked to sign in.
#[utoipa::path(delete, path = "/api/v1/devices/{id}", params(("id" = Uuid, Path, description = "The device")), responses(
    (status = 204, description = "Shut out, or was already"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "`not-allowed`", body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn revoke(
    State(app): State<App>,
    current: Current,
    device: Result<Path<Uuid>, axum::extract::rejection::PathRejection>,
) -> Result<StatusCode, ApiError> {
    let device = allowed(&app, &current, device).await?;
    let now_ms = app.now_ms();
    app.store()
        .write(move |tx| {
            Box::pin(
                async move { Ok::<_, ApiError>(store::device::revoke(tx, device, now_ms).await?) },
            )
        })
        .await?;
    app.events().ended(device);
    Ok(StatusCode::NO_CONTENT)
}

/// Shuts a device out and has it remove what it holds when it next calls.
#[utoipa::path(post, path = "/api/v1/devices/{id}/wipe", params(("id" = Uuid, Path, description = "The device")), responses(
    (status = 204, description = "Ordered, or was already"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "`not-allowed`", body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn wipe(
    State(app): State<App>,
    current: Current,
    device: Result<Path<Uuid>, axum::extract::rejection::PathRejection>,
) -> Result<StatusCode, ApiError> {
    let device = allowed(&app, &current, device).await?;
    let now_ms = app.now_ms();
    app.store()
        .write(move |tx| {
            Box::pin(async move {
                Ok::<_, ApiError>(store::device::order_wipe(tx, device, now_ms).await?)
            })
        })
        .await?;
    app.events().ended(device);
    Ok(StatusCode::NO_CONTENT)
}

async fn allowed(
    app: &App,
    current: &Current,
    device: Result<Path<Uuid>, axum::extract::rejection::PathRejection>,
) -> Result<DeviceId, ApiError> {
    let Path(device) = device.map_err(|_| ApiError::NotFound)?;
    let device = DeviceId(device);
    let mut reader = app.store().reader().await?;
    let person = store::device::owner(&mut reader, current.workspace(), device)
        .await?
        .ok_or(ApiError::NotFound)?;
    if current.session.answers_for(person) {
        Ok(device)
    } else {
        Err(ApiError::NotAllowed)
    }
}
