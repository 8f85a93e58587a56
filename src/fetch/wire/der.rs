//! As much of DER (X.690) as tells whether a certificate was issued by itself. Total.

/// Tags of the fields before the names of a certificate (RFC 5280 section 4.1).
const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xa0;

/// Whether the issuer of a certificate is its subject.
pub fn is_self_issued(certificate: &[u8]) -> bool {
    names(certificate).is_some_and(|(issuer, subject)| issuer == subject)
}

/// Issuer and subject: `Certificate { TBSCertificate { [version], serial, algorithm, issuer,
/// validity, subject, … }, … }`.
fn names(certificate: &[u8]) -> Option<(&[u8], &[u8])> {
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
    let [_serial, _algorithm, issuer, _validity, subject] = fields;
    Some((issuer, subject))
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
