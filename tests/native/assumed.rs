//! No value of a link changes what a plan answers unseen: whatever changes the success at the
//! end, or a recipe, changes what stands above the answer.

use bounceback_core::model::parameter::{Key, Kind};
use bounceback_core::model::scenario::{PARAMETERS, Scenario, parameter_named};
use bounceback_core::plan::reading;
use bounceback_core::plan::recipes::Recipes;
use bounceback_core::share::link;

const PAGE: &str = include_str!("../../www/index.html");

/// What is looked at: short texts, whose grids are searched fast.
const LINKS: [&str; 5] = [
    "figure=plan&tokens=6&think=4",
    "figure=plan&tokens=6&think=4&process=self_conditioning&technique=verify&interval=2",
    "figure=plan&tokens=6&think=4&process=key_tokens&growth=plateau&technique=think",
    "figure=plan&tokens=6&think=4&process=settling&technique=vote&step=2&criterion=tolerant",
    "figure=plan&tokens=6&think=4&schema=a:4:direct:error=3%:process=recoverable:recovery=1%;b:2:verify:interval=2:sensitivity=0.4",
];

/// What stands above the answer, and beside what comes of it as it is: every number, choice and
/// word of the markup that follows from the scenario and is shown.
fn said(scenario: &Scenario) -> Vec<String> {
    let (_, from) = PAGE.split_once("<h1 class=\"ask\"").expect("the question");
    let (markup, _) = from.split_once("data-slot=\"enough\"").expect("the answer");
    let attribute = |tag: &str, name: &str| -> Option<String> {
        let (_, rest) = tag.split_once(&format!("{name}=\""))?;
        Some(rest.split_once('"')?.0.to_owned())
    };
    let mut said = Vec::new();
    for tag in markup
        .split('<')
        .filter_map(|it| Some(it.split_once('>')?.0))
    {
        for name in ["data-param", "data-pick"] {
            let key = attribute(tag, name).and_then(|it| parameter_named(&it));
            let Some(key) = key.map(|it| it.key) else {
                continue;
            };
            // Each stands in a passage for scenarios that use it, or don't.
            let is_shown = match key {
                Key::Error | Key::Recovery => scenario.uses(key),
                Key::Process => !scenario.uses(Key::Error),
                _ => true,
            };
            said.extend(is_shown.then(|| scenario.display(key)));
        }
        if let Some(name) = attribute(tag, "data-value").filter(|it| it != "plan.end") {
            said.extend(reading::text(&name, scenario, None));
        }
    }
    said
}

/// What a plan answers: success at the end, and what the recipes are and come to.
fn answers(scenario: &Scenario) -> Vec<String> {
    // What is searched for is as if nothing were done.
    let mut bare = scenario.clone();
    bare.set_schema("");
    for key in [
        Key::Technique,
        Key::Interval,
        Key::Tries,
        Key::Votes,
        Key::Lead,
        Key::Step,
    ] {
        let _ = bare.set(key, Scenario::default().number(key));
    }
    let mut search = Recipes::of(&bare);
    while search.advance(1_000_000) {}
    let mut answers = vec![reading::text("plan.end", scenario, None).unwrap()];
    let nearest = search.nearest().into_iter();
    for recipe in search.recipes().into_iter().chain(nearest) {
        answers.push(format!("{}: {}", recipe.title(), recipe.outcome()));
    }
    answers
}

#[test]
fn whatever_changes_the_answer_of_a_plan_changes_what_is_said() {
    let mut changed = std::collections::BTreeSet::new();
    for link in LINKS {
        let asked = link::read(link).scenario;
        let (before, words) = (answers(&asked), said(&asked));
        for row in &PARAMETERS {
            let texts: Vec<String> = match row.kind {
                Kind::Probability => vec!["0.13".into(), "0.83".into()],
                Kind::Whole { .. } => vec!["1".into(), "3".into()],
                Kind::Real { .. } => vec!["0.3".into(), "3".into()],
                Kind::Choice(names) => names.iter().map(|it| (*it).to_owned()).collect(),
                Kind::Schema => vec![
                    "a:4:direct:error=3%;b:2:verify:interval=2".into(),
                    "a:4:direct:error=3%;b:2:verify:interval=2:false_reject=0.4".into(),
                    "a:4:direct:error=3%;b:2:verify:interval=2:joint=0.4".into(),
                    "a:4:direct:process=settling;b:2:direct".into(),
                ],
            };
            // The figure says which room is shown; in this one it is the plan.
            for text in texts.iter().filter(|_| row.key != Key::Figure) {
                let mut other = asked.clone();
                let _ = other.set_text(row.key, text);
                if said(&other) != words {
                    continue;
                }
                assert_eq!(
                    answers(&other),
                    before,
                    "{} = {text} beside {link}",
                    row.name
                );
            }
            // The test would be in vain where nothing ever changes.
            let mut other = asked.clone();
            let _ = other.set_text(row.key, &texts[texts.len() - 1]);
            if said(&other) != words {
                changed.insert(row.name);
            }
        }
    }
    for name in [
        "joint",
        "fatal",
        "process",
        "done",
        "continuations",
        "schema",
        "false_reject",
    ] {
        assert!(changed.contains(name), "{name}: {changed:?}");
    }
}

/// The link that a reader tried: two answers under one sentence.
#[test]
fn a_blind_spot_of_the_checker_is_said() {
    let link = "figure=plan&error=0.005&recovery=0&sensitivity=0.8&cost=1&tokens=300&unit=steps";
    let read = |more: &str| said(&link::read(&format!("{link}{more}")).scenario);
    let words = "the checker shares 50% of the writer’s blind spots".to_owned();
    assert!(!read("").contains(&words) && read("&joint=0.5").contains(&words));
}
