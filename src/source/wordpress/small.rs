//! Sites all of whose posts come in one answer: it is asked for at every visit, for it tells what is
//! new, what changed, what was scheduled and what is missing, which else takes three requests.

use crate::model::Capture;
use crate::source::shared::json::Items;
use crate::source::shared::progress::Progress;

/// Note that the site is small.
const SMALL: &str = "small";
/// Bytes of an answer that is no burden four times a day.
const MOST_BYTES: usize = 512 * 1024;

/// Whether the site was small when it was read last.
pub(super) fn is_noted(progress: &Progress) -> bool {
    progress.note(SMALL).is_some()
}

/// Takes note of whether an answer that was asked for without a mark holds all posts of the site.
pub(super) fn note(progress: &mut Progress, capture: &Capture, list: &Items) {
    if holds_all(capture, list) {
        progress.set_note(SMALL, "yes");
    } else {
        progress.clear_note(SMALL);
    }
}

/// The site counts its posts and its pages, and both say that these are all.
fn holds_all(capture: &Capture, list: &Items) -> bool {
    let said = |name| {
        let said = capture.header(name)?;
        said.trim().parse::<usize>().ok()
    };
    capture.body.len() <= MOST_BYTES
        && list.is_complete()
        && said("x-wp-total") == Some(list.length())
        && said("x-wp-totalpages").is_some_and(|pages| pages <= 1)
}
