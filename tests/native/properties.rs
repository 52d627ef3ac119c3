//! What must hold whatever the values: limiting cases, which way curves go, and that
//! every legal scenario has an answer at once.

use crate::support::bounds::fits;
use crate::support::generator::Generator;
use crate::support::{close, link, near, scenario};
use bounceback_core::exact::{Exact, lengths};
use bounceback_core::model::chain::Errors;
use bounceback_core::model::criterion::Criterion::{self, Acceptable, Flawless, Tolerant};
use bounceback_core::model::parameter::{Key, Kind};
use bounceback_core::model::process;
use bounceback_core::model::scenario::{PARAMETERS, Scenario};
use bounceback_core::model::technique;
use bounceback_core::simulate::{Runs, population};
use std::time::Instant;

const CRITERIA: [Criterion; 3] = [Flawless, Acceptable, Tolerant(2)];

/// A length of every size.
const LENGTHS: [u64; 9] = [0, 1, 2, 7, 50, 51, 300, 5000, 1_000_000_000];

/// Links whose every curve is one and the same.
#[track_caller]
fn same(one: &str, other: &str) {
    let exact = [one, other].map(|text| Exact::new(&link(&format!("{text}&tokens=1000000000"))));
    for criterion in CRITERIA {
        let [one_curve, other_curve] =
            [&exact[0], &exact[1]].map(|exact| exact.successes(criterion, &LENGTHS));
        for (i, n) in LENGTHS.iter().enumerate() {
            let what = format!("{criterion:?} after {n} tokens of {one} and {other}");
            near(one_curve[i], other_curve[i], 2e-11, &what);
        }
    }
}

/// Every curve of the second link lies at or above that of the first.
#[track_caller]
fn helps(criterion: Criterion, worse: &str, better: &str) {
    let curves = [worse, better].map(|text| {
        let scenario = link(&format!("{text}&tokens=1000000000"));
        Exact::new(&scenario).successes(criterion, &LENGTHS)
    });
    for (i, n) in LENGTHS.iter().enumerate() {
        assert!(
            curves[0][i] <= curves[1][i] + 2e-12,
            "{criterion:?} after {n} tokens: {:e} with {worse}, {:e} with {better}",
            curves[0][i],
            curves[1][i],
        );
    }
}

#[test]
fn without_what_makes_it_special_every_process_is_independent() {
    let independent = "process=independent&error=0.01";
    for special in [
        "process=recoverable&error=0.01&recovery=0",
        "process=fading&error=0.01&shape=1",
        "process=settling&error=0.01&floor=0.01",
        "process=settling&error=0.01&decay=1",
        "process=settling&error=0.7&floor=0.01&decay=0&done=1",
        "process=key_tokens&key_error=0.01&other_error=0.01",
        "process=key_tokens&key_error=0.01&other_error=0.5&share=1",
        "process=key_tokens&key_error=0.5&other_error=0.01&share=0",
        "process=self_conditioning&error=0.01&contagion=0&recovery=0",
    ] {
        let done = if special.contains("done=1") {
            "&done=1"
        } else {
            ""
        };
        same(&format!("{independent}{done}"), special);
    }
}

#[test]
fn techniques_that_do_nothing_change_nothing() {
    for process in [
        "process=recoverable&error=0.01&recovery=0.05&fatal=0.1",
        "process=fading&error=0.1&shape=0.5",
        "process=mixed_difficulty&alpha=0.5&beta=20&recovery=0.1",
        "process=self_conditioning&error=0.01&contagion=0.02&recovery=0.1",
    ] {
        for idle in [
            "technique=verify&sensitivity=0&false_reject=0&interval=1",
            "technique=verify&sensitivity=0.9&tries=1&interval=1",
            "technique=vote&votes=1&step=1",
            "technique=vote&lead=1&step=1",
            "technique=vote&votes=9&common_cause=1&step=1",
            "technique=think&think=0",
            "technique=backtrack&catch=0",
        ] {
            same(process, &format!("{process}&{idle}"));
        }
    }
    // A query that catches nothing renews the context, which only what fades or is
    // contagious has any use for.
    let process = "process=recoverable&error=0.01&recovery=0.05";
    same(process, &format!("{process}&technique=query&catch=0"));
    // Thinking that neither calms nor recovers is nothing but more tokens.
    let idle = "technique=think&think=100&think_floor=1&think_recovery=0";
    let long = Exact::new(&link(&format!("{process}&tokens=300")));
    let thought = Exact::new(&link(&format!("{process}&{idle}&tokens=200")));
    near(
        thought.success(Flawless, 300),
        long.success(Flawless, 300),
        1e-14,
        "think_floor=1",
    );
}

