//! Calendars that are subscribed to from outside: one of each member, the text as a device made it.

use sqlx::sqlite::SqliteConnection;
use yardstick_domain::id::{UserId, WorkspaceId};

use super::StoreError;
use crate::ids::TokenHash;

/// Whose a feed is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Owner {
    pub(crate) workspace: WorkspaceId,
    pub(crate) user: UserId,
}

/// A feed as its person may know it; the secret in its address is not kept.
#[derive(Debug, Clone)]
pub(crate) struct Feed {
    /// The device's word for how much it tells.
    pub(crate) detail: String,
    pub(crate) made_ms: i64,
    /// When a device last uploaded it, if what it uploaded is still there.
    pub(crate) uploaded_ms: Option<i64>,
    /// The device's word for what it says.
    pub(crate) tag: Option<String>,
}

/// A text that is to be served.
#[derive(Debug, Clone)]
pub(crate) struct Upload {
    pub(crate) detail: String,
    pub(crate) tag: String,
    pub(crate) calendar: String,
}

/// What became of an upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Taken {
    /// It is served from now on.
    Yes,
    /// It tells more or less than the person has chosen meanwhile.
    OtherDetail,
    /// There is no feed, or none any more.
    NoFeed,
}

pub(crate) async fn find(
    connection: &mut SqliteConnection,
    owner: Owner,
) -> Result<Option<Feed>, StoreError> {
    type Row = (String, i64, Option<i64>, Option<String>);
    let row: Option<Row> = sqlx::query_as(
        "select detail, made_ms, uploaded_ms, tag from feed where workspace = ? and user = ?",
    )
    .bind(owner.workspace.0)
    .bind(owner.user.0)
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|(detail, made_ms, uploaded_ms, tag)| Feed {
        detail,
        made_ms,
        uploaded_ms,
        tag,
    }))
}

/// Makes the feed, or gives the one that is there another address: the old one leads nowhere from then on.
pub(crate) async fn make(
    tx: &mut SqliteConnection,
    owner: Owner,
    token: TokenHash,
    detail: &str,
    now_ms: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into feed (workspace, user, token_hash, detail, made_ms) values (?, ?, ?, ?, ?)
         on conflict (workspace, user) do update set token_hash = excluded.token_hash, made_ms = excluded.made_ms",
    )
    .bind(owner.workspace.0)
    .bind(owner.user.0)
    .bind(token.0.as_slice())
    .bind(detail)
    .bind(now_ms)
    .execute(&mut *tx)
    .await?;
    set_detail(tx, owner, detail).await?;
    Ok(())
}

/// Has the feed tell so much. A text that tells something else is served no longer. Says whether there is a feed.
pub(crate) async fn set_detail(
    tx: &mut SqliteConnection,
    owner: Owner,
    detail: &str,
) -> Result<bool, StoreError> {
    sqlx::query(
        "update feed set detail = ?1, calendar = null, tag = null, uploaded_ms = null
         where workspace = ?2 and user = ?3 and detail <> ?1",
    )
    .bind(detail)
    .bind(owner.workspace.0)
    .bind(owner.user.0)
    .execute(&mut *tx)
    .await?;
    exists(tx, owner).await
}

/// Serves this text from now on, if it tells as much as the person has chosen.
pub(crate) async fn upload(
    tx: &mut SqliteConnection,
    owner: Owner,
    upload: &Upload,
    now_ms: i64,
) -> Result<Taken, StoreError> {
    let done = sqlx::query(
        "update feed set calendar = ?, tag = ?, uploaded_ms = ? where workspace = ? and user = ? and detail = ?",
    )
    .bind(&upload.calendar)
    .bind(&upload.tag)
    .bind(now_ms)
    .bind(owner.workspace.0)
    .bind(owner.user.0)
    .bind(&upload.detail)
    .execute(&mut *tx)
    .await?;
    if done.rows_affected() == 1 {
        return Ok(Taken::Yes);
    }
    Ok(if exists(tx, owner).await? {
        Taken::OtherDetail
    } else {
        Taken::NoFeed
    })
}

/// Removes the feed, its text and its address. Repeating changes nothing.
pub(crate) async fn delete(tx: &mut SqliteConnection, owner: Owner) -> Result<(), StoreError> {
    sqlx::query("delete from feed where workspace = ? and user = ?")
        .bind(owner.workspace.0)
        .bind(owner.user.0)
        .execute(tx)
        .await?;
    Ok(())
}

/// What is at an address: none where it leads nowhere, in it none where nothing is uploaded.
pub(crate) async fn at(
    connection: &mut SqliteConnection,
    token: TokenHash,
) -> Result<Option<Option<String>>, StoreError> {
    Ok(
        sqlx::query_scalar("select calendar from feed where token_hash = ?")
            .bind(token.0.as_slice())
            .fetch_optional(connection)
            .await?,
    )
}

async fn exists(connection: &mut SqliteConnection, owner: Owner) -> Result<bool, StoreError> {
    Ok(
        sqlx::query_scalar("select exists (select 1 from feed where workspace = ? and user = ?)")
            .bind(owner.workspace.0)
            .bind(owner.user.0)
            .fetch_one(connection)
            .await?,
    )
}
