//! Turning bytes into text.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Decodes a document. In order: byte order mark, `charset` of the `Content-Type` header, what
/// the document says of itself (`<?xml encoding>` or `<meta charset>`), UTF-8 where it is
/// valid, windows-1252. Never fails: what cannot be read becomes U+FFFD.
pub fn decode<'a>(body: &'a [u8], content_type: Option<&str>) -> Cow<'a, str> {
    if let Some((encoding, _)) = Encoding::for_bom(body) {
        return encoding.decode(body).0;
    }
    if let Some(encoding) = utf16_without_mark(body) {
        return encoding.decode_without_bom_handling(body).0;
    }
    let claimed = content_type
        .and_then(header_charset)
        .or_else(|| declared_charset(body));
    match claimed {
        Some(encoding) => encoding.decode_without_bom_handling(body).0,
        None => match std::str::from_utf8(body) {
            Ok(text) => Cow::Borrowed(text),
            // One broken sequence in a long text is a cut; many are another encoding.
            Err(error) if error.valid_up_to() + 4 >= body.len() => String::from_utf8_lossy(body),
            Err(_) => WINDOWS_1252.decode_without_bom_handling(body).0,
        },
    }
}

fn utf16_without_mark(body: &[u8]) -> Option<&'static Encoding> {
    match body.get(..4)? {
        [b'<', 0, second, 0] if *second != 0 => Some(encoding_rs::UTF_16LE),
        [0, b'<', 0, second] if *second != 0 => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

fn header_charset(content_type: &str) -> Option<&'static Encoding> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let label = value.trim().trim_matches(['"', '\'']);
        name.trim()
            .eq_ignore_ascii_case("charset")
            .then(|| Encoding::for_label(label.as_bytes()))?
    })
}

/// What the first kilobyte says of the encoding. A document read so far as ASCII cannot be
/// UTF-16, whatever it says.
fn declared_charset(body: &[u8]) -> Option<&'static Encoding> {
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
    let encoding = Encoding::for_label(label.as_bytes())?;
    let wide = encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE;
    Some(if wide { UTF_8 } else { encoding })
}
