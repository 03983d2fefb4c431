//! What a running tab reads after something changed in the store: everything it shows of it, as of one revision.

use std::collections::BTreeSet;

use super::confirmed::{self, changed_since, load};
use super::standing::{Standing, standing};
use super::{DeviceError, DeviceStore, Meta, Mode, Table, Tx, read_meta, read_outbox};
use crate::bundle::Bundle;
use crate::codec::Packed;
use crate::id::RecordId;
use crate::outbox::Entry;

/// Which lines of the list are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines<'a> {
    /// All of them: what changed is not known.
    All,
    /// Those of these clients.
    Of(&'a [RecordId]),
}

/// The store as of one revision, as far as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fresh {
    /// Where the device stands.
    pub meta: Meta,
    /// All entries, in order.
    pub outbox: Vec<Entry>,
    /// The bundles asked for.
    pub bundles: Vec<(RecordId, Bundle)>,
    /// The lines asked for; `None`: there is nothing to show of that client (any more).
    pub summaries: Vec<(RecordId, Option<Vec<u8>>)>,
    /// Where the store stood then. A tab that has kept something of a later revision reads again.
    pub stands: Standing,
}

/// Reads in one transaction, so that bundles and outbox fit each other.
///
/// # Errors
/// The store failed, or what it holds cannot be read.
pub async fn refresh<S: DeviceStore>(
    store: &S,
    open: &[RecordId],
    lines: Lines<'_>,
) -> Result<Fresh, DeviceError<S::Error>> {
    let mut tx = store.begin(Mode::Read).await?;
    let mut fresh = Fresh {
        stands: standing(&mut tx).await?,
        meta: read_meta(&mut tx).await?,
        outbox: read_outbox(&mut tx).await?,
        ..Fresh::default()
    };
    for &client in open {
        let bundle = load(&mut tx, client).await?;
        fresh.bundles.push((client, bundle));
    }
    fresh.summaries = match lines {
        Lines::All => tx
            .scan(Table::Summary, &[])
            .await?
            .into_iter()
            .filter_map(|(key, bytes)| Some((RecordId::from_slice(&key)?, Some(bytes))))
            .collect(),
        Lines::Of(clients) => {
            let keys: Vec<Vec<u8>> = clients
                .iter()
                .map(|client| client.as_bytes().to_vec())
                .collect();
            let values = tx.get(Table::Summary, &keys).await?;
            clients.iter().copied().zip(values).collect()
        }
    };
    Ok(fresh)
}

/// Every client of whom something is stored or waits, those not in the list (any more) included.
///
/// # Errors
/// The store failed, or an entry cannot be read.
pub async fn clients<S: DeviceStore>(
    store: &S,
) -> Result<BTreeSet<RecordId>, DeviceError<S::Error>> {
    let mut tx = store.begin(Mode::Read).await?;
    let mut clients = confirmed::clients(&mut tx, None, None).await?;
    let outbox = read_outbox(&mut tx).await?;
    clients.extend(outbox.iter().map(|entry| entry.change.key.client));
    Ok(clients)
}

/// What is stored of some clients as it is stored, for who reads much and keeps little of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stored {
    /// Rows of clients of whom nothing was changed since they came and nothing waits: what stands there is what is confirmed and shown.
    pub packed: Vec<Packed>,
    /// The clients asked for that have to be read as records.
    pub others: Vec<RecordId>,
}

/// Reads clients (in order) as they are stored, in one transaction.
///
/// # Errors
/// The store failed, or the outbox cannot be read.
pub async fn stored<S: DeviceStore>(
    store: &S,
    clients: &[RecordId],
) -> Result<Stored, DeviceError<S::Error>> {
    let (Some(first), Some(last)) = (clients.first(), clients.last()) else {
        return Ok(Stored::default());
    };
    let mut tx = store.begin(Mode::Read).await?;
    let outbox = read_outbox(&mut tx).await?;
    let mut changed = changed_since(&mut tx, *first, *last).await?;
    changed.extend(outbox.iter().map(|entry| entry.change.key.client));
    let keys: Vec<Vec<u8>> = clients
        .iter()
        .map(|client| client.as_bytes().to_vec())
        .collect();
    let rows = tx.get(Table::Bundle, &keys).await?;
    let mut stored = Stored::default();
    for (&client, rows) in clients.iter().zip(rows) {
        if changed.contains(&client) {
            stored.others.push(client);
        } else if let Some(rows) = rows {
            stored.packed.push(Packed { client, rows });
        }
    }
    Ok(stored)
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::task::{Context, Poll, Waker};

    use super::*;
    use crate::change::{RecordKey, Value};
    use crate::device::edit::keep;
    use crate::device::{Identity, MemoryStore};
    use crate::id::{BatchId, DeviceId, UserId, WorkspaceId, Writer};
    use crate::tab::{Edit, Tab};

    /// A store in memory never waits.
    fn now<F: Future>(future: F) -> F::Output {
        let mut future = std::pin::pin!(future);
        match future
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
        {
            Poll::Ready(output) => output,
            Poll::Pending => panic!("memory waited"),
        }
    }

    #[test]
    fn another_tab_reads_what_one_has_kept() {
        let (client, other) = (RecordId::from_bytes([7; 16]), RecordId::from_bytes([8; 16]));
        let store = MemoryStore::default();
        let identity = Identity {
            workspace: WorkspaceId::NIL,
            user: UserId::NIL,
            device: DeviceId::NIL,
        };
        let mut tab = Tab::new(identity, Writer(1));
        let edit = Edit {
            key: RecordKey {
                client,
                record: client,
                kind: "client".into(),
            }
            .field("name"),
            value: Value::from_json(b"\"Lin\"").unwrap(),
        };
        let (entries, _) = tab.act(vec![edit], BatchId::NIL, 5);
        let line = (client, Some(vec![1, 2]));
        let kept = now(keep(&store, &entries, std::slice::from_ref(&line))).unwrap();

        let all = now(refresh(&store, &[client], Lines::All)).unwrap();
        assert_eq!(all.stands.revision, kept.revision);
        assert_eq!(all.outbox, kept.entries);
        assert_eq!(all.summaries, std::slice::from_ref(&line));
        assert_eq!(all.bundles.len(), 1);
        let some = now(refresh(&store, &[], Lines::Of(&[other, client]))).unwrap();
        assert_eq!(some.summaries, [(other, None), line]);
        assert!(some.bundles.is_empty());
    }
}
