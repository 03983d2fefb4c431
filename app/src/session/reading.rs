//! Reading what the store holds: again whenever it may have changed, one reading at a time, and shown only if nothing newer is shown.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use yardstick_domain::device::announce::announced;
use yardstick_domain::device::refresh::{Fresh, Lines, refresh};
use yardstick_domain::device::standing::{Standing, standing};
use yardstick_domain::device::{DeviceError, DeviceStore, Mode};
use yardstick_domain::id::RecordId;
use yardstick_domain::order;

use super::core::Core;
use super::lost::Mended;
use super::{Need, NotKept};
use crate::book::erased;
use crate::browser::{clock, timer};
use crate::store::IdbError;

/// How long a reading that failed waits before it is tried again.
const READ_AGAIN_AFTER: Duration = Duration::from_secs(2);

/// What is to be read, and whether somebody is at it.
#[derive(Default)]
pub(super) struct Reader {
    wanted: RefCell<Wanted>,
    running: Cell<bool>,
}

/// What is to be read from the store.
#[derive(Default)]
struct Wanted {
    clients: BTreeSet<RecordId>,
    everything: bool,
}

impl Wanted {
    fn one(client: RecordId) -> Self {
        Self {
            clients: BTreeSet::from([client]),
            everything: false,
        }
    }
}

impl Core {
    pub(super) fn saw_revision(&self, revision: u64) {
        self.saw(Standing {
            revision,
            ..Standing::default()
        });
    }

    fn saw(&self, stands: Standing) {
        let seen = self.stands.get();
        self.stands.set(Standing {
            database: seen.database.or(stands.database),
            revision: seen.revision.max(stands.revision),
        });
    }

    /// The revision of the store that is shown.
    pub(crate) fn revision(&self) -> u64 {
        self.stands.get().revision
    }

    /// Reads these clients again, soon.
    pub(crate) fn read_again(self: &Rc<Self>, clients: impl IntoIterator<Item = RecordId>) {
        self.reader.wanted.borrow_mut().clients.extend(clients);
        self.start_reading();
    }

    /// Reads everything shown again: what changed is not known.
    pub(crate) fn read_all_again(self: &Rc<Self>) {
        self.reader.wanted.borrow_mut().everything = true;
        self.start_reading();
    }

    fn start_reading(self: &Rc<Self>) {
        if !self.reader.running.replace(true) {
            let core = Rc::clone(self);
            spawn_local(async move {
                core.read().await;
                core.reader.running.set(false);
            });
        }
    }

    async fn read(self: &Rc<Self>) {
        // Whoever was wanted together with one that cannot be read: each is read alone then, so that it keeps no other from being shown.
        let mut alone = Vec::new();
        loop {
            let wanted = match alone.pop() {
                Some(client) => Wanted::one(client),
                None => self.reader.wanted.take(),
            };
            if wanted.clients.is_empty() && !wanted.everything {
                return;
            }
            // One more time with another connection; what is left then comes with the next reason to read.
            let fresh = match self.read_once(&wanted).await {
                Err(DeviceError::Store(IdbError::Closed)) => self.read_once(&wanted).await,
                fresh => fresh,
            };
            match fresh {
                // Something was kept meanwhile that this reading does not show; or it is not the same database any more.
                Ok(fresh) if self.stands.get().is_lost_in(fresh.stands) => {
                    self.want(wanted);
                    if self.mend_if_lost().await == Mended::ByReload {
                        return;
                    }
                }
                Ok(fresh) => self.take(fresh, wanted.everything),
                // The digest finds it, and the rescue page reads what can be read; trying again does not help.
                Err(error @ DeviceError::Damaged(_)) => {
                    self.store_failed(error);
                    if wanted.everything {
                        alone.extend(self.tab.borrow().open_clients());
                    }
                    if wanted.everything || wanted.clients.len() > 1 {
                        alone.extend(wanted.clients);
                    }
                }
                Err(error) => {
                    self.store_failed(error);
                    self.want(wanted);
                    timer::sleep(READ_AGAIN_AFTER).await;
                }
            }
        }
    }

