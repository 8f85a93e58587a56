//! Accounts as the crawler sees them: what is due, where each stands, what deserves a second look.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::page::PageToSave;
use super::{Db, DbError, inconsistent, instant, micros};
use crate::model::{
    Account, AccountId, AccountState, Cursor, KnownPost, NativeId, PersonId, PersonKind, RegionCode,
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
     failures, due_at, kind, region FROM account JOIN person ON person.id = person_id \
     WHERE account.id = $1";

/// One account, retired or not.
pub async fn get(db: &Db, id: AccountId) -> Result<DueAccount, DbError> {
    let mut connection = db.reader().acquire().await?;
    read(&mut connection, id).await
}

pub(crate) async fn read(
    connection: &mut SqliteConnection,
    id: AccountId,
) -> Result<DueAccount, DbError> {
    let row = sqlx::query(SELECT)
        .bind(id.0)
        .fetch_optional(connection)
        .await?;
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
        due_at: instant(row.try_get("due_at")?),
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
