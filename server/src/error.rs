//! What a request can be refused with: one enum, each variant one problem document (RFC 9457) that changes nothing.
//!
//! A handler returns `Result<_, ApiError>`; `?` turns what the store, the password hasher or the dice say into it.
//! Failures that are ours and not the caller's are logged here, once, and told without detail.

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use yardstick_domain::cursor::Line;

use crate::ids::NoRandomness;
use crate::passwords::HashError;
use crate::store::StoreError;

/// Why a request was refused.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// 400: the body is not of the shape the endpoint takes.
    #[error("The body cannot be read: {0}")]
    Unreadable(String),
    /// 400: the body is not what anybody sent: it ends too early, or is no JSON. Nothing is said of what was in it. Try again.
    #[error("The body was damaged on its way: {0}")]
    Damaged(String),
    /// 400: the part of the address behind `?` cannot be read.
    #[error("The address cannot be read: {0}")]
    UnreadableQuery(String),
    /// 400: the offered registers are malformed or of a history that has nothing in common with this server's.
    #[error("What is offered is not of this server's history. Ask again with a cursor.")]
    BadOffer,
    /// 400: a field is there but breaks a rule.
    #[error("{field} {rule}.")]
    InvalidField {
        /// The field's name in the request.
        field: &'static str,
        /// The rule, as the rest of a sentence.
        rule: &'static str,
    },
    /// 401: no session, or one that has ended. Sign in.
    #[error("Sign in to go on.")]
    SignIn,
    /// 401: the e-mail address or the password is wrong; it is not said which.
    #[error("The e-mail address or the password is wrong.")]
    WrongCredentials,
    /// 401: the device was ordered to wipe itself. Only a device that knows the token obeys.
    #[error("This device was shut out and is to remove what it holds.")]
    Wipe {
        /// The token the device was given when it signed in.
        wipe_token: String,
    },
    /// 403: the request does not come from the page at the public URL.
    #[error("Requests that change something must come from the page at the server's public URL.")]
    ForeignOrigin,
    /// 403: the one-time code of the first start is wrong.
    #[error("The code is not the one printed on the server's console.")]
    WrongCode,
    /// 403: the role does not allow it.
    #[error("Only the owner of the workspace or of the device may do this.")]
    NotAllowed,
    /// 404: there is no such endpoint.
    #[error("There is nothing at this address.")]
    UnknownRoute,
    /// 404: the endpoint exists, the thing does not (or is not yours to know of).
    #[error("There is no such thing in this workspace.")]
    NotFound,
    /// 405: the endpoint exists, but not with this method.
    #[error("This address does not take that method.")]
    MethodNotAllowed,
    /// 408: the request did not arrive, or was not answered, in time. Try again later.
    #[error("The request took too long.")]
    TimedOut,
    /// 409: the first account exists already.
    #[error("The first account exists already. Sign in.")]
    FirstRunClosed,
    /// 409: the request names a workspace or a user that is not the session's.
    #[error("The request belongs to another workspace or person than the session.")]
    OtherSession,
    /// 409: the calendar tells more or less than its person has chosen meanwhile. Ask what, and make it anew.
    #[error(
        "The calendar tells something else than was chosen. Ask for the choice and upload again."
    )]
    OtherDetail,
    /// 409: the cursor is not of this server's history: a backup was restored. Offer what the device holds.
    #[error("The cursor is not of this server's history: a backup was restored.")]
    OtherHistory {
        /// This server's history.
        line: Line,
    },
    /// 413: more changes or rows than one request may carry. Send fewer at once.
    #[error("The request carries more changes or rows than are taken at once.")]
    TooMany,
    /// 413: larger than the documented limits, compressed or decompressed.
    #[error("The request is larger than {limit_bytes} bytes.")]
    TooLarge {
        /// The limit that was passed.
        limit_bytes: usize,
    },
    /// 415: not `application/json`.
    #[error("The content type must be application/json.")]
    NotJson,
    /// 415: a content encoding other than the ones taken here.
    #[error("The content encoding is not taken here.")]
    UnknownEncoding,
    /// 426: the client speaks a protocol that is no longer, or not yet, understood.
    #[error(
        "This version of the app is too old or too new for the server. Reload to update; what waits is kept."
    )]
    UpdateRequired,
    /// 429: too many requests. Try again after the time in `Retry-After`.
    #[error("Too many requests. Try again in {retry_after_s} seconds.")]
    TooManyRequests {
        /// Whole seconds until the next request is taken.
        retry_after_s: u64,
    },
    /// 500: our fault. The log has the cause.
    #[error("The server made a mistake. Nothing was changed; try again later.")]
    Internal,
    /// 503: another program held the database for too long. Try again later.
    #[error(
        "Another program is using the server's database. Nothing was stored; try again in a moment."
    )]
    Busy,
    /// 503: the server is shutting down. Try again later.
    #[error("The server is stopping. Try again in a moment.")]
    Stopping,
    /// 507: the server's disk is full. Try again later.
    #[error("The server has no room left. Nothing was stored; try again later.")]
    Full,
}

