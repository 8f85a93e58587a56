//! Filing and scoring the posts of a page: pure.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::db::account::DueAccount;
use crate::db::page::content_hash;
use crate::model::{
    Assessment, NativeId, ParsedPage, ParsedPost, PersonKind, RegionCode, Sha256, Warning,
    posted_at, written_at,
};
use crate::score::{Scorer, subject};

/// What the scorer is told of whoever posted.
pub(super) struct Author {
    kind: PersonKind,
    region: RegionCode,
}

impl Author {
    pub(super) fn of(due: &DueAccount) -> Self {
        Self {
            kind: due.kind,
            region: due.region.clone(),
        }
    }
}

/// A post with the instant it is filed under.
pub(super) struct Filed {
    pub(super) posted_at: Timestamp,
    /// Of what is new or changed.
    pub(super) assessment: Option<Assessment>,
    /// Why its date was not believed, said once, when it is new or changed.
    pub(super) doubt: Option<Warning>,
}

/// Files each post of a page, in its order, and scores what is not `known` with this content.
pub(super) fn page(
    scorer: &Scorer,
    author: &Author,
    known: &HashMap<NativeId, Sha256>,
    page: &ParsedPage,
    captured: Timestamp,
) -> Vec<Filed> {
    page.posts
        .iter()
        .map(|one| {
            let unchanged = known.get(&one.native_id) == Some(&content_hash(one));
            post(scorer, author, one, captured, unchanged)
        })
        .collect()
}

fn post(
    scorer: &Scorer,
    author: &Author,
    post: &ParsedPost,
    captured: Timestamp,
    unchanged: bool,
) -> Filed {
    let (posted_at, doubt) = posted_at(post.published_at, captured);
    if unchanged {
        return Filed {
            posted_at,
            assessment: None,
            doubt: None,
        };
    }
    let written = written_at(posted_at, post.edited_at, captured);
    let (words, kinds) = ((post.text.as_str(), &*post.media), (author.kind, post.kind));
    Filed {
        posted_at,
        assessment: Some(scorer.assess(&subject(words, written, &author.region, kinds))),
        doubt: doubt.map(|doubt| Warning::new(post.native_id.0.clone(), doubt)),
    }
}
