//! The visit to one account: new pages first, then a second look at posts seen before.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

use super::report::{CrawlReport, Failure, Oddity};
use super::{CrawlError, Crawler};
use crate::db;
use crate::db::account::{DueAccount, SecondLook};
use crate::db::page::{Change, SavedPage};
use crate::fetch::{Fetch, FetchError, Fetched};
use crate::intake::{IntakeError, TakenIn};
use crate::model::{AccountState, Capture, Exchange, FetchRequest, ParsedPage};
use crate::source::Source;

/// Why a visit ended before its end.
enum Stopped {
    /// This account cannot be read now; others can.
    Account(String),
    /// Nothing can be saved: the pass ends.
    Pass(CrawlError),
}

impl<E: Into<CrawlError>> From<E> for Stopped {
    fn from(error: E) -> Self {
        Self::Pass(error.into())
    }
}

impl From<IntakeError> for Stopped {
    fn from(error: IntakeError) -> Self {
        match error {
            IntakeError::Page { .. } => Self::Account(error.to_string()),
            IntakeError::Database(error) => Self::Pass(error.into()),
            IntakeError::Evidence(problem) => Self::Pass(CrawlError::Evidence(problem)),
        }
    }
}

/// Why one page was not read.
enum Refusal {
    /// It could not be fetched.
    Fetch(FetchError),
    /// It could not be saved.
    Stop(Stopped),
}

impl<E: Into<Stopped>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Stop(error.into())
    }
}

/// Whether a visit is worth anything without the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Errand {
    /// New posts.
    Needed,
    /// A second look at what is stored.
    Optional,
}

struct Visit<'a, F> {
    crawler: &'a Crawler<F>,
    source: &'a dyn Source,
    due: DueAccount,
    stop: &'a CancellationToken,
    started: Timestamp,
    pages_left: usize,
    report: CrawlReport,
}

/// Visits an account and files when it is due again.
pub(super) async fn visit<F: Fetch + Sync>(
    crawler: &Crawler<F>,
    due: DueAccount,
    stop: &CancellationToken,
) -> Result<CrawlReport, CrawlError> {
    if stop.is_cancelled() {
        return Ok(CrawlReport {
            interrupted: true,
            ..CrawlReport::default()
        });
    }
    let source = crawler.sources.get(due.account.platform);
    let pages_left = crawler.settings.max_pages_per_visit;
    let report = CrawlReport {
        accounts: 1,
        ..CrawlReport::default()
    };
    let started = crawler.clock.now();
    let mut visit = Visit {
        crawler,
        source,
        due,
        stop,
        started,
        pages_left,
        report,
    };
    match visit.run().await {
        Ok(()) => {}
        Err(Stopped::Account(reason)) => visit.fail(reason).await?,
        Err(Stopped::Pass(error)) => return Err(error),
    }
    Ok(visit.report)
}

