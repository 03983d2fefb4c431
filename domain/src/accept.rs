//! How the server accepts: a push (changes of devices) and an offer (registers of devices that hold more than a restored backup).
//! Pure: what the store knows comes in as a [`Board`], what it has to write comes out of it.
//!
//! - A replaced change still removes what it replaces.
//! - An id named before it arrived is remembered for good; a change named already, or received again, is never a head.
//! - Changes of one action are accepted or refused together.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::de::value::StrDeserializer;
use serde::{Deserialize, Deserializer, Serialize};

use crate::change::{Change, Malformed, RegisterKey, limits};
use crate::cursor::{Place, Reach};
use crate::digest::contribution;
use crate::id::{ChangeId, DeviceId, Epoch, RecordId, Writer};
use crate::register::{Head, Register};

/// How far ahead of the server's own time a change's time may lie.
pub const TIME_AHEAD_MS: i64 = 10_000;

/// What the server says of one change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "verdict")]
pub enum Verdict {
    /// In the log, and a head.
    Accepted,
    /// In the log, but another change had named it already.
    Replaced,
    /// Not stored; the same change will be refused again.
    Refused {
        /// Why.
        reason: Reason,
    },
    /// The id is taken by a change with other content: send it again under a new id.
    IdReused,
    /// Its client was erased: drop it.
    Erased,
}

/// Why a change was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "code")]
pub enum Reason {
    /// Its structure or a limit.
    Malformed {
        /// Which.
        what: Malformed,
    },
    /// A field the server knows holds a value of another type.
    Value {
        /// What the field's declaration says of it.
        detail: String,
    },
    /// Another change of its action was refused.
    Action,
    /// Its action has over 500 changes.
    ActionTooLarge,
    /// It cannot be read. Said by the server of one whose id can, so that it is known which; else by the device in the server's name, when
    /// no request is taken that its action is in, so that the others can go.
    NotTaken {
        /// The code of the problem: of this change, or of the requests it was in.
        problem: String,
    },
    /// One that a later version gives, kept as it was said: it must make neither an answer nor an outbox unreadable.
    #[serde(untagged)]
    Later(serde_json::Value),
}

impl Reason {
    fn known(said: &serde_json::Value) -> Option<Self> {
        let text = |name| said.get(name).and_then(serde_json::Value::as_str);
        let owned = |name| text(name).map(str::to_owned);
        Some(match text("code")? {
            "malformed" => Self::Malformed {
                what: malformed(text("what")?)?,
            },
            "value" => Self::Value {
                detail: owned("detail")?,
            },
            "action" => Self::Action,
            "action-too-large" => Self::ActionTooLarge,
            "not-taken" => Self::NotTaken {
                problem: owned("problem")?,
            },
            _ => return None,
        })
    }
}

fn malformed(word: &str) -> Option<Malformed> {
    let word = StrDeserializer::<serde::de::value::Error>::new(word);
    Malformed::deserialize(word).ok()
}

/// A reason that is there, also where it is `null`: something said that this version does not know.
pub(crate) fn as_said<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Reason>, D::Error> {
    Reason::deserialize(deserializer).map(Some)
}

impl<'de> Deserialize<'de> for Reason {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let said = serde_json::Value::deserialize(deserializer)?;
        Ok(Self::known(&said).unwrap_or(Self::Later(said)))
    }
}

/// A change's verdict, with the place and time it got when it was stored first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "JudgedForm")]
pub struct Judged {
    /// The change.
    pub id: ChangeId,
    /// The verdict.
    #[serde(flatten)]
    pub verdict: Verdict,
    /// Where it is in the log, if it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// The time it was given, unix ms, if it is in the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<i64>,
}

/// A judged change as it is read: verdict and all else lie in one object. Spelt out, because `flatten` and tagged enums read through a copy
/// of every field, whose code is a sixth of all that reads JSON in the app.
#[derive(Deserialize)]
struct JudgedForm {
    id: ChangeId,
    verdict: VerdictWord,
    #[serde(default, deserialize_with = "as_said")]
    reason: Option<Reason>,
    #[serde(default)]
    place: Option<Place>,
    #[serde(default)]
    time: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum VerdictWord {
    Accepted,
    Replaced,
    Refused,
    IdReused,
    Erased,
}

impl TryFrom<JudgedForm> for Judged {
    type Error = &'static str;

    fn try_from(form: JudgedForm) -> Result<Self, Self::Error> {
        let verdict = match form.verdict {
            VerdictWord::Accepted => Verdict::Accepted,
            VerdictWord::Replaced => Verdict::Replaced,
            VerdictWord::Refused => Verdict::Refused {
                reason: form.reason.ok_or("refused without a reason")?,
            },
            VerdictWord::IdReused => Verdict::IdReused,
            VerdictWord::Erased => Verdict::Erased,
        };
        Ok(Self {
            id: form.id,
            verdict,
            place: form.place,
            time: form.time,
        })
    }
}

/// A register as the server stores it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stored {
    /// Its heads.
    pub register: Register,
    /// The sequence number of its last change.
    pub seq: u64,
    /// Heads that came by an offer, each with how far along which line that offer reached. Empty but after a restore.
    pub offered: Vec<(ChangeId, Reach)>,
    /// Offers taken into this register. Empty but after a restore.
    pub marks: Vec<Reach>,
    /// The place at which each accepted head was stored, in no order.
    pub accepted_at: Vec<(ChangeId, u64)>,
}

