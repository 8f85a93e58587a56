//! Digests of words, for tables that are looked up and never listed.

use std::hash::Hasher;

/// FNV-1a: words are short, and the tables are only looked up, never listed.
#[derive(Debug, Clone, Copy)]
pub struct WordHasher(u64);

/// What FNV-1a begins with.
pub const START: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a of more bytes.
pub const fn fnv(mut sum: u64, bytes: &[u8]) -> u64 {
    let mut at = 0;
    while at < bytes.len() {
        sum = (sum ^ bytes[at] as u64).wrapping_mul(0x100_0000_01b3);
        at += 1;
    }
    sum
}

/// A digest of a word, eight bytes at a time, for tables that forget: it is as good as it has to be
/// there, and quick.
pub fn quick(bytes: &[u8]) -> u64 {
    let (eights, rest) = bytes.as_chunks::<8>();
    let mix =
        |sum: u64, part: u64| (sum.rotate_left(23) ^ part).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let sum = eights
        .iter()
        .fold(START, |sum, eight| mix(sum, u64::from_le_bytes(*eight)));
    let rest = rest
        .iter()
        .fold(0, |part, byte| (part << 8) | u64::from(*byte));
    let sum = mix(sum, rest);
    sum ^ (sum >> 32)
}

impl Default for WordHasher {
    fn default() -> Self {
        Self(START)
    }
}

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = fnv(self.0, bytes);
    }

    fn write_u32(&mut self, number: u32) {
        self.0 = (self.0 ^ u64::from(number)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 ^= self.0 >> 29;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
