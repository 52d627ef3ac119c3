//! Cohorts or survivors on the bench: what is done with them, one after the other.

use super::asked::Asked;
use super::clusters::Clusters;
use super::data::Data;
use super::fits::Fits;
use super::goodness::Goodness;
use super::need;
use super::power::Power;
use super::rise::Rise;
use super::scatter::Scatter;
use super::verdict::{Verdict, verdict};

/// So many samples are drawn from a fit.
const DRAWS: u32 = 400;

/// What is being done with cohorts or survivors, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub(super) enum Stage {
    Fits,
    Rise,
    Scatter,
    Goodness,
    Clusters,
    Need,
    Done,
}

/// Cohorts or survivors.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) stage: Stage,
    seed: u64,
    pub(super) fits: Fits,
    rise: Option<Rise>,
    scatter: Option<Scatter>,
    goodness: Option<Goodness>,
    clusters: Option<Clusters>,
    need: Option<Power>,
}

impl Rows {
    pub(super) fn new(fits: Fits, seed: u64) -> Self {
        Self {
            stage: Stage::Fits,
            seed,
            rise: Rise::new(&fits.sample, DRAWS, seed),
            scatter: None,
            fits,
            goodness: None,
            clusters: None,
            need: None,
        }
    }

    pub(super) fn advance(&mut self, data: &Data, operations: u64) -> bool {
        let done = match self.stage {
            Stage::Fits => self.fits.advance(operations),
            Stage::Rise => self.rise.as_mut().is_none_or(|it| it.advance(operations)),
            Stage::Scatter => self
                .scatter
                .as_mut()
                .is_none_or(|it| it.advance(operations)),
            Stage::Goodness => self
                .goodness
                .as_mut()
                .is_none_or(|it| it.advance(operations)),
            Stage::Clusters => self
                .clusters
                .as_mut()
                .is_none_or(|it| it.advance(operations)),
            Stage::Need => self.need.as_mut().is_none_or(|it| it.advance(operations)),
            Stage::Done => return true,
        };
        if done {
            self.stage = match self.stage {
                Stage::Fits => Stage::Rise,
                Stage::Rise => Stage::Scatter,
                Stage::Scatter => Stage::Goodness,
                Stage::Goodness => Stage::Clusters,
                Stage::Clusters => Stage::Need,
                Stage::Need | Stage::Done => Stage::Done,
            };
            if self.stage == Stage::Need {
                self.need = need::asked_for(&self.fits, self.asked(), self.seed);
            }
            if self.stage == Stage::Rise
                && let Some(best) = self.fits.preferred()
            {
                self.goodness = Some(Goodness::new(best, DRAWS, self.seed));
                self.scatter = Scatter::new(data, DRAWS, self.seed);
                self.clusters = Clusters::new(data, best, DRAWS, self.seed);
            }
        }
        self.stage == Stage::Done
    }

    pub(super) fn progress(&self) -> Option<(&'static str, f64)> {
        let far = |of: Option<f64>| of.unwrap_or(1.0);
        match self.stage {
            Stage::Fits => Some(("fitting", self.fits.progress())),
            Stage::Rise | Stage::Scatter | Stage::Goodness => {
                let goodness = self.goodness.as_ref().map(Goodness::progress);
                Some(("drawing data from the best curve", far(goodness)))
            }
            Stage::Clusters => {
                let clusters = self.clusters.as_ref().map(Clusters::progress);
                Some(("drawing clusters", far(clusters)))
            }
            Stage::Need => {
                let need = self.need.as_ref().map(Power::progress);
                Some(("asking how many trials would tell", far(need)))
            }
            Stage::Done => None,
        }
    }

    /// What was found out so far.
    pub(super) fn asked(&self) -> Asked<'_> {
        Asked {
            goodness: self
                .goodness
                .as_ref()
                .filter(|_| self.stage > Stage::Goodness),
            rise: self.rise.as_ref().filter(|_| self.stage > Stage::Rise),
            scatter: self
                .scatter
                .as_ref()
                .filter(|_| self.stage > Stage::Scatter),
            clusters: self
                .clusters
                .as_ref()
                .filter(|_| self.stage > Stage::Clusters),
        }
    }

    /// How many trials would tell more, once that is known.
    pub(super) fn need(&self) -> Option<String> {
        let power = self.need.as_ref().filter(|_| self.stage > Stage::Need)?;
        need::said(power, &self.fits)
    }

    /// What can be said so far.
    pub(super) fn verdict(&self) -> Verdict {
        verdict(&self.fits, self.asked())
    }
}
