//! The definition of every process and technique, word for word: distributions over
//! (state, errors, errors since the clock started), token by token and draft by draft.
//!
//! Hazards are the textbook formulas, drafts are enumerated from every start, retries
//! are summed, votes counted out. No schedule, transition, quadrature or generating
//! function of the crate is used; only the link's parameters are read.

use bounceback::parameter::Key;
use bounceback::scenario::Scenario;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Where a completion stands: 0 flawless, 1 recovered, 2 unacceptable, 3 lost; the
/// errors in its text; and those since the clock of the hazard started.
pub(crate) type Place = (u8, u32, u32);

/// A distribution over places.
pub(crate) type Law = BTreeMap<Place, f64>;

/// The law at every length from 0 on, and the expected cost wherever a part ends.
#[derive(Clone, Debug, Default)]
pub(crate) struct Walk {
    pub(crate) laws: Vec<Law>,
    pub(crate) costs: Vec<f64>,
}

impl Walk {
    /// P(flawless), P(acceptable), P(at most `most` errors) and E[errors] at a length.
    pub(crate) fn at(&self, n: usize, most: u32) -> [f64; 4] {
        let sum = |of: &dyn Fn(&Place) -> f64| -> f64 {
            self.laws[n].iter().map(|(place, p)| p * of(place)).sum()
        };
        let yes = |b: bool| f64::from(u8::from(b));
        [
            sum(&|place| yes(place.0 == 0)),
            sum(&|place| yes(place.0 <= 1)),
            sum(&|place| yes(place.1 <= most)),
            sum(&|place| f64::from(place.1)),
        ]
    }
}

/// A phase: its tokens, its technique, and the values that hold in it.
struct Phase {
    tokens: u32,
    technique: &'static str,
    values: Scenario,
}

/// Walks a scenario from its start to its end.
pub(crate) fn walk(scenario: &Scenario) -> Walk {
    walk_marked(scenario, None)
}

/// P(acceptable at length `first` and at length `second`).
pub(crate) fn both_acceptable(scenario: &Scenario, first: usize, second: usize) -> f64 {
    walk_marked(scenario, Some(first)).laws[second]
        .iter()
        .filter(|(place, _)| place.0 <= 1 && place.1 >= MARK)
        .map(|(_, p)| p)
        .sum()
}

/// So many errors are added to those of a completion that is marked.
const MARK: u32 = 1_000_000;

/// Marks completions that are acceptable at a length, where one is given.
fn walk_marked(scenario: &Scenario, mark: Option<usize>) -> Walk {
    if scenario.choice(Key::Process) != "mixed_difficulty" {
        return walk_at(scenario, 0.0, mark);
    }
    // A trapezoid in the log odds, ten times finer than the crate's and from end to end.
    let (a, b) = (scenario.number(Key::Alpha), scenario.number(Key::Beta));
    let step = 0.02;
    let density = |s: f64| {
        let log_sum = if s > 0.0 {
            s + (-s).exp().ln_1p()
        } else {
            s.exp().ln_1p()
        };
        (a * s - (a + b) * log_sum).exp()
    };
    let nodes: Vec<(f64, f64)> = (-4000..2000)
        .map(|k| f64::from(k) * step)
        .map(|s| (1.0 / (1.0 + (-s).exp()), density(s)))
        .collect();
    let total: f64 = nodes.iter().map(|node| node.1).sum();
    let mut sum = Walk::default();
    for (error, weight) in nodes {
        let weight = weight / total;
        if weight < 1e-16 {
            continue;
        }
        let walk = walk_at(scenario, error, mark);
        sum.laws.resize(walk.laws.len(), Law::new());
        sum.costs.resize(walk.costs.len(), 0.0);
        for (into, law) in sum.laws.iter_mut().zip(&walk.laws) {
            for (&place, p) in law {
                *into.entry(place).or_default() += weight * p;
            }
        }
        for (into, cost) in sum.costs.iter_mut().zip(&walk.costs) {
            *into += weight * cost;
        }
    }
    sum
}

