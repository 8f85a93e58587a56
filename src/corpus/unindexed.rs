//! Posts that the index lacks because they cannot be read.

use std::fmt;

use serde::Serialize;

use crate::db::{BrokenRow, Unreadable};

/// Posts that were passed over because a row of theirs cannot be read. They stay pending, so
/// that they are indexed as soon as the row is mended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct UnindexedPosts {
    /// How many.
    pub posts: usize,
    /// What is wrong with the first.
    pub first: Option<BrokenRow>,
}

impl UnindexedPosts {
    /// Whether all could be read.
    pub const fn is_empty(&self) -> bool {
        self.posts == 0
    }

    pub(super) fn add(&mut self, post: Unreadable) {
        self.posts += 1;
        self.first.get_or_insert(post.broken);
    }
}

/// One sentence.
impl fmt::Display for UnindexedPosts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { posts, first } = self;
        write!(
            formatter,
            "{posts} posts are not in the search index and wait"
        )?;
        first
            .as_ref()
            .map_or(Ok(()), |first| write!(formatter, ": {first}"))
    }
}
