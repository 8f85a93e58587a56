//! Entries of a list of statuses: whose they are, and each once.

use serde_json::Value;
use url::Url;

use super::status;
use crate::model::{ParsedPage, ParsedPost, Warning};
use crate::source::shared::json;

/// The status of the account `id` that an entry holds: itself, or, where a server lists that
/// somebody else boosted it, what was boosted.
pub(super) fn own<'a>(item: &'a Value, id: &str) -> Option<&'a Value> {
    let is_owner = |status: &Value| json::id(status, "account.id").is_none_or(|owner| owner == id);
    let boosted = json::at(item, "reblog");
    if is_owner(item) {
        return Some(item);
    }
    let named = json::id(boosted, "account.id").is_some();
    (named && is_owner(boosted)).then_some(boosted)
}

/// Posts of a list, each status once.
pub(super) fn posts(items: &[Value], base: &Url, id: &str) -> ParsedPage {
    let mut page = ParsedPage::default();
    for (index, item) in items.iter().enumerate() {
        let read = own(item, id)
            .ok_or_else(|| "a status of another account was left out".to_owned())
            .and_then(|status| status::read(status, base));
        match read {
            Ok(post) => keep(&mut page.posts, post),
            Err(message) => page
                .warnings
                .push(Warning::new(format!("status {index}"), message)),
        }
    }
    page
}

/// Of two entries of one status the one that was edited last counts, else the upper one.
fn keep(posts: &mut Vec<ParsedPost>, post: ParsedPost) {
    let same = |seen: &&mut ParsedPost| {
        seen.native_id == post.native_id
            || seen
                .aliases
                .iter()
                .any(|alias| post.aliases.contains(alias))
    };
    match posts.iter_mut().find(same) {
        Some(seen) if post.edited_at > seen.edited_at => *seen = post,
        Some(_) => {}
        None => posts.push(post),
    }
}
