//! A snapshot: pages by client and record, each stored with its last key, so a crash resumes; what was confirmed before gives way
//! page by page, so a book that is fetched anew is readable all the while.

use std::collections::BTreeMap;

use super::confirmed::{Writing, clients};
use super::{
    DeviceError, DeviceStore, Identity, Mode, SnapshotState, Summarize, Tx, bump_revision, further,
    read_meta, read_outbox, write_meta,
};
use crate::codec::Row;
use crate::cursor::Cursor;
use crate::id::RecordId;
use crate::wire::{PageKey, SnapshotPage};

/// What storing a page did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stored {
    /// Another tab had stored it, or the server was found in another history: nothing was taken.
    pub dropped: bool,
    /// Clients whose registers changed.
    pub clients: Vec<RecordId>,
    /// The snapshot is complete; changes since are pulled next.
    pub complete: bool,
}

/// Stores a page asked for with `asked`.
///
/// # Errors
/// The store failed: nothing was taken, the page can be asked for again.
pub async fn store_page<S: DeviceStore>(
    store: &S,
    identity: Identity,
    asked: &SnapshotState,
    page: SnapshotPage,
    summarize: &impl Summarize,
) -> Result<Stored, DeviceError<S::Error>> {
    let mut tx = store.begin(Mode::Write).await?;
    let mut meta = read_meta(&mut tx).await?;
    let now = meta.snapshot.clone().unwrap_or_default();
    if now != *asked || meta.cursor.is_some() || meta.rolling.is_some() {
        return Ok(Stored {
            dropped: true,
            ..Stored::default()
        });
    }
    let (after, until) = (asked.after, page.next);
    let within = |client: RecordId, record: RecordId| {
        let key = PageKey { client, record };
        after.is_none_or(|after| key > after) && until.is_none_or(|until| key <= until)
    };
    let running = Cursor {
        epoch: page.line.current().unwrap_or(page.at.epoch),
        seq: page.at.seq,
    };
    let reach = Some(further(asked.reach, running, &page.rows));
    let mut by_client: BTreeMap<RecordId, Vec<Row>> = BTreeMap::new();
    for row in page.rows {
        by_client.entry(row.key.client).or_default().push(row);
    }
    for client in clients(&mut tx).await? {
        let touches = after.is_none_or(|after| client >= after.client)
            && until.is_none_or(|until| client <= until.client);
        if touches {
            by_client.entry(client).or_default();
        }
    }
    let mut writing = Writing::begin(&mut tx).await?;
    for (client, rows) in by_client {
        writing
            .exchange(
                &mut tx,
                client,
                |record| within(record.client, record.record),
                rows,
            )
            .await?;
    }
    let outbox = read_outbox(&mut tx).await?;
    let clients = writing.finish(&mut tx, &outbox, identity, summarize);
    let at = asked.at.unwrap_or(page.at);
    let complete = until.is_none();
    if complete {
        meta.cursor = Some(at);
        meta.reach = reach;
        meta.line = page.line;
        meta.snapshot = None;
    } else {
        meta.snapshot = Some(SnapshotState {
            at: Some(at),
            reach,
            line: page.line,
            after: until,
        });
    }
    write_meta(&mut tx, &meta);
    bump_revision(&mut tx).await?;
    tx.commit().await?;
    Ok(Stored {
        dropped: false,
        clients,
        complete,
    })
}
