//! The description of this interface for programs: `/openapi.json`.

use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use utoipa::OpenApi;

use crate::App;
use crate::error::Problem;
use crate::http::{devices, erase, events, first_run, health, password, session, sync};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/openapi.json", get(document))
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Yardstick",
        description = "Unsafe methods need `Content-Type: application/json` and an `Origin` equal to the public URL. \
            Sessions travel in the cookie `__Host-yardstick`. Refusals are problem documents (RFC 9457) and change nothing.",
    ),
    paths(
        health::health,
        health::time,
        first_run::state,
        first_run::create,
        session::who_am_i,
        session::sign_in,
        session::sign_out,
        devices::list,
        devices::revoke,
        devices::wipe,
        password::change,
        events::events,
        sync::sync,
        sync::offer,
        sync::pages::snapshot,
        sync::pages::bucket,
        sync::pages::history,
        erase::erase,
    ),
    components(schemas(Problem))
)]
struct Document;

async fn document() -> Response {
    let json = HeaderValue::from_static("application/json");
    ([(CONTENT_TYPE, json)], Json(Document::openapi())).into_response()
}

/// The document as text, for the repository and for tests.
///
/// # Errors
/// If it cannot be written as JSON.
pub fn openapi_json() -> Result<String, serde_json::Error> {
    Document::openapi().to_pretty_json()
}
