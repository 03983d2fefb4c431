//! Where the sync service keeps its data in a history: memory mostly, and in every fiftieth seed SQLite through the real router.

use std::collections::BTreeMap;
use std::path::PathBuf;

use yardstick_domain::accept::Stored;
use yardstick_domain::change::RegisterKey;
use yardstick_domain::codec::Row;
use yardstick_domain::cursor::Cursor;
use yardstick_domain::device::Identity;
use yardstick_domain::device::round::RemoteError;
use yardstick_domain::digest::Digest;
use yardstick_domain::id::{ChangeId, DeviceId, Epoch, RecordId, UserId, WorkspaceId};
use yardstick_domain::register::Register;
use yardstick_domain::wire::{
    BucketAnswer, EraseAnswer, EraseRequest, OfferAnswer, OfferRequest, PageKey, SnapshotPage,
    SyncAnswer, SyncRequest,
};
use yardstick_server::sync::memory::MemoryStore;
use yardstick_server::sync::{self, Caller, Now, ReadStore, SyncError};

use crate::network::ready;
use crate::process::Process;

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
                // Memory saves at the end or not at all: there is nothing to take back.
                let verdicts =
                    ready(sync::push(&mut **store, caller, request, now)).map_err(refused)?;
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
                ready(sync::offer(&mut **store, caller, request, now)).map_err(refused)
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

    /// Places of all changes in the log, where they can be read.
    pub(crate) fn logged(&self) -> Option<BTreeMap<ChangeId, u64>> {
        match self {
            Self::Memory { store, .. } => {
                let logged = store.logged(WORKSPACE).into_iter();
                Some(logged.map(|(id, logged)| (id, logged.seq)).collect())
            }
            Self::Router(_) => None,
        }
    }

    /// The running epoch and the registers with their places, where they can be read.
    pub(crate) fn places(&self) -> Option<(Epoch, BTreeMap<RegisterKey, Stored>)> {
        match self {
            Self::Memory { store, epoch } => Some((*epoch, store.registers(WORKSPACE))),
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
