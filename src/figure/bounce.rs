//! The bounce: the same runs asked two questions, and the gap between the answers.

use super::crosshair::Crosshair;
use super::curves::{Curves, Frame, Label, Simulated, Sure};
use super::plot::{Grip, Plot};
use super::pull::{lever, pulled};
use super::sheet::{Drawing, Place, Sheet};
use bounceback_core::model::criterion::Criterion;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::number::format;
use bounceback_core::plan::counters::{Counts, never};
use bounceback_core::share::report::Table;
use bounceback_core::simulate::Tally;
use std::fmt::Write as _;

/// What the figure shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Bounce {
    /// The exact curves.
    pub curves: Curves,
    /// The simulated shares, once there are any.
    pub simulated: Option<Simulated>,
    /// How many tokens of the runs are written; `None` where all are. The curves go no further:
    /// it is the runs that draw them.
    pub written: Option<u64>,
    /// How sure data are of a curve, where they were fitted.
    pub sure: Option<Sure>,
    shows: Shows,
    scenario: Scenario,
}

/// Which curves are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shows {
    /// All, and the simulated runs.
    All,
    /// All, without runs.
    Exact,
    /// Those of the first question.
    Flawless,
    /// Those of the second.
    Answer,
}

impl Bounce {
    /// Reads the exact half of the figure off a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        let mut bounce = Self::begun(scenario);
        while bounce.curves.compute(usize::MAX) {}
        bounce
    }

    /// The same; what takes long is left to [`Plot::compute`].
    pub fn begun(scenario: &Scenario) -> Self {
        Self {
            curves: Curves::begun(scenario, scenario.done()),
            simulated: None,
            written: None,
            sure: None,
            shows: match scenario.choice(Key::Curves) {
                "exact" => Shows::Exact,
                "flawless" => Shows::Flawless,
                "answer" => Shows::Answer,
                _ => Shows::All,
            },
            scenario: scenario.clone(),
        }
    }

    /// What the second curve is called.
    pub fn answer_label(criterion: Criterion) -> String {
        match criterion {
            Criterion::Flawless => "never erred".to_owned(),
            Criterion::Acceptable => "fine now".to_owned(),
            Criterion::Tolerant(0) => "without an error".to_owned(),
            Criterion::Tolerant(most) => format!("within {}", format::count(most, "error")),
        }
    }
}

impl Bounce {
    /// The curves that are drawn; where both questions are one there is one.
    fn drawn(&self) -> Vec<Grip> {
        let two = self.curves.criterion != Criterion::Flawless;
        let flawless = !two || self.shows != Shows::Answer;
        let answer = two && self.shows != Shows::Flawless;
        let both = [(flawless, Grip::Flawless), (answer, Grip::Answer)];
        let drawn = both.into_iter().filter(|(drawn, _)| *drawn);
        drawn.map(|(_, curve)| curve).collect()
    }

    /// The band that data leave to the curve that answers their question, where it is drawn.
    fn draw_sure(&self, sheet: &mut Sheet, frame: &Frame, lengths: &[u64], drawn: &[Grip]) {
        let Some(sure) = self
            .sure
            .as_ref()
            .filter(|it| self.is_drawn(it.criterion, drawn))
        else {
            return;
        };
        let theme = sheet.theme();
        let ends = |which: fn((f64, f64)) -> f64| {
            let at = move |&length: &u64| sure.at(length as f64).map_or(f64::NAN, which);
            lengths.iter().map(at).collect::<Vec<f64>>()
        };
        let [low, high] = [ends(|it| it.0), ends(|it| it.1)];
        let band = frame.between(lengths, high.iter().copied(), low.iter().copied());
        sheet.fill(band, theme.band);
        for end in [low, high] {
            let places = frame.places(lengths, &end);
            sheet.dashes(places, theme.faint, 1.0);
        }
    }

    /// Whether the curve that answers a question is drawn.
    fn is_drawn(&self, criterion: Criterion, drawn: &[Grip]) -> bool {
        let flawless = criterion == Criterion::Flawless && drawn.contains(&Grip::Flawless);
        flawless || criterion == self.curves.criterion
    }

    /// How many of the lengths are written.
    fn stops_written(&self) -> usize {
        let lengths = &self.curves.lengths;
        let written = |until| lengths.partition_point(|&length| length <= until);
        self.written.map_or(lengths.len(), written).max(1)
    }
}

