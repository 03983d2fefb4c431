//! The server behind a network that loses, repeats, delays, reorders and cuts, and a server that dies around its commits.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::rc::Rc;
use std::task::Poll;

use yardstick_domain::change::{Change, RegisterKey, Unit};
use yardstick_domain::cursor::Cursor;
use yardstick_domain::device::round::{NotTakenBy, Remote, RemoteError};
use yardstick_domain::id::{ChangeId, DeviceId};
use yardstick_domain::wire::{
    BucketAnswer, OfferAnswer, OfferRequest, PackedPage, PageKey, SyncAnswer, SyncRequest,
};
use yardstick_server::sync::PROTOCOLS;

use crate::acts::is_refusable;
use crate::backend::Backend;
use crate::faults::Faults;
use crate::invariants::{Broken, Invariant};
use crate::rng::Rng;
use crate::sabotage::Sabotage;

/// When the server dies, about the next request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dies {
    BeforeCommit,
    AfterCommit,
}

/// Which ways of a device are cut.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Ways {
    pub(crate) up_cut: bool,
    pub(crate) down_cut: bool,
    /// What somebody on the way up does not let through.
    pub(crate) blocked: Option<Unit>,
}

/// A request that may arrive once more.
#[derive(Clone)]
pub(crate) enum Stray {
    Sync(SyncRequest),
    Offer(OfferRequest),
}

/// What the log says of a change.
pub(crate) type Acknowledged = BTreeMap<ChangeId, (u64, i64)>;

/// A change as it arrived first.
pub(crate) struct Arrived {
    pub(crate) key: RegisterKey,
    pub(crate) replaces: Vec<ChangeId>,
}

/// The server and the weather around it.
pub(crate) struct Server {
    pub(crate) backend: Backend,
    /// Every change in the log, with its place and time as told.
    pub(crate) logged: Acknowledged,
    pub(crate) places: HashMap<u64, ChangeId>,
    /// Every change that ever arrived, whatever became of it.
    pub(crate) arrived: HashMap<ChangeId, Arrived>,
    /// What time it is.
    pub(crate) true_ms: i64,
    /// How wrong the server's clock is.
    pub(crate) skew_ms: i64,
    /// The furthest that clock ever showed.
    pub(crate) newest_ms: i64,
    pub(crate) down: bool,
    pub(crate) full: bool,
    pub(crate) busy: bool,
    pub(crate) dies: Option<Dies>,
    pub(crate) ways: Vec<Ways>,
    /// What it could not read.
    pub(crate) choked_on: HashSet<Unit>,
    pub(crate) faults: Faults,
    pub(crate) epochs: u64,
    /// How many requests were sent.
    exchanged: u64,
    pub(crate) rng: Rng,
    pub(crate) stray: VecDeque<(usize, DeviceId, Stray)>,
    pub(crate) broken: Option<Broken>,
    pub(crate) sabotage: Option<Sabotage>,
}

/// Answers after other tasks had their turn.
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

/// Polls a future that waits for nothing.
pub(crate) fn ready<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match future.as_mut().poll(&mut context) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("waits for something"),
    }
}

impl Server {
    pub(crate) fn new(backend: Backend, faults: Faults, rng: Rng, true_ms: i64) -> Self {
        Self {
            backend,
            logged: Acknowledged::new(),
            places: HashMap::new(),
            arrived: HashMap::new(),
            true_ms,
            skew_ms: 0,
            newest_ms: true_ms,
            down: false,
            full: false,
            busy: false,
            dies: None,
            ways: vec![Ways::default(); faults.devices],
            choked_on: HashSet::new(),
            faults,
            epochs: 1,
            exchanged: 0,
            rng,
            stray: VecDeque::new(),
            broken: None,
            sabotage: None,
        }
    }

    /// A request as it arrives. Every so manieth goes through JSON, which takes longer than all else: what does not survive it is no use.
    fn on_the_wire(&mut self, request: &SyncRequest) -> SyncRequest {
        self.exchanged += 1;
        if !self.exchanged.is_multiple_of(8) {
            return request.clone();
        }
        let json = serde_json::to_vec(request).expect("writes");
        serde_json::from_slice(&json).expect("reads")
    }

