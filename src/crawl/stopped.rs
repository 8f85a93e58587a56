//! Why a visit, or a page of it, came to no good end.

use super::CrawlError;
use crate::db::DbError;
use crate::fetch::FetchError;
use crate::intake::IntakeError;
use crate::model::redact;

/// Why a visit ended before its end.
pub(super) enum Stopped {
    /// This account cannot be read now; others can.
    Account(String),
    /// The lane rests for longer than a pass waits: nothing was asked, nothing is known.
    LaneRests(String),
    /// robots.txt closes it: that is kept, and is no failure.
    Closed(String),
    /// No worker was free for a page: nothing is known, and the account is due as before.
    NoRoom(String),
    /// The pass is to end.
    Interrupted,
    /// Nothing can be saved: the pass ends.
    Pass(CrawlError),
}

impl Stopped {
    /// The same, as it may be shown and kept.
    pub(super) fn without_secrets(self) -> Self {
        let clean = |reason: String| redact::url(&reason);
        match self {
            Self::Account(reason) => Self::Account(clean(reason)),
            Self::LaneRests(reason) => Self::LaneRests(clean(reason)),
            Self::Closed(reason) => Self::Closed(clean(reason)),
            Self::NoRoom(reason) => Self::NoRoom(clean(reason)),
            Self::Interrupted | Self::Pass(_) => self,
        }
    }
}

impl<E: Into<CrawlError>> From<E> for Stopped {
    fn from(error: E) -> Self {
        match error.into() {
            // A row that the visit needs is broken: those of other accounts are not.
            CrawlError::Database(DbError::Inconsistent(broken)) => {
                Self::Account(broken.to_string())
            }
            error => Self::Pass(error),
        }
    }
}

impl From<IntakeError> for Stopped {
    fn from(error: IntakeError) -> Self {
        match error {
            IntakeError::Page { .. } => Self::Account(error.to_string()),
            IntakeError::NoRoom { .. } => Self::NoRoom(error.to_string()),
            IntakeError::Database(error) => error.into(),
            IntakeError::Evidence(problem) => Self::Pass(CrawlError::Evidence(problem)),
        }
    }
}

/// Why one page was not read.
pub(super) enum Refusal {
    /// It could not be fetched.
    Fetch(FetchError),
    /// It could not be saved.
    Stop(Stopped),
}

impl<E: Into<Stopped>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Stop(error.into())
    }
}
