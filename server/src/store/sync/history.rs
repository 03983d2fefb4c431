//! The history of a record: its lines, newest first, found by the chains that the lines of each register form. And what was done
//! together with one change: an action, or the batch it belongs to.

use std::collections::{HashMap, HashSet};

use sqlx::FromRow;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use yardstick_domain::change::{Name, RecordKey, Value};
use yardstick_domain::id::{BatchId, ChangeId, DeviceId, RecordId, WorkspaceId};

use super::place::{end, place, seq};
use super::symbols::{Symbols, Word, words_of};
use super::{book_of, damaged};
use crate::store::StoreError;
use crate::store::columns::columns;

/// Which lines are wanted.
#[derive(Debug, Clone)]
pub struct HistoryQuery {
    /// Of which record.
    pub record: RecordKey,
    /// Of which field alone.
    pub field: Option<Name>,
    /// Only lines before this sequence number.
    pub before: Option<u64>,
    /// At most so many.
    pub limit: u32,
}

/// A line of a record's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    /// Its sequence number.
    pub seq: u64,
    /// The change.
    pub id: ChangeId,
    /// The field it set.
    pub field: Name,
    /// To what.
    pub value: Value,
    /// What it replaced.
    pub replaces: Vec<ChangeId>,
    /// The time it was given, unix ms.
    pub time: i64,
    /// The time its author claimed, unix ms.
    pub claimed_time: i64,
    /// The device it came from.
    pub device: DeviceId,
    /// Another change had named it before it arrived: it was never shown.
    pub replaced: bool,
    /// The action it was done in, a number of its writer's.
    pub action: Option<u32>,
    /// The batch it belongs to.
    pub batch: Option<BatchId>,
}

/// A change that was done together with others, and what its register was before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TogetherLine {
    /// The record it was done to.
    pub record: RecordKey,
    /// The change.
    pub line: HistoryLine,
    /// The value of the line before of the same register, if it is one that the change replaced.
    pub before: Option<Value>,
}

columns! {
    struct Columns {
        place: i64,
        writer: i64,
        counter: i64,
        field: i64,
        value: Vec<u8>,
        replaces: Option<Vec<u8>>,
        time_ms: i64,
        claim_ms: Option<i64>,
        device: i64,
        action: Option<i64>,
        batch: Option<i64>,
        replaced: bool,
    }
}

columns! {
    /// What stands beside the [`Columns`] of a change that was done together with others.
    struct Beside {
        client: i64,
        record: Vec<u8>,
        kind: i64,
        before: Option<Vec<u8>>,
        before_writer: Option<i64>,
        before_counter: Option<i64>,
    }
}

struct TogetherColumns {
    line: Columns,
    beside: Beside,
}

impl FromRow<'_, SqliteRow> for TogetherColumns {
    fn from_row(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        let mut column = 0;
        Ok(Self {
            line: Columns::next(row, &mut column)?,
            beside: Beside::next(row, &mut column)?,
        })
    }
}

impl TogetherColumns {
    /// The value of the line before, if the change says that it replaced it: after a restored backup the log may lack what it did replace.
    fn replaced_value(&mut self) -> Option<Vec<u8>> {
        let replaces = pairs(self.line.replaces.as_deref().unwrap_or_default())?;
        let counter = u32::try_from(self.beside.before_counter?).ok()?;
        let is_replaced = replaces.contains(&(self.beside.before_writer?, counter));
        self.beside.before.take().filter(|_| is_replaced)
    }
}

