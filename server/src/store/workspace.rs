//! Workspaces and who belongs to them.

use sqlx::error::BoxDynError;
use sqlx::sqlite::{Sqlite, SqliteConnection, SqliteTypeInfo, SqliteValueRef};
use uuid::Uuid;
use yardstick_domain::id::{UserId, WorkspaceId};

use super::StoreError;

/// What a member may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// May do everything, other members' devices included.
    Owner,
    /// May read and write the book, and manage the own devices.
    Member,
}

impl Role {
    /// As the database has it.
    fn word(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Member => "member",
        }
    }
}

impl sqlx::types::Type<Sqlite> for Role {
    fn type_info() -> SqliteTypeInfo {
        <str as sqlx::types::Type<Sqlite>>::type_info()
    }
}

impl<'r> sqlx::Decode<'r, Sqlite> for Role {
    fn decode(value: SqliteValueRef<'r>) -> Result<Self, BoxDynError> {
        let word = <&str as sqlx::Decode<Sqlite>>::decode(value)?;
        let role = [Self::Owner, Self::Member]
            .into_iter()
            .find(|role| role.word() == word);
        role.ok_or_else(|| format!("{word} is no role").into())
    }
}

/// Creates a workspace with its owner.
pub(crate) async fn create(
    tx: &mut SqliteConnection,
    workspace: WorkspaceId,
    name: &str,
    owner: UserId,
    now_ms: i64,
) -> Result<(), StoreError> {
    sqlx::query("insert into workspace (id, name, created_ms) values (?, ?, ?)")
        .bind(workspace.0)
        .bind(name)
        .bind(now_ms)
        .execute(&mut *tx)
        .await?;
    sqlx::query("insert into member (workspace, user, role) values (?, ?, ?)")
        .bind(workspace.0)
        .bind(owner.0)
        .bind(Role::Owner.word())
        .execute(tx)
        .await?;
    Ok(())
}

/// The workspace a person works in: the first they joined.
pub(crate) async fn of_user(
    connection: &mut SqliteConnection,
    user: UserId,
) -> Result<Option<WorkspaceId>, StoreError> {
    let found: Option<Uuid> = sqlx::query_scalar(
        "select workspace from member where user = ? order by workspace limit 1",
    )
    .bind(user.0)
    .fetch_optional(connection)
    .await?;
    Ok(found.map(WorkspaceId))
}

/// The newest time anything was stored at, in unix milliseconds; `None` in a new database.
pub(crate) async fn newest_stored_ms(
    connection: &mut SqliteConnection,
) -> Result<Option<i64>, StoreError> {
    Ok(sqlx::query_scalar(
        "select max(newest) from (
            select max(newest_ms) as newest from workspace
            union all select max(last_seen_ms) from device
            union all select max(started_ms) from epoch)",
    )
    .fetch_one(connection)
    .await?)
}