    fn want(&self, wanted: Wanted) {
        let mut now = self.reader.wanted.borrow_mut();
        now.clients.extend(wanted.clients);
        now.everything |= wanted.everything;
    }

    async fn read_once(&self, wanted: &Wanted) -> Result<Fresh, DeviceError<IdbError>> {
        let open: Vec<RecordId> = {
            let tab = self.tab.borrow();
            let clients = wanted.clients.iter().copied();
            let is_open = |client: &RecordId| tab.is_open(*client) || self.shelf.is_wanted(*client);
            let mut open = order::set(clients.filter(is_open));
            if wanted.everything {
                open.extend(tab.open_clients());
            }
            open.into_iter().collect()
        };
        let clients: Vec<RecordId> = wanted.clients.iter().copied().collect();
        let lines = if wanted.everything {
            Lines::All
        } else {
            Lines::Of(&clients)
        };
        refresh(&self.store, &open, lines).await
    }

    /// Shows what was read; `all_lines`: a client without a line in it has none.
    fn take(self: &Rc<Self>, mut fresh: Fresh, all_lines: bool) {
        self.saw(fresh.stands);
        if all_lines {
            let tab = self.tab.borrow();
            let gone = self.shelf.clients_without(&fresh.summaries);
            // Of an open client the line follows from what is shown.
            let gone = gone.into_iter().filter(|&client| !tab.is_open(client));
            fresh.summaries.extend(gone.map(|client| (client, None)));
        }
        let mut changed = {
            let mut tab = self.tab.borrow_mut();
            tab.set_offset_ms(fresh.meta.offset_ms);
            clock::set_offset_ms(fresh.meta.offset_ms);
            let mut changed = tab.take_outbox(fresh.outbox);
            for (client, bundle) in fresh.bundles {
                tab.open(client, bundle);
                self.shelf.opened(client);
                changed.insert(client);
            }
            changed
        };
        let unreadable = self.take_lines(fresh.summaries);
        changed.retain(|&client| self.tab.borrow().is_open(client));
        self.shown_changed(&changed);
        // What this tab has not kept yet shows in the list, too.
        self.take_lines(self.summaries_of(&changed));
        self.status.learn(|facts| {
            facts.healed = fresh.meta.healed;
            facts.offset_ms = fresh.meta.offset_ms;
            let was_failing = matches!(facts.store_need, Some(Need::NotKept(NotKept::Failing(_))));
            if was_failing && !facts.unkept {
                facts.store_need = None;
            }
        });
        let swept = announced(&fresh.meta);
        if self.swept.with_untracked(|shown| *shown != swept) {
            self.swept.set(swept);
        }
        self.outbox_changed();
        self.forget_drafts();
        self.know_authors();
        self.do_deferred();
        self.remake_lines(unreadable);
        let closing = self.shelf.to_close();
        let mut tab = self.tab.borrow_mut();
        for client in closing {
            tab.close(client);
        }
    }

    /// Of an erased client not even drafts stay.
    pub(super) fn forget_drafts(self: &Rc<Self>) {
        let mut drafted = self.drafts.clients();
        // Of a client in the list one need not ask.
        let rows = self.shelf.rows.get_untracked();
        drafted.retain(|client| rows.binary_search_by_key(client, |row| row.id).is_err());
        if drafted.is_empty() {
            return;
        }
        let core = Rc::clone(self);
        spawn_local(async move {
            let drafted: Vec<RecordId> = drafted.into_iter().collect();
            // What cannot be read now is asked again at the next start.
            for client in erased(&core, &drafted).await.unwrap_or_default() {
                for place in core.drafts.places_of(client) {
                    core.set_draft(&place, None);
                }
            }
        });
    }

    /// Asks the store whether another tab has committed since; what changed is read.
    pub(crate) async fn look_again(self: &Rc<Self>) {
        let stands = async {
            let mut tx = self.store.begin(Mode::Read).await?;
            standing(&mut tx).await
        };
        match stands.await {
            Ok(stands) if stands == self.stands.get() => {}
            Ok(_) | Err(_) => self.read_all_again(),
        }
    }
}
