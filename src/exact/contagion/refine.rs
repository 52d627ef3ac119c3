//! Which counts have a place of their own, and what is extrapolated.

use super::scale::{Scale, extrapolation};
use super::{EASY_WORK, LONG, MANY, MOST_WORK, Memo, Walked, Walker, certain};
use crate::complex::Complex;
use crate::course::{Course, Hazard, Stage};
use crate::math::expm1;
use crate::transition::{Marks, Row, Scalar};

/// How many steps, from one place to the next at one token, may be walked on a scale.
const SCALED_WORK: u64 = 4_000_000;

/// Drafts longer than this are not worked out at every count.
const LONG_DRAFT: u64 = 100;

/// Ramps of the hazard longer than this are known roughly only.
const LONG_RAMP: u64 = 50_000;

/// Where there are drafts, so few tokens are walked at every count.
const SHORT: u64 = 1500;

/// The numbers of places of the scales that are tried.
const LEVELS: [usize; 13] = [
    40, 60, 80, 110, 150, 200, 270, 360, 500, 680, 930, 1270, 1730,
];

/// So many of them are tried whatever the work: fewer tell nothing.
const FEWEST: usize = 4;

/// So many scales, the last ones, make up one extrapolation.
const TOGETHER: usize = 9;

/// Where one scale more changes less, no further one is wanted.
const ENOUGH: f64 = 4e-10;

/// So much work is spent on one length, and on sixteen more of them.
const MOST_SPENT: u64 = 30_000_000;

/// A scale, the place on it from which on nothing gets worse, and the last place.
type Places = (Scale, usize, usize);

/// A course at several lengths.
pub(super) struct Lengths<'a> {
    pub(super) course: &'a Course,
    pub(super) marks: Marks<Complex>,
    pub(super) memo: &'a Memo,
    /// The number of errors asked for by the tolerant criterion.
    pub(super) most: Option<u64>,
    /// So many counts are told apart whatever the scale.
    pub(super) fine: usize,
    /// The probabilities of acceptable and unacceptable at the start.
    pub(super) from: (Complex, Complex),
}

