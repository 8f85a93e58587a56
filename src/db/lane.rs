//! Lanes: their state, read and written under the write lock, so that all processes that share
//! the database keep one pace.

use super::engine::{Connection, sql, write_freely};
use super::{Db, DbError, from_json, inconsistent, instant, json, ledger, micros};
use crate::model::{AccountId, Exchange, ExchangeId, LaneKey, LaneState, RobotsCopy};

/// Shows `decide` the lanes, in their order and alone among all processes. The lanes as it leaves
/// them, and the line of the ledger when it gives one, are durable before this returns.
pub async fn reserve(
    db: &Db,
    lanes: &[LaneKey],
    account: Option<AccountId>,
    mut decide: impl FnMut(&mut [LaneState]) -> Option<Exchange>,
) -> Result<Option<ExchangeId>, DbError> {
    write_freely!(db, |transaction| {
        let before = load(transaction, lanes).await?;
        let mut states = before.clone();
        let line = decide(&mut states);
        if states != before {
            store(transaction, lanes, &states).await?;
        }
        let id = match line {
            Some(line) => Some(ledger::enter(transaction, account, &line).await?),
            None => None,
        };
        Ok(id)
    })
}

/// Completes a line of the ledger, or takes it back (`None`) because the request never left, and
/// lets `amend` change the lanes, alone among all processes.
pub async fn settle(
    db: &Db,
    id: ExchangeId,
    exchange: Option<&Exchange>,
    lanes: &[LaneKey],
    mut amend: impl FnMut(&mut [LaneState]),
) -> Result<(), DbError> {
    write_freely!(db, |transaction| {
        let mut states = load(transaction, lanes).await?;
        amend(&mut states);
        store(transaction, lanes, &states).await?;
        match exchange {
            Some(exchange) => ledger::complete(transaction, id, exchange).await?,
            None => ledger::withdraw(transaction, id).await?,
        }
        Ok(())
    })
}

/// Reads lanes and keeps them from others until the transaction ends. They are taken in the order
/// of their names, so that two who want the same never wait for each other.
async fn load(connection: &mut Connection, lanes: &[LaneKey]) -> Result<Vec<LaneState>, DbError> {
    let mut states = vec![LaneState::default(); lanes.len()];
    let mut order: Vec<usize> = (0..lanes.len()).collect();
    order.sort_by(|one, other| lanes[*one].0.cmp(&lanes[*other].0));
    for place in order {
        states[place] = take(connection, &lanes[place]).await?;
    }
    Ok(states)
}

/// The state of a lane. A row that is not there cannot be kept from others, so it is made.
async fn take(connection: &mut Connection, lane: &LaneKey) -> Result<LaneState, DbError> {
    let mut query =
        sql("SELECT last_at, rest_until, failures, last_status, spent FROM lane WHERE name = ");
    query
        .push_bind(&lane.0)
        .push(connection.engine().for_update());
    loop {
        if let Some(row) = query.fetch_optional(connection).await? {
            return Ok(LaneState {
                last_at: row.get::<Option<i64>>("last_at")?.map(instant),
                rest_until: row.get::<Option<i64>>("rest_until")?.map(instant),
                failures: row.get("failures")?,
                last_status: row.get("last_status")?,
                spent: from_json("lane", 0, row.get("spent")?)?,
            });
        }
        sql(
            "INSERT INTO lane (name, failures, spent) VALUES ($1, $2, $3) \
             ON CONFLICT (name) DO NOTHING",
        )
        .bind(&lane.0)
        .bind(LaneState::default().failures)
        .bind(json(&LaneState::default().spent))
        .execute(connection)
        .await?;
    }
}

async fn store(
    connection: &mut Connection,
    lanes: &[LaneKey],
    states: &[LaneState],
) -> Result<(), DbError> {
    for (lane, state) in lanes.iter().zip(states) {
        sql(
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
        .execute(connection)
        .await?;
    }
    Ok(())
}

/// The robots.txt that is kept of an origin.
pub async fn robots(db: &Db, origin: &str) -> Result<Option<RobotsCopy>, DbError> {
    let row = sql("SELECT fetched_at, keep_until, problem, body FROM robots WHERE origin = $1")
        .bind(origin)
        .read_first(db)
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let content = match (row.get("body")?, row.get("problem")?) {
        (Some(body), None) => Ok(body),
        (None, Some(problem)) => Err(problem),
        _ => {
            let problem = format!("neither a file nor a problem for {origin}");
            return Err(inconsistent("robots", 0, problem));
        }
    };
    Ok(Some(RobotsCopy {
        origin: origin.to_owned(),
        fetched_at: instant(row.get("fetched_at")?),
        keep_until: instant(row.get("keep_until")?),
        content,
    }))
}

/// Keeps a robots.txt in the place of an older one, and drops those of all origins whose time is
/// over.
pub async fn keep_robots(db: &Db, copy: &RobotsCopy) -> Result<(), DbError> {
    write_freely!(db, |transaction| {
        sql("DELETE FROM robots WHERE keep_until < $1")
            .bind(micros(copy.fetched_at))
            .execute(transaction)
            .await?;
        sql(
            "INSERT INTO robots (origin, fetched_at, keep_until, problem, body) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (origin) DO UPDATE SET \
         fetched_at = excluded.fetched_at, keep_until = excluded.keep_until, \
         problem = excluded.problem, body = excluded.body",
        )
        .bind(&copy.origin)
        .bind(micros(copy.fetched_at))
        .bind(micros(copy.keep_until))
        .bind(copy.content.as_ref().err())
        .bind(copy.content.as_ref().ok())
        .execute(transaction)
        .await?;
        Ok(())
    })
}
