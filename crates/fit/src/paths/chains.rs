//! All that is asked of step-labelled runs, computed bit by bit.

use super::bootstrap::Bootstrap;
use super::chance::edge_tail;
use super::fits::{Fit, Material};
use super::goodness::{Goodness, Samples};
use super::hazard::{Hazard, Lines};
use super::hidden::Labels;
use super::late::{Late, late};
use super::model::Model;
use super::need::{Need, Search, wanted};
use super::options::{ByCluster, Options, Ratio, Stage};
use super::order::{Order, order};
use super::slipping::Slipping;
use super::slips::{SlipCurve, SlipFree, Slips};
use super::strips::{Strips, strips};
use super::tally::{Counts, Run, keep};
use crate::data::Path;
use bounceback_core::model::criterion::Criterion;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::number::chi_square;

/// Step-labelled runs and what they say. See [`Chains::advance`].
#[derive(Clone, Debug)]
pub struct Chains {
    paths: Vec<Path>,
    runs: Vec<Run>,
    options: Options,
    unfit: usize,
    beyond: usize,
    material: Material,
    fits: Vec<Fit>,
    order: Order,
    errors: Hazard,
    repair: Hazard,
    late: Late,
    slips: Slips,
    slipping: Slipping,
    bootstrap: Bootstrap,
    samples: Vec<Samples>,
    searches: Vec<Search>,
    at: usize,
    stage: Stage,
}

impl Chains {
    /// Reads runs: at most [`super::MOST_RUNS`] of them with [`super::MOST_STEPS`] steps, which
    /// takes some milliseconds; nothing is fitted yet.
    pub fn new(paths: &[Path], options: Options) -> Self {
        let options = options.within_bounds();
        let kept = keep(paths);
        let runs: Vec<Run> = (kept.paths.iter())
            .map(|path| Run::of(&path.steps, path.weight, options.start))
            .collect();
        let mut lines = Lines::default();
        for path in &kept.paths {
            lines.add(path, options.start);
        }
        let clusters: Vec<Option<u32>> = kept.paths.iter().map(|it| it.cluster).collect();
        let material = Material::new(&runs, options.level);
        let counts = &material.counts;
        let share = |hits: f64, all: f64| if all > 0.0 { hits / all } else { 0.0 };
        let apparent = [
            share(counts.erred, counts.from_right()),
            share(counts.returned, counts.from_wrong()),
        ];
        let labels = Labels::new(&kept.paths, options.start);
        let slipping = Slipping::new(apparent, labels.wrong, options.level);
        Self {
            order: order(&runs),
            errors: lines.errors.hazard(options.level),
            repair: lines.repair.hazard(options.level),
            late: late(&kept.paths, &runs, apparent[0] + apparent[1]),
            slipping,
            slips: Slips::new(labels, apparent, options.level),
            bootstrap: Bootstrap::new(&runs, &clusters, options.seed, options.bootstraps),
            unfit: kept.unfit,
            beyond: kept.beyond,
            paths: kept.paths.into_iter().cloned().collect(),
            runs,
            options,
            material,
            fits: Vec::new(),
            samples: Vec::new(),
            searches: Vec::new(),
            at: 0,
            stage: Stage::Fits,
        }
    }

    /// Goes on for some `operations` (a step of a run in a sample, a term of a likelihood: some
    /// nanoseconds each), and up to one fit of a model or one sample more; whether all is known.
    pub fn advance(&mut self, operations: u64) -> bool {
        let mut left = operations.max(1);
        while left > 0 && self.stage != Stage::Done {
            let through = match self.stage {
                Stage::Fits => self.fit(&mut left),
                Stage::Slips => {
                    self.runs.is_empty()
                        || !self.options.slip_curves
                        || (self.slips_fitted(&mut left) && self.slips.advance(&mut left))
                }
                Stage::Bootstrap => self.runs.is_empty() || self.bootstrap.advance(&mut left),
                Stage::Goodness => self.goodness_of_next(&mut left),
                Stage::Needs => self.search_next(&mut left),
                Stage::Done => true,
            };
            if through {
                self.enter();
            }
        }
        self.stage == Stage::Done
    }

    /// The next stage.
    fn enter(&mut self) {
        self.at = 0;
        self.stage = match self.stage {
            Stage::Fits => Stage::Slips,
            Stage::Slips => Stage::Bootstrap,
            Stage::Bootstrap => {
                self.samples = self.samples_wanted();
                Stage::Goodness
            }
            Stage::Goodness => {
                self.searches = self.searches_wanted();
                Stage::Needs
            }
            Stage::Needs | Stage::Done => Stage::Done,
        };
    }

