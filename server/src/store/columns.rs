//! Rows as structs, by the names of their columns.
//!
//! Context: `sqlx`'s derive and its `migrate!` come with a second SQLite, built for the compiler. Choice: this macro and a list of
//! migrations (`migrations.rs`). Evidence: 38 of the 785 s of a build of all native tests (`cargo test --timings`). Consequence: a migration is
//! a file and a line.

/// A struct that a row of SQLite becomes; each field is the column of its name.
macro_rules! columns {
    ($(#[$note:meta])* struct $name:ident { $($column:ident: $kind:ty,)+ }) => {
        $(#[$note])*
        struct $name {
            $($column: $kind,)+
        }

        impl sqlx::FromRow<'_, sqlx::sqlite::SqliteRow> for $name {
            fn from_row(row: &sqlx::sqlite::SqliteRow) -> Result<Self, sqlx::Error> {
                use sqlx::Row as _;
                Ok(Self {
                    $($column: row.try_get(stringify!($column))?,)+
                })
            }
        }
    };
}

pub(super) use columns;
