//! Every process, technique and schema by brute force, from the words of the definition:
//! distributions over (state, errors in the text, errors since the clock started), token
//! by token, draft by draft and difficulty by difficulty.
//!
//! Hazards are the textbook formulas, drafts are followed from every start, retries are
//! summed and votes counted out. No schedule, transition, quadrature or generating
//! function of the crate is used; only the parameters of the link are read.
//!
//! Two things are done with care, so that a comparison to a dozen digits means something:
//! what a token leaves unharmed is never computed as one less its hazard where that would
//! cancel (a check that lets nothing but sound drafts pass divides by it), and the mean
//! number of errors is carried along beside the few numbers that a tolerance tells apart.

use bounceback_core::model::criterion::Criterion::{self, Acceptable, Flawless, Tolerant};
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;

/// What is true of the text at one length: P(flawless), P(acceptable), the expected
/// errors in it, the expected tokens paid, and then P(at most 0, 1, 2 … errors).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reading(Vec<f64>);

impl Reading {
    /// Of what is done, as it is given: nothing wrong, nothing paid.
    fn start(most: usize) -> Self {
        let mut start = vec![1.0; 4 + most + 1];
        (start[2], start[3]) = (0.0, 0.0);
        Self(start)
    }

    fn nothing(most: usize) -> Self {
        Self(vec![0.0; 4 + most + 1])
    }

    fn add(&mut self, weight: f64, other: &Self) {
        for (sum, value) in self.0.iter_mut().zip(&other.0) {
            *sum += weight * value;
        }
    }

    /// The probability that a criterion is met.
    pub(crate) fn success(&self, criterion: Criterion) -> f64 {
        let at = match criterion {
            Flawless => 0,
            Acceptable => 1,
            Tolerant(most) => 4 + most as usize,
        };
        // Sums of many terms, each rounded.
        self.0[at].min(1.0)
    }

    /// The expected number of errors in the text.
    pub(crate) fn errors(&self) -> f64 {
        self.0[2]
    }

    /// The expected number of tokens paid.
    pub(crate) fn cost(&self) -> f64 {
        self.0[3]
    }
}

/// A completion at every length from 0 on.
#[derive(Clone, Debug)]
pub(crate) struct Truth {
    /// The text that stands when token n is first written, up to the length of the
    /// completion; beyond it, a completion that goes on in its last phase and is judged.
    pub(crate) standing: Vec<Reading>,
    /// A completion that ends at n and is judged there.
    pub(crate) judged: Vec<Reading>,
}

impl Truth {
    fn start(done: usize, most: usize) -> Self {
        let start = vec![Reading::start(most); done + 1];
        Self {
            standing: start.clone(),
            judged: start,
        }
    }
}

/// The truth about a scenario at every length up to `until`, for tolerances up to `most`.
pub(crate) fn truth(scenario: &Scenario, until: u64, most: u64) -> Truth {
    let (until, most) = (until as usize, most as usize);
    let mut sum = Truth {
        standing: vec![Reading::nothing(most); until + 1],
        judged: vec![Reading::nothing(most); until + 1],
    };
    each_difficulty(scenario, until, most, |weight, truth| {
        for (into, from) in [
            (&mut sum.standing, &truth.standing),
            (&mut sum.judged, &truth.judged),
        ] {
            for (sum, reading) in into.iter_mut().zip(from) {
                sum.add(weight, reading);
            }
        }
    });
    // What is given is given, however the weights are rounded.
    for n in 0..=(scenario.done() as usize).min(until) {
        sum.standing[n] = Reading::start(most);
        sum.judged[n] = Reading::start(most);
    }
    sum
}

/// P(acceptable at length `first` and at length `second`), where `first` lies within no draft.
pub(crate) fn both_acceptable(scenario: &Scenario, first: usize, second: usize) -> f64 {
    let plan = Plan::of(scenario, second);
    let done = scenario.done() as usize;
    let mut sum = 0.0;
    for (weight, difficulty) in plan.difficulties(done) {
        let walk = plan.walk(done, second, 0, difficulty, Some(first));
        sum += weight * walk.standing[second].success(Acceptable);
    }
    sum
}

