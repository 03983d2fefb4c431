//! The log: which ids it knows, new lines, and ids named before they arrived.

use std::collections::{BTreeSet, HashMap};

use sqlx::sqlite::SqliteConnection;
use yardstick_domain::accept::{Board, LogLine, Logged};
use yardstick_domain::change::RegisterKey;
use yardstick_domain::codec::put_varint;
use yardstick_domain::id::ChangeId;

use super::many::Statement;
use super::place::{place, seq};
use super::symbols::{Symbols, number_list};
use super::{Known, damaged};
use crate::store::StoreError;
use crate::store::columns::gathered;

/// Reads into the board what the log knows of these ids.
pub(super) async fn read_ids(
    connection: &mut SqliteConnection,
    symbols: &Symbols,
    ids: &BTreeSet<ChangeId>,
    board: &mut Board,
) -> Result<(), StoreError> {
    let asked: HashMap<i64, ChangeId> = ids
        .iter()
        .filter_map(|&id| Some((symbols.packed(id)?, id)))
        .collect();
    if asked.is_empty() {
        return Ok(());
    }
    type IdRow = (i64, Option<i64>, Option<i64>, Option<i64>, u8, u8);
    let statement = sqlx::query_scalar(
        "select json_group_array(json_array(
             asked.value, change.place, change.hash, change.time_ms, change.replaced is not null, named.counter is not null))
         from json_each(?) as asked
         left join change on change.writer = asked.value >> 32 and change.counter = asked.value & 4294967295
         left join named on named.writer = asked.value >> 32 and named.counter = asked.value & 4294967295
         where change.place is not null or named.counter is not null",
    )
    .bind(number_list(asked.keys().copied()));
    let rows: Vec<IdRow> = gathered(statement, connection).await?;
    for (packed, place, hash, time, replaced, named) in rows {
        let id = *asked.get(&packed).ok_or_else(|| damaged("a change"))?;
        if let (Some(place), Some(hash), Some(time)) = (place, hash, time) {
            let logged = Logged {
                content_hash: hash.cast_unsigned(),
                seq: seq(place),
                time,
                replaced: replaced != 0,
            };
            board.logged.insert(id, logged);
        }
        if named != 0 {
            board.named.insert(id);
        }
    }
    Ok(())
}

const LINES: Statement = Statement {
    before: "insert into change (place, writer, counter, record, field, value, replaces, time_ms, claim_ms, device, action, batch,
             replaced, hash, back)",
    columns: 15,
    after: "",
};

/// Appends the board's new lines.
pub(super) async fn write_lines(
    connection: &mut SqliteConnection,
    known: &Known,
    book: i64,
    board: &Board,
) -> Result<(), StoreError> {
    let mut newest: HashMap<&RegisterKey, u64> = HashMap::with_capacity(board.lines.len());
    let mut rows = Vec::with_capacity(board.lines.len());
    for line in &board.lines {
        let key = &line.change.key;
        let before = newest
            .insert(key, line.seq)
            .or_else(|| known.newest_lines.get(key).copied())
            .filter(|&before| before > 0);
        let columns = columns(known, line).ok_or_else(|| damaged("a symbol"))?;
        rows.push((
            place(book, line.seq),
            columns,
            before.map(|before| line.seq.wrapping_sub(before).cast_signed()),
            line,
        ));
    }
    for (text, values) in LINES.groups(&rows, |values, (place, columns, back, line)| {
        let change = &line.change;
        let claimed_later_ms = change.time.saturating_sub(line.time);
        values.add(place)?;
        values.add(columns.writer)?;
        values.add(i64::from(change.id.counter))?;
        values.add(columns.record)?;
        values.add(columns.field)?;
        values.add(change.value.as_bytes())?;
        values.add(columns.replaces.as_deref())?;
        values.add(line.time)?;
        values.add((claimed_later_ms != 0).then_some(claimed_later_ms))?;
        values.add(columns.device)?;
        values.add(change.action.map(i64::from))?;
        values.add(columns.batch)?;
        values.add(line.replaced.then_some(1i64))?;
        values.add(change.content_hash().cast_signed())?;
        values.add(back)
    })? {
        let appended = sqlx::query_with(text, values);
        appended.execute(&mut *connection).await?;
    }
    Ok(())
}

/// What of a line is stored as symbols.
struct Columns {
    writer: i64,
    record: i64,
    field: i64,
    replaces: Option<Vec<u8>>,
    device: i64,
    batch: Option<i64>,
}

/// `None` if a symbol is missing, which [`Symbols::add`] does not leave.
fn columns(known: &Known, line: &LogLine) -> Option<Columns> {
    let symbols = &known.symbols;
    let change = &line.change;
    let mut replaces = Vec::new();
    for id in &change.replaces {
        put_varint(&mut replaces, symbols.writer(id.writer)?.cast_unsigned());
        put_varint(&mut replaces, u64::from(id.counter));
    }
    let batch = match change.batch {
        Some(batch) => Some(symbols.id(batch.0)?),
        None => None,
    };
    Some(Columns {
        writer: symbols.writer(change.id.writer)?,
        record: *known.records.get(&change.key.record_key())?,
        field: symbols.name(&change.key.field)?,
        replaces: (!replaces.is_empty()).then_some(replaces),
        device: symbols.id(line.device.0)?,
        batch,
    })
}

/// Remembers the ids a board names now.
pub(super) async fn write_named(
    connection: &mut SqliteConnection,
    symbols: &Symbols,
    board: &Board,
) -> Result<(), StoreError> {
    let named: Vec<i64> = board
        .newly_named
        .iter()
        .filter_map(|&id| symbols.packed(id))
        .collect();
    if named.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "insert or ignore into named (writer, counter) select value >> 32, value & 4294967295 from json_each(?)",
    )
    .bind(number_list(named))
    .execute(connection)
    .await?;
    Ok(())
}
