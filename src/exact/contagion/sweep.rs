//! A unit made ready for (z − P)⁻¹: one sweep over the counts for every z.

use super::band::Band;
use super::counts::Counts;
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
}

/// What it does from one count.
struct Row {
    /// From acceptable to unacceptable without an error that is counted, and back.
    down: f64,
    up: f64,
    /// The probabilities of going on to other counts, from acceptable and from
    /// unacceptable: one minus what stays would cancel.
    leaves: [f64; 2],
    /// What staying counts.
    counted: [f64; 4],
    /// The least number of errors that takes it on.
    least: usize,
    /// Where the laws of those numbers of errors end.
    end: usize,
}

impl Sweep {
    pub(super) fn new(band: &Band<Complex>, marked: bool) -> Self {
        let (mut laws, mut counts) = (Vec::new(), Vec::new());
        let mut rows = Vec::with_capacity(band.rows.len());
        for row in &band.rows {
            let (none, some) = row.parts();
            let mut leaves = [0.0; 2];
            for law in some {
                let [aa, au, ua, uu] = law.map(|entry| entry.re);
                leaves[0] += aa + au;
                leaves[1] += ua + uu;
                laws.push([aa, au, ua, uu]);
                if marked {
                    counts.push(law.map(Scalar::count));
                }
            }
            rows.push(Row {
                down: none[1].re,
                up: none[2].re,
                leaves,
                counted: none.map(Scalar::count),
                least: row.least.max(1),
                end: laws.len(),
            });
        }
        Self {
            rows,
            laws,
            counts,
            marked,
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
    pub(super) fn work(&self) -> u64 {
        (self.rows.len() + self.laws.len()) as u64
    }

    /// (z − P)⁻¹ applied to counts, for z − 1, place by place.
    pub(super) fn inverse(
        &self,
        from: &Counts,
        z_minus_1: Complex,
        wanted: &mut Vec<Place>,
        mut each: impl FnMut(usize, Place),
    ) {
        let cap = self.rows.len() - 1;
        wanted.clear();
        wanted.resize(cap + 1, Place::default());
        let here = wanted.iter_mut().enumerate();
        for (j, place) in here.take(from.high + 1).skip(from.low) {
            let (a, u) = (from.a[j], from.u[j]);
            *place = [a.re, u.re, a.count(), u.count()].map(Complex::from);
        }
        let mut start = match from.low {
            0 => 0,
            low => self.rows[low - 1].end,
        };
        for j in from.low..=cap {
            let row = &self.rows[j];
            let (down, up) = (row.down, row.up);
            let from_a = z_minus_1 + Complex::from(row.leaves[0]);
            let from_u = z_minus_1 + Complex::from(row.leaves[1]);
            let whole = (from_a * from_u + from_a * up + from_u * down).inverse();
            let solve = |a: Complex, u: Complex| {
                let both = a + u;
                (
                    whole * (both * up + a * from_u),
                    whole * (both * down + u * from_a),
                )
            };
            let [a, u, counted_a, counted_u] = wanted[j];
            let (a, u) = solve(a, u);
            let laws = &self.laws[start..row.end];
            let to = |further: usize| (j + row.least + further).min(cap);
            if self.marked {
                let [aa, au, ua, uu] = row.counted;
                let (counted_a, counted_u) =
                    solve(counted_a + a * aa + u * ua, counted_u + a * au + u * uu);
                each(j, [a, u, counted_a, counted_u]);
                let counts = &self.counts[start..row.end];
                for (further, (law, counts)) in laws.iter().zip(counts).enumerate() {
                    let to = &mut wanted[to(further)];
                    to[0] += a * law[0] + u * law[2];
                    to[1] += a * law[1] + u * law[3];
                    to[2] +=
                        counted_a * law[0] + counted_u * law[2] + a * counts[0] + u * counts[2];
                    to[3] +=
                        counted_a * law[1] + counted_u * law[3] + a * counts[1] + u * counts[3];
                }
            } else {
                each(j, [a, u, counted_a, counted_u]);
                for (further, law) in laws.iter().enumerate() {
                    let to = &mut wanted[to(further)];
                    to[0] += a * law[0] + u * law[2];
                    to[1] += a * law[1] + u * law[3];
                }
            }
            start = row.end;
        }
    }
}