fn phases(scenario: &Scenario) -> Vec<Phase> {
    let tokens = scenario.whole(Key::Tokens) as u32;
    let plain = |technique: &'static str, tokens: u32| Phase {
        tokens,
        technique,
        values: scenario.clone(),
    };
    if !scenario.schema().phases.is_empty() {
        let phases = scenario.schema().phases.iter();
        return phases
            .map(|phase| {
                let mut values = scenario.clone();
                for &(key, value) in &phase.own {
                    values.set(key, value).unwrap();
                }
                values.set(Key::Technique, phase.technique as f64).unwrap();
                Phase {
                    tokens: phase.tokens.map_or(tokens, |own| own as u32),
                    technique: values.choice(Key::Technique),
                    values,
                }
            })
            .collect();
    }
    match scenario.choice(Key::Technique) {
        "think" => vec![
            plain("think", scenario.whole(Key::Think) as u32),
            plain("direct", tokens),
        ],
        technique => vec![plain(technique, tokens)],
    }
}

/// P(no error in the first n tokens) by the formula of models.md.
fn survival(values: &Scenario, n: f64) -> f64 {
    let thin = 1.0 - values.number(Key::Continuations);
    let rate = |key: Key| values.number(key) * thin;
    if values.choice(Key::Process) == "fading" {
        return (1.0 - rate(Key::Error)).powf(n.powf(values.number(Key::Shape)));
    }
    let half = values.number(Key::Directions) / 2.0;
    if n == 0.0 || rate(Key::Error) == 0.0 {
        return 1.0;
    }
    lower_gamma(half, half / (rate(Key::Error) * n * n))
}

fn key_tokens(values: &Scenario, n: f64) -> f64 {
    let (q, c) = (values.number(Key::Share), values.number(Key::Coefficient));
    match values.choice(Key::Growth) {
        "share" => q * n,
        "power" if n == 0.0 => 0.0,
        "power" => n.min(c * n.powf(values.number(Key::Exponent))),
        "log" if n < 1.0 => 0.0,
        "log" => (n - 1.0).min(c * n.ln()),
        _ => (q * n).min(values.number(Key::Most)),
    }
}

/// P(a, x) by its series, term by term until nothing changes.
fn lower_gamma(a: f64, x: f64) -> f64 {
    if x > 600.0 {
        return 1.0;
    }
    let (mut sum, mut term, mut k) = (1.0 / a, 1.0 / a, a);
    loop {
        k += 1.0;
        term *= x / k;
        if sum + term == sum {
            break;
        }
        sum += term;
    }
    // Γ(a) for whole and half a, by its recurrence.
    let mut gamma = if a.fract() == 0.0 {
        1.0
    } else {
        core::f64::consts::PI.sqrt()
    };
    let mut at = if a.fract() == 0.0 { 1.0 } else { 0.5 };
    while at < a {
        gamma *= at;
        at += 1.0;
    }
    (sum * (-x).exp() * x.powf(a) / gamma).min(1.0)
}

/// The hazard of the k-th token since the clock started.
pub(crate) fn hazard(values: &Scenario, k: u32, recent: u32, difficulty: f64) -> f64 {
    let thin = 1.0 - values.number(Key::Continuations);
    let error = values.number(Key::Error) * thin;
    match values.choice(Key::Process) {
        "independent" | "recoverable" => error,
        "settling" => {
            let floor = values.number(Key::Floor) * thin;
            floor + (error - floor) * values.number(Key::Decay).powi(k as i32 - 1)
        }
        "mixed_difficulty" => difficulty * thin,
        "self_conditioning" => {
            (error + values.number(Key::Contagion) * thin * f64::from(recent)).min(1.0)
        }
        "key_tokens" => {
            let k = f64::from(k);
            let keys = key_tokens(values, k) - key_tokens(values, k - 1.0);
            let rate = |key: Key| values.number(key) * thin;
            1.0 - (1.0 - rate(Key::KeyError)).powf(keys)
                * (1.0 - rate(Key::OtherError)).powf(1.0 - keys)
        }
        _ => {
            let (before, after) = (
                survival(values, f64::from(k - 1)),
                survival(values, f64::from(k)),
            );
            if before == 0.0 {
                1.0
            } else {
                1.0 - after / before
            }
        }
    }
}

/// What holds over a stretch of tokens.
struct Tokens<'a> {
    values: &'a Scenario,
    difficulty: f64,
    recovery: f64,
    fatal: f64,
    repair: f64,
}