/// Lines of a record's history, newest first.
///
/// # Errors
/// The database failed.
pub async fn history(
    connection: &mut SqliteConnection,
    workspace: WorkspaceId,
    wanted: &HistoryQuery,
) -> Result<Vec<HistoryLine>, StoreError> {
    let Some(book) = book_of(connection, workspace).await? else {
        return Ok(Vec::new());
    };
    let record = &wanted.record;
    let words = [
        Some(Word::Client(record.client)),
        Some(Word::Name(record.kind.clone())),
        wanted.field.clone().map(Word::Name),
    ];
    let mut symbols = Symbols::default();
    symbols
        .look_up(connection, book, words.into_iter().flatten().collect())
        .await?;
    let (Some(client), Some(kind)) = (symbols.client(record.client), symbols.name(&record.kind))
    else {
        return Ok(Vec::new());
    };
    let field = match &wanted.field {
        None => None,
        Some(field) => match symbols.name(field) {
            None => return Ok(Vec::new()),
            field => field,
        },
    };
    // The queue of the recursion gives out the largest place first, so that the chains come merged and the limit ends the walk.
    let columns: Vec<Columns> = sqlx::query_as(
        "with recursive chain (place) as (
             select iif(register.extra is null, register.place, ?1 + (register.extra ->> '$.newest_line'))
             from record cross join register on register.record = record.id
             where record.client = ?2 and record.record = ?3 and record.kind = ?4 and (?5 is null or register.field = ?5)
             union all
             select change.place - change.back from chain cross join change on change.place = chain.place
             where change.back is not null
             order by 1 desc
         )
         select change.place, change.writer, change.counter, change.field, change.value, change.replaces, change.time_ms,
             change.claim_ms, change.device, change.action, change.batch, change.replaced is not null as replaced
         from chain cross join change on change.place = chain.place
         where chain.place < ?6
         limit ?7",
    )
    .bind(place(book, 0))
    .bind(client)
    .bind(record.record.as_bytes().as_slice())
    .bind(kind)
    .bind(field)
    .bind(wanted.before.map_or(end(book), |before| place(book, before)))
    .bind(wanted.limit)
    .fetch_all(&mut *connection)
    .await?;
    lines(connection, &columns).await
}

/// What was done together with a change, newest first: its batch if it is of one, else its action, else it alone. Nothing if the log
/// does not know it.
///
/// # Errors
/// The database failed.
pub async fn together(
    connection: &mut SqliteConnection,
    workspace: WorkspaceId,
    with: ChangeId,
    before: Option<u64>,
    limit: u32,
) -> Result<Vec<TogetherLine>, StoreError> {
    let Some(book) = book_of(connection, workspace).await? else {
        return Ok(Vec::new());
    };
    let mut symbols = Symbols::default();
    let word = Word::Writer(with.writer);
    symbols
        .look_up(connection, book, [word].into_iter().collect())
        .await?;
    let Some(writer) = symbols.writer(with.writer) else {
        return Ok(Vec::new());
    };
    // A batch and an action are of one writer, whose lines stand together in the index.
    let columns: Vec<TogetherColumns> = sqlx::query_as(
        "select change.place, change.writer, change.counter, change.field, change.value, change.replaces, change.time_ms,
             change.claim_ms, change.device, change.action, change.batch, change.replaced is not null as replaced,
             record.client, record.record, record.kind, earlier.value as before,
             earlier.writer as before_writer, earlier.counter as before_counter
         from change as one
         cross join change on change.writer = one.writer and iif(
             one.batch is null,
             iif(one.action is null, change.counter = one.counter, change.action = one.action),
             change.batch = one.batch
         )
         cross join record on record.id = change.record
         left join change as earlier on earlier.place = change.place - change.back
         where one.writer = ? and one.counter = ? and change.place < ?
         order by change.place desc limit ?",
    )
    .bind(writer)
    .bind(i64::from(with.counter))
    .bind(before.map_or(end(book), |before| place(book, before)))
    .bind(limit)
    .fetch_all(&mut *connection)
    .await?;
    let symbols: HashSet<i64> = columns
        .iter()
        .flat_map(|row| [row.beside.client, row.beside.kind])
        .collect();
    let words = words_of(connection, &symbols).await?;
    let (mut records, mut of_lines) = (Vec::new(), Vec::new());
    for mut row in columns {
        let Beside {
            client,
            record,
            kind,
            ..
        } = &row.beside;
        let key = record_key(*client, record, *kind, &words);
        let before = row.replaced_value();
        records.push((key.ok_or_else(|| damaged("a record"))?, before));
        of_lines.push(row.line);
    }
    let lines = lines(connection, &of_lines).await?;
    lines
        .into_iter()
        .zip(records)
        .map(|(line, (record, before))| {
            let before = before.map(|bytes| Value::from_stored(&bytes)).transpose();
            Ok(TogetherLine {
                record,
                line,
                before: before.map_err(|_| damaged("a change"))?,
            })
        })
        .collect()
}

