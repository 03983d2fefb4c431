//! Registers for a push: read what the board asks for, written back what it touched.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use sqlx::sqlite::SqliteConnection;
use yardstick_domain::accept::{Board, LogLine, Stored};
use yardstick_domain::change::{RecordKey, RegisterKey};
use yardstick_domain::cursor::Reach;
use yardstick_domain::id::ChangeId;
use yardstick_domain::register::Register;

use super::many::Statement;
use super::place::{place, seq};
use super::rows::head;
use super::symbols::{Word, words_of};
use super::{Known, damaged};
use crate::store::StoreError;
use crate::store::columns::gathered;

/// What a register is when it is more, or other, than the line at its place.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Extra {
    heads: Register,
    accepted_at: Vec<(ChangeId, u64)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    offered: Vec<(ChangeId, Reach)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    marks: Vec<Reach>,
    /// The sequence number of its newest line, 0 if it has none: where its history begins.
    newest_line: u64,
}

impl Extra {
    fn parse(text: &str) -> Result<Self, StoreError> {
        serde_json::from_str(text).map_err(|_| damaged("a register"))
    }

    fn write(&self) -> Result<String, StoreError> {
        serde_json::to_string(self).map_err(|_| damaged("a register"))
    }

    /// The heads alone, as a reader needs them.
    pub(super) fn heads(text: &str) -> Result<Register, StoreError> {
        Self::parse(text).map(|extra| extra.heads)
    }
}

/// A register asked for; the last five columns are the line its place points to.
#[derive(Deserialize)]
struct Found {
    asked: i64,
    record: i64,
    place: Option<i64>,
    extra: Option<String>,
    writer: Option<i64>,
    counter: Option<i64>,
    time_ms: Option<i64>,
    device: Option<i64>,
    value: Option<String>,
}

impl Found {
    /// As stored, with the sequence number of the newest line; `None` if there is no such register.
    fn stored(&self, words: &HashMap<i64, Word>) -> Result<Option<(Stored, u64)>, StoreError> {
        let seq = self.place.map_or(0, seq);
        if let Some(extra) = &self.extra {
            let extra = Extra::parse(extra)?;
            let stored = Stored {
                register: extra.heads,
                seq,
                offered: extra.offered,
                marks: extra.marks,
                accepted_at: extra.accepted_at,
            };
            return Ok(Some((stored, extra.newest_line)));
        }
        if self.place.is_none() {
            return Ok(None);
        }
        let value = self.value.as_deref();
        let line = (self.writer, self.counter, self.time_ms, self.device, value);
        let head = head(line, words).ok_or_else(|| damaged("a register's line"))?;
        let stored = Stored {
            accepted_at: vec![(head.id, seq)],
            register: Register::from_heads([head]),
            seq,
            ..Stored::default()
        };
        Ok(Some((stored, seq)))
    }
}

const ASKED: Statement = Statement {
    before: "with asked (asked, client, record, kind, field) as (",
    columns: 5,
    after: ") select json_group_array(json_array(asked.asked, record.id, register.place, register.extra,
             change.writer, change.counter, change.time_ms, change.device, cast(change.value as text)))
         from asked
         cross join record on record.client = asked.client and record.record = asked.record and record.kind = asked.kind
         left join register on register.record = record.id and register.field = asked.field
         left join change on register.extra is null and change.place = register.place",
};

/// Reads the registers asked for into the board, and which records there are.
pub(super) async fn read(
    connection: &mut SqliteConnection,
    known: &mut Known,
    keys: &BTreeSet<&RegisterKey>,
    board: &mut Board,
) -> Result<(), StoreError> {
    /// No field's symbol: finds the record alone.
    const NO_FIELD: i64 = -1;
    let keys: Vec<&RegisterKey> = keys.iter().copied().collect();
    let mut asked = Vec::with_capacity(keys.len());
    for (index, key) in (0i64..).zip(&keys) {
        let symbols = &known.symbols;
        if let (Some(client), Some(kind)) = (symbols.client(key.client), symbols.name(&key.kind)) {
            let field = symbols.name(&key.field).unwrap_or(NO_FIELD);
            asked.push((index, client, key.record, kind, field));
        }
    }
    board.registers.reserve(asked.len());
    known.newest_lines.reserve(asked.len());
    let mut rows: Vec<Found> = Vec::with_capacity(asked.len());
    for (text, values) in ASKED.groups(&asked, |values, (index, client, record, kind, field)| {
        values.add(index)?;
        values.add(client)?;
        values.add(record.as_bytes().as_slice())?;
        values.add(kind)?;
        values.add(field)
    })? {
        let statement = sqlx::query_scalar_with(text, values);
        rows.append(&mut gathered(statement, connection).await?);
    }
    let symbols = rows
        .iter()
        .flat_map(|row| row.writer.into_iter().chain(row.device))
        .collect();
    let words = words_of(connection, &symbols).await?;
    for row in rows {
        let key = usize::try_from(row.asked)
            .ok()
            .and_then(|index| keys.get(index))
            .ok_or_else(|| damaged("a register"))?;
        known.records.insert(key.record_key(), row.record);
        if let Some((stored, newest_line)) = row.stored(&words)? {
            known.newest_lines.insert((*key).clone(), newest_line);
            board.registers.insert((*key).clone(), stored);
        }
    }
    Ok(())
}

