//! How far a target holds.

use super::engine::Exact;
use super::view::View;
use super::work::{READING, Work};
use crate::model::course::{Hazard, Memory};
use crate::model::criterion::Criterion;
use crate::number::math::{ln, log1p};
use crate::number::probability::Probability;

/// The greatest length that is looked at where every length has a closed form: every whole
/// number up to here is an `f64`.
const FARTHEST: u64 = 1 << 53;

/// The greatest length that is looked at where it has none.
const FAR: u64 = 1_000_000_000;

/// So many lengths are looked at one by one, whatever is known of the curve.
const SCANNED: u64 = 4096;

/// How near its limit a curve is as good as there.
const SETTLED: f64 = 1e-12;

/// The largest number of tokens up to which a target holds at every length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Horizon {
    /// This many tokens, and not one more.
    Tokens(u64),
    /// More than so many tokens, but not for ever, or nobody knows.
    Beyond(u64),
    /// It holds at every length.
    Infinite,
}

/// A search for the first length at which a target does not hold.
struct Search<'a> {
    /// The operations that it may take, besides what the limit does.
    most: u64,
    exact: &'a Exact,
    criterion: Criterion,
    target: f64,
    limit: f64,
    work: Work,
    /// What had been done before by walks, which count for themselves.
    walked: u64,
    /// Up to here it is known to hold.
    good: u64,
}

/// What became of looking at some lengths.
enum Look {
    /// It holds at all of them.
    Good,
    /// It does not at the second, and does at the first, the one looked at before.
    Bad(u64, u64),
    /// That would take too much work.
    Unknown,
}

impl Exact {
    /// The promise "write up to N tokens": the largest N such that a completion of every
    /// length up to N, from the tokens done on, written to its end and judged there,
    /// succeeds with at least `target`. What is done where its first token breaks it.
    ///
    /// The first 4,096 lengths are looked at one by one, or as many as there is work for.
    /// Further on the curve is taken to
    /// go one way from round to round of queries or drafts, at each place of a round.
    pub fn horizon(&self, criterion: Criterion, target: Probability) -> Horizon {
        if target.get() <= 0.0 {
            return Horizon::Infinite;
        }
        // Where errors are remembered as much again goes into walking there.
        let search = match self.memory {
            Memory::Errors => READING / 2,
            _ => READING,
        };
        let mut search = Search {
            most: search,
            exact: self,
            criterion,
            target: target.get(),
            limit: self.limit(criterion),
            work: Work::new(search),
            walked: self.operations(),
            good: self.course.start(),
        };
        let horizon = search.run();
        self.took(&search.work);
        horizon
    }
}

impl Exact {
    /// The number of further tokens over which P(flawless) halves. With a constant
    /// hazard it is ln ½ / ln(1 − e), else the least whole number of tokens; infinite
    /// where it never halves, no number where that is further than can be told, 0 where an error
    /// is certain.
    pub fn half_life(&self) -> f64 {
        self.halving().unwrap_or(f64::NAN)
    }

    /// The same.
    ///
    /// # Errors
    ///
    /// The length beyond which it lies, where it is further than can be told.
    pub fn halving(&self) -> Result<f64, u64> {
        if let [stage] = self.course.stages()
            && stage.is_plain()
            && let Hazard::Constant(error) = stage.hazard(0.0)
            && self.memory == Memory::None
        {
            return Ok(ln(0.5) / log1p(-error));
        }
        match self.horizon(Criterion::Flawless, Probability::clamped(0.5)) {
            Horizon::Tokens(last) => Ok((last + 1 - self.course.start()) as f64),
            Horizon::Infinite => Ok(f64::INFINITY),
            Horizon::Beyond(far) => Err(far),
        }
    }
}

/// Whether a probability is at least a target, but for rounding.
pub(super) fn reaches(value: f64, target: f64) -> bool {
    value >= target * (1.0 - 4.0 * f64::EPSILON)
}

