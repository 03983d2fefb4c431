//! One history: what happens, what was promised on the way, and what has to hold at the end.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use yardstick_domain::change::{Name, RecordKey, RegisterKey, Value};
use yardstick_domain::device::edit::{Kept, NewEntry};
use yardstick_domain::device::round::{RoundEnd, RoundError};
use yardstick_domain::device::{DeviceStore, Mode, Table, Tx, boot, confirmed};
use yardstick_domain::digest::{Digest, contribution};
use yardstick_domain::erasure::tombstone_key;
use yardstick_domain::id::{BatchId, ChangeId, RecordId};
use yardstick_domain::outbox::State;
use yardstick_domain::register::Register;
use yardstick_domain::tab::Edit;

use crate::backend::{Backend, Backup};
use crate::device::Device;
use crate::network::{Link, Server, ready};
use crate::rng::Rng;

/// What may happen beside what always may.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Faults {
    pub(crate) restores: bool,
    pub(crate) wipes: bool,
    pub(crate) erasures: bool,
}

/// What the server keeps its data in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Memory,
    Router,
}

/// A change as its author's store kept it.
#[derive(Debug, Clone)]
struct Saved {
    key: RegisterKey,
    /// The changes it replaces, and those its author saw.
    replaces: BTreeSet<ChangeId>,
    saw: BTreeSet<ChangeId>,
    device: usize,
}

/// One seed's world.
pub(crate) struct World {
    rng: Rng,
    faults: Faults,
    server: Rc<RefCell<Server>>,
    devices: Vec<Device>,
    backups: Vec<(Backup, HashSet<ChangeId>)>,
    clients: Vec<RecordId>,
    next: u64,
    /// Every change called saved that has to be accounted for.
    saved: HashMap<ChangeId, Saved>,
    /// Lost with everything that held it: a wiped phone, history after the backup.
    waived: HashSet<ChangeId>,
    /// Clients that somebody has erased at some time: what was written about them is not missed.
    ever_erased: BTreeSet<RecordId>,
    /// Of those, the ones of which somebody knows: nothing of them may be left.
    erased: BTreeSet<RecordId>,
    restored: bool,
}

const STEPS: usize = 160;
const START_MS: i64 = 1_800_000_000_000;

impl World {
    pub(crate) fn new(seed: u64, faults: Faults, kind: Kind) -> Self {
        let mut rng = Rng::new(seed);
        let count = 2 + rng.below(3);
        let backend = match kind {
            Kind::Memory => Backend::memory(),
            Kind::Router => Backend::router(count, START_MS),
        };
        let identities = backend.identities(count);
        let server = Rc::new(RefCell::new(Server {
            backend,
            logged: HashSet::new(),
            true_ms: START_MS,
            down: false,
            loss: rng.next() % 30,
            rng: Rng::new(seed ^ 0xfeed),
            stray: std::collections::VecDeque::new(),
        }));
        let clients: Vec<RecordId> = (1..=3u8)
            .map(|n| RecordId::from_bytes([n * 40; 16]))
            .collect();
        let mut world = Self {
            faults,
            server: server.clone(),
            devices: Vec::new(),
            backups: Vec::new(),
            clients,
            next: 100,
            saved: HashMap::new(),
            waived: HashSet::new(),
            ever_erased: BTreeSet::new(),
            erased: BTreeSet::new(),
            restored: false,
            rng,
        };
        for (number, identity) in identities.into_iter().enumerate() {
            let skew = match world.rng.below(4) {
                0 => 3 * 86_400_000,
                1 => -3_600_000,
                _ => 0,
            };
            let link = Link {
                server: server.clone(),
                number,
                device: identity.device,
            };
            let mut device = Device::new(identity, link, START_MS + skew);
            let writer = world.draw();
            device.open_tab(writer, &world.clients);
            world.devices.push(device);
        }
        world
    }

