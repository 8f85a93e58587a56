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
            length: spelled.len() + usize::from(anchored),
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

/// The canonical spellings of an address's path and query. RFC 9309 holds `:` and `/` in a
/// query equal to `%3A` and `%2F`, and which of them a pattern uses is its author's taste, so
/// such an address has three: as written, all encoded, all decoded.
pub(super) fn spellings(path_and_query: &str) -> Vec<String> {
    let written = canonical(path_and_query, false);
    let mut all = vec![written];
    if let Some((path, query)) = all[0].split_once('?') {
        let (mut encoded, mut decoded) = (query.to_owned(), query.to_owned());
        for (plain, code) in [(":", "%3A"), ("/", "%2F"), ("?", "%3F"), ("@", "%40")] {
            encoded = encoded.replace(plain, code);
            decoded = decoded.replace(code, plain);
        }
        let both = [encoded, decoded].map(|query| format!("{path}?{query}"));
        all.extend(both);
        all.dedup();
    }
    all
}

/// Besides `$`, which ends patterns, what some programs percent-encode in paths and others do
/// not (RFC 3986 lets no path hold them).
const ESCAPED: &[u8] = b"$\"<>[]\\^`{|}";

/// One spelling for equal paths: octets outside ASCII and those in [`ESCAPED`] are
/// percent-encoded, encoded unreserved characters are decoded, hexadecimal digits are upper
/// case. `*` stays itself in a pattern.
fn canonical(text: &str, pattern: bool) -> String {
    let bytes = text.as_bytes();
    let mut spelled = String::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let encoded = (bytes[at] == b'%')
            .then(|| bytes.get(at + 1..at + 3).and_then(octet))
            .flatten();
        let octet = encoded.unwrap_or(bytes[at]);
        let plain = match encoded {
            Some(octet) => octet.is_ascii_alphanumeric() || b"-._~".contains(&octet),
            None => {
                octet.is_ascii_graphic() && (octet != b'*' || pattern) && !ESCAPED.contains(&octet)
            }
        };
        if plain {
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
