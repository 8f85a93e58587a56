//! Measuring the scorer, teaching its model and trying its words: figures only.
//!
//! [`eval`] measures the scorer on labelled posts, [`train`] learns the statistical model,
//! [`lint`] tries the words of lexicon and packs on a corpus. Pure: texts and a scorer are handed
//! in, figures and refusals come out; the same input gives the same figures. Files are read and
//! figures printed by the commands of the same names.

mod error;
mod labelled;

pub mod eval;
pub mod lint;
pub mod train;

pub use error::LabError;
pub use labelled::{Gold, bare_subject};
