//! Rows as structs, by the order of their columns; many rows as one.
//!
//! Context: `sqlx` hands each row from SQLite's thread to the task, which wakes for it, and copies every column of it. Choice: a statement of
//! at most some hundred rows gathers them into one text, `json_group_array(json_array(…))`, which is read here. Evidence: a thousand edits were a
//! thousand changes of threads (`docs/performance.md`). Consequence: bytes are selected as `hex(…)`, or as text where they are text.
//!
//! Context: `sqlx`'s derive and its `migrate!` come with a second SQLite, built for the compiler. Choice: this macro and a list of
//! migrations (`migrations.rs`). Evidence: 38 of the 785 s of a build of all native tests (`cargo test --timings`). Consequence: a migration is
//! a file and a line. By order, because a name is looked up in a map for each column of each row.

use serde::de::DeserializeOwned;
use sqlx::query::QueryScalar;
use sqlx::sqlite::{Sqlite, SqliteArguments, SqliteConnection};

use super::StoreError;

/// A struct that a row of SQLite becomes: its fields are the statement's columns, in their order. `next` takes them from where another stopped.
macro_rules! columns {
    ($(#[$note:meta])* struct $name:ident { $($column:ident: $kind:ty,)+ }) => {
        $(#[$note])*
        struct $name {
            $($column: $kind,)+
        }

        impl $name {
            fn next(row: &sqlx::sqlite::SqliteRow, column: &mut usize) -> Result<Self, sqlx::Error> {
                use sqlx::Row as _;
                let mut at = || std::mem::replace(column, *column + 1);
                Ok(Self {
                    $($column: row.try_get(at())?,)+
                })
            }
        }

        impl sqlx::FromRow<'_, sqlx::sqlite::SqliteRow> for $name {
            fn from_row(row: &sqlx::sqlite::SqliteRow) -> Result<Self, sqlx::Error> {
                Self::next(row, &mut 0)
            }
        }
    };
}

pub(super) use columns;

/// The rows of a statement that selects `json_group_array(json_array(…))`.
///
/// # Errors
/// The database failed, or holds what no row is.
pub(super) async fn gathered<T: DeserializeOwned>(
    statement: QueryScalar<'static, Sqlite, String, SqliteArguments>,
    connection: &mut SqliteConnection,
) -> Result<Vec<T>, StoreError> {
    let text = statement.fetch_one(connection).await?;
    serde_json::from_str(&text).map_err(|error| sqlx::Error::Decode(error.into()).into())
}
