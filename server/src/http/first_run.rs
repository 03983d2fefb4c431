//! The first account: made in the browser with the code from the server's console, once.

use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yardstick_domain::id::{DeviceId, UserId, WorkspaceId};

use crate::App;
use crate::error::{ApiError, Problem};
use crate::http::body::Anonymous;
use crate::http::fields::{self, Email};
use crate::http::{guard, session};
use crate::ids::{SessionToken, TokenHash, draw_uuid};
use crate::store;
use crate::store::device::NewDevice;
use crate::store::user::NewUser;
use crate::sync::Caller;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/api/v1/first-run", get(state).post(create))
}

/// Whether the first account is still to be made.
#[derive(Serialize, ToSchema)]
pub(super) struct FirstRunView {
    /// If so, the server's console shows the code.
    open: bool,
}

/// The first account and what it owns.
#[derive(Deserialize, ToSchema)]
pub(crate) struct FirstAccount {
    /// The one-time code; case, spaces and dashes do not matter.
    pub(crate) code: String,
    pub(crate) email: String,
    /// At least 10 characters.
    pub(crate) password: String,
    /// The person's name.
    pub(crate) name: String,
    pub(crate) workspace_name: String,
    /// What this device is to be called in lists.
    pub(crate) device_label: String,
}

/// Says whether the first account is still to be made.
#[utoipa::path(get, path = "/api/v1/first-run", responses((status = 200, body = FirstRunView)))]
pub(super) async fn state(State(app): State<App>) -> Json<FirstRunView> {
    Json(FirstRunView {
        open: app.first_run().is_open(),
    })
}

/// Makes the first account with its workspace, and signs in.
#[utoipa::path(post, path = "/api/v1/first-run", request_body = FirstAccount, responses(
    (status = 200, description = "Created and signed in", body = session::SessionView),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "`wrong-code`", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`first-run-closed`", body = Problem, content_type = "application/problem+json"),
    (status = 429, description = "`too-many-requests`", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn create(
    State(app): State<App>,
    guard::Caller(caller): guard::Caller,
    Anonymous(body): Anonymous<FirstAccount>,
) -> Result<Response, ApiError> {
    app.limits().guess(caller, None)?;
    let token = SessionToken::draw()?;
    found(&app, body, &token).await?;
    session::signed_in(&app, &token).await
}

/// Makes the first account with its workspace and a device signed in by this token.
pub(crate) async fn found(
    app: &App,
    body: FirstAccount,
    token: &SessionToken,
) -> Result<(UserId, Caller), ApiError> {
    if !app.first_run().is_open() {
        return Err(ApiError::FirstRunClosed);
    }
    if !app.first_run().accepts(&body.code) {
        return Err(ApiError::WrongCode);
    }
    let now_ms = app.now_ms();
    let founding = Founding::plan(app, body, token.hash(), now_ms).await?;
    let user = founding.user.id;
    let caller = Caller {
        workspace: founding.workspace,
        device: founding.device.id,
        may_erase: true,
    };
    app.store()
        .write(move |tx| Box::pin(async move { founding.carry_out(tx, now_ms).await }))
        .await?;
    app.first_run().close();
    Ok((user, caller))
}

/// Everything the first account consists of, ready to be stored in one go.
struct Founding {
    user: NewUser,
    workspace: WorkspaceId,
    workspace_name: String,
    device: NewDevice,
    token: TokenHash,
}

impl Founding {
    async fn plan(
        app: &App,
        body: FirstAccount,
        token: TokenHash,
        now_ms: i64,
    ) -> Result<Self, ApiError> {
        let email = Email::parse(&body.email)?.0;
        let name = fields::name("name", &body.name)?;
        let workspace_name = fields::name("workspace_name", &body.workspace_name)?;
        let label = fields::device_label(&body.device_label)?;
        let password = fields::new_password("password", body.password)?;
        let password_hash = app.passwords().hash(password).await?;
        let (user, workspace) = (UserId(draw_uuid(now_ms)?), WorkspaceId(draw_uuid(now_ms)?));
        Ok(Self {
            user: NewUser {
                id: user,
                email,
                name,
                password_hash,
            },
            workspace,
            workspace_name,
            device: NewDevice {
                id: DeviceId(draw_uuid(now_ms)?),
                workspace,
                user,
                label,
            },
            token,
        })
    }

    /// Two that come at once with the right code meet here, one after the other; the second finds an account.
    async fn carry_out(self, tx: &mut sqlx::SqliteConnection, now_ms: i64) -> Result<(), ApiError> {
        if store::user::any(tx).await? {
            return Err(ApiError::FirstRunClosed);
        }
        store::user::create(tx, &self.user, now_ms).await?;
        store::workspace::create(
            tx,
            self.workspace,
            &self.workspace_name,
            self.user.id,
            now_ms,
        )
        .await?;
        store::device::create(tx, &self.device, now_ms).await?;
        store::session::create(tx, self.token, self.device.id, now_ms).await?;
        Ok(())
    }
}
