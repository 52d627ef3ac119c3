//! Every process with every technique: the exact law, the counts of populations and
//! single runs are those of the definition.
//!
//! Exact values are compared with `support/brute.rs`, samples within proven bounds;
//! `support/bounds.rs` states the false-alarm rate of the whole file.

mod support;

use bounceback::criterion::Criterion::{Acceptable, Flawless, Tolerant};
use bounceback::exact::Exact;
use bounceback::parameter::Key;
use bounceback::scenario::Scenario;
use bounceback::simulate::{Runs, Tally, population};
use std::fmt::Write as _;
use support::bounds::{fits, spreads};
use support::brute;
use support::generator::Generator;
use support::{link, near};

/// Every process, with values that tell in a dozen tokens.
const PROCESSES: [&str; 17] = [
    "process=independent&error=0.05",
    "process=independent&error=1",
    "process=recoverable&error=0.1&recovery=0.3&fatal=0.2",
    "process=recoverable&error=0.9&recovery=0.8",
    "process=recoverable&error=1e-12&recovery=1e-6&fatal=0.5",
    "process=fading&error=0.2&shape=0.4",
    "process=fading&error=0.02&shape=1.8&continuations=0.3",
    "process=settling&error=0.4&floor=0.02&decay=0.6",
    "process=settling&error=0&floor=0.3&decay=0.8",
    "process=key_tokens&key_error=0.3&other_error=0.02&share=0.25",
    "process=key_tokens&key_error=0.3&other_error=0.01&growth=power&coefficient=1.5&exponent=0.5",
    "process=key_tokens&key_error=0.2&other_error=0.01&growth=log&coefficient=2",
    "process=key_tokens&key_error=0.2&other_error=0.05&growth=plateau&share=0.5&most=3",
    "process=mixed_difficulty&alpha=0.5&beta=4&recovery=0.2",
    "process=self_conditioning&error=0.05&contagion=0.15&recovery=0.25",
    "process=self_conditioning&error=0.3&contagion=0.4&recovery=0",
    "process=threshold&error=0.004&directions=3",
];

/// Every technique, with values that divide a dozen tokens and values that don't.
const TECHNIQUES: [&str; 16] = [
    "",
    "&technique=verify&interval=1&sensitivity=0.8&false_reject=0.1",
    "&technique=verify&interval=3&sensitivity=0.9&false_reject=0&joint=0.4&cost=7",
    "&technique=verify&interval=5&sensitivity=0.7&false_reject=0.3&tries=3",
    "&technique=verify&interval=4&sensitivity=1&false_reject=1&tries=2",
    "&technique=verify&interval=50&tries=1",
    "&technique=vote&votes=3&step=4",
    "&technique=vote&votes=4&step=5&common_cause=0.3",
    "&technique=vote&lead=2&step=1",
    "&technique=vote&lead=3&step=0&common_cause=0.1",
    "&technique=think&think=5&think_floor=0.3&think_recovery=0.2",
    "&technique=think&think=1&think_floor=0&think_recovery=1",
    "&technique=query&interval=4&catch=0.6&cost=3",
    "&technique=query&interval=1&catch=0.3",
    "&technique=query&interval=5&catch=0",
    "&technique=backtrack&catch=0.2&cost=5",
];

const SCHEMAS: [&str; 6] = [
    "schema=reason:5:think:think_floor=0.4:think_recovery=0.3;draft:4:verify:interval=2;answer:3",
    "schema=a:3;b:3:query:interval=2:catch=0.5;c:6:vote:step=4:votes=3",
    "schema=a:4:query:interval=3:catch=0.2;b:8:backtrack:catch=0.3",
    "schema=a:2:think:think_floor=0.5;b:2:think:think_floor=0.5;c:8:verify:interval=3:sensitivity=0.6",
    "schema=a:6:vote:lead=2:step=6;b:1;c:5:query:interval=10:catch=1",
    "schema=a:3:error=0.3:contagion=0.2;b:9:backtrack:catch=0.1:error=0.01",
];

#[track_caller]
fn agrees(scenario: &Scenario, what: &str) {
    let truth = brute::walk(scenario);
    let exact = Exact::new(scenario);
    let lengths: Vec<u64> = (0..truth.laws.len() as u64).collect();
    assert_eq!(lengths.last(), Some(&scenario.length()), "{what}");
    for most in [0, 1, 3] {
        let flawless = exact.successes(Flawless, &lengths);
        let acceptable = exact.successes(Acceptable, &lengths);
        let tolerant = exact.successes(Tolerant(most), &lengths);
        for n in 0..truth.laws.len() {
            let [f, a, t, errors] = truth.at(n, most as u32);
            near(flawless[n], f, 1e-11, &format!("flawless({n}) of {what}"));
            near(
                acceptable[n],
                a,
                1e-11,
                &format!("acceptable({n}) of {what}"),
            );
            near(
                tolerant[n],
                t,
                1e-11,
                &format!("tolerant({most})({n}) of {what}"),
            );
            if most == 1 {
                let expected = exact.expected_errors(n as u64);
                near(expected, errors, 1e-10, &format!("errors({n}) of {what}"));
                let cost = truth.costs[n];
                if cost.is_finite() {
                    let expected = exact.expected_cost(n as u64);
                    near(
                        expected,
                        cost,
                        1e-9 * cost.max(1.0),
                        &format!("cost({n}) of {what}"),
                    );
                }
            }
        }
    }
}

