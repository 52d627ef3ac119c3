//! The techniques: what every preset's schema would do to the reader's own process, as
//! success against the tokens paid, and which of them nothing beats at its price.

use super::axis::{Axis, Scale, percent_label, tokens_label};
use super::crosshair::Crosshair;
use super::plot::Plot;
use super::sheet::{Anchor, Drawing, Place, Sheet};
use bounceback_core::exact::Exact;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::number::format::{percent, significant};
use bounceback_core::number::math::floor;
use bounceback_core::share::preset::PRESETS;
use bounceback_core::share::report::Table;
use bounceback_core::simulate::Tally;

/// The room around the frame, in CSS pixels: left, top, right, bottom.
const ROOM: (f64, f64, f64, f64) = (60.0, 16.0, 20.0, 44.0);

/// A narrower sheet numbers its points, in CSS pixels.
const NARROW: f64 = 560.0;

/// The cost of a point, or its success, takes as long as so many places of other figures.
const NUMBER: usize = 8;

/// The height of a label, and the width of a letter, in CSS pixels.
const LINE: f64 = 17.0;
const LETTER: f64 = 7.0;

/// What the figure shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Techniques {
    /// From the cheapest to the dearest.
    points: Vec<Point>,
    /// How many of them are still to be computed.
    wanted: usize,
    /// The cost of the next one, where it is known.
    cost: Option<f64>,
    /// Whether the axes are logarithmic.
    log: (bool, bool),
    scenario: Scenario,
}

/// A schema: what it costs and how often it succeeds.
#[derive(Clone, Debug, PartialEq)]
struct Point {
    label: String,
    cost: f64,
    success: f64,
    /// Whether it is the scenario's own.
    own: bool,
    /// Whether none that costs as little succeeds as often.
    best: bool,
}

impl Techniques {
    /// Reads the figure off a scenario: its process, its length and its criterion. The
    /// points are still to be computed.
    pub fn of(scenario: &Scenario) -> Self {
        Self {
            points: Vec::new(),
            wanted: PRESETS.len() + 1,
            cost: None,
            log: (scenario.is_log(Key::CostScale), scenario.log_y()),
            scenario: scenario.clone(),
        }
    }

    /// The cost of the next point, or then its success: it is that of a preset, or, last,
    /// the scenario's own.
    fn compute_number(&mut self) {
        let next = self.wanted - 1;
        let preset = next.checked_sub(1).map(|index| &PRESETS[index]);
        let own = self.scenario.clone();
        let with = preset.map_or(own, |preset| preset.onto(&self.scenario));
        let (exact, length) = (Exact::new(&with), with.length());
        let Some(cost) = self.cost.take() else {
            self.cost = Some(exact.expected_cost(length));
            return;
        };
        self.wanted = next;
        if cost.is_finite() {
            self.points.push(Point {
                label: preset.map_or("yours", |preset| preset.label).to_owned(),
                cost,
                success: exact.success(with.criterion(), length),
                own: preset.is_none(),
                best: false,
            });
        }
        if next == 0 {
            self.rank();
        }
    }

    /// Puts the points in their order, and finds those that nothing beats.
    fn rank(&mut self) {
        self.points.sort_by(|a, b| {
            a.cost
                .total_cmp(&b.cost)
                .then(b.success.total_cmp(&a.success))
                .then(a.own.cmp(&b.own))
        });
        let mut most = f64::NEG_INFINITY;
        for point in &mut self.points {
            point.best = point.success > most;
            most = most.max(point.success);
        }
    }

    fn axes(&self, (width, height): (f64, f64)) -> (Axis, Axis) {
        let (left, top, right, bottom) = ROOM;
        let (log_x, log_y) = self.log;
        let costs = || self.points.iter().map(|point| point.cost.max(1.0));
        let (least, most) = (
            costs().fold(f64::INFINITY, f64::min),
            costs().fold(1.0, f64::max),
        );
        let (low, high) = match (log_x, least.is_finite()) {
            (true, true) => (least / 1.5, most * 1.5),
            (true, false) => (1.0, most * 1.5),
            // From nothing on: what costs twice as much lies twice as far to the right.
            (false, _) => (0.0, most * 1.1),
        };
        let x = Axis {
            scale: Scale::of(log_x),
            low,
            high,
            start: left,
            end: width - right,
        };
        let successes = self.points.iter().map(|point| point.success);
        let least = successes.filter(|&it| it > 0.0).fold(0.95, f64::min);
        let y = Axis {
            scale: Scale::of(log_y),
            // From the twentieth below the least: the points are close together.
            low: if log_y {
                least.max(1e-12) / 2.0
            } else {
                floor((least - 0.02).max(0.0) * 20.0) / 20.0
            },
            high: 1.0,
            start: height - bottom,
            end: top,
        };
        (x, y)
    }

