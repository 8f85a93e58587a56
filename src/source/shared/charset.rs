//! Turning bytes into text, whatever is said of them.
//!
//! Servers and documents name encodings that are not theirs: a web server's default, a template
//! copied from elsewhere. The bytes know better, because text in another encoding is hardly ever
//! valid UTF-8 by chance.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// So many times more valid than broken sequences make a document UTF-8 although it is said to be
/// in another encoding, in which a few pairs of letters may look like UTF-8.
const CLEARLY: usize = 4;
/// Bytes at the start that tell whether a document is UTF-16.
const WIDE_PROBE: usize = 512;

/// A document as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodedText<'a> {
    /// The text; what cannot be read is U+FFFD.
    pub text: Cow<'a, str>,
    /// Where the document is in another encoding than was said, or not wholly in any: a sentence
    /// that tells so.
    pub overridden: Option<String>,
}

/// What is said of a document's encoding.
struct Claim {
    label: String,
    encoding: &'static Encoding,
}

impl Claim {
    fn parse(label: &str) -> Option<Self> {
        let encoding = Encoding::for_label_no_replacement(label.as_bytes())?;
        let label = label.to_owned();
        Some(Self { label, encoding })
    }

    fn is_wide(&self) -> bool {
        self.encoding == UTF_16LE || self.encoding == UTF_16BE
    }
}

/// Decodes a document. Never fails. In order: byte order mark; UTF-16, known by its zero bytes;
/// UTF-8, where the sequences say so; what is said of it, by the `Content-Type` header before the
/// document itself (`<?xml encoding>` or `<meta charset>`), unless it cannot be; windows-1252.
pub fn decode<'a>(body: &'a [u8], content_type: Option<&str>) -> DecodedText<'a> {
    let claims: Vec<Claim> = content_type
        .and_then(header_charset)
        .into_iter()
        .chain(declared_charset(body))
        .collect();
    let (marked, plain) = match Encoding::for_bom(body) {
        Some((encoding, length)) => (Some(encoding), &body[length..]),
        None => (None, body),
    };
    if let Some(joined) = joined_halves(plain, &claims) {
        let DecodedText { text, overridden } = read(&joined, marked, &claims);
        let text = Cow::Owned(text.into_owned());
        return DecodedText { text, overridden };
    }
    read(plain, marked, &claims)
}

/// Reads a document without its byte order mark.
fn read<'a>(
    plain: &'a [u8],
    marked: Option<&'static Encoding>,
    claims: &[Claim],
) -> DecodedText<'a> {
    let used = marked
        .filter(|encoding| *encoding != UTF_8)
        .or_else(|| wide(plain))
        .unwrap_or_else(|| narrow(plain, claims));
    let overridden = claims.first().filter(|claim| {
        let both_wide = claim.is_wide() && (used == UTF_16LE || used == UTF_16BE);
        claim.encoding != used && !both_wide
    });
    let overridden = overridden.map(|claim| {
        let (label, name) = (&claim.label, used.name());
        format!("the text is said to be {label:?} but is {name}, and was read as that")
    });
    let text = used.decode_without_bom_handling(plain).0;
    let lost = lost_letters(&text, plain).map(|lost| {
        let name = used.name();
        format!("signs that are not valid in {name} and cannot be read: {lost}")
    });
    let once = put_twice(&text);
    let twice = once.is_some().then(|| {
        "letters that were put into UTF-8 twice were read as what they were before".to_owned()
    });
    let told: Vec<String> = [overridden, lost, twice].into_iter().flatten().collect();
    DecodedText {
        text: once.map_or(text, Cow::Owned),
        overridden: (!told.is_empty()).then(|| told.join("; ")),
    }
}

/// How many signs could not be read; those at the end were cut.
fn lost_letters(text: &str, body: &[u8]) -> Option<usize> {
    let lost = text
        .trim_end_matches('\u{fffd}')
        .matches('\u{fffd}')
        .count();
    let mark = "\u{fffd}".as_bytes();
    let written = body
        .windows(mark.len())
        .filter(|bytes| *bytes == mark)
        .count();
    lost.checked_sub(written).filter(|lost| *lost > 0)
}

