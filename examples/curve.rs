//! Curve.
use bounceback::criterion::Criterion;
use bounceback::exact::Exact;
fn main() {
    let link = std::env::args().nth(1).unwrap();
    let scenario = bounceback::link::read(&link).scenario;
    let exact = Exact::new(&scenario);
    let lengths = bounceback::exact::lengths(0, scenario.number(bounceback::parameter::Key::Tokens) as u64, 128, true);
    let values = exact.successes(Criterion::Acceptable, &lengths);
    for (n, v) in lengths.iter().zip(&values) {
        let one = exact.success(Criterion::Acceptable, *n);
        if (one - v).abs() > 1e-9 || *v > 1.0 { println!("{n} {v} {one} {:e}", exact.bound(*n)); }
    }
}
