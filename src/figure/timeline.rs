//! The timeline: the phases of the completion in their order, and below them the
//! probability of every state, flowing along the tokens.
//!
//! Within a phase equal numbers of tokens take equal room, or, on a logarithmic axis,
//! equal ratios. From phase to phase they do too, but that a phase too short to be seen is
//! drawn wider, and the others give way.
//!
//! The shares of the states are stacked, so that each is as high as it is great. On a
//! logarithmic axis no height could tell that: there every state is a line of its own.
// Phases come and go while hands hold them: a number of one may be out of date.
#![cfg_attr(not(test), deny(clippy::indexing_slicing))]

use super::axis::{Axis, Scale, percent_label, tokens_label};
use super::crosshair::Crosshair;
use super::curves::nearest;
use super::plot::Plot;
use super::sheet::{Anchor, Drawing, Place, Sheet};
use super::theme::{Color, Theme};
use bounceback_core::exact::{Exact, lengths};
use bounceback_core::model::chain::Occupancy;
use bounceback_core::model::course::Stage;
use bounceback_core::model::scenario::{MOST_TOKENS, Scenario};
use bounceback_core::model::schema::Phase;
use bounceback_core::model::technique::{Judge, TECHNIQUES};
use bounceback_core::number::format::{percent, round, whole};
use bounceback_core::number::math::{floor, ln, log10, pow};
use bounceback_core::share::report::Table;
use bounceback_core::simulate::Tally;

/// How many lengths are computed: where each has a closed form, and where not.
const CLOSED: usize = 320;
const SUMMED: usize = 96;

/// Steps of a staircase are drawn as such where there are no more of them than this.
const STEPS: usize = 60;

/// The blocks of the phases, from top to bottom, in CSS pixels.
pub const HEADS: (f64, f64) = (4.0, 52.0);

/// The lane below them, where their ends are taken hold of.
pub const LANE: (f64, f64) = (54.0, 80.0);

/// Where the states begin, and the room below them for the axis.
const STATES: f64 = 88.0;
const AXIS: f64 = 40.0;

/// The room left of the frame, for short labels and for those of a logarithmic axis, and
/// right of it on wide sheets and on narrow ones.
const LEFT: f64 = 46.0;
const LEFT_LOG: f64 = 60.0;
const RIGHT: f64 = 148.0;
const RIGHT_NARROW: f64 = 4.0;

/// A narrower sheet has no labels beside the frame.
const NARROW: f64 = 560.0;

/// The least width of a phase, where there is room for it.
const LEAST: f64 = 36.0;

/// No line is followed below this share.
const LEAST_SHARE: f64 = 1e-12;

/// The width of a letter, with some air, and of one that stands out.
const LETTER: f64 = 7.4;
const BOLD_LETTER: f64 = 8.4;

/// Marks nearer to each other are one band.
const APART: f64 = 11.0;

/// What the states are called, from the foot up.
const NAMES: [&str; 4] = [
    "never erred",
    "acceptable again",
    "unacceptable",
    "lost for good",
];

/// What the figure shows.
#[derive(Clone, Debug)]
pub struct Timeline {
    phases: Vec<Phase>,
    /// The tokens of each phase.
    tokens: Vec<u64>,
    /// What is not yet done, stage by stage.
    stages: Vec<Stage>,
    done: u64,
    lengths: Vec<u64>,
    /// The probabilities at the first of the lengths, as far as they are computed.
    states: Vec<Occupancy>,
    exact: Exact,
    /// The scale of tokens, and whether that of shares is logarithmic.
    scale: Scale,
    log_y: bool,
}

/// Where phases lie along a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// The last token of each phase, and its place.
    ends: Vec<(u64, f64)>,
    start: f64,
    scale: Scale,
    widened: bool,
}

/// How tokens are spread.
pub fn scale(scenario: &Scenario) -> Scale {
    Scale::of(scenario.log_x())
}

/// How far along its scale a number of tokens lies. A logarithmic one begins at one token.
fn way(scale: Scale, tokens: f64) -> f64 {
    match scale {
        Scale::Linear => tokens,
        Scale::Log => ln(tokens.max(1.0)),
    }
}

impl Layout {
    /// Lays out phases of so many tokens between two places.
    pub fn of(tokens: &[u64], scale: Scale, (start, end): (f64, f64)) -> Self {
        let width = (end - start).max(1.0);
        let least = LEAST.min(width / tokens.len().max(1) as f64);
        let mut short = vec![false; tokens.len()];
        // A single token goes no way from the first on.
        let scale = match tokens {
            [..=1] => Scale::Linear,
            _ => scale,
        };
        let mut token = 0.0;
        let ways: Vec<f64> = (tokens.iter())
            .map(|&tokens| {
                let before = way(scale, token);
                token += tokens as f64;
                way(scale, token) - before
            })
            .collect();
        let share = loop {
            let given =
                |is_short: bool| ways.iter().zip(&short).filter(move |it| *it.1 == is_short);
            let room = width - least * given(true).count() as f64;
            let sum: f64 = given(false).map(|(way, _)| way).sum();
            let share = if sum > 0.0 { room / sum } else { 0.0 };
            let before = short.clone();
            for (short, way) in short.iter_mut().zip(&ways) {
                *short |= way * share < least * (1.0 - 1e-9);
            }
            if short == before {
                break share;
            }
        };
        let (mut token, mut place) = (0, start);
        let ends = (tokens.iter().zip(&ways).zip(&short)).map(|((&tokens, way), &short)| {
            token = (token + tokens).min(MOST_TOKENS);
            place += if short { least } else { way * share };
            (token, place)
        });
        Self {
            ends: ends.collect(),
            start,
            scale,
            widened: short.contains(&true) && short.len() > 1,
        }
    }

