//! What curves are, and where they end, in words beside them.

use super::frame::Frame;
use crate::figure::sheet::{Anchor, Sheet};
use crate::figure::theme::Color;
use bounceback_core::number::format;

/// The height of a label of two lines, with some air, in CSS pixels.
const LABEL_HEIGHT: f64 = 42.0;

/// A direct label: what a curve is, and its value at the end.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// What the curve is.
    pub text: String,
    /// Its last value.
    pub value: f64,
    /// Its colour.
    pub color: Color,
    /// Whether it is dashed.
    pub dashed: bool,
}

impl Frame {
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
                self.y.place(value).min(bottom).max(top)
            })
            .collect();
        if let [a, b] = places[..]
            && (a - b).abs() < LABEL_HEIGHT
        {
            // The curve that ends higher keeps the upper place.
            let middle = f64::midpoint(a, b).min(bottom - half).max(top + half);
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
