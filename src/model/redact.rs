//! Secrets are taken out before anything is written: a capture outlives every token.

use std::borrow::Cow;
use std::sync::LazyLock;

use percent_encoding::percent_decode;
use regex::bytes::Regex;

/// So often what is escaped is looked into: an address within an address within an address.
const MOST_ESCAPES: usize = 3;

/// What stands in a record instead of a secret.
pub const REDACTED: &str = "REDACTED";

/// Parts of names that are of secrets, wherever they stand in one.
const SECRET_PARTS: [&str; 16] = [
    "accesstoken",
    "apikey",
    "assertion",
    "authorization",
    "authtoken",
    "cookie",
    "credential",
    "jwt",
    "nonce",
    "passphrase",
    "passw",
    "saml",
    "secret",
    "sessid",
    "session",
    "signature",
];

/// Words that are of secrets where a name has them as a word of its own (`session_key`, `authKey`):
/// inside of others they mean nothing (`author`, `keyword`, `signal`).
const SECRET_WORDS: [&str; 12] = [
    "auth", "bearer", "csrf", "oauth", "otp", "pass", "pwd", "sid", "sig", "ticket", "tok", "xsrf",
];

/// The same, unless a word beside it makes it a place in a list, which evidence keeps.
const SECRET_OR_PLACE: [&str; 3] = ["key", "token", "tokens"];
const OF_LISTS: [&str; 5] = ["page", "next", "continuation", "cursor", "sync"];

/// Headers with such a word that hold no secret: names of what is cached, permissions.
const OPEN_HEADERS: [&str; 4] = [
    "access-control-allow-credentials",
    "surrogate-key",
    "x-cache-key",
    "xkey",
];

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

/// An address, or any text with addresses in it, without the values of secret parameters
/// (`access_token=…`, `key=…`) and without credentials before the host.
pub fn url(text: &str) -> String {
    String::from_utf8_lossy(&value(text.as_bytes())).into_owned()
}

/// A header's value as it may be written.
pub fn header(name: &str, bytes: &[u8]) -> Vec<u8> {
    if is_secret(name) {
        return REDACTED.as_bytes().to_vec();
    }
    value(bytes)
}

/// Whether the value of this header is never written.
pub fn is_secret(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    !OPEN_HEADERS.contains(&lower.as_str()) && is_secret_name(name.as_bytes())
}

/// Whether a parameter, a field or a header of this name holds a secret. Escapes in the name say
/// nothing.
fn is_secret_name(name: &[u8]) -> bool {
    let name = unescaped(name);
    let words = words(&String::from_utf8_lossy(&name));
    let joined = words.concat();
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    SECRET_PARTS.iter().any(|part| joined.contains(part))
        || joined == "code"
        || has(&SECRET_WORDS)
        || (has(&SECRET_OR_PLACE) && !has(&OF_LISTS))
}

/// What is escaped once or more often.
fn unescaped(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut plain = Cow::Borrowed(bytes);
    for _ in 0..MOST_ESCAPES {
        if !plain.contains(&b'%') {
            break;
        }
        plain = Cow::Owned(percent_decode(&plain).collect());
    }
    plain
}

/// The words of a name in lower case: parted by signs, and by a capital after a small letter.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for letter in name.chars() {
        if !letter.is_alphanumeric() || (was_small && letter.is_uppercase()) {
            words.push(String::new());
        }
        was_small = letter.is_lowercase();
        if let (true, Some(word)) = (letter.is_alphanumeric(), words.last_mut()) {
            word.extend(letter.to_lowercase());
        }
    }
    words
}

/// A request's body as it may be written: without the values of secret fields, as a form and as
/// JSON.
pub fn body(bytes: &[u8]) -> Vec<u8> {
    // A form begins with a parameter that nothing stands before.
    let mut form = Vec::with_capacity(bytes.len() + 1);
    form.push(b'&');
    form.extend_from_slice(bytes);
    let form = value(&form);
    json_fields(&form[1..])
}

