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

/// A struct that a row of SQLite becomes: its fields are the statement's columns, in their order. `at` takes them from a later column on.
macro_rules! columns {
    ($(#[$note:meta])* struct $name:ident { $($column:ident: $kind:ty,)+ }) => {
        $(#[$note])*
        #[derive(serde::Deserialize)]
        struct $name {
            $($column: $kind,)+
        }

        impl $name {
            /// How many they are.
            #[allow(dead_code, reason = "asked of those alone behind which others stand")]
            const COUNT: usize = [$(stringify!($column)),+].len();

            #[allow(dead_code, reason = "not asked of those that come gathered")]
            fn at(row: &sqlx::sqlite::SqliteRow, first: usize) -> Result<Self, sqlx::Error> {
                use sqlx::Row as _;
                let mut columns = first..;
                let mut next = || columns.next().unwrap_or(usize::MAX);
                Ok(Self {
                    $($column: row.try_get(next())?,)+
                })
            }
        }

        impl sqlx::FromRow<'_, sqlx::sqlite::SqliteRow> for $name {
            fn from_row(row: &sqlx::sqlite::SqliteRow) -> Result<Self, sqlx::Error> {
                Self::at(row, 0)
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
