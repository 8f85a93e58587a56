//! Which lane an account is in, and which accounts no pass visits.

use super::{CrawlError, Failure, NotCrawled};
use crate::db::schedule::{self, DueFilter, PassBound, Unwatched, UnwatchedAccount};
use crate::db::{self, Db, DbError, Unreadable};
use crate::model::{AccountId, Platform};
use crate::source::Sources;

/// Accounts placed in one transaction.
const BATCH: u32 = 1_000;

/// Asks the sources for the lanes of accounts that are new in the registry. Gives those that
/// `filter` selects and whose rows cannot be read: they stay without a lane.
pub(super) async fn place_accounts(
    db: &Db,
    sources: &Sources,
    filter: &DueFilter,
) -> Result<Vec<Failure>, CrawlError> {
    let mut failures = Vec::new();
    let mut after = AccountId(i64::MIN);
    loop {
        let mut places = Vec::new();
        let accounts = schedule::unplaced(db, after, BATCH).await?;
        let full = accounts.len() == BATCH as usize;
        for account in accounts {
            match account {
                Ok(account) => {
                    after = account.id;
                    places.push((account.id, sources.get(account.platform).lane(&account)));
                }
                Err(broken) => {
                    after = AccountId(broken.id);
                    let failure = unreadable(db, &broken).await?;
                    failures.extend(is_wanted(filter, &failure).then_some(failure));
                }
            }
        }
        schedule::place(db, &places).await?;
        if !full {
            return Ok(failures);
        }
    }
}

fn is_wanted(filter: &DueFilter, failure: &Failure) -> bool {
    let platform = failure.address.split(' ').next();
    let asked = filter.ids.is_empty() || filter.ids.contains(&failure.account);
    let of_platform = |wanted: Platform| platform == Some(wanted.as_str());
    asked && filter.platform.is_none_or(of_platform)
}

/// The failure of an account whose row, or whose person's, cannot be read.
pub(super) async fn unreadable(db: &Db, broken: &Unreadable) -> Result<Failure, DbError> {
    let account = AccountId(broken.id);
    Ok(Failure {
        account,
        address: db::account::stored_address(db, account).await?,
        reason: broken.to_string(),
    })
}

/// What there is to say when the platform that was asked for is not crawled.
pub(super) async fn not_crawled(
    db: &Db,
    sources: &Sources,
    bound: &PassBound,
) -> Result<Option<NotCrawled>, CrawlError> {
    let closed = |platform: &Platform| !sources.get(*platform).is_crawled();
    let Some(platform) = bound.filter.platform.filter(closed) else {
        return Ok(None);
    };
    let accounts = schedule::uncrawled(db, platform, bound.started).await?;
    Ok(Some(NotCrawled::new(platform, accounts)))
}

/// Accounts that were asked for by number and are not visited, each with the reason.
pub(super) async fn refused(db: &Db, bound: &PassBound) -> Result<Vec<Failure>, CrawlError> {
    let unwatched = schedule::unwatched(db, bound).await?;
    Ok(unwatched.into_iter().map(failure).collect())
}

fn failure(unwatched: UnwatchedAccount) -> Failure {
    let UnwatchedAccount {
        account,
        address,
        why,
    } = unwatched;
    let reason = match why {
        Unwatched::Unknown => {
            format!("there is no account {account}; netra registry list shows the numbers")
        }
        Unwatched::Retired(at) => format!("it was retired at {at}"),
        Unwatched::Ended(day) => format!(
            "the purpose of watching it ended on {day}; import the registry with a new last day"
        ),
        Unwatched::NotCrawled => {
            "its platform cannot be crawled: it is collected by import or capture".to_owned()
        }
        Unwatched::OtherPlatform => "it is not on the platform that was asked for".to_owned(),
        Unwatched::NotReached => "the pass ended before its turn; crawl again".to_owned(),
    };
    Failure {
        account,
        address,
        reason,
    }
}
