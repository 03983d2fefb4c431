//! Devices: where people are signed in, and where a change came from.

use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;
use yardstick_domain::id::{DeviceId, UserId, WorkspaceId};

use super::StoreError;

/// A device as the members of its workspace see it. It stays listed after it was revoked, because changes name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Device {
    pub(crate) id: DeviceId,
    pub(crate) user: UserId,
    pub(crate) user_name: String,
    pub(crate) label: String,
    pub(crate) created_ms: i64,
    pub(crate) last_seen_ms: i64,
    /// When it was shut out, if it was.
    pub(crate) revoked_ms: Option<i64>,
    /// When it was ordered to wipe itself, if it was.
    pub(crate) wipe_ordered_ms: Option<i64>,
    /// Whether somebody is signed in on it.
    pub(crate) signed_in: bool,
    /// How many changes it still had to send when it synced last, if it ever has.
    pub(crate) waiting: Option<u32>,
}

/// A device about to be stored.
#[derive(Debug, Clone)]
pub(crate) struct NewDevice {
    pub(crate) id: DeviceId,
    pub(crate) workspace: WorkspaceId,
    pub(crate) user: UserId,
    pub(crate) label: String,
}

pub(crate) async fn create(
    tx: &mut SqliteConnection,
    device: &NewDevice,
    now_ms: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into device (id, workspace, user, label, created_ms, last_seen_ms) values (?, ?, ?, ?, ?, ?)",
    )
    .bind(device.id.0)
    .bind(device.workspace.0)
    .bind(device.user.0)
    .bind(&device.label)
    .bind(now_ms)
    .bind(now_ms)
    .execute(tx)
    .await?;
    Ok(())
}

/// Takes up a device that this person signed in with before; says whether there is such a one that is not shut out.
pub(crate) async fn take_up(
    tx: &mut SqliteConnection,
    device: &NewDevice,
    now_ms: i64,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "update device set last_seen_ms = ?, label = ?
         where id = ? and user = ? and workspace = ? and revoked_ms is null",
    )
    .bind(now_ms)
    .bind(&device.label)
    .bind(device.id.0)
    .bind(device.user.0)
    .bind(device.workspace.0)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// All devices of a workspace, oldest first.
pub(crate) async fn list(
    connection: &mut SqliteConnection,
    workspace: WorkspaceId,
    session_alive_since_ms: i64,
) -> Result<Vec<Device>, StoreError> {
    type Row = (
        Uuid,
        Uuid,
        String,
        String,
        i64,
        i64,
        Option<i64>,
        Option<i64>,
        bool,
        Option<u32>,
    );
    let rows: Vec<Row> = sqlx::query_as(
        "select device.id, device.user, user.name, label, device.created_ms, last_seen_ms, revoked_ms, wipe_ordered_ms,
            revoked_ms is null and exists (
                select 1 from session where session.device = device.id and last_used_ms >= ?), waiting
         from device join user on user.id = device.user
         where workspace = ? order by device.created_ms, device.id",
    )
    .bind(session_alive_since_ms)
    .bind(workspace.0)
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(
            |(
                id,
                user,
                user_name,
                label,
                created_ms,
                last_seen_ms,
                revoked_ms,
                wipe_ordered_ms,
                signed_in,
                waiting,
            )| {
                let (id, user) = (DeviceId(id), UserId(user));
                Device {
                    id,
                    user,
                    user_name,
                    label,
                    created_ms,
                    last_seen_ms,
                    revoked_ms,
                    wipe_ordered_ms,
                    signed_in,
                    waiting,
                }
            },
        )
        .collect())
}

/// Notes how many changes a device still has to send.
pub(crate) async fn note_waiting(
    tx: &mut SqliteConnection,
    device: DeviceId,
    waiting: u32,
) -> Result<(), StoreError> {
    sqlx::query("update device set waiting = ? where id = ?")
        .bind(waiting)
        .bind(device.0)
        .execute(tx)
        .await?;
    Ok(())
}

/// Whose device it is, if it is one of this workspace.
pub(crate) async fn owner(
    connection: &mut SqliteConnection,
    workspace: WorkspaceId,
    device: DeviceId,
) -> Result<Option<UserId>, StoreError> {
    let user: Option<Uuid> =
        sqlx::query_scalar("select user from device where id = ? and workspace = ?")
            .bind(device.0)
            .bind(workspace.0)
            .fetch_optional(connection)
            .await?;
    Ok(user.map(UserId))
}

/// Shuts a device out; its sessions end with its next request. Repeating changes nothing.
pub(crate) async fn revoke(
    tx: &mut SqliteConnection,
    device: DeviceId,
    now_ms: i64,
) -> Result<(), StoreError> {
    sqlx::query("update device set revoked_ms = coalesce(revoked_ms, ?) where id = ?")
        .bind(now_ms)
        .bind(device.0)
        .execute(tx)
        .await?;
    Ok(())
}

/// Shuts a device out and orders it to wipe itself. Repeating changes nothing.
pub(crate) async fn order_wipe(
    tx: &mut SqliteConnection,
    device: DeviceId,
    now_ms: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "update device set revoked_ms = coalesce(revoked_ms, ?1), wipe_ordered_ms = coalesce(wipe_ordered_ms, ?1)
         where id = ?2",
    )
    .bind(now_ms)
    .bind(device.0)
    .execute(tx)
    .await?;
    Ok(())
}
