//! Errors that can be made good: the two-state Markov chain, with a fatal share.
//!
//! Known as the Gilbert–Elliott channel. With error e, recovery r and no fatal
//! share, λ = 1 − e − r and π = r/(e + r):
//!
//! P(acceptable after n tokens) = π + (1 − π)·λⁿ, P(flawless) = (1 − e)ⁿ.
//!
//! With fatal share φ the living states form the block
//! M = [[1 − e, e(1 − φ)], [r, 1 − r]] with eigenvalues 1 − μ₁ ≥ 1 − μ₂, where
//! μ₁ + μ₂ = e + r and μ₁·μ₂ = e·r·φ. Then P(acceptable) is a mixture of the two
//! powers, and tends to 0 at the rate of the slower one.
//!
//! Every formula below is arranged so that no two nearly equal numbers are
//! subtracted: complements of eigenvalues are kept instead of eigenvalues.

use super::Process;
use crate::chain::{Chain, Hazard, Occupancy};
use crate::math::{complement_of_power, power_of_complement};
use crate::parameter::{Key, Values};
use crate::probability::Probability;

pub(super) struct Recoverable;

impl Process for Recoverable {
    fn name(&self) -> &'static str {
        "recoverable"
    }

    fn label(&self) -> &'static str {
        "recoverable errors"
    }

    fn summary(&self) -> &'static str {
        "Every acceptable completion errs with the same probability, and every spoiled one recovers with another; a share of errors may be fatal."
    }

    fn source(&self) -> &'static str {
        "Y. Marcovitz, \"Are Autoregressive LLMs Really Doomed?\", Parlant, 2025; B. Miranda, 2026; the chain is E. N. Gilbert's, 1960"
    }

    fn parameters(&self) -> &'static [Key] {
        &[Key::Error, Key::Recovery, Key::Fatal]
    }

    fn chain(&self, values: &Values) -> Chain {
        Chain {
            hazard: Hazard::Constant(Probability::clamped(values.get(Key::Error))),
            fatal: Probability::clamped(values.get(Key::Fatal)),
            recovery: Probability::clamped(values.get(Key::Recovery)),
        }
    }

    fn occupancy(&self, values: &Values, from: u64, to: u64) -> Occupancy {
        occupancy(&self.chain(values), (to - from) as f64)
    }

    fn limit(&self, values: &Values) -> Occupancy {
        limit(&self.chain(values))
    }
}

/// The complements μ₁ ≤ μ₂ of the eigenvalues of the living block, and the
/// weights of their powers in P(acceptable); the weights sum to 1.
///
/// All of it is kept in units of the greater of error and recovery, so that
/// products of tiny numbers don't vanish.
struct Spectrum {
    unit: f64,
    error: f64,
    slow: f64,
    fast: f64,
    gap: f64,
    weight_slow: f64,
    weight_fast: f64,
}

impl Spectrum {
    /// For a positive error and a positive recovery.
    fn of(error: f64, fatal: f64, recovery: f64) -> Self {
        let unit = error.max(recovery);
        let (error, recovery) = (error / unit, recovery / unit);
        let trace = error + recovery;
        // The product of the weights' numerators, in gap² as a sum of terms ≥ 0.
        let product = error * recovery * (1.0 - fatal);
        let gap = ((error - recovery) * (error - recovery) + 4.0 * product).sqrt();
        let slow = 2.0 * error * recovery * fatal / (trace + gap);
        let fast = f64::midpoint(trace, gap);
        // The weights are (μ₂ − e)/(μ₂ − μ₁) and (e − μ₁)/(μ₂ − μ₁): the numerator
        // that is greater is computed directly, the other one from the product.
        let (over, under) = if recovery >= error {
            let over = f64::midpoint(recovery - error, gap);
            (over, product / over)
        } else {
            let under = f64::midpoint(error - recovery, gap);
            (product / under, under)
        };
        let (weight_slow, weight_fast) = if gap == 0.0 {
            // Only where e = r and φ = 1: both powers are the same one.
            (0.0, 1.0)
        } else {
            (over / gap, under / gap)
        };
        Self {
            unit,
            error,
            slow,
            fast,
            gap,
            weight_slow,
            weight_fast,
        }
    }