#[test]
fn one_phase_with_a_technique_is_that_technique() {
    for process in [
        "process=recoverable&error=0.02&recovery=0.1",
        "process=settling",
        "process=self_conditioning",
    ] {
        for (technique, phase) in [
            ("technique=verify&interval=7", "answer:verify:interval=7"),
            ("technique=vote&lead=2&step=3", "answer:vote:lead=2:step=3"),
            ("technique=query&interval=9", "answer:query:interval=9"),
            (
                "technique=backtrack&catch=0.3",
                "answer:backtrack:catch=0.3",
            ),
        ] {
            same(
                &format!("{process}&{technique}"),
                &format!("{process}&schema={phase}"),
            );
        }
    }
}

#[test]
fn continuations_thin_errors_and_nothing_else() {
    for (thinned, scaled) in [
        (
            "process=recoverable&error=0.04&recovery=0.1&continuations=0.75",
            "process=recoverable&error=0.01&recovery=0.1",
        ),
        (
            "process=settling&error=0.4&floor=0.04&decay=0.9&continuations=0.5",
            "process=settling&error=0.2&floor=0.02&decay=0.9",
        ),
        (
            "process=key_tokens&key_error=0.4&other_error=0.004&continuations=0.5",
            "process=key_tokens&key_error=0.2&other_error=0.002",
        ),
    ] {
        same(scaled, thinned);
    }
    // Every process without errors is flawless for ever.
    for name in process::NAMES {
        let text = format!("process={name}&continuations=1&tokens=1000000000");
        let exact = Exact::new(&link(&text));
        for n in LENGTHS {
            assert_eq!(exact.success(Flawless, n), 1.0, "{text} after {n}");
            near(exact.expected_errors(n), 0.0, 0.0, &text);
        }
    }
}

#[test]
fn recovery_never_moves_flawless() {
    for name in process::NAMES {
        for technique in ["", "&technique=query", "&technique=backtrack"] {
            let curve = |recovery: f64| {
                let mut scenario = link(&format!("process={name}{technique}&tokens=1000000000"));
                scenario.set(Key::Recovery, recovery).unwrap();
                Exact::new(&scenario).successes(Flawless, &LENGTHS)
            };
            let without = curve(0.0);
            for recovery in [1e-6, 0.1, 1.0] {
                for (a, b) in without.iter().zip(curve(recovery)) {
                    near(*a, b, 1e-12, name);
                }
            }
        }
    }
}

#[test]
fn voting_harms_where_a_step_is_wrong_more_often_than_not() {
    let wrong = "process=independent&error=0.6";
    let right = "process=independent&error=0.4";
    for technique in [
        "technique=vote&step=1&votes=3",
        "technique=vote&step=1&votes=15",
        "technique=vote&step=1&lead=2",
        "technique=vote&step=1&lead=5",
    ] {
        helps(Acceptable, &format!("{wrong}&{technique}"), wrong);
        helps(Acceptable, right, &format!("{right}&{technique}"));
    }
    let even = "process=independent&error=0.5";
    same(even, &format!("{even}&technique=vote&step=1&votes=7"));
}

