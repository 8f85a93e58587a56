//! Logins that are still open. Only digests of tokens are kept here.

use jiff::Timestamp;

use super::audit::{self, Event};
use super::device::{self, DeviceTrail};
use super::draft::sweep_drafts;
use super::engine::{sql, write_once};
use super::{Db, DbError, micros, user};
use crate::model::{Sha256, User};

/// A session to open.
#[derive(Debug, Clone, Copy)]
pub struct Opening<'a> {
    /// Digest of its token.
    pub token: Sha256,
    /// Whose it is.
    pub user: &'a User,
    /// The hash that the password was compared with.
    pub password_hash: &'a str,
    /// When it ends.
    pub expires_at: Timestamp,
    /// The session that the same browser had: it ends.
    pub before: Option<Sha256>,
    /// Whence the user signs in.
    pub trail: DeviceTrail<'a>,
    /// Digest of the token by which the browser is known from now on.
    pub device: Sha256,
}

/// Opens a session and records the login; sessions that have expired, and lists that
/// nobody may keep longer, are swept on the way. `false` if the password has been changed since it
/// was compared, was used up, or the user barred: then nothing is opened.
pub async fn open(db: &Db, opening: &Opening<'_>, event: &Event<'_>) -> Result<bool, DbError> {
    write_once!(db, |transaction| {
        let compared = (opening.user.id, opening.password_hash);
        if !user::use_password(transaction, compared, event.at).await? {
            return Ok(false);
        }
        let before = opening
            .before
            .map_or(String::new(), |token| token.to_string());
        sql("DELETE FROM session WHERE expires_at <= $1 OR token_hash = $2")
            .bind(micros(event.at))
            .bind(before)
            .execute(transaction)
            .await?;
        sweep_drafts(transaction, event.at).await?;
        sql(
        "INSERT INTO session (token_hash, user_id, created_at, expires_at) VALUES ($1, $2, $3, $4)",
    )
    .bind(opening.token.to_string())
    .bind(opening.user.id.0)
    .bind(micros(event.at))
    .bind(micros(opening.expires_at))
    .execute(transaction)
    .await?;
        let (user, trail) = (opening.user.id, opening.trail);
        device::remember(transaction, user, trail, opening.device, event.at).await?;
        audit::append(transaction, event).await?;
        Ok(true)
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
    row.as_ref().map(user::read).transpose()
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
