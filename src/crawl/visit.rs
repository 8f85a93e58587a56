//! The visit to one account: new pages first, then a second look at posts seen before.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tracing::Instrument as _;

use super::other_sites::OtherSites;
use super::report::{CrawlReport, Failure, Oddity};
use super::stopped::{Refusal, Stopped};
use super::{CrawlError, Crawler, placing};
use crate::db::account::{DueAccount, SecondLook};
use crate::db::page::{PostChange, SavedPage};
use crate::db::schedule::{self, PassBound, VisitEnd};
use crate::db::{self, DbError, Unreadable};
use crate::fetch::{BookError, Fetch, FetchError, Fetched, Waits};
use crate::intake::TakenIn;
use crate::model::{AccountState, Capture, FetchRequest, LaneKey, ParsedPage, redact};
use crate::source::{NoAnswer, Source};

/// How long a site may take over its answers in one visit, until no further page is asked: what is
/// left is read at the next visit. Waits for our own pace are not the site's, and do not count.
const LONGEST_ANSWERING: Duration = Duration::from_mins(10);

/// Whether a visit is worth anything without the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Errand {
    /// New posts.
    Needed,
    /// A second look at what is stored.
    Optional,
}

/// What following requests came to so far.
#[derive(Default)]
struct Trail {
    /// What robots.txt closed last.
    closed: Option<FetchError>,
    /// Why nothing could be read from an answer that led no further.
    unread: Option<String>,
    /// The same of the last answer, as long as it leads further.
    hoped: Option<String>,
}

impl Trail {
    fn note(&mut self, page: &ParsedPage) {
        self.hoped.clone_from(&page.unread);
        if page.next.is_empty() {
            self.unread = self.unread.take().or(self.hoped.take());
        }
    }

    fn end(self, nothing_open: bool) -> Result<(), Stopped> {
        // What an answer led to brought nothing: what it said itself stands.
        let unread = self.unread.or(self.hoped);
        match (unread, self.closed) {
            (Some(reason), _) => Err(Stopped::Account(reason)),
            (None, Some(error)) if nothing_open => Err(Stopped::Closed(error.to_string())),
            (None, _) => Ok(()),
        }
    }
}

/// What a visit came to.
pub(super) struct Visited {
    pub(super) report: CrawlReport,
    /// Whether its lane is of no more use in this pass.
    pub(super) lane_rests: bool,
}

struct AccountVisit<'a, F> {
    crawler: &'a Crawler<F>,
    bound: &'a PassBound,
    source: &'a dyn Source,
    due: DueAccount,
    waits: &'a Waits,
    started: Timestamp,
    pages_left: usize,
    /// How long the site took over its answers so far.
    answering: Duration,
    report: CrawlReport,
    other_sites: OtherSites,
}

/// Visits an account whose attempt is noted, and notes how it ended and when to come again.
pub(super) async fn visit<F: Fetch>(
    crawler: &Crawler<F>,
    bound: &PassBound,
    due: DueAccount,
    waits: &Waits,
) -> Result<Visited, CrawlError> {
    let span =
        tracing::info_span!("visit", account = due.account.id.0, platform = %due.account.platform);
    let mut report = CrawlReport::default();
    report.counts.accounts = 1;
    let visit = AccountVisit {
        crawler,
        bound,
        source: crawler.sources.get(due.account.platform),
        due,
        waits,
        started: crawler.clock.now(),
        pages_left: crawler.settings.max_pages_per_visit,
        answering: Duration::ZERO,
        report,
        other_sites: OtherSites::default(),
    };
    visit.run_and_note().instrument(span).await
}

/// Notes that an account whose attempt is noted cannot be visited, because a row of it or of its
/// person cannot be read. Its failures are not counted: their number may be what is broken.
pub(super) async fn pass_over<F>(
    crawler: &Crawler<F>,
    bound: &PassBound,
    broken: &Unreadable,
) -> Result<Visited, CrawlError> {
    let now = crawler.clock.now();
    let failure = placing::unreadable(&crawler.db, broken).await?;
    let end = VisitEnd::PutOff {
        error: &failure.reason,
        due_at: after(now.max(bound.started), crawler.settings.back_off(0)),
    };
    schedule::end_visit(&crawler.db, failure.account, now, end).await?;
    let mut report = CrawlReport::default();
    report.add_failures(vec![failure]);
    Ok(Visited {
        report,
        lane_rests: false,
    })
}

