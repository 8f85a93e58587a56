//! Lanes: their state, read and written under the write lock, so that all processes that share
//! the database keep one pace.

use sqlx::{Row, SqliteConnection};

use super::{Db, DbError, from_json, inconsistent, instant, json, ledger, micros};
use crate::model::{AccountId, Exchange, ExchangeId, LaneKey, LaneState, RobotsCopy};

/// Shows `decide` the lanes, in their order and alone among all processes. The lanes as it leaves
/// them, and the line of the ledger when it gives one, are durable before this returns.
pub async fn reserve(
    db: &Db,
    lanes: &[LaneKey],
    account: Option<AccountId>,
    decide: impl FnOnce(&mut [LaneState]) -> Option<Exchange>,
) -> Result<Option<ExchangeId>, DbError> {
    let mut transaction = db.begin().await?;
    let before = load(&mut transaction, lanes).await?;
    let mut states = before.clone();
    let line = decide(&mut states);
    if states != before {
        store(&mut transaction, lanes, &states).await?;
    }
    let id = match line {
        Some(line) => Some(ledger::enter(&mut transaction, account, &line).await?),
        None => None,
    };
    transaction.commit().await?;
    Ok(id)
}

/// Completes a line of the ledger, or takes it back (`None`) because the request never left, and
/// lets `amend` change the lanes, alone among all processes.
pub async fn settle(
    db: &Db,
    id: ExchangeId,
    exchange: Option<&Exchange>,
    lanes: &[LaneKey],
    amend: impl FnOnce(&mut [LaneState]),
) -> Result<(), DbError> {
    let mut transaction = db.begin().await?;
    let mut states = load(&mut transaction, lanes).await?;
    amend(&mut states);
    store(&mut transaction, lanes, &states).await?;
    match exchange {
        Some(exchange) => ledger::complete(&mut transaction, id, exchange).await?,
        None => ledger::withdraw(&mut transaction, id).await?,
    }
    transaction.commit().await?;
    Ok(())
}

async fn load(
    connection: &mut SqliteConnection,
    lanes: &[LaneKey],
) -> Result<Vec<LaneState>, DbError> {
    let mut states = Vec::with_capacity(lanes.len());
    for lane in lanes {
        let row = sqlx::query(
            "SELECT last_at, rest_until, failures, last_status, spent FROM lane WHERE name = $1",
        )
        .bind(&lane.0)
        .fetch_optional(&mut *connection)
        .await?;
        states.push(match row {
            Some(row) => LaneState {
                last_at: row.try_get::<Option<i64>, _>("last_at")?.map(instant),
                rest_until: row.try_get::<Option<i64>, _>("rest_until")?.map(instant),
                failures: row.try_get("failures")?,
                last_status: row.try_get("last_status")?,
                spent: from_json("lane", 0, row.try_get("spent")?)?,
            },
            None => LaneState::default(),
        });
    }
    Ok(states)
}

async fn store(
    connection: &mut SqliteConnection,
    lanes: &[LaneKey],
    states: &[LaneState],
) -> Result<(), DbError> {
    for (lane, state) in lanes.iter().zip(states) {
        sqlx::query(
            "INSERT INTO lane (name, last_at, rest_until, failures, last_status, spent) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (name) DO UPDATE SET \
             last_at = excluded.last_at, rest_until = excluded.rest_until, \
             failures = excluded.failures, last_status = excluded.last_status, \
             spent = excluded.spent",
        )
        .bind(&lane.0)
        .bind(state.last_at.map(micros))
        .bind(state.rest_until.map(micros))
        .bind(state.failures)
        .bind(state.last_status)
        .bind(json(&state.spent))
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// The robots.txt that is kept of an origin.
pub async fn robots(db: &Db, origin: &str) -> Result<Option<RobotsCopy>, DbError> {
    let row =
        sqlx::query("SELECT fetched_at, keep_until, problem, body FROM robots WHERE origin = $1")
            .bind(origin)
            .fetch_optional(db.reader())
            .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let content = match (row.try_get("body")?, row.try_get("problem")?) {
        (Some(body), None) => Ok(body),
        (None, Some(problem)) => Err(problem),
        _ => {
            let problem = format!("neither a file nor a problem for {origin}");
            return Err(inconsistent("robots", 0, problem));
        }
    };
    Ok(Some(RobotsCopy {
        origin: origin.to_owned(),
        fetched_at: instant(row.try_get("fetched_at")?),
        keep_until: instant(row.try_get("keep_until")?),
        content,
    }))
}

/// Keeps a robots.txt in the place of an older one, and drops those of all origins whose time is
/// over.
pub async fn keep_robots(db: &Db, copy: &RobotsCopy) -> Result<(), DbError> {
    let mut transaction = db.begin().await?;
    sqlx::query("DELETE FROM robots WHERE origin = $1 OR keep_until < $2")
        .bind(&copy.origin)
        .bind(micros(copy.fetched_at))
        .execute(&mut *transaction)
        .await?;
    sqlx::query(
        "INSERT INTO robots (origin, fetched_at, keep_until, problem, body) \
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(&copy.origin)
    .bind(micros(copy.fetched_at))
    .bind(micros(copy.keep_until))
    .bind(copy.content.as_ref().err())
    .bind(copy.content.as_ref().ok())
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(())
}
