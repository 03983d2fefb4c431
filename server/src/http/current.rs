//! Who asks. A handler that takes [`Current`] runs only for a session that is alive.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::App;
use crate::error::ApiError;
use crate::http::cookie;
use crate::ids::TokenHash;
use crate::store::{self, StoreError};
use yardstick_domain::id::{DeviceId, UserId, WorkspaceId};

/// A session nobody used for this long has expired.
pub(super) const EXPIRES_AFTER_MS: i64 = 90 * 24 * 60 * 60 * 1000;

/// Its use is noted at most this often: each note is a write.
const TOUCH_EVERY_MS: i64 = 60 * 1000;

/// The session a request belongs to. User, workspace and device come from here, never from a body.
#[derive(Debug, Clone)]
pub(crate) struct Current {
    pub(crate) session: store::session::Session,
    pub(crate) token: TokenHash,
}

impl Current {
    /// The workspace everything the request does happens in.
    pub(crate) fn workspace(&self) -> WorkspaceId {
        self.session.workspace
    }

    /// Who asks.
    pub(crate) fn user(&self) -> UserId {
        self.session.user
    }

    /// From where.
    pub(crate) fn device(&self) -> DeviceId {
        self.session.device
    }
}

impl FromRequestParts<App> for Current {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let token = cookie::read(&parts.headers).ok_or(ApiError::SignIn)?;
        let hash = token.hash();
        let mut reader = app.store().reader().await?;
        let session = store::session::find(&mut reader, hash)
            .await?
            .ok_or(ApiError::SignIn)?;
        drop(reader);
        if session.wipe_ordered {
            return Err(ApiError::Wipe {
                wipe_token: token.wipe_token(),
            });
        }
        let idle_ms = app.now_ms().saturating_sub(session.last_used_ms);
        if session.revoked || idle_ms > EXPIRES_AFTER_MS {
            return Err(ApiError::SignIn);
        }
        if idle_ms >= TOUCH_EVERY_MS {
            touch_later(app, hash);
        }
        Ok(Self {
            session,
            token: hash,
        })
    }
}

/// The request does not wait for the note, and does not fail with it.
fn touch_later(app: &App, token: TokenHash) {
    let app = app.clone();
    tokio::spawn(async move {
        let now_ms = app.now_ms();
        let noted: Result<(), StoreError> = app
            .store()
            .write(move |tx| {
                Box::pin(async move { store::session::touch(tx, token, now_ms).await })
            })
            .await;
        if let Err(error) = noted {
            tracing::warn!(error = %error, "the use of a session could not be noted");
        }
    });
}

impl Current {
    /// Notes how many changes the device still has to send, should it never be heard of again. It is a write only when that has changed.
    pub(crate) fn note_waiting(&self, app: &App, waiting: u32) {
        if self.session.waiting == Some(waiting) {
            return;
        }
        let (app, device) = (app.clone(), self.device());
        tokio::spawn(async move {
            let noted: Result<(), StoreError> = app
                .store()
                .write(move |tx| {
                    Box::pin(async move { store::device::note_waiting(tx, device, waiting).await })
                })
                .await;
            if let Err(error) = noted {
                tracing::warn!(error = %error, "what waits on a device could not be noted");
            }
        });
    }
}
