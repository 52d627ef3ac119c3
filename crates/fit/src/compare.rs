//! Curves beside each other: who explains the data, and who can't be told apart.

use super::fits::Fits;
use super::fitted::Fit;
use bounceback_core::number::chi_square;
use bounceback_core::number::math::exp;

/// Within so much of the least AIC no curve is worse than another, as far as data tell.
pub const CANT_TELL: f64 = 2.0;

/// One curve among all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rank {
    /// The place of the fit in [`Fits::fits`].
    pub fit: usize,
    /// AIC less the least of all.
    pub delta: f64,
    /// Akaike's weight: e^(−Δ/2) over the sum of all.
    pub weight: f64,
}

impl Rank {
    /// Whether it can't be told from the best.
    pub fn is_among_the_best(&self) -> bool {
        // (Nor may rounding tell curves apart that lie exactly so far.)
        self.delta <= CANT_TELL + 1e-6
    }
}

impl Fits {
    /// All fits, the best first, by AIC.
    pub fn ranks(&self) -> Vec<Rank> {
        let least = self
            .fits()
            .iter()
            .map(Fit::aic)
            .fold(f64::INFINITY, f64::min);
        let weight = |fit: &Fit| exp(-(fit.aic() - least) / 2.0);
        let all: f64 = self.fits().iter().map(weight).sum();
        let mut ranks: Vec<Rank> = self
            .fits()
            .iter()
            .enumerate()
            .map(|(place, fit)| Rank {
                fit: place,
                delta: fit.aic() - least,
                weight: weight(fit) / all,
            })
            .collect();
        ranks.sort_by(|a, b| a.delta.total_cmp(&b.delta));
        ranks
    }

    /// The fit to name first: of those that can't be told from the best, the one with the
    /// fewest parameters; of two such, the likelier.
    pub fn preferred(&self) -> Option<&Fit> {
        let among = self.ranks().into_iter().filter(Rank::is_among_the_best);
        among
            .map(|rank| &self.fits()[rank.fit])
            .min_by_key(|fit| fit.size())
    }

    /// The test of ρ = 0 within `recoverable`; nothing where that was not fitted.
    pub fn boundary_test(&self) -> Option<BoundaryTest> {
        let none = self.named("independent")?;
        let some = self.named("recoverable")?;
        Some(BoundaryTest::of(2.0 * (some.loglik - none.loglik)))
    }
}

/// A likelihood-ratio test of a parameter at the end of its range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoundaryTest {
    /// Twice the difference of log-likelihoods.
    pub statistic: f64,
    /// How often so much comes by chance. At the end of a range half of all samples have
    /// their estimate there, and the statistic is 0: half of chi-square's tail with one degree
    /// of freedom (S. Self and K.-Y. Liang, JASA 82, 1987).
    pub p: f64,
}

impl BoundaryTest {
    pub(super) fn of(statistic: f64) -> Self {
        let statistic = statistic.max(0.0);
        // (Below rounding there is no difference.)
        let p = if statistic < 1e-6 {
            1.0
        } else {
            0.5 * chi_square::tail(statistic, 1.0)
        };
        Self { statistic, p }
    }
}
