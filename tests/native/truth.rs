//! Every number that is stated is true: each claim below was once broken, or is one of a
//! kind that was.
//!
//! The right values come from `support/brute.rs`, from closed forms, or from a
//! computation in twice the digits; `support/bounds.rs` states the false-alarm rate of
//! the comparisons with samples.

use crate::support::bounds::fits;
use crate::support::brute;
use crate::support::engine::{self, Exact};
use crate::support::generator::Generator;
use crate::support::grid::{PROCESSES, SCHEMAS, TECHNIQUES, endless, schema_for};
use crate::support::{close, near};
use bounceback_core::exact::Horizon;
use bounceback_core::model::criterion::Criterion::{self, Acceptable, Flawless, Tolerant};
use bounceback_core::model::parameter::{Key, Kind};
use bounceback_core::model::process;
use bounceback_core::model::scenario::{PARAMETERS, Scenario, parameter};
use bounceback_core::model::technique;
use bounceback_core::simulate::{Runs, population};

/// The scenario of a link of which parts may mean nothing.
fn reading(text: &str) -> Scenario {
    bounceback_core::share::link::read(text).scenario
}

fn exact(text: &str) -> Exact {
    Exact::new(&reading(text))
}

/// What is acceptable of drafts that are checked, of which `good` would be.
fn checked(good: f64) -> f64 {
    0.95 * good / (0.95 * good + 0.1 * (1.0 - good))
}

// The kinds of wrong answers there have been, one by one.

/// T1. The ramp of the hazard is that of whole tokens, k of them, not of k − ½.
#[test]
fn errors_under_thinking_are_those_of_its_tokens() {
    let scenario = reading("technique=think");
    let exact = Exact::new(&scenario);
    let ramp: f64 = (1..=100)
        .map(|k| 0.01 * (1.0 - 0.8 * f64::from(k) / 100.0))
        .sum();
    near(ramp + 200.0 * 0.002, 0.996, 1e-14, "by hand");
    near(
        engine::errors(&exact, &[300])[0],
        0.996,
        1e-12,
        "expected errors",
    );
    let truth = brute::truth(&scenario, 300, 5);
    let lengths = [1, 50, 99, 100, 101, 200, 300];
    for most in [0, 1, 2, 5] {
        let criterion = Tolerant(most);
        let curve = engine::curve(&exact, criterion, &lengths);
        let tally = population(
            &scenario.course(),
            &lengths,
            1_000_000_000,
            most,
            Some(most),
        );
        for (i, &n) in lengths.iter().enumerate() {
            let (p, what) = (
                truth.standing[n as usize].success(criterion),
                format!("at most {most} at {n}"),
            );
            near(curve[i], p, 1e-11, &what);
            near(engine::alone(&exact, criterion, n), p, 1e-11, &what);
            fits(tally.successes(criterion)[i], 1_000_000_000, p, &what);
        }
    }
}

/// T2. A length has one answer, and it is that of the text there.
#[test]
fn a_length_has_one_answer_whatever_else_is_asked() {
    let text = "technique=verify&interval=20&tokens=30";
    let (scenario, truth) = (exact(text), brute::truth(&reading(text), 30, 0));
    let expected = truth.standing[30].success(Flawless);
    near(
        expected,
        0.88840,
        5e-6,
        "the text of thirty tokens, the last ten checked",
    );
    for others in [vec![], vec![50], vec![1, 20, 29], vec![31, 1_000_000]] {
        let mut lengths = others;
        lengths.push(30);
        lengths.sort_unstable();
        let at = lengths.iter().position(|&n| n == 30).unwrap();
        let curve = engine::curve(&scenario, Flawless, &lengths);
        near(curve[at], expected, 1e-11, &format!("30 among {lengths:?}"));
    }
    // What stands behind the last check is a draft.
    let kept = checked(0.98_f64.powi(20));
    let scenario = exact("process=independent&error=0.02&technique=verify&interval=20&tokens=30");
    for (n, expected) in [
        (19, 0.98_f64.powi(19)),
        (20, kept),
        (26, kept * 0.98_f64.powi(6)),
        (29, kept * 0.98_f64.powi(9)),
        (30, kept * checked(0.98_f64.powi(10))),
        // Beyond its end the completion goes on.
        (31, kept * checked(0.98_f64.powi(11))),
        (40, kept * kept),
        (50, kept * kept * checked(0.98_f64.powi(10))),
    ] {
        let what = format!("{n} tokens");
        near(
            engine::alone(&scenario, Flawless, n),
            expected,
            1e-12,
            &what,
        );
    }
    let judged = kept * checked(0.98_f64.powi(6));
    near(
        engine::judged(&scenario, Flawless, 26),
        judged,
        1e-12,
        "ends at 26",
    );
}

/// T3. A draft that nobody has checked is not flawless for that.
#[test]
fn a_draft_in_progress_counts_as_it_stands() {
    let text = "process=independent&error=0.02&technique=verify&interval=100&tokens=100";
    let exact = exact(text);
    let unchecked = 0.98_f64.powi(99);
    near(
        engine::alone(&exact, Flawless, 99),
        unchecked,
        1e-12,
        "a draft of 99 tokens",
    );
    let judged = checked(0.98_f64.powi(100));
    near(
        engine::alone(&exact, Flawless, 100),
        judged,
        1e-12,
        "checked",
    );
    near(judged, 0.592, 5e-4, "by hand");
    // k(.98ⁿ) ≥ .99 up to n = 4.
    assert!(checked(0.98_f64.powi(4)) >= 0.99 && checked(0.98_f64.powi(5)) < 0.99);
    assert_eq!(engine::horizon(&exact, Flawless, 0.99), Horizon::Tokens(4));
}

