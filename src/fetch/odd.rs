//! Answers of odd servers, understood as browsers understand them.

use percent_encoding::{AsciiSet, percent_encode};
use url::Url;

use crate::evidence::{HttpAnswer, is_ended};

/// Octets outside ASCII alone: the rest is for the URL parser.
const BEYOND_ASCII: &AsciiSet = &AsciiSet::EMPTY;

/// Where the first `Location` with something in it leads. Octets that are no UTF-8 are
/// percent-encoded as they are; blanks and backslashes are for the URL parser (WHATWG).
pub(super) fn location(headers: &[(String, Vec<u8>)], from: &Url) -> Option<Url> {
    let named = headers.iter().filter(|(name, _)| name == "location");
    let mut values = named.map(|(_, value)| value.trim_ascii());
    let target = values.find(|value| !value.is_empty())?;
    let encoded;
    let target = if let Ok(text) = std::str::from_utf8(target) {
        text
    } else {
        encoded = percent_encode(target, BEYOND_ASCII).to_string();
        &encoded
    };
    from.join(target).ok()
}

/// Whether an answer is a part (206) of what was asked for as a whole. It is the whole where its
/// range says so, or where the document comes to its end.
pub(super) fn is_part(answer: &HttpAnswer, body: &[u8]) -> bool {
    if answer.status != PARTIAL_CONTENT {
        return false;
    }
    match answer.header("content-range").and_then(range) {
        Some((0, last, Some(length))) if last.checked_add(1) == Some(length) => false,
        Some((0, ..)) | None => !is_ended(body),
        Some(_) => true,
    }
}

/// RFC 9110 section 15.3.7. No request here asks for a range.
const PARTIAL_CONTENT: u16 = 206;

/// First and last octet, and how many there are (RFC 9110 section 14.4).
fn range(value: &str) -> Option<(u64, u64, Option<u64>)> {
    let (octets, length) = value.strip_prefix("bytes ")?.split_once('/')?;
    let (first, last) = octets.split_once('-')?;
    let number = |text: &str| text.trim().parse().ok();
    Some((number(first)?, number(last)?, number(length)))
}
