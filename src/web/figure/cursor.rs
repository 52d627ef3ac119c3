//! The data cursor of a figure: where it is, what is read there, and how it is drawn.

use super::View;
use crate::figure::crosshair::Crosshair;
use crate::figure::curves::nearest;
use crate::figure::theme::Theme;
use crate::figure::{Grip, Sheet};
use crate::web::dom;
use crate::web::message::Action;
use bounceback_core::plan::counters::Counts;

impl View {
    /// Moves the data cursor.
    pub(in crate::web) fn point(&mut self, action: Action) {
        let (last, rest) = (self.data.stops() - 1, self.data.rest());
        self.led = false;
        self.at = match action {
            Action::Hover(x, y) => {
                let place = (f64::from(x), f64::from(y));
                let grip = if self.grip((x, y), false).is_some() {
                    "true"
                } else {
                    "false"
                };
                dom::set(&self.cursor, "data-grip", grip);
                let offer = if self.offer(Some((x, y))).is_some() {
                    "true"
                } else {
                    "false"
                };
                dom::set(&self.cursor, "data-offer", offer);
                Some(self.data.stop_at(self.ink.size(), place))
            }
            Action::Cursor(0) => Some(self.at.unwrap_or(rest)),
            Action::Cursor(by) => {
                let at = self.at.map_or(rest as i64, |at| at as i64 + by);
                Some(at.clamp(0, last as i64) as usize)
            }
            Action::CursorEnd(end) => Some(if end { last } else { 0 }),
            _ => None,
        };
    }

    /// The length that the data cursor is at.
    pub(in crate::web) fn length(&self) -> Option<u64> {
        self.data.length(self.at?)
    }

    /// Has the data cursor follow that of another figure, or leave with it.
    pub(in crate::web) fn lead(&mut self, length: Option<u64>) {
        let lengths = self.data.lengths();
        if !lengths.is_empty() {
            self.at = length.map(|length| nearest(lengths, length as f64));
            self.led = true;
        }
    }

    /// What the counters beside it count: at its own cursor, else where the runs are written,
    /// else at the end. `None` where it has no counters, or shows another scenario still.
    pub(in crate::web) fn counts(&self) -> Option<Counts> {
        if self.is_other() || !self.data.is_presentable() {
            return None;
        }
        let own = self.at.filter(|_| !self.led);
        self.data.counts(own.unwrap_or_else(|| self.data.rest()))
    }

    /// Draws handles and crosshair, and writes the readout.
    pub(in crate::web) fn draw_cursor(&self, theme: &Theme) {
        if !self.is_near() || !self.data.is_presentable() {
            return;
        }
        let plot = &*self.data;
        let last = plot.stops() - 1;
        // What another figure leads is seen, not read out.
        let at = self.at.filter(|_| !self.led).unwrap_or_else(|| plot.rest());
        let words = plot.words(at);
        for (name, stop) in [
            ("aria-valuemin", 0),
            ("aria-valuemax", last),
            ("aria-valuenow", at),
        ] {
            dom::set(&self.cursor, name, &plot.value(stop).to_string());
        }
        dom::set(&self.cursor, "aria-valuetext", &words);
        if self.readout.text_content().as_deref() != Some(words.as_str()) {
            self.readout.set_text_content(Some(&words));
        }
        let sheet = Sheet::new(self.ink.size(), *theme);
        let mut cross = self
            .at
            .map_or_else(Crosshair::default, |at| plot.crosshair(&sheet, at));
        let handles = plot.handles(sheet.size()).into_iter();
        cross.handles = handles
            .map(|(place, grip)| match grip {
                Grip::Flawless => (place, theme.lecun),
                Grip::Answer | Grip::Here => (place, theme.bounce),
            })
            .collect();
        self.overlay.overlay(&cross, theme);
        if let Some((_, overlay)) = &self.strips {
            // The same length in the strips above.
            let height = overlay.size().1;
            let lines = cross.lines.iter();
            let through = Crosshair {
                lines: lines.map(|[(x, _), _]| [(*x, 0.0), (*x, height)]).collect(),
                ..Crosshair::default()
            };
            overlay.overlay(&through, theme);
        }
    }
}