#[test]
fn what_should_help_helps() {
    let base = "process=recoverable&error=0.02&recovery=0.05";
    let ordered = |key: &str, values: &[&str], rest: &str| {
        for pair in values.windows(2) {
            let text = |value: &str| format!("{base}&{rest}&{key}={value}");
            helps(Acceptable, &text(pair[0]), &text(pair[1]));
        }
    };
    let verify = "technique=verify&interval=10";
    ordered("sensitivity", &["0", "0.3", "0.8", "1"], verify);
    ordered("joint", &["1", "0.5", "0.1", "0"], verify);
    ordered("tries", &["1", "2", "5", "100", "0"], verify);
    // A draft counts once it is kept: compared where all are.
    let checked = |interval: u64| {
        let text = format!("{base}&technique=verify&interval={interval}&tokens=1000");
        Exact::new(&link(&text)).success(Acceptable, 1000)
    };
    for pair in [100, 50, 10, 2, 1].windows(2) {
        assert!(checked(pair[0]) < checked(pair[1]), "{pair:?}");
    }
    let vote = "technique=vote&step=10";
    ordered("lead", &["1", "2", "3", "10"], vote);
    ordered("common_cause", &["1", "0.4", "0"], "technique=vote&step=10");
    ordered("votes", &["1", "3", "5", "41"], "technique=vote&step=10");
    ordered("catch", &["0", "0.2", "1"], "technique=query");
    ordered("catch", &["0", "0.2", "1"], "technique=backtrack");
    let think = "technique=think&tokens=100";
    let end = |rest: &str| {
        let scenario = link(&format!("{base}&{think}&{rest}"));
        Exact::new(&scenario).success(Acceptable, scenario.length())
    };
    assert!(end("think_floor=0.9") < end("think_floor=0.5"));
    assert!(end("think_floor=0.5") < end("think_floor=0"));
    assert!(end("think_recovery=0.1") < end("think_recovery=0.5"));
}

/// Beta(α, β) of one mean: the more completions differ, the longer the lucky ones last.
#[test]
fn mixed_difficulty_lies_above_the_curve_of_its_mean_and_contagion_below_that_of_its_first_error() {
    for (spread, (alpha, beta)) in [(0.1, 9.9), (1.0, 99.0), (10.0, 990.0)].iter().enumerate() {
        let mixed = format!("process=mixed_difficulty&alpha={alpha}&beta={beta}");
        helps(Flawless, "process=independent&error=0.01", &mixed);
        if spread > 0 {
            let more = [
                "process=mixed_difficulty&alpha=0.1&beta=9.9",
                "process=mixed_difficulty&alpha=1&beta=99",
            ];
            helps(Flawless, &mixed, more[spread - 1]);
        }
    }
    let lonely = "process=recoverable&error=0.01&recovery=0.1";
    for contagion in ["0.001", "0.01", "0.3"] {
        let contagious =
            format!("process=self_conditioning&error=0.01&recovery=0.1&contagion={contagion}");
        helps(Acceptable, &contagious, lonely);
        helps(Tolerant(2), &contagious, lonely);
    }
}

/// Over N tokens the mean hazard of a schedule, e = 1 − exp(−exposure/N), is that of
/// the independent process with the same flawless end.
#[test]
fn a_process_calibrated_to_a_mean_error_ends_as_the_independent_one() {
    for text in [
        "process=fading",
        "process=settling",
        "process=key_tokens",
        "process=threshold",
    ] {
        let scenario = link(&format!("{text}&tokens=1000"));
        let Errors::Scheduled(schedule) = (scenario.process().chain)(scenario.values()).errors
        else {
            panic!("{text} has no schedule");
        };
        let mean = -f64::exp_m1(-schedule.exposure(0.0, 1000.0) / 1000.0);
        let independent =
            scenario_of(&[(Key::Process, 0.0), (Key::Error, mean), (Key::Tokens, 1e3)]);
        close(
            Exact::new(&scenario).success(Flawless, 1000),
            Exact::new(&independent).success(Flawless, 1000),
            1e-11,
            text,
        );
        let sum: f64 = (1..=1000).map(|n| schedule.hazard(f64::from(n))).sum();
        close(
            Exact::new(&scenario).expected_errors(1000),
            sum,
            1e-11,
            text,
        );
    }
}

fn scenario_of(values: &[(Key, f64)]) -> Scenario {
    scenario(values)
}

