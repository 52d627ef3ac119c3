//! Every process at the mean error of the scenario, computed panel by panel.

use super::scaled::Scaled;
use bounceback_core::exact::calibrate::{Calibration, calibrated};
use bounceback_core::exact::{Exact, lengths};
use bounceback_core::model::criterion::Criterion;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::process::PROCESSES;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::number::math::{exp, ln};

/// At how many lengths the curves are computed.
const LENGTHS: usize = 97;

/// So many lengths of a panel are computed at once, which takes as long as so many places
/// of other figures.
const AT_ONCE: usize = 8;

/// What the figure shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Hazards {
    pub(super) lengths: Vec<u64>,
    criterion: Criterion,
    pub(super) log: (bool, bool),
    pub(super) mean: f64,
    /// The recovery that all panels have.
    pub(super) recovery: f64,
    /// The curve of a constant hazard without recovery.
    pub(super) constant: Vec<f64>,
    pub(super) panels: Vec<Panel>,
    /// The next panel, as far as it is computed.
    draft: Option<Draft>,
    pub(super) scenario: Scenario,
}

/// A panel that is being computed: first its scale, then its curves, length by length.
#[derive(Clone, Debug, PartialEq)]
struct Draft {
    calibration: Calibration,
    scaled: Option<Scenario>,
    flawless: Vec<f64>,
    errors: Vec<f64>,
    curve: Vec<f64>,
}

/// One process.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Panel {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    /// Whether it is the scenario's.
    pub(super) chosen: bool,
    /// What its rate is called, and was, and has become.
    pub(super) scaled: Option<Scaled>,
    /// The rate of errors from each length to the next; nothing where the process can't
    /// have as many errors.
    pub(super) rates: Vec<f64>,
    /// The hazard of those that have not erred yet.
    pub(super) first: Vec<f64>,
    pub(super) curve: Vec<f64>,
}

impl Hazards {
    /// Reads the figure off a scenario: its length, its mean error, its criterion, and
    /// the shape of every process. The panels are still to be computed.
    pub fn of(scenario: &Scenario) -> Self {
        let lengths = lengths(0, scenario.length(), LENGTHS, scenario.log_x());
        Self {
            panels: Vec::new(),
            draft: None,
            constant: Vec::new(),
            criterion: scenario.criterion(),
            log: (scenario.log_x(), scenario.log_y()),
            mean: scenario.number(Key::Error),
            recovery: scenario.number(Key::SameRecovery),
            lengths,
            scenario: scenario.clone(),
        }
    }

    fn curve(&self, scenario: &Scenario) -> Vec<f64> {
        Exact::new(scenario).successes(self.criterion, &self.lengths)
    }

    /// Computes a little more of the next panel.
    fn compute_more(&mut self) {
        let index = self.panels.len();
        let Some(draft) = &mut self.draft else {
            if index == 0 {
                let constant = calibrated(&self.scenario, 0, self.mean);
                let constant = constant.unwrap_or_else(|| self.scenario.independent());
                self.constant = self.curve(&constant);
            }
            self.draft = Some(Draft {
                calibration: Calibration::of(&self.scenario, index, self.mean),
                scaled: None,
                flawless: Vec::new(),
                errors: Vec::new(),
                curve: Vec::new(),
            });
            return;
        };
        if draft.calibration.look() {
            return;
        }
        if draft.scaled.is_none() {
            draft.scaled = draft.calibration.scaled();
        }
        if let Some(scaled) = &draft.scaled {
            let course = scaled.course().recovering(self.recovery);
            let exact = Exact::of(course);
            let rest = &self.lengths[draft.curve.len()..];
            let next = match rest.len() {
                all if exact.is_walked() => all,
                all => all.min(AT_ONCE),
            };
            let (next, later) = rest.split_at(next);
            let [flawless, _, curve] = exact.all(self.criterion, next);
            draft.flawless.extend(flawless);
            draft.curve.extend(curve);
            draft.errors.extend(exact.expected_errors_at(next));
            if !later.is_empty() {
                return;
            }
        }
        let panel = self.draft.take().map(|draft| self.panel(index, draft));
        self.panels.extend(panel);
    }

