//! Step-labelled runs: a second opinion, by `data/fits/paths.py`.

use crate::support::fitting::path;
use crate::support::{close, near, rows};
use bounceback_fit::data::Path;
use bounceback_fit::paths::{Chains, Model, Options, Slip};
use std::collections::BTreeMap;

/// Fitted, with slips, and nothing sampled.
fn done(paths: &[Path]) -> Chains {
    let options = Options {
        bootstraps: 0,
        samples: 0,
        trials: 0,
        ..Options::default()
    };
    let mut chains = Chains::new(paths, options);
    while !chains.advance(1_000_000) {}
    chains
}

#[test]
fn another_implementation_agrees() {
    let mut sets = BTreeMap::<&str, Vec<Path>>::new();
    for row in rows(include_str!("../data/fits/paths_runs.csv")) {
        sets.entry(row[0]).or_default().push(path(row[1]));
    }
    let fitted: BTreeMap<&str, Chains> = (sets.iter())
        .map(|(&name, paths)| (name, done(paths)))
        .collect();
    let mut compared = 0;
    for row in rows(include_str!("../data/fits/paths.csv")) {
        let chains = &fitted[row[0]];
        let number = |at: usize| row[at].parse::<f64>().ok();
        let value = number(3).expect("it is a number");
        let what = row.join(" ");
        compared += 1;
        let slip = match row[1].rsplit_once(' ') {
            Some(("both", m)) => Some((Slip::Both, m)),
            Some(("false alarm", m)) => Some((Slip::FalseAlarm, m)),
            Some(("miss", m)) => Some((Slip::Miss, m)),
            _ => None,
        };
        if let Some((slip, m)) = slip {
            let m: f64 = m.parse().unwrap();
            let curve = chains.slip_curves().iter().find(|it| it.slip == slip);
            let points = &curve.unwrap().points;
            let point = points.iter().find(|it| (it.slip - m).abs() < 1e-9).unwrap();
            match row[2] {
                "E" => close(point.error, value, 2e-4, &what),
                "rho" => close(point.recovery, value, 2e-4, &what),
                _ => near(point.log_likelihood, value, 1e-6, &what),
            }
            continue;
        }
        let model = match row[1] {
            "independent" => Model::Independent,
            "chain" => Model::Chain,
            "fatal" => Model::Fatal,
            "mixed steps" => Model::MixedSteps,
            "mixed errors" => Model::MixedChain,
            other => panic!("{other}"),
        };
        let fit = chains.fit_of(model).unwrap();
        if row[2] == "log_likelihood" {
            if model == Model::MixedChain {
                // There it is that of errors alone.
                let counts = chains.counts();
                let recovery = counts.returned * (counts.returned / counts.from_wrong()).ln()
                    + counts.stayed * (counts.stayed / counts.from_wrong()).ln();
                near(fit.log_likelihood - recovery, value, 1e-6, &what);
            } else {
                near(fit.log_likelihood, value, 1e-6, &what);
            }
            continue;
        }
        let symbol = match row[2] {
            "rho" => "ρ",
            "phi" => "φ",
            "theta" => "θ",
            it => it,
        };
        let estimate = fit.estimate(symbol).unwrap();
        close(estimate.value, value, 1e-4, &what);
        for (own, at) in [(estimate.low, 4), (estimate.high, 5)] {
            if let Some(theirs) = number(at).filter(|it| !it.is_nan()) {
                close(own, theirs, 3e-4, &what);
            }
        }
    }
    assert!(compared > 40, "{compared} compared");
}
