//! Where an account stands after a page, and what the platform says of it.

use jiff::Timestamp;

use super::engine::{DbRow, Script, Statement};
use super::{DbError, micros};
use crate::model::{AccountId, AccountState, CaptureId, Cursor, Identity, redact};

/// What a page says of the account. Only an answer of the platform itself says anything: a file
/// or a capture that somebody brought leaves the account as it was.
#[derive(Debug, Clone, Copy)]
pub struct Position<'a> {
    /// Where the next pass goes on; `None` leaves it as it was.
    pub cursor: Option<&'a Cursor>,
    /// What the platform says of the account.
    pub identity: Option<&'a Identity>,
    /// The account's state, where the page tells.
    pub state: Option<AccountState>,
    /// When the page was seen.
    pub at: Timestamp,
}

/// What saving a page must know of the account.
#[derive(Debug)]
pub(crate) struct Owner {
    /// How many pages were saved for the account. Whoever decides by what is stored saves only
    /// if this is still so.
    pages: i64,
    address: String,
    /// Whose it was, the longest ago first, and whose it is.
    holders: Vec<Holder>,
}

/// Whose an account is or was.
#[derive(Debug)]
pub(crate) struct Holder {
    pub(crate) person: i64,
    /// Where the person serves.
    pub(crate) region: String,
    /// Until when the account was theirs.
    until: Option<i64>,
}

pub(crate) fn push_owner(script: &mut Script, account: AccountId) {
    script
        .statement(
            "SELECT pages, address, person.id AS holder, region, until_at FROM account \
             CROSS JOIN (SELECT person_id, until_at FROM former_owner WHERE account_id = ",
        )
        .push_bind(account.0)
        .push(" UNION ALL SELECT person_id, NULL FROM account WHERE id = ")
        .push_bind(account.0)
        .push(") AS held JOIN person ON person.id = held.person_id WHERE account.id = ")
        .push_bind(account.0)
        .push(" ORDER BY until_at IS NULL, until_at");
}

impl Owner {
    /// None where there is no such account.
    pub(crate) fn read(rows: &[DbRow]) -> Result<Option<Self>, DbError> {
        let Some(first) = rows.first() else {
            return Ok(None);
        };
        let holder = |row: &DbRow| {
            Ok(Holder {
                person: row.get("holder")?,
                region: row.get("region")?,
                until: row.get("until_at")?,
            })
        };
        Ok(Some(Self {
            pages: first.get("pages")?,
            address: first.get("address")?,
            holders: rows.iter().map(holder).collect::<Result<_, DbError>>()?,
        }))
    }

    /// Whose the account was when something was written on it.
    pub(crate) fn holder(&self, written: Timestamp) -> Option<&Holder> {
        let written = micros(written);
        let mut holders = self.holders.iter();
        holders.find(|holder| holder.until.is_none_or(|until| written < until))
    }

    /// What is kept of the address that the platform shows: nothing if it is the registered one.
    fn news<'a>(&self, shown: &'a str) -> Option<&'a str> {
        (!same_address(shown, &self.address)).then_some(shown)
    }
}

/// Counts a page of the account, if none was saved since `owner` was read: otherwise the
/// statement changes no row. Moves the cursor and takes over what the platform says.
pub(crate) fn push_position(
    script: &mut Script,
    account: AccountId,
    owner: &Owner,
    position: Option<&Position<'_>>,
) {
    let update = script.statement("UPDATE account SET pages = pages + 1");
    if let Some(cursor) = position.and_then(|position| position.cursor) {
        update.push(", cursor = ").push_bind(cursor.0.as_str());
    }
    if let Some(identity) = position.and_then(|position| position.identity) {
        push_identity(update, owner, identity);
    }
    if let Some((position, state)) = position.and_then(|one| Some((one, one.state?))) {
        update.push(", state = ").push_bind(state.as_str());
        update.push(", state_at = ").push_bind(micros(position.at));
    }
    update.push(" WHERE id = ").push_bind(account.0);
    update.push(" AND pages = ").push_bind(owner.pages);
}

/// Keeps which capture proves the state that was just taken over.
pub(crate) fn push_proof(script: &mut Script, account: AccountId, capture: CaptureId) {
    let update = script.statement("UPDATE account SET state_capture_id = ");
    update.push_bind(capture.0).push(" WHERE id = ");
    update.push_bind(account.0);
}

fn push_identity(update: &mut Statement, owner: &Owner, identity: &Identity) {
    if let Some(id) = &identity.stable_id {
        // Kept from the first time on: another one under the same address is another account.
        update.push(", stable_id = coalesce(stable_id, ");
        update.push_bind(id).push(")");
    }
    if let Some(name) = &identity.display_name {
        update.push(", display_name = ").push_bind(name);
    }
    if let Some(address) = &identity.address {
        update
            .push(", seen_address = ")
            .push_bind(owner.news(address).map(redact::url));
    }
}

/// Whether two spellings mean one address: case, a leading `@` and a closing slash say nothing.
fn same_address(one: &str, other: &str) -> bool {
    let plain = |text: &str| {
        let text = text.trim().trim_start_matches('@').trim_end_matches('/');
        text.to_lowercase()
    };
    plain(one) == plain(other)
}
