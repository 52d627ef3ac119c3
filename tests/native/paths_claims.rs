//! Step-labelled runs: tests that raise no more false alarms than they say, and see what there
//! is to see.

use crate::support::labelled::{PLAIN, Random, World, at_most_five_percent, called, draw};
use bounceback_fit::data::Path;
use bounceback_fit::paths::{Chains, Model, Options, Question, Recovery, Verdict};

fn nothing() -> Options {
    Options {
        slip_curves: false,
        bootstraps: 0,
        samples: 0,
        trials: 0,
        ..Options::default()
    }
}

fn done(paths: &[Path], options: Options) -> Chains {
    let mut chains = Chains::new(paths, options);
    while !chains.advance(1_000_000) {}
    chains
}

/// Many runs that come and go, some of whose errors are fatal.
const FATAL: World = World {
    fatal: 0.3,
    runs: 200,
    ..PLAIN
};

#[test]
fn constant_hazards_are_not_said_to_change() {
    let samples = 1000;
    let world = World { runs: 60, ..PLAIN };
    let errors = |paths: &[Path]| Chains::new(paths, nothing()).errors().chance < 0.05;
    let repair = |paths: &[Path]| Chains::new(paths, nothing()).repair().chance < 0.05;
    at_most_five_percent(called(world, samples, 21, &errors), samples, "errors");
    at_most_five_percent(called(world, samples, 22, &repair), samples, "repair");
    let rarer = |paths: &[Path]| {
        let chains = Chains::new(paths, nothing());
        chains.repair().chance < 0.05 && chains.repair().trend < 0.0
    };
    assert!(called(FATAL, 50, 23, &rarer) > 45);
}

#[test]
fn runs_of_one_difficulty_are_not_said_to_differ() {
    let samples = 150;
    let world = World { runs: 40, ..PLAIN };
    let differ = |paths: &[Path]| done(paths, nothing()).difficulty().unwrap()[0].chance < 0.05;
    at_most_five_percent(called(world, samples, 24, &differ), samples, "difficulty");
    let mixed = World {
        mixed: Some((1, 9)),
        ..PLAIN
    };
    assert!(called(mixed, 20, 25, &differ) > 16);
}

/// Gives runs their outcomes.
fn judged(mut paths: Vec<Path>, outcome: &mut dyn FnMut(&Path) -> bool) -> Vec<Path> {
    for path in &mut paths {
        path.outcome = Some(outcome(path));
    }
    paths
}

#[test]
fn position_is_not_said_to_matter_where_it_does_not() {
    // 30 runs are counted out exactly, 100 are not.
    for runs in [30, 100] {
        let samples = 1000;
        let world = World { runs, ..PLAIN };
        let mut coin = Random(31);
        let (mut late, mut early) = (0, 0);
        let mut random = Random(32);
        for _ in 0..samples {
            let paths = judged(draw(world, &mut random), &mut |_| coin.uniform() < 0.4);
            let test = *Chains::new(&paths, nothing()).late();
            late += u32::from(test.late_hurts < 0.05);
            early += u32::from(test.early_hurts < 0.05);
        }
        at_most_five_percent(late, samples, "late errors hurt more");
        at_most_five_percent(early, samples, "early errors hurt more");
    }
}

/// The share of samples of so many runs that show that late errors hurt more.
fn shown(world: World, samples: u32, seed: u64) -> f64 {
    let right = |path: &Path| path.steps.last() == Some(&true);
    let count = called(world, samples, seed, &|paths| {
        let paths = judged(paths.to_vec(), &mut |path| right(path));
        Chains::new(&paths, nothing()).late().late_hurts < 0.05
    });
    f64::from(count) / f64::from(samples)
}

#[test]
fn as_many_runs_as_are_said_to_tell_do_tell() {
    let world = World {
        runs: 60,
        recovery: Some(0.1),
        ..PLAIN
    };
    let right = |path: &Path| path.steps.last() == Some(&true);
    let paths = judged(draw(world, &mut Random(41)), &mut |path| right(path));
    let options = Options {
        trials: 200,
        ..nothing()
    };
    let chains = done(&paths, options);
    let needs = chains.needs();
    let need = needs
        .iter()
        .find(|it| it.question == Question::Late)
        .unwrap();
    // What was fitted is the world of the samples that check it.
    let law = chains.fit_of(Model::Chain).unwrap().law();
    let fitted = World {
        error: law.error,
        recovery: Some(law.recovery),
        ..world
    };
    // Both are counted in samples: 400 and 200, within four standard deviations.
    let reach = 4.0 * (0.25_f64 / 200.0 + 0.25 / 400.0).sqrt();
    let now = shown(fitted, 400, 42);
    assert!((need.power_now - now).abs() < reach, "{need:?} {now}");
    let runs = need.runs.expect("some number is enough") as usize;
    let then = shown(World { runs, ..fitted }, 400, 43);
    println!("{need:?}: {now} now, {then} with as many");
    assert!((then - 0.8).abs() < reach + 0.05, "{need:?} {then}");
}

