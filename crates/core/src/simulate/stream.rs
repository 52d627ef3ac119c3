//! Random numbers: the one file that names `rand`.
//!
//! Every run has streams of its own, made from the seed, the number of the run
//! and a purpose, so that a run is the same whether it is simulated alone, among
//! others, in slices, natively or in WebAssembly.
//!
//! The generator is xoshiro256++ (D. Blackman and S. Vigna, 2018), named
//! explicitly because rand's defaults may change; the seeds are spread by
//! `SplitMix64`'s mixing function (G. Steele, D. Lea and C. Flood, 2014).

use crate::number::binomial::log_mass;
use crate::number::math::{exp, floor, ln, log1p};
use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};
use rand_distr::{Distribution, Exp1};

/// What a stream is for: streams of different purposes never share numbers, so
/// that asking one question more never changes the answer to another.
#[derive(Clone, Copy, Debug)]
pub enum Purpose {
    /// Everything that decides the state.
    State = 1,
    /// Errors that strike a completion already unacceptable: counted only.
    Count = 2,
    /// The counts of a whole population.
    Population = 3,
    /// The difficulty of a completion.
    Difficulty = 4,
    /// What is only told of a run, and changes nothing.
    Aside = 5,
    /// Data drawn from a fit.
    Refit = 7,
    /// Runs like those that people bring: bootstraps, and how many would tell.
    Fit = 6,
}

/// A stream of random numbers.
#[derive(Clone, Debug)]
pub struct Stream(Xoshiro256PlusPlus);

impl Stream {
    /// The stream of one run, or sample, for one purpose.
    pub fn new(seed: u64, run: u64, purpose: Purpose) -> Self {
        let state = mix(mix(mix(seed).wrapping_add(run)).wrapping_add(purpose as u64));
        Self(Xoshiro256PlusPlus::seed_from_u64(state))
    }

    /// Uniform on [0, 1), a multiple of 2⁻⁵³.
    pub fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }

    /// Beta(`alpha`, `beta`), by two gamma variables.
    pub fn beta(&mut self, alpha: f64, beta: f64) -> f64 {
        // The logarithm of their quotient: a gamma variable of small shape may be too
        // small for a number.
        let odds = self.log_gamma(alpha) - self.log_gamma(beta);
        1.0 / (1.0 + exp(-odds))
    }

    /// The logarithm of a gamma variable of scale 1.
    fn log_gamma(&mut self, shape: f64) -> f64 {
        // Below 1, one of shape + 1 times U^(1/shape), U uniform on (0, 1].
        let (shape, boost) = if shape < 1.0 {
            (shape + 1.0, ln(1.0 - self.uniform()) / shape)
        } else {
            (shape, 0.0)
        };
        boost + ln(self.gamma_variate(shape))
    }

    /// A gamma variable of shape at least 1: R. Cheng's algorithm GB ("The Generation
    /// of Gamma Variables with Non-Integral Shape Parameter", 1977), which needs
    /// uniform variables and logarithms only.
    fn gamma_variate(&mut self, shape: f64) -> f64 {
        let a = 1.0 / (2.0 * shape - 1.0).sqrt();
        let b = shape - ln(4.0);
        let c = shape + 1.0 / a;
        loop {
            let (u, w) = (self.uniform(), self.uniform());
            // Both ends are left out: the logarithms must exist.
            if u == 0.0 || w == 0.0 {
                continue;
            }
            let v = a * ln(u / (1.0 - u));
            let x = shape * exp(v);
            let z = u * u * w;
            if b + c * v - x >= ln(z) {
                return x;
            }
        }
    }

    /// How many of `trials` succeed, each with probability `p`.
    pub fn binomial(&mut self, trials: u64, p: f64) -> u64 {
        if p > 0.5 {
            return trials - self.binomial(trials, 1.0 - p);
        }
        if p == 0.0 || trials == 0 {
            return 0;
        }
        let mean = trials as f64 * p;
        if mean < 10.0 {
            self.count(trials, p)
        } else {
            self.reject(trials, p)
        }
    }

    /// Few successes are counted from one to the next.
    fn count(&mut self, trials: u64, p: f64) -> u64 {
        let wait = Wait::new(p);
        let (mut at, mut successes) = (wait.draw(self), 0);
        while at <= trials {
            successes += 1;
            at = at.saturating_add(wait.draw(self));
        }
        successes
    }

    /// Transformed rejection with squeeze (algorithm BTRS of W. Hörmann, "The
    /// Generation of Binomial Random Variates", 1993), for p ≤ ½ and np ≥ 10. The
    /// library's sampler calls the platform's logarithm, and would not give the same
    /// numbers everywhere.
    fn reject(&mut self, trials: u64, p: f64) -> u64 {
        let n = trials as f64;
        let deviation = (n * p * (1.0 - p)).sqrt();
        let b = 1.15 + 2.53 * deviation;
        let a = -0.0873 + 0.0248 * b + 0.01 * p;
        let centre = n * p + 0.5;
        let squeeze = 0.92 - 4.2 / b;
        let alpha = (2.83 + 5.1 / b) * deviation;
        loop {
            let v = self.uniform();
            let u = self.uniform() - 0.5;
            let edge = 0.5 - u.abs();
            let k = floor((2.0 * a / edge + b) * u + centre);
            if k < 0.0 || k > n {
                continue;
            }
            let k = k as u64;
            if edge >= 0.07 && v <= squeeze {
                return k;
            }
            // Few get here.
            let mode = log_mass(((n + 1.0) * p) as u64, trials, p);
            let height = v * alpha / (a / (edge * edge) + b);
            if ln(height) <= log_mass(k, trials, p) - mode {
                return k;
            }
        }
    }

    /// Standard exponential, drawn by the ziggurat method: no logarithm needed
    /// but in one draw of some four thousand.
    pub(crate) fn exponential(&mut self) -> f64 {
        Exp1.sample(&mut self.0)
    }
}

