//! One history: a server, devices, and what happens to them until the faults end.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::task::Poll;

use yardstick_domain::PROTOCOL;
use yardstick_domain::change::RegisterKey;
use yardstick_domain::device::DeviceError;
use yardstick_domain::device::round::{RemoteError, RoundEnd, RoundError};
use yardstick_domain::device::store::MemoryError;
use yardstick_domain::id::RecordId;
use yardstick_domain::register::Register;
use yardstick_server::sync::PROTOCOLS;

use crate::backend::{Backend, Backup};
use crate::device::Device;
use crate::faults::{Allowed, Faults, Kind};
use crate::invariants::{Broken, Invariant};
use crate::ledger::Ledger;
use crate::network::{Acknowledged, Link, Server};
use crate::rng::Rng;
use crate::sabotage::Sabotage;

/// One seed's world.
pub(crate) struct World {
    pub(crate) rng: Rng,
    pub(crate) faults: Faults,
    pub(crate) server: Rc<RefCell<Server>>,
    pub(crate) devices: Vec<Device>,
    pub(crate) backups: Vec<(Backup, Acknowledged)>,
    pub(crate) clients: Vec<RecordId>,
    pub(crate) ledger: Ledger,
    pub(crate) step: usize,
    next: u64,
}

/// How a history ended; equal for equal seeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) steps: usize,
    pub(crate) changes: usize,
    pub(crate) heads: BTreeMap<RegisterKey, Register>,
}

const START_MS: i64 = 1_800_000_000_000;
/// In how many sweeps over all devices they have to be level.
const SWEEPS: usize = 20;
/// In how many steps a round has to come to its end in calm weather.
const POLLS: usize = 10_000;

impl World {
    pub(crate) fn new(seed: u64, allowed: Allowed, kind: Kind) -> Self {
        let mut rng = Rng::new(seed);
        let faults = Faults::draw(&mut rng, allowed, kind);
        let backend = match kind {
            Kind::Memory => Backend::memory(),
            Kind::Router => Backend::router(faults.devices, START_MS),
        };
        let identities = backend.identities(faults.devices);
        let weather = Rng::new(seed ^ 0xfeed);
        let server = Server::new(backend, faults, weather, START_MS);
        let clients = (1..=3u8)
            .map(|n| RecordId::from_bytes([n * 40; 16]))
            .collect();
        let mut world = Self {
            rng,
            faults,
            server: Rc::new(RefCell::new(server)),
            devices: Vec::new(),
            backups: Vec::new(),
            clients,
            ledger: Ledger::default(),
            step: 0,
            next: 100,
        };
        for (number, identity) in identities.into_iter().enumerate() {
            let skew_ms = match world.rng.below(4) {
                0 => 3 * 86_400_000,
                1 => -3_600_000,
                _ => 0,
            };
            let protocol = match world.rng.below(4) {
                0 if faults.versions => PROTOCOLS.start().wrapping_sub(1),
                1 if faults.versions => *PROTOCOLS.start(),
                _ => PROTOCOL,
            };
            let link = Link {
                server: world.server.clone(),
                number,
                device: identity.device,
                protocol: Rc::new(Cell::new(protocol)),
            };
            let mut device = Device::new(identity, link, START_MS + skew_ms);
            let writer = world.draw();
            device.open_tab(writer, &world.clients);
            world.devices.push(device);
        }
        world
    }

    /// The same with somebody who breaks the rules.
    pub(crate) fn sabotaged(seed: u64, allowed: Allowed, sabotage: Sabotage) -> Self {
        let world = Self::new(seed, allowed, Kind::Memory);
        world.server.borrow_mut().sabotage = Some(sabotage);
        world
    }