    /// Where a phase begins and ends. Behind the last one there is nothing more.
    pub fn span(&self, phase: usize) -> (f64, f64) {
        (self.before(phase).1, self.end(phase).1)
    }

    /// The phase at a place.
    pub fn phase_at(&self, place: f64) -> usize {
        let after = self.ends.partition_point(|&(_, end)| end < place);
        after.min(self.ends.len().saturating_sub(1))
    }

    fn before(&self, phase: usize) -> (u64, f64) {
        match phase.checked_sub(1) {
            Some(before) => self.end(before),
            None => (0, self.start),
        }
    }

    /// The last token of a phase, and its place; those of the last phase where there are
    /// fewer.
    fn end(&self, phase: usize) -> (u64, f64) {
        let end = self.ends.get(phase).or_else(|| self.ends.last());
        end.copied().unwrap_or((0, self.start))
    }

    /// The place of a token.
    fn place(&self, token: u64) -> f64 {
        let phase = self.ends.partition_point(|&(end, _)| end < token);
        let phase = phase.min(self.ends.len().saturating_sub(1));
        let ((from, left), (to, right)) = (self.before(phase), self.end(phase));
        let scale = self.within(from, to);
        let way = |token: u64| way(scale, token as f64);
        let span = way(to) - way(from);
        let share = if span > 0.0 {
            (way(token) - way(from)) / span
        } else {
            0.0
        };
        left + (right - left) * share.clamp(0.0, 1.0)
    }

    /// How tokens are spread within a phase: the first token has no room on a logarithmic
    /// scale, yet a phase of its own has.
    const fn within(&self, from: u64, to: u64) -> Scale {
        match (from, to) {
            (0, ..=1) => Scale::Linear,
            _ => self.scale,
        }
    }

    /// The number of tokens at a place.
    fn token(&self, place: f64) -> f64 {
        let phase = self.phase_at(place);
        let ((from, left), (to, right)) = (self.before(phase), self.end(phase));
        let share = ((place - left) / (right - left).max(1e-9)).clamp(0.0, 1.0);
        let (from, to) = (from as f64, to as f64);
        match self.within(from as u64, to as u64) {
            Scale::Linear => from + (to - from) * share,
            Scale::Log => from.max(1.0) * pow(to / from.max(1.0), share),
        }
    }
}

/// Between which places the tokens lie, on a sheet so many CSS pixels wide; whether the
/// axis of shares is logarithmic.
pub fn frame(width: f64, log_y: bool) -> (f64, f64) {
    let left = if log_y { LEFT_LOG } else { LEFT };
    let right = if width < NARROW { RIGHT_NARROW } else { RIGHT };
    (left, width - right)
}

/// How many tokens a phase gets when its end is pulled to a place: the roundest number
/// that puts it there. Where the frame ends, pulling on doubles the tokens with every
/// quarter of its width; so it is for the last phase, and for one whose length others
/// share, all the way from where the pulling began (`from`).
pub fn pulled(
    tokens: &[u64],
    phase: usize,
    shared: bool,
    scale: Scale,
    frame: (f64, f64),
    from: f64,
    to: f64,
) -> u64 {
    let beyond = |tokens: f64, by: f64| {
        let doublings = by / (frame.1 - frame.0).max(1.0) * 4.0;
        let wanted = round(tokens * pow(2.0, doublings), 2);
        (wanted.round() as u64).clamp(1, MOST_TOKENS)
    };
    let before = tokens.get(phase).copied().unwrap_or(1);
    if shared || phase + 1 >= tokens.len() {
        return beyond(before as f64, to - from);
    }
    let end = |wanted: f64| {
        let mut tried = tokens.to_vec();
        if let Some(tokens) = tried.get_mut(phase) {
            *tokens = (wanted.round() as u64).max(1);
        }
        Layout::of(&tried, scale, frame).span(phase)
    };
    // The more tokens it has, the further it ends: the fewest that reach a place.
    let reaching = |place: f64| {
        let (mut low, mut high) = (1.0, MOST_TOKENS as f64);
        while high - low > 0.25 && high > low * (1.0 + 1e-9) {
            let middle = if high > 4.0 * low {
                (low * high).sqrt()
            } else {
                f64::midpoint(low, high)
            };
            if end(middle).1 < place {
                low = middle;
            } else {
                high = middle;
            }
        }
        high
    };
    let (start, least) = end(1.0);
    if to < least {
        // As many as are drawn no wider than one.
        let share = ((to - start) / (least - start)).clamp(0.0, 1.0);
        let drawn = reaching(least + 0.5);
        return (round(drawn * share, 2).round() as u64).max(1);
    }
    let reach = end(MOST_TOKENS as f64).1 - 0.5;
    if to > reach {
        return beyond(reaching(reach), to - reach);
    }
    let wanted = reaching(to);
    let near = |tokens: &f64| *tokens >= 1.0 && (end(*tokens).1 - to).abs() <= 1.0;
    let rounded = (1..=9)
        .map(|digits| round(wanted, digits).round())
        .find(near);
    (rounded.unwrap_or(wanted).round() as u64).clamp(1, MOST_TOKENS)
}

