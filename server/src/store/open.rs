//! Opening the database: file and folder, pragmas, lock, migrations.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::migrate::MigrateError;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection};

use super::Store;
use super::migrations::{MIGRATIONS, newest_schema};
use super::writer::Writer;

/// Connections that only read.
const READERS_MAX: u32 = 4;
/// Rows that may wait between SQLite's thread and the reader.
const ROWS_WAITING_MAX: usize = 256;

/// How long a statement waits for a lock held by another process (a backup, a person with a shell).
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder could not be made.
    #[error("cannot create the folder {}: {source}. Create it yourself, or choose another place with --database.", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The file cannot be opened for writing.
    #[error("cannot write {}: {source}. Give the user that runs yardstick the right to write the file and its folder, or choose another place with --database.", path.display())]
    NotWritable {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A symbolic link stands where a file of the server's own is to be.
    #[error("{} is a symbolic link. It was not followed: what it leads to may be anybody's. Remove the link, then try again.", path.display())]
    Link {
        /// The link.
        path: PathBuf,
    },
    /// Another server works on this database.
    #[error("{} is in use by another yardstick. Stop that one first, or choose another file with --database.", path.display())]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// The file was written by a newer program.
    #[error("{} was written by a newer yardstick (schema {found}; this one knows {}). Install that version or a later one; the file was not changed.", path.display(), newest_schema())]
    Newer {
        /// The file.
        path: PathBuf,
        /// The schema version found in it.
        found: i64,
    },
    /// The file is not a database, or is damaged.
    #[error("{} cannot be read as a yardstick database: {source}. Run `yardstick check`; if it is damaged, put the newest backup in its place.", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        source: sqlx::Error,
    },
    /// Bringing the schema up to date failed; the step that failed was rolled back.
    #[error("bringing {} up to date failed: {source}. The file is as it was before the failed step; keep a copy and report this.", path.display())]
    Migration {
        /// The file.
        path: PathBuf,
        /// What failed.
        source: MigrateError,
    },
    /// A connection did not get the settings that durability rests on.
    #[error("SQLite refused {setting} for {}. Network file systems often do; keep the database on a local disk.", path.display())]
    NotDurable {
        /// The file.
        path: PathBuf,
        /// The setting.
        setting: &'static str,
    },
}

pub(super) async fn open(path: &Path) -> Result<Store, OpenError> {
    prepare_file(path)?;
    let lock = lock(path)?;
    let mut connection = connect(path, &options(path)).await?;
    migrate(&mut connection, path).await?;

    let reading = options(path).pragma("query_only", "on");
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS_MAX)
        .acquire_timeout(BUSY_TIMEOUT)
        .after_connect(|connection, _| {
            Box::pin(async move {
                match refused_setting(connection).await? {
                    None => Ok(()),
                    Some(setting) => Err(sqlx::Error::Configuration(setting.into())),
                }
            })
        })
        .connect_lazy_with(reading);
    Ok(Store {
        readers,
        writer: Writer::start(connection, lock),
        path: Arc::new(path.to_owned()),
    })
}

/// Settings every connection to the live database has.
fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY_TIMEOUT)
        // What is deleted or changed is overwritten, so that nothing of an erased client stays in the file.
        .pragma("secure_delete", "on")
        .row_buffer_size(ROWS_WAITING_MAX)
        .disable_statement_logging()
}

/// Settings for looking at a file that may be a backup, or damaged, or newer: nothing of it is changed.
pub(super) fn looking(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .busy_timeout(BUSY_TIMEOUT)
        .disable_statement_logging()
}

/// Makes the folder the file is to be in.
pub(super) fn make_folder(path: &Path) -> Result<(), OpenError> {
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        std::fs::create_dir_all(folder).map_err(|source| OpenError::Folder {
            path: folder.to_owned(),
            source,
        })?;
    }
    Ok(())
}

fn prepare_file(path: &Path) -> Result<(), OpenError> {
    make_folder(path)?;
    OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .map(drop)
        .map_err(|source| OpenError::NotWritable {
            path: path.to_owned(),
            source,
        })
}