    fn places(&self, size: (f64, f64)) -> Vec<Place> {
        let (x, y) = self.axes(size);
        // What costs nothing has no place on a logarithmic axis.
        let least = if self.log.0 { 1.0 } else { 0.0 };
        let place = |point: &Point| (x.place(point.cost.max(least)), y.place(point.success));
        self.points.iter().map(place).collect()
    }
}

impl Drawing for Techniques {
    fn title(&self) -> String {
        let own = self.points.iter().position(|point| point.own);
        own.map_or_else(
            || "No draft of yours is ever accepted.".to_owned(),
            |own| self.words(own),
        )
    }

    fn draw(&self, sheet: &mut Sheet) {
        let (theme, size) = (sheet.theme(), sheet.size());
        let (x, y) = self.axes(size);
        sheet.clear();
        for tick in y.ticks(4) {
            let at = y.place(tick);
            sheet.line(vec![(x.start, at), (x.end, at)], theme.rule, 1.0);
            sheet.text(
                &percent_label(tick),
                (x.start - 8.0, at),
                Anchor::End,
                theme.faint,
            );
        }
        for tick in x.ticks(((x.end - x.start) / 90.0) as usize) {
            let at = x.place(tick);
            sheet.line(vec![(at, y.start), (at, y.start + 5.0)], theme.faint, 1.0);
            sheet.text(
                &tokens_label(tick),
                (at, y.start + 15.0),
                Anchor::Middle,
                theme.faint,
            );
        }
        sheet.line(vec![(x.start, y.start), (x.end, y.start)], theme.faint, 1.0);
        sheet.text(
            "tokens paid",
            (x.end, y.start + 32.0),
            Anchor::End,
            theme.faint,
        );
        let places = self.places(size);
        let best: Vec<Place> = (self.points.iter().zip(&places))
            .filter(|(point, _)| point.best)
            .map(|(_, &place)| place)
            .collect();
        // What pays more and succeeds less lies below these steps.
        let steps = best
            .windows(2)
            .flat_map(|pair| [pair[0], (pair[1].0, pair[0].1)]);
        let last = best
            .last()
            .map(|&(_, y)| [best[best.len() - 1], (x.end, y)]);
        let front: Vec<Place> = steps.chain(last.into_iter().flatten()).collect();
        sheet.line(front, theme.band, 2.5);
        let mut taken: Vec<(Place, f64)> = Vec::new();
        for (number, (point, &place)) in self.points.iter().zip(&places).enumerate() {
            let color = if point.own { theme.lecun } else { theme.bounce };
            let label = if size.0 < NARROW && !point.own {
                (number + 1).to_string()
            } else {
                point.label.clone()
            };
            let width = label.chars().count() as f64 * LETTER;
            let right = place.0 + 12.0 + width < size.0;
            let from = if right {
                place.0 + 12.0
            } else {
                place.0 - 12.0 - width
            };
            // Beside its point, or below the steps that begin there.
            let beside = place.1 + if point.best { 11.0 } else { 0.0 };
            let clash = |at: f64, (other, wide): &(Place, f64)| {
                (at - other.1).abs() < LINE && from < other.0 + wide && other.0 < from + width
            };
            let covers = |at: f64, point: &Place| {
                (at - point.1).abs() < 11.0 && from < point.0 + 6.0 && point.0 < from + width + 6.0
            };
            let is_free = |at: &f64| {
                !taken.iter().any(|other| clash(*at, other))
                    && !places.iter().any(|point| covers(*at, point))
            };
            // Below those that are there already, as far as there is room; else above.
            let step = |steps: i32| beside + f64::from(steps) * LINE / 2.0;
            let below = (0..).map(step).take_while(|&at| at < y.start - LINE / 2.0);
            let above = (1..).map(|steps| step(-steps)).take_while(|&at| at > y.end);
            let at = below.chain(above).find(is_free).unwrap_or(beside);
            if (at - place.1).abs() > LINE {
                let near = if right {
                    from - 3.0
                } else {
                    from + width + 3.0
                };
                sheet.line(vec![place, (near, at)], theme.rule, 1.0);
            }
            taken.push(((from, at), width));
            sheet.dot(place, if point.own { 7.0 } else { 5.0 }, color);
            if point.own {
                sheet.bold(&label, (from, at), Anchor::Start, color);
            } else {
                sheet.text(&label, (from, at), Anchor::Start, theme.ink);
            }
        }
    }
}