impl Timeline {
    /// Reads the figure off a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        let phases = scenario.phases();
        let tokens: Vec<u64> = phases.iter().map(|it| scenario.tokens_of(it)).collect();
        let stages = scenario.course().stages().to_vec();
        let exact = Exact::new(scenario);
        let count = if exact.is_closed() { CLOSED } else { SUMMED };
        let scale = scale(scenario);
        let lengths = stops(&tokens, scale, &stages, count);
        let mut timeline = Self {
            phases,
            tokens,
            stages,
            done: scenario.done(),
            lengths,
            states: Vec::new(),
            scale,
            log_y: scenario.log_y(),
            exact,
        };
        if timeline.exact.is_closed() || timeline.exact.is_walked() {
            timeline.compute(usize::MAX);
        }
        timeline
    }

    fn layout(&self, width: f64) -> Layout {
        Layout::of(&self.tokens, self.scale, frame(width, self.log_y))
    }

    /// The axis of shares. A logarithmic one begins at the power of ten below everything
    /// that is shown.
    fn y_axis(&self, height: f64) -> Axis {
        let (scale, low) = if self.log_y {
            let shares = self.states.iter().flat_map(shares);
            let least = shares.filter(|&it| it >= LEAST_SHARE).fold(0.1, f64::min);
            (Scale::Log, pow(10.0, floor(log10(least))))
        } else {
            (Scale::Linear, 0.0)
        };
        Axis {
            scale,
            low,
            high: 1.0,
            start: (height - AXIS).max(STATES + 1.0),
            end: STATES,
        }
    }

    /// The phase that a number of tokens lies in.
    fn phase_of(&self, tokens: u64) -> usize {
        let mut end = 0;
        let last = self.tokens.len() - 1;
        let inside = self.tokens.iter().position(|tokens_of| {
            end += tokens_of;
            tokens <= end
        });
        inside.unwrap_or(last)
    }

    fn draw_heads(&self, sheet: &mut Sheet, layout: &Layout) {
        let theme = sheet.theme();
        for (index, (phase, &tokens_of)) in self.phases.iter().zip(&self.tokens).enumerate() {
            let (left, right) = layout.span(index);
            sheet.block((left + 1.0, HEADS.0), (right - 1.0, HEADS.1), theme.gap);
            let letters =
                |room: f64, letter: f64| ((right - left - room) / letter).max(0.0) as usize;
            let number = (index + 1).to_string();
            let named = format!("{number} {}", phase.name);
            let fitted = fitting(&named, letters(14.0, BOLD_LETTER), number.len() + 3);
            // Where there is no room for its name, its number stands in the middle.
            let (named, from, anchor, room) = match fitted {
                Some(named) => (named, left + 8.0, Anchor::Start, 14.0),
                None => (number, f64::midpoint(left, right), Anchor::Middle, 4.0),
            };
            let middle = f64::midpoint(HEADS.0, HEADS.1);
            let technique = technique_of(phase);
            let tokens = whole(tokens_of);
            let details = [
                format!("{technique} · {tokens} tokens"),
                format!("{technique} · {tokens}"),
                format!("{tokens} tokens"),
                tokens,
                tokens_label(tokens_of as f64),
            ];
            let length = |text: &str| text.chars().count();
            let fits = |text: &String| length(text) <= letters(room, LETTER);
            let detail = details.into_iter().find(fits);
            let up = if detail.is_some() { 10.0 } else { 0.0 };
            sheet.bold(&named, (from, middle - up), anchor, theme.ink);
            if let Some(detail) = detail {
                sheet.text(&detail, (from, middle + 10.0), anchor, theme.ink);
            }
        }
    }

    /// What is done in each stage, as marks in the lane: a wedge where the hazard falls,
    /// a tick for a check, a dot for a vote, a question mark for a query, an arrow back.
    fn draw_lane(&self, sheet: &mut Sheet, layout: &Layout) {
        let theme = sheet.theme();
        let middle = f64::midpoint(LANE.0, LANE.1);
        for stage in self.stages.iter().filter(|stage| stage.from < stage.to) {
            let (from, to) = (layout.place(stage.from) + 9.0, layout.place(stage.to) - 8.0);
            if to <= from {
                continue;
            }
            let share = &stage.share;
            if share.constant().is_none() {
                let most = share.before.max(share.after);
                let height = |token: u64| 18.0 * share.at(token) / most;
                let foot = middle + 9.0;
                // What is a straight line along tokens is none along their logarithm.
                let steps = if self.scale == Scale::Log { 24 } else { 1 };
                let edge = (0..=steps).map(|step| {
                    let share = f64::from(step) / f64::from(steps);
                    let at = from + (to - from) * share;
                    let token = match step {
                        0 => stage.from,
                        _ if step == steps => stage.to,
                        _ => layout.token(at).round() as u64,
                    };
                    (at, foot - height(token.clamp(stage.from, stage.to)))
                });
                let mut outline = vec![(from, foot)];
                outline.extend(edge);
                outline.push((to, foot));
                sheet.fill(outline, theme.band);
            } else if stage.repair > 0.0 {
                let count = ((to - from) / 3.0 / APART).max(1.0) as usize;
                let step = (to - from) / count as f64;
                for index in 0..count {
                    arrow(
                        sheet,
                        (from + step * (index as f64 + 0.5), middle),
                        theme.bounce,
                    );
                }
            }
            if let Some(query) = stage.query {
                let places = places(stage, query.interval, 0);
                let at = |token| layout.place(token).clamp(from, to);
                spread(sheet, places.map(at), (from, to), |sheet, x| {
                    sheet.bold("?", (x, middle), Anchor::Middle, theme.bounce);
                });
            }
            if let Some(check) = stage.check {
                let places = places(stage, check.size, check.size);
                let verified = matches!(check.judge, Judge::Verify { .. });
                let at = |token| layout.place(token).clamp(from, to);
                spread(sheet, places.map(at), (from, to), |sheet, x| {
                    if verified {
                        tick(sheet, (x, middle), theme.bounce);
                    } else {
                        sheet.dot((x, middle), 3.0, theme.bounce);
                    }
                });
            }
        }
        for phase in 0..self.phases.len() {
            let (_, end) = layout.span(phase);
            sheet.block((end - 2.0, LANE.0), (end + 2.0, LANE.1), theme.faint);
        }
    }

    fn draw_states(&self, sheet: &mut Sheet, layout: &Layout, y: Axis) {
        let theme = sheet.theme();
        let x: Vec<f64> = self.lengths.iter().map(|&n| layout.place(n)).collect();
        if self.log_y {
            self.draw_lines(sheet, layout, &x, y);
        } else {
            self.draw_stack(sheet, layout, &x, y);
        }
        if self.done > 0 {
            let x = layout.place(self.done);
            sheet.line(vec![(x, y.end), (x, y.start)], theme.ink, 1.0);
            let label = format!("{} done", tokens_label(self.done as f64));
            let anchor = if x < f64::midpoint(layout.start, layout.end(0).1.max(x)) {
                Anchor::Start
            } else {
                Anchor::End
            };
            let aside = if anchor == Anchor::Start { 6.0 } else { -6.0 };
            sheet.text(&label, (x + aside, y.start - 12.0), anchor, theme.ink);
        }
    }

    /// The shares one upon the other.
    fn draw_stack(&self, sheet: &mut Sheet, layout: &Layout, x: &[f64], y: Axis) {
        let theme = sheet.theme();
        let colors = [
            theme.flawless,
            theme.recovered,
            theme.unacceptable,
            theme.lost,
        ];
        let edge = |states: usize| -> Vec<Place> {
            let height = self.states.iter().map(|it| y.place(below(it, states)));
            x.iter().copied().zip(height).collect()
        };
        for (state, color) in colors.into_iter().enumerate() {
            if self.states.iter().any(|it| share(it, state) > 0.0) {
                let mut outline = edge(state + 1);
                outline.extend(edge(state).into_iter().rev());
                sheet.fill(outline, color);
            }
        }
        for phase in 0..self.phases.len() - 1 {
            let (_, end) = layout.span(phase);
            sheet.line(vec![(end, y.end), (end, y.start)], theme.paper, 1.5);
        }
        sheet.dashes(edge(1), theme.lecun, 2.0);
        sheet.line(edge(2), theme.bounce, 2.5);
    }

    /// Each share as a line of its own, as far as it reaches into the frame.
    fn draw_lines(&self, sheet: &mut Sheet, layout: &Layout, x: &[f64], y: Axis) {
        let theme = sheet.theme();
        for tick in y.ticks(4) {
            let at = y.place(tick);
            let across = [x.first(), x.last()].into_iter().flatten();
            sheet.line(across.map(|&x| (x, at)).collect(), theme.rule, 1.0);
        }
        for phase in 0..self.phases.len() - 1 {
            let (_, end) = layout.span(phase);
            sheet.line(vec![(end, y.end), (end, y.start)], theme.rule, 1.5);
        }
        for (state, color) in lines(&theme).into_iter().enumerate() {
            let values: Vec<f64> = self.states.iter().map(|it| share(it, state)).collect();
            let is_in = |stop: usize| values.get(stop).is_some_and(|&value| value >= y.low);
            // Where it enters the frame and leaves it, it does so at the foot.
            let beside = |stop: usize, other: usize| is_in(other) && x.get(other) != x.get(stop);
            let is_near = |stop: usize| {
                is_in(stop) || beside(stop, stop + 1) || beside(stop, stop.wrapping_sub(1))
            };
            let places = (x.iter().zip(&values)).map(|(&x, &value)| (x, y.place(value)));
            let places: Vec<Place> = places.collect();
            let mut rest = 0;
            while let Some(from) = (rest..places.len()).find(|&stop| is_near(stop)) {
                let to = (from..places.len()).find(|&stop| !is_near(stop));
                rest = to.unwrap_or(places.len());
                let line = places.iter().take(rest).skip(from).copied().collect();
                if state == 0 {
                    sheet.dashes(line, color, 2.0);
                } else {
                    sheet.line(line, color, 2.5);
                }
            }
        }
    }

    /// The shares at the end, beside the frame: never on top of each other.
    fn draw_labels(&self, sheet: &mut Sheet, x: f64, y: Axis) {
        const HEIGHT: f64 = 38.0;
        let theme = sheet.theme();
        let Some(end) = self.states.last() else {
            return;
        };
        let colors = [theme.lecun, theme.bounce, theme.ink, theme.ink];
        let least = if self.log_y { y.low } else { 0.000_5 };
        let states = (0..4).filter(|&state| share(end, state) >= least);
        let mut labels: Vec<(usize, f64)> = states
            .map(|state| {
                let at = if self.log_y {
                    share(end, state)
                } else {
                    f64::midpoint(below(end, state), below(end, state + 1))
                };
                (state, y.place(at))
            })
            .collect();
        labels.sort_by(|a, b| b.1.total_cmp(&a.1));
        let mut foot = y.start;
        for (_, at) in &mut labels {
            *at = at.min(foot - HEIGHT / 2.0);
            foot = *at - HEIGHT / 2.0;
        }
        // Those that were pushed out at the top push back.
        let mut top = y.end - 6.0;
        for (_, at) in labels.iter_mut().rev() {
            *at = at.max(top + HEIGHT / 2.0);
            top = *at + HEIGHT / 2.0;
        }
        for (state, at) in labels {
            let Some((name, color)) = NAMES.iter().zip(colors).nth(state) else {
                continue;
            };
            let share = percent(share(end, state));
            sheet.bold(&share, (x + 12.0, at - 9.0), Anchor::Start, color);
            sheet.text(name, (x + 12.0, at + 8.0), Anchor::Start, color);
        }
    }

    /// What the lines are, in a corner of the frame that they seldom reach, where there is
    /// no room beside it.
    fn draw_key(&self, sheet: &mut Sheet, x: f64, y: Axis) {
        let theme = sheet.theme();
        let seen = |state: usize| self.states.iter().any(|it| share(it, state) >= y.low);
        let mut at = y.start - 12.0;
        let named = NAMES.into_iter().zip(lines(&theme)).enumerate();
        for (state, (name, color)) in named.rev().filter(|&(state, _)| seen(state)) {
            let from = x - 10.0 - name.chars().count() as f64 * LETTER;
            sheet.block((from - 26.0, at - 9.0), (x - 2.0, at + 9.0), theme.paper);
            let sample = vec![(from - 22.0, at), (from - 4.0, at)];
            if state == 0 {
                sheet.dashes(sample, color, 2.0);
            } else {
                sheet.line(sample, color, 2.5);
            }
            sheet.text(name, (x - 6.0, at), Anchor::End, theme.ink);
            at -= 18.0;
        }
    }
}

