//! Taking over a list: what happens between a file and the register, whoever brings it.

mod takeover;
mod tally;

pub use self::takeover::{ListFile, ListOrder, ListTaken, take_over_list};
pub use self::tally::{ListTally, may_be_confirmed};
