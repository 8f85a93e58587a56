//! What a page changes, decided in memory before anything is written.

use std::collections::HashMap;

use super::heads::{RevisionHead, StoredHead, StoredHeads};
use super::{PageShown, PageToSave, PostChange, SavedPage, SavedPost};
use crate::db::position::Owner;
use crate::model::{AccountId, CaptureId, PostId, Sha256};

impl RevisionHead {
    fn first(hash: Sha256) -> Self {
        Self {
            latest: 1,
            highest: 1,
            hash,
        }
    }

    /// One revision more. Content that is older than the last sighting is kept but is not the
    /// latest.
    fn next(self, hash: Sha256, older: bool) -> Self {
        let highest = self.highest + 1;
        if older {
            Self { highest, ..self }
        } else {
            Self {
                latest: highest,
                highest,
                hash,
            }
        }
    }
}

/// What one post of the page comes to.
#[derive(Debug)]
pub(super) struct PostOutcome {
    pub(super) change: PostChange,
    pub(super) hash: Sha256,
    pub(super) number: u32,
}

/// What happens to each post of a page, and to those that it lacks.
#[derive(Debug)]
pub struct PagePlan {
    pub(super) account: AccountId,
    pub(super) owner: Owner,
    /// The row of the capture, when this page was saved before.
    pub(super) saved_before: Option<CaptureId>,
    /// By native id; new posts come in once they are inserted.
    pub(super) ids: HashMap<String, PostId>,
    /// In the order of the page.
    pub(super) outcomes: Vec<PostOutcome>,
    /// The latest revision of each post on the page, after the page.
    pub(super) latest: HashMap<String, u32>,
    /// Stored posts that the page shows.
    pub(super) seen: Vec<PostId>,
    /// Stored posts that were not visible and are again.
    pub(super) returned: Vec<PostId>,
    /// Stored posts that were visible and are not any more.
    pub(super) vanished: Vec<PostId>,
}

impl PagePlan {
    pub(super) fn new(shown: &PageShown<'_>, stored: StoredHeads) -> Self {
        let ids = stored.posts.iter();
        let mut plan = Self {
            account: shown.account,
            owner: stored.owner,
            saved_before: stored.replayed,
            ids: ids.map(|(key, post)| (key.clone(), post.id)).collect(),
            outcomes: Vec::with_capacity(shown.posts.len()),
            latest: HashMap::with_capacity(shown.posts.len()),
            seen: Vec::new(),
            returned: Vec::new(),
            vanished: Vec::new(),
        };
        plan.decide_content(shown, &stored.posts);
        plan.decide_visibility(shown, &stored.posts);
        plan
    }

    /// What happens to each post, in the order of the page: what is new or edited must be
    /// scored before the page is saved.
    pub fn changes(&self) -> impl Iterator<Item = PostChange> {
        self.outcomes.iter().map(|outcome| outcome.change)
    }

    /// Whether this very page was saved before.
    pub fn replayed(&self) -> bool {
        self.saved_before.is_some()
    }

    fn decide_content(&mut self, shown: &PageShown<'_>, stored: &HashMap<String, StoredHead>) {
        let heads = stored.iter().map(|(key, post)| (key.as_str(), post.head));
        let mut heads: HashMap<&str, RevisionHead> = heads.collect();
        for (id, hash) in shown.posts {
            let (key, hash) = (id.0.as_str(), *hash);
            let before = stored.get(key);
            let settled = before.is_some_and(|post| post.settled.contains(&hash));
            let older = before.is_some_and(|post| shown.origin.seen_at() < post.last_seen_at);
            let (change, head) = match heads.get(key) {
                None => (PostChange::New, RevisionHead::first(hash)),
                Some(head) if head.hash == hash || settled => (PostChange::Unchanged, *head),
                Some(head) => (PostChange::Edited, head.next(hash, older)),
            };
            let number = match change {
                PostChange::Unchanged => head.latest,
                PostChange::New | PostChange::Edited => head.highest,
            };
            heads.insert(key, head);
            self.latest.insert(key.to_owned(), head.latest);
            self.outcomes.push(PostOutcome {
                change,
                hash,
                number,
            });
        }
    }

    fn decide_visibility(&mut self, shown: &PageShown<'_>, stored: &HashMap<String, StoredHead>) {
        let (at, replayed) = (shown.origin.seen_at(), self.replayed());
        for (key, post) in stored {
            if self.latest.contains_key(key) {
                self.seen.push(post.id);
                if !replayed && post.not_visible_at.is_some_and(|since| at >= since) {
                    self.returned.push(post.id);
                }
            } else if !replayed && post.not_visible_at.is_none() && at >= post.last_seen_at {
                self.vanished.push(post.id);
            }
        }
        for list in [&mut self.seen, &mut self.returned, &mut self.vanished] {
            list.sort_unstable();
        }
    }

    pub(super) fn into_saved(self, page: &PageToSave<'_>, capture: CaptureId) -> SavedPage {
        let outcomes = page.posts.iter().zip(&self.outcomes);
        let posts = outcomes.map(|(item, outcome)| SavedPost {
            id: self.ids[&item.post.native_id.0],
            native_id: item.post.native_id.clone(),
            revision: outcome.number,
            change: outcome.change,
        });
        SavedPage {
            capture,
            posts: posts.collect(),
            vanished: self.vanished,
        }
    }
}
