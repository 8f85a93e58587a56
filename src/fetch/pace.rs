//! The pace of one host: one request at a time, never sooner than allowed.

use std::ops::Add;
use std::time::Duration;

use governor::clock::{Clock as GovernorClock, Reference};
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use crate::clock::Clock;

/// Governor on tokio's clock, so that paused time in tests reaches it.
#[derive(Debug, Clone, Copy, Default)]
struct TokioClock;

/// An instant of tokio's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct TokioInstant(Instant);

impl GovernorClock for TokioClock {
    type Instant = TokioInstant;

    fn now(&self) -> TokioInstant {
        TokioInstant(Instant::now())
    }
}

impl Reference for TokioInstant {
    fn duration_since(&self, earlier: Self) -> Nanos {
        self.0.saturating_duration_since(earlier.0).into()
    }

    fn saturating_sub(&self, duration: Nanos) -> Self {
        Self(self.0.checked_sub(duration.into()).unwrap_or(self.0))
    }
}

impl Add<Nanos> for TokioInstant {
    type Output = Self;

    fn add(self, other: Nanos) -> Self {
        let other: Duration = other.into();
        Self(self.0 + other)
    }
}

type Limiter = RateLimiter<NotKeyed, InMemoryState, TokioClock, NoOpMiddleware<TokioInstant>>;

/// Leave to send one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// The earliest instant at which the request was allowed.
    pub allowed_at: Timestamp,
    /// When it leaves: never before `allowed_at`.
    pub sent_at: Timestamp,
}

/// Keeps one host's pace. Whoever holds it exclusively may send one request per turn.
///
/// A turn comes at the latest of all demands: the steady interval since the last request (the
/// operator's or the crawl delay of robots.txt) and the rests that the server asked for or that
/// back-off adds. The limiter, without burst, is asked last: a wait computed wrongly must not
/// become a burst.
#[derive(Debug)]
pub struct Pace {
    interval: Duration,
    limiter: Option<Limiter>,
    last_sent: Option<Instant>,
    resting_until: Instant,
}

impl Pace {
    /// A pace of at most one request in `interval`; zero means no limit.
    pub fn new(interval: Duration) -> Self {
        Self {
            interval,
            limiter: limiter(interval),
            last_sent: None,
            resting_until: Instant::now(),
        }
    }

    /// Changes to one request in `interval`, counted from the last one.
    pub fn set_interval(&mut self, interval: Duration) {
        if interval != self.interval {
            self.interval = interval;
            self.limiter = limiter(interval);
        }
    }

    /// Sends nothing for the next `rest`.
    pub fn rest(&mut self, rest: Duration) {
        self.resting_until = self.resting_until.max(Instant::now() + rest);
    }

    /// How long a demanded rest still lasts, the steady interval aside.
    pub fn remaining_rest(&self) -> Duration {
        self.resting_until.saturating_duration_since(Instant::now())
    }

    /// Waits until the next request may leave, and takes the turn.
    pub async fn turn(&mut self, clock: &dyn Clock) -> Turn {
        let steady = self.last_sent.map(|last| last + self.interval);
        let allowed = steady.map_or(self.resting_until, |steady| steady.max(self.resting_until));
        if Instant::now() < allowed {
            tokio::time::sleep_until(allowed).await;
        }
        if let Some(limiter) = &self.limiter {
            while let Err(early) = limiter.check() {
                let wait = early.wait_time_from(TokioClock.now());
                tokio::time::sleep(wait).await;
            }
        }
        let late = Instant::now().saturating_duration_since(allowed);
        let sent_at = clock.now();
        self.last_sent = Some(Instant::now());
        Turn {
            allowed_at: before(sent_at, late),
            sent_at,
        }
    }
}

fn limiter(interval: Duration) -> Option<Limiter> {
    Quota::with_period(interval).map(|quota| RateLimiter::direct_with_clock(quota, TokioClock))
}

fn before(instant: Timestamp, by: Duration) -> Timestamp {
    SignedDuration::try_from(by)
        .ok()
        .and_then(|by| instant.checked_sub(by).ok())
        .unwrap_or(Timestamp::MIN)
}
