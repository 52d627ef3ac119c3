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
//! lost. So a length is read off two contours, and where they differ off two more, which
//! reach further left: those serve where errors became certain long ago, but late beside the
//! length. Where these differ too, it is read off a line right of the axis, where the inverse
//! is at most what it is on the real axis: a Fourier series whose alternating tail is summed
//! by Euler's method, to some 10⁻¹⁰ (counts to some 10⁻⁸ of themselves). That takes 37 nodes
//! or more for each length; fewer terms must give the same. Units are walked one by one where
//! that is little work, and where even the lines don't settle. On a scale, what did for a
//! length on the coarser one is tried first.
//!
//! J. Abate and W. Whitt, "The Fourier-series method for inverting transforms of
//! probability distributions", Queueing Systems 10 (1992); J. A. C. Weideman and
//! L. N. Trefethen, "Parabolic and hyperbolic contours for computing the Bromwich
//! integral", Mathematics of Computation 76 (2007).

use super::band::Band;
use super::counts::{Counts, Steps};
use super::sweep::{Place, Room, Sweep};
use super::{Walked, Walker};
use crate::complex::Complex;
use crate::math::{cos, exp, power_of_complement, sin};
use crate::transition::{Marks, Scalar};
use core::cell::RefCell;

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

/// For one length of which only the last part, a twelfth or a twentieth of it, has gone by
/// since what the law will come to was settled.
const LATE: [Contour; 2] = [
    Contour {
        angle: 1.010_514_737,
        range: 3.626_768_847,
        nodes: 32,
    },
    Contour {
        angle: 0.978_706_112,
        range: 4.333_660_992,
        nodes: 36,
    },
];

/// How many terms of a series on a line right of the imaginary axis are summed.
struct Line {
    /// So many as they are.
    plain: usize,
    /// So many more by Euler's method.
    averaged: usize,
}

/// The later ones serve where the law has just changed fast, and it takes more terms to see
/// that.
const LINES: [Line; 5] = [
    Line::of(24, 12),
    Line::of(48, 12),
    Line::of(96, 16),
    Line::of(192, 20),
    Line::of(320, 20),
];

/// The law at three times a length, told well enough for what it is needed for.
const BEYOND: Line = Line::of(40, 12);

/// Fewer terms check a sum: so much fewer.
const FEWER: f64 = 0.85;

/// The series stands for the law at its length and, weighed by e^(−shift), e^(−2·shift) and
/// so on, at three, five and so many times of it; rounding grows with e^(shift/2).
const SHIFT: f64 = 15.0;

/// What sums of fewer terms may differ by; counts as shares of themselves.
const LINE_TOLERANCE: f64 = 1e-10;
const COUNT_TOLERANCE: f64 = 2e-8;

/// Sums of fewer terms that differ by more tell nothing.
const MOST_CHANGE: f64 = 1e-4;

/// So few units are walked one by one.
pub(super) const FEW_UNITS: u64 = 256;

/// What two contours may differ by, and counts as shares of themselves.
const TOLERANCES: (f64, f64) = (1e-11, 1e-10);

/// A count below which nobody cares.
const NO_COUNT: f64 = 1e-12;

/// After so many times the units in which the first errors double the hazard, there is
/// no doubt that errors have multiplied.
const LONG_SINCE: f64 = 40.0;

/// The probabilities of acceptable and of unacceptable, whatever the count.
type Totals = (Complex, Complex);

/// What has to do for lengths whose contour won't.
#[derive(Clone, Copy)]
enum Way {
    /// Each has a way of its own.
    Apart,
    /// A line, with the law that it has to do without.
    Line(usize, Totals),
}

/// What has been learnt on a coarser scale, and need not be found out anew.
#[derive(Default)]
pub(super) struct Learnt(RefCell<Vec<(Case, Way)>>);

/// A unit by its name, the first and the last of some numbers of it, and where completions
/// start.
type Case = ((u64, u64), (u64, u64), [u64; 2]);

/// A node of the integral.
struct Node {
    s: Complex,
    weight: Complex,
    /// Its weight in a sum of fewer terms.
    check: Complex,
}

