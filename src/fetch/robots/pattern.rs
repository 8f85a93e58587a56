//! Path patterns of robots.txt, compared in one canonical spelling (RFC 9309 section 2.2).

use std::fmt::Write as _;

/// A path pattern: parts between `*`, in order, the last one at the end if it ended with `$`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    parts: Vec<String>,
    anchored: bool,
    length: usize,
}

impl Pattern {
    /// Reads a pattern; an empty one, or one that no path can match, is none.
    pub(super) fn new(text: &str) -> Option<Self> {
        if !text.starts_with(['/', '*']) {
            return None;
        }
        let (body, anchored) = match text.strip_suffix('$') {
            Some(body) => (body, true),
            None => (text, false),
        };
        let spelled = canonical(body, true);
        Some(Self {
            parts: spelled.split('*').map(str::to_owned).collect(),
            length: octets(text),
            anchored,
        })
    }

    /// Octets of the pattern: the longer one is the more specific.
    pub(super) fn length(&self) -> usize {
        self.length
    }

    /// Whether a path in canonical spelling matches from its first octet. Each part is looked
    /// for once, from where the one before it ended: linear in the path.
    pub(super) fn matches(&self, path: &str) -> bool {
        let Some((first, others)) = self.parts.split_first() else {
            return false;
        };
        let Some(mut rest) = path.strip_prefix(first.as_str()) else {
            return false;
        };
        let Some((last, middle)) = others.split_last() else {
            return !self.anchored || rest.is_empty();
        };
        for part in middle {
            match rest.split_once(part.as_str()) {
                Some((_, after)) => rest = after,
                None => return false,
            }
        }
        if self.anchored {
            rest.ends_with(last.as_str())
        } else {
            rest.contains(last.as_str())
        }
    }
}

/// The canonical spellings of an address's path and query. RFC 9309 holds `/` and `?` in a
/// query equal to `%2F` and `%3F`, and which of them a pattern uses is its author's taste, so
/// such an address has three: as written, all encoded, all decoded.
pub(super) fn spellings(path_and_query: &str) -> Vec<String> {
    let written = canonical(path_and_query, false);
    let mut all = vec![written];
    if let Some((path, query)) = all[0].split_once('?') {
        let (mut encoded, mut decoded) = (query.to_owned(), query.to_owned());
        for (plain, code) in [("/", "%2F"), ("?", "%3F")] {
            encoded = encoded.replace(plain, code);
            decoded = decoded.replace(code, plain);
        }
        let both = [encoded, decoded].map(|query| format!("{path}?{query}"));
        all.extend(both);
        all.dedup();
    }
    all
}

/// Octets of a pattern as it is written, those outside ASCII percent-encoded.
fn octets(text: &str) -> usize {
    let length = |byte: u8| if byte.is_ascii() { 1 } else { "%XX".len() };
    text.bytes().map(length).sum()
}

/// The delimiters that structure a path; as data they are encoded, and that makes a difference.
const DELIMITERS: &[u8] = b"/?";

/// One spelling for equal paths (RFC 9309 section 2.2.2): unreserved characters are plain,
/// [`DELIMITERS`] are as they were written, and all other octets are percent-encoded, with
/// hexadecimal digits in upper case. `*` stays itself in a pattern.
fn canonical(text: &str, pattern: bool) -> String {
    let bytes = text.as_bytes();
    let mut spelled = String::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let encoded = (bytes[at] == b'%')
            .then(|| bytes.get(at + 1..at + 3).and_then(octet))
            .flatten();
        let octet = encoded.unwrap_or(bytes[at]);
        let is_unreserved = octet.is_ascii_alphanumeric() || b"-._~".contains(&octet);
        let is_own = DELIMITERS.contains(&octet) || (pattern && octet == b'*');
        if is_unreserved || (encoded.is_none() && is_own) {
            spelled.push(char::from(octet));
        } else {
            write!(spelled, "%{octet:02X}").expect("writing to a String does not fail");
        }
        at += if encoded.is_some() { 3 } else { 1 };
    }
    spelled
}

fn octet(digits: &[u8]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let value = digit(*digits.first()?)? * 16 + digit(*digits.get(1)?)?;
    u8::try_from(value).ok()
}
