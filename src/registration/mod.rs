//! Taking over a list: what happens between a file and the register, whoever brings it.

mod takeover;

pub use self::takeover::{ListFile, ListOrder, ListTaken, take_over_list};