#[test]
fn the_exact_law_of_every_process_with_every_technique_is_that_of_the_definition() {
    for process in PROCESSES {
        for technique in TECHNIQUES {
            let text = format!("{process}{technique}&tokens=12");
            agrees(&link(&text), &text);
        }
    }
}

#[test]
fn the_exact_law_of_every_schema_is_that_of_the_definition() {
    for process in PROCESSES {
        for schema in SCHEMAS {
            let own = if process.contains("self_cond") {
                schema.to_owned()
            } else {
                schema.replace(":contagion=0.2", "")
            };
            let text = format!("{process}&{own}&tokens=9");
            agrees(&bounceback::link::read(&text).scenario, &text);
        }
    }
}

/// Any values at all, the ends of every range among them.
#[test]
fn the_exact_law_of_random_scenarios_is_that_of_the_definition() {
    let mut generator = Generator::new(2025);
    for _ in 0..600 {
        let process = *generator.pick(&PROCESSES);
        let technique = *generator.pick(&TECHNIQUES);
        let mut text = format!("{process}{technique}&tokens={}", 1 + generator.below(11));
        let rates = [
            "error",
            "recovery",
            "fatal",
            "floor",
            "decay",
            "key_error",
            "other_error",
            "share",
            "contagion",
            "continuations",
            "sensitivity",
            "false_reject",
            "joint",
            "common_cause",
            "think_floor",
            "think_recovery",
            "catch",
        ];
        for rate in rates {
            let start = text.find(&format!("&{rate}="));
            if start.is_none() && generator.happens(0.8) {
                continue;
            }
            if let Some(start) = start {
                let end = text[start + 1..]
                    .find('&')
                    .map_or(text.len(), |at| start + 1 + at);
                text.replace_range(start..end, "");
            }
            // The textbook formulas of the brute force lose digits at rates within
            // 10⁻⁶ of 1, where survival is nothing but rounding.
            let value = generator.probability();
            let value = if (1e-9..1.0 - 1e-6).contains(&value) {
                value
            } else {
                value.round()
            };
            let value = if value == 1.0 && process.contains("fading") {
                0.9
            } else {
                value
            };
            write!(text, "&{rate}={value}").unwrap();
        }
        // A draft that is accepted almost never is where the textbook's sums end.
        if text.contains("verify") {
            text = text.replace("&false_reject=1", "&false_reject=0.9");
        }
        agrees(&bounceback::link::read(&text).scenario, &text);
    }
}

/// Token by token, without drafts, as far as a test may go.
#[test]
fn long_courses_are_those_of_their_tokens_one_by_one() {
    for text in [
        "process=fading&error=0.01&shape=0.5&technique=backtrack&catch=0.02",
        "process=fading&error=0.3&shape=0.05&technique=backtrack&catch=0.0001",
        "process=fading&error=1e-9&shape=2.5&technique=backtrack&catch=0.5",
        "process=settling&error=0.5&floor=0.0001&decay=0.9999&technique=backtrack&catch=0.001",
        "process=threshold&error=1e-9&directions=3&technique=backtrack&catch=0.01",
        "process=key_tokens&growth=log&coefficient=100&technique=backtrack&catch=0.003",
        "process=key_tokens&growth=power&coefficient=50&exponent=0.7&technique=backtrack&catch=1e-5",
        "process=key_tokens&growth=plateau&share=0.01&most=500&technique=backtrack&catch=0.001",
        "process=recoverable&error=0.002&recovery=0.01&fatal=0.05&technique=think&think=100000&think_floor=0.1&think_recovery=0.001",
        "process=fading&error=0.05&shape=0.3&technique=think&think=60000&think_floor=0.01&think_recovery=0.0005",
    ] {
        let scenario = link(&format!("{text}&tokens=200000"));
        let exact = Exact::new(&scenario);
        let thinking = scenario.techniques().any(|it| it.name == "think");
        let think = if thinking {
            scenario.whole(Key::Think)
        } else {
            0
        };
        let number = |key: Key| scenario.number(key);
        let recoverable = scenario.choice(Key::Process) == "recoverable";
        let (recovery, fatal) = if recoverable {
            (number(Key::Recovery), number(Key::Fatal))
        } else {
            (0.0, 0.0)
        };
        let [mut a, mut u, mut l] = [1.0, 0.0, 0.0_f64];
        let lengths = [
            1,
            100,
            5000,
            59_999,
            60_000,
            99_000,
            100_000,
            150_000,
            scenario.length(),
        ];
        for n in 1..=scenario.length() {
            let k = n.min(think) as f64;
            let share = if thinking {
                1.0 + (number(Key::ThinkFloor) - 1.0) * k / think as f64
            } else {
                1.0
            };
            let repair = match (thinking, n <= think) {
                (true, true) => number(Key::ThinkRecovery),
                (true, false) => 0.0,
                _ => number(Key::Catch),
            };
            let h = share * hazard_without_cancellation(&scenario, n);
            let back = 1.0 - (1.0 - recovery) * (1.0 - repair);
            (a, u, l) = (
                a * (1.0 - h) + u * back,
                u * (1.0 - back) + a * h * (1.0 - fatal),
                l + a * h * fatal,
            );
            if lengths.contains(&n) {
                let at = exact.occupancy(n);
                let what = format!("{n} tokens of {text}");
                near(at.acceptable(), a, exact.bound(n), &what);
                near(at.lost, l, exact.bound(n), &what);
            }
        }
    }
}

