//! The public view of the network: `app.bsky.feed.getAuthorFeed` and its relatives.

use serde_json::Value;

use super::{Target, record};
use crate::model::{
    AccountState, Capture, FetchRequest, Identity, KnownPost, NativeId, ParsedPage, ParsedPost,
    PostKind, Warning,
};
use crate::source::shared::answer::{self, Answer};
use crate::source::shared::json;
use crate::source::shared::progress::{KNOWN, Progress};

/// Posts that `getPosts` takes at once.
const BATCH: usize = 25;

/// Under which name the reposts of the newest page are remembered.
const REPOSTS: &str = "reposts";

/// What a person sets who does not want to be shown to logged-out readers.
const OPT_OUT: &str = "!no-unauthenticated";

/// The newest page, or the one behind `cursor`.
pub(super) fn feed(target: &Target, cursor: Option<&str>) -> FetchRequest {
    let mut query = vec![
        ("actor", target.actor()),
        ("limit", "100"),
        ("filter", "posts_with_replies"),
        ("includePins", "false"),
    ];
    query.extend(cursor.map(|cursor| ("cursor", cursor)));
    let step = cursor.map_or_else(|| "feed".to_owned(), |cursor| format!("feed {cursor}"));
    target.request("app.bsky.feed.getAuthorFeed", &query, step)
}

/// Asks for the profile: of an account whose feed is empty, or `refused`.
fn profile(target: &Target, why: &str) -> FetchRequest {
    let query = [("actor", target.actor())];
    let step = format!("profile {why}");
    target.request("app.bsky.actor.getProfile", &query, step)
}

/// Requests that look at posts again; reposts cannot be asked for here.
pub(super) fn recheck(target: &Target, posts: &[KnownPost]) -> Vec<FetchRequest> {
    let uris: Vec<&str> = posts
        .iter()
        .map(|post| post.native_id.0.as_str())
        .filter(|uri| record::page_of(uri).is_some())
        .collect();
    let request = |uris: &[&str]| {
        let query: Vec<(&str, &str)> = uris.iter().map(|uri| ("uris", *uri)).collect();
        let step = format!("posts {}", uris.join(" "));
        target.request("app.bsky.feed.getPosts", &query, step)
    };
    uris.chunks(BATCH).map(request).collect()
}

/// The cursor below an entry, where a list was cut behind it: when it was listed.
fn listed_at(item: &Value) -> Option<String> {
    let at = ["reason.indexedAt", "post.indexedAt"];
    let at = at.iter().find_map(|path| json::text(item, path));
    at.map(str::to_owned)
}

/// The page of an account that does not want to be read by this program.
fn unshown(mut page: ParsedPage) -> ParsedPage {
    page.posts.clear();
    let message = "the account asks not to be shown to logged-out readers; nothing was read";
    page.warnings.push(Warning::new("feed", message));
    page
}

/// Reads a page of the author's feed.
pub(super) fn read_feed(
    target: &Target,
    progress: &mut Progress,
    capture: &Capture,
    cursor: &str,
) -> ParsedPage {
    if matches!(capture.status, 400 | 404) {
        return ParsedPage {
            next: vec![profile(target, "refused")],
            ..answer::odd("feed", "the feed is refused; asking for the profile")
        };
    }
    if Answer::of(capture) == Answer::NotModified {
        return unchanged(capture, cursor);
    }
    if let Some(page) = answer::without_body(capture, false) {
        return page;
    }
    let (head, list) = json::list(&capture.body, "feed");
    let mut page = ParsedPage::default();
    let mut ids = Vec::new();
    for (index, item) in list.items.iter().enumerate() {
        match entry(target, item) {
            Ok(post) => {
                ids.push(post.native_id.0.clone());
                page.posts.push(post);
            }
            Err(message) => page
                .warnings
                .push(Warning::new(format!("entry {index}"), message)),
        }
        note_author(target, item, &mut page);
    }
    if page.state == Some(AccountState::Private) {
        return unshown(page);
    }
    page.warnings.extend(list.warnings("entry"));
    if let Some(reason) = list.why_missing() {
        page.unread = Some(reason.to_owned());
        return page;
    }
    if list.items.is_empty() && cursor.is_empty() {
        page.next = vec![profile(target, "empty")];
    }
    let older = if list.is_cut() {
        list.items.last().and_then(listed_at)
    } else {
        json::text(&head, "cursor").map(str::to_owned)
    };
    if cursor.is_empty() {
        let whole = list.is_complete() && ids.len() == list.items.len();
        page.absent = withdrawn(progress, &page.posts, &ids, whole);
    }
    let line = progress.listing("feed");
    let follow = if cursor.is_empty() {
        line.read_newest(&ids, older)
    } else {
        line.read_gap(cursor, &ids, older)
    };
    page.next
        .extend(follow.map(|cursor| feed(target, Some(&cursor))));
    page.understood = list.is_complete();
    page.cursor = Some(progress.save());
    page
}

