//! Step-labelled runs: known answers, extremes, and how long it takes.

use crate::support::fitting::path;
use crate::support::{close, near};
use bounceback_core::model::criterion::Criterion::{Acceptable, Flawless};
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use bounceback_fit::data::Path;
use bounceback_fit::paths::{
    Chains, Clustering, Known, MOST_STEPS, Model, Options, Recovery, Slip, Stage, Start, Verdict,
    cohorts, survivors,
};

/// Nothing but what is asked for is sampled.
fn no_samples() -> Options {
    Options {
        bootstraps: 0,
        samples: 0,
        trials: 0,
        ..Options::default()
    }
}

fn only_fits() -> Options {
    Options {
        slip_curves: false,
        ..no_samples()
    }
}

fn done(paths: &[Path], options: Options) -> Chains {
    let mut chains = Chains::new(paths, options);
    while !chains.advance(100_000) {}
    chains
}

fn verdict(chains: &Chains) -> Verdict {
    Verdict::of(chains).expect("models are fitted")
}

/// Runs with so many steps of each kind: right after right, wrong after right, wrong after
/// wrong, right after wrong.
fn counted(kept: usize, erred: usize, stayed: usize, returned: usize) -> Vec<Path> {
    // One run comes and goes; each other error is the last step of a run.
    let mut first = String::new();
    for at in 0..returned {
        first.push('0');
        if at == 0 {
            first.push_str(&"0".repeat(stayed));
        }
        first.push('1');
    }
    first.push_str(&"1".repeat(kept));
    let others = (returned..erred).map(|_| path("0"));
    [path(&first)].into_iter().chain(others).collect()
}

#[test]
fn the_published_counts_give_their_chain() {
    let chains = done(&counted(532, 113, 66, 23), only_fits());
    let counts = chains.counts();
    assert_eq!(
        [counts.kept, counts.erred, counts.stayed, counts.returned],
        [532.0, 113.0, 66.0, 23.0]
    );
    let chain = chains.fit_of(Model::Chain).unwrap();
    close(chain.law().error, 113.0 / 645.0, 1e-15, "E");
    close(chain.law().recovery, 23.0 / 89.0, 1e-15, "ρ");
    let ratio = chains.independence().unwrap();
    near(ratio.statistic, 115.0, 0.5, "likelihood ratio");
    assert!(ratio.chance < 1e-25);
    assert!(!chains.fit_of(Model::LeCun).unwrap().possible());
    near(chain.aic, 4.0 - 2.0 * chain.log_likelihood, 1e-9, "AIC");
    near(
        chain.bic,
        2.0 * 734.0_f64.ln() - 2.0 * chain.log_likelihood,
        1e-9,
        "BIC counts steps",
    );
}

#[test]
fn slips_without_errors_look_like_errors_and_recovery() {
    // Every tenth label slips, each at another place: 90 of 900 steps.
    let runs: Vec<Path> = (0..90)
        .map(|at| {
            let mut run = path("1111111111");
            run.steps[(at * 7) % 10] = false;
            run
        })
        .collect();
    let mut spread = runs.clone();
    // Two slips in a row as often as chance has it: 9 pairs.
    for run in &mut spread[..9] {
        run.steps = path("1111001111").steps;
    }
    let chains = done(&spread, no_samples());
    let law = chains.fit_of(Model::Chain).unwrap().law();
    near(law.error, 0.1, 0.02, "E looks like m");
    near(law.recovery, 0.9, 0.03, "ρ looks like 1 − m");
    let verdict = verdict(&chains);
    let Recovery::OnlyIfLabelsAreRight { falls_at: Some(m) } = verdict.recovery else {
        panic!("{:?}", verdict.recovery);
    };
    assert!((0.02..0.12).contains(&m), "falls at {m}");
    assert!(verdict.findings[0].contains("a labeller who slips"));
    // At the true rate nothing goes wrong, as far as the labels tell.
    let both = &chains.slip_curves()[0];
    assert_eq!(both.slip, Slip::Both);
    let at = both.points.iter().find(|it| it.slip >= 0.1).unwrap();
    assert!(at.error < 0.01, "{at:?}");
    assert!(
        both.plausible.0 < 0.01 && both.plausible.1 > 0.08,
        "{both:?}"
    );
}