    /// A process at the mean error of the others.
    fn panel(&self, index: usize, draft: Draft) -> Panel {
        let (process, lengths) = (&PROCESSES[index], &self.lengths);
        let (flawless, errors) = (&draft.flawless, &draft.errors);
        let (rates, first) = if draft.curve.is_empty() {
            Default::default()
        } else {
            (
                between(lengths, |i, tokens| (errors[i + 1] - errors[i]) / tokens),
                between(lengths, |i, tokens| {
                    // What is not left can't err.
                    let left = flawless[i + 1] / flawless[i];
                    if left > 0.0 {
                        1.0 - exp(ln(left) / tokens)
                    } else {
                        f64::NAN
                    }
                }),
            )
        };
        Panel {
            name: process.name,
            label: process.label,
            chosen: process.name == self.scenario.process().name,
            scaled: (draft.scaled.as_ref()).map(|scaled| Scaled::of(&self.scenario, scaled)),
            rates,
            first,
            curve: draft.curve,
        }
    }

    /// Computes a little more, by so many places; whether there was any left.
    pub(super) fn compute(&mut self, places: usize) -> bool {
        let is_whole = self.is_presentable();
        for _ in 0..places.div_ceil(AT_ONCE) {
            if self.is_presentable() {
                break;
            }
            self.compute_more();
        }
        !is_whole
    }

    /// Whether all panels are computed.
    pub(super) fn is_presentable(&self) -> bool {
        self.panels.len() == PROCESSES.len()
    }
}

/// A value for the tokens from each length to the next.
fn between(lengths: &[u64], value: impl Fn(usize, f64) -> f64) -> Vec<f64> {
    (1..lengths.len())
        .map(|i| value(i - 1, (lengths[i] - lengths[i - 1]) as f64))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bounceback_core::share::link;

    fn whole(link: &str) -> Hazards {
        let mut figure = Hazards::of(&link::read(link).scenario);
        while figure.compute(usize::MAX) {}
        figure
    }

    /// What a process has by itself does not count: two with the same hazard have the same
    /// curve, and all tend to where one recovery takes them.
    #[test]
    fn all_panels_have_the_one_recovery_that_is_said() {
        for (terms, limit) in [
            ("recovery=0.3", 0.99_f64.powi(200)),
            ("recovery=0.3&same_recovery=5%&fatal=0.3", 5.0 / 6.0),
            ("same_recovery=20%&process=fading", 20.0 / 21.0),
        ] {
            let figure = whole(terms);
            let end = |name: &str| {
                let panel = figure.panels.iter().find(|panel| panel.name == name);
                *panel.unwrap().curve.last().unwrap()
            };
            assert!(
                (end("independent") - end("recoverable")).abs() < 1e-12,
                "{terms}"
            );
            assert!((end("independent") - limit).abs() < 1e-4, "{terms}");
            if !terms.contains("same") {
                continue;
            }
            let none = whole("");
            for (panel, without) in figure.panels.iter().zip(&none.panels) {
                for (with, without) in panel.curve.iter().zip(&without.curve) {
                    assert!(*with >= without - 1e-9, "{terms} {}", panel.name);
                }
                assert!(panel.curve.last() > without.curve.last(), "{}", panel.name);
            }
        }
    }

    #[test]
    fn a_figure_computed_bit_by_bit_is_the_one_computed_at_once() {
        for link in [
            "",
            "tokens=5",
            "process=mixed_difficulty&tokens=1000&criterion=flawless",
            "process=self_conditioning&contagion=0.1&criterion=tolerant&tolerance=2&x=log",
            "error=0",
        ] {
            let scenario = link::read(link).scenario;
            let (mut whole, mut slow) = (Hazards::of(&scenario), Hazards::of(&scenario));
            while whole.compute(usize::MAX) {}
            let mut bits = 0;
            while slow.compute(1) {
                bits += 1;
                assert!(bits < 1000, "{link}: it never ends");
            }
            assert_eq!(slow.panels.len(), PROCESSES.len(), "{link}");
            // What can't be computed is no number, which equals nothing.
            assert_eq!(format!("{slow:?}"), format!("{whole:?}"), "{link}");
            for panel in &whole.panels {
                let curve = panel.curve.len();
                assert!(curve == whole.lengths.len() || curve == 0 && link == "error=0");
            }
        }
    }
}