impl Drawing for Bounce {
    fn title(&self) -> String {
        let last = |values: &[f64]| format::percent(values.last().copied().unwrap_or(1.0));
        let tokens = format::count(
            self.curves.lengths.last().copied().unwrap_or(0),
            self.scenario.unit().0,
        );
        if self.curves.criterion == Criterion::Flawless {
            return format!(
                "After {tokens}, {} have {}.",
                last(&self.curves.flawless),
                never(&self.scenario)
            );
        }
        format!(
            "After {tokens}, {} have {} and {} are {}.",
            last(&self.curves.flawless),
            never(&self.scenario),
            last(&self.curves.answer),
            Self::answer_label(self.curves.criterion),
        )
    }

    fn draw(&self, sheet: &mut Sheet) {
        let theme = sheet.theme();
        let curves = &self.curves;
        let frame = Frame::fit(sheet.size(), curves);
        let drawn = self.drawn();
        let [flawless, answer] = [Grip::Flawless, Grip::Answer].map(|it| drawn.contains(&it));
        let simulated = self
            .simulated
            .as_ref()
            .filter(|_| self.shows != Shows::Exact);
        let lengths = &curves.lengths[..self.stops_written()];
        sheet.clear();
        if flawless && answer {
            let gap = frame.between(
                lengths,
                curves.answer.iter().copied(),
                curves.flawless.iter().copied(),
            );
            sheet.fill(gap, theme.gap);
        }
        self.draw_sure(sheet, &frame, lengths, &drawn);
        // The band is that of the second question, which may be the first once more.
        let banded = answer || curves.criterion == Criterion::Flawless;
        if let Some(simulated) = simulated.filter(|_| banded) {
            let band = frame.between(
                &simulated.lengths,
                simulated.interval.iter().map(|&(_, high)| high),
                simulated.interval.iter().map(|&(low, _)| low),
            );
            sheet.fill(band, theme.band);
        }
        frame.draw(sheet);
        if let Some(simulated) = simulated {
            if flawless {
                let places = frame.places(&simulated.lengths, &simulated.flawless);
                sheet.line(places, theme.lecun, 1.0);
            }
            if answer {
                let places = frame.places(&simulated.lengths, &simulated.answer);
                sheet.line(places, theme.bounce, 1.0);
            }
        }
        let last = |values: &[f64]| values[lengths.len() - 1];
        let mut labels = Vec::new();
        if flawless {
            labels.push(Label {
                text: never(&self.scenario).to_owned(),
                value: last(&curves.flawless),
                color: theme.lecun,
                dashed: true,
            });
        }
        if answer {
            let places = frame.places(lengths, &curves.answer[..lengths.len()]);
            sheet.line(places, theme.bounce, 2.5);
            labels.push(Label {
                text: Self::answer_label(curves.criterion),
                value: last(&curves.answer),
                color: theme.bounce,
                dashed: false,
            });
        }
        if flawless {
            labels.extend(frame.ghost(sheet, curves));
            // The dashes lie above, so that both are seen where the curves are one.
            let places = frame.places(lengths, &curves.flawless[..lengths.len()]);
            sheet.dashes(places, theme.lecun, 2.5);
        }
        if let Some(written) = self.written {
            let x = frame.x.place(written as f64);
            sheet.line(vec![(x, frame.y.end), (x, frame.y.start)], theme.faint, 1.0);
        }
        frame.label(sheet, &labels);
    }
}

impl Plot for Bounce {
    fn compute(&mut self, places: usize) -> bool {
        self.curves.compute(places)
    }

    fn is_presentable(&self) -> bool {
        self.curves.is_presentable()
    }

    fn table(&self, tally: Option<&Tally>) -> Table {
        self.curves.table(tally)
    }

    fn stop_at(&self, size: (f64, f64), place: Place) -> usize {
        self.curves.stop_at(size, place)
    }

