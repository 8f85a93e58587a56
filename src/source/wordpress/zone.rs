//! In which zone the dates of a site are that lack their twin in UTC.
//!
//! The API gives every date twice, and the twin in UTC is read. Plugins take it away; what is left
//! is in the zone of the site, which the root of the API tells. It is asked for once, before such
//! a post is kept.

use serde_json::Value;

use super::sweep::Sweep;
use super::target::WordPressTarget;
use super::{item, site_zone};
use crate::model::{Capture, FetchRequest, ParsedPage, Warning};
use crate::source::shared::progress::Progress;

/// The turn of a listing that is read without a zone, because the root may not be asked.
pub(super) const UNZONED: &str = "unzoned";

/// Whether the zone must be asked for before these posts can be dated.
pub(super) fn is_wanted(progress: &Progress, capture: &Capture, items: &[Value]) -> bool {
    site_zone::may_be_asked(progress, capture.fetched_at) && items.iter().any(item::is_naked)
}

/// Asks for the zone, and for the listing after it.
pub(super) fn ask(target: &WordPressTarget, sweep: Sweep) -> ParsedPage {
    ParsedPage {
        next: vec![target.root(&format!("zone {}", sweep.step()))],
        ..ParsedPage::default()
    }
}

/// Keeps what the root of the API tells of the zone, and goes on with the listing.
pub(super) fn told(
    target: &WordPressTarget,
    progress: &mut Progress,
    capture: &Capture,
    sweep: &str,
) -> ParsedPage {
    site_zone::remember(progress, capture);
    ParsedPage {
        cursor: Some(progress.save()),
        next: vec![target.posts(progress, Sweep::of_step(sweep))],
        ..ParsedPage::default()
    }
}

/// The listing itself, where robots.txt closes the root.
pub(super) fn without(
    target: &WordPressTarget,
    progress: &Progress,
    sweep: &str,
) -> Vec<FetchRequest> {
    let sweep = Sweep::of_step(sweep);
    let step = format!("{} {UNZONED}", sweep.step());
    vec![target.page(progress, sweep, sweep.window(progress), &step)]
}

/// Says that dates were taken for UTC.
pub(super) fn doubt(items: &[Value]) -> Option<Warning> {
    let count = items.iter().filter(|item| item::is_naked(item)).count();
    let message = format!(
        "posts whose dates name no zone: {count}; the site does not tell its own; read as UTC"
    );
    (count > 0).then(|| Warning::new("dates", message))
}