/// The hazard of a token: the textbook's quotients of survival lose too many digits a
/// hundred thousand tokens on, so here the exposure of one token is taken from the
/// process itself, whose own tests hold it.
fn hazard_without_cancellation(scenario: &Scenario, n: u64) -> f64 {
    use bounceback::chain::Errors;
    match (scenario.process().chain)(scenario.values()).errors {
        Errors::Constant(error) => error,
        Errors::Scheduled(schedule) => schedule.hazard(n),
        _ => f64::NAN,
    }
}

const RUNS: u64 = 20_000;

fn simulate(scenario: &Scenario, lengths: &[u64], seed: u64, tolerance: u64) -> Tally {
    let course = scenario.course();
    let mut runs = Runs::new(&course, lengths.to_vec(), RUNS, seed, Some(tolerance));
    assert!(runs.advance(u64::MAX).is_done());
    runs.tally().clone()
}

#[test]
fn runs_and_counts_of_every_process_with_every_technique_follow_the_exact_law() {
    let mut seed = 0;
    for process in PROCESSES {
        for technique in TECHNIQUES {
            seed += 1;
            let text = format!("{process}{technique}&tokens=40");
            let scenario = link(&text);
            let exact = Exact::new(&scenario);
            let lengths = [3, scenario.length()];
            let single = simulate(&scenario, &lengths, seed, 2);
            let counted = population(&scenario.course(), &lengths, RUNS, seed, Some(2));
            // A comparison each, in turn: the suite's rate of false alarms allows 2000.
            let i = (seed % 2) as usize;
            for criterion in [Flawless, Acceptable, Tolerant(2)] {
                let p = exact.success(criterion, lengths[i]);
                let what = format!("{criterion:?} at {} of {text}", lengths[i]);
                fits(
                    single.successes(criterion)[i],
                    RUNS,
                    p,
                    &format!("runs: {what}"),
                );
                fits(
                    counted.successes(criterion)[i],
                    RUNS,
                    p,
                    &format!("counts: {what}"),
                );
            }
        }
    }
}

#[test]
fn a_billion_runs_follow_the_exact_law_as_a_thousand_do() {
    for (seed, text) in [
        "process=recoverable&error=0.01&recovery=0.02&fatal=0.1",
        "process=fading&technique=verify&interval=10",
        "process=mixed_difficulty&recovery=0.1",
        "process=self_conditioning&error=0.02&contagion=0.05",
        "technique=query&catch=0.3",
        "schema=a:100:think;b:100:vote:step=10",
    ]
    .into_iter()
    .enumerate()
    {
        let scenario = link(&format!("{text}&tokens=200"));
        let lengths = [50, 150, scenario.length()];
        let exact = Exact::new(&scenario).occupancies(&lengths);
        for runs in [1000, 1_000_000_000] {
            let tally = population(&scenario.course(), &lengths, runs, seed as u64, None);
            for (i, at) in exact.iter().enumerate() {
                fits(
                    tally.flawless[i],
                    runs,
                    at.flawless,
                    &format!("flawless of {text}"),
                );
                fits(
                    tally.acceptable[i],
                    runs,
                    at.acceptable(),
                    &format!("acceptable of {text}"),
                );
            }
        }
    }
}

