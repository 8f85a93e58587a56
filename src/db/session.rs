//! Logins that are still open. Only digests of tokens are kept here.

use jiff::{SignedDuration, Timestamp};

use super::access::own;
use super::audit::{self, Event};
use super::device::{self, DeviceTrail};
use super::draft::sweep_drafts;
use super::ending::{end_other_sessions, end_sessions};
use super::engine::{Connection, DbRow, sql, write_lightly, write_once};
use super::factor::{self, Spent};
use super::user::{self, may_give};
use super::{Db, DbError, inconsistent, instant, micros, stored};
use crate::model::{Reader, Right, Sha256, User, UserId};

/// Most sessions of one user; the oldest makes room for the next.
pub const MOST_SESSIONS: usize = 20;

/// How often the last use of a session is written at most, so that reading a page is no write.
const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// What whoever opens a session has shown.
#[derive(Debug, Clone, Copy)]
pub enum ShownFactors<'a> {
    /// The password, of a user who has no second factor.
    Password,
    /// The password, and then a code.
    Both {
        /// The half of a session that the password gave.
        half: Sha256,
        /// What is used up.
        spent: &'a Spent,
    },
}

impl ShownFactors<'_> {
    fn by_recovery(&self) -> bool {
        matches!(self, Self::Both { spent, .. } if matches!(spent, Spent::Recovery(_)))
    }
}

/// A session to open.
#[derive(Debug, Clone, Copy)]
pub struct Opening<'a> {
    /// Digest of its secret.
    pub token: Sha256,
    /// Whose it is.
    pub user: &'a User,
    /// The hash that the password was compared with.
    pub password_hash: &'a str,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
    /// Where it was opened from, as far as is known.
    pub address: Option<&'a str>,
    /// With which browser, in a few words.
    pub browser: &'a str,
    /// The session that the same browser had: it ends.
    pub before: Option<Sha256>,
    /// Whence the user signs in.
    pub trail: DeviceTrail<'a>,
    /// Digest of the token by which the browser is known from now on.
    pub device: Sha256,
    /// What the user has shown.
    pub shown: ShownFactors<'a>,
}

/// A session that may be used.
#[derive(Debug, Clone)]
pub struct OpenSession {
    /// Whose it is.
    pub user: User,
    /// Since when.
    pub opened_at: Timestamp,
    /// When it was last used, to the minute.
    pub used_at: Timestamp,
    /// Whether its user has a second factor.
    pub has_factor: bool,
    /// When a user who must have one first signed in without.
    pub factor_asked_at: Option<Timestamp>,
}

/// A session in the list of its user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionLine {
    /// Digest of its secret, which opens nothing.
    pub token: Sha256,
    /// Since when.
    pub opened_at: Timestamp,
    /// When it was last used, to the minute.
    pub used_at: Timestamp,
    /// Where it was opened from, as far as is known.
    pub address: Option<String>,
    /// With which browser, in a few words; may be empty.
    pub browser: String,
}

/// Opens a session and records the login; sessions that have expired, and lists that nobody may
/// keep longer, are swept on the way. `false` if the password has been changed since it was
/// compared, was used up, the code was used meanwhile, one is needed by now, or the user barred:
/// then nothing is opened.
pub async fn open(db: &Db, opening: &Opening<'_>, event: &Event<'_>) -> Result<bool, DbError> {
    write_once!(db, |transaction| {
        sweep(transaction, event.at).await?;
        sweep_drafts(transaction, event.at).await?;
        if !is_enough(transaction, opening, event.at).await? {
            return Ok(false);
        }
        let user = opening.user;
        if let Some(before) = opening.before {
            delete(transaction, before).await?;
        }
        make_room(transaction, user.id).await?;
        insert(transaction, opening, event.at).await?;
        if user.role.needs_second_factor() {
            ask_for_factor(transaction, user.id, event.at).await?;
        }
        let (trail, token) = (opening.trail, opening.device);
        device::remember(transaction, user.id, trail, token, event.at).await?;
        audit::append(transaction, event).await?;
        if opening.shown.by_recovery() {
            let action = "recovery_used";
            audit::append(transaction, &Event { action, ..*event }).await?;
        }
        Ok(true)
    })
}

