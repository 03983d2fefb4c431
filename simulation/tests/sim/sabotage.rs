//! Servers and disks that break the rules: each shows that an invariant can fail.

use std::collections::BTreeSet;

use yardstick_domain::PROTOCOL;
use yardstick_domain::accept::{Judged, Reason, Verdict};
use yardstick_domain::change::Value;
use yardstick_domain::codec;
use yardstick_domain::cursor::Line;
use yardstick_domain::device::Table;
use yardstick_domain::device::round::RemoteError;
use yardstick_domain::id::{ChangeId, DeviceId, Writer};
use yardstick_domain::outbox::{Entry, State};
use yardstick_domain::wire::{SyncAnswer, SyncRequest};

use crate::faults::Allowed;
use crate::invariants::Invariant;
use crate::network::Server;
use crate::world::World;

/// Who breaks which rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sabotage {
    /// The disk forgets an entry of the outbox.
    DiskForgets,
    /// The server leaves out a row of the news, and the digest that would tell.
    NewsSkip,
    /// The server makes up a change.
    Forger,
    /// A repeat is told another place.
    SecondPlace,
    /// The server takes changes as if they had replaced nothing.
    Careless,
    /// As above, once all is settled.
    CarelessLater,
    /// The server refuses one change of an action and takes the others.
    TornAction,
    /// The server takes any version.
    AnyVersion,
    /// The digest of the server is never right.
    LyingDigest,
    /// The server takes times from the future.
    NoBound,
    /// A device keeps a record of a client, whatever becomes of it.
    Hoarder,
    /// A device loses a bundle and its digest knows.
    Forgetful,
    /// A device's digest is not of what it holds.
    WrongSums,
    /// The disks flush nothing, whatever they are asked for.
    LazyDisk,
    /// A device waits for something while a transaction is open.
    Hangs,
    /// The server denies its own history.
    Denies,
    /// Who does not let something through says so in the server's name.
    FalseWord,
}

impl Sabotage {
    /// Answers in the server's place.
    pub(crate) fn sync(
        self,
        server: &mut Server,
        number: usize,
        device: DeviceId,
        request: &SyncRequest,
    ) -> Result<SyncAnswer, RemoteError> {
        let mut request = request.clone();
        let mut now_ms = server.now_ms();
        let mut torn = None;
        match self {
            Self::Forger => request
                .changes
                .extend(request.changes.first().cloned().map(|made| {
                    let (mut made, id) = (
                        made,
                        ChangeId {
                            writer: Writer(0xf0),
                            counter: 1,
                        },
                    );
                    (made.id, made.action) = (id, None);
                    made.value = Value::from_json(b"\"made up\"").expect("JSON");
                    made
                })),
            Self::Careless => request
                .changes
                .iter_mut()
                .for_each(|change| change.replaces.clear()),
            Self::CarelessLater if server.faults.steps == 0 => {
                request
                    .changes
                    .iter_mut()
                    .for_each(|change| change.replaces.clear());
            }
            Self::TornAction if request.changes.iter().any(|change| change.action.is_some()) => {
                let at = request
                    .changes
                    .iter()
                    .position(|change| change.action.is_some());
                torn = at.map(|at| request.changes.remove(at).id);
            }
            Self::NoBound => now_ms += 86_400_000,
            Self::AnyVersion => request.protocol = PROTOCOL,
            _ => {}
        }
        if self == Self::Denies && request.cursor.is_some() {
            return Err(RemoteError::OtherHistory {
                line: Line::default(),
            });
        }
        let mut answer = server.backend.sync(number, device, &request, now_ms)?;
        answer
            .verdicts
            .retain(|judged| judged.id.writer != Writer(0xf0));
        match self {
            Self::NewsSkip => {
                answer.news.pop();
                answer.digest = None;
            }
            Self::SecondPlace => {
                for judged in &mut answer.verdicts {
                    if server.logged.contains_key(&judged.id)
                        && let Some(place) = judged.place.as_mut()
                    {
                        place.seq += 1_000;
                    }
                }
            }
            Self::LyingDigest => {
                if let Some(digest) = answer.digest.as_mut() {
                    digest.total = "0".into();
                }
            }
            _ => {}
        }
        answer.verdicts.extend(torn.map(|id| Judged {
            id,
            verdict: Verdict::Refused {
                reason: Reason::Action,
            },
            place: None,
            time: None,
        }));
        Ok(answer)
    }

