//! What most completions pay at most: a quantile of the tokens paid.
//!
//! Where nothing is left to chance it is a sum. Else what is paid beyond the least is
//! counted in units, and P(at most m units) is read off its generating function E[zᵘⁿⁱᵗˢ]
//! by Cauchy's integral on a circle, as errors are ([`super::count`]): exact to rounding.
//! Two things make it a bound instead: a last, shorter draft is counted in whole units; and
//! where so many units would take too much work, Cantelli's inequality is taken, which needs
//! nothing but mean and variance: P(X ≥ μ + kσ) ≤ 1/(1 + k²).

use super::engine::Exact;
use super::rows::rows;
use super::scalar::Marks;
use super::view::View;
use super::work::{READING, Work};
use crate::model::course::{Memory, Stage};
use crate::model::technique::{Ballot, Judge};
use crate::number::complex::Complex;
use crate::number::math::{exp, ln};

/// What a share of all completions pay at most, in tokens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paid {
    /// The tokens; infinite where drafts may be made without end.
    pub tokens: f64,
    /// Whether no smaller number will do. Else one may.
    pub is_least: bool,
}

/// What the circle leaves out: see [`super::count::at_most`].
const NEGLECTED: f64 = 1e-13;

/// A share is reached if no more than this is missing.
const SLACK: f64 = 1e-11;

/// The variance is found from a difference; so much is added to it for what that leaves out.
const DOUBT: f64 = 0.01;

impl Exact {
    /// What at least `share` of all completions pay at most for the whole text, from the
    /// tokens done on. Nothing where that is not known: where completions remember their
    /// errors and what they pay is left to chance, or where it takes too much work.
    pub fn paid_within(&self, share: f64) -> Option<Paid> {
        let end = self.course.end();
        let least = self.course.least_cost(end) as f64;
        let Some((unit, part)) = self.unit() else {
            return Some(Paid {
                tokens: least,
                is_least: true,
            });
        };
        if self.memory == Memory::Errors {
            return None;
        }
        let cost = self.expected_cost(end);
        if cost.is_nan() || cost.is_infinite() {
            return cost.is_infinite().then_some(Paid {
                tokens: cost,
                is_least: false,
            });
        }
        // As it is, if that is not too much work; else shorter drafts in whole units.
        let sizes: &[u64] = if part == unit { &[unit] } else { &[part, unit] };
        for &size in sizes {
            let units = ((cost - least) / size as f64).max(0.0);
            let work = Work::new(READING / sizes.len() as u64);
            let counted = self.counted(share, size, units, &work);
            self.took(&work);
            if let Some(units) = counted {
                return Some(Paid {
                    tokens: least + (units * size) as f64,
                    is_least: size == part,
                });
            }
        }
        let units = self.bounded(share, unit)?;
        Some(Paid {
            tokens: least + units * unit as f64,
            is_least: false,
        })
    }

    /// Of the tokens that are paid at once beyond the least the greatest number that divides
    /// them all: of whole drafts alone, and of shorter ones too. Nothing where nothing is left
    /// to chance.
    fn unit(&self) -> Option<(u64, u64)> {
        let (mut unit, mut part) = (0, 0);
        for stage in self.course.stages().iter().filter(|it| it.from < it.to) {
            let [whole, rest] = tolls(stage);
            unit = common(unit, whole);
            part = common(common(part, whole), rest);
        }
        (unit > 0).then_some((unit, part))
    }

    /// E[z^units] at the end of the text.
    fn units(&self, z: Complex, unit: u64, work: &Work) -> Complex {
        let lengths = [self.course.end()];
        let add = |sum: &mut Complex, weight: f64, value: &Complex| *sum += *value * weight;
        self.averaged(1, Complex::default(), add, |difficulty| {
            let marks = Marks::paying(z, unit);
            let rows = rows(
                &self.course,
                difficulty,
                marks,
                &lengths,
                View::Standing,
                work,
            );
            vec![rows[0].total()]
        })[0]
    }

    /// The least number of units that `share` of all completions stay within; nothing where
    /// that takes too much work.
    fn counted(&self, share: f64, unit: u64, mean: f64, work: &Work) -> Option<u64> {
        let mut most = (mean + 3.0 * mean.sqrt() + 4.0) as u64;
        loop {
            // Before anything is done, what it takes at least.
            if most > READING / 256 {
                return None;
            }
            let points = 4 * most + 8;
            let radius = exp(ln(NEGLECTED) / points as f64);
            let turn = |point: u64| 2.0 * core::f64::consts::PI * point as f64 / points as f64;
            let mut values = Vec::new();
            // The lower half of the circle mirrors the upper one.
            for point in 0..=points / 2 {
                let z = Complex::polar(radius, turn(point));
                let twice = if point == 0 || 2 * point == points {
                    1.0
                } else {
                    2.0
                };
                let weight = (Complex::from(1.0) - z).inverse() * (twice / points as f64);
                values.push(self.units(z, unit, work) * weight);
                if !work.spend(16) {
                    return None;
                }
            }
            let within = |units: u64| -> f64 {
                work.spend(values.len() as u64);
                let back = exp(-(units as f64) * ln(radius));
                let terms = values.iter().enumerate().map(|(point, value)| {
                    // Of the angle the whole turns are taken out before it is rounded.
                    let at = (point as u64 * units) % points;
                    (*value * Complex::polar(back, -turn(at))).re
                });
                terms.sum()
            };
            if within(most) >= share - SLACK {
                let (mut low, mut high) = (0, most);
                while low < high {
                    let middle = u64::midpoint(low, high);
                    if within(middle) >= share - SLACK {
                        high = middle;
                    } else {
                        low = middle + 1;
                    }
                }
                return Some(high);
            }
            most *= 2;
        }
    }

