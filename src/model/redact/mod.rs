//! Secrets are taken out before anything is written: a capture outlives every token.
//!
//! `names` says which names are of secrets, `text` finds them in addresses, along the `path` as well,
//! `head` in the lines of heads, `json` in the fields of bodies. Whoever reads passes over some
//! octets: `view` reads as they do.

mod head;
mod json;
mod names;
mod path;
mod text;
mod view;

pub use head::{HeadRedaction, unread_answer};
pub use names::is_secret;

use self::json::json_fields;
use self::text::{SecretEnd, without_secrets};

/// What stands in a record instead of a secret.
pub const REDACTED: &str = "REDACTED";

/// An address, or any text with addresses in it, without the values of secret parameters
/// (`access_token=…`, `key=…`), without what stands behind `/token/` and its like, and without
/// credentials before the host.
pub fn url(text: &str) -> String {
    let kept = without_secrets(text.as_bytes(), SecretEnd::Blank);
    String::from_utf8_lossy(&kept).into_owned()
}

/// A header's value as it may be written.
pub fn header(name: &str, value: &[u8]) -> Vec<u8> {
    if is_secret(name) {
        return REDACTED.as_bytes().to_vec();
    }
    let plain = |value: &[u8]| without_secrets(&json_fields(value), SecretEnd::Line);
    match head::header_within(value) {
        Some((start, end)) => {
            let before = plain(&value[..start]);
            [&before, &value[start..end], b": ", REDACTED.as_bytes()].concat()
        }
        None => plain(value),
    }
}

/// A request's body as it may be written: without the values of secret fields, as a form and as
/// JSON.
pub fn body(bytes: &[u8]) -> Vec<u8> {
    json_fields(&without_secrets(bytes, SecretEnd::Blank))
}
