//! Sessions: which cookie belongs to which device.

use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;
use yardstick_domain::id::{DeviceId, UserId, WorkspaceId};

use super::StoreError;
use super::workspace::Role;
use crate::ids::TokenHash;

/// A session with everything a request needs to know about who asks.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) user: UserId,
    pub(crate) email: String,
    pub(crate) user_name: String,
    pub(crate) workspace: WorkspaceId,
    pub(crate) workspace_name: String,
    pub(crate) role: Role,
    pub(crate) device: DeviceId,
    pub(crate) device_label: String,
    pub(crate) revoked: bool,
    pub(crate) wipe_ordered: bool,
    pub(crate) last_used_ms: i64,
    /// How many changes the device still had to send when it synced last, if it ever has.
    pub(crate) waiting: Option<u32>,
}

impl Session {
    /// Whether the devices of `person` are this one's to look after: one's own, and all of the workspace for its owner.
    pub(crate) fn answers_for(&self, person: UserId) -> bool {
        person == self.user || self.role == Role::Owner
    }
}

pub(crate) async fn create(
    tx: &mut SqliteConnection,
    token: TokenHash,
    device: DeviceId,
    now_ms: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into session (token_hash, device, created_ms, last_used_ms) values (?, ?, ?, ?)",
    )
    .bind(token.0.as_slice())
    .bind(device.0)
    .bind(now_ms)
    .bind(now_ms)
    .execute(tx)
    .await?;
    Ok(())
}

/// The session of a token, whatever became of its device.
pub(crate) async fn find(
    connection: &mut SqliteConnection,
    token: TokenHash,
) -> Result<Option<Session>, StoreError> {
    type Row = (
        Uuid,
        String,
        String,
        Uuid,
        String,
        Role,
        Uuid,
        String,
        bool,
        bool,
        i64,
        Option<u32>,
    );
    let row: Option<Row> = sqlx::query_as(
        "select user.id, user.email, user.name, workspace.id, workspace.name, member.role, device.id, device.label,
            device.revoked_ms is not null, device.wipe_ordered_ms is not null, session.last_used_ms, device.waiting
         from session
            join device on device.id = session.device
            join user on user.id = device.user
            join workspace on workspace.id = device.workspace
            join member on member.workspace = workspace.id and member.user = user.id
         where session.token_hash = ?",
    )
    .bind(token.0.as_slice())
    .fetch_optional(connection)
    .await?;
    Ok(row.map(
        |(
            user,
            email,
            user_name,
            workspace,
            workspace_name,
            role,
            device,
            device_label,
            revoked,
            wipe_ordered,
            last_used_ms,
            waiting,
        )| {
            Session {
                user: UserId(user),
                email,
                user_name,
                workspace: WorkspaceId(workspace),
                workspace_name,
                role,
                device: DeviceId(device),
                device_label,
                revoked,
                wipe_ordered,
                last_used_ms,
                waiting,
            }
        },
    ))
}

/// Notes that the session was used, for the list of devices and so that it does not expire.
pub(crate) async fn touch(
    tx: &mut SqliteConnection,
    token: TokenHash,
    now_ms: i64,
) -> Result<(), StoreError> {
    sqlx::query("update session set last_used_ms = max(last_used_ms, ?) where token_hash = ?")
        .bind(now_ms)
        .bind(token.0.as_slice())
        .execute(&mut *tx)
        .await?;
    sqlx::query(
        "update device set last_seen_ms = max(last_seen_ms, ?)
         where id = (select device from session where token_hash = ?)",
    )
    .bind(now_ms)
    .bind(token.0.as_slice())
    .execute(tx)
    .await?;
    Ok(())
}

/// Ends one session. That of a device that was shut out stays, so that the device can still be told.
pub(crate) async fn delete(tx: &mut SqliteConnection, token: TokenHash) -> Result<(), StoreError> {
    sqlx::query(
        "delete from session
         where token_hash = ? and device in (select id from device where revoked_ms is null)",
    )
    .bind(token.0.as_slice())
    .execute(tx)
    .await?;
    Ok(())
}

/// Ends every session of a person but one, and names the devices that were signed in with them.
pub(crate) async fn delete_others_of_user(
    tx: &mut SqliteConnection,
    user: UserId,
    keep: TokenHash,
) -> Result<Vec<DeviceId>, StoreError> {
    let devices: Vec<Uuid> = sqlx::query_scalar(
        "delete from session
         where token_hash <> ? and device in (select id from device where user = ? and revoked_ms is null)
         returning device",
    )
    .bind(keep.0.as_slice())
    .bind(user.0)
    .fetch_all(tx)
    .await?;
    Ok(devices.into_iter().map(DeviceId).collect())
}
