//! Filing and scoring the posts of a page: pure.

use jiff::Timestamp;

use crate::db::LONGEST_KEY;
use crate::db::account::DueAccount;
use crate::db::page::PostChange;
use crate::db::revision::content_hash;
use crate::model::{
    Assessment, NativeId, ParsedPage, ParsedPost, PersonKind, RegionCode, Sha256, Warning,
    posted_at, written_at,
};
use crate::score::{Scorer, subject};

/// A page as read, with the digest of each post's content.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) page: ParsedPage,
    pub(super) hashes: Vec<Sha256>,
}

impl Read {
    pub(super) fn new(mut page: ParsedPage) -> Self {
        for post in &mut page.posts {
            storable(&mut post.native_id);
        }
        page.absent.iter_mut().for_each(storable);
        let hashes = page.posts.iter().map(content_hash).collect();
        Self { page, hashes }
    }
}

/// Makes an id one that every engine finds again. PostgreSQL has no NUL in texts and indexes no
/// more than 2,704 bytes of them; what is longer is a text that a server took for an id.
fn storable(id: &mut NativeId) {
    if id.0.contains('\0') {
        id.0 = id.0.replace('\0', "\u{fffd}");
    }
    if id.0.len() > LONGEST_KEY {
        id.0 = format!("sha256:{}", Sha256::of(&id.0));
    }
}

/// What the scorer is told of whoever posted.
#[derive(Debug, Clone)]
pub(super) struct PostAuthor {
    kind: PersonKind,
    region: RegionCode,
}

impl PostAuthor {
    pub(super) fn of(due: &DueAccount) -> Self {
        Self {
            kind: due.kind,
            region: due.region.clone(),
        }
    }
}

/// A post with the instant it is filed under.
#[derive(Debug)]
pub(super) struct Filed {
    pub(super) posted_at: Timestamp,
    /// Of what is new or changed.
    pub(super) assessment: Option<Assessment>,
    /// Why its date was not believed, said once, when it is new or changed.
    pub(super) doubt: Option<Warning>,
}

/// Files the posts of a page in their order and scores those that are new or changed.
pub(super) fn page(
    scorer: &Scorer,
    author: &PostAuthor,
    page: &ParsedPage,
    changes: &[PostChange],
    seen_at: Timestamp,
) -> Vec<Filed> {
    let posts = page.posts.iter().zip(changes);
    posts
        .map(|(post, change)| match change {
            PostChange::Unchanged => unchanged(post, seen_at),
            PostChange::New | PostChange::Edited => fresh(scorer, author, post, seen_at),
        })
        .collect()
}

fn unchanged(post: &ParsedPost, seen_at: Timestamp) -> Filed {
    Filed {
        posted_at: posted_at(post.published_at, seen_at).0,
        assessment: None,
        doubt: None,
    }
}

fn fresh(scorer: &Scorer, author: &PostAuthor, post: &ParsedPost, seen_at: Timestamp) -> Filed {
    let (posted_at, doubt) = posted_at(post.published_at, seen_at);
    let written = written_at(posted_at, post.edited_at, seen_at);
    let (words, kinds) = ((post.text.as_str(), &*post.media), (author.kind, post.kind));
    Filed {
        posted_at,
        assessment: Some(scorer.assess(&subject(words, written, &author.region, kinds))),
        doubt: doubt.map(|doubt| Warning::new(post.native_id.0.clone(), doubt)),
    }
}
