//! A tab: the open bundles, the outbox as this tab knows it, and how what a person does becomes entries of it. Local edits are shown
//! by the same function with which the server accepts them.
//!
//! Nothing here waits or fails: entries are handed to the writer ([`crate::device::edit::keep`]) and shown at once.

mod mend;
mod outbox;
mod undo;
mod unkept;

pub use mend::Mendable;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::DELETED_FIELD;
use crate::bundle::{Bundle, Field, Record, Tombstone, shown_field, view};
use crate::change::{Change, RecordKey, RegisterKey, Value, limits};
use crate::device::Identity;
use crate::device::edit::{Kept, NewEntry};
use crate::id::{BatchId, ChangeId, RecordId, Writer};
use crate::outbox::{Entry, State, records_of};
use crate::register::Head;
use outbox::Outbox;

/// One field to be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Which.
    pub key: RegisterKey,
    /// To what; null empties it.
    pub value: Value,
}

/// What undoing takes: the fields an action set with what they showed before. Valid for ever; undoing is an ordinary action.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Receipt {
    /// Fields with their value before; `None`: never set.
    pub before: Vec<(RegisterKey, Option<Value>)>,
    /// Values that stood beside the one shown (*also edited*), newest first for each field: choosing between them is undone whole.
    pub beside: Vec<(RegisterKey, Value)>,
}

/// An open editor of one field. Takes at focus what its author sees; never replaces what arrives while it has focus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editor {
    /// Its number in this tab.
    pub id: u64,
    /// The field.
    pub key: RegisterKey,
    base: Vec<ChangeId>,
    last: Option<(u64, ChangeId)>,
}

impl Editor {
    /// The ids it took at focus: a mirror of typed text keeps them.
    #[must_use]
    pub fn base(&self) -> &[ChangeId] {
        &self.base
    }
}

type EntryKey = (u64, ChangeId);

/// The state of one tab of one device.
#[derive(Debug)]
pub struct Tab {
    identity: Identity,
    writer: Writer,
    counter: u32,
    action: u32,
    editors: u64,
    ordinal: u64,
    outbox: Outbox,
    /// Entries handed to the writer and not yet kept.
    pending: BTreeSet<EntryKey>,
    /// Stored entries that an entry not yet kept exchanges or settles.
    leaving: BTreeSet<EntryKey>,
    bundles: HashMap<RecordId, Bundle>,
    offset_ms: i64,
}

impl Tab {
    /// A tab that has just started. The writer is drawn by the caller, once, and never used again.
    #[must_use]
    pub fn new(identity: Identity, writer: Writer) -> Self {
        Self {
            identity,
            writer,
            counter: 0,
            action: 0,
            editors: 0,
            ordinal: 0,
            outbox: Outbox::default(),
            pending: BTreeSet::new(),
            leaving: BTreeSet::new(),
            bundles: HashMap::new(),
            offset_ms: 0,
        }
    }

    /// Whose device it is.
    #[must_use]
    pub const fn identity(&self) -> Identity {
        self.identity
    }

    /// The offset to the server's time, for what is shown before it is sent.
    pub fn set_offset_ms(&mut self, offset_ms: i64) {
        self.offset_ms = offset_ms;
    }

    /// Takes the outbox as it is stored; what this tab has not kept yet stays on top. Answers the clients whose entries differ.
    pub fn take_outbox(&mut self, stored: Vec<Entry>) -> BTreeSet<RecordId> {
        let stored = stored
            .into_iter()
            .map(|entry| ((entry.ordinal, entry.change.id), entry));
        let mut outbox: Outbox = stored
            .filter(|(key, _)| !self.leaving.contains(key))
            .collect();
        for key in &self.pending {
            if let Some(entry) = self.outbox.get(key).filter(|_| !outbox.contains(key)) {
                outbox.insert(*key, entry.clone());
            }
        }
        let mut clients = BTreeSet::new();
        for (key, entry) in outbox.entries() {
            if self.outbox.get(key) != Some(entry) {
                clients.insert(entry.change.key.client);
            }
        }
        for (key, entry) in self.outbox.entries() {
            if !outbox.contains(key) {
                clients.insert(entry.change.key.client);
            }
        }
        let last = outbox.entries().map(|((ordinal, _), _)| *ordinal).max();
        self.ordinal = self.ordinal.max(last.unwrap_or(0));
        self.outbox = outbox;
        clients
    }

    /// Takes what is confirmed of a client.
    pub fn open(&mut self, client: RecordId, bundle: Bundle) {
        self.bundles.insert(client, bundle);
    }

    /// Lets go of a client's bundle.
    pub fn close(&mut self, client: RecordId) {
        self.bundles.remove(&client);
    }

    /// Whether a client's bundle is open.
    #[must_use]
    pub fn is_open(&self, client: RecordId) -> bool {
        self.bundles.contains_key(&client)
    }

