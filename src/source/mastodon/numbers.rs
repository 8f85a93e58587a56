//! Numbers that servers give statuses. Some give another one when a status is edited: there a
//! number that is gone says nothing of the status.

use std::collections::BTreeMap;

use crate::model::{ParsedPost, Sha256};
use crate::source::shared::progress::Progress;

/// Notes of the cursor: which number each status of the newest page has, and whether a status
/// was seen to get another.
const NUMBERS: &str = "numbers";
const RENUMBERS: &str = "renumbers";

/// Whether the server was seen to give a status another number.
pub(super) fn change(progress: &Progress) -> bool {
    progress.note(RENUMBERS).is_some()
}

/// Takes note of the newest page.
pub(super) fn note(progress: &mut Progress, posts: &[ParsedPost]) {
    let before = progress.note(NUMBERS).unwrap_or_default();
    let before: BTreeMap<&str, &str> = before
        .split_whitespace()
        .filter_map(|pair| pair.split_once('='))
        .collect();
    let short = |text: &str| Sha256::of(text).to_string()[..10].to_owned();
    let numbers: BTreeMap<String, String> = posts
        .iter()
        .filter_map(|post| Some((short(post.aliases.first()?), short(&post.native_id.0))))
        .collect();
    let renumbered = numbers.iter().any(|(name, number)| {
        let known = before.get(name.as_str());
        known.is_some_and(|known| known != number)
    });
    let pairs: Vec<String> = numbers
        .iter()
        .map(|(name, number)| format!("{name}={number}"))
        .collect();
    progress.set_note(NUMBERS, pairs.join(" "));
    if renumbered {
        progress.set_note(RENUMBERS, "yes");
    }
}
