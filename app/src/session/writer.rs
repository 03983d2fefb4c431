//! The writer: what was typed and done goes to the store as it comes. A commit starts whenever none is running and takes all that waits;
//! there is no idle timer.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;

use wasm_bindgen_futures::spawn_local;
use yardstick_domain::device::DeviceError;
use yardstick_domain::device::edit::{Kept, NewEntry, keep, keep_with};
use yardstick_domain::device::queue::Queue;
use yardstick_domain::id::RecordId;
use yardstick_domain::order;

use super::core::Core;
use super::state::{Need, NotKept};
use super::tabs::Told;
use crate::browser::{storage, timer};
use crate::store::IdbError;

/// How long a commit that failed waits before it is tried again, should nothing else be typed meanwhile.
pub(super) const AGAIN_AFTER: Duration = Duration::from_secs(2);

type StoreError = DeviceError<IdbError>;

/// What waits for a commit, and whether one is running.
#[derive(Default)]
pub(super) struct EditWriter {
    queue: RefCell<Queue>,
    running: Cell<bool>,
    asked_to_persist: Cell<bool>,
}

impl EditWriter {
    /// Whether something waits for a commit, or is in one.
    pub(super) fn is_busy(&self) -> bool {
        self.running.get()
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
            if let Some(merged) = self.writer.queue.borrow_mut().push(new) {
                self.tab.borrow_mut().kept(&merged);
            }
        }
        // Before the page draws it: what is typed waits for the disk, not for the picture.
        if !self.writer.running.replace(true) {
            let core = Rc::clone(self);
            spawn_local(async move { core.write().await });
        }
        self.shown_changed(&clients);
        // Also what belongs to no client and has no line.
        self.notes_changed(clients.iter().copied());
        self.outbox_changed();
    }

    async fn write(self: Rc<Self>) {
        loop {
            let batch = self.writer.queue.borrow_mut().take();
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
        let clients = order::set(batch.iter().map(|new| new.entry.change.key.client));
        // The list shows what the tab shows, whatever becomes of the commit.
        let lines = || {
            let lines = self.summaries_of(&clients);
            self.take_lines(lines.clone());
            lines
        };
        let mut kept = keep_with(&self.store, batch, lines).await;
        // The connection was lost under way; the store opens another one.
        if matches!(kept, Err(DeviceError::Store(IdbError::Closed))) {
            kept = keep_with(&self.store, batch, lines).await;
        }
        if kept.is_err() {
            // A store that could not be asked at all has made none.
            lines();
        }
        let kept = kept?;
        self.kept(&kept, clients);
        Ok(())
    }

    pub(super) fn kept(self: &Rc<Self>, kept: &Kept, clients: BTreeSet<RecordId>) {
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
                    let clients = typed.iter().map(|new| new.entry.change.key.client);
                    self.kept(&kept, order::set(clients));
                    self.status
                        .learn(|facts| facts.store_need = Some(Need::StorageFull));
                }
                Err(_) => left.extend(typed),
            }
        }
        self.writer.queue.borrow_mut().put_back(left);
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