/// P(at least one of `attempts` succeeds) and P(all do), each at the difficulty of the task.
pub(crate) fn attempts(
    scenario: &Scenario,
    criterion: Criterion,
    n: u64,
    attempts: i32,
) -> (f64, f64) {
    let most = tolerance(criterion) as usize;
    let (mut any, mut all) = (0.0, 0.0);
    each_difficulty(scenario, n as usize, most, |weight, truth| {
        let p = truth.standing[n as usize].success(criterion);
        any += weight * (1.0 - (1.0 - p).powi(attempts));
        all += weight * p.powi(attempts);
    });
    (any, all)
}

/// The largest length up to which every judged length meets the target, none before what
/// is done; `None` where every length up to `until` does.
///
/// The target is asked for as it is and with room for rounding: both answers count.
pub(crate) fn horizon(
    truth: &Truth,
    done: u64,
    criterion: Criterion,
    target: f64,
) -> [Option<u64>; 2] {
    [target * (1.0 + 1e-12), target * (1.0 - 1e-12)].map(|target| {
        (done as usize + 1..truth.judged.len())
            .find(|&n| truth.judged[n].success(criterion) < target)
            .map(|n| n as u64 - 1)
    })
}

/// P(success) at the end of a completion.
pub(crate) fn success_at_end(scenario: &Scenario, criterion: Criterion) -> f64 {
    let n = scenario.length();
    truth(scenario, n, tolerance(criterion)).standing[n as usize].success(criterion)
}

/// The most errors that a criterion asks about.
pub(crate) const fn tolerance(criterion: Criterion) -> u64 {
    match criterion {
        Tolerant(most) => most,
        _ => 0,
    }
}

/// The hazard of a token, and what it leaves unharmed.
type Chance = (f64, f64);

/// Visits the walks at every difficulty with their weights, which sum to 1.
fn each_difficulty(
    scenario: &Scenario,
    until: usize,
    most: usize,
    mut visit: impl FnMut(f64, &Truth),
) {
    let done = scenario.done() as usize;
    let plan = Plan::of(scenario, until.max(done));
    for (weight, difficulty) in plan.difficulties(done) {
        visit(weight, &plan.walk(done, until, most, difficulty, None));
    }
}

/// What decides about drafts.
#[derive(Clone, Copy, Debug)]
enum Judge {
    Check {
        detection: f64,
        false_reject: f64,
        tries: u64,
        cost: f64,
    },
    /// A majority of so many votes where no lead is asked for.
    Vote { votes: u64, lead: u64, common: f64 },
}

/// How likely the token after k − 1 others since the clock started is to go wrong.
#[derive(Clone, Debug)]
enum Hazard {
    /// Element k − 1 for the k-th token.
    Known(Vec<Chance>),
    /// By the errors since the clock started.
    Contagious { first: f64, more: f64 },
    /// By the difficulty of the completion, of which a share counts.
    Difficult { share: f64 },
}

/// A phase: its tokens and all that holds in it.
#[derive(Clone, Debug)]
struct Phase {
    tokens: usize,
    hazard: Hazard,
    recovery: f64,
    fatal: f64,
    /// A second chance to recover at every token, and what its use costs.
    repair: f64,
    undo: f64,
    /// The share of the hazard that is left in the end.
    floor: f64,
    /// Tokens between queries, what they catch and what they cost.
    query: Option<(usize, f64, f64)>,
    /// Tokens of a draft and what decides about it.
    drafts: Option<(usize, Judge)>,
}

/// A scenario as far as it matters here.
#[derive(Clone, Debug)]
struct Plan {
    phases: Vec<Phase>,
    /// The parameters of the difficulty where there are difficulties.
    difficulty: Option<(f64, f64)>,
    /// How many errors since the clock started have to be told apart.
    recents: usize,
}