impl Node {
    /// What it weighs in the value after `units` units, and in a sum of fewer terms.
    fn weights(&self, units: u64) -> [Complex; 2] {
        let exponent = self.s * (units + 1) as f64;
        let power = Complex::polar(exp(exponent.re), exponent.im);
        [power * self.weight, power * self.check]
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
            let weight = slope * (scale * step / pi);
            Node {
                s: s * scale,
                weight,
                check: weight,
            }
        })
    }
}

impl Line {
    const fn of(plain: usize, averaged: usize) -> Self {
        Self { plain, averaged }
    }

    /// How many terms there are.
    const fn terms(&self) -> u64 {
        (self.plain + self.averaged + 1) as u64
    }

    /// Its nodes for a number of units.
    fn nodes(&self, units: u64, shift: f64) -> Vec<Node> {
        let tokens = (units + 1) as f64;
        let fewer = Self {
            plain: (self.plain as f64 * FEWER) as usize,
            ..*self
        };
        let fewer = fewer.shares().into_iter().chain(core::iter::repeat(0.0));
        let node = |(k, (share, fewer)): (usize, (f64, f64))| Node {
            s: Complex::new(shift / 2.0, core::f64::consts::PI * k as f64) * (1.0 / tokens),
            weight: Complex::new(0.0, share / tokens),
            check: Complex::new(0.0, fewer / tokens),
        };
        self.shares()
            .into_iter()
            .zip(fewer)
            .enumerate()
            .map(node)
            .collect()
    }

    /// The shares of terms in the sum: the last ones' are the tail of a binomial
    /// distribution.
    fn shares(&self) -> Vec<f64> {
        let mut shares = vec![1.0; self.plain + self.averaged + 1];
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
        shares
    }
}

/// A unit, a token or a kept draft.
pub(super) struct Unit<'a> {
    /// Its law from every count.
    band: &'a Band<Complex>,
    /// The same, made ready for integrals.
    sweep: Sweep,
    /// The same token by token, where it is a token: quicker for a single one.
    steps: Option<&'a Steps<'a>>,
    /// The probability that it isn't flawless from a flawless start.
    hazard: f64,
    /// The first token of its stage and its own tokens, by which it is known again.
    name: (u64, u64),
}

