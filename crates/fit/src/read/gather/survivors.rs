//! One group, followed until each makes its first mistake.

use super::row::{MOST, Reason, Row, Sets, written};
use crate::data::{AtRisk, Data, Series};
use crate::read::cell::Cell;
use crate::read::reject::Rejections;
use crate::read::scheme::Scheme;
use bounceback_core::number::format::whole;
use std::collections::BTreeMap;

/// Counts of a group, at some lengths.
#[derive(Clone, Debug, Default)]
pub(super) struct Survivors {
    sets: Sets,
    rows: BTreeMap<usize, Vec<Counted>>,
}

#[derive(Clone, Copy, Debug)]
struct Counted {
    length: f64,
    count: f64,
    failed: Option<f64>,
    line: usize,
}

impl Survivors {
    pub(super) fn add(&mut self, row: &Row<'_>) -> Result<(), Reason> {
        let scheme = row.scheme;
        let mut found = Vec::new();
        for result in &scheme.results {
            if row.cell(result.column) == Cell::Missing && scheme.results.len() > 1 {
                continue;
            }
            let length = match (result.length, scheme.length) {
                (Some(length), _) => length,
                // Length 0 is the beginning.
                (None, Some(column)) => row.number(column)?,
                (None, None) => return Err("it has no length".to_owned()),
            };
            let count = row.number(result.column)?;
            let failed = scheme.failed.map(|it| row.number(it)).transpose()?;
            if count > MOST || length > MOST {
                return Err("a number is too large".to_owned());
            }
            let whole_number = |it: f64| it == it.round();
            if let Some(part) = [Some(count), failed]
                .into_iter()
                .flatten()
                .find(|it| !whole_number(*it))
            {
                return Err(format!("{} is no count", written(part)));
            }
            if length < 0.0 || count < 0.0 || failed.is_some_and(|it| it < 0.0) {
                return Err("a number is below 0".to_owned());
            }
            if let Some(failed) = failed.filter(|it| *it > count) {
                return Err(format!("{} failed of {}", written(failed), written(count)));
            }
            if length == 0.0 && failed.is_some_and(|it| it > 0.0) {
                return Err("lengths are above 0".to_owned());
            }
            found.push((
                result,
                Counted {
                    length,
                    count,
                    failed,
                    line: row.line(),
                },
            ));
        }
        if found.is_empty() {
            return Err("it has no count".to_owned());
        }
        for (result, counted) in found {
            let set = self.sets.place(row, Some(result))?;
            self.rows.entry(set).or_default().push(counted);
        }
        Ok(())
    }

    pub(super) fn finish(
        self,
        scheme: &Scheme,
        rejected: &mut Rejections,
    ) -> (Vec<Series>, Vec<String>) {
        let (mut series, mut notes) = (Vec::new(), Vec::new());
        let mut conditional = 0;
        for (set, mut rows) in self.rows {
            rows.sort_by(|a, b| a.length.total_cmp(&b.length));
            let mut kept: Vec<AtRisk> = Vec::new();
            let mut left = scheme.start.filter(|_| scheme.failed.is_none());
            let mut last = None;
            for row in rows {
                let twice = last.is_some_and(|it| it >= row.length);
                if twice {
                    rejected.add(row.line, || "another row has the same length".to_owned());
                    continue;
                }
                if left.is_some_and(|it| row.count > it) {
                    let before = written(left.unwrap_or_default());
                    rejected.add(row.line, || {
                        format!(
                            "{} are more than the {before} that were left before",
                            written(row.count)
                        )
                    });
                    continue;
                }
                last = Some(row.length);
                match (row.failed, left) {
                    (Some(failed), _) => {
                        left = Some(row.count - failed);
                        if row.length > 0.0 {
                            kept.push(AtRisk {
                                length: row.length,
                                at_risk: row.count,
                                failed,
                            });
                        }
                    }
                    // Length 0 is the beginning.
                    (None, _) if row.length == 0.0 => left = Some(row.count),
                    (None, Some(before)) => {
                        kept.push(AtRisk {
                            length: row.length,
                            at_risk: before,
                            failed: before - row.count,
                        });
                        left = Some(row.count);
                    }
                    (None, None) => {
                        conditional += usize::from(row.length > 0.0);
                        left = Some(row.count);
                    }
                }
            }
            if !kept.is_empty() {
                series.push(Series {
                    name: self.sets.name(set),
                    data: Data::Survivors(kept),
                });
            }
        }
        if conditional > 0 {
            notes.push("How many there were before the first row isn't said, so the first row is the beginning: what happened before it tells nothing.".to_owned());
        }
        (series, notes)
    }
}

