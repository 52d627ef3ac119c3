//! Whatever legal link there is, on whatever sheet, and whatever else was shown before: figures
//! draw, are read and pulled, and runs run, without a panic and in bounded steps.

use crate::support::generator::Generator;
use crate::support::links;
#[allow(dead_code, reason = "other claims use the rest")]
use bounceback::figure::theme::LIGHT;
use bounceback::figure::{Sheet, plot};
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::{FIGURES, Scenario};
use bounceback_core::share::{link, report};
use bounceback_core::simulate::Tally;

/// Sheets of all sizes, those that no figure fits among them.
const SIZES: [(f64, f64); 5] = [
    (900.0, 400.0),
    (360.0, 306.0),
    (64.0, 20.0),
    (1.0, 1.0),
    (3000.0, 30.0),
];

/// So many steps of what is computed bit by bit are enough to see that it goes on.
const STEPS: usize = 40;

fn wanted(count: usize) -> usize {
    std::env::var("LINKS").map_or(count, |it| it.parse().expect("a number"))
}

/// Some runs of a scenario, or its population.
fn simulated(scenario: &Scenario, lengths: Vec<u64>) -> Tally {
    if scenario.whole(Key::Runs) > report::MOST_SINGLE_RUNS {
        let mut population = report::population_of(scenario, &lengths);
        for _ in 0..STEPS {
            if !population.advance(4) {
                break;
            }
        }
        return population.tally().clone();
    }
    let mut runs = report::runs(scenario, lengths)
        .with_strips(
            8,
            vec![
                scenario.done() + 1,
                scenario.length().max(scenario.done() + 2),
            ],
        )
        .with_stretches(bounceback::figure::stretches::bins(scenario));
    for _ in 0..STEPS {
        if runs.advance(512).is_done() {
            break;
        }
    }
    runs.tally().clone()
}

#[test]
fn no_link_breaks_a_figure_or_a_run() {
    let mut generator = Generator::new(2718);
    // Left over from the scenario before.
    let mut before = simulated(&Scenario::default(), vec![0, 200]);
    for _ in 0..wanted(60) {
        let text = links::random(&mut generator);
        let mut scenario = link::read(&text).scenario;
        let runs = *generator.pick(&[0.0, 1.0, 30.0, 2000.0, 1e9]);
        scenario.set(Key::Runs, runs).expect("as many are legal");
        let tally = simulated(&scenario, report::default_lengths(&scenario));
        for name in FIGURES {
            // Links know names of other parts of the page, too.
            let Some(mut plot) = plot(name, &scenario) else {
                continue;
            };
            for _ in 0..STEPS {
                if !plot.compute(1) {
                    break;
                }
            }
            for tally in [&before, &tally] {
                plot.simulate(tally, None);
                let _ = plot.table(Some(tally)).csv();
                for size in SIZES {
                    let mut sheet = Sheet::new(size, LIGHT);
                    plot.draw(&mut sheet);
                    for stop in [0, plot.rest(), plot.stops() - 1] {
                        let _ = plot.crosshair(&sheet, stop);
                        let words = plot.words(stop);
                        assert!(!words.contains("NaN"), "{name}: {words}: {text}");
                    }
                    for (across, up) in [(0.0, 0.0), (0.5, 0.5), (1.0, 1.0), (2.0, -1.0)] {
                        let place = (size.0 * across, size.1 * up);
                        let stop = plot.stop_at(size, place);
                        assert!(stop < plot.stops(), "{name}: {stop}: {text}");
                        if let Some(grip) = plot.grip(size, place, 24.0) {
                            for (key, value) in plot.pull(grip, size, place) {
                                let mut other = scenario.clone();
                                assert_eq!(other.set(key, value), Ok(()), "{name}: {text}");
                            }
                        }
                    }
                    let _ = plot.handles(size);
                }
            }
            for (right, up) in [(1, 0), (-1, 0), (0, 1), (0, -10)] {
                for (key, value) in plot.nudge(right, up) {
                    let mut other = scenario.clone();
                    assert_eq!(other.set(key, value), Ok(()), "{name}: {text}");
                }
            }
        }
        before = tally;
    }
}
