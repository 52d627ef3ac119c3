//! Products of many transitions that change slowly.
//!
//! Where the hazard depends on the number of tokens, a stretch is a product of as
//! many different transitions as it has units (tokens, or drafts). The first units
//! after a place where the hazard is not smooth, and the last ones before the end,
//! are multiplied one by one. Between them lie panels, short beside the distance
//! over which the hazard keeps its form and beside the distance to the end. Over a
//! panel the hazard is replaced by constants that spend the same exposure: one, two
//! and four of them, and the three results are extrapolated.
//!
//! The error. A constant that spends the exposure of its piece is a symmetric rule,
//! so that the error of a panel is a series in even powers of the panel's length
//! over ρ, the distance to the nearest singularity: the flawless curve has no error
//! at all, and the extrapolation leaves the sixth power. With panels of ρ/32 that is
//! 2⁻³⁰ times a coefficient that is itself small: the rule's is 1/45·2⁻¹² of the
//! sixth derivative's share, so a panel contributes less than 10⁻¹³ of the exposure
//! it spends, and the sum stays below 10⁻¹². What a panel leaves behind in a chain
//! that forgets (recovery beside error) fades at the rate of forgetting; a panel is
//! at most an eighth of the distance to the end, so that what it misses of the
//! chain's last steps is forgotten by a factor e⁻⁸ for every such step it spans.
//! Together with rounding, [`BOUND`] holds; `tests/agreement.rs` compares with
//! token-by-token recursion.

use crate::transition::{Scalar, Transition};

/// The bound on the absolute error of a probability, rounding included.
pub const BOUND: f64 = 1e-9;

/// A panel is at most this share of the distance over which the hazard keeps its form.
const OF_SCALE: f64 = 1.0 / 32.0;

/// And at most this share of the distance to the end.
const OF_REST: f64 = 1.0 / 8.0;

/// Shorter panels are multiplied one by one.
const SHORTEST: u64 = 8;

/// A chain with a slow memory (lost completions, marks) must resolve its fast
/// steps, but in no more panels than this.
const MOST_PANELS: u64 = 4096;

/// Where the units of a product come from.
pub(super) trait Units<T> {
    /// The law of one unit, number `unit` + 1, as it is.
    fn one(&self, unit: u64) -> Transition<T>;

    /// The law of units `from` + 1 to `to`, with the same exposure at a constant hazard.
    fn alike(&self, from: u64, to: u64) -> Transition<T>;

    /// How far from a unit the hazard keeps its form, in units.
    fn scale(&self, unit: u64) -> f64;

    /// Whether something is remembered for longer than the state is.
    fn remembers(&self) -> bool;
}

/// The product of units `from` + 1 to `to`.
pub(super) fn product<T: Scalar>(units: &dyn Units<T>, from: u64, to: u64) -> Transition<T> {
    let mut product = Transition::identity();
    let mut at = from;
    while at < to {
        let scale = units.scale(at);
        if scale.is_infinite() {
            return product.then(&units.alike(at, to));
        }
        let rest = to - at;
        let mut panel = (scale * OF_SCALE).min(rest as f64 * OF_REST);
        if units.remembers() && panel >= SHORTEST as f64 {
            let step = units.alike(at, at + 1);
            let rate = (step.au + step.al + step.ua + step.ul).size();
            let least = (to - from) / MOST_PANELS;
            panel = panel.min((1.0 / rate).max(least as f64));
        }
        // Four pieces of whole units.
        let panel = panel as u64 / 4 * 4;
        if panel < SHORTEST {
            product = product.then(&units.one(at));
            at += 1;
        } else {
            product = product.then(&extrapolated(units, at, panel));
            at += panel;
        }
    }
    product
}

fn extrapolated<T: Scalar>(units: &dyn Units<T>, at: u64, panel: u64) -> Transition<T> {
    let pieces = |count: u64| {
        let piece = panel / count;
        (0..count).fold(Transition::identity(), |product, index| {
            let from = at + index * piece;
            product.then(&units.alike(from, from + piece))
        })
    };
    // Richardson's extrapolation of an error in even powers, twice.
    Transition::sum(&[
        (64.0 / 45.0, pieces(4)),
        (-20.0 / 45.0, pieces(2)),
        (1.0 / 45.0, pieces(1)),
    ])
}
