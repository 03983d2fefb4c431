//! The routes, in reading order, and what every request passes on its way to one.
//!
//! From the outside in: the log line, the security headers, a net for panics, the time limit, the rate limit, the guard
//! against foreign pages. Who asks is known only in the handler, by the types it takes (see [`current`] and [`body`]).

pub(crate) mod body;
mod cookie;
pub(crate) mod current;
mod devices;
mod erase;
mod events;
pub(crate) mod feed;
mod fields;
mod first_run;
mod guard;
mod health;
mod openapi;
mod password;
mod session;
mod sync;
mod trace;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::IntoResponse;
use tower_http::catch_panic::CatchPanicLayer;

use crate::App;
use crate::assets;
use crate::error::ApiError;

pub(crate) use first_run::{FirstAccount, found};
pub use openapi::openapi_json;
pub(crate) use sync::push;

/// Everything the server answers.
pub fn router(app: App) -> Router {
    Router::new()
        .merge(health::routes())
        .merge(first_run::routes())
        .merge(session::routes())
        .merge(devices::routes())
        .merge(password::routes())
        .merge(events::routes())
        .merge(sync::routes())
        .merge(erase::routes())
        .merge(feed::routes())
        .merge(openapi::routes())
        .method_not_allowed_fallback(|| async { ApiError::MethodNotAllowed })
        .fallback(assets::respond)
        .layer(from_fn_with_state(app.clone(), guard::foreign_pages))
        .layer(from_fn_with_state(app.clone(), guard::too_many))
        .layer(from_fn(guard::too_slow))
        .layer(CatchPanicLayer::custom(|_| {
            ApiError::Internal.into_response()
        }))
        .layer(from_fn_with_state(app.clone(), assets::security_headers))
        .layer(from_fn_with_state(app.clone(), trace::log))
        .with_state(app)
}
