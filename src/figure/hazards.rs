//! The hazards: what a constant error rate hides. Every other process beside it, with as
//! many errors over the same length: above, how likely the next error is; below, the
//! curve that follows.
//!
//! For that the rate of each is scaled. What it becomes is said, since the same link shows
//! the process at its own rate in other figures.

use super::axis::{Axis, Scale, percent_label, tokens_label};
use super::crosshair::Crosshair;
use super::plot::Plot;
use super::sheet::{Anchor, Drawing, Place, Sheet};
use bounceback_core::exact::calibrate::{Calibration, calibrated};
use bounceback_core::exact::{Exact, lengths};
use bounceback_core::model::criterion::Criterion;
use bounceback_core::model::parameter::{Key, Kind};
use bounceback_core::model::process::PROCESSES;
use bounceback_core::model::scenario::{Scenario, parameter};
use bounceback_core::number::format::{percent, significant, whole};
use bounceback_core::number::math::{exp, floor, ln, log10, pow};
use bounceback_core::share::report::Table;
use bounceback_core::simulate::Tally;

/// At how many lengths the curves are computed.
const LENGTHS: usize = 97;

/// The room around a panel, in CSS pixels: left, top, right, bottom.
const ROOM: (f64, f64, f64, f64) = (52.0, 42.0, 12.0, 30.0);

/// How wide a letter is at most, on average, in CSS pixels.
const LETTER: f64 = 7.0;

/// A narrower sheet has two columns instead of four, in CSS pixels.
const NARROW: f64 = 560.0;

/// The share of a panel that the hazard takes, and the space below it in CSS pixels.
const HAZARD: f64 = 0.36;
const SPACE: f64 = 16.0;

/// So many lengths of a panel are computed at once, which takes as long as so many places
/// of other figures.
const AT_ONCE: usize = 8;

/// How many times the mean the axis of hazards reaches, up and down.
const REACH: f64 = 20.0;

/// What the figure shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Hazards {
    lengths: Vec<u64>,
    criterion: Criterion,
    log: (bool, bool),
    mean: f64,
    /// The curve of a constant hazard.
    constant: Vec<f64>,
    panels: Vec<Panel>,
    /// The next panel, as far as it is computed.
    draft: Option<Draft>,
    scenario: Scenario,
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
struct Panel {
    name: &'static str,
    label: &'static str,
    /// Whether it is the scenario's.
    chosen: bool,
    /// What its rate is called, and was, and has become.
    scaled: Option<Scaled>,
    /// The rate of errors from each length to the next; nothing where the process can't
    /// have as many errors.
    rates: Vec<f64>,
    /// The hazard of those that have not erred yet.
    first: Vec<f64>,
    curve: Vec<f64>,
}

/// What has been done to a process so that it errs as often as the others.
#[derive(Clone, Debug, PartialEq)]
struct Scaled {
    name: &'static str,
    /// The rate that the process has by itself, as people read it, and the one it has here.
    own: String,
    here: String,
}

impl Scaled {
    fn of(scenario: &Scenario, scaled: &Scenario) -> Self {
        let parameter = parameter(scaled.process().scale);
        let shown = |value: f64| match parameter.kind {
            Kind::Probability => significant(value * 100.0, 3) + "%",
            _ => significant(value, 3),
        };
        let own = if scenario.applies(parameter.key) {
            scenario.number(parameter.key)
        } else {
            parameter.default
        };
        Self {
            name: parameter.label,
            own: shown(own),
            here: shown(scaled.number(parameter.key)),
        }
    }

    fn is_changed(&self) -> bool {
        self.own != self.here
    }

    /// What it was and has become, or, where there is less room, what it has become.
    fn words(&self, letters: usize) -> String {
        let Self { name, own, here } = self;
        let whole = format!("{name} {own} → {here}");
        if self.is_changed() && whole.chars().count() <= letters {
            whole
        } else {
            format!("{name} {here}")
        }
    }
}

/// Where the two parts of a panel lie.
struct Frames {
    x: Axis,
    hazard: Axis,
    curve: Axis,
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
            let exact = Exact::new(scaled);
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

    /// The place and the size of each panel.
    fn boxes((width, height): (f64, f64)) -> impl Iterator<Item = (Place, Place)> {
        let columns = if width < NARROW { 2 } else { 4 };
        let rows = PROCESSES.len().div_ceil(columns);
        let size = (width / columns as f64, height / rows as f64);
        (0..PROCESSES.len()).map(move |index| {
            let (column, row) = (index % columns, index / columns);
            ((column as f64 * size.0, row as f64 * size.1), size)
        })
    }

