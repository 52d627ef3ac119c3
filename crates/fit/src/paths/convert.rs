//! The same runs as data of the other kinds.

use crate::data::{AtRisk, Cohort, Path};
use std::collections::BTreeMap;

/// What is to be said wherever these are shown.
pub const NOT_INDEPENDENT: &str = "The same runs stand in every row: rows are not independent, and what a fit of them says of its own certainty is too much.";

/// Until when runs were flawless: at each step how many came to it without a mistake, and how
/// many of them made their first one there. A run that ends flawless is censored: it leaves,
/// and is no failure. What comes after a first mistake is forgotten.
pub fn survivors(paths: &[Path]) -> Vec<AtRisk> {
    // What happens at a step: failed, left after it.
    let mut steps = BTreeMap::<usize, [f64; 2]>::new();
    let mut at_risk = 0.0;
    for path in paths.iter().filter(|it| !it.steps.is_empty()) {
        at_risk += path.weight;
        match path.steps.iter().position(|it| !it) {
            Some(first) => steps.entry(first + 1).or_default()[0] += path.weight,
            None => steps.entry(path.steps.len()).or_default()[1] += path.weight,
        }
    }
    let mut rows = Vec::new();
    let mut before = 0;
    for (step, [failed, left]) in steps {
        // Nothing happened between: those who came to the step before came through.
        if step > before + 1 {
            rows.push(AtRisk {
                length: (step - 1) as f64,
                at_risk,
                failed: 0.0,
            });
        }
        rows.push(AtRisk {
            length: step as f64,
            at_risk,
            failed,
        });
        at_risk = (at_risk - failed - left).max(0.0);
        before = step;
    }
    rows
}

/// At some steps, how many runs came as far, and how many were acceptable there.
pub fn cohorts(paths: &[Path], steps: &[usize]) -> Vec<Cohort> {
    steps
        .iter()
        .filter_map(|&step| {
            let (mut successes, mut trials) = (0.0, 0.0);
            for path in paths {
                if let Some(&right) = step.checked_sub(1).and_then(|at| path.steps.get(at)) {
                    trials += path.weight;
                    successes += if right { path.weight } else { 0.0 };
                }
            }
            (trials > 0.0).then_some(Cohort {
                length: step as f64,
                successes,
                trials,
                cluster: None,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths::tally;

    fn paths() -> Vec<Path> {
        (["1101", "111", "0000", "111101", "1"].iter())
            .map(|text| Path {
                steps: tally::steps(text),
                outcome: None,
                cluster: None,
                weight: 1.0,
            })
            .collect()
    }

    #[test]
    fn flawless_ends_are_censored_and_first_mistakes_fail() {
        let row = |length, at_risk, failed| AtRisk {
            length,
            at_risk,
            failed,
        };
        assert_eq!(
            survivors(&paths()),
            [
                row(1.0, 5.0, 1.0),
                row(2.0, 3.0, 0.0),
                row(3.0, 3.0, 1.0),
                row(4.0, 1.0, 0.0),
                row(5.0, 1.0, 1.0),
            ]
        );
    }

    #[test]
    fn cohorts_count_those_who_came_as_far() {
        let rows = cohorts(&paths(), &[0, 1, 4, 7]);
        let seen: Vec<[f64; 3]> = rows
            .iter()
            .map(|it| [it.length, it.successes, it.trials])
            .collect();
        assert_eq!(seen, [[1.0, 4.0, 5.0], [4.0, 2.0, 3.0]]);
    }
}
