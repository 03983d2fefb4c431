//! The two stores, each as a server's sync service whose requests run in transactions of their own.

use std::fmt::Debug;

use super::fixtures::{OURS, THEIRS};
use crate::app::{BEGIN_MS, TestApp};
use yardstick_domain::accept::Judged;
use yardstick_domain::cursor::Line;
use yardstick_domain::id::{Epoch, RecordId, WorkspaceId};
use yardstick_domain::wire::{
    BucketAnswer, EraseAnswer, OfferAnswer, OfferRequest, PageKey, SnapshotPage, SyncAnswer,
    SyncRequest,
};
use yardstick_server::store::StoreError;
use yardstick_server::store::sync::SyncStore;
use yardstick_server::sync::memory::MemoryStore;
use yardstick_server::sync::{self, Caller, Now, SyncError};

/// What a refused request says, whatever the store.
#[derive(Debug, PartialEq)]
pub(super) enum Refusal {
    OtherHistory(Line),
    TooMany,
    BadOffer,
    Store(String),
}

impl<E: Debug> From<SyncError<E>> for Refusal {
    fn from(error: SyncError<E>) -> Self {
        match error {
            SyncError::OtherHistory { line } => Self::OtherHistory(line),
            SyncError::TooMany => Self::TooMany,
            SyncError::BadOffer => Self::BadOffer,
            SyncError::Store(error) => Self::Store(format!("{error:?}")),
        }
    }
}

/// A server's sync service over some store, each request in its own transaction.
pub(super) trait Stage {
    fn epoch(&self) -> Epoch;
    async fn push(&mut self, caller: Caller, request: SyncRequest) -> Result<Vec<Judged>, Refusal>;
    async fn pull(&mut self, caller: Caller, request: SyncRequest) -> Result<SyncAnswer, Refusal>;
    async fn offer(
        &mut self,
        caller: Caller,
        request: OfferRequest,
    ) -> Result<OfferAnswer, Refusal>;
    async fn erase(&mut self, caller: Caller, client: RecordId) -> Result<EraseAnswer, Refusal>;
    async fn page(
        &mut self,
        workspace: WorkspaceId,
        after: Option<PageKey>,
        limit: usize,
    ) -> SnapshotPage;
    async fn bucket(&mut self, workspace: WorkspaceId, bucket: u8) -> BucketAnswer;
}

fn at(epoch: Epoch) -> Now {
    Now {
        system_ms: BEGIN_MS,
        epoch,
    }
}

pub(super) struct InMemory {
    pub(super) store: MemoryStore,
    pub(super) epoch: Epoch,
}

impl InMemory {
    pub(super) fn new() -> Self {
        let mut store = MemoryStore::default();
        store.start(Epoch(7));
        store.create(OURS);
        store.create(THEIRS);
        Self {
            store,
            epoch: Epoch(7),
        }
    }
}

impl Stage for InMemory {
    fn epoch(&self) -> Epoch {
        self.epoch
    }

    async fn push(&mut self, caller: Caller, request: SyncRequest) -> Result<Vec<Judged>, Refusal> {
        Ok(sync::push(&mut self.store, caller, &request, at(self.epoch)).await?)
    }

    async fn pull(&mut self, caller: Caller, request: SyncRequest) -> Result<SyncAnswer, Refusal> {
        Ok(sync::pull(
            &mut self.store,
            caller,
            &request,
            Vec::new(),
            at(self.epoch),
        )
        .await?)
    }

    async fn offer(
        &mut self,
        caller: Caller,
        request: OfferRequest,
    ) -> Result<OfferAnswer, Refusal> {
        Ok(sync::offer(&mut self.store, caller, &request, at(self.epoch)).await?)
    }

    async fn erase(&mut self, caller: Caller, client: RecordId) -> Result<EraseAnswer, Refusal> {
        Ok(sync::erase(&mut self.store, caller, client, at(self.epoch)).await?)
    }

