//! Recoverable errors: P = π + (1 − π)(1 − E − ρ)ⁿ with π = ρ/(E + ρ).
//!
//! Only E + ρ ≤ 1 is fitted: beyond, right and wrong alternate from step to step, which
//! lengths in another unit could not show. Then the curve is π + (1 − π)·e^(−μn), in every
//! unit; **and the very same curve is that of two difficulties without any recovery**: a share
//! π of tasks that never fail, all others with a constant hazard μ.

use super::form::{Form, Frame, Point, Reading, any, itself, unit};
use bounceback_core::model::parameter::Key;
use bounceback_core::number::math::{exp, expm1, ln, log1p};

/// Coordinates: the logarithm of the first hazard, as an exposure at the centre; the limit π.
pub(super) const FORM: Form = Form {
    name: "recoverable",
    label: "recoverable errors",
    formula: "π + (1 − π)(1 − E − ρ)ⁿ, π = ρ/(E + ρ)",
    only_acceptable: true,
    bounds: |frame| vec![(-60.0, fastest(frame)), (0.0, MOST_LIMIT)],
    exposure: |frame, point, n| {
        let rate = rate(frame, point);
        -log1p((1.0 - point[1]) * expm1(-rate * n))
    },
    starts: |_, level| {
        [
            (0.0, 0.0),
            (0.0, 0.05),
            (0.3, 0.2),
            (0.7, 0.4),
            (1.5, 0.6),
            (2.5, 0.85),
        ]
        .map(|(more, limit)| [level + more, limit, 0.0, 0.0])
        .to_vec()
    },
    readings: &[
        Reading {
            key: Some(Key::Error),
            symbol: "E",
            what: "error per step",
            on_scale: |frame, point| ln(error(frame, point)),
            value: |_, scale| exp(scale),
            axis: None,
            by: 0,
            range: any,
        },
        Reading {
            key: Some(Key::Recovery),
            symbol: "ρ",
            what: "recovery per step",
            on_scale: recovery,
            value: itself,
            axis: None,
            by: 1,
            range: unit,
        },
        Reading {
            key: None,
            symbol: "π",
            what: "limit",
            on_scale: |_, point| point[1],
            value: itself,
            axis: Some(1),
            by: 1,
            range: |_| (0.0, MOST_LIMIT),
        },
    ],
    settings: |frame, point| {
        vec![
            (Key::Error, error(frame, point)),
            (Key::Recovery, recovery(frame, point)),
            (Key::Fatal, 0.0),
        ]
    },
    whole: None,
};

/// A limit of 1 leaves no hazard to speak of.
pub(super) const MOST_LIMIT: f64 = 1.0 - 1e-9;

/// The first hazard beyond which the first row is at the limit already.
pub(super) fn fastest(frame: &Frame) -> f64 {
    ln(60.0 * frame.centre / frame.shortest)
}

fn rate(frame: &Frame, point: &Point) -> f64 {
    exp(point[0]) / frame.centre / (1.0 - point[1])
}

fn error(frame: &Frame, point: &Point) -> f64 {
    -(1.0 - point[1]) * expm1(-rate(frame, point))
}

fn recovery(frame: &Frame, point: &Point) -> f64 {
    -point[1] * expm1(-rate(frame, point))
}
