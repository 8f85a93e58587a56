//! The second look at statuses that were seen before.
//!
//! They are asked for one by one. Some servers show single statuses to logged-in readers only:
//! that is noticed once and kept in the cursor for some days, in which the list is read again
//! instead, a page at a time.

use jiff::{SignedDuration, Timestamp};
use url::Url;

use super::{Target, finding, numbers, status, statuses, through_feed};
use crate::model::{Capture, FetchRequest, KnownPost, NativeId, ParsedPage, Step};
use crate::source::feed;
use crate::source::shared::answer::{self, Answer};
use crate::source::shared::json;
use crate::source::shared::links::http_url;
use crate::source::shared::progress::Progress;

/// Note of the cursor: `open`, or since when single statuses want a token.
const SINGLE: &str = "single";
/// Note of the cursor: where reading the list again goes on, as a `max_id`.
const REREAD: &str = "reread";
const HOURS_BEFORE_ASKING_ANEW: i64 = 72;
/// Statuses older than this are not read again from the list.
const HOURS_OF_INTEREST: i64 = 24 * 30;

/// Requests for a second look.
pub(super) fn plan(target: &Target, progress: &Progress, posts: &[KnownPost]) -> Vec<FetchRequest> {
    if progress.note(through_feed::FEED).is_some() {
        return pages(target, posts);
    }
    if shut_since(progress).is_some() {
        return again(target, progress).into_iter().collect();
    }
    // What was read from a feed has no number that the API knows.
    let (unnumbered, numbered): (Vec<KnownPost>, Vec<KnownPost>) = posts
        .iter()
        .cloned()
        .partition(|post| through_feed::is_address(&post.native_id.0));
    let mut requests: Vec<FetchRequest> =
        numbered.iter().map(|post| single(target, post)).collect();
    requests.extend(pages(target, &unnumbered));
    requests
}

/// Requests for the pages of posts at the account's server.
fn pages(target: &Target, posts: &[KnownPost]) -> Vec<FetchRequest> {
    let asked = |post: &KnownPost| {
        let request = feed::recheck_pages(std::slice::from_ref(post)).pop()?;
        Some(FetchRequest {
            step: Step(format!("seen {}", post.native_id)),
            ..request.on_site_of(&target.base)
        })
    };
    posts.iter().filter_map(asked).collect()
}

fn single(target: &Target, post: &KnownPost) -> FetchRequest {
    let id = post.native_id.0.as_str();
    let page = post.url.as_deref().and_then(|url| http_url(url, None));
    let named = page.as_ref().filter(|_| !id.contains(' '));
    let step = named.map_or_else(
        || format!("recheck {id}"),
        |page| format!("recheck {id} {page}"),
    );
    let home = Target {
        base: served_by(page.as_ref(), target),
        ..target.clone()
    };
    home.request(&["api", "v1", "statuses", id], &[], step)
}

/// The server to ask about a stored post: the one of its page where it is a sister of the
/// handle's host (`@user@example.org` may live on `social.example.org`).
fn served_by(page: Option<&Url>, target: &Target) -> Url {
    let home = target.base.host_str().unwrap_or_default();
    page.filter(|page| {
        page.host_str()
            .is_some_and(|host| host.ends_with(&format!(".{home}")))
    })
    .and_then(|page| page.join("/").ok())
    .unwrap_or_else(|| target.base.clone())
}

/// The list, where it was not read again yet.
fn again(target: &Target, progress: &Progress) -> Option<FetchRequest> {
    let max_id = progress.note(REREAD)?;
    Some(target.page_below(target.id.as_deref()?, max_id, format!("reread {max_id}")))
}

/// Takes note of the newest page: reading again starts below it, and after some days single
/// statuses are asked for anew.
pub(super) fn begin(progress: &mut Progress, capture: &Capture, older: Option<&str>) {
    let Some(since) = shut_since(progress) else {
        return;
    };
    let pause = SignedDuration::from_hours(HOURS_BEFORE_ASKING_ANEW);
    if capture.fetched_at.duration_since(since) >= pause {
        progress.clear_note(SINGLE);
        progress.clear_note(REREAD);
    } else if let (None, Some(older)) = (progress.note(REREAD), older) {
        progress.set_note(REREAD, older);
    }
}

fn shut_since(progress: &Progress) -> Option<Timestamp> {
    progress.note(SINGLE)?.parse().ok()
}

