//! Random numbers: the one file that names `rand`.
//!
//! As in the core: every run has streams of its own, made from the seed, the number of the
//! run and a purpose, so that a run is the same alone, among others, in slices, natively or
//! in WebAssembly. The generator is xoshiro256++ (D. Blackman and S. Vigna, 2018).

use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng as _, SeedableRng as _};

/// What a stream is for: streams of different purposes never share numbers, so that runs
/// of one number get the same text whatever the model does with it.
#[derive(Clone, Copy, Debug)]
pub enum Purpose {
    /// What the harness gives: digits, rules, marks.
    Text = 1,
    /// What the model draws.
    Choice = 2,
    /// What is done blindly.
    Blind = 3,
    /// A training's first weights.
    Initial = 4,
    /// A training's examples.
    Examples = 5,
    /// Resampled measurements.
    Bootstrap = 6,
}

/// A stream of random numbers.
#[derive(Clone, Debug)]
pub struct Stream(Xoshiro256PlusPlus);

impl Stream {
    /// The stream of a purpose, of a run.
    pub fn new(seed: u64, run: u64, purpose: Purpose) -> Self {
        let state = mix(mix(mix(seed).wrapping_add(run)).wrapping_add(purpose as u64));
        Self(Xoshiro256PlusPlus::seed_from_u64(state))
    }

    /// Uniform on [0, 1), a multiple of 2⁻²⁴.
    pub fn uniform(&mut self) -> f32 {
        (self.0.next_u64() >> 40) as f32 * (1.0 / (1_u32 << 24) as f32)
    }

    /// One of 0, 1, … `count` − 1 (of 0 alone, if there are none); the bias is below
    /// `count`·2⁻³².
    pub fn below(&mut self, count: u32) -> u32 {
        let high = self.0.next_u64() >> 32;
        ((high * u64::from(count)) >> 32) as u32
    }

    /// A digit.
    pub fn digit(&mut self) -> u8 {
        self.below(10) as u8
    }
}

/// The output function of `SplitMix64`, a bijection that spreads neighbours apart.
const fn mix(seed: u64) -> u64 {
    let z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
