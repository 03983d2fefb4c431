//! Registers for readers: what is new, a page of everything, a bucket of the digest.

use std::collections::{HashMap, HashSet};

use futures_util::TryStreamExt;
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;
use yardstick_domain::change::{RegisterKey, Value};
use yardstick_domain::codec::Row;
use yardstick_domain::id::{ChangeId, DeviceId, RecordId};
use yardstick_domain::register::{Head, Register};
use yardstick_domain::wire::PageKey;

use super::damaged;
use super::place::{end, place, seq};
use super::registers::Extra;
use super::symbols::{self, Word, words_of};
use crate::store::StoreError;
use crate::store::columns::{columns, gathered};

columns! {
    /// A register as columns, the record's id as hex digits; the last five are the line at its place, null if `extra` says it all.
    #[derive(serde::Deserialize)]
    struct Columns {
        client: i64,
        record: String,
        kind: i64,
        field: i64,
        place: i64,
        extra: Option<String>,
        writer: Option<i64>,
        counter: Option<i64>,
        time_ms: Option<i64>,
        device: Option<i64>,
        value: Option<String>,
    }
}

impl Columns {
    fn line(&self) -> Line<'_> {
        let value = self.value.as_deref();
        (self.writer, self.counter, self.time_ms, self.device, value)
    }
}

/// Rows that are gathered into one text: of the largest values, some megabytes.
const GATHERED: usize = 128;

const NEWS: &str =
    "select json_group_array(json_array(client, hex(record), kind, field, place, extra, writer, counter, time_ms, device,
         cast(value as text)))
     from (
         select record.client, record.record, record.kind, register.field, register.place, register.extra,
             change.writer, change.counter, change.time_ms, change.device, change.value
         from register
         cross join record on record.id = register.record
         left join change on register.extra is null and change.place = register.place
         where register.place > ? and register.place < ?
         order by register.place limit ?
     )";

const LINES: &str =
    "select json_group_array(json_array(client, hex(record), kind, field, place, null, writer, counter, time_ms, device,
         cast(value as text)))
     from (
         select record.client, record.record, record.kind, change.field, change.place,
             change.writer, change.counter, change.time_ms, change.device, change.value
         from change
         cross join record on record.id = change.record
         where change.place > ? and change.place < ?
         order by change.place limit ?
     )";

/// Registers changed after a sequence number, in its order.
pub(super) async fn news(
    connection: &mut SqliteConnection,
    book: i64,
    after: u64,
    limit: usize,
) -> Result<Vec<Row>, StoreError> {
    in_order(connection, NEWS, book, after, limit).await
}

/// The log's lines after a sequence number, each as a register with that line as its only head; in order.
pub(super) async fn lines(
    connection: &mut SqliteConnection,
    book: i64,
    after: u64,
    limit: usize,
) -> Result<Vec<Row>, StoreError> {
    in_order(connection, LINES, book, after, limit).await
}

/// The rows of a statement by their places, which are each another.
async fn in_order(
    connection: &mut SqliteConnection,
    statement: &'static str,
    book: i64,
    after: u64,
    limit: usize,
) -> Result<Vec<Row>, StoreError> {
    let mut found: Vec<Columns> = Vec::new();
    let mut from = place(book, after);
    while found.len() < limit {
        let asked = GATHERED.min(limit - found.len());
        let query = sqlx::query_scalar(statement)
            .bind(from)
            .bind(end(book))
            .bind(i64::try_from(asked).unwrap_or(i64::MAX));
        let mut some: Vec<Columns> = gathered(query, connection).await?;
        // What is gathered comes as it is met.
        some.sort_by_key(|row| row.place);
        let is_last = some.len() < asked;
        found.append(&mut some);
        match found.last() {
            Some(last) if !is_last => from = last.place,
            _ => break,
        }
    }
    rows(connection, &found).await
}

/// Registers by client, record, kind and field behind a key; about so many, never part of a record.
pub(super) async fn page(
    connection: &mut SqliteConnection,
    book: i64,
    after: Option<PageKey>,
    limit: usize,
) -> Result<(Vec<Row>, Option<PageKey>), StoreError> {
    let from = after.map_or_else(
        || vec![symbols::CLIENT],
        |after| Word::Client(after.client).to_bytes(),
    );
    let record = after.map_or_else(Vec::new, |after| after.record.as_bytes().to_vec());
    let mut found: Vec<Columns> = Vec::new();
    let mut cut = false;
    {
        let mut stream = sqlx::query_as(
            "select record.client, hex(record.record), record.kind, register.field, register.place, register.extra,
                 change.writer, change.counter, change.time_ms, change.device, cast(change.value as text)
             from symbol as client
             cross join record on record.client = client.id
                 and record.record > case client.word when ?2 then ?3 else x'' end
             cross join register on register.record = record.id
             left join change on register.extra is null and change.place = register.place
             where client.book = ?1 and client.word >= ?2 and client.word < ?4 and register.place is not null
             order by client.word, record.record",
        )
        .bind(book)
        .bind(from)
        .bind(record)
        .bind(vec![symbols::CLIENT + 1])
        .fetch(&mut *connection);
        while let Some(columns) = stream.try_next().await? {
            let columns: Columns = columns;
            cut = found.len() >= limit
                && found.last().is_some_and(|last| {
                    (last.client, &last.record) != (columns.client, &columns.record)
                });
            if cut {
                break;
            }
            found.push(columns);
        }
    }
    let mut rows = rows(connection, &found).await?;
    rows.sort_unstable_by(|one, other| one.key.cmp(&other.key));
    let next = rows.last().filter(|_| cut).map(|row| PageKey {
        client: row.key.client,
        record: row.key.record,
    });
    Ok((rows, next))
}