/// Reads a page of the list for what was edited on it. Nothing is concluded from what it lacks.
pub(super) fn reread(target: &Target, progress: &mut Progress, capture: &Capture) -> ParsedPage {
    match Answer::of(capture) {
        Answer::Body => {}
        Answer::NotModified => {
            return ParsedPage {
                confirms: true,
                ..ParsedPage::default()
            };
        }
        _ => return concluding_nothing("reread", capture),
    }
    let (_, list) = json::list(&capture.body, "");
    let id = target.id.clone().unwrap_or_default();
    let mut page = statuses::posts(&list.items, &target.base, &id);
    let interest = SignedDuration::from_hours(HOURS_OF_INTEREST);
    let recent = page.posts.iter().any(|post| {
        let posted = post.published_at;
        posted.is_none_or(|at| capture.fetched_at.duration_since(at) < interest)
    });
    let lowest = list
        .items
        .iter()
        .rev()
        .find_map(|item| json::id(item, "id"));
    match lowest.filter(|_| recent) {
        Some(id) => progress.set_note(REREAD, id),
        None => progress.clear_note(REREAD),
    }
    page.understood = list.is_complete();
    page.cursor = Some(progress.save());
    page
}

/// Reads a single status; `named` is its number, and the address of its page.
pub(super) fn rechecked(progress: &mut Progress, capture: &Capture, named: &str) -> ParsedPage {
    let (id, page) = named.split_once(' ').unwrap_or((named, ""));
    match Answer::of(capture) {
        Answer::Absent => missing(progress, capture, id, page),
        Answer::Body => shown(progress, capture, id),
        Answer::Shut => refused(progress, capture, id),
        Answer::NotModified => ParsedPage {
            confirms: true,
            ..ParsedPage::default()
        },
        Answer::Refused => concluding_nothing(id, capture),
    }
}

fn shown(progress: &mut Progress, capture: &Capture, id: &str) -> ParsedPage {
    let renumbers = numbers::change(progress);
    let value = json::document(&capture.body).unwrap_or_default();
    if finding::is_somebody_else(progress, json::at(&value, "account")) {
        return answer::odd(
            id,
            "the server gave the number to a status of another account",
        );
    }
    let read = status::read(&value, &capture.final_url);
    let mut warnings = Vec::new();
    let post = match read.map(|read| read.noted(&mut warnings)) {
        Ok(post) if post.native_id.0 == id || renumbers => post,
        Ok(_) => return answer::odd(id, "the server answered with another status"),
        Err(error) => return answer::odd(id, error),
    };
    let first = progress.note(SINGLE) != Some("open");
    progress.set_note(SINGLE, "open");
    ParsedPage {
        posts: vec![post],
        warnings,
        understood: true,
        cursor: first.then(|| progress.save()),
        ..ParsedPage::default()
    }
}

/// The API says that there is no such status, if it is the API that says so and if numbers stay;
/// else the page of the status tells.
fn missing(progress: &Progress, capture: &Capture, id: &str, page: &str) -> ParsedPage {
    let renumbers = numbers::change(progress);
    let by_api =
        json::document(&capture.body).is_ok_and(|value| !json::at(&value, "error").is_null());
    if by_api && !renumbers {
        return absent(id);
    }
    match http_url(page, None) {
        Some(page) => ParsedPage {
            next: vec![FetchRequest::new(
                page,
                "text/html, */*;q=0.1",
                format!("page {id}"),
            )],
            ..ParsedPage::default()
        },
        None => concluding_nothing(id, capture),
    }
}

/// Reads the page of a status that the API did not show.
pub(super) fn page_read(capture: &Capture, id: &str) -> ParsedPage {
    match Answer::of(capture) {
        Answer::Absent => absent(id),
        _ => concluding_nothing(id, capture),
    }
}

fn absent(id: &str) -> ParsedPage {
    ParsedPage {
        absent: vec![NativeId(id.to_owned())],
        ..ParsedPage::default()
    }
}

/// Once may be about that status; twice in a row, or before any was shown, it is the server's way.
fn refused(progress: &mut Progress, capture: &Capture, id: &str) -> ParsedPage {
    if progress.note(SINGLE) == Some("open") {
        progress.clear_note(SINGLE);
        return ParsedPage {
            cursor: Some(progress.save()),
            ..concluding_nothing(id, capture)
        };
    }
    progress.set_note(SINGLE, capture.fetched_at.to_string());
    ParsedPage {
        cursor: Some(progress.save()),
        gives_up: true,
        ..answer::odd(
            id,
            format!(
                "{} shows single statuses to logged-in readers only ({}): recent ones are read \
                 again from the list, where edits show; that one was deleted cannot be seen",
                capture.final_url.host_str().unwrap_or_default(),
                capture.status
            ),
        )
    }
}

fn concluding_nothing(id: &str, capture: &Capture) -> ParsedPage {
    let message = format!("the server answered {}: nothing concluded", capture.status);
    answer::odd(id, message)
}
