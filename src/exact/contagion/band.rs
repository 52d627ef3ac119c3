//! The law of a unit (a token, a draft) from every number of errors.

use super::counts::{Counts, NOTHING, Token};
use super::doubled;
use super::scale::Scale;
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
    /// What no longer tells at the ends of a row, as a share of all that leaves the place.
    pub(super) nothing: f64,
}

/// What can be told by places around others, as such a share.
const LITTLE: f64 = 1e-3;

/// What a unit does from one count.
#[derive(Clone, Debug)]
pub(super) struct Row<T> {
    /// How many places further the first law leads: on a scale also to lower ones.
    pub(super) first: isize,
    /// By the number of places from there on: acceptable to acceptable, acceptable to
    /// unacceptable, and so on.
    pub(super) laws: Vec<[T; 4]>,
}

impl<T: Scalar> Row<T> {
    /// From laws of which those at the ends may hold nothing.
    fn of(first: isize, mut laws: Vec<[T; 4]>, nothing: f64) -> Self {
        let size = |law: &[T; 4]| law.iter().map(|entry| entry.size()).sum::<f64>();
        // Beside what leaves the place, however little that is.
        let leaves = (first..).zip(&laws).filter(|&(further, _)| further != 0);
        let nothing = nothing * leaves.map(|(_, law)| size(law)).sum::<f64>().min(1.0);
        let tells = |law: &[T; 4]| size(law) > nothing;
        let start = laws.iter().position(tells).unwrap_or(0);
        let end = laws.iter().rposition(tells).map_or(1, |last| last + 1);
        laws.truncate(end);
        laws.drain(..start);
        Self {
            first: first + start as isize,
            laws,
        }
    }

    /// The least number of errors, where every count has its place.
    pub(super) fn errors(&self) -> usize {
        self.first.max(0) as usize
    }

    /// What stays where it is.
    pub(super) fn staying(&self) -> [T; 4] {
        let here = usize::try_from(-self.first).ok();
        here.and_then(|here| self.laws.get(here))
            .copied()
            .unwrap_or_default()
    }

    /// The sum over all places.
    pub(super) fn total(&self) -> [f64; 4] {
        let mut total = [0.0; 4];
        for law in &self.laws {
            for (total, entry) in total.iter_mut().zip(law) {
                *total += entry.probability();
            }
        }
        total
    }

    /// Tells what little leads far from place `j` by the places around where most leads.
    fn gather(&mut self, j: usize, scale: &Scale) {
        let size = |law: &[T; 4]| law.iter().map(|entry| entry.size()).sum::<f64>();
        let sizes: Vec<f64> = self.laws.iter().map(size).collect();
        let here = self.first + j as isize;
        // What stays weighs most, if most stays; else the middle of what leads away.
        let (mut all, mut way) = (0.0, 0.0);
        for (at, law) in self.laws.iter().enumerate() {
            let weight = law[0].probability() + law[1].probability();
            (all, way) = (all + weight, way + weight * at as f64);
        }
        let Ok(middle) = usize::try_from(here + (way / all) as isize) else {
            return;
        };
        let Some((first, last)) = scale.around(middle) else {
            return;
        };
        let leaves = sizes.iter().sum::<f64>() - size(&self.staying());
        let own = |place: usize| (place as isize - here) as usize;
        if (first as isize) < here || own(last) >= sizes.len() {
            return;
        }
        let around = scale.told_by((first, last));
        for (at, size) in sizes.into_iter().enumerate() {
            let place = (here + at as isize) as usize;
            if (first..=last).contains(&place) || size > LITTLE * leaves || !scale.is_smooth(place)
            {
                continue;
            }
            let weights = around.weights(scale.errors(place));
            // Far away a polynomial tells less than it weighs.
            if size * weights.iter().map(|weight| weight.abs()).sum::<f64>() > LITTLE * leaves {
                continue;
            }
            let law = take(&mut self.laws[at]);
            for (to, weight) in (own(first)..).zip(weights) {
                add(&mut self.laws[to], law.map(|entry| entry * weight));
            }
        }
        let laws = take(&mut self.laws);
        *self = Self::of(self.first, laws, 0.0);
    }

    /// The same, where nobody can go further than there is room for.
    fn within(mut self, room: usize) -> Self {
        let room = room as isize;
        if self.first + self.laws.len() as isize > room + 1 {
            let last = (room - self.first).max(0) as usize;
            for law in self.laws.split_off(last + 1) {
                add(&mut self.laws[last], law);
            }
            self.first = self.first.min(room);
        }
        self
    }
}

impl Row<Complex> {
    /// Without marks.
    pub(super) fn plain(&self) -> Row<f64> {
        Row {
            first: self.first,
            laws: (self.laws.iter())
                .map(|law| law.map(|entry| entry.re))
                .collect(),
        }
    }
}

impl<T: Scalar> Band<T> {
    /// This unit so many times over, at least once. Nothing where that takes too many
    /// multiplications.
    pub(super) fn power(self, times: u64, scale: Option<&Scale>, work: &mut u64) -> Option<Self> {
        doubled(self, times, |first, second| {
            Some(first.then(second, work)?.gathered(scale))
        })
    }

    /// The same where a little that leads far is told by the places around those that most
    /// leads to: it would be as little to go there from them.
    pub(super) fn gathered(mut self, scale: Option<&Scale>) -> Self {
        if let Some(scale) = scale {
            for (j, row) in self.rows.iter_mut().enumerate() {
                row.gather(j, scale);
            }
        }
        self
    }

