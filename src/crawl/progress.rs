//! How far a pass is, for whoever watches it.

use tokio::sync::watch;

use super::{Counts, CrawlReport};

/// How far a pass is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PassProgress {
    /// Accounts that are to be visited.
    pub due: u64,
    /// What was done so far.
    pub counts: Counts,
    /// Accounts that could not be read so far.
    pub failed: usize,
}

/// Tells everybody who follows how far a pass is.
#[derive(Debug, Default)]
pub struct ProgressTeller(watch::Sender<PassProgress>);

impl ProgressTeller {
    /// Hears of every change from now on; of several that come at once, of the last.
    pub fn follow(&self) -> watch::Receiver<PassProgress> {
        self.0.subscribe()
    }

    pub(super) fn begin(&self, due: u64) {
        self.0.send_replace(PassProgress {
            due,
            ..PassProgress::default()
        });
    }

    pub(super) fn tell(&self, report: &CrawlReport) {
        self.0.send_modify(|progress| {
            progress.counts = report.counts;
            progress.failed = report.failed.len();
        });
    }
}
