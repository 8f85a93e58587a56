//! The review queue and verdicts.
