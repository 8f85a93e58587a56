//! Reading posts forward in time, page by page.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::item;
use crate::model::Capture;
use crate::source::shared::links::query_value;
use crate::source::shared::progress::Progress;

/// Posts a page; the protocol's maximum.
pub(super) const PAGE: usize = 100;

/// Note that the site ignores the mark.
const DEAF: &str = "deaf";

/// By which time posts are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sweep {
    /// Time of the last change.
    Changed,
    /// Time of publication.
    Published,
}

impl Sweep {
    /// The step of its requests.
    pub(super) const fn step(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Published => "published",
        }
    }

    /// Note under which the instant is kept behind which everything was read.
    pub(super) const fn mark_key(self) -> &'static str {
        match self {
            Self::Changed => "changed_after",
            Self::Published => "published_after",
        }
    }

    /// Note under which the page is kept where the mark alone does not tell.
    pub(super) const fn page_key(self) -> &'static str {
        match self {
            Self::Changed => "changed_page",
            Self::Published => "published_page",
        }
    }

    /// Value of `orderby`.
    pub(super) const fn order(self) -> &'static str {
        match self {
            Self::Changed => "modified",
            Self::Published => "date",
        }
    }

    /// Parameter that the mark is sent in.
    pub(super) const fn parameter(self) -> &'static str {
        match self {
            Self::Changed => "modified_after",
            Self::Published => "after",
        }
    }

    fn time(self, value: &Value) -> Option<Timestamp> {
        match self {
            Self::Changed => item::modified(value),
            Self::Published => item::published(value),
        }
    }

    /// Whether an unchanged page must be read all the same, because it leads to others.
    pub(super) fn needs_pages(self, progress: &Progress) -> bool {
        progress.note(self.page_key()).is_some() || progress.note(DEAF).is_some()
    }

    /// Moves the mark behind a page; says whether there is another. The mark stays one second
    /// behind the last post, since more posts may carry the same second; where the mark does
    /// not move (a bulk import, or a site that ignores the parameter) the page number does.
    pub(super) fn advance(
        self,
        progress: &mut Progress,
        capture: &Capture,
        items: &[Value],
    ) -> bool {
        let number = |text: Option<&str>| text.and_then(|text| text.trim().parse::<u64>().ok());
        let page = number(progress.note(self.page_key())).unwrap_or(1);
        let asked = query_value(capture.request.url.as_str(), "page");
        if number(asked.as_deref()) != Some(page) || items.is_empty() {
            progress.clear_note(self.page_key());
            return false;
        }
        let last = number(capture.header("x-wp-totalpages")).unwrap_or(if items.len() < PAGE {
            page
        } else {
            u64::MAX
        });
        let more = page < last;
        if !self.obeyed(progress, items) {
            progress.set_note(DEAF, "yes");
        }
        if let Some(mark) = self.moved(progress, items) {
            progress.set_note(self.mark_key(), mark.to_string());
            progress.clear_note(self.page_key());
        } else if more {
            progress.set_note(self.page_key(), (page + 1).to_string());
        } else {
            progress.clear_note(self.page_key());
        }
        more
    }

    /// The new mark, if the site obeyed the old one and there is a later post.
    fn moved(self, progress: &Progress, items: &[Value]) -> Option<Timestamp> {
        let mark = self.mark(progress);
        let newest = items.iter().filter_map(|item| self.time(item)).max()?;
        let behind = newest.checked_sub(SignedDuration::from_secs(1)).ok()?;
        let moves = mark.is_none_or(|mark| behind > mark);
        (moves && self.obeyed(progress, items)).then_some(behind)
    }

    fn mark(self, progress: &Progress) -> Option<Timestamp> {
        progress.note(self.mark_key())?.parse().ok()
    }

    fn obeyed(self, progress: &Progress, items: &[Value]) -> bool {
        let Some(mark) = self.mark(progress) else {
            return true;
        };
        items
            .iter()
            .filter_map(|item| self.time(item))
            .all(|time| time > mark)
    }
}
