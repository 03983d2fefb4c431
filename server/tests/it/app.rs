//! The stage: an app on a temporary database with a clock that moves when told, and people who send requests to it.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_TYPE, COOKIE, HeaderMap, ORIGIN, SET_COOKIE};
use axum::http::{Method, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use tempfile::TempDir;
use tower::ServiceExt;
use yardstick_server::assets::Assets;
use yardstick_server::clock::ManualClock;
use yardstick_server::startup::StartupError;
use yardstick_server::store::Store;
use yardstick_server::{App, Rates, Settings, router};

/// Where the test server says it lives.
pub(crate) const ORIGIN_OURS: &str = "https://yardstick.example";
/// The owner's password.
pub(crate) const PASSWORD: &str = "correct horse battery";
/// The clock's first reading: 2026-03-03T09:00:00Z.
pub(crate) const BEGIN_MS: i64 = 1_772_528_400_000;

/// A running server without a socket.
pub(crate) struct TestApp {
    pub(crate) app: App,
    pub(crate) clock: Arc<ManualClock>,
    router: Router,
    folder: Arc<TempDir>,
}

/// The settings tests start with.
pub(crate) fn settings() -> Settings {
    Settings {
        public_url: ORIGIN_OURS.parse().unwrap(),
        trust_proxy: true,
        rates: Rates::unlimited(),
    }
}

impl TestApp {
    /// A new server; nobody has an account.
    pub(crate) async fn empty() -> Self {
        Self::with(settings(), Assets::default()).await
    }

    /// A new server set up like this.
    pub(crate) async fn with(settings: Settings, assets: Assets) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        Self::start(folder, ManualClock::at(BEGIN_MS), settings, assets)
            .await
            .unwrap()
    }

    /// A new server with its owner, Anna, signed in.
    pub(crate) async fn with_owner() -> (Self, Person) {
        let app = Self::empty().await;
        let anna = app.owner().await;
        (app, anna)
    }

    async fn start(
        folder: Arc<TempDir>,
        clock: Arc<ManualClock>,
        settings: Settings,
        assets: Assets,
    ) -> Result<Self, StartupError> {
        let store = Store::open(&folder.path().join("yardstick.db")).await?;
        let app = App::start(store, clock.clone(), settings, assets).await?;
        Ok(Self {
            router: router(app.clone()),
            app,
            clock,
            folder,
        })
    }

    /// Stops this server and starts another on the same file, the clock moved by `by_ms`.
    pub(crate) async fn restart(self, by_ms: i64) -> Result<Self, StartupError> {
        let Self {
            app,
            clock,
            router,
            folder,
        } = self;
        app.stop().await;
        drop((app, router));
        clock.advance_ms(by_ms);
        Self::start(folder, clock, settings(), Assets::default()).await
    }

    /// The database file.
    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join("yardstick.db")
    }

    /// A file beside the database.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A connection of the test's own, for what no endpoint does yet.
    pub(crate) async fn sql(&self) -> SqliteConnection {
        let options = SqliteConnectOptions::new().filename(self.database());
        SqliteConnection::connect_with(&options).await.unwrap()
    }

    /// Somebody with a browser and no session.
    pub(crate) fn stranger(&self) -> Person {
        Person::stranger(self.router.clone())
    }

    /// Makes the first account.
    pub(crate) async fn owner(&self) -> Person {
        let mut anna = self.stranger();
        let code = self.app.first_run_code().unwrap().to_owned();
        let answer = anna.post("/api/v1/first-run", &first_account(&code)).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        anna.keep_session(&answer);
        anna
    }

    /// Signs in on one more device, a moment later.
    pub(crate) async fn sign_in(&self, email: &str, password: &str) -> Person {
        self.clock.advance_ms(1);
        let mut person = self.stranger();
        let answer = person.sign_in(email, password).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        person
    }

    /// A plain member of the owner's workspace, with the owner's password; there is no endpoint to invite one yet.
    pub(crate) async fn member(&self, email: &str) -> Person {
        let mut sql = self.sql().await;
        let id = uuid::Uuid::from_u128(u128::from(email.len() as u64) << 64 | 7);
        sqlx::query(
            "insert into user (id, email, name, password_hash, created_ms)
             select ?, ?, 'Ben', password_hash, 0 from user limit 1",
        )
        .bind(id)
        .bind(email)
        .execute(&mut sql)
        .await
        .unwrap();
        sqlx::query(
            "insert into member (workspace, user, role) select id, ?, 'member' from workspace",
        )
        .bind(id)
        .execute(&mut sql)
        .await
        .unwrap();
        self.sign_in(email, PASSWORD).await
    }
}

