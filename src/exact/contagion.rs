//! Completions that remember their errors: each one makes the next one likelier.
//!
//! The law of (errors since the clock started, acceptable or not) is walked token by
//! token, over the window of counts that hold any mass. From the count on at which
//! an error is certain nothing changes any more, so that the count need not go
//! further. Where that would take more than [`MOST_WORK`] steps, the count stops at
//! [`FEW`] instead and the tokens are multiplied by doubling; then the probability
//! of having got so far bounds the error, as a completion with fewer errors is
//! walked exactly.

use super::judge::kept;
use crate::course::{Course, Hazard, Stage};
use crate::math::{complement_of_power, power_of_complement};
use crate::technique::{Check, Query};
use crate::transition::{Marks, Row, Scalar, Transition};

/// How many steps, from one count to the next at one token, may be walked.
const MOST_WORK: u64 = 50_000_000;

/// The count at which it stops where walking would take too long.
const FEW: usize = 48;

/// The greatest count that is ever walked to.
const MANY: usize = 20_000;

/// Mass that no longer tells.
const NOTHING: f64 = 1e-18;

/// The law at several lengths, and what it may be wrong by at the last of them.
pub(super) struct Walked<T> {
    pub(super) rows: Vec<Row<T>>,
    /// P(at most so many errors) where that was asked, at each length.
    pub(super) within: Vec<f64>,
    pub(super) bound: f64,
}

/// Walks a course over increasing lengths. `most` is the number of errors asked for
/// by the tolerant criterion: counts up to it are told apart.
pub(super) fn walk<T: Scalar>(
    course: &Course,
    marks: Marks<T>,
    lengths: &[u64],
    most: Option<u64>,
) -> Walked<T> {
    let least = most.map_or(0, |most| most as usize + 1);
    let saturated = course
        .stages()
        .iter()
        .filter_map(|stage| match stage.hazard(0.0) {
            Hazard::Contagious { first, more } => Some(certain_from(first, more)),
            _ => None,
        })
        .max()
        .unwrap_or(0);
    let whole = saturated.max(least);
    if whole <= MANY {
        let mut walker = Walker::new(course, marks, whole, most, MOST_WORK);
        if let Some(walked) = walker.walk(lengths) {
            return walked;
        }
    }
    let few = FEW.max(least).min(whole);
    let mut walker = Walker::new(course, marks, few, most, u64::MAX);
    walker.doubling = true;
    walker.walk(lengths).unwrap_or(Walked {
        rows: vec![Row::start(); lengths.len()],
        within: vec![1.0; lengths.len()],
        bound: 1.0,
    })
}

/// The number of errors from which on the next one is as likely as it will ever be.
fn certain_from(first: f64, more: f64) -> usize {
    if more == 0.0 || first == 0.0 || first >= 1.0 {
        return 0;
    }
    let count = ((1.0 - first) / more).ceil();
    if count < MANY as f64 {
        count as usize
    } else {
        usize::MAX
    }
}

/// Whether in half of so many units every count has been left behind, each left with
/// one of these probabilities at every unit, but for a probability below 10⁻¹³; the
/// other half is for the state to forget where it came from.
///
/// Chernoff's bound for a sum of waiting times: with 1 − e^−θ half the least rate,
/// E[exp(θ·wait)] = p/(p − (1 − e^−θ)) is at most 2 for each.
fn surely_passed(rates: impl Iterator<Item = f64> + Clone, units: u64) -> bool {
    let half = rates.clone().fold(1.0, f64::min) / 2.0;
    let theta = -crate::math::log1p(-half);
    let grown: f64 = rates.map(|rate| -crate::math::log1p(-half / rate)).sum();
    units > 2000 && half > 0.0 && grown - theta * (units as f64 / 2.0) < -30.0
}

struct Walker<'a, T> {
    course: &'a Course,
    marks: Marks<T>,
    cap: usize,
    most: Option<u64>,
    work: u64,
    doubling: bool,
    counts: Counts<T>,
    flawless: f64,
}

/// The law of the count and the state: `a[j]` acceptable and `u[j]` unacceptable
/// after j errors, all mass between `low` and `high`.
#[derive(Clone, Debug)]
struct Counts<T> {
    a: Vec<T>,
    u: Vec<T>,
    low: usize,
    high: usize,
}

