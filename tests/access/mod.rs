//! Who reads what, and what that leaves behind.

mod scope;
