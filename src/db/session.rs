//! Logins that are still open. Only digests of tokens are kept here.

use jiff::Timestamp;

use super::audit::{self, Event};
use super::draft::sweep_drafts;
use super::engine::{sql, write_once};
use super::{Db, DbError, micros};
use crate::model::{Sha256, User};

/// Opens a session and records the login; sessions that have expired, and lists that
/// nobody may keep longer, are swept on the way.
pub async fn open(
    db: &Db,
    token: Sha256,
    user: &User,
    expires_at: Timestamp,
    event: &Event<'_>,
) -> Result<(), DbError> {
    write_once!(db, |transaction| {
        sql("DELETE FROM session WHERE expires_at <= $1")
            .bind(micros(event.at))
            .execute(transaction)
            .await?;
        sweep_drafts(transaction, event.at).await?;
        sql(
        "INSERT INTO session (token_hash, user_id, created_at, expires_at) VALUES ($1, $2, $3, $4)",
    )
    .bind(token.to_string())
    .bind(user.id.0)
    .bind(micros(event.at))
    .bind(micros(expires_at))
    .execute(transaction)
    .await?;
        audit::append(transaction, event).await?;
        Ok(())
    })
}

/// The user of a session that has not expired and whose user is not disabled.
pub async fn user(db: &Db, token: Sha256, now: Timestamp) -> Result<Option<User>, DbError> {
    let row = sql(
        "SELECT id, name, display_name, role, scope, password_once, disabled_at, \
         staff.created_at FROM session JOIN staff ON staff.id = session.user_id \
         WHERE token_hash = $1 AND expires_at > $2 AND disabled_at IS NULL",
    )
    .bind(token.to_string())
    .bind(micros(now))
    .read_first(db)
    .await?;
    row.as_ref().map(super::user::read).transpose()
}

/// Ends a session and records the logout.
pub async fn close(db: &Db, token: Sha256, event: &Event<'_>) -> Result<(), DbError> {
    write_once!(db, |transaction| {
        sql("DELETE FROM session WHERE token_hash = $1")
            .bind(token.to_string())
            .execute(transaction)
            .await?;
        audit::append(transaction, event).await?;
        Ok(())
    })
}