/// What grows with the number of tokens, and what never does. (Where drafts are checked
/// or voted on, the text gets better there: only costs never fall.)
#[test]
fn flawless_and_tolerant_never_rise_and_costs_and_errors_never_fall() {
    for name in process::NAMES {
        for technique in technique::NAMES {
            let drafts = ["verify", "vote"].contains(technique);
            let scenario = link(&format!(
                "process={name}&technique={technique}&tokens=1000000"
            ));
            let exact = Exact::new(&scenario);
            // What is contagious is told less exactly.
            let open = if *name == "self_conditioning" {
                1e-6
            } else {
                1e-8
            };
            let at = lengths(0, scenario.length(), 60, true);
            for criterion in [Flawless, Tolerant(2)] {
                let curve = exact.successes(criterion, &at);
                for pair in curve.windows(2) {
                    assert!(
                        drafts || pair[1] <= pair[0] + open,
                        "{criterion:?} of {name} {technique}"
                    );
                }
            }
            let (mut errors, mut cost) = (0.0, 0.0);
            for &n in at.iter().step_by(6) {
                let now = (exact.expected_errors(n), exact.expected_cost(n));
                assert!(
                    drafts || now.0 >= errors - open * errors,
                    "errors of {name} {technique}"
                );
                // Far on, what backtracking costs under a hazard that changes may be untold.
                let untold = *technique == "backtrack" && n > 1000 && now.1.is_nan();
                assert!(
                    untold || now.1 >= cost - open * cost,
                    "cost of {name} {technique} at {n}"
                );
                (errors, cost) = (now.0, if untold { cost } else { now.1 });
            }
        }
    }
}

/// One token further on, a process that never comes to rest has changed by what its
/// own hazard says: nothing cancels a billion tokens on.
#[test]
fn hazards_keep_their_digits_a_billion_tokens_on() {
    for (text, expected) in [
        // κ·n^(κ−1)·ln 1/(1 − e)
        (
            "process=fading&error=0.3&shape=0.2",
            0.2 * 1e9_f64.powf(-0.8) * -f64::ln_1p(-0.3),
        ),
        // The tail of the gamma distribution: −ln P falls as directions·ln n.
        ("process=threshold&error=0.5&directions=3", 3.0 / 1e9),
    ] {
        let scenario = link(text);
        let Errors::Scheduled(schedule) = (scenario.process().chain)(scenario.values()).errors
        else {
            panic!("{text} has no schedule");
        };
        close(schedule.exposure(1e9 - 1.0, 1e9), expected, 1e-8, text);
        let whole = schedule.exposure(1e9, 1e9 + 1000.0);
        let parts =
            schedule.exposure(1e9, 1e9 + 400.0) + schedule.exposure(1e9 + 400.0, 1e9 + 1000.0);
        close(parts, whole, 1e-13, text);
    }
}

/// A hundred of which fifty-one are wrong, each with 10⁻⁶: C(101, 51)·10⁻³⁰⁶.
#[test]
fn a_vote_on_rare_errors_keeps_its_digits() {
    let p = 1e-6_f64;
    for (votes, expected) in [
        (3_u64, 3.0 * p * p - 2.0 * p * p * p),
        (5, 10.0 * p.powi(3) - 15.0 * p.powi(4) + 6.0 * p.powi(5)),
        (7, 35.0 * p.powi(4) - 84.0 * p.powi(5) + 70.0 * p.powi(6)),
    ] {
        let text = format!("process=independent&error=1e-6&technique=vote&step=1&votes={votes}");
        let exact = Exact::new(&link(&text));
        close(exact.occupancy(1).unacceptable, expected, 1e-12, &text);
        close(exact.expected_errors(1), expected, 1e-10, &text);
    }
    let exact = Exact::new(&link(
        "process=independent&error=1e-6&technique=vote&step=1&lead=4",
    ));
    let odds = p / (1.0 - p);
    let expected = odds.powi(4) / (1.0 + odds.powi(4));
    close(exact.occupancy(1).unacceptable, expected, 1e-12, "lead=4");
}

