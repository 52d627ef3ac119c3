//! What else a plan rests on: values of the link that its sentences do not show.
//!
//! The question of the plan has a number for each means at hand, its second line has the rest
//! of what is usually assumed. All else that changes an answer is said here where it is not as
//! usual, and can be set back at once. A parameter that is new is said without more ado.

use crate::model::criterion::Criterion;
use crate::model::parameter::{Key, Kind};
use crate::model::process::PROCESSES;
use crate::model::scenario::{MEANS, PARAMETERS, Scenario, VIEW, parameter};
use crate::number::format::count;

/// What stands in the sentences of the plan, whatever it is.
const SHOWN: [Key; 10] = [
    Key::Target,
    Key::Tokens,
    Key::Unit,
    Key::Sensitivity,
    Key::FalseReject,
    Key::Cost,
    Key::CommonCause,
    Key::Catch,
    Key::ThinkFloor,
    Key::Price,
];

/// What says, beside the schema, which technique is at work, and how; how good its means are is
/// the reader's. It is told beside what comes of it.
pub const DONE: &[Key] = &[
    Key::Technique,
    Key::Interval,
    Key::Tries,
    Key::Votes,
    Key::Lead,
    Key::Step,
];

/// What changes no answer of a plan, beside what is only looked at.
const IDLE: [Key; 6] = [
    Key::Figure,
    Key::Runs,
    Key::Seed,
    Key::Attempts,
    Key::SameRecovery,
    // (It is told with the criterion.)
    Key::Tolerance,
];

/// The parameters that change what a plan answers, are not as usual, and do not stand in its
/// sentences.
pub fn keys(scenario: &Scenario) -> Vec<Key> {
    // Recipes are searched for as if nothing were done.
    let mut bare = scenario.clone();
    bare.set_schema("");
    let is_said = |key: Key| match key {
        Key::Error | Key::Recovery => scenario.uses(key),
        // Without recovery, the sentence says all of it.
        Key::Process => scenario.process().name == "independent",
        Key::Schema => true,
        _ => [&SHOWN[..], DONE, VIEW, &IDLE]
            .iter()
            .any(|it| it.contains(&key)),
    };
    let matters = |key: Key| scenario.uses(key) || bare.uses(key) || MEANS.contains(&key);
    let keys = PARAMETERS.iter().filter(|row| {
        let is_usual = scenario.effective(row.key) == row.default;
        !is_usual && !is_said(row.key) && matters(row.key)
    });
    keys.map(|row| row.key).collect()
}

/// What they are, in words.
pub fn said(scenario: &Scenario) -> Vec<String> {
    let keys = keys(scenario).into_iter();
    keys.map(|key| words(scenario, key)).collect()
}

/// Sets them back to what is usual.
pub fn reset(scenario: &mut Scenario) {
    for key in keys(scenario) {
        // Every default is legal.
        let _ = scenario.set(key, parameter(key).default);
    }
}

fn words(scenario: &Scenario, key: Key) -> String {
    let value = scenario.display(key);
    let (one, _) = scenario.unit();
    match key {
        Key::Process => {
            let process = &PROCESSES[scenario.whole(Key::Process) as usize];
            format!("process: {}", process.label)
        }
        Key::Joint => format!("the checker shares {value} of the writer’s blind spots"),
        Key::Fatal => format!("{value} of errors are final"),
        Key::Continuations => format!("{value} of deviations are harmless"),
        Key::Think => format!("thinking lasts {}", count(scenario.whole(Key::Think), one)),
        Key::ThinkRecovery => {
            format!("a {one} of thinking makes good {value} of what is wrong")
        }
        Key::Done => {
            let done = scenario.done();
            let are = if done == 1 { "is" } else { "are" };
            format!("{} {are} done already", count(done, one))
        }
        Key::Criterion => match scenario.criterion() {
            Criterion::Acceptable => "success means to be acceptable at the end".to_owned(),
            Criterion::Flawless => "success means never to have erred".to_owned(),
            Criterion::Tolerant(most) => {
                format!("success means {} at most", count(most, "error"))
            }
        },
        _ => {
            let row = parameter(key);
            let is_choice = matches!(row.kind, Kind::Choice(_));
            format!("{}{} {value}", row.label, if is_choice { ":" } else { "" })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::share::link;

    fn read(link: &str) -> Scenario {
        link::read(link).scenario
    }

    #[test]
    fn what_is_not_as_usual_is_said_and_can_be_set_back() {
        for (link, words) in [
            ("", ""),
            ("process=independent&sensitivity=0.3&cost=7", ""),
            (
                "joint=0.5",
                "the checker shares 50% of the writer’s blind spots",
            ),
            (
                "fatal=0.05&done=1",
                "5% of errors are final; 1 token is done already",
            ),
            (
                "process=self_conditioning&contagion=0.3",
                "process: self-conditioning; contagion 30%",
            ),
            (
                "process=key_tokens&growth=log",
                "process: errors at key tokens; key tokens grow: log",
            ),
            (
                "criterion=tolerant&tolerance=3",
                "success means 3 errors at most",
            ),
            // What no process or technique of the link uses says nothing.
            ("contagion=0.3&shape=2&tolerance=7", ""),
        ] {
            let mut scenario = read(link);
            assert_eq!(said(&scenario).join("; "), words, "{link}");
            reset(&mut scenario);
            assert_eq!(keys(&scenario), [], "{link}");
        }
    }
}
