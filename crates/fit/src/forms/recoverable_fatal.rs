//! Recoverable errors of which a share φ is fatal: two exponentials.
//!
//! With E + ρ ≤ 1 both eigenvalues λ₁ ≥ λ₂ of the living states lie in [0, 1], and
//! P = w·λ₁ⁿ + (1 − w)·λ₂ⁿ; every such mixture is that of one chain, as
//! E = 1 − wλ₁ − (1 − w)λ₂, ρ = 1 − (1 − w)λ₁ − wλ₂ and E·ρ·(1 − φ) = w(1 − w)(λ₁ − λ₂)².
//! It is also the curve of two difficulties without any recovery.

use super::form::{Form, Frame, Point, Reading, any, itself, unit};
use super::recoverable::fastest;
use bounceback_core::model::parameter::Key;
use bounceback_core::number::math::{exp, expm1, ln};

/// Coordinates: the logarithm of the first hazard, as an exposure at the centre; w; the slow
/// hazard as a share of the fast one.
pub(super) const FORM: Form = Form {
    name: "recoverable_fatal",
    label: "recoverable errors with a fatal share",
    formula: "w·λ₁ⁿ + (1 − w)·λ₂ⁿ",
    only_acceptable: true,
    bounds: |frame| vec![(-60.0, fastest(frame)), (0.0, 1.0 - 1e-9), (0.0, 1.0)],
    exposure: |frame, point, n| {
        let (slow, fast) = rates(frame, point);
        let share = share(point);
        // One exponential taken out, so that nothing underflows.
        slow * n - ln(share + (1.0 - share) * exp((slow - fast) * n))
    },
    starts: |_, level| {
        [
            (0.0, 0.0, 0.5),
            (0.1, 0.05, 0.0),
            (0.3, 0.3, 0.1),
            (0.5, 0.6, 0.3),
            (1.0, 0.8, 0.05),
            (2.0, 0.9, 0.02),
            (1.5, 0.6, 0.0),
        ]
        .map(|(more, share, ratio)| [level + more, share, ratio, 0.0])
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
            key: Some(Key::Fatal),
            symbol: "φ",
            what: "fatal share of errors",
            on_scale: fatal,
            value: itself,
            axis: None,
            by: 2,
            range: unit,
        },
    ],
    settings: |frame, point| {
        vec![
            (Key::Error, error(frame, point)),
            (Key::Recovery, recovery(frame, point)),
            (Key::Fatal, fatal(frame, point)),
        ]
    },
    whole: None,
};

fn share(point: &Point) -> f64 {
    point[1]
}

/// The slow and the fast hazard: w·slow + (1 − w)·fast is the first one.
fn rates(frame: &Frame, point: &Point) -> (f64, f64) {
    let first = exp(point[0]) / frame.centre;
    let fast = first / (share(point) * point[2] + 1.0 - share(point));
    (point[2] * fast, fast)
}

/// 1 − λ₁ and 1 − λ₂.
fn losses(frame: &Frame, point: &Point) -> (f64, f64) {
    let (slow, fast) = rates(frame, point);
    (-expm1(-slow), -expm1(-fast))
}

fn error(frame: &Frame, point: &Point) -> f64 {
    let (slow, fast) = losses(frame, point);
    share(point) * slow + (1.0 - share(point)) * fast
}

fn recovery(frame: &Frame, point: &Point) -> f64 {
    let (slow, fast) = losses(frame, point);
    ((1.0 - share(point)) * slow + share(point) * fast).min(1.0)
}

fn fatal(frame: &Frame, point: &Point) -> f64 {
    let (slow, fast) = losses(frame, point);
    // E·ρ·φ = (1 − λ₁)(1 − λ₂).
    let both = error(frame, point) * recovery(frame, point);
    if both > 0.0 {
        (slow * fast / both).clamp(0.0, 1.0)
    } else {
        0.0
    }
}