    fn draw(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    pub(crate) fn run(mut self) {
        for _ in 0..STEPS {
            self.step();
        }
        self.settle();
        self.check();
    }

    fn step(&mut self) {
        let passed = i64::try_from(self.rng.below(40_000)).expect("small");
        self.server.borrow_mut().true_ms += passed;
        for device in &self.devices {
            device.wall_ms.set(device.wall_ms.get() + passed);
        }
        let device = self.rng.below(self.devices.len());
        let tab = self.rng.below(self.devices[device].tabs.len());
        match self.rng.below(100) {
            0..20 => self.edit(device, tab),
            20..38 => self.type_in(device, tab),
            38..40 => self.delete_or_undo(device, tab),
            40..80 => self.advance(device, tab),
            80..83 => self.crash(device, tab),
            83..85 => self.open_second_tab(device),
            85..87 => self.jump(device),
            87..89 => self.devices[device].store.fail_after(Some(0)),
            89..91 => self.devices[device].store.fail_after(None),
            91..93 => self.restart(),
            93..95 => self.stray(),
            95..96 => self.toggle_down(),
            96..98 => self.back_up_or_restore(),
            98..99 if self.faults.wipes => self.wipe(device),
            99 if self.faults.erasures => self.erase(device),
            _ => self.devices[device].refresh(tab, &self.clients.clone()),
        }
    }

    fn key(&mut self) -> RegisterKey {
        let client = self.clients[self.rng.below(self.clients.len())];
        let record = if self.rng.chance(50) {
            client
        } else {
            RecordId::from_bytes([u8::try_from(self.rng.below(4)).expect("few") + 1; 16])
        };
        let field = ["name", "stage"][self.rng.below(2)];
        RecordKey {
            client,
            record,
            kind: Name::new("thing"),
        }
        .field(field)
    }

    fn value(&mut self) -> Value {
        let number = if self.rng.chance(15) {
            self.rng.next() % 3
        } else {
            self.draw()
        };
        Value::from_json(format!("\"v{number}\"").as_bytes()).expect("JSON")
    }

    /// Remembers what the store kept and called saved.
    fn promise(
        &mut self,
        device: usize,
        kept: &Kept,
        saw: &BTreeMap<ChangeId, BTreeSet<ChangeId>>,
    ) {
        for (_, gone) in &kept.gone {
            self.saved.remove(gone);
        }
        for entry in &kept.entries {
            let saw = saw.get(&entry.change.id).cloned().unwrap_or_default();
            self.saved.insert(
                entry.change.id,
                Saved {
                    key: entry.change.key.clone(),
                    replaces: entry.change.replaces.iter().copied().collect(),
                    saw,
                    device,
                },
            );
        }
    }

    fn shown_ids(&self, device: usize, tab: usize, key: &RegisterKey) -> BTreeSet<ChangeId> {
        self.devices[device].tabs[tab]
            .tab
            .borrow()
            .field(key)
            .register
            .head_ids()
            .collect()
    }

    fn keep(
        &mut self,
        device: usize,
        tab: usize,
        entries: &[NewEntry],
        saw: &BTreeMap<ChangeId, BTreeSet<ChangeId>>,
    ) {
        match self.devices[device].keep(tab, entries) {
            Some(kept) => self.promise(device, &kept, saw),
            // Never called saved. The person is told; here the tab is closed, and what was typed is gone with it.
            None => self.crash(device, tab),
        }
    }

    fn edit(&mut self, device: usize, tab: usize) {
        let count = 1 + self.rng.below(3);
        let mut edits: BTreeMap<RegisterKey, Value> = BTreeMap::new();
        for _ in 0..count {
            let key = self.key();
            edits.insert(key, self.value());
        }
        if self.rng.chance(3) {
            // The server refuses the whole action; the rest goes on.
            let key = RegisterKey {
                field: Name::new("Not A Field"),
                ..self.key()
            };
            edits.insert(key, self.value());
        }
        let seen: Vec<(RegisterKey, BTreeSet<ChangeId>)> = edits
            .keys()
            .map(|key| (key.clone(), self.shown_ids(device, tab, key)))
            .collect();
        let edits = edits
            .into_iter()
            .map(|(key, value)| Edit { key, value })
            .collect();
        let now = self.devices[device].wall_ms.get();
        let batch = BatchId::from_bytes([9; 16]);
        let (entries, _) = self.devices[device].tabs[tab]
            .tab
            .borrow_mut()
            .act(edits, batch, now);
        let saw = entries
            .iter()
            .map(|new| {
                let key = &new.entry.change.key;
                let saw = seen
                    .iter()
                    .find(|(seen, _)| seen == key)
                    .map(|(_, saw)| saw.clone());
                (new.entry.change.id, saw.unwrap_or_default())
            })
            .collect();
        self.keep(device, tab, &entries, &saw);
    }

    fn type_in(&mut self, device: usize, tab: usize) {
        if self.devices[device].tabs[tab].editor.is_none() {
            let key = self.key();
            let saw = self.shown_ids(device, tab, &key);
            let editor = self.devices[device].tabs[tab].tab.borrow_mut().focus(key);
            self.devices[device].tabs[tab].editor = Some(editor);
            self.devices[device].tabs[tab].editor_saw = saw;
        }
        let value = self.value();
        let now = self.devices[device].wall_ms.get();
        let this = &mut self.devices[device].tabs[tab];
        let Some(editor) = this.editor.as_mut() else {
            return;
        };
        let new = this.tab.borrow_mut().type_in(editor, value, now);
        let saw = this.editor_saw.clone();
        // What an editor typed before is seen by what it types next.
        this.editor_saw.insert(new.entry.change.id);
        let saw = BTreeMap::from([(new.entry.change.id, saw)]);
        if self.rng.chance(30) {
            this.editor = None;
        }
        self.keep(device, tab, std::slice::from_ref(&new), &saw);
    }

    fn delete_or_undo(&mut self, device: usize, tab: usize) {
        let record = self.key().record_key();
        let now = self.devices[device].wall_ms.get();
        let batch = BatchId::from_bytes([9; 16]);
        let (entries, receipt) =
            self.devices[device].tabs[tab]
                .tab
                .borrow_mut()
                .delete(&[record], batch, now);
        self.keep(device, tab, &entries, &BTreeMap::new());
        if self.rng.chance(50) && tab < self.devices[device].tabs.len() {
            let (entries, _) = self.devices[device].tabs[tab]
                .tab
                .borrow_mut()
                .undo(&receipt, batch, now);
            self.keep(device, tab, &entries, &BTreeMap::new());
        }
    }

    /// Polls the tab's round, beginning one if none is under way.
    fn advance(&mut self, device: usize, tab: usize) {
        if self.devices[device].tabs[tab].round.is_none() {
            self.devices[device].begin_round(tab);
        }
        let polled = {
            let Some(round) = self.devices[device].tabs[tab].round.as_mut() else {
                return;
            };
            round.as_mut().poll(&mut Context::from_waker(Waker::noop()))
        };
        if let Poll::Ready(end) = polled {
            self.devices[device].tabs[tab].round = None;
            if let Err(RoundError::Device(yardstick_domain::device::DeviceError::Damaged(what))) =
                &end
            {
                panic!("{what} cannot be read");
            }
            assert_ne!(end.ok(), Some(RoundEnd::Foreign), "one server, one history");
        }
        let clients = self.clients.clone();
        if self.rng.chance(70) {
            self.devices[device].refresh(tab, &clients);
        }
    }

    /// The tab dies: its round is dropped wherever it was, what it had not kept is gone. A new one starts.
    fn crash(&mut self, device: usize, tab: usize) {
        self.devices[device].tabs.remove(tab);
        if self.devices[device].tabs.is_empty() {
            self.devices[device].store.fail_after(None);
            let writer = self.draw();
            let clients = self.clients.clone();
            self.devices[device].open_tab(writer, &clients);
        }
    }

    fn open_second_tab(&mut self, device: usize) {
        if self.devices[device].tabs.len() < 3 {
            let writer = self.draw();
            let clients = self.clients.clone();
            self.devices[device].open_tab(writer, &clients);
        }
    }

    fn jump(&mut self, device: usize) {
        let days = i64::try_from(self.rng.below(20)).expect("small") - 10;
        let device = &self.devices[device];
        device.wall_ms.set(device.wall_ms.get() + days * 86_400_000);
        device.stale.set(true);
    }

    fn restart(&mut self) {
        let epoch = self.draw();
        self.server.borrow_mut().backend.restart(epoch);
    }

    fn stray(&mut self) {
        let mut server = self.server.borrow_mut();
        if let Some((number, device, request)) = server.stray.pop_front()
            && !server.down
        {
            let _ = server.sync(number, device, &request);
        }
    }

    fn toggle_down(&mut self) {
        let mut server = self.server.borrow_mut();
        server.down = !server.down;
    }

    fn back_up_or_restore(&mut self) {
        if self.backups.is_empty() || self.rng.chance(50) {
            let mut server = self.server.borrow_mut();
            let copy = server.backend.back_up();
            self.backups.push((copy, server.logged.clone()));
        } else if self.faults.restores {
            let (copy, logged) = self.backups[self.rng.below(self.backups.len())].clone();
            let epoch = self.draw();
            {
                let mut server = self.server.borrow_mut();
                server.backend.restore(&copy, epoch);
                server.logged = logged;
            }
            self.restored = true;
            self.waive_what_nobody_holds();
            self.forget_what_nobody_knows();
        }
    }

    fn wipe(&mut self, device: usize) {
        self.devices[device].store.wipe();
        self.devices[device].store.fail_after(None);
        self.devices[device].tabs.clear();
        let writer = self.draw();
        let clients = self.clients.clone();
        self.devices[device].open_tab(writer, &clients);
        self.waive_what_nobody_holds();
        self.forget_what_nobody_knows();
    }

    /// The law asks for it; the answer may be lost.
    fn erase(&mut self, device: usize) {
        let client = self.clients[self.rng.below(self.clients.len())];
        let mut server = self.server.borrow_mut();
        if server.down {
            return;
        }
        let (id, now_ms) = (self.devices[device].identity.device, server.true_ms);
        let answer = server.backend.erase(device, id, client, now_ms);
        assert!(answer.is_ok(), "{answer:?}");
        self.ever_erased.insert(client);
        self.erased.insert(client);
    }

    /// An erasure that the backup does not know, nor any device, did not happen.
    fn forget_what_nobody_knows(&mut self) {
        let mut known: BTreeSet<RegisterKey> = self.server_heads().into_keys().collect();
        for device in 0..self.devices.len() {
            known.extend(self.confirmed(device).into_keys());
        }
        self.erased
            .retain(|&client| known.contains(&tombstone_key(client)));
    }

    /// Heads of the server.
    fn server_heads(&self) -> BTreeMap<RegisterKey, Register> {
        let mut server = self.server.borrow_mut();
        let now_ms = server.true_ms;
        let registers = server.backend.registers(now_ms);
        registers
            .into_iter()
            .filter(|(_, r)| !r.heads().is_empty())
            .collect()
    }

    fn confirmed(&self, device: usize) -> BTreeMap<RegisterKey, Register> {
        let store = &self.devices[device].store;
        let mut registers = BTreeMap::new();
        for &client in &self.clients {
            let bundle = ready(async {
                let mut tx = store.begin(Mode::Read).await.expect("memory");
                confirmed::load(&mut tx, client).await.expect("memory")
            });
            registers.extend(
                bundle
                    .rows()
                    .map(|row| (row.key, row.register))
                    .filter(|(_, r)| !r.heads().is_empty()),
            );
        }
        registers
    }

    /// Everything that these heads are, or replaced, down to the first.
    fn covered(&self, heads: impl IntoIterator<Item = ChangeId>) -> HashSet<ChangeId> {
        let mut covered = HashSet::new();
        let mut next: Vec<ChangeId> = heads.into_iter().collect();
        while let Some(id) = next.pop() {
            if covered.insert(id)
                && let Some(saved) = self.saved.get(&id)
            {
                next.extend(&saved.replaces);
            }
        }
        covered
    }

    fn waive_what_nobody_holds(&mut self) {
        let mut heads: Vec<ChangeId> = self
            .server_heads()
            .values()
            .flat_map(|r| r.head_ids().collect::<Vec<_>>())
            .collect();
        // What the server's log knows was replaced there, even where its author's copy of the reason is gone.
        heads.extend(self.server.borrow().logged.iter());
        for device in 0..self.devices.len() {
            heads.extend(
                self.confirmed(device)
                    .values()
                    .flat_map(|r| r.head_ids().collect::<Vec<_>>()),
            );
            let boot = ready(boot(&self.devices[device].store)).expect("memory");
            // What the server will refuse brings nothing with it.
            let refused: HashSet<_> = boot
                .outbox
                .iter()
                .filter(|entry| !entry.change.key.field.is_field())
                .map(|entry| (entry.change.id.writer, entry.change.action))
                .collect();
            let goes = |entry: &&yardstick_domain::outbox::Entry| {
                let action = (entry.change.id.writer, entry.change.action);
                entry.change.key.field.is_field()
                    && (action.1.is_none() || !refused.contains(&action))
            };
            heads.extend(boot.outbox.iter().filter(goes).map(|entry| entry.change.id));
        }
        let covered = self.covered(heads);
        self.waived.extend(
            self.saved
                .keys()
                .filter(|id| !covered.contains(id))
                .copied(),
        );
    }

    /// The faults end; every device syncs until nothing moves.
    fn settle(&mut self) {
        {
            let mut server = self.server.borrow_mut();
            server.down = false;
            server.loss = 0;
        }
        for device in &mut self.devices {
            device.store.fail_after(None);
            for tab in &mut device.tabs {
                tab.round = None;
            }
        }
        let mut last = None;
        for sweep in 0..20 {
            for device in 0..self.devices.len() {
                self.devices[device].begin_round(0);
                let Some(mut round) = self.devices[device].tabs[0].round.take() else {
                    continue;
                };
                let mut polls = 0;
                let end = loop {
                    polls += 1;
                    assert!(polls < 10_000, "device {device} never comes to an end");
                    if let Poll::Ready(end) =
                        round.as_mut().poll(&mut Context::from_waker(Waker::noop()))
                    {
                        break end;
                    }
                };
                assert!(
                    matches!(end, Ok(RoundEnd::Synced { .. })),
                    "device {device} ended with {end:?}"
                );
            }
            let now = self.server_heads();
            if last.as_ref() == Some(&now) {
                return;
            }
            last = Some(now);
            assert!(sweep < 19, "the server keeps moving");
        }
    }

    fn check(&self) {
        let server = self.server_heads();
        let mut digest = Digest::default();
        for (key, register) in &server {
            digest.add(key.record.bucket(), contribution(key, register));
        }
        if let Some(kept) = self.server.borrow_mut().backend.digest() {
            assert_eq!(kept, digest, "the server's digest is what it holds");
        }
        for device in 0..self.devices.len() {
            assert_eq!(
                self.confirmed(device),
                server,
                "device {device} holds what the server holds"
            );
            let boot = ready(boot(&self.devices[device].store)).expect("memory");
            for entry in &boot.outbox {
                assert!(
                    matches!(entry.state, State::Parked { .. }),
                    "device {device} still has {entry:?}"
                );
            }
        }
        self.check_nothing_lost(&server);
        self.check_erased(&server);
        if !self.restored {
            self.check_no_false_conflict(&server);
        }
    }

    fn check_nothing_lost(&self, server: &BTreeMap<RegisterKey, Register>) {
        let parked: HashSet<ChangeId> = (0..self.devices.len())
            .flat_map(|device| {
                ready(boot(&self.devices[device].store))
                    .expect("memory")
                    .outbox
            })
            .map(|entry| entry.change.id)
            .collect();
        let covered = self.covered(server.values().flat_map(Register::head_ids));
        for (id, saved) in &self.saved {
            assert!(
                covered.contains(id)
                    || parked.contains(id)
                    || self.waived.contains(id)
                    || self.ever_erased.contains(&saved.key.client),
                "{id} of device {} on {:?} was saved and is lost",
                saved.device,
                saved.key
            );
        }
    }

    /// Nothing is left of an erased client but its tombstone, neither here nor there.
    fn check_erased(&self, server: &BTreeMap<RegisterKey, Register>) {
        let logged = self.server.borrow().backend.logged();
        for &client in &self.erased {
            let left: Vec<&RegisterKey> =
                server.keys().filter(|key| key.client == client).collect();
            assert_eq!(left, [&tombstone_key(client)], "{client} was erased");
            for (id, saved) in &self.saved {
                let is_logged = logged.as_ref().is_some_and(|logged| logged.contains(id));
                assert!(
                    saved.key.client != client || !is_logged,
                    "{id} is still in the log"
                );
            }
            for (number, device) in self.devices.iter().enumerate() {
                let boot = ready(boot(&device.store)).expect("memory");
                let waits = boot
                    .outbox
                    .iter()
                    .find(|entry| entry.change.key.client == client);
                assert_eq!(waits, None, "device {number} keeps it");
                assert!(
                    boot.summaries.iter().all(|(listed, _)| *listed != client),
                    "device {number} lists {client}"
                );
                let overlay = ready(async {
                    let mut tx = device.store.begin(Mode::Read).await.expect("memory");
                    tx.scan(Table::Overlay, client.as_bytes()).await
                });
                assert_eq!(overlay, Ok(Vec::new()), "device {number} keeps records");
            }
        }
    }

    /// Of two heads neither author saw the other.
    fn check_no_false_conflict(&self, server: &BTreeMap<RegisterKey, Register>) {
        for (key, register) in server {
            for head in register.heads() {
                let Some(saved) = self.saved.get(&head.id) else {
                    continue;
                };
                let seen = register.head_ids().find(|other| saved.saw.contains(other));
                assert_eq!(
                    seen, None,
                    "{} on {key:?} replaces what its author saw",
                    head.id
                );
            }
        }
    }
}
