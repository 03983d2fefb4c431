//! Where the sync service keeps its data in a history: memory mostly, and in every fiftieth seed SQLite through the real router.

use std::collections::HashSet;
use std::path::PathBuf;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, StatusCode};
use serde::de::DeserializeOwned;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use yardstick_domain::change::RegisterKey;
use yardstick_domain::codec::Row;
use yardstick_domain::cursor::{Cursor, Line};
use yardstick_domain::device::Identity;
use yardstick_domain::device::round::RemoteError;
use yardstick_domain::digest::Digest;
use yardstick_domain::id::{ChangeId, DeviceId, Epoch, RecordId, UserId, WorkspaceId};
use yardstick_domain::register::Register;
use yardstick_domain::wire::{
    BucketAnswer, EraseAnswer, EraseRequest, OfferAnswer, OfferRequest, PageKey, SnapshotPage,
    SyncAnswer, SyncRequest,
};
use yardstick_server::assets::Assets;
use yardstick_server::clock::ManualClock;
use yardstick_server::store::Store;
use yardstick_server::store::backup::backup;
use yardstick_server::sync::memory::MemoryStore;
use yardstick_server::sync::{self, Caller, Now, ReadStore, SyncError};
use yardstick_server::{App, router};

use crate::app::{PASSWORD, Person, first_account, settings};
use crate::network::ready;

/// A copy of everything, as of some moment.
#[derive(Clone)]
pub(crate) enum Backup {
    Memory(Box<MemoryStore>),
    File(PathBuf),
}

/// The server's data and what serves it.
pub(crate) enum Backend {
    Memory {
        store: Box<MemoryStore>,
        epoch: Epoch,
    },
    Router(Box<Process>),
}

const WORKSPACE: WorkspaceId = WorkspaceId::from_bytes([7; 16]);

impl Backend {
    pub(crate) fn memory() -> Self {
        let mut store = MemoryStore::default();
        store.create(WORKSPACE);
        store.start(Epoch(1));
        Self::Memory {
            store: Box::new(store),
            epoch: Epoch(1),
        }
    }

    /// The real server on a file, with so many devices signed in.
    pub(crate) fn router(devices: usize, now_ms: i64) -> Self {
        Self::Router(Box::new(Process::new(devices, now_ms)))
    }

    /// Who the devices are.
    pub(crate) fn identities(&self, devices: usize) -> Vec<Identity> {
        match self {
            Self::Router(process) => process.identities.clone(),
            Self::Memory { .. } => (0..devices)
                .map(|number| Identity {
                    workspace: WORKSPACE,
                    user: UserId::from_bytes([1; 16]),
                    device: DeviceId::from_bytes([u8::try_from(number).expect("few") + 1; 16]),
                })
                .collect(),
        }
    }

    pub(crate) fn restart(&mut self, drawn: u64) {
        match self {
            Self::Memory { store, epoch } => {
                *epoch = Epoch(drawn);
                store.start(Epoch(drawn));
            }
            Self::Router(process) => process.restart(None),
        }
    }

    pub(crate) fn back_up(&mut self) -> Backup {
        match self {
            Self::Memory { store, .. } => Backup::Memory(store.clone()),
            Self::Router(process) => Backup::File(process.back_up()),
        }
    }

    /// Puts a copy in the place of the data, and starts the server on it.
    pub(crate) fn restore(&mut self, copy: &Backup, drawn: u64) {
        match (self, copy) {
            (Self::Memory { store, epoch }, Backup::Memory(copy)) => {
                *store = copy.clone();
                *epoch = Epoch(drawn);
                store.start(Epoch(drawn));
            }
            (Self::Router(process), Backup::File(copy)) => process.restart(Some(copy)),
            _ => panic!("a backup of the other kind"),
        }
    }

    pub(crate) fn sync(
        &mut self,
        number: usize,
        device: DeviceId,
        request: &SyncRequest,
        now_ms: i64,
    ) -> Result<SyncAnswer, RemoteError> {
        match self {
            Self::Memory { store, epoch } => {
                let caller = caller(device);
                let now = moment(now_ms, *epoch);
                let mut trial = store.clone();
                let verdicts =
                    ready(sync::push(&mut *trial, caller, request, now)).map_err(refused)?;
                *store = trial;
                ready(sync::pull(&mut **store, caller, request, verdicts, now)).map_err(refused)
            }
            Self::Router(process) => process.post(number, "/api/v1/sync", request, now_ms),
        }
    }

    pub(crate) fn snapshot(
        &mut self,
        number: usize,
        at: Option<Cursor>,
        reach: Option<Cursor>,
        after: Option<PageKey>,
        now_ms: i64,
    ) -> Result<SnapshotPage, RemoteError> {
        match self {
            Self::Memory { store, epoch } => {
                let now = moment(now_ms, *epoch);
                // Small pages, so that snapshots are cut in the middle.
                ready(sync::snapshot(
                    &mut **store,
                    WORKSPACE,
                    at,
                    reach,
                    after,
                    now,
                    3,
                ))
                .map_err(refused)
            }
            Self::Router(process) => process.get(number, &snapshot_path(at, reach, after), now_ms),
        }
    }