impl<F: Fetch> AccountVisit<'_, F> {
    /// Runs the visit and notes how it ended and when to come again.
    async fn run_and_note(mut self) -> Result<Visited, CrawlError> {
        let ended = self.run().await.map_err(Stopped::without_secrets);
        self.note(&ended).await?;
        let lane_rests = matches!(ended, Err(Stopped::LaneRests(_)));
        match ended {
            Ok(()) => {}
            Err(Stopped::Pass(error)) => return Err(error),
            Err(Stopped::Interrupted) => self.report.interrupted = true,
            Err(Stopped::Account(reason) | Stopped::LaneRests(reason)) => {
                let failure = self.failure(reason);
                self.report.failed.push(failure);
            }
            Err(Stopped::NoRoom(reason)) => {
                let waits = self.failure(reason);
                self.report.put_off.push(waits);
            }
            // Told once: what a robots.txt says stays said.
            Err(Stopped::Closed(reason)) => {
                let closed = self.is_open().then(|| self.failure(reason));
                self.report.closed.extend(closed);
            }
        }
        Ok(Visited {
            report: self.report,
            lane_rests,
        })
    }

    async fn note(&self, ended: &Result<(), Stopped>) -> Result<(), DbError> {
        let settings = &self.crawler.settings;
        let now = self.crawler.clock.now();
        // A clock that went back in the pass must not make the account due in it again.
        let from = now.max(self.bound.started);
        let rest = after(from, settings.back_off(self.due.failures));
        let end = match ended {
            Ok(()) => VisitEnd::Done {
                due_at: after(from, settings.visit_every()),
            },
            Err(Stopped::Account(error)) => VisitEnd::Failed {
                error,
                due_at: rest,
            },
            Err(Stopped::LaneRests(error)) => VisitEnd::PutOff {
                error,
                due_at: rest,
            },
            Err(Stopped::Closed(reason)) => VisitEnd::Closed {
                reason,
                newly: self.is_open(),
                due_at: after(from, settings.visit_every()),
            },
            Err(Stopped::NoRoom(error)) => VisitEnd::PutOff {
                error,
                due_at: self.due.due_at,
            },
            Err(Stopped::Interrupted | Stopped::Pass(_)) => VisitEnd::Interrupted {
                due_at: self.due.due_at,
            },
        };
        schedule::end_visit(&self.crawler.db, self.due.account.id, now, end).await
    }

    fn failure(&self, reason: String) -> Failure {
        Failure {
            account: self.due.account.id,
            address: self.address(),
            reason,
        }
    }

    async fn run(&mut self) -> Result<(), Stopped> {
        let planned = self
            .source
            .plan(&self.due.account, self.due.cursor.as_ref());
        let planned = planned.map_err(|error| Stopped::Account(error.to_string()))?;
        self.follow(planned, Errand::Needed).await?;
        if self.is_open() {
            self.look_again().await?;
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
        let cursor = self.due.cursor.as_ref();
        let requests = self.source.recheck(account, cursor, &known);
        // An answer that leaves it open leads to one more request.
        self.pages_left = 2 * requests.len();
        let ended = self.follow(requests, Errand::Optional).await;
        if let Some(told) = std::mem::take(&mut self.other_sites).told() {
            self.warn("second look", &told);
        }
        ended
    }

    /// Follows requests and what they lead to. What robots.txt closes is noted and passed over,
    /// unless nothing else was open; so is everything that fails on an optional errand. An answer
    /// from which nothing could be read fails the account once the rest is read.
    async fn follow(&mut self, requests: Vec<FetchRequest>, errand: Errand) -> Result<(), Stopped> {
        let pages_before = self.report.counts.pages;
        let mut trail = Trail::default();
        let mut queue = VecDeque::from(requests);
        while let Some(request) = queue.pop_front() {
            if self.waits.end().is_cancelled() {
                return Err(Stopped::Interrupted);
            }
            if self.pages_left == 0 || self.is_too_slow(&request) {
                break;
            }
            self.pages_left -= 1;
            match self.page(&request).await {
                Ok(page) if page.gives_up => break,
                Ok(page) => {
                    trail.note(&page);
                    queue.extend(page.next);
                }
                Err(Refusal::Stop(stopped)) => return Err(stopped),
                Err(Refusal::Fetch(error)) => {
                    let ways = self.other_ways(&request, &error);
                    if let FetchError::LeadsElsewhere { .. } = error
                        && !ways.is_empty()
                    {
                        self.warn(request.url.as_str(), &error.to_string());
                    }
                    if ways.is_empty() {
                        self.do_without(&request, &error, errand)?;
                        trail.closed = Some(error);
                    }
                    queue.extend(ways);
                }
            }
        }
        let nothing_open = self.report.counts.pages == pages_before;
        match errand {
            Errand::Optional => Ok(()),
            Errand::Needed => trail.end(nothing_open),
        }
    }

    /// Whether the site took so long that it is not asked for more in this visit, which is told.
    fn is_too_slow(&mut self, request: &FetchRequest) -> bool {
        let is_slow = self.answering >= LONGEST_ANSWERING;
        if is_slow {
            let told = format!(
                "its site took {} s over its answers: what is left is read at the next visit, from \
                 where this one stood",
                self.answering.as_secs()
            );
            self.warn(request.url.as_str(), &told);
        }
        is_slow
    }

    /// What the source asks instead of a request that brought nothing.
    fn other_ways(&self, request: &FetchRequest, error: &FetchError) -> Vec<FetchRequest> {
        let why = match error {
            FetchError::RobotsDisallowed { .. } => NoAnswer::Closed,
            FetchError::Status {
                status: 500..=599, ..
            } => NoAnswer::Failing,
            FetchError::LeadsElsewhere { .. } => NoAnswer::LedAway,
            _ => return Vec::new(),
        };
        let cursor = self.due.cursor.as_ref();
        self.source.instead(&self.due.account, cursor, request, why)
    }

    /// Notes a request that brought nothing, if the visit can go on without.
    fn do_without(
        &mut self,
        request: &FetchRequest,
        error: &FetchError,
        errand: Errand,
    ) -> Result<(), Stopped> {
        let closed = matches!(error, FetchError::RobotsDisallowed { .. });
        if errand == Errand::Needed && !closed {
            return Err(Stopped::Account(error.to_string()));
        }
        if let FetchError::OtherSite { host, .. } = error {
            self.other_sites.note(host);
            return Ok(());
        }
        self.warn(request.url.as_str(), &error.to_string());
        Ok(())
    }

    async fn page(&mut self, request: &FetchRequest) -> Result<ParsedPage, Refusal> {
        let mut request = request.clone();
        request.account = Some(self.due.account.id);
        request.lane = self.source.lane(&self.due.account).map(LaneKey);
        let home = request.lane.as_ref().and_then(LaneKey::address);
        if let Some(home) = &home {
            request.reach.add(home);
        }
        // After a refusal "not modified" would repeat the answer before it, and the account
        // would stay suspended or gone for ever.
        if self.is_open() {
            let (account, db) = (&self.due.account, &self.crawler.db);
            let edition = self.source.edition(account);
            request.validators =
                db::validator::find(db, account.id, &request.url, &edition).await?;
        }
        let fetch = self.crawler.fetch.fetch_among(&request, self.waits);
        let Some(fetched) = self.unless_hurried(fetch).await else {
            return Err(Stopped::Interrupted.into());
        };
        let Fetched {
            result,
            exchanges,
            oddities,
            place: _place,
        } = fetched;
        self.report.counts.requests += exchanges.len();
        let taken = exchanges.iter().map(|exchange| exchange.milliseconds);
        self.answering += Duration::from_millis(taken.sum());
        self.report.counts.over_allowance += exchanges
            .iter()
            .filter(|exchange| exchange.sent_at < exchange.allowed_at)
            .count();
        match result {
            Ok(capture) => {
                let saved = self.save(capture).await;
                // After what the source says, which this explains.
                for oddity in oddities {
                    self.warn(&request.step.0, &oddity);
                }
                Ok(saved?)
            }
            Err(FetchError::Ended) => Err(Stopped::Interrupted.into()),
            Err(FetchError::Evidence(reason)) => {
                Err(Stopped::Pass(CrawlError::Evidence(reason.to_string())).into())
            }
            Err(FetchError::Book(error @ BookError::Unreadable(_))) => {
                Err(Stopped::Account(error.to_string()).into())
            }
            Err(FetchError::Book(error)) => Err(Stopped::Pass(CrawlError::Lanes(error)).into()),
            Err(error) if exchanges.is_empty() && is_rest(&error) => {
                Err(Stopped::LaneRests(error.to_string()).into())
            }
            Err(error) => Err(Refusal::Fetch(error)),
        }
    }

    /// `None` when the pass was told to stop and the work was not done soon after.
    async fn unless_hurried<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let hurried = async {
            self.waits.end().cancelled().await;
            tokio::time::sleep(self.crawler.settings.grace()).await;
        };
        tokio::select! {
            biased;
            done = work => Some(done),
            () = hurried => None,
        }
    }

    async fn save(&mut self, capture: Capture) -> Result<ParsedPage, Stopped> {
        let intake = &self.crawler.intake;
        // A page is saved whole or not at all, wherever this is broken off.
        let taken = self
            .unless_hurried(intake.take_in(&self.due, capture))
            .await;
        let TakenIn {
            page,
            saved,
            warnings,
        } = taken.ok_or(Stopped::Interrupted)??;
        self.count(&saved);
        for warning in warnings {
            self.warn(&warning.at, &warning.message);
        }
        self.advance(&page);
        Ok(page)
    }

    fn count(&mut self, saved: &SavedPage) {
        self.report.counts.pages += 1;
        self.report.counts.posts_not_visible += saved.vanished.len();
        for post in &saved.posts {
            match post.change {
                PostChange::New => self.report.counts.posts_new += 1,
                PostChange::Edited => self.report.counts.posts_edited += 1,
                PostChange::Reread => self.report.counts.posts_reread += 1,
                PostChange::Unchanged => self.report.counts.posts_unchanged += 1,
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

    fn warn(&mut self, at: &str, message: &str) {
        self.report.warnings.push(Oddity {
            address: self.address(),
            at: redact::url(at),
            message: redact::url(message),
        });
    }

    fn address(&self) -> String {
        format!("{} {}", self.due.account.platform, self.due.account.address)
    }
}

/// Whether the door sent nothing because the lane rests.
fn is_rest(error: &FetchError) -> bool {
    matches!(
        error,
        FetchError::Status { .. }
            | FetchError::Transport { .. }
            | FetchError::RobotsUnreachable { .. }
            | FetchError::Budget { .. }
    )
}

fn after(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_add(by).unwrap_or(Timestamp::MAX)
}

fn before(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_sub(by).unwrap_or(Timestamp::MIN)
}