impl Plan {
    fn of(scenario: &Scenario, until: usize) -> Self {
        let tokens = scenario.whole(Key::Tokens) as usize;
        let phases: Vec<Phase> = if scenario.schema().phases.is_empty() {
            let named =
                |name: &'static str, tokens: usize| Phase::of(scenario, name, tokens, until);
            match scenario.choice(Key::Technique) {
                "think" => {
                    let think = named("think", scenario.whole(Key::Think) as usize);
                    vec![think, named("direct", tokens)]
                }
                technique => vec![named(technique, tokens)],
            }
        } else {
            let phases = scenario.schema().phases.iter();
            phases
                .map(|phase| {
                    let mut values = scenario.clone();
                    for &(key, value) in &phase.own {
                        values.set(key, value).unwrap();
                    }
                    // No phase begins to remember, and none forgets.
                    let [own, whole] = [&values, scenario].map(|it| it.choice(Key::Process));
                    let remembers = |it: &str| it == "self_conditioning";
                    let differs = |it: &str| it == "mixed_difficulty";
                    if remembers(own) || remembers(whole) || differs(own) && !differs(whole) {
                        let process = scenario.number(Key::Process);
                        values.set(Key::Process, process).unwrap();
                    }
                    values.set(Key::Technique, phase.technique as f64).unwrap();
                    let tokens = phase.tokens.map_or(tokens, |own| own as usize);
                    Phase::of(&values, values.choice(Key::Technique), tokens, until)
                })
                .collect()
        };
        let difficult = phases
            .iter()
            .any(|phase| matches!(phase.hazard, Hazard::Difficult { .. }));
        let recents = phases.iter().map(|phase| phase.recents(until)).max();
        Self {
            difficulty: difficult
                .then(|| (scenario.number(Key::Alpha), scenario.number(Key::Beta))),
            recents: recents.unwrap_or(0),
            phases: phases.into_iter().filter(|it| it.tokens > 0).collect(),
        }
    }

    fn length(&self) -> usize {
        self.phases.iter().map(|phase| phase.tokens).sum()
    }

    /// The difficulties and their weights, which sum to 1, given that what is done is
    /// flawless: each weighs as much more as it makes that likelier.
    fn difficulties(&self, done: usize) -> Vec<(f64, Chance)> {
        let Some((alpha, beta)) = self.difficulty else {
            return vec![(1.0, (0.0, 1.0))];
        };
        // Verdicts are ratios with poles near the real line, plain tokens polynomials.
        let drafts = self.phases.iter().any(|phase| phase.drafts.is_some());
        let mut nodes = beta_law(alpha, beta, if drafts { 0.025 } else { 0.1 });
        if done > 0 {
            let given = nodes.iter().map(|&(weight, difficulty)| {
                let walk = self.walk(0, done, 0, difficulty, None);
                weight * walk.standing[done].success(Flawless)
            });
            let given: Vec<f64> = given.collect();
            // What is done at no difficulty says nothing of it.
            if given.iter().any(|weight| *weight > 0.0) {
                for (node, weight) in nodes.iter_mut().zip(given) {
                    node.0 = weight;
                }
            }
        }
        let total: f64 = nodes.iter().map(|node| node.0).sum();
        nodes.retain_mut(|(weight, _)| {
            *weight /= total;
            *weight > 1e-19
        });
        nodes
    }

    /// Walks the completion at one difficulty. Where a length is marked, only what is
    /// acceptable there goes on.
    fn walk(
        &self,
        done: usize,
        until: usize,
        most: usize,
        difficulty: Chance,
        mark: Option<usize>,
    ) -> Truth {
        let mut walk = Walk {
            plan: self,
            difficulty,
            mark,
            until,
            clock: 0,
            left: 1.0,
            n: done,
            cost: 0.0,
            law: Law::start(self.recents, most),
            truth: Truth::start(done.min(until), most),
        };
        let mut from = 0;
        for (i, phase) in self.phases.iter().enumerate() {
            let end = from + phase.tokens;
            let last = i + 1 == self.phases.len();
            walk.phase(phase, from, last);
            from = end;
        }
        walk.truth
    }
}

impl Phase {
    fn of(values: &Scenario, technique: &str, tokens: usize, until: usize) -> Self {
        let process = values.choice(Key::Process);
        let number = |key: Key| values.number(key);
        let recovers = matches!(
            process,
            "recoverable" | "mixed_difficulty" | "self_conditioning"
        );
        let only = |holds: bool, key: Key| if holds { number(key) } else { 0.0 };
        let drafts = match technique {
            "verify" => Some((
                values.whole(Key::Interval) as usize,
                Judge::Check {
                    detection: number(Key::Sensitivity) * (1.0 - number(Key::Joint)),
                    false_reject: number(Key::FalseReject),
                    tries: values.whole(Key::Tries),
                    cost: number(Key::Cost),
                },
            )),
            "vote" => Some((
                match values.whole(Key::Step) as usize {
                    0 => usize::MAX,
                    step => step,
                },
                Judge::Vote {
                    votes: values.whole(Key::Votes),
                    lead: values.whole(Key::Lead),
                    common: number(Key::CommonCause),
                },
            )),
            _ => None,
        };
        Self {
            tokens,
            hazard: Hazard::of(values, until),
            recovery: only(recovers, Key::Recovery),
            fatal: only(process == "recoverable", Key::Fatal),
            repair: only(technique == "backtrack", Key::Catch)
                + only(technique == "think", Key::ThinkRecovery),
            undo: only(technique == "backtrack", Key::Cost),
            floor: if technique == "think" {
                number(Key::ThinkFloor)
            } else {
                1.0
            },
            query: (technique == "query").then(|| {
                let interval = values.whole(Key::Interval) as usize;
                (interval, number(Key::Catch), number(Key::Cost))
            }),
            drafts,
        }
    }