    fn frames(&self, (at, size): (Place, Place)) -> Frames {
        let (left, top, right, bottom) = ROOM;
        let last = self.lengths.last().map_or(1.0, |&n| n as f64).max(1.0);
        let (above, below) = (at.1 + top, at.1 + size.1 - bottom);
        let middle = above + HAZARD * (below - above);
        let mean = if self.mean > 0.0 { self.mean } else { 0.01 };
        Frames {
            x: Axis {
                scale: Scale::of(self.log.0),
                low: if self.log.0 { 1.0 } else { 0.0 },
                high: if self.log.0 { last.max(2.0) } else { last },
                start: at.0 + left,
                end: at.0 + size.0 - right,
            },
            hazard: Axis {
                scale: Scale::Log,
                low: mean / REACH,
                high: (mean * REACH).min(1.0),
                start: middle - SPACE / 2.0,
                end: above,
            },
            curve: Axis {
                scale: Scale::of(self.log.1),
                low: if self.log.1 { self.least() } else { 0.0 },
                high: 1.0,
                start: below,
                end: middle + SPACE / 2.0,
            },
        }
    }

    /// The power of ten below everything that the curves show.
    fn least(&self) -> f64 {
        let curves = self.panels.iter().map(|panel| &panel.curve);
        let values = curves.chain([&self.constant]).flatten().copied();
        let least = values.filter(|&value| value > 0.0).fold(0.1, f64::min);
        pow(10.0, floor(log10(least)).clamp(-12.0, -1.0))
    }

    fn draw_panel(&self, sheet: &mut Sheet, panel: &Panel, place: (Place, Place)) {
        let theme = sheet.theme();
        let frames = self.frames(place);
        let Frames { x, hazard, curve } = &frames;
        let title = if panel.chosen {
            theme.bounce
        } else {
            theme.ink
        };
        // On a narrow page the name takes the room of the labels too.
        let start = if sheet.size().0 < NARROW {
            place.0.0 + 4.0
        } else {
            x.start
        };
        let at = (start, place.0.1 + 11.0);
        sheet.bold(panel.label, at, Anchor::Start, title);
        if let Some(scaled) = &panel.scaled {
            let letters = (place.0.0 + place.1.0 - start) / LETTER;
            let words = scaled.words(letters as usize);
            sheet.text(&words, (start, at.1 + 16.0), Anchor::Start, theme.faint);
        }
        for (axis, ticks) in [
            (hazard, vec![hazard.low, self.mean, hazard.high]),
            (curve, curve.ticks(2)),
        ] {
            for tick in ticks {
                let y = axis.place(tick);
                sheet.line(vec![(x.start, y), (x.end, y)], theme.rule, 1.0);
                let label = if axis == hazard {
                    significant(tick * 100.0, 1) + "%"
                } else {
                    percent_label(tick)
                };
                sheet.text(&label, (x.start - 5.0, y), Anchor::End, theme.faint);
            }
        }
        let end = if self.log.0 {
            x.high
        } else {
            *self.lengths.last().unwrap_or(&0) as f64
        };
        sheet.text(
            &tokens_label(end),
            (x.end, curve.start + 14.0),
            Anchor::End,
            theme.faint,
        );
        sheet.text(
            &tokens_label(x.low),
            (x.start, curve.start + 14.0),
            Anchor::Start,
            theme.faint,
        );
        let constant = vec![
            (x.start, hazard.place(self.mean)),
            (x.end, hazard.place(self.mean)),
        ];
        sheet.dashes(constant, theme.lecun, 2.0);
        if panel.curve.is_empty() {
            let middle = (
                f64::midpoint(x.start, x.end),
                f64::midpoint(curve.start, curve.end),
            );
            sheet.text("can’t err as often", middle, Anchor::Middle, theme.faint);
            return;
        }
        let rates = |rates: &[f64]| -> Vec<Place> {
            let tokens = |i: usize| x.place(self.lengths[i] as f64);
            let places = rates
                .iter()
                .enumerate()
                .filter(|(_, rate)| rate.is_finite());
            places
                .map(|(i, &rate)| {
                    let middle = f64::midpoint(tokens(i), tokens(i + 1));
                    (middle, hazard.place(rate))
                })
                .collect()
        };
        let apart = |(rate, first): (&f64, &f64)| (rate - first).abs() > 0.02 * rate;
        if panel.rates.iter().zip(&panel.first).any(apart) {
            sheet.line(rates(&panel.first), theme.faint, 1.5);
        }
        sheet.line(rates(&panel.rates), theme.bounce, 2.5);
        let line = |values: &[f64]| -> Vec<Place> {
            let ends = |value: f64| curve.scale == Scale::Linear || value >= curve.low;
            (self.lengths.iter().zip(values))
                .filter(|&(_, &value)| ends(value))
                .map(|(&n, &value)| (x.place(n as f64), curve.place(value)))
                .collect()
        };
        sheet.line(line(&panel.curve), theme.bounce, 2.5);
        sheet.dashes(line(&self.constant), theme.lecun, 2.0);
    }
}

/// A value for the tokens from each length to the next.
fn between(lengths: &[u64], value: impl Fn(usize, f64) -> f64) -> Vec<f64> {
    (1..lengths.len())
        .map(|i| value(i - 1, (lengths[i] - lengths[i - 1]) as f64))
        .collect()
}

impl Drawing for Hazards {
    fn title(&self) -> String {
        self.words(self.stops() - 1)
    }

