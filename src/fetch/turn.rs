//! A request's turn: taken durably before it leaves, settled after it.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::OwnedMutexGuard;
use tokio::time::Instant;

use super::FetchError;
use super::book::BookError;
use super::demand::{backoff, rest_asked_for};
use super::door::{AdmittedHop, Door};
use super::pace::Pace;
use super::slot::{self, DelayReason, LONGEST_GRACE, Slot, SlotTerms};
use super::transport::{Transport, TransportError};
use super::waits::{Journey, Waits};
use crate::config::fetch::FetchSettings;
use crate::evidence::HttpAnswer;
use crate::model::{Exchange, ExchangeId, ExchangeOutcome, LaneKey, LaneState, redact};

/// How long after its turn a request may still leave. It covers the write that makes the turn
/// durable; a lane loses this much when a process ends between the two.
const GRACE: SignedDuration = SignedDuration::from_secs(1);
/// A request on a new connection arrives later after leaving than the next one does on the
/// same; up to this share of the interval is given away so that they arrive no closer.
const ARRIVAL_SHARE: u32 = 128;

/// RFC 6585 section 4. Nothing was done, so anything may be asked again.
pub(super) const TOO_MANY_REQUESTS: u16 = 429;

/// A turn that has come: the request must leave now.
#[derive(Debug)]
pub(super) struct Turn {
    id: ExchangeId,
    /// Latest instant at which the request was to leave, as the lanes have it.
    latest: Timestamp,
    /// The lanes before the turn was taken and after, to give it back.
    lanes_before: Vec<LaneState>,
    lanes_after: Vec<LaneState>,
    /// The line of the ledger so far.
    pub(super) line: Exchange,
}

/// A slot taken in the book.
enum Reserved {
    Taken(Box<Turn>, Timestamp),
    Later(Timestamp, DelayReason, Vec<LaneState>),
}

impl<T: Transport> Door<T> {
    /// The lanes of a hop, locked for this process in the order of their names, so that no two
    /// requests wait for each other.
    pub(super) async fn enter_lanes(
        &self,
        hop: &AdmittedHop,
        waits: &Waits,
    ) -> Result<Vec<OwnedMutexGuard<Pace>>, FetchError> {
        let mut paces = Vec::with_capacity(hop.claims.len());
        for claim in &hop.claims {
            let pace = self.paces.entry(&claim.lane).lock_owned();
            paces.push(waits.held(pace).await?);
        }
        Ok(paces)
    }

    /// Waits for the turn of a request; it is taken durably before it comes. Gives up when the
    /// lanes rest or their budgets are spent for longer than a request is patient.
    pub(super) async fn turn(
        &self,
        hop: &AdmittedHop,
        paces: &mut [OwnedMutexGuard<Pace>],
        journey: &mut Journey<'_>,
    ) -> Result<Turn, FetchError> {
        let mut grace = GRACE;
        loop {
            match self.reserve(hop, grace).await? {
                Reserved::Later(at, reason, lanes) => {
                    let now = self.clock.now();
                    let wait = at.duration_since(now);
                    check_patience(hop, unsigned(wait), (reason, &lanes), journey)?;
                    // A slot may be taken a grace ahead; somebody else may have settled until
                    // then, and the turn come sooner.
                    journey.waits.sleep(unsigned(wait - grace)).await?;
                    if reason != DelayReason::Interval {
                        journey.waited(unsigned(wait));
                    }
                }
                Reserved::Taken(turn, leave_at) => {
                    let wait = leave_at.duration_since(self.clock.now());
                    let due = Instant::now() + unsigned(wait);
                    for (claim, pace) in hop.claims.iter().zip(&mut *paces) {
                        pace.wait(claim.interval, due).await;
                    }
                    if due.elapsed() <= unsigned(grace) {
                        return Ok(self.leaving(*turn, due));
                    }
                    self.give_back(hop, *turn).await?;
                    grace = next_grace(grace)?;
                }
            }
        }
    }

