//! Errors that add up beyond a threshold: P = 1 − Γ(q/2, q/(2·r·n²))/Γ(q/2).

use super::form::{Form, Frame, Reading, any};
use bounceback_core::model::parameter::Key;
use bounceback_core::number::gamma::log_lower_share;
use bounceback_core::number::math::{exp, ln};

/// Coordinates: the logarithms of √r, at the centre, and of q, which is fitted as a real
/// number from 1 to 1000.
pub(super) const FORM: Form = Form {
    name: "threshold",
    label: "errors that add up",
    formula: "1 − Γ(q/2, q/(2rn²))/Γ(q/2)",
    only_acceptable: false,
    bounds: |frame| vec![(-60.0, 60.0), directions(frame)],
    exposure: |frame, point, n| {
        let half = exp(point[1]) / 2.0;
        let t = exp(point[0]) * n / frame.centre;
        if t <= 0.0 {
            0.0
        } else {
            -log_lower_share(half, half / (t * t))
        }
    },
    starts: |_, level| {
        [1.0_f64, 3.0, 12.0, 60.0]
            .map(|q| [(0.5 * level).clamp(-3.0, 3.0), ln(q), 0.0, 0.0])
            .to_vec()
    },
    readings: &[
        Reading {
            key: Some(Key::Error),
            symbol: "r",
            what: "variance added by a step squared",
            on_scale: |frame, point| 2.0 * (point[0] - ln(frame.centre)),
            value: |_, scale| exp(scale),
            axis: None,
            by: 0,
            range: any,
        },
        Reading {
            key: Some(Key::Directions),
            symbol: "q",
            what: "wrong directions",
            on_scale: |_, point| point[1],
            value: |_, scale| exp(scale),
            axis: Some(1),
            by: 1,
            range: directions,
        },
    ],
    settings: |frame, point| {
        vec![
            (Key::Error, exp(2.0 * (point[0] - ln(frame.centre)))),
            (Key::Directions, exp(point[1]).round()),
        ]
    },
    whole: Some(1),
};

fn directions(_: &Frame) -> (f64, f64) {
    (0.0, ln(1000.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_value_comes_out() {
        let frame = Frame {
            centre: 1.0,
            shortest: 1.0,
            longest: 1.0,
            step: 1.0,
        };
        let exposure = (FORM.exposure)(&frame, &[0.0, ln(4.0), 0.0, 0.0], 1.0);
        assert!((exp(-exposure) - 0.593_994_150_29).abs() < 1e-11);
    }
}
