//! Addresses as people write and copy them: with invisible signs, full-width letters, without
//! `https://`, with what a platform appends to see who shared a link.

use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization as _;
use url::Url;

use super::links::http_url;

/// Parameters that networks append to links of others to follow who shared them; no site needs
/// them to find a page.
const FOLLOWERS: [&str; 8] = [
    "fbclid", "gclid", "igsh", "igshid", "mibextid", "msclkid", "twclid", "yclid",
];

/// An address without what cannot be seen, and without blanks and quotation marks around it.
/// The signs that join letters (U+200C, U+200D) stay: some writing systems need them.
pub fn visible(text: &str) -> String {
    let hidden = |c: &char| {
        matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let seen: String = text.chars().filter(|c| !hidden(c)).collect();
    let around = |c: char| c.is_whitespace() || c.is_control() || "<>\"'“”‘’".contains(c);
    seen.trim_matches(around).to_owned()
}

/// The same for names and handles, which hold plain letters only: full-width and other
/// compatible forms become the letters they stand for, and joiners go too.
pub fn plain(text: &str) -> String {
    let narrow: String = text
        .nfkc()
        .filter(|c| !matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe0e}' | '\u{fe0f}'))
        .collect();
    visible(&narrow)
}

/// The web address that a text is, with or without `https://`, without fragment and log-in, the
/// host without a closing dot. `None` for anything else, and for a host of signs that no host has:
/// the URL standard lets quotation marks and the like pass.
pub fn web_address(text: &str) -> Option<Url> {
    let text = visible(text);
    let mut url = http_url(&text, None)
        .or_else(|| http_url(&plain(&text), None))
        .or_else(|| without_scheme(&text))?;
    url.set_fragment(None);
    url.set_username("").ok()?;
    url.set_password(None).ok()?;
    let host = url.host_str()?;
    let bare = host.trim_end_matches('.').to_owned();
    if bare != host {
        url.set_host(Some(&bare)).ok()?;
    }
    let fits = |c: char| c.is_ascii_alphanumeric() || ".-_:[]".contains(c);
    (!bare.is_empty() && bare.chars().all(fits)).then_some(url)
}

/// `contoh.example/@budi`, `//contoh.example/feed`: what begins like a host, and could be no
/// other kind of address.
fn without_scheme(text: &str) -> Option<Url> {
    let text = text.strip_prefix("//").unwrap_or(text);
    let host = text.split(['/', '?', '#']).next()?;
    let fits = |c: char| c.is_alphanumeric() || ".-:[]".contains(c);
    let dotted = host.contains('.') || (host.starts_with("localhost") && text.contains('/'));
    if text.contains("://") || !dotted || !host.chars().all(fits) {
        return None;
    }
    http_url(&format!("https://{text}"), None)
}

/// The parts of a path, decoded; empty ones left out.
pub fn path_parts(url: &Url) -> Vec<String> {
    let parts = url.path_segments().into_iter().flatten();
    parts
        .filter(|part| !part.is_empty())
        .map(|part| percent_decode_str(part).decode_utf8_lossy().into_owned())
        .collect()
}

/// Stands at the end of an address only when it was put around it, unless it is escaped.
const QUOTE: char = '\'';

/// One spelling for the address of a page or feed (RFC 3986, 6.2.2): host in lower case, no
/// default port, no fragment, escapes in upper case and only where they are needed. Path and
/// query keep their case: to a server, another case is another page.
pub fn page_spelling(url: &Url) -> String {
    let mut url = url.clone();
    url.set_fragment(None);
    let path = needed_escapes(url.path());
    url.set_path(&path.replace(QUOTE, "%27"));
    let query = url.query().map(without_followers);
    let query = query.filter(|query| !query.is_empty());
    url.set_query(query.map(|query| needed_escapes(&query)).as_deref());
    url.to_string()
}

fn without_followers(query: &str) -> String {
    let follows = |pair: &&str| {
        let name = pair.split('=').next().unwrap_or_default();
        !(FOLLOWERS.contains(&name) || name.starts_with("utm_"))
    };
    query
        .split('&')
        .filter(follows)
        .collect::<Vec<_>>()
        .join("&")
}

/// Escapes of letters, digits and `-._~` mean what the sign itself means; all others are
/// written in upper case. A text with a broken escape is left alone.
fn needed_escapes(text: &str) -> String {
    let mut pieces = text.split('%');
    let mut spelt = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let Some((code, rest)) = piece.split_at_checked(2) else {
            return text.to_owned();
        };
        let digits = code.bytes().all(|byte| byte.is_ascii_hexdigit());
        let Some(byte) = u8::from_str_radix(code, 16).ok().filter(|_| digits) else {
            return text.to_owned();
        };
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            spelt.push(char::from(byte));
        } else {
            spelt.push('%');
            spelt.push_str(&code.to_ascii_uppercase());
        }
        spelt.push_str(rest);
    }
    spelt
}
