//! Secret fields of JSON.

use super::REDACTED;
use super::names::is_secret_name;

/// JSON without the strings and numbers of secret fields.
pub(super) fn json_fields(bytes: &[u8]) -> Vec<u8> {
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
