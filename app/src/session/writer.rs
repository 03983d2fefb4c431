//! The writer: what was typed and done goes to the store as it comes. A commit starts whenever none is running and takes all that waits;
//! there is no idle timer.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;

use wasm_bindgen_futures::spawn_local;
use yardstick_domain::device::DeviceError;
use yardstick_domain::device::edit::{Kept, NewEntry, keep};
use yardstick_domain::id::RecordId;

use super::core::Core;
use super::state::{Need, NotKept};
use super::tabs::Told;
use crate::browser::{storage, timer};
use crate::store::IdbError;

/// How long a commit that failed waits before it is tried again, should nothing else be typed meanwhile.
pub(super) const AGAIN_AFTER: Duration = Duration::from_secs(2);

type StoreError = DeviceError<IdbError>;

/// Entries that no commit has begun with, and whether one is running.
#[derive(Default)]
pub(super) struct EditWriter {
    queue: RefCell<Vec<NewEntry>>,
    running: Cell<bool>,
    asked_to_persist: Cell<bool>,
}

impl EditWriter {
    /// Takes an entry. A queued one of the same editor that it stands for was never begun, so it will never have been: answers what
    /// became of it.
    fn push(&self, mut new: NewEntry) -> Option<Kept> {
        let mut queue = self.queue.borrow_mut();
        let stood_for = new.exchanges.and_then(|(ordinal, id)| {
            queue
                .iter()
                .position(|old| old.entry.ordinal == ordinal && old.entry.change.id == id)
        });
        let merged = stood_for.map(|at| merge(&mut queue, at, &mut new));
        queue.push(new);
        merged
    }

    /// Whether something waits for a commit, or is in one.
    pub(super) fn is_busy(&self) -> bool {
        self.running.get()
    }

    fn take(&self) -> Vec<NewEntry> {
        self.queue.take()
    }

    /// Puts entries back before those that came since.
    fn put_back(&self, mut entries: Vec<NewEntry>) {
        let mut queue = self.queue.borrow_mut();
        entries.append(&mut queue);
        *queue = entries;
    }
}

/// The entry at `at` gives way to `new`, which takes over its oldest link and all it was to replace and settle.
fn merge(queue: &mut Vec<NewEntry>, at: usize, new: &mut NewEntry) -> Kept {
    let old = queue.remove(at);
    let key = (old.entry.ordinal, old.entry.change.id);
    for named in &old.entry.change.replaces {
        if !new.entry.change.replaces.contains(named) {
            new.entry.change.replaces.push(*named);
        }
    }
    new.exchanges = old.exchanges;
    new.named_by.extend(old.named_by);
    new.settles.extend(old.settles);
    // An id that was never sent is never named.
    for other in queue.iter_mut() {
        other.entry.change.replaces.retain(|named| *named != key.1);
    }
    Kept {
        resolved: vec![key],
        gone: vec![key],
        ..Kept::default()
    }
}

impl Core {
    /// Shows entries, and sees to it that they are kept.
    pub(super) fn hand_over(self: &Rc<Self>, entries: Vec<NewEntry>) {
        if entries.is_empty() {
            return;
        }
        let mut clients = BTreeSet::new();
        for new in entries {
            clients.insert(new.entry.change.key.client);
            if let Some(merged) = self.writer.push(new) {
                self.tab.borrow_mut().kept(&merged);
            }
        }
        self.shown_changed(&clients);
        // Also what belongs to no client and has no line.
        self.notes_changed(clients.iter().copied());
        self.outbox_changed();
        if !self.writer.running.replace(true) {
            let core = Rc::clone(self);
            spawn_local(async move { core.write().await });
        }
    }

    async fn write(self: Rc<Self>) {
        loop {
            let batch = self.writer.take();
            if batch.is_empty() {
                break;
            }
            if let Err(error) = self.commit(&batch).await {
                self.not_kept(batch, error).await;
            }
        }
        self.writer.running.set(false);
        self.outbox_changed();
    }

    async fn commit(self: &Rc<Self>, batch: &[NewEntry]) -> Result<(), StoreError> {
        let clients: BTreeSet<RecordId> = batch
            .iter()
            .map(|new| new.entry.change.key.client)
            .collect();
        let summaries = self.summaries_of(&clients);
        // The list shows what the tab shows, whatever becomes of the commit.
        self.take_lines(summaries.clone());
        let kept = match keep(&self.store, batch, &summaries).await {
            // The connection was lost under way; the store opens another one.
            Err(DeviceError::Store(IdbError::Closed)) => {
                keep(&self.store, batch, &summaries).await?
            }
            kept => kept?,
        };
        self.kept(&kept, clients);
        Ok(())
    }

