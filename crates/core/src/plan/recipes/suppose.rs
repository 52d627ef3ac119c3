//! What if it is otherwise? Scenarios in which an assumption fails, or errors are more or
//! less frequent.

use crate::model::course::Course;
use crate::model::parameter::Key;
use crate::model::process::PROCESSES;
use crate::model::scenario::Scenario;
use crate::model::schema::Phase;
use crate::model::technique::Judge;

/// An assumption that may fail: what is then said of it, and what is so instead.
#[derive(Clone, Debug, PartialEq)]
pub struct Supposition {
    /// "if …"
    pub words: String,
    /// What is so instead.
    pub scenario: Scenario,
}

/// The share of errors that are final where one in twenty is.
const FINAL: f64 = 0.05;

/// How often votes go the same way for the same reason, in tenths.
const TENTHS: [u32; 3] = [3, 6, 10];

/// The same scenario with another value, in every phase.
#[must_use]
pub fn with(scenario: &Scenario, changes: &[(Key, &dyn Fn(f64) -> f64)]) -> Scenario {
    let mut changed = scenario.clone();
    let mut schema = scenario.schema().clone();
    for (key, change) in changes {
        let _ = changed.set(*key, change(scenario.number(*key)));
        for phase in &mut schema.phases {
            for (own, value) in &mut phase.own {
                if own == key {
                    *value = change(*value);
                }
            }
        }
    }
    if schema != *scenario.schema() {
        changed.set_schema(&schema.to_string());
    }
    changed
}

/// What a scenario takes for granted beside its rate of error, each as it may fail.
pub fn assumptions(scenario: &Scenario, checkers: u64) -> Vec<Supposition> {
    let course = scenario.course();
    let mut found = Vec::new();
    let mut suppose = |words: &str, changes: &[(Key, &dyn Fn(f64) -> f64)]| {
        found.push(Supposition {
            words: words.to_owned(),
            scenario: with(scenario, changes),
        });
    };
    let judges = || {
        let checks = course.stages().iter().filter_map(|it| it.check.as_ref());
        checks.map(|check| check.judge).filter(Judge::chooses)
    };
    if judges().any(|judge| matches!(judge, Judge::Verify { .. })) {
        let blind = if scenario.number(Key::Joint) < 0.5 {
            0.5
        } else {
            1.0
        };
        let words = match (checkers > 1, blind < 1.0) {
            (false, true) => "if it is blind to half of the errors",
            (false, false) => "if it is blind to all errors",
            (true, true) => "if all are blind to the same half of the errors",
            (true, false) => "if all are blind to the same errors, which are all",
        };
        suppose(words, &[(Key::Joint, &|_| blind)]);
    }
    if judges().any(|judge| matches!(judge, Judge::Vote { .. })) {
        let told = scenario.number(Key::CommonCause);
        let tenths = TENTHS.into_iter().find(|&it| f64::from(it) > told * 10.0);
        let tenths = tenths.unwrap_or(10);
        let words = if tenths < 10 {
            format!("if {tenths} in 10 errors have a common cause")
        } else {
            "if all errors have a common cause".to_owned()
        };
        suppose(&words, &[(Key::CommonCause, &|_| f64::from(tenths) / 10.0)]);
    }
    let stages = course.stages();
    if stages
        .iter()
        .any(|stage| stage.share.after < stage.share.before)
    {
        suppose(
            "if thinking takes away half as much of the hazard",
            &[(Key::ThinkFloor, &|left| f64::midpoint(1.0, left))],
        );
    }
    let catches = |it: &crate::model::course::Stage| {
        it.repair > 0.0 || it.query.is_some_and(|query| query.catch > 0.0)
    };
    let (caught, recovers) = (
        stages.iter().any(catches),
        stages.iter().any(|stage| stage.recovery > 0.0),
    );
    let own = scenario.schema().phases.iter().flat_map(|phase| &phase.own);
    let is_one = own.clone().all(|(key, _)| *key != Key::Process);
    let process = scenario.process();
    if !caught && !recovers {
        // Nothing is made good: nothing need be.
    } else if is_one && process.parameters.contains(&Key::Fatal) {
        let told = scenario.number(Key::Fatal);
        if told < FINAL {
            suppose(
                "if one error in twenty is final",
                &[(Key::Fatal, &|_| FINAL)],
            );
        } else {
            suppose(
                "if twice as many errors are final",
                &[(Key::Fatal, &|told| (2.0 * told).min(1.0))],
            );
        }
    } else if is_one && process.name == "independent" {
        // The same process with another name knows final errors.
        let place = PROCESSES.iter().position(|it| it.name == "recoverable");
        let place = place.unwrap_or_default() as f64;
        suppose(
            "if one error in twenty is final",
            &[
                (Key::Process, &|_| place),
                (Key::Recovery, &|_| 0.0),
                (Key::Fatal, &|_| FINAL),
            ],
        );
    } else if caught {
        suppose(
            "if half as much is caught",
            &[
                (Key::Catch, &|catch| catch / 2.0),
                (Key::ThinkRecovery, &|back| back / 2.0),
            ],
        );
    } else {
        suppose(
            "if it recovers half as often",
            &[(Key::Recovery, &|back| back / 2.0)],
        );
    }
    found
}

