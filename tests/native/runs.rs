//! What a run is, however it is asked for: in slices, among others, longer,
//! watched, counted.

use crate::support::generator::Generator;
use crate::support::{recoverable, scenario};
use bounceback_core::exact;
use bounceback_core::model::chain::State;
use bounceback_core::model::course::Course;
use bounceback_core::model::criterion::Criterion::{Acceptable, Flawless, Tolerant};
use bounceback_core::model::parameter::Key;
use bounceback_core::model::process;
use bounceback_core::model::technique;
use bounceback_core::share::report;
use bounceback_core::simulate::{Runs, Tally};
use std::time::{Duration, Instant};

fn course(error: f64, recovery: f64, fatal: f64) -> Course {
    recoverable(error, recovery, fatal).course()
}

fn lengths() -> Vec<u64> {
    vec![0, 1, 2, 5, 17, 50, 51, 100, 300]
}

fn finish(mut runs: Runs) -> Tally {
    assert!(runs.advance(u64::MAX).is_done());
    runs.tally().clone()
}

fn simulate(course: &Course, asked: u64, seed: u64, tolerance: Option<u64>) -> Tally {
    finish(Runs::new(course, lengths(), asked, seed, tolerance))
}

const CHAINS: [(f64, f64, f64); 6] = [
    (0.01, 0.05, 0.1),
    (0.3, 0.2, 0.0),
    (0.05, 0.0, 0.5),
    (1.0, 1.0, 0.0),
    (0.0, 0.5, 0.5),
    (0.9, 0.9, 1.0),
];

#[test]
fn the_slices_of_the_work_never_show_in_the_result() {
    for (e, r, f) in CHAINS {
        for tolerance in [None, Some(2)] {
            let course = course(e, r, f);
            let whole = simulate(&course, 200, 9, tolerance);
            let fresh = || {
                Runs::new(&course, lengths(), 200, 9, tolerance)
                    .with_strips(20, (1..=300).collect())
            };
            let mut at_once = fresh();
            at_once.advance(u64::MAX);
            let mut generator = Generator::new(3);
            let slices: [&mut dyn FnMut() -> u64; 3] =
                [&mut || 1, &mut || 7, &mut || generator.below(40)];
            for slice in slices {
                let mut runs = fresh();
                while !runs.advance(slice()).is_done() {
                    // Looking on the way disturbs nothing.
                    let seen = runs.tally().runs;
                    assert_eq!(seen, runs.progress().finished);
                }
                assert_eq!(*runs.tally(), whole);
                assert_eq!(runs.strips(), at_once.strips());
            }
        }
    }
}

/// What interrupts drafts, votes, queries and phases changes nothing either.
#[test]
fn slices_never_show_whatever_the_process_and_the_technique() {
    for process in process::NAMES {
        for technique in technique::NAMES {
            let text = format!("process={process}&technique={technique}&tokens=300");
            let course = crate::support::link(&text).course();
            let fresh = || {
                Runs::new(&course, lengths(), 60, 9, Some(2)).with_strips(20, (1..=300).collect())
            };
            let mut at_once = fresh();
            let whole = {
                at_once.advance(u64::MAX);
                at_once.tally().clone()
            };
            for slice in [1, 3, 50] {
                let mut runs = fresh();
                while !runs.advance(slice).is_done() {}
                assert_eq!(*runs.tally(), whole, "{text} in slices of {slice}");
                assert_eq!(runs.strips(), at_once.strips(), "{text}");
            }
            let mut some =
                Runs::new(&course, lengths(), 20, 9, Some(2)).with_strips(20, (1..=300).collect());
            some.advance(u64::MAX);
            assert_eq!(some.strips(), at_once.strips(), "{text} among others");
        }
    }
}

#[test]
fn no_work_changes_nothing() {
    let mut runs = Runs::new(&course(0.1, 0.1, 0.1), lengths(), 10, 1, None);
    assert_eq!(runs.advance(0).finished, 0);
    assert!(runs.tally().flawless.iter().all(|&count| count == 0));
}

#[test]
fn more_runs_never_change_the_earlier_ones() {
    for (e, r, f) in CHAINS {
        let course = course(e, r, f);
        let mut long = Runs::new(&course, lengths(), 500, 4, Some(1));
        for asked in [1, 2, 10, 77, 500] {
            while long.progress().finished < asked {
                long.advance(1);
            }
            assert_eq!(
                *long.tally(),
                simulate(&course, asked, 4, Some(1)),
                "{asked}"
            );
        }
    }
}

