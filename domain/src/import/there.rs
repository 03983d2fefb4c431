//! What of an import is in the book still.

use std::collections::{BTreeMap, BTreeSet};

use crate::bundle::{Presence, Record};
use crate::change::RecordKey;
use crate::id::RecordId;
use crate::tab::Edit;

/// How many of the records of a client that an import set are there, each with a field at least as the import set it. None of them once the import was undone.
#[must_use]
pub fn still_there(edits: &[Edit], client: RecordId, shown: &BTreeMap<RecordKey, Record>) -> usize {
    let own = edits.iter().filter(|edit| edit.key.client == client);
    let is_as_set = |edit: &&Edit| {
        let record = shown.get(&edit.key.record_key());
        let record = record.filter(|record| record.presence != Presence::Deleted);
        let set = Some(&edit.value).filter(|value| !value.is_null());
        record.is_some_and(|record| record.value(edit.key.field.as_str()) == set)
    };
    let there: BTreeSet<RecordKey> = own
        .filter(is_as_set)
        .map(|edit| edit.key.record_key())
        .collect();
    there.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Value;
    use crate::device::Identity;
    use crate::id::{BatchId, DeviceId, UserId, WorkspaceId, Writer};
    use crate::tab::Tab;

    const CLIENT: RecordId = RecordId::from_bytes([1; 16]);

    fn edit(record: u8, field: &str, value: Option<&str>) -> Edit {
        let key = RecordKey {
            client: CLIENT,
            record: RecordId::from_bytes([record; 16]),
            kind: "template".into(),
        };
        let value = value.map(|value| Value::from_json(format!("{value:?}").as_bytes()).unwrap());
        Edit {
            key: key.field(field),
            value: value.unwrap_or_else(Value::null),
        }
    }

    #[test]
    fn what_was_imported_is_there_until_it_is_undone() {
        let identity = Identity {
            workspace: WorkspaceId::NIL,
            user: UserId::NIL,
            device: DeviceId::NIL,
        };
        let batch = |n: u8| BatchId::from_bytes([n; 16]);
        let mut tab = Tab::new(identity, Writer(1));
        let before = vec![
            edit(2, "title", Some("舊的")),
            edit(2, "note", Some("說明")),
        ];
        tab.act(before, batch(1), 1);
        let imported = vec![
            edit(2, "title", Some("改過的")),
            edit(2, "note", None),
            edit(3, "title", Some("新來的")),
        ];
        let there = |tab: &Tab| still_there(&imported, CLIENT, &tab.view(CLIENT));
        assert_eq!(there(&tab), 0);
        let (_, receipt) = tab.act(imported.clone(), batch(2), 2);
        assert_eq!(there(&tab), 2);
        // Of another client nothing is.
        assert_eq!(still_there(&imported, RecordId::NIL, &tab.view(CLIENT)), 0);
        // Changed since, it was imported all the same.
        tab.act(vec![edit(2, "title", Some("再改"))], batch(3), 3);
        assert_eq!(there(&tab), 2);
        tab.act(vec![edit(2, "title", Some("改過的"))], batch(4), 4);
        tab.undo(&receipt, batch(5), 5);
        assert_eq!(there(&tab), 0);
    }
}