/// What the token after j errors does.
#[derive(Clone, Copy)]
struct Token<'a> {
    stage: &'a Stage,
    first: f64,
    more: f64,
}

impl Token<'_> {
    fn hazard(&self, errors: usize, share: f64) -> f64 {
        (self.first + self.more * errors as f64).min(1.0) * share
    }
}

impl<T: Scalar> Counts<T> {
    fn start(cap: usize, acceptable: T, unacceptable: T) -> Self {
        let zero = T::default();
        let mut counts = Self {
            a: vec![zero; cap + 1],
            u: vec![zero; cap + 1],
            low: 0,
            high: 0,
        };
        counts.a[0] = acceptable;
        counts.u[0] = unacceptable;
        counts
    }

    fn totals(&self) -> (T, T) {
        let (mut a, mut u) = (T::default(), T::default());
        for j in self.low..=self.high {
            a += self.a[j];
            u += self.u[j];
        }
        (a, u)
    }

    /// One token, at the hazards of every count.
    fn step(&mut self, token: &Steps<T>) {
        let cap = self.a.len() - 1;
        let (low, top) = (self.low, (self.high + 1).min(cap));
        let (mut moved_a, mut moved_u) = (T::default(), T::default());
        let places = self.a[low..=top].iter_mut().zip(&mut self.u[low..=top]);
        for ((a, u), &hazard) in places.zip(&token.hazards[low..=top]) {
            let spared = 1.0 - hazard;
            let struck = token.mark * hazard;
            let returns = *u * token.mended;
            let stays = *u * token.stays;
            let leaves = (*a + stays) * struck;
            let returned = returns * struck;
            *a = (*a + returns) * spared + moved_a;
            *u = stays * spared + moved_u;
            (moved_a, moved_u) = (returned, leaves);
        }
        // Nobody leaves the last count.
        if top == cap {
            self.a[cap] += moved_a;
            self.u[cap] += moved_u;
        }
        self.high = top;
        while self.low < self.high && self.is_empty(self.low) {
            (self.a[self.low], self.u[self.low]) = (T::default(), T::default());
            self.low += 1;
        }
        while self.high > self.low && self.is_empty(self.high) {
            (self.a[self.high], self.u[self.high]) = (T::default(), T::default());
            self.high -= 1;
        }
    }

    fn is_empty(&self, j: usize) -> bool {
        self.a[j].size() + self.u[j].size() < NOTHING
    }
}

/// A token made ready: what it does to every count.
struct Steps<T> {
    hazards: Vec<f64>,
    mark: T,
    mended: T,
    stays: f64,
}

impl<T: Scalar> Steps<T> {
    fn new(token: &Token, share: f64, cap: usize, marks: &Marks<T>) -> Self {
        let back = token.stage.return_rate();
        let repaired = (1.0 - token.stage.recovery) * token.stage.repair;
        Self {
            hazards: (0..=cap).map(|j| token.hazard(j, share)).collect(),
            mark: marks.error,
            mended: T::from(back) + marks.price * (repaired * token.stage.undo),
            stays: 1.0 - back,
        }
    }

    /// The same token at another share of the hazard.
    fn reshare(&mut self, token: &Token, share: f64) {
        for (j, hazard) in self.hazards.iter_mut().enumerate() {
            *hazard = token.hazard(j, share);
        }
    }
}

/// The law of a unit (a token, a draft) from every count: to acceptable and
/// unacceptable with so many errors more.
#[derive(Clone, Debug)]
struct Band<T> {
    /// From each count: [aa, au, ua, uu], each by the number of further errors.
    rows: Vec<[Vec<T>; 4]>,
}

impl<T: Scalar> Band<T> {
    fn apply(&self, counts: &Counts<T>) -> Counts<T> {
        let cap = self.rows.len() - 1;
        let zero = T::default();
        let mut next = Counts {
            a: vec![zero; cap + 1],
            u: vec![zero; cap + 1],
            low: counts.low,
            high: counts.high,
        };
        for j in counts.low..=counts.high {
            let (a, u) = (counts.a[j], counts.u[j]);
            let [aa, au, ua, uu] = &self.rows[j];
            for further in 0..aa.len() {
                let to = (j + further).min(cap);
                next.a[to] += a * aa[further] + u * ua[further];
                next.u[to] += a * au[further] + u * uu[further];
                next.high = next.high.max(to);
            }
        }
        next
    }

