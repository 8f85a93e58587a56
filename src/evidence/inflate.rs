//! DEFLATE data in its three wrappings (RFC 1950, 1951, 1952), read as browsers read it: what
//! comes after the end of the data says nothing about the data.

use flate2::{Crc, Decompress, FlushDecompress, Status};

/// Begins a gzip member whose method is DEFLATE, the only one there is.
pub(super) const GZIP: [u8; 3] = [0x1f, 0x8b, 8];
/// Length of the fixed part of a gzip header, and of its trailer.
const GZIP_HEAD: usize = 10;
const GZIP_TAIL: usize = 8;
/// Bytes that are inflated at a time.
const STEP: usize = 32 * 1024;

/// How far compressed data can be trusted to be all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seal {
    /// It came to its end, and nothing speaks against what came out.
    Whole,
    /// It came to its end, but the checksum is missing or another one.
    Doubtful,
    /// It broke off or broke.
    Cut,
    /// More would come out than may.
    Full,
}

/// What came out.
#[derive(Debug)]
pub(super) struct Inflated {
    pub(super) bytes: Vec<u8>,
    pub(super) seal: Seal,
}

/// Inflates gzip: members one after the other; what follows them and is none is passed over.
/// `None` when the data does not begin as gzip does.
pub(super) fn gzip(data: &[u8], cap: usize) -> Option<Inflated> {
    let mut all = Inflated {
        bytes: Vec::new(),
        seal: Seal::Cut,
    };
    let mut rest = data;
    let mut found = false;
    while let Some(start) = gzip_head(rest) {
        found = true;
        let (part, used) = raw_part(&rest[start..], cap - all.bytes.len());
        rest = &rest[start + used..];
        all.seal = match part.seal {
            Seal::Whole => seal_of(&part.bytes, rest),
            other => other,
        };
        all.bytes.extend(part.bytes);
        if matches!(all.seal, Seal::Cut | Seal::Full) {
            break;
        }
        rest = rest.get(GZIP_TAIL..).unwrap_or_default();
    }
    found.then_some(all)
}

/// Inflates zlib data; its checksum is not looked at. `None` when it does not begin as such.
pub(super) fn zlib(data: &[u8], cap: usize) -> Option<Inflated> {
    let (&[method, flags], rest) = data.split_first_chunk()?;
    let is_zlib = method & 0x0f == 8 && u16::from_be_bytes([method, flags]).is_multiple_of(31);
    // A preset dictionary (bit 5) is nobody's over HTTP.
    (is_zlib && flags & 0x20 == 0).then(|| raw(rest, cap))
}

/// Inflates bare DEFLATE data.
pub(super) fn raw(data: &[u8], cap: usize) -> Inflated {
    raw_part(data, cap).0
}

/// The same with the number of octets that were read.
fn raw_part(data: &[u8], cap: usize) -> (Inflated, usize) {
    let mut inflater = Decompress::new(false);
    let mut bytes = Vec::new();
    let mut step = vec![0; STEP];
    let mut used = 0;
    let seal = loop {
        let before = (inflater.total_in(), inflater.total_out());
        let status = inflater.decompress(&data[used..], &mut step, FlushDecompress::None);
        let moved = |before: u64, now: u64| usize::try_from(now - before).unwrap_or(0);
        used += moved(before.0, inflater.total_in());
        let made = moved(before.1, inflater.total_out());
        bytes.extend_from_slice(&step[..made]);
        if bytes.len() > cap {
            bytes.truncate(cap);
            break Seal::Full;
        }
        match status {
            Ok(Status::StreamEnd) => break Seal::Whole,
            Ok(_) if before != (inflater.total_in(), inflater.total_out()) => {}
            Ok(_) | Err(_) => break Seal::Cut,
        }
    };
    (Inflated { bytes, seal }, used)
}

/// What the trailer of a gzip member says of its data: checksum and length, little-endian.
fn seal_of(bytes: &[u8], rest: &[u8]) -> Seal {
    let mut crc = Crc::new();
    crc.update(bytes);
    let mut tail = crc.sum().to_le_bytes().to_vec();
    tail.extend(crc.amount().to_le_bytes());
    if rest.starts_with(&tail) {
        Seal::Whole
    } else {
        Seal::Doubtful
    }
}

/// Length of the header of a gzip member (RFC 1952 section 2.3).
fn gzip_head(data: &[u8]) -> Option<usize> {
    const CHECKSUM: u8 = 1 << 1;
    const EXTRA: u8 = 1 << 2;
    const NAME: u8 = 1 << 3;
    const COMMENT: u8 = 1 << 4;
    let flags = *data.get(3).filter(|_| data.starts_with(&GZIP))?;
    let mut end = GZIP_HEAD;
    if flags & EXTRA != 0 {
        let length = data.get(end..end + 2)?;
        end += 2 + usize::from(u16::from_le_bytes([length[0], length[1]]));
    }
    for text in [NAME, COMMENT] {
        if flags & text != 0 {
            end += 1 + data.get(end..)?.iter().position(|byte| *byte == 0)?;
        }
    }
    if flags & CHECKSUM != 0 {
        end += 2;
    }
    (end <= data.len()).then_some(end)
}
