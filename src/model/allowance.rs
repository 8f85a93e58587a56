//! How many tries somebody has, and how they come back: one by one, so that there is no moment at
//! which all are free again.

use jiff::{SignedDuration, Timestamp};

/// So many tries at once, and one more after each pause. In no span of time are there more than
/// `burst` and one for each pause that it holds. (The generic cell rate algorithm, whose whole
/// memory is one moment: when all tries are forgiven.)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TryAllowance {
    /// Tries at once.
    pub burst: i32,
    /// After how long one try is forgiven.
    pub pause: SignedDuration,
}

impl TryAllowance {
    /// The moment at which all tries are forgiven after one more now, given the one before it.
    /// `Err` is how long to wait for the next try, at least a second.
    pub fn take(self, forgiven_at: Timestamp, now: Timestamp) -> Result<Timestamp, SignedDuration> {
        let whole = self.pause * self.burst;
        // A clock that was set back must not lock anybody out.
        let latest = now.saturating_add(whole).unwrap_or(now);
        let begun = forgiven_at.clamp(now, latest);
        let after = begun.saturating_add(self.pause).unwrap_or(now);
        let wait = after.duration_since(now) - whole;
        if wait.is_positive() {
            return Err(wait.max(SignedDuration::from_secs(1)));
        }
        Ok(after)
    }

    /// The moment after a try was given back.
    pub fn give_back(self, forgiven_at: Timestamp) -> Timestamp {
        forgiven_at
            .saturating_sub(self.pause)
            .unwrap_or(forgiven_at)
    }
}
