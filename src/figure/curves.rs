//! Curves of probability over length: the data and the frame that the claim and
//! the bounce share.

use super::axis::{Axis, Scale, percent_label, tokens_label};
use super::crosshair::Crosshair;
use super::plot::Grip;
use super::sheet::{Anchor, Place, Sheet};
use bounceback_core::exact::{Exact, lengths};
use bounceback_core::model::criterion::Criterion;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::number::format;
use bounceback_core::share::report::{self, Table};
use bounceback_core::simulate::Tally;

/// How many lengths a drawn curve has: beyond the pixels of a wide figure, more
/// of them change nothing.
pub const DRAWN_LENGTHS: usize = 512;

/// How many where every length is a sum of many terms: they must be ready while a
/// hand is still dragging.
pub const SUMMED_LENGTHS: usize = 128;

/// Where frames begin, in CSS pixels: the room for the labels of probability.
pub const LEFT: f64 = 60.0;

/// The room that a figure takes for a digit or letter, in CSS pixels; type is
/// never measured, so this is a little more than any common face needs.
const LETTER: f64 = 8.0;

/// The height of a label of two lines, with some air, in CSS pixels.
const LABEL_HEIGHT: f64 = 42.0;

/// Whether a figure is too narrow, in CSS pixels, for labels beside the curves:
/// they stand above the frame instead.
pub const fn is_narrow(width: f64) -> bool {
    width < 560.0
}

/// The room right of a frame.
pub const fn right_margin(width: f64) -> f64 {
    if is_narrow(width) { 16.0 } else { 148.0 }
}

/// Exact curves of one scenario. Where a length takes long they are computed bit by bit,
/// from coarse to fine; what isn't known (yet) is no number.
#[derive(Clone, Debug, PartialEq)]
pub struct Curves {
    /// The lengths, strictly increasing.
    pub lengths: Vec<u64>,
    /// P(never erred) at each length.
    pub flawless: Vec<f64>,
    /// P(acceptable) at each length.
    pub acceptable: Vec<f64>,
    /// P(success by the second question) at each length.
    pub answer: Vec<f64>,
    /// The second question.
    pub criterion: Criterion,
    /// Whether the axes are logarithmic.
    pub log: (bool, bool),
    /// The places of lengths still to compute, the next one last.
    wanted: Vec<usize>,
    /// How many of them there are when the curves can be shown.
    left_for_later: usize,
    scenario: Scenario,
}

impl Curves {
    /// Reads the curves off a scenario, from length `from` on.
    pub fn of(scenario: &Scenario, from: u64) -> Self {
        let mut curves = Self::begun(scenario, from);
        while curves.compute(usize::MAX) {}
        curves
    }

    /// The curves of a scenario from length `from` on; what takes long is left to
    /// [`Curves::compute`].
    pub fn begun(scenario: &Scenario, from: u64) -> Self {
        let exact = Exact::new(scenario);
        let lengths = drawn_lengths(scenario, &exact, from);
        let unknown = vec![f64::NAN; lengths.len()];
        let mut curves = Self {
            wanted: coarse_to_fine(lengths.len()),
            left_for_later: lengths.len() - lengths.len().div_ceil(COARSE),
            lengths,
            flawless: unknown.clone(),
            acceptable: unknown.clone(),
            answer: unknown,
            criterion: scenario.criterion(),
            log: (scenario.log_x(), scenario.log_y()),
            scenario: scenario.clone(),
        };
        // Where lengths are walked to, all of them take no longer than the last.
        if exact.is_closed() || exact.is_walked() {
            curves.compute(usize::MAX);
        }
        curves
    }

    /// Computes so many more lengths; whether there were any.
    pub fn compute(&mut self, places: usize) -> bool {
        let kept = self.wanted.len().saturating_sub(places);
        let mut places = self.wanted.split_off(kept);
        if places.is_empty() {
            return false;
        }
        places.sort_unstable();
        let lengths: Vec<u64> = places.iter().map(|&place| self.lengths[place]).collect();
        let known = Exact::new(&self.scenario).all(self.criterion, &lengths);
        let columns = [&mut self.flawless, &mut self.acceptable, &mut self.answer];
        for (column, known) in columns.into_iter().zip(known) {
            for (&place, value) in places.iter().zip(known) {
                column[place] = value;
            }
        }
        true
    }

    /// Whether enough lengths are computed for the curves to be drawn.
    pub fn is_presentable(&self) -> bool {
        self.wanted.len() <= self.left_for_later
    }

