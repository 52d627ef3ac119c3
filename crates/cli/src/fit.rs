//! `fit`: what explains data, and what they can't tell.

use anyhow::{Context as _, Result, bail};
use bounceback_core::model::scenario::Scenario;
use bounceback_core::number::format::significant;
use bounceback_core::share::link;
use bounceback_fit::builtin::Builtin;
use bounceback_fit::read::{LONGEST_TEXT, Question, Reading, Role, decode};
use bounceback_fit::{Bench, Wish, report};
use std::fmt::Write as _;
use std::io::Read as _;

/// Fit every process to data, and say what they show and what they can't.
///
/// FILE is a table of accuracy by length, of first mistakes, or of runs labelled step by step:
/// CSV, TSV, Markdown, JSON, or lines like 1101; “-” is the standard input, and a set that the
/// page has goes by its name. What was understood is said on standard error, a line each; what
/// can't be understood without an answer is asked there, with exit status 2.
#[derive(clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "what is asked for on a command line, or not"
)]
pub(crate) struct Arguments {
    /// A table, “-”, or the name of a set: `first_mistakes`, `probe`, `horizons`, `voting`, `methods`.
    file: String,
    /// What a column means, by its number or its heading: --role 2=trials. ROLE is one of: length,
    /// successes, trials, rate, standard error, success of one trial, survivors, failed there,
    /// step of first mistake, path, run, step, right or wrong, outcome, set, cluster, weight,
    /// ignore.
    #[arg(long, value_name = "COLUMN=ROLE")]
    role: Vec<String>,
    /// An answer to a question, by its name and the number of the choice, and a number where the
    /// choice wants one: --answer failures=1, --answer steps=1:30.
    #[arg(long, value_name = "QUESTION=CHOICE[:NUMBER]")]
    answer: Vec<String>,
    /// The one to look at, of several sets in a table; all where none is named.
    #[arg(long, value_name = "NAME")]
    set: Option<String>,
    /// A success is a text without any error.
    #[arg(long)]
    flawless: bool,
    /// Errors may begin later than at 0: fit where.
    #[arg(long)]
    origin: bool,
    /// The labels of steps are computed, and never slip.
    #[arg(long)]
    exact: bool,
    /// Every curve as CSV instead of words, a line a parameter: set, curve, symbol, value, low,
    /// high, criteria; full digits.
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    /// Everything as JSON instead of words: data in a few numbers, every curve, tests, verdict.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(asked: &Arguments) -> Result<String> {
    let mut reading = opened(&asked.file)?;
    for role in &asked.role {
        set_role(&mut reading, role)?;
    }
    reading.finish();
    for given in &asked.answer {
        answer(&mut reading, given)?;
        reading.finish();
    }
    for note in reading.notes() {
        eprintln!("{note}");
    }
    for row in reading.rejected() {
        eprintln!("{} {}: {}", reading.unit(), row.line, row.reason);
    }
    for question in reading.questions() {
        eprintln!("{}", told(question));
    }
    eprintln!("{}", reading.summary());
    let mut text = Builtin::of(&asked.file).map_or_else(String::new, story);
    let for_machines = asked.csv || asked.json;
    if reading.series().is_empty() && (text.is_empty() || for_machines) {
        bail!(
            "nothing can be fitted: {}",
            reading.obstacle().unwrap_or("no row was understood")
        );
    }
    if for_machines {
        text = String::new();
    }
    let mut sets = Vec::new();
    let mut any = reading.series().is_empty();
    for set in reading.series() {
        if asked.set.as_ref().is_some_and(|name| *name != set.name) {
            continue;
        }
        any = true;
        let wish = Wish {
            flawless: asked.flawless,
            origin: asked.origin,
            exact: asked.exact,
        };
        let mut bench = Bench::new(set.data.clone(), wish, 1)
            .with_context(|| format!("“{}” has no row that can be fitted", set.name))?;
        while !bench.advance(1_000_000) {}
        if asked.csv {
            text.push_str(&report::csv(&set.name, &bench));
        } else if asked.json {
            sets.push(report::set(&set.name, &bench));
        } else {
            words(&mut text, &set.name, &bench);
        }
    }
    if !any {
        let names: Vec<&str> = reading
            .series()
            .iter()
            .map(|set| set.name.as_str())
            .collect();
        bail!("there is no such set: there are {}", names.join(", "));
    }
    Ok(if asked.json {
        report::json(&sets)
    } else if asked.csv {
        report::HEAD.to_owned() + &text
    } else {
        text
    })
}

