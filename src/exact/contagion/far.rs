//! Many units at once, where walking them one by one would take too long.
//!
//! One unit (a token, a kept draft) is a matrix P on the counts and states, and where
//! completions are after n of them is the integral of zⁿ(z − P)⁻¹ around its spectrum.
//! As a unit never lowers the count, z − P is triangular and the inverse is applied in
//! one sweep, whatever n is. The eigenvalues lie between 0 and 1; with z = eˢ, s lies on
//! the negative real axis, around which a hyperbola is taken with equal steps: 24 of
//! them give every n within a factor of [`REACH`] to some 10⁻¹³, 14 give one n.
//!
//! That is so where errors have had the time to multiply. Before, the inverse of such a
//! matrix may be huge left of the imaginary axis although the law is not, and digits are
//! lost. So a length is read off two contours. Where they differ, it is read off a line
//! right of the axis, where the inverse is at most what it is on the real axis: a Fourier
//! series whose alternating tail is summed by Euler's method, to some 10⁻¹⁰ (counts to some
//! 10⁻⁸ of themselves). That takes 113 nodes or more for each length, again on two lines.
//! Units are walked one by one where that is little work, and where even the lines differ.
//!
//! J. Abate and W. Whitt, "The Fourier-series method for inverting transforms of
//! probability distributions", Queueing Systems 10 (1992); J. A. C. Weideman and
//! L. N. Trefethen, "Parabolic and hyperbolic contours for computing the Bromwich
//! integral", Mathematics of Computation 76 (2007).

use super::band::Band;
use super::counts::{Counts, Steps};
use super::{Walked, Walker};
use crate::complex::Complex;
use crate::math::{cos, exp, power_of_complement, sin};
use crate::transition::{Marks, Scalar};

/// One contour serves lengths of which the greatest is so many times the least.
const REACH: u64 = 4;

/// A hyperbola: its angle, the range of its parameter, and half the number of nodes, as
/// the other half mirrors them. The best angle maximises (π² − 2π·angle)/range.
struct Contour {
    angle: f64,
    range: f64,
    nodes: usize,
}

/// For lengths up to [`REACH`] times the least.
const MANY_LENGTHS: Contour = Contour {
    angle: 1.097,
    range: 2.194_010_466_604_271,
    nodes: 24,
};

/// For one length.
const ONE_LENGTH: Contour = Contour {
    angle: 1.172,
    range: 1.082_074_980_063_898,
    nodes: 14,
};

/// A line right of the imaginary axis.
struct Line {
    /// The series stands for the law at this length and, weighed by e^(−shift), e^(−2·shift)
    /// and so on, at three, five and so many times of it; rounding grows with e^(shift/2).
    shift: f64,
    /// So many terms are summed as they are.
    plain: usize,
    /// So many more by Euler's method.
    averaged: usize,
}

const LINES: [[Line; 2]; 2] = [
    // The second one checks the first. Where both fail the law has just changed fast, and
    // it takes more terms to see that.
    [
        Line {
            shift: 24.0,
            plain: 96,
            averaged: 16,
        },
        Line {
            shift: 23.0,
            plain: 80,
            averaged: 14,
        },
    ],
    [
        Line {
            shift: 24.0,
            plain: 288,
            averaged: 20,
        },
        Line {
            shift: 23.0,
            plain: 256,
            averaged: 18,
        },
    ],
];

/// What two lines may differ by; where they count, so far to the right that rounding
/// tells more, and counts as shares of themselves.
const LINE_TOLERANCE: f64 = 5e-10;
const COUNT_TOLERANCE: f64 = 2e-8;

/// So few units are walked one by one.
pub(super) const FEW_UNITS: u64 = 256;

/// What two contours may differ by; counts by ten times as much of themselves.
const TOLERANCE: f64 = 1e-11;

/// After so many times the units in which the first errors double the hazard, there is
/// no doubt that errors have multiplied.
const LONG_SINCE: f64 = 40.0;

