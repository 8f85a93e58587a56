//! Accounts as the crawler sees them: what is due, where each stands, how a pass ended.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection};

use super::page::PageToSave;
use super::{Db, DbError, inconsistent, ledger, micros, push_list};
use crate::model::{
    Account, AccountId, AccountState, Cursor, Exchange, KnownPost, NativeId, PersonId, PersonKind,
    Platform, RegionCode,
};

/// An account with what a pass over it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueAccount {
    /// The account.
    pub account: Account,
    /// Person or agency.
    pub kind: PersonKind,
    /// Where the person serves now.
    pub region: RegionCode,
    /// Where the last saved page left off.
    pub cursor: Option<Cursor>,
    /// Passes that failed since the last one that did not.
    pub failures: u32,
}

/// Which of the due accounts are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DueFilter {
    /// Only this platform.
    pub platform: Option<Platform>,
    /// Also accounts whose time has not come.
    pub early: bool,
    /// Only these accounts (at most some thousands), due or not. Empty: all that are due.
    pub ids: Vec<AccountId>,
    /// At most so many, the longest due first.
    pub limit: Option<u32>,
}

const SELECT: &str = "SELECT account.id, person_id, platform, address, stable_id, state, cursor, \
     failures, kind, region FROM account JOIN person ON person.id = person_id ";

/// Accounts whose time has come, longest due first. Accounts that are retired, and those whose
/// person's purpose has ended, never come. The last day of a purpose counts by the clock of
/// Jakarta.
pub async fn due(db: &Db, now: Timestamp, filter: &DueFilter) -> Result<Vec<DueAccount>, DbError> {
    let mut query = QueryBuilder::<Sqlite>::new(SELECT);
    query.push("WHERE retired_at IS NULL AND purpose_ends >= ");
    query.push_bind(local_day(now).to_string());
    if let Some(platform) = filter.platform {
        query.push(" AND platform = ").push_bind(platform.as_str());
    }
    if filter.ids.is_empty() && !filter.early {
        query.push(" AND due_at <= ").push_bind(micros(now));
    }
    if !filter.ids.is_empty() {
        query.push(" AND account.id");
        push_list(&mut query, filter.ids.iter().map(|id| id.0));
    }
    query.push(" ORDER BY due_at, account.id LIMIT ");
    query.push_bind(filter.limit.map_or(-1, i64::from));
    let rows = query.build().fetch_all(db.reader()).await?;
    rows.iter().map(due_account).collect()
}

/// One account, retired or not.
pub async fn get(db: &Db, id: AccountId) -> Result<DueAccount, DbError> {
    let mut query = QueryBuilder::<Sqlite>::new(SELECT);
    query.push("WHERE account.id = ").push_bind(id.0);
    let row = query.build().fetch_optional(db.reader()).await?;
    due_account(&row.ok_or_else(|| unknown(id))?)
}

/// The day in Jakarta, by which purposes end.
pub(crate) fn local_day(now: Timestamp) -> jiff::civil::Date {
    let jakarta = crate::model::TimeZone::Wib.offset();
    now.to_zoned(TimeZone::fixed(jakarta)).date()
}

fn unknown(id: AccountId) -> DbError {
    DbError::Unknown {
        what: "account",
        id: id.0,
    }
}

fn due_account(row: &SqliteRow) -> Result<DueAccount, DbError> {
    let id: i64 = row.try_get("id")?;
    let broken = |what: &str, text: &str| inconsistent("account", id, format!("{what} {text:?}"));
    let platform: String = row.try_get("platform")?;
    let state: String = row.try_get("state")?;
    let kind: String = row.try_get("kind")?;
    let region: String = row.try_get("region")?;
    Ok(DueAccount {
        account: Account {
            id: AccountId(id),
            person: PersonId(row.try_get("person_id")?),
            platform: platform
                .parse()
                .map_err(|_| broken("platform", &platform))?,
            address: row.try_get("address")?,
            stable_id: row.try_get("stable_id")?,
            state: AccountState::from_name(&state).ok_or_else(|| broken("state", &state))?,
        },
        kind: if kind == "agency" {
            PersonKind::Agency
        } else {
            PersonKind::Person
        },
        region: region.parse().map_err(|_| broken("region", &region))?,
        cursor: row.try_get::<Option<String>, _>("cursor")?.map(Cursor),
        failures: row.try_get("failures")?,
    })
}

/// Which posts deserve a second look.
#[derive(Debug, Clone, Copy)]
pub struct SecondLook {
    /// Only posts of this time or later.
    pub posted_since: Timestamp,
    /// Only posts that were not seen since.
    pub seen_before: Timestamp,
    /// At most so many.
    pub limit: u32,
}