#[test]
fn a_model_that_gives_such_runs_is_not_called_a_misfit_and_others_are() {
    let options = Options {
        samples: 99,
        ..nothing()
    };
    let samples = 40;
    let world = World { runs: 20, ..PLAIN };
    let mut random = Random(51);
    let mut misfits = [0; 3];
    for _ in 0..samples {
        let chains = done(&draw(world, &mut random), options);
        let good = chains.goodness();
        let chain = good.iter().find(|it| it.model == Model::Chain).unwrap();
        let chances = [chain.acceptable, chain.flawless, chain.stretches];
        for (misfits, chance) in misfits.iter_mut().zip(chances) {
            *misfits += u32::from(chance < 0.05);
        }
    }
    for misfits in misfits {
        at_most_five_percent(misfits, samples, "misfits of the chain");
    }
    let chains = done(&draw(FATAL, &mut Random(52)), options);
    let good = chains.goodness();
    let of = |model| good.iter().find(|it| it.model == model).unwrap();
    assert!(of(Model::Chain).stretches < 0.02, "{:?}", of(Model::Chain));
    assert!(of(Model::Fatal).stretches > 0.02, "{:?}", of(Model::Fatal));
    let verdict = Verdict::of(&chains).unwrap();
    assert_eq!(verdict.fatal, Some(true));
    assert!(verdict.findings.join(" ").contains("Repair gets rarer"));
}

#[test]
fn clusters_that_differ_widen_the_interval() {
    // Twenty tasks, each with an error rate of its own.
    let mut random = Random(61);
    let truth = truth();
    let (mut alone, mut together) = (0, 0);
    for _ in 0..60 {
        let mut paths = Vec::new();
        for task in 0..20 {
            let world = World {
                runs: 10,
                error: random.beta(2, 18),
                ..PLAIN
            };
            let runs = draw(world, &mut random).into_iter();
            paths.extend(runs.map(|run| Path {
                cluster: Some(task),
                ..run
            }));
        }
        let options = Options {
            level: 0.9,
            bootstraps: 100,
            ..nothing()
        };
        let chains = done(&paths, options);
        let spread = chains.by_cluster().unwrap().spreads[0];
        together += u32::from(spread.low <= truth && truth <= spread.high);
        let estimate = chains.fit_of(Model::Chain).unwrap().estimate("E").unwrap();
        alone += u32::from(estimate.low <= truth && truth <= estimate.high);
    }
    println!("of 60: {alone} held by profiles, {together} by clusters");
    // 54 are held at 90%, less what intervals by only twenty clusters lack.
    assert!(alone < 42 && together > 44, "{alone} {together}");
}

/// E of steps from a right one, over many tasks as above.
fn truth() -> f64 {
    // E[errors]/E[right steps before one], by Beta(2, 18) and the chain with ρ = .3 over 30
    // steps, by the midpoint rule.
    let (mut errors, mut right) = (0.0, 0.0);
    for k in 0..2000 {
        let e = (f64::from(k) + 0.5) / 2000.0;
        let density = e * (1.0 - e).powi(17);
        let mut acceptable = 1.0;
        for _ in 0..30 {
            errors += density * acceptable * e;
            right += density * acceptable;
            acceptable = acceptable * (1.0 - e) + (1.0 - acceptable) * 0.3;
        }
    }
    errors / right
}

/// Whether labels are called proof of recovery at the slip rate that is known.
fn recovers(slip: f64, paths: &[Path]) -> bool {
    let options = Options {
        slip: Some(slip),
        slip_curves: true,
        ..nothing()
    };
    Verdict::of(&done(paths, options)).unwrap().recovery == Recovery::Recovers
}

fn known_slips(samples: u32) {
    for mixed in [None, Some((1, 9))] {
        let world = World {
            runs: 40,
            length: 12,
            recovery: Some(0.0),
            mixed,
            slip: 0.05,
            ..PLAIN
        };
        let count = called(world, samples, 71, &|paths| recovers(0.05, paths));
        at_most_five_percent(count, samples, "recovers at the slip rate that is known");
        let some = World {
            recovery: Some(0.3),
            ..world
        };
        assert!(called(some, 4, 72, &|paths| recovers(0.05, paths)) > 2);
    }
}

#[test]
fn slips_of_a_known_rate_are_not_called_recovery() {
    known_slips(10);
}

#[test]
#[ignore = "a larger study of the claim above: minutes"]
fn slips_of_a_known_rate_are_not_called_recovery_in_many_samples() {
    known_slips(400);
}
