//! What a curve to fit is: coordinates, an exposure, what people read off it.

use bounceback_core::model::parameter::Key;

/// The most coordinates that a curve has, its origin among them.
pub(crate) const MOST: usize = 4;

/// A place in the space of a curve's coordinates; unused ones are 0.
pub(crate) type Point = [f64; MOST];

/// What coordinates are relative to, so that they are numbers around 1; in steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Frame {
    /// The geometric mean of lengths.
    pub(crate) centre: f64,
    /// The shortest length.
    pub(crate) shortest: f64,
    /// The longest length.
    pub(crate) longest: f64,
    /// The length of a step, in the unit of the data.
    pub(crate) step: f64,
}

/// What people know as a parameter: a function of the point.
#[derive(Debug)]
pub(crate) struct Reading {
    /// The parameter of scenarios that it is, if it is one.
    pub(crate) key: Option<Key>,
    /// Its symbol, as in the formulas.
    pub(crate) symbol: &'static str,
    /// What it is.
    pub(crate) what: &'static str,
    /// The reading on a scale on which its likelihood is about as wide on both sides.
    pub(crate) on_scale: fn(&Frame, &Point) -> f64,
    /// From that scale to the value itself: rising or falling.
    pub(crate) value: fn(&Frame, f64) -> f64,
    /// The coordinate that the scale is, if it is one.
    pub(crate) axis: Option<usize>,
    /// A coordinate with which the reading only rises, or only falls: found for a value of it.
    pub(crate) by: usize,
    /// The least and the greatest number on the scale.
    pub(crate) range: fn(&Frame) -> (f64, f64),
}

/// A process as a curve to fit.
#[derive(Debug)]
pub struct Form {
    /// The word for it: that of the process, where it is one.
    pub name: &'static str,
    /// What a person reads.
    pub label: &'static str,
    /// The curve, as a formula.
    pub formula: &'static str,
    /// Whether it says how many are right in the end, and nothing of first errors.
    pub only_acceptable: bool,
    /// The least and the greatest value of each coordinate.
    pub(crate) bounds: fn(&Frame) -> Vec<(f64, f64)>,
    /// Λ(n): −ln P after n steps; 0 at 0, and never falling.
    pub(crate) exposure: fn(&Frame, &Point, f64) -> f64,
    /// Where to begin, for a curve with an exposure of so much at the centre.
    pub(crate) starts: fn(&Frame, f64) -> Vec<Point>,
    /// What people read.
    pub(crate) readings: &'static [Reading],
    /// The parameters of the scenario with one token a step; none where no process is meant.
    pub(crate) settings: fn(&Frame, &Point) -> Vec<(Key, f64)>,
    /// A coordinate whose exponential must be whole in a scenario.
    pub(crate) whole: Option<usize>,
}

/// The range of the logarithm of an exposure: below, nothing ever fails, above, all does.
pub(super) const LEVEL: (f64, f64) = (-60.0, 60.0);

/// The range of a logarithm.
pub(super) fn any(_: &Frame) -> (f64, f64) {
    (-300.0, 300.0)
}

/// The range of a share.
pub(super) fn unit(_: &Frame) -> (f64, f64) {
    (0.0, 1.0)
}

/// A scale that is the value.
pub(super) fn itself(_: &Frame, value: f64) -> f64 {
    value
}
