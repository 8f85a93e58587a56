//! Texts of which only their words and what people said of them are known.

use serde::Deserialize;

use crate::model::{PersonKind, PostKind, Subject};

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