/// What a set that lies ready is, its trap, and its numbers beside those of a formula.
fn story(set: &Builtin) -> String {
    let mut text = format!("{}\n\nThe trap: {}\n\n", set.story(), set.trap());
    let compared = set.compared();
    if !compared.is_empty() {
        text.push_str("name\tin the table\tby the formula\n");
    }
    for it in &compared {
        let error = it
            .error
            .map_or_else(String::new, |error| format!(" ± {}", significant(error, 3)));
        let [value, expected] = [it.value, it.expected].map(|it| significant(it, 4));
        let _ = writeln!(text, "{}\t{value}{error}\t{expected}", it.name);
    }
    text
}

/// The table of a file, the standard input, or a set that lies ready.
fn opened(name: &str) -> Result<Reading> {
    if let Some(set) = Builtin::of(name) {
        return Ok(set.reading());
    }
    let mut bytes = Vec::new();
    let most = LONGEST_TEXT as u64 + 1;
    if name == "-" {
        std::io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        let file = std::fs::File::open(name).with_context(|| format!("{name} can’t be read"))?;
        file.take(most).read_to_end(&mut bytes)
    }
    .with_context(|| format!("{name} can’t be read"))?;
    Ok(Reading::of(&decode(&bytes)))
}

/// `2=trials`, `n_digits=length`.
fn set_role(reading: &mut Reading, text: &str) -> Result<()> {
    // A heading may hold a “=” of its own; no role does.
    let (column, role) = text
        .rsplit_once('=')
        .with_context(|| format!("--role {text}: write COLUMN=ROLE"))?;
    let columns = reading.columns();
    let place = columns
        .iter()
        .position(|it| it.heading == column)
        .or_else(|| {
            let number: usize = column.parse().ok()?;
            (1..=columns.len()).contains(&number).then(|| number - 1)
        });
    let place = place.with_context(|| format!("--role: there is no column “{column}”"))?;
    let role = Role::of(role).with_context(|| {
        let names: Vec<&str> = Role::ALL.into_iter().map(Role::name).collect();
        format!("--role: “{role}” is none of {}", names.join(", "))
    })?;
    reading.set_role(place, role);
    Ok(())
}

/// `failures=1`, `steps=1:30`.
fn answer(reading: &mut Reading, text: &str) -> Result<()> {
    let parts = text.split_once('=');
    let (name, choice) = parts.with_context(|| {
        format!("--answer {text}: write QUESTION=CHOICE or QUESTION=CHOICE:NUMBER")
    })?;
    let (choice, number) = match choice.split_once(':') {
        Some((choice, number)) => (choice, Some(number)),
        None => (choice, None),
    };
    let questions = reading.questions();
    let question = questions.iter().find(|it| it.ask.name() == name);
    let question = question.with_context(|| {
        let names: Vec<&str> = questions.iter().map(|it| it.ask.name()).collect();
        let names = if names.is_empty() {
            "nothing is asked".to_owned()
        } else {
            format!("asked are {}", names.join(", "))
        };
        format!("--answer: “{name}” isn’t asked of this table; {names}")
    })?;
    let most = question.choices.len();
    let place = choice.parse().ok().filter(|it| (1..=most).contains(it));
    let place = place.with_context(|| {
        format!("--answer {text}: “{choice}” is none of the choices 1 to {most}")
    })?;
    let wants = question.choices[place - 1].wants;
    let number = match (wants, number) {
        (Some(_), Some(number)) => {
            let number: f64 = number
                .parse()
                .with_context(|| format!("--answer {text}: “{number}” is no number"))?;
            Some(number)
        }
        (Some(wants), None) => bail!("--answer {text}: say the number ({wants}) behind a colon"),
        (None, Some(_)) => bail!("--answer {text}: this choice wants no number"),
        (None, None) => None,
    };
    let ask = question.ask;
    reading.answer(ask, place - 1, number);
    Ok(())
}