#[test]
fn extremes_give_bounds_and_never_panic() {
    let long: String = (0..100_000)
        .map(|k| if k % 97 < 9 { '0' } else { '1' })
        .collect();
    let all = |runs: &[&str]| runs.iter().map(|it| path(it)).collect::<Vec<_>>();
    let mut weighted = all(&["1101", "1001", "0111"]);
    weighted[0].weight = 2.5;
    weighted[1].weight = 1e-3;
    let mut outcomes = all(&["1101", "1001", "0111", "1110", "1111"]);
    for (at, run) in outcomes.iter_mut().enumerate() {
        run.outcome = Some(at % 2 == 0);
        run.cluster = Some(at as u32 / 2);
    }
    let mut far = all(&["1101", "1001", "0111", "0000"]);
    far[0].weight = 1e11;
    far[1].weight = 1e-300;
    far[2].weight = f64::INFINITY;
    far[3].weight = f64::NAN;
    let sets = [
        far,
        vec![],
        all(&[""]),
        all(&["1"]),
        all(&["0"]),
        all(&["1", "0"]),
        all(&["11111"; 30]),
        all(&["00000"; 30]),
        all(&["1010101"]),
        all(&["111000", "110000", "111111"]),
        all(&["0", "00", "01"]),
        all(&[&long]),
        weighted,
        outcomes,
    ];
    for paths in &sets {
        for start in [Start::Acceptable, Start::Free] {
            let long = paths.iter().any(|it| it.steps.len() > 1000);
            let options = Options {
                start,
                bootstraps: 20,
                samples: 20,
                trials: 10,
                slip_curves: !long,
                ..Options::default()
            };
            let chains = done(paths, options);
            assert_eq!(chains.progress(), (Stage::Done, 1.0));
            let verdict = verdict(&chains);
            let said = [&verdict.findings, &verdict.limits, &verdict.more].map(|it| it.join(" "));
            let text = said.join(" ") + &verdict.methods;
            assert!(
                !text.contains("NaN") && !text.contains("simulated only"),
                "{text}"
            );
            for fit in chains.fits() {
                assert!(!fit.log_likelihood.is_nan());
                for parameter in &fit.parameters {
                    let it = parameter.estimate;
                    assert!(
                        0.0 <= it.low && it.low <= it.high && it.high <= 1.0,
                        "{fit:?}"
                    );
                    let nothing = it.known == Known::Nothing;
                    assert!(
                        nothing || (it.low <= it.value && it.value <= it.high),
                        "{fit:?}"
                    );
                }
            }
            chains.strips(3);
            chains.curve(Model::Chain, Acceptable, &[1, 10, 100_000]);
            chains.scenario(Model::MixedChain, &Scenario::default());
        }
        survivors(paths);
        cohorts(paths, &[0, 1, 5]);
    }
}

#[test]
fn what_was_never_seen_is_bounded() {
    let right = done(&vec![path("1111111111"); 10], no_samples());
    let error = right.fit_of(Model::Chain).unwrap().estimate("E").unwrap();
    assert_eq!((error.known, error.value), (Known::AtMost, 0.0));
    close(
        error.high,
        1.0 - 0.05_f64.powf(0.01),
        1e-12,
        "nothing of 100",
    );
    assert_eq!(verdict(&right).recovery, Recovery::NeverWrong);
    let stuck = done(&vec![path("1110000000"); 10], no_samples());
    let Recovery::NothingBack { chances, at_most } = verdict(&stuck).recovery else {
        panic!("{:?}", verdict(&stuck).recovery);
    };
    assert_eq!(chances, 60.0);
    close(
        at_most,
        1.0 - 0.05_f64.powf(1.0 / 60.0),
        1e-12,
        "nothing of 60",
    );
    assert!(stuck.fit_of(Model::LeCun).unwrap().possible());
    let fatal = stuck.fit_of(Model::Fatal).unwrap().estimate("φ").unwrap();
    assert_eq!(
        fatal.known,
        Known::Nothing,
        "lost and never back look alike"
    );
}

#[test]
fn a_weight_counts_as_so_many_runs() {
    let thrice = ["1101", "1101", "1101", "0011"].map(path);
    let mut once = ["1101", "0011"].map(path);
    once[0].weight = 3.0;
    let [many, weighted] = [&thrice[..], &once[..]].map(|it| done(it, only_fits()));
    for (a, b) in many.fits().iter().zip(weighted.fits()) {
        near(a.log_likelihood, b.log_likelihood, 1e-6, a.model.label());
    }
    assert!(weighted.weighted() && !many.weighted());
}

