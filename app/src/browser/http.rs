//! Requests to the server.
//!
//! `navigator.onLine` is not believed anywhere: what is known about the network is what the last request met.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use js_sys::Uint8Array;
use leptos::prelude::window;
use thiserror::Error;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortController, Headers, RequestInit, Response};

use super::js;
use super::timer::Timeout;

/// A body this long or longer travels compressed.
const COMPRESS_FROM_BYTES: usize = 1024;

/// Why there is no answer. Both mean: later again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum HttpError {
    /// No network, no server, or a connection cut half-way.
    #[error("the server cannot be reached")]
    Unreachable,
    /// The server did not finish its answer in time.
    #[error("the server did not answer in time")]
    Timeout,
}

/// The method of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Changes something, with a JSON body.
    Post,
    /// Replaces something, with a JSON body.
    Put,
    /// Removes something.
    Delete,
}

impl Method {
    fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// An answer, whatever its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The media type without its parameters, in lower case; empty when the server names none.
    pub content_type: String,
    /// Seconds to wait before asking again, when the server asks for it.
    pub retry_after_s: Option<u32>,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// Whether the status is 2xx.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Reads `url`; `accept` is the media type wanted.
///
/// # Errors
/// [`HttpError`] when no whole answer came within `timeout`.
pub async fn get(url: &str, accept: &str, timeout: Duration) -> Result<Answer, HttpError> {
    send(Method::Get, url, None, accept, timeout).await
}

/// Sends a JSON body, compressed when that is worth it.
///
/// # Errors
/// [`HttpError`] when no whole answer came within `timeout`. The server may have acted all the same.
pub async fn send_json(
    method: Method,
    url: &str,
    json: &[u8],
    accept: &str,
    timeout: Duration,
) -> Result<Answer, HttpError> {
    send(method, url, Some(json), accept, timeout).await
}

async fn send(
    method: Method,
    url: &str,
    json: Option<&[u8]>,
    accept: &str,
    timeout: Duration,
) -> Result<Answer, HttpError> {
    let controller = AbortController::new().map_err(|_| HttpError::Unreachable)?;
    let timed_out = Rc::new(Cell::new(false));
    let _timer = Timeout::new(timeout, {
        let (controller, timed_out) = (controller.clone(), Rc::clone(&timed_out));
        move || {
            timed_out.set(true);
            controller.abort();
        }
    });
    let answer = exchange(method, url, json, accept, &controller).await;
    answer.map_err(|_| {
        if timed_out.get() {
            HttpError::Timeout
        } else {
            HttpError::Unreachable
        }
    })
}

async fn exchange(
    method: Method,
    url: &str,
    json: Option<&[u8]>,
    accept: &str,
    controller: &AbortController,
) -> Result<Answer, JsValue> {
    let headers = Headers::new()?;
    headers.set("accept", accept)?;
    let init = RequestInit::new();
    init.set_method(method.name());
    init.set_signal(Some(&controller.signal()));
    js::set(&init, "cache", &"no-store".into());
    if let Some(json) = json {
        headers.set("content-type", "application/json")?;
        let body = match compressed(json).await {
            Some(body) => {
                headers.set("content-encoding", "gzip")?;
                body
            }
            None => Uint8Array::from(json).into(),
        };
        init.set_body(&body);
    }
    init.set_headers(&headers);
    let response: Response = js::settled(window().fetch_with_str_and_init(url, &init).into())
        .await?
        .unchecked_into();
    let body = js::settled(response.array_buffer()?.into()).await?;
    Ok(Answer {
        status: response.status(),
        content_type: media_type(&header(&response, "content-type").unwrap_or_default()),
        retry_after_s: header(&response, "retry-after").and_then(|value| value.trim().parse().ok()),
        body: Uint8Array::new(&body).to_vec(),
    })
}

fn header(response: &Response, name: &str) -> Option<String> {
    response.headers().get(name).ok().flatten()
}

fn media_type(content_type: &str) -> String {
    content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// The gzipped body; none when it is short or the browser cannot compress.
async fn compressed(body: &[u8]) -> Option<JsValue> {
    if body.len() < COMPRESS_FROM_BYTES {
        return None;
    }
    let gzip = js::construct("CompressionStream", &["gzip".into()]).ok()?;
    let plain = js::construct("Response", &[Uint8Array::from(body).into()]).ok()?;
    let stream = js::call(&js::get(&plain, "body"), "pipeThrough", &[gzip]).ok()?;
    let packed = js::construct("Response", &[stream]).ok()?;
    js::call_async(&packed, "arrayBuffer", &[]).await.ok()
}

#[cfg(test)]
mod tests {
    use super::media_type;

    #[test]
    fn a_media_type_is_read_without_its_parameters() {
        assert_eq!(
            media_type("Application/Problem+JSON; charset=utf-8"),
            "application/problem+json"
        );
        assert_eq!(media_type(""), "");
    }
}
