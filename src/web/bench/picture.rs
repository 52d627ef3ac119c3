//! The figures of the evidence: the data with the curves, and the runs themselves.

use crate::figure::curves::Sure;
use crate::figure::evidence::{Curve, Evidence, Paths, Point, Profiles, Rank, Slips};
use crate::web::figure::View;
use bounceback_core::model::criterion::Criterion;
use bounceback_core::number::math::pow;
use bounceback_fit as fit;
use bounceback_fit::{Band, Bench, Explanation, Measured, Question};

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
    pub explanations: &'a [Explanation],
    /// What the data come to, in one sentence, once that is known.
    pub says: Option<&'a str>,
    pub chosen: Option<&'static str>,
    pub grid: &'a [f64],
    pub band: Option<&'a Band>,
    pub profiles: Option<&'a fit::Profiles>,
    /// Whether the axes are logarithmic.
    pub log: (bool, bool),
}

/// Lengths that serve linear and logarithmic axes alike: half of them each.
pub(super) fn grid(bench: &Bench) -> Vec<f64> {
    let measured = bench.measured(bench.questions()[0]);
    let first = measured.first().map_or(1.0, |it| it.length);
    let last = measured.last().map_or(1.0, |it| it.length);
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
pub(super) fn band_lengths(grid: &[f64]) -> Vec<f64> {
    let last = grid.len().saturating_sub(1);
    (0..BAND).map(|i| grid[i * last / (BAND - 1)]).collect()
}

/// Nothing is shown any more.
pub(super) fn blank(figures: &mut [View]) {
    for figure in figures {
        match figure.name() {
            "evidence" => figure.show(Box::new(Evidence::default())),
            "paths" => figure.show(Box::new(Paths::default())),
            "slips" => figure.show(Box::new(Slips::default())),
            "profiles" => figure.show(Box::new(Profiles::default())),
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
                "profiles" => figure.show(Box::new(self.profiles())),
                _ => {}
            }
        }
    }

    fn profiles(&self) -> Profiles {
        let chosen = self
            .explanations
            .iter()
            .find(|it| Some(it.name) == self.chosen);
        match (chosen, self.profiles) {
            (Some(it), Some(made)) if made.is_done() => {
                Profiles::of(it.label.to_owned(), made.made().to_vec())
            }
            _ => Profiles::default(),
        }
    }

    fn evidence(&self) -> Evidence {
        let questions = self.bench.questions();
        let first = questions[0];
        let mut points = Vec::new();
        for &question in questions {
            let measured = self.bench.measured(question);
            let curve = self.chosen_at(question, &measured);
            points.extend(measured.into_iter().map(|it| Point {
                residual: if question == first {
                    it.residual(&curve)
                } else {
                    f64::NAN
                },
                flawless: question == Question::Flawless && questions.len() > 1,
                length: it.length,
                share: it.share,
                interval: it.interval,
                counted: it.counted,
            }));
        }
        let curve = |it: &Explanation| Curve {
            name: it.label.to_owned(),
            rank: match it {
                _ if Some(it.name) == self.chosen => Rank::Chosen,
                _ if it.is_law => Rank::Law,
                _ => Rank::Other,
            },
            values: self.bench.curve(it.name, first, self.grid),
        };
        Evidence {
            says: self
                .says
                .unwrap_or("Data, and nothing fitted yet.")
                .to_owned(),
            unit: "length".to_owned(),
            points,
            band: self.band(),
            grid: self.grid.to_vec(),
            curves: self.explanations.iter().map(curve).collect(),
            log: self.log,
        }
    }

    /// The chosen curve at the lengths of what was measured.
    fn chosen_at(&self, question: Question, measured: &[Measured]) -> impl Fn(f64) -> f64 + use<> {
        let ends = measured.iter().flat_map(|it| [it.from, it.length]);
        let mut lengths: Vec<f64> = ends.collect();
        lengths.sort_by(f64::total_cmp);
        lengths.dedup();
        let values = self
            .chosen
            .map_or_else(Vec::new, |name| self.bench.curve(name, question, &lengths));
        move |length| {
            let place = lengths.partition_point(|&it| it < length);
            values.get(place).copied().unwrap_or(f64::NAN)
        }
    }

    /// The band on the grid, between the lengths at which it is made.
    fn band(&self) -> Vec<(f64, f64)> {
        let Some(band) = self.band else {
            return Vec::new();
        };
        let sure = Sure {
            lengths: band_lengths(self.grid),
            ends: band.ends().collect(),
            criterion: Criterion::Acceptable,
        };
        let at = |&length: &f64| sure.at(length).unwrap_or((f64::NAN, f64::NAN));
        self.grid.iter().map(at).collect()
    }
}