/// The lengths at which states are computed: more in a wider phase, those beside each
/// step, and the ends.
fn stops(tokens: &[u64], scale: Scale, stages: &[Stage], count: usize) -> Vec<u64> {
    let layout = Layout::of(tokens, scale, (0.0, 1.0));
    let mut stops = Vec::new();
    let mut from = 0;
    for (phase, &(to, _)) in layout.ends.iter().enumerate() {
        let (start, end) = layout.span(phase);
        let share = ((end - start) * count as f64) as usize;
        stops.extend(spread_lengths(from, to, share.max(8), scale));
        from = to;
    }
    for stage in stages.iter().filter(|stage| stage.from < stage.to) {
        let most = (STEPS * count / CLOSED) as u64;
        let few = |interval: u64| (stage.to - stage.from).div_ceil(interval) <= most;
        if let Some(check) = stage.check.filter(|check| few(check.size)) {
            // What is checked counts with its last token.
            stops.extend(places(stage, check.size, check.size).flat_map(|at| [at - 1, at]));
        }
        if let Some(query) = stage.query.filter(|query| few(query.interval)) {
            // What is caught is caught before the next token.
            stops.extend(places(stage, query.interval, 0).flat_map(|at| [at, at + 1]));
        }
    }
    stops.sort_unstable();
    stops.dedup();
    stops
}

