//! A tiny generator of random numbers, not the one under test.

/// `SplitMix64` (G. Steele, D. Lea and C. Flood, 2014): the same numbers everywhere.
#[derive(Clone, Debug)]
pub(crate) struct Generator(u64);

impl Generator {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Any 64 bits.
    pub(crate) const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = self.0;
        let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Uniform on [0, 1).
    pub(crate) const fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Whether something happens that has a probability.
    pub(crate) const fn happens(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// A whole number below `end`.
    pub(crate) const fn below(&mut self, end: u64) -> u64 {
        self.bits() % end
    }

    /// One of some things.
    pub(crate) fn pick<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        &things[self.below(things.len() as u64) as usize]
    }

    /// A probability of any size: the ends, round ones, tiny ones, any bits at all.
    pub(crate) fn probability(&mut self) -> f64 {
        match self.below(6) {
            0 => *self.pick(&[
                0.0,
                1.0,
                0.5,
                0.01,
                1e-12,
                5e-324,
                f64::EPSILON,
                1.0 - 1e-16,
            ]),
            1 => self.below(1001) as f64 / 1000.0,
            2 => 10_f64.powf(-12.0 * self.unit()),
            3 => 1.0 - 10_f64.powf(-12.0 * self.unit()),
            // Every double below 1 is as likely as any other.
            4 => f64::from_bits(self.below(1_f64.to_bits())),
            _ => self.unit(),
        }
    }

    /// A whole number from `least` to `most`, of any size.
    pub(crate) fn whole(&mut self, least: u64, most: u64) -> u64 {
        let bits = 64 - (most - least).leading_zeros();
        let cut = self.below(u64::from(bits) + 1);
        least + (self.below(1 << cut)).min(most - least)
    }
}
