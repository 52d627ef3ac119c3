//! What a completion is made of: tokens, or drafts that are checked or voted on.
//!
//! What is decided about a draft depends on how likely it is to end acceptable from the count and
//! the state at its start: told for all counts at once, from its last token back to the first
//! ([`Prospects`]). Where errors of kept drafts lead is told from each by the law of its tokens.

use super::law::{Band, Block, Law, NOTHING, Rewards, Token, Top, flush};
use crate::exact::judge::verdicts;
use crate::exact::transition::Transition;
use crate::model::course::{Course, Share, Stage};
use crate::model::technique::{Check, Judge};
use crate::number::math::ln;
use std::rc::Rc;

/// How much work one answer, or a table of them, may take, in steps of a walk.
pub(super) const WORK: u64 = 8_000_000;

/// What a draft comes to, told from its start: from acceptable and from unacceptable, P(it ends
/// acceptable), P(it doesn't), its expected errors in either case, and P(few errors) likewise.
type Prospect = [[f64; 2]; 6];

/// From so many counts drafts are told of, if there are so many.
const FORESEEN: usize = 1024;

/// A cost that stands for an infinite one, however unlikely.
pub(super) const NEVER_ENDING: f64 = 1e100;

/// Those of drafts of ever more tokens, from each of some counts.
pub(super) struct Prospects {
    token: Token,
    first: usize,
    of: Vec<Prospect>,
    pub(super) tokens: u64,
}

/// What is decided about drafts from one count, acceptable or not: by how much likelier one that
/// ends acceptable is kept than made, and one that doesn't; P(what is kept is acceptable), and
/// P(few errors); and what is counted.
pub(super) struct Verdict {
    pub(super) factors: [[f64; 2]; 2],
    pub(super) kept: [[f64; 2]; 2],
    pub(super) rewards: Rewards,
}

impl Prospects {
    /// Of no tokens, where `most` errors are few. What is beyond the last count plays no part.
    pub(super) fn new(token: Token, (first, last): (usize, usize), most: usize) -> Self {
        let of = (first..=last).map(|j| {
            let few = f64::from(u8::from(j <= most));
            [
                [1.0, 0.0],
                [0.0, 1.0],
                [0.0; 2],
                [0.0; 2],
                [few, 0.0],
                [0.0, few],
            ]
        });
        Self {
            token,
            first,
            of: of.collect(),
            tokens: 0,
        }
    }

    /// What so many tokens take to tell, from some counts.
    pub(super) fn work(first: usize, last: usize, tokens: u64) -> u64 {
        ((last - first) as u64)
            .saturating_add(1)
            .saturating_mul(tokens.saturating_mul(4))
    }

    /// One token more, before all others.
    pub(super) fn prepend(&mut self) {
        self.tokens += 1;
        for i in 0..self.of.len() {
            let (hazard, back) = (self.token.hazard(self.first + i), self.token.back);
            let here = self.of[i];
            let mut next = *self.of.get(i + 1).unwrap_or(&here);
            // An error at this token is one of those in either case.
            let plus = |a: [f64; 2], b: [f64; 2]| [a[0] + b[0], a[1] + b[1]];
            (next[2], next[3]) = (plus(next[2], next[0]), plus(next[3], next[1]));
            self.of[i] = core::array::from_fn(|k| {
                let ([a, u], [struck_a, struck_u]) = (here[k], next[k]);
                let returns = (1.0 - hazard) * a + hazard * struck_a;
                let stays = (1.0 - hazard) * u + hazard * struck_u;
                let from_a = (1.0 - hazard) * a + hazard * struck_u;
                [from_a, back * returns + (1.0 - back) * stays].map(flush)
            });
        }
    }

