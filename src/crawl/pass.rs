//! One pass over the accounts that are due: lane by lane, each lane's accounts one after the
//! other, all lanes side by side.
//!
//! A lane that is slow delays nobody but itself: it holds one task, which draws the lane's next
//! account when the last one is done, and which leaves its place to another lane while it waits
//! long for its turn. What is held in memory grows with the lanes that wait, up to
//! [`LANES_WAITING`], never with the accounts that are due.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;

use super::visit::{Visited, pass_over, visit};
use super::{CrawlError, CrawlReport, Crawler};
use crate::db::schedule::{self, Among, PassBound, TurnPlace};
use crate::fetch::{Fetch, Waits};
use crate::model::AccountId;

/// Accounts read in one go while looking for lanes: a millisecond's work.
const LOOK_AHEAD: u32 = 1_000;
/// Accounts of one lane drawn in one go; by then the lane has been paced for minutes.
const DRAW: u32 = 64;
/// Lanes that wait for a free task. With more, the search for further ones pauses.
const LANES_WAITING: usize = 4_096;

/// A lane on its way through a pass.
#[derive(Debug)]
struct LaneWalk {
    lane: String,
    drawn: VecDeque<AccountId>,
    after: Option<TurnPlace>,
}

/// What a lane's turn came to.
struct LaneTurn {
    walk: LaneWalk,
    visited: Option<Visited>,
}

/// A pass under way.
pub(super) struct Pass<F> {
    crawler: Arc<Crawler<F>>,
    bound: Arc<PassBound>,
    waits: Waits,
    /// Of the running lanes those that hold no place.
    aside: watch::Receiver<usize>,
    running: JoinSet<Result<LaneTurn, CrawlError>>,
    ready: VecDeque<LaneWalk>,
    /// Lanes that run or wait.
    taken: HashSet<String>,
    /// Lanes that rest for longer than a pass waits.
    closed: HashSet<String>,
    looked_up_to: Option<TurnPlace>,
    seen_all: bool,
    problem: Option<CrawlError>,
    pub(super) report: CrawlReport,
}

