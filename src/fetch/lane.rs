//! One host's lane: its pace, what went wrong lately, its robots.txt.

use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Mutex;

use super::FetchError;
use super::demand::{backoff, rest_asked_for};
use super::pace::Pace;
use super::robots::Robots;
use crate::config::fetch::FetchSettings;
use crate::evidence::HttpAnswer;

/// What is known of a host. The locks are fair, so requests leave in the order they came.
#[derive(Debug)]
pub(super) struct Host {
    /// Held for a whole exchange: one request at a time. Nothing else is locked meanwhile.
    pub(super) lane: Mutex<Lane>,
    /// Held while robots.txt is fetched, so that it is fetched once.
    pub(super) robots: Mutex<Option<KnownRobots>>,
}

/// The robots.txt of a host, or why it cannot be had, until it is asked for again.
#[derive(Debug)]
pub(super) struct KnownRobots {
    pub(super) rules: Result<Robots, FetchError>,
    pub(super) until: Timestamp,
}

/// Pace and recent failures of a host.
#[derive(Debug)]
pub(super) struct Lane {
    pub(super) pace: Pace,
    /// Failures in a row, of all requests to the host: they lengthen the back-off.
    failures: u32,
    last_status: Option<u16>,
}

impl Host {
    pub(super) fn new(interval: Duration) -> Self {
        Self {
            lane: Mutex::new(Lane {
                pace: Pace::new(interval),
                failures: 0,
                last_status: None,
            }),
            robots: Mutex::new(None),
        }
    }
}

impl Lane {
    /// Takes note of an exchange (`None`: no answer) and rests as the server asks, or longer
    /// after failures. `luck` in 0..1 spreads the back-off.
    pub(super) fn heed(
        &mut self,
        answer: Option<&HttpAnswer>,
        settings: &FetchSettings,
        now: Timestamp,
        luck: f64,
    ) {
        let cap = Duration::from_secs(settings.rest_cap_seconds);
        let asked = answer.map_or(Duration::ZERO, |answer| rest_asked_for(answer, now));
        self.pace.rest(asked.min(cap));
        self.last_status = answer.map(|answer| answer.status);
        if answer.is_some_and(|answer| !is_failure(answer.status)) {
            self.failures = 0;
            return;
        }
        self.pace
            .rest(backoff(settings.backoff(), self.failures, cap, luck));
        self.failures = self.failures.saturating_add(1);
    }

    /// Why a request gives up instead of waiting, when the host rests for longer than
    /// `patience`.
    pub(super) fn impatience(&self, url: &str, patience: Duration) -> Option<FetchError> {
        (self.pace.remaining_rest() > patience).then(|| self.resting(url))
    }

    /// The error of a request to a host that rests after a failure.
    pub(super) fn resting(&self, url: &str) -> FetchError {
        let wait = self.pace.remaining_rest();
        let url = url.to_owned();
        match self.last_status {
            Some(status) => FetchError::Status { url, status, wait },
            None => FetchError::Transport {
                url,
                problem: format!(
                    "the host failed {} times in a row and rests for {} s",
                    self.failures,
                    wait.as_secs()
                ),
            },
        }
    }
}

/// Answers that say "later": too many requests, or the server's own fault.
pub(super) fn is_failure(status: u16) -> bool {
    status == 429 || (500..=599).contains(&status)
}
