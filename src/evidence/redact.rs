//! Secrets are taken out before anything is written: a capture outlives every token.

/// What stands in a record instead of a secret.
pub const REDACTED: &str = "REDACTED";

const SECRET_HEADERS: [&str; 8] = [
    "authorization",
    "cookie",
    "proxy-authorization",
    "set-cookie",
    "set-cookie2",
    "x-api-key",
    "x-auth-token",
    "x-csrf-token",
];

const SECRET_PARAMETERS: [&str; 19] = [
    "access_token",
    "api_key",
    "apikey",
    "auth",
    "client_secret",
    "id_token",
    "key",
    "password",
    "passwd",
    "refresh_token",
    "secret",
    "session",
    "sessionid",
    "sid",
    "sig",
    "signature",
    "token",
    "x-amz-credential",
    "x-amz-signature",
];

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
pub(super) fn is_secret(name: &str) -> bool {
    SECRET_HEADERS.contains(&name.to_ascii_lowercase().as_str())
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
    let name = rest[..end].to_ascii_lowercase();
    if !SECRET_PARAMETERS
        .iter()
        .any(|secret| secret.as_bytes() == name)
    {
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

pub(super) fn value(bytes: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let hidden = match bytes[at] {
            b'?' | b'&' | b'#' => parameter(&rest[1..]).map(|(name, value)| (1 + name, value)),
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

/// Lengths of `name=` and of its value, when the name is a secret's.
fn parameter(rest: &[u8]) -> Option<(usize, usize)> {
    let longest = SECRET_PARAMETERS.iter().map(|name| name.len()).max()?;
    let equals = rest
        .iter()
        .take(longest + 1)
        .position(|byte| *byte == b'=')?;
    let name = rest[..equals].to_ascii_lowercase();
    SECRET_PARAMETERS
        .iter()
        .any(|secret| secret.as_bytes() == name)
        .then(|| (equals + 1, length_until(&rest[equals + 1..], b"&#")))
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
