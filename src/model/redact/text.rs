//! Parameters, paths and shapes of secrets in addresses and in any text with addresses.

use std::ops::Range;
use std::sync::LazyLock;

use regex::bytes::Regex;

use super::REDACTED;
use super::names::{is_secret_name, unescaped};
use super::path::WalkedPath;
use super::view::PassingView;

/// Values that say by their shape what they are, whatever they are called. Long random text is not
/// taken for a secret: numbers of posts, UUIDs, digests and cursors look the same, and evidence must
/// name them.
static SECRET_SHAPES: LazyLock<Regex> = LazyLock::new(|| {
    let shapes = [
        // JSON Web Tokens: a head that begins with `{"`.
        r"eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*)?",
        // GitHub, GitLab.
        r"gh[pousr]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,}|glpat-[A-Za-z0-9_-]{16,}",
        // Amazon, Google.
        r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_-]{30,}|\bya29\.[0-9A-Za-z_-]{16,}",
        // Slack, and what many call `sk`.
        r"\bxox[a-z]-[A-Za-z0-9-]{10,}|\b[sr]k_(?:live|test)_[A-Za-z0-9]{10,}",
        // Without hyphens, for `sk-bupati-nomor-7` is a decree.
        r"\bsk-(?:proj-|ant-[a-z0-9]+-)?[A-Za-z0-9]{20,}",
        r"(?i:\bbearer(?: |%20|\+)+)[A-Za-z0-9._~+/=-]{6,}",
    ];
    Regex::new(&shapes.join("|")).expect("valid patterns")
});

/// Where the value of a secret ends besides the next parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SecretEnd {
    /// At a blank, a quote or an angle bracket: an address ends there that stands in a text.
    Blank,
    /// Nowhere: the whole text may be one address, and whoever reads it reads on behind blanks.
    Line,
}

/// What parts the parameters of an address.
const BETWEEN_PARAMETERS: &[u8] = b"?&#;,";
/// What may stand before a name besides, so that a value goes on behind it.
const WITHIN_VALUES: &[u8] = b"/:{}|\\";

fn is_blank(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte.is_ascii_control() || b"\"'`<>".contains(&byte)
}

/// Whether a parameter ends for certain.
fn is_border(byte: u8) -> bool {
    BETWEEN_PARAMETERS.contains(&byte) || is_blank(byte)
}

/// What parsers of addresses drop wherever it stands (WHATWG URL, "ASCII tab or newline").
const DROPPED: &[u8] = b"\t\r\n";
/// Behind these and `:` stands a host, with however many slashes before it (WHATWG URL, "special"
/// schemes).
const SCHEMES: [&[u8]; 5] = [b"http", b"https", b"ws", b"wss", b"ftp"];

/// Any text without the values of secret parameters and without what is a secret by its shape: as
/// it stands, and as a parser of addresses reads it.
pub(super) fn without_secrets(bytes: &[u8], end: SecretEnd) -> Vec<u8> {
    let kept = without(&PassingView::all(bytes).with_slashes(), end);
    match as_parsed(&kept, end) {
        Some(view) => without(&view, end),
        None => kept,
    }
}

/// Without what is dropped. A text of several lines is no address: each of its lines may be.
fn as_parsed(bytes: &[u8], end: SecretEnd) -> Option<PassingView<'_>> {
    let dropped = match end {
        SecretEnd::Blank => &DROPPED[..1],
        SecretEnd::Line => DROPPED,
    };
    PassingView::without(bytes, dropped).map(PassingView::with_slashes)
}

fn without(view: &PassingView<'_>, end: SecretEnd) -> Vec<u8> {
    let reading = Reading {
        end,
        looks_into: true,
    };
    let mut secrets = reading.secrets(&view.read);
    let shapes = SECRET_SHAPES.find_iter(&view.read);
    secrets.extend(shapes.map(|found| found.range()));
    view.replaced(&merged(secrets), REDACTED)
}

