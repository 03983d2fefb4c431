//! Signing in and out, and who one is.

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, SET_COOKIE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use sqlx::sqlite::SqliteConnection;
use utoipa::ToSchema;
use uuid::Uuid;
use yardstick_domain::id::{DeviceId, UserId, WorkspaceId};

use crate::App;
use crate::error::{ApiError, Problem};
use crate::http::body::Anonymous;
use crate::http::current::{Current, EXPIRES_AFTER_MS};
use crate::http::devices::DeviceView;
use crate::http::fields::{self, Email};
use crate::http::{cookie, guard};
use crate::ids::{SessionToken, draw_uuid};
use crate::store;
use crate::store::device::NewDevice;
use crate::store::workspace::Role;

pub(super) fn routes() -> Router<App> {
    Router::new().route(
        "/api/v1/session",
        get(who_am_i).post(sign_in).delete(sign_out),
    )
}

/// What signs a person in.
#[derive(Deserialize, ToSchema)]
pub(super) struct SignIn {
    email: String,
    password: String,
    /// What the device is to be called in lists, as in "Chromium on Android".
    device_label: String,
    /// The device this person had in this browser before, to be taken up again.
    #[serde(default)]
    device: Option<Uuid>,
}

/// Who is signed in, and everybody's devices: changes name the device they came from.
#[derive(Serialize, ToSchema)]
pub(super) struct SessionView {
    user: UserView,
    workspace: WorkspaceView,
    role: Role,
    device: CurrentDeviceView,
    /// Every device there ever was in the workspace, oldest first.
    devices: Vec<DeviceView>,
    /// Whether the person has a calendar at an address, which devices keep up to date.
    feed: bool,
    /// Only in the answer to signing in: keep it, and wipe the device only when told exactly this.
    #[serde(skip_serializing_if = "Option::is_none")]
    wipe_token: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct UserView {
    #[schema(value_type = Uuid)]
    id: UserId,
    email: String,
    name: String,
}

#[derive(Serialize, ToSchema)]
struct WorkspaceView {
    #[schema(value_type = Uuid)]
    id: WorkspaceId,
    name: String,
}

#[derive(Serialize, ToSchema)]
struct CurrentDeviceView {
    #[schema(value_type = Uuid)]
    id: DeviceId,
    label: String,
}

/// Says who is signed in.
#[utoipa::path(get, path = "/api/v1/session", responses(
    (status = 200, body = SessionView),
    (status = 401, description = "`sign-in`, or `wipe` for a device that is to wipe itself", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn who_am_i(
    State(app): State<App>,
    current: Current,
) -> Result<Response, ApiError> {
    let view = view(&app, current.session, None).await?;
    Ok((no_store(), Json(view)).into_response())
}

/// Signs in with e-mail and password, and makes this browser a device of the person's workspace.
#[utoipa::path(post, path = "/api/v1/session", request_body = SignIn, responses(
    (status = 200, description = "Signed in; the cookie carries the session", body = SessionView),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "`wrong-credentials`", body = Problem, content_type = "application/problem+json"),
    (status = 429, description = "`too-many-requests`", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn sign_in(
    State(app): State<App>,
    guard::Caller(caller): guard::Caller,
    headers: HeaderMap,
    Anonymous(body): Anonymous<SignIn>,
) -> Result<Response, ApiError> {
    let email = Email::parse(&body.email)?;
    let label = fields::device_label(&body.device_label)?;
    app.limits().guess(caller, Some(&email.0))?;
    let user = check_password(&app, &email, body.password).await?;

    let now_ms = app.now_ms();
    let token = SessionToken::draw()?;
    let (hash, replaced) = (token.hash(), cookie::read(&headers).map(|old| old.hash()));
    let drawn = DeviceId(draw_uuid(now_ms)?);
    let known = body.device.map(DeviceId);
    app.store()
        .write(move |tx| {
            Box::pin(async move {
                if let Some(replaced) = replaced {
                    store::session::delete(tx, replaced).await?;
                }
                let workspace = store::workspace::of_user(tx, user)
                    .await?
                    .ok_or(ApiError::NotAllowed)?;
                let device = NewDevice {
                    id: drawn,
                    workspace,
                    user,
                    label,
                };
                let device = take_up_or_create(tx, known, device, now_ms).await?;
                store::session::create(tx, hash, device, now_ms).await?;
                Ok::<_, ApiError>(())
            })
        })
        .await?;
    signed_in(&app, &token).await
}

async fn check_password(app: &App, email: &Email, password: String) -> Result<UserId, ApiError> {
    let mut reader = app.store().reader().await?;
    let credentials = store::user::credentials_by_email(&mut reader, &email.0).await?;
    drop(reader);
    let stored = credentials
        .as_ref()
        .map(|credentials| credentials.password_hash.as_str());
    let right = app.passwords().verify(password, stored).await?;
    credentials
        .filter(|_| right)
        .map(|credentials| credentials.user)
        .ok_or(ApiError::WrongCredentials)
}

async fn take_up_or_create(
    tx: &mut SqliteConnection,
    known: Option<DeviceId>,
    device: NewDevice,
    now_ms: i64,
) -> Result<DeviceId, ApiError> {
    if let Some(known) = known {
        let known = NewDevice {
            id: known,
            ..device.clone()
        };
        if store::device::take_up(tx, &known, now_ms).await? {
            return Ok(known.id);
        }
    }
    store::device::create(tx, &device, now_ms).await?;
    Ok(device.id)
}

/// Ends this session. What the device holds is the device's business.
#[utoipa::path(delete, path = "/api/v1/session", responses(
    (status = 204, description = "Signed out; the cookie is taken back"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn sign_out(
    State(app): State<App>,
    current: Current,
) -> Result<Response, ApiError> {
    let (token, device) = (current.token, current.device());
    app.store()
        .write(move |tx| {
            Box::pin(async move { Ok::<_, ApiError>(store::session::delete(tx, token).await?) })
        })
        .await?;
    app.events().ended(device);
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, cookie::clear())]).into_response())
}

