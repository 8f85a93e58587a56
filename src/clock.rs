//! The only place that asks the time: everything else is handed a [`Clock`]. And the only one that
//! asks how long processors worked: an [`EffortClock`].

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use nix::time::{ClockId, clock_gettime};
use nix::unistd::{Pid, gettid};

/// Tells the time. Implemented by the system clock, and by clocks that tests and the demo set.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// The current instant, to the microsecond: what is stored of it is the same.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the time"
    )]
    fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }
}

/// A clock that stands still until it is moved. For tests, and for replaying the past.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// A clock that stands at `start`.
    pub fn new(start: Timestamp) -> Self {
        Self(AtomicI64::new(start.as_microsecond()))
    }

    /// Moves the clock forward (or, with a negative duration, back).
    pub fn advance(&self, by: SignedDuration) {
        let micros = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
        self.0.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.0.load(Ordering::SeqCst)).unwrap_or(Timestamp::MAX)
    }
}

/// The system clock moved by a fixed amount: the demo runs inside a fictional campaign.
#[derive(Debug, Clone, Copy)]
pub struct ShiftedClock(SignedDuration);

impl ShiftedClock {
    /// A clock that reads `start` now and runs at the normal pace.
    pub fn starting_at(start: Timestamp) -> Self {
        Self(start.duration_since(SystemClock.now()))
    }
}

impl Clock for ShiftedClock {
    fn now(&self) -> Timestamp {
        SystemClock
            .now()
            .checked_add(self.0)
            .unwrap_or(Timestamp::MAX)
    }
}

/// A thread of this process, by the number that the system gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThreadNumber(Pid);

impl ThreadNumber {
    /// The thread that asks.
    pub fn of_this() -> Self {
        Self(gettid())
    }
}

/// Tells how long a processor has worked for a thread, which on a busy machine is much less than
/// the time that went by. Implemented by the system, and by tests.
pub trait EffortClock: Send + Sync + std::fmt::Debug {
    /// So long until now. `None`: the system does not say.
    fn spent_on(&self, thread: ThreadNumber) -> Option<Duration>;
}

/// What the system says of its threads.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEffort;

impl EffortClock for SystemEffort {
    fn spent_on(&self, ThreadNumber(thread): ThreadNumber) -> Option<Duration> {
        // What `pthread_getcpuclockid` makes of a thread: the number negated, and the clock of
        // its processor time (4 | 2).
        let clock = ClockId::from_raw((!thread.as_raw() << 3) | 6);
        clock_gettime(clock).ok().map(Duration::from)
    }
}
