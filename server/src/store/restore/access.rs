//! Going back to older data does not let anybody in again: who was shut out, ordered to wipe, signed out or gave up a password since the
//! backup stays so, as far as the database that is replaced can still be read and has gone on from the backup. A device ordered to wipe
//! is brought over with its sessions, also when it is younger than the backup: by them it is told. Of calendars that are subscribed to
//! nothing is served that the backup held: since then a client may have been erased, or its person may have chosen that less is told.

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
    /// The database that was there did not go on from the backup, but was begun anew or put back to another one. Whom it shut out stays
    /// out, and passwords are those of the backup; what was taken back where the backup comes from, it does not know.
    Parted,
    /// The database that was there could not be read: who the backup lets in, also where that was taken back since.
    Unknown(sqlx::Error),
}

/// Whether the replaced database, `was`, has been through all the restored one has: it knows its workspaces and has got as far in them
/// while the backup's last epoch ran, and it knows its epochs and its devices, of which none is ever removed.
const GOES_ON: &str = "select
    not exists (
        select 1 from workspace
            left join was.workspace it on it.id = workspace.id
            left join was.epoch_end its_end on its_end.workspace = workspace.id and its_end.ordinal = (
                select ordinal from was.epoch where epoch = (select epoch from epoch order by ordinal desc limit 1))
         where it.id is null or coalesce(its_end.last_seq, it.head_seq) < workspace.head_seq)
    and not exists (select 1 from epoch where epoch not in (select epoch from was.epoch))
    and not exists (select 1 from device where id not in (select id from was.device))";

/// Each is a statement over the restored database and `was`, and can only shut out.
const SHUT_OUT: [&str; 4] = [
    "update device set (revoked_ms, wipe_ordered_ms) = (
        select coalesce(device.revoked_ms, it.revoked_ms), coalesce(device.wipe_ordered_ms, it.wipe_ordered_ms)
        from was.device it where it.id = device.id)
     where id in (select id from was.device)",
    // The columns that every schema has: either database may be of an older one.
    "insert into device (id, workspace, user, label, created_ms, last_seen_ms, revoked_ms, wipe_ordered_ms)
     select id, workspace, user, label, created_ms, last_seen_ms, revoked_ms, wipe_ordered_ms
     from was.device it
     where wipe_ordered_ms is not null and id not in (select id from device)
        and workspace in (select id from workspace) and user in (select id from user)",
    // Such a session lets nobody in: it is how the device is known when it calls. Of others that are younger than the backup none is
    // brought over: who comes with one is asked to sign in.
    "insert or ignore into session (token_hash, device, created_ms, last_used_ms)
     select token_hash, device, created_ms, last_used_ms
     from was.session it
     where device in (select id from device where wipe_ordered_ms is not null)",
    // A database that does not know the device was begun anew meanwhile, and says nothing about it.
    "delete from session
     where device in (select id from was.device) and token_hash not in (select token_hash from was.session)
        and device not in (select id from device where wipe_ordered_ms is not null)",
];

/// Only where the replaced database went on: otherwise its passwords may be the older ones, given up since.
const PASSWORDS: &str = "update user set password_hash = (select it.password_hash from was.user it where it.id = user.id)
     where id in (select id from was.user)";

/// The address of a calendar lets somebody in, too: one that was given up or exchanged since leads nowhere again, and a younger one is to be
/// made anew. Only where both databases have the table: either may be of an older schema.
const FEEDS: &str = "delete from feed where user in (select id from was.user) and token_hash not in (select token_hash from was.feed)";
const WAS_HAS_FEEDS: &str = "select exists (select 1 from was.sqlite_schema where name = 'feed')";
const HAS_FEEDS: &str = "select exists (select 1 from main.sqlite_schema where name = 'feed')";

/// How much a calendar tells is as its person chose last, which only a database that went on from the backup knows.
const DETAILS: &str = "update feed set detail = (select it.detail from was.feed it where it.token_hash = feed.token_hash)
     where token_hash in (select token_hash from was.feed)";

/// Where neither is known to be the last choice, and which word tells less is the devices' to know, the address leads nowhere.
const DETAILS_PARTED: &str = "delete from feed where exists (
        select 1 from was.feed it where it.token_hash = feed.token_hash and it.detail <> feed.detail)";

const EMPTY_FEEDS: &str =
    "update feed set calendar = null, tag = null, uploaded_ms = null where calendar is not null";

/// Takes out of the database at `restored` what was uploaded to addresses: a device uploads what is right now.
pub(super) async fn empty_feeds(restored: &Path) -> Result<(), sqlx::Error> {
    // It names clients: it does not stay in the file's free places.
    let options = SqliteConnectOptions::new()
        .filename(restored)
        .pragma("secure_delete", "on");
    let mut connection = SqliteConnection::connect_with(&options).await?;
    if has(&mut connection, HAS_FEEDS).await? {
        sqlx::query(EMPTY_FEEDS).execute(&mut connection).await?;
    }
    connection.close().await
}

/// Takes over into the database at `restored` what the one at `was` says of who may come in.
pub(super) async fn carry_over(was: &Path, restored: &Path) -> Access {
    if !was.exists() {
        return Access::OfBackup;
    }
    match try_carry_over(was, restored).await {
        Ok(true) => Access::Kept,
        Ok(false) => Access::Parted,
        Err(error) => Access::Unknown(error),
    }
}

/// Says whether the one at `was` went on from the one at `restored`.
async fn try_carry_over(was: &Path, restored: &Path) -> Result<bool, sqlx::Error> {
    let options = SqliteConnectOptions::new()
        .filename(restored)
        .foreign_keys(true);
    let mut connection = SqliteConnection::connect_with(&options).await?;
    sqlx::query("attach ? as was")
        .bind(was.to_string_lossy().into_owned())
        .execute(&mut connection)
        .await?;
    let mut tx = connection.begin().await?;
    let goes_on: bool = sqlx::query_scalar(GOES_ON).fetch_one(&mut *tx).await?;
    for statement in SHUT_OUT {
        sqlx::query(statement).execute(&mut *tx).await?;
    }
    if has(&mut tx, HAS_FEEDS).await? && has(&mut tx, WAS_HAS_FEEDS).await? {
        sqlx::query(FEEDS).execute(&mut *tx).await?;
        let details = if goes_on { DETAILS } else { DETAILS_PARTED };
        sqlx::query(details).execute(&mut *tx).await?;
    }
    if goes_on {
        sqlx::query(PASSWORDS).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    connection.close().await?;
    Ok(goes_on)
}

async fn has(
    connection: &mut SqliteConnection,
    question: &'static str,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar(question).fetch_one(connection).await
}
