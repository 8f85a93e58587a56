//! How often accounts are visited, and how deep.

use std::time::Duration;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::config::InvalidSetting;

/// The `[crawl]` section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CrawlSettings {
    /// Accounts that are visited side by side, each of another lane: mostly they wait for the
    /// turn of their server.
    pub accounts_at_a_time: usize,
    /// Most pages that one visit reads of an account; the rest follows at the next visit.
    pub max_pages_per_visit: usize,
    /// Time from a visit to the next, in minutes.
    pub visit_every_minutes: u32,
    /// How long after a post it is looked at again for edits and deletion, in days.
    pub recheck_days: u32,
    /// Most posts of an account that one visit looks at again.
    pub recheck_posts: u32,
    /// Rest of an account after its first failed visit, in minutes; it doubles with each.
    pub back_off_minutes: u32,
    /// Longest rest of an account that keeps failing, in minutes.
    pub back_off_cap_minutes: u32,
    /// How long an answer under way is still waited for when a pass is told to stop, in seconds.
    pub grace_seconds: u32,
}

impl Default for CrawlSettings {
    fn default() -> Self {
        Self {
            accounts_at_a_time: 256,
            max_pages_per_visit: 20,
            visit_every_minutes: 6 * 60,
            recheck_days: 7,
            recheck_posts: 40,
            back_off_minutes: 30,
            back_off_cap_minutes: 2 * 24 * 60,
            // Service managers mostly kill ten seconds after they asked.
            grace_seconds: 8,
        }
    }
}

impl CrawlSettings {
    /// Time from a visit to the next.
    pub fn visit_every(&self) -> SignedDuration {
        minutes(self.visit_every_minutes)
    }

    /// How long after a post it is looked at again.
    pub fn recheck_window(&self) -> SignedDuration {
        SignedDuration::from_hours(24 * i64::from(self.recheck_days))
    }

    /// How long an answer under way is still waited for.
    pub fn grace(&self) -> Duration {
        Duration::from_secs(u64::from(self.grace_seconds))
    }

    /// Rest of an account whose visit just failed, after `failures` failed visits before it.
    pub fn back_off(&self, failures: u32) -> SignedDuration {
        let doubled = 2_u32.saturating_pow(failures);
        let rest = self.back_off_minutes.saturating_mul(doubled);
        minutes(rest.min(self.back_off_cap_minutes))
    }

    /// Longest time from a visit to the next, however it ended.
    pub fn longest_rest(&self) -> SignedDuration {
        self.visit_every().max(minutes(self.back_off_cap_minutes))
    }

    pub(super) fn check(&self) -> Result<(), InvalidSetting> {
        let week = 7 * 24 * 60;
        between("accounts_at_a_time", self.accounts_at_a_time, 1, 4096)?;
        between("max_pages_per_visit", self.max_pages_per_visit, 1, 10_000)?;
        between("visit_every_minutes", self.visit_every_minutes, 5, 4 * week)?;
        between("recheck_days", self.recheck_days, 0, 365)?;
        between("recheck_posts", self.recheck_posts, 0, 1000)?;
        between("grace_seconds", self.grace_seconds, 0, 600)?;
        between("back_off_minutes", self.back_off_minutes, 1, week)?;
        let least = self.back_off_minutes;
        between(
            "back_off_cap_minutes",
            self.back_off_cap_minutes,
            least,
            4 * week,
        )
    }
}

fn minutes(count: u32) -> SignedDuration {
    SignedDuration::from_mins(i64::from(count))
}

fn between<T: Copy + PartialOrd + std::fmt::Display>(
    key: &str,
    value: T,
    least: T,
    most: T,
) -> Result<(), InvalidSetting> {
    if least <= value && value <= most {
        return Ok(());
    }
    Err(InvalidSetting {
        key: key.to_owned(),
        problem: format!("is {value}; give {least} to {most}"),
    })
}
