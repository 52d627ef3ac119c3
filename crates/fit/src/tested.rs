//! What was tested, as rows of one table whatever the data are.

use super::asked::Asked;
use super::fits::Fits;
use super::fitted::Fit;
use super::paths::Chains;

/// A test, and how often chance gives as much.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Test {
    /// What is asked.
    pub what: &'static str,
    /// Of which explanation, by its name; of none where the data alone are asked.
    pub of: Option<&'static str>,
    /// The statistic; no number where the chance was counted without one.
    pub statistic: f64,
    /// How often chance gives as much.
    pub p: f64,
    /// By how many samples that was found; none where it was computed.
    pub samples: Option<usize>,
}

pub(super) fn tests_of_rows(fits: &Fits, asked: Asked<'_>) -> Vec<Test> {
    let mut tests = Vec::new();
    tests.extend(asked.goodness.map(|it| Test {
        what: "deviance from the curve",
        of: fits.preferred().map(Fit::name),
        statistic: it.deviance,
        p: it.p(),
        samples: Some(it.drawn.len()),
    }));
    tests.extend(asked.scatter.map(|it| Test {
        what: "scatter of rows of one length",
        of: None,
        statistic: it.statistic,
        p: it.p(),
        samples: Some(it.draws()).filter(|&it| it > 0),
    }));
    tests.extend(asked.rise.map(|it| Test {
        what: "a rise of success with length",
        of: None,
        statistic: it.statistic,
        p: it.p(),
        samples: Some(it.draws()),
    }));
    tests.extend(fits.boundary_test().map(|it| Test {
        what: "no recovery, within this curve",
        of: Some("recoverable"),
        statistic: it.statistic,
        p: it.p,
        samples: None,
    }));
    tests
}

pub(super) fn tests_of_paths(chains: &Chains) -> Vec<Test> {
    let ratio = |what, it: Option<super::paths::Ratio>| {
        it.map(|it| Test {
            what,
            of: None,
            statistic: it.statistic,
            p: it.chance,
            samples: None,
        })
    };
    let counted = |what, p| Test {
        what,
        of: None,
        statistic: f64::NAN,
        p,
        samples: None,
    };
    let [chain, steps] = chains.difficulty().map_or([None; 2], |it| it.map(Some));
    let ratios = [
        ratio("no recovery, against the chain", chains.without_recovery()),
        ratio(
            "independent steps, against the chain",
            chains.independence(),
        ),
        ratio("no fatal share, against one", chains.fatal()),
        ratio("one difficulty, against mixed ones, with the chain", chain),
        ratio(
            "one difficulty, against mixed ones, with independent steps",
            steps,
        ),
    ];
    let mut tests: Vec<Test> = ratios.into_iter().flatten().collect();
    let order = chains.order();
    if order.telling > 0 {
        tests.push(counted(
            "order of right and wrong within runs",
            order.two_sided(),
        ));
    }
    let late = chains.late();
    if late.runs > 0 {
        tests.push(counted("late errors hurt more", late.late_hurts));
        tests.push(counted("early errors hurt more", late.early_hurts));
    }
    for it in chains.goodness() {
        for (what, p) in [
            ("how many are acceptable", it.acceptable),
            ("how many never erred", it.flawless),
            ("how long wrong stretches last", it.stretches),
        ] {
            tests.push(Test {
                of: Some(it.model.label()),
                samples: Some(it.samples as usize),
                ..counted(what, p)
            });
        }
    }
    tests
}
