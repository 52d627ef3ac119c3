//! Fading errors, the discrete Weibull: P = (1 − E)^(n^κ).

use super::form::{Form, Frame, LEVEL, Point, Reading, any};
use bounceback_core::model::parameter::Key;
use bounceback_core::number::math::{exp, expm1, ln, pow};

/// Coordinates: the logarithms of the exposure at the centre, and of κ.
pub(super) const FORM: Form = Form {
    name: "fading",
    label: "fading errors",
    formula: "(1 − E)^(n^κ)",
    only_acceptable: false,
    bounds: |frame| vec![LEVEL, shapes(frame)],
    exposure: |frame, point, n| exp(point[0]) * pow(n / frame.centre, exp(point[1])),
    starts: |_, level| {
        [0.5_f64, 1.0, 2.0]
            .map(|shape| [level, ln(shape), 0.0, 0.0])
            .to_vec()
    },
    readings: &[
        Reading {
            key: Some(Key::Error),
            symbol: "E",
            what: "error at the first step",
            on_scale: first,
            value: |_, scale| -expm1(-exp(scale)),
            axis: None,
            by: 0,
            range: any,
        },
        Reading {
            key: Some(Key::Shape),
            symbol: "κ",
            what: "shape",
            on_scale: |_, point| point[1],
            value: |_, scale| exp(scale),
            axis: Some(1),
            by: 1,
            range: shapes,
        },
    ],
    settings: |frame, point| {
        vec![
            (Key::Error, -expm1(-exp(first(frame, point)))),
            (Key::Shape, exp(point[1])),
        ]
    },
    whole: None,
};

/// The shapes that scenarios know, from .01 to 10.
fn shapes(_: &Frame) -> (f64, f64) {
    (ln(0.01), ln(10.0))
}

/// The logarithm of the exposure of the first step.
fn first(frame: &Frame, point: &Point) -> f64 {
    point[0] - exp(point[1]) * ln(frame.centre)
}
