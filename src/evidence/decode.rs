//! Content codings (RFC 9110 section 8.4.1), removed from a copy under a cap.

use super::inflate::{self, GZIP, Inflated, Seal};

/// Codings may be stacked; nobody honest stacks more.
const MOST_CODINGS: usize = 3;
/// Names that are tried. Each costs the time to inflate a body, and a head holds thousands.
const MOST_NAMES: usize = 8;
/// Begins a Zstandard frame (RFC 8878).
const ZSTANDARD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// What is looked at to tell text from compressed bytes.
const SAMPLE: usize = 1024;

/// How sure it is that all of a body came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Nothing speaks against it.
    Sure,
    /// The data came to its end, but its checksum is missing or another one.
    Doubtful,
    /// It broke off or is broken.
    Cut,
    /// More would come out than may.
    Full,
}

/// A body with its codings removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The bytes.
    pub body: Vec<u8>,
    /// Whether they are all.
    pub ending: Ending,
    /// A coding that stands in the way and is not read, by its name.
    pub unread: Option<String>,
}

/// Removes the codings named by `content_encoding` from `body`, giving at most `cap` bytes.
///
/// Total: the bytes decide. A body that is not in the coding it claims is read as it is, gzip
/// that nobody spoke of is unpacked, and names that are no codings (`none`, `utf-8`) are passed
/// over. What follows compressed data is passed over too.
pub fn decode(content_encoding: &str, body: &[u8], cap: usize) -> Decoded {
    let mut decoded = Decoded {
        ending: if body.len() > cap {
            Ending::Full
        } else {
            Ending::Sure
        },
        body: body.get(..cap).unwrap_or(body).to_vec(),
        unread: None,
    };
    let said = codings(content_encoding);
    let mut left = MOST_CODINGS;
    for coding in said.iter().rev().take(MOST_NAMES) {
        if left > 0 && remove(coding, &mut decoded, cap) {
            left -= 1;
        }
    }
    while left > 0 && decoded.body.starts_with(&GZIP) && remove("gzip", &mut decoded, cap) {
        left -= 1;
    }
    decoded.unread = unread(&said, &decoded.body);
    decoded
}

/// The names in lower case, without parameters, in the order of their application.
fn codings(content_encoding: &str) -> Vec<String> {
    let names = content_encoding.split(',').map(|coding| {
        let name = coding.split(';').next().unwrap_or_default();
        name.trim().to_ascii_lowercase()
    });
    names
        .filter(|name| !name.is_empty() && name != "identity")
        .collect()
}

/// Removes one coding if the body is in one that is read. Which of the two is taken from the
/// bytes: servers say `gzip` of zlib and `deflate` of gzip.
fn remove(coding: &str, decoded: &mut Decoded, cap: usize) -> bool {
    let body = decoded.body.as_slice();
    let is_read = matches!(coding, "gzip" | "x-gzip" | "deflate" | "x-deflate");
    let whole = |inflated: &Inflated| inflated.seal == Seal::Whole;
    let usable = |inflated: &Inflated| whole(inflated) || !inflated.bytes.is_empty();
    let inflated = inflate::gzip(body, cap)
        .filter(usable)
        .or_else(|| {
            // Text may begin as zlib does ("x^"), but does not inflate.
            let zlib = inflate::zlib(body, cap).filter(|_| is_read)?;
            (whole(&zlib) || usable(&zlib) && !is_text(body)).then_some(zlib)
        })
        .or_else(|| {
            let bare = coding.ends_with("deflate") && !is_text(body);
            bare.then(|| inflate::raw(body, cap)).filter(usable)
        });
    let Some(Inflated { bytes, seal }) = inflated else {
        return false;
    };
    decoded.body = bytes;
    decoded.ending = match (decoded.ending, seal) {
        (Ending::Sure, Seal::Doubtful) => Ending::Doubtful,
        (Ending::Sure | Ending::Doubtful, Seal::Cut) => Ending::Cut,
        (Ending::Sure | Ending::Doubtful, Seal::Full) => Ending::Full,
        (ending, _) => ending,
    };
    true
}

/// The coding of bytes that are none of a text: the one that was named, or that shows.
fn unread(said: &[String], body: &[u8]) -> Option<String> {
    if body.starts_with(&ZSTANDARD) {
        return Some("zstd".to_owned());
    }
    let other = |name: &&String| !matches!(name.as_str(), "gzip" | "x-gzip" | "deflate");
    let named = said.iter().rev().find(other)?;
    (!is_text(body)).then(|| named.clone())
}

/// Whether bytes can be text in an encoding of the web: no control characters, and UTF-8 or
/// the beginning of a document. Compressed bytes are neither for long.
fn is_text(body: &[u8]) -> bool {
    if body.starts_with(&[0xff, 0xfe]) || body.starts_with(&[0xfe, 0xff]) {
        return true;
    }
    let sample = &body[..body.len().min(SAMPLE)];
    let control = |byte: &u8| matches!(byte, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f);
    let utf8 = match std::str::from_utf8(sample) {
        Ok(_) => true,
        // The sample may end within a character.
        Err(problem) => problem.error_len().is_none(),
    };
    let begins = || {
        let start = sample.iter().find(|byte| !byte.is_ascii_whitespace());
        matches!(start, Some(b'<' | b'{' | b'['))
    };
    !sample.iter().any(control) && (utf8 || begins())
}
