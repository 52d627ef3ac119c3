//! `curve`: prints in the terminal what a share link shows, and what can be read off it.

use crate::options::Options;
use anyhow::{Context, Result, bail};
use bounceback::exact::{Exact, answers};
use bounceback::figure::svg;
use bounceback::format::parse_number;
use bounceback::parameter::Key;
use bounceback::plan::values;
use bounceback::probability::Probability;
use bounceback::scenario::{Scenario, parameter_named};
use bounceback::{link, report, table};
use std::io::Write as _;
use std::process::ExitCode;

/// The size of an exported figure, in CSS pixels.
const SIZE: (f64, f64) = (900.0, 400.0);

/// A bound on the error beyond which it is mentioned.
const WORTH_A_WARNING: f64 = 1e-6;

/// Which of the values that are good enough is asked for.
#[derive(Clone, Copy)]
enum Extreme {
    Least,
    Most,
}

/// Prints the table, or says in one line what isn't legal.
pub(crate) fn run(options: Options) -> ExitCode {
    match print(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::from(2)
        }
    }
}

fn print(mut options: Options) -> Result<()> {
    let at = options.value("--at")?.map(|at| lengths(&at)).transpose()?;
    let file = options.value("--svg")?;
    let json = options.flag("--json");
    let readings = options.flag("--readings");
    let least = options.value("--least")?;
    let most = options.value("--most")?;
    let target = options.value("--target")?;
    let link = options.positional().context("curve needs a share link")?;
    options.end()?;
    let forms = [
        json,
        file.is_some(),
        readings,
        least.is_some(),
        most.is_some(),
    ];
    if forms.iter().filter(|&&form| form).count() > 1 {
        bail!("--json, --svg, --readings, --least and --most exclude each other");
    }
    let reading = link::read(&link);
    for note in &reading.notes {
        let text = note.to_string();
        // What the page would do instead is of no interest here.
        let what = text.rsplit_once("; ").map_or(&*text, |(what, _)| what);
        if !matches!(note, link::Note::NoEffect { .. }) {
            bail!("{what}");
        }
        eprintln!("{what}");
    }
    let scenario = &reading.scenario;
    // On the page they count for LeCun's curve.
    if reading.given.contains(&Key::Error) && !scenario.uses(Key::Error) {
        eprintln!("error has no effect with {}", scenario.process().name);
    }
    if reading.given.contains(&Key::Tokens) && !scenario.uses(Key::Tokens) {
        eprintln!("tokens has no effect: every phase has a length of its own");
    }
    if let Some(file) = file {
        let figure = scenario.choice(Key::Figure);
        // A link to the whole page has that of its main figure.
        let drawing = svg::draw(figure, scenario, SIZE, svg::Colors::Light)
            .or_else(|| svg::draw("bounce", scenario, SIZE, svg::Colors::Light))
            .with_context(|| format!("there is no drawing of “{figure}”"))?;
        return std::fs::write(&file, drawing).with_context(|| format!("{file} can't be written"));
    }
    if let Some((name, extreme)) = least
        .map(|name| (name, Extreme::Least))
        .or(most.map(|name| (name, Extreme::Most)))
    {
        print_out(&inverse(scenario, &name, extreme, target.as_deref())?);
        return Ok(());
    }
    warn(scenario);
    if readings {
        let rows = report::readings(scenario);
        let lines = rows.iter().map(|(name, value)| format!("{name},{value}\n"));
        print_out(&format!("reading,value\n{}", lines.collect::<String>()));
        return Ok(());
    }
    let simulated = reading.given.contains(&Key::Runs);
    let table = report::whole_table(scenario, at.as_deref(), simulated);
    let text = if json {
        table.json(scenario)
    } else {
        table.csv()
    };
    print_out(&text);
    Ok(())
}

fn print_out(text: &str) {
    // A closed pipe (`| head`) is no mistake of the reader.
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// The answer to "what must this parameter be?", in one line.
fn inverse(
    scenario: &Scenario,
    name: &str,
    extreme: Extreme,
    target: Option<&str>,
) -> Result<String> {
    let parameter =
        parameter_named(name).with_context(|| format!("there is no parameter “{name}”"))?;
    if !scenario.uses(parameter.key) {
        bail!("“{name}” has no effect on this scenario");
    }
    let target = match target {
        None => Probability::clamped(scenario.number(Key::Target)),
        Some(target) => parse_number(target)
            .and_then(|target| Probability::new(target).ok())
            .with_context(|| format!("--target: “{target}” is not a probability"))?,
    };
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
        eprintln!(
            "not all values beyond: {}",
            values(&answers, parameter.kind)
        );
    }
    let ends = answers.ranges.iter();
    let value = match extreme {
        Extreme::Least => ends.map(|range| range.0).fold(f64::INFINITY, f64::min),
        Extreme::Most => ends.map(|range| range.1).fold(f64::NEG_INFINITY, f64::max),
    };
    Ok(format!("{}\n", table::text(parameter.kind, value)))
}

/// Says on the side what there is to know about the numbers: how nearly they are known, and
/// whether any draft is ever accepted.
fn warn(scenario: &Scenario) {
    let exact = Exact::new(scenario);
    let bound = exact.bound(scenario.length());
    if bound > WORTH_A_WARNING {
        eprintln!("probabilities may be wrong by {bound:.1e} here, expectations by more");
    }
    if exact
        .success(scenario.criterion(), scenario.length())
        .is_nan()
    {
        eprintln!(
            "not known exactly, as that would take too much work: only simulation tells (runs=…)"
        );
    }
    if exact.never_accepts() {
        eprintln!(
            "no draft is ever accepted: each stands as it was first written, and the tokens paid never end"
        );
    }
}

/// The lengths of `--at`.
fn lengths(at: &str) -> Result<Vec<u64>> {
    at.split(',')
        .map(|length| {
            length
                .trim()
                .parse()
                .ok()
                .with_context(|| format!("--at: “{length}” is not a number of tokens"))
        })
        .collect()
}
