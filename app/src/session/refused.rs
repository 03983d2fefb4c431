//! What the server refused: given up one by one, and saved as a file one by one.

use std::rc::Rc;

use serde::Serialize;
use wasm_bindgen_futures::spawn_local;
use yardstick_domain::change::Value;
use yardstick_domain::device::edit::drop_refused;
use yardstick_domain::id::{ChangeId, RecordId};
use yardstick_domain::order;
use yardstick_domain::outbox::Entry;
use yardstick_domain::tab::{Edit, Mendable};

use super::core::Core;
use super::writer::AGAIN_AFTER;
use super::{Action, Refused, Session};
use crate::browser::{download, timer};
use crate::i18n::{Msg, t};

impl Session {
    /// Lets go of a value the server refused: what is confirmed stays as it is. Undone, it is tried once more.
    pub fn give_up(self, refused: &Refused) {
        let core = self.core();
        let Some(mendable) = core.tab.borrow().mendable(refused.entry) else {
            return;
        };
        core.give_up(refused.entry, refused.key.client);
        let (client, value) = (refused.key.client, refused.value.clone());
        core.say_with_undo(t(Msg::SyncDropped), move || {
            let core = self.core();
            core.mend(client, None, mendable.clone(), value.clone());
        });
    }

    /// A value of one's own in the place of a refused one; where another window has mended it meanwhile, an edit like any other.
    pub fn mend(self, refused: &Refused, value: Value) {
        let core = self.core();
        let Some(mendable) = core.tab.borrow().mendable(refused.entry) else {
            let key = refused.key.clone();
            self.edit(Action {
                label: Msg::RefusedMended,
                quiet: false,
                edits: vec![Edit { key, value }],
            });
            return;
        };
        let said = Some(t(Msg::RefusedMended));
        core.mend(refused.key.client, said, mendable, value);
    }

    /// Saves one refused change as a file; false where the browser refuses.
    pub fn export_refused(self, refused: &Refused) -> bool {
        let core = self.core();
        let entries: Vec<Entry> = {
            let tab = core.tab.borrow();
            let mut outbox = tab.outbox();
            let own = outbox.find(|entry| (entry.ordinal, entry.change.id) == refused.entry);
            own.cloned().into_iter().collect()
        };
        save_entries(&core.book, "yardstick-refused.json", &entries)
    }
}

/// The file of what was never sent.
#[derive(Serialize)]
struct Unsent<'a> {
    format: &'static str,
    version: u32,
    book: &'a str,
    entries: &'a [Entry],
}

/// Saves entries of the outbox as a file that the rescue page and a restore read.
pub(super) fn save_entries(book: &str, file_name: &str, entries: &[Entry]) -> bool {
    let file = Unsent {
        format: "yardstick-unsent",
        version: 1,
        book,
        entries,
    };
    serde_json::to_vec(&file).is_ok_and(|json| download::save(file_name, "application/json", &json))
}

impl Core {
    fn mend(
        self: &Rc<Self>,
        client: RecordId,
        said: Option<String>,
        refused: Mendable,
        value: Value,
    ) {
        self.perform(order::set([client]), said, move |tab, _, now| {
            tab.mend(&refused, value, now)
        });
    }

    fn give_up(self: &Rc<Self>, refused: (u64, ChangeId), client: RecordId) {
        self.tab.borrow_mut().give_up(refused);
        let clients = order::set([client]);
        self.shown_changed(&clients);
        self.outbox_changed();
        let core = Rc::clone(self);
        spawn_local(async move {
            loop {
                match drop_refused(&core.store, &[refused]).await {
                    Ok(kept) => return core.kept(&kept, clients),
                    Err(error) => core.store_failed(error),
                }
                timer::sleep(AGAIN_AFTER).await;
            }
        });
    }
}
