//! What is told of single runs: their strips, what was done to them, their stories.

use crate::support::bounds::{FALSE_ALARM, fits};
use crate::support::link;
use bounceback::figure::story::Story;
use bounceback::figure::strips::{self, Strips};
use bounceback_core::exact::Exact;
use bounceback_core::model::chain::State;
use bounceback_core::model::process;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::model::technique;
use bounceback_core::share::report;
use bounceback_core::simulate::{Deed, Notes, Runs};

fn scenarios() -> Vec<String> {
    let mut links = Vec::new();
    for process in process::NAMES {
        for technique in technique::NAMES {
            links.push(format!(
                "process={process}&technique={technique}&tokens=120&error=0.05&recovery=0.1\
                 &interval=7&false_reject=0.1&lead=2&step=6&catch=0.3&cost=2&think=20"
            ));
        }
    }
    links.push(
        "schema=think:40:think;draft:50:query:interval=4:cost=3;answer:45:verify:interval=10:tries=3\
         &error=0.1&fatal=0.1"
            .to_owned(),
    );
    links.push("technique=vote&votes=5&step=9&common_cause=0.2&error=0.1&tokens=100".to_owned());
    links
}

fn read(text: &str) -> Scenario {
    bounceback_core::share::link::read(text).scenario
}

fn first(scenario: &Scenario, rows: u64, cells: Vec<u64>) -> Runs {
    let mut runs = Runs::new(&scenario.course(), vec![scenario.length()], rows, 3, None)
        .with_strips(rows as usize, cells);
    assert!(runs.advance(u64::MAX).is_done());
    runs
}

fn only(scenario: &Scenario, number: u64, cells: Vec<u64>) -> Runs {
    let mut runs =
        Runs::new(&scenario.course(), vec![scenario.length()], 0, 3, None).only(number, cells);
    assert!(runs.advance(u64::MAX).is_done());
    runs
}

/// The whole of what was paid is what the text costs at least and what is noted beyond.
#[test]
fn whatever_is_paid_is_noted_to_the_token() {
    for text in scenarios() {
        let scenario = read(&text);
        let (length, course) = (scenario.length(), scenario.course());
        for number in 0..60 {
            let mut alone = only(&scenario, number, vec![length / 3, length]);
            let extra = alone.notes()[0].sum(Deed::Extra, 2);
            let paid = course.least_cost(length) + extra;
            assert_eq!(alone.tally().paid, paid, "{text}, run {number}");
        }
    }
}

#[test]
fn notes_agree_with_the_strip_beside_them() {
    for text in scenarios() {
        let scenario = read(&text);
        let length = scenario.length();
        let runs = first(&scenario, 200, (1..=length).collect());
        for (strip, notes) in runs.strips().iter().zip(runs.notes()) {
            let token = |is: fn(&State) -> bool| {
                let cell = strip.iter().position(is);
                cell.map(|cell| cell as u64 + 1)
            };
            assert_eq!(
                notes.first_error,
                token(|&it| it != State::Flawless),
                "{text}"
            );
            // It has recovered, or its draft is thrown away.
            let error = notes.first_error.map_or(length, |token| token - 1);
            let later = strip.iter().skip(error as usize);
            let back = later.take_while(|it| !it.is_acceptable()).count() as u64;
            let is_back = error + back < length;
            assert_eq!(
                notes.first_return,
                is_back.then_some(error + back + 1),
                "{text}"
            );
            let mut before = true;
            let mut spoiled = 0;
            for (cell, state) in strip.iter().enumerate() {
                spoiled += u64::from(before && !state.is_acceptable());
                before = state.is_acceptable();
                assert_eq!(notes.sum(Deed::Spoiled, cell + 1), spoiled, "{text}");
                // Only what is unacceptable before a token is caught or put right at it.
                let earlier = cell.checked_sub(1).map(|before| strip[before]);
                let good = [Deed::Caught, Deed::Repaired].map(|deed| {
                    notes
                        .deeds
                        .get(cell)
                        .map_or(0, |deeds| deeds[deed as usize])
                });
                if good != [0, 0] {
                    assert_eq!(
                        earlier,
                        Some(State::Unacceptable),
                        "{text}, token {}",
                        cell + 1
                    );
                }
            }
        }
    }
}