impl Tokens<'_> {
    /// One token: number `k` since the clock started, at a share of the hazard.
    fn after(&self, law: &Law, k: u32, share: f64) -> Law {
        let mut next = Law::new();
        let mut add = |place: Place, p: f64| {
            if p > 0.0 {
                *next.entry(place).or_default() += p;
            }
        };
        for (&(state, errors, recent), &p) in law {
            let h = share * hazard(self.values, k, recent, self.difficulty);
            for (struck, chance) in [(0, 1.0 - h), (1, h)] {
                let p = p * chance;
                let mut to = |state: u8, p: f64| add((state, errors + struck, recent + struck), p);
                match state {
                    0 | 1 if struck == 1 => {
                        to(3, p * self.fatal);
                        to(2, p * (1.0 - self.fatal));
                    }
                    2 => {
                        let stays = (1.0 - self.recovery) * (1.0 - self.repair);
                        to(1, p * (1.0 - stays));
                        to(2, p * stays);
                    }
                    state => to(state, p),
                }
            }
        }
        next
    }
}

/// P(a place is in a state that `holds`).
fn share(law: &Law, holds: impl Fn(u8) -> bool) -> f64 {
    law.iter()
        .filter(|(place, _)| holds(place.0))
        .map(|(_, p)| p)
        .sum()
}

/// What the tokens of a phase do.
fn tokens_of<'a>(values: &'a Scenario, technique: &str, difficulty: f64) -> Tokens<'a> {
    let process = values.choice(Key::Process);
    let recovers = matches!(
        process,
        "recoverable" | "mixed_difficulty" | "self_conditioning"
    );
    Tokens {
        values,
        difficulty,
        recovery: if recovers {
            values.number(Key::Recovery)
        } else {
            0.0
        },
        fatal: if process == "recoverable" {
            values.number(Key::Fatal)
        } else {
            0.0
        },
        repair: match technique {
            "think" => values.number(Key::ThinkRecovery),
            "backtrack" => values.number(Key::Catch),
            _ => 0.0,
        },
    }
}

/// Walks a scenario whose completion has an error rate of its own, where it has one.
fn walk_at(scenario: &Scenario, difficulty: f64, mark: Option<usize>) -> Walk {
    let mut law = Law::from([((0, 0, 0), 1.0)]);
    let mut walk = Walk {
        laws: vec![law.clone()],
        costs: vec![0.0],
    };
    let (mut cost, mut n, mut clock, mut left) = (0.0, 0_u32, 0_u32, 1.0);
    for phase in phases(scenario) {
        let values = &phase.values;
        let tokens = tokens_of(values, phase.technique, difficulty);
        let paid = values.number(Key::Cost);
        let size = match phase.technique {
            "verify" => Some(values.whole(Key::Interval) as u32),
            "vote" => Some(values.whole(Key::Step) as u32),
            _ => None,
        };
        if let Some(size) = size {
            let size = if size == 0 { phase.tokens } else { size };
            let mut done = 0;
            while done < phase.tokens {
                let part = size.min(phase.tokens - done);
                let mut kept = Law::new();
                for (&start, &p) in &law {
                    let mut draft = Law::from([(start, 1.0)]);
                    for k in 1..=part {
                        draft = tokens.after(&draft, n + k - clock, left);
                    }
                    let (ends, price) = if phase.technique == "verify" {
                        verified(&draft, start, values, f64::from(part) + paid)
                    } else {
                        voted(&draft, values, f64::from(part))
                    };
                    cost += p * price;
                    for (place, q) in ends {
                        *kept.entry(place).or_default() += p * q;
                    }
                }
                for _ in 1..part {
                    walk.laws.push(law.clone());
                    walk.costs.push(f64::NAN);
                }
                law = marked(kept, mark == Some((n + part) as usize));
                walk.laws.push(law.clone());
                walk.costs.push(cost);
                (n, done) = (n + part, done + part);
            }
            continue;
        }
        let after = if phase.technique == "think" && phase.tokens > 0 {
            left * values.number(Key::ThinkFloor)
        } else {
            left
        };
        for k in 1..=phase.tokens {
            if phase.technique == "query" && (k - 1) % values.whole(Key::Interval) as u32 == 0 {
                cost += paid;
                clock = n;
                let catch = values.number(Key::Catch);
                let mut asked = Law::new();
                for ((state, errors, _), p) in law {
                    let mut add = |state: u8, p: f64| {
                        *asked.entry((state, errors, 0)).or_default() += p;
                    };
                    if state == 2 {
                        add(1, p * catch);
                        add(2, p * (1.0 - catch));
                    } else {
                        add(state, p);
                    }
                }
                law = asked;
            }
            if phase.technique == "backtrack" {
                cost += paid
                    * share(&law, |state| state == 2)
                    * tokens.repair
                    * (1.0 - tokens.recovery);
            }
            let way = f64::from(k) / f64::from(phase.tokens);
            n += 1;
            cost += 1.0;
            law = tokens.after(&law, n - clock, left + (after - left) * way);
            law = marked(law, mark == Some(n as usize));
            walk.laws.push(law.clone());
            walk.costs.push(cost);
        }
        left = after;
    }
    walk
}

