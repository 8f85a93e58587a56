//! What the API's answers are, and the ways round one that does not answer.

use std::sync::LazyLock;

use scraper::Selector;
use url::Url;

use super::address::SiteAuthor;
use super::target::{CLOSED, WordPressTarget};
use crate::model::{AccountState, Capture, NativeId, ParsedPage, ParsedPost, Warning};
use crate::source::feed;
use crate::source::shared::answer::{self, Answer};
use crate::source::shared::json::{self, Items};
use crate::source::shared::links::{http_url, query_value};
use crate::source::shared::progress::Progress;
use crate::source::shared::{charset, html};

/// The turn of the feed that a page names.
const NAMED: &str = "named";

static FEED_LINK: LazyLock<Selector> = LazyLock::new(|| {
    let named = "link[rel~=alternate][type*='rss+xml'], link[rel~=alternate][type*='atom+xml'], \
                 link[rel~=alternate][type*='feed+json']";
    Selector::parse(named).expect("a valid selector")
});

/// How the words of entries end that are not all of the post, in lower case.
const TORN: [&str; 14] = [
    "[…]",
    "[...]",
    "[..]",
    "…",
    "...",
    "continue reading",
    "read more",
    "keep reading",
    "appeared first on",
    "pertama kali tampil",
    "pertama kali muncul",
    "muncul pertama kali",
    "selengkapnya",
    "lanjutkan membaca",
];
/// Characters at the end of a post that may say so.
const TAIL: usize = 250;

/// What an answer of the API is.
#[derive(Debug)]
pub(super) enum ApiAnswer {
    /// A list, in part at least.
    List(Items),
    /// Nothing changed.
    Unchanged,
    /// There is no page of that number.
    PastTheEnd,
    /// The site failed at it, and why: it may answer of less.
    Failed(String),
    /// Not the API: something else stands at that address.
    NoApi,
    /// The API, or whatever stands before it, and it does not let this program read it.
    Shut,
}

impl ApiAnswer {
    pub(super) fn of(capture: &Capture) -> Self {
        match Answer::of(capture) {
            Answer::NotModified => Self::Unchanged,
            Answer::Shut => Self::Shut,
            Answer::Body => Self::of_body(capture),
            Answer::Absent if code(capture).is_some() => Self::Shut,
            Answer::Absent => Self::NoApi,
            Answer::Refused => Self::of_refusal(capture),
        }
    }

    fn of_body(capture: &Capture) -> Self {
        let (_, list) = json::list(&capture.body, "");
        if list.why_missing().is_none() && (!list.is_cut() || list.length() > 0) {
            return Self::List(list);
        }
        if capture.truncated.is_some() {
            return Self::Failed("it was cut before the first post ended".to_owned());
        }
        if list.is_cut() || is_fatal(&capture.body) {
            return Self::Failed("it broke off".to_owned());
        }
        match code(capture) {
            Some(_) => Self::Shut,
            None => Self::NoApi,
        }
    }

    fn of_refusal(capture: &Capture) -> Self {
        let document = json::document(&capture.body).unwrap_or_default();
        let code = json::text(&document, "code");
        if code == Some("rest_post_invalid_page_number") {
            return Self::PastTheEnd;
        }
        let wrong = json::at(&document, "data.params").as_object();
        let other_fault = wrong.is_some_and(|wrong| !wrong.contains_key("per_page"));
        if other_fault || !(capture.status >= 500 || capture.status == 400) {
            return Self::Shut;
        }
        let code = code.map(|code| format!(", {code}")).unwrap_or_default();
        Self::Failed(format!("status {}{code}", capture.status))
    }
}

fn code(capture: &Capture) -> Option<String> {
    let document = json::document(&capture.body).ok()?;
    document.as_object().map(|_| ())?;
    Some(
        json::text(&document, "code")
            .unwrap_or("an object")
            .to_owned(),
    )
}

/// Whether PHP died over the answer: of memory, of time, of a plugin.
fn is_fatal(body: &[u8]) -> bool {
    const SAYINGS: [&str; 5] = [
        "fatal error",
        "allowed memory size",
        "maximum execution time",
        "critical error on this website",
        "kesalahan serius pada situs",
    ];
    let head = String::from_utf8_lossy(body.get(..20_000).unwrap_or(body)).to_lowercase();
    head.trim().is_empty() || SAYINGS.iter().any(|saying| head.contains(saying))
}

/// Nothing stands under the API's address. Without pretty links it stands in the query; where
/// that way fails too, the feed is read.
pub(super) fn elsewhere(
    target: &WordPressTarget,
    progress: &Progress,
    capture: &Capture,
) -> ParsedPage {
    let Some(other) = target.by_other_way(progress) else {
        return to_feed(target, progress, capture);
    };
    let way = if other.by_query {
        "?rest_route="
    } else {
        "/wp-json/"
    };
    let message = format!("status {}: no REST API here; trying {way}", capture.status);
    ParsedPage {
        next: vec![other.first(progress)],
        ..answer::odd(&capture.request.step.0, message)
    }
}

