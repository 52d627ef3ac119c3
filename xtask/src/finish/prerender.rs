//! Numbers and figures of the page as it reads before its program runs, or without it.

use super::html::{Document, Tag};
use anyhow::{Context, Result};
use bounceback::figure::svg;
use bounceback::preset::{PRESETS, Preset};
use bounceback::scenario::{Scenario, parameter_named};
use bounceback::simulate::Tally;
use bounceback::{reading, report};

/// A picture of the page: its name there, the figure, its size in CSS pixels.
type Picture = (&'static str, &'static str, (f64, f64));

/// The pictures of the page; the sizes have the proportions that style.css gives.
const PICTURES: &[Picture] = &[
    ("claim", "claim", (900.0, 400.0)),
    ("claim-narrow", "claim", (360.0, 306.0)),
    ("strips", "strips", (900.0, 240.0)),
    ("bounce", "bounce", (900.0, 400.0)),
    ("bounce-narrow", "bounce", (360.0, 306.0)),
];

/// The size that sites show a preview in.
const PREVIEW: (f64, f64) = (1200.0, 630.0);

/// Fills in every place that waits for a number, a parameter or a figure.
pub(super) fn fill(page: &mut Document, scenario: &Scenario) -> Result<()> {
    let tally = report::simulate(scenario, vec![scenario.length()]);
    let mut edits = Vec::new();
    for tag in page.tags() {
        if let Some(text) = text_for(&tag, scenario, &tally)? {
            edits.push((page.content(&tag), text));
        }
    }
    page.edit(edits);
    Ok(())
}

/// The picture that sites show beside a link to the page.
pub(super) fn preview(scenario: &Scenario) -> Result<String> {
    svg::draw("bounce", scenario, PREVIEW, svg::Colors::Light).context("no figure “bounce”")
}

/// What belongs into an element, if anything does.
fn text_for(tag: &Tag, scenario: &Scenario, tally: &Tally) -> Result<Option<String>> {
    if let Some(name) = tag.attribute("data-value") {
        let text = reading::text(name, scenario, Some(tally))
            .with_context(|| format!("the page asks for a number “{name}” that no one knows"))?;
        return Ok(Some(escape(&text)));
    }
    if let Some(name) = tag.attribute("data-param") {
        let parameter = parameter_named(name)
            .with_context(|| format!("the page names a parameter “{name}” that no one knows"))?;
        return Ok(Some(escape(&scenario.display(parameter.key))));
    }
    if tag.attribute("data-presets").is_some() {
        return Ok(Some(PRESETS.iter().map(preset).collect()));
    }
    if let Some(name) = tag.attribute("data-prerender") {
        let (_, figure, size) = PICTURES
            .iter()
            .find(|(known, ..)| *known == name)
            .with_context(|| format!("the page asks for a picture “{name}” that no one knows"))?;
        let drawing = svg::draw(figure, scenario, *size, svg::Colors::Page);
        return Ok(Some(
            drawing.with_context(|| format!("no figure “{figure}”"))?,
        ));
    }
    Ok(None)
}

/// A preset as an item of a list.
fn preset(preset: &Preset) -> String {
    let [link, label, honesty, source] =
        [preset.link, preset.label, preset.honesty, preset.source].map(escape);
    format!(
        "<li><a href=\"#{link}\">{label}</a>. {honesty} <span class=\"source\">{source}.</span></li>"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
