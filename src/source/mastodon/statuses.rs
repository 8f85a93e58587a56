//! Entries of a list of statuses: whose they are, and each once.

use std::collections::HashMap;

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
    let mut kept = KeptStatuses::default();
    for (index, item) in items.iter().enumerate() {
        let read = own(item, id)
            .ok_or_else(|| "a status of another account was left out".to_owned())
            .and_then(|status| status::read(status, base));
        match read {
            Ok(read) => kept.keep(read.noted(&mut page.warnings)),
            Err(message) => page
                .warnings
                .push(Warning::new(format!("status {index}"), message)),
        }
    }
    page.posts = kept.posts;
    page
}

/// Statuses that were read, each once.
#[derive(Default)]
struct KeptStatuses {
    posts: Vec<ParsedPost>,
    /// Places by number and by other names.
    places: HashMap<String, usize>,
}

impl KeptStatuses {
    /// Of two entries of one status the one that was edited last counts, else the upper one.
    fn keep(&mut self, post: ParsedPost) {
        let names = || std::iter::once(&post.native_id.0).chain(&post.aliases);
        let known = names().filter_map(|name| self.places.get(name).copied());
        let place = known.min().unwrap_or(self.posts.len());
        for name in names() {
            self.places.entry(name.clone()).or_insert(place);
        }
        match self.posts.get_mut(place) {
            Some(seen) if post.edited_at > seen.edited_at => *seen = post,
            Some(_) => {}
            None => self.posts.push(post),
        }
    }
}