    pub(crate) fn offer(
        &mut self,
        number: usize,
        device: DeviceId,
        request: &OfferRequest,
        now_ms: i64,
    ) -> Result<OfferAnswer, RemoteError> {
        match self {
            Self::Memory { store, epoch } => {
                let caller = caller(device);
                let now = moment(now_ms, *epoch);
                let mut trial = store.clone();
                let answer =
                    ready(sync::offer(&mut *trial, caller, request, now)).map_err(refused)?;
                *store = trial;
                Ok(answer)
            }
            Self::Router(process) => process.post(number, "/api/v1/offer", request, now_ms),
        }
    }

    pub(crate) fn erase(
        &mut self,
        number: usize,
        device: DeviceId,
        client: RecordId,
        now_ms: i64,
    ) -> Result<EraseAnswer, RemoteError> {
        match self {
            Self::Memory { store, epoch } => {
                let caller = caller(device);
                let now = moment(now_ms, *epoch);
                ready(sync::erase(&mut **store, caller, client, now)).map_err(refused)
            }
            Self::Router(process) => {
                let identity = process.identities[number];
                let request = EraseRequest {
                    workspace: identity.workspace,
                    user: identity.user,
                };
                let path = format!("/api/v1/clients/{client}/erase");
                process.post(number, &path, &request, now_ms)
            }
        }
    }

    /// Ids of all changes in the log, where they can be read.
    pub(crate) fn logged(&self) -> Option<HashSet<ChangeId>> {
        match self {
            Self::Memory { store, .. } => Some(store.logged(WORKSPACE).into_keys().collect()),
            Self::Router(_) => None,
        }
    }

    pub(crate) fn bucket(
        &mut self,
        number: usize,
        bucket: u8,
        now_ms: i64,
    ) -> Result<BucketAnswer, RemoteError> {
        match self {
            Self::Memory { store, epoch } => {
                let now = moment(now_ms, *epoch);
                let Ok(answer) = ready(sync::bucket(&mut **store, WORKSPACE, bucket, now));
                Ok(answer)
            }
            Self::Router(process) => {
                process.get(number, &format!("/api/v1/bucket?n={bucket}"), now_ms)
            }
        }
    }

    /// Every register, read as a new device reads them.
    pub(crate) fn registers(&mut self, now_ms: i64) -> Vec<(RegisterKey, Register)> {
        let mut rows: Vec<Row> = Vec::new();
        let mut after = None;
        loop {
            let page = self
                .snapshot(0, None, None, after, now_ms)
                .expect("nothing is lost now");
            rows.extend(page.rows);
            after = page.next;
            if after.is_none() {
                return rows
                    .into_iter()
                    .map(|row| (row.key, row.register))
                    .collect();
            }
        }
    }

    /// The digest as kept, where it can be read.
    pub(crate) fn digest(&mut self) -> Option<Digest> {
        match self {
            Self::Memory { store, .. } => {
                let Ok(digest) = ready(store.digest(WORKSPACE));
                Some(digest)
            }
            // Every round compared it.
            Self::Router(_) => None,
        }
    }
}

fn refused(error: SyncError<std::convert::Infallible>) -> RemoteError {
    match error {
        SyncError::OtherHistory { line } => RemoteError::OtherHistory { line },
        SyncError::Store(never) => match never {},
        SyncError::TooMany | SyncError::BadOffer => panic!("a device of ours sent {error}"),
    }
}

const fn caller(device: DeviceId) -> Caller {
    Caller {
        workspace: WORKSPACE,
        device,
        may_erase: true,
    }
}

const fn moment(system_ms: i64, epoch: Epoch) -> Now {
    Now { system_ms, epoch }
}

fn snapshot_path(at: Option<Cursor>, reach: Option<Cursor>, after: Option<PageKey>) -> String {
    let mut query = vec![String::new()];
    query.extend(at.map(|at| format!("epoch={}&seq={}", at.epoch, at.seq)));
    query.extend(reach.map(|reach| format!("reach_epoch={}&reach_seq={}", reach.epoch, reach.seq)));
    query.extend(after.map(|after| {
        format!(
            "after_client={}&after_record={}",
            after.client, after.record
        )
    }));
    format!(
        "/api/v1/snapshot?{}",
        query.join("&").trim_start_matches('&')
    )
}

/// The real server without its socket, and the devices signed in to it.
pub(crate) struct Process {
    runtime: Runtime,
    folder: TempDir,
    clock: std::sync::Arc<ManualClock>,
    app: Option<App>,
    people: Vec<Person>,
    identities: Vec<Identity>,
    backups: usize,
    clock_ms: i64,
}

impl Process {
    fn new(devices: usize, now_ms: i64) -> Self {
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

    fn restart(&mut self, copy: Option<&PathBuf>) {
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

    fn back_up(&mut self) -> PathBuf {
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

    fn post<T: DeserializeOwned>(
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

    fn get<T: DeserializeOwned>(
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
        StatusCode::CONFLICT => {
            let told: OtherHistory = serde_json::from_slice(body).expect("says its history");
            Err(RemoteError::OtherHistory { line: told.line })
        }
        other => panic!("{other}: {}", String::from_utf8_lossy(body)),
    }
}
