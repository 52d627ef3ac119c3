//! Errors at key tokens, of which there are n^α among n.
//!
//! Of the forms that key tokens have, a share of all is independent errors again, a power
//! with harmless other tokens is fading errors with κ = α, and a plateau has a kink where no
//! data need be. What data can tell is the power with other errors: key tokens n^α with hazard
//! E₁, all others with E₀. The coefficient is 1, as only its product with the hazard shows.

use super::form::{Form, Frame, LEVEL, Point, Reading, any, itself, unit};
use bounceback_core::model::parameter::Key;
use bounceback_core::number::math::{exp, expm1, ln, pow};

/// Coordinates: the logarithm of the exposure at the centre; the share of it that key tokens
/// have beyond others; α.
pub(super) const FORM: Form = Form {
    name: "key_tokens",
    label: "errors at key tokens",
    formula: "(1 − E₁)^k·(1 − E₀)^(n − k), k = n^α",
    only_acceptable: false,
    bounds: |frame| vec![LEVEL, (0.0, 1.0), exponents(frame)],
    exposure: |frame, point, n| {
        let t = n / frame.centre;
        exp(point[0]) * (point[1] * pow(t, point[2]) + (1.0 - point[1]) * t)
    },
    starts: |_, level| {
        [(0.0, 0.5), (0.5, 0.5), (0.9, 0.3), (0.3, 0.1), (0.95, 0.7)]
            .map(|(share, exponent)| [level, share, exponent, 0.0])
            .to_vec()
    },
    readings: &[
        Reading {
            key: Some(Key::KeyError),
            symbol: "E₁",
            what: "error at a key token",
            on_scale: |frame, point| ln(rates(frame, point).0),
            value: |_, scale| -expm1(-exp(scale)),
            axis: None,
            by: 0,
            range: any,
        },
        Reading {
            key: Some(Key::OtherError),
            symbol: "E₀",
            what: "error at another step",
            on_scale: |frame, point| -expm1(-rates(frame, point).1),
            value: itself,
            axis: None,
            by: 1,
            range: unit,
        },
        Reading {
            key: Some(Key::Exponent),
            symbol: "α",
            what: "exponent of the number of key tokens",
            on_scale: |_, point| point[2],
            value: itself,
            axis: Some(2),
            by: 2,
            range: exponents,
        },
    ],
    settings: |frame, point| {
        let (key, other) = rates(frame, point);
        vec![
            (Key::KeyError, -expm1(-key)),
            (Key::OtherError, -expm1(-other)),
            (Key::Growth, 1.0),
            (Key::Coefficient, 1.0),
            (Key::Exponent, point[2]),
        ]
    },
    whole: None,
};

/// A power of 0 would be errors at no length at all.
fn exponents(_: &Frame) -> (f64, f64) {
    (0.01, 1.0)
}

/// The hazards, as exposures, of a key token and of another.
fn rates(frame: &Frame, point: &Point) -> (f64, f64) {
    let level = exp(point[0]);
    let other = level * (1.0 - point[1]) / frame.centre;
    let beyond = level * point[1] * exp(-point[2] * ln(frame.centre));
    (other + beyond, other)
}
