//! Texts of which only their words and what people said of them are known.

use serde::Deserialize;

use crate::model::{PersonKind, PostKind, Sha256, Subject};

/// A digest with fewer digits could be that of another line.
const SHORTEST_DIGEST: usize = 8;

/// What a person said of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gold {
    /// It takes sides.
    Partisan,
    /// It does not.
    Neutral,
}

/// A text of which nothing else is known: a person's own post inside the campaign.
pub fn bare_subject(text: &str) -> Subject<'_> {
    Subject {
        text,
        further: Vec::new(),
        day: None,
        region: None,
        account: PersonKind::Person,
        kind: PostKind::Original,
        is_cut: false,
    }
}

/// Whether a reader's label says that a reviewer should look: `E` endorsement, `P` party promotion,
/// `A` attack, `I` invitation; `N` says neutral. `?` behind it: he was unsure.
///
/// # Errors
///
/// It is no label.
pub(super) fn is_partisan(label: &str) -> Result<bool, String> {
    match label.strip_suffix('?').unwrap_or(label) {
        "N" => Ok(false),
        "E" | "P" | "A" | "I" => Ok(true),
        other => Err(format!(
            "“{other}” is no label; use N, E, P, A or I, with ? if unsure"
        )),
    }
}

/// Whether the first digits of a SHA-256 are those of a text, and enough of them.
pub(super) fn is_digest_of(digest: &str, text: &str) -> bool {
    digest.len() >= SHORTEST_DIGEST && Sha256::of(text).to_string().starts_with(digest)
}
