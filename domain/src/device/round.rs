//! One round of sync: roll forward if the server is in another history, snapshot if there is no cursor, measure time if it is stale,
//! then close, exchange and absorb until nothing is left, and heal what the digest finds. No transaction is open while the network is
//! awaited: each step commits before the next asks.

use std::collections::{BTreeSet, VecDeque};
use std::future::Future;

use futures_util::future::join;

use super::absorb::{absorb, heal};
use super::roll::{self, Begun};
use super::send::close_request;
use super::snapshot::{Ready, store_ready};
use super::{
    DeviceError, DeviceStore, Identity, Meta, Mode, SnapshotState, Summarize, Tx, read_meta,
    write_meta,
};
use crate::accept::{Judged, Reason, Verdict};
use crate::change::{Change, Unit, limits};
use crate::cursor::{Cursor, Line};
use crate::id::{ChangeId, RecordId};
use crate::outbox::Portion;
use crate::wire::{
    BucketAnswer, OfferAnswer, OfferRequest, PackedPage, PageKey, SyncAnswer, SyncRequest,
};

/// Why the server gave no answer, each with what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RemoteError {
    /// No network, a proxy that refuses, a time-out: try again later.
    #[error("the server could not be reached")]
    Unreachable,
    /// Too many requests, full, or broken: try again after that many ms.
    #[error("the server asks to wait")]
    Wait {
        /// Milliseconds.
        ms: u32,
    },
    /// The server has no room: the person is told, the outbox waits.
    #[error("the server is full")]
    Full,
    /// No session, or an expired one: the person signs in, the outbox waits.
    #[error("sign in")]
    SignIn,
    /// The session is of another person or workspace than this book: nothing may be sent.
    #[error("signed in as someone else")]
    SomeoneElse,
    /// The session was ended with an order to wipe this device, proven by the token it received at sign-in.
    #[error("this device is to be wiped")]
    Wipe {
        /// The token the answer carried.
        token: String,
    },
    /// This build is too old to sync: the outbox is kept, an update is offered.
    #[error("this version is too old")]
    Update,
    /// The cursor is not in the server's history: a backup was restored.
    #[error("the server is in another history")]
    OtherHistory {
        /// The server's history, the running epoch ending at its head.
        line: Line,
    },
    /// The request as it is: too large, or something in it cannot be read or is not let through. It goes in smaller ones.
    #[error("the request is not taken: {code}")]
    NotTaken {
        /// The problem's code, or the status.
        code: String,
        /// Whose word that is.
        by: NotTakenBy,
    },
    /// An answer that makes no sense: told to the person with this code.
    #[error("the server's answer could not be read: {code}")]
    Unreadable {
        /// A problem's code, or what was wrong.
        code: String,
    },
}

/// Who does not take a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTakenBy {
    /// The server, of what it has read whole: of an action alone, a verdict.
    Server,
    /// Somebody on the way, who refused it or damaged it: nobody's verdict. Another day, or another network, it may go through.
    Way,
}

/// The server, as a device sees it. Small enough to fake in an afternoon.
pub trait Remote {
    /// `POST /sync`
    fn exchange(
        &self,
        request: &SyncRequest,
    ) -> impl Future<Output = Result<SyncAnswer, RemoteError>>;
    /// `GET /snapshot`
    fn snapshot(
        &self,
        at: Option<Cursor>,
        reach: Option<Cursor>,
        after: Option<PageKey>,
    ) -> impl Future<Output = Result<PackedPage, RemoteError>>;
    /// `POST /offer`
    fn offer(
        &self,
        request: &OfferRequest,
    ) -> impl Future<Output = Result<OfferAnswer, RemoteError>>;
    /// `GET /bucket`
    fn bucket(&self, bucket: u8) -> impl Future<Output = Result<BucketAnswer, RemoteError>>;
    /// `GET /time`: the server's time, unix ms.
    fn time(&self) -> impl Future<Output = Result<i64, RemoteError>>;
}

