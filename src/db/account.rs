//! Accounts as the crawler sees them: what is due, where each stands, what deserves a second look.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::engine::{Connection, DbRow, again, sql};
use super::strict::RowOf;
use super::{Db, DbError, micros};
use crate::model::{
    Account, AccountId, Cursor, KnownPost, NativeId, PersonId, PersonKind, RegionCode,
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
    /// When its next visit is due.
    pub due_at: Timestamp,
}

const SELECT: &str = "SELECT account.id, person_id, platform, address, stable_id, state, cursor, \
     failures, due_at, kind, region, purpose_ends FROM account JOIN person ON person.id = person_id \
     WHERE account.id = $1";

/// One account, retired or not.
pub async fn get(db: &Db, id: AccountId) -> Result<DueAccount, DbError> {
    again!(read(&mut db.read().await?, id).await)
}

pub(crate) async fn read(
    connection: &mut Connection,
    id: AccountId,
) -> Result<DueAccount, DbError> {
    let row = sql(SELECT).bind(id.0).fetch_optional(connection).await?;
    due_account(&row.ok_or_else(|| unknown(id))?)
}

/// The day in Jakarta, by which purposes end.
pub(crate) fn local_day(now: Timestamp) -> jiff::civil::Date {
    let jakarta = crate::model::TimeZone::Wib.offset();
    now.to_zoned(TimeZone::fixed(jakarta)).date()
}

pub(crate) fn unknown(id: AccountId) -> DbError {
    DbError::Unknown {
        what: "account",
        id: id.0,
    }
}

/// The account of a row with its columns.
pub(crate) fn account(row: &DbRow) -> Result<Account, DbError> {
    let row = RowOf::new(row, "account", "id")?;
    Ok(Account {
        id: AccountId(row.id()),
        person: PersonId(row.get("person_id")?),
        platform: row.named("platform")?,
        address: row.get("address")?,
        stable_id: row.get("stable_id")?,
        state: row.named("state")?,
    })
}

/// Platform and address as they are stored, for people, of an account whose row cannot be read.
pub async fn stored_address(db: &Db, id: AccountId) -> Result<String, DbError> {
    let address = sql("SELECT platform || ' ' || address FROM account WHERE id = $1").bind(id.0);
    Ok(address.read_found(db).await?.unwrap_or_default())
}

fn due_account(row: &DbRow) -> Result<DueAccount, DbError> {
    let person = RowOf::new(row, "person", "person_id")?;
    // A day that nobody can read is never over: the purpose must be known before a visit.
    person.parsed::<jiff::civil::Date>("purpose_ends")?;
    let account = account(row)?;
    let row = RowOf::new(row, "account", "id")?;
    Ok(DueAccount {
        kind: person.named("kind")?,
        region: person.parsed("region")?,
        cursor: row.get::<Option<String>>("cursor")?.map(Cursor),
        failures: row.get("failures")?,
        due_at: row.instant("due_at")?,
        account,
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
    let rows = sql(
        "SELECT native_id, url FROM post WHERE account_id = $1 AND posted_at >= $2 \
         AND last_seen_at < $3 AND not_visible_at IS NULL ORDER BY last_seen_at, id LIMIT $4",
    )
    .bind(account.0)
    .bind(micros(look.posted_since))
    .bind(micros(look.seen_before))
    .bind(look.limit)
    .read_all(db)
    .await?;
    let known = |row: &DbRow| {
        Ok(KnownPost {
            native_id: NativeId(row.get("native_id")?),
            url: row.get("url")?,
        })
    };
    rows.iter().map(known).collect()
}