/// Reads the feed in this visit.
pub(super) fn to_feed(
    target: &WordPressTarget,
    progress: &Progress,
    capture: &Capture,
) -> ParsedPage {
    let message = format!(
        "the REST API cannot be read (status {}); reading the feed this time",
        capture.status
    );
    ParsedPage {
        next: vec![target.feed(progress)],
        ..answer::odd(&capture.request.step.0, message)
    }
}

/// Reads the feed in place of the API. Entries keep the number of the post where their
/// identifier shows it, so that they are the same posts once the API is back.
pub(super) fn fed(
    target: &WordPressTarget,
    progress: &mut Progress,
    capture: &Capture,
    turn: &str,
) -> ParsedPage {
    if Answer::of(capture) == Answer::NotModified {
        return ParsedPage {
            confirms: true,
            state: Some(AccountState::Active),
            ..ParsedPage::default()
        };
    }
    let decoded = charset::decode(&capture.body, capture.header("content-type"));
    let text = &decoded.text;
    let read = || feed::entries::read(text, &capture.final_url);
    let of_account = Answer::of(capture) == Answer::Body && leads_to_author(target, capture);
    let document = of_account.then(read).flatten();
    let Some(document) = document else {
        return no_feed(target, capture, text, turn);
    };
    let in_full = text.contains("<content:encoded") || text.contains("<content ");
    let mut page = feed::page_of(document, &capture.final_url);
    page.warnings.extend(answer::encoding(capture, &decoded));
    for post in &mut page.posts {
        let number = query_value(&post.native_id.0, "p");
        if let Some(number) = number.filter(|number| number.parse::<u64>().is_ok()) {
            post.native_id = NativeId(number);
        }
        post.excerpt = !in_full || is_torn(post);
    }
    page.state = Some(AccountState::Active);
    // "Not modified" would say nothing of what excerpts leave out.
    page.understood = page.posts.iter().all(|post| !post.excerpt);
    if turn == CLOSED {
        progress.set_note(CLOSED, "yes");
        page.cursor = Some(progress.save());
        let message = "robots.txt closes the API: the feed is read instead, which has the newest \
                       posts only";
        page.warnings.push(Warning::new("feed", message));
    }
    page
}

/// Whether what came is still the feed of the author who was asked for: sites without archives of
/// authors lead on to the feed of all.
fn leads_to_author(target: &WordPressTarget, capture: &Capture) -> bool {
    let (asked, came) = (&capture.request.url, &capture.final_url);
    let names_author = |url: &Url| match &target.address.author {
        Some(SiteAuthor::Id(id)) => query_value(url.as_str(), "author").as_ref() == Some(id),
        Some(SiteAuthor::Slug(_)) | None => false,
    };
    target.address.author.is_none()
        || asked.path() == came.path() && asked.query() == came.query()
        || names_author(came)
        || came.path().to_lowercase().contains("/author/")
}

fn is_torn(post: &ParsedPost) -> bool {
    let tail: Vec<char> = post.text.chars().rev().take(TAIL).collect();
    let tail: String = tail.into_iter().rev().collect();
    let tail = tail.to_lowercase();
    let tail = tail.trim_end();
    TORN.iter().any(|saying| match *saying {
        dots @ ("…" | "...") => tail.ends_with(dots),
        saying => tail.contains(saying),
    })
}

/// Neither API nor feed: says what to register. A page that names a feed of the site leads there.
fn no_feed(target: &WordPressTarget, capture: &Capture, markup: &str, turn: &str) -> ParsedPage {
    let site = &target.address.site;
    let named = named_feed(markup, &capture.final_url)
        .filter(|feed| feed.host() == site.host() && *feed != capture.request.url);
    if let Some(feed) = named.clone()
        && turn != NAMED
        && target.address.author.is_none()
    {
        let message = format!(
            "no feed here (status {}); the site names {feed}",
            capture.status
        );
        return ParsedPage {
            next: vec![WordPressTarget::feed_at(feed, &format!("feed {NAMED}"))],
            ..answer::odd("feed", message)
        };
    }
    let register = match named {
        Some(feed) => format!("it names the feed {feed}: register that as a feed"),
        None => "open the site, and register as a feed the address that it names, or as html the \
                 page that lists the posts"
            .to_owned(),
    };
    let message = format!(
        "{site} {} at {} (status {}); {register}",
        if turn == CLOSED {
            "closes its API in robots.txt, and has no feed"
        } else {
            "answers neither as WordPress nor with a feed"
        },
        capture.request.url,
        capture.status
    );
    answer::unread(site.as_str(), message)
}

/// The feed that a page names first: themes name that of comments later.
fn named_feed(markup: &str, base: &Url) -> Option<Url> {
    let document = html::document(markup).html;
    document
        .select(&FEED_LINK)
        .find_map(|link| http_url(link.attr("href")?, Some(base)))
}
