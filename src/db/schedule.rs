//! When accounts are visited: which lane each is in, which are due, and how a visit begins and
//! ends.
//!
//! A visit begins with a durable note that moves the account's turn into the future, so that an
//! account whose page kills the program costs itself a rest and nobody else theirs.

use jiff::{SignedDuration, Timestamp};

use super::access::listed;
use super::account::{self, DueAccount};
use super::engine::{Connection, DbRow, Script, Statement, sql, write_freely};
use super::{BATCH, Db, DbError, Listed, instant, micros};
use crate::model::{Account, AccountId, PersonId, Platform};

/// Which accounts a pass is to visit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DueFilter {
    /// Only this platform.
    pub platform: Option<Platform>,
    /// Also accounts whose time has not come.
    pub early: bool,
    /// Only these accounts (at most some thousands), due or not. Empty: all that are due.
    pub ids: Vec<AccountId>,
}

impl DueFilter {
    /// Whether accounts are wanted whose time has not come.
    pub fn ignores_time(&self) -> bool {
        self.early || !self.ids.is_empty()
    }
}

/// A pass: which accounts it wants, and when it started. The bound stays where it was, so that
/// a pass ends even when accounts fall due while it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassBound {
    /// Which accounts.
    pub filter: DueFilter,
    /// When the pass started.
    pub started: Timestamp,
    /// Later than every attempt of the passes before it, wherever the clock stood then, and no
    /// later than those of this pass.
    pub mark: Timestamp,
}

impl PassBound {
    /// The bound of a pass that starts now.
    pub async fn open(db: &Db, filter: DueFilter, now: Timestamp) -> Result<Self, DbError> {
        let mut mark = now;
        // Nobody asks for the mark of a pass over accounts whose time has come.
        if filter.ignores_time() {
            let mut query = sql("SELECT max(attempted_at) FROM account WHERE 1 = 1");
            push_ids(&mut query, &filter);
            let latest: Option<i64> = query.read_value(db).await?;
            mark = mark.max(instant(latest.unwrap_or_default().saturating_add(1)));
        }
        Ok(Self {
            filter,
            started: now,
            mark,
        })
    }
}

/// A place in the order of turns: longest due first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TurnPlace {
    due_at: i64,
    account: AccountId,
}

/// An account whose turn it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueEntry {
    /// Which account.
    pub account: AccountId,
    /// Its lane.
    pub lane: String,
    /// Where to go on reading.
    pub place: TurnPlace,
}

/// Which of the accounts whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Among<'a> {
    /// All whose last visit came to an end.
    Settled,
    /// The same, of one lane.
    Lane(&'a str),
    /// Those whose last visit never ended: the program died in it.
    Troubled,
}

/// The next accounts whose turn it is, longest due first, at most `limit`; start with `None`, go
/// on with the last place. Accounts that are retired, whose person's purpose has ended or that
/// have no lane never come. Costs what it returns, however many are due or have ended.
pub async fn due(
    db: &Db,
    bound: &PassBound,
    among: Among<'_>,
    after: Option<TurnPlace>,
    limit: u32,
) -> Result<Vec<DueEntry>, DbError> {
    let mut query = sql(
        "SELECT due_at, id, lane FROM account WHERE watched = 1 AND lane IS NOT NULL AND attempts ",
    );
    query.push(if among == Among::Troubled {
        "> 0"
    } else {
        "= 0"
    });
    if let Among::Lane(lane) = among {
        query.push(" AND lane = ").push_bind(lane);
    }
    push_filter(&mut query, bound);
    if let Some(place) = after {
        query.push(" AND (due_at, id) > (").push_bind(place.due_at);
        query.push(", ").push_bind(place.account.0).push(")");
    }
    query.push(" ORDER BY due_at, id LIMIT ").push_bind(limit);
    let rows = query.read_all(db).await?;
    let entry = |row: &DbRow| {
        let account = AccountId(row.get("id")?);
        Ok(DueEntry {
            account,
            lane: row.get("lane")?,
            place: TurnPlace {
                due_at: row.get("due_at")?,
                account,
            },
        })
    };
    rows.iter().map(entry).collect()
}

/// How many accounts a pass is to visit.
pub async fn count_due(db: &Db, bound: &PassBound) -> Result<u64, DbError> {
    let mut query = sql("SELECT count(*) FROM account WHERE watched = 1 AND lane IS NOT NULL");
    push_filter(&mut query, bound);
    let count: i64 = query.read_value(db).await?;
    Ok(count.unsigned_abs())
}

