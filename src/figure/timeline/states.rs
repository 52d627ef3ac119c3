//! The shares of the states.

use crate::figure::theme::{Color, Theme};
use bounceback_core::model::chain::Occupancy;

/// What the states are called, from the foot up.
pub(super) const NAMES: [&str; 4] = [
    "never erred",
    "acceptable again",
    "unacceptable",
    "lost for good",
];

/// No line is followed below this share.
pub(super) const LEAST_SHARE: f64 = 1e-12;

/// The probabilities of the states, from the foot up.
pub(super) const fn shares(states: &Occupancy) -> [f64; 4] {
    [
        states.flawless,
        states.recovered,
        states.unacceptable,
        states.lost,
    ]
}

/// The probability of one of them.
pub(super) fn share(states: &Occupancy, state: usize) -> f64 {
    shares(states).get(state).copied().unwrap_or_default()
}

/// The probability of the lowest so many states together.
pub(super) fn below(states: &Occupancy, count: usize) -> f64 {
    if count == 4 {
        return 1.0;
    }
    let lowest = shares(states).into_iter().take(count);
    lowest.sum::<f64>().clamp(0.0, 1.0)
}

/// The colours of states that are lines.
pub(super) const fn lines(theme: &Theme) -> [Color; 4] {
    [theme.lecun, theme.bounce, theme.unacceptable, theme.lost]
}