    /// Beyond so many errors since the clock started, more make no difference.
    fn recents(&self, until: usize) -> usize {
        match self.hazard {
            Hazard::Contagious { first, more } => {
                let certain = (0..until).find(|&recent| first + more * recent as f64 >= 1.0);
                certain.unwrap_or(until)
            }
            _ => 0,
        }
    }

    /// Where an unacceptable completion is after a token: acceptable, or not.
    fn comes_back(&self) -> (f64, f64) {
        (
            self.recovery + (1.0 - self.recovery) * self.repair,
            (1.0 - self.recovery) * (1.0 - self.repair),
        )
    }

    /// The states after a token at which an error strikes or doesn't, with what it takes.
    ///
    /// States are 0 flawless, 1 recovered, 2 unacceptable, 3 lost. An error takes an
    /// acceptable completion to an unacceptable or a lost one; one that strikes any other
    /// is counted and changes nothing else.
    fn moves(&self, state: usize, struck: bool) -> [(usize, f64); 2] {
        let (back, stays) = self.comes_back();
        match state {
            0 | 1 if struck => [(2, 1.0 - self.fatal), (3, self.fatal)],
            2 => [(1, back), (2, stays)],
            state => [(state, 1.0), (state, 0.0)],
        }
    }
}

impl Hazard {
    /// The textbook's formulas; rates are thinned by the deviations that do no harm.
    fn of(values: &Scenario, until: usize) -> Self {
        let thin = 1.0 - values.number(Key::Continuations);
        let rate = |key: Key| values.number(key) * thin;
        let error = rate(Key::Error);
        let each =
            |chance: &dyn Fn(usize) -> Chance| Self::Known((1..=until).map(chance).collect());
        // From the logarithm of what is left unharmed.
        let spent = |log: f64| (-log.exp_m1(), log.exp());
        match values.choice(Key::Process) {
            "independent" | "recoverable" => each(&|_| (error, 1.0 - error)),
            // (1 − e)^(n^κ), a quotient of two of them.
            "fading" => {
                let shape = values.number(Key::Shape);
                each(&|k| {
                    let before = (k - 1) as f64;
                    let more = if k == 1 {
                        1.0
                    } else {
                        before.powf(shape) * (shape * (1.0 / before).ln_1p()).exp_m1()
                    };
                    spent((-error).ln_1p() * more)
                })
            }
            // e∞ + (e₁ − e∞)·g^(k − 1).
            "settling" => {
                let (floor, decay) = (rate(Key::Floor), values.number(Key::Decay));
                each(&|k| {
                    let above = decay.powi(k as i32 - 1);
                    let settled = if decay == 0.0 || k == 1 {
                        1.0 - above
                    } else {
                        -(decay.ln() * (k - 1) as f64).exp_m1()
                    };
                    let mix = |floor: f64, error: f64| floor * settled + error * above;
                    (mix(floor, error), mix(1.0 - floor, 1.0 - error))
                })
            }
            "key_tokens" => {
                let (key, other) = (rate(Key::KeyError), rate(Key::OtherError));
                each(&|k| {
                    let keys = key_tokens(values, k as f64) - key_tokens(values, (k - 1) as f64);
                    // Nothing but rounding is no key token.
                    let keys = if keys < 1e-13 { 0.0 } else { keys.min(1.0) };
                    let keys = if keys > 1.0 - 1e-13 { 1.0 } else { keys };
                    let spends = |tokens: f64, error: f64| match tokens {
                        0.0 => 0.0,
                        tokens => tokens * (-error).ln_1p(),
                    };
                    spent(spends(keys, key) + spends(1.0 - keys, other))
                })
            }
            "mixed_difficulty" => Self::Difficult { share: thin },
            "self_conditioning" => Self::Contagious {
                first: error,
                more: rate(Key::Contagion),
            },
            // 1 − Γ(q/2, q/(2·r·n²))/Γ(q/2), a quotient of two of them.
            "threshold" => {
                let half = values.number(Key::Directions) / 2.0;
                let log = |n: usize| {
                    if n == 0 || error == 0.0 {
                        0.0
                    } else {
                        log_lower_gamma(half, half / (error * (n * n) as f64))
                    }
                };
                each(&|k| spent((log(k) - log(k - 1)).min(0.0)))
            }
            name => panic!("write the hazard of {name} here, from its words"),
        }
    }
}