/// T4. A horizon is what may be written without a length at which the promise breaks.
#[test]
fn a_horizon_is_a_promise_on_every_length_before_it() {
    let text = "process=recoverable&error=0.0339&recovery=0&technique=query&interval=13&catch=0.9";
    let scenario = reading(text);
    let truth = brute::truth(&scenario, 400, 0);
    let scanned = brute::horizon(&truth, 0, Acceptable, 0.8);
    assert_eq!(scanned, [Some(6), Some(6)], "by hand");
    let found = engine::horizon(&Exact::new(&scenario), Acceptable, 0.8);
    assert_eq!(found, Horizon::Tokens(6));
    // What alternates breaks it at once, however often it is met later on.
    let alternating = exact("process=recoverable&error=1&recovery=1");
    for target in [0.1, 0.5, 0.999] {
        let found = engine::horizon(&alternating, Acceptable, target);
        assert_eq!(found, Horizon::Tokens(0), "{target}");
    }
}

/// T5. What is asked backwards has a set of values for an answer, not an end of a row.
#[test]
fn an_answer_is_every_value_that_holds_and_no_other() {
    let vote = "process=independent&error=0.005&technique=vote&step=1&tokens=300";
    let leads = engine::answers(&reading(vote), Key::Lead, Flawless, 0.95);
    assert_eq!(leads.ranges, [(2.0, 1000.0)], "leads");
    assert_eq!(leads.special, Some(true), "a majority of five");
    for (lead, p) in [("1", 0.2222), ("2", 0.9925), ("3", 0.99996), ("0", 0.9996)] {
        let text = format!("{vote}&lead={lead}");
        near(engine::alone(&exact(&text), Flawless, 300), p, 1e-4, &text);
    }
    let verify = "process=independent&error=0.05&technique=verify&tokens=60";
    let tries = engine::answers(&reading(verify), Key::Tries, Flawless, 0.3);
    assert_eq!(tries.ranges, [(3.0, 1000.0)], "tries");
    assert_eq!(tries.special, Some(true), "no limit");
    // 1 − 1.1·e + e² ≥ .7 outside .5 and .6.
    let turns = reading("process=recoverable&recovery=0.9&tokens=2");
    let errors = engine::answers(&turns, Key::Error, Acceptable, 0.7);
    assert_eq!(errors.ranges.len(), 2, "{errors:?}");
    for (actual, expected) in [
        (errors.ranges[0].0, 0.0),
        (errors.ranges[0].1, 0.5),
        (errors.ranges[1].0, 0.6),
        (errors.ranges[1].1, 1.0),
    ] {
        near(actual, expected, 1e-9, "errors");
    }
    let steps = reading("process=independent&technique=vote&votes=7&tokens=100&error=0.02");
    let found = engine::answers(&steps, Key::Step, Flawless, 0.9);
    assert_eq!(found.ranges, [(1.0, 6.0)], "steps");
    assert_eq!(found.special, Some(false), "the whole text at once");
}

/// A number with twice the digits: a sum of two that don't overlap.
#[derive(Clone, Copy)]
struct Double(f64, f64);

impl Double {
    fn plus(self, other: Self) -> Self {
        let sum = self.0 + other.0;
        let back = sum - self.0;
        let rest = (self.0 - (sum - back)) + (other.0 - back) + self.1 + other.1;
        Self(sum + rest, rest - ((sum + rest) - sum))
    }

    fn times(self, other: Self) -> Self {
        let product = self.0 * other.0;
        let rest = self.0.mul_add(other.0, -product) + (self.0 * other.1 + self.1 * other.0);
        Self(product + rest, rest - ((product + rest) - product))
    }
}

/// T6. Bounds hold: against the law of the number of errors in twice the digits.
#[test]
fn stated_bounds_hold_for_drafts_under_a_hazard_that_changes() {
    let text = "process=fading&error=0.1869&shape=1.069&tokens=500&criterion=tolerant&tolerance=136\
                &technique=verify&interval=5&sensitivity=0&false_reject=0";
    let exact = exact(text);
    // A check that finds nothing changes nothing: 500 errors, each with its hazard.
    let mut law = vec![Double(0.0, 0.0); 501];
    law[0] = Double(1.0, 0.0);
    let mut mean = Double(0.0, 0.0);
    for k in 1..=500 {
        let n = f64::from(k - 1);
        let more = if k == 1 {
            1.0
        } else {
            n.powf(1.069) * (1.069 * (1.0 / n).ln_1p()).exp_m1()
        };
        let spent = (-0.1869_f64).ln_1p() * more;
        let (struck, spared) = (Double(-spent.exp_m1(), 0.0), Double(spent.exp(), 0.0));
        mean = mean.plus(struck);
        for errors in (0..law.len()).rev() {
            let fewer = if errors == 0 {
                Double(0.0, 0.0)
            } else {
                law[errors - 1].times(struck)
            };
            law[errors] = law[errors].times(spared).plus(fewer);
        }
    }
    let sum = |most: usize| {
        law[..=most]
            .iter()
            .fold(Double(0.0, 0.0), |a, &b| a.plus(b))
            .0
    };
    let bound = exact.bound(500);
    assert!(bound <= 1e-8, "{bound:e}");
    for most in [100, 120, 136, 150, 200] {
        let what = format!("at most {most} errors");
        let p = engine::alone(&exact, Tolerant(most), 500);
        near(p, sum(most as usize), bound, &what);
    }
    let errors = engine::errors(&exact, &[500])[0];
    close(errors, mean.0, bound, "expected errors");
}

