//! `plan`: how far a completion goes, what it costs, and what it would take.

use crate::opening;
use anyhow::{Context as _, Result, bail};
use bounceback_core::exact::answers;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::model::table::{self, parameter_named};
use bounceback_core::number::probability::Probability;
use bounceback_core::number::read::parse_number;
use bounceback_core::plan;
use bounceback_core::plan::recipes::{Kind, Recipe, Recipes};

/// Say how far a completion goes, what it costs, and what it would take.
///
/// Prints a line each: a name, a tab, and the answer. With --least or --most, the smallest or
/// the largest value of a parameter with which the end is good enough, alone; “none” and
/// “any” where there is no such value, or every one is. With --recipes, what can be done about
/// it with the means at hand: how good they are say `sensitivity`, `false_reject`, `joint`,
/// `common_cause`, `think`, `think_floor`, `think_recovery`, `catch` and `cost`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A share link, or what stands behind its #.
    link: String,
    /// The smallest value of a parameter that will do.
    #[arg(long, value_name = "PARAMETER", conflicts_with = "most")]
    least: Option<String>,
    /// The largest value of a parameter that will do.
    #[arg(long, value_name = "PARAMETER")]
    most: Option<String>,
    /// What to do to reach the target, the cheapest of each kind first, and what it costs.
    #[arg(long, conflicts_with_all = ["least", "most"])]
    recipes: bool,
    /// How many completions shall succeed, instead of what the link says.
    #[arg(long, value_name = "PROBABILITY")]
    target: Option<String>,
}

/// Which of the values that are good enough is asked for.
#[derive(Clone, Copy)]
enum Extreme {
    Least,
    Most,
}

pub(crate) fn run(asked: &Arguments) -> Result<String> {
    let mut scenario = if asked.recipes {
        opening::open_for("plan", &asked.link)?.scenario
    } else {
        opening::open(&asked.link)?.scenario
    };
    if let Some(target) = &asked.target {
        let target = parse_number(target)
            .and_then(|target| Probability::new(target).ok())
            .with_context(|| format!("--target: “{target}” is not a probability"))?;
        scenario
            .set(Key::Target, target.get())
            .ok()
            .context("--target is out of range")?;
    }
    match (&asked.least, &asked.most) {
        (Some(name), _) => inverse(&scenario, name, Extreme::Least),
        (_, Some(name)) => inverse(&scenario, name, Extreme::Most),
        _ if asked.recipes => Ok(recipes(&scenario)),
        _ => Ok(whole(&scenario)),
    }
}

fn whole(scenario: &Scenario) -> String {
    let lines = plan::names().filter_map(|name| {
        let text = plan::text(name, scenario)?;
        let name = name.strip_prefix("plan.").unwrap_or(name);
        (!text.is_empty()).then(|| format!("{name}\t{text}\n"))
    });
    lines.collect()
}

/// What is done already, and what to do: a paragraph each.
fn recipes(scenario: &Scenario) -> String {
    let mut search = Recipes::of(scenario);
    while search.advance(u64::MAX) {}
    let mut text = String::new();
    let mut add = |recipe: &Recipe| {
        if !text.is_empty() {
            text.push('\n');
        }
        text += &recipe.copy("", scenario);
    };
    if let Some(baseline) = search.baseline() {
        add(baseline);
    }
    let recipes = search.recipes();
    let told = recipes.iter().filter(|recipe| recipe.kind != Kind::AsItIs);
    told.for_each(|recipe| add(recipe));
    if let Some(nearest) = search.nearest() {
        text += "\nNothing reaches the target. The nearest:\n";
        text += &nearest.copy("", scenario);
        for change in search.changes() {
            text += change.sentence();
            text.push('\n');
        }
    }
    if search.unknown() > 0 {
        let unknown = search.unknown();
        eprintln!("{unknown} ways take too much work to know");
    }
    text
}

/// The answer to "what must this parameter be?", in one line.
fn inverse(scenario: &Scenario, name: &str, extreme: Extreme) -> Result<String> {
    let parameter =
        parameter_named(name).with_context(|| format!("there is no parameter “{name}”"))?;
    if !scenario.uses(parameter.key) {
        bail!("“{name}” has no effect on this scenario");
    }
    let target = Probability::clamped(scenario.number(Key::Target));
    let answers = answers(scenario, parameter.key, scenario.criterion(), target);
    if answers.special == Some(true) {
        eprintln!("{name} = 0, which means something else, will do, too");
    }
    if answers.is_none() {
        return Ok("none\n".to_owned());
    }
    if answers.is_any() {
        return Ok("any\n".to_owned());
    }
    if answers.ranges.len() > 1 {
        let values = plan::values(&answers, parameter.kind);
        eprintln!("not all values beyond: {values}");
    }
    let ends = answers.ranges.iter();
    let value = match extreme {
        Extreme::Least => ends.map(|range| range.0).fold(f64::INFINITY, f64::min),
        Extreme::Most => ends.map(|range| range.1).fold(f64::NEG_INFINITY, f64::max),
    };
    Ok(format!("{}\n", table::text(parameter.kind, value)))
}