/// The answer to whoever has just got a session: who they are, the wipe token, the cookie.
pub(super) async fn signed_in(app: &App, token: &SessionToken) -> Result<Response, ApiError> {
    let mut reader = app.store().reader().await?;
    let session = store::session::find(&mut reader, token.hash())
        .await?
        .ok_or(ApiError::SignIn)?;
    drop(reader);
    let view = view(app, session, Some(token.wipe_token())).await?;
    Ok((no_store(), [(SET_COOKIE, cookie::set(token))], Json(view)).into_response())
}

async fn view(
    app: &App,
    session: store::session::Session,
    wipe_token: Option<String>,
) -> Result<SessionView, ApiError> {
    let mut reader = app.store().reader().await?;
    let alive_since_ms = app.now_ms().saturating_sub(EXPIRES_AFTER_MS);
    let devices = store::device::list(&mut reader, session.workspace, alive_since_ms).await?;
    let owner = store::feed::Owner {
        workspace: session.workspace,
        user: session.user,
    };
    let feed = store::feed::find(&mut reader, owner).await?.is_some();
    let devices = devices
        .into_iter()
        .map(|device| DeviceView::new(device, &session))
        .collect();
    Ok(SessionView {
        user: UserView {
            id: session.user,
            email: session.email,
            name: session.user_name,
        },
        workspace: WorkspaceView {
            id: session.workspace,
            name: session.workspace_name,
        },
        role: session.role,
        device: CurrentDeviceView {
            id: session.device,
            label: session.device_label,
        },
        devices,
        feed,
        wipe_token,
    })
}

/// What names people is not for caches.
fn no_store() -> [(HeaderName, HeaderValue); 1] {
    [(CACHE_CONTROL, HeaderValue::from_static("no-store"))]
}
