//! When a request may leave: the rules over what is known of its lanes. Pure.
//!
//! A slot is taken before the request leaves and counts as used from then on, at the latest
//! instant at which its holder may still leave ([`SlotTerms::grace`] after its turn). What came of
//! the request, known afterwards, can only bring the lane's next turn forward. So a process that
//! ends at any instant costs its lanes at most that grace, and never makes them too fast.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::config::fetch::Budget;
use crate::model::{LaneKey, LaneState, Portion, Spending};

/// Portions that a budget's window is divided into. All units of a portion leave the window with
/// its last one, so a lane can fall short of its budget by this share, and never exceeds it.
const PORTIONS: i32 = 64;
/// A disk or machine that is slower than the usual grace is met with twice as much, up to this.
pub(super) const LONGEST_GRACE: SignedDuration = SignedDuration::from_secs(8);

/// What a request must keep to in one of its lanes.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Which lane.
    pub lane: LaneKey,
    /// Least time since the request before it.
    pub interval: Duration,
    /// Most units in any window of a length.
    pub budgets: Vec<Budget>,
    /// What the request costs of each budget.
    pub cost: u64,
    /// Whether it is the lane of a credential: a failing host is no fault of that.
    pub is_credential: bool,
}

/// What holds for every slot.
#[derive(Debug, Clone, Copy)]
pub struct SlotTerms {
    /// The time now.
    pub now: Timestamp,
    /// How long after its turn the holder may still leave, and how long before it a slot may be
    /// taken.
    pub grace: SignedDuration,
    /// Longest rest that is granted.
    pub longest_rest: SignedDuration,
}

/// An answer to a request for a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// The slot is taken.
    Taken {
        /// The earliest instant at which this request was allowed to leave.
        allowed_at: Timestamp,
        /// When to leave: now, or a moment from now.
        leave_at: Timestamp,
    },
    /// Nothing is taken: the turn is too far off. The lanes changed only where the clock went back.
    Later {
        /// When the turn comes, as far as is known now.
        at: Timestamp,
        /// What makes it late, by the number of its claim.
        reason: DelayReason,
    },
}

/// What makes a turn late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DelayReason {
    /// The steady interval.
    Interval,
    /// The lane of this claim rests.
    Rest(usize),
    /// The budget of this claim is spent.
    Budget(usize),
}

/// Takes a slot in all lanes of a request, or in none.
pub fn take_slot(claims: &[Claim], lanes: &mut [LaneState], terms: SlotTerms) -> Slot {
    for (claim, lane) in claims.iter().zip(&mut *lanes) {
        mend_clock(claim, lane, terms);
    }
    let (allowed_at, reason) = turn(claims, lanes, terms.now);
    let leave_at = allowed_at.max(terms.now);
    if leave_at > after(terms.now, terms.grace) {
        return Slot::Later {
            at: leave_at,
            reason,
        };
    }
    let latest = after(leave_at, terms.grace);
    for (claim, lane) in claims.iter().zip(lanes) {
        lane.last_at = lane.last_at.max(Some(latest));
        for budget in &claim.budgets {
            spend(lane, budget, latest, claim.cost);
        }
    }
    Slot::Taken {
        allowed_at,
        leave_at,
    }
}

/// Brings the next turn forward: the holder of the slot that counted as used at `latest` left at
/// `left` already. Later slots of others stand as they are.
pub fn left(lanes: &mut [LaneState], latest: Timestamp, left: Timestamp) {
    for lane in lanes {
        if lane.last_at == Some(latest) {
            lane.last_at = Some(left.min(latest));
        }
    }
}

/// Lets a lane rest from `now` on, unless it rests for longer already.
pub fn rest(lane: &mut LaneState, now: Timestamp, rest: Duration) {
    if !rest.is_zero() {
        lane.rest_until = lane.rest_until.max(Some(after(now, signed(rest))));
    }
}

