//! The path of an address, part by part, as a parser of addresses walks it.

use std::ops::Range;

use super::names::is_secret_after;

/// The parts of a path that were walked so far.
#[derive(Debug, Default)]
pub(super) struct WalkedPath {
    /// For each part the last one up to it that is not empty: servers pass over empty ones.
    parts: Vec<Option<Range<usize>>>,
    /// Where the last part ends.
    pub(super) end: usize,
}

impl WalkedPath {
    /// Whether it has a part that is not empty.
    pub(super) fn has_begun(&self) -> bool {
        self.last().is_some()
    }

    pub(super) fn clear(&mut self) {
        self.parts.clear();
    }

    /// Walks on to the next part, and says whether it is a secret because of the one before. Dots
    /// are walked as they are said, escaped ones as well (WHATWG URL, "double-dot URL path segment").
    pub(super) fn walk(&mut self, read: &[u8], part: Range<usize>) -> bool {
        self.end = part.end;
        let named = &read[part.clone()];
        let before = self.last();
        let is_secret = before
            .as_ref()
            .is_some_and(|before| is_secret_after(&read[before.clone()], named));
        match dots(named) {
            Some(1) => return false,
            Some(_) => {
                self.parts.pop();
                return false;
            }
            None if named.is_empty() => self.parts.push(before),
            None => self.parts.push(Some(part)),
        }
        is_secret
    }

    fn last(&self) -> Option<Range<usize>> {
        self.parts.last().cloned().flatten()
    }
}

/// How many dots a part is, when it is one or two and nothing else.
fn dots(mut part: &[u8]) -> Option<usize> {
    let mut count = 0;
    while !part.is_empty() {
        part = match part {
            [b'.', rest @ ..] | [b'%', b'2', b'e' | b'E', rest @ ..] => rest,
            _ => return None,
        };
        count += 1;
    }
    (1..=2).contains(&count).then_some(count)
}
