//! Counts that tell how an installation does.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::engine::{Connection, DbRow, sql};
use super::pass::{PassRecord, last_pass};
use super::registry::registry_version;
use super::strict::RowOf;
use super::{Db, DbError, instant, micros};
use crate::model::{AccountId, Platform};

/// Of how long refusals are counted.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);
/// More failing accounts than this have one cause, which the first ones show.
pub const MOST_FAILING: u32 = 50;

/// An account that cannot be read, and what is known of why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FailingAccount {
    /// Which.
    pub account: AccountId,
    /// Platform and address.
    pub address: String,
    /// Passes that failed since the last one that did not.
    pub failures: u32,
    /// When it is tried again.
    pub due_at: Timestamp,
    /// One sentence with what to do.
    pub reason: String,
}

/// How an installation does, in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    /// Persons and agencies.
    pub persons: i64,
    /// The number of the register's last change: it grows with every change.
    pub registry_version: i64,
    /// The pass that began last, with the register it went by.
    pub last_pass: Option<PassRecord>,
    /// Accounts that were visited since that pass began.
    pub last_pass_accounts: i64,
    /// Those of them whose visit failed.
    pub last_pass_failed: i64,
    /// Accounts that are not retired, by platform.
    pub accounts_by_platform: BTreeMap<String, i64>,
    /// Accounts that are not retired, by what the platform last said of them.
    pub accounts_by_state: BTreeMap<String, i64>,
    /// Retired accounts.
    pub accounts_retired: i64,
    /// Accounts that are not retired and whose last pass failed.
    pub accounts_failing: i64,
    /// The accounts whose last pass failed, those that failed most often first: at most
    /// [`MOST_FAILING`].
    pub failing: Vec<FailingAccount>,
    /// Accounts that are crawled and whose time has come.
    pub accounts_due: i64,
    /// Accounts that are not retired and are never due, because their posts are collected by
    /// import or capture.
    pub accounts_by_import_or_capture: i64,
    /// Accounts that are not retired and were never visited.
    #[serde(skip)]
    pub accounts_unvisited: i64,
    /// Posts.
    pub posts: i64,
    /// Posts no longer visible.
    pub posts_not_visible: i64,
    /// Posts by band of the latest assessment.
    pub posts_by_band: BTreeMap<String, i64>,
    /// Revisions of posts.
    pub revisions: i64,
    /// Captured exchanges.
    pub captures: i64,
    /// Requests that left.
    pub exchanges: i64,
    /// Requests to which something came that is no answer of HTTP; it is kept.
    pub exchanges_unread: i64,
    /// Requests that left before they were allowed to; anything but 0 is a defect.
    pub over_allowance: i64,
    /// End of the last pass.
    pub last_crawl: Option<Timestamp>,
    /// Posts whose document in the search index is out of date.
    pub pending_index: i64,
    /// What was refused within the last day, by what the audit log calls it.
    pub refused_in_a_day: BTreeMap<String, i64>,
    /// Size of the database, without its write-ahead log.
    pub database_bytes: i64,
}

/// The accounts that were visited since the last pass began.
const OF_LAST_PASS: &str = "FROM account \
     WHERE crawled_at >= (SELECT started_at FROM pass ORDER BY id DESC LIMIT 1)";

/// Counts everything at `now`, in one read transaction, so that the numbers fit together.
pub async fn status(db: &Db, now: Timestamp) -> Result<Status, DbError> {
    let mut transaction = db.snapshot().await?;
    let row = numbers(db, &mut transaction).await?;
    let accounts_by_platform = counts(
        &mut transaction,
        "SELECT platform, count(*) FROM account WHERE retired_at IS NULL GROUP BY 1",
    )
    .await?;
    let due = due_by_platform(&mut transaction, now).await?;
    Ok(Status {
        persons: row.get("persons")?,
        registry_version: registry_version(&mut transaction).await?,
        last_pass: last_pass(&mut transaction).await?,
        last_pass_accounts: row.get("last_pass_accounts")?,
        last_pass_failed: row.get("last_pass_failed")?,
        accounts_due: sum(&due, true),
        accounts_by_import_or_capture: sum(&accounts_by_platform, false),
        accounts_by_platform,
        accounts_by_state: counts(
            &mut transaction,
            "SELECT state, count(*) FROM account WHERE retired_at IS NULL GROUP BY 1",
        )
        .await?,
        accounts_retired: row.get("accounts_retired")?,
        accounts_failing: row.get("accounts_failing")?,
        failing: failing(&mut transaction).await?,
        accounts_unvisited: row.get("accounts_unvisited")?,
        posts: row.get("posts")?,
        posts_not_visible: row.get("posts_not_visible")?,
        posts_by_band: counts(
            &mut transaction,
            "SELECT band, count(*) FROM post GROUP BY 1",
        )
        .await?,
        revisions: row.get("revisions")?,
        captures: row.get("captures")?,
        exchanges: row.get("exchanges")?,
        exchanges_unread: row.get("exchanges_unread")?,
        over_allowance: row.get("over_allowance")?,
        last_crawl: row.get::<Option<i64>>("last_crawl")?.map(instant),
        pending_index: row.get("pending_index")?,
        refused_in_a_day: refused_since(&mut transaction, now - A_DAY).await?,
        database_bytes: row.get("database_bytes")?,
    })
}

