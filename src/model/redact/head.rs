//! Secrets in the lines of a head, and in what came instead of an answer.

use std::borrow::Cow;

use super::names::{is_secret, is_surely_secret};
use super::{REDACTED, header};

/// Octets of a line in which a status line begins, whatever stands before it.
const FIRST_OF_LINE: usize = 64;

/// Takes secrets out of the lines of a head, one after the other.
#[derive(Debug, Default)]
pub struct HeadRedaction {
    /// Whether the header before is a secret: what goes on with it is one too.
    hides: bool,
}

impl HeadRedaction {
    /// A line without its end, as it may be written. `None`: all of it is part of a secret.
    pub fn line(&mut self, line: &[u8]) -> Option<Vec<u8>> {
        let goes_on = line
            .first()
            .is_some_and(|byte| *byte == b' ' || byte.is_ascii_control());
        if goes_on && self.hides {
            return None;
        }
        let colon = line
            .iter()
            .position(|byte| *byte == b':')
            .filter(|_| !goes_on);
        let (name, rest) = line.split_at(colon.unwrap_or(0));
        let known = String::from_utf8_lossy(name);
        self.hides = is_secret(known.trim_end());
        if self.hides {
            return Some([name, b": ", REDACTED.as_bytes()].concat());
        }
        self.hides = header_within(rest).is_some();
        let (colon, value) = rest.split_at(usize::from(colon.is_some()));
        Some([name, colon, &header(known.trim_end(), value)].concat())
    }
}

/// Where a header that is secret begins within the value of another, and where its name ends: some
/// read a line's end in a bare CR, and some quote headers.
pub(super) fn header_within(value: &[u8]) -> Option<(usize, usize)> {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    let mut start = 0;
    for (at, byte) in value.iter().enumerate() {
        if is_token(*byte) {
            continue;
        }
        let name = &value[start..at];
        let is_named = || value[at..].trim_ascii_start().first() == Some(&b':');
        if !name.is_empty() && is_named() && is_header(name, &value[..start]) {
            return Some((start, at));
        }
        start = at + 1;
    }
    None
}

/// Whether a name is that of a secret header. Behind what some take for the end of a line a word
/// will do.
fn is_header(name: &[u8], before: &[u8]) -> bool {
    let breaks: [&[u8]; 3] = [b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9"];
    let is_control = before.last().is_some_and(u8::is_ascii_control);
    let is_line = is_control || breaks.iter().any(|end| before.ends_with(end));
    is_surely_secret(name) || (is_line && is_secret(&String::from_utf8_lossy(name)))
}

/// What came instead of an answer, as it may be written: heads in it without their secrets,
/// whatever stands before them. Bodies are as they came.
pub fn unread_answer(bytes: &[u8]) -> Vec<u8> {
    match Wide::of(bytes) {
        Some(wide) => wide.redacted(bytes),
        None => heads(bytes),
    }
}

fn heads(bytes: &[u8]) -> Vec<u8> {
    // A document without a head, as HTTP/0.9 had it.
    let first = bytes.trim_ascii_start().first();
    let mut is_head = !first.is_some_and(|first| b"<{[".contains(first));
    let mut has_begun = false;
    let mut redaction = HeadRedaction::default();
    let mut kept = Vec::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let (told, end) = line.split_at(without_end(line));
        let ends_head = told.is_empty() && has_begun;
        has_begun |= !told.is_empty();
        is_head = begins_head(told) || (is_head && !ends_head);
        if is_head {
            kept.extend(redaction.line(told).unwrap_or_default());
        } else {
            kept.extend_from_slice(told);
        }
        kept.extend_from_slice(end);
    }
    kept
}

fn begins_head(line: &[u8]) -> bool {
    let first = &line[..line.len().min(FIRST_OF_LINE)];
    first
        .windows(5)
        .any(|word| word.eq_ignore_ascii_case(b"HTTP/"))
}

/// Length of a line without LF and the carriage returns before it.
fn without_end(line: &[u8]) -> usize {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let last = line.iter().rposition(|byte| *byte != b'\r');
    last.map_or(0, |last| last + 1)
}

/// Text of two octets a character.
#[derive(Debug, Clone, Copy)]
enum Wide {
    Little,
    Big,
}

impl Wide {
    fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xff, 0xfe, ..] => Some(Self::Little),
            [0xfe, 0xff, ..] => Some(Self::Big),
            [first, 0, second, 0, ..] if *first != 0 && *second != 0 => Some(Self::Little),
            [0, first, 0, second, ..] if *first != 0 && *second != 0 => Some(Self::Big),
            _ => None,
        }
    }

    /// As it came, unless a secret stands in it.
    fn redacted(self, bytes: &[u8]) -> Vec<u8> {
        let units = bytes.chunks_exact(2).map(|pair| match self {
            Self::Little => u16::from_le_bytes([pair[0], pair[1]]),
            Self::Big => u16::from_be_bytes([pair[0], pair[1]]),
        });
        let units: Vec<u16> = units.collect();
        let text = String::from_utf16_lossy(&units);
        let redacted = heads(text.as_bytes());
        if redacted == text.as_bytes() {
            return bytes.to_vec();
        }
        let text: Cow<'_, str> = String::from_utf8_lossy(&redacted);
        let octets = text.encode_utf16().flat_map(|unit| match self {
            Self::Little => unit.to_le_bytes(),
            Self::Big => unit.to_be_bytes(),
        });
        octets.collect()
    }
}