/// Whether what a user has shown lets them in; it is used up.
async fn is_enough(
    connection: &mut Connection,
    opening: &Opening<'_>,
    at: Timestamp,
) -> Result<bool, DbError> {
    let id = opening.user.id;
    let mut since = sql("SELECT factor_since FROM staff WHERE id = $1");
    since.push(connection.engine().for_update());
    let since: Option<i64> = since.bind(id.0).fetch_value(connection).await?;
    let enough = match opening.shown {
        ShownFactors::Password => since.is_none(),
        // In this order, so that whoever comes second with a code may try the next one.
        ShownFactors::Both { half, spent } => {
            factor::spend(connection, id, spent, at).await?
                && factor::end_half(connection, half, id, at).await?
        }
    };
    let compared = (id, opening.password_hash);
    Ok(enough && user::use_password(connection, compared, at).await?)
}

async fn insert(
    connection: &mut Connection,
    new: &Opening<'_>,
    at: Timestamp,
) -> Result<(), DbError> {
    sql(
        "INSERT INTO session (token_hash, user_id, created_at, expires_at, used_at, address, \
         browser) VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(new.token.to_string())
    .bind(new.user.id.0)
    .bind(micros(at))
    .bind(micros(new.expires_at))
    .bind(micros(at))
    .bind(new.address.map(str::to_owned))
    .bind(new.browser)
    .execute(connection)
    .await?;
    Ok(())
}

async fn sweep(connection: &mut Connection, now: Timestamp) -> Result<(), DbError> {
    for statement in [
        "DELETE FROM session WHERE expires_at <= $1",
        "DELETE FROM half_session WHERE expires_at <= $1",
    ] {
        sql(statement).bind(micros(now)).execute(connection).await?;
    }
    Ok(())
}

async fn make_room(connection: &mut Connection, user: UserId) -> Result<(), DbError> {
    sql(
        "DELETE FROM session WHERE user_id = $1 AND token_hash NOT IN (SELECT token_hash FROM \
         session WHERE user_id = $1 ORDER BY created_at DESC, token_hash LIMIT $2)",
    )
    .bind(user.0)
    .bind(stored(MOST_SESSIONS - 1))
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes when somebody who must have a second factor first signed in without.
async fn ask_for_factor(
    connection: &mut Connection,
    user: UserId,
    at: Timestamp,
) -> Result<(), DbError> {
    sql(
        "UPDATE staff SET factor_asked_at = $2 WHERE id = $1 AND factor_asked_at IS NULL AND \
         factor_since IS NULL",
    )
    .bind(user.0)
    .bind(micros(at))
    .execute(connection)
    .await?;
    Ok(())
}

/// The session that a token opens, if it has not expired, was used within `idle` and its user is
/// not disabled.
pub async fn bearer(
    db: &Db,
    token: Sha256,
    now: Timestamp,
    idle: SignedDuration,
) -> Result<Option<OpenSession>, DbError> {
    let row = sql(
        "SELECT id, name, display_name, role, scope, password_once, disabled_at, \
         staff.created_at, session.created_at AS opened_at, used_at, factor_since, \
         factor_asked_at FROM session JOIN staff ON staff.id = session.user_id \
         WHERE token_hash = $1 AND expires_at > $2 AND used_at > $3 AND disabled_at IS NULL",
    )
    .bind(token.to_string())
    .bind(micros(now))
    .bind(micros(idle_since(now, idle)))
    .read_first(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let factor_since: Option<i64> = row.get("factor_since")?;
    Ok(Some(OpenSession {
        user: user::read(&row)?,
        opened_at: instant(row.get("opened_at")?),
        used_at: instant(row.get("used_at")?),
        has_factor: factor_since.is_some(),
        factor_asked_at: row.get::<Option<i64>>("factor_asked_at")?.map(instant),
    }))
}

fn idle_since(now: Timestamp, idle: SignedDuration) -> Timestamp {
    now.checked_sub(idle).unwrap_or(Timestamp::MIN)
}

/// Notes that a session is used, at most once a minute. The end of it waits for no disk.
pub async fn note_use(
    db: &Db,
    token: Sha256,
    used_at: Timestamp,
    now: Timestamp,
) -> Result<(), DbError> {
    if now.duration_since(used_at) < NOTED_EVERY {
        return Ok(());
    }
    write_lightly!(db, |transaction| {
        sql("UPDATE session SET used_at = $2 WHERE token_hash = $1 AND used_at < $2")
            .bind(token.to_string())
            .bind(micros(now))
            .execute(transaction)
            .await?;
        Ok(())
    })
}

/// The reader's own sessions that can still be used, the last used first.
pub async fn list(
    reader: &Reader,
    db: &Db,
    now: Timestamp,
    idle: SignedDuration,
) -> Result<Vec<SessionLine>, DbError> {
    let user = own(reader, Right::Read)?;
    let rows = sql(
        "SELECT token_hash, created_at, used_at, address, browser FROM session WHERE \
         user_id = $1 AND expires_at > $2 AND used_at > $3 ORDER BY used_at DESC, token_hash",
    )
    .bind(user.0)
    .bind(micros(now))
    .bind(micros(idle_since(now, idle)))
    .read_all(db)
    .await?;
    rows.iter().map(|row| line(row, user)).collect()
}

fn line(row: &DbRow, user: UserId) -> Result<SessionLine, DbError> {
    let token: &str = row.get("token_hash")?;
    let token = Sha256::from_hex(token).ok_or_else(|| {
        let problem = format!("a digest of user {user} that cannot be read");
        inconsistent("session", user.0, problem)
    })?;
    Ok(SessionLine {
        token,
        opened_at: instant(row.get("created_at")?),
        used_at: instant(row.get("used_at")?),
        address: row.get("address")?,
        browser: row.get("browser")?,
    })
}

/// Ends a session and records the logout.
pub async fn close(db: &Db, token: Sha256, event: &Event<'_>) -> Result<(), DbError> {
    write_once!(db, |transaction| {
        delete(transaction, token).await?;
        audit::append(transaction, event).await?;
        Ok(())
    })
}

/// Ends one of the reader's own sessions. `false` if it is not theirs or has ended.
pub async fn end_one(
    reader: &Reader,
    db: &Db,
    token: Sha256,
    at: Timestamp,
) -> Result<bool, DbError> {
    let user = own(reader, Right::Read)?;
    write_once!(db, |transaction| {
        let ended = sql("DELETE FROM session WHERE token_hash = $1 AND user_id = $2")
            .bind(token.to_string())
            .bind(user.0)
            .execute(transaction)
            .await?;
        if ended > 0 {
            super::user::told(reader, transaction, (at, "session_ended", user), "").await?;
        }
        Ok(ended > 0)
    })
}

/// Ends the reader's own sessions, all or all but one, and what is half open.
pub async fn end_several(
    reader: &Reader,
    db: &Db,
    kept: Option<Sha256>,
    at: Timestamp,
) -> Result<(), DbError> {
    let user = own(reader, Right::Read)?;
    write_once!(db, |transaction| {
        match kept {
            Some(kept) => end_other_sessions(transaction, user, kept).await?,
            None => end_sessions(transaction, user).await?,
        }
        super::user::told(reader, transaction, (at, "sessions_ended", user), "").await?;
        Ok(())
    })
}

/// Ends all sessions of a user, who has to sign in again.
pub async fn end_all(reader: &Reader, db: &Db, user: &User, at: Timestamp) -> Result<(), DbError> {
    may_give(reader, &user.scope)?;
    write_once!(db, |transaction| {
        end_sessions(transaction, user.id).await?;
        super::user::told(reader, transaction, (at, "sessions_ended", user.id), "").await?;
        Ok(())
    })
}

async fn delete(connection: &mut Connection, token: Sha256) -> Result<(), DbError> {
    sql("DELETE FROM session WHERE token_hash = $1")
        .bind(token.to_string())
        .execute(connection)
        .await?;
    Ok(())
}
