//! Confirmed registers in the store: a bundle as received and the records changed since on top.

use std::collections::{BTreeMap, BTreeSet};

use super::{DIGEST_KEY, DeviceError, ERASED_KEY, Identity, Summarize, Table, Tx, erased_from};
use crate::bundle::{Bundle, rows_of, view};
use crate::change::RecordKey;
use crate::codec::{self, DecodeError, Packed, Row};
use crate::digest::{Digest, HeadHash};
use crate::erasure::{is_tombstone, names_tombstone};
use crate::id::RecordId;
use crate::order;
use crate::outbox::Entry;
use crate::register::Register;

/// Overlay records of one client over which they are folded into its bundle: reading it stays two reads, not hundreds.
const FOLD_OVER: usize = 48;

fn overlay_key(record: &RecordKey) -> Vec<u8> {
    let mut key = Vec::with_capacity(32 + record.kind.as_str().len());
    key.extend_from_slice(record.client.as_bytes());
    key.extend_from_slice(record.record.as_bytes());
    key.extend_from_slice(record.kind.as_str().as_bytes());
    key
}

/// What is stored of one client, decoded.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    pub(super) bundle: Bundle,
    overlay_keys: Vec<Vec<u8>>,
}

/// Everything of one client as confirmed.
///
/// # Errors
/// The store failed, or what it holds cannot be read.
pub async fn load<T: Tx>(tx: &mut T, client: RecordId) -> Result<Bundle, DeviceError<T::Error>> {
    Ok(load_with_keys(tx, client).await?.bundle)
}

pub(super) async fn load_with_keys<T: Tx>(
    tx: &mut T,
    client: RecordId,
) -> Result<Loaded, DeviceError<T::Error>> {
    let mut rows = match tx.get_one(Table::Bundle, client.as_bytes()).await? {
        Some(bytes) => codec::decode(&bytes).map_err(|_| DeviceError::Damaged("bundle"))?,
        None => Vec::new(),
    };
    let mut overlay_keys = Vec::new();
    for (key, bytes) in tx.scan(Table::Overlay, client.as_bytes()).await? {
        rows.extend(codec::decode(&bytes).map_err(|_| DeviceError::Damaged("record"))?);
        overlay_keys.push(key);
    }
    Ok(Loaded {
        bundle: Bundle::from_rows(rows),
        overlay_keys,
    })
}

/// Every client that has something confirmed, from one to another (both included).
pub(super) async fn clients<T: Tx>(
    tx: &mut T,
    from: Option<RecordId>,
    to: Option<RecordId>,
) -> Result<BTreeSet<RecordId>, DeviceError<T::Error>> {
    let mut clients = keyed(tx, Table::Bundle, from, to).await?;
    clients.extend(keyed(tx, Table::Overlay, from, to).await?);
    Ok(clients)
}

/// Those of whom records were changed since they came.
pub(super) async fn changed_since<T: Tx>(
    tx: &mut T,
    from: RecordId,
    to: RecordId,
) -> Result<BTreeSet<RecordId>, DeviceError<T::Error>> {
    keyed(tx, Table::Overlay, Some(from), Some(to)).await
}

/// The clients of a table's keys.
async fn keyed<T: Tx>(
    tx: &mut T,
    table: Table,
    from: Option<RecordId>,
    to: Option<RecordId>,
) -> Result<BTreeSet<RecordId>, DeviceError<T::Error>> {
    let from = from.map_or_else(Vec::new, |from| from.as_bytes().to_vec());
    // No record's name sorts behind 0xFF.
    let to = to.map(|to| [to.as_bytes(), &[u8::MAX; 17][..]].concat());
    let keys = tx.keys(table, &from, to.as_deref()).await?;
    let client = |key: &Vec<u8>| key.get(..16).and_then(RecordId::from_slice);
    Ok(order::set(keys.iter().filter_map(client)))
}

/// Whether something stored of a client is of such a record; looks without making anything of it.
pub(super) async fn holds<T: Tx>(
    tx: &mut T,
    client: RecordId,
    such: impl Fn(&RecordKey) -> bool,
) -> Result<bool, DeviceError<T::Error>> {
    let mut found = false;
    let mut look = |bytes: &[u8]| {
        codec::visit(bytes, &mut |row| {
            found |= such(&RecordKey {
                client: row.client,
                record: row.record,
                kind: row.kind.clone(),
            });
        })
        .map_err(|_| DeviceError::Damaged("bundle"))
    };
    if let Some(bytes) = tx.get_one(Table::Bundle, client.as_bytes()).await? {
        look(&bytes)?;
    }
    for (_, bytes) in tx.scan(Table::Overlay, client.as_bytes()).await? {
        look(&bytes)?;
    }
    Ok(found)
}