    /// The least probability that a unit after j errors has a further one.
    fn leaves(&self, j: usize) -> f64 {
        let [aa, au, ua, uu] = &self.rows[j];
        1.0 - (aa[0] + au[0]).size().max((ua[0] + uu[0]).size())
    }

    /// What a unit does at the last count, which nobody leaves.
    fn last(&self) -> Transition<T> {
        let [aa, au, ua, uu] = &self.rows[self.rows.len() - 1];
        Transition {
            aa: aa[0],
            au: au[0],
            ua: ua[0],
            uu: uu[0],
            ..Transition::identity()
        }
    }

    /// This unit, and then another.
    fn then(&self, other: &Self) -> Self {
        let cap = self.rows.len() - 1;
        let rows = (0..=cap)
            .map(|j| {
                let room = cap - j + 1;
                let mut row = [(); 4].map(|()| vec![T::default(); room]);
                let [aa, au, ua, uu] = &self.rows[j];
                for first in 0..aa.len() {
                    let middle = (j + first).min(cap);
                    let [naa, nau, nua, nuu] = &other.rows[middle];
                    for second in 0..naa.len() {
                        let to = (middle + second).min(cap) - j;
                        row[0][to] += aa[first] * naa[second] + au[first] * nua[second];
                        row[1][to] += aa[first] * nau[second] + au[first] * nuu[second];
                        row[2][to] += ua[first] * naa[second] + uu[first] * nua[second];
                        row[3][to] += ua[first] * nau[second] + uu[first] * nuu[second];
                    }
                }
                row
            })
            .collect();
        Self { rows }
    }
}

impl<'a, T: Scalar> Walker<'a, T> {
    fn new(course: &'a Course, marks: Marks<T>, cap: usize, most: Option<u64>, work: u64) -> Self {
        Self {
            course,
            marks,
            cap,
            most,
            work,
            doubling: false,
            counts: Counts::start(cap, T::from(1.0), T::default()),
            flawless: 1.0,
        }
    }

    /// Nothing where it would take too much work.
    fn walk(&mut self, lengths: &[u64]) -> Option<Walked<T>> {
        let mut walked = Walked {
            rows: Vec::with_capacity(lengths.len()),
            within: Vec::with_capacity(lengths.len()),
            bound: 0.0,
        };
        let mut wanted = lengths.iter().copied().peekable();
        while wanted.peek().is_some_and(|&n| n <= self.course.start()) {
            wanted.next();
            self.look(&mut walked);
        }
        for stage in self.course.stages() {
            let mut here = Vec::new();
            while let Some(&n) = wanted.peek().filter(|&&n| n <= stage.to) {
                here.push(n);
                wanted.next();
            }
            let token = match stage.hazard(0.0) {
                Hazard::Contagious { first, more } => Token { stage, first, more },
                // Every stage of such a completion is contagious: see `Course::of`.
                _ => return None,
            };
            // To every length asked for, and to the end if there are stages after it.
            let end = if wanted.peek().is_some() {
                Some(stage.to)
            } else {
                None
            };
            if let Some(check) = &stage.check {
                self.checked(&token, check, &here, end, &mut walked)?;
            } else if let Some(query) = &stage.query {
                self.queried(&token, query, &here, end, &mut walked)?;
            } else {
                self.plain(&token, &here, end, &mut walked)?;
            }
        }
        Some(walked)
    }

    /// Notes where the walk stands.
    fn look(&self, walked: &mut Walked<T>) {
        let (acceptable, unacceptable) = self.counts.totals();
        walked.rows.push(Row {
            flawless: self.flawless,
            acceptable,
            unacceptable,
            lost: T::default(),
        });
        if let Some(most) = self.most {
            let few = (0..=(most as usize).min(self.cap))
                .map(|j| self.counts.a[j].size() + self.counts.u[j].size())
                .sum::<f64>();
            walked.within.push(few.min(1.0));
        }
        if self.doubling {
            // Whoever has got to the cap is walked with too small a hazard.
            let lumped = self.counts.a[self.cap].size() + self.counts.u[self.cap].size();
            walked.bound = walked.bound.max(lumped.min(1.0));
        }
    }