/// A question in one line: what is gone by, and what else could be answered.
fn told(question: &Question) -> String {
    let chosen = question.chosen.and_then(|at| question.choices.get(at));
    let chosen = chosen.map_or("not known", |choice| &choice.label);
    let mut text = format!("{} ({chosen})", question.text);
    let name = question.ask.name();
    for (at, choice) in question.choices.iter().enumerate() {
        if question.chosen != Some(at) {
            let number = if choice.wants.is_some() {
                ":NUMBER"
            } else {
                ""
            };
            let _ = write!(
                text,
                " --answer {name}={}{number}: {}.",
                at + 1,
                choice.label
            );
        }
    }
    text
}

fn words(text: &mut String, name: &str, bench: &Bench) {
    if !name.is_empty() {
        let _ = writeln!(text, "# {name}\n");
    }
    for explanation in bench.explanations() {
        let parameters: Vec<String> = explanation
            .parameters
            .iter()
            .map(|it| format!("{} = {} ({})", it.symbol, it.value, it.range))
            .collect();
        let delta = significant(explanation.delta, 3);
        let _ = writeln!(
            text,
            "+{delta}\t{}\t{}",
            explanation.label,
            parameters.join(", ")
        );
    }
    text.push('\n');
    text.push_str(&report::verdict(&bench.said().unwrap_or_default()));
    // What the preferred one is as a link.
    let adopted = bench
        .preferred()
        .and_then(|name| bench.scenario(name, &Scenario::default()));
    if let Some((scenario, said)) = adopted {
        let _ = writeln!(text, "\nAs a scenario: {}\n{said}", link::write(&scenario));
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{Args as _, Command};

    #[test]
    fn the_help_lists_every_role() {
        let help = Arguments::augment_args(Command::new("fit")).render_long_help();
        let help = help.to_string();
        let words = help.split_whitespace().collect::<Vec<_>>().join(" ");
        let list = words.split("ROLE is one of: ").nth(1).unwrap_or_default();
        let list = list.split(" --").next().unwrap_or_default();
        let listed: Vec<&str> = list.split(", ").collect();
        for role in Role::ALL {
            assert!(listed.contains(&role.name()), "{}: {list}", role.name());
        }
    }

    #[test]
    fn a_question_can_be_answered_in_the_terminal() {
        let mut reading = Reading::of("length,accuracy\n10,0.5\n20,0.25");
        let said = told(&reading.questions()[0]);
        assert!(
            said.contains("(not known) --answer trials=1:NUMBER: so many"),
            "{said}"
        );
        for wrong in [
            "trials",
            "trials=9:40",
            "trials=0",
            "trials=1",
            "trials=1:many",
            "trials=2:40",
            "base=1",
        ] {
            assert!(answer(&mut reading, wrong).is_err(), "{wrong}");
        }
        assert!(reading.series().is_empty());
        answer(&mut reading, "trials=1:40").unwrap();
        reading.finish();
        assert_eq!(reading.series().len(), 1);
    }

    #[test]
    fn a_heading_with_an_equals_sign_can_be_given_a_role() {
        let mut reading = Reading::of("length,L=10,n\n10,0.5,20\n20,0.25,20");
        set_role(&mut reading, "L=10=rate").unwrap();
        reading.finish();
        assert_eq!(reading.columns()[1].role, Role::Rate);
        assert!(set_role(&mut reading, "L=10").is_err());
    }
}
