//! What was deleted, by the act that deleted it: a client goes with everything under it, and comes back with it.

use std::collections::BTreeMap;

use crate::bundle::{Presence, Record};
use crate::change::{RecordKey, Value};
use crate::id::DeviceId;
use crate::order;
use crate::register::Head;
use crate::tab::Edit;
use crate::{CLIENT_KIND, DELETED_FIELD};

/// One act of deleting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deletion {
    /// The records it deleted and that are deleted still, the client's own first.
    pub records: Vec<RecordKey>,
    /// When, unix ms.
    pub time: i64,
    /// On which device.
    pub device: DeviceId,
}

impl Deletion {
    /// What brings all of it back: an ordinary action.
    #[must_use]
    pub fn restore(&self) -> Vec<Edit> {
        let edits = self.records.iter().map(|record| Edit {
            key: record.field(DELETED_FIELD),
            value: Value::null(),
        });
        edits.collect()
    }

    /// Whether a whole client went.
    #[must_use]
    pub fn is_client(&self) -> bool {
        self.records.first().is_some_and(is_client)
    }
}

fn is_client(key: &RecordKey) -> bool {
    key.kind.as_str() == CLIENT_KIND && key.record == key.client
}

/// The acts that deleted records of these, the newest first. What one act deletes has one time and one device.
#[must_use]
pub fn deletions<'a>(records: impl IntoIterator<Item = &'a Record>) -> Vec<Deletion> {
    let mut acts: BTreeMap<(i64, DeviceId), Vec<RecordKey>> = BTreeMap::new();
    for record in records {
        if let Some(tombstone) = tombstone_of(record) {
            let act = (tombstone.time, tombstone.device);
            acts.entry(act).or_default().push(record.key.clone());
        }
    }
    let newest_first = acts.into_iter().rev();
    newest_first
        .map(|((time, device), mut records)| {
            order::by_key(&mut records, |key| !is_client(key));
            Deletion {
                records,
                time,
                device,
            }
        })
        .collect()
}

/// The tombstone of a record that is gone.
fn tombstone_of(record: &Record) -> Option<&Head> {
    let deleted = record.fields.get(DELETED_FIELD)?;
    (record.presence == Presence::Deleted)
        .then(|| deleted.register.winner())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::Identity;
    use crate::id::{BatchId, RecordId, UserId, WorkspaceId, Writer};
    use crate::tab::Tab;

    fn record(client: u8, record: u8, kind: &str) -> RecordKey {
        RecordKey {
            client: RecordId::from_bytes([client; 16]),
            record: RecordId::from_bytes([record; 16]),
            kind: kind.into(),
        }
    }

    #[test]
    fn a_client_comes_back_with_what_went_with_it_and_nothing_else() {
        let device = DeviceId::from_bytes([1; 16]);
        let mut tab = Tab::new(
            Identity {
                workspace: WorkspaceId::NIL,
                user: UserId::NIL,
                device,
            },
            Writer(1),
        );
        let client = record(5, 5, "client");
        let [early, note, task] = [1, 2, 9].map(|n| record(5, n, "note_line"));
        let mut edits = Vec::new();
        for key in [&client, &early, &note, &task] {
            edits.push(Edit {
                key: key.field("text"),
                value: Value::from_json(b"\"x\"").unwrap(),
            });
        }
        tab.act(edits, BatchId::NIL, 10);
        tab.delete(std::slice::from_ref(&early), BatchId::NIL, 20);
        assert_eq!(deletions(tab.view(client.client).values()).len(), 1);
        tab.delete(
            &[note.clone(), client.clone(), task.clone()],
            BatchId::NIL,
            30,
        );

        let shown = tab.view(client.client);
        let [all, one] = &deletions(shown.values())[..] else {
            panic!("two acts");
        };
        assert_eq!(all.records, [client.clone(), note, task]);
        assert!(all.is_client() && !one.is_client());
        assert_eq!((all.time, all.device, one.time), (30, device, 20));

        tab.act(all.restore(), BatchId::NIL, 40);
        let shown = tab.view(client.client);
        let left = deletions(shown.values());
        assert_eq!(left.len(), 1);
        assert_eq!(left[0].records, [early]);
        assert_eq!(shown[&client].presence, Presence::Present);
    }
}
