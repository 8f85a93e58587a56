//! Refusals of signed-in users: each leaves an audit row, but nobody fills the log with them.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use crate::model::UserId;

/// How long a refusal counts as the same one again.
const WINDOW: SignedDuration = SignedDuration::from_mins(1);
/// Different refusals of a user in a window that have a row each; more than that is a program
/// that tries addresses, of which some rows tell enough.
const MOST_DIFFERENT: usize = 20;

/// What users were refused in the last minute, in memory: a restart forgets it, which costs rows
/// too many and none too few. One entry per user, so there are as many as there is staff.
#[derive(Debug, Default)]
pub(super) struct Refusals(Mutex<HashMap<UserId, Minute>>);

#[derive(Debug)]
struct Minute {
    since: Timestamp,
    /// What has a row already.
    told: Vec<String>,
    /// Those that had none of their own.
    repeated: u64,
    /// How many of those a row told of.
    counted: u64,
}

/// How a refusal is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RefusalRow {
    /// With a row of its own.
    Own {
        /// Refusals of an earlier minute that no row told of.
        uncounted: u64,
    },
    /// With a row that tells how many this minute had no row of their own.
    Repeated(u64),
    /// By the count of a later row.
    Counted,
}

impl Refusals {
    /// Counts a refusal. Repeats are told at the first, second, fourth, eighth, so that their rows
    /// stay few however many there are: at most `MOST_DIFFERENT` and one per doubling a minute.
    pub(super) fn count(&self, user: UserId, asked: &str, now: Timestamp) -> RefusalRow {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let minute = all.entry(user).or_insert_with(|| Minute::new(now));
        let mut uncounted = 0;
        if now.duration_since(minute.since).abs() >= WINDOW {
            uncounted = minute.repeated - minute.counted;
            *minute = Minute::new(now);
        }
        if minute.told.len() < MOST_DIFFERENT && !minute.told.iter().any(|told| told == asked) {
            minute.told.push(asked.to_owned());
            return RefusalRow::Own { uncounted };
        }
        minute.repeated += 1;
        if minute.repeated.is_power_of_two() {
            minute.counted = minute.repeated;
            return RefusalRow::Repeated(minute.repeated);
        }
        RefusalRow::Counted
    }
}

impl Minute {
    fn new(since: Timestamp) -> Self {
        Self {
            since,
            told: Vec::new(),
            repeated: 0,
            counted: 0,
        }
    }
}