/// About so many lengths of a phase, as its tokens are spread.
fn spread_lengths(from: u64, to: u64, count: usize, scale: Scale) -> Vec<u64> {
    if scale == Scale::Linear || from == 0 {
        return lengths(from, to, count, scale == Scale::Log);
    }
    let ratio = to as f64 / from as f64;
    let last = (count - 1) as f64;
    let at = |step: usize| from as f64 * pow(ratio, step as f64 / last);
    let mut lengths: Vec<u64> = (0..count).map(|step| at(step).round() as u64).collect();
    lengths.extend([from, to]);
    lengths.retain(|length| (from..=to).contains(length));
    lengths
}

/// The tokens of a stage after which something is done: every so many, from some on.
fn places(stage: &Stage, interval: u64, first: u64) -> impl Iterator<Item = u64> + use<> {
    let (from, to) = (stage.from, stage.to);
    let last = (to - from).saturating_sub(1) / interval;
    (0..=last).map(move |index| (from + first + index * interval).min(to))
}

/// The axis of shares, and that of tokens: ends of phases, and round numbers between.
fn draw_axes(sheet: &mut Sheet, layout: &Layout, y: Axis) {
    let theme = sheet.theme();
    let (left, right) = frame(sheet.size().0, y.scale == Scale::Log);
    for tick in y.ticks(4) {
        let at = y.place(tick);
        sheet.line(vec![(left - 5.0, at), (left, at)], theme.faint, 1.0);
        let label = percent_label(tick);
        sheet.text(&label, (left - 8.0, at), Anchor::End, theme.faint);
    }
    // Ends of phases first; round numbers between them where there is room.
    let mut ticks: Vec<u64> = layout.ends.iter().map(|&(token, _)| token).rev().collect();
    // A logarithmic axis begins at one token.
    ticks.push(u64::from(layout.scale == Scale::Log));
    let mut from = 0;
    for (phase, &(to, _)) in layout.ends.iter().enumerate() {
        let (start, end) = layout.span(phase);
        let scale = layout.within(from, to);
        let low = match scale {
            Scale::Linear => from as f64,
            Scale::Log => (from as f64).max(1.0),
        };
        let axis = Axis {
            scale,
            low,
            high: (to as f64).max(low + 1.0),
            start,
            end,
        };
        let round = axis.ticks(((end - start) / 90.0) as usize);
        ticks.extend(round.into_iter().map(|token| token as u64));
        from = to;
    }
    let mut taken: Vec<(f64, f64)> = Vec::new();
    let edge = sheet.size().0 - 2.0;
    for token in ticks {
        let (x, label) = (layout.place(token), tokens_label(token as f64));
        let half = label.chars().count() as f64 * LETTER / 2.0;
        let at = x.min(edge - half);
        let free = |&(low, high): &(f64, f64)| at + half + 4.0 < low || high < at - half - 4.0;
        if !taken.iter().all(free) {
            continue;
        }
        taken.push((at - half, at + half));
        sheet.line(vec![(x, y.start), (x, y.start + 5.0)], theme.faint, 1.0);
        sheet.text(&label, (at, y.start + 15.0), Anchor::Middle, theme.faint);
    }
    sheet.line(vec![(left, y.start), (right, y.start)], theme.faint, 1.0);
    let foot = y.start + 31.0;
    let words = match (layout.widened, y.scale) {
        (false, _) => "tokens",
        (true, Scale::Linear) => "tokens (short phases are drawn wider)",
        (true, Scale::Log) => "tokens (short phases wider)",
    };
    sheet.text(words, (right, foot), Anchor::End, theme.faint);
    if y.scale == Scale::Log {
        sheet.text("not stacked", (left, foot), Anchor::Start, theme.faint);
    }
}

