//! Several clients open at once, for pages that look at the few of them that lists point at.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::id::RecordId;

use super::Records;
use crate::session::core::Core;

/// Keeps these clients open as long as the component that asks lives, and answers what is shown of those that are open by now.
pub(super) fn several(
    core: StoredValue<Rc<Core>, LocalStorage>,
    clients: Signal<Vec<RecordId>>,
) -> Signal<Vec<(RecordId, Arc<Records>)>> {
    let wanted = Memo::new(move |_| clients.get());
    let pinned = StoredValue::new(Vec::<RecordId>::new());
    Effect::new(move |_| {
        let wanted = wanted.get();
        core.with_value(|core| {
            for &client in &wanted {
                core.shelf.pin(client);
            }
            // Of those that are open already everything is here.
            let tab = core.tab.borrow();
            let closed = wanted.iter().filter(|client| !tab.is_open(**client));
            let closed: Vec<RecordId> = closed.copied().collect();
            drop(tab);
            core.read_again(closed);
            for client in pinned.get_value() {
                core.shelf.unpin(client);
            }
        });
        pinned.set_value(wanted);
    });
    on_cleanup(move || {
        if let (Some(core), Some(pinned)) = (core.try_get_value(), pinned.try_get_value()) {
            for client in pinned {
                core.shelf.unpin(client);
            }
        }
    });
    Signal::derive(move || {
        let Some(core) = core.try_get_value() else {
            return Vec::new();
        };
        let records = |client: RecordId| {
            core.shelf.slot(client).turns.track();
            core.records(client).map(|records| (client, records))
        };
        wanted.get().into_iter().filter_map(records).collect()
    })
}
