//! Aggregates over the corpus. Pure: posts and assessments in, figures out.
//!
//! `balance` asks whether contestants are treated alike. It speaks of contestants by the ids of
//! the packs and of posts by number; no account and no person is part of it.

pub mod balance;
mod interval;
mod sample;

pub use interval::Share;
pub use sample::Sample;
