//! `curve`: prints the table of a link, and what can be read off it.

use crate::opening;
use anyhow::{Context as _, Result};
use bounceback_core::exact::Exact;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::share::report;

/// A bound on the error beyond which it is mentioned.
const WORTH_A_WARNING: f64 = 1e-6;

/// Print the curves of a link as CSV: the same text as the page saves.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A share link, or what stands behind its #.
    link: String,
    /// At these lengths, in tokens: 1,10,100.
    #[arg(long, value_name = "LENGTHS")]
    at: Option<String>,
    /// As JSON, with the values of all parameters.
    #[arg(long, conflicts_with = "readings")]
    json: bool,
    /// Single numbers instead: horizons, limits, expectations.
    #[arg(long)]
    readings: bool,
}

pub(crate) fn run(asked: &Arguments) -> Result<String> {
    let at = asked.at.as_deref().map(lengths).transpose()?;
    let reading = opening::open(&asked.link)?;
    let scenario = &reading.scenario;
    warn(scenario);
    if asked.readings {
        let rows = report::readings(scenario);
        let lines = rows.iter().map(|(name, value)| format!("{name},{value}\n"));
        return Ok(format!("reading,value\n{}", lines.collect::<String>()));
    }
    let simulated = reading.given.contains(&Key::Runs);
    let table = report::whole_table(scenario, at.as_deref(), simulated);
    Ok(if asked.json {
        table.json(scenario)
    } else {
        table.csv()
    })
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
