//! The browser took the database away under the open page: site data was cleared, or evicted from a full device. The next transaction finds a
//! new and empty one. What this tab still holds and nobody else has goes into it, the rest comes from the server, and the person is told.

use std::collections::BTreeSet;
use std::rc::Rc;

use leptos::prelude::GetUntracked;
use wasm_bindgen_futures::spawn_local;
use yardstick_domain::device::edit::{NewEntry, keep};
use yardstick_domain::device::{DeviceError, DeviceStore, Mode, revision};
use yardstick_domain::id::RecordId;
use yardstick_domain::outbox::records_of;

use super::account;
use super::core::Core;
use super::writer::AGAIN_AFTER;
use crate::browser::timer;
use crate::store::IdbError;

impl Core {
    /// The browser has closed the connection: phones do that in the background, and whoever clears the site's data does.
    pub(super) fn connection_closed(self: &Rc<Self>) {
        let core = Rc::clone(self);
        spawn_local(async move { core.mend_if_lost().await });
    }

    /// Puts back what this tab holds, if what is stored is not this book any more.
    pub(super) async fn mend_if_lost(self: &Rc<Self>) {
        if self.is_demo() || !matches!(self.is_lost().await, Ok(true)) {
            return;
        }
        self.revision.set(0);
        let unsent = self.unsent();
        let clients: BTreeSet<RecordId> =
            unsent.iter().map(|entry| entry.change.key.client).collect();
        let count = records_of(&unsent);
        let entries: Vec<NewEntry> = unsent.into_iter().map(NewEntry::plain).collect();
        loop {
            account::keep_in(&self.store, &self.account.get_untracked()).await;
            match keep(&self.store, &entries, &[]).await {
                Ok(kept) => {
                    self.kept(&kept, clients);
                    break;
                }
                Err(error) => self.store_failed(error),
            }
            timer::sleep(AGAIN_AFTER).await;
        }
        self.keep_drafts_again();
        self.status.learn(|facts| facts.put_back = Some(count));
        self.hurry.set(true);
        self.committed.ring();
    }

    /// A database that knows neither who signed in here nor what was committed last is another one.
    async fn is_lost(&self) -> Result<bool, DeviceError<IdbError>> {
        if account::kept_in(&self.store).await.is_some() {
            return Ok(false);
        }
        let mut tx = self.store.begin(Mode::Read).await?;
        Ok(revision(&mut tx).await? < self.revision.get())
    }
}
