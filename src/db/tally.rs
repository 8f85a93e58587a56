//! Tries of strangers to sign in, counted for each account over all addresses. They are kept in
//! the database so that neither a crash nor a second service at the same database forgives them.

use jiff::{SignedDuration, Timestamp};

use super::engine::{Statement, sql, write_once};
use super::{Db, DbError, instant, micros};
use crate::model::{TryAllowance, UserId};

/// Where tries on names that nobody has are written, so that they take as long.
const NOBODY: UserId = UserId(0);

/// Counts a try on an account before its password is looked at. `Err` is how long to wait. A name
/// that nobody has is written and never refused here.
pub async fn count(
    db: &Db,
    user: Option<UserId>,
    allowance: TryAllowance,
    now: Timestamp,
) -> Result<Result<(), SignedDuration>, DbError> {
    let row = user.unwrap_or(NOBODY);
    let take = |noted: Option<i64>| {
        let taken = allowance.take(noted.map_or(Timestamp::UNIX_EPOCH, instant), now);
        if user.is_some() { taken } else { Ok(now) }
    };
    // Most tries of a flood end here, without asking for the right to write.
    if let Err(wait) = take(noted(row).read_found(db).await?) {
        return Ok(Err(wait));
    }
    write_once!(db, |transaction| {
        sql("INSERT INTO login_tally (user_id, forgiven_at) VALUES ($1, 0) ON CONFLICT (user_id) DO NOTHING")
            .bind(row.0)
            .execute(transaction)
            .await?;
        let mut query = noted(row);
        query.push(transaction.engine().for_update());
        let forgiven_at = match take(query.find_value(transaction).await?) {
            Ok(forgiven_at) => forgiven_at,
            Err(wait) => return Ok(Err(wait)),
        };
        sql("UPDATE login_tally SET forgiven_at = $2 WHERE user_id = $1")
            .bind(row.0)
            .bind(micros(forgiven_at))
            .execute(transaction)
            .await?;
        Ok(Ok(()))
    })
}

/// Gives a try back whose password was right.
pub async fn give_back(db: &Db, user: UserId, allowance: TryAllowance) -> Result<(), DbError> {
    let pause = micros(allowance.give_back(Timestamp::UNIX_EPOCH));
    write_once!(db, |transaction| {
        sql("UPDATE login_tally SET forgiven_at = forgiven_at + $2 WHERE user_id = $1")
            .bind(user.0)
            .bind(pause)
            .execute(transaction)
            .await?;
        Ok(())
    })
}

fn noted(row: UserId) -> Statement {
    sql("SELECT forgiven_at FROM login_tally WHERE user_id = $1").bind(row.0)
}