fn record_key(
    client: i64,
    record: &[u8],
    kind: i64,
    words: &HashMap<i64, Word>,
) -> Option<RecordKey> {
    let (Some(Word::Client(client)), Some(Word::Name(kind))) =
        (words.get(&client), words.get(&kind))
    else {
        return None;
    };
    Some(RecordKey {
        client: *client,
        record: RecordId::from_slice(record)?,
        kind: kind.clone(),
    })
}

async fn lines(
    connection: &mut SqliteConnection,
    columns: &[Columns],
) -> Result<Vec<HistoryLine>, StoreError> {
    let mut symbols = HashSet::new();
    let mut replaced = Vec::with_capacity(columns.len());
    for row in columns {
        symbols.extend([row.writer, row.field, row.device]);
        symbols.extend(row.batch);
        let pairs = pairs(row.replaces.as_deref().unwrap_or_default())
            .ok_or_else(|| damaged("a change"))?;
        symbols.extend(pairs.iter().map(|&(writer, _)| writer));
        replaced.push(pairs);
    }
    if symbols.is_empty() {
        return Ok(Vec::new());
    }
    let words = words_of(connection, &symbols).await?;
    columns
        .iter()
        .zip(&replaced)
        .map(|(row, replaces)| line(row, replaces, &words).ok_or_else(|| damaged("a change")))
        .collect()
}

fn line(row: &Columns, replaces: &[(i64, u32)], words: &HashMap<i64, Word>) -> Option<HistoryLine> {
    let change_id = |writer: i64, counter: u32| match words.get(&writer) {
        Some(&Word::Writer(writer)) => Some(ChangeId { writer, counter }),
        _ => None,
    };
    let id = |symbol: i64| match words.get(&symbol) {
        Some(&Word::Id(id)) => Some(id),
        _ => None,
    };
    let Some(Word::Name(field)) = words.get(&row.field) else {
        return None;
    };
    let batch = match row.batch {
        Some(batch) => Some(BatchId(id(batch)?)),
        None => None,
    };
    Some(HistoryLine {
        seq: seq(row.place),
        id: change_id(row.writer, u32::try_from(row.counter).ok()?)?,
        field: field.clone(),
        value: Value::from_stored(&row.value).ok()?,
        replaces: replaces
            .iter()
            .map(|&(writer, counter)| change_id(writer, counter))
            .collect::<Option<_>>()?,
        time: row.time_ms,
        claimed_time: row.time_ms.saturating_add(row.claim_ms.unwrap_or(0)),
        device: DeviceId(id(row.device)?),
        replaced: row.replaced,
        action: row.action.and_then(|action| u32::try_from(action).ok()),
        batch,
    })
}

/// The pairs of varints in the column `replaces`: a writer's symbol and a counter.
fn pairs(mut bytes: &[u8]) -> Option<Vec<(i64, u32)>> {
    let mut pairs = Vec::new();
    while !bytes.is_empty() {
        let writer = varint(&mut bytes)?;
        let counter = varint(&mut bytes)?;
        pairs.push((i64::try_from(writer).ok()?, u32::try_from(counter).ok()?));
    }
    Some(pairs)
}

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}
