//! Row vectors times the inverse of a matrix whose rows lead a few places down and some up.
//!
//! Gauss's way: what leads down is eliminated row by row, from the first to the last; then a
//! vector goes up, from the first place to the last, and down again. There is no choice of
//! pivots: the matrices here are z − P with z right of the spectrum of P or around it.

use crate::complex::Complex;

/// What a matrix is made of: numbers, or blocks of four.
pub(super) trait Entry: Copy + Default {
    /// What a row vector has at a place.
    type Vector: Copy + Default;

    /// An entry of the diagonal, made ready to divide by.
    type Pivot;

    /// This divided by an entry of the diagonal, which stands to the right.
    fn over(self, pivot: &Self::Pivot) -> Self;

    /// Adds a product.
    fn add_product(&mut self, left: Self, right: Self);

    /// A vector divided by an entry of the diagonal.
    fn divide(vector: Self::Vector, pivot: &Self::Pivot) -> Self::Vector;

    /// Adds what a vector is taken to.
    fn take(to: &mut Self::Vector, from: Self::Vector, by: Self);
}

/// A matrix with nothing below the diagonal left, and what was there.
pub(super) struct Elimination<E: Entry> {
    rows: Vec<Row<E>>,
    /// What led to lower places, and what leads to higher ones, row by row.
    entries: Vec<E>,
    /// The row under way.
    here: Vec<E>,
}

struct Row<E: Entry> {
    pivot: E::Pivot,
    /// Where its entries for lower places begin, where those for higher ones do, and where
    /// these end.
    entries: [usize; 3],
}

impl<E: Entry> Default for Elimination<E> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            entries: Vec::new(),
            here: Vec::new(),
        }
    }
}

impl<E: Entry> Row<E> {
    fn lower<'a>(&self, entries: &'a [E]) -> &'a [E] {
        &entries[self.entries[0]..self.entries[1]]
    }

    fn higher<'a>(&self, entries: &'a [E]) -> &'a [E] {
        &entries[self.entries[1]..self.entries[2]]
    }
}

impl<E: Entry> Elimination<E> {
    /// Eliminates what leads down in the matrix D − L, where L holds what is beside the
    /// diagonal D. Each row is given by the first place that it leads to, and the entries of
    /// L from there on; the entry of D is had from what elimination has put there.
    pub(super) fn of<I: Iterator<Item = E>>(
        &mut self,
        places: usize,
        row: impl Fn(usize) -> (usize, I),
        pivot: impl Fn(usize, E) -> E::Pivot,
    ) {
        self.rows.clear();
        self.entries.clear();
        for j in 0..places {
            let (leads, entries) = row(j);
            let first = leads.min(j);
            self.here.clear();
            self.here.resize(leads - first, E::default());
            self.here.extend(entries);
            let own = j - first;
            if self.here.len() <= own {
                self.here.resize(own + 1, E::default());
            }
            self.here[own] = E::default();
            for lower in 0..own {
                let other = &self.rows[first + lower];
                let factor = self.here[lower].over(&other.pivot);
                let higher = other.higher(&self.entries);
                let next = lower + 1;
                if self.here.len() < next + higher.len() {
                    self.here.resize(next + higher.len(), E::default());
                }
                for (to, &entry) in self.here[next..].iter_mut().zip(higher) {
                    to.add_product(factor, entry);
                }
            }
            let start = self.entries.len();
            self.entries.extend_from_slice(&self.here[..own]);
            let middle = self.entries.len();
            self.entries.extend_from_slice(&self.here[own + 1..]);
            self.rows.push(Row {
                pivot: pivot(j, self.here[own]),
                entries: [start, middle, self.entries.len()],
            });
        }
    }

    /// A vector divided by the matrix, in place.
    pub(super) fn divide(&self, vector: &mut [E::Vector]) {
        for (j, row) in self.rows.iter().enumerate() {
            let here = E::divide(vector[j], &row.pivot);
            let higher = row.higher(&self.entries);
            for (to, &entry) in vector[j + 1..].iter_mut().zip(higher) {
                E::take(to, here, entry);
            }
        }
        for (j, row) in self.rows.iter().enumerate().rev() {
            let here = E::divide(vector[j], &row.pivot);
            vector[j] = here;
            let lower = row.lower(&self.entries);
            for (to, &entry) in vector[j - lower.len()..j].iter_mut().zip(lower) {
                E::take(to, here, entry);
            }
        }
    }
}

