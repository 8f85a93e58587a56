//! What is known of an origin's robots.txt.

use std::time::Duration;

use jiff::Timestamp;

use super::FetchError;
use super::robots::Robots;
use crate::model::RobotsCopy;

/// The robots.txt of an origin, or why it cannot be had, until it is asked for again.
#[derive(Debug)]
pub(super) struct KnownRobots {
    pub(super) rules: Result<Robots, FetchError>,
    fetched_at: Timestamp,
    keep_until: Timestamp,
}

impl KnownRobots {
    pub(super) fn of(copy: &RobotsCopy, product: &str) -> Self {
        let rules = match &copy.content {
            Ok(file) => Ok(Robots::parse(file, product)),
            Err(problem) => Err(FetchError::RobotsUnreachable {
                host: copy.origin.clone(),
                problem: problem.clone(),
            }),
        };
        Self {
            rules,
            fetched_at: copy.fetched_at,
            keep_until: copy.keep_until,
        }
    }

    /// One from the future was kept before the system clock went back; its age is not known.
    pub(super) fn is_current(&self, now: Timestamp) -> bool {
        self.fetched_at <= now && now < self.keep_until
    }

    pub(super) fn crawl_delay(&self) -> Duration {
        let delay = self.rules.as_ref().ok().and_then(Robots::crawl_delay);
        delay.unwrap_or_default()
    }
}
