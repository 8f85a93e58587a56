//! What a page changes, decided in memory before anything is written.

use std::collections::{HashMap, HashSet};

use jiff::civil::Time;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use super::heads::{RevisionHead, StoredHead, StoredHeads};
use super::{PageShown, PostChange, SavedPage, SavedPost};
use crate::db::position::Owner;
use crate::model::{AccountId, CaptureId, NativeId, ParsedPost, PostId, Quoted, Sha256};

const DAY: SignedDuration = SignedDuration::from_hours(24);

impl RevisionHead {
    fn first(post: &ParsedPost, hash: Sha256, shown: &PageShown<'_>) -> Self {
        Self {
            latest: 1,
            highest: 1,
            hash,
            version: post.version.clone(),
            excerpt: post.excerpt,
            reading: Some(shown.reading.to_owned()),
            seen_at: shown.origin.seen_at(),
        }
    }

    /// What it means that the post is shown so now, as so many of its revisions have it. Servers
    /// that do not agree show a post this way and that in turn: what was shown before is no edit.
    /// Once it came back, it makes a revision a day at most, so that they fill no disk, and whoever
    /// changes his post to and fro hides nothing for longer.
    fn compare(
        &self,
        post: &ParsedPost,
        hash: Sha256,
        shown: &PageShown<'_>,
        shown_before: usize,
    ) -> PostChange {
        let read_otherwise = self.reading.as_deref() != Some(shown.reading);
        // A part of a post that is known whole says nothing.
        if self.hash == hash || (post.excerpt && !self.excerpt) {
            return PostChange::Unchanged;
        }
        match (self.version.as_ref(), post.version.as_ref()) {
            _ if self.excerpt && !post.excerpt => PostChange::Reread,
            (Some(before), Some(now)) if before != now => PostChange::Edited,
            _ if read_otherwise => PostChange::Reread,
            (Some(_), Some(_)) => PostChange::Unchanged,
            (None, None) => match shown_before {
                0 => PostChange::Edited,
                1 => PostChange::Reread,
                _ if shown.origin.seen_at().duration_since(self.seen_at) >= DAY => {
                    PostChange::Reread
                }
                _ => PostChange::Unchanged,
            },
            // It came another way, which tells the version or does not.
            _ => PostChange::Reread,
        }
    }

    /// One revision more. Content that is older than the last sighting is kept but is not the
    /// latest.
    fn next(&self, post: &ParsedPost, hash: Sha256, shown: &PageShown<'_>, older: bool) -> Self {
        let highest = self.highest + 1;
        if older {
            return Self {
                highest,
                ..self.clone()
            };
        }
        Self {
            latest: highest,
            highest,
            ..Self::first(post, hash, shown)
        }
    }
}

/// What one post of the page comes to.
#[derive(Debug)]
pub(super) struct PostOutcome {
    /// The identifier under which it is stored.
    pub(super) key: String,
    pub(super) change: PostChange,
    pub(super) hash: Sha256,
    pub(super) number: u32,
    /// What was shared, quoted or answered, as far as was ever told.
    pub(super) context: Option<Quoted>,
    /// Whether the platform's version of the post is another than before.
    pub(super) moved_on: bool,
    /// Whether this edition reads the same as the one before it: what reads otherwise from now on
    /// does so because the author changed it.
    pub(super) confirmed: bool,
}

