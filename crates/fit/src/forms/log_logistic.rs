//! The log-logistic curve 1/(1 + (x/T)^k): no process of steps, but the curve with which
//! time horizons are published, and the continuous cousin of mixed difficulty.

use super::form::{Form, Frame, LEVEL, Reading, any};
use bounceback_core::number::math::{exp, ln, log1p, pow};

/// Coordinates: the logarithms of the odds of failing at the centre, and of k.
pub(super) const FORM: Form = Form {
    name: "log_logistic",
    label: "log-logistic",
    formula: "1/(1 + (x/T)^k)",
    only_acceptable: false,
    bounds: |frame| vec![LEVEL, slopes(frame)],
    exposure: |frame, point, n| log1p(exp(point[0]) * pow(n / frame.centre, exp(point[1]))),
    starts: |_, level| {
        [0.5_f64, 1.0, 2.0]
            .map(|slope| [level, ln(slope), 0.0, 0.0])
            .to_vec()
    },
    readings: &[
        Reading {
            key: None,
            symbol: "T",
            what: "length at which half succeed, from the origin",
            on_scale: |frame, point| ln(frame.centre * frame.step) - point[0] / exp(point[1]),
            value: |_, scale| exp(scale),
            axis: None,
            by: 0,
            range: any,
        },
        Reading {
            key: None,
            symbol: "k",
            what: "slope",
            on_scale: |_, point| point[1],
            value: |_, scale| exp(scale),
            axis: Some(1),
            by: 1,
            range: slopes,
        },
    ],
    settings: |_, _| Vec::new(),
    whole: None,
};

fn slopes(_: &Frame) -> (f64, f64) {
    (ln(0.01), ln(20.0))
}
