//! Logins that are still open. Only digests of tokens are kept here.

use jiff::Timestamp;

use super::audit::{self, Event};
use super::{Db, DbError, micros};
use crate::model::{Sha256, User};

/// Opens a session and records the login; sessions that have expired are swept on the way.
pub async fn open(
    db: &Db,
    token: Sha256,
    user: &User,
    expires_at: Timestamp,
    event: &Event<'_>,
) -> Result<(), DbError> {
    let mut transaction = db.begin().await?;
    sqlx::query("DELETE FROM session WHERE expires_at <= $1")
        .bind(micros(event.at))
        .execute(&mut *transaction)
        .await?;
    sqlx::query(
        "INSERT INTO session (token_hash, user_id, created_at, expires_at) VALUES ($1, $2, $3, $4)",
    )
    .bind(token.to_string())
    .bind(user.id.0)
    .bind(micros(event.at))
    .bind(micros(expires_at))
    .execute(&mut *transaction)
    .await?;
    audit::append(&mut transaction, event).await?;
    transaction.commit().await?;
    Ok(())
}

/// The user of a session that has not expired and whose user is not disabled.
pub async fn user(db: &Db, token: Sha256, now: Timestamp) -> Result<Option<User>, DbError> {
    let row = sqlx::query(
        "SELECT id, name, display_name, role, scope, password_once, disabled_at, \
         user.created_at FROM session JOIN user ON user.id = session.user_id \
         WHERE token_hash = $1 AND expires_at > $2 AND disabled_at IS NULL",
    )
    .bind(token.to_string())
    .bind(micros(now))
    .fetch_optional(db.reader())
    .await?;
    row.as_ref().map(super::user::read).transpose()
}

/// Ends a session and records the logout.
pub async fn close(db: &Db, token: Sha256, event: &Event<'_>) -> Result<(), DbError> {
    let mut transaction = db.begin().await?;
    sqlx::query("DELETE FROM session WHERE token_hash = $1")
        .bind(token.to_string())
        .execute(&mut *transaction)
        .await?;
    audit::append(&mut transaction, event).await?;
    transaction.commit().await?;
    Ok(())
}