/// What the round needs of the world, as the caller sees it now.
pub trait Surroundings {
    /// The wall clock, unix ms, as wrong as it may be.
    fn wall_ms(&self) -> i64;
    /// Whether the offset to the server is to be measured first: an hour's silence, a clock jump of over a minute, or never measured.
    fn offset_is_stale(&self) -> bool;
    /// The offset was measured: server time less wall clock, ms.
    fn offset_measured(&self, offset_ms: i64);
    /// A new change id, for one that was taken.
    fn fresh_id(&self) -> ChangeId;
    /// Something of these clients changed in the store.
    fn changed(&self, clients: &[RecordId]);
}

/// How a round ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoundEnd {
    /// The device holds what the server has, proven by the digest; this many entries were refused on the way.
    Synced {
        /// How many.
        refused: usize,
    },
    /// The server shares no history with this device: a person decides.
    Foreign,
    /// Another tab was at it too, and this one gave way.
    Raced,
}

/// Why a round did not end.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RoundError<E> {
    /// The device's store.
    #[error(transparent)]
    Device(#[from] DeviceError<E>),
    /// The server.
    #[error(transparent)]
    Remote(#[from] RemoteError),
}

/// How many buckets a round heals before it leaves the rest to the next.
const HEALS: usize = 16;
/// How often a round tries again when another tab was faster.
const RACES: usize = 3;
/// How many in a row that are not taken alone it takes to stop asking: then it is not for what is in them.
const ALONE_IN_A_ROW: usize = 8;

/// Runs one round.
///
/// # Errors
/// The store or the server failed; what was committed stays, and another round goes on from there.
pub async fn round<S: DeviceStore, R: Remote>(
    store: &S,
    remote: &R,
    identity: Identity,
    summarize: &impl Summarize,
    world: &impl Surroundings,
) -> Result<RoundEnd, RoundError<S::Error>> {
    let mut refused = 0;
    let mut races = 0;
    let mut buckets = false;
    let mut healed = 0;
    let mut parts = Parts::default();
    let mut ahead: Option<Ahead> = None;
    loop {
        let meta = meta(store).await?;
        if let Some(rolling) = &meta.rolling {
            roll_forward(store, remote, identity, &rolling.server).await?;
            continue;
        }
        if meta.cursor.is_none() {
            let asked = meta.snapshot.clone().unwrap_or_default();
            let page = match ahead.take() {
                Some((state, page)) if state == asked => page,
                _ => remote.snapshot(asked.at, asked.reach, asked.after).await,
            };
            match page {
                Ok(page) => {
                    let ready =
                        Ready::of(asked, page, summarize).map_err(|_| RemoteError::Unreadable {
                            code: "page".into(),
                        })?;
                    let next = ready.next().cloned();
                    // Side by side: neither waits inside the other, and a page that was fetched for nothing is asked for again.
                    let storing = async {
                        let stored = store_ready(store, identity, ready, summarize).await?;
                        world.changed(&stored.clients);
                        Ok::<_, DeviceError<S::Error>>(stored)
                    };
                    let (stored, fetched) = join(storing, fetch_ahead(remote, next)).await;
                    let stored = stored?;
                    ahead = fetched;
                    if stored.dropped && raced(&mut races) {
                        return Ok(RoundEnd::Raced);
                    }
                }
                Err(RemoteError::OtherHistory { line }) => {
                    if roll::begin(store, None, meta.snapshot.as_ref(), line).await?
                        == Begun::Foreign
                    {
                        return Ok(RoundEnd::Foreign);
                    }
                }
                Err(error) => return Err(error.into()),
            }
            continue;
        }
        if world.offset_is_stale() {
            measure_offset(store, remote, world).await?;
        }
        let request = close_request(store, identity, buckets, &parts.portion).await?;
        let answer = match remote.exchange(&request).await {
            Ok(answer) => {
                parts.taken(&request);
                answer
            }
            Err(RemoteError::NotTaken { code, by }) => {
                match parts.not_taken(&request, code, by)? {
                    Some(verdicts) => verdicts,
                    None => continue,
                }
            }
            Err(RemoteError::OtherHistory { line }) => {
                if roll::begin(store, request.cursor, None, line).await? == Begun::Foreign {
                    return Ok(RoundEnd::Foreign);
                }
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        let absorbed = absorb(store, identity, request.cursor, answer, summarize, || {
            world.fresh_id()
        })
        .await?;
        world.changed(&absorbed.clients);
        if absorbed.dropped {
            if raced(&mut races) {
                return Ok(RoundEnd::Raced);
            }
            continue;
        }
        refused += absorbed.refused;
        match absorbed.differs {
            Some(differing) if !differing.is_empty() && healed < HEALS => {
                for bucket in differing {
                    let answer = remote.bucket(bucket).await?;
                    world.changed(&heal(store, identity, bucket, answer, summarize).await?);
                    healed += 1;
                }
                continue;
            }
            Some(_) if !buckets => {
                buckets = true;
                continue;
            }
            _ => {}
        }
        if !absorbed.more && absorbed.waiting == 0 {
            return Ok(RoundEnd::Synced { refused });
        }
        // Everything else has gone and come, and nothing was written meanwhile: the person is told of what has not.
        let has_more_to_send = !request.changes.is_empty()
            || u32::try_from(absorbed.waiting).is_ok_and(|waiting| waiting > request.waiting);
        if !absorbed.more
            && !has_more_to_send
            && let Some(code) = parts.code
        {
            return Err(RemoteError::Unreadable { code }.into());
        }
    }
}

/// What becomes of the outbox when requests are not taken: one bad change must not hold up the rest.
#[derive(Default)]
struct Parts {
    /// How much of it a request carries.
    portion: Portion,
    /// Of what is put aside, that which the server did not take: it is asked again once it has taken something else.
    doubted: BTreeSet<Unit>,
    /// The action that the server did not take alone, asked once.
    asked_once: Option<Unit>,
    /// An action was refused, and nothing was taken since: that the server fails on it need not lie in what is in the next one.
    has_refused: bool,
    /// Actions that were not taken alone, since something was taken.
    alone_in_a_row: usize,
    /// What that which is put aside was refused with.
    code: Option<String>,
}

impl Parts {
    /// The request was answered.
    fn taken(&mut self, request: &SyncRequest) {
        if request.changes.is_empty() {
            return;
        }
        self.has_refused = false;
        if std::mem::take(&mut self.alone_in_a_row) > 0 {
            self.portion.most = limits::REQUEST_CHANGES;
        }
        for unit in std::mem::take(&mut self.doubted) {
            self.portion.aside.remove(&unit);
        }
        if self.portion.aside.is_empty() {
            self.code = None;
        }
    }

    /// Half as many at once, until one action is left. If the server says twice that it does not take it alone, its changes are refused, as
    /// if by an answer; but of all that it fails on in a row only the first. Any other is put aside, and the round goes on without it: what
    /// somebody on the way does not let through is refused by nobody.
    fn not_taken(
        &mut self,
        request: &SyncRequest,
        code: String,
        by: NotTakenBy,
    ) -> Result<Option<SyncAnswer>, RemoteError> {
        let Some(first) = request.changes.first() else {
            return Err(RemoteError::Unreadable { code });
        };
        let unit = first.unit();
        if request.changes.iter().any(|change| change.unit() != unit) {
            let half = request.changes.len().div_ceil(2);
            self.portion.most = half.min(self.portion.most / 2).max(1);
            return Ok(None);
        }
        if by == NotTakenBy::Server {
            if self.asked_once.replace(unit) != Some(unit) {
                return Ok(None);
            }
            if !self.has_refused {
                self.has_refused = true;
                self.alone_in_a_row += 1;
                return Ok(Some(refusal(request, &code)));
            }
            self.doubted.insert(unit);
        }
        self.portion.aside.insert(unit);
        self.code.get_or_insert(code);
        self.alone_in_a_row += 1;
        if self.alone_in_a_row >= ALONE_IN_A_ROW {
            self.portion.most = 0;
        }
        Ok(None)
    }
}

/// An answer that refuses what is in the request, and says nothing else.
fn refusal(request: &SyncRequest, problem: &str) -> SyncAnswer {
    let refused = |change: &Change| Judged {
        id: change.id,
        verdict: Verdict::Refused {
            reason: Reason::NotTaken {
                problem: problem.to_owned(),
            },
        },
        place: None,
        time: None,
    };
    SyncAnswer {
        verdicts: request.changes.iter().map(refused).collect(),
        // The device is not level.
        more: true,
        ..SyncAnswer::default()
    }
}

/// Offers a restored server what it has lost. A register that is not taken holds up no other; but a device goes on to what the server has
/// only when all of its own were taken, because it is the one that still holds them.
async fn roll_forward<S: DeviceStore, R: Remote>(
    store: &S,
    remote: &R,
    identity: Identity,
    server: &Line,
) -> Result<(), RoundError<S::Error>> {
    let mut offers = VecDeque::from(roll::offers(store, identity).await?);
    let mut taken = None;
    let mut not_taken = None;
    let mut alone_in_a_row = 0;
    while let Some(offer) = offers.pop_front() {
        match remote.offer(&offer).await {
            Ok(answer) => {
                taken = Some(answer.at);
                alone_in_a_row = 0;
            }
            // Restored again while rolling: what is offered is decided anew.
            Err(RemoteError::OtherHistory { line }) => {
                return Ok(roll::restart(store, server, line).await?);
            }
            Err(RemoteError::NotTaken { code, .. }) => {
                if let Some([one, other]) = roll::halves(offer) {
                    offers.push_front(other);
                    offers.push_front(one);
                    continue;
                }
                not_taken.get_or_insert(code);
                alone_in_a_row += 1;
                if alone_in_a_row >= ALONE_IN_A_ROW {
                    break;
                }
            }
            Err(error) => return Err(error.into()),
        }
    }
    if let Some(code) = not_taken {
        return Err(RemoteError::Unreadable { code }.into());
    }
    Ok(roll::finish(store, server, taken).await?)
}

/// A page that was fetched before its turn, or why not, and what it was asked for with.
type Ahead = (SnapshotState, Result<PackedPage, RemoteError>);

async fn fetch_ahead<R: Remote>(remote: &R, next: Option<SnapshotState>) -> Option<Ahead> {
    let next = next?;
    let page = remote.snapshot(next.at, next.reach, next.after).await;
    Some((next, page))
}

const fn raced(races: &mut usize) -> bool {
    *races += 1;
    *races > RACES
}

/// Reads where the device stands.
///
/// # Errors
/// The store failed.
pub async fn meta<S: DeviceStore>(store: &S) -> Result<Meta, DeviceError<S::Error>> {
    let mut tx = store.begin(Mode::Read).await?;
    read_meta(&mut tx).await
}

async fn measure_offset<S: DeviceStore, R: Remote>(
    store: &S,
    remote: &R,
    world: &impl Surroundings,
) -> Result<(), RoundError<S::Error>> {
    let before = world.wall_ms();
    let server = remote.time().await?;
    let after = world.wall_ms();
    let mut tx = store
        .begin(Mode::WriteStrict)
        .await
        .map_err(DeviceError::from)?;
    let mut meta = read_meta(&mut tx).await?;
    let offset_ms = server - (before + (after - before) / 2);
    meta.offset_ms = offset_ms;
    write_meta(&mut tx, &meta);
    tx.commit().await.map_err(DeviceError::from)?;
    world.offset_measured(offset_ms);
    Ok(())
}
