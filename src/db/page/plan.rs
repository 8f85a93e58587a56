//! What a page changes, decided in memory before anything is written.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use super::{Change, PageToSave, SavedPage, SavedPost, content_hash};
use crate::model::{CaptureId, PostId, Sha256};

/// Where a post's revisions stand.
#[derive(Clone, Copy)]
pub(super) struct Head {
    /// The revision seen last.
    pub(super) latest: u32,
    /// The number given last; above `latest` when an older answer came late.
    pub(super) highest: u32,
    /// Content of `latest`.
    pub(super) hash: Sha256,
}

impl Head {
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

/// A post as stored before this page.
pub(super) struct Stored {
    pub(super) id: PostId,
    pub(super) head: Head,
    pub(super) last_seen_at: Timestamp,
    pub(super) not_visible_at: Option<Timestamp>,
    /// Digests of all revisions when the capture is older than the last sighting or replayed:
    /// then content that is known makes no further revision.
    pub(super) settled: HashSet<Sha256>,
}

/// What one post of the page comes to.
pub(super) struct Outcome {
    pub(super) change: Change,
    pub(super) hash: Sha256,
    pub(super) number: u32,
}

/// What happens to each post of the page, and to those that it lacks.
pub(super) struct Plan {
    /// By native id; a new post has an entry once it is planned, with a row id once inserted.
    pub(super) ids: HashMap<String, PostId>,
    /// In the order of the page.
    pub(super) outcomes: Vec<Outcome>,
    /// The latest revision of each post on the page, after the page.
    pub(super) latest: HashMap<String, u32>,
    /// Stored posts that the page shows.
    pub(super) seen: Vec<PostId>,
    /// Stored posts that were not visible and are again.
    pub(super) returned: Vec<PostId>,
    /// Stored posts that were visible and are not any more.
    pub(super) vanished: Vec<PostId>,
}

impl Plan {
    pub(super) fn new(
        page: &PageToSave<'_>,
        stored: &HashMap<String, Stored>,
        replayed: bool,
    ) -> Self {
        let mut plan = Self {
            ids: stored
                .iter()
                .map(|(key, post)| (key.clone(), post.id))
                .collect(),
            outcomes: Vec::with_capacity(page.posts.len()),
            latest: HashMap::with_capacity(page.posts.len()),
            seen: Vec::new(),
            returned: Vec::new(),
            vanished: Vec::new(),
        };
        plan.decide_content(page, stored);
        plan.decide_visibility(page, stored, replayed);
        plan
    }

    fn decide_content(&mut self, page: &PageToSave<'_>, stored: &HashMap<String, Stored>) {
        let heads = stored.iter().map(|(key, post)| (key.as_str(), post.head));
        let mut heads: HashMap<&str, Head> = heads.collect();
        for item in page.posts {
            let key = item.post.native_id.0.as_str();
            let hash = content_hash(item.post);
            let before = stored.get(key);
            let settled = before.is_some_and(|post| post.settled.contains(&hash));
            let older = before.is_some_and(|post| page.capture.fetched_at < post.last_seen_at);
            let (change, head) = match heads.get(key) {
                None => (Change::New, Head::first(hash)),
                Some(head) if head.hash == hash || settled => (Change::Unchanged, *head),
                Some(head) => (Change::Edited, head.next(hash, older)),
            };
            let number = match change {
                Change::Unchanged => head.latest,
                Change::New | Change::Edited => head.highest,
            };
            heads.insert(key, head);
            self.latest.insert(key.to_owned(), head.latest);
            self.outcomes.push(Outcome {
                change,
                hash,
                number,
            });
        }
    }

    fn decide_visibility(
        &mut self,
        page: &PageToSave<'_>,
        stored: &HashMap<String, Stored>,
        replayed: bool,
    ) {
        let at = page.capture.fetched_at;
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

    pub(super) fn saved(self, page: &PageToSave<'_>, capture: CaptureId) -> SavedPage {
        let posts = page
            .posts
            .iter()
            .zip(&self.outcomes)
            .map(|(item, outcome)| SavedPost {
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