/// Far on, contagion is read off a contour integral: it must be what walking every
/// token gives, before errors have multiplied, while they do, and after.
#[test]
fn a_contagion_far_on_is_that_walked_token_by_token() {
    for text in [
        "process=self_conditioning&error=0.05&contagion=0.05&recovery=0.2&technique=backtrack&catch=0.2&cost=3",
        "process=self_conditioning&error=0.3&contagion=0.2&recovery=0.6",
        "process=self_conditioning&error=1e-4&contagion=0.002&recovery=0.1",
        "process=self_conditioning&error=1e-6&contagion=0.01&recovery=0",
        "process=self_conditioning&error=0.01&contagion=1e-5&recovery=0.3",
    ] {
        let scenario = link(&format!("{text}&tokens=1000000"));
        let (first, more) = (scenario.number(Key::Error), scenario.number(Key::Contagion));
        let (recovery, catch) = (scenario.number(Key::Recovery), scenario.number(Key::Catch));
        let backtracks = text.contains("backtrack");
        let (repair, undo) = if backtracks { (catch, 3.0) } else { (0.0, 0.0) };
        let back = recovery + (1.0 - recovery) * repair;
        // Beyond as many nobody gets, or nothing changes.
        let most = 600.min(((1.0 - first) / more).ceil() as usize);
        // [count][acceptable or not], errors and cost so far.
        let mut law = vec![[0.0, 0.0]; most + 1];
        law[0][0] = 1.0;
        let (mut errors, mut cost) = (0.0, 0.0);
        let exact = Exact::new(&scenario);
        for n in 1..=30_000_u64 {
            let mut next = vec![[0.0, 0.0]; most + 1];
            for (j, [a, u]) in law.into_iter().enumerate() {
                let hazard = (first + more * j as f64).min(1.0);
                let to = (j + 1).min(most);
                cost += 1.0 * (a + u) + u * (1.0 - recovery) * repair * undo;
                errors += (a + u) * hazard;
                next[j][0] += (a + u * back) * (1.0 - hazard);
                next[j][1] += u * (1.0 - back) * (1.0 - hazard);
                // Errors strike in every state; what recovers at that token has.
                next[to][0] += u * back * hazard;
                next[to][1] += (a + u * (1.0 - back)) * hazard;
            }
            law = next;
            if [1_u64, 10, 100, 2500, 30_000].contains(&n) {
                let acceptable: f64 = law.iter().map(|[a, _]| a).sum();
                let what = format!("{text} after {n}");
                // An integral leaves more open than a walk.
                let open = exact.bound(n).max(1e-11);
                assert!(open < 1e-6, "{what}: {open:e}");
                near(exact.success(Acceptable, n), acceptable, open, &what);
                close(exact.expected_errors(n), errors, 10.0 * open, &what);
                close(exact.expected_cost(n), cost, 10.0 * open, &what);
            }
        }
    }
}

/// The law of the count and the state, walked token by token over the counts that hold
/// anything, and the errors so far.
struct Walk {
    /// By count: acceptable and not.
    law: Vec<[f64; 2]>,
    low: usize,
    high: usize,
    errors: f64,
}

impl Walk {
    /// From no errors, to counts up to `most`.
    fn new(most: usize) -> Self {
        let mut law = vec![[0.0, 0.0]; most + 1];
        law[0][0] = 1.0;
        let (low, high, errors) = (0, 0, 0.0);
        Self {
            law,
            low,
            high,
            errors,
        }
    }

    /// A token with a hazard by count.
    fn token(&mut self, recovery: f64, hazard: impl Fn(usize) -> f64) {
        let most = self.law.len() - 1;
        self.high = (self.high + 1).min(most);
        let mut moved = [0.0, 0.0];
        let places = self.law.iter_mut().enumerate();
        for (j, place) in places.take(self.high + 1).skip(self.low) {
            let hazard = hazard(j);
            let [a, u] = *place;
            self.errors += (a + u) * hazard;
            let (back, stays) = (u * recovery, u * (1.0 - recovery));
            *place = [
                (a + back) * (1.0 - hazard) + moved[0],
                stays * (1.0 - hazard) + moved[1],
            ];
            moved = [back * hazard, (a + stays) * hazard];
        }
        // Nobody has more.
        if self.high == most {
            let [a, u] = &mut self.law[most];
            (*a, *u) = (*a + moved[0], *u + moved[1]);
        }
        while self.low < self.high && self.law[self.low].iter().sum::<f64>() < 1e-20 {
            self.law[self.low] = [0.0, 0.0];
            self.low += 1;
        }
    }

