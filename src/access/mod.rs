//! Who may read and decide: passwords, second factors, and who sits at the command line.

mod common;
mod guessable;
mod guessed_words;
mod near;
pub mod operator;
pub mod password;
pub mod password_rule;
pub mod second_factor;

pub use near::names_in_use;
