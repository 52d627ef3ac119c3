//! Where phases lie, and where their ends may be pulled to.

use crate::figure::axis::Scale;
use bounceback_core::model::scenario::{MOST_TOKENS, Scenario};
use bounceback_core::number::format::round;
use bounceback_core::number::math::{ln, pow};

/// The blocks of the phases, from top to bottom, in CSS pixels.
pub const HEADS: (f64, f64) = (4.0, 52.0);

/// The lane below them, where their ends are taken hold of.
pub const LANE: (f64, f64) = (54.0, 80.0);

/// Where the states begin, and the room below them for the axis.
pub(super) const STATES: f64 = 88.0;
pub(super) const AXIS: f64 = 40.0;

/// The room left of the frame, for short labels and for those of a logarithmic axis, and
/// right of it on wide sheets and on narrow ones.
pub(super) const LEFT: f64 = 46.0;
pub(super) const LEFT_LOG: f64 = 60.0;
pub(super) const RIGHT: f64 = 148.0;
pub(super) const RIGHT_NARROW: f64 = 4.0;

/// A narrower sheet has no labels beside the frame.
pub(super) const NARROW: f64 = 560.0;

/// The least width of a phase, where there is room for it.
pub(super) const LEAST: f64 = 36.0;

/// Where phases lie along a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// The last token of each phase, and its place.
    pub(super) ends: Vec<(u64, f64)>,
    pub(super) start: f64,
    pub(super) scale: Scale,
    pub(super) widened: bool,
}

/// How tokens are spread.
pub fn scale(scenario: &Scenario) -> Scale {
    Scale::of(scenario.log_x())
}

/// How far along its scale a number of tokens lies. A logarithmic one begins at one token.
pub(super) fn way(scale: Scale, tokens: f64) -> f64 {
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

    pub(super) fn before(&self, phase: usize) -> (u64, f64) {
        match phase.checked_sub(1) {
            Some(before) => self.end(before),
            None => (0, self.start),
        }
    }

    /// The last token of a phase, and its place; those of the last phase where there are
    /// fewer.
    pub(super) fn end(&self, phase: usize) -> (u64, f64) {
        let end = self.ends.get(phase).or_else(|| self.ends.last());
        end.copied().unwrap_or((0, self.start))
    }

    /// The place of a token.
    pub(super) fn place(&self, token: u64) -> f64 {
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
    pub(super) const fn within(&self, from: u64, to: u64) -> Scale {
        match (from, to) {
            (0, ..=1) => Scale::Linear,
            _ => self.scale,
        }
    }

    /// The number of tokens at a place.
    pub(super) fn token(&self, place: f64) -> f64 {
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
