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
    if SECRET_HEADERS.contains(&name.to_ascii_lowercase().as_str()) {
        return REDACTED.as_bytes().to_vec();
    }
    value(bytes)
}

fn value(bytes: &[u8]) -> Vec<u8> {
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