/// In their order, those that overlap as one.
fn merged(mut parts: Vec<Range<usize>>) -> Vec<Range<usize>> {
    parts.sort_by_key(|part| (part.start, part.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(parts.len());
    for part in parts {
        match merged.last_mut() {
            Some(last) if part.start < last.end => last.end = last.end.max(part.end),
            _ => merged.push(part),
        }
    }
    merged
}

/// How a text is read.
#[derive(Debug, Clone, Copy)]
struct Reading {
    end: SecretEnd,
    /// Whether what is escaped is looked into.
    looks_into: bool,
}

impl Reading {
    /// What is a secret by the name before it.
    fn secrets(self, read: &[u8]) -> Vec<Range<usize>> {
        let mut walk = Walk::default();
        let mut secrets = Vec::new();
        let mut at = 0;
        while at < read.len() {
            let first = (at == 0).then(|| self.first(read, &mut walk)).flatten();
            let found = first.or_else(|| self.secret(read, at, &mut walk));
            at = found.as_ref().map_or(at + 1, |secret| secret.end);
            secrets.extend(found);
        }
        secrets
    }

    /// The secret that the name at the start announces.
    fn first(self, read: &[u8], walk: &mut Walk) -> Option<Range<usize>> {
        let part = self.part(read, 0, walk);
        part.or_else(|| self.parameter(read, 0, true))
    }

    /// The secret that what stands here announces.
    fn secret(self, read: &[u8], at: usize, walk: &mut Walk) -> Option<Range<usize>> {
        let byte = read[at];
        if self.ends_path(read, at, walk) || read[at..].starts_with(b":/") {
            walk.path.clear();
        }
        let parameter = |is_long| self.parameter(read, at + 1, is_long);
        match byte {
            b'/' | b':' if opens_host(read, at) => {
                let user = self.user(read, at, walk);
                user.or_else(|| self.within_path(read, at, walk))
            }
            b'/' => self.within_path(read, at, walk),
            // Where the address of another place may begin.
            b'=' | b'<' => {
                let part = self.part(read, at + 1, walk);
                part.or_else(|| (byte == b'<').then(|| parameter(true)).flatten())
            }
            byte if is_border(byte) => parameter(true),
            byte if WITHIN_VALUES.contains(&byte) => parameter(false),
            _ => None,
        }
    }

    fn within_path(self, read: &[u8], at: usize, walk: &mut Walk) -> Option<Range<usize>> {
        let part = (read[at] == b'/').then(|| self.part(read, at + 1, walk));
        let part = part.flatten();
        part.or_else(|| self.parameter(read, at + 1, false))
    }

    /// Whether no path goes on here: parsers read on behind blanks and escape them, but what stands
    /// behind blanks is another word.
    fn ends_path(self, read: &[u8], at: usize, walk: &Walk) -> bool {
        let byte = read[at];
        if b"?#&=".contains(&byte) {
            return true;
        }
        if self.end == SecretEnd::Blank || b"\"'`<>".contains(&byte) {
            return is_blank(byte);
        }
        let is_word = !is_blank(byte) && byte != b'/';
        is_word && at > walk.path.end && is_blank(read[at - 1])
    }

    /// `user:password` of the host that begins behind this sign.
    fn user(self, read: &[u8], at: usize, walk: &mut Walk) -> Option<Range<usize>> {
        let start = at + 1;
        let is_inside = read[at] == b'/' && read[at - 1] == b'/' && walk.path.has_begun();
        if start < walk.no_user_before {
            return None;
        }
        let is_line = self.end == SecretEnd::Line;
        let ends = |byte| b"/?#".contains(&byte) || (!is_line && is_blank(byte));
        let host = &read[start..start + length_until(&read[start..], ends)];
        let Some(length) = host.iter().rposition(|byte| *byte == b'@') else {
            walk.no_user_before = start + host.len();
            return None;
        };
        // `//` within a path is an empty part of it, and an `@` behind blanks that of other words.
        let is_open = is_inside || host[..length].iter().any(|byte| is_blank(*byte));
        let is_user = length > 0 && (!is_open || host[..length].contains(&b':'));
        is_user.then_some(start..start + length)
    }

    /// The value that a name here announces, when the name is a secret's or the value is an address
    /// with a secret.
    fn parameter(self, read: &[u8], start: usize, is_long: bool) -> Option<Range<usize>> {
        let rest = &read[start..];
        let stops = |byte| byte == b'=' || is_border(byte) || WITHIN_VALUES.contains(&byte);
        let end = length_until(rest, stops);
        if rest.get(end) != Some(&b'=') {
            return None;
        }
        let value = &rest[end + 1..];
        let from = start + end + 1;
        if is_secret_name(&rest[..end]) {
            return Some(from..from + self.length_of_secret(value));
        }
        // No further than to the next name, so that no byte is looked at for several.
        let short = |byte| is_border(byte) || WITHIN_VALUES.contains(&byte);
        let length = if is_long {
            length_until(value, is_border)
        } else {
            length_until(value, short)
        };
        let holds = self.holds_secret(&value[..length]);
        holds.then(|| from..from + self.length_of_secret(value).max(length))
    }

    /// The part of a path here, when it is a secret: because it stands behind a word such as
    /// `token`, or holds an escaped address with a secret.
    fn part(self, read: &[u8], start: usize, walk: &mut Walk) -> Option<Range<usize>> {
        let is_line = self.end == SecretEnd::Line;
        let leads = |byte: &&u8| byte.is_ascii_whitespace() || b",;".contains(*byte);
        let leading = read[start..].iter().take_while(leads).count();
        let from = start + if is_line { leading } else { 0 };
        let rest = &read[from..];
        let ends = |byte| byte == b'/' || is_border(byte);
        // Behind each `=` one may begin: no further than to the next, so that no octet is looked at
        // for several.
        let is_value = start > 0 && read[start - 1] == b'=';
        let length = length_until(rest, |byte| ends(byte) || (is_value && byte == b'='));
        let part = from..from + length;
        if walk.path.walk(read, part.clone()) {
            let line = |byte| b"/?#&".contains(&byte);
            let hidden = length_until(rest, |byte| if is_line { line(byte) } else { ends(byte) });
            return Some(from..from + hidden);
        }
        self.holds_secret(&read[part.clone()]).then_some(part)
    }

    fn length_of_secret(self, value: &[u8]) -> usize {
        let stops =
            |byte| b"&#".contains(&byte) || (self.end == SecretEnd::Blank && is_blank(byte));
        length_until(value, stops)
    }

    /// Whether secrets are escaped in a value, as where to go after a sign-in.
    fn holds_secret(self, value: &[u8]) -> bool {
        if !self.looks_into || !value.contains(&b'%') {
            return false;
        }
        let inner = Self {
            end: SecretEnd::Line,
            looks_into: false,
        };
        let plain = unescaped(value);
        let holds = |view: PassingView<'_>| !inner.secrets(&view.with_slashes().read).is_empty();
        holds(PassingView::all(&plain)) || as_parsed(&plain, inner.end).is_some_and(holds)
    }
}

/// What is known of the text up to where it is read.
#[derive(Debug, Default)]
struct Walk {
    path: WalkedPath,
    /// No host that begins before has a user: so no octet is looked at for several.
    no_user_before: usize,
}

/// Whether a host may begin behind this sign: behind two slashes, or a scheme with any number.
fn opens_host(read: &[u8], at: usize) -> bool {
    match (read[at], at.checked_sub(1).map(|before| read[before])) {
        (b'/', Some(b'/')) => true,
        (b'/', Some(b':')) => ends_in_scheme(&read[..at - 1]),
        (b':', Some(_)) => ends_in_scheme(&read[..at]),
        _ => false,
    }
}

fn ends_in_scheme(before: &[u8]) -> bool {
    SCHEMES.iter().any(|scheme| {
        let Some(start) = before.len().checked_sub(scheme.len()) else {
            return false;
        };
        let (earlier, last) = before.split_at(start);
        let is_whole = !earlier.last().is_some_and(u8::is_ascii_alphanumeric);
        is_whole && last.eq_ignore_ascii_case(scheme)
    })
}

fn length_until(rest: &[u8], stops: impl Fn(u8) -> bool) -> usize {
    let end = rest.iter().position(|byte| stops(*byte));
    end.unwrap_or(rest.len())
}
