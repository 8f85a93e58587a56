//! Stored posts, read back: one with everything that a reader is shown, those that a search
//! proposed, or all of them in batches.

mod find;
mod item;
mod row;

pub(crate) use self::find::read;
pub use self::find::{Occasion, PostWalk, find};
pub use self::item::{
    ItemAccount, ItemAssessment, ItemRevision, ReviewItem, assessment, open, reveal,
};
pub use self::row::{PostRow, Revision, StoredPost};
