//! The feed of an account whose API robots.txt closes: read for one visit, in place of it.
//!
//! A feed holds the newest posts only, no boosts, and parts of some: what is read from it is
//! known to be that, and is recognised by address when the API is open.

use super::{Target, wording};
use crate::model::{AccountState, AnswerKind, Capture, FetchRequest, ParsedPage, Warning};
use crate::source::feed::{self, entries};
use crate::source::shared::answer::{self, Answer};
use crate::source::shared::charset;
use crate::source::shared::progress::Progress;

/// Note of the cursor: which of [`PLACES`] has the feed; kept while the API is closed.
pub(super) const FEED: &str = "feed";

const ACCEPT: &str = "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.1";

/// Where servers have the feed of a user: Mastodon, Misskey, Pleroma, GoToSocial, Pixelfed.
const PLACES: [&str; 6] = [
    "@{user}.rss",
    "@{user}.atom",
    "users/{user}.rss",
    "users/{user}/feed.atom",
    "@{user}/feed.rss",
    "users/{user}.atom",
];

/// Leads to the feed, starting where it was found before.
pub(super) fn first(target: &Target, progress: &Progress) -> ParsedPage {
    ParsedPage {
        next: request(target, start(progress)).into_iter().collect(),
        ..ParsedPage::default()
    }
}

/// The place where the feed was found before, else the most common one.
pub(super) fn start(progress: &Progress) -> usize {
    let known = progress.note(FEED).and_then(|place| place.parse().ok());
    known.filter(|place| *place < PLACES.len()).unwrap_or(0)
}

/// The place of the feed that a step names.
pub(super) fn place(rest: &str) -> usize {
    rest.parse().unwrap_or(PLACES.len())
}

/// Asks for the feed at one of the places; `None` behind the last.
pub(super) fn request(target: &Target, place: usize) -> Option<FetchRequest> {
    let path = PLACES.get(place)?.replace("{user}", &target.address.user);
    let url = target.base.join(&path).ok()?;
    Some(FetchRequest {
        answer: AnswerKind::Feed,
        ..FetchRequest::new(url, ACCEPT, format!("feed {place}")).on_site_of(&target.base)
    })
}

/// Reads the feed, or goes on to the next place.
pub(super) fn read(
    target: &Target,
    progress: &mut Progress,
    capture: &Capture,
    place: usize,
) -> ParsedPage {
    if Answer::of(capture) == Answer::NotModified {
        return ParsedPage {
            confirms: true,
            ..ParsedPage::default()
        };
    }
    let text = charset::decode(&capture.body, capture.header("content-type"));
    let document = entries::read(&text.text, &capture.final_url);
    let Some(mut document) = document.filter(|_| Answer::of(capture) == Answer::Body) else {
        return elsewhere(target, place);
    };
    // Short posts have no titles: what feeds put there are names and beginnings.
    let titled = document.items.iter_mut();
    titled
        .filter(|item| !item.body.text.is_empty())
        .for_each(|item| item.title.clear());
    let mut page = feed::page_of(document, &capture.final_url);
    for post in &mut page.posts {
        post.excerpt = true;
        post.version = Some(wording::digest_of_text(&post.text).to_string());
        post.aliases.push(format!("uri:{}", post.native_id));
    }
    progress.set_note(FEED, place.to_string());
    page.state = Some(AccountState::Active);
    page.cursor = Some(progress.save());
    page.understood = true;
    page.warnings.push(Warning::new(
        "feed",
        "robots.txt closes the API: the feed is read instead, which has the newest posts only, \
         and no boosts",
    ));
    page
}

fn elsewhere(target: &Target, place: usize) -> ParsedPage {
    let reason = format!(
        "robots.txt closes the API of {}, and no feed is found for {}: find the address of one, \
         and register that with platform feed",
        target.base, target.address.user
    );
    ParsedPage {
        next: request(target, place.saturating_add(1))
            .into_iter()
            .collect(),
        ..answer::unread("feed", reason)
    }
}

/// Whether a post is stored under an address, as feeds have it, and not under a number of the
/// API.
pub(super) fn is_address(id: &str) -> bool {
    id.starts_with("http://") || id.starts_with("https://")
}