/// The newest page as it was stands whole, and was seen again.
fn unchanged(capture: &Capture, cursor: &str) -> ParsedPage {
    if !cursor.is_empty() {
        return answer::again(capture);
    }
    ParsedPage {
        confirms: true,
        ..ParsedPage::default()
    }
}

/// Reposts cannot be asked for one by one: that one was withdrawn shows in that it is missing
/// from the newest page between entries that still stand there. Concluded only from a page that
/// was read `whole`. Remembers the reposts of this page for the next time.
fn withdrawn(
    progress: &mut Progress,
    posts: &[ParsedPost],
    ids: &[String],
    whole: bool,
) -> Vec<NativeId> {
    let remembered = progress.note(REPOSTS).unwrap_or_default().to_owned();
    let line = progress.listing("feed");
    let remembered = remembered.split_whitespace().filter(|_| whole);
    let missing = line.lacking(remembered, ids);
    let missing = missing.map(|id| NativeId(id.to_owned())).collect();
    // More than the newest are not told apart next time.
    let shares = posts.iter().take(KNOWN);
    let shares = shares.filter(|post| post.kind == PostKind::Share);
    let shares: Vec<&str> = shares.map(|post| post.native_id.0.as_str()).collect();
    progress.set_note(REPOSTS, shares.join(" "));
    missing
}

/// Takes identity and opt-out from the first post that the account itself wrote.
fn note_author(target: &Target, item: &Value, page: &mut ParsedPage) {
    let by = json::at(item, "reason.by");
    let author = if by.is_object() {
        by
    } else {
        json::at(item, "post.author")
    };
    if page.identity.is_some() || !target.is_actor(author) {
        return;
    }
    describe(author, page);
}

fn describe(profile: &Value, page: &mut ParsedPage) {
    let opted_out = json::items(profile, "labels")
        .iter()
        .any(|label| json::text(label, "val") == Some(OPT_OUT) && !json::yes(label, "neg"));
    page.state = Some(if opted_out {
        AccountState::Private
    } else {
        AccountState::Active
    });
    page.identity = Some(Identity {
        stable_id: json::text(profile, "did").map(str::to_owned),
        address: json::text(profile, "handle").map(str::to_owned),
        display_name: json::text(profile, "displayName").map(str::to_owned),
    });
}

/// One entry of the feed. In a repost the post is somebody else's, and the account is in
/// `reason.by`.
fn entry(target: &Target, item: &Value) -> Result<ParsedPost, String> {
    let view = json::at(item, "post");
    let uri = json::text(view, "uri").ok_or("an entry without a post")?;
    if json::text(item, "reason.$type").is_some_and(|kind| kind.ends_with("#reasonRepost")) {
        return Ok(repost(uri, view, json::at(item, "reason")));
    }
    if !target.is_actor(json::at(view, "author")) {
        return Err("a post of another account was left out".to_owned());
    }
    let mut post = post(uri, view)?;
    let parent = json::at(item, "reply.parent");
    if post.kind == PostKind::Reply {
        post.context = record::shared(parent).or(post.context);
    }
    Ok(post)
}