    /// The clients whose bundles are open.
    pub fn open_clients(&self) -> impl Iterator<Item = RecordId> + '_ {
        self.bundles.keys().copied()
    }

    /// The outbox in order.
    pub fn outbox(&self) -> impl Iterator<Item = &Entry> {
        self.outbox.entries().map(|(_, entry)| entry)
    }

    /// How many entries the server has not given a verdict on.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.outbox()
            .filter(|entry| matches!(entry.state, State::Waiting | State::Sent))
            .count()
    }

    /// How many records those entries are about.
    #[must_use]
    pub fn waiting_records(&self) -> usize {
        let entries = self.outbox();
        records_of(entries.filter(|entry| matches!(entry.state, State::Waiting | State::Sent)))
    }

    /// Whether something is shown that no finished commit holds.
    #[must_use]
    pub fn has_unkept(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Everything shown of an open client.
    #[must_use]
    pub fn view(&self, client: RecordId) -> BTreeMap<RecordKey, Record> {
        let empty = Bundle::default();
        let bundle = self.bundles.get(&client).unwrap_or(&empty);
        let entries = self.outbox.of(client);
        let entries: Vec<Entry> = entries.map(|(_, entry)| entry.clone()).collect();
        view(bundle, client, &entries, self.identity.device)
    }

    /// The tombstone of an open client that was erased.
    #[must_use]
    pub fn erasure(&self, client: RecordId) -> Option<&Head> {
        self.bundles.get(&client)?.erasure()
    }

    /// One field as shown.
    #[must_use]
    pub fn field(&self, key: &RegisterKey) -> Field {
        let confirmed = self
            .bundles
            .get(&key.client)
            .and_then(|bundle| bundle.register(key));
        let entries: Vec<&Entry> = self.entries_of(key).map(|(_, entry)| entry).collect();
        shown_field(
            confirmed.map(|confirmed| &confirmed.register),
            &entries,
            self.identity.device,
        )
    }

    /// What a change made now on seeing this field replaces: the confirmed heads and every entry of it that stands.
    fn seen(&self, key: &RegisterKey) -> Vec<ChangeId> {
        let confirmed = self
            .bundles
            .get(&key.client)
            .and_then(|bundle| bundle.register(key));
        let mut seen: Vec<ChangeId> = confirmed
            .iter()
            .flat_map(|confirmed| confirmed.register.head_ids())
            .collect();
        let shown = self.entries_of(key).map(|(_, entry)| entry);
        for entry in shown.filter(|entry| entry.is_shown()) {
            if !seen.contains(&entry.change.id) {
                seen.push(entry.change.id);
            }
        }
        seen
    }

    fn parked(&self, key: &RegisterKey) -> Vec<EntryKey> {
        self.entries_of(key)
            .filter(|(_, entry)| !entry.is_shown())
            .map(|(key, _)| *key)
            .collect()
    }

    /// The entries of a field, in their order.
    fn entries_of<'a>(
        &'a self,
        key: &'a RegisterKey,
    ) -> impl Iterator<Item = (&'a EntryKey, &'a Entry)> {
        let of_client = self.outbox.of(key.client);
        of_client.filter(move |(_, entry)| entry.change.key == *key)
    }

    /// Draws the next change id of this tab.
    pub fn next_id(&mut self) -> ChangeId {
        self.counter += 1;
        ChangeId {
            writer: self.writer,
            counter: self.counter,
        }
    }

    fn entry(&mut self, edit: Edit, replaces: Vec<ChangeId>, now_ms: i64) -> Entry {
        self.ordinal += 1;
        Entry {
            ordinal: self.ordinal,
            change: Change {
                id: self.next_id(),
                key: edit.key,
                value: edit.value,
                replaces,
                time: now_ms.saturating_add(self.offset_ms),
                action: None,
                batch: None,
            },
            made_at: now_ms,
            state: State::Waiting,
            editor: None,
        }
    }

    fn hand_over(&mut self, entry: &Entry) {
        let key = (entry.ordinal, entry.change.id);
        self.outbox.insert(key, entry.clone());
        self.pending.insert(key);
    }

    /// What a person does at once: its fields are set together, accepted or refused together, and undone together. Over 500 edits it
    /// becomes a batch of actions under the batch id given. Fields that show the value already are left out.
    pub fn act(
        &mut self,
        edits: Vec<Edit>,
        batch: BatchId,
        now_ms: i64,
    ) -> (Vec<NewEntry>, Receipt) {
        let mut receipt = Receipt::default();
        let mut wanted: Vec<Edit> = Vec::with_capacity(edits.len());
        for edit in last_of_each_field(edits) {
            let before = self.field(&edit.key).register;
            let unchanged = match before.value() {
                Some(value) => *value == edit.value && before.heads().len() == 1,
                None => edit.value.is_null(),
            };
            // Choosing what is shown once more settles what the server refused beside it.
            if !unchanged || !self.parked(&edit.key).is_empty() {
                receipt
                    .before
                    .push((edit.key.clone(), before.value().cloned()));
                if edit.key.field.as_str() != DELETED_FIELD {
                    let beside = before.also_edited().into_iter();
                    let beside = beside.map(|head| (edit.key.clone(), head.value.clone()));
                    receipt.beside.extend(beside);
                }
                wanted.push(edit);
            }
        }
        let single = wanted.len() == 1;
        let batch = (wanted.len() > limits::ACTION_CHANGES).then_some(batch);
        let mut entries = Vec::with_capacity(wanted.len());
        for (index, edit) in wanted.into_iter().enumerate() {
            if index % limits::ACTION_CHANGES == 0 {
                self.action += 1;
            }
            let replaces = self.seen(&edit.key);
            let settles = self.parked(&edit.key);
            let mut entry = self.entry(edit, replaces, now_ms);
            entry.change.action = (!single).then_some(self.action);
            entry.change.batch = batch;
            self.hand_over(&entry);
            for key in &settles {
                self.outbox.remove(key);
                self.leaving.insert(*key);
            }
            entries.push(NewEntry {
                entry,
                exchanges: None,
                named_by: Vec::new(),
                settles,
            });
        }
        (entries, receipt)
    }

    /// Deletes records: one tombstone each, naming every head it saw.
    pub fn delete(
        &mut self,
        records: &[RecordKey],
        batch: BatchId,
        now_ms: i64,
    ) -> (Vec<NewEntry>, Receipt) {
        let mut views: HashMap<RecordId, BTreeMap<RecordKey, Record>> = HashMap::new();
        let mut edits = Vec::with_capacity(records.len());
        for key in records {
            let view = views
                .entry(key.client)
                .or_insert_with(|| self.view(key.client));
            let saw = view.get(key).map(Record::heads_seen).unwrap_or_default();
            edits.push(Edit {
                key: key.field(DELETED_FIELD),
                value: Tombstone { saw }.to_value(),
            });
        }
        self.act(edits, batch, now_ms)
    }

    /// An editor gets the focus of a field.
    pub fn focus(&mut self, key: RegisterKey) -> Editor {
        self.editors += 1;
        Editor {
            id: self.editors,
            base: self.seen(&key),
            key,
            last: None,
        }
    }

    /// An editor taken up from a mirror that a killed tab left behind: an ordinary edit with its base.
    pub fn adopt(&mut self, key: RegisterKey, base: Vec<ChangeId>) -> Editor {
        self.editors += 1;
        Editor {
            id: self.editors,
            base,
            key,
            last: None,
        }
    }

    /// The editor's text is now this. A waiting entry of the same editor is exchanged for it, under a new id.
    pub fn type_in(&mut self, editor: &mut Editor, value: Value, now_ms: i64) -> NewEntry {
        let edit = Edit {
            key: editor.key.clone(),
            value,
        };
        let mut entry = self.entry(edit, editor.base.clone(), now_ms);
        entry.editor = Some(editor.id);
        let mut new = NewEntry::plain(entry);
        match editor.last.take() {
            Some(last) => {
                match self.outbox.get(&last) {
                    Some(old) if matches!(old.state, State::Waiting | State::Parked { .. }) => {
                        for named in &old.change.replaces {
                            if !new.entry.change.replaces.contains(named) {
                                new.entry.change.replaces.push(*named);
                            }
                        }
                        self.outbox.remove(&last);
                        self.leaving.insert(last);
                    }
                    _ => new.entry.change.replaces.push(last.1),
                }
                new.named_by = self
                    .outbox
                    .entries()
                    .filter(|(_, other)| other.change.replaces.contains(&last.1))
                    .map(|(key, _)| *key)
                    .collect();
                new.exchanges = Some(last);
            }
            None => {
                new.settles = self.parked(&editor.key);
                for key in &new.settles {
                    self.outbox.remove(key);
                    self.leaving.insert(*key);
                }
            }
        }
        editor.last = Some((new.entry.ordinal, new.entry.change.id));
        self.hand_over(&new.entry);
        new
    }

    /// A refused entry is given up: it shows no more. The writer lets go of it ([`crate::device::edit::drop_refused`]).
    pub fn give_up(&mut self, refused: (u64, ChangeId)) {
        if self
            .outbox
            .get(&refused)
            .is_some_and(|entry| !entry.is_shown())
        {
            self.outbox.remove(&refused);
            self.leaving.insert(refused);
        }
    }

    /// What the writer has kept is saved on this device.
    pub fn kept(&mut self, kept: &Kept) {
        for key in &kept.resolved {
            self.leaving.remove(key);
        }
        for key in &kept.gone {
            self.outbox.remove(key);
            self.pending.remove(key);
        }
        for entry in &kept.entries {
            let key = (entry.ordinal, entry.change.id);
            // Already exchanged for a newer one of its editor: only that one is shown.
            if self.pending.remove(&key) && self.outbox.contains(&key) {
                self.outbox.insert(key, entry.clone());
            }
        }
    }
}

/// Of several edits of one field in one action the last is meant; compared with what is shown, an earlier one could undo it.
fn last_of_each_field(edits: Vec<Edit>) -> Vec<Edit> {
    let mut seen = BTreeSet::new();
    let mut kept: Vec<Edit> = edits
        .into_iter()
        .rev()
        .filter(|edit| seen.insert(edit.key.clone()))
        .collect();
    kept.reverse();
    kept
}
