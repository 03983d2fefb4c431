//! An answer reaches the store: verdicts, news, cursor and digest in one transaction, only if the cursor is still the one it was
//! asked with; else all of it is dropped.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::confirmed::{Writing, load};
use super::{
    DeviceError, DeviceStore, Identity, Meta, Mode, Summarize, Table, Tx, announce, bump_revision,
    further, outbox_without, put_entry, read_meta, read_outbox, write_meta,
};
use crate::accept::{Judged, Verdict};
use crate::change::RegisterKey;
use crate::cursor::Cursor;
use crate::id::{ChangeId, RecordId};
use crate::outbox::{Entry, State};
use crate::wire::{BucketAnswer, SyncAnswer};

/// What an answer did to the device.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Absorbed {
    /// The cursor had moved: nothing of the answer was taken.
    pub dropped: bool,
    /// Clients of which something shown may have changed.
    pub clients: Vec<RecordId>,
    /// Entries refused by this answer.
    pub refused: usize,
    /// More is to be pulled.
    pub more: bool,
    /// Entries still without a verdict.
    pub waiting: usize,
    /// The digests differ; with the sums of all buckets at hand, in these.
    pub differs: Option<Vec<u8>>,
    /// The store's revision after it.
    pub revision: u64,
}

/// Takes an answer. `fresh` draws new change ids, for changes whose id was taken.
///
/// # Errors
/// The store failed: nothing was taken, the same round can run again.
pub async fn absorb<S: DeviceStore>(
    store: &S,
    identity: Identity,
    asked: Option<Cursor>,
    answer: SyncAnswer,
    summarize: &impl Summarize,
    mut fresh: impl FnMut() -> ChangeId,
) -> Result<Absorbed, DeviceError<S::Error>> {
    let mut tx = store.begin(Mode::WriteStrict).await?;
    let mut meta = read_meta(&mut tx).await?;
    if meta.cursor != asked || meta.rolling.is_some() {
        return Ok(Absorbed {
            dropped: true,
            ..Absorbed::default()
        });
    }
    let mut outbox = read_outbox(&mut tx).await?;
    let mut book = Outbox::judge(&mut tx, &mut outbox, &answer.verdicts, &mut fresh);

    if let Some(next) = answer.cursor {
        book.ask_again(&mut tx, next);
    }
    let arrived: HashMap<RegisterKey, u64> = answer
        .news
        .iter()
        .map(|row| (row.key.clone(), row.seq))
        .collect();
    if let Some(next) = answer.cursor {
        meta.cursor = Some(next);
        meta.reach = Some(further(
            meta.reach,
            next,
            answer.news.iter().map(|row| row.seq),
        ));
    }
    let gone = announce::gone(&answer.news, identity.device);
    let mut writing = Writing::begin(&mut tx).await?;
    writing.take(&mut tx, answer.news).await?;
    announce::note(&mut meta, gone, &writing.touched);
    // Told by a verdict, before the tombstone has come.
    for client in std::mem::take(&mut book.erased) {
        writing.erase(&mut tx, client).await?;
        book.forget(&mut tx, client);
    }
    for client in writing.erased() {
        book.forget(&mut tx, client);
    }
    if let Some(line) = answer.line {
        meta.line = line;
    }
    book.leave(
        &mut tx,
        &arrived,
        (!answer.more).then_some(meta.cursor).flatten(),
    );
    let Outbox {
        entries,
        mut clients,
        refused,
        ..
    } = book;
    let remaining: Vec<Entry> = entries.into_values().collect();
    for &client in &clients {
        if let std::collections::btree_map::Entry::Vacant(untouched) = writing.touched.entry(client)
        {
            untouched.insert(load(&mut tx, client).await?);
        }
    }
    let differs = match (&answer.digest, answer.more) {
        (Some(digest), false) if digest.total != format!("{:016x}", writing.digest().total()) => {
            Some(digest.buckets.as_ref().map_or_else(Vec::new, |sums| {
                let sums: Vec<u64> = sums
                    .iter()
                    .map(|sum| u64::from_str_radix(sum, 16).unwrap_or_default())
                    .collect();
                writing.digest().differing(&sums)
            }))
        }
        _ => None,
    };
    clients.extend(writing.finish(&mut tx, &remaining, identity, summarize));
    let waiting = remaining
        .iter()
        .filter(|entry| matches!(entry.state, State::Waiting | State::Sent))
        .count();
    if !answer.more && waiting == 0 && differs.is_none() {
        meta.level_at_ms = Some(answer.time_ms.saturating_sub(meta.offset_ms));
    }
    if !answer.more {
        announce::settle(&mut tx, &mut meta, answer.time_ms).await?;
    }
    write_meta(&mut tx, &meta);
    let revision = bump_revision(&mut tx).await?;
    tx.commit().await?;
    Ok(Absorbed {
        dropped: false,
        clients: clients.into_iter().collect(),
        refused,
        more: answer.more,
        waiting,
        differs,
        revision,
    })
}