/// The waiting time until something that happens with probability `p` at each
/// token first does: geometric on 1, 2, 3, …
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wait {
    /// 1/−ln(1 − p): infinite for p = 0, zero for p = 1.
    scale: f64,
}

impl Wait {
    pub(crate) fn new(p: f64) -> Self {
        Self {
            scale: -1.0 / log1p(-p),
        }
    }

    /// ⌊x·scale⌋ + 1 for a standard exponential x, as P(x·scale ≥ k) = (1 − p)ᵏ;
    /// `u64::MAX`, which stands for never, where that is too far to count.
    pub(crate) fn draw(self, stream: &mut Stream) -> u64 {
        self.at(stream.exponential())
    }

    /// The token at which an exposure is spent, the next one being number 1.
    pub(crate) fn at(self, spent: f64) -> u64 {
        ((spent * self.scale) as u64).saturating_add(1)
    }

    /// The exposure of so many tokens.
    pub(crate) fn exposure(self, tokens: f64) -> f64 {
        if tokens == 0.0 {
            0.0
        } else {
            tokens / self.scale
        }
    }
}

/// The output function of `SplitMix64`, a bijection that spreads neighbours apart.
const fn mix(seed: u64) -> u64 {
    let z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_numbers_of_a_stream_never_change() {
        let mut stream = Stream::new(42, 0, Purpose::State);
        let uniform: Vec<u64> = (0..3).map(|_| stream.uniform().to_bits()).collect();
        let exponential: Vec<u64> = (0..3).map(|_| stream.exponential().to_bits()).collect();
        assert_eq!(uniform, STABLE_UNIFORM, "{uniform:#x?}");
        assert_eq!(exponential, STABLE_EXPONENTIAL, "{exponential:#x?}");
    }

    const STABLE_UNIFORM: [u64; 3] = [
        0x3fc4_d016_52f7_70f0,
        0x3fed_1a5c_3580_7884,
        0x3fe7_3e3e_8ba5_d967,
    ];
    const STABLE_EXPONENTIAL: [u64; 3] = [
        0x400f_b1c3_b5c5_5ea1,
        0x4007_5416_4113_eadc,
        0x3fd1_2993_db03_8851,
    ];

    #[test]
    fn waiting_for_the_certain_takes_one_token_and_for_the_impossible_for_ever() {
        let mut stream = Stream::new(1, 2, Purpose::State);
        for _ in 0..100 {
            assert_eq!(Wait::new(1.0).draw(&mut stream), 1);
            assert_eq!(Wait::new(0.0).draw(&mut stream), u64::MAX);
        }
    }

    /// By Pearson's chi-square over some twenty bins, at fixed seeds; 80 is beyond
    /// its quantile of 10⁻⁷ for 24 degrees of freedom.
    #[test]
    fn binomials_are_binomial() {
        for (seed, trials, p) in [
            (1, 20_u64, 0.3),
            (2, 1000, 0.004),
            (3, 1000, 0.02),
            (4, 60, 0.9),
            (5, 1_000_000_000, 0.25),
            (6, 1_000_000_000, 3e-8),
        ] {
            let mut stream = Stream::new(seed, 0, Purpose::Population);
            let mean = trials as f64 * p;
            let deviation = (mean * (1.0 - p)).sqrt();
            let width = (deviation / 4.0).max(1.0).round() as u64;
            let low = (mean - 2.5 * deviation).max(0.0) as u64;
            let bins = 24;
            let mut counts = vec![0_u32; bins + 1];
            let draws = 100_000;
            for _ in 0..draws {
                let k = stream.binomial(trials, p);
                assert!(k <= trials);
                let bin = (k.max(low) - low) / width;
                counts[(bin as usize).min(bins)] += 1;
            }
            let below = |k: u64| {
                if k == 0 {
                    0.0
                } else {
                    crate::number::binomial::at_most(k - 1, trials, p)
                }
            };
            let mut square = 0.0;
            for (bin, &count) in counts.iter().enumerate() {
                let from = if bin == 0 {
                    0.0
                } else {
                    below(low + bin as u64 * width)
                };
                let to = if bin == bins {
                    1.0
                } else {
                    below(low + (bin as u64 + 1) * width)
                };
                let expected = (to - from) * f64::from(draws);
                if expected > 5.0 {
                    square += (f64::from(count) - expected).powi(2) / expected;
                }
            }
            assert!(square < 80.0, "{trials} {p}: chi-square {square}");
        }
    }

    /// Mean and variance within six standard errors, at fixed seeds.
    #[test]
    fn beta_variables_have_the_mean_and_the_variance_of_theirs() {
        for (seed, a, b) in [
            (1, 1.0, 99.0),
            (2, 0.3, 0.2),
            (3, 0.01, 1.0),
            (4, 50.0, 3.0),
        ] {
            let mut stream = Stream::new(seed, 0, Purpose::Difficulty);
            let draws = 200_000;
            let (mut sum, mut squares, mut fourth) = (0.0, 0.0, 0.0);
            let mean = a / (a + b);
            for _ in 0..draws {
                let e = stream.beta(a, b);
                assert!((0.0..=1.0).contains(&e));
                let d = e - mean;
                sum += d;
                squares += d * d;
                fourth += d * d * d * d;
            }
            let n = f64::from(draws);
            let variance = a * b / ((a + b) * (a + b) * (a + b + 1.0));
            assert!(
                (sum / n).abs() < 6.0 * (variance / n).sqrt(),
                "mean of {a} {b}"
            );
            let error = ((fourth / n - variance * variance) / n).sqrt();
            let off = squares / n - variance;
            assert!(
                off.abs() < 6.0 * error,
                "variance of {a} {b}: {off} {error}"
            );
        }
    }

    #[test]
    fn certain_and_impossible_successes_are_exact() {
        let mut stream = Stream::new(1, 1, Purpose::Population);
        for trials in [0, 1, 1_000_000_000] {
            assert_eq!(stream.binomial(trials, 0.0), 0);
            assert_eq!(stream.binomial(trials, 1.0), trials);
        }
    }

    #[test]
    fn runs_and_purposes_have_streams_of_their_own() {
        let first = |run, purpose| Stream::new(7, run, purpose).uniform().to_bits();
        let all = [
            first(0, Purpose::State),
            first(1, Purpose::State),
            first(0, Purpose::Count),
            first(1, Purpose::Count),
        ];
        for (i, a) in all.iter().enumerate() {
            assert!(all[i + 1..].iter().all(|b| a != b));
        }
    }
}
