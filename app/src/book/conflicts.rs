//! What was edited at two places unseen, over all clients.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::DELETED_FIELD;
use yardstick_domain::bundle::{Presence, Record};
use yardstick_domain::id::RecordId;

use super::Records;
use super::several::several;
use crate::session::ConflictItem;
use crate::session::core::Core;

/// The conflicts of all clients. Lists say who has some; those are opened as long as the component that asks lives.
pub(crate) fn conflicts(core: StoredValue<Rc<Core>, LocalStorage>) -> Signal<Vec<ConflictItem>> {
    let rows = core.with_value(|core| core.shelf.rows.clone());
    let concerned = Memo::new(move |_| {
        rows.with(|rows| {
            rows.iter()
                .filter(|row| row.summary.also_edited > 0)
                .map(|row| row.id)
                .collect::<Vec<RecordId>>()
        })
    });
    let open = several(core, concerned.into());
    Signal::derive(move || {
        let open = open.get();
        let of = |(_, records): &(RecordId, Arc<Records>)| conflicts_in(records);
        open.iter().flat_map(of).collect()
    })
}

/// The conflicts of an open client.
pub fn conflicts_in(records: &Records) -> Vec<ConflictItem> {
    records.all().values().flat_map(conflicts_of).collect()
}

fn conflicts_of(record: &Record) -> Vec<ConflictItem> {
    if record.presence == Presence::Deleted {
        return Vec::new();
    }
    let mut items = Vec::new();
    if record.presence == Presence::DeletedThereEditedHere {
        items.push(ConflictItem::Deleted {
            record: record.key.clone(),
        });
    }
    for (name, field) in &record.fields {
        let others = field.register.also_edited();
        if name.as_str() == DELETED_FIELD || others.is_empty() {
            continue;
        }
        let heads = field
            .register
            .winner()
            .into_iter()
            .chain(others)
            .cloned()
            .collect();
        items.push(ConflictItem::Field {
            key: record.key.field(name.clone()),
            heads,
        });
    }
    items
}