    /// The weather clears up for good.
    pub(crate) fn calm(&mut self) {
        (self.down, self.full, self.busy, self.dies) = (false, false, false, None);
        self.ways.fill(Ways::default());
        self.stray.clear();
        self.faults = Faults {
            devices: self.faults.devices,
            steps: self.faults.steps,
            server_chokes: self.faults.server_chokes,
            ..Faults::default()
        };
    }

    /// Starts it anew: another epoch.
    pub(crate) fn restart(&mut self) {
        let epoch = self.next_epoch();
        self.backend.restart(epoch);
    }

    pub(crate) fn next_epoch(&mut self) -> u64 {
        self.epochs += 1;
        self.epochs
    }

    /// What the server's clock shows.
    pub(crate) const fn now_ms(&self) -> i64 {
        self.true_ms + self.skew_ms
    }

    pub(crate) fn pass(&mut self, ms: i64) {
        self.true_ms += ms;
        self.newest_ms = self.newest_ms.max(self.now_ms());
    }

    fn note(&mut self, found: Result<(), Broken>) {
        if let (Err(broken), None) = (found, &self.broken) {
            self.broken = Some(broken);
        }
    }

    /// What the server says before it looks at a request that writes.
    fn gate(&mut self, protocol: u32, writes: bool) -> Result<(), RemoteError> {
        if !PROTOCOLS.contains(&protocol) && self.sabotage != Some(Sabotage::AnyVersion) {
            return Err(RemoteError::Update);
        }
        if writes && self.full {
            return Err(RemoteError::Full);
        }
        Ok(())
    }

    /// Stores and answers; remembers what got into the log.
    pub(crate) fn sync(
        &mut self,
        number: usize,
        device: DeviceId,
        request: &SyncRequest,
    ) -> Result<SyncAnswer, RemoteError> {
        self.gate(request.protocol, !request.changes.is_empty())?;
        if self.faults.server_chokes && request.changes.iter().any(is_refusable) {
            let refusable = request.changes.iter().filter(|change| is_refusable(change));
            self.choked_on.extend(refusable.map(Change::unit));
            return Err(RemoteError::NotTaken {
                code: "unreadable".into(),
                by: NotTakenBy::Server,
            });
        }
        for change in &request.changes {
            self.arrives(change);
        }
        let mut answer = match self.sabotage {
            Some(sabotage) => sabotage.sync(self, number, device, request)?,
            None => self.backend.sync(number, device, request, self.now_ms())?,
        };
        self.check_acknowledged(&answer);
        if self.rng.chance(10) {
            let json = serde_json::to_vec(&answer).expect("writes");
            answer = serde_json::from_slice(&json).expect("reads");
        }
        Ok(answer)
    }

    /// What somebody on a device's way says to its request.
    fn on_the_way(&self, number: usize, request: &SyncRequest) -> Result<(), RemoteError> {
        let Some(blocked) = self.ways[number].blocked else {
            return Ok(());
        };
        if request
            .changes
            .iter()
            .all(|change| change.unit() != blocked)
        {
            return Ok(());
        }
        let by = match self.sabotage {
            Some(Sabotage::FalseWord) => NotTakenBy::Server,
            _ => NotTakenBy::Way,
        };
        let code = "403".to_owned();
        Err(RemoteError::NotTaken { code, by })
    }

    fn arrives(&mut self, change: &Change) {
        self.arrived.entry(change.id).or_insert_with(|| Arrived {
            key: change.key.clone(),
            replaces: change.replaces.clone(),
        });
    }

    fn check_acknowledged(&mut self, answer: &SyncAnswer) {
        for judged in &answer.verdicts {
            let (Some(place), Some(time)) = (judged.place, judged.time) else {
                continue;
            };
            let told = *self.logged.entry(judged.id).or_insert((place.seq, time));
            let by = *self.places.entry(place.seq).or_insert(judged.id);
            let found = Invariant::AcknowledgedOnce.holds(
                told == (place.seq, time) && by == judged.id,
                || {
                    let id = judged.id;
                    format!("{id} is at {place:?}, {time}; was at {told:?}, where {by} is")
                },
            );
            self.note(found);
        }
    }

    pub(crate) fn offer(
        &mut self,
        number: usize,
        device: DeviceId,
        request: &OfferRequest,
    ) -> Result<OfferAnswer, RemoteError> {
        self.gate(request.protocol, true)?;
        self.backend.offer(number, device, request, self.now_ms())
    }