    /// The curves as a table, with what `tally` says at the same lengths.
    pub fn table(&self, tally: Option<&Tally>) -> Table {
        let mut curves = vec![
            (Criterion::Flawless, self.flawless.clone()),
            (Criterion::Acceptable, self.acceptable.clone()),
        ];
        if let Criterion::Tolerant(_) = self.criterion {
            curves.push((self.criterion, self.answer.clone()));
        }
        report::table_of(&self.lengths, &curves, self.criterion, tally)
    }

    /// The index of the length that a place means, on a sheet of some size.
    pub fn stop_at(&self, size: (f64, f64), place: Place) -> usize {
        nearest(&self.lengths, Frame::fit(size, self).x.value(place.0))
    }

    /// The cursor at a length: a line, and a dot on P(flawless), and on the answer where
    /// it is drawn.
    pub fn crosshair(&self, sheet: &Sheet, stop: usize, answer: bool) -> Crosshair {
        let (theme, frame) = (sheet.theme(), Frame::fit(sheet.size(), self));
        let at = |value: f64| frame.place(self.lengths[stop], value);
        let mut dots = vec![(at(self.flawless[stop]), theme.lecun)];
        if answer {
            dots.push((at(self.answer[stop]), theme.bounce));
        }
        let (x, _) = dots[0].0;
        Crosshair {
            lines: vec![[(x, frame.y.end), (x, frame.y.start)]],
            dots,
            ..Crosshair::default()
        }
    }

    /// The curve that passes within reach of a place.
    pub fn grip(&self, size: (f64, f64), place: Place, reach: f64, answer: bool) -> Option<Grip> {
        let frame = Frame::fit(size, self);
        let near = |values: &[f64]| {
            // (What isn't known is nowhere.) Steep curves are met from the side.
            let places = frame.places(&self.lengths, values);
            let distance = |&(x, y): &Place| (x - place.0).abs().max((y - place.1).abs());
            places.iter().map(distance).fold(f64::INFINITY, f64::min)
        };
        let flawless = near(&self.flawless);
        let answer = if answer {
            near(&self.answer)
        } else {
            f64::INFINITY
        };
        if answer.min(flawless) > reach {
            None
        } else if answer <= flawless {
            Some(Grip::Answer)
        } else {
            Some(Grip::Flawless)
        }
    }

    /// A handle on each curve: where it has gone half its way down, but neither at its
    /// beginning nor at its end, and not both at one length.
    pub fn handles(&self, size: (f64, f64), answer: bool) -> Vec<(Place, Grip)> {
        let frame = Frame::fit(size, self);
        let handle = |values: &[f64], least: f64, grip: Grip| {
            let end = values.last().copied().unwrap_or(1.0);
            let is_low = |value: &f64| *value <= f64::midpoint(1.0, end);
            let half = values.iter().position(is_low).unwrap_or(values.len());
            let at = |share: f64| (share * (values.len() - 1) as f64) as usize;
            let stop = half.clamp(at(least), at(0.9));
            let is_known = |stop: &usize| !values[*stop].is_nan();
            let stop = (stop..values.len()).find(is_known).unwrap_or(stop);
            (frame.place(self.lengths[stop], values[stop]), grip)
        };
        let mut handles = vec![handle(&self.flawless, 0.1, Grip::Flawless)];
        if answer {
            handles.push(handle(&self.answer, 0.6, Grip::Answer));
        }
        handles
    }

    /// P(flawless) at a length, in words.
    pub fn words(&self, stop: usize) -> String {
        format!(
            "At {} tokens: never erred {}",
            format::whole(self.lengths[stop]),
            format::percent(self.flawless[stop])
        )
    }
}

/// Of so many places one of so many is enough to begin with.
const COARSE: usize = 16;

/// Places in the order in which they are computed, the first one last: every sixteenth,
/// from the end on, then those between.
fn coarse_to_fine(count: usize) -> Vec<usize> {
    let rank = |place: &usize| {
        let before = count - 1 - place;
        let stride = [16, 4, 1]
            .into_iter()
            .find(|stride| before.is_multiple_of(*stride));
        stride.unwrap_or(1)
    };
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by_key(rank);
    places
}

/// The lengths from `from` on at which the curves of a scenario are drawn. Where drafts are
/// checked or voted on the curve falls within each and jumps at its end: of few drafts
/// every jump is drawn, of many only what is kept.
pub fn drawn_lengths(scenario: &Scenario, exact: &Exact, from: u64) -> Vec<u64> {
    /// So many drafts can be told apart.
    const FEW_DRAFTS: u64 = 48;
    let count = if exact.is_closed() {
        DRAWN_LENGTHS
    } else {
        SUMMED_LENGTHS
    };
    let mut lengths = lengths(from, scenario.length(), count, scenario.log_x());
    let course = scenario.course();
    if !course.has_drafts() {
        return lengths;
    }
    if let Some(ends) = course.judgements(from, FEW_DRAFTS) {
        lengths.extend(ends.iter().flat_map(|&end| [(end - 1).max(from), end]));
        lengths.sort_unstable();
    } else {
        for length in &mut lengths {
            *length = course.settled(*length).max(from);
        }
    }
    lengths.dedup();
    lengths
}