/// A client as it came, read through once: what it adds to the digest, how far it reaches, what the list shows of it.
#[derive(Debug)]
pub(super) struct Whole {
    pub(super) packed: Packed,
    /// What its registers add, by bucket.
    digest: BTreeMap<u8, u64>,
    /// The furthest place among its registers.
    pub(super) furthest: u64,
    /// `None`: to be made from what is shown of it.
    summary: Option<Vec<u8>>,
}

impl Whole {
    /// # Errors
    /// Damaged rows, or some of another client.
    pub(super) fn of(packed: Packed, summarize: &impl Summarize) -> Result<Self, DecodeError> {
        let mut hash = HeadHash::default();
        let mut digest: BTreeMap<u8, u64> = BTreeMap::new();
        let (mut strays, mut furthest, mut is_erased) = (false, 0, false);
        // Counted and summarized in one reading: reading is what completing a book takes longest for.
        let summary = summarize.summarize_packed(packed.client, &packed.rows, &mut |row| {
            strays |= row.client != packed.client;
            furthest = furthest.max(row.seq);
            is_erased |= names_tombstone(row.client, row.record, row.kind, row.field);
            let sum = digest.entry(row.record.bucket()).or_default();
            *sum = sum.wrapping_add(hash.row(&row));
        })?;
        if strays {
            return Err(DecodeError::Damaged);
        }
        Ok(Self {
            summary: summary.filter(|_| !is_erased),
            packed,
            digest,
            furthest,
        })
    }
}

/// Writes to confirmed registers, with the digest kept and the clients touched remembered.
pub(super) struct Writing {
    digest: Digest,
    /// Clients whose registers changed.
    pub(super) touched: BTreeMap<RecordId, Bundle>,
    /// Those whose summaries are written already.
    summarized: Vec<RecordId>,
    /// Those erased before, and those a verdict said to be.
    erased_before: BTreeSet<RecordId>,
    told_erased: BTreeSet<RecordId>,
}

impl Writing {
    pub(super) async fn begin<T: Tx>(tx: &mut T) -> Result<Self, DeviceError<T::Error>> {
        let kept = [DIGEST_KEY.to_vec(), ERASED_KEY.to_vec()];
        let mut kept = tx.get(Table::Meta, &kept).await?.into_iter();
        let digest = kept.next().flatten();
        Ok(Self {
            digest: digest
                .as_deref()
                .map_or_else(Digest::default, Digest::from_bytes),
            erased_before: erased_from(kept.next().flatten().as_deref()),
            told_erased: BTreeSet::new(),
            touched: BTreeMap::new(),
            summarized: Vec::new(),
        })
    }

    pub(super) fn digest(&self) -> &Digest {
        &self.digest
    }

    /// Sets a bucket's sum to what it was counted to be.
    pub(super) fn set_bucket(&mut self, bucket: u8, sum: u64) {
        self.digest.0[usize::from(bucket)] = sum;
    }

    /// Keeps a client of whom nothing was here as it came. `waits`: something of it is in the outbox.
    pub(super) fn keep_whole<T: Tx>(
        &mut self,
        tx: &mut T,
        whole: Whole,
        waits: bool,
    ) -> Result<(), DeviceError<T::Error>> {
        let Packed { client, rows } = whole.packed;
        for (bucket, delta) in whole.digest {
            self.digest.add(bucket, delta);
        }
        match whole.summary.filter(|_| !waits) {
            Some(summary) => {
                tx.put(Table::Summary, client.as_bytes().to_vec(), summary);
                self.summarized.push(client);
            }
            None => {
                let rows = codec::decode(&rows).map_err(|_| DeviceError::Damaged("page"))?;
                self.touched.insert(client, Bundle::from_rows(rows));
            }
        }
        tx.put(Table::Bundle, client.as_bytes().to_vec(), rows);
        Ok(())
    }

    /// Takes registers as the server has them, into the overlay.
    pub(super) async fn take<T: Tx>(
        &mut self,
        tx: &mut T,
        rows: Vec<Row>,
    ) -> Result<(), DeviceError<T::Error>> {
        let mut by_client: BTreeMap<RecordId, Vec<Row>> = BTreeMap::new();
        for row in rows {
            by_client.entry(row.key.client).or_default().push(row);
        }
        for (client, rows) in by_client {
            if rows.iter().any(|row| is_tombstone(&row.key)) {
                self.exchange(tx, client, |_| true, rows).await?;
                continue;
            }
            let mut loaded = load_with_keys(tx, client).await?;
            let mut records = BTreeSet::new();
            for row in rows {
                let key = row.key.clone();
                let new = row.register.clone();
                let old = loaded.bundle.put(row);
                self.digest
                    .replace(&key, old.as_ref().map(|old| &old.register), &new);
                records.insert(key.record_key());
            }
            if loaded.overlay_keys.len() + records.len() > FOLD_OVER {
                self.write_whole(tx, client, &loaded);
            } else {
                for record in &records {
                    if let Some(fields) = loaded.bundle.record(record) {
                        let rows: Vec<Row> = rows_of(record, fields).collect();
                        tx.put(Table::Overlay, overlay_key(record), codec::encode(&rows));
                    }
                }
            }
            self.touched.insert(client, loaded.bundle);
        }
        Ok(())
    }

