//! Going back to older data does not let anybody in again: who was shut out, ordered to wipe, signed out or gave up a password since the
//! backup stays so, as far as the database that is replaced can still be read.

use std::path::Path;

use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

/// Who may come in after a restore.
#[derive(Debug)]
pub enum Access {
    /// There was no database before: who the backup lets in.
    OfBackup,
    /// What was taken back since the backup stays taken back.
    Kept,
    /// The database that was there could not be read: who the backup lets in, also where that was taken back since.
    Unknown(sqlx::Error),
}

/// Each is a statement over the restored database and `was`, the one it replaces.
const KEPT: [&str; 3] = [
    "update device set (revoked_ms, wipe_ordered_ms) = (
        select coalesce(device.revoked_ms, it.revoked_ms), coalesce(device.wipe_ordered_ms, it.wipe_ordered_ms)
        from was.device it where it.id = device.id)
     where id in (select id from was.device)",
    "update user set password_hash = (select it.password_hash from was.user it where it.id = user.id)
     where id in (select id from was.user)",
    // A database that does not know the device was begun anew meanwhile, and says nothing about it.
    "delete from session where device in (select id from was.device) and token_hash not in (select token_hash from was.session)",
];

/// Takes over into the database at `restored` what the one at `was` says of who may come in.
pub(super) async fn carry_over(was: &Path, restored: &Path) -> Access {
    if !was.exists() {
        return Access::OfBackup;
    }
    match try_carry_over(was, restored).await {
        Ok(()) => Access::Kept,
        Err(error) => Access::Unknown(error),
    }
}

async fn try_carry_over(was: &Path, restored: &Path) -> Result<(), sqlx::Error> {
    let options = SqliteConnectOptions::new()
        .filename(restored)
        .foreign_keys(true);
    let mut connection = SqliteConnection::connect_with(&options).await?;
    sqlx::query("attach ? as was")
        .bind(was.to_string_lossy().into_owned())
        .execute(&mut connection)
        .await?;
    let mut tx = connection.begin().await?;
    for statement in KEPT {
        sqlx::query(statement).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    connection.close().await
}
