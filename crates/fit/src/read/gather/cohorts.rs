//! Successes of trials at each length.

use super::row::{MOST, Names, Reason, Row, Sets, written};
use crate::data::{Cohort, Data, Series};
use crate::read::cell::{Cell, Mark};
use crate::read::role::Role;
use crate::read::scheme::Result as Column;
use bounceback_core::number::format::{significant, whole};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// Set, length and cluster: the bits of positive numbers are ordered like the numbers.
type Place = (usize, u64, Option<u32>);

/// Single trials of one length, set and cluster are one cohort; a row of several trials is one
/// by itself, as only then it shows whether rows of one length scatter more than counts do.
#[derive(Clone, Debug, Default)]
pub(super) struct Cohorts {
    sets: Sets,
    clusters: Names,
    /// Successes and trials: first those of all single or weighted trials, then row by row
    /// those of several trials.
    sums: BTreeMap<Place, Vec<(f64, f64)>>,
    /// By set: trials, weighted once and twice.
    weights: BTreeMap<usize, (f64, f64)>,
    by_error: usize,
    example: Option<String>,
    not_whole: usize,
    partial: usize,
    rough: usize,
    copies: Copies,
}

/// Rows of many trials that say the same as another row, cell by cell.
#[derive(Clone, Debug, Default)]
struct Copies {
    seen: BTreeSet<u64>,
    rows: usize,
    again: usize,
}

/// Fewer trials than these are often alike by chance.
const MANY: f64 = 10.0;

impl Copies {
    fn add(&mut self, row: &Row<'_>) {
        let mut hasher = DefaultHasher::new();
        for cell in row.grid.row(row.at) {
            cell.hash(&mut hasher);
        }
        self.rows += 1;
        self.again += usize::from(!self.seen.insert(hasher.finish()));
    }

    /// A word where half of all rows are copies; a few may be alike by chance.
    fn note(&self) -> Option<String> {
        (self.again > 1 && self.again * 2 >= self.rows).then(|| {
            format!(
                "{} of {} rows say the same as another row. Each counts as trials of its own: if they are copies, leave them out, otherwise every interval is too narrow.",
                whole(self.again as u64),
                whole(self.rows as u64)
            )
        })
    }
}

/// What one cell tells.
struct Count {
    successes: f64,
    trials: f64,
}

impl Cohorts {
    pub(super) fn add(&mut self, row: &Row<'_>) -> Result<(), Reason> {
        let results = &row.scheme.results;
        let mut found: Vec<(&Column, f64, Count)> = Vec::new();
        let weight = row.weight()?;
        let mut trouble = None;
        for result in results {
            // A blank among many columns says that this length was not tried.
            let blank = row.cell(result.column) == Cell::Missing;
            if blank && results.len() > 1 {
                continue;
            }
            let length = row.length(Some(result))?;
            match self.count(row, result) {
                Ok(count) => found.push((result, length, count)),
                Err(reason) => trouble = Some(reason),
            }
        }
        if let Some(reason) = trouble {
            return Err(reason);
        }
        if found.is_empty() {
            return Err("it has no result".to_owned());
        }
        if let Some(column) = row.scheme.length
            && let Cell::Number(_, Mark::Rough) = row.cell(column)
        {
            self.rough += 1;
        }
        if found
            .iter()
            .all(|it| it.0.role != Role::Trial && it.2.trials >= MANY)
        {
            self.copies.add(row);
        }
        let cluster = row.cluster().map(|it| self.clusters.place(it) as u32);
        for (result, length, count) in found {
            let set = self.sets.place(row, Some(result))?;
            let rows = self
                .sums
                .entry((set, length.to_bits(), cluster))
                .or_default();
            if rows.is_empty() {
                rows.push((0.0, 0.0));
            }
            if weight == 1.0 && result.role != Role::Trial && count.trials > 1.0 {
                rows.push((count.successes, count.trials));
            } else {
                rows[0].0 += weight * count.successes;
                rows[0].1 += weight * count.trials;
            }
            let weights = self.weights.entry(set).or_default();
            weights.0 += weight * count.trials;
            weights.1 += weight * weight * count.trials;
        }
        Ok(())
    }

    fn count(&mut self, row: &Row<'_>, result: &Column) -> Result<Count, Reason> {
        let column = result.column;
        let (number, mark) = match row.cell(column) {
            Cell::Flag(flag) if result.role == Role::Trial => {
                (f64::from(u8::from(flag)), Mark::Percent)
            }
            Cell::Number(number, mark) => (number, mark),
            _ if result.role == Role::Trial => {
                return Err(row.wrong(column, "neither right nor wrong"));
            }
            _ => (row.number(column)?, Mark::Plain),
        };
        let mut count = match (result.role, mark) {
            (_, Mark::Of(trials)) => Count {
                successes: number,
                trials,
            },
            (Role::Successes, _) => Self::of_trials(row, result, number)?,
            (Role::Trial, _) => {
                let share = row.share(column, number, mark)?;
                self.partial += usize::from(share != share.round());
                Count {
                    successes: share,
                    trials: 1.0,
                }
            }
            _ => self.rate(row, result, number, mark)?,
        };
        if count.trials <= 0.0 {
            return Err("it is of no trials".to_owned());
        }
        if count.trials > MOST {
            return Err(format!("{} trials are too many", written(count.trials)));
        }
        if !(0.0..=count.trials).contains(&count.successes) {
            let (some, all) = (written(count.successes), written(count.trials));
            return Err(format!("{some} successes of {all} trials can't be"));
        }
        if result.failures {
            count.successes = count.trials - count.successes;
        }
        Ok(count)
    }

