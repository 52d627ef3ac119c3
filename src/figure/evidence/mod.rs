//! Data that people brought, with their intervals, and the curves fitted to them.

mod drawing;
mod paths;
mod profiles;
mod reading;
mod slips;

pub use paths::Paths;
pub use profiles::Profiles;
pub use slips::Slips;

use super::axis::{Axis, Scale};
use super::curves::{LEFT, is_narrow, right_margin};
use bounceback_core::number::math::{floor, log10, pow};

/// What the figure shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// What it comes to, in one sentence.
    pub says: String,
    /// What lengths are counted in.
    pub unit: String,
    /// What was measured.
    pub points: Vec<Point>,
    /// The lengths at which curves are known, increasing.
    pub grid: Vec<f64>,
    /// The curves.
    pub curves: Vec<Curve>,
    /// Between which ends the chosen curve lies at each length of the grid, as far as the data
    /// tell.
    pub band: Vec<(f64, f64)>,
    /// Whether the axes are logarithmic.
    pub log: (bool, bool),
}

/// One measured share.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// At which length.
    pub length: f64,
    /// The share.
    pub share: f64,
    /// Between which shares the true one lies.
    pub interval: (f64, f64),
    /// Whether it is the share that has never erred, where both are shown.
    pub flawless: bool,
    /// What was counted: "41 of 50".
    pub counted: String,
    /// How far the chosen curve is off, in standard deviations; no number where there is none.
    pub residual: f64,
}

/// One fitted curve.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// What it is called.
    pub name: String,
    /// What stands for it.
    pub rank: Rank,
    /// Its values on the grid.
    pub values: Vec<f64>,
}

/// What a curve is among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    /// The one that is looked at.
    Chosen,
    /// One rate for all: LeCun's.
    Law,
    /// One of the others.
    Other,
}

/// Where things lie on a sheet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    pub(super) x: Axis,
    pub(super) y: Axis,
    /// The axis of residuals, where there are any.
    pub(super) off: Option<Axis>,
    pub(super) narrow: bool,
}

impl Layout {
    /// Where the axis of lengths lies: below all else.
    pub(super) fn foot(&self) -> f64 {
        self.off.map_or(self.y.start, |off| off.start)
    }
}

/// The height of the residuals, in CSS pixels.
const RESIDUALS: f64 = 64.0;

impl Evidence {
    /// The lengths that the figure goes from and to.
    fn ends(&self) -> (f64, f64) {
        let lengths = self.points.iter().map(|point| point.length);
        let measured = lengths.clone().fold(0.0, f64::max);
        let last = self.grid.last().copied().unwrap_or(measured).max(measured);
        let first = if self.log.0 {
            let least = lengths.fold(f64::INFINITY, f64::min);
            self.grid.first().copied().unwrap_or(least).min(least)
        } else {
            0.0
        };
        match (first, last) {
            (first, last) if first < last && first.is_finite() => (first, last),
            (_, last) if last > 0.0 => (if self.log.0 { last / 10.0 } else { 0.0 }, last),
            _ => (if self.log.0 { 1.0 } else { 0.0 }, 10.0),
        }
    }

    /// How far the data go: beyond it curves are drawn out.
    fn measured(&self) -> f64 {
        self.points.iter().map(|it| it.length).fold(0.0, f64::max)
    }

    /// The foot of a logarithmic axis of shares: the power of ten below the least that is told.
    fn floor(&self) -> f64 {
        let told = |point: &Point| {
            let least = if point.share > 0.0 {
                point.share
            } else {
                point.interval.1
            };
            (least > 0.0).then_some(least)
        };
        let least = self.points.iter().filter_map(told).fold(0.1, f64::min);
        pow(10.0, floor(log10(least)).clamp(-6.0, -1.0))
    }

    fn has_residuals(&self) -> bool {
        self.points.iter().any(|point| point.residual.is_finite())
    }

    pub(super) fn layout(&self, (width, height): (f64, f64)) -> Layout {
        let narrow = is_narrow(width);
        let (low, high) = self.ends();
        let named = self.named().count();
        let top = if narrow {
            14.0 + 20.0 * named as f64
        } else {
            14.0
        };
        let bottom = height - 40.0;
        let frame = if self.has_residuals() {
            bottom - RESIDUALS - 18.0
        } else {
            bottom
        };
        let off = self.has_residuals().then(|| {
            let reach = self.points.iter().map(|point| point.residual.abs());
            let reach = reach.filter(|it| it.is_finite()).fold(3.0, f64::max);
            Axis {
                scale: Scale::Linear,
                low: -reach,
                high: reach,
                start: bottom,
                end: bottom - RESIDUALS,
            }
        });
        Layout {
            x: Axis {
                scale: Scale::of(self.log.0),
                low,
                high,
                start: LEFT,
                end: width - right_margin(width),
            },
            y: Axis {
                scale: Scale::of(self.log.1),
                low: if self.log.1 { self.floor() } else { 0.0 },
                high: 1.0,
                start: frame,
                end: top,
            },
            off,
            narrow,
        }
    }

    /// The curves that are named beside the frame.
    fn named(&self) -> impl Iterator<Item = &Curve> {
        self.curves.iter().filter(|it| it.rank != Rank::Other)
    }
}
