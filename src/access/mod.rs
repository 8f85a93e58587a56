//! Who may read and decide: passwords, second factors, and who sits at the command line.

mod common;
mod guessable;
pub mod operator;
pub mod password;
pub mod password_rule;
pub mod second_factor;