    fn words(&self, stop: usize) -> String {
        let mut words = self.curves.words(stop);
        let criterion = self.curves.criterion;
        if criterion != Criterion::Flawless {
            let (name, value) = (Self::answer_label(criterion), self.curves.answer[stop]);
            // Writing to a String cannot fail.
            let _ = write!(words, ", {name} {}", format::percent(value));
        }
        // Runs may have been looked at elsewhere.
        let simulated = self.simulated.as_ref();
        let looked = simulated.and_then(|it| Some((it, it.at(self.curves.lengths[stop])?)));
        if let Some((simulated, at)) = looked {
            let (low, high) = simulated.interval[at];
            let _ = write!(
                words,
                ". Simulated: {} and {} (95% interval {} to {})",
                format::percent(simulated.flawless[at]),
                format::percent(simulated.answer[at]),
                format::percent(low),
                format::percent(high),
            );
        }
        let sure = self.sure.as_ref();
        let sure = sure.filter(|it| self.is_drawn(it.criterion, &self.drawn()));
        if let Some((low, high)) = sure.and_then(|it| it.at(self.curves.lengths[stop] as f64)) {
            let _ = write!(
                words,
                ". By your data between {} and {} (95% interval)",
                format::percent(low),
                format::percent(high)
            );
        }
        words + "."
    }

    fn crosshair(&self, sheet: &Sheet, stop: usize) -> Crosshair {
        self.curves.crosshair(sheet, stop, &self.drawn())
    }

    fn lengths(&self) -> &[u64] {
        &self.curves.lengths
    }

    fn grip(&self, size: (f64, f64), place: Place, reach: f64) -> Option<Grip> {
        self.curves.grip(size, place, reach, &self.drawn())
    }

    fn pull(&self, grip: Grip, size: (f64, f64), place: Place) -> Vec<(Key, f64)> {
        let (key, criterion) = match grip {
            Grip::Answer => (lever(&self.scenario), self.curves.criterion),
            _ => (self.scenario.process().scale, Criterion::Flawless),
        };
        pulled(&self.scenario, &self.curves, key, criterion, size, place)
    }

    fn rest(&self) -> usize {
        self.stops_written() - 1
    }

    fn handles(&self, size: (f64, f64)) -> Vec<(Place, Grip)> {
        if self.written.is_some() {
            return Vec::new();
        }
        self.curves.handles(size, &self.drawn())
    }

    fn counts(&self, stop: usize) -> Option<Counts> {
        Some(Counts {
            length: *self.curves.lengths.get(stop)?,
            flawless: self.curves.flawless[stop],
            answer: self.curves.answer[stop],
            criterion: self.curves.criterion,
            unit: self.scenario.unit().0,
            never: never(&self.scenario),
        })
    }

    fn lay(&mut self, sure: Option<&Sure>) -> bool {
        let changed = self.sure.as_ref() != sure;
        if changed {
            self.sure = sure.cloned();
        }
        changed
    }

    fn simulate(&mut self, tally: &Tally, until: Option<u64>) -> bool {
        self.written = until;
        let simulated = Simulated::of(tally, self.curves.criterion);
        self.simulated = match until {
            Some(tokens) => simulated.map(|simulated| simulated.until(tokens)),
            None => simulated,
        };
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bounceback_core::share::link;

    #[test]
    fn the_band_of_data_is_shown_and_told_until_it_is_taken_away() {
        let scenario = link::read("process=independent&error=0.01&tokens=100&runs=0").scenario;
        let mut bounce = Bounce::of(&scenario);
        let marks = |bounce: &Bounce| {
            let mut sheet = Sheet::new((900.0, 400.0), crate::figure::theme::LIGHT);
            bounce.draw(&mut sheet);
            sheet.marks().len()
        };
        let (plain, said) = (marks(&bounce), bounce.words(bounce.stops() - 1));
        let sure = Sure {
            lengths: vec![0.0, 100.0],
            ends: vec![(1.0, 1.0), (0.25, 0.5)],
            criterion: Criterion::Acceptable,
        };
        assert!(bounce.lay(Some(&sure)) && !bounce.lay(Some(&sure)));
        assert!(marks(&bounce) > plain);
        let told = bounce.words(bounce.stops() - 1);
        assert!(told.contains("By your data between 25% and 50%"), "{told}");
        assert!(bounce.lay(None));
        assert_eq!(
            (marks(&bounce), bounce.words(bounce.stops() - 1)),
            (plain, said)
        );
        // It is not told of a curve that answers another question.
        let tolerant = link::read("criterion=tolerant&tolerance=3&tokens=100&runs=0").scenario;
        let mut other = Bounce::of(&tolerant);
        let plain = marks(&other);
        other.lay(Some(&sure));
        assert_eq!(marks(&other), plain);
    }
}