/// Not the mean alone: being acceptable at one length goes with being acceptable at
/// another as the definition has it. Populations of one run each are asked like runs.
#[test]
fn acceptability_at_two_lengths_has_its_joint_law() {
    for text in [
        "process=recoverable&error=0.1&recovery=0.2&fatal=0.1",
        "process=fading&error=0.3&shape=0.5&technique=backtrack&catch=0.2",
        "process=settling&error=0.3&floor=0.05&technique=query&interval=3&catch=0.5",
        "process=mixed_difficulty&alpha=0.5&beta=3&recovery=0.3",
        "process=self_conditioning&error=0.05&contagion=0.1&recovery=0.2",
        "process=recoverable&error=0.1&recovery=0.1&technique=verify&interval=3&sensitivity=0.5",
        "process=recoverable&error=0.2&recovery=0.3&technique=vote&votes=3&step=3",
        "process=self_conditioning&error=0.1&contagion=0.1&recovery=0.2&technique=vote&lead=2&step=3",
        "process=mixed_difficulty&alpha=1&beta=3&recovery=0.2&technique=verify&interval=3",
        "process=recoverable&error=0.2&recovery=0.1&technique=think&think=6&think_floor=0.2",
    ] {
        let scenario = link(&format!("{text}&tokens=12"));
        let (first, second) = (6_u64, 12);
        let p = brute::both_acceptable(&scenario, first as usize, second as usize);
        let course = scenario.course();
        let lengths = vec![first, second];
        let mut runs = Runs::new(&course, lengths.clone(), RUNS, 3, None)
            .with_strips(RUNS as usize, lengths.clone());
        runs.advance(u64::MAX);
        let both = runs
            .strips()
            .iter()
            .filter(|row| row.iter().all(|state| state.is_acceptable()))
            .count();
        fits(both as u64, RUNS, p, &format!("runs of {text}"));
        let populations = 4000;
        let both = (0..populations)
            .filter(|&seed| {
                let one = population(&course, &lengths, 1, seed, None);
                one.acceptable == [1, 1]
            })
            .count();
        fits(
            both as u64,
            populations,
            p,
            &format!("populations of {text}"),
        );
    }
}

/// The first error of single runs comes when the flawless curve says.
#[test]
fn first_errors_come_when_the_process_has_them() {
    for process in PROCESSES {
        let scenario = link(&format!("{process}&tokens=400"));
        let exact = Exact::new(&scenario);
        // Five bins of about equal probability, by the exact curve.
        let curve = exact.successes(Flawless, &(0..=400).collect::<Vec<_>>());
        let mut ends = Vec::new();
        for share in [0.8, 0.6, 0.4, 0.2] {
            if let Some(end) = curve.iter().position(|&f| f <= share)
                && ends.last() != Some(&(end as u64))
            {
                ends.push(end as u64);
            }
        }
        // The chi-square of `spreads` wants an odd number of bins.
        if ends.len() % 2 == 1 {
            ends.pop();
        }
        if ends.is_empty() {
            continue;
        }
        let course = scenario.course();
        let mut runs = Runs::new(&course, ends.clone(), RUNS, 17, None);
        runs.advance(u64::MAX);
        let flawless = runs.tally().flawless.clone();
        let mut counts = Vec::new();
        let mut laws = Vec::new();
        let (mut left, mut before) = (RUNS, 1.0);
        for (&end, &alive) in ends.iter().zip(&flawless) {
            counts.push(left - alive);
            laws.push(before - curve[end as usize]);
            (left, before) = (alive, curve[end as usize]);
        }
        counts.push(left);
        laws.push(before);
        if laws.iter().all(|law| law * RUNS as f64 >= 100.0) {
            spreads(&counts, &laws, process);
        }
    }
}

/// Mean costs of batches of runs lie about the expected cost: within seven standard
/// errors, which forty batches exceed with a probability below 10⁻⁷.
#[test]
fn runs_pay_what_is_expected() {
    for process in [
        "process=recoverable&error=0.05&recovery=0.1",
        "process=fading&error=0.2",
        "process=self_conditioning",
        "process=mixed_difficulty&alpha=2&beta=50",
    ] {
        for technique in TECHNIQUES {
            let scenario = link(&format!("{process}{technique}&tokens=60"));
            let expected = Exact::new(&scenario).expected_cost(scenario.length());
            let course = scenario.course();
            let batches: Vec<f64> = (0..40)
                .map(|seed| {
                    let mut runs = Runs::new(&course, vec![scenario.length()], 100, seed, None);
                    runs.advance(u64::MAX);
                    runs.tally().paid as f64 / 100.0
                })
                .collect();
            let mean = batches.iter().sum::<f64>() / 40.0;
            let variance = batches.iter().map(|b| (b - mean) * (b - mean)).sum::<f64>() / 39.0;
            let reach = 7.0 * (variance / 40.0).sqrt() + 1e-9 * expected;
            assert!(
                (mean - expected).abs() <= reach,
                "{process}{technique}: {mean} instead of {expected} ± {reach}"
            );
        }
    }
}
