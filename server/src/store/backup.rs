//! Copies of the database and what can be said about a file without changing it.

use std::path::{Path, PathBuf};

use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

use super::migrations::newest_schema;
use super::open::{OpenError, looking, schema_version};
use crate::startup::StartupError;

/// What a look at a database file found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Findings {
    /// The newest migration it has seen; 0 if it is no yardstick database.
    pub schema_version: i64,
    /// What `pragma integrity_check` and `pragma foreign_key_check` complain about; empty if all is well.
    pub damage: Vec<String>,
    /// Rows per table, by name.
    pub rows: Vec<(String, i64)>,
}

impl Findings {
    /// Whether this program can work with the file.
    ///
    /// # Errors
    /// If it is damaged, or belongs to a newer program.
    pub fn verdict(&self, path: &Path) -> Result<(), StartupError> {
        if !self.damage.is_empty() {
            return Err(StartupError::Damaged {
                path: path.to_owned(),
                damage: self.damage.clone(),
            });
        }
        if self.schema_version > newest_schema() {
            return Err(OpenError::Newer {
                path: path.to_owned(),
                found: self.schema_version,
            }
            .into());
        }
        Ok(())
    }
}

/// Why a backup was not made, or is not to be trusted.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is nothing to back up.
    #[error("{} does not exist. Name the database with --database sqlite://….", path.display())]
    NoDatabase {
        /// The file that was looked for.
        path: PathBuf,
    },
    /// The target exists; a backup never replaces a file.
    #[error("{} exists already. Choose another name, or remove it first.", path.display())]
    TargetExists {
        /// The target.
        path: PathBuf,
    },
    /// The source could not be read or the target not be written.
    #[error("copying to {} failed: {source}. Check that the folder exists, is writable and has room.", path.display())]
    Copy {
        /// The target.
        path: PathBuf,
        /// What SQLite said.
        source: sqlx::Error,
    },
    /// The operating system could not write the target through to the disk or give it its name.
    #[error("writing {} failed: {source}. Check that the folder exists, is writable and has room.", path.display())]
    Write {
        /// The target.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The copy was made but does not stand up to its check; it was removed.
    #[error("the copy does not pass its check ({}). It was removed; run `yardstick check` on the database.", complaints.join("; "))]
    NotSound {
        /// What the check complained about.
        complaints: Vec<String>,
    },
}

/// Copies the database at `source` to the new file `target` while servers may be writing to it, then opens the copy and
/// checks it. `target` appears only when the copy is whole and sound.
///
/// # Errors
/// See [`BackupError`]; in every case there is no file at `target` that was not there before.
pub async fn backup(source: &Path, target: &Path) -> Result<Findings, BackupError> {
    if !source.exists() {
        return Err(BackupError::NoDatabase {
            path: source.to_owned(),
        });
    }
    if target.exists() {
        return Err(BackupError::TargetExists {
            path: target.to_owned(),
        });
    }
    let partial = target.with_added_extension("partial");
    let made = copy_and_verify(source, target, &partial).await;
    if made.is_err() {
        // What is left of a failed copy is worth nothing; that it cannot be removed is not worth hiding the error for.
        let _ = std::fs::remove_file(&partial);
    }
    made
}

async fn copy_and_verify(
    source: &Path,
    target: &Path,
    partial: &Path,
) -> Result<Findings, BackupError> {
    let copy_failed = |source| BackupError::Copy {
        path: target.to_owned(),
        source,
    };
    let write_failed = |source| BackupError::Write {
        path: target.to_owned(),
        source,
    };
    vacuum_into(source, partial).await.map_err(copy_failed)?;
    std::fs::File::open(partial)
        .and_then(|file| file.sync_all())
        .map_err(write_failed)?;
    let findings = look_at(partial).await.map_err(copy_failed)?;
    if !findings.damage.is_empty() {
        return Err(BackupError::NotSound {
            complaints: findings.damage,
        });
    }
    // A hard link fails if the target came into being meanwhile; a rename would replace it.
    std::fs::hard_link(partial, target).map_err(write_failed)?;
    std::fs::remove_file(partial).map_err(write_failed)?;
    sync_folder(target).map_err(write_failed)?;
    Ok(findings)
}

pub(super) async fn vacuum_into(source: &Path, target: &Path) -> Result<(), sqlx::Error> {
    let mut connection = SqliteConnection::connect_with(&looking(source)).await?;
    sqlx::query("vacuum into ?")
        .bind(target.to_string_lossy().into_owned())
        .execute(&mut connection)
        .await?;
    connection.close().await
}

/// A new name is durable only when its folder is.
pub(super) fn sync_folder(file: &Path) -> std::io::Result<()> {
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    std::fs::File::open(folder)?.sync_all()
}

/// Opens a database file for reading and says what is in it and what is wrong with it.
///
/// # Errors
/// What SQLite says, if it is no database at all.
pub async fn look_at(path: &Path) -> Result<Findings, sqlx::Error> {
    let options: SqliteConnectOptions = looking(path);
    let mut connection = SqliteConnection::connect_with(&options).await?;
    let schema_version = schema_version(&mut connection).await?;
    let mut damage: Vec<String> = sqlx::query_scalar(
        "select integrity_check from pragma_integrity_check where integrity_check <> 'ok'",
    )
    .fetch_all(&mut connection)
    .await?;
    let orphans: Vec<String> = sqlx::query_scalar(
        "select 'a row of ' || \"table\" || ' refers to nothing' from pragma_foreign_key_check",
    )
    .fetch_all(&mut connection)
    .await?;
    damage.extend(orphans);
    let rows = count_rows(&mut connection).await?;
    connection.close().await?;
    Ok(Findings {
        schema_version,
        damage,
        rows,
    })
}

async fn count_rows(connection: &mut SqliteConnection) -> Result<Vec<(String, i64)>, sqlx::Error> {
    let tables: Vec<String> = sqlx::query_scalar(
        "select name from sqlite_schema
         where type = 'table' and name not like 'sqlite\\_%' escape '\\' and name not like '\\_sqlx%' escape '\\'
         order by name",
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut rows = Vec::with_capacity(tables.len());
    for table in tables {
        let quoted = table.replace('"', "\"\"");
        let count = format!("select count(*) from \"{quoted}\"");
        let count: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(count))
            .fetch_one(&mut *connection)
            .await?;
        rows.push((table, count));
    }
    Ok(rows)
}
