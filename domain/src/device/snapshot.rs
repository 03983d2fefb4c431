//! A snapshot: pages by client and record, each stored with its last key, so a crash resumes; what was confirmed before gives way
//! page by page, so a book that is fetched anew is readable all the while.
//!
//! A page is made ready outside of the transaction, and the next one is fetched while it is stored.

use std::collections::BTreeSet;

use super::confirmed::{Whole, Writing, clients, holds};
use super::{
    DeviceError, DeviceStore, Identity, Mode, SnapshotState, Summarize, Tx, bump_revision, further,
    outbox_without, read_meta, read_outbox, write_meta,
};
use crate::change::RecordKey;
use crate::codec::{self, DecodeError};
use crate::cursor::{Cursor, Line};
use crate::id::RecordId;
use crate::order;
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

/// A page that was read through and counted.
#[derive(Debug)]
pub struct Ready {
    asked: SnapshotState,
    /// How far the snapshot has come with it.
    state: SnapshotState,
    until: Option<PageKey>,
    line: Line,
    clients: Vec<Whole>,
}

impl Ready {
    /// Reads a page asked for with `asked`.
    ///
    /// # Errors
    /// It is damaged, or its rows are not of the clients it says.
    pub fn of(
        asked: SnapshotState,
        page: PackedPage,
        summarize: &impl Summarize,
    ) -> Result<Self, DecodeError> {
        let PackedPage { page, bundles } = page;
        let clients = bundles
            .into_iter()
            .map(|packed| Whole::of(packed, summarize))
            .collect::<Result<Vec<_>, _>>()?;
        let running = Cursor {
            epoch: page.line.current().unwrap_or(page.at.epoch),
            seq: page.at.seq,
        };
        let came = clients.iter().map(|client| client.furthest);
        let state = SnapshotState {
            at: Some(asked.at.unwrap_or(page.at)),
            reach: Some(further(asked.reach, running, came)),
            line: page.line.clone(),
            after: page.next,
            broken_off: {
                let left = asked.broken_off.iter();
                left.filter(|one| page.next.is_some_and(|until| until < one.after))
                    .cloned()
                    .collect()
            },
        };
        Ok(Self {
            asked,
            state,
            until: page.next,
            line: page.line,
            clients,
        })
    }

    /// What the next page is to be asked for with, if there is one.
    #[must_use]
    pub fn next(&self) -> Option<&SnapshotState> {
        self.until.is_some().then_some(&self.state)
    }
}

/// Reads and stores a page asked for with `asked`.
///
/// # Errors
/// The page is damaged or the store failed: nothing was taken, the page can be asked for again.
pub async fn store_page<S: DeviceStore>(
    store: &S,
    identity: Identity,
    asked: &SnapshotState,
    page: PackedPage,
    summarize: &impl Summarize,
) -> Result<Stored, DeviceError<S::Error>> {
    let ready =
        Ready::of(asked.clone(), page, summarize).map_err(|_| DeviceError::Damaged("page"))?;
    store_ready(store, identity, ready, summarize).await
}

/// Stores a page.
///
/// # Errors
/// The store failed: nothing was taken, the page can be asked for again.
pub async fn store_ready<S: DeviceStore>(
    store: &S,
    identity: Identity,
    ready: Ready,
    summarize: &impl Summarize,
) -> Result<Stored, DeviceError<S::Error>> {
    let mut tx = store.begin(Mode::Write).await?;
    let mut meta = read_meta(&mut tx).await?;
    let now = meta.snapshot.clone().unwrap_or_default();
    if now != ready.asked || meta.cursor.is_some() || meta.rolling.is_some() {
        return Ok(Stored {
            dropped: true,
            ..Stored::default()
        });
    }
    let (after, until) = (ready.asked.after, ready.until);
    let within = |record: &RecordKey| {
        let key = PageKey {
            client: record.client,
            record: record.record,
        };
        after.is_none_or(|after| key > after) && until.is_none_or(|until| key <= until)
    };
    let here = clients(
        &mut tx,
        after.map(|after| after.client),
        until.map(|until| until.client),
    )
    .await?;
    let outbox = read_outbox(&mut tx).await?;
    let waiting = order::set(outbox.iter().map(|entry| entry.change.key.client));
    let mut came = BTreeSet::new();
    let mut writing = Writing::begin(&mut tx).await?;
    for whole in ready.clients {
        let client = whole.packed.client;
        if came.insert(client) && !here.contains(&client) {
            writing.keep_whole(&mut tx, whole, waiting.contains(&client))?;
        } else {
            let rows =
                codec::decode(&whole.packed.rows).map_err(|_| DeviceError::Damaged("page"))?;
            writing.exchange(&mut tx, client, within, rows).await?;
        }
    }
    for &client in here.difference(&came) {
        if holds(&mut tx, client, within).await? {
            writing
                .exchange(&mut tx, client, within, Vec::new())
                .await?;
        }
    }
    let outbox = outbox_without(&mut tx, outbox, &writing.erased());
    let clients = writing.finish(&mut tx, &outbox, identity, summarize);
    let complete = until.is_none();
    if complete {
        meta.cursor = ready.state.at;
        meta.reach = ready.state.reach;
        meta.line = ready.line;
        meta.snapshot = None;
    } else {
        meta.snapshot = Some(ready.state);
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
