//! What reviewers do: read a post with the reasons marked in it, decide, give a reason.
//!
//! Rules that live here and nowhere else: which reason codes go with which decision
//! ([`codes`]), when a verdict is refused ([`Draft::submit`]). Who may see whose verdicts is
//! decided where they are read, in the database.

pub mod codes;
pub mod diff;
pub mod highlight;
mod verdict;

pub use verdict::{Draft, DraftProblem, RefusedVerdict};