/// Two servers on one file would each give out sequence numbers of their own epoch. The lock lasts
/// as long as the writer task, and goes with the process however that ends.
pub(super) fn lock(path: &Path) -> Result<File, OpenError> {
    let lock_path = lock_path(path);
    let file = open_own(OpenOptions::new().create(true).append(true), &lock_path)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse {
            path: path.to_owned(),
        }),
        Err(TryLockError::Error(source)) => Err(OpenError::NotWritable {
            path: lock_path,
            source,
        }),
    }
}

/// The lock of the database at `path`.
pub(super) fn lock_path(path: &Path) -> PathBuf {
    path.with_added_extension("lock")
}

/// Opens a file of the server's own that nobody has a reason to put elsewhere. Whoever else may write in the folder could have put a link
/// in its place, to have somebody with more rights open, make or give away what it leads to.
pub(super) fn open_own(how: &mut OpenOptions, path: &Path) -> Result<File, OpenError> {
    not_following(how).open(path).map_err(|source| {
        let path = path.to_owned();
        // Each system has an error of its own for a link it did not follow.
        if path.is_symlink() {
            OpenError::Link { path }
        } else {
            OpenError::NotWritable { path, source }
        }
    })
}

#[cfg(unix)]
fn not_following(how: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    // A pipe in the file's place would have the opening wait for its other end.
    how.custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK)
}

#[cfg(not(unix))]
fn not_following(how: &mut OpenOptions) -> &mut OpenOptions {
    how
}

async fn connect(
    path: &Path,
    options: &SqliteConnectOptions,
) -> Result<SqliteConnection, OpenError> {
    let unreadable = |source| OpenError::Unreadable {
        path: path.to_owned(),
        source,
    };
    let mut connection = SqliteConnection::connect_with(options)
        .await
        .map_err(unreadable)?;
    match refused_setting(&mut connection).await.map_err(unreadable)? {
        None => Ok(connection),
        Some(setting) => Err(OpenError::NotDurable {
            path: path.to_owned(),
            setting,
        }),
    }
}

/// Asks the connection what it really does: a pragma that SQLite cannot follow is answered, not refused.
async fn refused_setting(
    connection: &mut SqliteConnection,
) -> Result<Option<&'static str>, sqlx::Error> {
    const SYNCHRONOUS_FULL: i64 = 2;
    let journal: String = sqlx::query_scalar("pragma journal_mode")
        .fetch_one(&mut *connection)
        .await?;
    let synchronous: i64 = sqlx::query_scalar("pragma synchronous")
        .fetch_one(&mut *connection)
        .await?;
    let foreign_keys: i64 = sqlx::query_scalar("pragma foreign_keys")
        .fetch_one(&mut *connection)
        .await?;
    let secure_delete: i64 = sqlx::query_scalar("pragma secure_delete")
        .fetch_one(&mut *connection)
        .await?;
    Ok(if journal != "wal" {
        Some("journal_mode = wal")
    } else if synchronous != SYNCHRONOUS_FULL {
        Some("synchronous = full")
    } else if foreign_keys != 1 {
        Some("foreign_keys = on")
    } else if secure_delete != 1 {
        Some("secure_delete = on")
    } else {
        None
    })
}

async fn migrate(connection: &mut SqliteConnection, path: &Path) -> Result<(), OpenError> {
    let found = schema_version(connection)
        .await
        .map_err(|source| OpenError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
    if found > newest_schema() {
        return Err(OpenError::Newer {
            path: path.to_owned(),
            found,
        });
    }
    MIGRATIONS
        .run(connection)
        .await
        .map_err(|source| OpenError::Migration {
            path: path.to_owned(),
            source,
        })
}

/// The newest migration the file has seen; 0 for a new file.
pub(super) async fn schema_version(connection: &mut SqliteConnection) -> Result<i64, sqlx::Error> {
    let known: Option<i64> =
        sqlx::query_scalar("select 1 from sqlite_schema where name = '_sqlx_migrations'")
            .fetch_optional(&mut *connection)
            .await?;
    if known.is_none() {
        return Ok(0);
    }
    sqlx::query_scalar("select coalesce(max(version), 0) from _sqlx_migrations")
        .fetch_one(connection)
        .await
}
