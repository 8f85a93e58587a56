//! Labelled digests of WARC records: `sha256:<hex>`, and the `sha1:<base32>` of other tools.

use sha2::Digest as _;

use crate::model::Sha256;

/// What comparing a record with one of its digests showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DigestCheck {
    /// The record carries no such digest.
    Absent,
    /// The algorithm or the encoding is unknown here, or the digest is of another record.
    Unknown,
    /// The bytes are the ones that were written.
    Match,
    /// The bytes were changed.
    Mismatch,
}

/// The digest as written by this program: hexadecimal, as `sha256sum` prints it.
pub(super) fn label(digest: Sha256) -> String {
    format!("sha256:{digest}")
}

/// Compares `bytes` with a labelled digest in hexadecimal or base32.
pub(super) fn check(labelled: Option<&str>, bytes: &[u8]) -> DigestCheck {
    let Some(labelled) = labelled else {
        return DigestCheck::Absent;
    };
    let Some((algorithm, value)) = labelled.split_once(':') else {
        return DigestCheck::Unknown;
    };
    let actual: Vec<u8> = match algorithm.trim().to_ascii_lowercase().as_str() {
        "sha256" | "sha-256" => sha2::Sha256::digest(bytes).to_vec(),
        "sha1" | "sha-1" => sha1::Sha1::digest(bytes).to_vec(),
        _ => return DigestCheck::Unknown,
    };
    match decode(value.trim(), actual.len()) {
        None => DigestCheck::Unknown,
        Some(stated) if stated == actual => DigestCheck::Match,
        Some(_) => DigestCheck::Mismatch,
    }
}

/// Hexadecimal or base32, told apart by their length.
fn decode(text: &str, length: usize) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=').as_bytes();
    if text.len() == length * 2 {
        return from_digits(text, 4, |byte| char::from(byte).to_digit(16));
    }
    if text.len() == (length * 8).div_ceil(5) {
        return from_digits(text, 5, base32_digit);
    }
    None
}

fn base32_digit(byte: u8) -> Option<u32> {
    match byte.to_ascii_uppercase() {
        letter @ b'A'..=b'Z' => Some(u32::from(letter - b'A')),
        digit @ b'2'..=b'7' => Some(u32::from(digit - b'2') + 26),
        _ => None,
    }
}

/// Packs digits of `width` bits into bytes; bits left over at the end are padding.
fn from_digits(text: &[u8], width: u32, digit: fn(u8) -> Option<u32>) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let (mut pending, mut count) = (0_u32, 0_u32);
    for &byte in text {
        pending = (pending << width) | digit(byte)?;
        count += width;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((pending >> count) & 0xff).ok()?);
            pending &= (1 << count) - 1;
        }
    }
    Some(bytes)
}
