//! A number known to lie in [0, 1].

use core::fmt;

/// A probability: finite and in [0, 1], checked once where it enters.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Default)]
pub struct Probability(f64);

/// What [`Probability::new`] answers to a number outside [0, 1].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NotAProbability(pub f64);

impl Probability {
    /// What never happens.
    pub const ZERO: Self = Self(0.0);
    /// What always happens.
    pub const ONE: Self = Self(1.0);

    /// Takes a number in [0, 1].
    ///
    /// # Errors
    /// [`NotAProbability`] for anything else, NaN included.
    pub fn new(value: f64) -> Result<Self, NotAProbability> {
        if (0.0..=1.0).contains(&value) {
            // Adding zero turns −0 into +0, so that equal values have equal bits.
            Ok(Self(value + 0.0))
        } else {
            Err(NotAProbability(value))
        }
    }

    /// The nearest probability; NaN becomes 0.
    ///
    /// For results of arithmetic that can leave [0, 1] only by rounding.
    pub fn clamped(value: f64) -> Self {
        Self(if value.is_nan() {
            0.0
        } else {
            value.clamp(0.0, 1.0) + 0.0
        })
    }

    /// The number itself.
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for Probability {
    type Error = NotAProbability;

    fn try_from(value: f64) -> Result<Self, NotAProbability> {
        Self::new(value)
    }
}

impl fmt::Display for NotAProbability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is not a probability: it must lie in [0, 1]", self.0)
    }
}

impl core::error::Error for NotAProbability {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_from_zero_to_one_are_probabilities() {
        for good in [0.0, -0.0, 1e-300, 0.5, 1.0] {
            assert_eq!(Probability::new(good).unwrap().get(), good);
        }
        for bad in [-1e-300, 1.0 + f64::EPSILON, f64::NAN, f64::INFINITY] {
            assert!(Probability::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn clamping_never_leaves_the_interval() {
        for (value, nearest) in [(-1.0, 0.0), (2.0, 1.0), (f64::NAN, 0.0), (0.25, 0.25)] {
            assert_eq!(Probability::clamped(value).get(), nearest);
        }
    }
}