/// T7. Where no sound draft is ever accepted, and where none at all is.
#[test]
fn drafts_that_are_never_accepted_have_a_law_all_the_same() {
    for text in [
        "process=threshold&error=3e-4&technique=verify&interval=3&false_reject=1&tokens=9",
        "process=threshold&error=3e-4&technique=verify&interval=3&false_reject=1&sensitivity=1&tokens=9",
        "process=independent&error=0&technique=verify&interval=4&false_reject=1&tokens=9",
        "process=recoverable&error=0.2&technique=verify&interval=4&false_reject=1&tokens=9",
        "process=self_conditioning&error=0.2&technique=verify&interval=4&false_reject=1&sensitivity=1&tokens=9",
    ] {
        let scenario = reading(text);
        let (exact, truth) = (Exact::new(&scenario), brute::truth(&scenario, 12, 9));
        for n in 0..=12 {
            let expected = &truth.standing[n as usize];
            // A chance of 10⁻³²⁰ of being accepted is none.
            let hardly = text.contains("threshold") && n >= 3;
            let mut before = 0.0;
            for most in 0..=9 {
                let what = format!("at most {most} at {n} of {text}");
                let p = engine::alone(&exact, Tolerant(most), n);
                if !hardly {
                    near(p, expected.success(Tolerant(most)), 1e-11, &what);
                }
                assert!((0.0..=1.0).contains(&p), "{what}: {p}");
                assert!(p >= before, "{what}: {p} after {before}");
                before = p;
            }
            for criterion in [Flawless, Acceptable] {
                let p = engine::alone(&exact, criterion, n);
                let what = format!("{n} of {text}");
                if !hardly {
                    near(p, expected.success(criterion), 1e-11, &what);
                }
                assert!((0.0..=1.0).contains(&p), "{what}: {p}");
            }
            let cost = engine::cost(&exact, n);
            if expected.cost() < 1e12 {
                close(
                    cost,
                    expected.cost(),
                    1e-9,
                    &format!("cost at {n} of {text}"),
                );
            } else {
                assert!(cost > 1e11, "cost at {n} of {text}: {cost}");
            }
        }
    }
}

/// T8. A hazard like 1/n adds up without end, and so does a share of it.
#[test]
fn a_harmonic_hazard_ends_every_completion_checked_or_not() {
    for technique in [
        "",
        "&technique=verify",
        "&technique=verify&interval=1&sensitivity=0.99",
        "&technique=verify&interval=7&tries=3",
        "&technique=backtrack&catch=0",
        "&technique=think",
        "&technique=vote&votes=1",
        "&technique=vote&step=5&votes=5&common_cause=0.1",
    ] {
        let text = format!("process=key_tokens&growth=log&other_error=0{technique}");
        let exact = exact(&text);
        assert_eq!(exact.limit(Flawless), 0.0, "{text}");
        assert_eq!(exact.limit(Tolerant(3)), 0.0, "{text}");
    }
}

/// T9. What is done is given; the clock goes on where it was.
#[test]
fn nothing_jumps_where_a_round_of_queries_is_done() {
    let with = |done: u64| {
        format!(
            "process=settling&error=0.2&decay=0.8&schema=q:20:query:interval=5;b:20&done={done}"
        )
    };
    let at_end = |done: u64| engine::alone(&exact(&with(done)), Flawless, 40);
    for done in 0..40 {
        let text = with(done);
        let truth = brute::truth(&reading(&text), 40, 0);
        near(
            at_end(done),
            truth.standing[40].success(Flawless),
            1e-11,
            &text,
        );
        // One token less to go wrong, by no more than the greatest hazard there is.
        let (now, then) = (at_end(done), at_end(done + 1));
        assert!(
            now <= then && then * (1.0 - 0.2) <= now + 1e-12,
            "{text}: {now}, then {then}"
        );
    }
    // The last query came before token 16: token 19 is its fourth, and no other comes.
    for done in [18, 19, 20] {
        let left = (done - 15..25).map(|before| 1.0 - 0.2 * 0.8_f64.powi(before as i32));
        let expected: f64 = left.product();
        near(at_end(done), expected, 1e-11, &format!("{done} done"));
    }
}

/// T10. Probabilities are probabilities, and what is given is certain.
#[test]
fn every_value_lies_in_the_unit_interval_and_what_is_done_is_certain() {
    for process in PROCESSES {
        for technique in TECHNIQUES {
            for done in [0, 5] {
                let text = format!("{process}{technique}&tokens=12&done={done}");
                if impossible(&text) {
                    continue;
                }
                let exact = exact(&text);
                let lengths: Vec<u64> = (0..=20).collect();
                for criterion in [Flawless, Acceptable, Tolerant(0), Tolerant(2), Tolerant(30)] {
                    for (n, p) in engine::curve(&exact, criterion, &lengths)
                        .iter()
                        .enumerate()
                    {
                        let what = format!("{criterion:?} at {n} of {text}: {p:?}");
                        assert!((0.0..=1.0).contains(p), "{what}");
                        assert!(n > done || *p == 1.0, "{what}");
                        let alone = engine::alone(&exact, criterion, n as u64);
                        assert!((0.0..=1.0).contains(&alone), "{what}, alone: {alone:?}");
                        let judged = engine::judged(&exact, criterion, n as u64);
                        assert!((0.0..=1.0).contains(&judged), "{what}, judged: {judged:?}");
                        assert!(n > done || (alone == 1.0 && judged == 1.0), "{what}");
                    }
                }
            }
        }
    }
}

