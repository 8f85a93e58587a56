//! Words of lexicon and packs, tried on a corpus: what `--corpus` adds to `netra lexicon check`
//! and `netra contest check`.

mod corpus;
mod firing;
mod judging;

pub use corpus::{CorpusPost, parse_corpus};
pub use firing::{WordCount, WordTally, tally_words};
pub use judging::{WordSide, judge_words, silent_words};
