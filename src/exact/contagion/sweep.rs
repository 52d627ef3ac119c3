//! A unit made ready for (z − P)⁻¹: one sweep over the counts for every z.
//!
//! Where every count has its place, nobody goes back, and one sweep upwards does it. On a
//! scale a unit also leads to lower places, a few at most, which have to be eliminated
//! ([`Elimination`]). A token's errors strike by their own clock: there the count is a chain
//! of its own, and the acceptable are another one that it feeds, which is less to do than
//! blocks of both.

use super::band::Band;
use super::counts::Counts;
use super::eliminate::{Block, BlockPivot, Elimination};
use crate::complex::Complex;
use crate::transition::Scalar;

/// Acceptable, unacceptable, and what was counted there.
pub(super) type Place = [Complex; 4];

/// What a unit does, row by row: probabilities and what they count, as real numbers.
pub(super) struct Sweep {
    rows: Vec<Row>,
    laws: Vec<[f64; 4]>,
    counts: Vec<[f64; 4]>,
    marked: bool,
    way: Way,
    work: u64,
}

/// How the inverse is applied.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    /// No row leads to lower places.
    Upwards,
    /// Some do, whatever the state.
    Blocks,
    /// Some do, and the count does not depend on the state.
    Chains,
}

/// What it does from one place.
struct Row {
    /// From acceptable to unacceptable without leaving the place, and back.
    down: f64,
    up: f64,
    /// The weights of all other places, from acceptable and from unacceptable: one minus
    /// what stays would cancel.
    leaves: [f64; 2],
    /// The first place that it leads to.
    first: usize,
    /// Where its laws begin and end among those of all rows.
    laws: (usize, usize),
}

impl Row {
    /// The block of z − P on the diagonal, less what elimination has put there.
    fn pivot(&self, z_minus_1: Complex, [aa, au, ua, uu]: Block) -> BlockPivot {
        let away = |leaves: f64| z_minus_1 + Complex::from(leaves);
        BlockPivot::new(
            [Complex::from(self.down) + au, Complex::from(self.up) + ua],
            [
                away(self.leaves[0]) - (aa + au),
                away(self.leaves[1]) - (ua + uu),
            ],
        )
    }
}

/// What a sweep needs on its way, kept for the next one.
#[derive(Default)]
pub(super) struct Room {
    /// What is wanted, place by place, and at last what was found.
    places: Vec<Place>,
    blocks: Elimination<Block>,
    /// The count, and what the state adds to it.
    chains: [Elimination<Complex>; 2],
    pairs: Vec<[Complex; 2]>,
    totals: Vec<Complex>,
    acceptable: Vec<Complex>,
}

impl Sweep {
    /// Makes a unit ready; `alone` says that its errors don't depend on the state.
    pub(super) fn new(band: &Band<Complex>, marked: bool, alone: bool) -> Self {
        let (mut laws, mut counts) = (Vec::new(), Vec::new());
        let mut rows = Vec::with_capacity(band.rows.len());
        let (mut work, mut products) = (0, 0);
        let places = band.rows.len();
        // Where each row ends, once lower places are eliminated.
        let mut ends: Vec<usize> = Vec::with_capacity(places);
        for (j, row) in band.rows.iter().enumerate() {
            let first = j.saturating_add_signed(row.first).min(places - 1);
            let start = laws.len();
            let mut leaves = [0.0; 2];
            for (to, law) in (first..).zip(&row.laws) {
                let [aa, au, ua, uu] = law.map(|entry| entry.re);
                if to != j {
                    leaves[0] += aa + au;
                    leaves[1] += ua + uu;
                }
                laws.push([aa, au, ua, uu]);
                if marked {
                    counts.push(law.map(Scalar::count));
                }
            }
            let mut end = (first + row.laws.len()).min(places);
            work += (end - first) as u64;
            for &lower in ends.get(first..j).unwrap_or_default() {
                end = end.max(lower);
                products += (lower - j.min(lower) + 1) as u64;
            }
            ends.push(end);
            let staying = row.staying();
            rows.push(Row {
                down: staying[1].re,
                up: staying[2].re,
                leaves,
                first,
                laws: (start, laws.len()),
            });
        }
        let way = match (products, alone) {
            (0, _) => Way::Upwards,
            (_, true) => Way::Chains,
            (_, false) => Way::Blocks,
        };
        // A product of blocks is as much as one of numbers eight times.
        work += products * if way == Way::Chains { 1 } else { 3 };
        if marked {
            work += work / 2;
        }
        Self {
            rows,
            laws,
            counts,
            marked,
            way,
            work,
        }
    }

    /// By how much likelier further errors are after one.
    pub(super) fn growth(&self) -> f64 {
        match &self.rows[..] {
            [first, second, _, ..] => second.leaves[0] - first.leaves[0],
            _ => 0.0,
        }
    }

    /// The work that one sweep is.
    pub(super) const fn work(&self) -> u64 {
        self.work
    }