    fn spend(&mut self, work: u64) -> Option<()> {
        self.work = self.work.checked_sub(work)?;
        Some(())
    }

    /// Tokens as they come.
    fn plain(
        &mut self,
        token: &Token,
        here: &[u64],
        end: Option<u64>,
        walked: &mut Walked<T>,
    ) -> Option<()> {
        let stage = token.stage;
        let mut at = stage.from;
        let mut ladder: Vec<Band<T>> = Vec::new();
        let constant = stage.share.constant();
        let mut steps = Steps::new(token, stage.share.before, self.cap, &self.marks);
        for (&n, looks) in here
            .iter()
            .map(|n| (n, true))
            .chain(end.iter().map(|n| (n, false)))
        {
            if let Some(share) = constant.filter(|_| self.most.is_none())
                && self.is_certain_after(token, share, n - at)
            {
                self.saturate(token, n - at);
                self.flawless *= power_of_complement(token.hazard(0, share), (n - at) as f64);
                at = n;
            }
            if let Some(share) = constant {
                self.flawless *= power_of_complement(token.hazard(0, share), (n - at) as f64);
            }
            if self.doubling && constant.is_some() {
                let (cap, marks) = (self.cap, self.marks);
                let share = constant.unwrap_or(1.0);
                self.doubled(&mut ladder, n - at, || {
                    token_band(token, share, cap, &marks)
                });
                at = n;
            }
            while at < n {
                at += 1;
                let share = stage.share.at(at);
                if constant.is_none() {
                    self.flawless *= 1.0 - token.hazard(0, share);
                    steps.reshare(token, share);
                    self.spend(self.cap as u64 / 4)?;
                }
                self.counts.step(&steps);
                self.spend((self.counts.high - self.counts.low + 1) as u64)?;
                if constant.is_some() && self.settled(token) {
                    self.certain(token, n - at);
                    at = n;
                }
            }
            if looks {
                self.look(walked);
            }
        }
        Some(())
    }

    /// Whether after so many tokens an error is as certain as it will ever be, but for
    /// a probability below 10⁻¹³: by Chernoff's bound for a sum of waiting times.
    fn is_certain_after(&self, token: &Token, share: f64, tokens: u64) -> bool {
        let certain = certain_from(token.first, token.more);
        certain > 0
            && certain <= self.cap
            && !self.is_marked()
            && surely_passed((0..certain).map(|j| token.hazard(j, share)), tokens)
    }

    /// Whether more is asked than where completions are.
    fn is_marked(&self) -> bool {
        (self.marks.error - T::from(1.0)).size() > 0.0 || self.marks.price.size() > 0.0
    }

    /// Where everyone is once errors are as certain as they will ever be.
    fn saturate(&mut self, token: &Token, tokens: u64) {
        let (a, u) = self.counts.totals();
        self.counts = Counts::start(self.cap, T::default(), T::default());
        (self.counts.a[self.cap], self.counts.u[self.cap]) = (a, u);
        (self.counts.low, self.counts.high) = (self.cap, self.cap);
        self.certain(token, tokens);
    }

    /// Whether the hazard no longer depends on the count.
    fn settled(&self, token: &Token) -> bool {
        let (low, high) = (self.counts.low, self.counts.high);
        low == high
            && (token.more == 0.0 || token.hazard(low, 1.0) >= 1.0)
            && self.most.is_none_or(|most| low as u64 > most)
    }

    /// So many tokens at the hazard that the settled count has.
    fn certain(&mut self, token: &Token, tokens: u64) {
        let j = self.counts.low;
        let stage = token.stage;
        let rates = crate::transition::Rates {
            error: token.hazard(j, stage.share.after),
            fatal: 0.0,
            recovery: stage.recovery,
            repair: stage.repair,
            undo: stage.undo,
        };
        let stretch = T::stretch(&rates, &self.marks, tokens);
        let (a, u) = (self.counts.a[j], self.counts.u[j]);
        self.counts.a[j] = a * stretch.aa + u * stretch.ua;
        self.counts.u[j] = a * stretch.au + u * stretch.uu;
    }

