//! Tokens with constant rates, in closed form.

use crate::exact::scalar::{Marks, Scalar};
use crate::exact::transition::{Rates, Transition};
use crate::number::complex::Complex;
use crate::number::math::{complement_of_power, exp, expm1, power_of_complement};

/// What stretches with constant rates are known for.
pub trait Steady: Scalar {
    /// A stretch of `tokens` tokens with constant rates.
    fn stretch(rates: &Rates, marks: &Marks<Self>, tokens: u64) -> Transition<Self>;
}

impl Steady for f64 {
    fn stretch(rates: &Rates, _: &Marks<Self>, tokens: u64) -> Transition<Self> {
        constant(rates.error, rates.fatal, rates.back(), tokens as f64)
    }
}

impl Steady for Complex {
    fn stretch(rates: &Rates, marks: &Marks<Self>, tokens: u64) -> Transition<Self> {
        Transition::token(rates, marks).power(tokens)
    }
}

/// `n` tokens with constant rates, in closed form.
///
/// The living block M = [[1 − e, e(1 − φ)], [r, 1 − r]] has the eigenvalues
/// 1 − μ₁ ≥ 1 − μ₂, where μ₁ + μ₂ = e + r and μ₁·μ₂ = e·r·φ; its powers are sums of
/// theirs. Every formula is arranged so that no two nearly equal numbers are
/// subtracted: complements of eigenvalues are kept instead of eigenvalues.
pub fn constant(error: f64, fatal: f64, back: f64, n: f64) -> Transition<f64> {
    let flawless = power_of_complement(error, n);
    let marred = complement_of_power(error, n);
    let mut law = Transition {
        flawless,
        marred,
        ..Transition::identity()
    };
    if n == 0.0 {
        return law;
    }
    if back == 0.0 || error == 0.0 {
        law.aa = flawless;
        law.au = marred * (1.0 - fatal);
        law.al = marred * fatal;
        law.ua = complement_of_power(back, n);
        law.uu = power_of_complement(back, n);
        return law;
    }
    let spectrum = Spectrum::of(error, fatal, back);
    let (slow, fast) = spectrum.powers(n);
    let difference = spectrum.difference_of_powers(n);
    law.aa = (spectrum.weight_slow * slow + spectrum.weight_fast * fast).clamp(flawless, 1.0);
    law.au = spectrum.error * (1.0 - fatal) * difference;
    // Whoever is lost was acceptable at some token, and met a fatal error at the next.
    let (slow_visits, fast_visits) = (
        spectrum.sum_of_powers(spectrum.slow, n),
        spectrum.sum_of_powers(spectrum.fast, n),
    );
    let visits = spectrum.weight_slow * slow_visits + spectrum.weight_fast * fast_visits;
    law.al = spectrum.error * fatal * visits;
    law.ua = spectrum.back * difference;
    // The two rows of the block swap the weights of the powers.
    law.uu = (spectrum.weight_fast * slow + spectrum.weight_slow * fast).max(0.0);
    law.ul = if fatal == 0.0 {
        0.0
    } else {
        (1.0 - law.ua - law.uu).max(0.0)
    };
    law
}

/// What infinitely many tokens with constant rates do; where the chain alternates for
/// ever (error = back = 1), its average.
pub fn forever(error: f64, fatal: f64, back: f64) -> Transition<f64> {
    let [aa, au, al, ua, uu, ul] = match (error == 0.0, back == 0.0, fatal == 0.0) {
        (true, true, _) => [1.0, 0.0, 0.0, 0.0, 1.0, 0.0],
        (true, false, _) => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
        (false, true, _) => [0.0, 1.0 - fatal, fatal, 0.0, 1.0, 0.0],
        (false, false, true) => {
            // In units of the greater, so that no product of tiny numbers vanishes.
            let unit = error.max(back);
            let (up, down) = (back / unit, error / unit);
            let (good, bad) = (up / (up + down), down / (up + down));
            [good, bad, 0.0, good, bad, 0.0]
        }
        (false, false, false) => [0.0, 0.0, 1.0, 0.0, 0.0, 1.0],
    };
    let flawless = f64::from(u8::from(error == 0.0));
    Transition {
        flawless,
        marred: 1.0 - flawless,
        aa,
        au,
        al,
        ua,
        uu,
        ul,
        ..Transition::identity()
    }
}

/// A stretch over which `exposure` to error is spent and nothing is made good.
pub fn spent(exposure: f64, fatal: f64) -> Transition<f64> {
    let (flawless, marred) = (exp(-exposure), -expm1(-exposure));
    Transition {
        flawless,
        marred,
        aa: flawless,
        au: marred * (1.0 - fatal),
        al: marred * fatal,
        ..Transition::identity()
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
    back: f64,
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
            back: recovery,
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