/// The index of the length nearest to a number of tokens.
pub fn nearest(lengths: &[u64], tokens: f64) -> usize {
    let after = lengths.partition_point(|&n| (n as f64) < tokens);
    if after == 0 {
        return 0;
    }
    let after = after.min(lengths.len() - 1);
    let before = after.saturating_sub(1);
    let distance = |i: usize| (lengths[i] as f64 - tokens).abs();
    if distance(before) <= distance(after) {
        before
    } else {
        after
    }
}

/// What the runs simulated so far say at each length.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulated {
    /// The lengths, strictly increasing.
    pub lengths: Vec<u64>,
    /// The share that has never erred.
    pub flawless: Vec<f64>,
    /// The share that succeeds by the second question.
    pub answer: Vec<f64>,
    /// The 95% interval of that share.
    pub interval: Vec<(f64, f64)>,
}

impl Simulated {
    /// Reads the shares off a tally; nothing before the first run is finished.
    pub fn of(tally: &Tally, criterion: Criterion) -> Option<Self> {
        if tally.runs == 0 {
            return None;
        }
        let indices = 0..tally.lengths.len();
        Some(Self {
            lengths: tally.lengths.clone(),
            flawless: indices
                .clone()
                .map(|i| tally.share(Criterion::Flawless, i))
                .collect(),
            answer: indices.clone().map(|i| tally.share(criterion, i)).collect(),
            interval: indices.map(|i| tally.interval(criterion, i)).collect(),
        })
    }

    /// Only the lengths up to `tokens`.
    #[must_use]
    pub fn until(mut self, tokens: u64) -> Self {
        let count = self.lengths.partition_point(|&length| length <= tokens);
        self.lengths.truncate(count);
        self.flawless.truncate(count);
        self.answer.truncate(count);
        self.interval.truncate(count);
        self
    }
}

/// Where the axes of a figure lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// The axis of tokens.
    pub x: Axis,
    /// The axis of probability.
    pub y: Axis,
    /// Whether labels stand above the frame.
    pub narrow: bool,
}

impl Frame {
    /// Fits the axes of some curves into a sheet of so many CSS pixels.
    pub fn fit((width, height): (f64, f64), curves: &Curves) -> Self {
        let narrow = is_narrow(width);
        let (top, right) = (if narrow { 56.0 } else { 14.0 }, right_margin(width));
        let (log_x, log_y) = curves.log;
        let first = curves.lengths.first().map_or(0.0, |&n| n as f64);
        let last = curves.lengths.last().map_or(1.0, |&n| n as f64);
        let low_x = if log_x { first.max(1.0) } else { first };
        let x = Axis {
            scale: Scale::of(log_x),
            low: low_x,
            high: if last > low_x { last } else { low_x + 1.0 },
            start: LEFT,
            end: width - right,
        };
        let y = Axis {
            scale: Scale::of(log_y),
            low: if log_y { floor_of(curves) } else { 0.0 },
            high: 1.0,
            start: height - 40.0,
            end: top,
        };
        Self { x, y, narrow }
    }

    /// The place of a probability at a length.
    pub fn place(&self, tokens: u64, probability: f64) -> (f64, f64) {
        (self.x.place(tokens as f64), self.y.place(probability))
    }

    /// The places of a curve. On a logarithmic axis it ends where it leaves the
    /// frame for good, and zero has no place at all.
    pub fn places(&self, lengths: &[u64], values: &[f64]) -> Vec<(f64, f64)> {
        let visible = match self.y.scale {
            Scale::Linear => values.len(),
            Scale::Log => values
                .iter()
                .rposition(|&v| v >= self.y.low)
                .map_or(0, |last| last + 1),
        };
        lengths[..visible]
            .iter()
            .zip(values)
            .filter(|(_, value)| !value.is_nan())
            .map(|(&n, &value)| self.place(n, value))
            .collect()
    }

    /// The outline of what lies between two curves.
    pub fn between(
        &self,
        lengths: &[u64],
        upper: impl Iterator<Item = f64>,
        lower: impl Iterator<Item = f64>,
    ) -> Vec<(f64, f64)> {
        let above = lengths
            .iter()
            .zip(upper)
            .filter(|(_, value)| !value.is_nan())
            .map(|(&n, value)| self.place(n, value));
        let mut below: Vec<_> = lengths
            .iter()
            .zip(lower)
            .filter(|(_, value)| !value.is_nan())
            .map(|(&n, value)| self.place(n, value))
            .collect();
        below.reverse();
        above.chain(below).collect()
    }