    /// (z − P)⁻¹ applied to counts, for z − 1, place by place.
    pub(super) fn inverse<'a>(
        &self,
        from: &Counts,
        z_minus_1: Complex,
        room: &'a mut Room,
    ) -> &'a [Place] {
        let places = &mut room.places;
        places.clear();
        places.resize(self.rows.len(), Place::default());
        for (j, place) in (from.low..=from.high).zip(&mut places[from.low..]) {
            let (a, u) = (from.a[j], from.u[j]);
            *place = [a.re, u.re, a.count(), u.count()].map(Complex::from);
        }
        match self.way {
            Way::Upwards => self.upwards(from.low, z_minus_1, &mut room.places),
            Way::Blocks => self.blocks(z_minus_1, room),
            Way::Chains => self.chains(z_minus_1, room),
        }
        &room.places
    }

    /// Where no row leads to lower places.
    fn upwards(&self, low: usize, z_minus_1: Complex, places: &mut [Place]) {
        let cap = self.rows.len() - 1;
        for j in low..=cap {
            let row = &self.rows[j];
            let pivot = row.pivot(z_minus_1, Block::default());
            let laws = row.laws.0..row.laws.1;
            let [a, u, mut counted_a, mut counted_u] = places[j];
            let [a, u] = pivot.solve([a, u]);
            if self.marked {
                if row.first == j {
                    let [aa, au, ua, uu] = self.counts[laws.start];
                    counted_a += a * aa + u * ua;
                    counted_u += a * au + u * uu;
                }
                [counted_a, counted_u] = pivot.solve([counted_a, counted_u]);
            }
            places[j] = [a, u, counted_a, counted_u];
            for (to, at) in (row.first..).zip(laws) {
                // Staying has been solved for.
                if to == j {
                    continue;
                }
                let (law, to) = (&self.laws[at], &mut places[to.min(cap)]);
                to[0] += a * law[0] + u * law[2];
                to[1] += a * law[1] + u * law[3];
                if self.marked {
                    let counts = &self.counts[at];
                    to[2] +=
                        counted_a * law[0] + counted_u * law[2] + a * counts[0] + u * counts[2];
                    to[3] +=
                        counted_a * law[1] + counted_u * law[3] + a * counts[1] + u * counts[3];
                }
            }
        }
    }

    /// Acceptable and unacceptable together.
    fn blocks(&self, z_minus_1: Complex, room: &mut Room) {
        room.blocks.of(
            self.rows.len(),
            |j| self.entries(j, |law| law.map(Complex::from)),
            |j, fill| self.rows[j].pivot(z_minus_1, fill),
        );
        for entry in self.solved() {
            if entry > 0 {
                self.count(&mut room.places);
            }
            room.pairs.clear();
            let pairs = room
                .places
                .iter()
                .map(|place| [place[entry], place[entry + 1]]);
            room.pairs.extend(pairs);
            room.blocks.divide(&mut room.pairs);
            for (place, &[a, u]) in room.places.iter_mut().zip(&room.pairs) {
                (place[entry], place[entry + 1]) = (a, u);
            }
        }
    }

    /// First the count, whatever the state, and then the acceptable.
    fn chains(&self, z_minus_1: Complex, room: &mut Room) {
        let places = self.rows.len();
        let [count, state] = &mut room.chains;
        count.of(
            places,
            |j| self.entries(j, |law| Complex::from(law[0] + law[1])),
            |j, fill| (z_minus_1 + Complex::from(self.rows[j].leaves[0]) - fill).inverse(),
        );
        state.of(
            places,
            |j| self.entries(j, |law| Complex::from(law[0] - law[2])),
            |j, fill| {
                let row = &self.rows[j];
                let away = Complex::from(row.leaves[0] + row.down + row.up);
                (z_minus_1 + away - fill).inverse()
            },
        );
        for entry in self.solved() {
            if entry > 0 {
                self.count(&mut room.places);
            }
            room.totals.clear();
            room.acceptable.clear();
            for place in &room.places {
                room.totals.push(place[entry] + place[entry + 1]);
                room.acceptable.push(place[entry]);
            }
            count.divide(&mut room.totals);
            // As if all were unacceptable: the difference has been taken out of the laws.
            for (j, &total) in room.totals.iter().enumerate() {
                let row = &self.rows[j];
                let laws = &self.laws[row.laws.0..row.laws.1];
                for (to, law) in room.acceptable[row.first..].iter_mut().zip(laws) {
                    *to += total * law[2];
                }
            }
            state.divide(&mut room.acceptable);
            let found = room.totals.iter().zip(&room.acceptable);
            for (place, (&total, &a)) in room.places.iter_mut().zip(found) {
                (place[entry], place[entry + 1]) = (a, total - a);
            }
        }
    }

    /// The entries of places that are solved for: probabilities, and what they count.
    fn solved(&self) -> impl Iterator<Item = usize> {
        [0, 2].into_iter().take(1 + usize::from(self.marked))
    }

    /// The first place that a row leads to, and something of its laws.
    fn entries<E>(&self, j: usize, of: impl Fn([f64; 4]) -> E) -> (usize, impl Iterator<Item = E>) {
        let row = &self.rows[j];
        let laws = &self.laws[row.laws.0..row.laws.1];
        (row.first, laws.iter().map(move |&law| of(law)))
    }

    /// What is counted where completions have been found to be.
    fn count(&self, places: &mut [Place]) {
        let cap = self.rows.len() - 1;
        for (j, row) in self.rows.iter().enumerate() {
            let [a, u, ..] = places[j];
            for (to, at) in (row.first..).zip(row.laws.0..row.laws.1) {
                let (counts, to) = (&self.counts[at], &mut places[to.min(cap)]);
                to[2] += a * counts[0] + u * counts[2];
                to[3] += a * counts[1] + u * counts[3];
            }
        }
    }
}
