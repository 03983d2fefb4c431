//! A snapshot: pages by client and record, each stored with its last key, so a crash resumes; what was confirmed before gives way
//! page by page, so a book that is fetched anew is readable all the while.

use std::collections::BTreeSet;

use super::confirmed::{Writing, clients};
use super::{
    DeviceError, DeviceStore, Identity, Mode, SnapshotState, Summarize, Tx, bump_revision, further,
    read_meta, read_outbox, write_meta,
};
use crate::change::RecordKey;
use crate::codec;
use crate::cursor::Cursor;
use crate::id::RecordId;
use crate::wire::{PackedPage, PageKey};

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
    page: PackedPage,
    summarize: &impl Summarize,
) -> Result<Stored, DeviceError<S::Error>> {
    let mut tx = store.begin(Mode::Write).await?;
    let mut meta = read_meta(&mut tx).await?;
    let PackedPage { page, bundles } = page;
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
    let mut reach = further(asked.reach, running, std::iter::empty());
    let here = clients(
        &mut tx,
        after.map(|after| after.client),
        until.map(|until| until.client),
    )
    .await?;
    let outbox = read_outbox(&mut tx).await?;
    let waiting: BTreeSet<RecordId> = outbox.iter().map(|entry| entry.change.key.client).collect();
    let mut came = BTreeSet::new();
    let mut writing = Writing::begin(&mut tx).await?;
    for packed in bundles {
        let client = packed.client;
        if came.insert(client) && !here.contains(&client) {
            let waits = waiting.contains(&client);
            let furthest = writing.keep_packed(&mut tx, packed, waits, summarize)?;
            reach.seq = reach.seq.max(furthest);
        } else {
            let rows = codec::decode(&packed.rows).map_err(|_| DeviceError::Damaged("page"))?;
            reach = further(Some(reach), running, rows.iter().map(|row| row.seq));
            writing
                .exchange(
                    &mut tx,
                    client,
                    |record| within(client, record.record),
                    rows,
                )
                .await?;
        }
    }
    for client in here.difference(&came) {
        let gives_way = |record: &RecordKey| within(*client, record.record);
        writing
            .exchange(&mut tx, *client, gives_way, Vec::new())
            .await?;
    }
    let clients = writing.finish(&mut tx, &outbox, identity, summarize);
    let at = asked.at.unwrap_or(page.at);
    let complete = until.is_none();
    if complete {
        meta.cursor = Some(at);
        meta.reach = Some(reach);
        meta.line = page.line;
        meta.snapshot = None;
    } else {
        meta.snapshot = Some(SnapshotState {
            at: Some(at),
            reach: Some(reach),
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
