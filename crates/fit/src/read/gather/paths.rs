//! Runs, step by step.

use super::row::{Names, Reason, Row, Sets, written};
use crate::data::{Data, Path, Series};
use crate::read::cell::Cell;
use crate::read::reject::Rejections;
use crate::read::role::Role;
use crate::read::steps;
use bounceback_core::number::format::count;
use std::collections::BTreeMap;

/// Whole runs, and runs whose steps come row by row.
#[derive(Clone, Debug, Default)]
pub(super) struct Paths {
    sets: Sets,
    clusters: Names,
    whole: BTreeMap<usize, Vec<Path>>,
    runs: Names,
    /// By set and run.
    long: BTreeMap<(usize, usize), Long>,
}

#[derive(Clone, Debug)]
struct Long {
    steps: Vec<(f64, bool, usize)>,
    outcome: Option<bool>,
    cluster: Option<u32>,
    weight: f64,
}

impl Paths {
    pub(super) fn add(&mut self, row: &Row<'_>) -> Result<(), Reason> {
        let scheme = row.scheme;
        let weight = row.weight()?;
        let outcome = match scheme.outcome {
            Some(column) if row.cell(column) != Cell::Missing => Some(row.flag(column)?),
            _ => None,
        };
        let wide = scheme.results.iter().any(|it| it.length.is_some());
        let by_cell = scheme.results.iter().any(|it| it.role == Role::Path);
        let mut found = Vec::new();
        if wide {
            found.push((None, Self::wide(row)?));
        } else if by_cell {
            for result in scheme.results.iter().filter(|it| it.role == Role::Path) {
                let text = row.text(result.column);
                if text.is_empty() && scheme.results.len() > 1 {
                    continue;
                }
                let read = steps::read(text);
                let mut steps = read.ok_or_else(|| {
                    row.wrong(result.column, "which is no run of right and wrong")
                })?;
                if result.failures {
                    for step in &mut steps {
                        *step = !*step;
                    }
                }
                found.push((Some(result), steps));
            }
        } else {
            return self.step(row, outcome, weight);
        }
        let cluster = row.cluster().map(|it| self.clusters.place(it) as u32);
        for (result, steps) in found {
            let set = self.sets.place(row, result)?;
            let path = Path {
                steps,
                outcome,
                cluster,
                weight,
            };
            self.whole.entry(set).or_default().push(path);
        }
        Ok(())
    }

    /// A run whose steps stand side by side.
    fn wide(row: &Row<'_>) -> Result<Vec<bool>, Reason> {
        let mut results: Vec<_> = row
            .scheme
            .results
            .iter()
            .filter(|it| it.length.is_some())
            .collect();
        results.sort_by(|a, b| a.length.unwrap_or(0.0).total_cmp(&b.length.unwrap_or(0.0)));
        let mut steps = Vec::new();
        let mut ended = None;
        for result in results {
            if row.cell(result.column) == Cell::Missing {
                ended.get_or_insert(result.column);
                continue;
            }
            if let Some(blank) = ended {
                return Err(format!("its step “{}” is missing", row.name(blank)));
            }
            steps.push(row.flag(result.column)? != result.failures);
        }
        if steps.is_empty() {
            Err("it has no steps".to_owned())
        } else {
            Ok(steps)
        }
    }

    /// One step of a run.
    fn step(&mut self, row: &Row<'_>, outcome: Option<bool>, weight: f64) -> Result<(), Reason> {
        let scheme = row.scheme;
        let (Some(run), Some(step), Some(right)) =
            (scheme.run, scheme.step, scheme.results.first())
        else {
            return Err("it has no run and step".to_owned());
        };
        let at = row.number(step)?;
        let right = row.flag(right.column)? != right.failures;
        if row.text(run).is_empty() {
            return Err(row.wrong(run, ""));
        }
        let set = self.sets.place(row, None)?;
        let run = self.runs.place(row.text(run));
        let cluster = row.cluster().map(|it| self.clusters.place(it) as u32);
        let long = self.long.entry((set, run)).or_insert_with(|| Long {
            steps: Vec::new(),
            outcome: None,
            cluster,
            weight,
        });
        long.outcome = outcome.or(long.outcome);
        long.steps.push((at, right, row.line()));
        Ok(())
    }

    pub(super) fn finish(
        mut self,
        weighted: bool,
        rejected: &mut Rejections,
    ) -> (Vec<Series>, Vec<String>) {
        let mut gaps = 0_u64;
        for ((set, _), mut long) in std::mem::take(&mut self.long) {
            long.steps
                .sort_by(|a, b| a.0.total_cmp(&b.0).then(a.2.cmp(&b.2)));
            let mut kept: Vec<(f64, bool)> = Vec::new();
            for (at, right, line) in long.steps {
                if kept.last().is_some_and(|it| it.0 == at) {
                    rejected.add(line, || {
                        format!("another row has step {} of this run", written(at))
                    });
                } else {
                    kept.push((at, right));
                }
            }
            gaps += u64::from(kept.windows(2).any(|it| it[1].0 - it[0].0 != 1.0));
            let steps = kept.into_iter().map(|it| it.1).collect();
            let path = Path {
                steps,
                outcome: long.outcome,
                cluster: long.cluster,
                weight: long.weight,
            };
            self.whole.entry(set).or_default().push(path);
        }
        let mut notes = Vec::new();
        if gaps > 0 {
            notes.push(format!(
                "In {} some steps are missing: those on either side are taken as neighbours.",
                count(gaps, "run")
            ));
        }
        if weighted {
            notes.push("Runs are weighted; within each set weights are one on average.".to_owned());
        }
        let series = self.whole.into_iter().map(|(set, mut paths)| {
            let mean = paths.iter().map(|it| it.weight).sum::<f64>() / paths.len() as f64;
            for path in &mut paths {
                path.weight /= mean;
            }
            Series {
                name: self.sets.name(set),
                data: Data::Paths(paths),
            }
        });
        (series.collect(), notes)
    }
}
