//! An edit reaches the store: its entries, the entries they exchange, and what the list shows, in one strict transaction.

use futures_util::future::join;

use super::{
    DeviceError, DeviceStore, ERASED_KEY, Mode, REVISION_KEY, Table, Tx, decode_entry, erased_from,
    put_entry, put_next_revision, revision_from,
};
use crate::id::{ChangeId, RecordId};
use crate::outbox::{Entry, State, entry_key};

/// An entry to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// The entry, waiting.
    pub entry: Entry,
    /// The waiting entry of the same editor that it stands for, if that has not been sent meanwhile.
    pub exchanges: Option<(u64, ChangeId)>,
    /// Waiting entries of other editors that named the exchanged one: they name it no more.
    pub named_by: Vec<(u64, ChangeId)>,
    /// Refused entries of the same register that it mends.
    pub settles: Vec<(u64, ChangeId)>,
}

impl NewEntry {
    /// An entry that exchanges nothing.
    #[must_use]
    pub const fn plain(entry: Entry) -> Self {
        Self {
            entry,
            exchanges: None,
            named_by: Vec::new(),
            settles: Vec::new(),
        }
    }
}

/// What a commit of edits did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kept {
    /// The entries as stored: one whose predecessor had been sent meanwhile names it.
    pub entries: Vec<Entry>,
    /// Entries that were to be exchanged or settled, whatever became of them.
    pub resolved: Vec<(u64, ChangeId)>,
    /// Of those, the ones that are gone.
    pub gone: Vec<(u64, ChangeId)>,
    /// The store's revision after it.
    pub revision: u64,
}

/// Lines of the list by client; none: the client has none any more.
pub type Lines = Vec<(RecordId, Option<Vec<u8>>)>;

/// Keeps entries. When it returns, they are *saved on this device*.
///
/// # Errors
/// The store failed: nothing was kept.
pub async fn keep<S: DeviceStore>(
    store: &S,
    entries: &[NewEntry],
    summaries: &[(RecordId, Option<Vec<u8>>)],
) -> Result<Kept, DeviceError<S::Error>> {
    keep_with(store, entries, || summaries.to_vec()).await
}

/// Keeps entries with lines that are made once the store has been asked: it looks while they are being made.
///
/// # Errors
/// The store failed: nothing was kept.
pub async fn keep_with<S: DeviceStore>(
    store: &S,
    entries: &[NewEntry],
    summaries: impl FnOnce() -> Lines,
) -> Result<Kept, DeviceError<S::Error>> {
    let mut tx = store.begin(Mode::WriteStrict).await?;
    let mut kept = Kept::default();
    let mut wanted = vec![
        (Table::Meta, REVISION_KEY.to_vec()),
        (Table::Meta, ERASED_KEY.to_vec()),
    ];
    // What one entry alone exchanges, as a letter typed does, nothing before it in the batch can have changed: asked for with the rest.
    if let [
        NewEntry {
            exchanges: Some((ordinal, id)),
            ..
        },
    ] = entries
    {
        wanted.push((Table::Outbox, entry_key(*ordinal, *id)));
    }
    let (found, summaries) = join(tx.get_each(&wanted), async { summaries() }).await;
    let mut found = found?.into_iter();
    let revision = revision_from(found.next().flatten());
    let erased = erased_from(found.next().flatten().as_deref());
    let mut exchanged = found.next();
    for new in entries {
        kept.resolved
            .extend(new.exchanges.iter().chain(&new.settles).copied());
        // Written before this tab had heard of it: of an erased client nothing is kept, and what these stand for went with it.
        if erased.contains(&new.entry.change.key.client) {
            kept.gone.push((new.entry.ordinal, new.entry.change.id));
            continue;
        }
        let mut entry = new.entry.clone();
        if let Some((ordinal, id)) = new.exchanges {
            let key = entry_key(ordinal, id);
            let stored = match exchanged.take() {
                Some(stored) => stored,
                None => tx.get_one(Table::Outbox, &key).await?,
            };
            let old = match stored {
                Some(bytes) => Some(decode_entry::<S::Error>(&bytes)?),
                None => None,
            };
            // What the editor saw at focus and has sent since stays named, whatever becomes of the one exchanged.
            for named in old.iter().flat_map(|old| &old.change.replaces) {
                if !entry.change.replaces.contains(named) {
                    entry.change.replaces.push(*named);
                }
            }
            if old.is_some_and(|old| matches!(old.state, State::Waiting | State::Parked { .. })) {
                tx.delete(Table::Outbox, key);
                kept.gone.push((ordinal, id));
                // A commit that failed and is tried again may hold both.
                kept.entries.retain(|earlier| earlier.change.id != id);
                forget_name(&mut tx, &new.named_by, id).await?;
            } else if !entry.change.replaces.contains(&id) {
                // It was sent meanwhile, by whichever tab leads: a sent change is named.
                entry.change.replaces.push(id);
            }
        }
        for &(ordinal, id) in &new.settles {
            tx.delete(Table::Outbox, entry_key(ordinal, id));
            kept.gone.push((ordinal, id));
        }
        put_entry(&mut tx, &entry);
        kept.entries.push(entry);
    }
    let summaries = summaries.into_iter();
    for (client, summary) in summaries.filter(|(client, _)| !erased.contains(client)) {
        match summary {
            Some(bytes) => tx.put(Table::Summary, client.as_bytes().to_vec(), bytes),
            None => tx.delete(Table::Summary, client.as_bytes().to_vec()),
        }
    }
    kept.revision = put_next_revision(&mut tx, revision);
    tx.commit().await?;
    Ok(kept)
}

/// Lets go of refused entries that the person has given up. One that another tab has mended or dropped meanwhile is gone already.
///
/// # Errors
/// The store failed: nothing was let go of.
pub async fn drop_refused<S: DeviceStore>(
    store: &S,
    keys: &[(u64, ChangeId)],
) -> Result<Kept, DeviceError<S::Error>> {
    let mut tx = store.begin(Mode::WriteStrict).await?;
    let marks = tx.get(Table::Meta, &[REVISION_KEY.to_vec()]).await?;
    let revision = revision_from(marks.into_iter().next().flatten());
    let mut kept = Kept {
        resolved: keys.to_vec(),
        ..Kept::default()
    };
    for &(ordinal, id) in keys {
        let key = entry_key(ordinal, id);
        let Some(bytes) = tx.get_one(Table::Outbox, &key).await? else {
            kept.gone.push((ordinal, id));
            continue;
        };
        let entry: Entry = decode_entry(&bytes)?;
        if matches!(entry.state, State::Parked { .. }) {
            tx.delete(Table::Outbox, key);
            kept.gone.push((ordinal, id));
        }
    }
    kept.revision = put_next_revision(&mut tx, revision);
    tx.commit().await?;
    Ok(kept)
}

/// An id that was never sent is never named.
async fn forget_name<T: Tx>(
    tx: &mut T,
    named_by: &[(u64, ChangeId)],
    id: ChangeId,
) -> Result<(), DeviceError<T::Error>> {
    for &(ordinal, by) in named_by {
        if let Some(bytes) = tx.get_one(Table::Outbox, &entry_key(ordinal, by)).await? {
            let mut entry: Entry = decode_entry(&bytes)?;
            if entry.state == State::Waiting {
                entry.change.replaces.retain(|named| *named != id);
                put_entry(tx, &entry);
            }
        }
    }
    Ok(())
}
