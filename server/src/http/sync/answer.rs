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
use yardstick_domain::codec::{self, BUNDLES_MEDIA_TYPE as BUNDLES, MEDIA_TYPE as COLUMNS, Row};

use crate::error::ApiError;

/// An answer smaller than this fits one packet as it is.
const COMPRESS_ABOVE_BYTES: u64 = 1024;

/// What the caller takes beside JSON.
#[derive(Clone, Copy)]
pub(in crate::http) struct Encoding {
    columns: bool,
    bundles: bool,
}

impl<S: Sync> FromRequestParts<S> for Encoding {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let takes = |wanted: &str| {
            parts
                .headers
                .get_all(ACCEPT)
                .iter()
                .filter_map(|accept| accept.to_str().ok())
                .flat_map(|accept| accept.split(','))
                .filter_map(|kind| kind.split(';').next())
                .any(|kind| kind.trim() == wanted)
        };
        Ok(Self {
            columns: takes(COLUMNS),
            bundles: takes(BUNDLES),
        })
    }
}

impl Encoding {
    /// JSON and nothing else.
    pub(super) const JSON: Self = Self {
        columns: false,
        bundles: false,
    };

    /// Answers with `rest` and the rows that were taken out of it; `put_back` returns them to it for JSON.
    pub(super) fn respond<T: Serialize>(
        self,
        rest: T,
        rows: Vec<Row>,
        put_back: impl FnOnce(&mut T, Vec<Row>),
    ) -> Result<Response, ApiError> {
        let packing = self
            .columns
            .then_some((COLUMNS, codec::envelope as Packing));
        answer(packing, rest, rows, put_back)
    }

    /// As [`Encoding::respond`], the rows packed by client for who takes them so.
    pub(super) fn respond_by_client<T: Serialize>(
        self,
        rest: T,
        rows: Vec<Row>,
        put_back: impl FnOnce(&mut T, Vec<Row>),
    ) -> Result<Response, ApiError> {
        if !self.bundles {
            return self.respond(rest, rows, put_back);
        }
        let packing = (BUNDLES, codec::bundles_envelope as Packing);
        answer(Some(packing), rest, rows, put_back)
    }
}

/// Makes a body of JSON and rows.
type Packing = fn(&[u8], &[Row]) -> Vec<u8>;

fn answer<T: Serialize>(
    packing: Option<(&'static str, Packing)>,
    mut rest: T,
    rows: Vec<Row>,
    put_back: impl FnOnce(&mut T, Vec<Row>),
) -> Result<Response, ApiError> {
    let mut response = if let Some((media_type, pack)) = packing {
        let json = serde_json::to_vec(&rest).map_err(|error| {
            tracing::error!(error = %error, "an answer cannot be written as JSON");
            ApiError::Internal
        })?;
        let body = pack(&json, &rows);
        ([(CONTENT_TYPE, HeaderValue::from_static(media_type))], body).into_response()
    } else {
        put_back(&mut rest, rows);
        Json(rest).into_response()
    };
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Brotli or gzip, at the level that costs least.
pub(super) fn compression() -> CompressionLayer<SizeAbove> {
    CompressionLayer::new()
        .gzip(true)
        .br(true)
        .quality(CompressionLevel::Fastest)
        .compress_when(SizeAbove::new(COMPRESS_ABOVE_BYTES))
}
