//! The points: what each schema costs, how often it succeeds, and where it lies.

use crate::figure::axis::{Axis, Scale};
use crate::figure::sheet::Place;
use bounceback_core::exact::Exact;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::number::math::floor;
use bounceback_core::share::preset::PRESETS;

/// The room around the frame, in CSS pixels: left, top, right, bottom.
const ROOM: (f64, f64, f64, f64) = (60.0, 16.0, 20.0, 44.0);

/// The cost of a point, or its success, takes as long as so many places of other figures.
pub(super) const NUMBER: usize = 8;

/// What the figure shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Techniques {
    /// From the cheapest to the dearest.
    pub(super) points: Vec<Point>,
    /// How many of them are still to be computed.
    pub(super) wanted: usize,
    /// The cost of the next one, where it is known.
    cost: Option<f64>,
    /// Whether the axes are logarithmic.
    log: (bool, bool),
    pub(super) scenario: Scenario,
}

/// A schema: what it costs and how often it succeeds.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Point {
    /// The preset, by its index; none where it is the scenario's own.
    pub(super) preset: Option<usize>,
    pub(super) label: &'static str,
    pub(super) cost: f64,
    pub(super) success: f64,
    /// Whether none that costs as little succeeds as often.
    pub(super) best: bool,
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
    pub(super) fn compute_number(&mut self) {
        let next = self.wanted - 1;
        let preset = next.checked_sub(1);
        let own = self.scenario.clone();
        let with = preset.map_or(own, |index| PRESETS[index].onto(&self.scenario));
        let (exact, length) = (Exact::new(&with), with.length());
        let Some(cost) = self.cost.take() else {
            self.cost = Some(exact.expected_cost(length));
            return;
        };
        self.wanted = next;
        if cost.is_finite() {
            self.points.push(Point {
                preset,
                label: preset.map_or("yours", |index| PRESETS[index].label),
                cost,
                success: exact.success(with.criterion(), length),
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
                .then(a.preset.is_some().cmp(&b.preset.is_some()))
        });
        let mut most = f64::NEG_INFINITY;
        for point in &mut self.points {
            point.best = point.success > most;
            most = most.max(point.success);
        }
    }

    pub(super) fn axes(&self, (width, height): (f64, f64)) -> (Axis, Axis) {
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

    pub(super) fn places(&self, size: (f64, f64)) -> Vec<Place> {
        let (x, y) = self.axes(size);
        // What costs nothing has no place on a logarithmic axis.
        let least = if self.log.0 { 1.0 } else { 0.0 };
        let place = |point: &Point| (x.place(point.cost.max(least)), y.place(point.success));
        self.points.iter().map(place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::plot::Plot as _;
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
