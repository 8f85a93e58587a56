//! What makes a revision: the digest over the content of a post.

use super::{DbError, inconsistent, json};
use crate::model::{ParsedPost, Sha256};

/// Digest over what makes a revision: text, context and media.
pub fn content_hash(post: &ParsedPost) -> Sha256 {
    Sha256::of(json(&(&post.text, &post.context, &post.media)))
}

/// The stored digest of a post's revision.
pub(crate) fn hash_of(post: i64, hex: &str) -> Result<Sha256, DbError> {
    Sha256::from_hex(hex)
        .ok_or_else(|| inconsistent("revision", post, "a content hash that is not SHA-256"))
}