/// The outbox while an answer is taken.
struct Outbox {
    /// By store key, so in order.
    entries: BTreeMap<Vec<u8>, Entry>,
    clients: BTreeSet<RecordId>,
    refused: usize,
    /// Clients that a verdict has said to be erased.
    erased: BTreeSet<RecordId>,
}

impl Outbox {
    fn judge<T: Tx>(
        tx: &mut T,
        outbox: &mut Vec<Entry>,
        verdicts: &[Judged],
        fresh: &mut impl FnMut() -> ChangeId,
    ) -> Self {
        let verdicts: HashMap<ChangeId, &Judged> =
            verdicts.iter().map(|judged| (judged.id, judged)).collect();
        let mut this = Self {
            entries: BTreeMap::new(),
            clients: BTreeSet::new(),
            refused: 0,
            erased: BTreeSet::new(),
        };
        let mut renamed: HashMap<ChangeId, ChangeId> = HashMap::new();
        for mut entry in outbox.drain(..) {
            // A verdict for an entry that is not waiting for one is ignored.
            let judged = verdicts
                .get(&entry.change.id)
                .filter(|_| entry.state == State::Sent);
            let key = entry.key();
            if let Some(judged) = judged {
                this.clients.insert(entry.change.key.client);
                match (&judged.verdict, judged.place) {
                    (Verdict::Accepted | Verdict::Replaced, Some(place)) => {
                        entry.state = State::Accepted { place };
                        entry.change.time = judged.time.unwrap_or(entry.change.time);
                        put_entry(tx, &entry);
                    }
                    // A verdict without a place is none: asked again.
                    (Verdict::Accepted | Verdict::Replaced, None) => {}
                    (Verdict::Refused { reason }, _) => {
                        entry.state = State::Parked {
                            reason: reason.clone(),
                        };
                        this.refused += 1;
                        put_entry(tx, &entry);
                    }
                    (Verdict::IdReused, _) => {
                        let id = fresh();
                        renamed.insert(entry.change.id, id);
                        tx.delete(Table::Outbox, key);
                        entry.change.id = id;
                        entry.state = State::Waiting;
                        put_entry(tx, &entry);
                        this.entries.insert(entry.key(), entry);
                        continue;
                    }
                    (Verdict::Erased, _) => {
                        tx.delete(Table::Outbox, key);
                        this.erased.insert(entry.change.key.client);
                        continue;
                    }
                }
            }
            this.entries.insert(key, entry);
        }
        if !renamed.is_empty() {
            for entry in this
                .entries
                .values_mut()
                .filter(|entry| entry.state == State::Waiting)
            {
                for id in &mut entry.change.replaces {
                    *id = renamed.get(id).copied().unwrap_or(*id);
                }
                put_entry(tx, entry);
            }
        }
        this
    }