#[test]
fn a_run_is_the_same_alone_among_others_and_when_it_goes_on() {
    for (e, r, f) in CHAINS {
        let strips = |asked: u64, tokens: u64| {
            let cells: Vec<u64> = (1..=tokens).collect();
            let mut runs = Runs::new(&course(e, r, f), vec![tokens], asked, 5, None)
                .with_strips(asked as usize, cells);
            runs.advance(u64::MAX);
            runs.strips().to_vec()
        };
        let many = strips(60, 400);
        assert_eq!(strips(1, 400), many[..1]);
        assert_eq!(strips(25, 400), many[..25]);
        for (short, long) in strips(60, 90).iter().zip(&many) {
            assert_eq!(short[..], long[..90]);
        }
    }
}

#[test]
fn looking_at_other_lengths_never_changes_a_run() {
    for (e, r, f) in CHAINS {
        let course = course(e, r, f);
        let all = finish(Runs::new(&course, (0..=300).collect(), 400, 6, Some(3)));
        let some = simulate(&course, 400, 6, Some(3));
        for (i, &n) in some.lengths.iter().enumerate() {
            for criterion in [Flawless, Acceptable, Tolerant(3)] {
                assert_eq!(
                    some.successes(criterion)[i],
                    all.successes(criterion)[n as usize]
                );
            }
        }
    }
}

#[test]
fn asking_for_a_tolerance_never_changes_the_other_answers() {
    for (e, r, f) in CHAINS {
        let course = course(e, r, f);
        let without = simulate(&course, 1000, 8, None);
        assert!(without.tolerant.is_empty());
        let mut before = without.flawless.clone();
        for tolerance in [0, 1, 2, 10, 1_000_000] {
            let with = simulate(&course, 1000, 8, Some(tolerance));
            assert_eq!(with.flawless, without.flawless);
            assert_eq!(with.acceptable, without.acceptable);
            // No error tolerated is flawless; more tolerated, more succeed.
            if tolerance == 0 {
                assert_eq!(with.tolerant, with.flawless);
            }
            assert!(
                before
                    .iter()
                    .zip(&with.tolerant)
                    .all(|(less, more)| less <= more)
            );
            before = with.tolerant;
        }
        assert!(before.iter().all(|&count| count == 1000));
    }
}

#[test]
fn the_strips_are_the_runs_that_are_counted() {
    for (e, r, f) in CHAINS {
        let mut runs =
            Runs::new(&course(e, r, f), lengths(), 300, 12, None).with_strips(300, lengths());
        runs.advance(u64::MAX);
        let tally = runs.tally().clone();
        assert_eq!(runs.strips().len(), 300);
        for (i, n) in lengths().into_iter().enumerate() {
            let count =
                |is: fn(State) -> bool| runs.strips().iter().filter(|row| is(row[i])).count();
            assert_eq!(
                count(|s| s == State::Flawless) as u64,
                tally.flawless[i],
                "{n} tokens"
            );
            assert_eq!(
                count(State::is_acceptable) as u64,
                tally.acceptable[i],
                "{n} tokens"
            );
        }
    }
}

/// From one token to the next only what the transition allows.
#[test]
fn no_run_makes_an_impossible_step() {
    for (e, r, f) in CHAINS {
        let course = course(e, r, f);
        let mut runs =
            Runs::new(&course, vec![300], 200, 13, None).with_strips(200, (1..=300).collect());
        runs.advance(u64::MAX);
        for strip in runs.strips() {
            let mut state = State::Flawless;
            assert_eq!(strip.len(), 300);
            for (token, &next) in (1..).zip(strip) {
                use State::{Flawless as F, Lost as L, Recovered as R, Unacceptable as U};
                let possible = match (state, next) {
                    (F, F) | (R, R) => e < 1.0,
                    (F | R, U) => e > 0.0 && f < 1.0,
                    (F | R, L) => e > 0.0 && f > 0.0,
                    (U, R) => r > 0.0,
                    (U, U) => r < 1.0,
                    (L, L) => true,
                    _ => false,
                };
                assert!(possible, "{e} {r} {f}: {state:?} to {next:?} at {token}");
                state = next;
            }
        }
    }
}

#[test]
fn a_row_holds_no_more_runs_than_there_are_and_no_fewer() {
    let strips = |asked: u64, rows: usize| {
        let mut runs = Runs::new(&course(0.1, 0.1, 0.0), vec![9], asked, 1, None)
            .with_strips(rows, vec![3, 9]);
        runs.advance(u64::MAX);
        runs.strips().len()
    };
    assert_eq!(
        [strips(5, 3), strips(3, 5), strips(0, 5), strips(5, 0)],
        [3, 3, 0, 0]
    );
}

