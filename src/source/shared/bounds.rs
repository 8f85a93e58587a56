//! How much of one answer is read.

use crate::model::{ParsedPost, Warning};

use super::html::MarkupExcess;

/// Most posts that are read of one answer: APIs list at most a hundred, and a feed that holds all
/// that was ever written holds less than one post a day for thirteen years.
pub const MOST_POSTS: usize = 5000;

/// What to tell where an answer holds more; `rest` says what becomes of these.
pub fn told_left(at: &str, left: usize, rest: &str) -> Option<Warning> {
    let message = format!(
        "it holds {left} entries more than the {MOST_POSTS} that are read of one answer: {rest}"
    );
    (left > 0).then(|| Warning::new(at, message))
}

/// A post, and why not all of its markup was read as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkupPost {
    /// The post.
    pub post: ParsedPost,
    /// Why not all was read.
    pub excess: Option<MarkupExcess>,
}

impl MarkupPost {
    /// The post, with a warning to those that there are where not all of it was read.
    pub fn noted(self, warnings: &mut Vec<Warning>) -> ParsedPost {
        let told = self.excess.map(MarkupExcess::of_fragment);
        let id = &self.post.native_id.0;
        warnings.extend(told.map(|told| Warning::new(id.as_str(), told)));
        self.post
    }
}