/// Where each run made its first mistake, or ended without one.
#[derive(Clone, Debug, Default)]
pub(super) struct FirstMistakes {
    sets: Sets,
    /// By set and step: how many made their first mistake there, and how many ended there.
    steps: BTreeMap<usize, BTreeMap<u32, (u32, u32)>>,
}

/// The longest run whose steps are counted.
const MOST_STEPS: f64 = 10_000.0;

impl FirstMistakes {
    pub(super) fn add(&mut self, row: &Row<'_>) -> Result<(), Reason> {
        let Some(column) = row.scheme.first_mistake else {
            return Err("it has no step".to_owned());
        };
        let steps = match row.scheme.length {
            Some(column) => Some(row.number(column)?),
            None => row.scheme.steps,
        };
        let legal = |it: f64| it == it.round() && (1.0..=MOST_STEPS).contains(&it);
        if let Some(wrong) = steps.filter(|it| !legal(*it)) {
            return Err(format!("{} is no number of steps", written(wrong)));
        }
        let mistake = match row.cell(column) {
            Cell::Missing | Cell::Flag(false) => None,
            _ => Some(row.number(column)?),
        };
        let none = |it: f64| it < 0.0 || it == 0.0 && row.scheme.base > 0.0;
        let (at, failed) = if let Some(mistake) = mistake.filter(|it| !none(*it)) {
            let step = mistake + 1.0 - row.scheme.base;
            if !legal(step) {
                return Err(row.wrong(column, "which is no step"));
            }
            if let Some(steps) = steps.filter(|it| step > *it) {
                return Err(format!(
                    "a mistake at step {} of {}",
                    written(step),
                    written(steps)
                ));
            }
            (step, true)
        } else {
            let steps =
                steps.ok_or("it made no mistake, and it isn't said how many steps it had")?;
            (steps, false)
        };
        let set = self.sets.place(row, None)?;
        let counts = self
            .steps
            .entry(set)
            .or_default()
            .entry(at as u32)
            .or_default();
        if failed {
            counts.0 += 1;
        } else {
            counts.1 += 1;
        }
        Ok(())
    }

    pub(super) fn finish(self) -> (Vec<Series>, Vec<String>) {
        let (mut series, mut ended) = (Vec::new(), 0_u64);
        for (set, steps) in self.steps {
            let mut left: u32 = steps.values().map(|it| it.0 + it.1).sum();
            let last = steps.keys().next_back().copied().unwrap_or(0);
            let mut rows = Vec::new();
            for step in 1..=last {
                let (failed, without) = steps.get(&step).copied().unwrap_or((0, 0));
                rows.push(AtRisk {
                    length: f64::from(step),
                    at_risk: f64::from(left),
                    failed: f64::from(failed),
                });
                left -= failed + without;
                ended += u64::from(without);
            }
            series.push(Series {
                name: self.sets.name(set),
                data: Data::Survivors(rows),
            });
        }
        let note = (ended > 0).then(|| format!(
            "{} ended without a mistake: they count as long as they lasted, and as no failures.", whole(ended)));
        (series, note.into_iter().collect())
    }
}