    /// So many units, by doubling; the bands of 1, 2, 4, … units are kept.
    fn doubled(&mut self, ladder: &mut Vec<Band<T>>, mut units: u64, unit: impl Fn() -> Band<T>) {
        let mut rung = 0;
        while units > 0 {
            if ladder.len() == rung {
                let next = match ladder.last() {
                    Some(last) => last.then(last),
                    None => unit(),
                };
                ladder.push(next);
            }
            if units & 1 == 1 {
                self.counts = ladder[rung].apply(&self.counts);
            }
            units >>= 1;
            rung += 1;
        }
    }

    /// Drafts that are checked.
    fn checked(
        &mut self,
        token: &Token,
        check: &Check,
        here: &[u64],
        end: Option<u64>,
        walked: &mut Walked<T>,
    ) -> Option<()> {
        let stage = token.stage;
        let whole = (stage.to - stage.from) / check.size;
        let mut done = 0;
        let mut draft: Option<(Band<T>, f64)> = None;
        let mut ladder: Vec<Band<T>> = Vec::new();
        for (&n, looks) in here
            .iter()
            .map(|n| (n, true))
            .chain(end.iter().map(|n| (n, false)))
        {
            let tokens = n - stage.from;
            let target = tokens / check.size;
            if target > done {
                let (band, flawless) = match &draft {
                    Some(known) => known,
                    None => draft.insert(self.drafted(token, check, check.size)?),
                };
                let flawless = *flawless;
                if self.most.is_none()
                    && !self.is_marked()
                    && self.cap >= certain_from(token.first, token.more)
                    && surely_passed((0..self.cap).map(|j| band.leaves(j)), target - done)
                {
                    let (a, u) = self.counts.totals();
                    self.counts = Counts::start(self.cap, T::default(), T::default());
                    let last = band.last().power(target - done);
                    self.counts.a[self.cap] = a * last.aa + u * last.ua;
                    self.counts.u[self.cap] = a * last.au + u * last.uu;
                    (self.counts.low, self.counts.high) = (self.cap, self.cap);
                } else if self.doubling {
                    let band = band.clone();
                    self.doubled(&mut ladder, target - done, || band.clone());
                } else {
                    let width = band.rows[0][0].len() as u64;
                    for _ in done..target {
                        self.counts = band.apply(&self.counts);
                        let window = (self.counts.high - self.counts.low + 1) as u64;
                        self.work = self.work.checked_sub(window * width)?;
                    }
                }
                self.flawless *= power_of_complement(flawless, (target - done) as f64);
                done = target;
            }
            let short = tokens % check.size;
            if n == stage.to && short > 0 && done == whole {
                let (band, flawless) = self.drafted(token, check, short)?;
                self.counts = band.apply(&self.counts);
                self.flawless *= 1.0 - flawless;
                done += 1;
            }
            if looks {
                self.look(walked);
            }
        }
        Some(())
    }

    /// The law of a kept draft of some tokens from every count, and the probability
    /// that it isn't flawless from a flawless start.
    fn drafted(&mut self, token: &Token, check: &Check, size: u64) -> Option<(Band<T>, f64)> {
        let share = token.stage.share.after;
        let cap = self.cap;
        let mut rows = Vec::with_capacity(cap + 1);
        let mut marred = 0.0;
        for j in 0..=cap {
            let shifted = Token {
                first: (token.first + token.more * j as f64).min(1.0),
                ..*token
            };
            let room = (cap - j).min(usize::try_from(size).unwrap_or(usize::MAX));
            let from = |acceptable: f64, marks: &Marks<T>| {
                let mut counts =
                    Counts::start(room, T::from(acceptable), T::from(1.0 - acceptable));
                let steps = Steps::new(&shifted, share, room, marks);
                for _ in 0..size {
                    counts.step(&steps);
                }
                counts
            };
            self.spend((room as u64 + 1).saturating_mul(size).saturating_mul(2))?;
            let unmarked = Marks {
                error: T::from(1.0),
                price: T::default(),
            };
            let plain = [1.0, 0.0].map(|acceptable| {
                let (a, u) = from(acceptable, &unmarked).totals();
                (a.size(), u.size())
            });
            let marked = [from(1.0, &self.marks), from(0.0, &self.marks)];
            let hazard = token.hazard(j, share);
            let law = Transition {
                flawless: power_of_complement(hazard, size as f64),
                marred: complement_of_power(hazard, size as f64),
                aa: plain[0].0,
                au: plain[0].1,
                ua: plain[1].0,
                uu: plain[1].1,
                ..Transition::identity()
            };
            // What deciding does to each entry of the plain law, with its cost, it
            // does to each count of errors.
            let lifted = Transition {
                flawless: law.flawless,
                marred: law.marred,
                aa: T::from(law.aa),
                au: T::from(law.au),
                ua: T::from(law.ua),
                uu: T::from(law.uu),
                ..Transition::identity()
            };
            let kept = kept(&check.judge, &law, &lifted, size, &self.marks);
            if j == 0 {
                marred = kept.marred;
            }
            let factor = |kept: T, plain: f64| {
                if plain > 0.0 {
                    kept * (1.0 / plain)
                } else {
                    T::default()
                }
            };
            let scale = |counts: &[T], factor: T| counts.iter().map(|&c| c * factor).collect();
            rows.push([
                scale(&marked[0].a, factor(kept.aa, law.aa)),
                scale(&marked[0].u, factor(kept.au, law.au)),
                scale(&marked[1].a, factor(kept.ua, law.ua)),
                scale(&marked[1].u, factor(kept.uu, law.uu)),
            ]);
        }
        Some((Band { rows }, marred))
    }

