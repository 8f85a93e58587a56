//! Reading posts forward in time, page by page.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::item;
use super::site_zone::site_zone;
use crate::model::{Capture, Sha256};
use crate::source::shared::json::Items;
use crate::source::shared::links::query_value;
use crate::source::shared::progress::Progress;

/// Posts a page; the protocol's maximum.
pub(super) const PAGE: u64 = 100;

/// No site has pages of fewer posts than that, and than it was asked for, unless it has no more.
const FEW: u64 = 10;

/// How far the mark stays behind the newest post.
const SECOND: SignedDuration = SignedDuration::from_secs(1);
/// The same where nobody knows in which zone the posts are dated.
const FURTHEST_ZONE: SignedDuration = SignedDuration::from_hours(14);

/// Note that the site ignores the mark.
const DEAF: &str = "deaf";
/// Note of how many posts a page are asked for, where it is not [`PAGE`].
const SIZE: &str = "size";
/// Note of the size that was too much last: pages grow again up to there.
const TOO_LARGE: &str = "too_large";
/// Note of how many posts came on the last page.
const PROVED: &str = "proved";
/// Note of the most posts that ever came on a page.
const GIVES: &str = "gives";

/// By which time posts are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sweep {
    /// Time of the last change.
    Changed,
    /// Time of publication.
    Published,
}

/// A stretch of a listing: `size` posts behind the first `offset`, as far as pages of that size
/// begin there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) size: u64,
    pub(super) offset: u64,
}

impl Window {
    /// What was asked for.
    pub(super) fn asked(capture: &Capture) -> Self {
        let value = |name| query_value(capture.request.url.as_str(), name);
        let number = |name| value(name).and_then(|text| text.parse::<u64>().ok());
        let size = number("per_page").unwrap_or(PAGE).clamp(1, PAGE);
        let page = number("page").unwrap_or(1).clamp(1, u64::from(u32::MAX));
        Self {
            size,
            offset: (page - 1) * size,
        }
    }

    /// Number of the page, counted from 1.
    pub(super) const fn page(self) -> u64 {
        self.offset / self.size + 1
    }

    /// Pages of another size, from the same place on.
    pub(super) const fn resized(self, size: u64) -> Self {
        Self {
            size,
            offset: self.offset,
        }
    }
}

/// A page of a sweep, read.
struct SweptPage<'a> {
    list: &'a Items,
    window: Window,
    /// Posts in the list, those passed over included.
    count: u64,
    /// Number of the last page, as the site has it.
    last: Option<u64>,
    obeyed: bool,
    /// Where the mark moves to.
    mark: Option<Timestamp>,
    /// Whether the page before it showed the same posts.
    repeats: bool,
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

    /// Note of how many posts behind the mark were read, where the mark alone does not tell.
    const fn offset_key(self) -> &'static str {
        match self {
            Self::Changed => "changed_offset",
            Self::Published => "published_offset",
        }
    }

    /// Note of what stood on the last page.
    const fn shown_key(self) -> &'static str {
        match self {
            Self::Changed => "changed_shown",
            Self::Published => "published_shown",
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

    /// The sweep of a step.
    pub(super) fn of_step(step: &str) -> Self {
        if step == Self::Published.step() {
            Self::Published
        } else {
            Self::Changed
        }
    }

    fn times(self, progress: &Progress, items: &[Value]) -> Vec<Timestamp> {
        let zone = site_zone(progress);
        let time = |value| match self {
            Self::Changed => item::modified(value, zone.as_ref()),
            Self::Published => item::published(value, zone.as_ref()),
        };
        items.iter().filter_map(time).collect()
    }

    /// Where reading goes on.
    pub(super) fn window(self, progress: &Progress) -> Window {
        Window {
            size: number(progress, SIZE).unwrap_or(PAGE).clamp(1, PAGE),
            offset: number(progress, self.offset_key()).unwrap_or(0),
        }
    }

    /// Whether an unchanged page must be read all the same, because it leads to others.
    pub(super) fn needs_pages(self, progress: &Progress) -> bool {
        progress.note(self.offset_key()).is_some() || progress.note(DEAF).is_some()
    }

    /// Ends the listing: next time it is read from the mark on.
    pub(super) fn end(self, progress: &mut Progress) {
        progress.clear_note(self.offset_key());
        if progress.note(TOO_LARGE).is_some() {
            // What was too much may be so no more; a page that is full will tell.
            progress.set_note(TOO_LARGE, (PAGE + 1).to_string());
        } else {
            progress.clear_note(SIZE);
        }
    }

    /// Passes over the post at `offset`, of which the site is known not to answer.
    pub(super) fn pass_over(self, progress: &mut Progress, offset: u64) {
        progress.set_note(self.offset_key(), (offset + 1).to_string());
        progress.set_note(SIZE, "1");
        progress.set_note(TOO_LARGE, (PAGE + 1).to_string());
    }

    /// Moves the mark behind a page; says whether there is another. The mark stays one second
    /// behind the last post, since more posts may carry the same second; where the mark does
    /// not move (a bulk import, or a site that ignores the parameter) the offset does.
    pub(super) fn advance(self, progress: &mut Progress, capture: &Capture, list: &Items) -> bool {
        let page = self.swept(progress, capture, list);
        let awaited = self.window(progress);
        let asked = page.window;
        let is_awaited = awaited.offset / asked.size == asked.offset / asked.size;
        if !is_awaited || page.count == 0 {
            self.end(progress);
            return false;
        }
        if !page.obeyed {
            progress.set_note(DEAF, "yes");
        }
        progress.set_note(self.shown_key(), shown(list));
        let read = asked.offset + page.count;
        // A page that leads to itself leads nowhere.
        let circles = page.mark.is_none()
            && read <= awaited.offset
            && (asked.size, asked.page()) == (awaited.size, awaited.page());
        let more = page.leads_on(number(progress, GIVES)) && !circles;
        page.note_size(progress, more);
        if let Some(mark) = page.mark {
            progress.set_note(self.mark_key(), mark.to_string());
            progress.clear_note(self.offset_key());
        } else if more {
            progress.set_note(self.offset_key(), read.max(awaited.offset).to_string());
        }
        if !more {
            self.end(progress);
        }
        more
    }

    fn swept<'a>(self, progress: &Progress, capture: &Capture, list: &'a Items) -> SweptPage<'a> {
        let window = Window::asked(capture);
        let obeyed = self.obeyed(progress, &list.items);
        let mark = self.moved(progress, &list.items).filter(|_| obeyed);
        let known = progress.note(self.shown_key()) == Some(shown(list).as_str());
        let pages = capture.header("x-wp-totalpages");
        let count = u64::try_from(list.length()).unwrap_or(u64::MAX);
        SweptPage {
            list,
            window,
            count,
            last: pages.and_then(|text| text.trim().parse().ok()),
            obeyed,
            mark,
            // The first page behind a new mark may be the one before it: where all posts have one
            // time, or where the site ignores the mark.
            repeats: known
                && mark.is_none()
                && (window.offset > 0 || (obeyed && count < FEW.min(window.size))),
        }
    }

    /// Moves the mark behind posts that were read another way.
    pub(super) fn catch_up(self, progress: &mut Progress, items: &[Value]) {
        if let Some(mark) = self.moved(progress, items) {
            progress.set_note(self.mark_key(), mark.to_string());
            self.end(progress);
        }
    }

    /// The new mark, if there is a later post than the old one.
    fn moved(self, progress: &Progress, items: &[Value]) -> Option<Timestamp> {
        let mark = self.mark(progress);
        let newest = self.times(progress, items).into_iter().max()?;
        let unsure = site_zone(progress).is_none() && items.iter().any(item::is_naked);
        let margin = if unsure { FURTHEST_ZONE } else { SECOND };
        let behind = newest.checked_sub(margin).ok()?;
        mark.is_none_or(|mark| behind > mark).then_some(behind)
    }

    fn mark(self, progress: &Progress) -> Option<Timestamp> {
        progress.note(self.mark_key())?.parse().ok()
    }

    /// Whether the posts are those behind the mark, oldest first.
    fn obeyed(self, progress: &Progress, items: &[Value]) -> bool {
        let mark = self.mark(progress).unwrap_or(Timestamp::MIN);
        let times = self.times(progress, items);
        times.first() <= times.last() && times.iter().all(|time| *time > mark)
    }
}

