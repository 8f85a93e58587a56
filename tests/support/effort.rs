//! How long processors worked, as a test has it.

use std::time::Duration;

use netra::clock::{EffortClock, ThreadNumber};

/// Has worked as long as it was told for every thread.
#[derive(Debug)]
pub(crate) struct ManualEffort(Option<Duration>);

impl ManualEffort {
    pub(crate) fn of(spent: Duration) -> Self {
        Self(Some(spent))
    }

    /// A system that does not say.
    pub(crate) fn unknown() -> Self {
        Self(None)
    }
}

impl EffortClock for ManualEffort {
    fn spent_on(&self, _thread: ThreadNumber) -> Option<Duration> {
        self.0
    }
}
