//! What follows from what is stored: the index's document of a post, the index brought up to
//! date, the whole corpus scored again.

mod document;
mod renew;
pub mod rescore;

pub use document::{document, stored_subject};
pub use renew::{IndexError, renew_index};