/// Where nothing that is done can be flawless at any difficulty.
fn impossible(text: &str) -> bool {
    text.contains("mixed") && !text.contains("done=0") && text.contains("false_reject=1")
}

// Horizons.

/// How many horizons scans have found, and how many of these a search had no work left for.
#[derive(Default)]
struct Scans {
    found: usize,
    given_up: usize,
}

impl Scans {
    /// Searches that give up are few.
    #[track_caller]
    fn are_told(&self, least: usize) {
        let Self { found, given_up } = *self;
        assert!(
            found > least,
            "only {found} horizons lay within their scans"
        );
        assert!(
            given_up * 100 < found,
            "{given_up} of {found} were given up"
        );
    }
}

/// Fails where a horizon isn't that of a scan, or where a search that was given up says
/// more than a scan does.
#[track_caller]
fn scan(scenario: &Scenario, criteria: &[Criterion], targets: &[f64], end: u64, scans: &mut Scans) {
    let exact = Exact::new(scenario);
    let most = criteria.iter().map(|&it| brute::tolerance(it)).max();
    let truth = brute::truth(scenario, end, most.unwrap());
    for &criterion in criteria {
        for &target in targets {
            let expected = brute::horizon(&truth, scenario.done(), criterion, target);
            let what = format!(
                "{criterion:?} at {target} of {}",
                bounceback_core::share::link::write(scenario)
            );
            match engine::horizon(&exact, criterion, target) {
                Horizon::Tokens(n) if n < end => {
                    assert!(expected.contains(&Some(n)), "{what}: {n}, not {expected:?}");
                    scans.found += 1;
                }
                Horizon::Beyond(n) if expected.iter().all(|it| it.is_some_and(|it| it >= n)) => {
                    scans.found += 1;
                    scans.given_up += 1;
                }
                other => assert!(
                    expected.contains(&None),
                    "{what}: {other:?}, not {expected:?}"
                ),
            }
        }
    }
}

const TARGETS: [f64; 8] = [0.05, 0.3, 0.5, 0.7, 0.8, 0.9, 0.97, 0.999];
const CRITERIA: [Criterion; 4] = [Flawless, Acceptable, Tolerant(1), Tolerant(3)];

#[test]
fn every_horizon_is_that_of_a_scan_of_completions_that_end_at_each_length() {
    let mut scans = Scans::default();
    for process in PROCESSES {
        for technique in TECHNIQUES {
            let heavy = process.contains("mixed");
            let end = if heavy { 40 } else { 150 };
            for done in [0, 4] {
                let text = format!("{process}{technique}&tokens=12&done={done}");
                if impossible(&text) || (heavy && done > 0) {
                    continue;
                }
                scan(&reading(&text), &CRITERIA, &TARGETS, end, &mut scans);
            }
        }
        for schema in SCHEMAS {
            let schema = schema_for(schema, process);
            let end = if process.contains("mixed") { 30 } else { 120 };
            for done in [0, 7] {
                let scenario = reading(&format!("{process}&{schema}&tokens=9&done={done}"));
                scan(&scenario, &CRITERIA, &TARGETS, end, &mut scans);
            }
        }
    }
    scans.are_told(10_000);
}

/// Curves that rise again: queries, drafts, and chains that alternate.
#[test]
fn no_horizon_lies_beyond_a_length_that_breaks_it() {
    let mut scans = Scans::default();
    for text in [
        "process=recoverable&error=0.0339&recovery=0&technique=query&interval=13&catch=0.9",
        "process=recoverable&error=0.02&recovery=0.1&technique=query&interval=30&catch=1",
        "process=independent&error=0.01&technique=verify&interval=25&tokens=60",
        "process=independent&error=0.01&technique=verify&interval=1&sensitivity=0.5",
        "process=independent&error=0.3&technique=vote&votes=5&step=2",
        "process=independent&error=0.002&technique=vote&votes=5&step=90&tokens=200",
        "process=independent&error=0.05&technique=vote&votes=3&step=0",
        "process=recoverable&error=0.9&recovery=0.9",
        "process=recoverable&error=1&recovery=0.95",
        "process=recoverable&error=0.95&recovery=1&fatal=0.01",
        "process=recoverable&error=1&recovery=1",
        "process=recoverable&error=0.01&recovery=0.02&technique=think&think=40&tokens=50",
        "process=recoverable&error=0.05&recovery=0&technique=think&think=40&think_recovery=0.3",
        "process=recoverable&error=0.03&recovery=0.01&schema=a:30;b:30:query:interval=10:catch=0.8;c:20:verify:interval=7",
        "process=recoverable&error=0.03&recovery=0.01&done=25&schema=a:30;b:30:query:interval=10:catch=0.8;c:20:verify:interval=7",
        "process=settling&error=0.05&decay=0.9&floor=0.001&technique=query&interval=17&catch=0.7",
        "process=settling&error=0.05&decay=0.9&floor=0.001&technique=query&interval=17&catch=0.7&done=30",
        "process=fading&error=0.03&shape=0.5&technique=backtrack&catch=0.05",
        "process=self_conditioning&error=0.01&contagion=0.02&recovery=0.1&technique=query&interval=20&catch=0.5",
        "process=threshold&error=1e-4&technique=verify&interval=9",
        "process=key_tokens&growth=plateau&share=0.2&most=4&key_error=0.1&technique=backtrack&catch=0.02",
    ] {
        let targets = [0.02, 0.1, 0.3, 0.5, 0.6, 0.75, 0.8, 0.9, 0.95, 0.98, 0.995];
        scan(&reading(text), &CRITERIA, &targets, 1500, &mut scans);
    }
    scans.are_told(500);
}

