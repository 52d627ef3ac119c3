//! What has to be asked of first mistakes.

use super::Scheme;
use crate::read::first::Seen;
use crate::read::guess::Facts;
use crate::read::name::base_in;
use crate::read::question::{Ask, Choice, Questions};
use bounceback_core::number::format::significant;

/// Whether the steps of first mistakes are counted from 0 or from 1.
pub(super) fn base(facts: &[Facts], seen: Seen, scheme: &mut Scheme, questions: &mut Questions) {
    let Some(column) = scheme.first_mistake else {
        return;
    };
    let min = facts[column].profile.min;
    let end = seen.end.map(|it| significant(it, 6));
    let (from, why) = match (base_in(&facts[column].heading), end) {
        (Some(0), _) => (Some(0), "Its heading says from 0".to_owned()),
        (Some(_), _) => (Some(1), "Its heading says from 1".to_owned()),
        // From 0 the last step is 21 of 22; from 1 both 0 and −1 can't mean that there is none.
        (None, Some(end)) if seen.zero && min < 0.0 => (
            None,
            format!("In one row it is {end}, of {end} steps, but 0 and −1 are among them, too"),
        ),
        (None, Some(end)) => (Some(1), format!("In one row it is {end}, of {end} steps")),
        (None, None) if min == 0.0 => (Some(0), "0 is among them".to_owned()),
        (None, None) if min < 0.0 => {
            let none = "−1 stands where there is no mistake";
            let but = if seen.zero {
                ""
            } else {
                ", but 0 is not among them"
            };
            (Some(0), format!("{none}{but}"))
        }
        (None, None) => (Some(1), "0 is not among them".to_owned()),
    };
    let text = format!(
        "Are the steps in “{}” counted from 0 or from 1? {why}.",
        scheme.headings[column]
    );
    let choices = vec![
        Choice::new("from 0: the first step is 0"),
        Choice::new("from 1, and 0 means no mistake"),
    ];
    let answer = questions.ask(Ask::Base, text, choices, from);
    if answer.is_none() {
        scheme.obstacle = Some(
            "Nothing is read until it is said whether steps are counted from 0 or from 1."
                .to_owned(),
        );
    }
    scheme.base = if answer.is_some_and(|it| it.0 == 0) {
        0.0
    } else {
        1.0
    };
}

/// How many steps runs without a mistake had, where no column says so. Without them only runs
/// that failed would be left, and errors would look more frequent than they are.
pub(super) fn steps(facts: &[Facts], seen: Seen, scheme: &mut Scheme, questions: &mut Questions) {
    let Some(column) = scheme.first_mistake.filter(|_| scheme.length.is_none()) else {
        return;
    };
    let it = &facts[column].profile;
    let none = it.missing > 0 || it.flags > 0 || it.min < 0.0 || seen.zero && scheme.base > 0.0;
    if !none {
        return;
    }
    let text = format!(
        "“{}” says of some runs that they made no mistake, and no column says how many steps they had. Without them errors would look too frequent. How many steps had each run?",
        scheme.headings[column]
    );
    let choices = vec![
        Choice::number("so many each", "steps"),
        Choice::new("it isn't known: nothing is fitted"),
    ];
    scheme.steps = match questions.ask(Ask::Steps, text, choices, None) {
        Some((0, Some(steps))) if steps >= 1.0 && steps == steps.round() => Some(steps),
        _ => None,
    };
    if scheme.steps.is_none() {
        scheme.obstacle.get_or_insert_with(|| {
            "Nothing is read until it is said how many steps the runs without a mistake had."
                .to_owned()
        });
    }
}
