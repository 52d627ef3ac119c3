//! The law of a unit (a token, a draft) from every number of errors.

use super::counts::{Counts, NOTHING, Token};
use crate::complex::Complex;
use crate::transition::{Marks, Scalar};
use core::mem::take;

/// The law of a unit (a token, a draft) from every count.
#[derive(Clone, Debug)]
pub(super) struct Band<T> {
    pub(super) rows: Vec<Row<T>>,
    /// Whether rows tell counts beyond the last one apart; else all of those are the
    /// last one.
    pub(super) open: bool,
}

/// What a unit does from one count.
#[derive(Clone, Debug)]
pub(super) struct Row<T> {
    /// The least number of errors that it may have.
    pub(super) least: usize,
    /// By the number of errors from there on: acceptable to acceptable, acceptable to
    /// unacceptable, and so on.
    pub(super) laws: Vec<[T; 4]>,
}

impl<T: Scalar> Row<T> {
    /// From counts of errors, `least` and more, of which those at the ends may hold nothing.
    pub(super) fn of(least: usize, mut laws: Vec<[T; 4]>) -> Self {
        let tells = |law: &[T; 4]| law.iter().map(|entry| entry.size()).sum::<f64>() >= NOTHING;
        let first = laws.iter().position(tells).unwrap_or(0);
        let end = laws.iter().rposition(tells).map_or(1, |last| last + 1);
        laws.truncate(end);
        laws.drain(..first);
        Self {
            least: least + first,
            laws,
        }
    }

    /// Where no error happens, and where some do.
    pub(super) fn parts(&self) -> ([T; 4], &[[T; 4]]) {
        match &self.laws[..] {
            [none, some @ ..] if self.least == 0 => (*none, some),
            some => ([T::default(); 4], some),
        }
    }

    /// The sum over all numbers of errors.
    pub(super) fn total(&self) -> [f64; 4] {
        let mut total = [0.0; 4];
        for law in &self.laws {
            for (total, entry) in total.iter_mut().zip(law) {
                *total += entry.probability();
            }
        }
        total
    }

    /// The same, where nobody can have more errors than there is room for.
    fn within(mut self, room: usize) -> Self {
        if self.least + self.laws.len() > room + 1 {
            let last = room.saturating_sub(self.least);
            for law in self.laws.split_off(last + 1) {
                add(&mut self.laws[last], law);
            }
            self.least = self.least.min(room);
        }
        self
    }
}

impl Row<Complex> {
    /// Without marks.
    pub(super) fn plain(&self) -> Row<f64> {
        Row {
            least: self.least,
            laws: (self.laws.iter())
                .map(|law| law.map(|entry| entry.re))
                .collect(),
        }
    }
}

impl<T: Scalar> Band<T> {
    /// This unit so many times over, at least once. Nothing where that takes too many
    /// multiplications.
    pub(super) fn power(self, times: u64, work: &mut u64) -> Option<Self> {
        if times <= 1 {
            return Some(self);
        }
        let mut power = self.clone();
        for bit in (0..times.ilog2()).rev() {
            power = power.then(&power, work)?;
            // One unit more is little work.
            if times >> bit & 1 == 1 {
                power = power.then(&self, work)?;
            }
        }
        Some(power)
    }

    /// This unit, and then another.
    pub(super) fn then(&self, other: &Self, work: &mut u64) -> Option<Self> {
        let cap = self.rows.len() - 1;
        let mut rows = Vec::with_capacity(cap + 1);
        for (j, row) in self.rows.iter().enumerate() {
            let room = if self.open { usize::MAX } else { cap - j };
            let next_of = |first: usize| &other.rows[(j + first).min(cap)];
            let start_of = |first: usize| (first + next_of(first).least).min(room);
            let firsts = row.least..row.least + row.laws.len();
            let least = firsts.clone().map(start_of).min().unwrap_or(0);
            // By the number of errors from the least one on.
            let mut laws = Vec::new();
            for (first, &[aa, au, ua, uu]) in firsts.zip(&row.laws) {
                let next = next_of(first);
                *work = work.checked_sub(next.laws.len() as u64)?;
                let start = start_of(first);
                let inside = next.laws.len().min((room - start).saturating_add(1));
                if laws.len() < start - least + inside {
                    laws.resize(start - least + inside, [T::default(); 4]);
                }
                let product = |[naa, nau, nua, nuu]: [T; 4]| {
                    [
                        aa * naa + au * nua,
                        aa * nau + au * nuu,
                        ua * naa + uu * nua,
                        ua * nau + uu * nuu,
                    ]
                };
                let (near, beyond) = next.laws.split_at(inside);
                for (to, &law) in laws[start - least..].iter_mut().zip(near) {
                    add(to, product(law));
                }
                for &law in beyond {
                    add(&mut laws[room - least], product(law));
                }
            }
            rows.push(straighten(Row::of(least, laws)));
        }
        Some(Self {
            rows,
            open: self.open,
        })
    }