fn marked(law: Law, now: bool) -> Law {
    law.into_iter()
        .map(|((state, errors, recent), p)| {
            let mark = if now && state <= 1 { MARK } else { 0 };
            ((state, errors + mark, recent), p)
        })
        .collect()
}

/// What is kept of drafts that are checked, and what they cost.
fn verified(draft: &Law, start: Place, values: &Scenario, price: f64) -> (Law, f64) {
    let detection = values.number(Key::Sensitivity) * (1.0 - values.number(Key::Joint));
    let false_reject = values.number(Key::FalseReject);
    let tries = values.whole(Key::Tries);
    let rejects = |place: &Place| {
        if start.0 <= 1 && place.0 >= 2 {
            detection
        } else {
            false_reject
        }
    };
    let accepted: f64 = draft
        .iter()
        .map(|(place, p)| p * (1.0 - rejects(place)))
        .sum();
    let rejected: f64 = draft.iter().map(|(place, p)| p * rejects(place)).sum();
    if accepted == 0.0 {
        let drafts = if tries == 0 {
            f64::INFINITY
        } else {
            tries as f64
        };
        return (draft.clone(), drafts * price);
    }
    // Drafts a check decides about, and the chance that the last try is needed.
    let (decided, last) = if tries == 0 {
        (1.0 / accepted, 0.0)
    } else {
        let decided = (0..tries - 1).map(|i| rejected.powi(i as i32)).sum();
        (decided, rejected.powi(tries as i32 - 1))
    };
    let kept = draft
        .iter()
        .map(|(&place, p)| (place, p * ((1.0 - rejects(&place)) * decided + last)))
        .collect();
    (kept, (decided + last) * price)
}

/// What is kept of drafts that vote, and what they cost.
fn voted(draft: &Law, values: &Scenario, tokens: f64) -> (Law, f64) {
    let good = share(draft, |state| state <= 1);
    let bad = share(draft, |state| state >= 2);
    let (lead, votes) = (values.whole(Key::Lead), values.whole(Key::Votes));
    let common = values.number(Key::CommonCause);
    let (wins, loses, drafts, alike) = if lead == 0 {
        let (mut wins, mut loses, mut ways) = (0.0, 0.0, 1.0);
        for yes in 0..=votes {
            let no = votes - yes;
            let p = ways * good.powi(yes as i32) * bad.powi(no as i32);
            match yes.cmp(&no) {
                Ordering::Greater => wins += p,
                Ordering::Less => loses += p,
                Ordering::Equal => (wins, loses) = (wins + p / 2.0, loses + p / 2.0),
            }
            ways = ways * no as f64 / (yes + 1) as f64;
        }
        (wins, loses, votes as f64, votes as f64)
    } else {
        let (wins, loses, drafts) = race(lead as usize, good, bad);
        (wins, loses, drafts, lead as f64)
    };
    let factor = |chance: f64, side: f64| {
        if chance > 0.0 {
            common + (1.0 - common) * side / chance
        } else {
            0.0
        }
    };
    let (sound, spoiled) = (factor(good, wins), factor(bad, loses));
    let kept = draft
        .iter()
        .map(|(&place, p)| (place, p * if place.0 <= 1 { sound } else { spoiled }))
        .collect();
    (kept, tokens * (common * alike + (1.0 - common) * drafts))
}

/// Who is first to be `lead` ahead, and after how many votes, vote by vote.
fn race(lead: usize, good: f64, bad: f64) -> (f64, f64, f64) {
    let mut ahead = vec![0.0; 2 * lead + 1];
    ahead[lead] = 1.0;
    let (mut wins, mut loses, mut drafts) = (0.0, 0.0, 0.0);
    let mut left = 1.0;
    while left > 1e-18 {
        drafts += left;
        let mut next = vec![0.0; 2 * lead + 1];
        for (at, p) in ahead.iter().enumerate().filter(|(_, p)| **p > 0.0) {
            next[at + 1] += p * good;
            next[at - 1] += p * bad;
        }
        wins += core::mem::take(&mut next[2 * lead]);
        loses += core::mem::take(&mut next[0]);
        left = next.iter().sum();
        ahead = next;
    }
    (wins, loses, drafts)
}
