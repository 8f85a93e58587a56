//! What follows from what is stored: the index's document of a post, the index brought up to
//! date or built anew, how far it is behind, the whole corpus scored again.

mod document;
mod reindex;
mod renew;
pub mod rescore;
mod standing;
mod unindexed;
mod upkeep;

pub use document::{index_document, stored_subject};
pub use reindex::{Reindexed, reindex};
pub use renew::{IndexError, Renewal, RenewedIndex, renew_index};
pub use standing::{IndexStanding, IndexState};
pub use unindexed::UnindexedPosts;
pub use upkeep::{RenewalBell, Upkeep};
