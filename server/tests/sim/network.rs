//! The server behind a network that loses, repeats, delays and cuts.

use std::cell::RefCell;
use std::collections::{HashSet, VecDeque};
use std::rc::Rc;
use std::task::Poll;

use yardstick_domain::cursor::Cursor;
use yardstick_domain::device::round::{Remote, RemoteError};
use yardstick_domain::id::{ChangeId, DeviceId};
use yardstick_domain::wire::{
    BucketAnswer, OfferAnswer, OfferRequest, PackedPage, PageKey, SyncAnswer, SyncRequest,
};

use crate::backend::Backend;
use crate::rng::Rng;

/// The server and the weather around it.
pub(crate) struct Server {
    pub(crate) backend: Backend,
    /// Ids of all changes in the log.
    pub(crate) logged: HashSet<ChangeId>,
    pub(crate) true_ms: i64,
    pub(crate) down: bool,
    /// Percent of messages that get lost on each way.
    pub(crate) loss: u64,
    pub(crate) rng: Rng,
    /// Old requests that may arrive once more.
    pub(crate) stray: VecDeque<(usize, DeviceId, SyncRequest)>,
}

/// Answers whether to go on, after other tasks had their turn.
pub(crate) async fn yield_once() {
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
    fn lost(&mut self) -> bool {
        self.down || self.rng.chance(self.loss)
    }

    /// Stores and answers; remembers what got into the log.
    pub(crate) fn sync(
        &mut self,
        number: usize,
        device: DeviceId,
        request: &SyncRequest,
    ) -> Result<SyncAnswer, RemoteError> {
        let answer = self.backend.sync(number, device, request, self.true_ms)?;
        let stored = answer
            .verdicts
            .iter()
            .filter(|judged| judged.place.is_some());
        self.logged.extend(stored.map(|judged| judged.id));
        Ok(answer)
    }
}

/// Polls a future that waits for nothing.
pub(crate) fn ready<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match future.as_mut().poll(&mut context) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("waits for something"),
    }
}

/// One device's way to the server.
#[derive(Clone)]
pub(crate) struct Link {
    pub(crate) server: Rc<RefCell<Server>>,
    pub(crate) number: usize,
    pub(crate) device: DeviceId,
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
                server
                    .stray
                    .push_back((self.number, self.device, request.clone()));
            }
            server.sync(self.number, self.device, &request)
        })
        .await
    }

    async fn snapshot(
        &self,
        at: Option<Cursor>,
        reach: Option<Cursor>,
        after: Option<PageKey>,
    ) -> Result<PackedPage, RemoteError> {
        self.call(|server| {
            server
                .backend
                .snapshot(self.number, at, reach, after, server.true_ms)
        })
        .await
        .map(PackedPage::from)
    }

    async fn offer(&self, request: &OfferRequest) -> Result<OfferAnswer, RemoteError> {
        self.call(|server| {
            server
                .backend
                .offer(self.number, self.device, request, server.true_ms)
        })
        .await
    }

    async fn bucket(&self, bucket: u8) -> Result<BucketAnswer, RemoteError> {
        self.call(|server| server.backend.bucket(self.number, bucket, server.true_ms))
            .await
    }

    async fn time(&self) -> Result<i64, RemoteError> {
        self.call(|server| Ok(server.true_ms)).await
    }
}