/// What the log knows of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Logged {
    /// [`Change::content_hash`].
    pub content_hash: u64,
    /// Its sequence number.
    pub seq: u64,
    /// The time it was given.
    pub time: i64,
    /// Whether it had been named already when it arrived.
    pub replaced: bool,
}

/// A line of the log to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// Its sequence number.
    pub seq: u64,
    /// The change as it came.
    pub change: Change,
    /// The time it was given, unix ms; the claim stays in `change.time`.
    pub time: i64,
    /// The device of the session.
    pub device: DeviceId,
    /// Whether it had been named already.
    pub replaced: bool,
}

/// The part of the store one request touches, read before and written after.
#[derive(Debug, Default)]
pub struct Board {
    /// The registers named by the request, as stored.
    pub registers: HashMap<RegisterKey, Stored>,
    /// What the log knows of ids in the request (the changes' own, and all they replace, and heads offered).
    pub logged: HashMap<ChangeId, Logged>,
    /// Which of those ids were named before they arrived.
    pub named: HashSet<ChangeId>,
    /// Which of the clients in the request are erased.
    pub erased: HashSet<RecordId>,

    /// To be written: the log's new lines.
    pub lines: Vec<LogLine>,
    /// To be written: registers changed.
    pub touched: BTreeSet<RegisterKey>,
    /// To be written: ids named now.
    pub newly_named: BTreeSet<ChangeId>,
    /// To be written: what each bucket of the digest grows by.
    pub digest_delta: BTreeMap<u8, u64>,
}

/// Who sends, and when.
#[derive(Debug, Clone, Copy)]
pub struct Arrival {
    /// The session's device.
    pub device: DeviceId,
    /// The server's time, unix ms; at most [`TIME_AHEAD_MS`] behind the newest stored.
    pub now: i64,
    /// The running epoch.
    pub epoch: Epoch,
    /// The last sequence number given.
    pub head: u64,
}

/// Every change id a push asks the store about.
pub fn ids_asked(changes: &[Change]) -> impl Iterator<Item = ChangeId> + '_ {
    changes
        .iter()
        .flat_map(|change| std::iter::once(change.id).chain(change.replaces.iter().copied()))
}

impl Board {
    /// Accepts a push. `check` says whether a value fits a field the server knows. Answers the verdicts, in order, and the last
    /// sequence number given.
    pub fn push(
        &mut self,
        changes: &[Change],
        arrival: Arrival,
        check: impl Fn(&Change) -> Result<(), Reason>,
    ) -> (Vec<Judged>, u64) {
        let refused = refusals(changes, check);
        let mut head = arrival.head;
        let mut verdicts = Vec::with_capacity(changes.len());
        for (index, change) in changes.iter().enumerate() {
            let judged = |verdict| Judged {
                id: change.id,
                verdict,
                place: None,
                time: None,
            };
            // First of all: what the log knew of the client's changes is gone with the client.
            if self.erased.contains(&change.key.client) {
                verdicts.push(judged(Verdict::Erased));
                continue;
            }
            if let Some(logged) = self.logged.get(&change.id) {
                if logged.content_hash != change.content_hash() {
                    verdicts.push(judged(Verdict::IdReused));
                    continue;
                }
                verdicts.push(Judged {
                    id: change.id,
                    verdict: if logged.replaced {
                        Verdict::Replaced
                    } else {
                        Verdict::Accepted
                    },
                    place: Some(Place {
                        epoch: arrival.epoch,
                        seq: logged.seq,
                    }),
                    time: Some(logged.time),
                });
                continue;
            }
            if let Some(reason) = refused.get(&index) {
                verdicts.push(judged(Verdict::Refused {
                    reason: reason.clone(),
                }));
                continue;
            }
            head += 1;
            verdicts.push(self.take(change, arrival, head));
        }
        (verdicts, head)
    }

