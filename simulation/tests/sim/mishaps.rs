//! What goes wrong.

use std::collections::{BTreeSet, HashSet};

use yardstick_domain::change::RegisterKey;
use yardstick_domain::erasure::tombstone_key;
use yardstick_domain::id::ChangeId;
use yardstick_domain::outbox::{Entry, State};
use yardstick_domain::register::Register;

use crate::acts::is_refusable;
use crate::invariants::Broken;
use crate::ledger::Saved;
use crate::network::{Dies, Stray};
use crate::world::World;

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

const fn is_unanswered(entry: &Entry) -> bool {
    matches!(entry.state, State::Waiting | State::Sent)
}

impl World {
    /// One of those that are on.
    pub(crate) fn mishap(&mut self, device: usize, tab: usize) -> Result<(), Broken> {
        let on = self.faults;
        match self.rng.below(22) {
            0..3 if on.crashes => self.crash(device, tab)?,
            3 if on.power_cuts => self.power_cut(device)?,
            4 if on.tabs => self.open_another_tab(device),
            5 if on.clocks => self.jump(device),
            6 if on.full_disks => {
                let commits = u32::try_from(self.rng.below(6)).expect("few");
                self.devices[device].disk.fail_after(Some(commits));
            }
            7 | 8 => self.devices[device].disk.fail_after(None),
            9 if on.server_crashes => self.server_dies(),
            10 | 11 if on.strays => self.stray(),
            12 if on.outages => {
                let mut server = self.server.borrow_mut();
                server.down = !server.down;
            }
            13 => self.server.borrow_mut().down = false,
            14 if on.partitions => self.cut(device),
            15 if on.server_full => {
                let mut server = self.server.borrow_mut();
                server.full = !server.full;
            }
            16 if on.server_busy => {
                let mut server = self.server.borrow_mut();
                server.busy = !server.busy;
            }
            17 if on.server_clock => {
                let skew = i64::try_from(self.rng.next() % 3).expect("small") - 1;
                let mut server = self.server.borrow_mut();
                server.skew_ms = skew * HOUR_MS;
                // Noted at once: it may be the last thing that happens (seed 8922 of the soak).
                server.pass(0);
            }
            18 => self.back_up_or_restore(),
            19 if on.wipes && self.rng.chance(60) => self.wipe(device),
            20 if on.erasures && self.rng.chance(60) => self.erase(device),
            21 if on.versions => self.update(device),
            // In the place of what is off, so that a seed that found something else goes on finding it.
            _ if on.blocks => self.block(device),
            _ => {}
        }
        Ok(())
    }

    /// The tab dies: its round is dropped wherever it was, what no commit had kept is gone. A new one starts.
    pub(crate) fn crash(&mut self, device: usize, tab: usize) -> Result<(), Broken> {
        let dead = self.devices[device].tabs.remove(tab);
        if let Some(kept) = dead.die() {
            self.ledger.promise(device, &kept);
        }
        if self.devices[device].tabs.is_empty() {
            self.devices[device].disk.fail_after(None);
            self.open_tab(device);
        }
        self.check_reads_own_writes(device)
    }

    fn open_tab(&mut self, device: usize) {
        let writer = self.draw();
        let clients = self.clients.clone();
        self.devices[device].open_tab(writer, &clients);
    }

    /// The power goes: all tabs die, and what was written relaxed since the last strict commit may never have been.
    fn power_cut(&mut self, device: usize) -> Result<(), Broken> {
        let lost = self.rng.below(self.devices[device].disk.relaxed() + 1);
        for tab in std::mem::take(&mut self.devices[device].tabs) {
            if let Some(kept) = tab.die() {
                self.ledger.promise(device, &kept);
            }
        }
        self.devices[device].disk.power_cut(lost);
        self.devices[device].disk.fail_after(None);
        self.open_tab(device);
        // What was called saved is not among it. Only after a restore may a device have been the last to hold what it had fetched.
        if lost > 0 && self.ledger.restored {
            self.waive_what_nobody_holds(None);
            self.forget_what_nobody_knows();
        }
        self.check_reads_own_writes(device)
    }

    /// The device gets the current version: its tabs load anew.
    fn update(&mut self, device: usize) {
        let device = &mut self.devices[device];
        device.update();
        for tab in &mut device.tabs {
            tab.round = None;
        }
    }

    fn open_another_tab(&mut self, device: usize) {
        if self.devices[device].tabs.len() < 3 {
            self.open_tab(device);
        }
    }

    /// The clock of the device is set wrong, or right again.
    fn jump(&mut self, device: usize) {
        let years = 10 * 365 * DAY_MS;
        let device = &mut self.devices[device];
        let to_ms = match self.rng.below(5) {
            0 => years,
            1 => -years,
            2 => 0,
            _ => (i64::try_from(self.rng.below(20)).expect("small") - 10) * DAY_MS,
        };
        device
            .wall_ms
            .set(device.wall_ms.get() - device.jumped_ms + to_ms);
        device.jumped_ms = to_ms;
        device.stale.set(true);
    }

