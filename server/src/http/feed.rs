//! A person's calendar at a secret address, for the calendar program of their phone.
//!
//! The server serves what a device has made and does not know what it says: what is due is a rule of the method, and those are the
//! device's. Whoever knows the address reads it, so the address is a secret of 256 bits: told once, kept as a hash, in no log
//! ([`crate::http::trace`] logs routes), gone at once when it is revoked. An address with nothing uploaded is an empty calendar.
//!
//! Context: several devices may upload, and one of them may be behind or off. Choice: the newest whole upload wins; what an upload says is
//! known by a tag of the device's, which the others compare with their own. An erasure and a restored backup leave every calendar
//! empty, and both move the place to which devices have synced. Consequence: no device needs to remember what it sent, and after an
//! erasure or a restore the next device that syncs finds no tag and uploads.

mod calendar;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, put};
use axum::{Json, Router};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use yardstick_domain::id::{UserId, WorkspaceId};

use crate::App;
use crate::assets::names_etag;
use crate::error::{ApiError, Problem};
use crate::http::body::Authorized;
use crate::http::current::Current;
use crate::http::sync::same_session;
use crate::ids::FeedToken;
use crate::store;
use crate::store::feed::{Owner, Taken, Upload};

/// Where the addresses are; the service worker leaves them to the server.
pub(crate) const ADDRESSES: &str = "/feeds/";
const ENDING: &str = ".ics";

/// Longest word of a device for how much a calendar tells, and for what it says.
const DETAIL_MAX: usize = 16;
const TAG_MAX: usize = 64;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(
            "/api/v1/feed",
            get(state).post(make).put(upload).delete(revoke),
        )
        .route("/api/v1/feed/detail", put(tell))
        .route("/feeds/{address}", get(serve))
}

/// The person's feed, if there is one.
#[derive(Serialize, ToSchema)]
pub(super) struct FeedState {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    feed: Option<FeedView>,
}

/// A feed. Its address was told when it was made, and is not known any more.
#[derive(Serialize, ToSchema)]
pub(super) struct FeedView {
    /// The device's word for how much it tells.
    detail: String,
    /// When its address was made, unix milliseconds.
    made_ms: i64,
    /// When a device last uploaded it, unix milliseconds. None where there is nothing to serve.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    uploaded_ms: Option<i64>,
    /// The word that came with the upload.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    tag: Option<String>,
}

/// How much a feed is to tell.
#[derive(Deserialize, ToSchema)]
pub(super) struct FeedChoice {
    /// The session's.
    #[schema(value_type = Uuid)]
    workspace: WorkspaceId,
    /// The session's.
    #[schema(value_type = Uuid)]
    user: UserId,
    /// The device's word for it.
    #[schema(pattern = "^[a-z]{1,16}$")]
    detail: String,
}

/// A calendar as a device has made it.
#[derive(Deserialize, ToSchema)]
pub(super) struct FeedUpload {
    /// The session's.
    #[schema(value_type = Uuid)]
    workspace: WorkspaceId,
    /// The session's.
    #[schema(value_type = Uuid)]
    user: UserId,
    /// How much it tells; must be what was chosen.
    #[schema(pattern = "^[a-z]{1,16}$")]
    detail: String,
    /// The device's word for what it says: equal words, equal calendars.
    #[schema(pattern = "^[0-9A-Za-z_-]{1,64}$")]
    tag: String,
    /// iCalendar (RFC 5545), at most 2 MiB.
    #[schema(max_length = 2_097_152)]
    calendar: String,
}

/// An address, told once.
#[derive(Serialize, ToSchema)]
pub(super) struct FeedMade {
    url: String,
}

/// Says whether the person has a feed, and what is known of it.
#[utoipa::path(get, path = "/api/v1/feed", operation_id = "feed_state", responses(
    (status = 200, body = FeedState),
    (status = 401, body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn state(
    State(app): State<App>,
    current: Current,
) -> Result<Json<FeedState>, ApiError> {
    let mut reader = app.store().reader().await?;
    let feed = store::feed::find(&mut reader, owner(&current)).await?;
    Ok(Json(FeedState {
        feed: feed.map(|feed| FeedView {
            detail: feed.detail,
            made_ms: feed.made_ms,
            uploaded_ms: feed.uploaded_ms,
            tag: feed.tag,
        }),
    }))
}

/// Makes the person's feed and tells its address, this once. One that is there gets another address, and the old one leads nowhere.
#[utoipa::path(post, path = "/api/v1/feed", operation_id = "feed_make", request_body = FeedChoice, responses(
    (status = 200, body = FeedMade),
    (status = 400, description = "`invalid-field`", body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`other-session`", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn make(
    State(app): State<App>,
    Authorized { current, body }: Authorized<FeedChoice>,
) -> Result<Response, ApiError> {
    same_session(&current, body.workspace, body.user)?;
    let detail = detail(body.detail)?;
    let token = FeedToken::draw()?;
    let (owner, hash, now_ms) = (owner(&current), token.hash(), app.now_ms());
    app.store()
        .write(move |tx| {
            Box::pin(async move {
                Ok::<_, ApiError>(store::feed::make(tx, owner, hash, &detail, now_ms).await?)
            })
        })
        .await?;
    let url = format!(
        "{}{ADDRESSES}{}{ENDING}",
        app.settings().public_url,
        token.reveal()
    );
    let secret = [(CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    Ok((secret, Json(FeedMade { url })).into_response())
}

/// Serves this calendar from now on: the newest upload is the calendar, whichever device it comes from.
#[utoipa::path(put, path = "/api/v1/feed", operation_id = "feed_upload", request_body = FeedUpload, responses(
    (status = 204, description = "Served from now on"),
    (status = 400, description = "`invalid-field`: a field, or no calendar", body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is no feed", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`other-session`; `other-detail`: something else was chosen meanwhile", body = Problem,
        content_type = "application/problem+json"),
))]
pub(super) async fn upload(
    State(app): State<App>,
    Authorized { current, body }: Authorized<FeedUpload>,
) -> Result<StatusCode, ApiError> {
    same_session(&current, body.workspace, body.user)?;
    let upload = Upload {
        detail: detail(body.detail)?,
        tag: tag(body.tag)?,
        calendar: calendar::checked(body.calendar)?,
    };
    let (owner, now_ms) = (owner(&current), app.now_ms());
    let taken = app
        .store()
        .write(move |tx| {
            Box::pin(async move {
                Ok::<_, ApiError>(store::feed::upload(tx, owner, &upload, now_ms).await?)
            })
        })
        .await?;
    match taken {
        Taken::Yes => Ok(StatusCode::NO_CONTENT),
        Taken::OtherDetail => Err(ApiError::OtherDetail),
        Taken::NoFeed => Err(ApiError::NotFound),
    }
}