    /// This unit, and then another.
    pub(super) fn then(&self, other: &Self, work: &mut u64) -> Option<Self> {
        let cap = self.rows.len() - 1;
        let mut rows = Vec::with_capacity(cap + 1);
        for (j, row) in self.rows.iter().enumerate() {
            let room = if self.open {
                isize::MAX
            } else {
                (cap - j) as isize
            };
            let next_of = |first: isize| &other.rows[j.saturating_add_signed(first).min(cap)];
            let start_of = |first: isize| (first + next_of(first).first).min(room);
            let firsts = row.first..row.first + row.laws.len() as isize;
            let least = firsts.clone().map(start_of).min().unwrap_or(0);
            // By the number of places from the least one on.
            let mut laws = Vec::new();
            for (first, &law) in firsts.zip(&row.laws) {
                let next = next_of(first);
                *work = work.checked_sub(next.laws.len() as u64)?;
                let start = start_of(first);
                let before = (start - least) as usize;
                let inside = (next.laws.len() as isize).min((room - start).saturating_add(1));
                let inside = inside as usize;
                if laws.len() < before + inside {
                    laws.resize(before + inside, [T::default(); 4]);
                }
                let (near, beyond) = next.laws.split_at(inside);
                for (to, &next) in laws[before..].iter_mut().zip(near) {
                    add(to, product(law, next));
                }
                for &next in beyond {
                    add(&mut laws[(room - least) as usize], product(law, next));
                }
            }
            rows.push(straighten(Row::of(least, laws, self.nothing)));
        }
        Some(Self {
            rows,
            open: self.open,
            nothing: self.nothing,
        })
    }

    /// The same, with nobody beyond the last count.
    pub(super) fn closed(self) -> Self {
        let cap = self.rows.len() - 1;
        let rows = self.rows.into_iter().enumerate();
        Self {
            rows: rows.map(|(j, row)| row.within(cap - j)).collect(),
            open: false,
            nothing: self.nothing,
        }
    }
}

impl Band<f64> {
    /// The same, every error marked.
    pub(super) fn marked(&self, mark: Complex) -> Band<Complex> {
        let longest = self.rows.iter().map(|row| row.errors() + row.laws.len());
        let mut power = Complex::from(1.0);
        let mut powers = vec![power];
        for _ in 0..longest.max().unwrap_or(0) {
            power = power * mark;
            powers.push(power);
        }
        let rows = self.rows.iter().map(|row| Row {
            first: row.first,
            laws: (row.laws.iter().zip(&powers[row.errors()..]))
                .map(|(law, &power)| law.map(|entry| power * entry))
                .collect(),
        });
        Band {
            rows: rows.collect(),
            open: self.open,
            nothing: self.nothing,
        }
    }
}

impl Band<Complex> {
    /// The same without marks for counts up to `most`: all others are the next one, and stay
    /// there.
    pub(super) fn few(&self, most: usize) -> Band<f64> {
        let gone = Row {
            first: 0,
            laws: vec![[1.0, 0.0, 0.0, 1.0]],
        };
        let few = self.rows.iter().take(most + 1).enumerate();
        let few = few.map(|(j, row)| row.plain().within(most + 1 - j));
        Band {
            rows: few.chain([gone]).collect(),
            open: false,
            nothing: NOTHING,
        }
    }

    /// How many numbers of errors the widest row tells apart.
    pub(super) fn width(&self) -> u64 {
        let widths = self.rows.iter().map(|row| row.laws.len() as u64);
        widths.max().unwrap_or(0)
    }

    /// One unit.
    pub(super) fn apply(&self, counts: &mut Counts) {
        let cap = self.rows.len() - 1;
        let places = counts.low..=counts.high;
        let from: Vec<_> = places
            .clone()
            .map(|j| (take(&mut counts.a[j]), take(&mut counts.u[j])))
            .collect();
        for (j, (a, u)) in places.zip(from) {
            let row = &self.rows[j];
            let first = j.saturating_add_signed(row.first);
            for (to, &[aa, au, ua, uu]) in (first..).zip(&row.laws) {
                let to = to.min(cap);
                counts.a[to] += a * aa + u * ua;
                counts.u[to] += a * au + u * uu;
            }
            counts.low = counts.low.min(first.min(cap));
            counts.high = counts.high.max((first + row.laws.len() - 1).min(cap));
        }
        counts.trim();
    }
}

/// One law after another, whatever the places.
#[inline]
pub(super) fn product<T: Scalar>([aa, au, ua, uu]: [T; 4], next: [T; 4]) -> [T; 4] {
    [
        aa * next[0] + au * next[2],
        aa * next[1] + au * next[3],
        ua * next[0] + uu * next[2],
        ua * next[1] + uu * next[3],
    ]
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
    let nothing = token.scale.map_or(NOTHING, Scale::nothing);
    let rows = (0..=cap)
        .map(|j| {
            let hazard = token.hazard(j, share);
            let spared = T::from(1.0 - hazard);
            let struck = marks.error * hazard;
            let some = |struck: T| [T::default(), struck, mended * struck, stays * struck];
            let none = [spared, T::default(), mended * spared, stays * spared];
            if let Some(scale) = token.scale {
                let lead = scale.lead(j);
                let mut laws: Vec<[T; 4]> = lead
                    .weights
                    .iter()
                    .map(|&weight| some(struck * weight))
                    .collect();
                add(&mut laws[lead.below], none);
                return Row::of(-(lead.below as isize), laws, nothing);
            }
            let mut laws = vec![none];
            if open || j < cap {
                laws.push(some(struck));
            } else {
                add(&mut laws[0], some(struck));
            }
            Row::of(0, laws, nothing)
        })
        .collect();
    Band {
        rows,
        open,
        nothing,
    }
}