/// Puts marks at places, or a band from where they would run into each other.
fn spread(
    sheet: &mut Sheet,
    mut places: impl Iterator<Item = f64>,
    (from, to): (f64, f64),
    mark: impl Fn(&mut Sheet, f64),
) {
    let middle = f64::midpoint(LANE.0, LANE.1);
    let Some(mut at) = places.next() else {
        return;
    };
    let mut is_first = true;
    for next in places {
        if next - at < APART {
            // One mark says what the band is made of.
            let at = if is_first { from + 3.0 } else { at };
            let band = at + 11.0;
            let color = sheet.theme().bounce;
            sheet.block((band, middle - 2.0), (to.max(band), middle + 2.0), color);
            mark(sheet, at);
            return;
        }
        mark(sheet, at);
        (at, is_first) = (next, false);
    }
    mark(sheet, at);
}

fn tick(sheet: &mut Sheet, (x, y): Place, color: Color) {
    let places = vec![(x - 4.0, y), (x - 1.0, y + 4.0), (x + 4.0, y - 5.0)];
    sheet.line(places, color, 2.0);
}

fn arrow(sheet: &mut Sheet, (x, y): Place, color: Color) {
    let places = vec![(x + 1.0, y - 4.0), (x - 4.0, y), (x + 1.0, y + 4.0)];
    sheet.line(places, color, 1.5);
    sheet.line(vec![(x - 4.0, y), (x + 7.0, y)], color, 1.5);
}

/// As much of a text as fits into so many letters, if that is `least` at least.
fn fitting(text: &str, letters: usize, least: usize) -> Option<String> {
    if text.chars().count() <= letters {
        return Some(text.to_owned());
    }
    let kept: String = text.chars().take(letters.saturating_sub(1)).collect();
    (letters > least).then(|| format!("{}…", kept.trim_end()))
}

/// The probabilities of the states, from the foot up.
const fn shares(states: &Occupancy) -> [f64; 4] {
    [
        states.flawless,
        states.recovered,
        states.unacceptable,
        states.lost,
    ]
}

/// The probability of one of them.
fn share(states: &Occupancy, state: usize) -> f64 {
    shares(states).get(state).copied().unwrap_or_default()
}

/// What the technique of a phase is called.
fn technique_of(phase: &Phase) -> &'static str {
    let technique = TECHNIQUES.get(phase.technique);
    technique.map_or("", |technique| technique.label)
}

/// The colours of states that are lines.
const fn lines(theme: &Theme) -> [Color; 4] {
    [theme.lecun, theme.bounce, theme.unacceptable, theme.lost]
}

/// The probability of the lowest so many states together.
fn below(states: &Occupancy, count: usize) -> f64 {
    if count == 4 {
        return 1.0;
    }
    let lowest = shares(states).into_iter().take(count);
    lowest.sum::<f64>().clamp(0.0, 1.0)
}

impl Drawing for Timeline {
    fn title(&self) -> String {
        let phases: Vec<String> = (self.phases.iter().zip(&self.tokens))
            .map(|(phase, &tokens)| {
                let technique = technique_of(phase);
                format!("{}, {} tokens ({technique})", phase.name, whole(tokens))
            })
            .collect();
        let end = self.states.last().map_or(0.0, |end| below(end, 2));
        format!(
            "The phases of a completion: {}. {} are acceptable at its end.",
            phases.join("; "),
            percent(end)
        )
    }

    fn draw(&self, sheet: &mut Sheet) {
        sheet.clear();
        let (width, height) = sheet.size();
        let layout = self.layout(width);
        let y = self.y_axis(height);
        self.draw_heads(sheet, &layout);
        self.draw_lane(sheet, &layout);
        self.draw_states(sheet, &layout, y);
        draw_axes(sheet, &layout, y);
        let (_, end) = frame(width, self.log_y);
        if width >= NARROW {
            self.draw_labels(sheet, end, y);
        } else if self.log_y {
            self.draw_key(sheet, end, y);
        }
    }
}

impl Plot for Timeline {
    fn compute(&mut self, places: usize) -> bool {
        let known = self.states.len();
        if self.is_presentable() {
            return false;
        }
        let next: Vec<u64> = self
            .lengths
            .iter()
            .copied()
            .skip(known)
            .take(places)
            .collect();
        let states = self.exact.occupancies(&next);
        self.states.extend(states);
        if self.is_presentable() {
            // What is known by simulation only has no place here.
            let known = self.states.iter().map(|states| !states.flawless.is_nan());
            let mut kept = known.collect::<Vec<bool>>().into_iter();
            self.lengths.retain(|_| kept.next().unwrap_or(false));
            self.states.retain(|states| !states.flawless.is_nan());
        }
        true
    }

    fn is_presentable(&self) -> bool {
        self.states.len() == self.lengths.len()
    }

    fn stop_at(&self, size: (f64, f64), place: Place) -> usize {
        nearest(&self.lengths, self.layout(size.0).token(place.0))
    }

    fn words(&self, stop: usize) -> String {
        let (Some(&tokens), Some(states)) = (self.lengths.get(stop), self.states.get(stop)) else {
            return String::new();
        };
        let phase = self.phase_of(tokens);
        let shares = shares(states);
        let states: Vec<String> = (NAMES.iter().zip(shares))
            .filter(|&(_, share)| share > 0.0)
            .map(|(name, share)| format!("{name} {}", percent(share)))
            .collect();
        format!(
            "After {} tokens, in {} ({} of {}): {}.",
            whole(tokens),
            self.phases.get(phase).map_or("", |phase| &phase.name),
            phase + 1,
            self.phases.len(),
            states.join(", ")
        )
    }

