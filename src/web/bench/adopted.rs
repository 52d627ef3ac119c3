//! The fit that was adopted: how sure its curve is, as long as the scenario is the one that it
//! made.

use super::picture::BAND;
use crate::figure::curves::Sure;
use crate::web::figure::View;
use crate::web::recipes::question;
use bounceback_core::model::criterion::Criterion;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::share::link;
use bounceback_fit::{Band, Bench, Question};

/// A fit that is, or was, the scenario.
#[derive(Debug)]
pub(super) struct Adopted {
    /// What says how the curve goes.
    curve: String,
    band: Band,
    sure: Sure,
}

impl Adopted {
    /// Begins with the fit of a name; nothing where the data leave no band.
    pub(super) fn new(bench: &Bench, name: &str, scenario: &Scenario) -> Option<Self> {
        let tokens = bench.tokens(name)?;
        let last = (BAND - 1) as f64;
        let reach = scenario.length() as f64;
        // More of them where curves bend.
        let share = |it: usize| (it as f64 / last) * (it as f64 / last);
        let lengths: Vec<f64> = (0..BAND).map(|it| reach * share(it)).collect();
        let measured: Vec<f64> = lengths.iter().map(|&it| tokens.length(it)).collect();
        Some(Self {
            curve: curve_of(scenario),
            band: bench.band(name, &measured)?,
            sure: Sure {
                lengths,
                ends: Vec::new(),
                criterion: match bench.questions()[0] {
                    Question::Flawless => Criterion::Flawless,
                    Question::Acceptable => Criterion::Acceptable,
                },
            },
        })
    }

    /// Goes on with the band, by about so many operations; whether there was anything to do.
    pub(super) fn advance(&mut self, operations: u64) -> bool {
        if self.sure.ends.len() == BAND {
            return false;
        }
        if self.band.advance(operations) {
            self.sure.ends = self.band.ends().collect();
        }
        true
    }

    /// Whether the band is not whole yet.
    pub(super) fn is_under_way(&self) -> bool {
        self.sure.ends.len() < BAND
    }

    /// Lays it into the figures, or takes it away where the scenario is another one; whether
    /// anything has changed.
    pub(super) fn lay(adopted: Option<&Self>, figures: &mut [View], scenario: &Scenario) -> bool {
        let sure = adopted.filter(|it| it.curve == curve_of(scenario));
        let sure = sure.map(|it| &it.sure).filter(|it| it.ends.len() == BAND);
        let mut changed = false;
        for figure in figures {
            changed |= figure.lay(sure);
        }
        changed
    }
}

/// What of a scenario says how its curves go.
fn curve_of(scenario: &Scenario) -> String {
    let mut curve = question(scenario);
    let plain = Scenario::default();
    curve.take(&[Key::Tokens, Key::Unit, Key::Price, Key::Target], &plain);
    curve.take(&[Key::Criterion, Key::Tolerance, Key::Attempts], &plain);
    link::write(&curve)
}