    /// The same, with nobody beyond the last count.
    pub(super) fn closed(self) -> Self {
        let cap = self.rows.len() - 1;
        let rows = self.rows.into_iter().enumerate();
        Self {
            rows: rows.map(|(j, row)| row.within(cap - j)).collect(),
            open: false,
        }
    }
}

impl Band<f64> {
    /// The same, every error marked.
    pub(super) fn marked(&self, mark: Complex) -> Band<Complex> {
        let longest = self.rows.iter().map(|row| row.least + row.laws.len());
        let mut power = Complex::from(1.0);
        let mut powers = vec![power];
        for _ in 0..longest.max().unwrap_or(0) {
            power = power * mark;
            powers.push(power);
        }
        let rows = self.rows.iter().map(|row| Row {
            least: row.least,
            laws: (row.laws.iter().zip(&powers[row.least..]))
                .map(|(law, &power)| law.map(|entry| power * entry))
                .collect(),
        });
        Band {
            rows: rows.collect(),
            open: self.open,
        }
    }
}

impl Band<Complex> {
    /// How many numbers of errors the widest row tells apart.
    pub(super) fn width(&self) -> u64 {
        let widths = self.rows.iter().map(|row| row.laws.len() as u64);
        widths.max().unwrap_or(0)
    }

    /// One unit, in place: nobody goes back to a lower count.
    pub(super) fn apply(&self, counts: &mut Counts) {
        let cap = self.rows.len() - 1;
        for j in (counts.low..=counts.high).rev() {
            let (a, u) = (take(&mut counts.a[j]), take(&mut counts.u[j]));
            let row = &self.rows[j];
            for (further, &[aa, au, ua, uu]) in (row.least..).zip(&row.laws) {
                let to = (j + further).min(cap);
                counts.a[to] += a * aa + u * ua;
                counts.u[to] += a * au + u * uu;
            }
            let last = row.least + row.laws.len() - 1;
            counts.high = counts.high.max((j + last).min(cap));
        }
        counts.trim();
    }
}

fn add<T: Scalar>(sum: &mut [T; 4], law: [T; 4]) {
    for (sum, entry) in sum.iter_mut().zip(law) {
        *sum += entry;
    }
}

/// A row of which rounding has been taken out, as far as it is all there: left in, it
/// would double with every doubling.
fn straighten<T: Scalar>(mut row: Row<T>) -> Row<T> {
    let [aa, au, ua, uu] = row.total();
    let (from_a, from_u) = (aa + au, ua + uu);
    if (from_a - 1.0).abs().max((from_u - 1.0).abs()) < 1e-11 {
        let (a, u) = (1.0 / from_a, 1.0 / from_u);
        for [aa, au, ua, uu] in &mut row.laws {
            (*aa, *au, *ua, *uu) = (*aa * a, *au * a, *ua * u, *uu * u);
        }
    }
    row
}

/// The law of one token from every count.
pub(super) fn token_band<T: Scalar>(
    token: &Token,
    share: f64,
    cap: usize,
    marks: &Marks<T>,
    open: bool,
) -> Band<T> {
    let stage = token.stage;
    let back = stage.return_rate();
    let repaired = (1.0 - stage.recovery) * stage.repair;
    let mended = T::from(back) + marks.price * (repaired * stage.undo);
    let stays = T::from(1.0 - back);
    let rows = (0..=cap)
        .map(|j| {
            let hazard = token.hazard(j, share);
            let spared = T::from(1.0 - hazard);
            let struck = marks.error * hazard;
            let [next, after] = token.jumps(j);
            let here = struck * (1.0 - next - after);
            let none = [
                spared,
                here,
                mended * (spared + here),
                stays * (spared + here),
            ];
            let some = |struck: T| [T::default(), struck, mended * struck, stays * struck];
            let (one, two) = (some(struck * next), some(struck * after));
            let sum = |a: [T; 4], b: [T; 4]| core::array::from_fn(|entry| a[entry] + b[entry]);
            let laws = if open || j + 1 < cap {
                vec![none, one, two]
            } else if j < cap {
                vec![none, sum(one, two)]
            } else {
                vec![sum(none, sum(one, two))]
            };
            Row::of(0, laws)
        })
        .collect();
    Band { rows, open }
}
