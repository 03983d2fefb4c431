//! Many rows by statements that SQLite has parsed before.
//!
//! Context: a push of a thousand edits writes a thousand rows into each of several tables. Choice: statements of few sizes, which each
//! connection keeps prepared, in place of one of a thousand rows, which has to be parsed each time. Evidence: parsing and making the text took
//! a fifth of the processor time of a push (`docs/performance.md`). Consequence: rows go in as groups of these sizes.

use std::sync::Arc;

use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments as _, AssertSqlSafe, Encode, SqlSafeStr, SqlStr, Sqlite, Type};

use crate::store::StoreError;

/// Rows of a statement; the last is one, so that any number is a sum of them.
const SIZES: [usize; 4] = [128, 32, 8, 1];

/// A statement that takes rows, without them.
pub(super) struct Statement {
    /// What stands before `values`.
    pub(super) before: &'static str,
    /// Values of a row.
    pub(super) columns: usize,
    /// What stands behind the last row.
    pub(super) after: &'static str,
}

impl Statement {
    /// The rows in groups, each with the statement that takes it and the values of its rows.
    ///
    /// # Errors
    /// A value could not be written.
    pub(super) fn groups<'r, R>(
        &self,
        rows: &'r [R],
        bind: impl Fn(&mut Values, &'r R) -> Result<(), StoreError>,
    ) -> Result<Vec<(SqlStr, SqliteArguments)>, StoreError> {
        let mut groups = Vec::new();
        let mut rest = rows;
        for size in SIZES {
            let whole = rest.chunks_exact(size);
            rest = whole.remainder();
            if whole.len() == 0 {
                continue;
            }
            let text: Arc<str> = self.text(size).into();
            for group in whole {
                let mut values = Values(SqliteArguments::default());
                values.0.reserve(size * self.columns, 0);
                for row in group {
                    bind(&mut values, row)?;
                }
                groups.push((AssertSqlSafe(text.clone()).into_sql_str(), values.0));
            }
        }
        Ok(groups)
    }

    fn text(&self, rows: usize) -> String {
        let row = format!("({})", vec!["?"; self.columns].join(","));
        let rows = vec![row; rows].join(",");
        format!("{} values {rows}{}", self.before, self.after)
    }
}

/// The values of a group's rows, one after the other.
pub(super) struct Values(SqliteArguments);

impl Values {
    /// The next value.
    pub(super) fn add<'v>(
        &mut self,
        value: impl Encode<'v, Sqlite> + Type<Sqlite>,
    ) -> Result<(), StoreError> {
        self.0
            .add(value)
            .map_err(|error| sqlx::Error::Encode(error).into())
    }
}

#[cfg(test)]
mod tests {
    use sqlx::{Connection as _, SqliteConnection};

    use super::*;

    const NUMBERS: Statement = Statement {
        before: "insert into number (id, half)",
        columns: 2,
        after: "",
    };

    #[tokio::test]
    async fn every_row_goes_in_once_in_its_order_whatever_their_number() {
        let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
        sqlx::query(
            "create table number (no integer primary key, id integer unique, half integer) strict",
        )
        .execute(&mut connection)
        .await
        .unwrap();
        for count in [0i64, 1, 3, 4, 5, 63, 64, 255, 256, 257, 1_000] {
            let rows: Vec<i64> = (0..count).collect();
            let groups = NUMBERS.groups(&rows, |values, row| {
                values.add(row)?;
                values.add((row % 2 == 0).then_some(row / 2))
            });
            for (text, values) in groups.unwrap() {
                sqlx::query_with(text, values)
                    .execute(&mut connection)
                    .await
                    .unwrap();
            }
            let found: Vec<(i64, Option<i64>)> =
                sqlx::query_as("select id, half from number order by no")
                    .fetch_all(&mut connection)
                    .await
                    .unwrap();
            let expected: Vec<_> = rows
                .iter()
                .map(|row| (*row, (row % 2 == 0).then_some(row / 2)))
                .collect();
            assert_eq!(found, expected);
            sqlx::query("delete from number")
                .execute(&mut connection)
                .await
                .unwrap();
        }
    }
}
