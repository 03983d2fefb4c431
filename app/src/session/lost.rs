//! The browser took the database away under the open page: site data was cleared, or evicted from a full device. The next transaction finds a
//! new and empty one. What this tab still holds and nobody else has goes into it, the rest comes from the server, and the person is told.

use std::rc::Rc;

use leptos::prelude::GetUntracked;
use wasm_bindgen_futures::spawn_local;
use yardstick_domain::device::edit::NewEntry;
use yardstick_domain::device::{DeviceError, DeviceStore, Mode, read_outbox, revision};
use yardstick_domain::outbox::{Entry, records_of};

use super::account;
use super::core::Core;
use crate::store::IdbError;

impl Core {
    /// The browser has closed the connection: phones do that in the background, and whoever clears the site's data does.
    pub(super) fn connection_closed(self: &Rc<Self>) {
        let core = Rc::clone(self);
        spawn_local(async move { core.look_again().await });
    }

    /// Puts back what this tab holds, if what is stored is not the book it wrote to. Asked again meanwhile it finds nothing more to do:
    /// what was lost waits for the writer like everything that is not kept yet, and is said to.
    pub(super) async fn mend_if_lost(self: &Rc<Self>) {
        if self.is_demo() {
            return;
        }
        let Ok(Some(stored)) = self.outbox_of_another().await else {
            return;
        };
        self.revision.set(0);
        let lost = self.tab.borrow_mut().unkeep(&stored);
        let count = records_of(&lost);
        self.hurry.set(true);
        self.status
            .learn(|facts| facts.put_back = Some(facts.put_back.unwrap_or_default().max(count)));
        self.hand_over(lost.into_iter().map(NewEntry::plain).collect());
        self.keep_drafts_again();
        account::keep_in(&self.store, &self.account.get_untracked()).await;
        self.committed.ring();
    }

    /// What the database has of the outbox, if it is another one: one that has not come as far as this tab has seen it come.
    async fn outbox_of_another(&self) -> Result<Option<Vec<Entry>>, DeviceError<IdbError>> {
        let seen = self.revision.get();
        let mut tx = self.store.begin(Mode::Read).await?;
        if revision(&mut tx).await? >= seen {
            return Ok(None);
        }
        read_outbox(&mut tx).await.map(Some)
    }
}
