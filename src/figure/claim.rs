//! The claim: (1 − E)ᴿ, with what is done behind us, and the half-life.

use super::crosshair::Crosshair;
use super::curves::{Curves, Frame, Label};
use super::plot::{Grip, Plot};
use super::pull::pulled;
use super::sheet::{Anchor, Drawing, Place, Sheet};
use bounceback_core::exact::Exact;
use bounceback_core::model::criterion::Criterion;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::number::format;
use bounceback_core::share::report::Table;
use bounceback_core::simulate::Tally;

/// What the figure shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The curve over the whole completion.
    pub curves: Curves,
    scenario: Scenario,
    done: u64,
    half_life: f64,
}

impl Claim {
    /// Reads the figure off a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        // The argument itself, whatever process the other figures show.
        let scenario = scenario.independent();
        Self {
            curves: Curves::of(&scenario, 0),
            done: scenario.done(),
            half_life: Exact::new(&scenario).half_life(),
            scenario,
        }
    }

    fn draw_half_life(&self, sheet: &mut Sheet, frame: &Frame) {
        let at = self.done as f64 + self.half_life;
        if at >= frame.x.high || self.half_life <= 0.0 {
            return;
        }
        let theme = sheet.theme();
        let (x, y) = (frame.x.place(at), frame.y.place(0.5));
        sheet.line(vec![(x, y), (x, frame.y.start)], theme.rule, 1.0);
        sheet.dot((x, y), 4.0, theme.lecun);
        let text = format!(
            "half-life {}",
            format::many(
                &format::significant(self.half_life, 3),
                self.curves.unit().0
            )
        );
        // Above to the right of the dot where there is room, else below to its left.
        if frame.x.end - x > 170.0 && y - frame.y.end > 20.0 {
            sheet.text(&text, (x + 12.0, y - 12.0), Anchor::Start, theme.ink);
        } else {
            sheet.text(&text, (x - 12.0, y + 16.0), Anchor::End, theme.ink);
        }
    }
}

impl Drawing for Claim {
    fn title(&self) -> String {
        let end = self.curves.flawless.last().copied().unwrap_or(1.0);
        format!(
            "Probability of never having erred, falling to {} over {}.",
            format::percent(end),
            format::count(
                self.curves.lengths.last().copied().unwrap_or(0),
                self.curves.unit().0
            ),
        )
    }

    fn draw(&self, sheet: &mut Sheet) {
        let theme = sheet.theme();
        let frame = Frame::fit(sheet.size(), &self.curves);
        sheet.clear();
        let done = frame.x.place(self.done as f64);
        if self.done > 0 {
            sheet.block(
                (frame.x.start, frame.y.end),
                (done, frame.y.start),
                theme.gap,
            );
        }
        frame.draw(sheet);
        if done - frame.x.start > 80.0 {
            let middle = f64::midpoint(frame.x.start, done);
            sheet.text(
                "already done",
                (middle, frame.y.start - 14.0),
                Anchor::Middle,
                theme.faint,
            );
        }
        let places = frame.places(&self.curves.lengths, &self.curves.flawless);
        sheet.dashes(places, theme.lecun, 2.5);
        self.draw_half_life(sheet, &frame);
        let value = self.curves.flawless.last().copied().unwrap_or(1.0);
        let label = Label {
            text: "never erred".to_owned(),
            value,
            color: theme.lecun,
            dashed: true,
        };
        frame.label(sheet, &[label]);
    }
}

impl Plot for Claim {
    fn table(&self, tally: Option<&Tally>) -> Table {
        self.curves.table(tally)
    }

    fn stop_at(&self, size: (f64, f64), place: Place) -> usize {
        self.curves.stop_at(size, place)
    }

    fn words(&self, stop: usize) -> String {
        self.curves.words(stop) + "."
    }

    fn crosshair(&self, sheet: &Sheet, stop: usize) -> Crosshair {
        self.curves.crosshair(sheet, stop, &[Grip::Flawless])
    }

    fn lengths(&self) -> &[u64] {
        &self.curves.lengths
    }

    fn grip(&self, size: (f64, f64), place: Place, reach: f64) -> Option<Grip> {
        self.curves.grip(size, place, reach, &[Grip::Flawless])
    }

    fn pull(&self, _grip: Grip, size: (f64, f64), place: Place) -> Vec<(Key, f64)> {
        pulled(
            &self.scenario,
            &self.curves,
            Key::Error,
            Criterion::Flawless,
            size,
            place,
        )
    }

    fn handles(&self, size: (f64, f64)) -> Vec<(Place, Grip)> {
        self.curves.handles(size, &[Grip::Flawless])
    }
}
