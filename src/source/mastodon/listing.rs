//! Pages of an account's statuses.

use serde_json::Value;
use url::Url;

use super::{Target, finding, numbers, second, statuses, through_feed};
use crate::model::{AccountState, Capture, ParsedPage};
use crate::source::shared::answer::{self, Answer};
use crate::source::shared::json;
use crate::source::shared::links::{http_url, link_header, query_value};
use crate::source::shared::progress::Progress;

/// Reads a page of statuses: the newest, or the one below `max_id`.
pub(super) fn read(
    target: &Target,
    progress: &mut Progress,
    capture: &Capture,
    max_id: Option<&str>,
) -> ParsedPage {
    let id = target.id.clone().unwrap_or_default();
    if let Some(page) = without_list(target, capture, &id, max_id.is_some()) {
        return page;
    }
    let (_, list) = json::list(&capture.body, "");
    if let Some(owner) = owner(&list.items, &id) {
        if finding::is_somebody_else(progress, owner) {
            let name = json::text(owner, "acct").unwrap_or_default();
            return finding::anew(target, progress, name);
        }
        finding::note_name(progress, owner);
    }
    let mut page = statuses::posts(&list.items, &target.base, &id);
    page.warnings.extend(list.warnings("status"));
    if let Some(reason) = list.why_missing() {
        page.unread = Some(reason.to_owned());
        return page;
    }
    let older = if list.is_cut() {
        list.items.last().and_then(|item| json::id(item, "id"))
    } else {
        below(capture, &list.items)
    };
    if max_id.is_none() {
        describe(target, &list.items, &id, &mut page);
        numbers::note(progress, &page.posts);
        second::begin(progress, capture, older.as_deref());
    }
    let ids: Vec<String> = list
        .items
        .iter()
        .filter_map(|item| json::id(item, "id"))
        .collect();
    let line = progress.listing("");
    let follow = match max_id {
        None => line.read_newest(&ids, older),
        Some(max_id) => line.read_gap(max_id, &ids, older),
    };
    page.next
        .extend(follow.map(|max_id| target.older(&id, &max_id)));
    progress.set_note("id", id);
    progress.clear_note(through_feed::FEED);
    page.understood = list.is_complete();
    page.cursor = Some(progress.save());
    page
}

/// The page for an answer without a list.
fn without_list(target: &Target, capture: &Capture, id: &str, inside: bool) -> Option<ParsedPage> {
    match Answer::of(capture) {
        Answer::NotModified if inside => Some(answer::again(capture)),
        // The statuses of that page stand as they were.
        Answer::NotModified => Some(ParsedPage {
            confirms: true,
            ..ParsedPage::default()
        }),
        Answer::Absent => Some(ParsedPage {
            next: vec![target.account(id)],
            ..answer::odd("statuses", "the API shows no statuses of this account")
        }),
        Answer::Shut => Some(finding::shut(target, capture)),
        _ => answer::without_body(capture, false),
    }
}

/// A suspended account answers with an empty list, so the account itself is asked.
fn describe(target: &Target, items: &[Value], id: &str, page: &mut ParsedPage) {
    if items.is_empty() {
        page.next = vec![target.account(id)];
        return;
    }
    if let Some(account) = owner(items, id) {
        let described = finding::profile(account);
        page.state = described.state;
        page.identity = described.identity;
    } else if !page.posts.is_empty() {
        page.state = Some(AccountState::Active);
    }
}

/// The account itself, as its statuses show it.
fn owner<'a>(items: &'a [Value], id: &str) -> Option<&'a Value> {
    let shown = items.iter().filter_map(|item| statuses::own(item, id));
    let mut accounts = shown.map(|status| json::at(status, "account"));
    accounts.find(|account| json::id(account, "id").as_deref() == Some(id))
}

/// The `max_id` of the page below. A server that sends `Link` with the pages before or after
/// leaves `next` out on the last page; from one that says nothing of pages there, they are asked
/// for until one is empty. Of an address only its `max_id` is taken, and only from this host.
fn below(capture: &Capture, items: &[Value]) -> Option<String> {
    let last = items.iter().rev().find_map(|item| json::id(item, "id"))?;
    let pages = links_to_pages(capture);
    if pages.is_empty() {
        return Some(last);
    }
    let next = pages
        .into_iter()
        .find(|(relation, _)| *relation == "next")?
        .1;
    Some(query_value(next.as_str(), "max_id").unwrap_or(last))
}

/// The links of all `Link` headers that lead to other pages of this list.
fn links_to_pages(capture: &Capture) -> Vec<(&'static str, Url)> {
    let headers = capture.headers.iter();
    let values = headers.filter(|(name, _)| name.eq_ignore_ascii_case("link"));
    let links = values.flat_map(|(_, value)| link_header(value));
    links
        .filter_map(|(relations, target)| {
            let mut relations = relations.split_whitespace();
            let relation = relations.find_map(|one| match one {
                "next" => Some("next"),
                "prev" | "previous" => Some("prev"),
                _ => None,
            })?;
            let url = http_url(&target, Some(&capture.final_url))?;
            let here = url.host_str() == capture.final_url.host_str();
            let bound = ["max_id", "min_id", "since_id"]
                .iter()
                .any(|name| query_value(url.as_str(), name).is_some());
            (here && bound).then_some((relation, url))
        })
        .collect()
}
