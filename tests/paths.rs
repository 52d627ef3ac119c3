//! Step-labelled runs: what is true of them comes out, and nothing else.

mod support;

use bounceback_core::fit::data::Path;
use bounceback_core::fit::paths::{Chains, Model, Options};

fn only_fits() -> Options {
    Options {
        slip_curves: false,
        bootstraps: 0,
        samples: 0,
        trials: 0,
        ..Options::default()
    }
}

fn path(steps: Vec<bool>) -> Path {
    Path {
        steps,
        outcome: None,
        cluster: None,
        weight: 1.0,
    }
}

fn done(paths: &[Path], options: Options) -> Chains {
    let mut chains = Chains::new(paths, options);
    while !chains.advance(100_000) {}
    chains
}

#[test]
fn smoke() {
    use std::time::Instant;
    let mut state = 12345_u64;
    let mut uniform = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    for (runs, length, e, r, f) in [
        (200, 20, 0.1, 0.3, 0.0),
        (10_000, 100, 0.03, 0.2, 0.1),
        (1, 100_000, 0.01, 0.1, 0.0),
        (3000, 1000, 0.1, 0.5, 0.0),
    ] {
        let paths: Vec<Path> = (0..runs)
            .map(|_| {
                let mut right = true;
                let mut lost = false;
                path(
                    (0..length)
                        .map(|_| {
                            let u = uniform();
                            if right {
                                if u < e {
                                    right = false;
                                    lost = uniform() < f;
                                }
                            } else if !lost && u < r {
                                right = true;
                            }
                            right
                        })
                        .collect(),
                )
            })
            .collect();
        let begin = Instant::now();
        let mut chains = Chains::new(&paths, Options::default());
        println!("new {:?}", begin.elapsed());
        let (mut stage, mut at, mut worst) = (
            chains.progress().0,
            Instant::now(),
            std::time::Duration::ZERO,
        );
        loop {
            let slice = Instant::now();
            let end = chains.advance(1_000_000);
            worst = worst.max(slice.elapsed());
            if chains.progress().0 != stage || end {
                println!(
                    "{runs}x{length} {stage:?} {:?} worst {worst:?}",
                    at.elapsed()
                );
                (stage, at, worst) = (
                    chains.progress().0,
                    Instant::now(),
                    std::time::Duration::ZERO,
                );
            }
            if end {
                break;
            }
        }
        for fit in chains.fits() {
            println!(
                "{:?} {} {} {:?}",
                fit.model,
                fit.log_likelihood,
                fit.converged,
                fit.parameters
                    .iter()
                    .map(|p| (p.symbol, p.estimate.value, p.estimate.low, p.estimate.high))
                    .collect::<Vec<_>>()
            );
        }
        for c in chains.slip_curves() {
            println!("{:?} {:?} {:?}", c.slip, c.falls_at, c.plausible);
            for p in &c.points {
                println!(
                    "   {:.4} {:.5} {:.5} {:.3} {:.3}",
                    p.slip, p.error, p.recovery, p.log_likelihood, p.evidence
                );
            }
        }
        println!("{:?}", chains.slip_free());
        println!("{:?}", chains.order());
        println!("{:#?}", bounceback_core::fit::paths::Verdict::of(&chains));
    }
    let _ = (only_fits(), done(&[], only_fits()), Model::ALL);
}
