//! Profiles: how much worse the chosen curve gets as one of its parameters is moved away from
//! its best value, all others following.

use crate::figure::axis::{Axis, Scale};
use crate::figure::crosshair::Crosshair;
use crate::figure::plot::Plot;
use crate::figure::sheet::{Anchor, Drawing, Place, Sheet};
use bounceback_core::number::format::{percent, significant};
use bounceback_core::share::report::Table;
use bounceback_core::simulate::Tally;
use bounceback_fit::Profile;

/// The profiles of one curve.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profiles {
    name: String,
    profiles: Vec<Profile>,
}

/// The least and the greatest width of a panel, and the room around the frame of one, in CSS
/// pixels.
const PANEL: f64 = 190.0;
const WIDEST: f64 = 320.0;
const SIDE: f64 = 14.0;
const TOP: f64 = 44.0;
const FOOT: f64 = 26.0;

/// So much log-likelihood is shown; what has lost more is out.
const DEEPEST: f64 = 5.0;

/// A range of values over more than this ratio is shown on a logarithmic axis.
const WIDE: f64 = 20.0;

impl Profiles {
    /// Of the curve of a name.
    pub const fn of(name: String, profiles: Vec<Profile>) -> Self {
        Self { name, profiles }
    }

    /// The frame of a panel: its axes.
    fn panel(&self, (width, height): (f64, f64), place: usize) -> [Axis; 2] {
        let many = self.profiles.len().max(1);
        let columns = ((width / PANEL) as usize).clamp(1, many);
        let rows = many.div_ceil(columns);
        let (wide, high) = ((width / columns as f64).min(WIDEST), height / rows as f64);
        let (left, top) = (
            (place % columns) as f64 * wide,
            (place / columns) as f64 * high,
        );
        let near = self.near(place);
        let ends = near.first().zip(near.last());
        let (low, up) = ends.map_or((0.0, 1.0), |(first, last)| (first.0, last.0));
        let x = Axis {
            scale: Scale::of(low > 0.0 && up > WIDE * low),
            low,
            high: if up > low { up } else { low + 1.0 },
            start: left + SIDE,
            end: left + wide - SIDE,
        };
        let y = Axis {
            scale: Scale::Linear,
            low: -DEEPEST,
            high: 0.0,
            start: top + high - FOOT,
            end: top + TOP,
        };
        [x, y]
    }

    /// The points that are not far out.
    fn near(&self, place: usize) -> &[(f64, f64)] {
        let points = self.profiles.get(place).map_or(&[][..], |it| &it.points);
        let near = |it: &(f64, f64)| it.1 <= DEEPEST;
        let first = points.iter().position(near).unwrap_or(0);
        let last = points
            .iter()
            .rposition(near)
            .map_or(points.len(), |it| it + 1);
        // One beyond on each side, so that the curve leaves the frame.
        &points[first.saturating_sub(1)..(last + 1).min(points.len())]
    }

    fn draw_panel(&self, sheet: &mut Sheet, place: usize) {
        let theme = sheet.theme();
        let Some(it) = self.profiles.get(place) else {
            return;
        };
        let [x, y] = self.panel(sheet.size(), place);
        let [below, above] = it.is_flat();
        let color = if below || above {
            theme.wrong
        } else {
            theme.bounce
        };
        sheet.line(vec![(x.start, y.start), (x.end, y.start)], theme.rule, 1.0);
        let cut = y.place(-it.allowed);
        sheet.dashes(vec![(x.start, cut), (x.end, cut)], theme.faint, 1.0);
        let best = x.place(it.best);
        sheet.line(vec![(best, y.end), (best, y.start)], theme.rule, 1.0);
        let places = self.near(place).iter();
        let places = places.map(|&(value, lost)| (x.place(value), y.place(-lost)));
        sheet.line(places.collect(), color, 2.5);
        sheet.dot((best, y.end), 4.0, color);
        let name = format!("{} = {}", it.symbol, number(it, it.best));
        sheet.bold(&name, (x.start, y.end - 32.0), Anchor::Start, theme.ink);
        sheet.text(flat(it), (x.start, y.end - 14.0), Anchor::Start, color);
        let ends = [
            (x.low, x.start, Anchor::Start),
            (x.high, x.end, Anchor::End),
        ];
        for (value, at, anchor) in ends {
            sheet.text(
                &number(it, value),
                (at, y.start + 13.0),
                anchor,
                theme.faint,
            );
        }
    }

