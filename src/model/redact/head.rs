//! Secrets in the lines of a head, and in what came instead of an answer.

use std::ops::Range;

use super::names::{is_secret, is_surely_secret};
use super::view::PassingView;
use super::{REDACTED, header};

/// Octets of a line in which a status line begins, whatever stands before it.
const FIRST_OF_LINE: usize = 64;
/// Most octets of a character (UTF-32).
const WIDEST: usize = 4;

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
        let (name, value) = named(line);
        let is_alone = !goes_on && !value.trim_ascii_start().starts_with(b":");
        if is_alone && !value.is_empty() && is_surely_header(name) {
            self.hides = true;
            return Some([name, b" ", REDACTED.as_bytes()].concat());
        }
        let colon = line
            .iter()
            .position(|byte| *byte == b':')
            .filter(|_| !goes_on);
        let (name, rest) = line.split_at(colon.unwrap_or(0));
        let known = String::from_utf8_lossy(name);
        self.hides = is_secret(known.trim_end());
        if self.hides {
            return Some([&header("", name), b": ".as_slice(), REDACTED.as_bytes()].concat());
        }
        self.hides = header_within(rest).is_some();
        let (colon, value) = rest.split_at(usize::from(colon.is_some()));
        Some([name, colon, &header(known.trim_end(), value)].concat())
    }
}

/// Where a header that is secret begins within the value of another, and where its name ends: some
/// read a line's end in a bare CR, and some quote headers.
pub(super) fn header_within(value: &[u8]) -> Option<(usize, usize)> {
    let mut start = 0;
    for (at, byte) in value.iter().enumerate() {
        if is_token(*byte) {
            continue;
        }
        let name = &value[start..at];
        // The first word behind what some take for the end of a line needs no colon.
        let is_alone = || {
            is_behind_end(&value[..start]) && byte.is_ascii_whitespace() && is_surely_header(name)
        };
        let is_named = || value[at..].trim_ascii_start().first() == Some(&b':');
        if !name.is_empty() && (is_alone() || (is_named() && is_header(name, &value[..start]))) {
            return Some((start, at));
        }
        start = at + 1;
    }
    None
}

/// Whether a name is that of a secret header. Behind what some take for the end of a line a word
/// will do.
fn is_header(name: &[u8], before: &[u8]) -> bool {
    let is_line = is_behind_end(before);
    is_surely_secret(name) || (is_line && is_secret(&String::from_utf8_lossy(name)))
}

fn is_behind_end(before: &[u8]) -> bool {
    let breaks: [&[u8]; 3] = [b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9"];
    let is_control = before.last().is_some_and(u8::is_ascii_control);
    is_control || breaks.iter().any(|end| before.ends_with(end))
}

/// The name that a line begins with, and what stands behind it.
fn named(line: &[u8]) -> (&[u8], &[u8]) {
    let end = line.iter().position(|byte| !is_token(*byte));
    line.split_at(end.unwrap_or(line.len()))
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_".contains(&byte)
}

/// Whether a name is that of a header and of no word: behind it a secret stands without a colon too.
fn is_surely_header(name: &[u8]) -> bool {
    let is_one = |known: &&str| name.eq_ignore_ascii_case(known.as_bytes());
    let is_composed = name.iter().any(|byte| b"-_".contains(byte));
    let is_known = ["authorization", "cookie", "cookie2"].iter().any(is_one);
    is_known || (is_composed && is_secret(&String::from_utf8_lossy(name)))
}

/// What came instead of an answer, as it may be written: heads in it without their secrets,
/// whatever stands before them, and bodies without lines that look like secret headers. In text of
/// two or four octets a character all but one are nothing.
pub fn unread_answer(bytes: &[u8]) -> Vec<u8> {
    let kept = heads(&PassingView::all(bytes));
    match PassingView::without(&kept, b"\0") {
        Some(view) => heads(&view),
        None => kept,
    }
}

fn heads(view: &PassingView<'_>) -> Vec<u8> {
    let read = &view.read;
    // A document without a head, as HTTP/0.9 had it.
    let first = read.trim_ascii_start().first();
    let mut is_head = !first.is_some_and(|first| b"<{[".contains(first));
    let mut has_begun = false;
    let mut redaction = HeadRedaction::default();
    let mut kept = view.before().to_vec();
    let mut start = 0;
    for line in read.split_inclusive(|byte| *byte == b'\n') {
        let (told, end) = line.split_at(without_end(line));
        let ends_head = told.is_empty() && has_begun;
        has_begun |= !told.is_empty();
        is_head = begins_head(told) || (is_head && !ends_head);
        let clean = if is_head {
            redaction.line(told).unwrap_or_default()
        } else {
            body_line(told, &mut redaction)
        };
        let end = start + told.len()..start + told.len() + end.len();
        kept.extend(as_wide(view, start..end.start, &clean));
        start = end.end;
        kept.extend_from_slice(view.whole(end));
    }
    kept
}

/// A line of a body, without what looks like a secret header at the begin of it or behind what some
/// take for an end of lines.
fn body_line(line: &[u8], redaction: &mut HeadRedaction) -> Vec<u8> {
    let breaks = |byte: &u8| byte.is_ascii_control() && *byte != b'\t';
    let mut kept = Vec::with_capacity(line.len());
    for piece in line.split_inclusive(breaks) {
        let end = piece.len() - usize::from(piece.last().is_some_and(breaks));
        let (told, end) = piece.split_at(end);
        kept.extend(body_piece(told, redaction));
        kept.extend_from_slice(end);
    }
    kept
}

fn body_piece(piece: &[u8], redaction: &mut HeadRedaction) -> Vec<u8> {
    let is_before = |byte: &u8| byte.is_ascii_whitespace() || !byte.is_ascii();
    let before = piece.iter().take_while(|byte| is_before(byte)).count();
    let (name, value) = named(&piece[before..]);
    let is_header = is_surely_secret(name) || is_surely_header(name);
    let is_named = value.trim_ascii_start().first() == Some(&b':');
    let is_followed = is_surely_header(name) && value.first().is_some_and(u8::is_ascii_whitespace);
    if is_header && (is_named || is_followed) {
        redaction.hides = true;
        return [&piece[..before], name, b": ", REDACTED.as_bytes()].concat();
    }
    redaction.hides &= piece.is_empty() || before > 0;
    if redaction.hides {
        return Vec::new();
    }
    piece.to_vec()
}

/// A line as it came, from where it was changed on with as many octets a character as it had there.
fn as_wide(view: &PassingView<'_>, line: Range<usize>, clean: &[u8]) -> Vec<u8> {
    let told = &view.read[line.clone()];
    let pairs = told.iter().zip(clean);
    let same = pairs.take_while(|(told, clean)| told == clean).count();
    if same == told.len() && same == clean.len() {
        return view.whole(line).to_vec();
    }
    let changed = line.start + same;
    let width = view.place(changed + 1) - view.place(changed);
    let mut kept = view.whole(line.start..changed).to_vec();
    for octet in &clean[same..] {
        kept.push(*octet);
        kept.extend(std::iter::repeat_n(0, width.clamp(1, WIDEST) - 1));
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
