//! The server behind a network that loses, repeats, delays and cuts.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::rc::Rc;
use std::task::Poll;

use yardstick_domain::cursor::Cursor;
use yardstick_domain::device::round::{Remote, RemoteError};
use yardstick_domain::id::{DeviceId, Epoch, WorkspaceId};
use yardstick_domain::wire::{
    BucketAnswer, OfferAnswer, OfferRequest, PageKey, SnapshotPage, SyncAnswer, SyncRequest,
};
use yardstick_server::sync::memory::MemoryStore;
use yardstick_server::sync::{self, Caller, Now, SyncError};

use crate::rng::Rng;

/// The one workspace.
pub const WORKSPACE: WorkspaceId = WorkspaceId::from_bytes([7; 16]);

/// The server and the weather around it.
pub struct Server {
    pub store: MemoryStore,
    pub epoch: Epoch,
    pub true_ms: i64,
    pub down: bool,
    /// Percent of messages that get lost on each way.
    pub loss: u64,
    pub rng: Rng,
    /// Old requests that may arrive once more.
    pub stray: VecDeque<(DeviceId, SyncRequest)>,
}

/// Answers whether to go on, after other tasks had their turn.
pub async fn yield_once() {
    let mut yielded = false;
    std::future::poll_fn(|_| {
        if yielded {
            return Poll::Ready(());
        }
        yielded = true;
        Poll::Pending
    })
    .await;
}

impl Server {
    fn now(&self) -> Now {
        Now {
            system_ms: self.true_ms,
            epoch: self.epoch,
        }
    }

    fn lost(&mut self) -> bool {
        self.down || self.rng.chance(self.loss)
    }

    /// Stores and answers, as the writer task and the reader do.
    pub fn sync(
        &mut self,
        device: DeviceId,
        request: &SyncRequest,
    ) -> Result<SyncAnswer, RemoteError> {
        let (caller, now) = (
            Caller {
                workspace: WORKSPACE,
                device,
            },
            self.now(),
        );
        let mut trial = self.store.clone();
        let verdicts = ready(sync::push(&mut trial, caller, request, now)).map_err(refused)?;
        self.store = trial;
        ready(sync::pull(&mut self.store, caller, request, verdicts, now)).map_err(refused)
    }
}

fn refused(error: SyncError<Infallible>) -> RemoteError {
    match error {
        SyncError::OtherHistory { line } => RemoteError::OtherHistory { line },
        SyncError::Store(never) => match never {},
        SyncError::TooMany | SyncError::BadOffer => panic!("a device of ours sent {error}"),
    }
}

/// Polls a future that waits for nothing.
pub fn ready<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match future.as_mut().poll(&mut context) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("waits for something"),
    }
}

/// One device's way to the server.
#[derive(Clone)]
pub struct Link {
    pub server: Rc<RefCell<Server>>,
    pub device: DeviceId,
}

impl Link {
    /// Both ways of one message: yields so that others may act meanwhile, loses it going or coming.
    async fn call<T>(
        &self,
        work: impl FnOnce(&mut Server) -> Result<T, RemoteError>,
    ) -> Result<T, RemoteError> {
        yield_once().await;
        let answer = {
            let mut server = self.server.borrow_mut();
            if server.lost() {
                return Err(RemoteError::Unreachable);
            }
            work(&mut server)
        };
        yield_once().await;
        if self.server.borrow_mut().lost() {
            return Err(RemoteError::Unreachable);
        }
        answer
    }
}

impl Remote for Link {
    async fn exchange(&self, request: &SyncRequest) -> Result<SyncAnswer, RemoteError> {
        // Over the wire and back: what does not survive JSON is no use.
        let request: SyncRequest =
            serde_json::from_slice(&serde_json::to_vec(request).expect("writes")).expect("reads");
        self.call(|server| {
            if server.stray.len() < 8 {
                server.stray.push_back((self.device, request.clone()));
            }
            server.sync(self.device, &request)
        })
        .await
    }

    async fn snapshot(
        &self,
        at: Option<Cursor>,
        reach: Option<Cursor>,
        after: Option<PageKey>,
    ) -> Result<SnapshotPage, RemoteError> {
        self.call(|server| {
            let now = server.now();
            ready(sync::snapshot(
                &mut server.store,
                WORKSPACE,
                at,
                reach,
                after,
                now,
                3,
            ))
            .map_err(refused)
        })
        .await
    }

    async fn offer(&self, request: &OfferRequest) -> Result<OfferAnswer, RemoteError> {
        self.call(|server| {
            let (caller, now) = (
                Caller {
                    workspace: WORKSPACE,
                    device: self.device,
                },
                server.now(),
            );
            let mut trial = server.store.clone();
            let answer = ready(sync::offer(&mut trial, caller, request, now)).map_err(refused)?;
            server.store = trial;
            Ok(answer)
        })
        .await
    }

    async fn bucket(&self, bucket: u8) -> Result<BucketAnswer, RemoteError> {
        self.call(|server| {
            let now = server.now();
            let Ok(answer) = ready(sync::bucket(&mut server.store, WORKSPACE, bucket, now));
            Ok(answer)
        })
        .await
    }

    async fn time(&self) -> Result<i64, RemoteError> {
        self.call(|server| Ok(server.true_ms)).await
    }
}
