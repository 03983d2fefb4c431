//! The server under measurement: the whole of it on a new database file, called through its router without a socket.

use std::path::{Path, PathBuf};

use axum::Router;
use axum::body::Body;
use axum::http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, COOKIE, ORIGIN, SET_COOKIE};
use axum::http::{Method, Request};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;
use yardstick_server::assets::Assets;
use yardstick_server::clock::SystemClock;
use yardstick_server::store::{Store, StoreError};
use yardstick_server::{App, Rates, Settings, router};

/// Where it says it lives.
pub(crate) const ORIGIN_OURS: &str = "http://127.0.0.1:3000";

/// Why a figure could not be taken.
pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;

/// A running server with one account.
pub(crate) struct Server {
    pub(crate) app: App,
    pub(crate) router: Router,
    pub(crate) cookie: String,
    workspace: Value,
    user: Value,
    folder: TempDir,
}

impl Server {
    /// Starts on a new file and makes the first account.
    pub(crate) async fn start() -> Result<Self, Failure> {
        let folder = tempfile::tempdir_in(".")?;
        let store = Store::open(&folder.path().join("yardstick.db")).await?;
        let settings = Settings {
            public_url: ORIGIN_OURS.parse()?,
            trust_proxy: false,
            rates: Rates::unlimited(),
        };
        let app = App::start(store, SystemClock::shared(), settings, Assets::default()).await?;
        let code = app
            .first_run_code()
            .ok_or("there is an account already")?
            .to_owned();
        let mut server = Self {
            router: router(app.clone()),
            app,
            cookie: String::new(),
            workspace: Value::Null,
            user: Value::Null,
            folder,
        };
        let body = json!({
            "code": code, "email": "bench@example.com", "password": "correct horse battery", "name": "Bench",
            "workspace_name": "Bench", "device_label": "Bench",
        });
        let request = server
            .request(Method::POST, "/api/v1/first-run")
            .body(Body::from(body.to_string()))?;
        let answer = server.router.clone().oneshot(request).await?;
        let cookie = answer
            .headers()
            .get(SET_COOKIE)
            .ok_or("no cookie")?
            .to_str()?;
        server.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        let session: Value =
            serde_json::from_slice(&answer.into_body().collect().await?.to_bytes())?;
        server.workspace = session["workspace"]["id"].clone();
        server.user = session["user"]["id"].clone();
        Ok(server)
    }

    /// Opens a database that has an account, as a session of it.
    pub(crate) async fn on(database: &Path, cookie: &str) -> Result<Self, Failure> {
        let store = Store::open(database).await?;
        let settings = Settings {
            public_url: ORIGIN_OURS.parse()?,
            trust_proxy: false,
            rates: Rates::unlimited(),
        };
        let app = App::start(store, SystemClock::shared(), settings, Assets::default()).await?;
        let mut server = Self {
            router: router(app.clone()),
            app,
            cookie: cookie.to_owned(),
            workspace: Value::Null,
            user: Value::Null,
            folder: tempfile::tempdir_in(".")?,
        };
        let session = server
            .send(
                Method::GET,
                "/api/v1/session",
                String::new(),
                "application/json",
                "identity",
            )
            .await?;
        let session: Value = serde_json::from_slice(&session)?;
        server.workspace = session["workspace"]["id"].clone();
        server.user = session["user"]["id"].clone();
        Ok(server)
    }

    /// Whether what is deleted is overwritten from now on, which the server always has it.
    pub(crate) async fn overwrite_deleted(&self, overwrite: bool) -> Result<(), Failure> {
        let pragma = if overwrite {
            "pragma secure_delete = on"
        } else {
            "pragma secure_delete = off"
        };
        self.app
            .store()
            .write(move |tx| {
                Box::pin(async move {
                    sqlx::query(pragma).execute(tx).await?;
                    Ok::<_, StoreError>(())
                })
            })
            .await?;
        Ok(())
    }

    fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        Request::builder()
            .method(method)
            .uri(path)
            .header(ORIGIN, ORIGIN_OURS)
            .header(CONTENT_TYPE, "application/json")
            .header(COOKIE, &self.cookie)
    }

    /// The body of a sync.
    pub(crate) fn sync(&self, cursor: Option<&Value>, changes: &[Value]) -> String {
        let mut body = json!({
            "protocol": yardstick_domain::PROTOCOL, "workspace": self.workspace, "user": self.user, "changes": changes,
        });
        if let Some(cursor) = cursor {
            body["cursor"] = cursor.clone();
        }
        body.to_string()
    }

    /// Sends a request and returns the answer's bytes as they would travel.
    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        body: String,
        accept: &str,
        encoding: &str,
    ) -> Result<Vec<u8>, Failure> {
        let request = self
            .request(method, path)
            .header(ACCEPT, accept)
            .header(ACCEPT_ENCODING, encoding)
            .body(Body::from(body))?;
        let answer = self.router.clone().oneshot(request).await?;
        let status = answer.status();
        let bytes = answer.into_body().collect().await?.to_bytes().to_vec();
        if !status.is_success() {
            return Err(format!("{path}: {status}: {}", String::from_utf8_lossy(&bytes)).into());
        }
        Ok(bytes)
    }

    /// Pushes one body.
    pub(crate) async fn push(&self, body: String) -> Result<(), Failure> {
        self.send(
            Method::POST,
            "/api/v1/sync",
            body,
            "application/json",
            "identity",
        )
        .await?;
        Ok(())
    }

    /// Stops, so that the file holds everything, and says where it is.
    pub(crate) async fn stop(self) -> (TempDir, PathBuf) {
        self.app.stop().await;
        let path = self.folder.path().join("yardstick.db");
        (self.folder, path)
    }
}

/// The machine's clock, unix ms.
pub(crate) fn now_ms() -> i64 {
    SystemClock::shared().now_ms()
}

/// The size of a file, bytes.
pub(crate) fn bytes_of(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |file| file.len())
}