    fn server_dies(&mut self) {
        let mut server = self.server.borrow_mut();
        match self.rng.below(3) {
            0 => server.restart(),
            1 => server.dies = Some(Dies::BeforeCommit),
            _ => server.dies = Some(Dies::AfterCommit),
        }
    }

    /// A message that was sent long ago arrives once more.
    fn stray(&mut self) {
        let mut server = self.server.borrow_mut();
        if server.down {
            return;
        }
        if let Some((number, device, stray)) = server.stray.pop_front() {
            match stray {
                Stray::Sync(request) => drop(server.sync(number, device, &request)),
                Stray::Offer(request) => drop(server.offer(number, device, &request)),
            }
        }
    }

    fn cut(&mut self, device: usize) {
        let (up_cut, down_cut) = [(true, false), (false, true), (false, false)][self.rng.below(3)];
        let ways = &mut self.server.borrow_mut().ways[device];
        (ways.up_cut, ways.down_cut) = (up_cut, down_cut);
    }

    /// Somebody takes offence at what the device sends next, or does not any more.
    fn block(&mut self, device: usize) {
        let boot = self.devices[device].boot();
        let mut unanswered = boot.outbox.iter().filter(|entry| is_unanswered(entry));
        let next = unanswered.next().map(|entry| entry.change.unit());
        let blocked = &mut self.server.borrow_mut().ways[device].blocked;
        *blocked = if blocked.is_none() { next } else { None };
    }

    fn back_up_or_restore(&mut self) {
        if self.backups.is_empty() || self.rng.chance(50) {
            let mut server = self.server.borrow_mut();
            let copy = server.backend.back_up();
            let logged = server.logged.clone();
            self.backups.push((copy, logged));
        } else if self.faults.restores {
            let (copy, logged) = &self.backups[self.rng.below(self.backups.len())];
            {
                let mut server = self.server.borrow_mut();
                let epoch = server.next_epoch();
                server.backend.restore(copy, epoch);
                server.forget_to(logged.clone());
            }
            self.ledger.restored = true;
            self.waive_what_nobody_holds(None);
            self.forget_what_nobody_knows();
        }
    }

    fn wipe(&mut self, device: usize) {
        self.devices[device].disk.wipe();
        self.devices[device].disk.fail_after(None);
        self.devices[device].tabs.clear();
        self.open_tab(device);
        self.ledger.wiped = true;
        // The others have lost nothing by it, unless the server is the poorer for a restore.
        self.waive_what_nobody_holds((!self.ledger.restored).then_some(device));
        self.forget_what_nobody_knows();
    }

    /// The law asks for it; the answer may be lost.
    fn erase(&mut self, device: usize) {
        let client = self.clients[self.rng.below(self.clients.len())];
        let mut server = self.server.borrow_mut();
        if server.down || server.full {
            return;
        }
        let (id, now_ms) = (self.devices[device].identity.device, server.now_ms());
        let answer = server.backend.erase(device, id, client, now_ms);
        assert!(answer.is_ok(), "{answer:?}");
        self.ledger.ever_erased.insert(client);
        self.ledger.erased.insert(client);
    }

    /// An erasure that the backup does not know, nor any device, did not happen.
    fn forget_what_nobody_knows(&mut self) {
        let mut known: BTreeSet<RegisterKey> = self.server_heads().into_keys().collect();
        for device in 0..self.devices.len() {
            known.extend(self.confirmed(device).into_keys());
        }
        self.ledger
            .erased
            .retain(|&client| known.contains(&tombstone_key(client)));
    }

    /// Of one device's changes, or of all.
    fn waive_what_nobody_holds(&mut self, of: Option<usize>) {
        let head_ids = |register: &Register| register.head_ids().collect::<Vec<_>>();
        let mut heads: Vec<ChangeId> = self.server_heads().values().flat_map(head_ids).collect();
        for device in 0..self.devices.len() {
            heads.extend(self.confirmed(device).values().flat_map(head_ids));
            let boot = self.devices[device].boot();
            let outbox = &boot.outbox;
            // What the server will refuse brings nothing with it.
            let refused: HashSet<_> = outbox
                .iter()
                .filter(|entry| is_refusable(&entry.change))
                .map(|entry| (entry.change.id.writer, entry.change.action))
                .collect();
            let goes = |entry: &&Entry| {
                let action = (entry.change.id.writer, entry.change.action);
                !is_refusable(&entry.change) && (action.1.is_none() || !refused.contains(&action))
            };
            heads.extend(outbox.iter().filter(goes).map(|entry| entry.change.id));
        }
        let server = self.server.borrow();
        // What the server's log knows was replaced there, even where its author's copy of the reason is gone.
        heads.extend(server.logged.keys());
        let covered = self.ledger.covered(heads, &server.arrived);
        let is_lost = |(id, saved): &(&ChangeId, &Saved)| {
            of.is_none_or(|device| saved.device == device) && !covered.contains(id)
        };
        let lost = self.ledger.saved.iter().filter(is_lost);
        self.ledger.waived.extend(lost.map(|(id, _)| *id));
    }
}
