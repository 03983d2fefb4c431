//! People and their passwords.

use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;
use yardstick_domain::id::UserId;

use super::StoreError;

/// What is needed to check a password.
#[derive(Debug, Clone)]
pub(crate) struct Credentials {
    /// Whose password it is.
    pub(crate) user: UserId,
    /// The PHC string of the hash.
    pub(crate) password_hash: String,
}

/// A person about to be stored.
#[derive(Debug, Clone)]
pub(crate) struct NewUser {
    pub(crate) id: UserId,
    /// Already trimmed and in lower case; unique.
    pub(crate) email: String,
    pub(crate) name: String,
    /// The PHC string of the hash.
    pub(crate) password_hash: String,
}

pub(crate) async fn create(
    tx: &mut SqliteConnection,
    user: &NewUser,
    now_ms: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into user (id, email, name, password_hash, created_ms) values (?, ?, ?, ?, ?)",
    )
    .bind(user.id.0)
    .bind(&user.email)
    .bind(&user.name)
    .bind(&user.password_hash)
    .bind(now_ms)
    .execute(tx)
    .await?;
    Ok(())
}

/// Whether anyone has an account yet.
pub(crate) async fn any(connection: &mut SqliteConnection) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar("select exists (select 1 from user)")
        .fetch_one(connection)
        .await?)
}

pub(crate) async fn credentials_by_email(
    connection: &mut SqliteConnection,
    email: &str,
) -> Result<Option<Credentials>, StoreError> {
    let row: Option<(Uuid, String)> =
        sqlx::query_as("select id, password_hash from user where email = ?")
            .bind(email)
            .fetch_optional(connection)
            .await?;
    Ok(row.map(|(user, password_hash)| Credentials {
        user: UserId(user),
        password_hash,
    }))
}

pub(crate) async fn password_hash(
    connection: &mut SqliteConnection,
    user: UserId,
) -> Result<Option<String>, StoreError> {
    Ok(
        sqlx::query_scalar("select password_hash from user where id = ?")
            .bind(user.0)
            .fetch_optional(connection)
            .await?,
    )
}

/// Replaces the hash if it is still `old_hash`; says whether it was.
pub(crate) async fn replace_password_hash(
    tx: &mut SqliteConnection,
    user: UserId,
    old_hash: &str,
    new_hash: &str,
) -> Result<bool, StoreError> {
    let done = sqlx::query("update user set password_hash = ? where id = ? and password_hash = ?")
        .bind(new_hash)
        .bind(user.0)
        .bind(old_hash)
        .execute(tx)
        .await?;
    Ok(done.rows_affected() == 1)
}
