//! Which counts have a place of their own, and what is extrapolated.

use super::far::Learnt;
use super::ramp;
use super::scale::{BELOW, Plan, Scale};
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

/// So much work, or so, is done at every count where there are no drafts.
const NEAR_WORK: f64 = 2e6;

/// Where there are drafts, so few tokens are walked at every count.
const SHORT: u64 = 1500;

/// By how much gaps widen on the scales that are tried, the finest last. On the first one
/// little is learnt but what integrals will do.
const GROWTHS: [f64; 7] = [0.2, 0.1, 0.07, 0.05, 0.035, 0.025, 0.0175];

/// That of the scale for a rough answer.
const ROUGH: f64 = 0.1;

/// Where a finer scale changes less, no further one is wanted; counts by shares of themselves.
const ENOUGH: f64 = 1e-9;
const ENOUGH_COUNTED: f64 = 5e-9;

/// So much work is spent on one length, and on sixteen more of them.
const MOST_SPENT: u64 = 9_000_000;

/// Where counts have their places, the place from which on nothing gets worse, and the last
/// place.
type Places<'a> = (Option<&'a Scale>, usize, usize);

/// How well integrals are to be told.
#[derive(Clone, Copy)]
enum Manner {
    /// Anyhow.
    Rough,
    /// As well as can be, but for what would take more work than that.
    Within(u64),
}

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
    /// What has been learnt on coarser scales.
    pub(super) learnt: Learnt,
}

