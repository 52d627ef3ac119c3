//! Pulling a curve: which parameter follows, and to which value.

use super::curves::{Curves, Frame};
use super::sheet::Place;
use bounceback_core::exact::Exact;
use bounceback_core::model::criterion::Criterion;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::{Scenario, parameter};
use bounceback_core::model::walk;
use bounceback_core::number::math::floor;
use core::cell::Cell;

/// How often the way of a parameter is halved: as finely as a hand can point.
const HALVINGS: u32 = 20;

/// How many operations that may take while a hand is dragging.
const MOST_WORK: u64 = 500_000;

/// What follows when the second question's curve is pulled: what brings completions back,
/// else what keeps them from going astray.
pub(super) fn lever(scenario: &Scenario) -> Key {
    [Key::Recovery, Key::Sensitivity, Key::Catch]
        .into_iter()
        .find(|&key| scenario.uses(key))
        .unwrap_or(scenario.process().scale)
}

/// The value of a parameter with which the curve of a criterion passes nearest to a place
/// of a sheet of some size.
pub(super) fn pulled(
    scenario: &Scenario,
    curves: &Curves,
    key: Key,
    criterion: Criterion,
    size: (f64, f64),
    place: Place,
) -> Vec<(Key, f64)> {
    let frame = Frame::fit(size, curves);
    let last = curves.lengths.last().copied().unwrap_or(1);
    // At its beginning no curve can be moved.
    let first = (scenario.done() + 1).min(last);
    let length = (floor(frame.x.value(place.0)).max(0.0) as u64).clamp(first, last);
    let wanted = frame.y.value(place.1).clamp(0.0, 1.0);
    let row = parameter(key);
    let work = Cell::new(0);
    let success = |share: f64| {
        let mut tried = scenario.clone();
        // Walks lead through legal values only.
        let _ = tried.set(key, walk::value_at(row, share));
        let exact = Exact::new(&tried);
        let success = exact.success(criterion, length);
        work.set(work.get() + exact.operations());
        success
    };
    let rises = success(1.0) > success(0.0);
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        if work.get() > MOST_WORK {
            break;
        }
        let middle = f64::midpoint(low, high);
        if (success(middle) < wanted) == rises {
            low = middle;
        } else {
            high = middle;
        }
    }
    // The nearer of the two, so that an end of the way can be reached.
    let off = |share: f64| (success(share) - wanted).abs();
    let share = if work.get() > MOST_WORK {
        f64::midpoint(low, high)
    } else if off(low) < off(high) {
        low
    } else {
        high
    };
    vec![(key, walk::value_at(row, share))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use bounceback_core::share::link;

    const SIZE: (f64, f64) = (900.0, 400.0);

    fn pulled_to(link: &str, criterion: Criterion, tokens: u64, probability: f64) -> (Key, f64) {
        let scenario = link::read(link).scenario;
        let curves = Curves::of(&scenario, scenario.done());
        let place = Frame::fit(SIZE, &curves).place(tokens, probability);
        let key = match criterion {
            Criterion::Flawless => scenario.process().scale,
            _ => lever(&scenario),
        };
        pulled(&scenario, &curves, key, criterion, SIZE, place)[0]
    }

    #[test]
    fn the_pulled_curve_passes_through_the_hand() {
        for (link, criterion, tokens, probability, key) in [
            ("", Criterion::Flawless, 100, 0.5, Key::Error),
            ("", Criterion::Acceptable, 150, 0.9, Key::Recovery),
            (
                "x=log&y=log&tokens=1000",
                Criterion::Flawless,
                700,
                1e-3,
                Key::Error,
            ),
            (
                "process=key_tokens",
                Criterion::Flawless,
                100,
                0.7,
                Key::KeyError,
            ),
            (
                "process=independent&technique=verify",
                Criterion::Acceptable,
                100,
                0.8,
                Key::Sensitivity,
            ),
            (
                "process=mixed_difficulty",
                Criterion::Flawless,
                100,
                0.7,
                Key::Beta,
            ),
        ] {
            let (pulled, value) = pulled_to(link, criterion, tokens, probability);
            assert_eq!(pulled, key, "{link}");
            let mut scenario = link::read(link).scenario;
            scenario.set(key, value).unwrap();
            let there = Exact::new(&scenario).success(criterion, tokens);
            // A hand's place and a round value are coarse.
            assert!((there / probability - 1.0).abs() < 0.02, "{link}: {there}");
        }
    }

    #[test]
    fn what_cannot_be_reached_is_come_near_to() {
        // No recovery takes a completion above 1 − error.
        let (_, value) = pulled_to("error=0.2", Criterion::Acceptable, 100, 1.0);
        assert!(value > 0.7, "{value}");
        let (_, value) = pulled_to("", Criterion::Flawless, 100, 1.0);
        assert_eq!(value, 0.0);
        let (_, value) = pulled_to("", Criterion::Flawless, 0, 0.0);
        assert!(value > 0.9, "{value}");
    }
}