    fn crosshair(&self, sheet: &Sheet, stop: usize) -> Crosshair {
        let (theme, (width, height)) = (sheet.theme(), sheet.size());
        let (Some(&tokens), Some(states)) = (self.lengths.get(stop), self.states.get(stop)) else {
            return Crosshair::default();
        };
        let (x, y) = (self.layout(width).place(tokens), self.y_axis(height));
        let dots = if self.log_y {
            let dots = shares(states).into_iter().zip(lines(&theme));
            let dots = dots.filter(|&(share, _)| share >= y.low);
            dots.map(|(share, color)| ((x, y.place(share)), color))
                .collect()
        } else {
            let dot = |count, color| ((x, y.place(below(states, count))), color);
            vec![dot(1, theme.lecun), dot(2, theme.bounce)]
        };
        Crosshair {
            lines: vec![[(x, y.end), (x, y.start)]],
            dots,
            ..Crosshair::default()
        }
    }

    fn lengths(&self) -> &[u64] {
        &self.lengths
    }

    fn table(&self, _: Option<&Tally>) -> Table {
        let columns = [
            "tokens",
            "phase",
            "flawless",
            "recovered",
            "unacceptable",
            "lost",
        ];
        let row = |(&tokens, states): (&u64, &Occupancy)| {
            let mut row = vec![self.phase_of(tokens) as f64 + 1.0];
            row.extend(shares(states));
            row
        };
        Table {
            columns: columns.map(str::to_owned).into(),
            first: self.lengths.iter().map(|&n| n as f64).collect(),
            rows: self.lengths.iter().zip(&self.states).map(row).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::theme::LIGHT;
    use bounceback_core::share::link;

    const FRAME: (f64, f64) = (48.0, 752.0);

    /// A hand may still hold a phase that has gone meanwhile.
    #[test]
    fn a_phase_that_there_is_none_of_has_a_place_and_can_be_pulled() {
        for scale in [Scale::Linear, Scale::Log] {
            for tokens in [&[][..], &[7], &[100, 300]] {
                let layout = Layout::of(tokens, scale, FRAME);
                for phase in 0..5 {
                    let (left, right) = layout.span(phase);
                    assert!(left <= right && right <= FRAME.1, "{tokens:?} {phase}");
                    for shared in [false, true] {
                        let pulled = pulled(tokens, phase, shared, scale, FRAME, right, 300.0);
                        assert!((1..=MOST_TOKENS).contains(&pulled), "{tokens:?} {phase}");
                    }
                }
                for token in [0, 1, 99, MOST_TOKENS] {
                    assert!(layout.place(token).is_finite());
                }
                assert!(layout.token(200.0) >= 0.0);
            }
        }
        let timeline = of("schema=a:3;b:4");
        let beyond = timeline.lengths.len();
        assert_eq!(timeline.words(beyond), "");
        let sheet = Sheet::new((800.0, 400.0), LIGHT);
        assert_eq!(timeline.crosshair(&sheet, beyond), Crosshair::default());
    }

    fn of(link: &str) -> Timeline {
        Timeline::of(&link::read(link).scenario)
    }

    #[test]
    fn equal_tokens_take_equal_room_unless_a_phase_is_too_short_to_be_seen() {
        let even = Layout::of(&[100, 300], Scale::Linear, FRAME);
        assert!(!even.widened);
        assert_eq!(
            (even.place(0), even.place(200), even.place(400)),
            (48.0, 400.0, 752.0)
        );
        let short = Layout::of(&[1, 1000, 1_000_000], Scale::Linear, FRAME);
        assert!(short.widened);
        assert_eq!(short.span(0), (48.0, 48.0 + LEAST));
        assert_eq!(short.span(1).1, 48.0 + 2.0 * LEAST);
        assert!((short.span(2).1 - 752.0).abs() < 1e-9);
        // Twelve on a telephone: all there is room for.
        let many = Layout::of(&[5; 12], Scale::Linear, (48.0, 346.0));
        assert!((many.span(3).1 - many.span(3).0 - 298.0 / 12.0).abs() < 1e-9);
    }

    #[test]
    fn a_place_and_its_token_are_inverse() {
        for tokens in [
            &[200][..],
            &[1, 1000, 1_000_000],
            &[30, 70, 1],
            &[1_000_000_000, 5],
            &[1],
            &[1, 1],
        ] {
            for scale in [Scale::Linear, Scale::Log] {
                let layout = Layout::of(tokens, scale, FRAME);
                let end = layout.ends.last().unwrap().0;
                for share in 0..=100 {
                    let token = end / 100 * share;
                    let back = layout.token(layout.place(token));
                    // On a logarithmic scale nothing lies before the first.
                    let off = (back - token as f64).abs();
                    let first = if token == 0 { 1.0 } else { 0.0 };
                    assert!(off <= first + 1e-6 * end as f64, "{token} {back}");
                }
                // More than there may be in all is cut off.
                let most = tokens.iter().sum::<u64>() > MOST_TOKENS;
                assert!(
                    most || (layout.place(end) - FRAME.1).abs() < 1e-9,
                    "{tokens:?}"
                );
            }
        }
    }

    #[test]
    fn on_a_logarithmic_scale_equal_ratios_take_equal_room() {
        let layout = Layout::of(&[100, 9900], Scale::Log, FRAME);
        assert!(!layout.widened);
        for (token, place) in [
            (0, 48.0),
            (1, 48.0),
            (10, 224.0),
            (100, 400.0),
            (1000, 576.0),
        ] {
            assert!((layout.place(token) - place).abs() < 1e-9, "{token}");
        }
        // A phase too short to be seen is drawn wider there too.
        let short = Layout::of(&[1000, 5, 1_000_000], Scale::Log, FRAME);
        assert!(short.widened);
        assert!((short.span(1).1 - short.span(1).0 - LEAST).abs() < 1e-9);
    }

    #[test]
    fn an_end_that_is_pulled_lies_where_it_was_pulled_to() {
        for tokens in [
            &[100, 300][..],
            &[50, 20, 400],
            &[3, 1000, 1_000_000],
            &[7; 12],
        ] {
            for (phase, scale) in (0..tokens.len() - 1)
                .flat_map(|phase| [(phase, Scale::Linear), (phase, Scale::Log)])
            {
                let with_tokens = |count| {
                    let mut with = tokens.to_vec();
                    with[phase] = count;
                    Layout::of(&with, scale, FRAME).span(phase).1
                };
                let (least, most) = (with_tokens(1), with_tokens(MOST_TOKENS));
                for place in 0..70 {
                    let to = least + f64::from(place) * 10.0;
                    if to > most {
                        break;
                    }
                    let count = pulled(tokens, phase, false, scale, FRAME, 0.0, to);
                    let (end, fewer) = (with_tokens(count), with_tokens((count - 1).max(1)));
                    // A token may be wider than a pixel: then it is the first that gets
                    // there.
                    assert!(
                        (end - to).abs() <= 1.0 + 1e-6 || (fewer < to && to <= end),
                        "{tokens:?} {phase} {scale:?}: {to} and {end}, {count}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_is_pulled_are_round_numbers() {
        let linear = Scale::Linear;
        let to = |place| pulled(&[100, 300], 0, false, linear, FRAME, 0.0, place);
        assert_eq!([to(224.0), to(400.4), to(0.0)], [100, 300, 1]);
        // The last one goes on beyond the frame: a quarter of it doubles.
        let last = |by: f64| pulled(&[100, 300], 1, false, linear, FRAME, 752.0, 752.0 + by);
        assert_eq!([last(0.0), last(176.0), last(-176.0)], [300, 600, 150]);
        assert_eq!(last(1e9), MOST_TOKENS);
        assert_eq!(last(-1e9), 1);
        // Any other goes on from where nothing gives way any more.
        let beyond = |place| pulled(&[100, 300], 0, false, linear, FRAME, 0.0, place);
        assert_eq!(beyond(716.0 + 176.0), 2 * beyond(716.0));
        // So does the end of one whose length another shares.
        let shared = |scale| pulled(&[100, 100, 50], 0, true, scale, FRAME, 300.0, 476.0);
        assert_eq!([shared(linear), shared(Scale::Log)], [200, 200]);
    }

    #[test]
    fn the_states_are_those_of_the_exact_curves_and_fill_everything() {
        for link in [
            "",
            "process=independent&technique=verify&tokens=100",
            "process=self_conditioning&technique=query",
            "fatal=0.1&schema=plan:100:think;draft:200:verify;answer:backtrack",
            "process=mixed_difficulty&technique=vote&done=50",
        ] {
            let scenario = link::read(link).scenario;
            let timeline = Timeline::of(&scenario);
            assert_eq!(timeline.lengths.last(), Some(&scenario.length()), "{link}");
            let exact = Exact::new(&scenario);
            for (&n, states) in timeline.lengths.iter().zip(&timeline.states).step_by(29) {
                let there = exact.occupancy(n);
                for (a, b) in shares(&there).into_iter().zip(shares(states)) {
                    assert!((a - b).abs() < 1e-9, "{link} {n}");
                }
                assert!((shares(states).iter().sum::<f64>() - 1.0).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn a_logarithmic_axis_tells_every_share_and_stacks_none() {
        let link = "fatal=2%&schema=plan:50;answer:1000:verify:interval=100&x=log&y=log";
        let timeline = of(link);
        let (size, theme) = ((900.0, 400.0), super::super::theme::LIGHT);
        let y = timeline.y_axis(size.1);
        assert_eq!(y.scale, Scale::Log);
        let sheet = Sheet::new(size, theme);
        for stop in 0..timeline.lengths.len() {
            let shares = shares(&timeline.states[stop]);
            let cross = timeline.crosshair(&sheet, stop);
            let seen: Vec<f64> = shares.into_iter().filter(|&it| it >= y.low).collect();
            let dots: Vec<f64> = cross.dots.iter().map(|&((_, at), _)| y.value(at)).collect();
            assert_eq!(seen.len(), dots.len());
            for (share, dot) in seen.into_iter().zip(dots) {
                assert!((share / dot - 1.0).abs() < 1e-9, "{share} {dot}");
            }
            // Whoever reads the place reads the length that stands there.
            let at = cross.lines[0][0].0;
            let back = timeline.stop_at(size, (at, 0.0));
            let same = timeline.layout(size.0).place(timeline.lengths[back]);
            assert!((same - at).abs() < 1e-6, "{stop} {back}");
        }
        // Equal ratios are told apart equally well, whatever the phase.
        let lengths = &timeline.lengths;
        let widest = (lengths.windows(2).filter(|pair| pair[0] > 100))
            .map(|pair| pair[1] as f64 / pair[0] as f64)
            .fold(1.0, f64::max);
        assert!(widest < 1.03, "{widest}");
    }

    #[test]
    fn the_steps_of_a_check_are_among_the_lengths() {
        let timeline = of("process=independent&technique=verify&interval=20&tokens=100000");
        assert!(timeline.lengths.len() < 2 * CLOSED);
        let few = of("process=independent&technique=verify&interval=2000&tokens=100000");
        for at in (2000..=100_000).step_by(2000) {
            assert!(few.lengths.contains(&at) && few.lengths.contains(&(at - 1)));
        }
    }

    #[test]
    fn the_readout_names_the_phase() {
        let timeline = of("process=independent&error=0.01&schema=plan:10;answer:90");
        let words = |n: u64| timeline.words(nearest(&timeline.lengths, n as f64));
        assert_eq!(
            words(100),
            "After 100 tokens, in answer (2 of 2): never erred 36.6%, unacceptable 63.4%."
        );
        assert_eq!(
            words(10),
            "After 10 tokens, in plan (1 of 2): never erred 90.4%, unacceptable 9.56%."
        );
        assert_eq!(timeline.table(None).rows[0][0], 1.0);
    }
}
