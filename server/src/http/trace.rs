//! One log line a request: what kind, how it ended, how long it took. Never an address, an id or a word of a client.

use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;

use crate::App;
use crate::ids::draw_uuid;

/// Logs the request when its answer begins, and names it in `x-request-id` so that a person can quote it.
pub(super) async fn log(State(app): State<App>, request: Request, next: Next) -> Response {
    let began = app.clock().monotonic();
    let id = draw_uuid(app.now_ms())
        .map(|id| id.to_string())
        .unwrap_or_default();
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(|path| path.as_str().to_owned());

    let mut response = next.run(request).await;

    let status = response.status();
    let duration_ms = u64::try_from(app.clock().monotonic().saturating_sub(began).as_millis())
        .unwrap_or(u64::MAX);
    let status_code = status.as_u16();
    match route.as_deref() {
        Some(route) if status.is_server_error() => {
            tracing::error!(request.id = id, %method, route, status = status_code, duration_ms, "request failed");
        }
        Some(route) => {
            tracing::info!(request.id = id, %method, route, status = status_code, duration_ms, "request");
        }
        // A page takes thirty files; their paths may be addresses of the app, which name records.
        None => {
            tracing::debug!(request.id = id, %method, status = status_code, duration_ms, "file");
        }
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", id);
    }
    response
}