/// k(n), of which no more can be than tokens.
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

/// ln(γ(a, x)/Γ(a)) for whole and half a: by the series of γ, term by term until nothing
/// changes, or, where next to nothing is missing to all of Γ, by what is.
fn log_lower_gamma(a: f64, x: f64) -> f64 {
    // ln Γ(a) by its recurrence.
    let (mut at, mut log_gamma) = if a.fract() == 0.0 {
        (1.0, 0.0)
    } else {
        (0.5, core::f64::consts::PI.ln() / 2.0)
    };
    while at < a {
        log_gamma += f64::ln(at);
        at += 1.0;
    }
    let front = a * x.ln() - x - log_gamma;
    if x > a + 1.0 {
        return (-(front.exp() * upper_fraction(a, x)).min(1.0)).ln_1p();
    }
    let (mut sum, mut term, mut k) = (1.0, 1.0, a);
    loop {
        k += 1.0;
        term *= x / k;
        if sum + term == sum {
            break;
        }
        sum += term;
    }
    (front + f64::ln(sum / a)).min(0.0)
}

/// Γ(a, x)·e^x/x^a by Legendre's continued fraction, from its far end.
fn upper_fraction(a: f64, x: f64) -> f64 {
    let depth = 400 + (40.0 * a.sqrt()) as i32;
    let tail = (1..=depth).rev().fold(0.0, |tail, k| {
        let k = f64::from(k);
        k * (k - a) / (x + 2.0 * k + 1.0 - a - tail)
    });
    1.0 / (x + 1.0 - a - tail)
}

/// Beta(α, β) as weighted difficulties: a trapezoid in the log odds from end to end. What
/// lies beyond the ends, where only the density still changes, counts at the ends.
fn beta_law(alpha: f64, beta: f64, step: f64) -> Vec<(f64, Chance)> {
    const END: f64 = 70.0;
    let middle = (alpha / beta).ln();
    let step = step.min((1.0 / alpha + 1.0 / beta).sqrt() / 6.0);
    let log_sum = |s: f64| s.max(0.0) + (-s.abs()).exp().ln_1p();
    let log_density = |s: f64| alpha * s - (alpha + beta) * log_sum(s);
    let peak = log_density(middle);
    let density = |s: f64| (log_density(s) - peak).exp();
    let nodes = ((-END - middle) / step).ceil() as i64..=((END - middle) / step).floor() as i64;
    let (first, last) = (*nodes.start(), *nodes.end());
    nodes
        .filter_map(|k| {
            let s = middle + k as f64 * step;
            let mut weight = density(s);
            if k == first {
                weight += density(s) / (alpha * step).exp_m1();
            }
            if k == last {
                weight += density(s) / (beta * step).exp_m1();
            }
            let odds = (1.0 / (1.0 + (-s).exp()), 1.0 / (1.0 + s.exp()));
            (weight > 1e-22).then_some((weight, odds))
        })
        .collect()
}

/// A distribution over (state, errors since the clock started), each with how much of it
/// has 0, 1, 2 … errors in its text, how much has more, and its errors times its mass.
#[derive(Clone, Debug)]
struct Law {
    recents: usize,
    most: usize,
    mass: Vec<f64>,
}

impl Law {
    fn nothing(recents: usize, most: usize) -> Self {
        Self {
            recents,
            most,
            mass: vec![0.0; 4 * (recents + 1) * (most + 3)],
        }
    }

    fn start(recents: usize, most: usize) -> Self {
        let mut law = Self::nothing(recents, most);
        law.mass[0] = 1.0;
        law
    }

    fn empty(&self) -> Self {
        Self::nothing(self.recents, self.most)
    }

    fn place(&self, state: usize, recent: usize) -> usize {
        (state * (self.recents + 1) + recent) * (self.most + 3)
    }

