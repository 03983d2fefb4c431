//! What a request must pass before any handler sees it.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::header::{CONTENT_TYPE, ORIGIN};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::App;
use crate::error::ApiError;
use crate::http::feed;

/// How long an answer may take to begin. A stream that has begun may go on.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// Every method that may change something needs a JSON body, which no HTML form can send, and our own `Origin`.
pub(super) async fn foreign_pages(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let headers = request.headers();
    let origin = headers.get(ORIGIN).and_then(|origin| origin.to_str().ok());
    if !origin.is_some_and(|origin| app.settings().public_url.accepts(origin)) {
        return ApiError::ForeignOrigin.into_response();
    }
    if !is_json(headers) {
        return ApiError::NotJson.into_response();
    }
    next.run(request).await
}

fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

/// Takes so many requests of one address and no more. Files are free.
pub(super) async fn too_many(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path.starts_with("/api/") || path.starts_with(feed::ADDRESSES) {
        let caller = caller(&app, request.headers(), request.extensions());
        if let Err(refused) = app.limits().request(caller) {
            return refused.into_response();
        }
    }
    next.run(request).await
}

/// Gives up on a request that does not come to an answer. What it has queued for writing is carried out all the same.
pub(super) async fn too_slow(request: Request, next: Next) -> Response {
    tokio::time::timeout(ANSWER_WITHIN, next.run(request))
        .await
        .unwrap_or_else(|_| ApiError::TimedOut.into_response())
}

/// The address to count guesses by.
pub(super) struct Caller(pub(super) IpAddr);

impl FromRequestParts<App> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self(caller(app, &parts.headers, &parts.extensions)))
    }
}

/// Who is calling, for counting: the peer, or who a trusted proxy says it speaks for (its own entry is the last).
fn caller(app: &App, headers: &HeaderMap, extensions: &Extensions) -> IpAddr {
    let forwarded = || {
        let last = headers
            .get_all("x-forwarded-for")
            .iter()
            .next_back()?
            .to_str()
            .ok()?;
        last.rsplit(',').next()?.trim().parse().ok()
    };
    let peer = extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|peer| peer.0.ip());
    let named = if app.settings().trust_proxy {
        forwarded()
    } else {
        None
    };
    named.or(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}