fn push_filter(query: &mut Statement, bound: &PassBound) {
    let filter = &bound.filter;
    if let Some(platform) = filter.platform {
        query.push(" AND platform = ").push_bind(platform.as_str());
    }
    push_ids(query, filter);
    if filter.ignores_time() {
        // A visit moves an account behind those that wait: without this it would come again.
        query.push(" AND coalesce(attempted_at, 0) < ");
        query.push_bind(micros(bound.mark));
    } else {
        query.push(" AND due_at <= ");
        query.push_bind(micros(bound.started));
    }
}

fn push_ids(query: &mut Statement, filter: &DueFilter) {
    if !filter.ids.is_empty() {
        query.push(" AND id");
        query.push_list(filter.ids.iter().map(|id| id.0));
    }
}

/// Notes durably that a visit begins, and moves the account's turn by `rest` of its failures;
/// `None` when the account was visited or retired since it was drawn. Of an account whose row, or
/// whose person's, cannot be read the turn is moved as well.
pub async fn begin_visit(
    db: &Db,
    id: AccountId,
    bound: &PassBound,
    now: Timestamp,
    rest: impl Fn(u32) -> SignedDuration,
) -> Result<Option<Listed<DueAccount>>, DbError> {
    write_freely!(db, |transaction| {
        let mut query = sql("SELECT attempts FROM account WHERE watched = 1 \
         AND (SELECT purpose_ends FROM person WHERE person.id = person_id) >= ");
        // Asked once more of the person: nobody is visited after the purpose ended.
        query.push_bind(account::local_day(now).to_string());
        query.push(" AND id = ").push_bind(id.0);
        push_filter(&mut query, bound);
        query.push(transaction.engine().for_update());
        let attempts: Option<i64> = query.find_value(transaction).await?;
        let Some(attempts) = attempts else {
            return Ok(None);
        };
        let due = listed(id.0, account::read(transaction, id).await)?;
        let failures = due.as_ref().map_or(0, |due| due.failures);
        let attempts = u32::try_from(attempts).unwrap_or(u32::MAX);
        // The clock may have gone back since the pass started; the turn must not.
        let due_at = now.max(bound.started);
        let due_at = due_at.saturating_add(rest(failures.saturating_add(attempts)));
        sql("UPDATE account SET due_at = $2, attempted_at = $3, attempts = attempts + 1 WHERE id = $1")
        .bind(id.0)
        .bind(micros(due_at.unwrap_or(Timestamp::MAX)))
        .bind(micros(now.max(bound.mark)))
        .execute(transaction)
        .await?;
        Ok(Some(due))
    })
}

/// How a visit ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VisitEnd<'a> {
    /// Well: failures are forgotten.
    Done {
        /// When to come again.
        due_at: Timestamp,
    },
    /// The account could not be read.
    Failed {
        /// One sentence for the operator.
        error: &'a str,
        /// When to try again.
        due_at: Timestamp,
    },
    /// robots.txt closes it: no failure, and nothing is known of the account.
    Closed {
        /// One sentence for the operator.
        reason: &'a str,
        /// Whether it was open until now. What a platform said of an account before stays.
        newly: bool,
        /// When to ask again whether it is open.
        due_at: Timestamp,
    },
    /// Its lane rests, no worker was free, or a row cannot be read: nothing was learnt about the
    /// account.
    PutOff {
        /// One sentence for the operator.
        error: &'a str,
        /// When to try again.
        due_at: Timestamp,
    },
    /// The pass was told to stop: the account is due as before.
    Interrupted {
        /// When it was due.
        due_at: Timestamp,
    },
}

