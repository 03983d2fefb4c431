//! Reading a request's body: limits enforced while it streams in, decompressed only once the session is known.

use std::io::{self, Write};
use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use flate2::write::GzDecoder;
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::App;
use crate::error::ApiError;
use crate::http::current::Current;

/// Largest body as it comes over the wire.
pub(crate) const WIRE_MAX: usize = 1024 * 1024;
/// Largest body after decompression.
pub(crate) const INFLATED_MAX: usize = 8 * 1024 * 1024;
/// Largest body of somebody who is not signed in.
const ANONYMOUS_MAX: usize = 16 * 1024;
/// The next part of a body must come within this time.
const NEXT_PART_WITHIN: Duration = Duration::from_secs(10);

/// JSON of somebody not yet known: small and not compressed.
pub(crate) struct Anonymous<T>(pub(crate) T);

/// JSON of a session. The body is not looked at before the session is found alive.
pub(crate) struct Authorized<T> {
    pub(crate) current: Current,
    pub(crate) body: T,
}

impl<T: DeserializeOwned> FromRequest<App> for Anonymous<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &App) -> Result<Self, ApiError> {
        if request.headers().contains_key(CONTENT_ENCODING) {
            return Err(ApiError::UnknownEncoding);
        }
        refuse_announced(request.headers(), ANONYMOUS_MAX)?;
        let mut bytes = Bounded::new(ANONYMOUS_MAX);
        receive(request.into_body(), ANONYMOUS_MAX, |part| bytes.take(part)).await?;
        parse(&bytes.bytes).map(Self)
    }
}

impl<T: DeserializeOwned> FromRequest<App> for Authorized<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        let (mut parts, body) = request.into_parts();
        let current = Current::from_request_parts(&mut parts, app).await?;
        let bytes = read(&parts.headers, body).await?;
        Ok(Self {
            current,
            body: parse(&bytes)?,
        })
    }
}

async fn read(headers: &HeaderMap, body: Body) -> Result<Vec<u8>, ApiError> {
    refuse_announced(headers, WIRE_MAX)?;
    match headers
        .get(CONTENT_ENCODING)
        .map(axum::http::HeaderValue::as_bytes)
    {
        None | Some(b"identity") => {
            let mut bytes = Bounded::new(WIRE_MAX);
            receive(body, WIRE_MAX, |part| bytes.take(part)).await?;
            Ok(bytes.bytes)
        }
        Some(b"gzip") => {
            let mut inflating = GzDecoder::new(Bounded::new(INFLATED_MAX));
            receive(body, WIRE_MAX, |part| {
                inflating
                    .write_all(part)
                    .map_err(|error| not_inflated(&error))
            })
            .await?;
            let inflated = inflating.finish().map_err(|error| not_inflated(&error))?;
            Ok(inflated.bytes)
        }
        Some(_) => Err(ApiError::UnknownEncoding),
    }
}

/// A body that says it is too large need not be sent.
fn refuse_announced(headers: &HeaderMap, limit_bytes: usize) -> Result<(), ApiError> {
    let announced = headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit_bytes) {
        return Err(ApiError::TooLarge { limit_bytes });
    }
    Ok(())
}

async fn receive(
    mut body: Body,
    limit_bytes: usize,
    mut take: impl FnMut(&[u8]) -> Result<(), ApiError>,
) -> Result<(), ApiError> {
    let mut received = 0;
    loop {
        let part = tokio::time::timeout(NEXT_PART_WITHIN, body.frame())
            .await
            .map_err(|_| ApiError::TimedOut)?;
        let Some(part) = part else { return Ok(()) };
        let part = part.map_err(|_| ApiError::Damaged("it ended too early".to_owned()))?;
        let Some(data) = part.data_ref() else {
            continue;
        };
        received += data.len();
        if received > limit_bytes {
            return Err(ApiError::TooLarge { limit_bytes });
        }
        take(data)?;
    }
}

/// Collects bytes up to a limit and then refuses, so that a bomb stops at the limit and not after it.
struct Bounded {
    bytes: Vec<u8>,
    limit: usize,
}

impl Bounded {
    fn new(limit: usize) -> Self {
        Self {
            bytes: Vec::new(),
            limit,
        }
    }

    fn take(&mut self, part: &[u8]) -> Result<(), ApiError> {
        self.write_all(part).map_err(|_| ApiError::TooLarge {
            limit_bytes: self.limit,
        })
    }
}

impl Write for Bounded {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + part.len() > self.limit {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(part);
        Ok(part.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn not_inflated(error: &io::Error) -> ApiError {
    if error.kind() == io::ErrorKind::FileTooLarge {
        ApiError::TooLarge {
            limit_bytes: INFLATED_MAX,
        }
    } else {
        ApiError::Damaged("it is not whole gzip".to_owned())
    }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    serde_json::from_slice(bytes).map_err(|error| {
        // No device writes what is no JSON: somebody on the way has cut it off, or kept from us how it is packed.
        match serde_json::from_slice::<&RawValue>(bytes) {
            Ok(_) => ApiError::Unreadable(error.to_string()),
            Err(no_json) => ApiError::Damaged(no_json.to_string()),
        }
    })
}