    async fn reserve(
        &self,
        hop: &AdmittedHop,
        grace: SignedDuration,
    ) -> Result<Reserved, FetchError> {
        let names: Vec<LaneKey> = hop.claims.iter().map(|claim| claim.lane.clone()).collect();
        let mut taken = None;
        let mut later = None;
        let decide = |lanes: &mut [LaneState]| {
            let terms = self.terms(grace);
            let before = lanes.to_vec();
            match slot::take_slot(&hop.claims, lanes, terms) {
                Slot::Later { at, reason } => {
                    later = Some(Reserved::Later(at, reason, lanes.to_vec()));
                    None
                }
                Slot::Taken {
                    allowed_at,
                    leave_at,
                } => {
                    let line = planned(hop, allowed_at, leave_at);
                    taken = Some((before, lanes.to_vec(), line.clone(), leave_at));
                    Some(line)
                }
            }
        };
        let id = self
            .book
            .reserve(&names, hop.account, Box::new(decide))
            .await?;
        match (id, taken, later) {
            (Some(id), Some((lanes_before, lanes_after, line, leave_at)), _) => {
                let turn = Turn {
                    id,
                    latest: leave_at.checked_add(grace).unwrap_or(Timestamp::MAX),
                    lanes_before,
                    lanes_after,
                    line,
                };
                Ok(Reserved::Taken(Box::new(turn), leave_at))
            }
            (None, _, Some(later)) => Ok(later),
            _ => Err(BookError::Failed("it decided nothing".to_owned()).into()),
        }
    }

    fn terms(&self, grace: SignedDuration) -> SlotTerms {
        let cap = i64::try_from(self.settings.rest_cap_seconds).unwrap_or(i64::MAX);
        SlotTerms {
            now: self.clock.now(),
            grace,
            longest_rest: SignedDuration::from_secs(cap),
        }
    }

    /// The line of a request that leaves now. That it leaves in time is told by the clock that
    /// was waited by: the system's may have gone back meanwhile.
    fn leaving(&self, mut turn: Turn, due: Instant) -> Turn {
        let now = self.clock.now();
        let late = signed(due.elapsed()) - signed(due.saturating_duration_since(Instant::now()));
        let waited_for = now.checked_sub(late).unwrap_or(now);
        turn.line.sent_at = now;
        turn.line.allowed_at = turn.line.allowed_at.min(waited_for);
        turn
    }

    /// Undoes a turn whose request never left. If another came after it, its lanes keep it.
    pub(super) async fn give_back(&self, hop: &AdmittedHop, turn: Turn) -> Result<(), FetchError> {
        let names: Vec<LaneKey> = hop.claims.iter().map(|claim| claim.lane.clone()).collect();
        let amend = |lanes: &mut [LaneState]| {
            let undo = turn.lanes_before.iter().zip(&turn.lanes_after);
            for (lane, (before, after)) in lanes.iter_mut().zip(undo) {
                if lane == after {
                    lane.clone_from(before);
                }
            }
        };
        let settled = self.book.settle(turn.id, None, &names, Box::new(amend));
        Ok(settled.await?)
    }

    /// Completes the ledger, frees what the turn held too much of, and lets the lanes rest as
    /// the server asks, or longer after a failure. Gives the error of a request that failed.
    pub(super) async fn settle(
        &self,
        hop: &AdmittedHop,
        turn: Turn,
        result: Result<&HttpAnswer, &TransportError>,
    ) -> Result<FetchError, FetchError> {
        let names: Vec<LaneKey> = hop.claims.iter().map(|claim| claim.lane.clone()).collect();
        let (now, luck) = (self.clock.now(), self.luck());
        let interval = hop.claims.iter().map(|claim| claim.interval).max();
        let took = Duration::from_millis(turn.line.milliseconds);
        let arrived = signed(took.min(interval.unwrap_or_default() / ARRIVAL_SHARE));
        let sent_at = turn.line.sent_at;
        let arrived_at = sent_at.checked_add(arrived).unwrap_or(sent_at);
        let mut error = None;
        let amend = |lanes: &mut [LaneState]| {
            slot::left(lanes, turn.latest, arrived_at);
            for (claim, lane) in hop.claims.iter().zip(&mut *lanes) {
                let rests = Rests {
                    settings: &self.settings,
                    now,
                    luck,
                    is_credential: claim.is_credential,
                };
                if result != Err(&TransportError::Stale) {
                    heed(lane, result.ok(), &rests);
                }
            }
            let longest = lanes.iter().max_by_key(|lane| lane.rest_until);
            let rest = longest.and_then(|lane| lane.rest_until).unwrap_or(now);
            error = Some(resting(hop, longest, unsigned(rest.duration_since(now))));
        };
        self.book
            .settle(turn.id, Some(&turn.line), &names, Box::new(amend))
            .await?;
        error.ok_or_else(|| BookError::Failed("it amended nothing".to_owned()).into())
    }
}