/// What is counted alone.
async fn numbers(db: &Db, connection: &mut Connection) -> Result<DbRow, DbError> {
    let mut numbers = sql("SELECT (SELECT count(*) FROM person) AS persons, \
         (SELECT count(*) FROM account WHERE retired_at IS NOT NULL) AS accounts_retired, \
         (SELECT count(*) FROM account WHERE retired_at IS NULL AND failures > 0) \
         AS accounts_failing, \
         (SELECT count(*) FROM account WHERE retired_at IS NULL AND crawled_at IS NULL) \
         AS accounts_unvisited, \
         (SELECT count(*) FROM post) AS posts, \
         (SELECT count(*) FROM post WHERE not_visible_at IS NOT NULL) AS posts_not_visible, \
         (SELECT count(*) FROM revision) AS revisions, \
         (SELECT count(*) FROM capture) AS captures, \
         (SELECT count(*) FROM exchange) AS exchanges, \
         (SELECT count(*) FROM exchange WHERE outcome = 'unread') AS exchanges_unread, \
         (SELECT count(*) FROM exchange WHERE sent_at < allowed_at) AS over_allowance, \
         (SELECT max(crawled_at) FROM account) AS last_crawl, \
         (SELECT count(*) FROM index_pending) AS pending_index, \
         ");
    numbers
        .push(db.engine().database_bytes())
        .push(" AS database_bytes, (SELECT count(*) ")
        .push(OF_LAST_PASS)
        .push(") AS last_pass_accounts, (SELECT count(*) ")
        .push(OF_LAST_PASS)
        .push(" AND failures > 0) AS last_pass_failed");
    numbers.fetch_one(connection).await
}

async fn refused_since(
    connection: &mut Connection,
    since: Timestamp,
) -> Result<BTreeMap<String, i64>, DbError> {
    let rows = sql(
        "SELECT action, count(*) FROM audit WHERE at > $1 AND action IN ('login_failed', \
         'login_refused', 'code_failed', 'code_reused', 'password_failed', 'refused', \
         'not_found', 'throttled', 'forged_form', 'input_refused') GROUP BY action",
    )
    .bind(micros(since))
    .fetch_all(connection)
    .await?;
    named(&rows)
}

async fn failing(connection: &mut Connection) -> Result<Vec<FailingAccount>, DbError> {
    let rows = sql(
        "SELECT id, platform || ' ' || address AS address, failures, due_at, last_error \
         FROM account WHERE retired_at IS NULL AND failures > 0 \
         ORDER BY failures DESC, id LIMIT $1",
    )
    .bind(MOST_FAILING)
    .fetch_all(connection)
    .await?;
    rows.iter().map(failing_account).collect()
}

fn failing_account(row: &DbRow) -> Result<FailingAccount, DbError> {
    let row = RowOf::new(row, "account", "id")?;
    Ok(FailingAccount {
        account: AccountId(row.id()),
        address: row.get("address")?,
        failures: row.get("failures")?,
        due_at: row.instant("due_at")?,
        reason: row.get::<Option<String>>("last_error")?.unwrap_or_default(),
    })
}

async fn counts(
    connection: &mut Connection,
    text: &'static str,
) -> Result<BTreeMap<String, i64>, DbError> {
    named(&sql(text).fetch_all(connection).await?)
}

fn named(rows: &[DbRow]) -> Result<BTreeMap<String, i64>, DbError> {
    let each = rows.iter().map(|row| Ok((row.at(0)?, row.at(1)?)));
    each.collect()
}

async fn due_by_platform(
    connection: &mut Connection,
    now: Timestamp,
) -> Result<BTreeMap<String, i64>, DbError> {
    let rows = sql(
        "SELECT platform, count(*) FROM account JOIN person ON person.id = person_id \
         WHERE retired_at IS NULL AND due_at <= $1 AND purpose_ends >= $2 GROUP BY platform",
    )
    .bind(micros(now))
    .bind(super::account::local_day(now).to_string())
    .fetch_all(connection)
    .await?;
    named(&rows)
}

/// The accounts on platforms that are crawled, or that are not.
fn sum(by_platform: &BTreeMap<String, i64>, crawled: bool) -> i64 {
    let is_crawled = |name: &str| name.parse().is_ok_and(Platform::is_crawled);
    let wanted = by_platform
        .iter()
        .filter(|(name, _)| is_crawled(name) == crawled);
    wanted.map(|(_, count)| count).sum()
}