/// Chooses how much the feed tells. What was uploaded before and tells something else is served no longer, from now on.
#[utoipa::path(put, path = "/api/v1/feed/detail", operation_id = "feed_tell", request_body = FeedChoice, responses(
    (status = 204, description = "Chosen, or was already"),
    (status = 400, description = "`invalid-field`", body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is no feed", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`other-session`", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn tell(
    State(app): State<App>,
    Authorized { current, body }: Authorized<FeedChoice>,
) -> Result<StatusCode, ApiError> {
    same_session(&current, body.workspace, body.user)?;
    let (owner, detail) = (owner(&current), detail(body.detail)?);
    let is_there = app
        .store()
        .write(move |tx| {
            Box::pin(async move {
                Ok::<_, ApiError>(store::feed::set_detail(tx, owner, &detail).await?)
            })
        })
        .await?;
    if is_there {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::NotFound)
    }
}

/// Removes the feed: what was uploaded is gone, and its address leads nowhere, at once.
#[utoipa::path(delete, path = "/api/v1/feed", operation_id = "feed_revoke", responses(
    (status = 204, description = "Removed, or there was none"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn revoke(
    State(app): State<App>,
    current: Current,
) -> Result<StatusCode, ApiError> {
    let owner = owner(&current);
    app.store()
        .write(move |tx| {
            Box::pin(async move { Ok::<_, ApiError>(store::feed::delete(tx, owner).await?) })
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The calendar at a secret address, for whoever knows it.
#[utoipa::path(get, path = "/feeds/{address}", operation_id = "feed_serve",
    params(("address" = String, Path, description = "The secret and `.ics`")),
    responses(
    (status = 200, description = "The calendar; empty where nothing is uploaded", body = String, content_type = "text/calendar"),
    (status = 304, description = "It is the one named in `If-None-Match`"),
    (status = 404, description = "No such address, or none any more", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn serve(
    State(app): State<App>,
    address: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    // An address that cannot be read is an address of nothing; why it cannot is told to nobody.
    let Path(address) = address.map_err(|_| ApiError::NotFound)?;
    let token = address.strip_suffix(ENDING).and_then(FeedToken::parse);
    let hash = token.ok_or(ApiError::NotFound)?.hash();
    let mut reader = app.store().reader().await?;
    let calendar = store::feed::at(&mut reader, hash)
        .await?
        .ok_or(ApiError::NotFound)?;
    drop(reader);
    let calendar = calendar.unwrap_or_else(|| calendar::EMPTY.to_owned());
    Ok(answer(calendar, headers.get(IF_NONE_MATCH)))
}

/// The calendar, or that it is the one the caller has.
fn answer(calendar: String, known: Option<&HeaderValue>) -> Response {
    let mut headers = HeaderMap::new();
    // Theirs alone, and asked for again each time: what was revoked must not live on in a cache on the way.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    let digest = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(&calendar));
    if let Ok(etag) = HeaderValue::try_from(format!("\"{digest}\"")) {
        let is_known = known.is_some_and(|known| names_etag(known, &etag));
        headers.insert(ETAG, etag);
        if is_known {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
    }
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/calendar; charset=utf-8"),
    );
    (headers, calendar).into_response()
}

fn owner(current: &Current) -> Owner {
    Owner {
        workspace: current.workspace(),
        user: current.user(),
    }
}

fn detail(text: String) -> Result<String, ApiError> {
    let fits = (1..=DETAIL_MAX).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase());
    fits.then_some(text).ok_or(ApiError::InvalidField {
        field: "detail",
        rule: "must be a word of 1 to 16 small letters",
    })
}

fn tag(text: String) -> Result<String, ApiError> {
    let fits = (1..=TAG_MAX).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    fits.then_some(text).ok_or(ApiError::InvalidField {
        field: "tag",
        rule: "must be 1 to 64 letters, digits, - and _",
    })
}