/// JSON without the strings and numbers of secret fields.
fn json_fields(bytes: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let hidden = (rest[0] == b'"').then(|| json_field(&rest[1..])).flatten();
        let (keep, hide) = hidden.map_or((1, 0), |(keep, hide)| (1 + keep, hide));
        kept.extend_from_slice(&rest[..keep]);
        if hidden.is_some() {
            kept.push(b'"');
            kept.extend_from_slice(REDACTED.as_bytes());
            kept.push(b'"');
        }
        at += keep + hide;
    }
    kept
}

/// Lengths of `name": ` and of the value after it, when the name is a secret's.
fn json_field(rest: &[u8]) -> Option<(usize, usize)> {
    let end = rest.iter().position(|byte| *byte == b'"')?;
    if !is_secret_name(&rest[..end]) {
        return None;
    }
    let blank = |from: usize| {
        rest[from..]
            .iter()
            .take_while(|byte| byte.is_ascii_whitespace())
    };
    let colon = end + 1 + blank(end + 1).count();
    if rest.get(colon) != Some(&b':') {
        return None;
    }
    let start = colon + 1 + blank(colon + 1).count();
    let value = &rest[start..];
    let length = if value.first() == Some(&b'"') {
        1 + string_length(&value[1..])
    } else {
        let ends = |byte: &u8| matches!(byte, b',' | b'}' | b']') || byte.is_ascii_whitespace();
        value.iter().position(ends).unwrap_or(value.len())
    };
    Some((start, length))
}

/// Length of a JSON string with its closing quote.
fn string_length(rest: &[u8]) -> usize {
    let mut escaped = false;
    for (at, byte) in rest.iter().enumerate() {
        match byte {
            b'"' if !escaped => return at + 1,
            b'\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    rest.len()
}

/// Any text without the values of secret parameters and without what is a secret by its shape.
pub fn value(bytes: &[u8]) -> Vec<u8> {
    let named = named(bytes);
    match SECRET_SHAPES.replace_all(&named, REDACTED.as_bytes()) {
        Cow::Borrowed(_) => named,
        Cow::Owned(clean) => clean,
    }
}

fn named(bytes: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let hidden = match bytes[at] {
            b'?' | b'&' | b'#' | b';' | b',' => {
                parameter(&rest[1..]).map(|(name, value)| (1 + name, value))
            }
            b'/' if rest.starts_with(b"//") => credentials(&rest[2..]).map(|length| (2, length)),
            _ => None,
        };
        let (keep, hide) = hidden.unwrap_or((1, 0));
        kept.extend_from_slice(&rest[..keep]);
        if hidden.is_some() {
            kept.extend_from_slice(REDACTED.as_bytes());
        }
        at += keep + hide;
    }
    kept
}

/// Lengths of `name=` and of its value, when the name is a secret's or the value is an address with
/// a secret.
fn parameter(rest: &[u8]) -> Option<(usize, usize)> {
    let end = length_until(rest, b"=&?#;/,");
    if rest.get(end) != Some(&b'=') {
        return None;
    }
    let value = &rest[end + 1..];
    if is_secret_name(&rest[..end]) {
        return Some((end + 1, length_until(value, b"&#")));
    }
    // No further than to the next parameter, so that no byte is looked at for several.
    let length = length_until(value, b"?&#;,");
    holds_secret(&value[..length]).then_some((end + 1, length))
}

/// Whether parameters with secrets are escaped in a value, as where to go after a sign-in.
fn holds_secret(value: &[u8]) -> bool {
    if !value.contains(&b'%') {
        return false;
    }
    let plain = unescaped(value);
    let parts = plain.split(|byte| b"?&#;,".contains(byte)).skip(1);
    let named = |part: &[u8]| part.iter().position(|byte| *byte == b'=');
    parts
        .filter_map(|part| Some(&part[..named(part)?]))
        .any(is_secret_name)
}

/// Length of `user:password` when the host after `//` has one before it.
fn credentials(rest: &[u8]) -> Option<usize> {
    let authority = &rest[..length_until(rest, b"/?#").min(512)];
    authority.iter().rposition(|byte| *byte == b'@')
}

fn length_until(rest: &[u8], stops: &[u8]) -> usize {
    rest.iter()
        .position(|byte| {
            stops.contains(byte) || byte.is_ascii_whitespace() || matches!(byte, b'"' | b'>' | b'<')
        })
        .unwrap_or(rest.len())
}