    fn kept(self: &Rc<Self>, kept: &Kept, clients: BTreeSet<RecordId>) {
        self.tab.borrow_mut().kept(kept);
        self.saw_revision(kept.revision);
        for entry in &kept.entries {
            self.mirror.clear(&entry.change.key, entry.change.id);
        }
        if self.store.is_kept() {
            self.status.learn(|facts| facts.store_need = None);
        }
        self.outbox_changed();
        self.tell(&Told::Committed {
            revision: kept.revision,
            clients: clients.into_iter().collect(),
        });
        self.committed.ring();
        if self.store.is_kept() && !self.is_demo() && !self.writer.asked_to_persist.replace(true) {
            spawn_local(async {
                // Asked again, Firefox asks the person again.
                if !storage::is_persisted().await {
                    storage::persist().await;
                }
            });
        }
    }

    /// Nothing of the batch was kept. Full storage: what was typed goes first, alone. All else waits in memory and is tried again.
    async fn not_kept(self: &Rc<Self>, batch: Vec<NewEntry>, error: StoreError) {
        let full = error == DeviceError::Store(IdbError::Quota);
        self.store_failed(error);
        let mut left = batch;
        if full {
            let (typed, done): (Vec<_>, Vec<_>) =
                left.into_iter().partition(|new| new.entry.editor.is_some());
            left = done;
            // Without the lines of the list, which are made anew from the bundles.
            match keep(&self.store, &typed, &[]).await {
                Ok(_) if typed.is_empty() => {}
                Ok(kept) => {
                    let clients = typed
                        .iter()
                        .map(|new| new.entry.change.key.client)
                        .collect();
                    self.kept(&kept, clients);
                    self.status
                        .learn(|facts| facts.store_need = Some(Need::StorageFull));
                }
                Err(_) => left.extend(typed),
            }
        }
        self.writer.put_back(left);
        timer::sleep(AGAIN_AFTER).await;
    }
}

/// What a store that fails needs of the person.
pub(crate) fn need_of(error: StoreError) -> Need {
    match error {
        DeviceError::Damaged(_) => Need::Damaged,
        DeviceError::Store(IdbError::Quota) => Need::StorageFull,
        DeviceError::Store(IdbError::VersionNewer) => Need::Update,
        DeviceError::Store(IdbError::Blocked) => Need::Blocked,
        DeviceError::Store(error @ (IdbError::Closed | IdbError::Other(_))) => {
            Need::NotKept(NotKept::Failing(error.to_string()))
        }
    }
}

#[cfg(test)]
mod tests {
    use yardstick_domain::change::{RecordKey, Value};
    use yardstick_domain::device::Identity;
    use yardstick_domain::id::{DeviceId, UserId, WorkspaceId, Writer};
    use yardstick_domain::tab::{Edit, Tab};

    use super::*;

    fn tab() -> Tab {
        let identity = Identity {
            workspace: WorkspaceId::NIL,
            user: UserId::NIL,
            device: DeviceId::NIL,
        };
        Tab::new(identity, Writer(7))
    }

    fn record() -> RecordKey {
        RecordKey {
            client: RecordId::NIL,
            record: RecordId::from_bytes([1; 16]),
            kind: "meeting".into(),
        }
    }

    fn text(text: &str) -> Value {
        Value::from_json(format!("{text:?}").as_bytes()).unwrap()
    }

    #[test]
    fn what_is_typed_while_a_commit_runs_becomes_one_entry() {
        let (mut tab, writer) = (tab(), EditWriter::default());
        let mut editor = tab.focus(record().field("title"));
        let first = tab.type_in(&mut editor, text("春"), 1);
        assert_eq!(writer.push(first), None);
        let begun = writer.take();
        assert_eq!(begun.len(), 1, "the commit takes all that waits");

        for typed in ["春茶", "春茶會", "春茶會議"] {
            let new = tab.type_in(&mut editor, text(typed), 2);
            if let Some(merged) = writer.push(new) {
                tab.kept(&merged);
            }
        }
        let queued = writer.take();
        assert_eq!(queued.len(), 1);
        assert_eq!(queued[0].entry.change.value, text("春茶會議"));
        let begun = (begun[0].entry.ordinal, begun[0].entry.change.id);
        assert_eq!(
            queued[0].exchanges,
            Some(begun),
            "it stands for the entry that was begun, not for one that never was"
        );
        assert_eq!(tab.outbox().count(), 1, "one entry is shown");
    }

    #[test]
    fn an_id_that_was_never_begun_is_named_by_nobody() {
        let (mut tab, writer) = (tab(), EditWriter::default());
        let key = record().field("title");
        let mut editor = tab.focus(key.clone());
        let typed = tab.type_in(&mut editor, text("a"), 1);
        let never = typed.entry.change.id;
        writer.push(typed);
        let edit = Edit {
            key,
            value: text("b"),
        };
        let (acted, _) = tab.act(vec![edit], yardstick_domain::id::BatchId::NIL, 2);
        assert!(acted[0].entry.change.replaces.contains(&never));
        for new in acted {
            writer.push(new);
        }
        let newer = tab.type_in(&mut editor, text("ac"), 3);
        writer.push(newer);
        for new in writer.take() {
            assert!(!new.entry.change.replaces.contains(&never));
        }
    }
}