fn post(uri: &str, view: &Value) -> Result<ParsedPost, String> {
    let mut post = record::read(uri, json::text(view, "cid"), json::at(view, "record"))?;
    let quoted = ["embed.record.record", "embed.record"]
        .iter()
        .map(|path| json::at(view, path))
        .find(|quoted| json::text(quoted, "uri").is_some());
    if post.kind == PostKind::Quote {
        post.context = quoted.and_then(record::shared).or(post.context);
    }
    // The record's own claim, as every route tells it, goes before the time of indexing.
    let indexed = json::instant(view, "indexedAt");
    post.published_at = post.published_at.or(indexed);
    post.listed_at = indexed;
    Ok(post)
}

fn repost(uri: &str, view: &Value, reason: &Value) -> ParsedPost {
    let shared = record::shared(view).unwrap_or_default();
    let original = record::read(uri, None, json::at(view, "record")).ok();
    let native_id =
        json::text(reason, "uri").map_or_else(|| format!("repost:{uri}"), str::to_owned);
    ParsedPost {
        native_id: NativeId(native_id),
        url: shared.url.clone(),
        text: shared.text.clone().unwrap_or_default(),
        kind: PostKind::Share,
        context: Some(shared),
        published_at: json::instant(reason, "indexedAt"),
        edited_at: None,
        language: original.as_ref().and_then(|post| post.language.clone()),
        media: original
            .as_ref()
            .map(|post| post.media.clone())
            .unwrap_or_default(),
        links: original.map(|post| post.links).unwrap_or_default(),
        ..ParsedPost::default()
    }
}

/// Reads `getProfile`, which tells `why` a feed is empty or refused.
pub(super) fn read_profile(capture: &Capture, why: &str) -> ParsedPage {
    let value = json::document(&capture.body).unwrap_or_default();
    let mut page = ParsedPage::default();
    if Answer::of(capture) == Answer::Body && json::text(&value, "did").is_some() {
        describe(&value, &mut page);
        let open = page.state == Some(AccountState::Active);
        if why == "refused" && open {
            let reason = "the network's view knows the account and refuses its feed; register \
                          the account at its own host, as https://host/handle";
            page.warnings.push(Warning::new("profile", reason));
            page.unread = Some(reason.to_owned());
        }
        return page;
    }
    if Answer::of(capture) == Answer::NotModified && why != "refused" {
        return page;
    }
    let error = json::text(&value, "error").unwrap_or_default();
    let message = json::text(&value, "message").unwrap_or_default();
    let unknown = message.eq_ignore_ascii_case("profile not found");
    let said = format!("status {}: {error} {message}", capture.status);
    let state = match error {
        _ if capture.status >= 500 => None,
        "InvalidRequest" | "NotFound" if unknown => Some(AccountState::Gone),
        error => super::state_by_name(error),
    };
    match state {
        Some(_) => ParsedPage {
            state,
            ..answer::odd("profile", said)
        },
        None => answer::unread("profile", format!("{said}; nothing is concluded from that")),
    }
}

/// Reads `getPosts`: what was asked for and did not come is no longer visible.
pub(super) fn read_posts(capture: &Capture, asked: &str) -> ParsedPage {
    if Answer::of(capture) == Answer::NotModified {
        return ParsedPage {
            confirms: true,
            ..ParsedPage::default()
        };
    }
    if Answer::of(capture) != Answer::Body {
        return answer::odd(
            "recheck",
            format!("the service answered {}", capture.status),
        );
    }
    let (_, list) = json::list(&capture.body, "posts");
    let mut page = ParsedPage::default();
    for view in &list.items {
        let uri = json::text(view, "uri").unwrap_or_default();
        match post(uri, view) {
            Ok(post) => page.posts.push(post),
            Err(message) => page.warnings.push(Warning::new("recheck", message)),
        }
    }
    page.warnings.extend(list.warnings("recheck"));
    if !list.is_complete() {
        return page;
    }
    let seen = |uri: &&str| {
        let mut views = list.items.iter();
        views.any(|view| json::text(view, "uri") == Some(uri))
    };
    page.understood = true;
    page.absent = asked
        .split_whitespace()
        .filter(|uri| !seen(uri))
        .map(|uri| NativeId(uri.to_owned()))
        .collect();
    page
}
