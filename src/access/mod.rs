//! Who may read and decide: passwords, and who sits at the command line.

pub mod operator;
pub mod password;