/// A run is the same alone, among others, in slices and in cells of any size.
#[test]
fn a_run_is_noted_alike_however_it_is_looked_at() {
    for text in scenarios() {
        let scenario = read(&text);
        let length = scenario.length();
        let fine: Vec<u64> = (1..=length).collect();
        let many = first(&scenario, 20, fine.clone());
        let coarse = first(&scenario, 20, vec![10, 55, length]);
        let mut sliced = Runs::new(&scenario.course(), vec![length], 20, 3, Some(2))
            .with_strips(20, fine.clone());
        while !sliced.advance(1).is_done() {}
        assert_eq!(sliced.notes(), many.notes(), "{text}");
        for number in [0, 7, 19] {
            let alone = only(&scenario, number, fine.clone());
            let place = number as usize;
            assert_eq!(alone.strips()[0], many.strips()[place], "{text}");
            assert_eq!(alone.notes()[0], many.notes()[place], "{text}");
            let of = |notes: &Notes, cells| {
                [
                    Deed::Rejected,
                    Deed::Disputed,
                    Deed::Caught,
                    Deed::Repaired,
                    Deed::Spoiled,
                    Deed::Extra,
                ]
                .map(|deed| notes.sum(deed, cells))
            };
            let (whole, parts) = (&many.notes()[place], &coarse.notes()[place]);
            for (cells, token) in [(1, 10), (2, 55), (3, length as usize)] {
                assert_eq!(of(parts, cells), of(whole, token), "{text} to {token}");
            }
        }
    }
}

/// Looking at runs draws no number that decides anything.
#[test]
fn looking_changes_no_run() {
    for text in scenarios() {
        let scenario = read(&text);
        let fresh = || report::runs(&scenario, vec![30, scenario.length()]);
        let (mut seen, mut unseen) = (fresh().with_strips(2000, vec![50]), fresh());
        seen.advance(u64::MAX);
        unseen.advance(u64::MAX);
        assert_eq!(seen.tally(), unseen.tally(), "{text}");
    }
}

/// The mean of what is noted, against the occupancies: Maurer and Pontil's bound.
fn mean_is(values: &[f64], most: f64, expected: f64, what: &str) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|it| (it - mean).powi(2)).sum::<f64>() / (n - 1.0);
    let exponent = (4.0 / FALSE_ALARM).ln();
    let reach = (2.0 * variance * exponent / n).sqrt() + 7.0 * most * exponent / (3.0 * (n - 1.0));
    assert!(
        (mean - expected).abs() <= reach,
        "{what}: {mean}, expected {expected} ± {reach}"
    );
}

#[test]
fn what_is_done_is_done_as_often_as_the_law_says() {
    const RUNS: u64 = 20_000;
    let noted = |scenario: &Scenario, deed| -> Vec<f64> {
        let length = scenario.length();
        let runs = first(scenario, RUNS, vec![length]);
        runs.notes()
            .iter()
            .map(|notes| notes.sum(deed, 1) as f64)
            .collect()
    };
    // A query catches a share of those that are unacceptable before it.
    let asked = link("technique=query&interval=8&catch=0.4&error=0.1&recovery=0.05&tokens=60");
    let points: Vec<u64> = (0..60).step_by(8).collect();
    let before = Exact::new(&asked).occupancies(&points);
    let expected: f64 = before.iter().map(|at| at.unacceptable * 0.4).sum();
    mean_is(&noted(&asked, Deed::Caught), 8.0, expected, "caught");
    // A repair is as likely at every token, whether it is paid for or not.
    let repaired = |cost: &str| {
        link(&format!(
            "technique=backtrack&catch=0.2&error=0.1&tokens=60{cost}"
        ))
    };
    let tokens: Vec<u64> = (0..60).collect();
    let before = Exact::new(&repaired("")).occupancies(&tokens);
    let expected: f64 = before.iter().map(|at| at.unacceptable * 0.2).sum();
    for cost in ["", "&cost=3"] {
        // With recovery at the same token it has not been put right by anything else.
        let noted = noted(&repaired(cost), Deed::Repaired);
        mean_is(&noted, 30.0, expected * 0.95, "repaired");
    }
    // Three samples of a first vote disagree unless all are good or all are bad.
    let voted = link("technique=vote&votes=3&step=5&error=0.1&recovery=0&tokens=5");
    let good = 0.9_f64.powi(5);
    let disputed = noted(&voted, Deed::Disputed).iter().sum::<f64>() as u64;
    let p = 1.0 - good.powi(3) - (1.0 - good).powi(3);
    fits(disputed, RUNS, p, "disputed");
    // Drafts thrown away are a geometric number: a first part without recovery.
    let checked =
        link("technique=verify&interval=5&error=0.1&recovery=0&false_reject=0.1&tokens=5");
    let rejected = (1.0 - good) * 0.9 + good * 0.1;
    let rejects = noted(&checked, Deed::Rejected);
    let once = rejects.iter().filter(|&&times| times >= 1.0).count() as u64;
    let thrice = rejects.iter().filter(|&&times| times >= 3.0).count() as u64;
    fits(once, RUNS, rejected, "rejected once");
    fits(thrice, RUNS, rejected.powi(3), "rejected three times");
}

