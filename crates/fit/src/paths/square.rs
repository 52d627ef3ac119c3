//! Likelihoods of two probabilities: the top, edges included, and profiles.

use super::climb::{Climb, odds, share_of};
use super::estimate::Estimate;

/// A function of two probabilities.
pub(super) type Surface<'a> = &'a mut dyn FnMut([f64; 2]) -> f64;

/// The highest point of a surface.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Top {
    pub(super) at: [f64; 2],
    pub(super) value: f64,
    /// Whether the climb to it came to rest.
    pub(super) settled: bool,
}

/// The edges belong to the square, but a certainty of 1 is as far as its odds reach.
const EDGES: [f64; 2] = [0.0, 1.0];

/// Looks for the top from several starts, and along the edges.
pub(super) fn top(f: Surface, starts: &[[f64; 2]]) -> Top {
    let mut best = Top {
        at: [0.5, 0.5],
        value: f64::NEG_INFINITY,
        settled: false,
    };
    for start in starts {
        let mut climb = Climb::new(start);
        while !climb.step(&mut |p| f([p[0], p[1]])) {}
        if climb.value > best.value {
            let at = climb.at();
            best = Top {
                at: [at[0], at[1]],
                value: climb.value,
                settled: climb.settled,
            };
        }
    }
    for index in [0, 1] {
        for edge in EDGES {
            let (other, value) = line(&mut |x| f(pair(index, edge, x)), None);
            // A top in the limit is an edge.
            if value > best.value - 1e-6 && value.is_finite() {
                best = Top {
                    at: pair(index, edge, other),
                    value,
                    settled: true,
                };
            }
        }
    }
    best
}

/// The interval of one of the two, the other being as good as it can be.
pub(super) fn profile(f: Surface, top: Top, index: usize, drop: f64) -> Estimate {
    let value = top.at[index];
    if !top.value.is_finite() {
        return Estimate::UNKNOWN;
    }
    let mut near = top.at[1 - index];
    let mut above = |x: f64| {
        let (other, value) = line(&mut |y| f(pair(index, x, y)), Some(near));
        near = other;
        value - top.value + drop
    };
    let mut end = |edge: f64| {
        if value == edge || above(edge) >= 0.0 {
            return edge;
        }
        let (mut inside, mut outside) = (odds(value), odds(edge));
        while (inside - outside).abs() > 1e-4 {
            let middle = f64::midpoint(inside, outside);
            if above(share_of(middle)) >= 0.0 {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        share_of(inside)
    };
    let (low, high) = (end(0.0), end(1.0));
    Estimate::new(value, low, high)
}

fn pair(index: usize, own: f64, other: f64) -> [f64; 2] {
    if index == 0 {
        [own, other]
    } else {
        [other, own]
    }
}

/// The top of a function of one probability, edges included: looked for around a place, or
/// everywhere.
pub(super) fn line(f: &mut dyn FnMut(f64) -> f64, near: Option<f64>) -> (f64, f64) {
    /// The golden section.
    const PART: f64 = 0.618_033_988_749_894_9;
    let (mut centre, step, rough) = match near {
        Some(near) => (odds(near), 1.0, 1e-3),
        None => (0.0, 2.0, 1e-6),
    };
    let mut value = |odds: f64| f(share_of(odds));
    let mut best = value(centre);
    let mut reach = step;
    if near.is_none() {
        for k in -12..=12 {
            let place = f64::from(k) * step;
            let there = value(place);
            if there > best {
                (centre, best) = (place, there);
            }
        }
    } else {
        // On in the direction that rises, in growing strides.
        for way in [-1.0, 1.0] {
            let mut stride = way * step;
            while (centre + stride).abs() <= 25.0 {
                let there = value(centre + stride);
                if there.is_nan() || there <= best {
                    break;
                }
                centre += stride;
                best = there;
                reach = reach.max(stride.abs());
                stride *= 1.7;
            }
        }
    }
    let (mut low, mut high) = (centre - reach, centre + reach);
    let mut inner = [high - PART * (high - low), low + PART * (high - low)];
    let mut values = [value(inner[0]), value(inner[1])];
    while high - low > rough {
        if values[0] > values[1] {
            high = inner[1];
            inner = [high - PART * (high - low), inner[0]];
            values = [value(inner[0]), values[0]];
        } else {
            low = inner[0];
            inner = [inner[1], low + PART * (high - low)];
            values = [values[1], value(inner[1])];
        }
    }
    let middle = f64::midpoint(low, high);
    let there = value(middle);
    let mut found = if there >= best {
        (share_of(middle), there)
    } else {
        (share_of(centre), best)
    };
    for edge in EDGES {
        let there = f(edge);
        if there >= found.1 {
            found = (edge, there);
        }
    }
    found
}
