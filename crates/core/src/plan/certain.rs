//! Whether all succeed, or so nearly all that a double can't tell the difference.
//!
//! 1 − 10⁻²⁰ is the double 1. Where that stands for success it would be shown as 100%, and reach
//! a target of 100%, which it does not. All succeed only where they do so however often errors
//! strike: where nothing can go wrong, or a check that overlooks nothing has the last word. So
//! errors are made frequent, and what is still 1 then is 1.

use crate::exact::{Answers, Exact};
use crate::model::parameter::Key;
use crate::model::scenario::Scenario;
use crate::number::math::pow;
use crate::plan::recipes::suppose::with;

/// The greatest share below all: the double before 1.
pub const ALMOST: f64 = 1.0 - f64::EPSILON / 2.0;

/// The share of drafts without an error where errors are made frequent. Of a thousand drafts,
/// as many as may be tried, one at least is sound in all but 10⁻⁴ of cases, which shows.
const SOUND: f64 = 0.01;

/// Success at full length as it was computed, or [`ALMOST`] where rounding alone made it all;
/// and the operations that took.
pub fn counted(scenario: &Scenario, success: f64) -> (f64, u64) {
    if success < 1.0 || success.is_nan() {
        return (success, 0);
    }
    let frequent = frequent(scenario);
    let exact = Exact::new(&frequent);
    let all = exact.success(frequent.criterion(), frequent.length()) >= 1.0;
    (if all { 1.0 } else { ALMOST }, exact.operations())
}

/// Of the values of a parameter that are good enough those that are so for certain, where the
/// target is all: of the others rounding alone says so.
pub fn only(mut answers: Answers, scenario: &Scenario, key: Key) -> Answers {
    if scenario.number(Key::Target) < 1.0 {
        return answers;
    }
    let holds = |value: f64| {
        let mut changed = scenario.clone();
        // Legal: it lies in the parameter's range.
        let _ = changed.set(key, value);
        let success = Exact::new(&changed).success(changed.criterion(), changed.length());
        counted(&changed, success).0 >= 1.0
    };
    let ranges = answers
        .ranges
        .iter()
        .filter_map(|&(from, to)| match (holds(from), holds(to)) {
            (true, true) => Some((from, to)),
            (true, false) => Some((from, from)),
            (false, true) => Some((to, to)),
            (false, false) => None,
        });
    answers.ranges = ranges.collect();
    answers
}

/// The same scenario with errors that hardly a draft is without.
fn frequent(scenario: &Scenario) -> Scenario {
    let course = scenario.course();
    let drafts = course.stages().iter().filter_map(|it| it.check.as_ref());
    let longest = drafts.map(|check| check.size).max().unwrap_or(1).max(1);
    let often = 1.0 - pow(SOUND, 1.0 / longest as f64);
    let rate = |rate: f64| if rate > 0.0 { rate.max(often) } else { rate };
    let alpha = scenario.number(Key::Alpha);
    let beta = |beta: f64| beta.min(alpha * (1.0 - often) / often).max(0.01);
    let rates = [Key::Error, Key::Floor, Key::KeyError, Key::OtherError];
    let mut changes: Vec<(Key, &dyn Fn(f64) -> f64)> = Vec::new();
    for key in rates {
        changes.push((key, &rate));
    }
    changes.push((Key::Beta, &beta));
    with(scenario, &changes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::format::percent;
    use crate::share::link;

    fn success(link: &str) -> f64 {
        let scenario = link::read(link).scenario;
        let exact = Exact::new(&scenario);
        counted(
            &scenario,
            exact.success(scenario.criterion(), scenario.length()),
        )
        .0
    }

    #[test]
    fn what_only_rounding_makes_all_is_not_all() {
        for link in [
            "process=independent&technique=vote&lead=100&step=1",
            "process=independent&technique=verify&interval=1&sensitivity=1&tries=1000",
            "process=independent&error=1e-20&tokens=10",
            "error=1e-19&recovery=1&tokens=9",
            "process=mixed_difficulty&alpha=0.01&beta=1000000&technique=vote&lead=1000&step=1",
        ] {
            let scenario = link::read(link).scenario;
            let raw = Exact::new(&scenario).success(scenario.criterion(), scenario.length());
            let told = success(link);
            assert!(told < 1.0, "{link}: {raw} {told}");
        }
        assert_eq!(
            percent(success(
                "process=independent&technique=vote&lead=100&step=1"
            )),
            ">99.9999%"
        );
    }

    #[test]
    fn what_is_all_for_certain_stays_all() {
        for link in [
            "error=0",
            "process=key_tokens&key_error=0&other_error=0",
            "continuations=1",
            "process=independent&technique=verify&interval=1&sensitivity=1",
            "process=independent&technique=verify&interval=200&sensitivity=1",
            "process=independent&technique=verify&interval=20&sensitivity=1&false_reject=0.3",
        ] {
            assert_eq!(success(link), 1.0, "{link}");
        }
    }
}