impl Entry for Complex {
    type Vector = Self;
    /// One over the entry.
    type Pivot = Self;

    #[inline]
    fn over(self, pivot: &Self) -> Self {
        self * *pivot
    }

    #[inline]
    fn add_product(&mut self, left: Self, right: Self) {
        *self += left * right;
    }

    #[inline]
    fn divide(vector: Self, pivot: &Self) -> Self {
        vector * *pivot
    }

    #[inline]
    fn take(to: &mut Self, from: Self, by: Self) {
        *to += from * by;
    }
}

/// Acceptable to acceptable, to unacceptable, unacceptable to acceptable, to unacceptable.
pub(super) type Block = [Complex; 4];

/// A block of the diagonal, kept so that nothing cancels.
pub(super) struct BlockPivot {
    down: Complex,
    up: Complex,
    from_a: Complex,
    from_u: Complex,
    /// One over the determinant.
    whole: Complex,
}

impl BlockPivot {
    /// The block whose entries beside the diagonal are `down` and `up` with their signs
    /// turned, and whose rows sum to `from_a` and `from_u`.
    pub(super) fn new([down, up]: [Complex; 2], [from_a, from_u]: [Complex; 2]) -> Self {
        Self {
            down,
            up,
            from_a,
            from_u,
            whole: (from_a * from_u + from_a * up + from_u * down).inverse(),
        }
    }

    /// A row vector times the inverse of the block.
    #[inline]
    pub(super) fn solve(&self, [a, u]: [Complex; 2]) -> [Complex; 2] {
        let both = a + u;
        [
            self.whole * (both * self.up + a * self.from_u),
            self.whole * (both * self.down + u * self.from_a),
        ]
    }
}

impl Entry for Block {
    type Vector = [Complex; 2];
    type Pivot = BlockPivot;

    #[inline]
    fn over(self, pivot: &BlockPivot) -> Self {
        let [aa, au, ua, uu] = self;
        let ([aa, au], [ua, uu]) = (pivot.solve([aa, au]), pivot.solve([ua, uu]));
        [aa, au, ua, uu]
    }

    #[inline]
    fn add_product(&mut self, [aa, au, ua, uu]: Self, right: Self) {
        self[0] += aa * right[0] + au * right[2];
        self[1] += aa * right[1] + au * right[3];
        self[2] += ua * right[0] + uu * right[2];
        self[3] += ua * right[1] + uu * right[3];
    }

    #[inline]
    fn divide(vector: [Complex; 2], pivot: &BlockPivot) -> [Complex; 2] {
        pivot.solve(vector)
    }

    #[inline]
    fn take(to: &mut [Complex; 2], [a, u]: [Complex; 2], by: Self) {
        to[0] += a * by[0] + u * by[2];
        to[1] += a * by[1] + u * by[3];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_divided_by_a_matrix_is_had_back_by_multiplying() {
        // Rows that lead from two places down to three up.
        let places = 9_usize;
        let entry = |j: usize, to: usize| {
            let spread = (1.0 + j as f64 * 0.3) / (1.0 + 2.0 * (j as f64 - to as f64).abs());
            Complex::new(spread * 0.4, 0.02 * to as f64)
        };
        let leads = |j: usize| (j.saturating_sub(2), (j + 3).min(places - 1));
        let diagonal = |j: usize| Complex::new(2.0 + j as f64, -0.5);
        let mut elimination = Elimination::default();
        elimination.of(
            places,
            |j| {
                (
                    leads(j).0,
                    (leads(j).0..=leads(j).1).map(move |to| entry(j, to)),
                )
            },
            |j, fill: Complex| (diagonal(j) - fill).inverse(),
        );
        let wanted: Vec<_> = (0..places).map(|j| Complex::new(1.0, j as f64)).collect();
        let mut found = wanted.clone();
        elimination.divide(&mut found);
        for (to, wanted) in wanted.iter().enumerate() {
            let mut sum = found[to] * diagonal(to);
            for (j, &here) in found.iter().enumerate() {
                let (first, last) = leads(j);
                if j != to && (first..=last).contains(&to) {
                    sum = sum - here * entry(j, to);
                }
            }
            let apart = sum - *wanted;
            assert!(
                apart.re.abs() + apart.im.abs() < 1e-12,
                "{sum:?} {wanted:?}"
            );
        }
    }
}