impl ApiError {
    /// The status it is answered with.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Unreadable(_)
            | Self::Damaged(_)
            | Self::UnreadableQuery(_)
            | Self::BadOffer
            | Self::InvalidField { .. } => StatusCode::BAD_REQUEST,
            Self::SignIn | Self::WrongCredentials | Self::Wipe { .. } => StatusCode::UNAUTHORIZED,
            Self::ForeignOrigin | Self::WrongCode | Self::NotAllowed => StatusCode::FORBIDDEN,
            Self::UnknownRoute | Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::TimedOut => StatusCode::REQUEST_TIMEOUT,
            Self::FirstRunClosed
            | Self::OtherSession
            | Self::OtherDetail
            | Self::OtherHistory { .. } => StatusCode::CONFLICT,
            Self::TooLarge { .. } | Self::TooMany => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotJson | Self::UnknownEncoding => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::UpdateRequired => StatusCode::UPGRADE_REQUIRED,
            Self::TooManyRequests { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Busy | Self::Stopping => StatusCode::SERVICE_UNAVAILABLE,
            Self::Full => StatusCode::INSUFFICIENT_STORAGE,
        }
    }

    /// The word that programs go by; it never changes.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) | Self::UnreadableQuery(_) => "unreadable",
            Self::Damaged(_) => "damaged",
            Self::BadOffer => "bad-offer",
            Self::InvalidField { .. } => "invalid-field",
            Self::SignIn => "sign-in",
            Self::WrongCredentials => "wrong-credentials",
            Self::Wipe { .. } => "wipe",
            Self::ForeignOrigin => "foreign-origin",
            Self::WrongCode => "wrong-code",
            Self::NotAllowed => "not-allowed",
            Self::UnknownRoute => "unknown-route",
            Self::NotFound => "not-found",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::TimedOut => "timed-out",
            Self::FirstRunClosed => "first-run-closed",
            Self::OtherSession => "other-session",
            Self::OtherDetail => "other-detail",
            Self::OtherHistory { .. } => "other-history",
            Self::TooLarge { .. } => "too-large",
            Self::TooMany => "too-many",
            Self::NotJson => "not-json",
            Self::UnknownEncoding => "unknown-encoding",
            Self::UpdateRequired => "update-required",
            Self::TooManyRequests { .. } => "too-many-requests",
            Self::Internal => "internal",
            Self::Busy => "busy",
            Self::Stopping => "stopping",
            Self::Full => "full",
        }
    }
}

/// The body of every refusal, `application/problem+json`.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// `urn:yardstick:problem:` and the code.
    #[serde(rename = "type")]
    kind: String,
    /// The status in words.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// What programs go by.
    code: &'static str,
    /// What happened and what to do, in English.
    detail: String,
    /// With the code `wipe`: the token the device got at sign-in.
    #[serde(skip_serializing_if = "Option::is_none")]
    wipe_token: Option<String>,
    /// With the code `invalid-field`: the field.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
    /// With the code `other-history`: this server's history, `[{epoch, last}]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<Object>>)]
    line: Option<Line>,
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = self.status();
        let problem = Problem {
            kind: format!("urn:yardstick:problem:{}", self.code()),
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            code: self.code(),
            detail: self.to_string(),
            wipe_token: match &self {
                Self::Wipe { wipe_token } => Some(wipe_token.clone()),
                _ => None,
            },
            field: match &self {
                Self::InvalidField { field, .. } => Some(field),
                _ => None,
            },
            line: match &self {
                Self::OtherHistory { line } => Some(line.clone()),
                _ => None,
            },
        };
        let mut response = (status, Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if let Self::TooManyRequests { retry_after_s } = self {
            headers.insert(RETRY_AFTER, HeaderValue::from(retry_after_s));
        }
        response
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::Full,
            StoreError::Busy => Self::Busy,
            StoreError::Stopped => Self::Stopping,
            StoreError::Panicked | StoreError::Sql(_) => {
                tracing::error!(error = ?error, "the database failed");
                Self::Internal
            }
        }
    }
}

impl From<NoRandomness> for ApiError {
    fn from(error: NoRandomness) -> Self {
        tracing::error!(error = %error, "nothing could be drawn");
        Self::Internal
    }
}

impl From<HashError> for ApiError {
    fn from(error: HashError) -> Self {
        tracing::error!(error = %error, "a password could not be hashed");
        Self::Internal
    }
}
