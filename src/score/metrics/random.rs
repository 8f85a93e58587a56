//! A small generator of random numbers: the same seed gives the same numbers, everywhere.

/// `SplitMix64`: good enough for resampling, not for secrets.
#[derive(Debug, Clone)]
pub struct SplitMix64(u64);

impl SplitMix64 {
    /// Starts at a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub const fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, all alike likely (but for one part in 2^64 / `end`); 0 below 0.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u128::try_from(end).unwrap_or(u128::MAX >> 64);
        usize::try_from((u128::from(self.draw()) * end) >> 64).unwrap_or(0)
    }
}