impl Plot for Techniques {
    fn compute(&mut self, places: usize) -> bool {
        let any = self.wanted > 0;
        for _ in 0..places.div_ceil(NUMBER) {
            if self.wanted == 0 {
                break;
            }
            self.compute_number();
        }
        any
    }

    fn is_presentable(&self) -> bool {
        self.wanted == 0
    }

    fn stops(&self) -> usize {
        self.points.len().max(1)
    }

    fn rest(&self) -> usize {
        let own = self.points.iter().position(|point| point.own);
        own.unwrap_or(0)
    }

    fn stop_at(&self, size: (f64, f64), place: Place) -> usize {
        let off = |&(x, y): &Place| {
            let (right, down) = (x - place.0, y - place.1);
            right * right + down * down
        };
        let places = self.places(size);
        let nearest = places
            .iter()
            .enumerate()
            .min_by(|a, b| off(a.1).total_cmp(&off(b.1)));
        nearest.map_or(0, |(stop, _)| stop)
    }

    fn value(&self, stop: usize) -> f64 {
        self.points.get(stop).map_or(0.0, |point| point.cost)
    }

    fn words(&self, stop: usize) -> String {
        let Some(point) = self.points.get(stop) else {
            return String::new();
        };
        let beaten = if point.best {
            "nothing here does better for as little"
        } else {
            "another does no worse for no more"
        };
        format!(
            "{}. {}: {} succeed, for {} tokens on average; {beaten}.",
            stop + 1,
            point.label,
            percent(point.success),
            significant(point.cost, 4)
        )
    }

    fn crosshair(&self, sheet: &Sheet, stop: usize) -> Crosshair {
        let (x, y) = self.axes(sheet.size());
        let Some(&place) = self.places(sheet.size()).get(stop) else {
            return Crosshair::default();
        };
        Crosshair {
            lines: vec![[(x.start, place.1), place], [place, (place.0, y.start)]],
            dots: vec![(place, sheet.theme().ink)],
            ..Crosshair::default()
        }
    }

    fn table(&self, _: Option<&Tally>) -> Table {
        Table {
            columns: ["tokens_paid", "success", "undominated"]
                .map(str::to_owned)
                .into(),
            first: self.points.iter().map(|point| point.cost).collect(),
            rows: (self.points.iter())
                .map(|point| vec![point.success, f64::from(u8::from(point.best))])
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bounceback_core::share::link;

    fn of(link: &str) -> Techniques {
        let mut techniques = Techniques::of(&link::read(link).scenario);
        while techniques.compute(1) {}
        techniques
    }

    #[test]
    fn the_front_rises_and_nothing_off_it_beats_it() {
        for link in [
            "",
            "process=independent",
            "process=self_conditioning&error=0.001",
        ] {
            let points = of(link).points;
            assert_eq!(points.len(), PRESETS.len() + 1);
            for (index, point) in points.iter().enumerate() {
                let beaten = (points.iter().enumerate()).any(|(other, it)| {
                    let as_cheap = it.cost < point.cost || (it.cost == point.cost && other < index);
                    as_cheap && it.success >= point.success
                });
                assert_eq!(point.best, !beaten, "{}", point.label);
            }
        }
    }

    #[test]
    fn on_a_linear_axis_what_costs_twice_as_much_lies_twice_as_far() {
        let size = (900.0, 400.0);
        for (link, log) in [("", true), ("cost_scale=linear", false)] {
            let techniques = of(link);
            let (x, _) = techniques.axes(size);
            assert_eq!(x.scale == Scale::Log, log);
            for (point, place) in techniques.points.iter().zip(techniques.places(size)) {
                assert!(x.start < place.0 && place.0 < x.end, "{}", point.label);
                let share = (place.0 - x.start) / (x.end - x.start);
                if log {
                    assert!((x.value(place.0) - point.cost).abs() < 1e-9 * point.cost);
                } else {
                    assert!((share * x.high - point.cost).abs() < 1e-9 * point.cost);
                }
            }
        }
    }

    #[test]
    fn the_direct_answer_is_the_process_itself() {
        let techniques = of("process=independent&error=0.01&tokens=100");
        let direct = techniques
            .points
            .iter()
            .find(|it| it.label == "direct answer")
            .unwrap();
        assert_eq!(direct.cost, 100.0);
        assert!((direct.success - 0.99_f64.powi(100)).abs() < 1e-12);
        let own = &techniques.points[techniques.rest()];
        assert_eq!((own.cost, own.success), (direct.cost, direct.success));
    }
}
