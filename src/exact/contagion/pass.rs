//! A stretch so long that everyone surely passes every count, in one step.
//!
//! Where completions end is that of the last count, for they forget the way. What was
//! counted on the way (errors, costs) is linear: the expectation until the last count
//! is reached follows from count to count, backwards from the last, and so does the
//! expected time; what is left of the time passes at the last count.

use super::Walker;
use super::band::Band;
use crate::complex::Complex;
use crate::transition::{Scalar, Transition};

/// Of a completion: what is counted, and how many units go by, until it reaches the
/// last count, and whether it is acceptable when it does.
#[derive(Clone, Copy, Default)]
struct Way {
    counted: f64,
    units: f64,
    acceptable: f64,
}

impl Walker<'_> {
    /// Passes `units` units; `last` is the law of so many of them at the last count.
    pub(super) fn pass(
        &mut self,
        unit: &Band,
        units: u64,
        last: impl Fn(u64) -> Transition<Complex>,
    ) {
        let ways = ways(unit);
        let mut mean = Way::default();
        let mut all = Complex::default();
        for (j, [from_a, from_u]) in ways.iter().enumerate() {
            for (here, way) in [(self.counts.a[j], from_a), (self.counts.u[j], from_u)] {
                let mass = here.probability();
                mean.counted += mass * way.counted;
                mean.units += mass * way.units;
                mean.acceptable += mass * way.acceptable;
                all += here;
            }
        }
        let mass = all.probability();
        let all = all + Complex::counted(mean.counted);
        let share = mean.acceptable / mass;
        let left = units as f64 - mean.units / mass;
        let (whole, part) = (left.floor(), left - left.floor());
        let law = Transition::sum(&[
            (1.0 - part, last(whole as u64)),
            (part, last(whole as u64 + 1)),
        ]);
        self.gather(all * share, all * (1.0 - share));
        self.settle(&law);
    }

    /// Puts everyone at the last count.
    fn gather(&mut self, acceptable: Complex, unacceptable: Complex) {
        let last = self.cap;
        self.counts.a.fill(Complex::default());
        self.counts.u.fill(Complex::default());
        (self.counts.a[last], self.counts.u[last]) = (acceptable, unacceptable);
        (self.counts.low, self.counts.high) = (last, last);
    }
}

/// The way from every count, acceptable and unacceptable.
fn ways(unit: &Band) -> Vec<[Way; 2]> {
    let last = unit.rows.len() - 1;
    let mut ways = vec![[Way::default(); 2]; last + 1];
    ways[last] = [1.0, 0.0].map(|acceptable| Way {
        acceptable,
        ..Way::default()
    });
    for j in (0..last).rev() {
        let [aa, au, ua, uu] = &unit.rows[j];
        // What a unit from here brings, and the ways from the greater counts it leads to.
        let onwards = |good: &[Complex], bad: &[Complex]| {
            let mut sum = Way {
                units: 1.0,
                ..Way::default()
            };
            let mut leaves = 0.0;
            for (further, (&good, &bad)) in good.iter().zip(bad).enumerate() {
                sum.counted += (good + bad).count();
                if further > 0 {
                    let [from_a, from_u] = ways[(j + further).min(last)];
                    let (good, bad) = (good.probability(), bad.probability());
                    leaves += good + bad;
                    sum.counted += good * from_a.counted + bad * from_u.counted;
                    sum.units += good * from_a.units + bad * from_u.units;
                    sum.acceptable += good * from_a.acceptable + bad * from_u.acceptable;
                }
            }
            (sum, leaves)
        };
        let (a, leaves_a) = onwards(aa, au);
        let (u, leaves_u) = onwards(ua, uu);
        // Within the count: a = A + (1 − leaves − down)·a + down·u, and alike for u.
        let (down, up) = (au[0].probability(), ua[0].probability());
        let scale = 1.0 / (leaves_a * leaves_u + leaves_a * up + down * leaves_u);
        let solve = |a: f64, u: f64| {
            [
                scale * (a * (leaves_u + up) + u * down),
                scale * (u * (leaves_a + down) + a * up),
            ]
        };
        let counted = solve(a.counted, u.counted);
        let units = solve(a.units, u.units);
        let acceptable = solve(a.acceptable, u.acceptable);
        ways[j] = [0, 1].map(|state| Way {
            counted: counted[state],
            units: units[state],
            acceptable: acceptable[state],
        });
    }
    ways
}
