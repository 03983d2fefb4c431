//! What was deleted and is held here still, client by client.

use std::collections::BTreeMap;
use std::rc::Rc;

use yardstick_domain::bundle::Record;
use yardstick_domain::change::RecordKey;
use yardstick_domain::deletion::{Deletion, deletions};
use yardstick_domain::device::refresh;
use yardstick_domain::id::RecordId;
use yardstick_domain::records::{NoteLine, note_line};

use super::everything;
use crate::session::core::Core;
use crate::session::{Need, need_of_store};

/// One act of deleting, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deleted {
    /// Whose records they are.
    pub client: RecordId,
    /// What was deleted, when and where.
    pub act: Deletion,
    /// The client's own record: of one that is gone, the list knows nothing.
    pub client_record: Option<Record>,
    /// The first of the records.
    pub first: Record,
}

/// Every client this device holds something of: those of which the list knows nothing (any more) first.
///
/// # Errors
/// The store failed.
pub(super) async fn clients(core: &Core) -> Result<Vec<RecordId>, Need> {
    let listed = everything::clients(core);
    let held = refresh::clients(&core.store).await.map_err(need_of_store)?;
    let mut clients: Vec<RecordId> = held
        .into_iter()
        .filter(|client| !listed.contains(client))
        .collect();
    clients.extend(listed);
    Ok(clients)
}

/// What was deleted of these clients, the newest first.
///
/// # Errors
/// The store failed, or what it holds cannot be read.
pub(super) async fn read(core: &Rc<Core>, clients: &[RecordId]) -> Result<Vec<Deleted>, Need> {
    let mut found = Vec::new();
    everything::read(core, clients, |records| {
        found.extend(deletions(records.values()).into_iter().filter_map(|act| {
            let first = records.get(act.records.first()?)?.clone();
            // What was typed here went elsewhere with its words: nobody deleted it.
            if is_only_typed(&first) {
                return None;
            }
            Some(Deleted {
                client: first.key.client,
                client_record: client_of(records, first.key.client).cloned(),
                first,
                act,
            })
        }));
    })
    .await?;
    Ok(found)
}

/// Whether a line was being typed and never filed.
fn is_only_typed(record: &Record) -> bool {
    record.key.kind.as_str() == note_line::SPEC.name
        && NoteLine::read(record.values()).captured_at.is_none()
}

fn client_of(records: &BTreeMap<RecordKey, Record>, client: RecordId) -> Option<&Record> {
    records
        .values()
        .find(|record| record.key.record == client && client != RecordId::NIL)
}
