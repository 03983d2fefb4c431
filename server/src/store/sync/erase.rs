//! Erasing a client: its registers, its lines of the log, its records, the names that only they used, and the calendars that may name it.
//!
//! The connection overwrites what it deletes (`secure_delete`), so nothing of it stays in the file's free places.

use sqlx::sqlite::SqliteConnection;
use yardstick_domain::codec::Row;
use yardstick_domain::id::RecordId;

use super::damaged;
use super::place::{end, place};
use super::rows;
use super::symbols::{Symbols, Word, number_list};
use crate::store::StoreError;

/// Removes everything of a client and remembers that it is erased. Answers the registers that were.
///
/// The log is looked through from end to end, as it knows its lines by their place alone: certain before quick, for what is done once
/// in a long while.
pub(super) async fn erase(
    connection: &mut SqliteConnection,
    book: i64,
    client: RecordId,
    erased_ms: i64,
) -> Result<Vec<Row>, StoreError> {
    let word = Word::Client(client);
    let mut symbols = Symbols::default();
    symbols
        .add(connection, book, [word].into_iter().collect())
        .await?;
    let client = symbols.client(client).ok_or_else(|| damaged("a symbol"))?;
    let gone = rows::of_client(connection, client).await?;
    let mut fields: Vec<i64> = sqlx::query_scalar(
        "delete from change where place > ? and place < ? and record in (select id from record where client = ?) returning field",
    )
    .bind(place(book, 0))
    .bind(end(book))
    .bind(client)
    .fetch_all(&mut *connection)
    .await?;
    let of_registers: Vec<i64> = sqlx::query_scalar(
        "delete from register where record in (select id from record where client = ?) returning field",
    )
    .bind(client)
    .fetch_all(&mut *connection)
    .await?;
    fields.extend(of_registers);
    sqlx::query("delete from record where client = ?")
        .bind(client)
        .execute(&mut *connection)
        .await?;
    sqlx::query("insert or ignore into erased (client, erased_ms) values (?, ?)")
        .bind(client)
        .bind(erased_ms)
        .execute(&mut *connection)
        .await?;
    forget_members(connection, fields).await?;
    forget_calendars(connection, book).await?;
    Ok(gone)
}

/// What members have uploaded may name the client, and only their devices could tell: all of it goes, and is uploaded anew without it.
async fn forget_calendars(connection: &mut SqliteConnection, book: i64) -> Result<(), StoreError> {
    sqlx::query(
        "update feed set calendar = null, tag = null, uploaded_ms = null
         where calendar is not null and workspace = (select workspace from book where no = ?)",
    )
    .bind(book)
    .execute(connection)
    .await?;
    Ok(())
}

/// A member of a set (a tag) is a person's word in a field's name: it goes with the last register and line that used it.
async fn forget_members(
    connection: &mut SqliteConnection,
    mut fields: Vec<i64>,
) -> Result<(), StoreError> {
    fields.sort_unstable();
    fields.dedup();
    sqlx::query(
        "with member (id) as materialized (
             select symbol.id from json_each(?) as used cross join symbol on symbol.id = used.value
             where instr(symbol.word, x'2f') > 0
         )
         delete from symbol where id in (
             select id from member
             except select field from register where field in (select id from member)
             except select field from change where field in (select id from member)
         )",
    )
    .bind(number_list(fields))
    .execute(connection)
    .await?;
    Ok(())
}
