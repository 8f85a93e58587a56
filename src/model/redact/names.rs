//! Which names are of secrets, and behind which words of a path a secret stands.

use std::borrow::Cow;

use percent_encoding::percent_decode;

/// So often what is escaped is looked into: an address within an address within an address.
const MOST_ESCAPES: usize = 3;

/// Parts of names that are of secrets, wherever they stand in one.
const SECRET_PARTS: [&str; 17] = [
    "accesstoken",
    "apikey",
    "assertion",
    // What a server tells to whoever knows the password (RFC 9110 section 11.6.3).
    "authenticationinfo",
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

/// Parts of a path behind which a secret stands (`/reset/token/x8Kq`), as their words are written
/// together.
const BEFORE_SECRETS: [&str; 22] = [
    "accesstoken",
    "apikey",
    "authtoken",
    "jwt",
    "magic",
    "magiclink",
    "nonce",
    "otp",
    "passphrase",
    "password",
    "passwordreset",
    "passwd",
    "pwd",
    "refreshtoken",
    "reset",
    "resetpassword",
    "resettoken",
    "secret",
    "sessid",
    "sessionid",
    "token",
    "tokens",
];

/// The same of parts that are ordinary words as well: only what looks random behind them is a
/// secret.
const BEFORE_RANDOM: [&str; 19] = [
    "activate",
    "activation",
    "auth",
    "bearer",
    "code",
    "confirm",
    "confirmation",
    "invite",
    "invitation",
    "key",
    "login",
    "oauth",
    "session",
    "sid",
    "signature",
    "signin",
    "ticket",
    "verify",
    "verifyemail",
];

/// What is done with secrets, and pages of lists: parts of a path that are none.
const DEEDS: [&str; 20] = [
    "amp", "callback", "change", "confirm", "create", "edit", "error", "expired", "feed", "forgot",
    "index", "login", "logout", "new", "page", "refresh", "request", "reset", "status", "verify",
];

/// The longest part of a path that is one of these words.
const LONGEST_WORD: usize = 32;
/// Most digits of a number that is a page or a year.
const SHORT_NUMBER: usize = 4;
/// Hexadecimal digits that no word has in a row.
const RANDOM_DIGITS: usize = 16;

/// Whether the value of this header is never written.
pub fn is_secret(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    !OPEN_HEADERS.contains(&lower.as_str()) && is_secret_name(name.as_bytes())
}

/// Whether a name is of a secret wherever it stands: it has a part that says so, and not only a word
/// that may.
pub(super) fn is_surely_secret(name: &[u8]) -> bool {
    let joined = joined(name);
    SECRET_PARTS.iter().any(|part| joined.contains(part))
}

/// Whether a part of a path is a secret because of the part before it.
pub(super) fn is_secret_after(before: &[u8], part: &[u8]) -> bool {
    if before.len() > LONGEST_WORD || part.is_empty() {
        return false;
    }
    let is_of = |part: &[u8], list: &[&str]| list.contains(&joined(part).as_str());
    if is_of(before, &BEFORE_SECRETS) {
        // `/reset/token/x8Kq`: the secret is behind the next.
        return !is_open_part(part) && !is_of(part, &BEFORE_SECRETS);
    }
    is_of(before, &BEFORE_RANDOM) && is_random(part)
}

/// The words of a name, written together.
fn joined(name: &[u8]) -> String {
    words(&String::from_utf8_lossy(&unescaped(name))).concat()
}

/// A deed, words with hyphens between them, or the number of a page.
fn is_open_part(part: &[u8]) -> bool {
    let is_deed = DEEDS.iter().any(|deed| deed.as_bytes() == part);
    let is_wordy = |byte: &u8| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'_' | b'.');
    let is_phrase = part.iter().all(is_wordy) && part.contains(&b'-');
    let is_number = part.len() <= SHORT_NUMBER && part.iter().all(u8::is_ascii_digit);
    is_deed || is_phrase || is_number
}

/// Hexadecimal digits with hyphens, or letters of both sizes among digits.
fn is_random(part: &[u8]) -> bool {
    let has = |kind: fn(&u8) -> bool| part.iter().any(kind);
    let (digits, small) = (has(u8::is_ascii_digit), has(u8::is_ascii_lowercase));
    let is_mixed = digits && small && has(u8::is_ascii_uppercase);
    let hex = part.iter().filter(|byte| byte.is_ascii_hexdigit()).count();
    let is_hex = part
        .iter()
        .all(|byte| byte.is_ascii_hexdigit() || *byte == b'-');
    is_mixed || (digits && is_hex && hex >= RANDOM_DIGITS)
}

/// Whether a parameter, a field or a header of this name holds a secret. Escapes in the name say
/// nothing.
pub(super) fn is_secret_name(name: &[u8]) -> bool {
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
pub(super) fn unescaped(bytes: &[u8]) -> Cow<'_, [u8]> {
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
