//! What the server refused: given up one by one, and saved as a file one by one.

use std::collections::BTreeSet;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yardstick_domain::change::Value;
use yardstick_domain::device::edit::drop_refused;
use yardstick_domain::id::{ChangeId, RecordId};
use yardstick_domain::outbox::Entry;
use yardstick_domain::tab::Edit;

use super::core::Core;
use super::writer::AGAIN_AFTER;
use super::{Action, Refused, Session};
use crate::browser::{download, timer};
use crate::i18n::{Msg, t};

impl Session {
    /// Lets go of a value the server refused: what is confirmed stays as it is. Undone, it is tried once more.
    pub fn give_up(self, refused: &Refused) {
        let core = self.core();
        core.give_up(refused.entry, refused.key.client);
        let edit = Edit {
            key: refused.key.clone(),
            value: refused.value.clone(),
        };
        core.say_with_undo(t(Msg::SyncDropped), move || {
            self.edit(Action {
                label: Msg::RefusedAgain,
                quiet: true,
                edits: vec![edit.clone()],
            });
        });
    }

    /// A value of one's own in the place of a refused one.
    pub fn mend(self, refused: &Refused, value: Value) {
        self.edit(Action {
            label: Msg::RefusedMended,
            quiet: false,
            edits: vec![Edit {
                key: refused.key.clone(),
                value,
            }],
        });
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

/// Saves entries of the outbox as a file that the rescue page and a restore read.
pub(super) fn save_entries(book: &str, file_name: &str, entries: &[Entry]) -> bool {
    let json = serde_json::json!({
        "format": "yardstick-unsent",
        "version": 1,
        "book": book,
        "entries": entries,
    });
    download::save(file_name, "application/json", json.to_string().as_bytes())
}

impl Core {
    fn give_up(self: &Rc<Self>, refused: (u64, ChangeId), client: RecordId) {
        self.tab.borrow_mut().give_up(refused);
        let clients = BTreeSet::from([client]);
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