impl<F: Fetch + 'static> Pass<F> {
    pub(super) fn new(
        crawler: Arc<Crawler<F>>,
        bound: PassBound,
        stop: &CancellationToken,
    ) -> Self {
        let waits = Waits::until(stop.child_token());
        Self {
            crawler,
            bound: Arc::new(bound),
            aside: waits.aside(),
            waits,
            running: JoinSet::new(),
            ready: VecDeque::new(),
            taken: HashSet::new(),
            closed: HashSet::new(),
            looked_up_to: None,
            seen_all: false,
            problem: None,
            report: CrawlReport::default(),
        }
    }

    /// Visits all accounts whose turn it is. After a failure of the database or of the evidence
    /// the lanes under way come to their end before it is returned.
    pub(super) async fn visit_lanes(&mut self) -> Result<(), CrawlError> {
        let places = self.crawler.settings.accounts_at_a_time.max(1);
        loop {
            let tasks = places + *self.aside.borrow_and_update();
            let free = self.running.len() < tasks && !self.is_to_end();
            let searching = free && !self.seen_all && self.ready.is_empty();
            if searching {
                self.look_for_lanes().await?;
            }
            self.start_turns(tasks);
            if searching && self.ready.is_empty() && !self.seen_all {
                // Lanes that wait for the network must not wait for the search as well.
                while let Some(ended) = self.running.try_join_next() {
                    self.follow_up(ended);
                }
                continue;
            }
            let ended = tokio::select! {
                biased;
                ended = self.running.join_next() => ended,
                // Places came free, or were taken again.
                Ok(()) = self.aside.changed() => continue,
            };
            match ended {
                Some(ended) => self.follow_up(ended),
                None => break,
            }
        }
        self.report.interrupted |= self.is_to_end() && !(self.seen_all && self.ready.is_empty());
        self.problem.take().map_or(Ok(()), Err)
    }

    fn is_to_end(&self) -> bool {
        self.waits.end().is_cancelled()
    }

    fn start_turns(&mut self, tasks: usize) {
        while !self.is_to_end() && self.running.len() < tasks {
            let Some(walk) = self.ready.pop_front() else {
                return;
            };
            let turn = take_turn(
                self.crawler.clone(),
                self.bound.clone(),
                self.waits.clone(),
                walk,
            );
            self.running.spawn(turn.in_current_span());
        }
    }

    /// Visits, one at a time, accounts in whose last visit the program died: if one of them does
    /// it again, no other visit dies with it.
    pub(super) async fn visit_troubled(&mut self) -> Result<(), CrawlError> {
        let mut after = None;
        loop {
            let found =
                schedule::due(&self.crawler.db, &self.bound, Among::Troubled, after, 1).await?;
            let Some(entry) = found.into_iter().next() else {
                return Ok(());
            };
            if self.is_to_end() {
                self.report.interrupted = true;
                return Ok(());
            }
            after = Some(entry.place);
            if self.closed.contains(&entry.lane) {
                continue;
            }
            // The next one waits for this one.
            let waits = self.waits.briefly();
            let visited = attempt(&self.crawler, &self.bound, &waits, entry.account).await?;
            if let Some(visited) = visited {
                self.count(&entry.lane, visited);
            }
        }
    }

    pub(super) fn into_report(mut self) -> CrawlReport {
        // Lanes end in any order; people and tests read reports.
        self.report.failed.sort_by_key(|failure| failure.account);
        self.report.put_off.sort_by_key(|waits| waits.account);
        self.report
            .warnings
            .sort_by(|a, b| (&a.address, &a.at).cmp(&(&b.address, &b.at)));
        self.report
    }

    /// Reads on in the order of turns and notes the lanes that are new. A lane that ended is
    /// new again when it is met later: it then has accounts that it did not have before.
    async fn look_for_lanes(&mut self) -> Result<(), CrawlError> {
        let after = self.looked_up_to;
        let found = schedule::due(
            &self.crawler.db,
            &self.bound,
            Among::Settled,
            after,
            LOOK_AHEAD,
        )
        .await?;
        for entry in &found {
            if self.ready.len() >= LANES_WAITING {
                return Ok(());
            }
            self.looked_up_to = Some(entry.place);
            if !self.closed.contains(&entry.lane) && self.taken.insert(entry.lane.clone()) {
                self.ready.push_back(LaneWalk {
                    lane: entry.lane.clone(),
                    drawn: VecDeque::new(),
                    after: None,
                });
            }
        }
        self.seen_all = found.len() < LOOK_AHEAD as usize;
        Ok(())
    }

    fn follow_up(&mut self, ended: Result<Result<LaneTurn, CrawlError>, JoinError>) {
        let turn = match ended {
            Ok(Ok(turn)) => turn,
            Ok(Err(problem)) => return self.give_up(problem),
            Err(panic) => return self.give_up(CrawlError::Visit(panic.to_string())),
        };
        let Some(visited) = turn.visited else {
            self.taken.remove(&turn.walk.lane);
            return;
        };
        if self.count(&turn.walk.lane, visited) {
            // Behind the lanes that wait, so that with more lanes than tasks all get their turn.
            self.ready.push_back(turn.walk);
        } else {
            self.taken.remove(&turn.walk.lane);
        }
    }

    /// Adds up a visit; whether its lane can go on. Accounts that were asked for by number are
    /// all tried, so that each is told why not: the door sends nothing into a lane that rests.
    fn count(&mut self, lane: &str, visited: Visited) -> bool {
        self.report.add(visited.report);
        self.crawler.progress.tell(&self.report);
        let shut = visited.lane_rests && self.bound.filter.ids.is_empty();
        if shut {
            self.closed.insert(lane.to_owned());
        }
        !shut
    }

    fn give_up(&mut self, problem: CrawlError) {
        self.waits.end().cancel();
        self.problem.get_or_insert(problem);
    }
}

/// Draws the lane's next account and visits it.
async fn take_turn<F: Fetch>(
    crawler: Arc<Crawler<F>>,
    bound: Arc<PassBound>,
    waits: Waits,
    mut walk: LaneWalk,
) -> Result<LaneTurn, CrawlError> {
    while let Some(account) = walk.draw(&crawler, &bound).await? {
        let visited = attempt(&crawler, &bound, &waits, account).await?;
        if visited.is_some() {
            return Ok(LaneTurn { walk, visited });
        }
    }
    Ok(LaneTurn {
        walk,
        visited: None,
    })
}

/// Visits an account if it is still its turn.
async fn attempt<F: Fetch>(
    crawler: &Crawler<F>,
    bound: &PassBound,
    waits: &Waits,
    account: AccountId,
) -> Result<Option<Visited>, CrawlError> {
    let now = crawler.clock.now();
    let rest = |failures| crawler.settings.back_off(failures);
    let begun = schedule::begin_visit(&crawler.db, account, bound, now, rest).await?;
    match begun {
        Some(Ok(due)) => visit(crawler, bound, due, waits).await.map(Some),
        Some(Err(broken)) => pass_over(crawler, bound, &broken).await.map(Some),
        None => Ok(None),
    }
}

impl LaneWalk {
    async fn draw<F>(
        &mut self,
        crawler: &Crawler<F>,
        bound: &PassBound,
    ) -> Result<Option<AccountId>, CrawlError> {
        if self.drawn.is_empty() {
            let among = Among::Lane(&self.lane);
            let found = schedule::due(&crawler.db, bound, among, self.after, DRAW).await?;
            self.after = found.last().map(|entry| entry.place).or(self.after);
            self.drawn.extend(found.iter().map(|entry| entry.account));
        }
        Ok(self.drawn.pop_front())
    }
}