/// The first bytes of what Latin letters, signs and emoji are in UTF-8, which hardly any word has
/// as letters of windows-1252: `Â`, `Ã`, `â`, `ï`, `ð`.
const FIRST_OF_TWICE: [u8; 5] = [0xC2, 0xC3, 0xE2, 0xEF, 0xF0];

/// The text before its bytes were taken for windows-1252 and put into UTF-8 again: `cafÃ©`. `None`
/// where letters outside ASCII mostly are what they are.
fn put_twice(text: &str) -> Option<String> {
    let mut before = String::with_capacity(text.len());
    let (mut twice, mut once) = (0_usize, 0_usize);
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| byte_of(c).is_some()) {
        let (plain, from) = rest.split_at(at);
        let end = from.find(|c: char| byte_of(c).is_none());
        let (run, after) = from.split_at(end.unwrap_or(from.len()));
        let bytes: Vec<u8> = run.chars().filter_map(byte_of).collect();
        let read = String::from_utf8(bytes).ok();
        let read = read.filter(|read| {
            read.bytes()
                .filter(|byte| *byte >= 0xC0)
                .all(|byte| FIRST_OF_TWICE.contains(&byte))
        });
        twice += usize::from(read.is_some());
        once += usize::from(read.is_none());
        before.push_str(plain);
        before.push_str(read.as_deref().unwrap_or(run));
        rest = after;
    }
    before.push_str(rest);
    (twice > once).then_some(before)
}

/// The byte outside ASCII that a sign is in windows-1252, or in Latin-1.
fn byte_of(sign: char) -> Option<u8> {
    if sign.is_ascii() {
        return None;
    }
    if let Ok(byte) = u8::try_from(u32::from(sign)) {
        return Some(byte);
    }
    // All others of windows-1252 lie between `Œ` and `™`.
    if !('\u{152}'..='\u{2122}').contains(&sign) {
        return None;
    }
    let mut buffer = [0; 4];
    let (bytes, _, unmapped) = WINDOWS_1252.encode(sign.encode_utf8(&mut buffer));
    bytes.first().copied().filter(|_| !unmapped)
}

/// UTF-8 in which signs beyond U+FFFF are two halves of three bytes (CESU-8, of old databases and
/// Java), in four bytes each as it must be.
fn joined_halves(body: &[u8], claims: &[Claim]) -> Option<Vec<u8>> {
    let says_other = claims.first().is_some_and(|claim| claim.encoding != UTF_8);
    let half = |at: usize, second: u8| {
        let bytes = body.get(at..at + 3)?;
        let fits = bytes[0] == 0xED && bytes[1] & 0xF0 == second && bytes[2] & 0xC0 == 0x80;
        fits.then(|| u32::from(bytes[1] & 0x0F) << 6 | u32::from(bytes[2] & 0x3F))
    };
    let sign = |at: usize| {
        let (high, low) = (half(at, 0xA0)?, half(at + 3, 0xB0)?);
        char::from_u32(0x1_0000 + (high << 10) + low)
    };
    if says_other || !body.contains(&0xED) || !(0..body.len()).any(|at| sign(at).is_some()) {
        return None;
    }
    let mut joined = Vec::with_capacity(body.len());
    let mut at = 0;
    while let Some(byte) = body.get(at) {
        if let Some(sign) = sign(at) {
            joined.extend_from_slice(sign.encode_utf8(&mut [0; 4]).as_bytes());
            at += 6;
        } else {
            joined.push(*byte);
            at += 1;
        }
    }
    Some(joined)
}

