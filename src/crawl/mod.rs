//! One pass: plan, fetch, capture, parse, score, save page and cursor, index.
//!
//! Accounts are visited side by side, each account's requests one after the other. A page is
//! saved with its cursor in one transaction before the next request leaves, and its raw
//! exchange is on disk before that: a crash at any instant costs at most one re-fetch.

mod lock;
mod report;
mod visit;

use std::sync::Arc;

use futures_util::StreamExt as _;
use tokio_util::sync::CancellationToken;

pub use lock::{CrawlLock, LockError};
pub use report::{CrawlReport, Failure, Oddity};

use crate::clock::Clock;
use crate::config::CrawlSettings;
use crate::corpus::{IndexError, renew_index};
use crate::db::account::DueFilter;
use crate::db::{self, Db, DbError};
use crate::fetch::Fetch;
use crate::intake::Intake;
use crate::search::SearchIndex;
use crate::source::Sources;

/// The parts of a crawl, built by `app`.
#[derive(Debug)]
pub struct Crawler<F> {
    /// Where posts go.
    pub db: Db,
    /// The door.
    pub fetch: F,
    /// Platforms.
    pub sources: Arc<Sources>,
    /// What answers go through.
    pub intake: Intake,
    /// The search index, renewed after the pass.
    pub index: Arc<SearchIndex>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Limits.
    pub settings: CrawlSettings,
}

/// Why a pass could not go on. What was saved before stays saved.
#[derive(Debug, thiserror::Error)]
pub enum CrawlError {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
    /// Evidence could not be written.
    #[error("evidence could not be written: {0}; free the disk and crawl again, nothing was lost")]
    Evidence(String),
    /// The search index failed; it can be rebuilt.
    #[error(transparent)]
    Index(#[from] IndexError),
}

impl<F: Fetch + Sync> Crawler<F> {
    /// Visits the accounts that `filter` selects, then renews the index. Ends early, in good
    /// order, when `stop` is cancelled.
    pub async fn pass(
        &self,
        filter: &DueFilter,
        stop: &CancellationToken,
    ) -> Result<CrawlReport, CrawlError> {
        let started = self.clock.now();
        let due = db::account::due(&self.db, started, filter).await?;
        let mut visits = futures_util::stream::iter(due)
            .map(|account| visit::visit(self, account, stop))
            .buffer_unordered(self.settings.accounts_at_a_time.max(1));
        let mut report = CrawlReport::default();
        while let Some(visit) = visits.next().await {
            report.add(visit?);
        }
        drop(visits);
        report.indexed = renew_index(&self.db, &self.index).await?;
        report.seconds = self.clock.now().duration_since(started).as_secs_f64();
        Ok(report)
    }
}