    /// A place means nothing after a restore, and an epoch may have begun with one: what was accepted in an earlier epoch and has not
    /// left is asked about again. (Without this an edit accepted after the backup was taken, by a device whose cursor lies before it,
    /// was dropped when the new history passed the old place: the one in a thousand of `sync.md`.)
    fn ask_again<T: Tx>(&mut self, tx: &mut T, next: Cursor) {
        for entry in self.entries.values_mut() {
            if let State::Accepted { place } = entry.state
                && next.epoch != place.epoch
            {
                entry.state = State::Sent;
                put_entry(tx, entry);
            }
        }
    }

    /// Of an erased client nothing is kept, whatever it waits for.
    fn forget<T: Tx>(&mut self, tx: &mut T, client: RecordId) {
        self.entries.retain(|key, entry| {
            let stays = entry.change.key.client != client;
            if !stays {
                tx.delete(Table::Outbox, key.clone());
            }
            stays
        });
        self.clients.insert(client);
    }

    /// An accepted entry leaves when its register has come at or beyond its place, or the device is level with the server.
    fn leave<T: Tx>(
        &mut self,
        tx: &mut T,
        arrived: &HashMap<RegisterKey, u64>,
        level: Option<Cursor>,
    ) {
        let clients = &mut self.clients;
        self.entries.retain(|key, entry| {
            let State::Accepted { place } = entry.state else {
                return true;
            };
            let come = arrived
                .get(&entry.change.key)
                .is_some_and(|seq| *seq >= place.seq);
            let passed = level.is_some_and(|cursor| cursor.seq >= place.seq);
            if come || passed {
                clients.insert(entry.change.key.client);
                tx.delete(Table::Outbox, key.clone());
            }
            !(come || passed)
        });
    }
}

/// Takes a bucket as the server has it: what the digest found different heals. The outbox is untouched.
///
/// # Errors
/// The store failed: nothing was taken.
pub async fn heal<S: DeviceStore>(
    store: &S,
    identity: Identity,
    bucket: u8,
    answer: BucketAnswer,
    summarize: &impl Summarize,
) -> Result<Vec<RecordId>, DeviceError<S::Error>> {
    let mut tx = store.begin(Mode::Write).await?;
    let mut meta: Meta = read_meta(&mut tx).await?;
    if meta
        .cursor
        .is_none_or(|cursor| cursor.epoch != answer.at.epoch || cursor.seq > answer.at.seq)
    {
        return Ok(Vec::new());
    }
    meta.reach = Some(further(
        meta.reach,
        answer.at,
        answer.rows.iter().map(|row| row.seq),
    ));
    let mut by_client: BTreeMap<RecordId, Vec<crate::codec::Row>> = BTreeMap::new();
    for row in answer
        .rows
        .into_iter()
        .filter(|row| row.key.record.bucket() == bucket)
    {
        by_client.entry(row.key.client).or_default().push(row);
    }
    for client in super::confirmed::clients(&mut tx, None, None).await? {
        by_client.entry(client).or_default();
    }
    // Recounted from what is stored: the sums themselves may be what was wrong.
    let mut writing = Writing::begin(&mut tx).await?;
    let mut sum = 0u64;
    for (client, rows) in by_client {
        let loaded = load(&mut tx, client).await?;
        let mut touches = !rows.is_empty();
        for (record, fields) in loaded.records() {
            touches |= record.record.bucket() == bucket && !fields.is_empty();
        }
        if touches {
            for row in &rows {
                sum = sum.wrapping_add(crate::digest::contribution(&row.key, &row.register));
            }
            writing
                .exchange(
                    &mut tx,
                    client,
                    |record| record.record.bucket() == bucket,
                    rows,
                )
                .await?;
        }
    }
    writing.set_bucket(bucket, sum);
    meta.healed += 1;
    write_meta(&mut tx, &meta);
    let outbox = read_outbox(&mut tx).await?;
    let outbox = outbox_without(&mut tx, outbox, &writing.erased());
    let clients = writing.finish(&mut tx, &outbox, identity, summarize);
    bump_revision(&mut tx).await?;
    tx.commit().await?;
    Ok(clients)
}