/// What happens to each post of a page, and to those that it lacks.
#[derive(Debug)]
pub struct PagePlan {
    pub(super) account: AccountId,
    pub(super) owner: Owner,
    /// The row of the capture, when this page was saved before.
    pub(super) saved_before: Option<CaptureId>,
    pub(super) reading: String,
    /// By the identifier under which they are stored; new posts come in once they are inserted.
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
            reading: shown.reading.to_owned(),
            owner: stored.owner,
            saved_before: stored.replayed,
            ids: ids.map(|(key, post)| (key.clone(), post.id)).collect(),
            outcomes: Vec::with_capacity(shown.posts.len()),
            latest: HashMap::with_capacity(shown.posts.len()),
            seen: Vec::new(),
            returned: Vec::new(),
            vanished: Vec::new(),
        };
        plan.decide_content(shown, &stored.posts, &stored.aliases);
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

    fn decide_content(
        &mut self,
        shown: &PageShown<'_>,
        stored: &HashMap<String, StoredHead>,
        aliases: &HashMap<String, String>,
    ) {
        let heads = stored
            .iter()
            .map(|(key, post)| (key.clone(), post.head.clone()));
        let mut heads: HashMap<String, RevisionHead> = heads.collect();
        let own: HashSet<&str> = shown
            .posts
            .iter()
            .map(|(post, _)| post.native_id.0.as_str())
            .collect();
        for (post, hash) in shown.posts {
            let key = stored_name(post, *hash, stored, aliases, &own);
            let before = stored.get(&key);
            let (change, head) = match heads.get(&key) {
                None => (PostChange::New, RevisionHead::first(post, *hash, shown)),
                Some(head) => decide(head, post, *hash, shown, before),
            };
            let number = if change.makes_revision() {
                head.highest
            } else {
                head.latest
            };
            let known = before.and_then(|post| post.context.as_ref());
            let outcome = PostOutcome {
                change,
                hash: *hash,
                number,
                context: context(post, known),
                confirmed: before.is_some_and(|before| {
                    change == PostChange::Unchanged
                        && before.head.hash == *hash
                        && before.head.reading.as_deref() != Some(shown.reading)
                }),
                moved_on: before.is_some_and(|before| before.head.version != post.version),
                key: key.clone(),
            };
            self.latest.insert(key.clone(), head.latest);
            heads.insert(key, head);
            self.outcomes.push(outcome);
        }
    }

    fn decide_visibility(&mut self, shown: &PageShown<'_>, stored: &HashMap<String, StoredHead>) {
        let (at, replayed) = (shown.origin.seen_at(), self.replayed());
        for (key, post) in stored {
            let confirmed = shown.confirms && !shown.absent.iter().any(|id| id.0 == *key);
            if confirmed || self.latest.contains_key(key) {
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

    pub(super) fn into_saved(self, capture: CaptureId) -> SavedPage {
        let posts = self.outcomes.iter().map(|outcome| SavedPost {
            id: self.ids[&outcome.key],
            native_id: NativeId(outcome.key.clone()),
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

/// The identifier under which a post is stored, or will be: its own, or that of a post that is
/// known by another name of it. A name alone does not prove that they are one, since sites reuse
/// addresses: words or the very time claimed must be the same too, and the known post must not stand on
/// the page itself.
fn stored_name(
    post: &ParsedPost,
    hash: Sha256,
    stored: &HashMap<String, StoredHead>,
    aliases: &HashMap<String, String>,
    own: &HashSet<&str>,
) -> String {
    let id = &post.native_id.0;
    if stored.contains_key(id) {
        return id.clone();
    }
    let is_this = |name: &&String| {
        let known = stored.get(*name).filter(|_| !own.contains(name.as_str()));
        known.is_some_and(|known| {
            let told = known.claimed_at.filter(|at| tells(*at));
            let same_time = told.is_some() && told == post.published_at;
            same_time || known.head.hash == hash
        })
    };
    let mut known = post.aliases.iter().filter_map(|alias| aliases.get(alias));
    known.find(is_this).unwrap_or(id).clone()
}

/// Whether few posts of a site can claim this time: midnight, in UTC or where Indonesians live,
/// stands for a day without a time.
fn tells(claimed_at: Timestamp) -> bool {
    let midnight =
        |hours: i8| Offset::constant(hours).to_datetime(claimed_at).time() == Time::midnight();
    ![0, 7, 8, 9].into_iter().any(midnight)
}

fn decide(
    head: &RevisionHead,
    post: &ParsedPost,
    hash: Sha256,
    shown: &PageShown<'_>,
    before: Option<&StoredHead>,
) -> (PostChange, RevisionHead) {
    let shown_before = before.and_then(|post| post.revisions.get(&hash));
    let shown_before = shown_before.copied().unwrap_or_default();
    let settled = before.is_some_and(|post| post.late) && shown_before > 0;
    let older = before.is_some_and(|post| shown.origin.seen_at() < post.last_seen_at);
    let change = head.compare(post, hash, shown, shown_before);
    if settled || !change.makes_revision() {
        return (PostChange::Unchanged, head.clone());
    }
    (change, head.next(post, hash, shown, older))
}

fn context(post: &ParsedPost, known: Option<&Quoted>) -> Option<Quoted> {
    match (post.context.clone(), known) {
        (Some(told), Some(known)) => Some(told.or_as_told_before(known)),
        (told, known) => told.or_else(|| known.cloned()),
    }
}
