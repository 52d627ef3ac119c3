//! Numbers and figures of the page as it reads before its program runs, or without it.

use super::html::{Document, Tag};
use super::recorded::Room;
use anyhow::{Context, Result};
use bounceback::figure::svg;
use bounceback_core::model::scenario::{Scenario, parameter_named};
use bounceback_core::plan::counters::Counts;
use bounceback_core::plan::reading;
use bounceback_core::plan::worked;
use bounceback_core::share::preset::{PRESETS, Preset};
use bounceback_core::share::report;
use bounceback_core::simulate::Tally;
use std::path::Path;

/// Width and height in CSS pixels.
type Size = (f64, f64);

/// The pictures that stand in the page, for the time before its program runs: what they
/// are called there, the figure, its size in CSS pixels, in proportions of style.css.
const INLINE: &[(&str, &str, Size)] = &[
    ("bounce", "bounce", (744.0, 297.0)),
    ("bounce-narrow", "bounce", (360.0, 170.0)),
];

/// The pictures further down, for readers without scripts: the figure, and its size on
/// wide and on narrow pages.
const FILES: &[(&str, Size, Size)] = &[
    ("strips", (900.0, 240.0), (360.0, 202.5)),
    ("bounce", (900.0, 400.0), (360.0, 306.0)),
    ("stretches", (900.0, 560.0), (360.0, 800.0)),
    ("claim", (900.0, 400.0), (360.0, 306.0)),
    ("hazards", (900.0, 560.0), (360.0, 800.0)),
    ("timeline", (900.0, 400.0), (360.0, 360.0)),
    ("techniques", (900.0, 400.0), (360.0, 306.0)),
    ("map", (900.0, 520.0), (360.0, 360.0)),
    ("lab_many", (900.0, 400.0), (360.0, 460.0)),
    ("lab_runs", (900.0, 352.0), (360.0, 352.0)),
    ("lab_window", (900.0, 400.0), (360.0, 306.0)),
    ("lab_rule", (900.0, 400.0), (360.0, 306.0)),
    ("lab_copies", (900.0, 400.0), (360.0, 306.0)),
    ("lab_lost", (900.0, 400.0), (360.0, 306.0)),
];

/// Where those are.
pub(super) const PICTURES: &str = "pictures";

/// A page is narrow up to this width: see style.css.
const NARROW: &str = "(max-width: 36.99rem)";
const DARK: &str = "(prefers-color-scheme: dark)";

/// Fills in every place that waits for a number, a parameter or a figure.
pub(super) fn fill(page: &mut Document, scenario: &Scenario, folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder.join(PICTURES))?;
    let tally = report::simulate(scenario, vec![scenario.length()]);
    let counts = Counts::at_end(scenario);
    let lab = Room::read(scenario)?;
    let mut edits = Vec::new();
    for tag in page.tags() {
        if let Some(text) = text_for(&tag, (scenario, &lab), &tally, &counts, folder)? {
            edits.push((page.content(&tag), text));
        }
    }
    page.edit(edits);
    Ok(())
}

/// What belongs into an element, if anything does.
fn text_for(
    tag: &Tag,
    (scenario, lab): (&Scenario, &Room),
    tally: &Tally,
    counts: &Counts,
    folder: &Path,
) -> Result<Option<String>> {
    if let Some(name) = tag.attribute("data-value") {
        let text = reading::text(name, scenario, Some(tally))
            .with_context(|| format!("the page asks for a number “{name}” that no one knows"))?;
        return Ok(Some(escape(&text)));
    }
    if let Some(name) = tag.attribute("data-count") {
        let text = counts
            .text(name)
            .with_context(|| format!("the page asks for a counter “{name}” that no one knows"))?;
        return Ok(Some(text));
    }
    if let Some(name) = tag.attribute("data-worked") {
        let text = worked::text(name)
            .with_context(|| format!("the page asks for an example “{name}” that no one knows"))?;
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
        let (_, figure, size) = INLINE
            .iter()
            .find(|(known, ..)| *known == name)
            .with_context(|| format!("the page asks for a picture “{name}” that no one knows"))?;
        let drawing = svg::draw(figure, scenario, *size, svg::Colors::Page);
        return Ok(Some(
            drawing.with_context(|| format!("no figure “{figure}”"))?,
        ));
    }
    if let Some(name) = tag.attribute("data-picture") {
        let draw = |name: &str, size, colors| {
            let recorded = lab.draw(name, size, colors);
            recorded.or_else(|| svg::still(name, scenario, size, colors))
        };
        return written(name, draw, folder).map(Some);
    }
    if tag.attribute("data-lab-text").is_some() {
        return Ok(Some(lab.text().to_owned()));
    }
    if let Some(part) = tag.attribute("data-lab-words") {
        let words = lab.words(part);
        return Ok(Some(words.context("the lab has no such part")?.to_owned()));
    }
    Ok(None)
}

/// Writes the files of a picture of a scenario, and says which of them fits the reader's page.
pub(super) fn picture(name: &str, scenario: &Scenario, folder: &Path) -> Result<String> {
    let draw = |name: &str, size, colors| svg::still(name, scenario, size, colors);
    written(name, draw, folder)
}

/// The same of whatever draws it.
fn written(
    name: &str,
    draw: impl Fn(&str, Size, svg::Colors) -> Option<String>,
    folder: &Path,
) -> Result<String> {
    let &(figure, wide, narrow) = FILES
        .iter()
        .find(|(known, ..)| *known == name)
        .with_context(|| format!("the page asks for a picture “{name}” that no one knows"))?;
    let write = |size, colors, suffix: &str| {
        let drawing =
            draw(figure, size, colors).with_context(|| format!("no figure “{figure}”"))?;
        let file = format!("{PICTURES}/{figure}{suffix}.svg");
        std::fs::write(folder.join(&file), &drawing)
            .with_context(|| format!("{file} can't be written"))?;
        anyhow::Ok((format!("./{file}"), drawing))
    };
    let sources = [
        (
            format!("{NARROW} and {DARK}"),
            narrow,
            svg::Colors::Dark,
            "-narrow-dark",
        ),
        (NARROW.to_owned(), narrow, svg::Colors::Light, "-narrow"),
        (DARK.to_owned(), wide, svg::Colors::Dark, "-dark"),
    ];
    let mut markup = Vec::new();
    for (media, size, colors, suffix) in sources {
        let (file, _) = write(size, colors, suffix)?;
        markup.push(format!("<source media=\"{media}\" srcset=\"{file}\">"));
    }
    let (file, drawing) = write(wide, svg::Colors::Light, "")?;
    let title = drawing.split_once("<title>").map(|(_, rest)| rest);
    let alt = title.and_then(|rest| rest.split_once("</title>"));
    let (alt, _) = alt.context("the picture has no title")?;
    markup.push(format!(
        "<img src=\"{file}\" alt=\"{alt}\" loading=\"lazy\">"
    ));
    Ok(markup.concat())
}

/// A preset as an item of a list.
fn preset(preset: &Preset) -> String {
    let [link, label, honesty, source] =
        [preset.link, preset.label, preset.honesty, preset.source].map(escape);
    format!(
        "<li><a href=\"#{link}&amp;figure=timeline\">{label}</a>. {honesty} <span class=\"source\">{source}.</span></li>"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