impl<'a> Unit<'a> {
    /// A unit by its law from every count.
    pub(super) fn new(
        band: &'a Band<Complex>,
        steps: Option<&'a Steps<'a>>,
        hazard: f64,
        name: (u64, u64),
        marks: &Marks<Complex>,
    ) -> Self {
        Self {
            band,
            sweep: Sweep::new(band, *marks != Marks::UNMARKED, steps.is_some()),
            steps,
            hazard,
            name,
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
        if self.most.is_some() {
            // Numbers of errors are told apart.
            for &units in &looks {
                self.counts = self.counts_after(unit, units)?;
                self.flawless = start * power_of_complement(unit.hazard, units as f64);
                self.look(walked);
                self.counts = counts.clone();
            }
        } else {
            for (&units, (a, u)) in looks.iter().zip(self.totals_after(unit, &looks)?) {
                self.flawless = start * power_of_complement(unit.hazard, units as f64);
                self.gather(a, u);
                self.look(walked);
            }
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
    pub(super) fn totals_after(&mut self, unit: &Unit, units: &[u64]) -> Option<Vec<Totals>> {
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
            let apart = self.known(unit, these).is_some();
            if !apart && let Some(sums) = self.integrals(unit, these) {
                totals.extend(sums);
                continue;
            }
            let easily = if apart {
                None
            } else {
                self.walk_easily(unit, (&near, at), these)
            };
            if easily.is_none()
                && first > FEW_UNITS
                && let Some(sums) = self.one_by_one(unit, these)
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
        let contour = Contour::of(first, last).nodes(last);
        let totals: Vec<Totals> = (self.integral(unit, contour, units).iter())
            .map(|&[totals, _]| totals)
            .collect();
        let sound = self.is_sound(unit, (first, last), totals[0]);
        if !sound {
            self.learn(unit, units, Way::Apart);
        }
        sound.then_some(totals)
    }

    /// The totals after each of some numbers of units by a contour or a line of its own;
    /// nothing where none will do.
    fn one_by_one(&self, unit: &Unit, units: &[u64]) -> Option<Vec<Totals>> {
        units.iter().map(|&n| self.of_one(unit, n)).collect()
    }

    /// The totals after so many units by what will do, which is learnt.
    fn of_one(&self, unit: &Unit, n: u64) -> Option<Totals> {
        let late = |contour: &Contour| {
            let [totals, _] = self.integral(unit, contour.nodes(n), &[n])[0];
            totals
        };
        // What the series says of the law further on has no part in it.
        let without = |(a, u): Totals, beyond: Totals| {
            let part = exp(-self.shift());
            (a - beyond.0 * part, u - beyond.1 * part)
        };
        let (first, beyond) = match self.known(unit, &[n]) {
            Some(Way::Line(which, beyond)) => (which, Some(beyond)),
            _ => (0, None),
        };
        if beyond.is_none() {
            let totals = late(&LATE[0]);
            if are_near(totals, late(&LATE[1]), TOLERANCES) {
                return Some(totals);
            }
        }
        let beyond = beyond.unwrap_or_else(|| {
            let further = 3 * n + 2;
            let nodes = BEYOND.nodes(further, self.shift()).into_iter();
            self.integral(unit, nodes, &[further])[0][0]
        });
        let mut last: Option<(Totals, f64)> = None;
        for (which, line) in LINES.iter().enumerate().skip(first) {
            let work = line.terms() * unit.sweep.work();
            if let Some((totals, change)) = last
                && self.spent.get() + work > self.room
                && change < MOST_CHANGE
            {
                self.unsettled.set(self.unsettled.get().max(change));
                return Some(without(totals, beyond));
            }
            let nodes = line.nodes(n, self.shift()).into_iter();
            let [totals, check] = self.integral(unit, nodes, &[n])[0];
            if self.rough || self.is_settled(totals, check) {
                self.learn(unit, &[n], Way::Line(which, beyond));
                return Some(without(totals, beyond));
            }
            let (law, counted) = apart(totals, check);
            last = Some((totals, law.max(counted)));
        }
        None
    }

    /// The case of some numbers of a unit.
    fn case(&self, unit: &Unit, units: &[u64]) -> Case {
        let (a, u) = self.counts.totals();
        let ends = (units[0], units[units.len() - 1]);
        (unit.name, ends, [a.re.to_bits(), u.re.to_bits()])
    }

    /// What is known to do for some numbers of a unit.
    fn known(&self, unit: &Unit, units: &[u64]) -> Option<Way> {
        let case = self.case(unit, units);
        let learnt = self.learnt?.0.borrow();
        let found = learnt.iter().rev().find(|(other, _)| *other == case);
        found.map(|&(_, way)| way)
    }

    fn learn(&self, unit: &Unit, units: &[u64], way: Way) {
        if let Some(learnt) = self.learnt {
            learnt.0.borrow_mut().push((self.case(unit, units), way));
        }
    }

    /// How far to the right lines lie: further where counts grow.
    fn shift(&self) -> f64 {
        if self.marks == Marks::UNMARKED {
            SHIFT
        } else {
            SHIFT + 4.0
        }
    }

    /// Whether fewer terms give the same.
    fn is_settled(&self, totals: Totals, check: Totals) -> bool {
        let tolerance = if self.marks == Marks::UNMARKED {
            LINE_TOLERANCE
        } else {
            COUNT_TOLERANCE
        };
        are_near(totals, check, (tolerance, tolerance))
    }

    /// Whether another contour has the same for the fewest of some numbers of units.
    fn is_sound(&self, unit: &Unit, (first, last): (u64, u64), totals: Totals) -> bool {
        if first as f64 * unit.sweep.growth() > LONG_SINCE {
            return true;
        }
        let other = if last - first > first / 2 {
            ONE_LENGTH.nodes(first)
        } else {
            MANY_LENGTHS.nodes(2 * first)
        };
        let [other, _] = self.integral(unit, other, &[first])[0];
        are_near(totals, other, TOLERANCES)
    }

    /// The totals after numbers of units by some nodes, and those of fewer terms.
    fn integral(
        &self,
        unit: &Unit,
        nodes: impl Iterator<Item = Node>,
        units: &[u64],
    ) -> Vec<[Totals; 2]> {
        let mut sums = vec![[[0.0; 4]; 2]; units.len()];
        let mut room = Room::default();
        for node in nodes {
            let mut there = Place::default();
            for place in self.inverse(unit, &node, &mut room) {
                for (sum, &part) in there.iter_mut().zip(place) {
                    *sum += part;
                }
            }
            for (&n, sums) in units.iter().zip(&mut sums) {
                for (sums, weight) in sums.iter_mut().zip(node.weights(n)) {
                    for (sum, there) in sums.iter_mut().zip(there) {
                        *sum += (weight * there).im;
                    }
                }
            }
        }
        (sums.iter())
            .map(|both| [joined(&both[0]), joined(&both[1])])
            .collect()
    }

    /// The inverse at a node, place by place.
    fn inverse<'b>(&self, unit: &Unit, node: &Node, room: &'b mut Room) -> &'b [Place] {
        self.spent.set(self.spent.get() + unit.sweep.work());
        unit.sweep.inverse(&self.counts, node.s.expm1(), room)
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
            let (counts, _) = self.counts_by_integral(unit, units, ONE_LENGTH.nodes(units));
            // Totals may be right where counts are not.
            let sound = units as f64 * unit.sweep.growth() > LONG_SINCE || {
                let other = MANY_LENGTHS.nodes(2 * units);
                let (other, _) = self.counts_by_integral(unit, units, other);
                are_near(counts.totals(), other.totals(), TOLERANCES)
                    && counts.distance(&other) < 10.0 * TOLERANCES.0
            };
            if sound {
                return Some(counts);
            }
        }
        let counts = self.counts.clone();
        if let Some((counts, _)) = self.walk_easily(unit, (&counts, 0), &[units]) {
            return Some(counts);
        }
        if units > FEW_UNITS {
            let further = 3 * units + 2;
            let nodes = BEYOND.nodes(further, self.shift()).into_iter();
            let (beyond, _) = self.counts_by_integral(unit, further, nodes);
            let part = exp(-self.shift());
            for line in &LINES {
                let nodes = line.nodes(units, self.shift()).into_iter();
                let (mut counts, check) = self.counts_by_integral(unit, units, nodes);
                let settled = self.is_settled(counts.totals(), check.totals())
                    && counts.distance(&check) < 2.0 * LINE_TOLERANCE;
                if self.rough || settled {
                    counts.subtract(&beyond, part);
                    return Some(counts);
                }
            }
        }
        let (counts, _) = self.walk_over(unit, (&counts, 0), &[units])?;
        Some(counts)
    }

