//! The balance report: are posts about one contestant treated like posts about another?
//!
//! [`Tally`] counts what was stored: flags and verdicts per contestant, and how often each rule
//! fired. [`TwinTally`] counts an experiment: what the score does when contestants change
//! places in a text. Rates differ for good reasons too (one side may campaign more); a twin
//! whose score differs is a defect of the packs or the rules.

mod rates;
mod twins;

pub use rates::{ContestantRates, Judgement, RuleRate, Tally};
pub use twins::{Differences, TwinTally, Worst};
