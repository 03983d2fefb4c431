//! The checks of the invariants: some on the way, all after the faults.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use yardstick_domain::accept::{Reason, TIME_AHEAD_MS};
use yardstick_domain::change::RegisterKey;
use yardstick_domain::device::Table;
use yardstick_domain::digest::{Digest, contribution};
use yardstick_domain::erasure::{is_tombstone, tombstone_key};
use yardstick_domain::id::{ChangeId, Writer};
use yardstick_domain::outbox::{Entry, State};
use yardstick_domain::register::Register;

use crate::device::SimTab;
use crate::invariants::{Broken, Invariant};
use crate::world::World;

type Heads = BTreeMap<RegisterKey, Register>;

fn digest_of(heads: &Heads) -> Digest {
    let mut digest = Digest::default();
    for (key, register) in heads {
        digest.add(key.record.bucket(), contribution(key, register));
    }
    digest
}

impl World {
    fn being_resolved(&self, device: usize) -> impl Iterator<Item = ChangeId> {
        let tabs = self.devices[device].tabs.iter();
        tabs.flat_map(SimTab::being_resolved)
    }

    /// A round of the device ended level with the server.
    pub(crate) fn check_drained(&self, device: usize) -> Result<(), Broken> {
        // After a restore the log is not the whole history.
        if self.ledger.restored {
            return Ok(());
        }
        let boot = self.devices[device].boot();
        let outbox = &boot.outbox;
        let waits = |entry: &Entry| matches!(entry.state, State::Waiting | State::Sent);
        if outbox.iter().any(waits) {
            return Ok(());
        }
        let mut here: HashSet<ChangeId> = outbox.iter().map(|entry| entry.change.id).collect();
        here.extend(self.being_resolved(device));
        let server = self.server.borrow();
        // One that was refused may have been replaced meanwhile by one that was not.
        let replaced = || {
            self.ledger
                .covered(server.logged.keys().copied(), &server.arrived)
        };
        let there = std::cell::LazyCell::new(replaced);
        for (id, saved) in &self.ledger.saved {
            let is_there = saved.device != device
                || here.contains(id)
                || server.logged.contains_key(id)
                || self.ledger.is_excused(*id, saved)
                || there.contains(id);
            Invariant::DrainedMeansServerHasIt.holds(is_there, || {
                format!("device {device} is level without {id}, which the server never got")
            })?;
        }
        Ok(())
    }

    /// What was written on a device is shown on it, or was replaced.
    pub(crate) fn check_reads_own_writes(&self, device: usize) -> Result<(), Broken> {
        let boot = self.devices[device].boot();
        // Without a cursor the book is still being fetched.
        if self.ledger.restored || boot.meta.cursor.is_none() {
            return Ok(());
        }
        let confirmed = self.confirmed(device);
        let heads = confirmed.values().flat_map(Register::head_ids);
        let outbox = boot.outbox.iter().map(|entry| entry.change.id);
        let server = self.server.borrow();
        let mut shown: HashSet<ChangeId> =
            self.ledger.covered(heads.chain(outbox), &server.arrived);
        shown.extend(self.being_resolved(device));
        let named = boot.outbox.iter().flat_map(|entry| &entry.change.replaces);
        shown.extend(self.ledger.covered(named.copied(), &server.arrived));
        for (id, saved) in &self.ledger.saved {
            let is_shown =
                saved.device != device || shown.contains(id) || self.ledger.is_excused(*id, saved);
            Invariant::ReadsOwnWrites.holds(is_shown, || {
                format!("device {device} does not show {id} on {:?}", saved.key)
            })?;
        }
        Ok(())
    }

    /// Now and then, on the way.
    pub(crate) fn check_meanwhile(&self, device: usize) -> Result<(), Broken> {
        self.check_reads_own_writes(device)?;
        self.check_cursor(device)?;
        self.check_device_digest(device, &self.confirmed(device))
    }

    fn check_cursor(&self, device: usize) -> Result<(), Broken> {
        let Some(cursor) = self.devices[device].boot().meta.cursor else {
            return Ok(());
        };
        let Some((epoch, places)) = self.server.borrow().backend.places() else {
            return Ok(());
        };
        if self.ledger.restored && cursor.epoch != epoch {
            return Ok(());
        }
        let bundles: BTreeMap<_, _> = self
            .clients
            .iter()
            .map(|&client| (client, self.devices[device].bundle(client)))
            .collect();
        for (key, stored) in places {
            if !(1..=cursor.seq).contains(&stored.seq) {
                continue;
            }
            let held = bundles.get(&key.client).and_then(|b| b.register(&key));
            let is_same =
                held.is_some_and(|held| held.seq == stored.seq && held.register == stored.register);
            Invariant::CursorSkipsNothing.holds(is_same, || {
                let seq = stored.seq;
                format!("device {device} at {cursor:?} holds {held:?} of {key:?}, changed at {seq}")
            })?;
        }
        Ok(())
    }

