//! The server is found in another history: a backup was restored. The device offers what it confirmed beyond the point where the
//! histories part, then takes a snapshot, then sends its outbox as ever.

use super::confirmed::{clients, load};
use super::{
    DeviceError, DeviceStore, Identity, Mode, Rolling, SnapshotState, Tx, bump_revision, put_entry,
    read_meta, read_outbox, write_meta,
};
use crate::PROTOCOL;
use crate::codec::Row;
use crate::cursor::{Cursor, Line};
use crate::outbox::State;
use crate::wire::{OfferRequest, PAGE_ROWS, PageKey};

/// What came of being told of another history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begun {
    /// The roll-forward has begun.
    Rolling,
    /// Another tab was told first, or the cursor moved meanwhile.
    Dropped,
    /// The server shares no epoch with what this device knows: foreign or empty. Nothing was changed; a person decides.
    Foreign,
}

/// Notes that the server, asked with a cursor, said it is in another history.
///
/// # Errors
/// The store failed: nothing was noted.
pub async fn begin<S: DeviceStore>(
    store: &S,
    asked: Option<Cursor>,
    asked_snapshot: Option<&SnapshotState>,
    server: Line,
) -> Result<Begun, DeviceError<S::Error>> {
    let mut tx = store.begin(Mode::WriteStrict).await?;
    let mut meta = read_meta(&mut tx).await?;
    if meta.cursor != asked || meta.snapshot.as_ref() != asked_snapshot {
        return Ok(Begun::Dropped);
    }
    let known = [
        Some(&meta.line),
        meta.snapshot.as_ref().map(|snapshot| &snapshot.line),
    ];
    if !known
        .into_iter()
        .flatten()
        .any(|line| line.fork(&server).is_some())
    {
        return Ok(Begun::Foreign);
    }
    // Places mean nothing in another history: what was accepted and has not left is sent again.
    for mut entry in read_outbox(&mut tx).await? {
        if matches!(entry.state, State::Accepted { .. }) {
            entry.state = State::Sent;
            put_entry(&mut tx, &entry);
        }
    }
    if let Some(reach) = meta.reach.take() {
        meta.line = meta.line.up_to(reach);
    }
    let snapshot = meta.snapshot.take().map(|snapshot| SnapshotState {
        line: snapshot
            .reach
            .map_or_else(Line::default, |reach| snapshot.line.up_to(reach)),
        ..snapshot
    });
    meta.rolling = Some(Rolling { server, snapshot });
    meta.cursor = None;
    write_meta(&mut tx, &meta);
    bump_revision(&mut tx).await?;
    tx.commit().await?;
    Ok(Begun::Rolling)
}

/// The offers a rolling device has to make, each at most a page.
///
/// # Errors
/// The store failed.
pub async fn offers<S: DeviceStore>(
    store: &S,
    identity: Identity,
) -> Result<Vec<OfferRequest>, DeviceError<S::Error>> {
    let mut tx = store.begin(Mode::Read).await?;
    let meta = read_meta(&mut tx).await?;
    let Some(rolling) = meta.rolling else {
        return Ok(Vec::new());
    };
    let Some(epoch) = rolling.server.current() else {
        return Ok(Vec::new());
    };
    let snapshot = rolling.snapshot.unwrap_or_default();
    // Registers a snapshot had brought already are of its history, which ran on while it was fetched.
    let sources = [(meta.line, false), (snapshot.line, true)];
    let mut offers = Vec::new();
    for (line, by_snapshot) in sources {
        let Some(fork) = line.fork(&rolling.server) else {
            continue;
        };
        let mut rows: Vec<Row> = Vec::new();
        for client in clients(&mut tx, None, None).await? {
            rows.extend(load(&mut tx, client).await?.rows().filter(|row| {
                let key = PageKey {
                    client: row.key.client,
                    record: row.key.record,
                };
                let fetched = snapshot.after.is_some_and(|after| key <= after);
                fetched == by_snapshot && row.seq > fork
            }));
        }
        offers.extend(rows.chunks(PAGE_ROWS).map(|rows| OfferRequest {
            protocol: PROTOCOL,
            workspace: identity.workspace,
            user: identity.user,
            epoch,
            line: line.clone(),
            rows: rows.to_vec(),
        }));
    }
    Ok(offers)
}

/// All offers were taken, the last of them at `taken`: a snapshot comes next. It begins where the server stood when it told its
/// history, so that what is stored since, offers included, is pulled afterwards; and it reaches as far as the offers, so that a server
/// restored once more before the first page, which has lost them, is found out instead of taken for the truth.
///
/// # Errors
/// The store failed: the offers are made again, which changes nothing.
pub async fn finish<S: DeviceStore>(
    store: &S,
    server: &Line,
    taken: Option<Cursor>,
) -> Result<(), DeviceError<S::Error>> {
    let mut tx = store.begin(Mode::WriteStrict).await?;
    let mut meta = read_meta(&mut tx).await?;
    if meta
        .rolling
        .as_ref()
        .is_some_and(|rolling| rolling.server == *server)
    {
        let at = server.0.last().map(|end| Cursor {
            epoch: end.epoch,
            seq: end.last,
        });
        meta.rolling = None;
        meta.snapshot = Some(SnapshotState {
            at,
            reach: taken.or(at),
            line: server.clone(),
            after: None,
        });
        write_meta(&mut tx, &meta);
        bump_revision(&mut tx).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// The server was restored once more while the device was rolling: it rolls towards that history instead.
///
/// # Errors
/// The store failed: the old roll-forward is tried again.
pub async fn restart<S: DeviceStore>(
    store: &S,
    was: &Line,
    server: Line,
) -> Result<(), DeviceError<S::Error>> {
    let mut tx = store.begin(Mode::WriteStrict).await?;
    let mut meta = read_meta(&mut tx).await?;
    if let Some(rolling) = meta
        .rolling
        .as_mut()
        .filter(|rolling| rolling.server == *was)
    {
        rolling.server = server;
        write_meta(&mut tx, &meta);
        bump_revision(&mut tx).await?;
        tx.commit().await?;
    }
    Ok(())
}
