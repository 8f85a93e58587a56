//! Second factors: their secrets, the codes that were used, and logins that wait for one.

use jiff::{SignedDuration, Timestamp};

use super::access::{facts, own};
use super::ending::{end_other_sessions, end_sessions};
use super::engine::{Connection, sql, write_once};
use super::user::may_give;
use super::{Db, DbError, instant, micros};
use crate::model::{Reader, Reason, Right, Sha256, User, UserId};

/// How long whoever gave the right password has for the code.
pub const HALF_LIFE: SignedDuration = SignedDuration::from_mins(5);
/// How many codes they may try.
pub const MOST_TRIES: u32 = 5;
/// How long a secret is shown that was not confirmed.
const OFFER_LIFE: SignedDuration = SignedDuration::from_mins(15);

/// What is asked of a user besides the password.
#[derive(Clone, PartialEq, Eq)]
pub enum FactorStanding {
    /// Nothing.
    Absent,
    /// A code.
    Present(StoredFactor),
    /// A code, but its secret is lost: nobody can be let in.
    Lost,
}

/// What codes are compared with.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredFactor {
    /// The secret, in base32.
    pub secret: String,
    /// The last half minute since 1970 whose code was used.
    pub last_step: i64,
    /// Since when the user has it.
    pub since: Timestamp,
}

/// A code that was right, and works no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spent {
    /// The code of a half minute since 1970.
    Step(i64),
    /// A recovery code, by its digest.
    Recovery(Sha256),
}

/// A second factor to take up.
#[derive(Clone, Copy)]
pub struct NewFactor<'a> {
    /// The secret, in base32, as it was offered.
    pub secret: &'a str,
    /// The half minute whose code confirmed it.
    pub step: i64,
    /// Digests of recovery codes.
    pub recovery: &'a [Sha256],
    /// The session that stays; all others end.
    pub kept: Sha256,
}

/// What is asked of a user besides the password. Two rows say that they have a second factor: if
/// one of them is missing, nobody is let in.
pub async fn standing(db: &Db, user: UserId) -> Result<FactorStanding, DbError> {
    let row = sql(
        "SELECT factor_since, secret, last_step FROM staff LEFT JOIN second_factor ON \
         user_id = id WHERE id = $1",
    )
    .bind(user.0)
    .read_one(db)
    .await?;
    let since: Option<i64> = row.get("factor_since")?;
    let secret: Option<String> = row.get("secret")?;
    let last_step: Option<i64> = row.get("last_step")?;
    Ok(match (since, secret, last_step) {
        (None, None, _) => FactorStanding::Absent,
        (Some(since), Some(secret), Some(last_step)) => FactorStanding::Present(StoredFactor {
            secret,
            last_step,
            since: instant(since),
        }),
        _ => FactorStanding::Lost,
    })
}

/// Opens half a session for whoever gave the right password. It has no right at all but to try
/// codes.
pub async fn open_half(
    db: &Db,
    token: Sha256,
    user: UserId,
    now: Timestamp,
) -> Result<(), DbError> {
    write_once!(db, |transaction| {
        sql("DELETE FROM half_session WHERE expires_at <= $1")
            .bind(micros(now))
            .execute(transaction)
            .await?;
        sql(
            "INSERT INTO half_session (token_hash, user_id, expires_at, tries) \
             VALUES ($1, $2, $3, 0)",
        )
        .bind(token.to_string())
        .bind(user.0)
        .bind(micros(now + HALF_LIFE))
        .execute(transaction)
        .await?;
        Ok(())
    })
}

/// The user whose code is waited for.
pub async fn half_user(db: &Db, token: Sha256, now: Timestamp) -> Result<Option<User>, DbError> {
    let row = sql(
        "SELECT id, name, display_name, role, scope, password_once, disabled_at, created_at \
         FROM half_session JOIN staff ON id = user_id WHERE token_hash = $1 AND \
         expires_at > $2 AND tries < $3 AND disabled_at IS NULL",
    )
    .bind(token.to_string())
    .bind(micros(now))
    .bind(i64::from(MOST_TRIES))
    .read_first(db)
    .await?;
    row.as_ref().map(super::user::read).transpose()
}

/// Counts a try before the code is looked at, so that parallel ones count too. `false` if there
/// may be no more.
pub async fn count_try(db: &Db, token: Sha256, now: Timestamp) -> Result<bool, DbError> {
    write_once!(db, |transaction| {
        let counted = sql(
            "UPDATE half_session SET tries = tries + 1 WHERE token_hash = $1 AND \
             expires_at > $2 AND tries < $3",
        )
        .bind(token.to_string())
        .bind(micros(now))
        .bind(i64::from(MOST_TRIES))
        .execute(transaction)
        .await?;
        Ok(counted > 0)
    })
}