impl<F: Fetch + Sync> Visit<'_, F> {
    async fn run(&mut self) -> Result<(), Stopped> {
        let planned = self
            .source
            .plan(&self.due.account, self.due.cursor.as_ref());
        let planned = planned.map_err(|error| Stopped::Account(error.to_string()))?;
        self.follow(planned, Errand::Needed).await?;
        if self.is_open() {
            self.look_again().await?;
        }
        let now = self.crawler.clock.now();
        if !self.stop.is_cancelled() {
            let due_at = after(now, self.crawler.settings.visit_every());
            db::account::finish_pass(&self.crawler.db, self.due.account.id, now, due_at).await?;
        }
        Ok(())
    }

    fn is_open(&self) -> bool {
        matches!(
            self.due.account.state,
            AccountState::Active | AccountState::Unknown
        )
    }

    /// A second look at recent posts: edits, and posts that are no longer visible.
    async fn look_again(&mut self) -> Result<(), Stopped> {
        let settings = &self.crawler.settings;
        let look = SecondLook {
            posted_since: before(self.started, settings.recheck_window()),
            seen_before: self.started,
            limit: settings.recheck_posts,
        };
        let account = &self.due.account;
        let known = db::account::recheck_candidates(&self.crawler.db, account.id, look).await?;
        let requests = self.source.recheck(account, &known);
        self.pages_left = requests.len();
        self.follow(requests, Errand::Optional).await
    }

    /// Follows requests and what they lead to. What robots.txt closes is noted and passed over,
    /// unless nothing else was open; so is everything that fails on an optional errand.
    async fn follow(&mut self, requests: Vec<FetchRequest>, errand: Errand) -> Result<(), Stopped> {
        let pages_before = self.report.pages;
        let mut closed = None;
        let mut queue = VecDeque::from(requests);
        while let Some(request) = queue.pop_front() {
            if self.stop.is_cancelled() || self.pages_left == 0 {
                self.report.interrupted |= self.stop.is_cancelled();
                return Ok(());
            }
            self.pages_left -= 1;
            match self.page(&request).await {
                Ok(next) => queue.extend(next),
                Err(Refusal::Stop(stopped)) => return Err(stopped),
                Err(Refusal::Fetch(error)) => {
                    let shut = matches!(error, FetchError::RobotsDisallowed { .. });
                    if errand == Errand::Needed && !shut {
                        return Err(Stopped::Account(error.to_string()));
                    }
                    self.warn(request.url.as_str(), error.to_string());
                    closed = Some(error);
                }
            }
        }
        match closed {
            Some(error) if errand == Errand::Needed && self.report.pages == pages_before => {
                Err(Stopped::Account(error.to_string()))
            }
            _ => Ok(()),
        }
    }

    async fn page(&mut self, request: &FetchRequest) -> Result<Vec<FetchRequest>, Refusal> {
        let mut request = request.clone();
        // After a refusal "not modified" would repeat the answer before it, and the account
        // would stay suspended or gone for ever.
        if self.is_open() {
            let account = self.due.account.id;
            request.validators =
                db::validator::find(&self.crawler.db, account, &request.url).await?;
        }
        let Fetched { result, exchanges } = self.crawler.fetch.fetch(&request).await;
        self.report.requests += exchanges.len();
        self.report.over_allowance += exchanges
            .iter()
            .filter(|exchange| exchange.sent_at < exchange.allowed_at)
            .count();
        match result {
            Ok(capture) => Ok(self.save(capture, &exchanges).await?),
            Err(error) => {
                let account = Some(self.due.account.id);
                db::ledger::save_exchanges(&self.crawler.db, account, &exchanges).await?;
                match error {
                    FetchError::Evidence(reason) => {
                        Err(Stopped::Pass(CrawlError::Evidence(reason.to_string())).into())
                    }
                    error => Err(Refusal::Fetch(error)),
                }
            }
        }
    }

    async fn save(
        &mut self,
        capture: Capture,
        exchanges: &[Exchange],
    ) -> Result<Vec<FetchRequest>, Stopped> {
        let intake = &self.crawler.intake;
        let TakenIn {
            page,
            saved,
            warnings,
        } = intake.take_in(&self.due, capture, exchanges).await?;
        self.count(&saved);
        for warning in warnings {
            self.warn(&warning.at, warning.message);
        }
        self.advance(&page);
        Ok(page.next)
    }

    fn count(&mut self, saved: &SavedPage) {
        self.report.pages += 1;
        self.report.posts_not_visible += saved.vanished.len();
        for post in &saved.posts {
            match post.change {
                Change::New => self.report.posts_new += 1,
                Change::Edited => self.report.posts_edited += 1,
                Change::Unchanged => self.report.posts_unchanged += 1,
            }
        }
    }

    /// Brings the account in memory to where the database stands now.
    fn advance(&mut self, page: &ParsedPage) {
        if let Some(cursor) = &page.cursor {
            self.due.cursor = Some(cursor.clone());
        }
        if let Some(state) = page.state {
            self.due.account.state = state;
        }
        if let Some(id) = page
            .identity
            .as_ref()
            .and_then(|identity| identity.stable_id.clone())
        {
            self.due.account.stable_id = Some(id);
        }
    }

    async fn fail(&mut self, reason: String) -> Result<(), CrawlError> {
        let now = self.crawler.clock.now();
        let due_at = after(now, self.crawler.settings.back_off(self.due.failures));
        let account = self.due.account.id;
        let failure = db::account::Failure {
            account,
            exchanges: &[],
            error: &reason,
            at: now,
            due_at,
        };
        db::account::save_failure(&self.crawler.db, &failure).await?;
        self.report.failed.push(Failure {
            account,
            address: self.address(),
            reason,
        });
        Ok(())
    }

    fn warn(&mut self, at: &str, message: String) {
        self.report.warnings.push(Oddity {
            address: self.address(),
            at: at.to_owned(),
            message,
        });
    }

    fn address(&self) -> String {
        format!("{} {}", self.due.account.platform, self.due.account.address)
    }
}

fn after(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_add(by).unwrap_or(Timestamp::MAX)
}

fn before(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_sub(by).unwrap_or(Timestamp::MIN)
}
