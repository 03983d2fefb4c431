//! What people do: edit, type, delete, undo, choose again what lost.

use std::collections::{BTreeMap, BTreeSet};

use yardstick_domain::change::{Change, Name, RecordKey, RegisterKey, Value};
use yardstick_domain::device::edit::NewEntry;
use yardstick_domain::id::{BatchId, ChangeId, RecordId};
use yardstick_domain::tab::Edit;

use crate::invariants::{Broken, Invariant};
use crate::world::World;

const BATCH: BatchId = BatchId::from_bytes([9; 16]);

/// Whether the server refuses the change: its field has no name, or its value does not fit.
pub(crate) fn is_refusable(change: &Change) -> bool {
    let key = &change.key;
    !key.field.is_field() || (key.kind.as_str() == "client" && key.field.as_str() == "stage")
}

impl World {
    /// A register of a kind that this version knows, or of one that only a later version will.
    fn key(&mut self) -> RegisterKey {
        let client = self.clients[self.rng.below(self.clients.len())];
        if self.rng.chance(50) {
            let record = RecordKey {
                client,
                record: client,
                kind: Name::new("client"),
            };
            return record.field(["name", "of_a_later_version"][self.rng.below(2)]);
        }
        let record = RecordKey {
            client,
            record: RecordId::from_bytes([u8::try_from(self.rng.below(4)).expect("few") + 1; 16]),
            kind: Name::new("thing"),
        };
        record.field(["name", "stage"][self.rng.below(2)])
    }

    fn value(&mut self, key: &RegisterKey) -> Value {
        let number = if self.rng.chance(15) {
            self.rng.next() % 3
        } else {
            self.draw()
        };
        // Bytes that would not survive being read and written again.
        let json = if key.field.as_str() == "of_a_later_version" && self.rng.chance(50) {
            format!("{{ \"kept\" : [{number}, 1.0e1,  2] }}")
        } else {
            format!("\"v{number}\"")
        };
        Value::from_json(json.as_bytes()).expect("JSON")
    }

    fn shown_ids(&self, device: usize, tab: usize, key: &RegisterKey) -> BTreeSet<ChangeId> {
        let tab = self.devices[device].tabs[tab].tab.borrow();
        tab.field(key).register.head_ids().collect()
    }

    /// Shows entries and has them wait for a commit, which mostly comes at once.
    fn hand_over(
        &mut self,
        device: usize,
        tab: usize,
        entries: Vec<NewEntry>,
    ) -> Result<(), Broken> {
        let made: Vec<(ChangeId, RegisterKey)> = entries
            .iter()
            .map(|new| (new.entry.change.id, new.entry.change.key.clone()))
            .collect();
        for new in entries {
            let change = &new.entry.change;
            let written = (change.key.clone(), change.value.clone());
            self.ledger.written.insert(change.id, written);
            self.devices[device].tabs[tab].hand_over(new);
        }
        for (id, key) in made {
            let shown = self.shown_ids(device, tab, &key);
            Invariant::ReadsOwnWrites.holds(shown.contains(&id), || {
                format!("device {device} does not show {id} on {key:?} that was just made")
            })?;
        }
        if self.rng.chance(70) {
            self.write_all(device, tab);
        }
        Ok(())
    }

    pub(crate) fn edit(&mut self, device: usize, tab: usize) -> Result<(), Broken> {
        let count = 1 + self.rng.below(3);
        let mut edits: BTreeMap<RegisterKey, Value> = BTreeMap::new();
        for _ in 0..count {
            let key = self.key();
            let value = self.value(&key);
            edits.insert(key, value);
        }
        // The server refuses the whole action; the rest goes on.
        if self.rng.chance(2) {
            let key = RegisterKey {
                field: Name::new("Not A Field"),
                ..self.key()
            };
            let value = self.value(&key);
            edits.insert(key, value);
        } else if self.rng.chance(2) {
            let client = self.clients[self.rng.below(self.clients.len())];
            let record = RecordKey {
                client,
                record: client,
                kind: Name::new("client"),
            };
            let no_stage = Value::from_json(b"\"no stage\"").expect("JSON");
            edits.insert(record.field("stage"), no_stage);
        }
        self.act(device, tab, edits)
    }