#[test]
fn what_is_done_is_flawless_and_the_rest_goes_as_from_the_start() {
    for (e, r, f) in CHAINS {
        let course = course(e, r, f);
        let fresh = simulate(&course, 300, 3, Some(1));
        let later: Vec<u64> = lengths().iter().map(|n| n + 1000).collect();
        let mut scenario = recoverable(e, r, f);
        scenario.set(Key::Done, 1000.0).unwrap();
        let done = scenario.course();
        let begun = finish(Runs::new(&done, later, 300, 3, Some(1)));
        assert_eq!(begun.flawless, fresh.flawless);
        assert_eq!(begun.acceptable, fresh.acceptable);
        assert_eq!(begun.tolerant, fresh.tolerant);
        let before = finish(Runs::new(&done, vec![0, 999, 1000], 300, 3, Some(0)));
        assert_eq!(before.flawless, [300; 3]);
        assert_eq!(before.tolerant, [300; 3]);
    }
}

#[test]
fn no_runs_are_done_at_once_and_support_every_probability() {
    let mut none = Runs::new(&course(0.1, 0.1, 0.1), lengths(), 0, 1, Some(1));
    assert!(none.progress().is_done());
    assert!(none.advance(u64::MAX).is_done());
    let tally = none.tally();
    assert!(
        tally
            .flawless
            .iter()
            .chain(&tally.acceptable)
            .all(|&count| count == 0)
    );
    assert!(tally.share(Flawless, 0).is_nan());
    assert_eq!(tally.interval(Acceptable, 3), (0.0, 1.0));
}

#[test]
fn no_lengths_and_no_tokens_are_harmless() {
    let tally = finish(Runs::new(
        &course(0.1, 0.1, 0.1),
        Vec::new(),
        10,
        1,
        Some(1),
    ));
    assert_eq!((tally.runs, tally.flawless.len()), (10, 0));
    let tally = finish(Runs::new(&course(1.0, 0.0, 0.5), vec![0], 10, 1, Some(0)));
    assert_eq!((tally.flawless, tally.tolerant), (vec![10], vec![10]));
}

#[test]
fn certain_and_impossible_events_leave_nothing_to_chance() {
    let tally = simulate(&course(1.0, 1.0, 0.0), 50, 1, Some(5));
    for (i, n) in lengths().into_iter().enumerate() {
        assert_eq!(tally.acceptable[i], if n % 2 == 0 { 50 } else { 0 });
        assert_eq!(tally.flawless[i], if n == 0 { 50 } else { 0 });
        // An error strikes at every token, whatever the state.
        assert_eq!(tally.tolerant[i], if n <= 5 { 50 } else { 0 });
    }
    let tally = simulate(&course(0.0, 0.0, 1.0), 50, 1, Some(0));
    assert_eq!(tally.flawless, [50; 9]);
    assert_eq!(tally.tolerant, [50; 9]);
}

/// The work is in events, not in tokens.
#[test]
fn a_billion_tokens_cost_no_more_than_their_events() {
    let mut runs = Runs::new(
        &course(1e-9, 1e-4, 0.1),
        vec![1, 1_000_000_000],
        10_000,
        2,
        Some(1),
    );
    let mut events = 1;
    while !runs.advance(1).is_done() {
        events += 1;
    }
    // One error a run on average, one recovery from each, and the end of the run.
    assert!((10_000..50_000).contains(&events), "{events} events");
}

/// A frame has 8 ms and looks at the clock every few thousand events: none of
/// them may take long, whatever is counted.
#[test]
fn an_event_takes_no_longer_for_the_errors_that_are_counted() {
    for (e, r) in [(1e-3, 0.0), (1.0, 0.0), (0.5, 1e-8)] {
        let course = course(e, r, 0.0);
        let mut runs = Runs::new(&course, vec![1_000_000_000], 1_000_000, 2, Some(1_000_000));
        let start = Instant::now();
        runs.advance(1000);
        let taken = start.elapsed();
        assert!(
            taken < Duration::from_millis(200),
            "1,000 events at {e}, {r}: {taken:?}"
        );
    }
}

#[test]
fn seeds_differ() {
    let tally = |seed| simulate(&course(0.05, 0.1, 0.1), 1000, seed, None).acceptable;
    let all: Vec<_> = [0, 1, 2, 42, 43, (1 << 53) - 1, u64::MAX]
        .map(tally)
        .to_vec();
    for (i, one) in all.iter().enumerate() {
        assert!(all[i + 1..].iter().all(|other| other != one));
    }
}

