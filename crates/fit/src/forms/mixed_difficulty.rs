//! Mixed difficulty, the beta-geometric: P = B(a, b + n)/B(a, b).

use super::form::{Form, Frame, LEVEL, Point, Reading, any};
use bounceback_core::model::parameter::Key;
use bounceback_core::number::math::{exp, expm1, ln, log1p};

/// Coordinates: the logarithm of the exposure at the centre c, about a·ln(1 + c/b); and
/// v = ln(1 + c/b), which is 0 where all have one difficulty (a and b without bounds).
pub(super) const FORM: Form = Form {
    name: "mixed_difficulty",
    label: "mixed difficulty",
    formula: "B(a, b + n)/B(a, b)",
    only_acceptable: false,
    bounds: |_| vec![LEVEL, SPREADS],
    exposure: |frame, point, n| {
        let level = exp(point[0]);
        let spread = point[1];
        if spread < 1e-9 {
            // One difficulty: E = a/(a + b).
            return log1p(level / frame.centre) * n;
        }
        beta_geometric(level / spread, frame.centre / expm1(spread), n)
    },
    starts: |_, level| {
        [0.0, 0.3, 1.0, 3.0]
            .map(|spread| [level, spread, 0.0, 0.0])
            .to_vec()
    },
    readings: &[
        Reading {
            key: Some(Key::Alpha),
            symbol: "a",
            what: "first parameter of the beta distribution",
            on_scale: |_, point| point[1] / exp(point[0]),
            value: |_, scale| 1.0 / scale,
            axis: None,
            by: 0,
            range: |_| (0.0, 1e300),
        },
        Reading {
            key: Some(Key::Beta),
            symbol: "b",
            what: "second parameter of the beta distribution",
            on_scale: |_, point| point[1],
            value: |frame, scale| frame.centre / expm1(scale),
            axis: Some(1),
            by: 1,
            range: |_| SPREADS,
        },
        Reading {
            key: None,
            symbol: "a/(a + b)",
            what: "mean error per step",
            on_scale: |frame, point| {
                let (a, b) = shapes(frame, point);
                ln(if b.is_infinite() {
                    mean(frame, point)
                } else {
                    a / (a + b)
                })
            },
            value: |_, scale| exp(scale),
            axis: None,
            by: 0,
            range: any,
        },
    ],
    settings: |frame, point| {
        let (a, b) = shapes(frame, point);
        // At one difficulty a beta distribution as narrow as may be.
        let (a, b) = if b > 1e6 {
            (exp(point[0]) / frame.centre * 1e6, 1e6)
        } else {
            (a, b)
        };
        vec![(Key::Alpha, a), (Key::Beta, b), (Key::Recovery, 0.0)]
    },
    whole: None,
};

/// From one difficulty to hazards that are over long before the centre.
const SPREADS: (f64, f64) = (0.0, 14.0);

fn shapes(frame: &Frame, point: &Point) -> (f64, f64) {
    (exp(point[0]) / point[1], frame.centre / expm1(point[1]))
}

/// The error where all have one.
fn mean(frame: &Frame, point: &Point) -> f64 {
    let odds = exp(point[0]) / frame.centre;
    odds / (1.0 + odds)
}

/// −ln B(a, b + n)/B(a, b) = Σ ln(1 + a/(b + k)) over k from 0 to n − 1, for real n, by Euler
/// and Maclaurin's formula, whose terms do not cancel where a and b are large.
fn beta_geometric(a: f64, b: f64, n: f64) -> f64 {
    /// From here on the formula's fifth correction is below rounding.
    const LARGE: f64 = 12.0;
    let (mut from, mut to, mut sum) = (b, b + n, 0.0);
    while from < LARGE {
        sum += log1p(a / from) - log1p(a / to);
        from += 1.0;
        to += 1.0;
    }
    sum + between(a, from, to)
}

/// The sum from `from` to `to`, both beyond where the formula holds.
fn between(a: f64, from: f64, to: f64) -> f64 {
    let n = to - from;
    let integral = to * log1p(a / to) - from * log1p(a / from) + a * log1p(n / (a + from));
    let ends = 0.5 * (log1p(a / from) - log1p(a / to));
    let odd = |power: i32| {
        let at = |z: f64| {
            let mut product = 1.0;
            for _ in 0..power {
                product /= z;
            }
            product
        };
        // The derivative of order `power`, but for its factorial.
        (at(to + a) - at(to)) - (at(from + a) - at(from))
    };
    integral + ends + odd(1) / 12.0 - odd(3) / 360.0 + odd(5) / 1260.0 - odd(7) / 1680.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use bounceback_core::number::gamma::log_rising;

    #[test]
    fn the_sum_is_the_quotient_of_beta_functions() {
        for (a, b) in [(1.0, 99.0), (0.3, 0.02), (40.0, 2.0), (5.0, 3000.0)] {
            let mut sum = 0.0;
            for n in 0..400 {
                let n = f64::from(n);
                let ours = beta_geometric(a, b, n);
                assert!(
                    (ours - sum).abs() < 1e-12 * (1.0 + sum),
                    "{a} {b} {n}: {ours} {sum}"
                );
                // Between steps by gamma functions.
                let whole = log_rising(b + n + 0.37, a) - log_rising(b, a);
                let between = beta_geometric(a, b, n + 0.37);
                assert!(
                    (between - whole).abs() < 1e-10 * (1.0 + whole),
                    "{a} {b} {n}"
                );
                sum += log1p(a / (b + n));
            }
        }
    }
}
