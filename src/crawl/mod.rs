//! One pass: plan, fetch, capture, parse, score, save page and cursor, index.
//!
//! Lanes (what is paced together, a server mostly) are walked side by side, the accounts of a
//! lane one after the other. The attempt on an account is noted before its first request leaves.
//! A page is saved with its cursor in one transaction before the next request leaves, and its
//! raw exchange is on disk before that: a crash at any instant costs at most one re-fetch, and
//! the account a rest.

mod lanes;
mod lock;
mod other_sites;
mod pass;
mod placing;
mod progress;
mod report;
mod stopped;
mod visit;

use std::sync::Arc;

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

pub use lanes::DatabaseBook;
pub use lock::{CrawlLock, LockError};
pub use progress::{PassProgress, ProgressTeller};
pub use report::{Counts, CrawlReport, Failure, NotCrawled, Oddity};

use self::pass::Pass;
use crate::clock::Clock;
use crate::config::CrawlSettings;
use crate::corpus::{IndexError, renew_index};
use crate::db::pass::{begin_pass, end_pass};
use crate::db::schedule::{self, DueFilter, PassBound};
use crate::db::{Db, DbError};
use crate::fetch::{BookError, Fetch};
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
    /// Tells how far a pass is.
    pub progress: ProgressTeller,
}

/// Why a pass could not go on. What was saved before stays saved.
#[derive(Debug, thiserror::Error)]
pub enum CrawlError {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
    /// Evidence could not be written.
    #[error("{0}")]
    Evidence(String),
    /// A visit broke off in a way that it should not.
    #[error("a visit broke off: {0}; what was saved before stays, report this")]
    Visit(String),
    /// What is known of lanes could not be kept.
    #[error(transparent)]
    Lanes(#[from] BookError),
}

impl<F: Fetch + 'static> Crawler<F> {
    /// Visits the accounts that `filter` selects, then renews the index. Ends early, in good
    /// order, when `stop` is cancelled.
    #[tracing::instrument(skip_all)]
    pub async fn pass(
        self: &Arc<Self>,
        filter: &DueFilter,
        stop: &CancellationToken,
    ) -> Result<CrawlReport, CrawlError> {
        let started = self.clock.now();
        let noted = begin_pass(&self.db, started, self.intake.scorer.versions()).await?;
        let unplaced = placing::place_accounts(&self.db, &self.sources, filter).await?;
        schedule::end_purposes(&self.db, started).await?;
        self.mend_turns(started).await?;
        let bound = PassBound::open(&self.db, filter.clone(), started).await?;
        let due = schedule::count_due(&self.db, &bound).await?;
        self.progress.begin(due);
        let mut pass = Pass::new(self.clone(), bound.clone(), stop);
        // Boxed, for else a pass in its span were too large to hand about.
        Box::pin(pass.visit_lanes()).await?;
        // Before the accounts that may kill the program again: what was fetched is searchable.
        self.renew(&mut pass.report).await?;
        Box::pin(pass.visit_troubled()).await?;
        self.renew(&mut pass.report).await?;
        let mut report = pass.into_report();
        report.not_crawled = placing::not_crawled(&self.db, &self.sources, &bound).await?;
        report.add_failures(unplaced);
        report.add_failures(placing::refused(&self.db, &bound).await?);
        report.pass = noted.number;
        report.registry_version = noted.registry_version;
        end_pass(&self.db, noted.number, self.clock.now()).await?;
        report.seconds = self.clock.now().duration_since(started).as_secs_f64();
        tracing::info!(counts = ?report.counts, seconds = report.seconds, "pass ended");
        Ok(report)
    }

    /// Brings the index up to date. It can be made anew at any time: its problem is told and
    /// ends no pass.
    async fn renew(&self, report: &mut CrawlReport) -> Result<(), DbError> {
        match renew_index(&self.db, &self.index).await {
            Ok(renewed) => {
                report.counts.indexed += renewed.posts;
                report.unindexed = renewed.unindexed;
            }
            Err(IndexError::Database(error)) => return Err(error),
            Err(error) => report.index_problem = Some(error.to_string()),
        }
        Ok(())
    }

    /// Turns that were noted while the clock was ahead must not wait until it gets there again,
    /// nor those of accounts that a crash in the visit to another one put off.
    async fn mend_turns(&self, now: Timestamp) -> Result<(), CrawlError> {
        schedule::absolve(&self.db, now).await?;
        let furthest = now.saturating_add(self.settings.longest_rest());
        let furthest = furthest.unwrap_or(Timestamp::MAX);
        let brought = schedule::bring_forward(&self.db, now, furthest).await?;
        if brought > 0 {
            tracing::warn!(
                accounts = brought,
                "their next visit lay further ahead than any visit is put off: due now"
            );
        }
        Ok(())
    }
}