/// The secret that is offered to the reader in a session, if one was within the last quarter of an
/// hour. Other sessions have shown no password: they neither see it nor take it up.
pub async fn offered(
    reader: &Reader,
    db: &Db,
    session: Sha256,
    now: Timestamp,
) -> Result<Option<String>, DbError> {
    sql("SELECT secret FROM factor_offer WHERE user_id = $1 AND token_hash = $2 AND made_at > $3")
        .bind(own(reader, Right::Read)?.0)
        .bind(session.to_string())
        .bind(micros(now - OFFER_LIFE))
        .read_found(db)
        .await
}

/// Offers the reader a secret in the session that showed the password, or, where there is a device
/// to be replaced, first uses up the code of that. `false` if that was used already.
pub async fn offer(
    reader: &Reader,
    db: &Db,
    (session, secret): (Sha256, &str),
    spent: Option<&Spent>,
    now: Timestamp,
) -> Result<bool, DbError> {
    let user = own(reader, Right::Read)?;
    write_once!(db, |transaction| {
        if !permits(transaction, user, spent, now).await? {
            return Ok(false);
        }
        sql(
            "INSERT INTO factor_offer (token_hash, user_id, secret, made_at) \
             VALUES ($1, $2, $3, $4) \
             ON CONFLICT (token_hash) DO UPDATE SET secret = $3, made_at = $4",
        )
        .bind(session.to_string())
        .bind(user.0)
        .bind(secret)
        .bind(micros(now))
        .execute(transaction)
        .await?;
        Ok(true)
    })
}

/// Takes up the secret that was offered, with new recovery codes; all other sessions of the reader
/// end. `false` if it is not on offer any more.
pub async fn enrol(
    reader: &Reader,
    db: &Db,
    new: &NewFactor<'_>,
    at: Timestamp,
) -> Result<bool, DbError> {
    let user = own(reader, Right::Read)?;
    write_once!(db, |transaction| {
        let taken = sql(
            "DELETE FROM factor_offer WHERE token_hash = $1 AND user_id = $2 AND secret = $3 AND \
             made_at > $4",
        )
        .bind(new.kept.to_string())
        .bind(user.0)
        .bind(new.secret)
        .bind(micros(at - OFFER_LIFE))
        .execute(transaction)
        .await?;
        if taken == 0 {
            return Ok(false);
        }
        sql(
            "INSERT INTO second_factor (user_id, secret, last_step) VALUES ($1, $2, $3) \
             ON CONFLICT (user_id) DO UPDATE SET secret = $2, last_step = $3",
        )
        .bind(user.0)
        .bind(new.secret)
        .bind(new.step)
        .execute(transaction)
        .await?;
        sql("UPDATE staff SET factor_since = $2 WHERE id = $1")
            .bind(user.0)
            .bind(micros(at))
            .execute(transaction)
            .await?;
        keep_recovery(transaction, user, new.recovery).await?;
        end_other_sessions(transaction, user, new.kept).await?;
        super::user::told(reader, transaction, (at, "factor_enrolled", user), "").await?;
        Ok(true)
    })
}

/// Gives the reader new recovery codes for a code. `false` if that was used already.
pub async fn renew_recovery(
    reader: &Reader,
    db: &Db,
    spent: &Spent,
    recovery: &[Sha256],
    at: Timestamp,
) -> Result<bool, DbError> {
    let user = own(reader, Right::Read)?;
    write_once!(db, |transaction| {
        if !spend(transaction, user, spent, at).await? {
            return Ok(false);
        }
        keep_recovery(transaction, user, recovery).await?;
        super::user::told(reader, transaction, (at, "recovery_renewed", user), "").await?;
        Ok(true)
    })
}

/// Takes the reader's second factor away for a code; all other sessions end. `false` if the code
/// was used already.
pub async fn remove(
    reader: &Reader,
    db: &Db,
    spent: &Spent,
    kept: Sha256,
    at: Timestamp,
) -> Result<bool, DbError> {
    let user = own(reader, Right::Read)?;
    write_once!(db, |transaction| {
        if !spend(transaction, user, spent, at).await? {
            return Ok(false);
        }
        forget(transaction, user).await?;
        end_other_sessions(transaction, user, kept).await?;
        super::user::told(reader, transaction, (at, "factor_removed", user), "").await?;
        Ok(true)
    })
}

