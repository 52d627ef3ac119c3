//! Where phases lie along a line, what lies below what, and the room around it all.

use crate::figure::axis::Scale;
use bounceback_core::model::scenario::{MOST_TOKENS, Scenario};
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
const LEFT: f64 = 46.0;
const LEFT_LOG: f64 = 60.0;
const RIGHT: f64 = 148.0;
const RIGHT_NARROW: f64 = 4.0;

/// A narrower sheet has no labels beside the frame.
pub(super) const NARROW: f64 = 560.0;

/// The least width of a phase, where there is room for it.
const LEAST: f64 = 36.0;

/// The width of a letter, with some air.
pub(super) const LETTER: f64 = 7.4;

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

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: (f64, f64) = (48.0, 752.0);

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
}
