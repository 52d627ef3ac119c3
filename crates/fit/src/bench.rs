//! One set of data on the bench: fitted, tested and spoken of, whatever kind it is of, in
//! bounded steps. What terminal and page show is made here, so that they say the same.

use super::adopt::Tokens;
use super::band::Band;
use super::data::Data;
use super::explanation::{Explanation, explanations_of_paths, explanations_of_rows};
use super::fits::{Fits, Options};
use super::fitted::Fit;
use super::measured::{Measured, Question, measured};
use super::paths::{self, Chains, Model};
use super::problem::Origin;
use super::profiles::Profiles;
use super::rows::{Rows, Stage};
use super::tested::{Test, tests_of_paths, tests_of_rows};
use super::words::Sentence;
use bounceback_core::model::criterion::Criterion;
use bounceback_core::model::scenario::Scenario;

/// The level of intervals.
const LEVEL: f64 = 0.95;

/// At so many values a profile is made.
const PROFILED: usize = 24;

/// How data are to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// Whether a success is a text without an error; of survivors and paths that is known.
    pub flawless: bool,
    /// Whether the length at which errors begin is fitted too. Of paths there is none.
    pub origin: bool,
    /// Whether the labels of paths are computed, and never slip.
    pub exact: bool,
}

/// What can be said so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// What the data show.
    pub findings: Vec<String>,
    /// What they can't show.
    pub limits: Vec<String>,
    /// What would tell more.
    pub more: Vec<String>,
    /// How it was found, as one would write it down.
    pub methods: String,
}

/// Data being looked at; dropping it is stopping.
#[derive(Debug)]
pub struct Bench {
    data: Data,
    work: Work,
}

#[derive(Debug)]
enum Work {
    Rows(Box<Rows>),
    Paths(Box<Chains>),
}

impl Bench {
    /// Begins; nothing where there is no legal row.
    pub fn new(data: Data, wish: Wish, seed: u64) -> Option<Self> {
        let work = match &data {
            Data::Paths(runs) if runs.iter().all(|run| run.steps.is_empty()) => return None,
            Data::Paths(runs) => {
                let options = paths::Options {
                    seed,
                    slip: wish.exact.then_some(0.0),
                    slip_curves: !wish.exact,
                    ..paths::Options::default()
                };
                Work::Paths(Box::new(Chains::new(runs, options)))
            }
            rows => {
                let options = Options {
                    criterion: if wish.flawless {
                        Criterion::Flawless
                    } else {
                        Criterion::Acceptable
                    },
                    origin: if wish.origin {
                        Origin::Fitted
                    } else {
                        Origin::Fixed(0.0)
                    },
                    level: LEVEL,
                    intervals: true,
                };
                Work::Rows(Box::new(Rows::new(Fits::new(rows, options)?, seed)))
            }
        };
        Some(Self { data, work })
    }

    /// Goes on for about so many operations, of some tenths of a microsecond each; whether all
    /// is done.
    pub fn advance(&mut self, operations: u64) -> bool {
        match &mut self.work {
            Work::Rows(rows) => rows.advance(&self.data, operations),
            Work::Paths(chains) => chains.advance(operations),
        }
    }

    /// What is being done, and how far it is, from 0 to 1; nothing once all is done.
    pub fn progress(&self) -> Option<(&'static str, f64)> {
        match &self.work {
            Work::Rows(rows) => rows.progress(),
            Work::Paths(chains) => {
                let (stage, far) = chains.progress();
                let what = match stage {
                    paths::Stage::Fits => "fitting",
                    paths::Stage::Slips => "asking what slips of the labeller would do",
                    paths::Stage::Bootstrap => "drawing clusters",
                    paths::Stage::Goodness => "drawing runs from the fits",
                    paths::Stage::Needs => "asking how many runs would tell",
                    paths::Stage::Done => return None,
                };
                Some((what, far))
            }
        }
    }

    /// Whether the curves are fitted: what comes after tells how good they are.
    pub fn is_fitted(&self) -> bool {
        match &self.work {
            Work::Rows(rows) => rows.stage > Stage::Fits,
            Work::Paths(chains) => chains.progress().0 > paths::Stage::Fits,
        }
    }

    /// The data.
    pub const fn data(&self) -> &Data {
        &self.data
    }