/// Takes away the second factor that a user has lost, and ends their sessions. The reason says how
/// it was made sure who asked (OWASP ASVS 4.0.3, 2.5.7).
pub async fn reset(
    reader: &Reader,
    db: &Db,
    user: &User,
    reason: &Reason,
    at: Timestamp,
) -> Result<(), DbError> {
    may_give(reader, &user.scope)?;
    write_once!(db, |transaction| {
        forget(transaction, user.id).await?;
        end_sessions(transaction, user.id).await?;
        let detail = facts([("reason", reason.as_str().into())]);
        super::user::told(reader, transaction, (at, "factor_reset", user.id), &detail).await?;
        Ok(())
    })
}

/// How many recovery codes of the reader are unused.
pub async fn recovery_left(reader: &Reader, db: &Db) -> Result<i64, DbError> {
    sql("SELECT count(*) FROM recovery_code WHERE user_id = $1 AND used_at IS NULL")
        .bind(own(reader, Right::Read)?.0)
        .read_value(db)
        .await
}

/// Uses a code up. `false` if that had happened already.
pub(super) async fn spend(
    connection: &mut Connection,
    user: UserId,
    spent: &Spent,
    at: Timestamp,
) -> Result<bool, DbError> {
    let spent = match spent {
        Spent::Step(step) => {
            sql("UPDATE second_factor SET last_step = $2 WHERE user_id = $1 AND last_step < $2")
                .bind(user.0)
                .bind(*step)
        }
        Spent::Recovery(digest) => sql(
            "UPDATE recovery_code SET used_at = $3 WHERE user_id = $1 AND digest = $2 AND \
             used_at IS NULL",
        )
        .bind(user.0)
        .bind(digest.to_string())
        .bind(micros(at)),
    };
    Ok(spent.execute(connection).await? > 0)
}

/// Whether a recovery code of a user is unused.
pub async fn is_unused(db: &Db, user: UserId, digest: Sha256) -> Result<bool, DbError> {
    let found: Option<i64> = sql(
        "SELECT user_id FROM recovery_code WHERE user_id = $1 AND digest = $2 AND used_at IS NULL",
    )
    .bind(user.0)
    .bind(digest.to_string())
    .read_found(db)
    .await?;
    Ok(found.is_some())
}

/// Ends half a session of a user. `false` if there is none.
pub(super) async fn end_half(
    connection: &mut Connection,
    token: Sha256,
    user: UserId,
    at: Timestamp,
) -> Result<bool, DbError> {
    let ended =
        sql("DELETE FROM half_session WHERE token_hash = $1 AND user_id = $2 AND expires_at > $3")
            .bind(token.to_string())
            .bind(user.0)
            .bind(micros(at))
            .execute(connection)
            .await?;
    Ok(ended > 0)
}

/// Whether the reader may have another secret: without a code only while they have none.
async fn permits(
    connection: &mut Connection,
    user: UserId,
    spent: Option<&Spent>,
    at: Timestamp,
) -> Result<bool, DbError> {
    let mut since = sql("SELECT factor_since FROM staff WHERE id = $1");
    since.push(connection.engine().for_update());
    let since: Option<i64> = since.bind(user.0).fetch_value(connection).await?;
    match (since, spent) {
        (None, _) => Ok(true),
        (Some(_), None) => Ok(false),
        (Some(_), Some(spent)) => spend(connection, user, spent, at).await,
    }
}

/// Puts new recovery codes in the place of the old ones.
async fn keep_recovery(
    connection: &mut Connection,
    user: UserId,
    recovery: &[Sha256],
) -> Result<(), DbError> {
    sql("DELETE FROM recovery_code WHERE user_id = $1")
        .bind(user.0)
        .execute(connection)
        .await?;
    let mut insert = sql("INSERT INTO recovery_code (user_id, digest) ");
    insert.push_values(recovery, |row, digest| {
        row.bind(user.0).bind(digest.to_string());
    });
    insert.execute(connection).await?;
    Ok(())
}

async fn forget(connection: &mut Connection, user: UserId) -> Result<(), DbError> {
    for statement in [
        "DELETE FROM second_factor WHERE user_id = $1",
        "DELETE FROM recovery_code WHERE user_id = $1",
        "DELETE FROM factor_offer WHERE user_id = $1",
        "UPDATE staff SET factor_since = NULL WHERE id = $1",
    ] {
        sql(statement).bind(user.0).execute(connection).await?;
    }
    Ok(())
}
