//! Further views of a folded post, made only where there is something to see.

mod joined;
mod leet;
mod spelt;

use std::ops::Range;

use super::fold::Folded;
use super::offsets::Offsets;
use crate::model::ByteRange;

pub(in crate::text) use joined::cut;
pub use joined::{cut_up, tag_bodies, tags};
pub use leet::{unleet, unleet_known};
pub use spelt::{acronyms, spelt};

/// A text derived from a folded post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    text: String,
    offsets: Offsets,
}

impl View {
    /// The derived text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The range of the folded text that a range of this view stands for.
    pub fn folded(&self, range: Range<usize>) -> Range<usize> {
        self.offsets.source(range)
    }

    /// The range of the original post that a range of this view stands for.
    pub fn source(&self, base: &Folded, range: Range<usize>) -> ByteRange {
        base.source(self.folded(range))
    }
}

#[derive(Default)]
struct Writer {
    text: String,
    offsets: Offsets,
}

impl Writer {
    fn run(&mut self, base: &str, range: Range<usize>) {
        self.offsets.run(self.text.len(), range.start);
        self.text.push_str(&base[range]);
    }

    fn atom(&mut self, letter: char, range: Range<usize>) {
        self.offsets.atom(self.text.len(), range);
        self.text.push(letter);
    }

    fn finish(self) -> View {
        View {
            text: self.text,
            offsets: self.offsets,
        }
    }
}

/// Words of a folded text: runs without white space, with their ranges.
fn chunks(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    text.split_whitespace().map(move |chunk| {
        let start = chunk.as_ptr().addr() - text.as_ptr().addr();
        start..start + chunk.len()
    })
}
