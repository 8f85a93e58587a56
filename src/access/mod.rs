//! Who may read and decide: passwords.

pub mod password;
