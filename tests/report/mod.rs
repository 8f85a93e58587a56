//! The balance report: its arithmetic, and the command.

mod command;
mod figures;
mod tally;