#[test]
fn a_horizon_is_infinite_where_every_length_keeps_the_promise() {
    for (text, criterion, target) in [
        // The limit of a chain that only falls towards it.
        (
            "process=recoverable&error=0.01&recovery=0.04",
            Acceptable,
            0.799,
        ),
        // Π(1 − .1·½ʲ) = .8089.
        (
            "process=settling&error=0.1&floor=0&decay=0.5",
            Flawless,
            0.8,
        ),
        (
            "process=settling&error=0.1&floor=0&decay=0.5&technique=verify",
            Flawless,
            0.97,
        ),
        // Nothing bad passes.
        (
            "process=independent&error=0.3&technique=verify&sensitivity=1",
            Flawless,
            0.9999,
        ),
        ("process=independent&error=0&technique=vote", Flawless, 1.0),
        // Everything is caught every five tokens: never below .98⁵.
        (
            "process=recoverable&error=0.02&recovery=0&technique=query&interval=5&catch=1",
            Acceptable,
            0.9,
        ),
        // After thinking nothing goes wrong.
        (
            "process=independent&error=0.01&technique=think&think=20&think_floor=0",
            Acceptable,
            0.8,
        ),
        (
            "process=key_tokens&other_error=0&growth=plateau&share=0.5&most=3&key_error=0.1",
            Flawless,
            0.72,
        ),
        (
            "process=recoverable&error=0.5&recovery=0.5&done=9",
            Acceptable,
            0.0,
        ),
    ] {
        let scenario = reading(text);
        let truth = brute::truth(&scenario, 600, 0);
        assert!(brute::horizon(&truth, scenario.done(), criterion, target).contains(&None));
        let found = engine::horizon(&Exact::new(&scenario), criterion, target);
        assert_eq!(found, Horizon::Infinite, "{text}");
    }
}

// Answers to questions asked backwards.

/// Fails where the values of a whole parameter that are said to hold aren't those that do.
/// From `last` on they are all alike, if the parameter goes on.
#[track_caller]
fn whole_answers(scenario: &Scenario, key: Key, criterion: Criterion, target: f64, last: u64) {
    let what = format!(
        "{} for {criterion:?} at {target} of {}",
        parameter(key).name,
        bounceback_core::share::link::write(scenario)
    );
    let Kind::Whole { least, most } = parameter(key).kind else {
        panic!("{what} isn't whole");
    };
    let found = engine::answers(scenario, key, criterion, target);
    // A text may be longer than anyone tries.
    let many = matches!(key, Key::Tokens | Key::Think | Key::Most);
    assert!(found.complete || many, "{what}: not all");
    let holds = |value: u64| {
        let mut scenario = scenario.clone();
        scenario.set(key, value as f64).unwrap();
        let p = brute::success_at_end(&scenario, criterion);
        // What is met to the last few digits may count or not.
        ((p - target).abs() > 1e-11).then_some(p >= target)
    };
    let special = matches!(key, Key::Lead | Key::Tries | Key::Step);
    assert_eq!(found.special.is_some(), special, "{what}: {found:?}");
    if special && let Some(holds) = holds(0) {
        assert_eq!(found.special, Some(holds), "{what} where it is 0");
    }
    let least = least.max(u64::from(special));
    let mut before = None;
    for &(from, to) in &found.ranges {
        assert!(
            from.fract() == 0.0 && to.fract() == 0.0,
            "{what}: {found:?}"
        );
        assert!(
            least as f64 <= from && from <= to && to <= most as f64,
            "{what}: {found:?}"
        );
        assert!(
            before.is_none_or(|before| before + 1.0 < from),
            "{what}: {found:?}"
        );
        before = Some(to);
    }
    for value in least..=last.min(most) {
        if let Some(holds) = holds(value) {
            assert_eq!(
                found.hold(value as f64),
                holds,
                "{what} at {value}: {found:?}"
            );
        }
    }
    if matches!(key, Key::Interval | Key::Step) && last > scenario.length() {
        let ends = [last, most].map(|value| found.hold(value as f64));
        assert_eq!(ends[0], ends[1], "{what}: {found:?}");
    }
}