/// Notes the end of a visit. Pages saved in it stay, and so does the cursor.
pub async fn end_visit(
    db: &Db,
    id: AccountId,
    now: Timestamp,
    end: VisitEnd<'_>,
) -> Result<(), DbError> {
    let mut query = sql("UPDATE account SET attempts = 0, due_at = ");
    let (VisitEnd::Done { due_at }
    | VisitEnd::Failed { due_at, .. }
    | VisitEnd::Closed { due_at, .. }
    | VisitEnd::PutOff { due_at, .. }
    | VisitEnd::Interrupted { due_at }) = end;
    query.push_bind(micros(due_at));
    match end {
        VisitEnd::Done { .. } => {
            query.push(", failures = 0, last_error = NULL, crawled_at = ");
            query.push_bind(micros(now));
        }
        VisitEnd::Failed { error, .. } => {
            query.push(", failures = failures + 1, last_error = ");
            query.push_bind(error).push(", crawled_at = ");
            query.push_bind(micros(now));
        }
        VisitEnd::Closed { reason, newly, .. } => {
            query.push(", failures = 0, last_error = ");
            query.push_bind(reason).push(", crawled_at = ");
            query.push_bind(micros(now));
            if newly {
                // No capture of the account says so.
                query.push(", state = 'closed', state_capture_id = NULL, state_at = ");
                query.push_bind(micros(now));
            }
        }
        VisitEnd::PutOff { error, .. } => {
            query.push(", last_error = ").push_bind(error);
        }
        VisitEnd::Interrupted { .. } => {}
    }
    query.push(" WHERE id = ").push_bind(id.0);
    write_freely!(db, |transaction| {
        let done = query.execute(transaction).await?;
        if done == 0 {
            return Err(account::unknown(id));
        }
        Ok(())
    })
}

/// Watched accounts that have no lane yet, by number, those after `after`.
pub async fn unplaced(
    db: &Db,
    after: AccountId,
    limit: u32,
) -> Result<Vec<Listed<Account>>, DbError> {
    let rows = sql(
        "SELECT id, person_id, platform, address, stable_id, state FROM account \
         WHERE watched = 1 AND lane IS NULL AND id > $1 ORDER BY id LIMIT $2",
    )
    .bind(after.0)
    .bind(limit)
    .read_all(db)
    .await?;
    rows.iter()
        .map(|row| listed(row.get("id")?, account::account(row)))
        .collect()
}

/// Puts accounts into lanes; those without one are not watched.
pub async fn place(db: &Db, places: &[(AccountId, Option<String>)]) -> Result<(), DbError> {
    write_freely!(db, |transaction| {
        for (account, lane) in places {
            sql("UPDATE account SET lane = $2, watched = $3 WHERE id = $1")
                .bind(account.0)
                .bind(lane)
                .bind(i64::from(lane.is_some()))
                .execute(transaction)
                .await?;
        }
        Ok(())
    })
}

/// Takes accounts out of the turns whose person's purpose ended before today, by the calendar
/// of Jakarta. Reads only those that ended since it was last asked.
pub async fn end_purposes(db: &Db, now: Timestamp) -> Result<(), DbError> {
    write_freely!(db, |transaction| {
        sql("UPDATE account SET watched = 0 WHERE watched = 1 AND watched_until < $1")
            .bind(account::local_day(now).to_string())
            .execute(transaction)
            .await?;
        Ok(())
    })
}

/// Makes accounts due now whose turn lies beyond `furthest`, and says how many: no visit puts the
/// next one off so far, so it was noted while the clock was ahead, or by settings that were
/// changed since.
pub async fn bring_forward(db: &Db, now: Timestamp, furthest: Timestamp) -> Result<u64, DbError> {
    write_freely!(db, |transaction| {
        let mut brought = 0;
        // One statement for each of the indices that the turns are in.
        for attempts in ["= 0", "> 0"] {
            let mut query = sql("UPDATE account SET due_at = ");
            query.push_bind(micros(now));
            query
                .push(" WHERE watched = 1 AND attempts ")
                .push(attempts);
            query.push(" AND due_at > ").push_bind(micros(furthest));
            let done = query.execute(transaction).await?;
            brought += done;
        }
        Ok(brought)
    })
}

/// Makes accounts due again in whose only attempt since a visit came to an end the program died,
/// if there are several: it is not known whose page it was, and the others must not wait for
/// that one. They are visited one at a time, so the next death tells. Call it while no pass runs.
pub async fn absolve(db: &Db, now: Timestamp) -> Result<(), DbError> {
    write_freely!(db, |transaction| {
        // "> 0" is what the index of the troubled says.
        sql(
            "UPDATE account SET due_at = $1 WHERE watched = 1 AND attempts > 0 AND attempts = 1 \
         AND due_at > $1 AND 1 < (SELECT count(*) FROM account AS other \
         WHERE other.watched = 1 AND other.attempts > 0 AND other.attempts = 1)",
        )
        .bind(micros(now))
        .execute(transaction)
        .await?;
        Ok(())
    })
}