    /// What is decided about them from a count.
    pub(super) fn verdict(&self, check: &Check, errors: usize) -> Verdict {
        let place = (errors - self.first).min(self.of.len() - 1);
        let [good, bad, good_errors, bad_errors, good_few, bad_few] = self.of[place];
        let draft = Transition {
            aa: good[0],
            au: bad[0],
            ua: good[1],
            uu: bad[1],
            ..Transition::identity()
        };
        let (a, u) = verdicts(&check.judge, &draft);
        let size = self.tokens as f64;
        let each = match check.judge {
            Judge::Verify { cost, .. } => size + cost,
            Judge::Vote { .. } => size,
        };
        let paid = [a.drafts, u.drafts].map(|drafts| (drafts * each - size).min(NEVER_ENDING));
        let factors = [[a.sound, a.bad], [u.sound, u.bad]];
        let kept = |good: [f64; 2], bad: [f64; 2]| {
            [0, 1].map(|from| good[from] * factors[from][0] + bad[from] * factors[from][1])
        };
        Verdict {
            factors,
            kept: [kept(good, [0.0; 2]), kept(good_few, bad_few)],
            rewards: [kept(good_errors, bad_errors), paid],
        }
    }
}

/// What a verdict takes, in steps of a walk.
pub(super) fn judging(check: &Check) -> u64 {
    let is_vote = matches!(check.judge, Judge::Vote { .. });
    if is_vote { 500 } else { 50 }
}

/// Tokens, or kept drafts of one size; told of from every count so far asked for.
/// On a ramp the share of the hazard changes, after so many tokens before the first. From the
/// `certain` count on nothing does.
pub(super) struct Units<'a> {
    token: Token,
    pub(super) ramp: Option<(Share, u64)>,
    check: Option<&'a Check>,
    pub(super) size: u64,
    certain: usize,
    prospects: Option<Prospects>,
    pub(super) band: Rc<Band>,
}

