//! Every process with every technique: the exact law, the counts of populations and
//! single runs are those of the definition.
//!
//! Exact values are compared with `support/brute.rs`, samples within proven bounds;
//! `support/bounds.rs` states the false-alarm rate of the whole file.

use crate::support::bounds::{fits, spreads};
use crate::support::brute;
use crate::support::engine;
use crate::support::generator::Generator;
use crate::support::grid::{PROCESSES, SCHEMAS, TECHNIQUES, endless, schema_for};
use crate::support::{link, near};
use bounceback_core::exact::Exact;
use bounceback_core::model::criterion::Criterion::{self, Acceptable, Flawless, Tolerant};
use bounceback_core::model::parameter::Key;
use bounceback_core::model::process;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::model::technique;
use bounceback_core::simulate::{Runs, Tally, population};
use std::fmt::Write as _;

/// How far an exact value may be from that of the brute force.
const REACH: f64 = 1e-11;

const CRITERIA: [Criterion; 5] = [Flawless, Acceptable, Tolerant(0), Tolerant(1), Tolerant(3)];

/// Everything that is known exactly about a scenario, at every length and beyond the
/// last, is what the brute force says.
#[track_caller]
fn agrees(scenario: &Scenario, what: &str) {
    agrees_within(scenario, |_, _| REACH, what);
}

/// As far as is stated: the same where no scenario was chosen for it.
#[track_caller]
fn agrees_as_stated(scenario: &Scenario, what: &str) {
    let stated = |exact: &Exact, n: u64| {
        let bound = exact.bound(n);
        // Difficulty is averaged over nodes: what judging makes steep is told less exactly.
        let most = if what.contains("mixed") { 1e-2 } else { 1e-8 };
        assert!(bound <= most, "a bound of {bound:e} at {n} of {what}");
        REACH.max(bound)
    };
    agrees_within(scenario, stated, what);
}

