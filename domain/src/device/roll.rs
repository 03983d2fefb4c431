//! The server is found in another history: a backup was restored. The device offers what it confirmed beyond the point where the
//! histories part, then takes a snapshot, then sends its outbox as ever.

use super::confirmed::{clients, load};
use super::{
    DeviceError, DeviceStore, Identity, Meta, Mode, Rolling, SnapshotState, Tx, bump_revision,
    put_entry, read_meta, read_outbox, write_meta,
};
use crate::PROTOCOL;
use crate::codec::Row;
use crate::cursor::{Cursor, Line};
use crate::outbox::{REQUEST_BYTES, State};
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
    if !knows(&meta, &server) {
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

/// Whether the server shares an epoch with anything this device holds.
fn knows(meta: &Meta, server: &Line) -> bool {
    let lines = meta.snapshot.iter().flat_map(|snapshot| {
        let broken_off = snapshot.broken_off.iter().map(|one| &one.line);
        broken_off.chain([&snapshot.line])
    });
    lines
        .chain([&meta.line])
        .any(|line| line.fork(server).is_some())
}

/// The offers a rolling device has to make, each at most a page, and no larger than a request of changes.
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
    // What a snapshot had brought already is of its history, which ran on while it was fetched; the rest is of the older one.
    let snapshots = rolling.snapshot.unwrap_or_default().break_off();
    let by = |key: PageKey| snapshots.iter().position(|one| key <= one.after);
    let lines = snapshots.iter().map(|one| &one.line).enumerate();
    let sources = lines.map(|(at, line)| (Some(at), line));
    let mut offers = Vec::new();
    for (source, line) in sources.chain([(None, &meta.line)]) {
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
                by(key) == source && row.seq > fork
            }));
        }
        offers.extend(pages(rows).into_iter().map(|rows| OfferRequest {
            protocol: PROTOCOL,
            workspace: identity.workspace,
            user: identity.user,
            epoch,
            line: line.clone(),
            rows,
        }));
    }
    Ok(offers)
}

/// As many rows at once as one offer carries.
fn pages(rows: Vec<Row>) -> Vec<Vec<Row>> {
    let mut pages: Vec<Vec<Row>> = Vec::new();
    let mut bytes = 0;
    for row in rows {
        let weight = wire_bytes(&row);
        match pages.last_mut() {
            Some(page) if page.len() < PAGE_ROWS && bytes + weight <= REQUEST_BYTES => {
                bytes += weight;
                page.push(row);
            }
            _ => {
                bytes = weight;
                pages.push(vec![row]);
            }
        }
    }
    pages
}

/// The rough size of a row on the wire, in bytes.
fn wire_bytes(row: &Row) -> usize {
    let heads = row.register.heads().iter();
    let heads: usize = heads.map(|head| 140 + head.value.as_bytes().len()).sum();
    180 + row.key.field.as_str().len() + heads
}

/// An offer that is not taken goes in two; none if it is of a single register.
#[must_use]
pub fn halves(mut offer: OfferRequest) -> Option<[OfferRequest; 2]> {
    if offer.rows.len() < 2 {
        return None;
    }
    let rows = offer.rows.split_off(offer.rows.len() / 2);
    let rest = OfferRequest {
        line: offer.line.clone(),
        rows,
        ..offer
    };
    Some([offer, rest])
}

/// All offers were taken, the last of them at `taken`: a snapshot comes next. It begins where the server stood when it told its
/// history, so that what is stored since, offers included, is pulled afterwards; and it reaches as far as the offers, so that a server
/// restored once more before the first page, which has lost them, is found out instead of taken for the truth. Of what history the
/// registers are stays known until a page replaces them: that server has to be offered them all over again.
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
    if let Some(rolling) = meta.rolling.take_if(|rolling| rolling.server == *server) {
        let at = server.0.last().map(|end| Cursor {
            epoch: end.epoch,
            seq: end.last,
        });
        let broken_off = rolling.snapshot.map(SnapshotState::break_off);
        meta.snapshot = Some(SnapshotState {
            at,
            reach: taken.or(at),
            line: server.clone(),
            after: None,
            broken_off: broken_off.unwrap_or_default(),
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