    fn draw(&self, sheet: &mut Sheet) {
        sheet.clear();
        let boxes: Vec<_> = Self::boxes(sheet.size()).collect();
        for (panel, place) in self.panels.iter().zip(boxes) {
            self.draw_panel(sheet, panel, place);
        }
    }
}

impl Plot for Hazards {
    fn compute(&mut self, places: usize) -> bool {
        let is_whole = self.is_presentable();
        for _ in 0..places.div_ceil(AT_ONCE) {
            if self.is_presentable() {
                break;
            }
            self.compute_more();
        }
        !is_whole
    }

    fn is_presentable(&self) -> bool {
        self.panels.len() == PROCESSES.len()
    }

    fn lengths(&self) -> &[u64] {
        &self.lengths
    }

    fn stop_at(&self, size: (f64, f64), (x, y): Place) -> usize {
        let within = |&(at, size): &(Place, Place)| {
            (at.0..at.0 + size.0).contains(&x) && (at.1..at.1 + size.1).contains(&y)
        };
        let Some(panel) = Self::boxes(size).find(within) else {
            return self.stops() - 1;
        };
        let tokens = self.frames(panel).x.value(x);
        super::curves::nearest(&self.lengths, tokens)
    }

    fn words(&self, stop: usize) -> String {
        let mut words = format!(
            "After {} tokens: constant hazard {}",
            whole(self.lengths[stop]),
            percent(self.constant[stop])
        );
        for panel in self.panels.iter().filter(|panel| !panel.curve.is_empty()) {
            words.extend(["; ", panel.label]);
            if let Some(Scaled { name, own, here }) =
                (panel.scaled.as_ref()).filter(|scaled| panel.chosen && scaled.is_changed())
            {
                words.extend([" (", name, " scaled from ", own, " to ", here, ")"]);
            }
            words.extend([" ", &percent(panel.curve[stop])]);
        }
        words + "."
    }

    fn crosshair(&self, sheet: &Sheet, stop: usize) -> Crosshair {
        let theme = sheet.theme();
        let mut cross = Crosshair::default();
        for (panel, place) in self.panels.iter().zip(Self::boxes(sheet.size())) {
            let Frames { x, hazard, curve } = self.frames(place);
            let at = x.place(self.lengths[stop] as f64);
            cross.lines.push([(at, hazard.end), (at, curve.start)]);
            cross
                .dots
                .push(((at, curve.place(self.constant[stop])), theme.lecun));
            if let Some(&value) = panel.curve.get(stop) {
                cross.dots.push(((at, curve.place(value)), theme.bounce));
            }
        }
        cross
    }

    fn table(&self, _: Option<&Tally>) -> Table {
        let panels = || self.panels.iter().filter(|panel| !panel.curve.is_empty());
        let columns = ["tokens", "constant"].into_iter();
        let row = |stop: usize| {
            let values = panels().map(|panel| panel.curve[stop]);
            [self.constant[stop]].into_iter().chain(values).collect()
        };
        Table {
            columns: (columns.chain(panels().map(|panel| panel.name)))
                .map(str::to_owned)
                .collect(),
            first: self.lengths.iter().map(|&n| n as f64).collect(),
            rows: (0..self.stops()).map(row).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::sheet::Mark;
    use bounceback_core::share::link;

    /// The same process at two rates under one name: the figure says which is which.
    #[test]
    fn what_is_scaled_is_said_with_what_it_has_become() {
        use crate::figure::theme::LIGHT;
        for (link, said, other) in [
            (
                "process=fading",
                "fading errors (error scaled from 1% to ",
                "error 1% → ",
            ),
            (
                "process=settling&error=2%",
                "settling errors (error scaled from 2% to ",
                "error 2% → ",
            ),
            (
                "process=mixed_difficulty&beta=50",
                "(beta scaled from 50 to ",
                "beta 50 → ",
            ),
            ("", "; recoverable errors 83.3%", "error 1%"),
        ] {
            let scenario = link::read(link).scenario;
            let mut figure = Hazards::of(&scenario);
            while figure.compute(usize::MAX) {}
            let words = figure.words(figure.stops() - 1);
            if link.is_empty() {
                assert!(!words.contains("scaled"), "{words}");
            } else {
                assert!(words.contains(said), "{words}");
            }
            for size in [(900.0, 560.0), (360.0, 800.0)] {
                let mut sheet = Sheet::new(size, LIGHT);
                figure.draw(&mut sheet);
                let drawn = sheet.marks().iter().filter_map(|mark| match mark {
                    Mark::Text { words, .. } => Some(words.as_str()),
                    _ => None,
                });
                let drawn: Vec<&str> = drawn.collect();
                assert!(drawn.iter().any(|it| it.contains(other)), "{drawn:?}");
                // Every panel has its rate, and none runs out of its panel.
                for panel in &figure.panels {
                    let scaled = panel.scaled.as_ref().unwrap();
                    let here = format!("{} {}", scaled.name, scaled.here);
                    let whole = scaled.words(usize::MAX);
                    assert!(drawn.contains(&here.as_str()) || drawn.contains(&whole.as_str()));
                }
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
