//! Independent errors: P = (1 − E)ⁿ.

use super::form::{Form, Frame, LEVEL, Point, Reading, any};
use bounceback_core::model::parameter::Key;
use bounceback_core::number::math::{exp, expm1, ln};

/// The coordinate is the logarithm of the exposure at the centre.
pub(super) const FORM: Form = Form {
    name: "independent",
    label: "independent errors",
    formula: "(1 − E)ⁿ",
    only_acceptable: false,
    bounds: |_| vec![LEVEL],
    exposure: |frame, point, n| exp(point[0]) / frame.centre * n,
    starts: |_, level| vec![[level, 0.0, 0.0, 0.0]],
    readings: &[Reading {
        key: Some(Key::Error),
        symbol: "E",
        what: "error per step",
        on_scale: |frame, point| point[0] - ln(frame.centre),
        value: |_, scale| -expm1(-exp(scale)),
        axis: None,
        by: 0,
        range: any,
    }],
    settings: |frame, point| vec![(Key::Error, error(frame, point))],
    whole: None,
};

fn error(frame: &Frame, point: &Point) -> f64 {
    -expm1(-exp(point[0]) / frame.centre)
}
