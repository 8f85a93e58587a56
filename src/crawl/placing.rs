//! Which lane an account is in, and which accounts no pass visits.

use super::{CrawlError, Failure};
use crate::db::Db;
use crate::db::schedule::{self, PassBound, Unwatched, UnwatchedAccount};
use crate::source::Sources;

/// Accounts placed in one transaction.
const BATCH: u32 = 1_000;

/// Asks the sources for the lanes of accounts that are new in the registry.
pub(super) async fn place_accounts(db: &Db, sources: &Sources) -> Result<(), CrawlError> {
    loop {
        let accounts = schedule::unplaced(db, BATCH).await?;
        if accounts.is_empty() {
            return Ok(());
        }
        let places: Vec<_> = accounts
            .iter()
            .map(|account| (account.id, sources.get(account.platform).lane(account)))
            .collect();
        schedule::place(db, &places).await?;
    }
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
