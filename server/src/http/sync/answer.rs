//! How rows travel back: JSON that any program reads, or columns for who asks for them; compressed either way.

use std::convert::Infallible;

use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tower_http::compression::predicate::SizeAbove;
use tower_http::compression::{CompressionLayer, CompressionLevel};
use yardstick_domain::codec::{self, MEDIA_TYPE as COLUMNS, Row};

use crate::error::ApiError;

/// An answer smaller than this fits one packet as it is.
const COMPRESS_ABOVE_BYTES: u64 = 1024;

/// What the caller takes.
pub(in crate::http) enum Encoding {
    Json,
    Columns,
}

impl<S: Sync> FromRequestParts<S> for Encoding {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let columns = parts
            .headers
            .get_all(ACCEPT)
            .iter()
            .filter_map(|accept| accept.to_str().ok())
            .flat_map(|accept| accept.split(','))
            .any(|kind| {
                kind.split(';')
                    .next()
                    .is_some_and(|kind| kind.trim() == COLUMNS)
            });
        Ok(if columns { Self::Columns } else { Self::Json })
    }
}

impl Encoding {
    /// Answers with `rest` and the rows that were taken out of it; `put_back` returns them to it for JSON.
    pub(super) fn respond<T: Serialize>(
        self,
        mut rest: T,
        rows: Vec<Row>,
        put_back: impl FnOnce(&mut T, Vec<Row>),
    ) -> Result<Response, ApiError> {
        let mut response = match self {
            Self::Json => {
                put_back(&mut rest, rows);
                Json(rest).into_response()
            }
            Self::Columns => {
                let json = serde_json::to_vec(&rest).map_err(|error| {
                    tracing::error!(error = %error, "an answer cannot be written as JSON");
                    ApiError::Internal
                })?;
                let body = codec::envelope(&json, &rows);
                ([(CONTENT_TYPE, HeaderValue::from_static(COLUMNS))], body).into_response()
            }
        };
        response
            .headers_mut()
            .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        Ok(response)
    }
}

/// Brotli or gzip, at the level that costs least.
pub(super) fn compression() -> CompressionLayer<SizeAbove> {
    CompressionLayer::new()
        .gzip(true)
        .br(true)
        .quality(CompressionLevel::Fastest)
        .compress_when(SizeAbove::new(COMPRESS_ABOVE_BYTES))
}
