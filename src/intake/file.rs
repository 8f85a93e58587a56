//! Filing and scoring the posts of a page: pure.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use super::caps::cap_posts;
use crate::db::account::DueAccount;
use crate::db::page::PostChange;
use crate::model::{
    Assessment, LONGEST_KEY, NativeId, ParsedPage, ParsedPost, PersonKind, Platform, PostKind,
    RegionCode, Sha256, Warning, authored, numbered_at, posted_at, web_alias, written_at,
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
        cap_posts(&mut page);
        for post in &mut page.posts {
            storable(&mut post.native_id.0);
            name_page(post);
            post.aliases.iter_mut().for_each(storable);
        }
        forget_shared_names(&mut page.posts);
        page.absent.iter_mut().for_each(|id| storable(&mut id.0));
        let hashes = page.posts.iter().map(authored).collect();
        Self { page, hashes }
    }
}

/// Makes an id one that every engine finds again. PostgreSQL has no NUL in texts and indexes no
/// more than 2,704 bytes of them; what is longer is a text that a server took for an id.
fn storable(id: &mut String) {
    if id.contains('\0') {
        *id = id.replace('\0', "\u{fffd}");
    }
    if id.len() > LONGEST_KEY {
        *id = format!("sha256:{}", Sha256::of(&id));
    }
}

/// The address of its page, and an identifier that is an address, are names of a post. What was
/// passed on has the page of somebody else's post.
fn name_page(post: &mut ParsedPost) {
    if post.kind == PostKind::Share {
        return;
    }
    let addresses = [post.url.as_deref(), Some(post.native_id.0.as_str())];
    for alias in addresses.into_iter().flatten().filter_map(web_alias) {
        if !post.aliases.contains(&alias) {
            post.aliases.push(alias);
        }
    }
}

/// A name that several posts of a page have identifies none of them.
fn forget_shared_names(posts: &mut [ParsedPost]) {
    let mut owners: HashMap<String, NativeId> = HashMap::new();
    let mut shared: HashSet<String> = HashSet::new();
    for post in posts.iter() {
        for alias in &post.aliases {
            let owner = owners
                .entry(alias.clone())
                .or_insert_with(|| post.native_id.clone());
            if *owner != post.native_id {
                shared.insert(alias.clone());
            }
        }
    }
    if !shared.is_empty() {
        for post in posts {
            post.aliases.retain(|alias| !shared.contains(alias));
        }
    }
}

/// What filing and scoring are told of whoever posted.
#[derive(Debug, Clone)]
pub(super) struct PostAuthor {
    platform: Platform,
    kind: PersonKind,
    region: RegionCode,
}

impl PostAuthor {
    pub(super) fn of(due: &DueAccount) -> Self {
        Self {
            platform: due.account.platform,
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

/// Files posts of a page in their order and scores those that are new or changed.
pub(super) fn posts(
    scorer: &Scorer,
    author: &PostAuthor,
    posts: &[ParsedPost],
    changes: &[PostChange],
    seen_at: Timestamp,
) -> Vec<Filed> {
    let posts = posts.iter().zip(changes);
    posts
        .map(|(post, change)| match change {
            PostChange::Unchanged => unchanged(author, post, seen_at),
            PostChange::New | PostChange::Edited | PostChange::Reread => {
                fresh(scorer, author, post, seen_at)
            }
        })
        .collect()
}

fn unchanged(author: &PostAuthor, post: &ParsedPost, seen_at: Timestamp) -> Filed {
    Filed {
        posted_at: placed(author, post, seen_at).0,
        assessment: None,
        doubt: None,
    }
}

fn fresh(scorer: &Scorer, author: &PostAuthor, post: &ParsedPost, seen_at: Timestamp) -> Filed {
    let (posted_at, doubt) = placed(author, post, seen_at);
    let written = written_at(posted_at, post.edited_at, seen_at);
    let (words, kinds) = ((post.text.as_str(), &*post.media), (author.kind, post.kind));
    Filed {
        posted_at,
        assessment: Some(scorer.assess(&subject(words, written, &author.region, kinds))),
        doubt: doubt.map(|doubt| Warning::new(post.native_id.0.clone(), doubt)),
    }
}

/// Where in time a post belongs, and why its date was not believed.
fn placed(
    author: &PostAuthor,
    post: &ParsedPost,
    seen_at: Timestamp,
) -> (Timestamp, Option<String>) {
    let numbered = numbered_at(author.platform, &post.native_id);
    posted_at(post.published_at, numbered, post.listed_at, seen_at)
}
