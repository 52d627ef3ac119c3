//! The chi-square distribution.

use crate::number::gamma::upper_share;

/// P(X ≥ `x`) for a chi-square variable with so many degrees of freedom.
pub fn tail(x: f64, freedom: f64) -> f64 {
    if x <= 0.0 {
        1.0
    } else {
        upper_share(freedom / 2.0, x / 2.0)
    }
}

/// The x that a chi-square variable of one degree of freedom exceeds with probability
/// 1 − `level`, for levels in (0, 1): 3.841 at 95%.
pub fn quantile(level: f64) -> f64 {
    let (mut low, mut high) = (0.0, 80.0);
    while high - low > 1e-13 * high {
        let middle = f64::midpoint(low, high);
        if tail(middle, 1.0) > 1.0 - level {
            low = middle;
        } else {
            high = middle;
        }
        if low == 0.0 && high < 1e-200 {
            break;
        }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_and_quantiles_are_those_of_the_tables() {
        for (level, x) in [
            (0.9, 2.705_543_454_095_404),
            (0.95, 3.841_458_820_694_124),
            (0.99, 6.634_896_601_021_213),
        ] {
            assert!((quantile(level) - x).abs() < 1e-9);
            assert!((tail(x, 1.0) - (1.0 - level)).abs() < 1e-12);
        }
        assert!((tail(9.487_729_036_781_154, 4.0) - 0.05).abs() < 1e-12);
        assert_eq!(tail(0.0, 1.0), 1.0);
    }
}
