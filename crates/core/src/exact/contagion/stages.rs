//! Drafts and queries: what a stage makes of its tokens.

use super::law::{Block, Law, NOTHING, Rewards, Token, count};
use super::units::{Prospects, Units, judging};
use super::walker::{Ask, Stretch, Walker};
use crate::exact::scalar::Marks;
use crate::exact::transition::Transition;
use crate::exact::view::View;
use crate::model::course::{Course, Stage};
use crate::model::technique::{Check, Query};
use crate::number::math::power_of_complement;

/// A draft that ends the text, and is judged: its tokens, where it is looked at, the law before
/// it, and P(flawless) there.
type Last<'a> = (u64, (u64, usize), Option<&'a Law>, f64);

impl Walker {
    /// Drafts that are checked or voted on.
    pub(super) fn drafts(&mut self, stretch: &Stretch, check: &Check) {
        let (from, token) = (stretch.from, stretch.token());
        let size = check.size.clamp(1, stretch.to - from);
        let (whole, rest) = (|n: u64| (n - from) / size, |n: u64| (n - from) % size);
        let mut counts: Vec<u64> = stretch.targets().iter().map(|n| n / size).collect();
        counts.dedup();
        // How many errors there were before depends on the state, once that is left behind.
        let law = self.law.take().filter(|_| !self.is_mixed);
        let mut units = self.units(Some((check, size)), token, law.as_ref());
        let marred = self.marred(&mut units);
        let laws = self.go(&mut units, law.as_ref(), &counts);
        let before = self.flawless;
        let flawless = |n: u64| before * power_of_complement(marred, whole(n) as f64);
        let mut judged: Vec<Last> = Vec::new();
        for here in stretch.looks.chunk_by(|a, b| whole(a.0) == whole(b.0)) {
            let law = counts.binary_search(&whole(here[0].0)).ok();
            let law = law.and_then(|at| laws[at].as_ref());
            let mut standing = Vec::new();
            for &look in here {
                if rest(look.0) == 0 {
                    self.look(look, flawless(look.0), law);
                } else if self.ask.view == View::Judged || look.0 >= stretch.stage.to {
                    judged.push((rest(look.0), look, law, flawless(look.0)));
                } else {
                    standing.push(look);
                }
            }
            // Behind what was kept, the draft in progress.
            let tokens: Vec<u64> = standing.iter().map(|look| rest(look.0)).collect();
            let laws = self.go(&mut self.units(None, token, law), law, &tokens);
            for (look, law) in standing.into_iter().zip(&laws) {
                let spared = power_of_complement(token.hazard(0), rest(look.0) as f64);
                self.look(look, flawless(look.0) * spared, law.as_ref());
            }
        }
        self.judged(judged, check, token);
        if stretch.goes_on {
            // The last draft may be shorter.
            let (short, law) = (rest(stretch.to), laws.last().cloned().flatten());
            let mut units = self.units(Some((check, short)), token, law.as_ref());
            self.flawless = flawless(stretch.to) * (1.0 - self.marred(&mut units));
            self.law = self
                .go(&mut units, law.as_ref(), &[short.min(1)])
                .pop()
                .flatten();
        }
    }

    /// How likely a kept draft mars a flawless text, if there still is one.
    fn marred(&mut self, units: &mut Units) -> f64 {
        let reached = units.reach(units.band.first, &mut self.work);
        reached.map_or(f64::NAN, |()| units.band.rows[0].leaves[0].min(1.0))
    }

