//! The timeline as a whole, from its blocks down to its axes.

use super::axes::draw_axes;
use super::heads::technique_of;
use super::layout::{NARROW, frame};
use super::states::{Timeline, below};
use crate::figure::sheet::{Drawing, Sheet};
use bounceback_core::number::format::{count, percent};

impl Drawing for Timeline {
    fn title(&self) -> String {
        let phases: Vec<String> = (self.phases.iter().zip(&self.tokens))
            .map(|(phase, &tokens)| {
                let technique = technique_of(phase);
                format!(
                    "{}, {} ({technique})",
                    phase.name,
                    count(tokens, self.unit.0)
                )
            })
            .collect();
        let end = self.states.last().map_or(0.0, |end| below(end, 2));
        format!(
            "The phases of a completion: {}. {} are fine at its end.",
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
        draw_axes(sheet, &layout, y, self.unit.1);
        let (_, end) = frame(width, self.log_y);
        if width >= NARROW {
            self.draw_labels(sheet, end, y);
        } else if self.log_y {
            self.draw_key(sheet, end, y);
        }
    }
}
