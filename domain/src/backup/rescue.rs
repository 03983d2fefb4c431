//! The rescue page's export (`public/rescue.js`): the device's databases as they lay, read by the rules of the device.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value as Json;

use super::{BackupError, Contents, Head};
use crate::bundle::{Record, view};
use crate::change::RecordKey;
use crate::device::confirmed::load;
use crate::device::{DeviceStore, MemoryStore, Mode, Table, Tx, read_outbox};
use crate::id::{DeviceId, RecordId};
use crate::order;

/// What the file says it is.
pub const FORMAT: &str = "yardstick-rescue";
const VERSION: u32 = 1;

/// One book of the file: a database with what it shows, the outbox applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RescuedBook {
    /// The database's name, `yardstick/<workspace>/<user>`.
    pub name: String,
    /// What it shows; deleted records are not in it.
    pub contents: Contents,
    /// How many of its clients could not be read.
    pub unreadable: usize,
}

#[derive(Deserialize)]
struct File {
    databases: Vec<Database>,
}

#[derive(Deserialize)]
struct Database {
    name: String,
    stores: Vec<Store>,
}

#[derive(Deserialize)]
struct Store {
    name: String,
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    key: Json,
    value: Json,
}

/// Reads a file. Clients that cannot be read are counted and left out: what can be saved is saved.
///
/// # Errors
/// It is no export of the rescue page, of a newer version, or its tables cannot be read.
pub async fn parse(bytes: &[u8]) -> Result<Vec<RescuedBook>, BackupError> {
    let head = Head::read(bytes)?;
    if head.format != FORMAT {
        return Err(BackupError::NotABackup);
    }
    if head.version > VERSION {
        return Err(BackupError::Newer(head.version));
    }
    let file: File = serde_json::from_slice(bytes).map_err(|_| BackupError::Damaged("file"))?;
    let mut books = Vec::with_capacity(file.databases.len());
    for database in file.databases {
        let name = database.name.clone();
        let store = tables(database).await?;
        let (records, unreadable) = shown(&store).await?;
        books.push(RescuedBook {
            name,
            contents: contents(&records),
            unreadable,
        });
    }
    Ok(books)
}

/// The database's tables, as a store.
async fn tables(database: Database) -> Result<MemoryStore, BackupError> {
    let store = MemoryStore::default();
    let mut tx = writing(&store).await?;
    for table in database.stores {
        let Some(own) = Table::ALL.into_iter().find(|own| own.name() == table.name) else {
            // A table that only a newer version has.
            continue;
        };
        for entry in table.entries {
            tx.put(own, binary(&entry.key)?, binary(&entry.value)?);
        }
    }
    tx.commit()
        .await
        .map_err(|_| BackupError::Damaged("tables"))?;
    Ok(store)
}

async fn writing(store: &MemoryStore) -> Result<<MemoryStore as DeviceStore>::Tx, BackupError> {
    store
        .begin(Mode::Write)
        .await
        .map_err(|_| BackupError::Damaged("tables"))
}

/// Keys and values of our tables are all binary.
fn binary(json: &Json) -> Result<Vec<u8>, BackupError> {
    let text = json.get("$bytes").and_then(Json::as_str);
    text.and_then(|text| STANDARD.decode(text).ok())
        .ok_or(BackupError::Damaged("binary"))
}

/// What the store shows, and how many clients could not be read.
async fn shown(store: &MemoryStore) -> Result<(BTreeMap<RecordKey, Record>, usize), BackupError> {
    let mut tx = writing(store).await?;
    let outbox = read_outbox(&mut tx)
        .await
        .map_err(|_| BackupError::Damaged("outbox"))?;
    let mut clients = order::set(outbox.iter().map(|entry| entry.change.key.client));
    for table in [Table::Bundle, Table::Overlay] {
        let keys = tx
            .keys(table, &[], None)
            .await
            .map_err(|_| BackupError::Damaged("tables"))?;
        clients.extend(
            keys.iter()
                .filter_map(|key| RecordId::from_slice(key.get(..16)?)),
        );
    }
    let mut records = BTreeMap::new();
    let mut unreadable = 0;
    for client in clients {
        match load(&mut tx, client).await {
            Ok(bundle) => records.extend(view(&bundle, client, &outbox, DeviceId::NIL)),
            Err(_) => unreadable += 1,
        }
    }
    Ok((records, unreadable))
}

fn contents(records: &BTreeMap<RecordKey, Record>) -> Contents {
    let records = records.values().filter_map(super::BackupRecord::of);
    order::map(records.map(|record| (record.key(), record.fields)))
}
