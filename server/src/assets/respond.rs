//! Answers for everything outside `/api`: files as they are, any other address the app itself.

use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    ETAG, IF_NONE_MATCH, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::{Asset, Assets, csp};
use crate::App;
use crate::error::ApiError;
use crate::http::feed;

/// Names with a hash in them never change their content.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Kept, but asked for again each time.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// A file, the app for a navigation, or 404.
pub(crate) async fn respond(State(app): State<App>, request: Request) -> Response {
    let path = request.uri().path();
    // An address of a calendar with something amiss is no address of the app.
    if path == "/api" || path.starts_with("/api/") || path.starts_with(feed::ADDRESSES) {
        return ApiError::UnknownRoute.into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return ([(ALLOW, "GET, HEAD")], ApiError::MethodNotAllowed).into_response();
    }
    let path = path.trim_start_matches('/');
    let assets = app.assets();
    if let Some(asset) = assets.files.get(path) {
        return send(assets, path, asset, request.headers());
    }
    if looks_like_a_file(path) {
        return (
            StatusCode::NOT_FOUND,
            [(CACHE_CONTROL, ASK_AGAIN)],
            "not found\n",
        )
            .into_response();
    }
    match assets.files.get("index.html") {
        Some(index) => send(assets, "index.html", index, request.headers()),
        None => (
            StatusCode::NOT_FOUND,
            [(CACHE_CONTROL, ASK_AGAIN)],
            "This yardstick was built without the web app. Run `make run`, or name its folder with --assets.\n",
        )
            .into_response(),
    }
}

/// A missing file must never be answered with the app: a script would be taken for a page, or kept as one.
fn looks_like_a_file(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    path.starts_with("assets/") || last.contains('.')
}

fn send(assets: &Assets, path: &str, asset: &Asset, asked: &HeaderMap) -> Response {
    let (encoding, body) = negotiate(assets, path, asset, asked);
    let mut headers = HeaderMap::new();
    headers.insert(
        CACHE_CONTROL,
        if path.starts_with("assets/") {
            FOR_EVER
        } else {
            ASK_AGAIN
        },
    );
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(ETAG, body.etag.clone());
    if let Some(policy) = &asset.policy {
        headers.insert(CONTENT_SECURITY_POLICY, policy.clone());
    }
    if asked
        .get(IF_NONE_MATCH)
        .is_some_and(|known| names_etag(known, &body.etag))
    {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(CONTENT_TYPE, asset.mime.clone());
    if let Some(encoding) = encoding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    (headers, body.bytes.clone()).into_response()
}

/// The smallest sibling the browser takes.
fn negotiate<'a>(
    assets: &'a Assets,
    path: &str,
    asset: &'a Asset,
    asked: &HeaderMap,
) -> (Option<&'static str>, &'a Asset) {
    let accepted = asked
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .filter(|(encoding, _)| accepts(accepted, encoding))
        .find_map(|(encoding, extension)| {
            let sibling = assets.files.get(&format!("{path}.{extension}"))?;
            Some((Some(encoding), sibling))
        })
        .unwrap_or((None, asset))
}

fn accepts(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|offer| {
        let mut parts = offer.split(';').map(str::trim);
        let named = parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        named && !parts.any(|weight| matches!(weight, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

/// Whether what the caller has is what is there.
pub(crate) fn names_etag(known: &HeaderValue, etag: &HeaderValue) -> bool {
    let (Ok(known), Ok(etag)) = (known.to_str(), etag.to_str()) else {
        return false;
    };
    known
        .split(',')
        .any(|it| it.trim().trim_start_matches("W/") == etag)
}

/// Headers every answer carries. A page brings its own content security policy.
pub(crate) async fn security_headers(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers
        .entry(CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(csp::BARE));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(
        "cross-origin-opener-policy",
        HeaderValue::from_static("same-origin"),
    );
    headers.insert(
        "cross-origin-resource-policy",
        HeaderValue::from_static("same-origin"),
    );
    headers.insert(
        "permissions-policy",
        HeaderValue::from_static("camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    );
    if app.settings().public_url.is_https() {
        headers.insert(
            STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        );
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_taken_only_when_offered() {
        assert!(accepts("gzip, deflate, br", "br"));
        assert!(accepts("br;q=1.0, gzip;q=0.8", "gzip"));
        assert!(!accepts("gzip, br;q=0", "br"));
        assert!(!accepts("", "gzip"));
        assert!(!accepts("brotli", "br"));
    }
}
