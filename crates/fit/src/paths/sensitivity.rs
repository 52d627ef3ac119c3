//! What is left of E and ρ at one slip rate, between those that were computed, and in words.

use super::slips::{Slip, SlipCurve, SlipPoint, needed};
use bounceback_core::number::format::percent;
use core::fmt::Write as _;

impl Slip {
    /// What slips.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Both => "right and wrong steps alike",
            Self::FalseAlarm => "right steps, called wrong",
            Self::Miss => "wrong steps, called right",
        }
    }
}

impl SlipPoint {
    /// Whether there are errors that could be made good.
    pub fn has_errors(&self) -> bool {
        self.error > 1e-5
    }
}

impl SlipCurve {
    /// The greatest slip rate that was looked at.
    pub fn last(&self) -> f64 {
        self.points.last().map_or(0.0, |it| it.slip)
    }

    /// The chain at a slip rate, on the line between its neighbours; none before any was
    /// computed.
    pub fn at(&self, slip: f64) -> Option<SlipPoint> {
        let after = self.points.partition_point(|it| it.slip < slip);
        let Some(next) = self.points.get(after) else {
            return self.points.last().copied();
        };
        let Some(before) = after.checked_sub(1).and_then(|at| self.points.get(at)) else {
            return Some(*next);
        };
        let part = (slip - before.slip) / (next.slip - before.slip);
        // (Evidence may be infinite on one side.)
        let between = |a: f64, b: f64| match part {
            _ if part >= 1.0 => b,
            _ if a.is_finite() => a + part * (b - a),
            _ => a,
        };
        Some(SlipPoint {
            slip,
            error: between(before.error, next.error),
            recovery: between(before.recovery, next.recovery),
            log_likelihood: between(before.log_likelihood, next.log_likelihood),
            evidence: between(before.evidence, next.evidence),
        })
    }

    /// Whether labels that are all right ask for recovery.
    pub fn holds_without_slips(&self) -> bool {
        self.points
            .first()
            .is_some_and(|it| it.evidence >= needed())
    }

    /// Whether labels ask for recovery even if so many slip.
    pub fn holds_at(&self, slip: f64) -> bool {
        self.holds_without_slips() && self.falls_at.is_none_or(|falls| slip < falls)
    }

    /// What slips at a rate make of it all.
    pub fn said(&self, slip: f64) -> String {
        let (Some(at), Some(first)) = (self.at(slip), self.points.first()) else {
            return String::new();
        };
        let rates = |it: &SlipPoint| {
            if it.has_errors() {
                format!("E = {} and ρ = {}", percent(it.error), percent(it.recovery))
            } else {
                "no error is left, and nothing is known of ρ".to_owned()
            }
        };
        let mut said = if slip <= 0.0 {
            format!("If no label slips, {}.", rates(first))
        } else {
            let of = match self.slip {
                Slip::Both => "labels",
                Slip::FalseAlarm => "labels of right steps",
                Slip::Miss => "labels of wrong steps",
            };
            format!(
                "If {} of {of} slip, {}; as they stand they say {}.",
                percent(slip),
                rates(&at),
                rates(first)
            )
        };
        let falls = match (self.holds_without_slips(), self.falls_at) {
            (false, _) => " Even if none slips, a model in which nothing ever comes back explains them as well.".to_owned(),
            (true, None) => format!(
                " Something must come back to explain them, at this rate and at every other up to {}.",
                percent(self.last())
            ),
            (true, Some(falls)) if slip < falls => format!(
                " Something must come back to explain them; that falls once about {} slip.",
                percent(falls)
            ),
            (true, Some(falls)) => format!(
                " With so many slips recovery is not needed: from about {} on nothing need come back.",
                percent(falls)
            ),
        };
        said.push_str(&falls);
        let (low, high) = self.plausible;
        // What is told of a rate must not be taken for what is told of the labels.
        let falls_beyond = self.falls_at.is_some_and(|falls| falls > high);
        if slip > high || falls_beyond {
            let _ = write!(
                said,
                " But the labels themselves speak against more than {} (at 95%).",
                percent(high)
            );
        } else if slip < low {
            let _ = write!(
                said,
                " But the labels themselves speak against less than {} (at 95%).",
                percent(low)
            );
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use crate::data::Path;
    use crate::paths::{Chains, Options};

    fn chains(runs: &[&str]) -> Chains {
        let path = |run: &&str| Path {
            steps: run.bytes().map(|it| it == b'1').collect(),
            outcome: None,
            cluster: None,
            weight: 1.0,
        };
        let paths: Vec<Path> = runs.iter().map(path).collect();
        let mut chains = Chains::new(&paths, Options::default());
        while !chains.advance(10_000_000) {}
        chains
    }

    #[test]
    fn single_wrong_labels_fall_to_few_slips_and_long_stretches_to_none() {
        // Lone wrong labels look like slips.
        let lone = [
            "111110111111",
            "111111111011",
            "110111111111",
            "111111101111",
        ];
        let lone: Vec<&str> = lone.iter().copied().cycle().take(40).collect();
        let lone = chains(&lone);
        let curve = &lone.slip_curves()[0];
        let falls = curve.falls_at.unwrap();
        assert!(falls < 0.15, "{falls}");
        assert!(curve.holds_at(0.0) && !curve.holds_at(falls + 0.01));
        let said = curve.said(falls + 0.01);
        assert!(said.contains("nothing need come back"), "{said}");
        assert!(
            curve.said(0.0).contains("that falls once about"),
            "{}",
            curve.said(0.0)
        );
        // Stretches of several wrong steps do not.
        let long = [
            "111000011111",
            "110000111111",
            "111111000111",
            "100001111111",
        ];
        let long: Vec<&str> = long.iter().copied().cycle().take(40).collect();
        let long = chains(&long);
        let curve = &long.slip_curves()[0];
        assert!(
            curve.falls_at.is_none_or(|it| it > falls),
            "{:?}",
            curve.falls_at
        );
    }

    #[test]
    fn between_two_rates_lies_what_lies_between_their_values() {
        let some = chains(&["1100111", "1110111", "1011101", "1111001"]);
        for curve in some.slip_curves() {
            for pair in curve.points.windows(2) {
                let middle = curve.at(f64::midpoint(pair[0].slip, pair[1].slip)).unwrap();
                let error = f64::midpoint(pair[0].error, pair[1].error);
                assert!((middle.error - error).abs() < 1e-12);
                assert_eq!(curve.at(pair[1].slip), Some(pair[1]));
            }
            assert_eq!(curve.at(2.0).unwrap().slip, curve.last());
        }
    }
}
