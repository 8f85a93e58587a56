//! How many numbers of civil servants a user sees in full.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use crate::model::UserId;

/// How many numbers a user may see in full in [`WINDOW`]: more than anybody writes reports in that
/// time, and few enough that whoever collects them is noticed before they have the register.
const MOST: u32 = 60;
const WINDOW: SignedDuration = SignedDuration::from_hours(1);

/// How many numbers each user has seen in full lately, in memory: the audit log has all of them.
#[derive(Debug, Default)]
pub(super) struct Revelations(Mutex<HashMap<UserId, (Timestamp, u32)>>);

impl Revelations {
    /// Counts one more, unless there were too many.
    pub(super) fn admit(&self, user: UserId, now: Timestamp) -> bool {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, count) = all.entry(user).or_insert((now, 0));
        if now.duration_since(*since).abs() >= WINDOW {
            (*since, *count) = (now, 0);
        }
        let free = *count < MOST;
        *count += u32::from(free);
        free
    }
}
