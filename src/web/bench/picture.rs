//! The figures of the evidence: the data with the curves, and the runs themselves.

use crate::figure::evidence::{Curve, Evidence, Paths, Point, Rank};
use crate::web::figure::View;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::number::math::pow;
use bounceback_fit::{Band, Bench, Question};

/// So many lengths a curve is drawn at.
const GRID: usize = 160;

/// At so many of them the band is known.
pub(super) const BAND: usize = 24;

/// By so much curves are drawn out beyond the data.
const BEYOND: f64 = 1.25;

/// So many runs are shown at most.
const RUNS: usize = 120;

/// What the figures are made of.
pub(super) struct Picture<'a> {
    pub bench: &'a Bench,
    pub chosen: Option<&'static str>,
    pub band: Option<&'a Band>,
    pub scenario: &'a Scenario,
}

/// The first and the last length of the data.
fn range(bench: &Bench) -> (f64, f64) {
    let question = bench.questions()[0];
    let measured = bench.measured(question);
    let first = measured.first().map_or(1.0, |it| it.length);
    let last = measured.last().map_or(1.0, |it| it.length);
    (first, last)
}

/// Lengths that serve linear and logarithmic axes alike: half of them each.
fn grid(bench: &Bench) -> Vec<f64> {
    let (first, last) = range(bench);
    let (low, high) = (first.min(last / 4.0) / 2.0, last * BEYOND);
    let half = GRID / 2;
    let share = |i: usize| i as f64 / (half - 1) as f64;
    let linear = (0..half).map(|i| high * share(i));
    let log = (0..half).map(|i| low * pow(high / low, share(i)));
    let mut grid: Vec<f64> = linear.chain(log).filter(|it| *it > 0.0).collect();
    if bench.strips(0).is_some() {
        // Steps are whole.
        for it in &mut grid {
            *it = it.round().max(1.0);
        }
    }
    grid.sort_by(f64::total_cmp);
    grid.dedup();
    grid
}

/// The lengths at which the band is made.
pub(super) fn band_lengths(bench: &Bench) -> Vec<f64> {
    let grid = grid(bench);
    let last = grid.len().saturating_sub(1);
    (0..BAND).map(|i| grid[i * last / (BAND - 1)]).collect()
}

/// Nothing is shown any more.
pub(super) fn blank(figures: &mut [View]) {
    for figure in figures {
        match figure.name() {
            "evidence" => figure.show(Box::new(Evidence::default())),
            "paths" => figure.show(Box::new(Paths::default())),
            _ => {}
        }
    }
}

impl Picture<'_> {
    /// Shows them.
    pub(super) fn show(&self, figures: &mut [View]) {
        for figure in figures {
            match figure.name() {
                "evidence" => figure.show(Box::new(self.evidence())),
                "paths" => figure.show(Box::new(Paths::of(self.bench.strips(RUNS)))),
                _ => {}
            }
        }
    }

    fn evidence(&self) -> Evidence {
        let grid = grid(self.bench);
        let questions = self.bench.questions();
        let mut points = Vec::new();
        for &question in questions {
            let curve = |length: f64| {
                let known = self
                    .chosen
                    .map(|name| self.bench.curve(name, question, &[length]));
                known.and_then(|it| it.first().copied()).unwrap_or(f64::NAN)
            };
            let first = question == questions[0];
            points.extend(self.bench.measured(question).into_iter().map(|it| Point {
                residual: if first { it.residual(&curve) } else { f64::NAN },
                flawless: question == Question::Flawless && questions.len() > 1,
                length: it.length,
                share: it.share,
                interval: it.interval,
                counted: it.counted,
            }));
        }
        let mut curves = Vec::new();
        for explanation in self.bench.explanations() {
            let rank = if Some(explanation.name) == self.chosen {
                Rank::Chosen
            } else if matches!(explanation.name, "independent" | "no recovery") {
                Rank::Law
            } else {
                Rank::Other
            };
            curves.push(Curve {
                name: explanation.label.to_owned(),
                rank,
                values: self.bench.curve(explanation.name, questions[0], &grid),
            });
        }
        let said = self
            .bench
            .said()
            .and_then(|said| said.findings.into_iter().next());
        Evidence {
            says: said.unwrap_or_else(|| "Data, and nothing fitted yet.".to_owned()),
            unit: "length".to_owned(),
            points,
            band: self.band(&grid),
            grid,
            curves,
            log: (self.scenario.log_x(), self.scenario.log_y()),
        }
    }

    /// The band on the grid, between the lengths at which it is made.
    fn band(&self, grid: &[f64]) -> Vec<(f64, f64)> {
        let Some(band) = self.band else {
            return Vec::new();
        };
        let ends: Vec<(f64, f64)> = band.ends().collect();
        let lengths = band_lengths(self.bench);
        let known = lengths.len().min(ends.len());
        let at = |length: f64| {
            let after = lengths[..known].partition_point(|&it| it < length);
            if after >= known {
                return (f64::NAN, f64::NAN);
            }
            if lengths[after] == length || after == 0 {
                return ends[after];
            }
            let (from, to) = (lengths[after - 1], lengths[after]);
            let share = (length - from) / (to - from);
            let between = |a: f64, b: f64| a + (b - a) * share;
            let ((low, high), (next_low, next_high)) = (ends[after - 1], ends[after]);
            (between(low, next_low), between(high, next_high))
        };
        grid.iter().map(|&length| at(length)).collect()
    }
}