/// Links, a whole parameter of each, and from where on it makes no difference, or no
/// interesting one.
const WHOLE: &[(&str, Key, u64)] = &[
    (
        "process=independent&error=0.01&technique=verify&tokens=60",
        Key::Interval,
        70,
    ),
    (
        "process=recoverable&error=0.05&recovery=0.1&technique=verify&tokens=30&sensitivity=0.5",
        Key::Interval,
        40,
    ),
    (
        "process=recoverable&error=0.0339&recovery=0&technique=query&catch=0.9&tokens=60",
        Key::Interval,
        70,
    ),
    (
        "process=settling&error=0.05&decay=0.9&technique=query&catch=0.9&tokens=40&done=7",
        Key::Interval,
        50,
    ),
    (
        "process=independent&error=0.05&technique=verify&tokens=60",
        Key::Tries,
        60,
    ),
    (
        "process=independent&error=0.2&technique=verify&tokens=12&interval=4&false_reject=0.6&sensitivity=0.3",
        Key::Tries,
        60,
    ),
    (
        "process=independent&error=0.02&technique=vote&votes=7&tokens=100",
        Key::Step,
        110,
    ),
    (
        "process=independent&error=0.05&technique=vote&votes=4&tokens=24",
        Key::Step,
        30,
    ),
    (
        "process=recoverable&error=0.1&recovery=0.3&technique=vote&lead=2&tokens=24&done=5",
        Key::Step,
        30,
    ),
    (
        "process=independent&error=0.005&technique=vote&step=1&tokens=300",
        Key::Lead,
        30,
    ),
    (
        "process=independent&error=0.6&technique=vote&step=1&tokens=1",
        Key::Lead,
        40,
    ),
    (
        "process=independent&error=0.1&technique=vote&step=6&tokens=12",
        Key::Votes,
        150,
    ),
    (
        "process=independent&error=0.1&technique=vote&step=7&tokens=14",
        Key::Votes,
        150,
    ),
    (
        "process=recoverable&error=0.02&recovery=0.01&technique=think&tokens=50",
        Key::Think,
        300,
    ),
    (
        "process=independent&error=0.02&technique=think&tokens=50",
        Key::Think,
        300,
    ),
    (
        "process=fading&error=0.1&technique=think&tokens=20&think_recovery=0.4",
        Key::Think,
        120,
    ),
    (
        "process=recoverable&error=0.0339&recovery=0&technique=query&interval=13&catch=0.9",
        Key::Tokens,
        80,
    ),
    (
        "process=recoverable&error=0.9&recovery=0.9",
        Key::Tokens,
        60,
    ),
    (
        "process=independent&error=0.02&technique=verify&interval=20&done=10",
        Key::Tokens,
        80,
    ),
    (
        "process=independent&error=0.02&technique=vote&step=9&votes=3",
        Key::Tokens,
        80,
    ),
    (
        "process=key_tokens&growth=plateau&share=0.5&key_error=0.1&tokens=40",
        Key::Most,
        60,
    ),
    (
        "process=threshold&error=1e-4&tokens=60",
        Key::Directions,
        60,
    ),
    (
        "process=recoverable&error=0.05&recovery=0.1&tokens=30&schema=a:10;b:20:verify",
        Key::Interval,
        30,
    ),
];

/// Of every whole parameter, by trying each value.
#[test]
fn whole_answers_are_all_the_values_that_hold() {
    let targets = [0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99];
    for &(text, key, last) in WHOLE {
        let scenario = reading(text);
        for (i, target) in targets.into_iter().enumerate() {
            let criterion = [Flawless, Acceptable, Tolerant(1)][i % 3];
            whole_answers(&scenario, key, criterion, target, last);
        }
    }
}

/// Links, and a real parameter of each.
const REAL: &[(&str, Key)] = &[
    ("process=recoverable&recovery=0.9&tokens=2", Key::Error),
    ("process=recoverable&recovery=0.9&tokens=3", Key::Error),
    ("process=recoverable&recovery=0.98&tokens=7", Key::Error),
    ("process=recoverable&recovery=0.1&tokens=40", Key::Error),
    ("process=recoverable&error=0.9&tokens=2", Key::Recovery),
    ("process=recoverable&error=0.9&tokens=6", Key::Recovery),
    (
        "process=recoverable&error=0.2&fatal=0.5&tokens=20",
        Key::Recovery,
    ),
    (
        "process=recoverable&error=0.2&recovery=0.5&tokens=20",
        Key::Fatal,
    ),
    (
        "process=independent&error=0.05&technique=verify&tokens=20&interval=7",
        Key::Sensitivity,
    ),
    (
        "process=independent&error=0.05&technique=verify&tokens=20&interval=7",
        Key::FalseReject,
    ),
    (
        "process=independent&error=0.05&technique=verify&tokens=20&interval=7&tries=3",
        Key::FalseReject,
    ),
    (
        "process=independent&technique=verify&tokens=20&interval=7",
        Key::Error,
    ),
    (
        "process=independent&error=0.05&technique=verify&tokens=20&interval=7",
        Key::Joint,
    ),
    (
        "process=independent&error=0.05&technique=vote&tokens=20&step=4",
        Key::CommonCause,
    ),
    (
        "process=independent&technique=vote&tokens=20&step=4",
        Key::Error,
    ),
    (
        "process=recoverable&error=0.05&recovery=0.01&technique=query&tokens=20&interval=7",
        Key::Catch,
    ),
    (
        "process=settling&error=0.1&technique=backtrack&tokens=20",
        Key::Catch,
    ),
    ("process=settling&error=0.1&tokens=20", Key::Decay),
    ("process=settling&error=0.1&tokens=20", Key::Floor),
    (
        "process=independent&error=0.05&technique=think&think=10&tokens=10",
        Key::ThinkFloor,
    ),
    (
        "process=independent&error=0.05&technique=think&think=10&tokens=10",
        Key::ThinkRecovery,
    ),
    (
        "process=self_conditioning&error=0.02&tokens=30",
        Key::Contagion,
    ),
    (
        "process=self_conditioning&error=0.02&contagion=0.1&tokens=30",
        Key::Recovery,
    ),
    ("process=key_tokens&tokens=30", Key::Share),
    ("process=key_tokens&tokens=30", Key::KeyError),
    ("process=fading&tokens=30", Key::Error),
    (
        "process=independent&error=0.1&tokens=30",
        Key::Continuations,
    ),
];