    /// Tokens with queries, after each of which the count starts anew.
    fn queried(
        &mut self,
        token: &Token,
        query: &Query,
        here: &[u64],
        end: Option<u64>,
        walked: &mut Walked<T>,
    ) -> Option<()> {
        let stage = token.stage;
        let share = stage.share.after;
        let round = query.interval;
        let asked = Transition::query(query.catch, query.cost, &self.marks);
        let start = self.flawless;
        let mut rounds = 0;
        let (a, u) = self.counts.totals();
        let mut row = Row {
            flawless: start,
            acceptable: a,
            unacceptable: u,
            lost: T::default(),
        };
        // From a query to a token of its round, from acceptable and from unacceptable.
        let ask = |row: &Row<T>, cap: usize| {
            let asked = row.after(&asked);
            Counts::start(cap, asked.acceptable, asked.unacceptable)
        };
        let mut whole: Option<Transition<T>> = None;
        // The walk within the round that is under way, and how far it has come.
        let mut within: Option<(Counts<T>, u64)> = None;
        for (&n, looks) in here
            .iter()
            .map(|n| (n, true))
            .chain(end.iter().map(|n| (n, false)))
        {
            let tokens = n - stage.from;
            // A round ends just before the next query.
            let (target, offset) = match tokens {
                0 => (0, 0),
                _ => ((tokens - 1) / round, (tokens - 1) % round + 1),
            };
            if target > rounds {
                let law = match whole {
                    Some(law) => law,
                    None => {
                        let mut law = asked;
                        let steps = Steps::new(token, share, self.cap, &self.marks);
                        let paths = [(1.0, 0.0), (0.0, 1.0)].map(|(a, u)| {
                            let mut counts = Counts::start(self.cap, T::from(a), T::from(u));
                            let mut work = 0;
                            for _ in 0..round {
                                counts.step(&steps);
                                work += counts.high - counts.low + 1;
                            }
                            (counts.totals(), work as u64)
                        });
                        let [((aa, au), w1), ((ua, uu), w2)] = paths;
                        self.spend(w1 + w2)?;
                        let one = T::from(1.0);
                        let tokens = Transition {
                            flawless: 1.0,
                            marred: 0.0,
                            aa,
                            au,
                            a_gone: one - aa - au,
                            ua,
                            uu,
                            u_gone: one - ua - uu,
                            ..Transition::identity()
                        };
                        law = law.then(&tokens);
                        *whole.insert(law)
                    }
                };
                row = row.after(&law.power(target - rounds));
                rounds = target;
                within = None;
            }
            if tokens > 0 {
                let (counts, at) = within.get_or_insert_with(|| (ask(&row, self.cap), 0));
                let mut work = 0;
                let steps = Steps::new(token, share, self.cap, &self.marks);
                while *at < offset {
                    counts.step(&steps);
                    work += (counts.high - counts.low + 1) as u64;
                    *at += 1;
                }
                self.counts = counts.clone();
                self.spend(work)?;
            }
            self.flawless = start * power_of_complement(token.hazard(0, share), tokens as f64);
            if looks {
                self.look(walked);
            }
        }
        Some(())
    }
}

