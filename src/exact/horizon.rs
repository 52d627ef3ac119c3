//! How far a target holds.

use super::Exact;
use crate::course::Hazard;
use crate::criterion::Criterion;
use crate::probability::Probability;

/// The greatest length that is looked at when searching for a horizon where every
/// length has a closed form: every whole number up to here is an `f64`.
const FARTHEST: u64 = 1 << 53;

/// The greatest length that is looked at where it has none.
const FAR: u64 = 1_000_000_000;

/// The largest number of tokens at which a target still holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Horizon {
    /// This many tokens, and not one more.
    Tokens(u64),
    /// More than so many tokens, but not for ever, or nobody knows.
    Beyond(u64),
    /// It holds at lengths beyond every bound.
    Infinite,
}

impl Exact {
    /// The largest n at which P(success) is at least `target`.
    pub fn horizon(&self, criterion: Criterion, target: Probability) -> Horizon {
        let target = target.get();
        let start = self.course.start();
        let alternates = criterion == Criterion::Acceptable && self.alternates_for_ever();
        if alternates || self.limit(criterion) >= target {
            return Horizon::Infinite;
        }
        let farthest = if self.is_closed() { FARTHEST } else { FAR };
        // From far to near: the last length on a coarse grid at which it holds.
        let stride = self.stride(criterion);
        let grid: Vec<u64> = grid(start, farthest, stride);
        let values = self.successes(criterion, &grid);
        let Some(last) = values.iter().rposition(|&value| value >= target) else {
            // It holds at the start at least, where nothing has happened yet.
            return Horizon::Tokens(self.nearest(criterion, target, start, stride));
        };
        if last + 1 == grid.len() {
            return Horizon::Beyond(farthest);
        }
        let (mut low, mut high) = (grid[last], grid[last + 1]);
        while high - low > stride {
            let middle = low + (high - low) / 2 / stride * stride;
            if self.success(criterion, middle) >= target {
                low = middle;
            } else {
                high = middle;
            }
        }
        Horizon::Tokens(self.nearest(criterion, target, low, stride))
    }

    /// The last length at which it holds of those within two strides of `low`.
    fn nearest(&self, criterion: Criterion, target: f64, low: u64, stride: u64) -> u64 {
        // Within a stride the curve falls, once it has risen at its beginning.
        let holds = |n: u64| self.success(criterion, n) >= target;
        let mut last = low;
        for begin in [low, low + stride] {
            let begin = if holds(begin) { begin } else { begin + 1 };
            if !holds(begin) {
                continue;
            }
            let (mut good, mut bad) = (begin, begin + stride);
            while bad - good > 1 {
                let middle = u64::midpoint(good, bad);
                if holds(middle) {
                    good = middle;
                } else {
                    bad = middle;
                }
            }
            last = last.max(good);
        }
        last
    }

    /// After how many tokens the curve repeats its form, where it is not monotone:
    /// an anti-correlated chain alternates, queries come in rounds.
    fn stride(&self, criterion: Criterion) -> u64 {
        let Some(last) = self.course.stages().last() else {
            return 1;
        };
        if let Some(query) = &last.query {
            return query.interval;
        }
        if let Some(check) = &last.check {
            return check.size;
        }
        match last.hazard(1.0) {
            Hazard::Constant(error)
                if criterion == Criterion::Acceptable && error + last.return_rate() > 1.0 =>
            {
                2
            }
            _ => 1,
        }
    }

    /// Whether every token turns an acceptable completion into an unacceptable one
    /// and back: every second length is acceptable, for ever.
    fn alternates_for_ever(&self) -> bool {
        let Some(last) = self.course.stages().last() else {
            return false;
        };
        let certain = matches!(last.hazard(0.0), Hazard::Constant(error) if error == 1.0);
        certain
            && last.return_rate() == 1.0
            && last.fatal == 0.0
            && last.query.is_none()
            && last.check.is_none()
    }
}

/// Lengths from `start` on that grow by a sixteenth, in whole strides.
fn grid(start: u64, farthest: u64, stride: u64) -> Vec<u64> {
    let mut grid = vec![start];
    let mut distance = stride;
    while start + distance <= farthest {
        grid.push(start + distance);
        distance = (distance + distance / 16 / stride * stride).max(distance + stride);
    }
    grid
}
