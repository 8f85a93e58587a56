//! Content codings (RFC 9110 section 8.4.1), removed from a copy under a cap.

use std::io::Read;

use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use crate::model::Truncation;

/// Codings may be stacked; nobody honest stacks more.
const MOST_CODINGS: usize = 3;

/// Removes the codings named by `content_encoding` from `body`, giving at most `cap` bytes.
///
/// Total: a body that is not in the coding it claims is returned as it is, one that breaks off
/// is returned as far as it goes ([`Truncation::Disconnect`]), one that grows beyond the cap is
/// cut ([`Truncation::Length`]). Codings that were not asked for (`br`) are left alone.
pub fn decode(
    content_encoding: Option<&str>,
    body: &[u8],
    cap: usize,
) -> (Vec<u8>, Option<Truncation>) {
    let codings: Vec<String> = content_encoding
        .unwrap_or_default()
        .split(',')
        .map(|coding| coding.trim().to_ascii_lowercase())
        .filter(|coding| !coding.is_empty() && coding != "identity")
        .collect();
    let mut decoded = body.get(..cap).unwrap_or(body).to_vec();
    let mut truncated = (body.len() > cap).then_some(Truncation::Length);
    for coding in codings.iter().rev().take(MOST_CODINGS) {
        let (next, cut) = remove(coding, &decoded, cap);
        decoded = next;
        truncated = truncated.or(cut);
    }
    (decoded, truncated)
}

fn remove(coding: &str, body: &[u8], cap: usize) -> (Vec<u8>, Option<Truncation>) {
    let attempt = match coding {
        "gzip" | "x-gzip" => read_capped(MultiGzDecoder::new(body), cap),
        "deflate" => {
            let zlib = read_capped(ZlibDecoder::new(body), cap);
            if zlib.0.is_empty() {
                read_capped(DeflateDecoder::new(body), cap)
            } else {
                zlib
            }
        }
        _ => return (body.to_vec(), None),
    };
    if attempt.0.is_empty() && attempt.1.is_some() {
        return (body.to_vec(), None);
    }
    attempt
}

fn read_capped(decoder: impl Read, cap: usize) -> (Vec<u8>, Option<Truncation>) {
    let mut bytes = Vec::new();
    let limit = u64::try_from(cap).unwrap_or(u64::MAX).saturating_add(1);
    let broke = decoder.take(limit).read_to_end(&mut bytes).is_err();
    if bytes.len() > cap {
        bytes.truncate(cap);
        return (bytes, Some(Truncation::Length));
    }
    (bytes, broke.then_some(Truncation::Disconnect))
}