    pub(crate) fn draw(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    pub(crate) fn run(&mut self) -> Result<Outcome, Broken> {
        while self.step < self.faults.steps {
            self.step += 1;
            self.one_step()?;
        }
        self.settle()?;
        if let Some(sabotage) = self.sabotage() {
            sabotage.after_settling(self);
        }
        self.check()?;
        self.restore_losers()?;
        let heads = self.server_heads();
        Ok(Outcome {
            steps: self.step,
            changes: self.ledger.written.len(),
            heads,
        })
    }

    pub(crate) fn sabotage(&self) -> Option<Sabotage> {
        self.server.borrow().sabotage
    }

    fn one_step(&mut self) -> Result<(), Broken> {
        let passed_ms = i64::try_from(self.rng.below(40_000)).expect("small");
        self.server.borrow_mut().pass(passed_ms);
        let device = self.rng.below(self.devices.len());
        let tab = self.rng.below(self.devices[device].tabs.len());
        match self.rng.below(100) {
            0..18 => self.edit(device, tab)?,
            18..36 => self.type_in(device, tab)?,
            36..39 => self.delete_or_undo(device, tab)?,
            39..76 => self.advance(device, tab)?,
            76..80 => self.write(device, tab),
            80..83 => self.refresh(device, tab),
            _ => self.mishap(device, tab)?,
        }
        if let Some(sabotage) = self.sabotage() {
            sabotage.on_the_way(self);
        }
        if self.rng.chance(6) {
            self.check_meanwhile(device)?;
        }
        match self.server.borrow_mut().broken.take() {
            Some(broken) => Err(broken),
            None => Ok(()),
        }
    }

    pub(crate) fn refresh(&mut self, device: usize, tab: usize) {
        let clients = self.clients.clone();
        self.devices[device].refresh(tab, &clients);
    }

    /// Goes on with the tab's round, beginning one if none is under way.
    fn advance(&mut self, device: usize, tab: usize) -> Result<(), Broken> {
        if self.devices[device].tabs[tab].round.is_none() {
            self.devices[device].begin_round(tab);
        }
        let polls = if self.rng.chance(25) {
            1
        } else {
            1 + self.rng.below(16)
        };
        for _ in 0..polls {
            if let Poll::Ready(end) = self.devices[device].poll_round(tab) {
                self.round_ended(device, &end)?;
                break;
            }
        }
        if self.rng.chance(50) {
            self.refresh(device, tab);
        }
        Ok(())
    }

    fn round_ended(
        &self,
        device: usize,
        end: &Result<RoundEnd, RoundError<MemoryError>>,
    ) -> Result<(), Broken> {
        let protocol = self.devices[device].link.protocol.get();
        let is_taken = PROTOCOLS.contains(&protocol);
        let told = || format!("device {device} of protocol {protocol} ended with {end:?}");
        match end {
            Err(RoundError::Device(DeviceError::Damaged(_))) | Ok(RoundEnd::Foreign) => {
                Err(Invariant::NeverStuck.broken(told()))
            }
            Err(RoundError::Remote(RemoteError::Update)) => {
                Invariant::VersionIsTold.holds(!is_taken, told)
            }
            Ok(RoundEnd::Synced { .. }) => {
                Invariant::VersionIsTold.holds(is_taken, told)?;
                self.check_drained(device)
            }
            _ => Ok(()),
        }
    }

    /// Goes on with the tab's commit.
    pub(crate) fn write(&mut self, device: usize, tab: usize) {
        let this = &mut self.devices[device];
        if let Some(kept) = this.tabs[tab].write(&this.disk) {
            self.ledger.promise(device, &kept);
        }
    }

    /// Commits until nothing waits, as long as there is room.
    pub(crate) fn write_all(&mut self, device: usize, tab: usize) {
        for _ in 0..12 {
            if !self.devices[device].tabs[tab].is_writing() {
                break;
            }
            self.write(device, tab);
        }
    }

    /// The faults end; every device syncs until nothing moves.
    fn settle(&mut self) -> Result<(), Broken> {
        self.server.borrow_mut().calm();
        for device in 0..self.devices.len() {
            self.devices[device].disk.fail_after(None);
            for tab in 0..self.devices[device].tabs.len() {
                self.devices[device].tabs[tab].round = None;
                self.write_all(device, tab);
            }
            let overlapped = self.devices[device].disk.overlapped();
            Invariant::TransactionsAlone.holds(!overlapped, || {
                format!("device {device} had two writing transactions at once")
            })?;
            // One too old to sync has kept its outbox until now.
            self.devices[device].update();
        }
        self.sweep_until_level()
    }

    pub(crate) fn sweep_until_level(&mut self) -> Result<(), Broken> {
        let mut last = None;
        for _ in 0..SWEEPS {
            let mut is_level = true;
            for device in 0..self.devices.len() {
                is_level &= self.whole_round(device)?;
            }
            let now = self.server_heads();
            if is_level && last.as_ref() == Some(&now) {
                return Ok(());
            }
            last = Some(now);
        }
        Err(Invariant::DrainsInBoundedRounds.broken("the server keeps moving".into()))
    }

    /// Whether it ended level. Of what the server chokes on a round may leave something to the next.
    fn whole_round(&mut self, device: usize) -> Result<bool, Broken> {
        self.devices[device].begin_round(0);
        for _ in 0..POLLS {
            if let Poll::Ready(end) = self.devices[device].poll_round(0) {
                self.round_ended(device, &end)?;
                let is_level = matches!(end, Ok(RoundEnd::Synced { .. }));
                let is_told =
                    matches!(end, Err(RoundError::Remote(RemoteError::Unreadable { .. })));
                let may_go_on = is_told && self.faults.server_chokes;
                Invariant::DrainsInBoundedRounds.holds(is_level || may_go_on, || {
                    format!("device {device} ended with {end:?}")
                })?;
                return Ok(is_level);
            }
        }
        let how = format!("a round of device {device} never comes to an end");
        Err(Invariant::DrainsInBoundedRounds.broken(how))
    }

    /// Heads of the server.
    pub(crate) fn server_heads(&self) -> BTreeMap<RegisterKey, Register> {
        let mut server = self.server.borrow_mut();
        let now_ms = server.now_ms();
        let registers = server.backend.registers(now_ms);
        registers
            .into_iter()
            .filter(|(_, register)| !register.heads().is_empty())
            .collect()
    }

    /// Heads that a device holds as confirmed.
    pub(crate) fn confirmed(&self, device: usize) -> BTreeMap<RegisterKey, Register> {
        let mut registers = BTreeMap::new();
        for &client in &self.clients {
            let bundle = self.devices[device].bundle(client);
            let rows = bundle.rows().map(|row| (row.key, row.register));
            registers.extend(rows.filter(|(_, register)| !register.heads().is_empty()));
        }
        registers
    }
}
