//! Whether a result counts failures.

use super::{Result, Scheme};
use crate::read::guess::Facts;
use crate::read::name::{named, of_failures};
use crate::read::question::{Ask, Choice, Questions};
use crate::read::role::Role;

/// Asks whether results are failures, where a heading says so or doesn't tell at all.
pub(super) fn failures(facts: &[Facts], scheme: &mut Scheme, questions: &mut Questions) {
    let heading = |it: &Result| facts[it.column].heading.as_str();
    let by_name = scheme.results.iter().find(|it| of_failures(heading(it)));
    let untold = scheme.results.iter().find(|it| is_untold(facts, it));
    let Some(result) = by_name.or(untold) else {
        return;
    };
    let name = &scheme.headings[result.column];
    let (text, assumed) = if by_name.is_some() {
        (format!("“{name}” is named after failures."), 0)
    } else {
        let text = format!("“{name}” doesn’t tell what its 1 is: right, or wrong?");
        (text, 1)
    };
    let choices = vec![
        Choice::new("it counts failures: it is turned around"),
        Choice::new("it counts successes"),
    ];
    let named = by_name.is_some();
    let answer = questions.ask(Ask::Failures, text, choices, Some(assumed));
    let turned = answer.is_some_and(|it| it.0 == 0);
    for result in &mut scheme.results {
        let heading = &facts[result.column].heading;
        let meant = if named {
            of_failures(heading)
        } else {
            is_untold(facts, result)
        };
        result.failures = turned && meant;
    }
}

/// Whether a column of 0 and 1 has a heading that isn't known: 1 may as well be wrong.
fn is_untold(facts: &[Facts], result: &Result) -> bool {
    let facts = &facts[result.column];
    let roles = [
        Role::Right,
        Role::Trial,
        Role::Outcome,
        Role::Successes,
        Role::Rate,
    ];
    matches!(result.role, Role::Right | Role::Trial)
        && result.length.is_none()
        && facts.profile.is_binary()
        && facts.profile.flags == 0
        && !facts.heading.is_empty()
        && roles.iter().all(|it| named(&facts.heading, *it) < 1.0)
}
