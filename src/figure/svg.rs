//! Figures as SVG text: for export, for the page before its program runs, and
//! for the golden files.

use super::bounce::Bounce;
use super::claim::Claim;
use super::curves::Simulated;
use super::ink::{Resolution, ink};
use super::strips::{self, Strips};
use super::theme::{DARK, LIGHT};
use super::{Drawing, Sheet};
use crate::report;
use crate::scenario::Scenario;
use plotters::backend::SVGBackend;
use plotters::drawing::IntoDrawingArea;

/// Backing pixels for each CSS pixel: plotters rounds every place to whole
/// pixels, and a quarter of a CSS pixel is finer than a screen shows.
const SCALE: f64 = 4.0;

/// plotters divides sizes of type by 1.24 on their way into SVG.
const RESOLUTION: Resolution = Resolution {
    scale: SCALE,
    type_scale: 1.24,
};

/// How the colours of an SVG are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colors {
    /// As numbers, on light paper.
    Light,
    /// As numbers, on dark paper.
    Dark,
    /// As custom properties of the page around it, so that they follow its theme.
    Page,
}

/// The names that [`draw`] knows.
pub const DRAWINGS: &[&str] = &["claim", "strips", "bounce"];

/// Draws a figure of a scenario, simulated to the end, `size` in CSS pixels;
/// `None` where there is no figure of that name.
pub fn draw(name: &str, scenario: &Scenario, size: (f64, f64), colors: Colors) -> Option<String> {
    Some(match name {
        "claim" => render(&Claim::of(scenario), size, colors),
        "bounce" => {
            let mut bounce = Bounce::of(scenario);
            let tally = report::simulate(scenario, bounce.curves.lengths.clone());
            bounce.simulated = Simulated::of(&tally, scenario.criterion());
            render(&bounce, size, colors)
        }
        "strips" => {
            let cells = strips::cells(scenario);
            let mut runs = report::runs(&strips::first_rows(scenario), vec![scenario.tokens()])
                .with_strips(strips::ROWS, cells.clone());
            while !runs.advance(u64::MAX).is_done() {}
            let strips = Strips {
                rows: runs.strips(),
                cells: cells.len(),
                revealed: cells.len(),
            };
            render(&strips, size, colors)
        }
        _ => return None,
    })
}

/// Draws the data of a figure as SVG text.
pub fn render(drawing: &dyn Drawing, (width, height): (f64, f64), colors: Colors) -> String {
    let theme = if colors == Colors::Dark { DARK } else { LIGHT };
    let mut svg = String::new();
    {
        let size = ((width * SCALE) as u32, (height * SCALE) as u32);
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        let mut sheet = Sheet::new((width, height), theme);
        drawing.draw(&mut sheet);
        // Writing to a string cannot fail.
        let drawn = ink(&area, sheet.marks(), RESOLUTION).and_then(|()| area.present());
        debug_assert!(drawn.is_ok());
    }
    // The backend repeats what is SVG's default anyway.
    let svg = svg
        .replace(" opacity=\"1\"", "")
        .replace(" stroke=\"none\"", "");
    let body = svg.split_once('>').map_or("", |(_, body)| body);
    let title = escape(&drawing.title());
    let view = format!("0 0 {} {}", width * SCALE, height * SCALE);
    let mut svg = match colors {
        // On the page, CSS decides the size.
        Colors::Page => {
            format!("<svg viewBox=\"{view}\" role=\"img\" aria-label=\"{title}\">{body}")
        }
        _ => format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"{view}\"><title>{title}</title>{body}"
        ),
    };
    if colors == Colors::Page {
        for (name, color) in theme.tokens() {
            svg = svg.replace(&color.hex(), &format!("var(--{name})"));
        }
    }
    svg
}

/// Several drawings of [`render`] as one, each below the one before.
pub fn stack(drawings: &[(String, (f64, f64))]) -> String {
    let width = drawings
        .iter()
        .map(|(_, (width, _))| *width)
        .fold(0.0, f64::max);
    let height: f64 = drawings.iter().map(|(_, (_, height))| *height).sum();
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">"
    );
    let mut top = 0.0;
    for (drawing, (_, height)) in drawings {
        svg += &drawing.replacen("<svg ", &format!("<svg y=\"{top}\" "), 1);
        top += height;
    }
    svg + "</svg>\n"
}

/// Text as it may stand in markup.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