    /// A restored server knows only what its backup knew.
    pub(crate) fn forget_to(&mut self, logged: Acknowledged) {
        self.places = logged.iter().map(|(id, (seq, _))| (*seq, *id)).collect();
        self.logged = logged;
    }
}

/// One device's way to the server.
#[derive(Clone)]
pub(crate) struct Link {
    pub(crate) server: Rc<RefCell<Server>>,
    pub(crate) number: usize,
    pub(crate) device: DeviceId,
    /// What the device's build speaks.
    pub(crate) protocol: Rc<Cell<u32>>,
}

impl Link {
    /// A message is under way: at least others have their turn, mostly time passes.
    async fn travel(&self) {
        let due_ms = {
            let mut server = self.server.borrow_mut();
            let longest = server.faults.delay_ms;
            match u64::try_from(longest) {
                Ok(longest @ 1..) if server.rng.chance(60) => {
                    let delay = server.rng.next() % longest;
                    Some(server.true_ms + i64::try_from(delay).unwrap_or(0))
                }
                _ => None,
            }
        };
        yield_once().await;
        let Some(due_ms) = due_ms else { return };
        std::future::poll_fn(|_| {
            if self.server.borrow().true_ms >= due_ms {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
    }

    /// Both ways of one message: it takes its time, is lost going or coming, arrives twice, and meets a server that dies.
    async fn call<T>(
        &self,
        work: impl Fn(&mut Server) -> Result<T, RemoteError>,
    ) -> Result<T, RemoteError> {
        self.travel().await;
        let answer = {
            let mut server = self.server.borrow_mut();
            let loss = server.faults.loss;
            if server.down || server.ways[self.number].up_cut || server.rng.chance(loss) {
                return Err(RemoteError::Unreachable);
            }
            if server.busy && server.rng.chance(50) {
                return Err(RemoteError::Wait { ms: 1_000 });
            }
            let dies = server.dies.take();
            if dies == Some(Dies::BeforeCommit) {
                server.restart();
                return Err(RemoteError::Unreachable);
            }
            let mut answer = work(&mut server);
            let repeats = server.faults.repeats;
            if server.rng.chance(repeats) {
                let again = work(&mut server);
                if server.rng.chance(50) {
                    answer = again;
                }
            }
            if dies == Some(Dies::AfterCommit) {
                server.restart();
                return Err(RemoteError::Unreachable);
            }
            answer
        };
        self.travel().await;
        let mut server = self.server.borrow_mut();
        let loss = server.faults.loss;
        if server.down || server.ways[self.number].down_cut || server.rng.chance(loss) {
            return Err(RemoteError::Unreachable);
        }
        answer
    }

    fn keep_stray(&self, stray: Stray) {
        let mut server = self.server.borrow_mut();
        if server.faults.strays && server.stray.len() < 8 {
            server.stray.push_back((self.number, self.device, stray));
        }
    }
}

impl Remote for Link {
    async fn exchange(&self, request: &SyncRequest) -> Result<SyncAnswer, RemoteError> {
        let mut request = self.server.borrow_mut().on_the_wire(request);
        request.protocol = self.protocol.get();
        self.keep_stray(Stray::Sync(request.clone()));
        self.call(|server| {
            server.on_the_way(self.number, &request)?;
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
                .snapshot(self.number, at, reach, after, server.now_ms())
        })
        .await
        .map(PackedPage::from)
    }

    async fn offer(&self, request: &OfferRequest) -> Result<OfferAnswer, RemoteError> {
        let mut request: OfferRequest =
            serde_json::from_slice(&serde_json::to_vec(request).expect("writes")).expect("reads");
        request.protocol = self.protocol.get();
        self.keep_stray(Stray::Offer(request.clone()));
        self.call(|server| server.offer(self.number, self.device, &request))
            .await
    }

    async fn bucket(&self, bucket: u8) -> Result<BucketAnswer, RemoteError> {
        self.call(|server| server.backend.bucket(self.number, bucket, server.now_ms()))
            .await
    }

    async fn time(&self) -> Result<i64, RemoteError> {
        self.call(|server| Ok(server.now_ms())).await
    }
}
