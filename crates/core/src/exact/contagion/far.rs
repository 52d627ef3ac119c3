//! Many units at once, where walking them one by one would take too long.
//!
//! A unit is a matrix P on counts and states, and where completions are after n of them is the
//! integral of zⁿ(z − P)⁻¹ around its spectrum. As a unit never lowers the count, z − P is
//! triangular, and its inverse is applied in one sweep whatever n is. With z = eˢ, the path of
//! s is a hyperbola around the negative axis, which serves every n within a factor of [`REACH`]
//! of the greatest. It is checked by a sum of fewer nodes. Before errors have had the time to
//! multiply the inverse is huge there, digits are lost, and nothing is told.
//!
//! J. A. C. Weideman and L. N. Trefethen, "Parabolic and hyperbolic contours for computing
//! the Bromwich integral", Mathematics of Computation 76 (2007).

use super::law::{Band, Law};
use crate::number::complex::Complex;
use crate::number::math::{cos, exp, pow, sin};
use core::f64::consts::PI;
use std::rc::Rc;

/// One hyperbola serves lengths of which the greatest is so many times the least.
pub(super) const REACH: u64 = 4;

/// The angle and the range of the parameter of a hyperbola for these, and how many nodes tell
/// the value, to some 10⁻¹², and check it.
const ANGLE: f64 = 1.097;
const RANGE: f64 = 2.194_010_466_604_271;
const NODES: [usize; 2] = [20, 16];

/// What the two sums may differ by, and counts as shares of themselves: the value is some
/// hundred times nearer to the truth than to its check.
const TOLERANCES: [f64; 2] = [1e-7, 2e-3];

/// The law from one start, made ready for many numbers of units.
pub(super) struct Far {
    band: Rc<Band>,
    start: Law,
    nodes: Vec<Node>,
}

/// A node of the integral, and the transform of the law there: of acceptable, unacceptable,
/// errors, and what is paid; and from the first count of the start on.
struct Node {
    s: Complex,
    weight: Complex,
    is_check: bool,
    sums: [Complex; 4],
    places: Vec<[Complex; 2]>,
}

impl Node {
    /// What the transform weighs in the law after so many units.
    fn factor(&self, units: u64) -> Complex {
        let exponent = self.s * (units + 1) as f64;
        Complex::polar(exp(exponent.re), exponent.im) * self.weight
    }
}

impl Far {
    /// What so many counts take to make ready, in steps of a walk.
    pub(super) fn work(rows: u64, laws: u64) -> u64 {
        NODES.iter().sum::<usize>() as u64 * (10 * rows + 3 * laws)
    }

    /// For numbers of units up to one; nothing where the path serves none of them.
    pub(super) fn new(band: &Rc<Band>, start: &Law, last: u64) -> Option<Self> {
        let mut far = Self {
            band: Rc::clone(band),
            start: start.clone(),
            nodes: Vec::new(),
        };
        let (sin, cos) = (sin(ANGLE), cos(ANGLE));
        for (count, is_check) in NODES.into_iter().zip([false, true]) {
            let step = RANGE / count as f64;
            let scale = (4.0 * ANGLE - PI) * PI / step / (last + 1) as f64;
            // From the left end, where digits are lost first.
            for k in (0..count).rev() {
                let t = exp((k as f64 + 0.5) * step);
                let (cosh, sinh) = (f64::midpoint(t, 1.0 / t), f64::midpoint(t, -1.0 / t));
                let s = Complex::new(1.0 - sin * cosh, cos * sinh) * scale;
                let slope = Complex::new(-sin * sinh, cos * cosh);
                let (sums, places) = far.solve(s);
                let node = Node {
                    s,
                    weight: slope * (scale * step / PI),
                    is_check,
                    sums,
                    places,
                };
                // Where one alone tells so much, the others won't make up for it.
                let part = node.sums[0] * node.factor(last);
                if part.re.abs() + part.im.abs() > 1e3 || part.re.is_nan() {
                    return None;
                }
                far.nodes.push(node);
            }
        }
        Some(far)
    }

    /// The start times (z − P)⁻¹, from the first count to the last.
    fn solve(&self, s: Complex) -> ([Complex; 4], Vec<[Complex; 2]>) {
        let (band, gone) = (&self.band, s.expm1());
        let low = self.start.low;
        let mut places = vec![[Complex::default(); 2]; band.top.last + 1 - low];
        for (to, from) in places.iter_mut().zip(&self.start.places) {
            *to = from.map(Complex::from);
        }
        let mut sums = [Complex::default(); 4];
        for i in 0..places.len() {
            let (j, [a, u]) = (low + i, places[i]);
            let row = band.row(j);
            let [_, au, ua, _] = row.laws[0];
            let by = |leaves: f64| (gone + Complex::from(leaves)).inverse();
            let [a, u] = if j == band.top.last && band.top.kept {
                // The sum of both stays: told apart, it would cancel.
                let all = (a + u) * gone.inverse();
                let a = (a + all * ua) * by(au + ua);
                [a, all - a]
            } else {
                let u = u * by(row.leaves[1]);
                [(a + u * ua) * by(row.leaves[0]), u]
            };
            places[i] = [a, u];
            for (to, law) in places[i + 1..].iter_mut().zip(&row.laws[1..]) {
                to[0] += a * law[0] + u * law[2];
                to[1] += a * law[1] + u * law[3];
            }
            let [errors, paid] = row.rewards.map(|[of_a, of_u]| a * of_a + u * of_u);
            for (sum, part) in sums.iter_mut().zip([a, u, errors, paid]) {
                *sum += part;
            }
        }
        // What is counted is a sum over units.
        let [a, u, errors, paid] = sums;
        let over = gone.inverse();
        ([a, u, errors * over, paid * over], places)
    }

    /// The law after so many units, and what it may be wrong by; nothing where that isn't told.
    pub(super) fn law(&self, units: u64) -> Option<(Law, f64)> {
        // The last count alone has a negative eigenvalue, which the path leaves out.
        let [_, au, ua, _] = self.band.row(self.band.top.last).laws[0];
        let left = 1.0 - au - ua;
        if left < 0.0 && pow(-left, units as f64) > 1e-10 {
            return None;
        }
        let mut sums = [[0.0; 4]; 2];
        for node in &self.nodes {
            let factor = node.factor(units);
            for (sum, part) in sums[usize::from(node.is_check)].iter_mut().zip(node.sums) {
                *sum += (part * factor).im;
            }
        }
        let [values, checks] = sums;
        let apart = |i: usize| (values[i] - checks[i]).abs();
        let bound = apart(0) + apart(1);
        if bound > TOLERANCES[0] || bound.is_nan() {
            return None;
        }
        // Counts may be small beside what the sum of so many units is told to.
        let counted = [0, 1].map(|i| {
            let (more, apart) = (values[2 + i], apart(2 + i));
            let is_told = apart <= TOLERANCES[1] * more || apart < 1e-12;
            self.start.counted[i] + if is_told { more } else { f64::NAN }
        });
        let mut law = Law::at(self.start.low, [0.0; 2], counted);
        law.places = vec![[0.0; 2]; self.band.top.last + 1 - law.low];
        for node in self.nodes.iter().filter(|node| !node.is_check) {
            let factor = node.factor(units);
            for (sum, place) in law.places.iter_mut().zip(&node.places) {
                *sum = [0, 1].map(|i| sum[i] + (place[i] * factor).im);
            }
        }
        for p in law.places.iter_mut().flatten() {
            *p = p.max(0.0);
        }
        Some((law, bound.max(1e-9)))
    }
}