/// Of every real parameter, on a fine grid.
#[test]
fn real_answers_are_all_the_values_that_hold() {
    for &(text, key) in REAL {
        let scenario = reading(text);
        for (i, target) in [0.2, 0.5, 0.7, 0.9].into_iter().enumerate() {
            let criterion = [Acceptable, Acceptable, Tolerant(1), Flawless][i];
            let found = engine::answers(&scenario, key, criterion, target);
            let name = parameter(key).name;
            let what = format!("{name} for {criterion:?} at {target} of {text}: {found:?}");
            assert_eq!(found.special, None, "{what}");
            assert!(
                found.ranges.windows(2).all(|pair| pair[0].1 < pair[1].0),
                "{what}"
            );
            for step in 0..=400 {
                let value = f64::from(step) / 400.0;
                let mut scenario = scenario.clone();
                scenario.set(key, value).unwrap();
                let p = brute::success_at_end(&scenario, criterion);
                // An end of a range is known to as many digits as the curve has there.
                let ends = found.ranges.iter().flat_map(|&(from, to)| [from, to]);
                let at_end = ends.into_iter().any(|end| (end - value).abs() < 1e-9);
                if at_end || (p - target).abs() < 1e-11 {
                    continue;
                }
                let said = found.hold(value);
                assert_eq!(said, p >= target, "{value}: {p}, {what}");
            }
        }
    }
}

// Several attempts.

#[test]
fn attempts_at_one_task_share_its_difficulty() {
    for process in PROCESSES {
        for technique in [
            "",
            "&technique=verify&interval=5",
            "&technique=query&interval=4",
        ] {
            let scenario = reading(&format!("{process}{technique}&tokens=12"));
            let exact = Exact::new(&scenario);
            for criterion in [Flawless, Acceptable, Tolerant(1)] {
                for (n, k) in [(12, 1), (12, 3), (12, 10), (7, 2)] {
                    let (any, all) = engine::attempts(&exact, criterion, n, k);
                    let expected = brute::attempts(&scenario, criterion, n, k as i32);
                    let what = format!("{criterion:?} at {n}, {k} times, {process}{technique}");
                    near(any, expected.0, 1e-10, &format!("any of {what}"));
                    near(all, expected.1, 1e-10, &format!("all of {what}"));
                }
            }
        }
    }
    // B(1, 99 + nk)/B(1, 99) = 99/(99 + nk).
    let mixed = exact("process=mixed_difficulty&alpha=1&beta=99&recovery=0&tokens=100");
    for k in [1, 2, 5, 20] {
        let (_, all) = engine::attempts(&mixed, Flawless, 100, k);
        close(
            all,
            99.0 / (99.0 + 100.0 * k as f64),
            1e-9,
            "all of the same task",
        );
    }
}

// The ends of every range.

const EXTREMES: [f64; 9] = [
    0.0,
    5e-324,
    1e-300,
    1e-12,
    f64::EPSILON,
    0.5,
    1.0 - 1e-12,
    1.0 - 1e-16,
    1.0,
];

/// Every answer about a scenario is one.
#[track_caller]
fn sane(scenario: &Scenario) {
    let text = bounceback_core::share::link::write(scenario);
    let (done, length) = (scenario.done(), scenario.length());
    let exact = Exact::new(scenario);
    let mut lengths = vec![0, done, done + 1, length.midpoint(done), length, length + 3];
    lengths.sort_unstable();
    lengths.dedup();
    let at = |criterion: Criterion| engine::curve(&exact, criterion, &lengths);
    let (flawless, acceptable) = (at(Flawless), at(Acceptable));
    let tolerant: Vec<Vec<f64>> = [0, 1, 2, 5, 200].map(|most| at(Tolerant(most))).into();
    for (i, &n) in lengths.iter().enumerate() {
        let values = [flawless[i], acceptable[i]];
        let values = values
            .into_iter()
            .chain(tolerant.iter().map(|curve| curve[i]));
        for value in values {
            assert!((0.0..=1.0).contains(&value), "{value:?} at {n} of {text}");
            assert!(n > done || value == 1.0, "{value:?} at {n} of {text}");
        }
        assert!(flawless[i] <= acceptable[i] + 1e-12, "{n} of {text}");
        near(
            tolerant[0][i],
            flawless[i],
            1e-9,
            &format!("no errors at {n} of {text}"),
        );
        for pair in tolerant.windows(2) {
            let (fewer, more) = (pair[0][i], pair[1][i]);
            assert!(fewer <= more, "{fewer:?} {more:?} at {n} of {text}");
        }
        for criterion in [Flawless, Acceptable, Tolerant(1)] {
            let judged = engine::judged(&exact, criterion, n);
            assert!((0.0..=1.0).contains(&judged), "{judged:?} at {n} of {text}");
        }
        let cost = engine::cost(&exact, n);
        let least = n.saturating_sub(done) as f64;
        assert!(
            cost >= least * (1.0 - 1e-12),
            "cost {cost} at {n} of {text}"
        );
    }
    for (n, errors) in lengths.iter().zip(engine::errors(&exact, &lengths)) {
        let most = n.saturating_sub(done) as f64;
        let room = most * (1.0 + 1e-9);
        assert!(
            (0.0..=room).contains(&errors),
            "errors {errors} at {n} of {text}"
        );
    }
    for criterion in [Flawless, Acceptable, Tolerant(1)] {
        let limit = exact.limit(criterion);
        // How many errors a billion checked drafts keep may be too much to tell.
        let course = scenario.course();
        let untold = course.has_drafts() && criterion == Tolerant(1)
            || course.memory() == bounceback_core::model::course::Memory::Errors;
        let is_sane = (0.0..=1.0).contains(&limit) || limit.is_nan() && untold;
        assert!(is_sane, "limit {limit:?} of {text}");
        for target in [0.0, 0.5, 1.0] {
            match engine::horizon(&exact, criterion, target) {
                Horizon::Tokens(n) => assert!(n >= done && target > 0.0, "{n} of {text}"),
                Horizon::Beyond(_) | Horizon::Infinite => {}
            }
        }
    }
}