    async fn page(
        &mut self,
        workspace: WorkspaceId,
        after: Option<PageKey>,
        limit: usize,
    ) -> SnapshotPage {
        let now = at(self.epoch);
        sync::snapshot(&mut self.store, workspace, None, None, after, now, limit)
            .await
            .unwrap()
    }

    async fn bucket(&mut self, workspace: WorkspaceId, bucket: u8) -> BucketAnswer {
        let now = at(self.epoch);
        sync::bucket(&mut self.store, workspace, bucket, now)
            .await
            .unwrap()
    }
}

pub(super) struct OnDisk {
    server: Option<TestApp>,
}

impl OnDisk {
    pub(super) async fn new() -> Self {
        let server = TestApp::empty().await;
        let mut sql = server.sql().await;
        for workspace in [OURS, THEIRS] {
            sqlx::query("insert into workspace (id, name, created_ms) values (?, 'w', 0)")
                .bind(workspace.0)
                .execute(&mut sql)
                .await
                .unwrap();
        }
        Self {
            server: Some(server),
        }
    }

    fn server(&self) -> &TestApp {
        self.server.as_ref().unwrap()
    }

    pub(super) async fn restart(&mut self) {
        self.server = Some(self.server.take().unwrap().restart(0).await.unwrap());
    }
}

impl Stage for OnDisk {
    fn epoch(&self) -> Epoch {
        self.server().app.epoch()
    }

    async fn push(&mut self, caller: Caller, request: SyncRequest) -> Result<Vec<Judged>, Refusal> {
        let now = at(self.epoch());
        let done: Result<_, SyncError<StoreError>> = self
            .server()
            .app
            .store()
            .write(move |tx| {
                Box::pin(async move {
                    sync::push(
                        &mut SyncStore::pushing(tx, caller.device),
                        caller,
                        &request,
                        now,
                    )
                    .await
                })
            })
            .await;
        Ok(done?)
    }

    async fn pull(&mut self, caller: Caller, request: SyncRequest) -> Result<SyncAnswer, Refusal> {
        let mut tx = self.server().app.store().reading().await.unwrap();
        let now = at(self.epoch());
        Ok(sync::pull(
            &mut SyncStore::new(&mut tx),
            caller,
            &request,
            Vec::new(),
            now,
        )
        .await?)
    }

    async fn offer(
        &mut self,
        caller: Caller,
        request: OfferRequest,
    ) -> Result<OfferAnswer, Refusal> {
        let now = at(self.epoch());
        let done: Result<OfferAnswer, SyncError<StoreError>> = self
            .server()
            .app
            .store()
            .write(move |tx| {
                Box::pin(async move {
                    sync::offer(&mut SyncStore::new(tx), caller, &request, now).await
                })
            })
            .await;
        Ok(done?)
    }

    async fn erase(&mut self, caller: Caller, client: RecordId) -> Result<EraseAnswer, Refusal> {
        let now = at(self.epoch());
        let done: Result<EraseAnswer, SyncError<StoreError>> = self
            .server()
            .app
            .store()
            .write(move |tx| {
                Box::pin(
                    async move { sync::erase(&mut SyncStore::new(tx), caller, client, now).await },
                )
            })
            .await;
        Ok(done?)
    }

    async fn page(
        &mut self,
        workspace: WorkspaceId,
        after: Option<PageKey>,
        limit: usize,
    ) -> SnapshotPage {
        let mut tx = self.server().app.store().reading().await.unwrap();
        let now = at(self.epoch());
        sync::snapshot(
            &mut SyncStore::new(&mut tx),
            workspace,
            None,
            None,
            after,
            now,
            limit,
        )
        .await
        .unwrap()
    }

    async fn bucket(&mut self, workspace: WorkspaceId, bucket: u8) -> BucketAnswer {
        let mut tx = self.server().app.store().reading().await.unwrap();
        let now = at(self.epoch());
        sync::bucket(&mut SyncStore::new(&mut tx), workspace, bucket, now)
            .await
            .unwrap()
    }
}