    fn act(
        &mut self,
        device: usize,
        tab: usize,
        edits: BTreeMap<RegisterKey, Value>,
    ) -> Result<(), Broken> {
        let seen: BTreeMap<RegisterKey, BTreeSet<ChangeId>> = edits
            .keys()
            .map(|key| (key.clone(), self.shown_ids(device, tab, key)))
            .collect();
        let edits = edits.into_iter().map(|(key, value)| Edit { key, value });
        let now = self.devices[device].wall_ms.get();
        let (entries, _) =
            self.devices[device].tabs[tab]
                .tab
                .borrow_mut()
                .act(edits.collect(), BATCH, now);
        for new in &entries {
            let change = &new.entry.change;
            let saw = seen.get(&change.key).cloned().unwrap_or_default();
            self.ledger.saw.insert(change.id, saw);
        }
        self.hand_over(device, tab, entries)
    }

    pub(crate) fn type_in(&mut self, device: usize, tab: usize) -> Result<(), Broken> {
        if self.devices[device].tabs[tab].editor.is_none() {
            let key = self.key();
            let saw = self.shown_ids(device, tab, &key);
            let this = &mut self.devices[device].tabs[tab];
            this.editor = Some(this.tab.borrow_mut().focus(key));
            this.editor_saw = saw;
        }
        let Some(mut editor) = self.devices[device].tabs[tab].editor.take() else {
            return Ok(());
        };
        let value = self.value(&editor.key);
        let now = self.devices[device].wall_ms.get();
        let this = &mut self.devices[device].tabs[tab];
        let new = this.tab.borrow_mut().type_in(&mut editor, value, now);
        let id = new.entry.change.id;
        self.ledger.saw.insert(id, this.editor_saw.clone());
        // What an editor typed before is seen by what it types next.
        this.editor_saw.insert(id);
        let stays = !self.rng.chance(30);
        let this = &mut self.devices[device].tabs[tab];
        this.editor = stays.then_some(editor);
        self.hand_over(device, tab, vec![new])
    }

    pub(crate) fn delete_or_undo(&mut self, device: usize, tab: usize) -> Result<(), Broken> {
        let record = self.key().record_key();
        let now = self.devices[device].wall_ms.get();
        let (entries, receipt) =
            self.devices[device].tabs[tab]
                .tab
                .borrow_mut()
                .delete(&[record], BATCH, now);
        self.hand_over(device, tab, entries)?;
        if self.rng.chance(50) {
            let (entries, _) = self.devices[device].tabs[tab]
                .tab
                .borrow_mut()
                .undo(&receipt, BATCH, now);
            self.hand_over(device, tab, entries)?;
        }
        Ok(())
    }

    /// Of every field that was edited at two places the value that lost is chosen again: it becomes the value everywhere.
    pub(crate) fn restore_losers(&mut self) -> Result<(), Broken> {
        self.refresh(0, 0);
        let mut chosen: BTreeMap<RegisterKey, Value> = BTreeMap::new();
        for (key, register) in self.server_heads() {
            let Some(winner) = register.winner() else {
                continue;
            };
            let losers: BTreeSet<&Value> =
                register.heads().iter().map(|head| &head.value).collect();
            let field = self.devices[0].tabs[0].tab.borrow().field(&key);
            let mut listed: BTreeSet<&Value> = field
                .register
                .also_edited()
                .iter()
                .map(|head| &head.value)
                .collect();
            listed.insert(&winner.value);
            // What waits refused on this device shows on top of what is confirmed only until it is mended.
            Invariant::LoserRestorable.holds(listed == losers, || {
                format!("{key:?} lists {listed:?} of {losers:?}")
            })?;
            if let Some(loser) = field.register.also_edited().first()
                && key.field.is_field()
            {
                chosen.insert(key.clone(), loser.value.clone());
            }
        }
        if chosen.is_empty() {
            return Ok(());
        }
        self.act(0, 0, chosen.clone())?;
        self.write_all(0, 0);
        self.sweep_until_level()?;
        let heads = self.server_heads();
        for (key, value) in chosen {
            let register = heads.get(&key).cloned().unwrap_or_default();
            let is_restored = register.value() == Some(&value) && register.heads().len() == 1;
            Invariant::LoserRestorable.holds(is_restored, || {
                format!("{value:?} was chosen for {key:?}, which is {register:?}")
            })?;
        }
        Ok(())
    }
}
