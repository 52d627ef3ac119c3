//! What is done in each phase, as marks in the lane below the blocks.

use super::layout::{LANE, Layout};
use super::states::{Timeline, places};
use crate::figure::axis::Scale;
use crate::figure::sheet::{Anchor, Place, Sheet};
use crate::figure::theme::Color;
use bounceback_core::model::technique::Judge;

/// Marks nearer to each other are one band.
const APART: f64 = 11.0;

impl Timeline {
    /// What is done in each stage, as marks in the lane: a wedge where the hazard falls,
    /// a tick for a check, a dot for a vote, a question mark for a query, an arrow back.
    pub(super) fn draw_lane(&self, sheet: &mut Sheet, layout: &Layout) {
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
                let at = |token| layout.place(token).min(to).max(from);
                spread(sheet, places.map(at), (from, to), |sheet, x| {
                    sheet.bold("?", (x, middle), Anchor::Middle, theme.bounce);
                });
            }
            if let Some(check) = stage.check {
                let places = places(stage, check.size, check.size);
                let verified = matches!(check.judge, Judge::Verify { .. });
                let at = |token| layout.place(token).min(to).max(from);
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