#[test]
fn adopted_fits_give_the_curves_of_the_evidence() {
    let paths = ["1101011", "1000111", "1111110", "0110000"].map(path);
    let chains = done(&paths, only_fits());
    let chain = chains.fit_of(Model::Chain).unwrap().law();
    let scenario = chains.scenario(Model::Chain, &Scenario::default()).unwrap();
    assert_eq!(scenario.number(Key::Error), chain.error);
    assert_eq!(scenario.number(Key::Recovery), chain.recovery);
    assert_eq!(scenario.choice(Key::Process), "recoverable");
    let (rest, lambda) = (
        chain.recovery / (chain.error + chain.recovery),
        1.0 - chain.error - chain.recovery,
    );
    let acceptable = chains.curve(Model::Chain, Acceptable, &[1, 5]);
    near(
        acceptable[1],
        rest + (1.0 - rest) * lambda.powi(5),
        1e-12,
        "acceptable",
    );
    let flawless = chains.curve(Model::Chain, Flawless, &[4]);
    near(flawless[0], (1.0 - chain.error).powi(4), 1e-12, "flawless");
    assert!(
        chains
            .scenario(Model::LeCun, &Scenario::default())
            .is_none()
    );
    assert!(chains.curve(Model::LeCun, Flawless, &[4]).is_empty());
}

#[test]
fn slices_do_not_change_the_answer() {
    let paths: Vec<Path> = (0..30_u32)
        .map(|run| Path {
            outcome: Some(run % 3 > 0),
            ..path(["110101", "100111", "111100", "011011", "111111"][run as usize % 5])
        })
        .collect();
    let options = Options {
        bootstraps: 30,
        samples: 30,
        trials: 20,
        ..Options::default()
    };
    let all = |operations: u64| {
        let mut chains = Chains::new(&paths, options);
        while !chains.advance(operations) {}
        format!("{chains:?} {:?} {:?}", verdict(&chains), chains.goodness())
    };
    assert_eq!(all(1), all(u64::MAX));
}

#[test]
fn late_errors_are_seen_to_hurt_where_they_do() {
    // Those with more than four steps left come back, the others don't.
    let run = |first: usize| {
        let mut run = path("1111111111");
        run.steps[first] = false;
        run.outcome = Some(first < 5);
        run
    };
    let paths: Vec<Path> = (0..40).map(|at| run(at % 10)).collect();
    let chains = done(&paths, only_fits());
    let late = chains.late();
    assert_eq!((late.runs, late.right, late.earlier), (40, 20, 1.0));
    assert!(late.exact && late.late_hurts < 1e-8 && late.early_hurts > 0.99);
    assert!(
        verdict(&chains)
            .findings
            .iter()
            .any(|it| it.contains("late errors hurt more"))
    );
    let mut lost = paths.clone();
    for run in &mut lost {
        run.outcome = Some(false);
    }
    let said = verdict(&done(&lost, only_fits())).findings.join(" ");
    assert!(said.contains("as LeCun says"), "{said}");
}

#[test]
fn errors_that_beget_errors_are_told_from_hard_runs() {
    // Hard ones with four and five stretches, where 4½ are expected.
    let texts = ["0010110001101011", "0011100001101011", "1111111011111111"];
    let hard: Vec<Path> = (0..60).map(|at| path(texts[at % 3])).collect();
    assert_eq!(
        verdict(&done(&hard, only_fits())).clustering,
        Clustering::Difficulty
    );
    let beget: Vec<Path> = (0..60)
        .map(|at| {
            path(if at % 2 == 0 {
                "1100001111111111"
            } else {
                "1111111110000011"
            })
        })
        .collect();
    assert_eq!(
        verdict(&done(&beget, only_fits())).clustering,
        Clustering::Beget
    );
    assert_eq!(
        verdict(&done(&[path("1110"), path("1111")], only_fits())).clustering,
        Clustering::CantTell
    );
}

#[test]
fn ten_thousand_runs_are_fitted_at_once_and_more_are_cut() {
    let runs: Vec<Path> = (0..10_000_u32)
        .map(|run| Path {
            steps: (0..100_u32)
                .map(|k| {
                    (run.wrapping_mul(2_654_435_761) ^ k.wrapping_mul(40_503)) % 31 > (k + run) % 7
                })
                .collect(),
            ..path("1")
        })
        .collect();
    let begin = std::time::Instant::now();
    let mut chains = Chains::new(&runs, only_fits());
    while chains.fits().len() < Model::PLAIN.len() {
        chains.advance(1);
    }
    let taken = begin.elapsed();
    println!("10,000 runs of 100 steps: {taken:?}");
    // Said to be 300 ms; a machine that is busy with other tests gets three times that.
    assert!(taken.as_millis() < 900, "{taken:?}");
    let long = vec![path(&"10".repeat(MOST_STEPS / 4)); 3];
    let chains = Chains::new(&long, only_fits());
    assert_eq!(chains.read(), (2, 0, 1));
}
