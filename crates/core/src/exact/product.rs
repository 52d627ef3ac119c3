//! Products of many transitions that change slowly.
//!
//! Where the hazard depends on the number of tokens, a stretch is a product of as
//! many different transitions as it has units (tokens, or drafts). It is built from
//! its end to its beginning, in panels. Over a panel the units are replaced by those in
//! the middle of pieces, repeated: of one, three and five pieces, and the three
//! results are extrapolated. Taking the unit in the middle for all of a piece is a
//! symmetric rule: its error is a series in even powers of the piece's length, which
//! vanishes where a piece is a single unit, and to there the results are extrapolated.
//!
//! The error is controlled where it counts. As everything after the panel is known,
//! what two extrapolations of different order differ by *at the end of the product*
//! is known too, for every entry; that is kept below [`TOLERANCE`], and the result of
//! the higher order, whose error is smaller still, is taken. A chain that forgets
//! (recovery beside error) forgets its beginning: there panels grow without bound,
//! and 10⁹ tokens need no more of them than 10⁵. What is never forgotten (lost
//! completions, errors kept, costs) keeps its panels short. A product of some
//! hundreds of panels stays well below [`BOUND`], rounding included;
//! `tests/native/techniques.rs` compares with token-by-token recursion.

use super::work::Work;
use crate::exact::scalar::{Marks, Scalar};
use crate::exact::transition::Transition;

/// The bound on the absolute error of a probability, rounding included.
pub const BOUND: f64 = 1e-9;

/// What a panel's two extrapolations may differ by at the end. Where errors are marked by
/// a complex number it is read off magnified, by up to some hundreds: see `count`.
const TOLERANCE: f64 = 1e-11;
const TOLERANCE_OF_MARKED: f64 = 1e-13;

/// The same where errors or costs are counted, which are known as shares of themselves.
const TOLERANCE_OF_COUNTED: f64 = 1e-10;

/// The shortest panel: pieces of whole units, odd numbers of them, so that each has one in
/// its middle.
const SHORTEST: u64 = 15;

/// The pieces of a panel.
const PIECES: [u64; 3] = [1, 3, 5];

/// Where the units of a product come from.
pub(super) trait Units<T> {
    /// The law of one unit, number `unit` + 1, so many times over.
    fn repeated(&self, unit: u64, times: u64) -> Transition<T>;

    /// How far from a unit the hazard keeps its form, in units.
    fn scale(&self, unit: u64) -> f64;

    /// How errors and costs are marked.
    fn marks(&self) -> &Marks<T>;
}

/// The product of units `from` + 1 to `to`; worth nothing where the work is spent.
pub(super) fn product<T: Scalar>(
    units: &dyn Units<T>,
    from: u64,
    to: u64,
    work: &Work,
) -> Transition<T> {
    let marked = (units.marks().error - T::from(1.0)).size();
    let marks = units.marks();
    let counts = marks.error.is_infinitesimal() || marks.price.is_infinitesimal();
    let tolerance = match (marked > 1e-9 || marks.toll.is_some(), counts) {
        (true, _) => TOLERANCE_OF_MARKED,
        (_, true) => TOLERANCE_OF_COUNTED,
        _ => TOLERANCE,
    };
    let mut product = Transition::identity();
    let mut at = to;
    let mut wanted = (to - from) as f64;
    while at > from && work.spend(T::WORK) {
        let mut panel = wanted.min((at - from) as f64) as u64;
        while panel >= SHORTEST && units.scale(at - panel) < panel as f64 {
            panel /= 2;
        }
        if panel == at - from && units.scale(from).is_infinite() {
            return units.repeated(from, panel).then(&product);
        }
        // Whole pieces, and an odd number of units in each.
        panel = if panel < SHORTEST {
            0
        } else {
            (panel / SHORTEST - 1) / 2 * 2 * SHORTEST + SHORTEST
        };
        if panel == 0 {
            at -= 1;
            product = units.repeated(at, 1).then(&product);
            wanted = wanted.max(SHORTEST as f64 * 2.0);
            continue;
        }
        let [better, good] = extrapolated(units, at - panel, panel).map(|it| it.then(&product));
        let doubt = better.distance(&good, units.marks()) / tolerance;
        // The difference falls with the fifth power of the length.
        let fit = crate::number::math::pow(doubt, -0.2);
        wanted = panel as f64 * (0.9 * fit).clamp(0.1, 8.0);
        if doubt > 1.0 && panel > SHORTEST {
            continue;
        }
        if doubt > 1.0 {
            for _ in 0..panel {
                at -= 1;
                product = units.repeated(at, 1).then(&product);
            }
            wanted = (SHORTEST * 3) as f64;
            continue;
        }
        product = better;
        at -= panel;
    }
    product
}

/// Extrapolations of the sixth and of the fourth order.
fn extrapolated<T: Scalar>(units: &dyn Units<T>, at: u64, panel: u64) -> [Transition<T>; 2] {
    let laws = PIECES.map(|count| {
        let piece = panel / count;
        (0..count).fold(Transition::identity(), |product, index| {
            let middle = at + index * piece + piece / 2;
            product.then(&units.repeated(middle, piece))
        })
    });
    // The polynomial in the square of a piece's length, read off at pieces of one
    // unit: there the rule is exact.
    let squares = PIECES.map(|count| {
        let piece = (panel / count) as f64;
        piece * piece
    });
    let read = |first: usize| {
        let weight = |i: usize| {
            (first..3)
                .filter(|&j| j != i)
                .map(|j| (1.0 - squares[j]) / (squares[i] - squares[j]))
                .product::<f64>()
        };
        let terms: Vec<_> = (first..3).map(|i| (weight(i), laws[i])).collect();
        Transition::sum(&terms)
    };
    [read(0), read(1)]
}
