//! Bad stretches: counted as their strips show them, as long and as often as the law says.

use crate::support::bounds::{FALSE_ALARM, fits};
use crate::support::definition::{Plain, next};
use crate::support::{close, link, near};
use bounceback_core::exact::{Exact, MOST_WALKED};
use bounceback_core::model::chain::State;
use bounceback_core::model::criterion::Criterion;
use bounceback_core::model::process;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::model::technique;
use bounceback_core::share::report;
use bounceback_core::simulate::{Runs, Strip};

const TOKENS: u64 = 40;

/// Every process with every technique, and schemas of phases that differ.
fn scenarios() -> Vec<String> {
    let mut links = Vec::new();
    for process in process::NAMES {
        for technique in technique::NAMES {
            links.push(format!(
                "process={process}&technique={technique}&tokens={TOKENS}&error=0.08&recovery=0.2\
                 &interval=7&votes=3&step=6&catch=0.3&cost=2&think=9&think_recovery=0.2"
            ));
        }
    }
    for schema in [
        "think:15:think;draft:10:query:interval=4;answer:15:verify:interval=5",
        "a:12:recovery=0.3;b:12:backtrack:catch=0.4;c:16:vote:votes=5:step=3",
    ] {
        links.push(format!(
            "schema={schema}&error=0.1&recovery=0.1&fatal=0.1&tokens={TOKENS}"
        ));
    }
    links
}

fn read(text: &str) -> Scenario {
    bounceback_core::share::link::read(text).scenario
}

/// The lengths of the stretches of a strip with a cell for every token: those that end,
/// whether one is cut off, whether one is lost.
fn stretches(strip: &Strip) -> (Vec<u64>, bool, bool) {
    let mut ended = Vec::new();
    let mut length = 0;
    for state in strip {
        if state.is_acceptable() {
            if length > 0 {
                ended.push(length);
            }
            length = 0;
        } else {
            length += 1;
        }
    }
    let last = strip.last();
    (
        ended,
        last == Some(&State::Unacceptable),
        last == Some(&State::Lost),
    )
}

fn simulated(scenario: &Scenario, runs: u64, edges: Vec<u64>) -> Runs {
    let length = scenario.length();
    let mut runs = Runs::new(&scenario.course(), vec![length], runs, 5, None)
        .with_strips(runs as usize, (1..=length).collect())
        .with_stretches(edges);
    assert!(runs.advance(u64::MAX).is_done());
    runs
}

#[test]
fn stretches_are_counted_as_the_strips_show_them() {
    for text in scenarios() {
        let scenario = read(&text);
        let edges = vec![1, 2, 3, 5, 8, 20];
        let mut runs = simulated(&scenario, 400, edges.clone());
        let mut completed = vec![0; edges.len() + 1];
        let (mut cut, mut lost) = (0, 0);
        for strip in runs.strips() {
            let (ended, is_cut, is_lost) = stretches(strip);
            for length in ended {
                let bin = edges.iter().position(|&edge| length <= edge);
                completed[bin.unwrap_or(edges.len())] += 1;
            }
            cut += u64::from(is_cut);
            lost += u64::from(is_lost);
        }
        let counted = runs.tally().stretches.clone().unwrap();
        assert_eq!(counted.completed, completed, "{text}");
        assert_eq!((counted.cut, counted.lost), (cut, lost), "{text}");
        assert_eq!(
            counted.total(),
            completed.iter().sum::<u64>() + cut + lost,
            "{text}"
        );
    }
}

/// Asking for stretches or strips changes no run, and neither do slices.
#[test]
fn counting_stretches_changes_nothing() {
    for text in scenarios() {
        let scenario = read(&text);
        let lengths = vec![10, scenario.length()];
        let fresh = || Runs::new(&scenario.course(), lengths.clone(), 60, 8, None);
        let mut plain = fresh();
        plain.advance(u64::MAX);
        let mut counting = fresh().with_stretches(vec![1, 4]);
        counting.advance(u64::MAX);
        let mut sliced = fresh().with_stretches(vec![1, 4]).with_strips(60, vec![7]);
        while !sliced.advance(1).is_done() {}
        assert_eq!(sliced.tally(), counting.tally(), "{text}");
        let mut counted = counting.tally().clone();
        counted.stretches = None;
        assert_eq!(*plain.tally(), counted, "{text}");
    }
}

/// The expected numbers of completed stretches longer than so many tokens.
fn expected(scenario: &Scenario, longer: &[u64]) -> Option<Vec<f64>> {
    let exact = Exact::new(scenario);
    let mut sums = vec![0.0; longer.len()];
    let nodes = if exact.has_steady_return() {
        vec![(0.0, 1.0)]
    } else {
        exact.difficulties().to_vec()
    };
    for (difficulty, weight) in nodes {
        let terms = exact.completed_stretches(difficulty, scenario.length(), longer)?;
        for (sum, term) in sums.iter_mut().zip(terms) {
            *sum += weight * term;
        }
    }
    Some(sums)
}