    fn fit(&mut self, left: &mut u64) -> bool {
        if let Some(&model) = Model::PLAIN.get(self.at) {
            self.fits.push(self.material.fit(model));
            self.at += 1;
            *left = left.saturating_sub(500_000);
        }
        self.at >= Model::PLAIN.len()
    }

    /// Fits the model in which labels slip; whether that is done. Where a rate of slips is
    /// known, rates that are fitted mean nothing.
    fn slips_fitted(&mut self, left: &mut u64) -> bool {
        if self.options.slip.is_some() || self.fit_of(Model::Slipping).is_some() {
            return true;
        }
        let labels = self.slips.labels();
        if !self.slipping.advance(labels, left) {
            return false;
        }
        let counts = &self.material.counts;
        let fit = if labels.part < 1.0 {
            let paths: Vec<&Path> = self.paths.iter().collect();
            let all = Labels::within(&paths, self.options.start, usize::MAX);
            self.slipping.fit(&all, counts)
        } else {
            self.slipping.fit(labels, counts)
        };
        self.fits.extend(fit);
        true
    }

    fn samples_wanted(&self) -> Vec<Samples> {
        if self.options.samples == 0 || self.runs.is_empty() {
            return Vec::new();
        }
        let how = (self.options.seed, self.options.samples);
        (self.fits.iter().filter(|fit| fit.possible()))
            .map(|fit| Samples::new(fit.law(), &self.paths, self.options.start, how))
            .collect()
    }

    fn goodness_of_next(&mut self, left: &mut u64) -> bool {
        if let Some(samples) = self.samples.get_mut(self.at) {
            self.at += usize::from(samples.advance(&self.paths, left));
        }
        self.at >= self.samples.len()
    }

    fn searches_wanted(&self) -> Vec<Search> {
        let asked = (self.counts().returned > 0.0, self.late.runs > 0);
        let wanted = wanted(&self.fits, asked, self.order.leans_together());
        let lengths: Vec<u32> = self.runs.iter().map(|it| it.length).collect();
        let how = (self.options.seed, self.options.trials);
        (wanted.into_iter().filter(|_| self.options.trials > 0))
            .map(|(question, law)| {
                Search::new((question, law, self.late.end_right), lengths.clone(), how)
            })
            .collect()
    }

    fn search_next(&mut self, left: &mut u64) -> bool {
        if let Some(search) = self.searches.get_mut(self.at) {
            self.at += usize::from(search.advance(left));
        }
        self.at >= self.searches.len()
    }

    /// What is computed now, and how far that is, from 0 to 1.
    pub fn progress(&self) -> (Stage, f64) {
        let of = |many: usize| self.at as f64 / many.max(1) as f64;
        let far = match self.stage {
            Stage::Fits => of(Model::PLAIN.len()),
            Stage::Slips => 0.1 * self.slipping.progress() + 0.9 * self.slips.progress(),
            Stage::Bootstrap => self.bootstrap.progress(),
            Stage::Goodness => {
                let within = self.samples.get(self.at).map_or(0.0, Samples::progress);
                of(self.samples.len()) + within / self.samples.len().max(1) as f64
            }
            Stage::Needs => of(self.searches.len()),
            Stage::Done => 1.0,
        };
        (self.stage, far)
    }

    /// How the runs were read.
    pub const fn options(&self) -> &Options {
        &self.options
    }

    /// How often each step followed each.
    pub const fn counts(&self) -> &Counts {
        &self.material.counts
    }

    /// Runs read, left out as empty or without a weight, and left out as too many.
    pub fn read(&self) -> (usize, usize, usize) {
        (self.runs.len(), self.unfit, self.beyond)
    }

    /// Whether some runs count more than others.
    pub fn weighted(&self) -> bool {
        self.runs.iter().any(|it| it.weight != 1.0)
    }

    /// The models fitted so far, in the order of [`Model::ALL`]; the one in which labels slip
    /// comes with the slip curves, and not where a rate of slips is known.
    pub fn fits(&self) -> &[Fit] {
        &self.fits
    }

    /// One of them.
    pub fn fit_of(&self, model: Model) -> Option<&Fit> {
        self.fits.iter().find(|it| it.model == model)
    }

    /// Independent steps (r = 1 − e) against the chain, on one degree of freedom.
    pub fn independence(&self) -> Option<Ratio> {
        let statistic = self.ratio(Model::Independent, Model::Chain)?;
        let chance = chi_square::tail(statistic, 1.0);
        Some(Ratio { statistic, chance })
    }

