//! Whether the server is well, and what time it is.

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;
use crate::error::{ApiError, Problem};
use crate::store;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/health", get(health))
        .route("/api/v1/time", get(time))
}

/// The server is up and its database answers.
#[derive(Serialize, ToSchema)]
pub(super) struct Health {
    /// Always `ok`; anything else is a problem document.
    status: &'static str,
    /// The program's version.
    version: &'static str,
}

/// Says whether the server can read its database.
#[utoipa::path(get, path = "/api/v1/health", responses(
    (status = 200, body = Health),
    (status = 500, body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn health(State(app): State<App>) -> Result<Json<Health>, ApiError> {
    let mut reader = app.store().reader().await?;
    store::user::any(&mut reader).await?;
    Ok(Json(Health {
        status: "ok",
        version: env!("CARGO_PKG_VERSION"),
    }))
}

/// The server's time.
#[derive(Serialize, ToSchema)]
pub(super) struct Time {
    /// Unix milliseconds.
    time_ms: i64,
}

/// Tells the time, so that a device can measure how far off its own clock is.
#[utoipa::path(get, path = "/api/v1/time", responses((status = 200, body = Time)))]
pub(super) async fn time(State(app): State<App>) -> Json<Time> {
    Json(Time {
        time_ms: app.now_ms(),
    })
}