impl<'a> Units<'a> {
    /// From some count on, with the last count that matters and the last to tell of.
    pub(super) fn new(
        token: Token,
        drafts: Option<(&'a Check, u64)>,
        (first, certain): (usize, usize),
        top: Top,
    ) -> Self {
        let rows = Vec::new();
        Self {
            token,
            ramp: None,
            check: drafts.map(|(check, _)| check),
            size: drafts.map_or(1, |(_, size)| size),
            certain,
            prospects: None,
            band: Rc::new(Band { first, top, rows }),
        }
    }

    /// Makes sure that all counts up to one are told of; nothing where that is too much.
    pub(super) fn reach(&mut self, high: usize, work: &mut u64) -> Option<()> {
        for j in self.band.first + self.band.rows.len()..=high {
            let (laws, rewards) = if let Some(check) = self.check {
                let verdict = self.foresee(j, work)?.verdict(check, j);
                (self.draft(j, check, &verdict, work)?, verdict.rewards)
            } else {
                *work = work.checked_sub(20)?;
                (self.token.row(j, self.band.top), self.token.rewards(j))
            };
            Rc::make_mut(&mut self.band).push(laws, rewards);
        }
        Some(())
    }

    /// After how many of them, no sooner, errors are certain for most who have had one.
    pub(super) fn soonest(&self) -> f64 {
        let token = &self.token;
        let growth = ln(token.share / token.hazard(self.band.first + 1)).max(0.0);
        if growth > 0.0 {
            // A draft that is kept has no more of them than its tokens unchecked.
            growth / (token.more * token.share) / self.size as f64
        } else {
            0.0
        }
    }

    /// What one more takes, from wherever a law is, in steps of a walk, if that can be told.
    pub(super) fn steps(&mut self, law: &Law, work: &mut u64) -> Option<u64> {
        if self.check.is_none() {
            return Some(law.width() + 8);
        }
        self.reach(law.high(), work)?;
        let rows = (law.low..=law.high()).map(|j| 6 + self.band.row(j).laws.len() as u64);
        Some(rows.sum::<u64>() + 8)
    }

    /// What each of them does where none leaves the counts of a law.
    pub(super) fn staying(&self, law: &Law, is_settled: bool) -> Option<(Block, Rewards)> {
        let (token, high) = (&self.token, law.high());
        let is_plain = self.check.is_none() && self.ramp.is_none();
        if is_plain && (is_settled || token.hazard(high) == 0.0) {
            return Some((token.row(high, Top::kept(high))[0], token.rewards(high)));
        }
        let row = self.check.map(|_| self.band.row(high))?;
        let stays = is_settled || law.width() == 1 && row.laws.len() == 1 && self.band.top.kept;
        stays.then_some((row.laws[0], row.rewards))
    }

    /// One more, after so many.
    pub(super) fn one(&self, law: &mut Law, at: u64) {
        if self.check.is_some() {
            return law.unit(&self.band);
        }
        let mut token = self.token;
        if let Some((share, from)) = self.ramp {
            token.share = share.at(from + at + 1);
        }
        law.token(&token, self.band.top);
    }

    /// Prospects from a count, with those from all others that matter.
    fn foresee(&mut self, errors: usize, work: &mut u64) -> Option<&Prospects> {
        let first = self.band.first;
        let beyond = usize::try_from(self.size).unwrap_or(usize::MAX);
        let last = beyond.saturating_add(first + FORESEEN);
        let last = last.min(self.certain.max(first));
        if self.prospects.is_none() {
            *work = work.checked_sub(Prospects::work(first, last, self.size))?;
            let mut prospects = Prospects::new(self.token, (first, last), 0);
            for _ in 0..self.size {
                prospects.prepend();
            }
            self.prospects = Some(prospects);
        }
        // Where nothing changes, all is as at the last count.
        let is_told = last >= self.certain || errors <= first + FORESEEN;
        self.prospects.as_ref().filter(|_| is_told)
    }

    /// Where kept drafts lead from a count.
    fn draft(
        &self,
        errors: usize,
        check: &Check,
        verdict: &Verdict,
        work: &mut u64,
    ) -> Option<Vec<Block>> {
        let (mut token, mut top) = (self.token, self.band.top);
        token.first += token.more * errors as f64;
        top.last -= errors;
        *work = work.checked_sub(judging(check))?;
        let mut laws = Vec::new();
        for (state, factors) in verdict.factors.into_iter().enumerate() {
            let mut place = [0.0; 2];
            place[state] = 1.0;
            let mut law = Law::at(0, place, [0.0; 2]);
            for _ in 0..self.size {
                *work = work.checked_sub(law.width() + 8)?;
                law.token(&token, top);
            }
            laws.resize(laws.len().max(law.high() + 1), [0.0; 4]);
            for (to, place) in laws[law.low..].iter_mut().zip(&law.places) {
                to[2 * state] = flush(place[0] * factors[0]);
                to[2 * state + 1] = flush(place[1] * factors[1]);
            }
        }
        let tells = |law: &Block| law.iter().sum::<f64>() >= NOTHING;
        laws.truncate(laws.iter().rposition(tells).map_or(1, |last| last + 1));
        Some(laws)
    }
}

/// The number of errors from which on nothing gets worse; beyond every reach one is as another.
pub(crate) fn certain(course: &Course) -> usize {
    let certain = |stage| match Token::of(stage, 1.0) {
        Token { first, more, .. } if more > 0.0 && first < 1.0 => (1.0 - first) / more,
        _ => 0.0,
    };
    let counts = course.stages().iter().map(certain);
    counts.fold(0.0, f64::max).ceil().min(1e9) as usize
}

/// What populations of runs need: the law of a token or of a kept draft from every count.
pub(crate) enum Unit {
    Token(Token),
    Draft(Rc<Band>),
}

impl Unit {
    /// A kept draft of so many tokens, from up to `last` errors, if that isn't too much work.
    pub(crate) fn draft(stage: &Stage, check: &Check, size: u64, last: usize) -> Option<Self> {
        let token = Token::of(stage, stage.share.after);
        let top = Top::kept(last);
        let mut units = Units::new(token, Some((check, size)), (0, last), top);
        units.reach(last, &mut { WORK })?;
        Some(Self::Draft(units.band))
    }

    /// Where a run goes, place by place: 2·(further errors), plus one if it ends unacceptable.
    pub(crate) fn row(&self, errors: usize, acceptable: bool) -> Vec<(usize, f64)> {
        let place = |(further, &[aa, au, ua, uu]): (usize, &Block)| {
            let (good, bad) = if acceptable { (aa, au) } else { (ua, uu) };
            [(2 * further, good), (2 * further + 1, bad)]
        };
        let row = |laws: &[Block]| laws.iter().enumerate().flat_map(place).collect();
        match self {
            Self::Token(token) => row(&token.row(errors, Top::kept(errors + 1))),
            Self::Draft(band) => row(&band.row(errors.min(band.top.last)).laws),
        }
    }
}