    /// The profile and the point of it that a stop is.
    fn stop(&self, stop: usize) -> Option<(usize, (f64, f64))> {
        let each = self.profiles.iter().enumerate();
        let mut all =
            each.flat_map(|(place, it)| it.points.iter().map(move |&point| (place, point)));
        all.nth(stop)
    }
}

fn number(it: &Profile, value: f64) -> String {
    if it.is_share {
        percent(value)
    } else {
        significant(value, 3)
    }
}

/// What the data say of it.
fn flat(it: &Profile) -> &'static str {
    match it.is_flat() {
        [false, false] => "bounded on both sides",
        [true, false] => "flat below: only a greatest value",
        [false, true] => "flat above: only a least value",
        [true, true] => "flat: the data don’t tell",
    }
}

impl Drawing for Profiles {
    fn title(&self) -> String {
        if self.profiles.is_empty() {
            return "No profiles.".to_owned();
        }
        let each = self
            .profiles
            .iter()
            .map(|it| format!("{} {}", it.symbol, flat(it)));
        let each = each.collect::<Vec<_>>().join("; ");
        format!("Parameters of {}: {each}.", self.name)
    }

    fn draw(&self, sheet: &mut Sheet) {
        sheet.clear();
        for place in 0..self.profiles.len() {
            self.draw_panel(sheet, place);
        }
    }
}

impl Plot for Profiles {
    fn follows(&self) -> bool {
        false
    }

    fn stops(&self) -> usize {
        let points = self.profiles.iter().map(|it| it.points.len());
        points.sum::<usize>().max(1)
    }

    fn rest(&self) -> usize {
        let first = self.profiles.first();
        let best = first.and_then(|it| it.points.iter().position(|point| point.1 == 0.0));
        best.unwrap_or(0)
    }

    fn stop_at(&self, size: (f64, f64), (across, down): Place) -> usize {
        let mut least = (f64::INFINITY, 0);
        for stop in 0..self.stops() {
            let Some((place, point)) = self.stop(stop) else {
                continue;
            };
            let [x, y] = self.panel(size, place);
            let beside = (y.end - TOP - down).max(down - y.start - FOOT).max(0.0);
            let off = (x.place(point.0) - across).abs() + 10.0 * beside;
            if off < least.0 {
                least = (off, stop);
            }
        }
        least.1
    }

    fn value(&self, stop: usize) -> f64 {
        self.stop(stop).map_or(0.0, |it| it.1.0)
    }

    fn words(&self, stop: usize) -> String {
        let Some((place, (value, lost))) = self.stop(stop) else {
            return String::new();
        };
        let it = &self.profiles[place];
        let told = if lost == 0.0 {
            "the best value".to_owned()
        } else {
            let verdict = if lost <= it.allowed {
                "the data allow it"
            } else {
                "the data speak against it"
            };
            format!(
                "{} of log-likelihood lost, where {} may be: {verdict}",
                significant(lost, 2),
                significant(it.allowed, 3)
            )
        };
        format!("{} = {}: {told}.", it.symbol, number(it, value))
    }

    fn crosshair(&self, sheet: &Sheet, stop: usize) -> Crosshair {
        let Some((place, (value, lost))) = self.stop(stop) else {
            return Crosshair::default();
        };
        let [x, y] = self.panel(sheet.size(), place);
        let at = x.place(value);
        Crosshair {
            lines: vec![[(at, y.end), (at, y.start)]],
            dots: vec![((at, y.place(-lost)), sheet.theme().ink)],
            ..Crosshair::default()
        }
    }

    fn table(&self, _: Option<&Tally>) -> Table {
        let all = || {
            self.profiles
                .iter()
                .flat_map(|it| it.points.iter().map(move |point| (it, point)))
        };
        Table {
            words: vec![(
                "parameter".to_owned(),
                all().map(|it| it.0.symbol.to_owned()).collect(),
            )],
            columns: ["value", "lost", "allowed"].map(str::to_owned).into(),
            first: all().map(|it| it.1.0).collect(),
            rows: all().map(|it| vec![it.1.1, it.0.allowed]).collect(),
        }
    }
}