    /// The places that hold anything: state, errors since the clock started, mass, and
    /// what is there.
    fn places(&self) -> impl Iterator<Item = (usize, usize, f64, &[f64])> {
        let rows = self.mass.chunks(self.most + 3).enumerate();
        rows.filter_map(|(i, row)| {
            let mass: f64 = row[..self.most + 2].iter().sum();
            let (state, recent) = (i / (self.recents + 1), i % (self.recents + 1));
            (mass > 0.0).then_some((state, recent, mass, row))
        })
    }

    /// Adds a share of what is somewhere, with so many errors more.
    fn add(&mut self, state: usize, recent: usize, row: &[f64], share: f64, struck: usize) {
        if share == 0.0 {
            return;
        }
        let at = self.place(state, recent.min(self.recents));
        let most = self.most;
        let into = &mut self.mass[at..at + most + 3];
        let mut mass = 0.0;
        for (errors, p) in row[..most + 2].iter().enumerate() {
            into[(errors + struck).min(most + 1)] += share * p;
            mass += p;
        }
        into[most + 2] += share * (row[most + 2] + struck as f64 * mass);
    }

    /// What is true of it, at a cost.
    fn reading(&self, cost: f64) -> Reading {
        let mut reading = Reading::nothing(self.most);
        let values = &mut reading.0;
        values[3] = cost;
        for (state, _, mass, row) in self.places() {
            if state == 0 {
                values[0] += mass;
            }
            if state <= 1 {
                values[1] += mass;
            }
            values[2] += row[self.most + 2];
            let mut few = 0.0;
            for (errors, p) in row[..=self.most].iter().enumerate() {
                few += p;
                values[4 + errors] += few;
            }
        }
        reading
    }
}

/// The drafts written from one place: where they end and how many errors strike in them.
struct Draft {
    start: usize,
    recent: usize,
    /// By state, then by errors.
    ends: Vec<f64>,
}

impl Draft {
    fn new(start: usize, recent: usize) -> Self {
        let mut ends = vec![0.0; 4];
        ends[start] = 1.0;
        Self {
            start,
            recent,
            ends,
        }
    }

    /// Its ends: state, errors, probability.
    fn ends(&self) -> impl Iterator<Item = (usize, usize, f64)> {
        let errors = self.ends.len() / 4;
        let ends = self.ends.iter().enumerate().filter(|(_, p)| **p > 0.0);
        ends.map(move |(i, &p)| (i / errors, i % errors, p))
    }

    /// P(it ends in a state that `holds`).
    fn share(&self, holds: impl Fn(usize) -> bool) -> f64 {
        let ends = self.ends().filter(|&(state, ..)| holds(state));
        ends.map(|(_, _, p)| p).sum()
    }

    /// One token more.
    fn token(&mut self, phase: &Phase, chance: impl Fn(usize) -> Chance) {
        let width = self.ends.len() / 4 + 1;
        let mut next = vec![0.0; 4 * width];
        for (state, errors, p) in self.ends() {
            let (hazard, unharmed) = chance(self.recent + errors);
            for (struck, chance) in [(0, unharmed), (1, hazard)] {
                for (to, share) in phase.moves(state, struck == 1) {
                    next[to * width + errors + struck] += p * chance * share;
                }
            }
        }
        self.ends = next;
    }

    /// By what each end is multiplied once it is decided what is kept, acceptable ones
    /// and others; and the expected price of all that was written and checked.
    fn judged(&self, judge: Judge, tokens: f64) -> ([f64; 2], f64) {
        match judge {
            Judge::Check {
                detection,
                false_reject,
                tries,
                cost,
            } => {
                // It is bad if it broke something.
                let reject = [
                    false_reject,
                    if self.start <= 1 {
                        detection
                    } else {
                        false_reject
                    },
                ];
                let ends = [
                    self.share(|state| state <= 1),
                    self.share(|state| state >= 2),
                ];
                let accepted = ends[0] * (1.0 - reject[0]) + ends[1] * (1.0 - reject[1]);
                let rejected = ends[0] * reject[0] + ends[1] * reject[1];
                let (factors, drafts) = retried(reject, accepted, rejected, tries);
                (factors, drafts * (tokens + cost))
            }
            Judge::Vote {
                votes,
                lead,
                common,
            } => {
                let ends = [
                    self.share(|state| state <= 1),
                    self.share(|state| state >= 2),
                ];
                let (wins, drafts, alike) = if lead == 0 {
                    (majority(votes, ends), votes as f64, votes as f64)
                } else {
                    let (wins, drafts) = race(lead, ends);
                    (wins, drafts, lead as f64)
                };
                let factor = |side: usize| {
                    if ends[side] > 0.0 {
                        common + (1.0 - common) * (wins[side] / ends[side])
                    } else {
                        0.0
                    }
                };
                let samples = common * alike + (1.0 - common) * drafts;
                ([factor(0), factor(1)], tokens * samples)
            }
        }
    }
}

