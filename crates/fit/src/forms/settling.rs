//! Settling errors: the hazard of step k is E∞ + (E₁ − E∞)·γ^(k − 1), with E∞ ≤ E₁.

use super::form::{Form, Frame, Point, Reading, any, itself, unit};
use bounceback_core::model::parameter::Key;
use bounceback_core::number::math::{exp, expm1, floor, ln, log1p};

/// Coordinates: the logarithm of the exposure at the centre, were all steps small; the floor
/// as a share of the first hazard; the logarithm of −ln γ.
pub(super) const FORM: Form = Form {
    name: "settling",
    label: "settling errors",
    formula: "Π (1 − E∞ − (E₁ − E∞)·γ^(k − 1))",
    only_acceptable: false,
    bounds: |frame| vec![(-60.0, 12.0), (0.0, 1.0), decays(frame)],
    exposure: |frame, point, n| {
        let (first, floor, speed) = hazards(frame, point);
        settling(first, floor, speed, n)
    },
    starts: |frame, level| {
        [(1.0, 1.0), (0.05, 1.0), (0.5, 0.5), (0.02, 4.0), (0.3, 0.2)]
            .map(|(share, speed)| [level, share, ln(speed / frame.centre), 0.0])
            .to_vec()
    },
    readings: &[
        Reading {
            key: Some(Key::Error),
            symbol: "E₁",
            what: "error at the first step",
            on_scale: |frame, point| ln(hazards(frame, point).0),
            value: |_, scale| exp(scale),
            axis: None,
            by: 0,
            range: any,
        },
        Reading {
            key: Some(Key::Floor),
            symbol: "E∞",
            what: "error in the end",
            on_scale: |frame, point| hazards(frame, point).1,
            value: itself,
            axis: None,
            by: 1,
            range: unit,
        },
        Reading {
            key: Some(Key::Decay),
            symbol: "γ",
            what: "share that each step leaves",
            on_scale: |_, point| point[2],
            value: |_, scale| exp(-exp(scale)),
            axis: Some(2),
            by: 2,
            range: decays,
        },
    ],
    settings: |frame, point| {
        let (first, floor, speed) = hazards(frame, point);
        vec![
            (Key::Error, first),
            (Key::Floor, floor),
            (Key::Decay, exp(-speed)),
        ]
    },
    whole: None,
};

/// From so slow that nothing is seen of it to so fast that only the first row is.
fn decays(frame: &Frame) -> (f64, f64) {
    (ln(1e-3 / frame.longest), ln(20.0 / frame.shortest.max(1.0)))
}

/// E₁, E∞ and −ln γ.
fn hazards(frame: &Frame, point: &Point) -> (f64, f64, f64) {
    let (share, speed) = (point[1], exp(point[2]));
    let settled = -expm1(-speed * frame.centre) / speed;
    let first = exp(point[0]) / (share * frame.centre + (1.0 - share) * settled);
    // A hazard of 1 is left to the limit.
    let error = -expm1(-first);
    (error, share * error, speed)
}

/// −ln of the product of (1 − hazard) over n steps.
fn settling(first: f64, floor_: f64, speed: f64, n: f64) -> f64 {
    if n <= 0.0 {
        return 0.0;
    }
    if first >= 1.0 {
        return f64::INFINITY;
    }
    // 1 − e_k = (1 − E∞)(1 − x·γ^(k − 1)).
    let excess = ((first - floor_) / (1.0 - floor_)).clamp(0.0, 1.0);
    let (mut sum, mut done, mut left) = (-log1p(-floor_) * n, 0.0, excess);
    // Large terms one by one, the rest by −ln(1 − y) = Σ y^m/m, each a geometric series.
    while left > 0.5 && done + 1.0 <= floor(n) && done < 1024.0 {
        sum -= log1p(-left);
        done += 1.0;
        left = excess * exp(-speed * done);
    }
    let rest = n - done;
    if rest <= 0.0 || left <= 0.0 {
        return sum;
    }
    // e^(−m·speed) − 1 and its like for the rest, from one m to the next without cancellation.
    let (one, all) = (expm1(-speed), expm1(-speed * rest));
    let (mut power, mut order, mut step, mut whole) = (left, 1.0, one, all);
    while power > 1e-16 * left && order < 400.0 {
        sum += power / order * whole / step;
        power *= left;
        order += 1.0;
        step += one * (1.0 + step);
        whole += all * (1.0 + whole);
    }
    sum
}