    fn check_device_digest(&self, device: usize, confirmed: &Heads) -> Result<(), Broken> {
        let meta = self.devices[device].disk.rows(Table::Meta);
        let kept = meta.iter().find(|(key, _)| key == b"digest");
        let kept = kept.map_or_else(Digest::default, |(_, bytes)| Digest::from_bytes(bytes));
        Invariant::DigestAgrees.holds(kept == digest_of(confirmed), || {
            format!("the digest of device {device} is not that of what it holds")
        })?;
        let healed = self.devices[device].boot().meta.healed;
        Invariant::DigestAgrees.holds(healed == 0, || {
            format!("device {device} found {healed} differences")
        })
    }

    /// All of them, after the faults.
    pub(crate) fn check(&self) -> Result<(), Broken> {
        let server = self.server_heads();
        self.check_erased(&server)?;
        self.check_invented(&server)?;
        if let Some(kept) = self.server.borrow_mut().backend.digest() {
            Invariant::DigestAgrees.holds(kept == digest_of(&server), || {
                "the server's digest is not that of what it holds".into()
            })?;
        }
        for device in 0..self.devices.len() {
            let confirmed = self.confirmed(device);
            Invariant::Converged.holds(confirmed == server, || {
                let differs = |key: &&RegisterKey| confirmed.get(*key) != server.get(*key);
                let keys: BTreeSet<_> = confirmed.keys().chain(server.keys()).collect();
                let keys: Vec<_> = keys.into_iter().filter(differs).collect();
                format!("device {device} and the server differ in {keys:?}")
            })?;
            self.check_device_digest(device, &confirmed)?;
            let boot = self.devices[device].boot();
            for entry in &boot.outbox {
                let is_parked = matches!(entry.state, State::Parked { .. });
                Invariant::DrainsInBoundedRounds
                    .holds(is_parked, || format!("device {device} still has {entry:?}"))?;
            }
            self.check_refused(device, &boot.outbox)?;
            self.check_cursor(device)?;
            self.check_drained(device)?;
            self.check_reads_own_writes(device)?;
        }
        self.check_nothing_lost(&server)?;
        self.check_log()?;
        self.check_winners(&server)?;
        if !self.ledger.restored {
            self.check_no_false_conflict(&server)?;
        }
        Ok(())
    }

    /// What the device has refused in the server's name the server had not taken.
    fn check_refused(&self, device: usize, outbox: &[Entry]) -> Result<(), Broken> {
        let server = self.server.borrow();
        for entry in outbox {
            let is_by_device = matches!(
                entry.state,
                State::Parked {
                    reason: Reason::NotTaken { .. }
                }
            );
            let is_right = server.choked_on.contains(&entry.change.unit());
            Invariant::SavedIsKept.holds(!is_by_device || is_right, || {
                format!("device {device} has refused what the server did not: {entry:?}")
            })?;
        }
        Ok(())
    }

    fn check_nothing_lost(&self, server: &Heads) -> Result<(), Broken> {
        let parked: HashSet<ChangeId> = (0..self.devices.len())
            .flat_map(|device| self.devices[device].boot().outbox.clone())
            .map(|entry| entry.change.id)
            .collect();
        let arrived = &self.server.borrow().arrived;
        let heads = server.values().flat_map(Register::head_ids);
        let covered = self.ledger.covered(heads, arrived);
        for (id, saved) in &self.ledger.saved {
            let is_kept =
                covered.contains(id) || parked.contains(id) || self.ledger.is_excused(*id, saved);
            Invariant::SavedIsKept.holds(is_kept, || {
                let (device, key) = (saved.device, &saved.key);
                format!("{id} of device {device} on {key:?} was saved and is lost")
            })?;
        }
        Ok(())
    }

