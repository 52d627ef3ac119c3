//! What the lab has measured: counted shares with their intervals, and the laws laid over.

pub mod batch;
mod drawing;
pub mod pictures;
mod reading;
pub mod recorded;
pub mod sayings;
pub mod script;
pub mod theory;
pub mod told;
pub mod warmth;
pub mod wishes;

use super::axis::{Axis, Scale};
use super::curves::{LEFT, is_narrow, right_margin};

/// Shares along steps, or along anything else that is counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measured {
    /// What it comes to, in one sentence.
    pub says: String,
    /// What lies on the axis to the right.
    pub unit: &'static str,
    /// What was counted.
    pub series: Vec<Series>,
    /// What was computed.
    pub laws: Vec<Law>,
    /// Where something ends, and what.
    pub edges: Vec<(f64, String)>,
    /// Whether rows fall at places of their own: there they are named.
    pub falls: bool,
}

/// A row of counted shares.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Whose they are.
    pub name: String,
    /// What was asked.
    pub asked: &'static str,
    /// How it looks.
    pub look: Look,
    /// What was counted, by place.
    pub points: Vec<Count>,
}

/// How many of how many, and where.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Count {
    /// Where: a step, a lag, a distance.
    pub at: f64,
    /// So many were right.
    pub right: u64,
    /// Of so many.
    pub of: u64,
}

impl Count {
    /// The share.
    pub fn share(self) -> f64 {
        self.right as f64 / self.of.max(1) as f64
    }

    /// Between which shares the true one lies, by 95%: Wilson's interval.
    pub fn interval(self) -> (f64, f64) {
        bounceback_core::number::binomial::wilson_interval(self.right, self.of)
    }
}

/// How a row of shares looks. Its question says its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Its colour.
    pub hue: Hue,
    /// Whether it is the one that is looked at.
    pub strong: bool,
    /// Whether each share stands for itself.
    pub dots: bool,
}

/// The colours of the questions, here as everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hue {
    /// Never erred.
    Never,
    /// Right now.
    Now,
    /// Beside the others.
    Beside,
}

/// A curve that was computed, and between which others it may lie.
#[derive(Clone, Debug, PartialEq)]
pub struct Law {
    /// What it is called.
    pub name: String,
    /// Its colour.
    pub hue: Hue,
    /// Its values at 1, 2, 3 …
    pub values: Vec<f64>,
    /// Between which ends it may lie at each.
    pub band: Vec<(f64, f64)>,
}

/// Where things lie on a sheet.
#[derive(Clone, Copy, Debug)]
struct Layout {
    x: Axis,
    y: Axis,
    narrow: bool,
}

impl Measured {
    /// Whether there is anything to be seen.
    pub fn is_empty(&self) -> bool {
        self.series.iter().all(|it| it.points.is_empty())
    }

    /// All places, in order.
    fn places(&self) -> Vec<f64> {
        let points = self.series.iter().flat_map(|it| &it.points);
        let mut places: Vec<f64> = points.map(|it| it.at).collect();
        places.sort_by(f64::total_cmp);
        places.dedup();
        places
    }

    /// How many names stand beside, or above, the frame.
    fn names(&self) -> usize {
        self.series.len() + self.laws.len()
    }

    fn layout(&self, (width, height): (f64, f64)) -> Layout {
        let narrow = is_narrow(width);
        let above = match (self.falls, narrow) {
            (true, _) => 30.0,
            (false, true) => 18.0 + 20.0 * self.names() as f64,
            (false, false) => 14.0,
        };
        let last = self.places().last().copied().unwrap_or(1.0);
        Layout {
            x: Axis {
                scale: Scale::Linear,
                low: 0.0,
                high: last.max(1.0),
                start: LEFT,
                end: width - right_margin(width),
            },
            y: Axis {
                scale: Scale::Linear,
                low: 0.0,
                high: 1.0,
                start: height - 40.0,
                end: above,
            },
            narrow,
        }
    }
}