    /// No recovery against the chain: infinite where anything came back.
    pub fn without_recovery(&self) -> Option<Ratio> {
        self.on_edge(Model::LeCun, Model::Chain)
    }

    /// No fatal share against one.
    pub fn fatal(&self) -> Option<Ratio> {
        self.on_edge(Model::Chain, Model::Fatal)
    }

    /// One difficulty for all runs against a mixed one: with recovery as in the chain, and with
    /// independent steps.
    pub fn difficulty(&self) -> Option<[Ratio; 2]> {
        Some([
            self.on_edge(Model::Chain, Model::MixedChain)?,
            self.on_edge(Model::Independent, Model::MixedSteps)?,
        ])
    }

    fn on_edge(&self, smaller: Model, larger: Model) -> Option<Ratio> {
        let statistic = self.ratio(smaller, larger)?;
        let chance = edge_tail(statistic);
        Some(Ratio { statistic, chance })
    }

    fn ratio(&self, smaller: Model, larger: Model) -> Option<f64> {
        let [a, b] = [self.fit_of(smaller)?, self.fit_of(larger)?];
        Some((2.0 * (b.log_likelihood - a.log_likelihood)).max(0.0))
    }

    /// Whether errors beget errors within runs, whatever their difficulty.
    pub const fn order(&self) -> &Order {
        &self.order
    }

    /// Errors along the steps of a run.
    pub const fn errors(&self) -> &Hazard {
        &self.errors
    }

    /// Repair along the ages of wrong stretches.
    pub const fn repair(&self) -> &Hazard {
        &self.repair
    }

    /// Whether the end of any run was judged apart from its last step.
    pub fn has_outcomes(&self) -> bool {
        self.paths.iter().any(|it| it.outcome.is_some())
    }

    /// Late against early errors, by final outcomes.
    pub const fn late(&self) -> &Late {
        &self.late
    }

    /// E and ρ against slip rates, as far as they are computed.
    pub fn slip_curves(&self) -> &[SlipCurve] {
        self.slips.curves()
    }

    /// With slip rates fitted too.
    pub fn slip_free(&self) -> Option<SlipFree> {
        self.slips.free()
    }

    /// The share of the steps that were used where labels may slip.
    pub fn slip_part(&self) -> f64 {
        self.slips.part()
    }

    /// Intervals by drawing clusters; `None` until they are drawn.
    pub fn by_cluster(&self) -> Option<ByCluster> {
        let drawn = self.stage > Stage::Bootstrap && self.options.bootstraps > 0;
        (drawn && !self.runs.is_empty()).then(|| ByCluster {
            clusters: self.bootstrap.clusters(),
            named: self.paths.iter().any(|it| it.cluster.is_some()),
            spreads: self.bootstrap.spreads(self.options.level),
        })
    }

    /// How well the models give such runs; those that are through.
    pub fn goodness(&self) -> Vec<Goodness> {
        let through = match self.stage {
            Stage::Goodness => self.at,
            _ => self.samples.len(),
        };
        self.samples[..through]
            .iter()
            .map(Samples::goodness)
            .collect()
    }

    /// How many runs would tell; those that are found.
    pub fn needs(&self) -> Vec<Need> {
        let through = match self.stage {
            Stage::Needs => self.at,
            _ => self.searches.len(),
        };
        self.searches[..through].iter().map(Search::need).collect()
    }

    /// The runs for a strip chart, at most `most` of them.
    pub fn strips(&self, most: usize) -> Strips {
        strips(&self.paths, most)
    }

    /// The share of runs that a fitted model has succeed at rising lengths, from an acceptable
    /// start; empty before it is fitted or where it is impossible.
    pub fn curve(&self, model: Model, criterion: Criterion, lengths: &[u64]) -> Vec<f64> {
        let fit = self.fit_of(model).filter(|it| it.possible());
        fit.map_or(Vec::new(), |it| it.law().curve(criterion, lengths))
    }

    /// A scenario with the fitted values of a model, for a token a step. Where no step follows
    /// a wrong one, nothing is known of recovery: unless the model denies it, `base` keeps its
    /// own.
    pub fn scenario(&self, model: Model, base: &Scenario) -> Option<Scenario> {
        let fit = self.fit_of(model).filter(|it| it.possible())?;
        let mut scenario = fit.law().scenario(base);
        if self.counts().from_wrong() <= 0.0 && !model.denies_recovery() {
            let _ = scenario.set(Key::Recovery, base.number(Key::Recovery));
        }
        Some(scenario)
    }
}
