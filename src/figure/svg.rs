//! Figures as SVG text: for export, for the page before its program runs, and
//! for the golden files.

use super::bounce::Bounce;
use super::curves::{self, Simulated};
use super::ink::{FACE, Resolution, ink};
use super::named::plot;
use super::paper::{Paper, escape};
use super::plot::Plot as _;
use super::sheet::{Drawing, Sheet};
use super::story::Story;
use super::stretches::{self, Stretches};
use super::strips::{self, Strips};
use super::theme::{DARK, LIGHT, TYPE_SIZE};
use bounceback_core::exact::{Exact, lengths};
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::number::format::shortest;
use bounceback_core::share::report;
use plotters::drawing::IntoDrawingArea;

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

impl Colors {
    /// plotters rounds every place to whole backing pixels. A quarter of a CSS pixel
    /// is finer than a screen shows; half of one weighs less in the page.
    const fn resolution(self) -> Resolution {
        let scale = match self {
            Self::Light | Self::Dark => 4.0,
            Self::Page => 2.0,
        };
        Resolution { scale }
    }

    /// At how many lengths runs are looked at.
    const fn simulated_lengths(self) -> usize {
        match self {
            Self::Light | Self::Dark => curves::DRAWN_LENGTHS,
            Self::Page => STILL_LENGTHS,
        }
    }
}

/// At how many lengths runs are looked at in what stands there for a start.
const STILL_LENGTHS: usize = 34;

/// A page less wide is narrow, in CSS pixels.
const NARROW: f64 = 500.0;

/// The names that [`draw`] knows.
pub const DRAWINGS: &[&str] = &[
    "claim",
    "strips",
    "bounce",
    "stretches",
    "hazards",
    "map",
    "techniques",
    "timeline",
];

/// Draws a figure of a scenario, simulated to the end, `size` in CSS pixels;
/// `None` where there is no figure of that name.
pub fn draw(name: &str, scenario: &Scenario, size: (f64, f64), colors: Colors) -> Option<String> {
    drawn(name, scenario, size, colors, colors.simulated_lengths())
}

/// The same with runs looked at at few lengths: a picture that is light to load.
pub fn still(name: &str, scenario: &Scenario, size: (f64, f64), colors: Colors) -> Option<String> {
    drawn(name, scenario, size, colors, STILL_LENGTHS / 2)
}

fn drawn(
    name: &str,
    scenario: &Scenario,
    size: (f64, f64),
    colors: Colors,
    simulated: usize,
) -> Option<String> {
    Some(match name {
        "bounce" => {
            let mut bounce = Bounce::of(scenario);
            let (from, to) = (scenario.done(), scenario.length());
            let lengths = lengths(from, to, simulated, scenario.log_x());
            // On a narrow page, before its program runs, the exact curves will do.
            if colors != Colors::Page || size.0 >= NARROW {
                let tally = report::simulate(scenario, lengths);
                bounce.simulated = Simulated::of(&tally, scenario.criterion());
            }
            render(&bounce, size, colors)
        }
        "strips" => {
            let mut cells = strips::cells(scenario);
            if simulated < STILL_LENGTHS {
                // Every fourth, the last among them.
                cells = cells.into_iter().rev().step_by(4).collect();
                cells.reverse();
            }
            let mut runs = report::runs(&strips::first_rows(scenario), vec![scenario.length()])
                .with_strips(strips::ROWS, cells.clone());
            while !runs.advance(u64::MAX).is_done() {}
            let mut story = Story::of(scenario, cells.clone());
            while story.as_mut().is_some_and(|story| story.advance(u64::MAX)) {}
            let strips = Strips {
                rows: runs.strips(),
                notes: runs.notes(),
                cells: &cells,
                stages: runs.course().stages(),
                revealed: cells.len(),
                chosen: strips::chosen(scenario, story.as_ref()),
                log: scenario.log_x(),
            };
            render(&strips, size, colors)
        }
        "stretches" => {
            let mut figure = Stretches::of(scenario);
            while figure.compute(usize::MAX) {}
            let drawn = curves::drawn_lengths(scenario, &Exact::new(scenario), scenario.done());
            let tally = if scenario.whole(Key::Runs) > report::MOST_SINGLE_RUNS {
                report::simulate(scenario, drawn)
            } else {
                let edges = stretches::bins(scenario);
                let mut runs = report::runs(scenario, drawn).with_stretches(edges);
                while !runs.advance(u64::MAX).is_done() {}
                runs.tally().clone()
            };
            figure.simulate(&tally, None);
            render(&figure, size, colors)
        }
        name => {
            let mut plot = plot(name, scenario)?;
            while plot.compute(usize::MAX) {}
            render(&*plot, size, colors)
        }
    })
}

/// Draws the data of a figure as SVG text.
pub fn render(drawing: &dyn Drawing, (width, height): (f64, f64), colors: Colors) -> String {
    let theme = if colors == Colors::Dark { DARK } else { LIGHT };
    let scale = colors.resolution().scale;
    let mut body = String::new();
    {
        let size = ((width * scale) as u32, (height * scale) as u32);
        let area = Paper::new(&mut body, size).into_drawing_area();
        let mut sheet = Sheet::new((width, height), theme);
        drawing.draw(&mut sheet);
        // Writing to a string cannot fail.
        let drawn = ink(&area, sheet.marks(), colors.resolution()).and_then(|()| area.present());
        debug_assert!(drawn.is_ok());
    }
    let title = escape(&drawing.title());
    let root = format!(
        "viewBox=\"0 0 {} {}\" font-family=\"{FACE}\" font-size=\"{}\" stroke-linejoin=\"round\"",
        shortest(width * scale),
        shortest(height * scale),
        shortest(TYPE_SIZE * scale),
    );
    match colors {
        // On the page, CSS decides the size.
        Colors::Page => {
            let tokens = theme.tokens();
            let words = tokens.map(|(name, color)| (color.hex(), format!("var(--{name})")));
            let body = reworded(&body, &words);
            format!(
                "<svg {root} preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{title}\">{body}</svg>"
            )
        }
        _ => format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" {root}><title>{title}</title>{body}</svg>\n",
            shortest(width),
            shortest(height),
        ),
    }
}

/// A text in which every word of the first column has become that of the second.
///
/// The standard library's search for strings, with what it may panic with, weighs
/// 5 KB in the page.
fn reworded(text: &str, words: &[(String, String)]) -> String {
    let mut reworded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let known = words
            .iter()
            .find_map(|(word, other)| Some((rest.strip_prefix(word.as_str())?, other)));
        if let Some((after, other)) = known {
            reworded.push_str(other);
            rest = after;
        } else {
            reworded.push(first);
            rest = rest.strip_prefix(first).unwrap_or("");
        }
    }
    reworded
}
