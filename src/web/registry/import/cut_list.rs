//! Lists that are too long for a page.

use std::borrow::Borrow;

use super::figures::more_of;
use crate::model::Language;

/// Lines of each list on the page; the rest is counted and can be downloaded.
pub(super) const MOST_SHOWN: usize = 100;

/// A list cut to what a page shows.
#[derive(Debug)]
pub(in crate::web) struct CutList<T> {
    pub(in crate::web) shown: Vec<T>,
    pub(in crate::web) more: usize,
}

impl<T> Default for CutList<T> {
    fn default() -> Self {
        Self::cut(Vec::new(), 0)
    }
}

impl<T> CutList<T> {
    pub(in crate::web) fn of<Item>(
        items: &[Item],
        most: usize,
        line: impl FnMut(&Item) -> T,
    ) -> Self {
        Self {
            shown: items.iter().take(most).map(line).collect(),
            more: items.len().saturating_sub(most),
        }
    }

    pub(in crate::web) fn cut(mut lines: Vec<T>, most: usize) -> Self {
        let more = lines.len().saturating_sub(most);
        lines.truncate(most);
        Self { shown: lines, more }
    }

    /// How many are not shown, in figures; empty where all are.
    pub(in crate::web) fn more_in(&self, language: impl Borrow<Language>) -> String {
        more_of(self.more, *language.borrow())
    }

    pub(in crate::web) fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }
}
