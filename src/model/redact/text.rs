//! Parameters, paths and shapes of secrets in addresses and in any text with addresses.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::bytes::Regex;

use super::REDACTED;
use super::names::{is_secret_after, is_secret_name, unescaped};

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

/// Any text without the values of secret parameters and without what is a secret by its shape.
pub(super) fn without_secrets(bytes: &[u8], end: SecretEnd) -> Vec<u8> {
    let named = without_named(bytes, end, true);
    match SECRET_SHAPES.replace_all(&named, REDACTED.as_bytes()) {
        Cow::Borrowed(_) => named,
        Cow::Owned(clean) => clean,
    }
}

/// Without what is a secret by the name before it. `looks_into`: what is escaped is looked into.
fn without_named(bytes: &[u8], end: SecretEnd, looks_into: bool) -> Vec<u8> {
    let reading = Reading { end, looks_into };
    let mut kept = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let first = (at == 0).then(|| reading.parameter(rest, true)).flatten();
        let (keep, hide) = first.or_else(|| reading.hidden(rest)).unwrap_or((1, 0));
        kept.extend_from_slice(&rest[..keep]);
        if hide > 0 || keep > 1 {
            kept.extend_from_slice(REDACTED.as_bytes());
        }
        at += keep + hide;
    }
    kept
}

/// How a text is read.
#[derive(Debug, Clone, Copy)]
struct Reading {
    end: SecretEnd,
    looks_into: bool,
}

impl Reading {
    /// Lengths of what stands before a secret and of the secret, where one begins here.
    fn hidden(self, rest: &[u8]) -> Option<(usize, usize)> {
        let behind = |(keep, hide)| (1 + keep, hide);
        match rest[0] {
            b'/' if rest.starts_with(b"//") => credentials(&rest[2..]).map(|length| (2, length)),
            b'/' => {
                let part = self.part(&rest[1..]);
                part.or_else(|| self.parameter(&rest[1..], false))
                    .map(behind)
            }
            byte if is_border(byte) => self.parameter(&rest[1..], true).map(behind),
            byte if WITHIN_VALUES.contains(&byte) => self.parameter(&rest[1..], false).map(behind),
            _ => None,
        }
    }

    /// Lengths of `name=` and of its value, when the name is a secret's or the value is an address
    /// with a secret.
    fn parameter(self, rest: &[u8], is_long: bool) -> Option<(usize, usize)> {
        let stops = |byte| byte == b'=' || is_border(byte) || WITHIN_VALUES.contains(&byte);
        let end = length_until(rest, stops);
        if rest.get(end) != Some(&b'=') {
            return None;
        }
        let value = &rest[end + 1..];
        if is_secret_name(&rest[..end]) {
            return Some((end + 1, self.length_of_secret(value)));
        }
        // No further than to the next name, so that no byte is looked at for several.
        let short = |byte| is_border(byte) || WITHIN_VALUES.contains(&byte);
        let length = if is_long {
            length_until(value, is_border)
        } else {
            length_until(value, short)
        };
        let holds = self.holds_secret(&value[..length]);
        holds.then(|| (end + 1, self.length_of_secret(value).max(length)))
    }

    /// The same of a part of a path: what stands behind a word such as `token`, or holds an escaped
    /// address with a secret.
    fn part(self, rest: &[u8]) -> Option<(usize, usize)> {
        let length = part_length(rest);
        if rest.get(length) == Some(&b'/') {
            let next = &rest[length + 1..];
            let end = match self.end {
                SecretEnd::Blank => part_length(next),
                SecretEnd::Line => length_until(next, |byte| b"/?#&".contains(&byte)),
            };
            if is_secret_after(&rest[..length], &next[..part_length(next)]) {
                return Some((length + 1, end));
            }
        }
        self.holds_secret(&rest[..length]).then_some((0, length))
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
        let plain = unescaped(value);
        without_named(&plain, SecretEnd::Line, false) != *plain
    }
}

fn part_length(rest: &[u8]) -> usize {
    length_until(rest, |byte| byte == b'/' || is_border(byte))
}

/// Length of `user:password` when the host after `//` has one before it.
fn credentials(rest: &[u8]) -> Option<usize> {
    let ends = |byte| b"/?#".contains(&byte) || is_blank(byte);
    let authority = &rest[..length_until(rest, ends).min(512)];
    authority.iter().rposition(|byte| *byte == b'@')
}

fn length_until(rest: &[u8], stops: impl Fn(u8) -> bool) -> usize {
    let end = rest.iter().position(|byte| stops(*byte));
    end.unwrap_or(rest.len())
}