/// The earliest instant that all lanes allow, and which demand it comes from.
fn turn(claims: &[Claim], lanes: &[LaneState], now: Timestamp) -> (Timestamp, DelayReason) {
    let mut at = None;
    let mut reason = DelayReason::Interval;
    for (number, (claim, lane)) in claims.iter().zip(lanes).enumerate() {
        let steady = lane.last_at.map(|last| after(last, signed(claim.interval)));
        at = at.max(steady);
        if lane.rest_until > at {
            at = lane.rest_until;
            reason = DelayReason::Rest(number);
        }
    }
    let mut at = at.unwrap_or(now);
    for (number, (claim, lane)) in claims.iter().zip(lanes).enumerate() {
        for budget in &claim.budgets {
            // Only what is spent by now counts, so a turn in the past is looked for from now.
            let affordable = affordable_at(lane, budget, at.max(now), claim.cost);
            if affordable > at.max(now) {
                at = affordable;
                reason = DelayReason::Budget(number);
            }
        }
    }
    (at, reason)
}

/// The first instant from `from` on at which `cost` fits the budget beside what was spent.
fn affordable_at(lane: &LaneState, budget: &Budget, from: Timestamp, cost: u64) -> Timestamp {
    if cost > budget.units {
        return Timestamp::MAX;
    }
    let portions = portions(lane, budget);
    let window = window(budget);
    let mut spent: u64 = portions
        .iter()
        .filter(|portion| after(portion.last, window) > from)
        .map(|portion| portion.units)
        .sum();
    let mut at = from;
    for portion in portions {
        if spent.saturating_add(cost) <= budget.units {
            break;
        }
        let gone = after(portion.last, window);
        if gone > from {
            spent = spent.saturating_sub(portion.units);
            at = at.max(gone);
        }
    }
    at
}

fn portions<'a>(lane: &'a LaneState, budget: &Budget) -> &'a [Portion] {
    let spending = lane
        .spent
        .iter()
        .find(|spending| spending.window_seconds == budget.seconds);
    spending.map_or(&[], |spending| &spending.portions)
}

fn spend(lane: &mut LaneState, budget: &Budget, at: Timestamp, units: u64) {
    let known = lane
        .spent
        .iter()
        .position(|spending| spending.window_seconds == budget.seconds);
    let place = known.unwrap_or_else(|| {
        lane.spent.push(Spending {
            window_seconds: budget.seconds,
            portions: Vec::new(),
        });
        lane.spent.len() - 1
    });
    let portions = &mut lane.spent[place].portions;
    portions.retain(|portion| after(portion.last, window(budget)) > at);
    let share = window(budget) / PORTIONS;
    match portions.last_mut() {
        Some(portion) if after(portion.first, share) > at => {
            portion.last = portion.last.max(at);
            portion.units = portion.units.saturating_add(units);
        }
        _ => portions.push(Portion {
            first: at,
            last: at,
            units,
        }),
    }
}

/// No slot is taken further ahead than the grace, no rest is longer than the cap: what lies
/// beyond was written before the system clock went back. It is taken as of now, so that the lane
/// waits neither for hours nor not at all.
fn mend_clock(claim: &Claim, lane: &mut LaneState, terms: SlotTerms) {
    // Another process may have taken more grace than this one.
    let furthest = after(terms.now, LONGEST_GRACE * 2);
    let mut mended = false;
    if lane.last_at > Some(furthest) {
        lane.last_at = Some(terms.now);
        mended = true;
    }
    let longest = after(terms.now, terms.longest_rest);
    if lane.rest_until > Some(longest) {
        lane.rest_until = Some(longest);
        mended = true;
    }
    for portion in lane.spent.iter_mut().flat_map(|one| &mut one.portions) {
        if portion.last > furthest {
            portion.first = portion.first.min(terms.now);
            portion.last = terms.now;
            mended = true;
        }
    }
    if mended {
        tracing::warn!(
            lane = %claim.lane,
            "the lane's times lie in the future; did the system clock go back? they count from now"
        );
    }
}

fn window(budget: &Budget) -> SignedDuration {
    SignedDuration::from_secs(i64::try_from(budget.seconds).unwrap_or(i64::MAX))
}

fn signed(duration: Duration) -> SignedDuration {
    SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX)
}

fn after(instant: Timestamp, by: SignedDuration) -> Timestamp {
    instant.checked_add(by).unwrap_or(Timestamp::MAX)
}
