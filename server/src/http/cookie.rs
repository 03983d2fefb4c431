//! The session cookie.
//!
//! `__Host-` and `Secure` also on this machine's own plain-HTTP addresses: Chromium and Firefox hold those for secure,
//! and a browser that does not would keep no data there either.

use axum::http::HeaderMap;
use axum::http::header::{COOKIE, HeaderValue};

use crate::ids::SessionToken;

const NAME: &str = "__Host-yardstick";

/// 400 days, the longest that browsers keep a cookie. When a session ends is the server's business.
const MAX_AGE_S: u32 = 400 * 24 * 60 * 60;

/// The token the request carries, if any.
pub(super) fn read(headers: &HeaderMap) -> Option<SessionToken> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == NAME)
        .and_then(|(_, value)| SessionToken::parse(value))
}

/// Hands the token to the browser.
pub(super) fn set(token: &SessionToken) -> HeaderValue {
    header(&format!(
        "{NAME}={}; Path=/; Max-Age={MAX_AGE_S}; Secure; HttpOnly; SameSite=Strict",
        token.reveal()
    ))
}

/// Takes it back.
pub(super) fn clear() -> HeaderValue {
    header(&format!(
        "{NAME}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict"
    ))
}

fn header(text: &str) -> HeaderValue {
    let mut value = HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""));
    value.set_sensitive(true);
    value
}