impl Search<'_> {
    fn run(&mut self) -> Horizon {
        let start = self.good;
        let stages = self.exact.course.stages();
        let falls = self.only_falls();
        let mut count = 1;
        // Half of the work is left for what lies further.
        while !falls && self.good - start < SCANNED && self.work.left() > self.most / 2 {
            let before = self.work.left();
            let lengths: Vec<u64> = (self.good + 1..=self.good + count).collect();
            match self.look(&lengths) {
                Look::Good => {}
                Look::Bad(last, _) => return Horizon::Tokens(last),
                Look::Unknown => return Horizon::Beyond(self.good),
            }
            let each = (before - self.work.left()) / count;
            let affordable = self.work.left().saturating_sub(self.most / 2) / (2 * each + 1);
            let room = SCANNED + start - self.good;
            count = (2 * count).min(affordable).min(room).max(1);
        }
        let farthest = if self.exact.is_closed() {
            FARTHEST
        } else {
            FAR
        };
        let last_stage = stages.last().map_or(0, |stage| stage.from);
        let mut distance = (self.good - start).max(1);
        loop {
            let begin = self.good;
            if begin >= farthest {
                return self.at_the_far_end(farthest);
            }
            if begin > last_stage && self.is_settled() {
                return Horizon::Infinite;
            }
            // Where a phase ends, another curve begins.
            let end = stages
                .iter()
                .flat_map(|stage| [stage.from + 1, stage.to])
                .filter(|&end| end > begin)
                .fold(begin.saturating_add(distance), u64::min)
                .min(farthest);
            let lengths = if falls {
                vec![end]
            } else {
                self.samples(begin, end)
            };
            match self.look(&lengths) {
                Look::Good => distance += (distance / if falls { 1 } else { 4 }).max(1),
                Look::Bad(good, bad) => return self.narrow(good, bad, falls),
                Look::Unknown => return Horizon::Beyond(begin),
            }
        }
    }

    fn at_the_far_end(&self, farthest: u64) -> Horizon {
        if self.limit >= self.target {
            Horizon::Infinite
        } else {
            Horizon::Beyond(farthest)
        }
    }

    /// Whether the curve has come to a limit that is good enough.
    fn is_settled(&mut self) -> bool {
        if self.limit < self.target {
            return false;
        }
        let here = self.values(&[self.good])[0];
        (here - self.limit).abs() <= SETTLED
    }

    fn values(&self, lengths: &[u64]) -> Vec<f64> {
        let view = View::Judged;
        self.exact
            .viewed_within(self.criterion, lengths, view, &self.work)
    }

    fn holds(&self, value: f64) -> bool {
        // A curve that ends at the target is not below it by rounding.
        reaches(value, self.target)
            || self.limit >= self.target && (value - self.limit).abs() < SETTLED
    }

    /// Looks at increasing lengths beyond those known to be good.
    fn look(&mut self, lengths: &[u64]) -> Look {
        let values = self.values(lengths);
        let walked = self.exact.operations() - self.walked;
        if self.work.is_spent() || walked > self.most || values.iter().any(|value| value.is_nan()) {
            return Look::Unknown;
        }
        for (&length, value) in lengths.iter().zip(values) {
            if !self.holds(value) {
                return Look::Bad(self.good, length);
            }
            self.good = length;
        }
        Look::Good
    }

    /// It holds at `good`, and no longer at `bad`.
    fn narrow(&mut self, mut good: u64, mut bad: u64, falls: bool) -> Horizon {
        /// So many lengths are looked at one by one.
        const FEW: u64 = 64;
        // Where lengths are walked to, many cost no more than one.
        let parts = if self.exact.is_walked() { 32 } else { 2 };
        while bad - good > 1 {
            let gap = bad - good;
            let lengths: Vec<u64> = if gap <= FEW && !falls {
                (good + 1..bad).collect()
            } else if gap <= 2 * self.round() || falls {
                let parts = parts.min(gap);
                (1..parts).map(|part| good + gap / parts * part).collect()
            } else {
                // A round in the middle.
                let mut lengths = self.samples(good, good + gap / 2);
                lengths.retain(|&n| n < bad);
                lengths
            };
            self.good = good;
            match self.look(&lengths) {
                Look::Good => good = self.good,
                Look::Bad(last, first) => (good, bad) = (last, first),
                Look::Unknown => return Horizon::Beyond(good),
            }
        }
        Horizon::Tokens(good)
    }

    /// Lengths to look at between two, so that no round hides a dip: at the end of some
    /// rounds, behind it and within.
    fn samples(&self, begin: u64, end: u64) -> Vec<u64> {
        let round = self.round();
        let stage = self.exact.course.stages().iter().rev();
        let origin = stage
            .filter(|stage| stage.from < end)
            .map(|stage| {
                if stage.query.is_some() {
                    stage.origin
                } else {
                    stage.from
                }
            })
            .next()
            .unwrap_or(0);
        let base = origin + (end - origin) / round * round;
        let mut lengths = vec![end];
        for place in [
            1,
            2,
            round / 4,
            round / 2,
            round / 4 * 3,
            round.saturating_sub(1),
            round,
        ] {
            for base in [base, base.saturating_sub(round)] {
                lengths.push(base + place);
            }
        }
        lengths.retain(|&n| n > begin && n <= end);
        lengths.sort_unstable();
        lengths.dedup();
        lengths
    }

    /// After how many tokens the curve repeats its form.
    fn round(&self) -> u64 {
        let stages = self.exact.course.stages().iter();
        stages
            .filter_map(|stage| {
                let query = stage.query.map(|query| query.interval);
                query.or(stage.check.map(|check| check.size.min(FAR)))
            })
            .max()
            .unwrap_or(2)
            .max(2)
    }

    /// Whether success can only fall with length: where nothing is made good or thrown
    /// away, and where recovery is steady and rarer than that errors alternate with it.
    fn only_falls(&self) -> bool {
        let course = &self.exact.course;
        if course.has_drafts() {
            return false;
        }
        if self.criterion != Criterion::Acceptable {
            return true;
        }
        let no_way_back = |stage: &crate::model::course::Stage| {
            stage.return_rate() == 0.0 && stage.query.is_none_or(|query| query.catch == 0.0)
        };
        if course.stages().iter().all(no_way_back) {
            return true;
        }
        match course.stages() {
            [stage] if stage.query.is_none() => match stage.hazard(1.0) {
                Hazard::Constant(error) => error + stage.return_rate() <= 1.0,
                _ => false,
            },
            _ => false,
        }
    }
}
