//! `curve`: prints in the terminal what a share link shows.

use crate::options::Options;
use anyhow::{Context, Result, bail};
use bounceback::figure::svg;
use bounceback::parameter::Key;
use bounceback::{link, report};
use std::io::Write as _;
use std::process::ExitCode;

/// The size of an exported figure, in CSS pixels.
const SIZE: (f64, f64) = (900.0, 400.0);

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
    let link = options.positional().context("curve needs a share link")?;
    options.end()?;
    if json && file.is_some() {
        bail!("--json and --svg exclude each other");
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
    if let Some(file) = file {
        let figure = scenario.choice(Key::Figure);
        // A link to the whole page has that of its main figure.
        let drawing = svg::draw(figure, scenario, SIZE, svg::Colors::Light)
            .or_else(|| svg::draw("bounce", scenario, SIZE, svg::Colors::Light))
            .with_context(|| format!("there is no drawing of “{figure}”"))?;
        return std::fs::write(&file, drawing).with_context(|| format!("{file} can't be written"));
    }
    let simulated = reading.given.contains(&Key::Runs);
    let table = report::whole_table(scenario, at.as_deref(), simulated);
    let text = if json {
        table.json(scenario)
    } else {
        table.csv()
    };
    // A closed pipe (`| head`) is no mistake of the reader.
    let _ = std::io::stdout().write_all(text.as_bytes());
    Ok(())
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