impl SweptPage<'_> {
    /// Whether there is another page. Sites say so, wrongly at times; a page as full as pages of
    /// the site get is believed more.
    fn leads_on(&self, gives: Option<u64>) -> bool {
        if self.list.is_cut() {
            return true;
        }
        if self.repeats {
            return false;
        }
        let as_full = |gives: u64| self.count >= gives.min(self.window.size);
        match self.last {
            Some(last) if self.window.page() < last => true,
            Some(_) if self.mark.is_some() => {
                self.count >= gives.unwrap_or(PAGE).min(self.window.size)
            }
            Some(_) => self.count >= self.window.size,
            None => gives.is_none_or(as_full),
        }
    }

    /// Decides how many posts the next page is asked for.
    fn note_size(&self, progress: &mut Progress, more: bool) {
        let (size, count) = (self.window.size, self.count);
        let gives = number(progress, GIVES).unwrap_or(0);
        progress.set_note(GIVES, gives.max(count).to_string());
        progress.set_note(PROVED, size.min(count).to_string());
        let noted = number(progress, SIZE).unwrap_or(PAGE);
        // A smaller page than was to come next is asked for when that one failed.
        let failed = (size < noted).then_some(noted);
        let limit = failed.or_else(|| number(progress, TOO_LARGE));
        let (next, limit) = if self.list.is_cut() {
            // So many came whole; twice as many would not.
            (count, Some(size.min(2 * count)))
        } else if count > size || (count < size && more && self.mark.is_none()) {
            // The site has pages of its own size, and counts them so.
            (count, None)
        } else {
            let grown = (2 * size).min(PAGE);
            let may_grow = count == size && limit.is_some_and(|limit| grown < limit);
            (if may_grow { grown } else { size }, limit)
        };
        match limit.filter(|_| next < PAGE) {
            Some(limit) => progress.set_note(TOO_LARGE, limit.to_string()),
            None => progress.clear_note(TOO_LARGE),
        }
        if next < PAGE {
            progress.set_note(SIZE, next.max(1).to_string());
        } else {
            progress.clear_note(SIZE);
        }
    }
}

/// The size to ask for when pages of `size` are too large for the site; `None` when there is
/// none. Either the last size that came; or one post, which is sure to come if anything does, and
/// pages grow again: that takes fewer failures than to halve until a page is small enough.
pub(super) fn smaller(progress: &Progress, size: u64) -> Option<u64> {
    let proved = number(progress, PROVED).filter(|proved| *proved < size);
    (size > 1).then(|| proved.unwrap_or(1).max(1))
}

/// The most posts that ever came on a page.
pub(super) fn most_given(progress: &Progress) -> Option<u64> {
    number(progress, GIVES)
}

fn number(progress: &Progress, key: &str) -> Option<u64> {
    progress.note(key)?.parse().ok()
}

fn shown(list: &Items) -> String {
    let ids = list.items.iter().map(|item| item["id"].to_string());
    Sha256::of(ids.collect::<Vec<_>>().join(" ")).to_string()
}
