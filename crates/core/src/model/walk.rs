//! How a control walks through a parameter's range: by pointer (a share of the
//! way) and by key (a step up or down). Values stay round, so that links stay short.

use crate::model::parameter::{Kind, Parameter, Walk};
use crate::number::format;
use crate::number::math::{floor, log10, pow};

/// How far one key press goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stride {
    /// An arrow key.
    Small,
    /// Page up or page down.
    Large,
}

/// The least and the greatest legal value.
pub const fn range(parameter: &Parameter) -> (f64, f64) {
    match parameter.kind {
        Kind::Probability | Kind::Schema => (0.0, 1.0),
        Kind::Whole { least, most } => (least as f64, most as f64),
        Kind::Real { least, most } => (least, most),
        Kind::Choice(names) => (0.0, (names.len() - 1) as f64),
    }
}

/// How far along the way a value lies, from 0 to 1.
pub fn share(parameter: &Parameter, value: f64) -> f64 {
    let (least, most) = range(parameter);
    let share = match parameter.walk {
        Walk::Linear => (value - least) / (most - least),
        Walk::Log(exponent) => {
            let floor = f64::from(exponent);
            (log10(value.max(pow(10.0, floor))) - floor) / (log10(most) - floor)
        }
    };
    share.clamp(0.0, 1.0)
}

/// The round value at a share of the way; zero, where legal, lies at its very start.
pub fn value_at(parameter: &Parameter, share: f64) -> f64 {
    let (least, most) = range(parameter);
    let share = share.clamp(0.0, 1.0);
    if share == 0.0 {
        return least;
    }
    if share == 1.0 {
        return most;
    }
    let value = match parameter.walk {
        Walk::Linear => {
            // A thousandth of the way, or a whole number, whichever is coarser.
            let unit = (most - least) / 1000.0;
            least + ((most - least) * share / unit).round() * unit
        }
        Walk::Log(exponent) => {
            let floor = f64::from(exponent);
            pow(10.0, floor + (log10(most) - floor) * share)
        }
    };
    round(parameter, value, 3).clamp(least, most)
}

/// The next round value up (`direction` > 0) or down.
pub fn step(parameter: &Parameter, value: f64, direction: i32, stride: Stride) -> f64 {
    let (least, most) = range(parameter);
    let sign = f64::from(direction.signum());
    let stepped = match parameter.walk {
        Walk::Linear => {
            let unit = match parameter.kind {
                Kind::Probability | Kind::Real { .. } => 0.01,
                _ => 1.0,
            };
            let times = if stride == Stride::Large { 10.0 } else { 1.0 };
            round(parameter, value + sign * unit * times, 12)
        }
        Walk::Log(exponent) => log_step(
            parameter,
            value,
            sign,
            stride,
            pow(10.0, f64::from(exponent)),
        ),
    };
    stepped.clamp(least, most)
}

/// A step in the second significant digit, or by a factor of ten; zero lies one
/// step below `first`.
fn log_step(parameter: &Parameter, value: f64, sign: f64, stride: Stride, first: f64) -> f64 {
    if value < first {
        return if sign > 0.0 { first } else { 0.0 };
    }
    let stepped = if stride == Stride::Large {
        value * pow(10.0, sign)
    } else {
        // Downwards from a power of ten the finer unit below it counts.
        let toward = if sign < 0.0 {
            value * (1.0 - 1e-9)
        } else {
            value * (1.0 + 1e-9)
        };
        let unit = pow(10.0, floor(log10(toward)) - 1.0);
        let unit = if matches!(parameter.kind, Kind::Whole { .. }) {
            unit.max(1.0)
        } else {
            unit
        };
        ((value / unit).round() + sign) * unit
    };
    if stepped < first * (1.0 - 1e-9) {
        0.0
    } else {
        round(parameter, stepped, 6)
    }
}

/// The nearest number with so many significant digits; a whole one where the
/// parameter is whole.
fn round(parameter: &Parameter, value: f64, digits: i32) -> f64 {
    let rounded = format::round(value, digits);
    if matches!(parameter.kind, Kind::Probability | Kind::Real { .. }) {
        rounded
    } else {
        rounded.round()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parameter::Key;
    use crate::model::scenario::{PARAMETERS, Scenario, parameter};

    #[test]
    fn a_share_of_the_way_and_its_value_agree() {
        for parameter in &PARAMETERS {
            let (least, most) = range(parameter);
            assert_eq!(value_at(parameter, 0.0), least, "{}", parameter.name);
            assert_eq!(value_at(parameter, 1.0), most, "{}", parameter.name);
            for step in 1..100 {
                let there = f64::from(step) / 100.0;
                let back = share(parameter, value_at(parameter, there));
                let coarse = !matches!(parameter.kind, Kind::Probability | Kind::Real { .. });
                let slack = if coarse { 1.0 } else { 2e-3 };
                assert!(
                    (back - there).abs() < slack,
                    "{}: {there} and {back}",
                    parameter.name
                );
            }
        }
    }

    #[test]
    fn every_value_walked_to_is_legal_and_steps_move() {
        for parameter in &PARAMETERS {
            if matches!(parameter.kind, Kind::Choice(_) | Kind::Schema) {
                continue;
            }
            let (least, most) = range(parameter);
            for direction in [1, -1] {
                for stride in [Stride::Small, Stride::Large] {
                    let mut value = parameter.default;
                    for _ in 0..2000 {
                        let next = step(parameter, value, direction, stride);
                        Scenario::default().set(parameter.key, next).unwrap();
                        if value == if direction > 0 { most } else { least } {
                            assert_eq!(next, value);
                            break;
                        }
                        assert!(
                            (next - value) * f64::from(direction) > 0.0,
                            "{} {value} → {next}",
                            parameter.name
                        );
                        value = next;
                    }
                }
            }
        }
    }

    #[test]
    fn arrow_keys_walk_through_round_values() {
        let error = parameter(Key::Error);
        let up: Vec<f64> = (0..3)
            .scan(0.0098, |value, _| {
                *value = step(error, *value, 1, Stride::Small);
                Some(*value)
            })
            .collect();
        assert_eq!(up, [0.0099, 0.01, 0.011]);
        assert_eq!(step(error, 0.01, -1, Stride::Small), 0.0099);
        assert_eq!(step(error, 0.0, 1, Stride::Small), 1e-6);
        assert_eq!(step(error, 1e-6, -1, Stride::Small), 0.0);
        assert_eq!(step(error, 0.01, 1, Stride::Large), 0.1);
        assert_eq!(step(parameter(Key::Tokens), 200.0, 1, Stride::Small), 210.0);
        assert_eq!(step(parameter(Key::Fatal), 0.06, 1, Stride::Small), 0.07);
    }
}