/// Drafts are made until one is accepted, or until the last try, which is kept.
fn retried(reject: [f64; 2], accepted: f64, rejected: f64, tries: u64) -> ([f64; 2], f64) {
    if tries == 0 {
        if accepted == 0.0 {
            return ([1.0, 1.0], f64::INFINITY);
        }
        return (reject.map(|it| (1.0 - it) / accepted), 1.0 / accepted);
    }
    // How many a check decides about, and the chance that the last try is needed.
    let (mut decided, mut last) = (0.0, 1.0);
    for _ in 1..tries {
        decided += last;
        last *= rejected;
        if last < 1e-30 {
            break;
        }
    }
    (reject.map(|it| (1.0 - it) * decided + last), decided + last)
}

/// P(each side has more of so many votes), a coin deciding a tie.
fn majority(votes: u64, [good, bad]: [f64; 2]) -> [f64; 2] {
    let (mut wins, mut ways) = ([0.0, 0.0], 1.0);
    for yes in 0..=votes {
        let no = votes - yes;
        let p = ways * good.powi(yes as i32) * bad.powi(no as i32);
        match yes.cmp(&no) {
            core::cmp::Ordering::Greater => wins[0] += p,
            core::cmp::Ordering::Less => wins[1] += p,
            core::cmp::Ordering::Equal => wins = wins.map(|side| side + p / 2.0),
        }
        ways = ways * no as f64 / (yes + 1) as f64;
    }
    wins
}

/// P(each side is the first to be `lead` ahead), and the expected votes until then: the
/// gambler's ruin.
pub(crate) fn race(lead: u64, [good, bad]: [f64; 2]) -> ([f64; 2], f64) {
    let (k, log_odds) = (lead as f64, good.ln() - bad.ln());
    let wins = [-log_odds, log_odds].map(|odds| 1.0 / (1.0 + (k * odds).exp()));
    // Ahead by k with one and behind with the other, a step of good − bad at a time.
    let drift = (good - bad) / (good + bad);
    let votes = if drift == 0.0 {
        k * k
    } else {
        k * (k * drift.atanh()).tanh() / drift
    };
    (wins, votes)
}

/// A walk through a completion.
struct Walk<'a> {
    plan: &'a Plan,
    difficulty: Chance,
    mark: Option<usize>,
    until: usize,
    /// The token after which the clock of the hazard started.
    clock: usize,
    /// The share of the hazard that thinking has left.
    left: f64,
    n: usize,
    cost: f64,
    law: Law,
    truth: Truth,
}