/// The law of one token from every count.
fn token_band<T: Scalar>(token: &Token, share: f64, cap: usize, marks: &Marks<T>) -> Band<T> {
    let rows = (0..=cap)
        .map(|j| {
            let shifted = Token {
                first: (token.first + token.more * j as f64).min(1.0),
                ..*token
            };
            let room = (cap - j).min(1);
            let from = |acceptable: f64| {
                let mut counts =
                    Counts::start(room, T::from(acceptable), T::from(1.0 - acceptable));
                counts.step(&Steps::new(&shifted, share, room, marks));
                counts
            };
            let (a, u) = (from(1.0), from(0.0));
            [a.a, a.u, u.a, u.u]
        })
        .collect();
    Band { rows }
}

/// What the tokens of a stage do to a completion without errors that is acceptable
/// with some probability: P(acceptable) and P(unacceptable) at its end.
pub(super) fn round(stage: &Stage, acceptable: f64) -> (f64, f64) {
    let Hazard::Contagious { first, more } = stage.hazard(0.0) else {
        return (acceptable, 1.0 - acceptable);
    };
    let token = Token { stage, first, more };
    let cap = certain_from(first, more).min(MANY);
    let caught = stage.query.map_or(0.0, |query| query.catch);
    let acceptable = acceptable + (1.0 - acceptable) * caught;
    let mut counts = Counts::start(cap, acceptable, 1.0 - acceptable);
    let steps = Steps::new(&token, stage.share.after, cap, &Marks::NONE);
    for _ in stage.from..stage.to {
        counts.step(&steps);
    }
    counts.totals()
}

/// The hazard after so many errors, before any share is taken of it.
pub(crate) fn hazard(stage: &Stage, errors: usize) -> f64 {
    match stage.hazard(0.0) {
        Hazard::Contagious { first, more } => (first + more * errors as f64).min(1.0),
        _ => 0.0,
    }
}

/// The number of errors from which on nothing gets worse, in any stage.
pub(crate) fn certain(course: &Course) -> usize {
    course
        .stages()
        .iter()
        .map(|stage| match stage.hazard(0.0) {
            Hazard::Contagious { first, more } => certain_from(first, more),
            _ => 0,
        })
        .max()
        .unwrap_or(0)
}

/// The law of a token or of a kept draft from every number of errors.
pub(crate) struct Unit(Band<f64>);

impl Unit {
    /// A token, from up to `most` errors.
    pub(crate) fn token(stage: &Stage, share: f64, most: usize) -> Self {
        let rows = (0..=most)
            .map(|errors| {
                let hazard = hazard(stage, errors) * share;
                let back = stage.return_rate();
                [
                    vec![1.0 - hazard, 0.0],
                    vec![0.0, hazard],
                    vec![back * (1.0 - hazard), back * hazard],
                    vec![(1.0 - back) * (1.0 - hazard), (1.0 - back) * hazard],
                ]
            })
            .collect();
        Self(Band { rows })
    }

    /// A kept draft of `size` tokens, from up to `most` errors.
    pub(crate) fn draft(stage: &Stage, check: &Check, size: u64, most: usize) -> Self {
        let empty = Course::single(stage.clone());
        let mut walker = Walker::new(&empty, Marks::NONE, most.min(MANY), None, u64::MAX);
        let (first, more) = match stage.hazard(0.0) {
            Hazard::Contagious { first, more } => (first, more),
            _ => (0.0, 0.0),
        };
        let token = Token { stage, first, more };
        walker
            .drafted(&token, check, size)
            .map_or(Self(Band { rows: Vec::new() }), |(band, _)| Self(band))
    }

    /// Where a run goes, place by place: 2·(further errors), plus one if it ends
    /// unacceptable.
    pub(crate) fn row(&self, errors: usize, acceptable: bool) -> Vec<(usize, f64)> {
        let [aa, au, ua, uu] = &self.0.rows[errors.min(self.0.rows.len() - 1)];
        let (good, bad) = if acceptable { (aa, au) } else { (ua, uu) };
        good.iter()
            .zip(bad)
            .enumerate()
            .flat_map(|(further, (&good, &bad))| [(2 * further, good), (2 * further + 1, bad)])
            .collect()
    }
}