    /// A number of units that `share` of all completions stay within, by Cantelli. Not where
    /// difficulty is mixed: such tails are too long to see from a variance.
    fn bounded(&self, share: f64, unit: u64) -> Option<f64> {
        if self.memory != Memory::None || share >= 1.0 {
            return None;
        }
        let work = Work::new(READING);
        // |E[e^{iθX}]|² is 1 − σ²θ² for small θ, and its argument μθ.
        let look = |angle: f64| {
            let value = self.units(Complex::polar(1.0, angle), unit, &work);
            let square = value.re * value.re + value.im * value.im;
            ((1.0 - square).max(0.0) / (angle * angle), value.im / angle)
        };
        let (mut variance, mut mean) = look(1e-6);
        for _ in 0..2 {
            let deviation = variance.sqrt();
            if deviation > 0.0 {
                (variance, mean) = look(1e-3 / (deviation + mean.abs()));
            }
        }
        self.took(&work);
        if work.is_spent() || !variance.is_finite() {
            return None;
        }
        let times = (share / (1.0 - share)).sqrt();
        Some(mean + times * (variance * (1.0 + DOUBT)).sqrt())
    }
}

/// What a stage may make completions pay at once beyond the least: for a whole draft (or a
/// repair), and for the shorter one at its end. 0: nothing.
fn tolls(stage: &Stage) -> [u64; 2] {
    let tokens = stage.to - stage.from;
    let Some(check) = &stage.check else {
        let undo = if stage.repairs_cost() {
            stage.undo as u64
        } else {
            0
        };
        return [undo, 0];
    };
    let toll = |size: u64| match check.judge {
        Judge::Verify {
            detection,
            false_reject,
            tries,
            cost,
        } => {
            if tries == 1 || detection == 0.0 && false_reject == 0.0 {
                0
            } else {
                size + cost as u64
            }
        }
        Judge::Vote {
            ballot: Ballot::Lead(2..),
            ..
        } => 2 * size,
        Judge::Vote { .. } => 0,
    };
    let rest = tokens % check.size;
    if rest == tokens {
        [toll(rest), 0]
    } else {
        [toll(check.size), if rest > 0 { toll(rest) } else { 0 }]
    }
}

/// The greatest number that divides two.
fn common(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { common(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::share::link;

    fn paid(link: &str, share: f64) -> Paid {
        Exact::new(&link::read(link).scenario)
            .paid_within(share)
            .unwrap()
    }

    #[test]
    fn retries_are_paid_as_the_binomial_says() {
        // One draft that is rejected with probability ½: 1, 2, 4 … tries for ½, ¾, ….
        let link = "process=independent&error=0&technique=verify&interval=10&tokens=10&false_reject=0.5&cost=0";
        for (share, tries) in [
            (0.5, 1.0),
            (0.51, 2.0),
            (0.75, 2.0),
            (0.9, 4.0),
            (0.95, 5.0),
        ] {
            let paid = paid(link, share);
            assert_eq!(
                (paid.tokens, paid.is_least),
                (10.0 * tries, true),
                "{share}"
            );
        }
    }

    #[test]
    fn what_nothing_is_left_to_chance_of_is_paid_by_all() {
        for (link, tokens) in [
            ("tokens=70", 70.0),
            ("tokens=70&technique=think&think=30", 100.0),
            ("tokens=70&technique=query&interval=10&cost=5", 105.0),
            ("tokens=70&technique=vote&votes=3", 210.0),
            ("tokens=70&done=20", 50.0),
        ] {
            for share in [0.01, 0.95] {
                let paid = paid(link, share);
                assert_eq!((paid.tokens, paid.is_least), (tokens, true), "{link}");
            }
        }
    }

    #[test]
    fn a_bound_is_no_less_than_what_it_bounds_and_not_much_more() {
        for link in [
            "process=independent&error=0.02&technique=verify&interval=10&tokens=1000",
            "process=independent&error=0.02&technique=vote&lead=3&step=1&tokens=1000",
            "error=0.05&technique=backtrack&cost=7&tokens=1000",
        ] {
            let exact = Exact::new(&link::read(link).scenario);
            let (unit, _) = exact.unit().unwrap();
            let (cost, least) = (exact.expected_cost(1000), exact.course.least_cost(1000));
            let mean = (cost - least as f64) / unit as f64;
            let counted = exact
                .counted(0.95, unit, mean, &Work::new(READING))
                .unwrap() as f64;
            let bounded = exact.bounded(0.95, unit).unwrap();
            assert!(counted <= bounded, "{link}: {counted} {bounded}");
            // 4.36 deviations instead of 1.65 or so.
            let deviation = (counted - mean) / 1.3;
            assert!(
                bounded < mean + 5.0 * deviation,
                "{link}: {mean} {counted} {bounded}"
            );
        }
    }
}
