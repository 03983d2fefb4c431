//! The real server without its socket, on a file, and the devices signed in to it.

use std::path::PathBuf;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, StatusCode};
use serde::de::DeserializeOwned;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use yardstick_domain::cursor::Line;
use yardstick_domain::device::Identity;
use yardstick_domain::device::round::RemoteError;
use yardstick_server::assets::Assets;
use yardstick_server::clock::ManualClock;
use yardstick_server::store::Store;
use yardstick_server::store::backup::backup;
use yardstick_server::{App, router};

use crate::app::{PASSWORD, Person, first_account, settings};

/// The real server without its socket, and the devices signed in to it.
pub(crate) struct Process {
    runtime: Runtime,
    folder: TempDir,
    clock: std::sync::Arc<ManualClock>,
    app: Option<App>,
    people: Vec<Person>,
    pub(crate) identities: Vec<Identity>,
    backups: usize,
    clock_ms: i64,
}

impl Process {
    pub(crate) fn new(devices: usize, now_ms: i64) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let folder = tempfile::tempdir().expect("a folder");
        let mut this = Self {
            runtime,
            folder,
            clock: ManualClock::at(now_ms),
            app: None,
            people: Vec::new(),
            identities: Vec::new(),
            backups: 0,
            clock_ms: now_ms,
        };
        this.start();
        let code = this
            .app
            .as_ref()
            .and_then(|app| app.first_run_code().map(str::to_owned))
            .expect("a code");
        for number in 0..devices {
            let mut person = this.stranger();
            let answer = if number == 0 {
                let answer = this
                    .runtime
                    .block_on(person.post("/api/v1/first-run", &first_account(&code)));
                person.keep_session(&answer);
                answer
            } else {
                this.runtime
                    .block_on(person.sign_in("anna@example.com", PASSWORD))
            };
            assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
            let json = answer.json();
            let id = |part: &str| json[part]["id"].as_str().expect("an id").to_owned();
            this.identities.push(Identity {
                workspace: id("workspace").parse().expect("an id"),
                user: id("user").parse().expect("an id"),
                device: id("device").parse().expect("an id"),
            });
            this.people.push(person);
        }
        this
    }

    fn database(&self) -> PathBuf {
        self.folder.path().join("yardstick.db")
    }

    fn start(&mut self) {
        let (path, clock) = (self.database(), self.clock.clone());
        let app = self.runtime.block_on(async {
            let store = Store::open(&path).await.expect("opens");
            App::start(store, clock, settings(), Assets::default())
                .await
                .expect("starts")
        });
        self.app = Some(app);
    }

    fn stranger(&self) -> Person {
        let app = self.app.clone().expect("runs");
        self.runtime
            .block_on(async { Person::stranger(router(app)) })
    }

    pub(crate) fn restart(&mut self, copy: Option<&PathBuf>) {
        if let Some(app) = self.app.take() {
            self.runtime.block_on(app.stop());
        }
        for person in &mut self.people {
            // Lets go of the server that stops.
            person.router = Router::new();
        }
        if let Some(copy) = copy {
            for ending in ["db-wal", "db-shm"] {
                let _ = std::fs::remove_file(self.database().with_extension(ending));
            }
            std::fs::copy(copy, self.database()).expect("copies");
        }
        self.start();
        let router = router(self.app.clone().expect("runs"));
        for person in &mut self.people {
            person.router = router.clone();
        }
    }

    pub(crate) fn back_up(&mut self) -> PathBuf {
        self.backups += 1;
        let target = self
            .folder
            .path()
            .join(format!("backup-{}.db", self.backups));
        self.runtime
            .block_on(backup(&self.database(), &target))
            .expect("backs up");
        target
    }

    fn at(&mut self, now_ms: i64) {
        self.clock.advance_ms(now_ms - self.clock_ms);
        self.clock_ms = now_ms;
    }

    pub(crate) fn post<T: DeserializeOwned>(
        &mut self,
        number: usize,
        path: &str,
        body: &impl serde::Serialize,
        now_ms: i64,
    ) -> Result<T, RemoteError> {
        self.at(now_ms);
        let body = serde_json::to_string(body).expect("writes");
        let person = &self.people[number];
        let request = person
            .json(Method::POST, path)
            .body(Body::from(body))
            .expect("a request");
        let answer = self.runtime.block_on(person.send(request));
        read(answer.status, &answer.body)
    }

    pub(crate) fn get<T: DeserializeOwned>(
        &mut self,
        number: usize,
        path: &str,
        now_ms: i64,
    ) -> Result<T, RemoteError> {
        self.at(now_ms);
        let answer = self.runtime.block_on(self.people[number].get(path));
        read(answer.status, &answer.body)
    }
}

fn read<T: DeserializeOwned>(status: StatusCode, body: &[u8]) -> Result<T, RemoteError> {
    #[derive(serde::Deserialize)]
    struct OtherHistory {
        line: Line,
    }
    match status {
        StatusCode::OK => Ok(serde_json::from_slice(body).expect("the answer is of its shape")),
        StatusCode::UPGRADE_REQUIRED => Err(RemoteError::Update),
        StatusCode::CONFLICT => {
            let told: OtherHistory = serde_json::from_slice(body).expect("says its history");
            Err(RemoteError::OtherHistory { line: told.line })
        }
        other => panic!("{other}: {}", String::from_utf8_lossy(body)),
    }
}