/// Whether the wait is worth it. The steady interval always is.
fn check_patience(
    hop: &AdmittedHop,
    wait: Duration,
    (reason, lanes): (DelayReason, &[LaneState]),
    journey: &Journey<'_>,
) -> Result<(), FetchError> {
    match reason {
        _ if journey.is_patient(wait) => Ok(()),
        DelayReason::Interval => Ok(()),
        DelayReason::Rest(number) => Err(resting(hop, lanes.get(number), wait)),
        DelayReason::Budget(number) => Err(FetchError::Budget {
            url: redact::url(hop.hop.url.as_str()),
            lane: hop.claims.get(number).map(|claim| claim.lane.clone()),
            wait,
        }),
    }
}

/// Answers that say "later": too many requests, or the server's own fault.
pub(super) fn is_failure(status: u16) -> bool {
    status == TOO_MANY_REQUESTS || (500..=599).contains(&status)
}

/// What decides how long a lane rests.
struct Rests<'a> {
    settings: &'a FetchSettings,
    now: Timestamp,
    /// In 0..1; spreads the back-off.
    luck: f64,
    is_credential: bool,
}

/// Takes note of an exchange (`None`: no answer).
fn heed(lane: &mut LaneState, answer: Option<&HttpAnswer>, rests: &Rests<'_>) {
    let cap = Duration::from_secs(rests.settings.rest_cap_seconds);
    let asked = answer.map_or(Duration::ZERO, |answer| rest_asked_for(answer, rests.now));
    slot::rest(lane, rests.now, asked.min(cap));
    let status = answer.map(|answer| answer.status);
    lane.last_status = status;
    let failed = status.is_none_or(is_failure);
    // That one host is down is no reason to keep a credential from the others.
    if !failed || (rests.is_credential && status != Some(TOO_MANY_REQUESTS)) {
        lane.failures = 0;
        return;
    }
    let base = rests.settings.backoff();
    let pause = backoff(base, lane.failures, cap, rests.luck);
    slot::rest(lane, rests.now, pause);
    lane.failures = lane.failures.saturating_add(1);
}

/// The error of a request to a lane that rests after a failure.
fn resting(hop: &AdmittedHop, lane: Option<&LaneState>, wait: Duration) -> FetchError {
    let url = redact::url(hop.hop.url.as_str());
    match lane.and_then(|lane| lane.last_status) {
        Some(status) => FetchError::Status { url, status, wait },
        None => FetchError::Transport {
            url,
            problem: format!(
                "the host failed {} times in a row and rests for {} s",
                lane.map_or(0, |lane| lane.failures),
                wait.as_secs()
            ),
        },
    }
}

/// The line of a request before it leaves.
fn planned(hop: &AdmittedHop, allowed_at: Timestamp, leave_at: Timestamp) -> Exchange {
    Exchange {
        lane: hop.site.clone(),
        method: hop.hop.method,
        credential: hop.credential.as_ref().map(|(name, _)| name.clone()),
        cost: hop.cost,
        host: hop.key.to_string(),
        url: redact::url(hop.hop.url.as_str()),
        sent_at: leave_at,
        milliseconds: 0,
        status: None,
        bytes: 0,
        outcome: ExchangeOutcome::Unfinished,
        allowed_at,
        unread: None,
    }
}

fn next_grace(grace: SignedDuration) -> Result<SignedDuration, FetchError> {
    if grace >= LONGEST_GRACE {
        let problem = format!(
            "writing it down takes longer than {} s; is the disk or the machine overloaded?",
            LONGEST_GRACE.as_secs()
        );
        return Err(BookError::Failed(problem).into());
    }
    Ok(grace * 2)
}

/// A duration that is zero where the instant has passed.
fn unsigned(duration: SignedDuration) -> Duration {
    Duration::try_from(duration).unwrap_or_default()
}

fn signed(duration: Duration) -> SignedDuration {
    SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX)
}