    /// The questions that the data answer, the first one first.
    pub fn questions(&self) -> &'static [Question] {
        match &self.work {
            Work::Paths(_) => &[Question::Acceptable, Question::Flawless],
            Work::Rows(rows) if rows.fits.is_flawless() => &[Question::Flawless],
            Work::Rows(_) => &[Question::Acceptable],
        }
    }

    /// What was measured.
    pub fn measured(&self, question: Question) -> Vec<Measured> {
        measured(&self.data, question, LEVEL)
    }

    /// All explanations that were fitted, the best first.
    pub fn explanations(&self) -> Vec<Explanation> {
        match &self.work {
            Work::Rows(rows) => explanations_of_rows(&rows.fits, rows.asked()),
            Work::Paths(chains) => explanations_of_paths(chains),
        }
    }

    /// The name of the explanation to look at first.
    pub fn preferred(&self) -> Option<&'static str> {
        match &self.work {
            // (There is no curve to look at where success rises with length.)
            Work::Rows(rows) if rows.asked().rises_from_the_first() => None,
            Work::Rows(rows) => rows.fits.preferred().map(super::fitted::Fit::name),
            Work::Paths(_) => {
                let first = self.explanations().into_iter();
                let among = first.filter(|it| it.is_among_the_best);
                among.min_by_key(|it| it.parameters.len()).map(|it| it.name)
            }
        }
    }

    /// The curve of an explanation at increasing lengths, in the unit of the data; empty where
    /// there is none.
    pub fn curve(&self, name: &str, question: Question, lengths: &[f64]) -> Vec<f64> {
        match &self.work {
            Work::Rows(rows) => rows
                .fits
                .named(name)
                .map_or_else(Vec::new, |fit| fit.curve(lengths)),
            Work::Paths(chains) => {
                let criterion = match question {
                    Question::Acceptable => Criterion::Acceptable,
                    Question::Flawless => Criterion::Flawless,
                };
                let steps: Vec<u64> = lengths
                    .iter()
                    .map(|it| it.round().max(0.0) as u64)
                    .collect();
                model(name).map_or_else(Vec::new, |model| chains.curve(model, criterion, &steps))
            }
        }
    }

    /// The band of an explanation at some lengths, to be made in slices; of cohorts and
    /// survivors.
    pub fn band(&self, name: &str, lengths: &[f64]) -> Option<Band> {
        match &self.work {
            // (Where rows scatter beyond chance it would be too narrow.)
            Work::Rows(rows) if rows.asked().scatters() == Some(true) => None,
            Work::Rows(rows) => Some(Band::new(rows.fits.named(name)?, lengths, LEVEL)),
            Work::Paths(_) => None,
        }
    }

    /// The profiles of an explanation's parameters, to be made in slices; of cohorts and
    /// survivors.
    pub fn profiles(&self, name: &str) -> Option<Profiles> {
        match &self.work {
            Work::Rows(rows) => Some(Profiles::new(rows.fits.named(name)?, PROFILED, LEVEL)),
            Work::Paths(_) => None,
        }
    }

    /// What tokens of the scenario of an explanation are, in the unit of the data.
    pub fn tokens(&self, name: &str) -> Option<Tokens> {
        match &self.work {
            Work::Rows(rows) => rows.fits.named(name).map(Fit::tokens),
            Work::Paths(_) => None,
        }
    }

    /// The scenario that an explanation is, and what is to be said of it.
    pub fn scenario(&self, name: &str, base: &Scenario) -> Option<(Scenario, String)> {
        match &self.work {
            Work::Rows(rows) => rows.fits.named(name)?.scenario(base),
            Work::Paths(chains) => {
                let scenario = chains.scenario(model(name)?, base)?;
                Some((scenario, "One token stands for a step.".to_owned()))
            }
        }
    }

    /// The runs, where the data are paths.
    pub fn strips(&self, most: usize) -> Option<paths::Strips> {
        match &self.work {
            Work::Rows(_) => None,
            Work::Paths(chains) => Some(chains.strips(most)),
        }
    }

    /// E and ρ of labels that slip, once that is known, where anything was seen to come back.
    pub fn slip_curves(&self) -> &[paths::SlipCurve] {
        match &self.work {
            Work::Paths(chains)
                if chains.progress().0 > paths::Stage::Slips && chains.counts().returned > 0.0 =>
            {
                chains.slip_curves()
            }
            _ => &[],
        }
    }

    /// The level of intervals.
    pub const fn level(&self) -> f64 {
        LEVEL
    }

    /// What was tested so far.
    pub fn tests(&self) -> Vec<Test> {
        match &self.work {
            Work::Rows(rows) => tests_of_rows(&rows.fits, rows.asked()),
            Work::Paths(chains) => tests_of_paths(chains),
        }
    }

    /// What can be said; nothing before the curves are fitted.
    pub fn said(&self) -> Option<Said> {
        if !self.is_fitted() {
            return None;
        }
        match &self.work {
            Work::Rows(rows) => {
                let verdict = rows.verdict();
                // What would tell is no limit.
                let (tell, limits): (Vec<_>, Vec<_>) =
                    (verdict.limits.into_iter()).partition(|it| it.about == "tell");
                let text = |sentences: Vec<Sentence>| sentences.into_iter().map(|it| it.text);
                Some(Said {
                    findings: text(verdict.says).collect(),
                    limits: text(limits).collect(),
                    more: text(tell).chain(rows.need()).collect(),
                    methods: verdict.methods,
                })
            }
            Work::Paths(chains) => {
                let verdict = paths::Verdict::of(chains)?;
                Some(Said {
                    findings: verdict.findings,
                    limits: verdict.limits,
                    more: verdict.more,
                    methods: verdict.methods,
                })
            }
        }
    }
}

fn model(name: &str) -> Option<Model> {
    Model::ALL.into_iter().find(|model| model.label() == name)
}