/// The course of a scenario in which errors are so many times as frequent, in every phase; what
/// errors add to one another stays. Nothing where they can't be: no rate exceeds 1.
///
/// What carries them is `error`, and `floor` of a hazard that settles; `key_error` and
/// `other_error`; and of mixed difficulty the mean a/(a + b), by b. Deviations that add up have
/// no such rate: however large each is, the hazard of long texts is the same. There the hazard
/// itself is so many times as great.
pub fn as_frequent(scenario: &Scenario, times: f64) -> Option<Course> {
    let phases = &scenario.schema().phases;
    let own_process = |phase: &Phase| {
        let own = phase.own.iter().find(|(key, _)| *key == Key::Process);
        own.map_or(scenario.number(Key::Process), |(_, value)| *value)
    };
    let mut processes: Vec<f64> = phases.iter().map(own_process).collect();
    if phases.is_empty() {
        processes.push(scenario.number(Key::Process));
    }
    let adds_up = |process: &f64| PROCESSES[*process as usize].name == "threshold";
    if processes.iter().all(adds_up) {
        return Some(scenario.course().erring(times));
    }
    let is_legal = |key: Key, value: f64| {
        let mut tried = scenario.clone();
        tried.set(key, value).is_ok()
    };
    let changed = |key: Key, value: f64| match key {
        Key::Beta => {
            let alpha = scenario.number(Key::Alpha);
            let mean = times * alpha / (alpha + value);
            alpha / mean - alpha
        }
        _ => value * times,
    };
    let own = || phases.iter().flat_map(|phase| &phase.own);
    let mut changes: Vec<(Key, &dyn Fn(f64) -> f64)> = Vec::new();
    let (rate, beta) = (
        |rate: f64| changed(Key::Error, rate),
        |beta: f64| changed(Key::Beta, beta),
    );
    for key in [Key::Error, Key::Floor, Key::KeyError, Key::OtherError] {
        changes.push((key, &rate));
    }
    changes.push((Key::Beta, &beta));
    let is_used = |key: Key| scenario.uses(key) || own().any(|it| it.0 == key);
    changes.retain(|(key, _)| is_used(*key));
    let all_legal = changes.iter().all(|(key, change)| {
        let values = own().filter(|it| it.0 == *key).map(|it| it.1);
        let own_are_legal = values.map(change).all(|value| is_legal(*key, value));
        own_are_legal && (!scenario.uses(*key) || is_legal(*key, change(scenario.number(*key))))
    });
    let is_one_kind = !processes.iter().any(adds_up);
    (all_legal && is_one_kind).then(|| with(scenario, &changes).course())
}
