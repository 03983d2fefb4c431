//! The browser took the database away under the open page: site data was cleared, or evicted from a full device. The next transaction finds a
//! new and empty one. What this tab still holds and nobody else has goes into it, the rest comes from the server, and the person is told.

use std::rc::Rc;

use leptos::prelude::GetUntracked;
use wasm_bindgen_futures::spawn_local;
use yardstick_domain::device::edit::NewEntry;
use yardstick_domain::device::standing::{DatabaseId, Standing, name_database, standing};
use yardstick_domain::device::{DeviceError, DeviceStore, Mode, read_outbox};
use yardstick_domain::outbox::{Entry, records_of};

use super::account;
use super::core::Core;
use crate::browser::{page, random};
use crate::store::IdbError;

/// How a lost book is mended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mended {
    /// By this page, or there was nothing to mend: it reads on.
    Here,
    /// By the page that is being loaded in its place.
    ByReload,
}

impl Core {
    /// The browser has closed the connection: phones do that in the background, and whoever clears the site's data does.
    pub(super) fn connection_closed(self: &Rc<Self>) {
        let core = Rc::clone(self);
        spawn_local(async move { core.look_again().await });
    }

    /// Puts back what this tab holds, if what is stored is not the book it wrote to. Asked again meanwhile it finds nothing more to do:
    /// what was lost waits for the writer like everything that is not kept yet, and is said to.
    pub(super) async fn mend_if_lost(self: &Rc<Self>) -> Mended {
        let Ok(Some((stands, stored))) = self.outbox_of_another().await else {
            return Mended::Here;
        };
        if self.is_demo() {
            // A start fills it anew.
            page::reload();
            return Mended::ByReload;
        }
        self.stands.set(Standing {
            revision: 0,
            ..stands
        });
        let lost = self.tab.borrow_mut().unkeep(&stored);
        let count = records_of(&lost);
        self.hurry.set(true);
        self.status
            .learn(|facts| facts.put_back = Some(facts.put_back.unwrap_or_default().max(count)));
        self.hand_over(lost.into_iter().map(NewEntry::plain).collect());
        self.keep_drafts_again();
        account::keep_in(&self.store, &self.account.get_untracked()).await;
        self.committed.ring();
        // Named by whoever finds it without a name; while nobody could, how far it has come tells it from another.
        if let Ok(database) = name_database(&self.store, DatabaseId(random::bytes())).await {
            self.stands.set(Standing {
                database: Some(database),
                ..self.stands.get()
            });
        }
        Mended::Here
    }

    /// Where the database stands and what it has of the outbox, if it is another one than this tab has seen.
    async fn outbox_of_another(
        &self,
    ) -> Result<Option<(Standing, Vec<Entry>)>, DeviceError<IdbError>> {
        let seen = self.stands.get();
        let mut tx = self.store.begin(Mode::Read).await?;
        let stands = standing(&mut tx).await?;
        if !seen.is_lost_in(stands) {
            return Ok(None);
        }
        Ok(Some((stands, read_outbox(&mut tx).await?)))
    }
}
