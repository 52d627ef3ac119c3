//! How sure a curve is that was fitted to data: its band, between lengths at which it is known.

use bounceback_core::model::criterion::Criterion;

/// Between which shares a curve lies at some lengths, as far as data tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Sure {
    /// The lengths, increasing.
    pub lengths: Vec<f64>,
    /// The least and the greatest share at each, as far as they are known.
    pub ends: Vec<(f64, f64)>,
    /// The question that the data answer.
    pub criterion: Criterion,
}

impl Sure {
    /// The ends at a length; none beyond those that are known.
    pub fn at(&self, length: f64) -> Option<(f64, f64)> {
        let known = self.lengths.len().min(self.ends.len());
        let after = self.lengths[..known].partition_point(|&it| it < length);
        let next = *self.ends[..known].get(after)?;
        if self.lengths[after] == length {
            return Some(next);
        }
        let before = after.checked_sub(1)?;
        let (from, to) = (self.lengths[before], self.lengths[after]);
        let share = (length - from) / (to - from);
        let between = |a: f64, b: f64| a + (b - a) * share;
        let (low, high) = self.ends[before];
        Some((between(low, next.0), between(high, next.1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_is_told_where_it_is_known_and_nowhere_else() {
        let sure = Sure {
            lengths: vec![1.0, 3.0, 5.0],
            ends: vec![(0.8, 1.0), (0.4, 0.8)],
            criterion: Criterion::Acceptable,
        };
        assert_eq!(sure.at(1.0), Some((0.8, 1.0)));
        let (low, high) = sure.at(2.0).unwrap();
        assert!((low - 0.6).abs() < 1e-12 && (high - 0.9).abs() < 1e-12);
        assert_eq!([sure.at(0.5), sure.at(3.5), sure.at(9.0)], [None; 3]);
    }
}