    /// Has its turn on the way.
    pub(crate) fn on_the_way(self, world: &World) {
        match self {
            Self::LazyDisk => world
                .devices
                .iter()
                .for_each(|device| device.disk.be_lazy()),
            Self::Hangs if world.step == 100 => world.devices[0].disk.hang(),
            Self::DiskForgets if world.step == 150 => Self::forget_what_waits(world),
            _ => {}
        }
    }

    fn forget_what_waits(world: &World) {
        for device in &world.devices {
            for (key, bytes) in device.disk.rows(Table::Outbox) {
                let entry: Entry = serde_json::from_slice(&bytes).expect("reads");
                if matches!(entry.state, State::Waiting) {
                    device.disk.corrupt(Table::Outbox, &key, None);
                }
            }
        }
    }

    /// Has its turn when all is settled.
    pub(crate) fn after_settling(self, world: &World) {
        let disk = &world.devices[0].disk;
        match self {
            // From now on: told by the number of steps left.
            Self::CarelessLater => world.server.borrow_mut().faults.steps = 0,
            Self::Hoarder => {
                for client in &world.clients {
                    let key = [client.as_bytes().as_slice(), &[0; 16], b"thing"].concat();
                    disk.corrupt(Table::Overlay, &key, Some(codec::encode(&[])));
                }
            }
            Self::Forgetful => {
                let tables = [Table::Bundle, Table::Overlay];
                for table in tables {
                    for (key, _) in disk.rows(table) {
                        disk.corrupt(table, &key, None);
                    }
                }
                disk.corrupt(Table::Meta, b"digest", None);
            }
            Self::WrongSums => disk.corrupt(Table::Meta, b"digest", Some(vec![1; 2048])),
            _ => {}
        }
    }
}

/// Seeds until which the invariant has to have been found broken.
const SEEDS: u64 = 150;

#[test]
fn each_invariant_can_fail() {
    let mut allowed = Allowed::default();
    let shown = [
        (Sabotage::DiskForgets, Invariant::ReadsOwnWrites),
        (Sabotage::DiskForgets, Invariant::DrainedMeansServerHasIt),
        (Sabotage::NewsSkip, Invariant::CursorSkipsNothing),
        (Sabotage::Forger, Invariant::NothingInvented),
        (Sabotage::SecondPlace, Invariant::AcknowledgedOnce),
        (Sabotage::Careless, Invariant::NoFalseConflict),
        (Sabotage::CarelessLater, Invariant::LoserRestorable),
        (Sabotage::TornAction, Invariant::ActionIsWhole),
        (Sabotage::AnyVersion, Invariant::VersionIsTold),
        (Sabotage::LyingDigest, Invariant::DrainsInBoundedRounds),
        (Sabotage::NoBound, Invariant::TimeIsBounded),
        (Sabotage::Forgetful, Invariant::Converged),
        (Sabotage::WrongSums, Invariant::DigestAgrees),
        (Sabotage::LazyDisk, Invariant::ReadsOwnWrites),
        (Sabotage::Hangs, Invariant::TransactionsAlone),
        (Sabotage::Denies, Invariant::NeverStuck),
        (Sabotage::FalseWord, Invariant::SavedIsKept),
    ];
    for (sabotage, invariant) in shown {
        finds(allowed, sabotage, invariant);
    }
    allowed.erasures = true;
    finds(allowed, Sabotage::Hoarder, Invariant::ErasedIsGone);
    // A restored server's log is not the whole history: then only the end tells.
    allowed.restores = true;
    finds(allowed, Sabotage::DiskForgets, Invariant::SavedIsKept);
}

/// Some seed finds exactly that.
#[track_caller]
fn finds(allowed: Allowed, sabotage: Sabotage, invariant: Invariant) {
    let mut found = BTreeSet::new();
    for seed in 0..SEEDS {
        if let Err(broken) = World::sabotaged(seed, allowed, sabotage).run() {
            found.insert(broken.invariant);
        }
        if found.contains(&invariant) {
            return;
        }
    }
    panic!("{sabotage:?} breaks {found:?} and not {invariant:?}");
}
