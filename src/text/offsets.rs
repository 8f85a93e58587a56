//! Where each byte of a derived text comes from.

use std::ops::Range;

/// A stretch of the derived text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Segment {
    /// First byte in the derived text.
    at: usize,
    /// First byte in the source.
    source: usize,
    /// End in the source, for a stretch that belongs together; `None` when the bytes
    /// correspond one to one.
    atom_end: Option<usize>,
}

/// Maps ranges of a derived text to ranges of its source. Without segments both are alike.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Offsets {
    segments: Vec<Segment>,
}

impl Offsets {
    /// The bytes from `at` on are those of the source from `source` on, one to one.
    pub(super) fn run(&mut self, at: usize, source: usize) {
        let continues = self.segments.last().is_some_and(|last| {
            last.atom_end.is_none() && source.checked_sub(last.source) == Some(at - last.at)
        });
        if !continues {
            self.segments.push(Segment {
                at,
                source,
                atom_end: None,
            });
        }
    }

    /// The bytes from `at` on stand for the whole source range.
    pub(super) fn atom(&mut self, at: usize, source: Range<usize>) {
        self.segments.push(Segment {
            at,
            source: source.start,
            atom_end: Some(source.end),
        });
    }

    /// Source bytes up to `end` were dropped after the derived character that starts at `last`
    /// and came from `source_last`: they belong to it.
    pub(super) fn absorb(&mut self, last: usize, source_last: usize, end: usize) {
        match self.segments.last_mut() {
            Some(segment) if segment.atom_end.is_some() => segment.atom_end = Some(end),
            Some(segment) if segment.at == last => segment.atom_end = Some(end),
            _ => self.atom(last, source_last..end),
        }
    }

    /// The source range of a derived range. An empty range gives the place where it stands.
    pub(super) fn source(&self, range: Range<usize>) -> Range<usize> {
        if self.segments.is_empty() {
            return range;
        }
        let start = self.locate(range.start).map_or(range.start, |segment| {
            segment
                .atom_end
                .map_or(segment.source + (range.start - segment.at), |_| {
                    segment.source
                })
        });
        if range.is_empty() {
            return start..start;
        }
        let end = self.locate(range.end - 1).map_or(range.end, |segment| {
            segment
                .atom_end
                .unwrap_or(segment.source + (range.end - segment.at))
        });
        start..end.max(start)
    }

    fn locate(&self, at: usize) -> Option<Segment> {
        let after = self.segments.partition_point(|segment| segment.at <= at);
        after.checked_sub(1).map(|index| self.segments[index])
    }
}
