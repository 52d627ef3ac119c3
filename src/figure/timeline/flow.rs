//! The states as they flow along the tokens: stacked, or each a line of its own.

use super::layout::{AXIS, LETTER, Layout, STATES};
use super::states::{Timeline, below, share, shares};
use crate::figure::axis::{Axis, Scale, tokens_label};
use crate::figure::sheet::{Anchor, Place, Sheet};
use crate::figure::theme::{Color, Theme};
use bounceback_core::model::chain::State;
use bounceback_core::number::math::{floor, log10, pow};

/// No line is followed below this share.
const LEAST_SHARE: f64 = 1e-12;

impl Timeline {
    /// The axis of shares. A logarithmic one begins at the power of ten below everything
    /// that is shown.
    pub(super) fn y_axis(&self, height: f64) -> Axis {
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

    pub(super) fn draw_states(&self, sheet: &mut Sheet, layout: &Layout, y: Axis) {
        let theme = sheet.theme();
        let x: Vec<f64> = self.lengths.iter().map(|&n| layout.place(n)).collect();
        if self.log_y {
            self.draw_lines(sheet, layout, &x, y);
        } else {
            self.draw_stack(sheet, layout, &x, y);
        }
        if self.done > 0 {
            let x = layout.place(self.done);
            for (color, width) in [(theme.paper, 4.0), (theme.ink, 1.0)] {
                sheet.line(vec![(x, y.end), (x, y.start)], color, width);
            }
            let label = format!("{} done", tokens_label(self.done as f64));
            let anchor = if x < f64::midpoint(layout.start, layout.end(0).1.max(x)) {
                Anchor::Start
            } else {
                Anchor::End
            };
            let aside = if anchor == Anchor::Start { 1.0 } else { -1.0 };
            let at = |right: f64, down: f64| (x + aside * right, y.start - 12.0 + down);
            let width = label.chars().count() as f64 * LETTER + 8.0;
            let (near, far) = (at(2.0, -9.0), at(2.0 + width, 9.0));
            // Areas may be as dark as the words.
            sheet.block(
                (near.0.min(far.0), near.1),
                (near.0.max(far.0), far.1),
                theme.paper,
            );
            sheet.text(&label, at(6.0, 0.0), anchor, theme.ink);
        }
    }

    /// The shares one upon the other.
    fn draw_stack(&self, sheet: &mut Sheet, layout: &Layout, x: &[f64], y: Axis) {
        let paper = sheet.theme().paper;
        let edge = |states: usize| -> Vec<Place> {
            let height = self.states.iter().map(|it| y.place(below(it, states)));
            x.iter().copied().zip(height).collect()
        };
        for (number, state) in State::ALL.into_iter().enumerate() {
            if self.states.iter().any(|it| share(it, number) > 0.0) {
                let mut outline = edge(number + 1);
                outline.extend(edge(number).into_iter().rev());
                sheet.area(state, outline);
            }
        }
        // Neighbours are kept apart whatever becomes of their colours.
        for number in 1..State::ALL.len() {
            sheet.line(edge(number), paper, 1.5);
        }
        for phase in 0..self.phases.len() - 1 {
            let (_, end) = layout.span(phase);
            sheet.line(vec![(end, y.end), (end, y.start)], paper, 1.5);
        }
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
}

/// The colours of states that are lines.
pub(super) const fn lines(theme: &Theme) -> [Color; 4] {
    [theme.lecun, theme.bounce, theme.unacceptable, theme.lost]
}