    /// λ₁ⁿ and λ₂ⁿ.
    fn powers(&self, n: f64) -> (f64, f64) {
        (
            eigenvalue_power(self.unit * self.slow, n),
            eigenvalue_power(self.unit * self.fast, n),
        )
    }

    /// (λ₁ⁿ − λ₂ⁿ)/(μ₂ − μ₁)·unit, without cancellation.
    fn difference_of_powers(&self, n: f64) -> f64 {
        let (slow, fast) = self.powers(n);
        let mu = self.unit * self.fast;
        if self.gap == 0.0 {
            return 0.0;
        }
        if mu > 1.0 && n % 2.0 != 0.0 {
            return (slow - fast) / self.gap;
        }
        // λ₁ⁿ·(1 − (|λ₂|/λ₁)ⁿ), and |λ₂|/λ₁ = 1 − (λ₁ − |λ₂|)/λ₁.
        let distance = if mu <= 1.0 {
            self.unit * self.gap
        } else {
            2.0 - mu - self.unit * self.slow
        };
        let relative = (distance / (1.0 - self.unit * self.slow)).clamp(0.0, 1.0);
        slow * complement_of_power(relative, n) / self.gap
    }

    /// Σ λᵏ for k < n, times the unit, for the eigenvalue whose complement is `mu`·unit.
    fn sum_of_powers(&self, mu: f64, n: f64) -> f64 {
        if mu == 0.0 {
            return n * self.unit;
        }
        if self.unit * mu <= 1.0 {
            complement_of_power(self.unit * mu, n) / mu
        } else {
            (1.0 - eigenvalue_power(self.unit * mu, n)) / mu
        }
    }
}

/// λⁿ for λ = 1 − μ, which is negative where μ > 1.
fn eigenvalue_power(mu: f64, n: f64) -> f64 {
    if mu <= 1.0 {
        return power_of_complement(mu, n);
    }
    // |λ| = μ − 1 = 1 − (2 − μ); n is whole, so its parity decides the sign.
    let magnitude = power_of_complement(2.0 - mu, n);
    if n % 2.0 == 0.0 {
        magnitude
    } else {
        -magnitude
    }
}

/// Where a flawless completion stands `n` tokens later. The hazard is constant.
pub(crate) fn occupancy(chain: &Chain, n: f64) -> Occupancy {
    let (error, fatal, recovery) = constants(chain);
    let flawless = power_of_complement(error, n);
    if error == 0.0 || n == 0.0 {
        return Occupancy::START;
    }
    if recovery == 0.0 {
        let struck = complement_of_power(error, n);
        return Occupancy {
            flawless,
            recovered: 0.0,
            unacceptable: struck * (1.0 - fatal),
            lost: struck * fatal,
        };
    }
    let spectrum = Spectrum::of(error, fatal, recovery);
    let (slow, fast) = spectrum.powers(n);
    let acceptable = (spectrum.weight_slow * slow + spectrum.weight_fast * fast).max(flawless);
    let unacceptable = spectrum.error * (1.0 - fatal) * spectrum.difference_of_powers(n);
    // Whoever is lost was acceptable at some token, and met a fatal error at the next.
    let visits = spectrum.weight_slow * spectrum.sum_of_powers(spectrum.slow, n)
        + spectrum.weight_fast * spectrum.sum_of_powers(spectrum.fast, n);
    let lost = spectrum.error * fatal * visits;
    Occupancy {
        flawless,
        recovered: acceptable - flawless,
        unacceptable,
        lost,
    }
}

/// Where a completion stands as n → ∞.
pub(crate) fn limit(chain: &Chain) -> Occupancy {
    let (error, fatal, recovery) = constants(chain);
    if error == 0.0 {
        return Occupancy::START;
    }
    if recovery == 0.0 {
        return Occupancy {
            unacceptable: 1.0 - fatal,
            lost: fatal,
            ..Occupancy::default()
        };
    }
    if fatal == 0.0 {
        // For e = r = 1 the chain alternates for ever; this is its average.
        let total = error + recovery;
        return Occupancy {
            recovered: recovery / total,
            unacceptable: error / total,
            ..Occupancy::default()
        };
    }
    Occupancy {
        lost: 1.0,
        ..Occupancy::default()
    }
}

fn constants(chain: &Chain) -> (f64, f64, f64) {
    let Hazard::Constant(error) = chain.hazard;
    (error.get(), chain.fatal.get(), chain.recovery.get())
}
