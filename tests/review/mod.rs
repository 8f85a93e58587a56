//! Review without pages: the audit chain, verdicts, marks, comparisons, passwords, users.

mod audit;
mod codes;
mod marks;
mod password;
mod state;
pub(crate) mod users;