impl Lengths<'_> {
    /// The law at increasing lengths.
    pub(super) fn walked(&self, lengths: &[u64]) -> Walked {
        let whole = certain(self.course);
        let (near, far) = lengths.split_at(self.near(whole, lengths));
        let mut walked = Walked::default();
        if let Some(&last) = near.last() {
            let places = self.places(whole, last).max(self.fine);
            let mut here = self.along(near, (None, whole, places), Manner::Within(u64::MAX));
            (walked.bound, walked.spent) = (here.bound, here.spent);
            let unknown = here.rows.iter().position(|row| row.flawless.is_nan());
            let known = unknown.unwrap_or(near.len());
            walked.rows.extend(here.rows.drain(..known));
            walked
                .within
                .extend(here.within.drain(..known.min(here.within.len())));
            self.refined(&near[known..], true, &mut walked);
        }
        self.refined(far, false, &mut walked);
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
                None => tokens as f64 * 12.0 * self.spread(tokens).1 < NEAR_WORK,
            }
        })
    }

    /// Whether a ramp of the hazard takes more tokens than can be walked one by one.
    fn has_long_ramp(&self, n: u64) -> bool {
        let tokens = |stage: &Stage| match stage.share.constant() {
            Some(_) => 0,
            None => ramp::walked(
                stage,
                n.min(stage.to).saturating_sub(stage.from),
                &self.marks,
            ),
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
        // Nobody has more errors than tokens.
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
    fn along(&self, lengths: &[u64], (scale, whole, cap): Places, manner: Manner) -> Walked {
        let last = lengths.last().copied().unwrap_or(0);
        let every = scale.is_none();
        let (rough, room) = match manner {
            Manner::Rough => (true, u64::MAX),
            Manner::Within(room) => (false, room),
        };
        let walker = |far| {
            let mut walker = Walker::new(self.course, self.memo, self.marks, cap);
            (walker.scale, walker.whole, walker.most) = (scale, whole, self.most);
            walker.learnt = scale.map(|_| &self.learnt);
            (walker.far, walker.rough) = (far, rough);
            walker.room = room;
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

    /// The scale whose gaps widen so much, for lengths up to one; nothing if it would have a
    /// place for every count.
    fn scale(&self, growth: f64, last: u64) -> Option<Scale> {
        let (most, start) = reach(self.course);
        let most = most.min(self.most_errors(last) as f64);
        let scale = Scale::of(Plan {
            most,
            start,
            // A polynomial at the first gap has places below, which must not be among those
            // that are told apart.
            fine: self.fine + usize::from(self.fine > 0) * BELOW,
            growth,
        });
        ((scale.last() as f64) < most).then_some(scale)
    }

    /// Where no scale is fine enough: any answer, known to be rough.
    fn roughly(&self, n: u64, into: &mut Walked) {
        let scale = self.scale(ROUGH, n);
        let places = self.places_of(scale.as_ref(), n);
        let mut walked = self.along(&[n], places, Manner::Rough);
        into.rows.append(&mut walked.rows);
        into.within.append(&mut walked.within);
        into.bound = 1.0;
    }

    /// The places of a scale, or all counts.
    fn places_of<'b>(&self, scale: Option<&'b Scale>, n: u64) -> Places<'b> {
        if let Some(scale) = scale {
            return (Some(scale), scale.last(), scale.last());
        }
        let whole = certain(self.course);
        let last = whole.min(self.most_errors(n) as usize);
        (None, whole, last.max(self.fine))
    }

    /// Nobody has more errors than tokens. By powers of two, so that lengths share drafts.
    fn most_errors(&self, n: u64) -> u64 {
        let tokens = n.saturating_sub(self.course.start());
        tokens.max(1).next_power_of_two()
    }

    /// Reads lengths off ever finer scales, until that changes nothing any more.
    /// Lengths that were `tried` at every count are not tried there again.
    fn refined(&self, lengths: &[u64], tried: bool, into: &mut Walked) {
        let mut readings = vec![Reading::default(); lengths.len()];
        let mut open: Vec<usize> = (0..lengths.len()).collect();
        open.retain(|&i| !self.has_long_ramp(lengths[i]));
        let room = MOST_SPENT * (1 + lengths.len() as u64 / 16);
        let enough = if self.marks == Marks::UNMARKED {
            ENOUGH
        } else {
            ENOUGH_COUNTED
        };
        let (mut spent, mut last) = (0, 0);
        for (i, &growth) in GROWTHS.iter().enumerate() {
            // The next scale takes some one and a half times as much as the last one; three
            // tell by how much changes get less.
            let room = if i > 2 { room } else { room * 3 / 2 };
            if open.is_empty() || i > 1 && spent + last * 3 / 2 > room {
                break;
            }
            let these: Vec<u64> = open.iter().map(|&i| lengths[i]).collect();
            let furthest = these[these.len() - 1];
            let scale = self.scale(growth, furthest);
            if scale.is_none() && tried {
                break;
            }
            let manner = Manner::Within(room.saturating_sub(spent));
            let places = self.places_of(scale.as_ref(), furthest);
            let walked = self.along(&these, places, manner);
            last = walked.spent;
            spent += last;
            into.bound = into.bound.max(walked.bound);
            let within = walked.within.iter().copied().chain(core::iter::repeat(0.0));
            for ((&i, row), within) in open.iter().zip(walked.rows).zip(within) {
                if row.total().re.is_finite() && within.is_finite() && row.flawless <= 1.0 {
                    readings[i].refine((row, within), scale.is_none());
                }
            }
            open.retain(|&i| readings[i].left > enough);
        }
        into.spent += spent;
        for (reading, &n) in readings.iter().zip(lengths) {
            let Some((mut row, within)) = reading.finest.filter(|_| reading.left < 1.0) else {
                self.roughly(n, into);
                continue;
            };
            into.bound = into.bound.max(reading.left);
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
#[derive(Clone, Copy)]
struct Reading {
    /// The row of the finest scale, and P(at most so many errors) where that was asked.
    finest: Option<(Row<Complex>, f64)>,
    /// What the finest scale has changed, and by how much changes got less before that.
    change: f64,
    ratio: f64,
    /// What is left to change: as much, or less where changes have been getting less.
    left: f64,
}

/// By so much may changes get less from one scale to the next, as far as they are trusted,
/// and so much more than that is thought possible.
const LEAST_RATIO: f64 = 0.02;
const DOUBT: f64 = 10.0;

impl Default for Reading {
    fn default() -> Self {
        Self {
            finest: None,
            change: 1.0,
            ratio: 1.0,
            left: 1.0,
        }
    }
}

impl Reading {
    /// Takes in what a finer scale says, which may be exact.
    fn refine(&mut self, (row, within): (Row<Complex>, f64), exact: bool) {
        if exact {
            self.left = 0.0;
        } else if let Some((before, few_before)) = self.finest {
            let counted = row.total().count();
            let change = (row.acceptable.re - before.acceptable.re).abs();
            // Of what is great fewer digits can be known.
            let of_count = (counted - before.total().count()).abs() / counted.abs().max(1e-3);
            let change = change.max(of_count).max((within - few_before).abs());
            let change = if change < 1.0 { change } else { 1.0 };
            let ratio = (change / self.change).max(LEAST_RATIO);
            self.left = change * (DOUBT * ratio.max(self.ratio)).min(1.0);
            (self.change, self.ratio) = (change, ratio);
        }
        self.finest = Some((row, within));
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
    ((most * (1.0 + 1e-14)).ceil(), start)
}