/// Visible posts for a second look, least recently seen first.
pub async fn recheck_candidates(
    db: &Db,
    account: AccountId,
    look: SecondLook,
) -> Result<Vec<KnownPost>, DbError> {
    let rows = sqlx::query(
        "SELECT native_id, url FROM post WHERE account_id = $1 AND posted_at >= $2 \
         AND last_seen_at < $3 AND not_visible_at IS NULL ORDER BY last_seen_at, id LIMIT $4",
    )
    .bind(account.0)
    .bind(micros(look.posted_since))
    .bind(micros(look.seen_before))
    .bind(look.limit)
    .fetch_all(db.reader())
    .await?;
    let known = |row: &SqliteRow| {
        Ok(KnownPost {
            native_id: NativeId(row.try_get("native_id")?),
            url: row.try_get("url")?,
        })
    };
    rows.iter().map(known).collect()
}

/// Ends a pass that went well: failures are forgotten, the next pass is set.
pub async fn finish_pass(
    db: &Db,
    account: AccountId,
    at: Timestamp,
    due_at: Timestamp,
) -> Result<(), DbError> {
    let mut transaction = db.begin().await?;
    let done = sqlx::query(
        "UPDATE account SET crawled_at = $2, due_at = $3, failures = 0, last_error = NULL \
         WHERE id = $1",
    )
    .bind(account.0)
    .bind(micros(at))
    .bind(micros(due_at))
    .execute(&mut *transaction)
    .await?;
    if done.rows_affected() == 0 {
        return Err(unknown(account));
    }
    transaction.commit().await?;
    Ok(())
}

/// A pass that ended badly.
#[derive(Debug, Clone, Copy)]
pub struct Failure<'a> {
    /// Whose pass.
    pub account: AccountId,
    /// Requests that left and belong to no saved page.
    pub exchanges: &'a [Exchange],
    /// One sentence for the operator.
    pub error: &'a str,
    /// When it failed.
    pub at: Timestamp,
    /// When to try again.
    pub due_at: Timestamp,
}

/// Records a failed pass with its requests. Pages saved before it stay, and so does the cursor.
pub async fn save_failure(db: &Db, failure: &Failure<'_>) -> Result<(), DbError> {
    let mut transaction = db.begin().await?;
    let done = sqlx::query(
        "UPDATE account SET crawled_at = $2, due_at = $3, failures = failures + 1, \
         last_error = $4 WHERE id = $1",
    )
    .bind(failure.account.0)
    .bind(micros(failure.at))
    .bind(micros(failure.due_at))
    .bind(failure.error)
    .execute(&mut *transaction)
    .await?;
    if done.rows_affected() == 0 {
        return Err(unknown(failure.account));
    }
    ledger::insert(&mut transaction, Some(failure.account), failure.exchanges).await?;
    transaction.commit().await?;
    Ok(())
}

/// What saving a page must know of the account.
pub(crate) struct Owner {
    address: String,
    state: String,
    seen_address: Option<String>,
    /// Where the person serves.
    pub(crate) region: String,
}

pub(crate) async fn owner(
    connection: &mut SqliteConnection,
    account: AccountId,
) -> Result<Owner, DbError> {
    let row = sqlx::query(
        "SELECT address, state, seen_address, region FROM account \
         JOIN person ON person.id = person_id WHERE account.id = $1",
    )
    .bind(account.0)
    .fetch_optional(connection)
    .await?
    .ok_or_else(|| unknown(account))?;
    Ok(Owner {
        address: row.try_get("address")?,
        state: row.try_get("state")?,
        seen_address: row.try_get("seen_address")?,
        region: row.try_get("region")?,
    })
}

/// Moves the cursor and takes over what the platform says of the account. A permanent identifier
/// is kept from the first time on: another one under the same address is another account.
pub(crate) async fn save_position(
    connection: &mut SqliteConnection,
    page: &PageToSave<'_>,
    owner: &Owner,
) -> Result<(), DbError> {
    let identity = page.identity;
    let state = match page.state {
        Some(state) => state.as_str(),
        None => &owner.state,
    };
    let seen_address = match identity.and_then(|identity| identity.address.as_deref()) {
        Some(address) if same_address(address, &owner.address) => None,
        Some(address) => Some(address),
        None => owner.seen_address.as_deref(),
    };
    sqlx::query(
        "UPDATE account SET cursor = coalesce($2, cursor), \
         stable_id = coalesce(stable_id, $3), display_name = coalesce($4, display_name), \
         seen_address = $5, state_at = CASE WHEN $7 THEN $8 ELSE state_at END, state = $6 \
         WHERE id = $1",
    )
    .bind(page.account.0)
    .bind(page.cursor.map(|cursor| cursor.0.as_str()))
    .bind(identity.and_then(|identity| identity.stable_id.as_deref()))
    .bind(identity.and_then(|identity| identity.display_name.as_deref()))
    .bind(seen_address)
    .bind(state)
    .bind(page.state.is_some())
    .bind(micros(page.capture.fetched_at))
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether two spellings mean one address: case, a leading `@` and a closing slash say nothing.
fn same_address(one: &str, other: &str) -> bool {
    let plain = |text: &str| {
        let text = text.trim().trim_start_matches('@').trim_end_matches('/');
        text.to_lowercase()
    };
    plain(one) == plain(other)
}