/// Neighbouring seeds share no runs, not even in other places.
#[test]
fn no_run_of_a_seed_is_a_run_of_the_next() {
    let rows = |seed: u64| {
        let mut runs = Runs::new(&course(0.1, 0.2, 0.0), vec![500], 100, seed, None)
            .with_strips(100, (1..=500).collect());
        runs.advance(u64::MAX);
        runs.strips().to_vec()
    };
    let (these, those) = (rows(41), rows(42));
    for (i, row) in these.iter().enumerate() {
        assert!(
            !those.contains(row) && !these[i + 1..].contains(row),
            "run {i}"
        );
    }
}

/// A seed in an old link must give the runs it gave: these numbers never change.
#[test]
fn a_seed_gives_for_ever_the_runs_it_gave() {
    let tally = |link: &[(Key, f64)], at: &[u64]| {
        let tally = report::simulate(&scenario(link), at.to_vec());
        (tally.flawless, tally.acceptable, tally.tolerant)
    };
    let default = tally(&[], &[1, 20, 100, 200]);
    assert_eq!(default, (DEFAULT[0].to_vec(), DEFAULT[1].to_vec(), vec![]));
    let tolerant = [
        (Key::Fatal, 0.1),
        (Key::Criterion, 2.0),
        (Key::Seed, 7.0),
        (Key::Error, 0.03),
    ];
    let tolerant = tally(&tolerant, &[1, 20, 100, 200]);
    assert_eq!(
        tolerant,
        (
            TOLERANT[0].to_vec(),
            TOLERANT[1].to_vec(),
            TOLERANT[2].to_vec()
        )
    );
    let far = [
        (Key::Error, 1e-9),
        (Key::Recovery, 1e-8),
        (Key::Tokens, 1e9),
        (Key::Seed, 0.0),
    ];
    let far = tally(&far, &[1_000_000, 1_000_000_000]);
    assert_eq!(far, (FAR[0].to_vec(), FAR[1].to_vec(), vec![]));
}

const DEFAULT: [[u64; 4]; 2] = [[1982, 1631, 753, 255], [1982, 1743, 1687, 1635]];
const TOLERANT: [[u64; 4]; 3] = [
    [1945, 1088, 82, 2],
    [1945, 1357, 1021, 817],
    [2000, 1754, 366, 35],
];
const FAR: [[u64; 2]; 2] = [[1999, 755], [1999, 1819]];

#[test]
fn a_report_simulates_the_scenario_to_its_end() {
    let scenario = scenario(&[(Key::Tokens, 50.0), (Key::Done, 10.0), (Key::Runs, 123.0)]);
    let tally = report::simulate(&scenario, exact::lengths(10, 50, 100, false));
    assert_eq!(tally.runs, 123);
    assert_eq!(tally.lengths, (10..=50).collect::<Vec<_>>());
    assert_eq!(tally.flawless[0], 123);
}

#[test]
fn a_population_tells_nothing_until_all_of_it_is_counted() {
    for process in ["recoverable", "mixed_difficulty", "self_conditioning"] {
        let link =
            format!("process={process}&criterion=tolerant&tolerance=2&recovery=0.1&runs=1e7");
        let scenario = bounceback_core::share::link::read(&link).scenario;
        let mut population = report::population_of(&scenario, &lengths());
        loop {
            let tally = population.tally();
            let count = lengths().len();
            let told = [&tally.flawless, &tally.acceptable, &tally.tolerant];
            assert_eq!(told.map(Vec::len), [count; 3], "{process}");
            assert_eq!(tally.runs > 0, population.is_done(), "{process}");
            if !population.advance(1) {
                break;
            }
        }
        let whole = report::simulate(&scenario, lengths());
        assert_eq!(*population.tally(), whole, "{process}");
        assert_eq!(whole.runs, 10_000_000, "{process}");
    }
}

/// What is done tells how difficult completions are, and takes long to read: that is done once
/// for all runs, and not for each.
#[test]
fn runs_with_a_beginning_take_no_longer_for_it() {
    let took = |done: u64| {
        let link = format!(
            "process=mixed_difficulty&recovery=0.1&tokens=2000&done={done}&schema=a:900;b:1000:query:interval=90;c:100:verify:interval=7"
        );
        let scenario = bounceback_core::share::link::read(&link).scenario;
        let begun = Instant::now();
        let mut runs = Runs::new(&scenario.course(), vec![2000], 4000, 1, None);
        assert!(runs.advance(u64::MAX).is_done());
        begun.elapsed()
    };
    let shortest = |done| (0..3).map(|_| took(done)).min().unwrap_or_default();
    let (with, without) = (shortest(1990), shortest(0));
    assert!(
        with < 10 * without + Duration::from_millis(50),
        "{with:?} beside {without:?}"
    );
}
