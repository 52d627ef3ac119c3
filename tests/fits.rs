//! Fits of data whose answers are known.

use bounceback_core::fit::data::{AtRisk, Cohort, Data};
use bounceback_core::fit::{Fits, Options, Origin};

fn probe(column: usize) -> Data {
    let text = include_str!("data/fits/probe_survivors.csv");
    let mut at_risk = 20_000.0;
    let mut rows = Vec::new();
    for line in text.lines().skip_while(|line| !line.starts_with('1')) {
        let cells: Vec<f64> = line.split(',').map(|cell| cell.parse().unwrap()).collect();
        rows.push(AtRisk { length: cells[0], at_risk, failed: at_risk - cells[column] });
        at_risk = cells[column];
    }
    assert_eq!(rows.len(), 80);
    Data::Survivors(rows)
}

fn bigbench(task: &str) -> Data {
    let text = include_str!("data/fits/bigbench_first_mistakes.csv");
    let rows = text.lines().filter_map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        (cells[0] == task).then(|| AtRisk {
            length: cells[1].parse().unwrap(),
            at_risk: cells[2].parse().unwrap(),
            failed: cells[3].parse().unwrap(),
        })
    });
    Data::Survivors(rows.collect())
}

fn twenty() -> Data {
    Data::Cohorts((1..=20).map(|k| { let n = 10.0 * k as f64; let p = 0.7 * (-n / 60.0_f64).exp() + 0.3; Cohort { length: n, trials: 50.0, successes: (50.0 * p + (k % 3) as f64 - 1.0).round(), cluster: None } }).collect())
}

#[test]
fn timing() {
    for intervals in [false, true] {
        let mut fits = Fits::new(&twenty(), Options { intervals, ..Options::default() }).unwrap();
        let mut t = std::time::Instant::now();
        let mut n = 0;
        let mut worst = std::time::Duration::ZERO;
        let mut slice = 0;
        loop {
            let s = std::time::Instant::now();
            slice += 1;
            let done = fits.advance(2000);
            worst = worst.max(s.elapsed());
            if fits.fits().len() > n { n = fits.fits().len(); println!("{} {:?} {slice}", fits.fits()[n-1].name(), t.elapsed()); t = std::time::Instant::now(); slice = 0; }
            if done { break; }
        }
        println!("worst {worst:?}");
    }
}

fn fitted(data: &Data, options: Options) -> Fits {
    let mut fits = Fits::new(data, options).unwrap();
    while !fits.advance(20_000) {}
    fits
}

fn show(fits: &Fits) {
    println!("step {:?} saturated {}", fits.sample.step, fits.saturated());
    for fit in fits.fits() {
        println!("{:20} ll {:.6} aic {:.3} conv {} half {:?}", fit.name(), fit.loglik, fit.aic(), fit.converged, fit.half_life);
        for p in &fit.parameters { println!("     {} {:?}", p.symbol, p.estimate); }
    }
}

#[test]
fn explore() {
    for column in [1, 2] {
        for origin in [Origin::Fixed(0.0), Origin::Fitted] {
            let t = std::time::Instant::now();
            let fits = fitted(&probe(column), Options { origin, ..Options::default() });
            println!("--- probe {column} {origin:?} {:?}", t.elapsed());
            show(&fits);
        }
    }
    for task in ["multistep_arithmetic","word_sorting","tracking_shuffled_objects","logical_deduction","dyck_languages"] {
        for origin in [Origin::Fixed(0.0), Origin::Fitted, Origin::Fixed(1.0)] {
            let t = std::time::Instant::now();
            let fits = fitted(&bigbench(task), Options { origin, ..Options::default() });
            println!("--- {task} {origin:?} {:?}", t.elapsed());
            show(&fits);
        }
    }
    let rows = (1..=20).map(|k| { let n = 10.0 * k as f64; let p = 0.7 * (-n / 60.0_f64).exp() + 0.3; Cohort { length: n, trials: 50.0, successes: (50.0 * p + (k % 3) as f64 - 1.0).round(), cluster: None } }).collect();
    let t = std::time::Instant::now();
    let fits = fitted(&Data::Cohorts(rows), Options::default());
    println!("--- cohorts {:?}", t.elapsed());
    show(&fits);
}
