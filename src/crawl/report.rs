//! What a pass did.

use std::collections::HashSet;

use serde::Serialize;

use crate::corpus::UnindexedPosts;
use crate::model::{AccountId, Platform};

/// Warnings that a report holds: a few megabytes, and more than anybody reads.
const MOST_WARNINGS: usize = 10_000;

/// An account that could not be crawled, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// Which account.
    pub account: AccountId,
    /// Platform and address, for people.
    pub address: String,
    /// One sentence.
    pub reason: String,
}

/// The accounts of a platform that no pass visits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotCrawled {
    /// Which platform.
    pub platform: Platform,
    /// Registered accounts that were passed over.
    pub accounts: u64,
    /// How they are collected, in one sentence.
    pub message: String,
}

impl NotCrawled {
    pub(super) fn new(platform: Platform, accounts: u64) -> Self {
        Self {
            platform,
            accounts,
            message: format!(
                "accounts on {platform} are not crawled but collected by import or capture: \
                 {accounts} were passed over"
            ),
        }
    }
}

/// Something odd that did not stop the pass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Oddity {
    /// Platform and address, for people.
    pub address: String,
    /// Where in the capture.
    pub at: String,
    /// One sentence.
    pub message: String,
}

/// What was done, in numbers: the report of a pass and the metrics show the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Accounts visited.
    pub accounts: usize,
    /// Requests that left, robots.txt, redirects and retries included.
    pub requests: usize,
    /// Captures that were read.
    pub pages: usize,
    /// Posts seen for the first time.
    pub posts_new: usize,
    /// Posts that their authors changed.
    pub posts_edited: usize,
    /// Posts read otherwise than before, in full or by another edition of their source.
    pub posts_reread: usize,
    /// Known posts seen unchanged.
    pub posts_unchanged: usize,
    /// Posts found to be no longer visible.
    pub posts_not_visible: usize,
    /// Posts whose document in the search index was renewed.
    pub indexed: usize,
    /// Requests that left before they were allowed to. Always zero.
    pub over_allowance: usize,
}

/// What one pass over the registry did. Part of the command-line contract.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct CrawlReport {
    /// Number of the pass.
    pub pass: i64,
    /// The register it went by: the number of its last change.
    pub registry_version: i64,
    /// In numbers.
    #[serde(flatten)]
    pub counts: Counts,
    /// Accounts that could not be crawled.
    pub failed: Vec<Failure>,
    /// Accounts of which a page waits for the program and not for them: they are due as before.
    pub put_off: Vec<Failure>,
    /// Accounts that robots.txt is found to close, told once: nothing more is tried.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<Failure>,
    /// Set when the platform that was asked for is not crawled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_crawled: Option<NotCrawled>,
    /// What was odd: the first of it, for a pass over a whole country must not hold it all.
    pub warnings: Vec<Oddity>,
    /// How much more was odd.
    #[serde(skip_serializing_if = "is_zero")]
    pub warnings_left_out: usize,
    /// Posts that are not in the search index because they cannot be read.
    #[serde(skip_serializing_if = "UnindexedPosts::is_empty")]
    pub unindexed: UnindexedPosts,
    /// Why the search index could not be brought up to date, in one sentence. What is saved stays
    /// pending.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index_problem: Option<String>,
    /// Seconds from start to end.
    pub seconds: f64,
    /// Set when the time allowed ran out or the operator interrupted: the rest stays due.
    pub interrupted: bool,
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.accounts += other.accounts;
        self.requests += other.requests;
        self.pages += other.pages;
        self.posts_new += other.posts_new;
        self.posts_edited += other.posts_edited;
        self.posts_reread += other.posts_reread;
        self.posts_unchanged += other.posts_unchanged;
        self.posts_not_visible += other.posts_not_visible;
        self.indexed += other.indexed;
        self.over_allowance += other.over_allowance;
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

impl CrawlReport {
    /// Adds accounts that were not visited; one that failed already is not told twice.
    pub(super) fn add_failures(&mut self, failures: Vec<Failure>) {
        let told: HashSet<AccountId> = self.failed.iter().map(|one| one.account).collect();
        let new = failures.into_iter();
        let new: Vec<Failure> = new.filter(|one| !told.contains(&one.account)).collect();
        self.counts.accounts += new.len();
        self.failed.extend(new);
    }

    /// Adds what one account's visit did.
    pub(super) fn add(&mut self, visit: Self) {
        self.counts.add(visit.counts);
        self.failed.extend(visit.failed);
        self.put_off.extend(visit.put_off);
        self.closed.extend(visit.closed);
        let room = MOST_WARNINGS.saturating_sub(self.warnings.len());
        self.warnings_left_out += visit.warnings.len().saturating_sub(room);
        self.warnings.extend(visit.warnings.into_iter().take(room));
        self.interrupted |= visit.interrupted;
    }
}
