//! A value, and how far the data let it stray.

/// What is known of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// It is estimated; an end of its interval may still be 0 or 1.
    Estimated,
    /// It was never seen to happen: only `high`, a bound, says anything.
    AtMost,
    /// It was never seen to fail: only `low`, a bound, says anything.
    AtLeast,
    /// The data do not depend on it, or not enough to exclude anything.
    Nothing,
}

/// A probability as the data have it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Its most likely value; `NaN` where there is none.
    pub value: f64,
    /// The least that the data support, at the level asked for.
    pub low: f64,
    /// The greatest.
    pub high: f64,
    /// Whether that is an estimate, or a bound only.
    pub known: Known,
}

impl Estimate {
    /// Nothing is known.
    pub(super) const UNKNOWN: Self = Self {
        value: f64::NAN,
        low: 0.0,
        high: 1.0,
        known: Known::Nothing,
    };

    /// A value between two others, all in [0, 1].
    pub(super) fn new(value: f64, low: f64, high: f64) -> Self {
        let known = if low <= 0.0 && high >= 1.0 {
            Known::Nothing
        } else if value <= 0.0 {
            Known::AtMost
        } else if value >= 1.0 {
            Known::AtLeast
        } else {
            Known::Estimated
        };
        Self {
            value,
            low,
            high,
            known,
        }
    }

    /// Its value, or another where it has none.
    pub(super) fn or(self, other: f64) -> f64 {
        if self.value.is_nan() {
            other
        } else {
            self.value
        }
    }
}