#[track_caller]
fn agrees_within(scenario: &Scenario, reach: impl Fn(&Exact, u64) -> f64, what: &str) {
    // Who remembers errors does so from the first token on: no phase has another process.
    if what.contains("self_conditioning") && what.contains(":process=") {
        return;
    }
    let length = scenario.length();
    let until = length + 6;
    let truth = brute::truth(scenario, until, 3);
    let exact = Exact::new(scenario);
    let upto: Vec<u64> = (0..=length).collect();
    let beyond: Vec<u64> = (0..=until).collect();
    let reach: Vec<f64> = beyond.iter().map(|&n| reach(&exact, n)).collect();
    // Few errors are not told where drafts come after a query that had errors forgotten.
    let drafts = what.contains("verify") || what.contains("vote");
    let untold = what.contains("self_conditioning") && what.contains("query") && drafts;
    for criterion in CRITERIA {
        if untold && matches!(criterion, Tolerant(1..)) {
            continue;
        }
        let within = engine::curve(&exact, criterion, &upto);
        let further = engine::curve(&exact, criterion, &beyond);
        for (i, &n) in beyond.iter().enumerate() {
            let what = format!("{criterion:?} at {n} of {what}");
            near(
                further[i],
                truth.standing[i].success(criterion),
                reach[i],
                &what,
            );
            if n <= length {
                // What else is asked changes nothing.
                let beside = format!("{what}, beside other lengths");
                near(within[i], further[i], 1e-12, &beside);
            }
            if length < 20 || n % 7 == 3 || n + 2 > length {
                let alone = engine::alone(&exact, criterion, n);
                near(alone, further[i], 1e-12, &format!("{what}, alone"));
                let judged = engine::judged(&exact, criterion, n);
                let expected = truth.judged[i].success(criterion);
                near(judged, expected, reach[i], &format!("{what}, judged"));
            }
        }
    }
    let errors = engine::errors(&exact, &beyond);
    for (i, &n) in beyond.iter().enumerate() {
        let (what, reading) = (format!("at {n} of {what}"), &truth.standing[i]);
        let expected = reading.errors();
        let room = 10.0 * reach[i] * expected.max(1.0);
        near(errors[i], expected, room, &format!("errors {what}"));
        let (cost, expected) = (engine::cost(&exact, n), reading.cost());
        // Where next to nothing is ever accepted, it may be infinite.
        if expected < 1e12 {
            near(
                cost,
                expected,
                1e-10 * expected.max(1.0),
                &format!("cost {what}"),
            );
        } else {
            assert!(cost > 1e11, "cost {what}: {cost:e} instead of {expected:e}");
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

/// Within a draft, a round of queries or a phase, at their ends, and at the very end.
#[test]
fn the_exact_law_of_what_is_left_goes_on_from_what_is_done() {
    for process in PROCESSES {
        for technique in TECHNIQUES {
            let length = link(&format!("{process}{technique}&tokens=11")).length();
            let heavy = process.contains("mixed");
            for done in [1, 4, 5, 7, 9, length] {
                // Where only bad drafts pass, none that is done can be flawless.
                let never = technique.contains("sensitivity=0.6&false_reject=1");
                if heavy && (done % 2 == 1 || never) {
                    continue;
                }
                let text = format!("{process}{technique}&tokens=11&done={done}");
                agrees(&link(&text), &text);
            }
        }
    }
}

#[test]
fn the_exact_law_of_every_schema_is_that_of_the_definition() {
    for process in PROCESSES {
        for schema in SCHEMAS {
            let schema = schema_for(schema, process);
            let length = reading(&format!("{process}&{schema}&tokens=9")).length();
            for done in [0, 3, 5, 6, 8, length] {
                if process.contains("mixed") && ![0, 5].contains(&done) {
                    continue;
                }
                let text = format!("{process}&{schema}&tokens=9&done={done}");
                agrees(&reading(&text), &text);
            }
        }
    }
}

/// A text of sixty tokens, in drafts that divide it and drafts that don't.
#[test]
fn the_exact_law_of_sixty_tokens_is_that_of_the_definition() {
    for (i, process) in PROCESSES.iter().enumerate() {
        for (j, technique) in [
            "technique=verify&interval=20",
            "technique=verify&interval=13&tries=2&false_reject=0.2&cost=3",
            "technique=vote&step=7&votes=5",
            "technique=vote&step=0&lead=3&common_cause=0.2",
            "technique=query&interval=9&catch=0.4&cost=2",
            "technique=think&think=25&think_floor=0.1",
            "schema=a:17:think:think_floor=0.4;b:22:verify:interval=8;c:21:query:interval=6",
            "schema=a:20:query:interval=5;b:20:vote:step=6:votes=3;c:20",
        ]
        .into_iter()
        .enumerate()
        {
            let heavy = process.contains("mixed");
            if heavy && j % 2 == 1 {
                continue;
            }
            let tokens = if technique.contains("think=25") {
                35
            } else {
                60
            };
            let done = [0, 0, 20, 31][(i + j) % 4];
            let text = format!("{process}&{technique}&tokens={tokens}&done={done}");
            agrees(&reading(&text), &text);
        }
    }
}

/// The scenario of a link of which parts may mean nothing.
fn reading(text: &str) -> Scenario {
    bounceback_core::share::link::read(text).scenario
}

/// Puts a value into a link, in the place of another.
fn put(text: &mut String, name: &str, value: impl core::fmt::Display) {
    if let Some(start) = text.find(&format!("&{name}=")) {
        let end = text[start + 1..]
            .find('&')
            .map_or(text.len(), |at| start + 1 + at);
        text.replace_range(start..end, "");
    }
    write!(text, "&{name}={value}").unwrap();
}

const RATES: [&str; 17] = [
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

/// A link of any values at all, the ends of every range among them.
fn random(generator: &mut Generator, tokens: u64) -> String {
    let process = *generator.pick(&PROCESSES);
    let mut text = process.to_owned();
    if generator.happens(0.25) {
        let schema = generator.pick(&SCHEMAS);
        write!(text, "&{}", schema_for(schema, process)).unwrap();
    } else {
        let technique = *generator.pick(&TECHNIQUES);
        text.push_str(technique);
    }
    for rate in RATES {
        let given = text.contains(&format!("&{rate}="));
        if generator.happens(if given { 0.5 } else { 0.2 }) {
            // A check that lets through what has less than 10⁻⁶⁰ of a chance divides by it.
            let value = generator.probability();
            let value = if value < 1e-60 { 0.0 } else { value };
            put(&mut text, rate, value);
        }
    }
    for (whole, most) in [
        ("interval", tokens + 3),
        ("step", tokens + 3),
        ("tries", 4),
        ("votes", 9),
        ("lead", 4),
        ("think", 9),
        ("cost", 5),
        ("directions", 12),
    ] {
        if generator.happens(0.3) {
            let least = u64::from(["interval", "votes", "directions"].contains(&whole));
            put(&mut text, whole, generator.whole(least, most));
        }
    }
    put(&mut text, "tokens", 1 + generator.below(tokens));
    if generator.happens(0.3) {
        put(&mut text, "done", generator.below(tokens));
    }
    text
}

/// Whether a draft is accepted so rarely that rounding decides what it is.
fn hangs_by_a_thread(scenario: &Scenario) -> bool {
    let cost = brute::truth(scenario, scenario.length() + 6, 0);
    let paid = |n: usize| [&cost.standing[n], &cost.judged[n]].map(brute::Reading::cost);
    (0..cost.standing.len()).any(|n| paid(n).iter().any(|cost| cost.is_nan() || *cost > 1e12))
}

#[test]
fn the_exact_law_of_random_scenarios_is_that_of_the_definition() {
    let mut generator = Generator::new(2025);
    let mut compared = 0;
    for turn in 0..1500 {
        let text = random(&mut generator, if turn % 10 == 0 { 60 } else { 14 });
        let scenario = reading(&text);
        // Under mixed difficulty what is done may be impossible.
        let given = text.contains("mixed") && scenario.done() > 0;
        if (given && text.contains("false_reject")) || hangs_by_a_thread(&scenario) {
            continue;
        }
        agrees_as_stated(&scenario, &text);
        compared += 1;
    }
    assert!(compared > 1200, "{compared}");
}

/// Who is first to be ahead, vote by vote: what the brute force has a closed form for.
#[test]
fn a_race_of_votes_is_the_gamblers_ruin() {
    for lead in [1_usize, 2, 3, 7] {
        for good in [0.0, 0.03, 0.3, 0.5, 0.6, 0.97, 1.0] {
            let mut ahead = vec![0.0; 2 * lead + 1];
            ahead[lead] = 1.0;
            let (mut wins, mut votes, mut left) = ([0.0, 0.0], 0.0, 1.0);
            while left > 1e-18 {
                votes += left;
                let mut next = vec![0.0; 2 * lead + 1];
                for (at, p) in ahead.iter().enumerate().filter(|(_, p)| **p > 0.0) {
                    next[at + 1] += p * good;
                    next[at - 1] += p * (1.0 - good);
                }
                wins[0] += core::mem::take(&mut next[2 * lead]);
                wins[1] += core::mem::take(&mut next[0]);
                left = next.iter().sum();
                ahead = next;
            }
            let (closed, expected) = brute::race(lead as u64, [good, 1.0 - good]);
            let what = format!("{lead} ahead at {good}");
            near(closed[0], wins[0], 1e-14, &what);
            near(closed[1], wins[1], 1e-14, &what);
            near(expected, votes, 1e-12 * votes, &what);
        }
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
    use bounceback_core::model::chain::Errors;
    match (scenario.process().chain)(scenario.values()).errors {
        Errors::Constant(error) => error,
        Errors::Scheduled(schedule) => schedule.hazard(n as f64),
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
            if endless(technique) {
                continue;
            }
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
            if endless(technique) {
                continue;
            }
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

/// What is not in the grid is held against nothing.
#[test]
fn every_process_and_technique_is_in_the_grid() {
    for name in process::NAMES {
        let start = format!("process={name}&");
        assert!(
            PROCESSES.iter().any(|it| it.starts_with(&start)),
            "{name} wants values that tell in a dozen tokens in support/grid.rs, and its hazard in support/brute.rs"
        );
    }
    for name in technique::NAMES.iter().filter(|it| **it != "direct") {
        let start = format!("&technique={name}&");
        assert!(
            TECHNIQUES.iter().any(|it| it.starts_with(&start)),
            "{name} wants values in support/grid.rs, and what it does in support/brute.rs"
        );
    }
}
