//! A second look at stored posts.

use std::collections::HashSet;

use serde_json::Value;

use super::fallback::ApiAnswer;
use super::target::{CLOSED, WordPressTarget};
use super::{item, listing, sweep};
use crate::model::{
    Account, Capture, FetchRequest, KnownPost, NativeId, ParsedPage, Step, Warning,
};
use crate::source::feed;
use crate::source::shared::answer;
use crate::source::shared::json::{self, Items};
use crate::source::shared::progress::Progress;

/// Posts that are asked for at once.
const BATCH: usize = 50;

/// Asks for posts by number, and for those that only the feed showed by their pages.
pub(super) fn plan(
    account: &Account,
    progress: &Progress,
    posts: &[KnownPost],
) -> Vec<FetchRequest> {
    let Some(target) = WordPressTarget::of(account, progress) else {
        return Vec::new();
    };
    let closed = progress.note(CLOSED).is_some();
    let is_numbered = |post: &&KnownPost| !closed && post.native_id.0.parse::<u64>().is_ok();
    let (numbered, by_page): (Vec<&KnownPost>, Vec<&KnownPost>) =
        posts.iter().partition(is_numbered);
    let ids: Vec<&str> = numbered
        .iter()
        .map(|post| post.native_id.0.as_str())
        .collect();
    let looks = ids
        .chunks(BATCH)
        .map(|ids| target.second_look(&ids.join(",")));
    let by_page: Vec<KnownPost> = by_page.into_iter().cloned().collect();
    let pages = feed::recheck_pages(&by_page)
        .into_iter()
        .map(|mut request| {
            let step = request.step.0.replacen("recheck", "page", 1);
            request.step = Step(step);
            request
        });
    looks.chain(pages).collect()
}

/// Reads posts that were asked for by number. Those that are not in a list that was read to its
/// end are not visible any more.
pub(super) fn read(
    target: &WordPressTarget,
    progress: &Progress,
    capture: &Capture,
    ids: &str,
) -> ParsedPage {
    let list = match ApiAnswer::of(capture) {
        ApiAnswer::List(list) => list,
        ApiAnswer::Unchanged => {
            return ParsedPage {
                confirms: true,
                ..ParsedPage::default()
            };
        }
        ApiAnswer::NoApi if target.by_other_way(progress).is_some() => {
            let other = target.by_other_way(progress);
            let next = other.map(|other| other.second_look(ids));
            return ParsedPage {
                next: next.into_iter().collect(),
                ..ParsedPage::default()
            };
        }
        _ => {
            let message = format!("the API answered {}: nothing concluded", capture.status);
            return answer::odd("recheck", message);
        }
    };
    let items = list.items.iter().filter(|item| !item::is_protected(item));
    let public: Vec<Value> = items.cloned().collect();
    let mut page = listing::posts_of(target, &public);
    page.warnings.extend(list.warnings("post"));
    page.understood &= list.is_complete();
    let missing = missing(&public, ids);
    if missing.is_empty() || !list.is_complete() {
        return page;
    }
    if answers_in_full(capture, progress, &list, ids) {
        page.absent = missing.into_iter().map(NativeId).collect();
    } else if missing.len() < ids.split(',').count() {
        page.next = vec![target.second_look(&missing.join(","))];
    } else {
        let message = "the site answers of other posts than it was asked for: nothing concluded";
        page.warnings.push(Warning::new("recheck", message));
    }
    page
}

/// Posts that were asked for and did not come.
fn missing(came: &[Value], ids: &str) -> Vec<String> {
    let came: HashSet<String> = came
        .iter()
        .filter_map(|item| json::id(item, "id"))
        .collect();
    ids.split(',')
        .filter(|id| !id.is_empty() && !came.contains(*id))
        .map(str::to_owned)
        .collect()
}

/// Whether what did not come is not there: the site must have heard which posts were meant, and
/// not have stopped at as many as it gives at once.
fn answers_in_full(capture: &Capture, progress: &Progress, list: &Items, ids: &str) -> bool {
    let asked = |item: &Value| {
        let id = json::id(item, "id");
        id.is_none_or(|id| ids.split(',').any(|asked| asked == id))
    };
    let length = u64::try_from(list.length()).unwrap_or(u64::MAX);
    let total = capture
        .header("x-wp-total")
        .and_then(|text| text.trim().parse::<u64>().ok());
    let stopped = match total.filter(|total| *total >= length) {
        Some(total) => total > length,
        None => length > 0 && sweep::most_given(progress) == Some(length),
    };
    list.items.iter().all(asked) && !stopped
}