    /// Drafts that end the text.
    fn judged(&mut self, mut looks: Vec<Last>, check: &Check, token: Token) {
        looks.sort_by_key(|look| look.0);
        let laws = || looks.iter().filter_map(|look| look.2);
        let low = laws().map(|law| law.low).min().unwrap_or(0);
        let high = laws().map(Law::high).max().unwrap_or(0);
        let most = looks.last().map_or(0, |look| look.0);
        let last = high.saturating_add(usize::try_from(most).unwrap_or(usize::MAX));
        // One error more than are asked about is as good as certain to be too many.
        let beyond = self.top.last.saturating_add(1);
        let last = last.min(self.certain.max(beyond)).max(high);
        if !self.spend(Prospects::work(low, last, most)) {
            return;
        }
        let mut prospects = Prospects::new(token, (low, last), self.top.last);
        for looks in looks.chunk_by(|a, b| a.0 == b.0) {
            let size = looks[0].0;
            while prospects.tokens < size {
                prospects.prepend();
            }
            let work = (high - low + 1) as u64 * judging(check);
            let counts = if self.spend(work) {
                low..=high
            } else {
                low..=low
            };
            let verdicts: Vec<_> = counts.map(|j| prospects.verdict(check, j)).collect();
            // Where all have had an error, nobody is flawless.
            let spared = power_of_complement(token.hazard(0), size as f64);
            let spared = spared
                * if low == 0 {
                    verdicts[0].factors[0][0]
                } else {
                    0.0
                };
            for &(_, look, law, flawless) in looks {
                let law = law.filter(|law| law.high() < low + verdicts.len());
                let judged = law.map(|law| {
                    let (mut sums, mut counted) = ([0.0; 2], law.counted);
                    for (&[a, u], verdict) in law.places.iter().zip(&verdicts[law.low - low..]) {
                        // The others are unacceptable, or have too many errors.
                        let of = verdict.kept[usize::from(!self.top.kept)];
                        sums[0] += a * of[0] + u * of[1];
                        if self.top.kept {
                            sums[1] += a * (1.0 - of[0]) + u * (1.0 - of[1]);
                        }
                        count(&mut counted, [a, u], verdict.rewards);
                    }
                    Law::at(0, sums, counted)
                });
                self.look(look, flawless * spared, judged.as_ref());
            }
        }
    }

    /// Tokens with queries, after each of which the count starts anew.
    pub(super) fn queries(&mut self, stretch: &Stretch, query: &Query) {
        let begun = (stretch.from - origin(stretch.stage)) % query.interval;
        let wait = (query.interval - begun) % query.interval;
        let (before, after) = stretch.split(stretch.from + wait);
        self.tokens(&before, None);
        if after.is_asked() {
            self.query(query);
            self.rounds(&after, query);
        }
    }

    /// Rounds from one query to the next, the first of them asked already.
    fn rounds(&mut self, stretch: &Stretch, query: &Query) {
        let token = stretch.token();
        // The tokens since the last query.
        let rest_of = |tokens: u64| (tokens - 1) % query.interval + 1;
        let targets = stretch.targets();
        let mut offsets: Vec<u64> = targets.iter().map(|&tokens| rest_of(tokens)).collect();
        let is_first = targets.iter().all(|&tokens| tokens <= query.interval);
        if !is_first {
            offsets.push(query.interval);
        }
        offsets.sort_unstable();
        offsets.dedup();
        // Who was unacceptable matters where somebody is, or will be, and the state at all.
        let somebody = self.law.as_ref().is_some_and(|law| law.totals()[1] > 0.0);
        let both = self.top.kept && (somebody || !is_first);
        let fresh = self.fresh(token, &offsets, 1 + usize::from(both));
        let at = |offset: u64| {
            let i = offsets.binary_search(&offset).unwrap_or(0);
            [0, 1].map(|state| fresh.get(state).unwrap_or(&fresh[0])[i].as_ref())
        };
        let (bound, mut errors) = (self.bound, Vec::new());
        let (mut gone, hazard, before) = (0, token.hazard(0), self.flawless);
        for (i, &tokens) in targets.iter().enumerate() {
            let rounds = (tokens - 1) / query.interval;
            if rounds > gone {
                let round = at(query.interval);
                self.repeat(round, rounds - gone, query, (&mut errors, bound));
                gone = rounds;
            }
            let law = self.since(at(rest_of(tokens)));
            let flawless = before * power_of_complement(hazard, tokens as f64);
            if let Some(&look) = stretch.looks.get(i) {
                self.look(look, flawless, law.as_ref());
            } else {
                (self.law, self.flawless) = (law, flawless);
            }
        }
    }

    /// The laws after so many tokens since a query, from acceptable and from unacceptable.
    fn fresh(&mut self, token: Token, offsets: &[u64], states: usize) -> Vec<Vec<Option<Law>>> {
        let laws = [[1.0, 0.0], [0.0, 1.0]].map(|place| Law::at(0, place, [0.0; 2]));
        let go = |law| self.go(&mut self.units(None, token, None), Some(law), offsets);
        laws.iter().take(states).map(go).collect()
    }

    /// A query: who is caught is acceptable again, and the count starts anew.
    fn query(&mut self, query: &Query) {
        if let Some(law) = self.law.take() {
            let counted = [law.counted[0], law.counted[1] + query.cost];
            self.law = Some(Law::at(0, asked(law.totals(), query), counted));
            if !self.top.kept {
                // From here on the state plays no part.
                self.is_mixed = true;
                self.before = times(&self.before, &law.errors(), self.top.last);
                self.law = Some(Law::at(0, [1.0, 0.0], counted));
            }
        }
    }