/// The body that makes the first account.
pub(crate) fn first_account(code: &str) -> Value {
    json!({
        "code": code, "email": "anna@example.com", "password": PASSWORD, "name": "Anna",
        "workspace_name": "Studio", "device_label": "Desktop",
    })
}

/// Somebody with a browser: keeps the cookie, sends what a page would send.
pub(crate) struct Person {
    /// What answers; another one after a restart.
    pub(crate) router: Router,
    pub(crate) cookie: Option<String>,
    pub(crate) wipe_token: Option<String>,
    /// The network address the proxy reports.
    pub(crate) address: String,
}

impl Person {
    /// Somebody with a browser and no session.
    pub(crate) fn stranger(router: Router) -> Self {
        Self {
            router,
            cookie: None,
            wipe_token: None,
            address: "192.0.2.1".to_owned(),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path).body(Body::empty()).unwrap())
            .await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(
            self.json(Method::POST, path)
                .body(Body::from(body.to_string()))
                .unwrap(),
        )
        .await
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> Answer {
        self.send(
            self.json(Method::PUT, path)
                .body(Body::from(body.to_string()))
                .unwrap(),
        )
        .await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(self.json(Method::DELETE, path).body(Body::empty()).unwrap())
            .await
    }

    pub(crate) async fn sign_in(&mut self, email: &str, password: &str) -> Answer {
        let body = json!({ "email": email, "password": password, "device_label": "Phone" });
        let answer = self.post("/api/v1/session", &body).await;
        self.keep_session(&answer);
        answer
    }

    /// The device this person's session belongs to.
    pub(crate) async fn device(&self) -> String {
        self.get("/api/v1/session").await.json()["device"]["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Keeps cookie and wipe token of an answer that brought them, as a browser and the app do.
    pub(crate) fn keep_session(&mut self, answer: &Answer) {
        if let Some(cookie) = answer.headers.get(SET_COOKIE) {
            self.cookie = Some(
                cookie
                    .to_str()
                    .unwrap()
                    .split(';')
                    .next()
                    .unwrap()
                    .to_owned(),
            );
            self.wipe_token = answer.json()["wipe_token"].as_str().map(str::to_owned);
        }
    }

    /// A request as this person's browser would begin it.
    pub(crate) fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("x-forwarded-for", &self.address);
        match &self.cookie {
            Some(cookie) => request.header(COOKIE, cookie),
            None => request,
        }
    }

    /// The same with the headers that our page adds to what changes something.
    pub(crate) fn json(&self, method: Method, path: &str) -> axum::http::request::Builder {
        self.request(method, path)
            .header(ORIGIN, ORIGIN_OURS)
            .header(CONTENT_TYPE, "application/json")
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }

    /// The answer's body as a stream, for what does not end by itself.
    pub(crate) async fn open(&self, path: &str) -> Body {
        let request = self.request(Method::GET, path).body(Body::empty()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        response.into_body()
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map(|value| value.to_str().unwrap())
            .unwrap_or_default()
    }

    /// Asserts that this is the problem document of `code`.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16, code: &str) {
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{self:?}"
        );
        let problem = self.json();
        assert_eq!(
            (self.status.as_u16(), problem["code"].as_str()),
            (status, Some(code)),
            "{self:?}"
        );
        assert_eq!(problem["status"], status);
        assert_eq!(problem["type"], format!("urn:yardstick:problem:{code}"));
        assert!(
            problem["detail"]
                .as_str()
                .is_some_and(|detail| !detail.is_empty())
        );
    }
}