/// The probabilities of acceptable and of unacceptable, whatever the count.
type Totals = (Complex, Complex);

/// A node of the integral.
struct Node {
    s: Complex,
    weight: Complex,
}

impl Node {
    /// What it adds to the value after `units` units, where the inverse gives `there`.
    fn term(&self, units: u64, there: Complex) -> f64 {
        let exponent = self.s * (units + 1) as f64;
        let power = Complex::polar(exp(exponent.re), exponent.im);
        (power * self.weight * there).im
    }
}

impl Contour {
    /// That for numbers of units from `first` to `last`.
    const fn of(first: u64, last: u64) -> &'static Self {
        if first == last {
            &ONE_LENGTH
        } else {
            &MANY_LENGTHS
        }
    }

    /// Its nodes for numbers of units up to `last`.
    fn nodes(&self, last: u64) -> impl Iterator<Item = Node> {
        let pi = core::f64::consts::PI;
        let step = self.range / self.nodes as f64;
        let (sin, cos) = (sin(self.angle), cos(self.angle));
        let scale =
            (4.0 * pi * self.angle - pi * pi) / self.range * self.nodes as f64 / (last + 1) as f64;
        (0..self.nodes).map(move |k| {
            let u = (k as f64 + 0.5) * step;
            let cosh = f64::midpoint(exp(u), exp(-u));
            let sinh = f64::midpoint(exp(u), -exp(-u));
            let s = Complex::new(1.0 - sin * cosh, cos * sinh);
            let slope = Complex::new(-sin * sinh, cos * cosh);
            Node {
                s: s * scale,
                weight: slope * (scale * step / pi),
            }
        })
    }
}

impl Line {
    /// Its nodes for a number of units.
    fn nodes(&self, units: u64, shift: f64) -> Vec<Node> {
        let tokens = (units + 1) as f64;
        let terms = self.plain + self.averaged;
        // The tail of a binomial distribution, from its far end.
        let mut shares = vec![1.0; terms + 1];
        let (mut binomial, mut tail) = (1.0, 0.0);
        for i in (0..=self.averaged).rev() {
            tail += binomial;
            shares[self.plain + i] = tail;
            binomial *= i as f64 / (self.averaged - i + 1) as f64;
        }
        for share in &mut shares[self.plain..] {
            *share /= tail;
        }
        shares[0] /= 2.0;
        let node = |(k, share): (usize, f64)| Node {
            s: Complex::new(shift / 2.0, core::f64::consts::PI * k as f64) * (1.0 / tokens),
            weight: Complex::new(0.0, share / tokens),
        };
        shares.into_iter().enumerate().map(node).collect()
    }
}

/// A unit, a token or a kept draft.
pub(super) struct Unit<'a> {
    /// Its law from every count.
    pub(super) band: &'a Band<Complex>,
    /// The same token by token, where it is a token: quicker for a single one.
    pub(super) steps: Option<&'a Steps>,
    /// The probability that it isn't flawless from a flawless start.
    pub(super) hazard: f64,
}

impl Unit<'_> {
    /// By how much likelier further errors are after one.
    fn growth(&self) -> f64 {
        match &self.band.rows[..] {
            [first, second, _, ..] => leaves(second.parts().1).0 - leaves(first.parts().1).0,
            _ => 0.0,
        }
    }
}

