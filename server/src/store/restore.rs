//! Putting a backup in the database's place.
//!
//! The backup is checked, copied beside the database and checked again before anything is moved; what was there is kept under another
//! name. No server may be working on the database meanwhile, and none can begin to. What is put in place belongs to whom the folder
//! belongs to, whoever restores: the service's user must be able to open it.

mod access;

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

use super::backup::{Findings, look_at, sync_folder, vacuum_into};
use super::migrations::newest_schema;
use super::open::{OpenError, lock, lock_path, make_folder, open_own};
pub use access::Access;

/// What was done.
#[derive(Debug)]
pub struct Restored {
    /// What is in the database now.
    pub findings: Findings,
    /// Where the database is that was there before, if there was one.
    pub kept: Option<PathBuf>,
    /// Who may come in now.
    pub access: Access,
}

/// Why a backup was not put in place. Unless it says otherwise the database is as it was.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// There is no such backup.
    #[error("{} does not exist. Name the backup with --from.", path.display())]
    NoBackup {
        /// The file that was looked for.
        path: PathBuf,
    },
    /// The backup is the database itself.
    #[error("{} is the database itself. Name the backup with --from and the database with --database sqlite://….", path.display())]
    Itself {
        /// The file.
        path: PathBuf,
    },
    /// The backup cannot be read as a database.
    #[error("{} cannot be read as a backup: {source}. The database was not changed; take another backup.", path.display())]
    Unreadable {
        /// The backup.
        path: PathBuf,
        /// What SQLite said.
        source: sqlx::Error,
    },
    /// The backup is a database of something else.
    #[error("{} is no backup of a yardstick database. The database was not changed; take another file.", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The backup is damaged.
    #[error("{} is damaged: {}. The database was not changed; take another backup.", path.display(), complaints.join("; "))]
    NotSound {
        /// The backup.
        path: PathBuf,
        /// What the check complained about.
        complaints: Vec<String>,
    },
    /// A server works on the database, or its folder or lock cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// What is to be handed to the folder's owner is not a file with one name: under its other name it may be anybody's.
    #[error("{} is not a plain file with one name, and is not handed to the owner of its folder. The database was not changed. Remove it, then restore again.", path.display())]
    NotPlain {
        /// The file.
        path: PathBuf,
    },
    /// The copy could not be written.
    #[error("copying to {} failed: {source}. The database was not changed. Check that its folder is writable and has room.", path.display())]
    Copy {
        /// The copy.
        path: PathBuf,
        /// What SQLite said.
        source: sqlx::Error,
    },
    /// A file could not be moved.
    #[error("moving {} failed: {source}. Check that its folder is writable, then restore again; what was there before is beside it, named -before-restore-.", path.display())]
    Move {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
}

/// Puts the backup in the place of the database. `moment` becomes part of the name under which the database that was there is kept.
///
/// # Errors
/// See [`RestoreError`].
pub async fn restore(
    backup: &Path,
    database: &Path,
    moment: &str,
) -> Result<Restored, RestoreError> {
    if !backup.exists() {
        return Err(RestoreError::NoBackup {
            path: backup.to_owned(),
        });
    }
    if let (Ok(one), Ok(other)) = (backup.canonicalize(), database.canonicalize())
        && one == other
    {
        return Err(RestoreError::Itself { path: one });
    }
    sound(backup).await?;
    make_folder(database)?;
    // Held to the end: no server starts on half of it.
    let lock = lock(database)?;
    // At once: left with whoever restores, it would keep the server from starting, also when nothing comes of this.
    hand_to_owner_of_folder(&lock, &lock_path(database))?;
    let copy = database.with_added_extension("restoring");
    let put = put_in_place(backup, &copy, database, moment).await;
    if put.is_err() {
        // It may not have come into being, and is worth nothing.
        let _ = std::fs::remove_file(&copy);
    }
    put
}