impl Walk<'_> {
    /// The chance of the token after `n` others, at a share of the hazard.
    fn chance(&self, phase: &Phase, n: usize, share: f64, recent: usize) -> Chance {
        let (hazard, unharmed) = match &phase.hazard {
            Hazard::Known(chances) => chances[n - self.clock],
            Hazard::Difficult { share } => {
                let (error, right) = self.difficulty;
                (error * share, right + error * (1.0 - share))
            }
            Hazard::Contagious { first, more } => {
                let hazard = (first + more * recent as f64).min(1.0);
                (hazard, 1.0 - hazard)
            }
        };
        (hazard * share, unharmed + hazard * (1.0 - share))
    }

    fn phase(&mut self, phase: &Phase, from: usize, last: bool) {
        let end = from + phase.tokens;
        // Queries that lie in what is done have set the clock.
        if let (Some((interval, ..)), true) = (phase.query, self.n > from) {
            let inside = self.n.min(end) - from;
            self.clock = from + (inside - 1) / interval * interval;
        }
        if self.n < end || last {
            match phase.drafts {
                Some((size, judge)) => self.drafts(phase, end, last, (size, judge)),
                None => self.tokens(phase, from, last),
            }
        }
        self.left *= phase.floor;
    }

    fn goes_on(&self, end: usize, last: bool) -> bool {
        self.n < self.until && (last || self.n < end)
    }

    /// Tokens as they come, and queries before some of them.
    fn tokens(&mut self, phase: &Phase, from: usize, last: bool) {
        let end = from + phase.tokens;
        while self.goes_on(end, last) {
            let before = self.n - from;
            if let Some((interval, catch, cost)) = phase.query
                && before.is_multiple_of(interval)
            {
                self.cost += cost;
                self.clock = self.n;
                let mut asked = self.law.empty();
                for (state, _, _, row) in self.law.places() {
                    if state == 2 {
                        asked.add(1, 0, row, catch, 0);
                        asked.add(2, 0, row, 1.0 - catch, 0);
                    } else {
                        asked.add(state, 0, row, 1.0, 0);
                    }
                }
                self.law = asked;
            }
            let unacceptable = self.law.places().filter(|place| place.0 == 2);
            let unacceptable: f64 = unacceptable.map(|place| place.2).sum();
            self.cost += 1.0 + phase.undo * unacceptable * phase.repair * (1.0 - phase.recovery);
            // The line of a ramp, level once it has reached its floor.
            let way = ((before + 1) as f64 / phase.tokens as f64).min(1.0);
            let share = self.left * (1.0 + (phase.floor - 1.0) * way);
            self.law = self.token(&self.law, phase, self.n, share);
            self.n += 1;
            if self.mark == Some(self.n) {
                self.keep_acceptable();
            }
            let reading = self.law.reading(self.cost);
            self.truth.standing.push(reading.clone());
            self.truth.judged.push(reading);
        }
    }

    fn token(&self, law: &Law, phase: &Phase, n: usize, share: f64) -> Law {
        let mut next = law.empty();
        for (state, recent, _, row) in law.places() {
            let (hazard, unharmed) = self.chance(phase, n, share, recent);
            for (struck, chance) in [(0, unharmed), (1, hazard)] {
                for (to, part) in phase.moves(state, struck == 1) {
                    next.add(to, recent + struck, row, chance * part, struck);
                }
            }
        }
        next
    }

    /// Drafts of a phase that ends after `end` tokens, or goes on without an end.
    fn drafts(&mut self, phase: &Phase, end: usize, last: bool, (size, judge): (usize, Judge)) {
        let length = self.plan.length();
        while self.goes_on(end, last) {
            let begin = self.n;
            let room = if last { self.until } else { end };
            let stop = begin.saturating_add(size).min(room);
            let places = self.law.places().map(|(state, recent, ..)| (state, recent));
            let mut drafts: Vec<Draft> = places
                .map(|(state, recent)| Draft::new(state, recent))
                .collect();
            let mut plain = self.law.clone();
            let mut kept = (self.law.empty(), 0.0);
            while self.n < stop.min(self.until) {
                plain = self.token(&plain, phase, self.n, self.left);
                for draft in &mut drafts {
                    draft.token(phase, |recent| {
                        self.chance(phase, self.n, self.left, recent)
                    });
                }
                self.n += 1;
                let tokens = (self.n - begin) as f64;
                kept = self.kept(&drafts, judge, tokens);
                let judged = kept.0.reading(self.cost + kept.1);
                let decided = self.n == begin.saturating_add(size) || self.n == end;
                let standing = if decided || self.n > length {
                    judged.clone()
                } else {
                    plain.reading(self.cost + tokens)
                };
                self.truth.standing.push(standing);
                self.truth.judged.push(judged);
            }
            self.law = kept.0;
            self.cost += kept.1;
            if self.mark == Some(self.n) {
                self.keep_acceptable();
            }
        }
    }

    /// What is kept of drafts from every place, and the expected price of them.
    fn kept(&self, drafts: &[Draft], judge: Judge, tokens: f64) -> (Law, f64) {
        let (mut kept, mut price) = (self.law.empty(), 0.0);
        for (draft, (.., mass, row)) in drafts.iter().zip(self.law.places()) {
            let (factors, each) = draft.judged(judge, tokens);
            price += mass * each;
            for (state, errors, p) in draft.ends() {
                let factor = factors[usize::from(state >= 2)];
                kept.add(state, draft.recent + errors, row, p * factor, errors);
            }
        }
        (kept, price)
    }

    fn keep_acceptable(&mut self) {
        let mut kept = self.law.empty();
        for (state, recent, _, row) in self.law.places().filter(|place| place.0 <= 1) {
            kept.add(state, recent, row, 1.0, 0);
        }
        self.law = kept;
    }
}