    /// What was acknowledged is in the log at its place, and actions are there whole.
    fn check_log(&self) -> Result<(), Broken> {
        let server = self.server.borrow();
        let Some(logged) = server.backend.logged() else {
            return Ok(());
        };
        for (id, (seq, _)) in &server.logged {
            let key = server.arrived.get(id).map(|change| &change.key);
            let erased = key.is_none_or(|key| self.ledger.ever_erased.contains(&key.client));
            let there = logged.get(id);
            Invariant::AcknowledgedOnce.holds(erased || there == Some(seq), || {
                format!("{id} was acknowledged at {seq} and is at {there:?}")
            })?;
        }
        if self.ledger.restored {
            return Ok(());
        }
        let mut actions: BTreeMap<(Writer, u32), Vec<(ChangeId, bool)>> = BTreeMap::new();
        let mut excused = HashSet::new();
        for (id, saved) in &self.ledger.saved {
            let Some(action) = saved.action else { continue };
            if self.ledger.is_excused(*id, saved) {
                excused.insert(action);
            }
            let member = (*id, logged.contains_key(id));
            actions.entry(action).or_default().push(member);
        }
        for (action, members) in actions {
            let is_whole = members.iter().all(|(_, there)| *there == members[0].1);
            Invariant::ActionIsWhole.holds(is_whole || excused.contains(&action), || {
                format!("of action {action:?} the log has a part: {members:?}")
            })?;
        }
        Ok(())
    }

    fn check_invented(&self, server: &Heads) -> Result<(), Broken> {
        for (key, register) in server {
            for head in register.heads() {
                let written = self.ledger.written.get(&head.id);
                let is_written =
                    written.is_some_and(|(of, value)| of == key && *value == head.value);
                Invariant::NothingInvented.holds(is_tombstone(key) || is_written, || {
                    format!("{head:?} on {key:?}; somebody wrote {written:?}")
                })?;
            }
        }
        Ok(())
    }

    /// By the definition, beside the order in which a register keeps its heads; and no time from the future.
    fn check_winners(&self, server: &Heads) -> Result<(), Broken> {
        let newest_ms = self.server.borrow().newest_ms;
        for (key, register) in server {
            let latest = register
                .heads()
                .iter()
                .max_by_key(|head| (head.time, head.id));
            Invariant::LatestWins.holds(register.winner() == latest, || {
                format!("{key:?} shows {:?} of {register:?}", register.winner())
            })?;
            for head in register.heads() {
                Invariant::TimeIsBounded.holds(head.time <= newest_ms + TIME_AHEAD_MS, || {
                    format!("{head:?} lies ahead of {newest_ms}")
                })?;
            }
        }
        Ok(())
    }

    /// Nothing is left of an erased client but its tombstone, neither here nor there.
    fn check_erased(&self, server: &Heads) -> Result<(), Broken> {
        let gone = Invariant::ErasedIsGone;
        let logged = self.server.borrow().backend.logged();
        for &client in &self.ledger.erased {
            let left: Vec<&RegisterKey> =
                server.keys().filter(|key| key.client == client).collect();
            gone.holds(left == [&tombstone_key(client)], || {
                format!("{client} was erased; the server has {left:?}")
            })?;
            for (id, saved) in &self.ledger.saved {
                let is_logged = logged.as_ref().is_some_and(|log| log.contains_key(id));
                gone.holds(saved.key.client != client || !is_logged, || {
                    format!("{id} is still in the log")
                })?;
            }
            for (number, device) in self.devices.iter().enumerate() {
                let boot = device.boot();
                let waits = boot
                    .outbox
                    .iter()
                    .any(|entry| entry.change.key.client == client);
                let listed = boot.summaries.iter().any(|(listed, _)| *listed == client);
                let overlay = device.disk.rows(Table::Overlay);
                let kept = overlay
                    .iter()
                    .any(|(key, _)| key.starts_with(client.as_bytes()));
                gone.holds(!waits && !listed && !kept, || {
                    format!("device {number}: waits {waits}, listed {listed}, kept {kept}")
                })?;
            }
        }
        Ok(())
    }

    /// Of two heads neither author saw the other.
    fn check_no_false_conflict(&self, server: &Heads) -> Result<(), Broken> {
        for (key, register) in server {
            for head in register.heads() {
                let Some(saw) = self.ledger.saved.get(&head.id).map(|saved| &saved.saw) else {
                    continue;
                };
                let seen = register.head_ids().find(|other| saw.contains(other));
                Invariant::NoFalseConflict.holds(seen.is_none(), || {
                    format!("the author of {} on {key:?} saw {seen:?}", head.id)
                })?;
            }
        }
        Ok(())
    }
}