impl Walker<'_> {
    /// Looks at lengths `here`, and goes on to the `end` if there is one, all of a stage
    /// of equal units; `units` of them have gone by at a length.
    pub(super) fn far_units(
        &mut self,
        unit: &Unit,
        here: &[u64],
        end: Option<u64>,
        units: impl Fn(u64) -> u64,
        walked: &mut Walked,
    ) -> Option<()> {
        let start = self.flawless;
        let looks: Vec<u64> = here.iter().map(|&n| units(n)).collect();
        let (counts, last) = (self.counts.clone(), looks.last().copied());
        for (&units, (a, u)) in looks.iter().zip(self.totals_after(unit, &looks)?) {
            self.flawless = start * power_of_complement(unit.hazard, units as f64);
            self.gather(a, u);
            self.look(walked);
        }
        self.counts = counts;
        if let Some(units) = end.map(units).or(last.filter(|_| self.is_short())) {
            self.counts = self.counts_after(unit, units)?;
            self.flawless = start * power_of_complement(unit.hazard, units as f64);
            walked.bound = walked.bound.max(self.doubt());
        }
        Some(())
    }

    /// The totals, acceptable and unacceptable, after increasing numbers of units.
    /// Nothing where that takes too much work.
    fn totals_after(&mut self, unit: &Unit, units: &[u64]) -> Option<Vec<Totals>> {
        let mut totals = Vec::with_capacity(units.len());
        // As far as units are walked one by one.
        let (mut near, mut at) = (self.counts.clone(), 0);
        let mut rest = units;
        while let Some(&first) = rest.first() {
            let reach = if first <= FEW_UNITS {
                first
            } else {
                first.saturating_mul(REACH)
            };
            let (these, others) = rest.split_at(rest.partition_point(|&n| n <= reach));
            rest = others;
            if let Some(sums) = self.integrals(unit, these) {
                totals.extend(sums);
                continue;
            }
            let easily = self.walk_easily(unit, (&near, at), these);
            if easily.is_none()
                && first > FEW_UNITS
                && let Some(sums) = self.by_lines(unit, these)
            {
                totals.extend(sums);
                continue;
            }
            let walked = match easily {
                Some(walked) => walked,
                None => self.walk_over(unit, (&near, at), these)?,
            };
            (near, at) = (walked.0, these[these.len() - 1]);
            totals.extend(walked.1);
        }
        Some(totals)
    }

    /// The totals after numbers of units that one contour serves; nothing where they are
    /// few, or where another contour has something else for the fewest of them.
    fn integrals(&self, unit: &Unit, units: &[u64]) -> Option<Vec<Totals>> {
        let (&first, &last) = (units.first()?, units.last()?);
        if first <= FEW_UNITS {
            return None;
        }
        let totals = self.integral(unit, Contour::of(first, last).nodes(last), units);
        self.is_sound(unit, (first, last), totals[0])
            .then_some(totals)
    }

    /// The totals after each of some numbers of units by a line; nothing where none will do.
    fn by_lines(&self, unit: &Unit, units: &[u64]) -> Option<Vec<Totals>> {
        let length = |&n: &u64| {
            LINES.iter().find_map(|[line, check]| {
                let totals = self.integral(unit, self.nodes_of(line, n), &[n])[0];
                self.is_sound_on(check, unit, n, totals).then_some(totals)
            })
        };
        units.iter().map(length).collect()
    }

    /// The nodes of a line: further to the right where counts grow.
    fn nodes_of(&self, line: &Line, units: u64) -> impl Iterator<Item = Node> + use<> {
        let more = if self.marks == Marks::UNMARKED {
            0.0
        } else {
            4.0
        };
        line.nodes(units, line.shift + more).into_iter()
    }

    /// Whether another line has the same.
    fn is_sound_on(&self, check: &Line, unit: &Unit, units: u64, totals: Totals) -> bool {
        let other = self.integral(unit, self.nodes_of(check, units), &[units])[0];
        let tolerance = if self.marks == Marks::UNMARKED {
            LINE_TOLERANCE
        } else {
            COUNT_TOLERANCE
        };
        are_near(totals, other, (tolerance, tolerance))
    }

    /// Whether another contour has the same for the fewest of some numbers of units.
    fn is_sound(&self, unit: &Unit, (first, last): (u64, u64), totals: Totals) -> bool {
        if first as f64 * unit.growth() > LONG_SINCE {
            return true;
        }
        let other = if last - first > first / 2 {
            ONE_LENGTH.nodes(first)
        } else {
            MANY_LENGTHS.nodes(2 * first)
        };
        let other = self.integral(unit, other, &[first])[0];
        are_near(totals, other, (TOLERANCE, 10.0 * TOLERANCE))
    }

    /// The totals after numbers of units by some nodes.
    fn integral(
        &self,
        unit: &Unit,
        nodes: impl Iterator<Item = Node>,
        units: &[u64],
    ) -> Vec<Totals> {
        let mut sums = vec![[0.0; 4]; units.len()];
        for node in nodes {
            let mut there = [Complex::default(); 4];
            self.inverse(unit, node.s.expm1(), |_, place| {
                for (sum, part) in there.iter_mut().zip(place) {
                    *sum += part;
                }
            });
            for (&n, sums) in units.iter().zip(&mut sums) {
                for (sum, there) in sums.iter_mut().zip(there) {
                    *sum += node.term(n, there);
                }
            }
        }
        sums.iter().map(joined).collect()
    }

    /// So many units, one by one.
    fn walk_on(&mut self, unit: &Unit, counts: &mut Counts, units: u64) -> Option<()> {
        let width = unit.band.width();
        for _ in 0..units {
            if let Some(steps) = unit.steps {
                counts.step(steps);
                self.spend(counts.width())?;
            } else {
                unit.band.apply(counts);
                self.spend(counts.width() * width)?;
            }
        }
        Some(())
    }

    /// Where increasing numbers of units lead, one by one from those that there are after
    /// `from.1` of them; and the totals on the way.
    fn walk_over(
        &mut self,
        unit: &Unit,
        (from, mut at): (&Counts, u64),
        units: &[u64],
    ) -> Option<(Counts, Vec<Totals>)> {
        let (mut counts, mut totals) = (from.clone(), Vec::new());
        for &n in units {
            self.walk_on(unit, &mut counts, n - at)?;
            at = n;
            totals.push(counts.totals());
        }
        Some((counts, totals))
    }

    /// The same, as far as that is little work.
    fn walk_easily(
        &mut self,
        unit: &Unit,
        from: (&Counts, u64),
        units: &[u64],
    ) -> Option<(Counts, Vec<Totals>)> {
        let all = self.work;
        // A step of drafts takes some four times as long as one of tokens.
        let steps = if unit.steps.is_some() { 1 } else { 4 };
        let little = (self.ease / steps).min(all);
        self.work = little;
        let walked = self.walk_over(unit, from, units);
        // What was too much once is so the next time.
        self.ease = if walked.is_some() {
            self.work * steps
        } else {
            0
        };
        self.work += all - little;
        walked
    }

    /// The counts after so many units.
    pub(super) fn counts_after(&mut self, unit: &Unit, units: u64) -> Option<Counts> {
        if units > FEW_UNITS {
            let counts = self.counts_by_integral(unit, units, ONE_LENGTH.nodes(units));
            if self.is_sound(unit, (units, units), counts.totals()) {
                return Some(counts);
            }
        }
        let counts = self.counts.clone();
        if let Some((counts, _)) = self.walk_easily(unit, (&counts, 0), &[units]) {
            return Some(counts);
        }
        if units > FEW_UNITS {
            for [line, check] in &LINES {
                let counts = self.counts_by_integral(unit, units, self.nodes_of(line, units));
                if self.is_sound_on(check, unit, units, counts.totals()) {
                    return Some(counts);
                }
            }
        }
        let (counts, _) = self.walk_over(unit, (&counts, 0), &[units])?;
        Some(counts)
    }

    fn counts_by_integral(
        &self,
        unit: &Unit,
        units: u64,
        nodes: impl Iterator<Item = Node>,
    ) -> Counts {
        let mut sums = vec![[0.0; 4]; self.cap + 1];
        for node in nodes {
            self.inverse(unit, node.s.expm1(), |j, place| {
                for (sum, part) in sums[j].iter_mut().zip(place) {
                    *sum += node.term(units, part);
                }
            });
        }
        let (a, u) = sums.iter().map(joined).unzip();
        let mut counts = Counts {
            a,
            u,
            low: 0,
            high: self.cap,
        };
        counts.trim();
        counts
    }

    /// (z − P)⁻¹ applied to the counts, for z − 1, count by count: the probabilities of
    /// acceptable and unacceptable, and what was counted there.
    fn inverse(&self, unit: &Unit, z_minus_1: Complex, mut each: impl FnMut(usize, [Complex; 4])) {
        let unit = unit.band;
        let cap = unit.rows.len() - 1;
        let marked = self.marks != Marks::UNMARKED;
        let counts = self.counts.low..=self.counts.high;
        let mut wanted = vec![[Complex::default(); 4]; cap + 1];
        for j in counts {
            let (a, u) = (self.counts.a[j], self.counts.u[j]);
            wanted[j] = [a.re, u.re, a.count(), u.count()].map(Complex::from);
        }
        for j in self.counts.low..=cap {
            let row = &unit.rows[j];
            let (none, some) = row.parts();
            let (down, up) = (none[1].re, none[2].re);
            let (leaves_a, leaves_u) = leaves(some);
            let from_a = z_minus_1 + Complex::from(leaves_a);
            let from_u = z_minus_1 + Complex::from(leaves_u);
            let whole = (from_a * from_u + from_a * up + from_u * down).inverse();
            let solve = |a: Complex, u: Complex| {
                let both = (a + u) * whole;
                (
                    both * up + a * whole * from_u,
                    both * down + u * whole * from_a,
                )
            };
            let [a, u, counted_a, counted_u] = wanted[j];
            let (a, u) = solve(a, u);
            let (counted_a, counted_u) = if marked {
                solve(
                    counted_a + a * none[0].count() + u * none[2].count(),
                    counted_u + a * none[1].count() + u * none[3].count(),
                )
            } else {
                (counted_a, counted_u)
            };
            each(j, [a, u, counted_a, counted_u]);
            for (further, [aa, au, ua, uu]) in (row.least.max(1)..).zip(some) {
                let to = &mut wanted[(j + further).min(cap)];
                to[0] += a * aa.re + u * ua.re;
                to[1] += a * au.re + u * uu.re;
                if !marked {
                    continue;
                }
                to[2] += counted_a * aa.re + counted_u * ua.re + a * aa.count() + u * ua.count();
                to[3] += counted_a * au.re + counted_u * uu.re + a * au.count() + u * uu.count();
            }
        }
    }
}

/// Whether totals are the same, what was counted as a share of all that was.
fn are_near(these: Totals, those: Totals, (law, counts): (f64, f64)) -> bool {
    let counted = (those.0.count() + those.1.count()).abs().max(1.0);
    let near = |this: Complex, that: Complex| {
        (this.re - that.re).abs() < law && (this.count() - that.count()).abs() < counts * counted
    };
    near(these.0, those.0) && near(these.1, those.1)
}

/// The probabilities of errors, from acceptable and from unacceptable, told by where
/// they lead: one minus what stays would cancel.
fn leaves(some: &[[Complex; 4]]) -> (f64, f64) {
    let (mut a, mut u) = (0.0, 0.0);
    for [aa, au, ua, uu] in some {
        a += aa.re + au.re;
        u += ua.re + uu.re;
    }
    (a, u)
}

/// Probabilities, and what was counted, as marked numbers.
fn joined([a, u, counted_a, counted_u]: &[f64; 4]) -> (Complex, Complex) {
    (
        Complex::from(*a) + Complex::counted(*counted_a),
        Complex::from(*u) + Complex::counted(*counted_u),
    )
}
