//! What makes a revision, as it is stored.

use serde::{Deserialize, Serialize};

use super::strict::RowOf;
use super::{DbError, inconsistent};
use crate::model::{ParsedPost, Sha256, authored};

/// Why a revision was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RevisionCause {
    /// The author published or changed the post.
    Author,
    /// The same post was read in full for the first time, or by another edition of its source:
    /// nothing says that the author changed it.
    Reading,
}

impl RevisionCause {
    /// The name used in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Reading => "reading",
        }
    }
}

/// The stored digest of a post's revision.
pub(crate) fn hash_of(post: i64, hex: &str) -> Result<Sha256, DbError> {
    Sha256::from_hex(hex)
        .ok_or_else(|| inconsistent("revision", post, "a content hash that is not SHA-256"))
}

/// The digest of a revision that another edition stored, whose digests may be other ones: computed
/// of what is stored.
pub(crate) fn hash_of_content(row: RowOf<'_>) -> Result<Sha256, DbError> {
    let said = ParsedPost {
        kind: row.named("kind")?,
        text: row.get("text")?,
        media: row.json("media")?,
        links: row.json("links")?,
        version: row.get("version")?,
        ..ParsedPost::default()
    };
    Ok(authored(&said))
}