    fn take(&mut self, change: &Change, arrival: Arrival, seq: u64) -> Judged {
        let mut time = change.time.min(arrival.now + TIME_AHEAD_MS);
        let stored = self.registers.entry(change.key.clone()).or_default();
        let before = contribution(&change.key, &stored.register);
        // A head by an offer may have brought the change's time before its author did: the smaller counts.
        if let Some(known) = stored
            .register
            .heads()
            .iter()
            .find(|head| head.id == change.id)
        {
            time = time.min(known.time);
        }
        let replaced = self.named.contains(&change.id);
        stored.register.remove(&change.replaces);
        stored
            .offered
            .retain(|(id, _)| *id != change.id && !change.replaces.contains(id));
        stored
            .accepted_at
            .retain(|(id, _)| !change.replaces.contains(id));
        if !replaced {
            stored.register.remove(&[change.id]);
            stored.register.add(Head {
                id: change.id,
                time,
                device: arrival.device,
                said: false,
                value: change.value.clone(),
            });
            stored.accepted_at.push((change.id, seq));
        }
        stored.seq = seq;
        let delta = contribution(&change.key, &stored.register).wrapping_sub(before);
        self.note(&change.key, delta);
        for id in &change.replaces {
            if !self.logged.contains_key(id) && self.named.insert(*id) {
                self.newly_named.insert(*id);
            }
        }
        self.logged.insert(
            change.id,
            Logged {
                content_hash: change.content_hash(),
                seq,
                time,
                replaced,
            },
        );
        self.lines.push(LogLine {
            seq,
            change: change.clone(),
            time,
            device: arrival.device,
            replaced,
        });
        Judged {
            id: change.id,
            verdict: if replaced {
                Verdict::Replaced
            } else {
                Verdict::Accepted
            },
            place: Some(Place {
                epoch: arrival.epoch,
                seq,
            }),
            time: Some(time),
        }
    }

    fn note(&mut self, key: &RegisterKey, delta: u64) {
        self.touched.insert(key.clone());
        let sum = self.digest_delta.entry(key.record.bucket()).or_default();
        *sum = sum.wrapping_add(delta);
    }

    /// Takes one register a device offers after a backup was restored: what it was in history `reach`, of which this server knows
    /// everything up to `fork` by itself. Heads that are older than the fork, or came by an offer this one covers, give way; heads
    /// accepted since stay beside the offered ones. An offer that another one covers adds nothing. Answers the last sequence number given.
    pub fn offer(
        &mut self,
        key: &RegisterKey,
        offered: &Register,
        reach: &Reach,
        fork: u64,
        head: u64,
    ) -> u64 {
        if reach.seq <= fork || self.erased.contains(&key.client) {
            return head;
        }
        let stored = self.registers.entry(key.clone()).or_default();
        if stored.marks.iter().any(|mark| mark.covers(reach)) {
            // What it has and the further one has not was replaced in between: should its author send it again, it is no head.
            for id in offered.head_ids() {
                if !stored.register.has(id)
                    && !self.logged.contains_key(&id)
                    && self.named.insert(id)
                {
                    self.newly_named.insert(id);
                }
            }
            return head;
        }
        let before = stored.register.clone();
        let gives_way = |id: ChangeId| {
            let old = stored
                .accepted_at
                .iter()
                .any(|&(known, seq)| known == id && seq <= fork);
            let covered = stored
                .offered
                .iter()
                .any(|(known, by)| *known == id && reach.covers(by));
            (old || covered) && !offered.has(id)
        };
        let gone: Vec<ChangeId> = before.head_ids().filter(|&id| gives_way(id)).collect();
        stored.register.remove(&gone);
        stored.offered.retain(|(id, _)| !gone.contains(id));
        stored.accepted_at.retain(|(id, _)| !gone.contains(id));
        for id in gone {
            if !self.logged.contains_key(&id) && self.named.insert(id) {
                self.newly_named.insert(id);
            }
        }
        for new in offered.heads() {
            let known = before.has(new.id);
            // In the log or named, and no head: it was replaced since.
            if !known && (self.logged.contains_key(&new.id) || self.named.contains(&new.id)) {
                continue;
            }
            let by_offer = stored.offered.iter_mut().find(|(id, _)| *id == new.id);
            match by_offer {
                Some((_, by)) => *by = reach.clone(),
                None if known => {}
                None => stored.offered.push((new.id, reach.clone())),
            }
            stored.register.add(Head {
                said: true,
                ..new.clone()
            });
        }
        stored.marks.retain(|mark| !reach.covers(mark));
        stored.marks.push(reach.clone());
        if stored.register == before {
            self.touched.insert(key.clone());
            return head;
        }
        stored.seq = head + 1;
        let delta = contribution(key, &stored.register).wrapping_sub(contribution(key, &before));
        self.note(key, delta);
        head + 1
    }
}

/// Which changes are refused, by index: malformed ones, and with each all of its action.
fn refusals(
    changes: &[Change],
    check: impl Fn(&Change) -> Result<(), Reason>,
) -> BTreeMap<usize, Reason> {
    let mut refused = BTreeMap::new();
    let mut actions: BTreeMap<(Writer, u32), Vec<usize>> = BTreeMap::new();
    for (index, change) in changes.iter().enumerate() {
        if let Some(action) = change.action {
            actions
                .entry((change.id.writer, action))
                .or_default()
                .push(index);
        }
        let judged = change
            .check_structure()
            .map_err(|what| Reason::Malformed { what })
            .and_then(|()| check(change));
        if let Err(reason) = judged {
            refused.insert(index, reason);
        }
    }
    for members in actions.values() {
        if members.len() > limits::ACTION_CHANGES {
            refused.extend(members.iter().map(|&index| (index, Reason::ActionTooLarge)));
        } else if members.iter().any(|index| refused.contains_key(index)) {
            for &index in members {
                refused.entry(index).or_insert(Reason::Action);
            }
        }
    }
    refused
}