    /// The counts after so many units by some nodes, and those of fewer terms.
    fn counts_by_integral(
        &self,
        unit: &Unit,
        units: u64,
        nodes: impl Iterator<Item = Node>,
    ) -> (Counts, Counts) {
        let mut sums = vec![[[0.0; 4]; 2]; self.cap + 1];
        let mut room = Room::default();
        for node in nodes {
            let weights = node.weights(units);
            let places = self.inverse(unit, &node, &mut room);
            for (sums, place) in sums.iter_mut().zip(places) {
                for (sums, weight) in sums.iter_mut().zip(weights) {
                    for (sum, &part) in sums.iter_mut().zip(place) {
                        *sum += (weight * part).im;
                    }
                }
            }
        }
        let [counts, check] = [0, 1].map(|which| {
            let (a, u) = sums.iter().map(|both| joined(&both[which])).unzip();
            let (low, high) = (0, self.cap);
            let mut counts = Counts { a, u, low, high };
            counts.trim();
            counts
        });
        (counts, check)
    }
}

/// Whether totals are the same, what was counted as a share of all that was.
fn are_near(these: Totals, those: Totals, (law, counts): (f64, f64)) -> bool {
    let apart = apart(these, those);
    apart.0 < law && apart.1 < counts
}

/// How far totals are apart, and what was counted as a share of all that was.
fn apart(these: Totals, those: Totals) -> (f64, f64) {
    let counted = (those.0.count() + those.1.count()).abs().max(NO_COUNT);
    let law = |this: Complex, that: Complex| (this.re - that.re).abs();
    let counts = |this: Complex, that: Complex| (this.count() - that.count()).abs();
    (
        law(these.0, those.0).max(law(these.1, those.1)),
        counts(these.0, those.0).max(counts(these.1, those.1)) / counted,
    )
}

/// Probabilities, and what was counted, as marked numbers.
fn joined([a, u, counted_a, counted_u]: &[f64; 4]) -> (Complex, Complex) {
    (
        Complex::from(*a) + Complex::counted(*counted_a),
        Complex::from(*u) + Complex::counted(*counted_u),
    )
}