    /// So many rounds, each with the query after it; the errors of 1, 2, 4 and so many are kept.
    fn repeat(
        &mut self,
        round: [Option<&Law>; 2],
        rounds: u64,
        query: &Query,
        (errors, bound): (&mut Vec<Vec<f64>>, f64),
    ) {
        let ([Some(of_a), Some(of_u)], Some(mut law)) = (round, self.law.take()) else {
            return;
        };
        let ([aa, au], [ua, uu]) = (asked(of_a.totals(), query), asked(of_u.totals(), query));
        let unit: Block = [aa, au, ua, uu];
        // What a round may be wrong by adds up until it is forgotten.
        self.bound = self.bound.max(bound * (rounds as f64).min(1.0 / (au + ua)));
        if self.top.kept {
            let paid = [of_a, of_u].map(|law| law.counted[1] + query.cost);
            let rewards: Rewards = [[of_a.counted[0], of_u.counted[0]], paid];
            law.stay(unit, rewards, rounds);
            self.law = self.spend(500).then_some(law);
            return;
        }
        // Errors strike whatever the state.
        for bit in 0..=rounds.ilog2() as usize {
            if bit == errors.len() {
                let last = errors.last().map_or(0, Vec::len) as u64;
                if !self.spend(last * last / 4 + 8) {
                    return;
                }
                let square = errors.last().map(|last| times(last, last, self.top.last));
                errors.push(square.unwrap_or_else(|| of_a.errors()));
            }
            if rounds >> bit & 1 == 1 {
                if !self.spend((self.before.len() * errors[bit].len()) as u64 / 4 + 8) {
                    return;
                }
                self.before = times(&self.before, &errors[bit], self.top.last);
            }
        }
        self.law = Some(law);
    }

    /// The law since the last query, from those of either state there.
    fn since(&self, fresh: [Option<&Law>; 2]) -> Option<Law> {
        let law = self.law.as_ref()?;
        let (of_a, of_u) = (fresh[0]?, fresh[1]?);
        let [a, u] = law.totals();
        let low = of_a.low.min(of_u.low);
        let mut all = Law::at(low, [0.0; 2], law.counted);
        all.places
            .resize(of_a.high().max(of_u.high()) + 1 - low, [0.0; 2]);
        for (weight, part) in [(a, of_a), (u, of_u)] {
            for (to, place) in all.places[part.low - low..].iter_mut().zip(&part.places) {
                *to = [to[0] + weight * place[0], to[1] + weight * place[1]];
            }
            all.counted = [0, 1].map(|i| all.counted[i] + weight * part.counted[i]);
        }
        Some(all)
    }
}

/// Who is acceptable and who isn't after a query.
fn asked([a, u]: [f64; 2], query: &Query) -> [f64; 2] {
    [a + u * query.catch, u * (1.0 - query.catch)]
}

/// The law of so many rounds, from just before a query to just before the one after the last of
/// them; nothing where that is not known.
pub(crate) fn rounds(stage: &Stage, rounds: u64) -> Option<Transition<f64>> {
    let query = stage.query?;
    let token = Token::of(stage, stage.share.after);
    let (most, view) = (None, View::Standing);
    let mut walker = Walker::new(&Course::single(stage.clone()), 0, Ask { most, view });
    let fresh = walker.fresh(token, &[query.interval], 2);
    let end = |state: usize| Some(fresh[state][0].as_ref()?.totals());
    let ([aa, au], [ua, uu]) = (end(0)?, end(1)?);
    let flawless = power_of_complement(token.hazard(0), query.interval as f64);
    let round = Transition {
        flawless,
        marred: 1.0 - flawless,
        aa,
        au,
        ua,
        uu,
        ..Transition::identity()
    };
    let asked = Transition::query(query.catch, query.cost, &Marks::NONE);
    Some(asked.then(&round).power(rounds))
}

/// The law of a sum of errors, up to so many.
fn times(one: &[f64], other: &[f64], most: usize) -> Vec<f64> {
    let mut sum = vec![0.0; (one.len() + other.len() - 1).min(most + 1)];
    for (before, &weight) in one.iter().enumerate().take(most + 1) {
        if weight >= NOTHING {
            for (to, p) in sum[before..].iter_mut().zip(other) {
                *to += weight * p;
            }
        }
    }
    sum
}

/// The tokens before the phase of a stage, from which its queries are counted.
pub(super) fn origin(stage: &Stage) -> u64 {
    stage.origin
}
