//! As much of DER (X.690) as tells whether a certificate was issued by itself, and from when to
//! when it is valid. Total.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// Tags of the fields before the names of a certificate (RFC 5280 section 4.1).
const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xa0;
/// Tags of the two ways to write an instant.
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// Whether the issuer of a certificate is its subject.
pub fn is_self_issued(certificate: &[u8]) -> bool {
    fields(certificate).is_some_and(|fields| fields.issuer == fields.subject)
}

/// From when to when a certificate is valid, both included.
pub(super) fn validity(certificate: &[u8]) -> Option<(Timestamp, Timestamp)> {
    let (start, rest) = element(fields(certificate)?.validity)?;
    let (end, _) = element(rest)?;
    Some((instant(&start)?, instant(&end)?))
}

/// What is asked of a certificate.
struct CertificateFields<'a> {
    issuer: &'a [u8],
    validity: &'a [u8],
    subject: &'a [u8],
}

/// `Certificate { TBSCertificate { [version], serial, algorithm, issuer, validity, subject, … },
/// … }`.
fn fields(certificate: &[u8]) -> Option<CertificateFields<'_>> {
    let (outer, _) = element(certificate)?;
    let (signed, _) = element(outer.content(SEQUENCE)?)?;
    let mut rest = signed.content(SEQUENCE)?;
    if rest.first() == Some(&VERSION) {
        rest = element(rest)?.1;
    }
    let mut fields = [&[][..]; 5];
    for field in &mut fields {
        let (next, after) = element(rest)?;
        (*field, rest) = (next.content, after);
    }
    let [_serial, _algorithm, issuer, validity, subject] = fields;
    Some(CertificateFields {
        issuer,
        validity,
        subject,
    })
}

/// `YYMMDDHHMMSSZ`, where 50 is 1950 and 49 is 2049, or `YYYYMMDDHHMMSSZ` (RFC 5280 section
/// 4.1.2.5).
fn instant(element: &Element<'_>) -> Option<Timestamp> {
    let text = std::str::from_utf8(element.content).ok()?;
    let text = match element.tag {
        UTC_TIME if *text.as_bytes().first()? >= b'5' => format!("19{text}"),
        UTC_TIME => format!("20{text}"),
        GENERALIZED_TIME => text.to_owned(),
        _ => return None,
    };
    let there = DateTime::strptime("%Y%m%d%H%M%SZ", &text).ok()?;
    TimeZone::UTC.to_timestamp(there).ok()
}

struct Element<'a> {
    tag: u8,
    content: &'a [u8],
}

impl<'a> Element<'a> {
    fn content(&self, tag: u8) -> Option<&'a [u8]> {
        (self.tag == tag).then_some(self.content)
    }
}

/// The first element, and what follows it.
fn element(bytes: &[u8]) -> Option<(Element<'_>, &[u8])> {
    let (&[tag, first], rest) = bytes.split_first_chunk()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
        let length = digits.iter().try_fold(0_usize, |length, digit| {
            length.checked_mul(256)?.checked_add(usize::from(*digit))
        })?;
        (length, rest)
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((Element { tag, content }, rest))
}
