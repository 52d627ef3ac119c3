//! What the states are called, where they are drawn.

use super::flow::lines;
use super::layout::LETTER;
use super::states::{Timeline, below, share};
use crate::figure::axis::Axis;
use crate::figure::sheet::{Anchor, Sheet};
use crate::figure::strips::NAMES;
use bounceback_core::number::format::percent;

impl Timeline {
    /// The shares at the end, beside the frame: never on top of each other.
    pub(super) fn draw_labels(&self, sheet: &mut Sheet, x: f64, y: Axis) {
        const HEIGHT: f64 = 38.0;
        let theme = sheet.theme();
        let Some(end) = self.states.last() else {
            return;
        };
        let colors = [theme.lecun, theme.bounce, theme.wrong, theme.lost];
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
    pub(super) fn draw_key(&self, sheet: &mut Sheet, x: f64, y: Axis) {
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
