//! What each measurement comes to: its figures and its words, as far as it has come.

use super::part::Part;
use crate::figure::lab::told;
use crate::web::dom;
use crate::web::figure::View;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use bounceback_fit::paths::{Chains, Model};
use web_sys::{Element, HtmlButtonElement, HtmlElement};

/// So many operations of a fit between two looks at the clock.
const FIT: u64 = 2_000;
/// So many samples tell how well a chain fits.
const SAMPLES: u32 = 200;

/// The chains that are fitted: to the runs of the first part, and of the last.
#[derive(Debug, Default)]
pub(super) struct Telling {
    fits: [Option<Chains>; 2],
    is_fitted: [bool; 2],
}

/// Which fit belongs to a part.
const fn fit_of(index: usize) -> Option<usize> {
    match index {
        0 => Some(0),
        3 => Some(1),
        _ => None,
    }
}

impl Telling {
    /// Other runs are wanted.
    pub(super) fn forget(&mut self, index: usize) {
        if let Some(fit) = fit_of(index) {
            (self.fits[fit], self.is_fitted[fit]) = (None, false);
        }
    }

    pub(super) fn is_fitting(&self, index: usize) -> bool {
        fit_of(index).is_some_and(|fit| self.fits[fit].is_some() && !self.is_fitted[fit])
    }

    /// Fits the chain to runs that are whole; whether there is more to do.
    pub(super) fn advance(&mut self, index: usize, part: &Part, until: f64) -> bool {
        let Some(fit) = fit_of(index).filter(|fit| !self.is_fitted[*fit]) else {
            return false;
        };
        if !part.is_done() {
            return false;
        }
        let Some(runs) = part.batches().first() else {
            return false;
        };
        let chains = self.fits[fit].get_or_insert_with(|| told::chains(runs, SAMPLES));
        while dom::now() < until {
            if chains.advance(FIT) {
                self.is_fitted[fit] = true;
                break;
            }
        }
        !self.is_fitted[fit]
    }

    /// Whether the fit of a part is whole, where it has one.
    pub(super) fn is_fitted(&self, index: usize) -> bool {
        fit_of(index).is_some_and(|fit| self.is_fitted[fit])
    }

    fn chains(&self, index: usize) -> Option<&Chains> {
        let fit = fit_of(index)?;
        self.fits[fit].as_ref().filter(|_| self.is_fitted[fit])
    }

    /// The scenario that the first chain is.
    pub(super) fn scenario(&self, base: &Scenario) -> Option<Scenario> {
        let mut scenario = self.chains(0)?.scenario(Model::Fatal, base)?;
        let _ = scenario.set_text(Key::Unit, "steps");
        let _ = scenario.set(Key::Tokens, base.number(Key::LabSteps));
        Some(scenario)
    }

    /// Shows a part: in its figures, and in words.
    pub(super) fn show(
        &self,
        index: usize,
        (part, section): (&Part, &HtmlElement),
        scenario: &Scenario,
        figures: &mut [View],
    ) {
        let mut batches = part.batches().to_vec();
        if index == 0 {
            // The curves draw themselves.
            batches.extend(part.under_way());
        }
        let told = told::part(
            index,
            &batches,
            part.is_done(),
            self.chains(index),
            scenario,
        );
        for (name, data) in told.figures {
            if let Some(figure) = figures.iter_mut().find(|it| it.name() == name) {
                figure.show(data);
            }
        }
        // The answer stands above the figures, the rest below.
        let mut words = told.words.into_iter();
        for (slot, count) in [("words", 1), ("more", usize::MAX)] {
            if let Some(list) = dom::slot::<Element>(section, slot) {
                list.set_inner_html("");
                for sentence in words.by_ref().take(count) {
                    let _ = dom::put(&list, "li", &sentence);
                }
            }
        }
        let fitted = self.is_fitted(index) || fit_of(index).is_none() && part.is_done();
        if let Some(adopt) = dom::find::<HtmlButtonElement>(section, "[data-lab=adopt]") {
            adopt.set_disabled(!fitted);
        }
        dom::set(section, "data-whole", if fitted { "true" } else { "false" });
    }
}

/// What a part said no longer holds.
pub(super) fn clear(section: &HtmlElement) {
    for slot in ["words", "more"] {
        if let Some(list) = dom::slot::<Element>(section, slot) {
            list.set_inner_html("");
        }
    }
    if let Some(adopt) = dom::find::<HtmlButtonElement>(section, "[data-lab=adopt]") {
        adopt.set_disabled(true);
    }
    dom::set(section, "data-whole", "false");
}
