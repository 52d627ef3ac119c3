//! `figure`: writes a figure of a link to a file.

use crate::opening;
use anyhow::{Context as _, Result};
use bounceback::figure::svg;
use bounceback_core::model::parameter::Key;
use std::path::PathBuf;

/// The size of the figure, in CSS pixels.
const SIZE: (f64, f64) = (900.0, 400.0);

/// Write the figure that a link names, or the curves, to a file.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A share link, or what stands behind its #.
    link: String,
    /// The file, which is replaced.
    #[arg(long, value_name = "FILE")]
    svg: PathBuf,
}

pub(crate) fn run(asked: &Arguments) -> Result<String> {
    let scenario = opening::open(&asked.link)?.scenario;
    let figure = scenario.choice(Key::Figure);
    // A link to the whole page has that of its main figure.
    let drawing = svg::draw(figure, &scenario, SIZE, svg::Colors::Light)
        .or_else(|| svg::draw("bounce", &scenario, SIZE, svg::Colors::Light))
        .with_context(|| format!("there is no drawing of “{figure}”"))?;
    std::fs::write(&asked.svg, drawing)
        .with_context(|| format!("{} can't be written", asked.svg.display()))?;
    Ok(String::new())
}
