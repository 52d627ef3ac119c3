//! The two parameters that the map goes along: how each walks, steps, and is labelled.

use crate::figure::axis::{Axis, Scale, tokens_label};
use bounceback_core::model::parameter::{Key, Kind, Parameter, Walk};
use bounceback_core::model::scenario::Scenario;
use bounceback_core::model::table::parameter;
use bounceback_core::model::walk::{self, Stride};
use bounceback_core::number::format::round;
use bounceback_core::number::math::{log10, pow};

/// Where a parameter that walks in equal steps begins on a logarithmic axis, after zero:
/// at this power of ten. All of them are shares.
const LEAST: i32 = -4;

/// The parameter along an axis, walking as the axis is scaled.
pub(super) fn axis(scenario: &Scenario, scale: Key) -> Parameter {
    // The names are those of parameters: a test holds it.
    let row = scenario.along(scale);
    let row = *row.unwrap_or_else(|| parameter(Key::Error));
    let walk = match (row.walk, scenario.is_log(scale)) {
        (Walk::Linear, true) => Walk::Log(LEAST),
        (Walk::Log(_), false) => Walk::Linear,
        (own, _) => own,
    };
    Parameter { walk, ..row }
}

/// A step of an arrow key along an axis. Where a parameter that walks in ratios goes in
/// equal steps, one is a hundredth of the way; that of its control would not be seen.
pub(super) fn stepped(along: &Parameter, value: f64, by: i32) -> f64 {
    let is_large = by.abs() > 1;
    let own = parameter(along.key).walk;
    if along.walk != own && along.walk == Walk::Linear && along.kind != Kind::Probability {
        let (least, most) = walk::range(along);
        let unit = round((most - least) / 100.0, 1);
        let steps = f64::from(by.signum() * if is_large { 10 } else { 1 });
        return (((value / unit).round() + steps) * unit).clamp(least, most);
    }
    let stride = if is_large {
        Stride::Large
    } else {
        Stride::Small
    };
    walk::step(along, value, by, stride)
}

/// Round values along a parameter's way, as shares, with how they read.
pub(super) fn ticks(parameter: &Parameter, scenario: &Scenario, wanted: f64) -> Vec<(f64, String)> {
    let (least, most) = walk::range(parameter);
    let values: Vec<f64> = match parameter.walk {
        Walk::Linear if parameter.kind == Kind::Probability => {
            (0..=4).map(|i| f64::from(i) / 4.0).collect()
        }
        Walk::Linear => {
            let way = Axis {
                scale: Scale::Linear,
                low: least,
                high: most,
                start: 0.0,
                end: 1.0,
            };
            way.ticks(4)
        }
        Walk::Log(exponent) => {
            let last = log10(most).floor() as i32;
            let decades = f64::from(last - exponent);
            let stride = (decades / wanted.max(1.0)).ceil().max(1.0) as usize;
            let decades = (exponent..=last).rev().step_by(stride);
            decades.map(|decade| pow(10.0, f64::from(decade))).collect()
        }
    };
    let read = |value: f64| {
        let share = walk::share(parameter, value);
        // Where zero is legal a logarithmic way begins with it.
        let value = if share == 0.0 { least } else { value };
        let label = if parameter.key == Key::Tokens {
            tokens_label(value)
        } else {
            let mut scenario = scenario.clone();
            let _ = scenario.set(parameter.key, value);
            scenario.display(parameter.key)
        };
        (share, label)
    };
    values.into_iter().map(read).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use bounceback_core::exact::Exact;
    use bounceback_core::model::process::NAMES;
    use bounceback_core::model::table::AXES;
    use bounceback_core::model::technique;
    use bounceback_core::share::link;

    /// A link in which a parameter matters and the map goes along it to the right.
    pub(in super::super) fn along(name: &str) -> String {
        let links = NAMES.iter().flat_map(|process| {
            technique::NAMES.iter().map(move |technique| {
                format!("process={process}&technique={technique}&across={name}")
            })
        });
        let matters = |link: &String| {
            let along = link::read(link).scenario.along(Key::AcrossScale);
            along.is_some_and(|along| along.name == name)
        };
        links.into_iter().find(matters).expect(name)
    }

    /// Where a parameter is replaced success does not depend on it, and does on the one that
    /// stands in.
    #[test]
    fn the_map_goes_along_what_changes_something() {
        let mut replaced = 0;
        for process in NAMES {
            for criterion in ["acceptable", "flawless", "tolerant"] {
                for name in AXES {
                    let mut scenario = Scenario::default();
                    for (key, text) in [
                        (Key::Process, *process),
                        (Key::Criterion, criterion),
                        (Key::Up, name),
                    ] {
                        scenario.set_text(key, text).unwrap();
                    }
                    let along = scenario.along(Key::UpScale).unwrap();
                    let moves = |key| {
                        let row = parameter(key);
                        let at = |share| {
                            let mut there = scenario.clone();
                            let _ = there.set(key, walk::value_at(row, share));
                            Exact::new(&there).success(there.criterion(), there.length())
                        };
                        let values = [0.0, 0.3, 0.6, 1.0].map(at);
                        values.iter().any(|value| (value - values[0]).abs() > 1e-9)
                    };
                    if let Some(chosen) = scenario.replaced(Key::UpScale) {
                        replaced += 1;
                        assert_eq!(chosen.name, *name);
                        assert!(!moves(chosen.key), "{process} {criterion} {name}");
                        assert!(moves(along.key), "{process} {criterion} {}", along.name);
                        assert_ne!(
                            Some(along.key),
                            scenario.along(Key::AcrossScale).map(|it| it.key)
                        );
                    } else {
                        assert_eq!(along.name, *name);
                    }
                }
            }
        }
        assert!(replaced > 100, "{replaced}");
    }
}