const FOLLOW: &str = "UPDATE account SET watched = CASE WHEN retired_at IS NULL THEN 1 ELSE 0 END, \
     watched_until = (SELECT purpose_ends FROM person WHERE person.id = person_id), \
     lane = CASE WHEN watched = 1 THEN lane END WHERE person_id = ";

/// Makes the turns of a person's accounts follow what the registry says now: called wherever a
/// purpose or a retirement changes.
pub(crate) async fn follow_registry(
    connection: &mut Connection,
    person: PersonId,
) -> Result<(), DbError> {
    let mut follow = sql(FOLLOW);
    follow.push_bind(person.0);
    follow.execute(connection).await?;
    Ok(())
}

/// The same as one statement of several.
pub(crate) fn push_follow(script: &mut Script, person: PersonId) {
    script.statement(FOLLOW).push_bind(person.0);
}

/// Why an account is not visited although it was asked for by number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unwatched {
    /// There is no such account.
    Unknown,
    /// It was retired.
    Retired(Timestamp),
    /// The purpose for which it was watched has ended.
    Ended(String),
    /// Its platform cannot be crawled.
    NotCrawled,
    /// It is on another platform than the pass was for.
    OtherPlatform,
    /// The pass ended before its turn.
    NotReached,
}

/// An account that is not watched: platform and address for people, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnwatchedAccount {
    /// Which account.
    pub account: AccountId,
    /// Platform and address; empty when it is unknown.
    pub address: String,
    /// Why it is not visited.
    pub why: Unwatched,
}

/// Accounts of a platform that were passed over because it is not crawled: those that would be
/// watched otherwise. Asked after they were [placed](place).
pub async fn uncrawled(db: &Db, platform: Platform, now: Timestamp) -> Result<u64, DbError> {
    let count: i64 = sql(
        "SELECT count(*) FROM account WHERE platform = $1 AND watched = 0 AND lane IS NULL \
         AND retired_at IS NULL AND watched_until >= $2",
    )
    .bind(platform.as_str())
    .bind(account::local_day(now).to_string())
    .read_value(db)
    .await?;
    Ok(count.unsigned_abs())
}

/// Those of the accounts asked for by number that a pass did not visit, asked after it.
pub async fn unwatched(db: &Db, bound: &PassBound) -> Result<Vec<UnwatchedAccount>, DbError> {
    let mut found = Vec::new();
    for batch in bound.filter.ids.chunks(BATCH) {
        let mut query = sql(
            "SELECT id, platform, platform || ' ' || address AS address, retired_at, \
             watched_until, watched, lane IS NULL AS unplaced, attempted_at FROM account WHERE id",
        );
        query.push_list(batch.iter().map(|id| id.0));
        let rows = query.read_all(db).await?;
        let mut known = std::collections::HashMap::new();
        for row in &rows {
            known.insert(row.get::<i64>("id")?, row);
        }
        for &account in batch {
            let row = known.get(&account.0);
            if let Some(why) = row.map_or(Ok(Some(Unwatched::Unknown)), |row| {
                why_unwatched(row, bound)
            })? {
                let address = row.map(|row| row.get("address")).transpose()?;
                let address = address.unwrap_or_default();
                found.push(UnwatchedAccount {
                    account,
                    address,
                    why,
                });
            }
        }
    }
    Ok(found)
}

fn why_unwatched(row: &DbRow, bound: &PassBound) -> Result<Option<Unwatched>, DbError> {
    if row.get::<i64>("watched")? == 1 {
        return why_passed_over(row, bound);
    }
    if let Some(at) = row.get::<Option<i64>>("retired_at")? {
        return Ok(Some(Unwatched::Retired(instant(at))));
    }
    if row.get::<bool>("unplaced")? {
        return Ok(Some(Unwatched::NotCrawled));
    }
    Ok(Some(Unwatched::Ended(row.get("watched_until")?)))
}

fn why_passed_over(row: &DbRow, bound: &PassBound) -> Result<Option<Unwatched>, DbError> {
    let platform: String = row.get("platform")?;
    let wanted = bound.filter.platform;
    if wanted.is_some_and(|wanted| wanted.as_str() != platform) {
        return Ok(Some(Unwatched::OtherPlatform));
    }
    let attempted: Option<i64> = row.get("attempted_at")?;
    let visited = attempted.is_some_and(|at| at >= micros(bound.mark));
    Ok((!visited).then_some(Unwatched::NotReached))
}
