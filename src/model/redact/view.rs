//! A text as somebody reads it who passes over some of its octets, and where what is read stands.

use std::ops::Range;

/// What is read of a text.
#[derive(Debug)]
pub(super) struct PassingView<'a> {
    whole: &'a [u8],
    /// The octets that are read.
    pub(super) read: Vec<u8>,
    /// Where each stands in the whole. None: nothing is passed over.
    places: Option<Vec<usize>>,
}

impl<'a> PassingView<'a> {
    pub(super) fn all(whole: &'a [u8]) -> Self {
        let read = whole.to_vec();
        Self {
            whole,
            read,
            places: None,
        }
    }

    /// Without these octets. `None` where none of them is in it.
    pub(super) fn without(whole: &'a [u8], passed_over: &[u8]) -> Option<Self> {
        let is_read = |byte: &u8| !passed_over.contains(byte);
        if whole.iter().all(is_read) {
            return None;
        }
        let places: Vec<usize> = (0..whole.len()).filter(|at| is_read(&whole[*at])).collect();
        Some(Self {
            whole,
            read: places.iter().map(|at| whole[*at]).collect(),
            places: Some(places),
        })
    }

    /// Parsers of addresses take `\` for `/` (WHATWG URL, "special" schemes).
    pub(super) fn with_slashes(mut self) -> Self {
        for byte in &mut self.read {
            if *byte == b'\\' {
                *byte = b'/';
            }
        }
        self
    }

    /// Where an octet that is read stands.
    pub(super) fn place(&self, at: usize) -> usize {
        match &self.places {
            None => at,
            Some(places) => places.get(at).copied().unwrap_or(self.whole.len()),
        }
    }

    /// What stands before all that is read.
    pub(super) fn before(&self) -> &'a [u8] {
        &self.whole[..self.place(0)]
    }

    /// The whole text of what is read.
    pub(super) fn whole(&self, read: Range<usize>) -> &'a [u8] {
        &self.whole[self.place(read.start)..self.place(read.end)]
    }

    /// The whole text with these parts of what is read replaced, in their order.
    pub(super) fn replaced(&self, parts: &[Range<usize>], by: &str) -> Vec<u8> {
        let mut kept = Vec::with_capacity(self.whole.len());
        let mut at = 0;
        for part in parts {
            kept.extend_from_slice(&self.whole[at..self.place(part.start)]);
            kept.extend_from_slice(by.as_bytes());
            at = self.place(part.end);
        }
        kept.extend_from_slice(&self.whole[at..]);
        kept
    }
}