    fn acceptable(&self) -> f64 {
        self.law.iter().map(|[a, _]| a).sum()
    }
}

/// While errors multiply over more tokens than can be walked, lengths are read off
/// another integral: it must be what walking every token gives.
#[test]
fn a_faint_contagion_is_exact_while_it_multiplies() {
    let mut unknown = 0;
    for (first, more, recovery, length) in [
        (1e-3, 1e-3, 0.1, 20_000_u64),
        (1e-5, 1e-3, 0.05, 9_000),
        (1e-2, 2e-4, 0.1, 15_000),
        (1e-2, 2e-5, 0.1, 50_000),
        (1e-5, 1e-5, 0.05, 150_000),
        (1e-6, 4e-4, 0.05, 12_000),
        (1e-3, 1e-9, 0.2, 100_000),
    ] {
        let text = format!(
            "process=self_conditioning&error={first}&contagion={more}&recovery={recovery}&tokens={length}"
        );
        let exact = Exact::new(&link(&text));
        let told = exact.success(Acceptable, length);
        // Where that is too much work it is not known, and nothing else.
        if told.is_nan() {
            unknown += 1;
            continue;
        }
        let cap = ((1.0_f64 - first) / more).ceil() as usize;
        let mut walk = Walk::new(cap);
        for _ in 0..length {
            walk.token(recovery, |j| (first + more * j as f64).min(1.0));
        }
        let (acceptable, errors) = (walk.acceptable(), walk.errors);
        let open = exact.bound(length);
        assert!(open < 1e-6, "{text}: {open:e}");
        near(told, acceptable, open, &text);
        close(exact.expected_errors(length), errors, 10.0 * open, &text);
    }
    assert!(unknown <= 4, "{unknown} are not known");
}

/// A ramp of the hazard is not walked token by token either, and yet is what that gives.
#[test]
fn a_long_ramp_of_what_is_contagious_is_that_walked() {
    for (first, more, recovery, think) in [
        (1e-2, 2e-4, 0.1, 6_000_u64),
        (1e-4, 1e-3, 0.0, 5_000),
        (1e-3, 1e-5, 0.02, 30_000),
    ] {
        let (floor, tokens) = (0.25, 3_000);
        let text = format!(
            "process=self_conditioning&error={first}&contagion={more}&recovery={recovery}\
             &technique=think&think={think}&think_floor={floor}&think_recovery=0&tokens={tokens}"
        );
        let (mut walk, mut flawless) = (Walk::new(4000), 1.0);
        for token in 1..=think + tokens {
            let way = token.min(think) as f64 / think as f64;
            let share = 1.0 + (floor - 1.0) * way;
            flawless *= 1.0 - first * share;
            walk.token(recovery, |j| (first + more * j as f64).min(1.0) * share);
        }
        let (acceptable, errors) = (walk.acceptable(), walk.errors);
        let exact = Exact::new(&link(&text));
        let n = think + tokens;
        near(exact.success(Acceptable, n), acceptable, 2e-9, &text);
        close(exact.success(Flawless, n), flawless, 1e-9, &text);
        close(exact.expected_errors(n), errors, 2e-8, &text);
        assert!(exact.bound(n) < 1e-8, "{text}");
    }
}