/// From state to state and age to age, token by token, by the definition's own chain.
#[test]
fn the_law_of_plain_stretches_is_that_of_the_definition() {
    for text in [
        "error=0.1&recovery=0.2",
        "error=0.3&recovery=0.15&fatal=0.25",
        "error=1&recovery=1",
        "error=0.9&recovery=0.05&fatal=1",
        "process=independent&error=0.2",
    ] {
        let scenario = link(&format!("{text}&tokens={TOKENS}"));
        let chain = Plain::of(&scenario);
        let [[_, _, spoils, _], _, [_, back, stays, _], _] = chain.transition();
        let mut now = [1.0, 0.0, 0.0, 0.0];
        // Of those wrong now, how many have been so for 1, 2, … tokens.
        let mut ages = vec![0.0; TOKENS as usize + 1];
        let mut ended = vec![0.0; TOKENS as usize + 2];
        for _ in 0..TOKENS {
            let before = now;
            now = next(&now, &chain.transition());
            let begun = (before[0] + before[1]) * spoils;
            for (age, &mass) in ages.iter().enumerate() {
                ended[age] += mass * back;
            }
            ages = ages.iter().map(|mass| mass * stays).collect();
            ages.rotate_right(1);
            (ages[0], ages[1]) = (0.0, begun);
        }
        let longer: Vec<u64> = (0..TOKENS).collect();
        let law = expected(&scenario, &longer).unwrap();
        for (&length, law) in longer.iter().zip(law) {
            let sum: f64 = ended[length as usize + 1..].iter().sum();
            near(
                law,
                sum,
                1e-12 * (1.0 + sum),
                &format!("{text}, longer than {length}"),
            );
        }
        near(ages.iter().sum(), now[2], 1e-12, text);
    }
}

/// Within what so many runs leave open: A. Maurer and M. Pontil's empirical Bernstein
/// bound (2009), as a run may have any number of stretches up to a half of its tokens.
#[test]
fn runs_have_as_many_stretches_of_each_length_as_the_law_says() {
    const RUNS: u64 = 20_000;
    let longer = [0, 1, 3, 6, 12, 25];
    let mut without = Vec::new();
    for text in scenarios() {
        let scenario = read(&text);
        let mut runs = simulated(&scenario, RUNS, vec![1]);
        let at_end = Exact::new(&scenario).occupancy(scenario.length());
        let counted = runs.tally().stretches.clone().unwrap();
        fits(
            counted.cut,
            RUNS,
            at_end.unacceptable,
            &format!("cut, {text}"),
        );
        fits(counted.lost, RUNS, at_end.lost, &format!("lost, {text}"));
        let Some(law) = expected(&scenario, &longer) else {
            without.push(text);
            continue;
        };
        let ended: Vec<Vec<u64>> = runs
            .strips()
            .iter()
            .map(|strip| stretches(strip).0)
            .collect();
        for (&length, law) in longer.iter().zip(law) {
            let most = (scenario.length() / (length + 2) + 1) as f64;
            let counts = ended
                .iter()
                .map(|ended| ended.iter().filter(|&&it| it > length).count() as f64 / most);
            let n = RUNS as f64;
            let mean = counts.clone().sum::<f64>() / n;
            let variance = counts.map(|count| (count - mean).powi(2)).sum::<f64>() / (n - 1.0);
            let exponent = (4.0 / FALSE_ALARM).ln();
            let reach = (2.0 * variance * exponent / n).sqrt() + 7.0 * exponent / (3.0 * (n - 1.0));
            assert!(
                (mean - law / most).abs() <= reach,
                "{text}: {} stretches longer than {length} a run, expected {law} ± {}",
                mean * most,
                reach * most
            );
        }
    }
    // What the law of stretches is not made for, and nothing else.
    assert_eq!(without.len(), 2 * process::NAMES.len() + 2, "{without:?}");
    for text in without {
        assert!(text.contains("verify") || text.contains("vote"), "{text}");
    }
}

/// Those that end, those cut off and those lost are all that ever begin: with a return
/// that takes no time, each error begins one.
#[test]
fn long_texts_have_a_law_where_the_return_is_steady() {
    let scenario = link("error=1e-4&recovery=0.01&tokens=1000000000");
    let law = expected(&scenario, &[0, 100, 1000]).unwrap();
    // In the long run, e·r/(e + r) of them end at every token.
    close(law[0], 1e9 * 1e-4 * 0.01 / 0.0101, 1e-6, "all");
    close(law[1] / law[0], 0.99_f64.powi(100), 1e-6, "longer than 100");
    close(
        law[2] / law[0],
        0.99_f64.powi(1000),
        1e-5,
        "longer than 1000",
    );
    let long = MOST_WALKED + 1;
    let asked = link(&format!("technique=query&tokens={long}"));
    assert_eq!(expected(&asked, &[0]), None);
}

/// The first error is where the curve of the flawless falls.
#[test]
fn first_errors_come_when_the_flawless_curve_says() {
    const RUNS: u64 = 20_000;
    for text in scenarios() {
        let scenario = read(&format!("{text}&runs={RUNS}"));
        // Of errors in drafts those count that are kept.
        let course = scenario.course();
        let settled = [0, 5, 10, 20, 30, scenario.length()].map(|n| course.settled(n));
        let mut edges = settled.to_vec();
        edges.dedup();
        let tally = report::simulate(&scenario, edges.clone());
        let law = Exact::new(&scenario).successes(Criterion::Flawless, &edges);
        for (i, pair) in edges.windows(2).enumerate() {
            let count = tally.flawless[i] - tally.flawless[i + 1];
            let what = format!("{text}, tokens {} to {}", pair[0] + 1, pair[1]);
            fits(count, RUNS, law[i] - law[i + 1], &what);
        }
    }
}