    fn write_whole<T: Tx>(&self, tx: &mut T, client: RecordId, loaded: &Loaded) {
        for key in &loaded.overlay_keys {
            tx.delete(Table::Overlay, key.clone());
        }
        if loaded.bundle.is_empty() {
            tx.delete(Table::Bundle, client.as_bytes().to_vec());
        } else {
            let rows: Vec<Row> = loaded.bundle.rows().collect();
            tx.put(
                Table::Bundle,
                client.as_bytes().to_vec(),
                codec::encode(&rows),
            );
        }
    }

    /// Lets go of everything of a client but its tombstone, which may be still to come.
    pub(super) async fn erase<T: Tx>(
        &mut self,
        tx: &mut T,
        client: RecordId,
    ) -> Result<(), DeviceError<T::Error>> {
        let mut loaded = load_with_keys(tx, client).await?;
        for (key, register) in loaded.bundle.erase() {
            self.digest
                .replace(&key, Some(&register), &Register::default());
        }
        self.write_whole(tx, client, &loaded);
        self.touched.insert(client, loaded.bundle);
        self.told_erased.insert(client);
        Ok(())
    }

    /// The clients touched that are erased.
    pub(super) fn erased(&self) -> BTreeSet<RecordId> {
        let touched = self.touched.iter();
        let erased = touched.filter(|(_, bundle)| bundle.erasure().is_some());
        order::set(erased.map(|(client, _)| *client))
    }

    /// Exchanges records of one client: those that `gives_way` go, the rows come. A tombstone takes the place of all there is.
    pub(super) async fn exchange<T: Tx>(
        &mut self,
        tx: &mut T,
        client: RecordId,
        gives_way: impl Fn(&RecordKey) -> bool,
        rows: Vec<Row>,
    ) -> Result<(), DeviceError<T::Error>> {
        let mut loaded = load_with_keys(tx, client).await?;
        let is_erased = rows.iter().any(|row| is_tombstone(&row.key));
        let going: Vec<RecordKey> = loaded
            .bundle
            .records()
            .map(|(key, _)| key)
            .filter(|key| is_erased || gives_way(key))
            .cloned()
            .collect();
        for record in going {
            for (field, confirmed) in loaded.bundle.remove(&record).unwrap_or_default() {
                self.digest.replace(
                    &record.field(field),
                    Some(&confirmed.register),
                    &Register::default(),
                );
            }
        }
        for row in rows {
            let key = row.key.clone();
            let new = row.register.clone();
            let old = loaded.bundle.put(row);
            self.digest
                .replace(&key, old.as_ref().map(|old| &old.register), &new);
        }
        self.write_whole(tx, client, &loaded);
        self.touched.insert(client, loaded.bundle);
        Ok(())
    }

    /// Keeps in mind who is erased; a client that a restored server has again is not.
    fn mark_erased<T: Tx>(&self, tx: &mut T) {
        let mut erased = self.erased_before.clone();
        for client in self.touched.keys().chain(&self.summarized) {
            erased.remove(client);
        }
        erased.extend(self.erased());
        erased.extend(&self.told_erased);
        if erased != self.erased_before {
            let ids = erased.iter().flat_map(|client| *client.as_bytes());
            tx.put(Table::Meta, ERASED_KEY.to_vec(), ids.collect());
        }
    }

    /// Writes the digest and the summaries of what was touched. Answers the touched clients.
    pub(super) fn finish<T: Tx>(
        self,
        tx: &mut T,
        outbox: &[Entry],
        identity: Identity,
        summarize: &impl Summarize,
    ) -> Vec<RecordId> {
        tx.put(Table::Meta, DIGEST_KEY.to_vec(), self.digest.to_bytes());
        self.mark_erased(tx);
        for (client, bundle) in &self.touched {
            let records = view(bundle, *client, outbox, identity.device);
            match summarize.summarize(*client, &records) {
                Some(bytes) => tx.put(Table::Summary, client.as_bytes().to_vec(), bytes),
                None => tx.delete(Table::Summary, client.as_bytes().to_vec()),
            }
        }
        self.touched.into_keys().chain(self.summarized).collect()
    }
}