/// UTF-16 by its zero bytes: markup is mostly ASCII, of which every second byte is zero.
fn wide(body: &[u8]) -> Option<&'static Encoding> {
    let pairs = body[..body.len().min(WIDE_PROBE)].chunks_exact(2);
    let count = pairs.len();
    let (mut high, mut low) = (0, 0);
    for pair in pairs {
        high += usize::from(pair[0] == 0 && pair[1] != 0);
        low += usize::from(pair[1] == 0 && pair[0] != 0);
    }
    if count >= 2 && low * 2 > count {
        Some(UTF_16LE)
    } else if count >= 2 && high * 2 > count {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The encoding of a document that is not UTF-16.
fn narrow(body: &[u8], claims: &[Claim]) -> &'static Encoding {
    let legacy: Vec<&'static Encoding> = claims
        .iter()
        .filter(|claim| claim.encoding != UTF_8 && !claim.is_wide())
        .map(|claim| claim.encoding)
        .collect();
    let first = claims.iter().find(|claim| !claim.is_wide());
    if body.is_ascii() {
        return first.map_or(UTF_8, |claim| claim.encoding);
    }
    let seen = Sequences::count(body);
    let is_utf_8 = if legacy.iter().all(|encoding| *encoding == WINDOWS_1252)
        && first.is_none_or(|claim| claim.encoding == UTF_8)
    {
        seen.valid >= seen.foreign
    } else {
        seen.valid > CLEARLY * seen.foreign
    };
    if is_utf_8 {
        return UTF_8;
    }
    // Anything can be read as windows-1252, and it is what servers say by default: where the
    // document names an encoding in which not everything is valid, and is, it is that one.
    let mut legacy = legacy.into_iter();
    let named = legacy.find(|encoding| *encoding != WINDOWS_1252 && fits(encoding, body));
    named.unwrap_or(WINDOWS_1252)
}

/// Whether a document can be in an encoding: hardly anything in it is invalid.
fn fits(encoding: &'static Encoding, body: &[u8]) -> bool {
    let (text, broken) = encoding.decode_without_bom_handling(body);
    if !broken {
        return true;
    }
    let letters = text.chars().filter(|c| !c.is_ascii());
    let (all, bad) = letters.fold((0, 0), |(all, bad), c| {
        (all + 1, bad + usize::from(c == '\u{fffd}'))
    });
    bad * 10 <= all
}

/// Sequences of bytes that are not ASCII.
struct Sequences {
    /// Valid in UTF-8, or cut.
    valid: usize,
    /// Not UTF-8, but sensible as single letters of windows-1252.
    foreign: usize,
}

impl Sequences {
    fn count(body: &[u8]) -> Self {
        let mut found = Self {
            valid: 0,
            foreign: 0,
        };
        let mut at = 0;
        for chunk in body.utf8_chunks() {
            found.valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
            at += chunk.valid().len();
            match chunk.invalid() {
                [] => {}
                [byte] => {
                    let before = at.checked_sub(1).map_or(b' ', |before| body[before]);
                    let after = *body.get(at + 1).unwrap_or(&b' ');
                    found.foreign += usize::from(sensible(before, *byte, after));
                }
                // The beginning of a sequence that goes on otherwise: text that was cut by bytes.
                _ => found.valid += 1,
            }
            at += chunk.invalid().len();
        }
        found
    }
}

/// Whether a byte that is not UTF-8 makes sense as a letter or sign of windows-1252 where it
/// stands, and is not just a fault.
fn sensible(before: u8, byte: u8, after: u8) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphabetic() || byte >= 0xC0;
    match byte {
        // Not assigned, and letters that only a fault puts into a Latin text.
        0x81 | 0x8D | 0x8F | 0x90 | 0x9D | 0xFE | 0xFF => false,
        0x80..=0xBF => true,
        // A capital letter does not follow a small one.
        0xC0..=0xDE if before.is_ascii_lowercase() => false,
        _ => letter(before) || letter(after),
    }
}

fn header_charset(content_type: &str) -> Option<Claim> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let label = value.trim().trim_matches(['"', '\'']);
        name.trim()
            .eq_ignore_ascii_case("charset")
            .then(|| Claim::parse(label))?
    })
}

/// What the first kilobyte says of the encoding.
fn declared_charset(body: &[u8]) -> Option<Claim> {
    let head = String::from_utf8_lossy(&body[..body.len().min(1024)]).to_ascii_lowercase();
    let from = if head.trim_start().starts_with("<?xml") {
        let declaration = head.split_once("?>").map_or(head.as_str(), |(d, _)| d);
        declaration
            .split_once("encoding")
            .map(|(_, rest)| rest.to_owned())
    } else {
        head.split_once("charset").map(|(_, rest)| rest.to_owned())
    }?;
    let value = from.trim_start().strip_prefix('=')?.trim_start();
    let label: String = value
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_:.".contains(*c))
        .collect();
    Claim::parse(&label)
}
