//! What was edited at two places unseen in a client.

use yardstick_domain::DELETED_FIELD;
use yardstick_domain::bundle::{Presence, Record};

use super::Records;
use crate::session::ConflictItem;

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