impl Lengths<'_> {
    /// The law at increasing lengths.
    pub(super) fn walked(&self, lengths: &[u64]) -> Walked {
        let whole = certain(self.course);
        let (near, far) = lengths.split_at(self.near(whole, lengths));
        let mut walked = Walked::default();
        if let Some(&last) = near.last() {
            let places = self.places(whole, last).max(self.fine);
            let mut here = self.along(near, (Scale::EVERY, whole, places), false);
            (walked.bound, walked.spent) = (here.bound, here.spent);
            let unknown = here.rows.iter().position(|row| row.flawless.is_nan());
            let known = unknown.unwrap_or(near.len());
            walked.rows.extend(here.rows.drain(..known));
            walked
                .within
                .extend(here.within.drain(..known.min(here.within.len())));
            self.extrapolated(&near[known..], true, &mut walked);
        }
        self.extrapolated(far, false, &mut walked);
        walked
    }

    /// How many of the lengths are walked at every count.
    fn near(&self, whole: usize, lengths: &[u64]) -> usize {
        let longest = self.course.stages().iter().filter_map(|stage| stage.check);
        let longest = longest.map(|check| check.size).max();
        // What is counted far on needs more digits than probabilities.
        let short = if self.marks == Marks::UNMARKED {
            LONG_DRAFT
        } else {
            6 * LONG_DRAFT
        };
        if longest.is_none() && self.most.is_some()
            || whole <= MANY && longest.unwrap_or(0) <= short
        {
            return lengths.len();
        }
        lengths.partition_point(|&n| {
            let tokens = n.saturating_sub(self.course.start());
            match longest {
                Some(_) => tokens <= SHORT,
                None => tokens as f64 * 12.0 * self.spread(tokens).1 < EASY_WORK as f64,
            }
        })
    }

    /// Whether a ramp of the hazard takes more tokens than can be walked one by one.
    fn has_long_ramp(&self, n: u64) -> bool {
        let tokens = |stage: &Stage| match stage.share.constant() {
            Some(_) => 0,
            None => n.min(stage.to).saturating_sub(stage.from),
        };
        self.course.stages().iter().map(tokens).sum::<u64>() > LONG_RAMP
    }

    /// How many counts there are to walk to.
    fn places(&self, whole: usize, last: u64) -> usize {
        let tokens = last.saturating_sub(self.course.start());
        let (mean, deviation, grown) = self.spread(tokens);
        // Where errors multiply, many have few and some have many.
        let many = mean + 12.0 * deviation + 40.0 * grown;
        let reached = if many < 1e9 {
            many as usize
        } else {
            usize::MAX
        };
        // Nobody has more errors than tokens. By powers of two, so that lengths share drafts.
        let tokens = usize::try_from(tokens).unwrap_or(usize::MAX);
        if self.most.is_some()
            && self
                .course
                .stages()
                .iter()
                .all(|stage| stage.check.is_none())
        {
            return self.fine;
        }
        whole.min(tokens.min(reached).next_power_of_two())
    }

    /// How many errors there are after so many tokens, and how they vary, if contagion is
    /// everywhere what it is at its worst; and by how much errors have multiplied.
    fn spread(&self, tokens: u64) -> (f64, f64, f64) {
        let (mut first, mut more) = (0.0_f64, 0.0_f64);
        for (here, adds) in hazards(self.course) {
            (first, more) = (first.max(here), more.max(adds));
        }
        let tokens = tokens as f64;
        let grown = expm1(more * tokens);
        let mean = if more > 0.0 {
            first / more * grown
        } else {
            first * tokens
        };
        (mean, (mean * (1.0 + grown)).sqrt(), 1.0 + grown)
    }

    /// Walks to increasing lengths, as far as the place `cap` of a scale on which nothing
    /// gets worse from the place `whole` on. Lengths that take too much work are left out.
    fn along(&self, lengths: &[u64], (scale, whole, cap): Places, rough: bool) -> Walked {
        let last = lengths.last().copied().unwrap_or(0);
        let every = scale == Scale::EVERY;
        let walker = |far| {
            let mut walker = Walker::new(self.course, self.memo, self.marks, cap);
            (walker.scale, walker.whole, walker.most) = (scale, whole, self.most);
            (walker.far, walker.rough) = (far, rough);
            (walker.work, walker.ease) = match (rough, every) {
                (true, _) => (u64::MAX, 0),
                (_, true) => (MOST_WORK, EASY_WORK),
                _ => (SCALED_WORK, 0),
            };
            (walker.counts.a[0], walker.counts.u[0]) = self.from;
            walker
        };
        let far = last.saturating_sub(self.course.start()) > LONG;
        let mut walked = Walked::default();
        while walked.rows.len() < lengths.len() {
            let mut end = lengths.len();
            if far {
                walker(far).walk(&lengths[walked.rows.len()..], &mut walked);
                // What comes much later is tried anew.
                let Some(&stuck) = lengths.get(walked.rows.len()) else {
                    break;
                };
                end = lengths.partition_point(|&n| n <= stuck.saturating_mul(2));
            }
            if !rough {
                walker(false).walk(&lengths[walked.rows.len()..end], &mut walked);
            }
            while walked.rows.len() < end {
                walked.rows.push(UNKNOWN);
                walked.within.push(f64::NAN);
            }
        }
        walked
    }

    /// Where no scale is fine enough: any answer, known to be rough.
    fn roughly(&self, n: u64, into: &mut Walked) {
        let (most, start) = reach(self.course);
        let places = LEVELS[1] + self.fine;
        let scale = if most <= places as f64 {
            Scale::EVERY
        } else {
            Scale::reaching(most, places, start, self.fine)
        };
        let mut walked = self.along(&[n], (scale, places, places), true);
        into.rows.append(&mut walked.rows);
        into.within.append(&mut walked.within);
        into.bound = 1.0;
    }

    /// Extrapolates from scales with ever more places, until that changes nothing any more.
    /// Lengths that were `tried` at every count are not tried there again.
    fn extrapolated(&self, lengths: &[u64], tried: bool, into: &mut Walked) {
        let (most, start) = reach(self.course);
        let mut tables = vec![Table::default(); lengths.len()];
        let mut epsilons = Vec::new();
        let mut open: Vec<usize> = (0..lengths.len()).collect();
        // Marked laws take more, and their last digits matter less, but where few counts more
        // make a scale whole.
        let share = match (self.marks == Marks::UNMARKED, most <= MANY as f64) {
            (true, _) => 1.0,
            (_, true) => 1.4,
            _ => 0.5,
        };
        let room = (MOST_SPENT as f64 * share) as u64 * (1 + lengths.len() as u64 / 16);
        let (mut spent, mut last) = (0, 0);
        for places in LEVELS {
            // The next scale takes some two times as much as the last one.
            open.retain(|&i| !self.has_long_ramp(lengths[i]));
            if open.is_empty() || epsilons.len() >= FEWEST && spent + 2 * last > room {
                break;
            }
            let places = places + self.fine;
            let every = most <= places as f64;
            if every && tried {
                break;
            }
            let (scale, places) = if every {
                // There are no more counts than that.
                (Scale::EVERY, self.fine.max(certain(self.course)))
            } else {
                (Scale::reaching(most, places, start, self.fine), places)
            };
            let these: Vec<u64> = open.iter().map(|&i| lengths[i]).collect();
            let walked = self.along(&these, (scale, places, places), false);
            last = walked.spent;
            spent += last;
            into.bound = into.bound.max(walked.bound);
            epsilons.push(scale.epsilon());
            let within = walked.within.iter().copied().chain(core::iter::repeat(0.0));
            for ((&i, row), within) in open.iter().zip(walked.rows).zip(within) {
                let table = &mut tables[i];
                table.exact = every && !row.flawless.is_nan();
                if table.exact {
                    table.values.clear();
                }
                if !row.flawless.is_nan() {
                    table.values.push((row, within));
                }
            }
            open.retain(|&i| {
                // Where a scale has no answer a finer one has none.
                tables[i].values.len() == epsilons.len() && tables[i].change(&epsilons) > ENOUGH
            });
        }
        into.spent += spent;
        for (table, &n) in tables.iter().zip(lengths) {
            if !table.exact && table.values.len() < FEWEST {
                self.roughly(n, into);
                continue;
            }
            into.bound = into.bound.max(table.change(&epsilons));
            let (mut row, within) = table.at_every_count(&epsilons, table.values.len());
            // The last digits must not leave what is possible.
            let least = if self.from.1.size() == 0.0 {
                row.flawless
            } else {
                0.0
            };
            row.acceptable.re = row.acceptable.re.clamp(least, 1.0);
            row.unacceptable.re = 1.0 - row.acceptable.re;
            into.rows.push(row);
            into.within.push(within.clamp(0.0, 1.0));
        }
    }
}