const NEW_RECORDS: Statement = Statement {
    before: "insert into record (client, record, kind)",
    columns: 3,
    after: " returning id, client, record, kind",
};

/// Gives each record that is new a number.
pub(super) async fn add_records(
    connection: &mut SqliteConnection,
    known: &mut Known,
    board: &Board,
) -> Result<(), StoreError> {
    let mut missing: HashMap<(i64, [u8; 16], i64), RecordKey> = HashMap::new();
    for key in &board.touched {
        let record = key.record_key();
        if !known.records.contains_key(&record) {
            let client = known.symbols.client(key.client);
            let kind = known.symbols.name(&key.kind);
            let (Some(client), Some(kind)) = (client, kind) else {
                return Err(damaged("a symbol"));
            };
            missing.insert((client, *key.record.as_bytes(), kind), record);
        }
    }
    let new: Vec<(i64, [u8; 16], i64)> = missing.keys().copied().collect();
    let mut rows: Vec<(i64, i64, Vec<u8>, i64)> = Vec::with_capacity(new.len());
    for (text, values) in NEW_RECORDS.groups(&new, |values, (client, record, kind)| {
        values.add(client)?;
        values.add(record.as_slice())?;
        values.add(kind)
    })? {
        let numbered = sqlx::query_as_with(text, values);
        rows.append(&mut numbered.fetch_all(&mut *connection).await?);
    }
    for (id, client, record, kind) in rows {
        let record: [u8; 16] = record.try_into().map_err(|_| damaged("a record"))?;
        if let Some(key) = missing.remove(&(client, record, kind)) {
            known.records.insert(key, id);
        }
    }
    Ok(())
}

const WRITTEN: Statement = Statement {
    before: "insert into register (record, field, place, extra)",
    columns: 4,
    after: " on conflict (record, field) do update set place = excluded.place, extra = excluded.extra",
};

/// Writes the registers a board touched.
pub(super) async fn write(
    connection: &mut SqliteConnection,
    known: &Known,
    book: i64,
    board: &Board,
) -> Result<(), StoreError> {
    let mut newest: HashMap<&RegisterKey, &LogLine> = HashMap::with_capacity(board.lines.len());
    for line in &board.lines {
        newest.insert(&line.change.key, line);
    }
    let mut rows = Vec::with_capacity(board.touched.len());
    for key in &board.touched {
        let record = known.records.get(&key.record_key());
        let field = known.symbols.name(&key.field);
        let stored = board.registers.get(key);
        let (Some(&record), Some(field), Some(stored)) = (record, field, stored) else {
            return Err(damaged("a register"));
        };
        let line = newest.get(key).copied();
        let extra = if line.is_some_and(|line| is_its_line(stored, line)) {
            None
        } else {
            let before = known.newest_lines.get(key).copied().unwrap_or(0);
            Some(extra_of(stored, line.map_or(before, |line| line.seq)).write()?)
        };
        let place = (stored.seq > 0).then(|| place(book, stored.seq));
        rows.push((record, field, place, extra));
    }
    for (text, values) in WRITTEN.groups(&rows, |values, (record, field, place, extra)| {
        values.add(record)?;
        values.add(field)?;
        values.add(place)?;
        values.add(extra.as_deref())
    })? {
        let written = sqlx::query_with(text, values);
        written.execute(&mut *connection).await?;
    }
    Ok(())
}

/// Whether the register is nothing but that line, so that nothing needs to be stored of it but the place.
fn is_its_line(stored: &Stored, line: &LogLine) -> bool {
    let [head] = stored.register.heads() else {
        return false;
    };
    stored.seq == line.seq
        && stored.offered.is_empty()
        && stored.marks.is_empty()
        && stored.accepted_at == [(head.id, line.seq)]
        && head.id == line.change.id
        && head.time == line.time
        && head.device == line.device
        && !head.said
}

fn extra_of(stored: &Stored, newest_line: u64) -> Extra {
    Extra {
        heads: stored.register.clone(),
        accepted_at: stored.accepted_at.clone(),
        offered: stored.offered.clone(),
        marks: stored.marks.clone(),
        newest_line,
    }
}