async fn sound(path: &Path) -> Result<Findings, RestoreError> {
    let findings = look_at(path)
        .await
        .map_err(|source| RestoreError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
    let path = path.to_owned();
    if !findings.damage.is_empty() {
        let complaints = findings.damage;
        return Err(RestoreError::NotSound { path, complaints });
    }
    if findings.schema_version > newest_schema() {
        let found = findings.schema_version;
        return Err(OpenError::Newer { path, found }.into());
    }
    if findings.schema_version == 0 {
        return Err(RestoreError::Foreign { path });
    }
    Ok(findings)
}

async fn put_in_place(
    backup: &Path,
    copy: &Path,
    database: &Path,
    moment: &str,
) -> Result<Restored, RestoreError> {
    // What an earlier attempt left.
    let _ = std::fs::remove_file(copy);
    let not_copied = |source| RestoreError::Copy {
        path: copy.to_owned(),
        source,
    };
    vacuum_into(backup, copy).await.map_err(not_copied)?;
    access::empty_feeds(copy).await.map_err(not_copied)?;
    let moved = |path: &Path| {
        let path = path.to_owned();
        move |source| RestoreError::Move { path, source }
    };
    if database.exists() {
        fold(database).await;
    }
    let access = access::carry_over(database, copy).await;
    let file = open_own(OpenOptions::new().read(true), copy)?;
    file.sync_all().map_err(moved(copy))?;
    let findings = sound(copy).await?;
    hand_to_owner_of_folder(&file, copy)?;
    let kept = keep(database, moment).map_err(moved(database))?;
    std::fs::rename(copy, database).map_err(moved(database))?;
    sync_folder(database).map_err(moved(database))?;
    Ok(Restored {
        findings,
        kept,
        access,
    })
}

/// Gives the database that is there a second name, and takes its write-ahead log away, which may have outlived it: left beside the
/// restored file it would be played into it.
fn keep(database: &Path, moment: &str) -> io::Result<Option<PathBuf>> {
    let kept = database.with_added_extension(format!("before-restore-{moment}"));
    let is_there = database.exists();
    if is_there {
        std::fs::hard_link(database, &kept)?;
    }
    for ending in ["-wal", "-shm"] {
        let beside = with_ending(database, ending);
        if beside.exists() {
            std::fs::rename(&beside, with_ending(&kept, ending))?;
        }
    }
    sync_folder(database)?;
    Ok(is_there.then_some(kept))
}

/// The person who restores is often root, and the server is not. The folder is the server's, so its user can put anything under `path`:
/// what is given away is the file that was opened, and only if it is reachable here alone.
#[cfg(unix)]
fn hand_to_owner_of_folder(file: &File, path: &Path) -> Result<(), RestoreError> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let failed = |source| RestoreError::Move {
        path: path.to_owned(),
        source,
    };
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let folder = std::fs::metadata(folder).map_err(failed)?;
    let own = file.metadata().map_err(failed)?;
    if !own.is_file() || own.nlink() != 1 {
        return Err(RestoreError::NotPlain {
            path: path.to_owned(),
        });
    }
    if (folder.uid(), folder.gid()) == (own.uid(), own.gid()) {
        return Ok(());
    }
    match fchown(file, Some(folder.uid()), Some(folder.gid())) {
        // Only root gives files away; whoever else could write here is whom the server runs as.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
        given => given.map_err(failed),
    }
}

#[cfg(not(unix))]
fn hand_to_owner_of_folder(_file: &File, _path: &Path) -> Result<(), RestoreError> {
    Ok(())
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Has the last connection fold the log into the file, so that one file is all there is. A database that is damaged may refuse; then its
/// log is kept beside it.
async fn fold(database: &Path) {
    let options = SqliteConnectOptions::new().filename(database);
    let Ok(mut connection) = SqliteConnection::connect_with(&options).await else {
        return;
    };
    let folded = sqlx::query("pragma wal_checkpoint(truncate)")
        .execute(&mut connection)
        .await;
    if let Err(error) = folded {
        tracing::warn!(error = %error, "the database that is replaced could not be folded; its log is kept beside it");
    }
    // Closing cannot make it worse.
    let _ = connection.close().await;
}