fn story(text: &str) -> Story {
    let scenario = link(text);
    let lengths = (scenario.done() + 1..=scenario.length()).collect();
    let mut story = Story::of(&scenario, lengths).unwrap();
    while story.advance(1) {}
    story
}

#[test]
fn a_story_is_that_of_the_strip_up_to_where_it_is_read() {
    let text = "technique=verify&interval=10&error=0.05&false_reject=0.1&tokens=100";
    let scenario = read(text);
    let cells: Vec<u64> = (1..=100).collect();
    let mut runs = report::runs(&strips::first_rows(&scenario), vec![100]).with_strips(24, cells);
    runs.advance(u64::MAX);
    for number in 1..=24 {
        let story = story(&format!("{text}&run={number}"));
        let (strip, notes) = story.row().unwrap();
        assert_eq!(*strip, runs.strips()[number - 1]);
        assert_eq!(*notes, runs.notes()[number - 1]);
        for n in [0, 40, 100] {
            let words = story.words(n);
            let cells = n as usize;
            let good = cells == 0 || strip[cells - 1].is_acceptable();
            assert_eq!(
                words.contains(&format!("After {n} tokens it is fine")),
                good,
                "{words}"
            );
            let paid = scenario.course().least_cost(n) + notes.sum(Deed::Extra, cells);
            assert!(
                words.ends_with(&format!("; {paid} tokens paid.")),
                "{words}"
            );
        }
    }
    assert!(Story::of(&read(text), vec![100]).is_none());
}

#[test]
fn a_run_beyond_the_rows_has_one_of_its_own() {
    let scenario = link("tokens=50&run=1234");
    let cells = strips::cells(&scenario);
    let mut story = Story::of(&scenario, cells.clone()).unwrap();
    assert_eq!(strips::chosen(&scenario, Some(&story)), None);
    while story.advance(3) {}
    let course = scenario.course();
    let mut many = Runs::new(&course, vec![50], 1234, 42, None).with_strips(1234, cells.clone());
    many.advance(u64::MAX);
    assert_eq!(*story.row().unwrap().0, many.strips()[1233]);
    let size = (900.0, 240.0);
    let figure = |chosen| Strips {
        rows: &many.strips()[..24],
        notes: &many.notes()[..24],
        cells: &cells,
        stages: course.stages(),
        revealed: cells.len(),
        chosen,
        log: false,
    };
    let chosen = figure(strips::chosen(&scenario, Some(&story)));
    // A tap on a row means its run, on the further one the run that it is.
    assert_eq!(chosen.run_at(size, (400.0, 239.0)), 1234);
    assert_eq!(chosen.run_at(size, (400.0, 1.0)), 1);
    let plain = figure(None);
    for row in 0..24 {
        let place = (100.0, (f64::from(row) + 0.5) * 10.0);
        assert_eq!(plain.run_at(size, place), row as u64 + 1);
    }
    assert_eq!(plain.run_at(size, (0.0, 999.0)), 24);
}

#[test]
fn the_key_explains_what_is_drawn_and_nothing_else() {
    let marks = |text: &str, size| {
        let scenario = link(text);
        let cells = strips::cells(&scenario);
        let first = strips::first_rows(&scenario);
        let mut runs = report::runs(&first, vec![scenario.length()]).with_strips(24, cells.clone());
        runs.advance(u64::MAX);
        let shown = |revealed| {
            let strips = Strips {
                rows: runs.strips(),
                notes: runs.notes(),
                cells: &cells,
                stages: runs.course().stages(),
                revealed,
                chosen: None,
                log: false,
            };
            strips.marks(size)
        };
        // Before the first token nothing has been done.
        assert_eq!(shown(0)[..4], [false; 4], "{text}");
        shown(cells.len())
    };
    let wide = (900.0, 240.0);
    assert_eq!(marks("", wide), [false; 7]);
    let only = |marked: &[usize]| core::array::from_fn(|index| marked.contains(&index));
    assert_eq!(marks("technique=verify", wide), only(&[0, 4]));
    assert_eq!(
        marks("technique=vote&step=20&error=0.03", wide),
        only(&[1, 4])
    );
    assert_eq!(marks("technique=query", wide), only(&[2, 4]));
    assert_eq!(marks("technique=backtrack&catch=0.05", wide), only(&[3]));
    let phases = "schema=a:80:backtrack;b:60:verify;c:60:query&error=0.05&catch=0.1";
    assert_eq!(marks(phases, wide), only(&[0, 2, 3, 4, 5]));
    // Cuts that would run together are left out, marks that would are put together.
    let far = "technique=verify&tokens=100000&interval=10&error=0.01";
    assert_eq!(marks(far, wide), only(&[0, 6]));
}