/// Registers of the records whose id ends in that byte. Looks at every record of the book, since a bucket is asked for only when
/// something has gone wrong.
pub(super) async fn bucket(
    connection: &mut SqliteConnection,
    book: i64,
    bucket: u8,
) -> Result<Vec<Row>, StoreError> {
    let columns: Vec<Columns> = sqlx::query_as(
        "select record.client, hex(record.record), record.kind, register.field, register.place, register.extra,
             change.writer, change.counter, change.time_ms, change.device, cast(change.value as text)
         from symbol as client
         cross join record on record.client = client.id and substr(record.record, 16, 1) = ?2
         cross join register on register.record = record.id
         left join change on register.extra is null and change.place = register.place
         where client.book = ?1 and client.word >= ?3 and client.word < ?4 and register.place is not null",
    )
    .bind(book)
    .bind(vec![bucket])
    .bind(vec![symbols::CLIENT])
    .bind(vec![symbols::CLIENT + 1])
    .fetch_all(&mut *connection)
    .await?;
    let mut rows = rows(connection, &columns).await?;
    rows.sort_unstable_by(|one, other| one.key.cmp(&other.key));
    Ok(rows)
}

/// Every register of a client, those without a place too.
pub(super) async fn of_client(
    connection: &mut SqliteConnection,
    client: i64,
) -> Result<Vec<Row>, StoreError> {
    let columns: Vec<Columns> = sqlx::query_as(
        "select record.client, hex(record.record), record.kind, register.field, coalesce(register.place, 0), register.extra,
             change.writer, change.counter, change.time_ms, change.device, cast(change.value as text)
         from record
         cross join register on register.record = record.id
         left join change on register.extra is null and change.place = register.place
         where record.client = ?",
    )
    .bind(client)
    .fetch_all(&mut *connection)
    .await?;
    rows(connection, &columns).await
}

async fn rows(
    connection: &mut SqliteConnection,
    columns: &[Columns],
) -> Result<Vec<Row>, StoreError> {
    if columns.is_empty() {
        return Ok(Vec::new());
    }
    let symbols: HashSet<i64> = columns
        .iter()
        .flat_map(|row| {
            let always = [row.client, row.kind, row.field];
            always.into_iter().chain(row.writer).chain(row.device)
        })
        .collect();
    let words = words_of(connection, &symbols).await?;
    columns
        .iter()
        .map(|columns| row(columns, &words).ok_or_else(|| damaged("a register")))
        .collect()
}

fn row(columns: &Columns, words: &HashMap<i64, Word>) -> Option<Row> {
    let name = |symbol| match words.get(&symbol) {
        Some(Word::Name(name)) => Some(name.clone()),
        _ => None,
    };
    let Some(Word::Client(client)) = words.get(&columns.client) else {
        return None;
    };
    let register = match &columns.extra {
        Some(extra) => Extra::heads(extra).ok()?,
        None => Register::from_heads([head(columns.line(), words)?]),
    };
    Some(Row {
        key: RegisterKey {
            client: *client,
            record: RecordId(Uuid::try_parse_ascii(columns.record.as_bytes()).ok()?),
            kind: name(columns.kind)?,
            field: name(columns.field)?,
        },
        seq: seq(columns.place),
        register,
    })
}

/// A line of the log as stored, as far as a head shows it: writer, counter, time, device and value; all none where a place points to none.
pub(super) type Line<'v> = (
    Option<i64>,
    Option<i64>,
    Option<i64>,
    Option<i64>,
    Option<&'v str>,
);

/// The head a line is; `None` if there is no line, or its words are not those of one.
pub(super) fn head(
    (writer, counter, time, device, value): Line<'_>,
    words: &HashMap<i64, Word>,
) -> Option<Head> {
    let (Some(Word::Writer(writer)), Some(Word::Id(device))) =
        (words.get(&writer?), words.get(&device?))
    else {
        return None;
    };
    Some(Head {
        id: ChangeId {
            writer: *writer,
            counter: u32::try_from(counter?).ok()?,
        },
        time: time?,
        device: DeviceId(*device),
        said: false,
        value: Value::from_stored(value?.as_bytes()).ok()?,
    })
}
