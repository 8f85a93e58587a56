//! The pace of one lane inside this process: one request at a time, never sooner than allowed.

use std::ops::Add;
use std::time::Duration;

use governor::clock::{Clock as GovernorClock, Reference};
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use tokio::time::Instant;

/// Tokio's timer wakes up to a millisecond late. In intervals shorter than this that is more
/// than half a percent, and the last millisecond is waited for on a thread.
const SHORT_INTERVAL: Duration = Duration::from_millis(200);
const TICK: Duration = Duration::from_millis(1);

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

/// Keeps one lane's pace in this process. Whoever holds it exclusively may send one request a
/// turn.
///
/// When a turn comes is decided by the lane's state, by the system's clock (`slot`). This is the
/// second lock on the door, by the monotonic clock: a wait computed wrongly, or a system clock
/// that jumps, must not become a burst. It has no burst of its own.
#[derive(Debug, Default)]
pub struct Pace {
    interval: Duration,
    limiter: Option<Limiter>,
}

impl Pace {
    /// Waits until `turn`, and on while this process sent less than `interval` ago.
    pub async fn wait(&mut self, interval: Duration, turn: Instant) {
        if interval != self.interval {
            // The new limiter knows nothing of the last request; the lane's state does.
            self.interval = interval;
            self.limiter = limiter(interval);
        }
        sleep_until(turn, interval < SHORT_INTERVAL).await;
        let Some(limiter) = &self.limiter else {
            return;
        };
        while let Err(early) = limiter.check() {
            let wait = early.wait_time_from(TokioClock.now());
            sleep_until(Instant::now() + wait, interval < SHORT_INTERVAL).await;
        }
    }
}

fn limiter(interval: Duration) -> Option<Limiter> {
    Quota::with_period(interval).map(|quota| RateLimiter::direct_with_clock(quota, TokioClock))
}

/// Sleeps until `turn`, never less.
async fn sleep_until(turn: Instant, precisely: bool) {
    if precisely && let Some(before) = turn.checked_sub(TICK) {
        tokio::time::sleep_until(before).await;
        let rest = turn.saturating_duration_since(Instant::now());
        if !rest.is_zero() {
            // If the pool of threads is closed, the program ends and nothing leaves any more.
            tokio::task::spawn_blocking(move || doze(rest)).await.ok();
        }
    }
    while Instant::now() < turn {
        tokio::time::sleep_until(turn).await;
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "at most a tick, on a thread that is there to be blocked"
)]
fn doze(rest: Duration) {
    std::thread::sleep(rest.min(TICK));
}