/// Drafts under a faint contagion: what is kept of them is what writing every token of
/// every draft gives, from every number of errors.
#[test]
fn drafts_under_a_faint_contagion_are_those_written_token_by_token() {
    let (first, more, recovery) = (5e-3, 1e-5, 0.02);
    let (sensitivity, reject) = (0.9, 0.05);
    for (size, drafts) in [(500_u64, 6), (40, 100)] {
        let text = format!(
            "process=self_conditioning&error={first}&contagion={more}&recovery={recovery}\
             &technique=verify&interval={size}&sensitivity={sensitivity}&false_reject={reject}\
             &tokens={}",
            size * drafts
        );
        let most = 160;
        // [errors][acceptable or not], of those who start acceptable and of the others.
        let draft = |start: usize| -> [Vec<[f64; 2]>; 2] {
            [[1.0, 0.0], [0.0, 1.0]].map(|from| {
                let mut law = vec![[0.0; 2]; most - start + 1];
                law[0] = from;
                for _ in 0..size {
                    // From the last count to the first, so that nobody errs twice.
                    for k in (0..law.len()).rev() {
                        let hazard = first + more * (start + k) as f64;
                        let [a, u] = law[k];
                        let (back, stays) = (u * recovery, u * (1.0 - recovery));
                        law[k] = [(a + back) * (1.0 - hazard), stays * (1.0 - hazard)];
                        if let Some(next) = law.get_mut(k + 1) {
                            next[0] += back * hazard;
                            next[1] += (a + stays) * hazard;
                        }
                    }
                }
                law
            })
        };
        let mut law = vec![[0.0, 0.0]; most + 1];
        law[0][0] = 1.0;
        for _ in 0..drafts {
            let mut next = vec![[0.0, 0.0]; most + 1];
            for (j, &[a, u]) in law.iter().enumerate().filter(|(_, [a, u])| a + u > 1e-15) {
                let [of_a, of_u] = draft(j);
                let good: f64 = of_a.iter().map(|place| place[0]).sum();
                let bad: f64 = of_a.iter().map(|place| place[1]).sum();
                let accepted = good * (1.0 - reject) + bad * (1.0 - sensitivity);
                let (sound, spoiled) = ((1.0 - reject) / accepted, (1.0 - sensitivity) / accepted);
                for k in 0..=most - j {
                    next[j + k][0] += a * of_a[k][0] * sound + u * of_u[k][0];
                    next[j + k][1] += a * of_a[k][1] * spoiled + u * of_u[k][1];
                }
            }
            law = next;
        }
        let acceptable: f64 = law.iter().map(|[a, _]| a).sum();
        let errors: f64 = (law.iter().enumerate())
            .map(|(j, [a, u])| j as f64 * (a + u))
            .sum();
        let few: f64 = law[..=20].iter().map(|[a, u]| a + u).sum();
        let exact = Exact::new(&link(&text));
        let n = size * drafts;
        let told = [
            (exact.success(Acceptable, n), acceptable),
            (exact.success(Tolerant(20), n), few),
        ];
        for (told, expected) in told {
            // Long drafts may be too much work: then that is not known, and nothing else.
            assert!(told.is_nan() || (told - expected).abs() < 2e-9, "{text}");
        }
        let told = exact.expected_errors(n);
        assert!(
            told.is_nan() || (told / errors - 1.0).abs() < 1e-8,
            "{text}"
        );
    }
}

/// Drafts of hundreds of tokens: a check that finds nothing changes nothing.
#[test]
fn long_drafts_of_what_is_contagious_are_exact() {
    for size in [100, 200, 500] {
        let process = "process=self_conditioning&error=0.001&contagion=0.001&recovery=0.1";
        let idle =
            format!("{process}&technique=verify&sensitivity=0&false_reject=0&interval={size}");
        let (direct, idle) = (Exact::new(&link(process)), Exact::new(&link(&idle)));
        for drafts in [1, 3, 20, 100, 1_000_000] {
            let n = drafts * size;
            let what = format!("{n} tokens in drafts of {size}");
            let expected = direct.success(Acceptable, n);
            if expected.is_nan() {
                assert!(idle.success(Acceptable, n).is_nan(), "{what}");
                continue;
            }
            near(idle.success(Acceptable, n), expected, 2e-9, &what);
            let errors = direct.expected_errors(n);
            close(idle.expected_errors(n), errors, 1e-8, &what);
        }
    }
}

