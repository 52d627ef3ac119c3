//! The runs themselves: one row each, step by step.

use crate::figure::axis::{Axis, Scale};
use crate::figure::crosshair::Crosshair;
use crate::figure::curves::draw_lengths;
use crate::figure::plot::Plot;
use crate::figure::sheet::{Drawing, Place, Sheet};
use bounceback_core::number::format::count;
use bounceback_core::share::report::Table;
use bounceback_core::simulate::Tally;
use bounceback_fit::paths::{Strip, Strips};

/// The runs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paths {
    rows: Vec<Strip>,
    left_out: usize,
}

/// The room left of the rows, and below them, in CSS pixels.
const LEFT: f64 = 12.0;
const FOOT: f64 = 40.0;

impl Paths {
    /// Reads them off a strip chart; none where there is none.
    pub fn of(strips: Option<Strips>) -> Self {
        strips.map_or_else(Self::default, |strips| Self {
            rows: strips.rows,
            left_out: strips.left_out,
        })
    }

    fn axis(&self, width: f64) -> Axis {
        let longest = self.rows.iter().map(|row| row.length).max().unwrap_or(1);
        Axis {
            scale: Scale::Linear,
            low: 0.0,
            high: longest.max(1) as f64,
            start: LEFT,
            end: width - LEFT,
        }
    }

    fn height(&self, height: f64) -> f64 {
        (height - FOOT) / self.rows.len().max(1) as f64
    }
}

/// Stretches of a run: from, to, and whether it is wrong there.
fn stretches(row: &Strip) -> Vec<(usize, usize, bool)> {
    let end = row.cut.map_or(row.length, |cut| cut.saturating_sub(1));
    let mut all = Vec::new();
    let mut at = 0;
    for &(first, last) in &row.wrong {
        if first - 1 > at {
            all.push((at, first - 1, false));
        }
        all.push((first - 1, last, true));
        at = last;
    }
    if at < end {
        all.push((at, end, false));
    }
    all
}

impl Drawing for Paths {
    fn title(&self) -> String {
        if self.rows.is_empty() {
            return "No runs.".to_owned();
        }
        let more = match self.left_out {
            0 => String::new(),
            more => format!(
                ", spread evenly over those and {} more",
                count(more as u64, "run")
            ),
        };
        let rows = count(self.rows.len() as u64, "run");
        format!("{rows}, step by step{more}.")
    }

    fn draw(&self, sheet: &mut Sheet) {
        let (width, height) = sheet.size();
        let (theme, axis) = (sheet.theme(), self.axis(width));
        sheet.clear();
        let each = self.height(height);
        // Where rows are as thin as the line between them, there is none.
        let gap = if each > 4.0 { 1.0 } else { 0.0 };
        for (place, row) in self.rows.iter().enumerate() {
            let top = place as f64 * each;
            let mut has_erred = false;
            for (from, to, wrong) in stretches(row) {
                has_erred |= wrong;
                let color = match (wrong, has_erred) {
                    (true, _) => theme.unacceptable,
                    (false, true) => theme.recovered,
                    (false, false) => theme.flawless,
                };
                let corners = (axis.place(from as f64), axis.place(to as f64));
                sheet.block((corners.0, top), (corners.1, top + each - gap), color);
            }
        }
        draw_lengths(sheet, &axis, height - FOOT, "steps");
    }
}

impl Plot for Paths {
    fn follows(&self) -> bool {
        false
    }

    fn stops(&self) -> usize {
        self.rows.len().max(1)
    }

    fn rest(&self) -> usize {
        0
    }

    fn stop_at(&self, (_, height): (f64, f64), (_, y): Place) -> usize {
        let row = (y / self.height(height)).max(0.0) as usize;
        row.min(self.rows.len().saturating_sub(1))
    }

    fn value(&self, stop: usize) -> f64 {
        self.rows.get(stop).map_or(0.0, |row| (row.path + 1) as f64)
    }

    fn words(&self, stop: usize) -> String {
        let Some(row) = self.rows.get(stop) else {
            return String::new();
        };
        let wrong: usize = row.wrong.iter().map(|(from, to)| to + 1 - from).sum();
        let steps = count(row.length as u64, "step");
        let end = match row.outcome {
            Some(true) => " Its end was judged right.",
            Some(false) => " Its end was judged wrong.",
            None => "",
        };
        let said = match row.wrong.first() {
            None => format!("never wrong in {steps}"),
            Some((first, _)) => format!(
                "{steps}, wrong after {wrong} of them, first at step {first}, in {}",
                count(row.wrong.len() as u64, "stretch")
            ),
        };
        format!("Run {}: {said}.{end}", row.path + 1)
    }

    fn crosshair(&self, sheet: &Sheet, stop: usize) -> Crosshair {
        let (width, height) = sheet.size();
        let (axis, each) = (self.axis(width), self.height(height));
        let y = (stop as f64 + 0.5) * each;
        Crosshair {
            lines: vec![[(axis.start - 8.0, y), (axis.start - 2.0, y)]],
            ..Crosshair::default()
        }
    }

    fn table(&self, _: Option<&Tally>) -> Table {
        Table {
            words: Vec::new(),
            columns: ["run", "steps", "wrong", "stretches", "first_wrong"]
                .map(str::to_owned)
                .into(),
            first: self.rows.iter().map(|row| (row.path + 1) as f64).collect(),
            rows: self
                .rows
                .iter()
                .map(|row| {
                    let wrong: usize = row.wrong.iter().map(|(from, to)| to + 1 - from).sum();
                    let first = row.wrong.first().map_or(f64::NAN, |it| it.0 as f64);
                    vec![
                        row.length as f64,
                        wrong as f64,
                        row.wrong.len() as f64,
                        first,
                    ]
                })
                .collect(),
        }
    }
}