    fn of_trials(row: &Row<'_>, result: &Column, number: f64) -> Result<Count, Reason> {
        let (scheme, column, told) = (row.scheme, result.column, result.trials);
        if number < 0.0 {
            return Err(row.wrong(column, "which is below 0"));
        }
        let trials = match (scheme.trials, scheme.failed) {
            (Some(trials), _) => row.number(trials)?,
            (None, Some(failed)) => {
                let failed_there = row.number(failed)?;
                if failed_there < 0.0 {
                    return Err(row.wrong(failed, "which is below 0"));
                }
                number + failed_there
            }
            (None, None) => told
                .or(scheme.each)
                .ok_or("it isn't said of how many trials")?,
        };
        Ok(Count {
            successes: number,
            trials,
        })
    }

    fn rate(
        &mut self,
        row: &Row<'_>,
        result: &Column,
        number: f64,
        mark: Mark,
    ) -> Result<Count, Reason> {
        let (column, told) = (result.column, result.trials);
        let share = row.share(column, number, mark)?;
        let scheme = row.scheme;
        if let Some(trials) = scheme.trials {
            let trials = row.number(trials)?;
            return Ok(self.rounded(share, trials, row.rounding(column, mark)));
        }
        let error = match (mark, scheme.error) {
            (Mark::Error(error), _) => Some(row.error_of_share(error, mark)),
            (_, Some(column)) => match row.cell(column) {
                Cell::Number(error, mark) => Some(row.error_of_share(error, mark)),
                _ => return Err(row.wrong(column, "which is no standard error")),
            },
            _ => None,
        };
        if let Some(error) = error {
            let spread = share * (1.0 - share);
            if error <= 0.0 || spread <= 0.0 {
                return Err(format!(
                    "a share of {} with a standard error of {} doesn't tell how many trials it is of",
                    written(share),
                    written(error)
                ));
            }
            // A rate of one trial is the least that there can be.
            let trials = (spread / (error * error)).max(1.0);
            self.by_error += 1;
            self.example.get_or_insert_with(|| {
                format!(
                    "{} ± {} is worth {} trials",
                    significant(share, 3),
                    significant(error, 2),
                    significant(trials, 3)
                )
            });
            return Ok(Count {
                successes: share * trials,
                trials,
            });
        }
        let trials = told
            .or(scheme.each)
            .ok_or("it isn't said of how many trials")?;
        Ok(self.rounded(share, trials, row.rounding(column, mark)))
    }

    /// A share of trials as successes: whole, if the share may be one that was rounded.
    fn rounded(&mut self, share: f64, trials: f64, rounding: f64) -> Count {
        let successes = share * trials;
        let near = successes.round();
        // A little more, for what doubles round.
        if (near - successes).abs() <= rounding * trials * (1.0 + 1e-9) + 1e-9 {
            return Count {
                successes: near.min(trials),
                trials,
            };
        }
        self.not_whole += 1;
        Count { successes, trials }
    }

    pub(super) fn finish(self, weighted: bool) -> (Vec<Series>, Vec<String>) {
        let mut series: BTreeMap<usize, Vec<Cohort>> = BTreeMap::new();
        for ((set, length, cluster), rows) in self.sums {
            let (once, twice) = self.weights.get(&set).copied().unwrap_or((1.0, 1.0));
            // So many unweighted trials would tell as much.
            let scale = if weighted { once / twice } else { 1.0 };
            let rows = rows.into_iter().filter(|it| it.1 > 0.0);
            let cohorts = series.entry(set).or_default();
            cohorts.extend(rows.map(|(successes, trials)| Cohort {
                length: f64::from_bits(length),
                successes: (successes * scale).min(trials * scale),
                trials: trials * scale,
                cluster,
            }));
        }
        let series = series.into_iter().map(|(set, cohorts)| Series {
            name: self.sets.name(set),
            data: Data::Cohorts(cohorts),
        });
        let mut notes = Vec::new();
        notes.extend(self.copies.note());
        if self.by_error > 0 {
            let example = self.example.unwrap_or_default();
            notes.push(format!(
                "Standard errors are turned into numbers of trials, by p(1 − p)/SE²: {example}."
            ));
        }
        if self.not_whole > 0 {
            notes.push(format!(
                "{} of the rates are of no whole number of successes, as averages over repeats are: they are kept as they are.",
                whole(self.not_whole as u64)));
        }
        if self.partial > 0 {
            notes.push(format!(
                "{} scores between 0 and 1 count as parts of a success.",
                whole(self.partial as u64)
            ));
        }
        if self.rough > 0 {
            notes.push(format!(
                "{} lengths such as <1 or ~5 are taken at their number.",
                whole(self.rough as u64)
            ));
        }
        if weighted {
            notes.push("Rows are weighted; a set counts as many trials as would tell as much without weights: (Σw)²/Σw².".to_owned());
        }
        (series.collect(), notes)
    }
}