    /// Draws grid, ticks and their labels.
    pub fn draw(&self, sheet: &mut Sheet) {
        let theme = sheet.theme();
        let (left, right) = (self.x.start, self.x.end);
        let (bottom, top) = (self.y.start, self.y.end);
        let rows = ((bottom - top) / 70.0).clamp(2.0, 6.0) as usize;
        for tick in self.y.ticks(rows) {
            let y = self.y.place(tick);
            sheet.line(vec![(left, y), (right, y)], theme.rule, 1.0);
            sheet.text(
                &percent_label(tick),
                (left - 8.0, y),
                Anchor::End,
                theme.faint,
            );
        }
        let columns = ((right - left) / 90.0).clamp(2.0, 10.0) as usize;
        for tick in self.x.ticks(columns) {
            let x = self.x.place(tick);
            sheet.line(vec![(x, bottom), (x, bottom + 5.0)], theme.faint, 1.0);
            let label = tokens_label(tick);
            // A label that would leave the sheet ends with it instead.
            let edge = sheet.size().0 - 2.0;
            let half = label.chars().count() as f64 * LETTER / 2.0;
            if x + half > edge {
                sheet.text(&label, (edge, bottom + 15.0), Anchor::End, theme.faint);
            } else {
                sheet.text(&label, (x, bottom + 15.0), Anchor::Middle, theme.faint);
            }
        }
        sheet.line(vec![(left, bottom), (right, bottom)], theme.faint, 1.0);
        sheet.text("tokens", (right, bottom + 31.0), Anchor::End, theme.faint);
    }

    /// Draws one or two labels at the ends of their curves: never on top of each other.
    pub fn label(&self, sheet: &mut Sheet, labels: &[Label]) {
        if self.narrow {
            self.label_above(sheet, labels);
            return;
        }
        let half = LABEL_HEIGHT / 2.0;
        let (top, bottom) = (self.y.end + half - 8.0, self.y.start - half + 8.0);
        let mut places: Vec<f64> = labels
            .iter()
            .map(|label| {
                let value = if label.value.is_nan() {
                    0.5
                } else {
                    label.value
                };
                self.y.place(value).clamp(top, bottom)
            })
            .collect();
        if let [a, b] = places[..]
            && (a - b).abs() < LABEL_HEIGHT
        {
            // The curve that ends higher keeps the upper place.
            let middle = f64::midpoint(a, b).clamp(top + half, bottom - half);
            let first_above = labels[0].value >= labels[1].value;
            let (above, below) = (middle - half, middle + half);
            places = if first_above {
                vec![above, below]
            } else {
                vec![below, above]
            };
        }
        let x = self.x.end + 12.0;
        for (label, y) in labels.iter().zip(places) {
            let color = label.color;
            sheet.bold(
                &percent_or_none(label.value),
                (x, y - 9.0),
                Anchor::Start,
                color,
            );
            sheet.text(&label.text, (x, y + 9.0), Anchor::Start, color);
        }
    }

    fn label_above(&self, sheet: &mut Sheet, labels: &[Label]) {
        for (row, label) in labels.iter().enumerate() {
            let y = 12.0 + 20.0 * row as f64;
            let sample = vec![(self.x.start, y), (self.x.start + 24.0, y)];
            if label.dashed {
                sheet.dashes(sample, label.color, 2.0);
            } else {
                sheet.line(sample, label.color, 2.5);
            }
            let text = format!("{} {}", label.text, percent_or_none(label.value));
            sheet.text(&text, (self.x.start + 32.0, y), Anchor::Start, label.color);
        }
    }
}

/// A probability as it stands beside the end of a curve.
fn percent_or_none(probability: f64) -> String {
    if probability.is_nan() {
        "?".to_owned()
    } else {
        format::percent(probability)
    }
}

/// A direct label: what a curve is, and its value at the end.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// What the curve is.
    pub text: String,
    /// Its last value.
    pub value: f64,
    /// Its colour.
    pub color: super::theme::Color,
    /// Whether it is dashed.
    pub dashed: bool,
}

/// The low end of a logarithmic axis of probability: the power of ten below the
/// least value drawn, at least 10⁻¹².
fn floor_of(curves: &Curves) -> f64 {
    let least = curves
        .flawless
        .iter()
        .chain(&curves.answer)
        .copied()
        .filter(|&value| value > 0.0)
        .fold(0.1, f64::min);
    let exponent =
        bounceback_core::number::math::floor(bounceback_core::number::math::log10(least))
            .clamp(-12.0, -1.0);
    bounceback_core::number::math::pow(10.0, exponent)
}