/// Where counting would take too long, every length still has its exact law.
#[test]
fn a_population_too_long_to_walk_keeps_the_law_of_every_length() {
    let text = "process=self_conditioning&error=1e-5&contagion=1e-3&recovery=0.1&tokens=1000000000";
    let scenario = link(text);
    let at = [1000, 1_000_000, 1_000_000_000];
    let runs = 1_000_000_000;
    let tally = population(&scenario.course(), &at, runs, 5, Some(3));
    let exact = Exact::new(&scenario);
    for (i, &n) in at.iter().enumerate() {
        for criterion in [Flawless, Acceptable, Tolerant(3)] {
            fits(
                tally.successes(criterion)[i],
                runs,
                exact.success(criterion, n),
                text,
            );
        }
    }
}

/// A scenario of any legal values whose every part may be extreme.
fn random(generator: &mut Generator) -> Scenario {
    let mut scenario = Scenario::default();
    for parameter in &PARAMETERS {
        let value = match parameter.kind {
            _ if generator.below(3) == 0 => continue,
            Kind::Probability => generator.probability(),
            Kind::Whole { least, most } => generator.whole(least, most) as f64,
            Kind::Real { least, most } => {
                let ends = [least, most, least + generator.unit() * (most - least)];
                *generator.pick(&ends)
            }
            Kind::Choice(names) => generator.below(names.len() as u64) as f64,
            Kind::Schema => continue,
        };
        scenario.set(parameter.key, value).unwrap();
    }
    scenario
}

#[test]
fn every_legal_scenario_is_answered_with_probabilities_at_once() {
    let mut answered = 0;
    let mut generator = Generator::new(2026);
    let mut slowest = (0.0, String::new());
    for _ in 0..SCENARIOS {
        let mut scenario = random(&mut generator);
        if generator.happens(0.5) {
            scenario.set(Key::Tokens, 1e9).unwrap();
        }
        if scenario.whole(Key::Done) > scenario.length() {
            scenario.set(Key::Done, 0.0).unwrap();
        }
        let text = bounceback_core::share::link::write(&scenario);
        let begun = Instant::now();
        let exact = Exact::new(&scenario);
        let n = scenario.length();
        let at = exact.occupancy(n).to_array();
        // What would take too much work is not known; everything else is a probability.
        let told = |p: f64| p.is_nan() || (0.0..=1.0).contains(&p);
        assert!(at.into_iter().all(told), "{at:?}: {text}");
        let sum: f64 = at.iter().sum();
        assert!(sum.is_nan() || (sum - 1.0).abs() < 1e-9, "{at:?}: {text}");
        answered += usize::from(!sum.is_nan());
        for criterion in [
            Flawless,
            Acceptable,
            Tolerant(scenario.whole(Key::Tolerance)),
        ] {
            let end = exact.success(criterion, n);
            assert!(told(end), "{criterion:?} {end}: {text}");
            let limit = exact.limit(criterion);
            assert!(told(limit), "limit {criterion:?} {limit}: {text}");
        }
        let (errors, cost) = (exact.expected_errors(n), exact.expected_cost(n));
        assert!(errors.is_nan() || errors >= 0.0, "errors {errors}: {text}");
        assert!(cost.is_nan() || cost >= 0.0, "cost {cost}: {text}");
        // Within a draft the text that stands may be worse than what is kept of it.
        let half = scenario.course().settled(n / 2);
        let tally = population(&scenario.course(), &[half, n], 1_000_000_000, 1, None);
        assert!(tally.flawless[1] <= tally.flawless[0], "{text}");
        let mut runs = Runs::new(&scenario.course(), vec![n], 3, 1, None);
        runs.advance(100_000);
        let taken = begun.elapsed().as_secs_f64();
        if taken > slowest.0 {
            slowest = (taken, text);
        }
    }
    println!("{slowest:?}");
    assert!(answered * 10 > SCENARIOS * 8, "{answered} of {SCENARIOS}");
    // A hang, not a slow machine.
    assert!(slowest.0 < 20.0, "{slowest:?}");
}

const SCENARIOS: usize = 200;