/// A length that a scale has no answer for.
const UNKNOWN: Row<Complex> = Row {
    flawless: f64::NAN,
    acceptable: Complex::new(0.0, 0.0),
    unacceptable: Complex::new(0.0, 0.0),
    lost: Complex::new(0.0, 0.0),
};

/// What scales say of one length.
#[derive(Clone, Default)]
struct Table {
    /// The rows, and P(at most so many errors) where that was asked.
    values: Vec<(Row<Complex>, f64)>,
    /// Whether every count has its place.
    exact: bool,
}

impl Table {
    /// What the finest scale has changed: more than what is left to change.
    fn change(&self, epsilons: &[f64]) -> f64 {
        if self.exact {
            return 0.0;
        }
        if self.values.len() < FEWEST {
            return 1.0;
        }
        let (all, few) = self.at_every_count(epsilons, self.values.len());
        let counted = all.total().count();
        let since = |scales: usize| {
            let (before, few_before) = self.at_every_count(epsilons, self.values.len() - scales);
            let change = (all.acceptable.re - before.acceptable.re).abs();
            // Of what is great fewer digits can be known.
            let of_count = (counted - before.total().count()).abs() / counted.abs().max(1e-3);
            change.max(of_count).max((few - few_before).abs())
        };
        // A scale that by chance changes little is not enough.
        let change = since(1).max(0.2 * since(2));
        if change < 1.0 { change } else { 1.0 }
    }

    /// What the last of some scales say of counts that all have a place.
    fn at_every_count(&self, epsilons: &[f64], scales: usize) -> (Row<Complex>, f64) {
        if self.exact {
            return self.values[0];
        }
        let last = scales.saturating_sub(TOGETHER)..scales;
        let weights = extrapolation(&epsilons[last.clone()]);
        let (mut row, mut few) = (UNKNOWN, 0.0);
        for ((value, within), weight) in self.values[last].iter().zip(weights) {
            row.flawless = value.flawless;
            row.acceptable += value.acceptable * weight;
            row.unacceptable += value.unacceptable * weight;
            few += within * weight;
        }
        (row, few)
    }
}

/// The hazard before any error, and what each error adds to it, in every stage.
fn hazards(course: &Course) -> impl Iterator<Item = (f64, f64)> {
    course
        .stages()
        .iter()
        .filter_map(|stage| match stage.hazard(0.0) {
            Hazard::Contagious { first, more } => Some((first, more)),
            _ => None,
        })
}

/// The number of errors from which on nothing gets worse in any stage, and that which
/// adds as much as there was before any.
fn reach(course: &Course) -> (f64, f64) {
    let (mut most, mut start) = (0.0_f64, f64::INFINITY);
    for (first, more) in hazards(course).filter(|&(_, more)| more > 0.0) {
        most = most.max((1.0 - first) / more);
        start = start.min(first / more);
    }
    // Rounding must not leave the last place short of certainty.
    (most * (1.0 + 1e-14), start)
}