#[test]
fn every_probability_may_be_at_either_end_of_its_range() {
    let mut asked = 0;
    for name in process::NAMES {
        for technique in technique::NAMES {
            let text =
                format!("process={name}&technique={technique}&interval=4&step=3&think=5&tokens=11");
            let scenario = reading(&text);
            for parameter in &PARAMETERS {
                if parameter.kind != Kind::Probability || !scenario.uses(parameter.key) {
                    continue;
                }
                for value in EXTREMES {
                    let mut scenario = scenario.clone();
                    scenario.set(parameter.key, value).unwrap();
                    // Every second time something is done already.
                    asked += 1;
                    let done = if asked % 2 == 0 { 0.0 } else { 5.0 };
                    scenario.set(Key::Done, done).unwrap();
                    sane(&scenario);
                }
            }
        }
    }
}

/// Several at once, and every number of tries, votes and tokens.
#[test]
fn all_probabilities_may_be_at_the_ends_of_their_ranges_together() {
    let mut generator = Generator::new(77);
    for _ in 0..800 {
        let mut scenario = Scenario::default();
        for parameter in &PARAMETERS {
            let value = match parameter.kind {
                Kind::Probability if generator.happens(0.7) => *generator.pick(&EXTREMES),
                Kind::Choice(names) => generator.below(names.len() as u64) as f64,
                _ => continue,
            };
            scenario.set(parameter.key, value).unwrap();
        }
        for (key, most) in [
            (Key::Tokens, 15),
            (Key::Interval, 8),
            (Key::Step, 8),
            (Key::Think, 6),
            (Key::Done, 9),
            (Key::Tries, 3),
            (Key::Lead, 3),
        ] {
            let least = u64::from(matches!(key, Key::Tokens | Key::Interval));
            scenario
                .set(key, generator.whole(least, most) as f64)
                .unwrap();
        }
        sane(&scenario);
    }
}

// Samples.

/// What stands inside a draft is what runs show and populations count.
#[test]
fn runs_and_counts_show_the_text_inside_a_draft() {
    const RUNS: u64 = 20_000;
    let mut seed = 0;
    for process in PROCESSES {
        for technique in TECHNIQUES {
            let drafts = technique.contains("verify") || technique.contains("vote");
            if !drafts || endless(technique) {
                continue;
            }
            seed += 1;
            let done = if seed % 3 == 0 && !process.contains("mixed") {
                2
            } else {
                0
            };
            let text = format!("{process}{technique}&tokens=16&done={done}");
            let scenario = reading(&text);
            let truth = brute::truth(&scenario, 16, 1);
            let lengths = [4, 7, 13, 16];
            let course = scenario.course();
            let mut runs = Runs::new(&course, lengths.to_vec(), RUNS, seed, Some(1));
            assert!(runs.advance(u64::MAX).is_done());
            let counted = population(&course, &lengths, RUNS, seed, Some(1));
            for (i, &n) in lengths.iter().enumerate() {
                // A criterion at each length, in turn.
                let criterion = [Flawless, Acceptable, Tolerant(1)][(i + seed as usize) % 3];
                let p = truth.standing[n as usize].success(criterion);
                let what = format!("{criterion:?} at {n} of {text}");
                fits(
                    runs.tally().successes(criterion)[i],
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

/// Where nearly every token errs, none in 10³⁰⁰ gets through what is done: how difficult those
/// few are is beyond numbers, and so it is said to be unknown, not that nobody is anywhere.
#[test]
fn what_hardly_anyone_survives_is_not_known() {
    let link = "process=mixed_difficulty&recovery=0.993&alpha=935427&technique=vote&step=357&common_cause=0.9999999857675541&tokens=10712&done=349";
    let scenario = bounceback_core::share::link::read(link).scenario;
    let exact = Exact::new(&scenario);
    let at = exact.occupancy(scenario.length()).to_array();
    assert!(at.iter().all(|share| share.is_nan()), "{at:?}");
    // Runs there are, all the same.
    let tally = bounceback_core::share::report::simulate(&scenario, vec![scenario.length()]);
    assert_eq!(tally.runs, scenario.whole(Key::Runs));
}
