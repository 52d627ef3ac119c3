//! What curves are, and where they end, in words beside them.

use super::exact::Curves;
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
    /// Draws labels at the ends of their curves: never on top of each other, the one of a
    /// curve that ends higher above.
    pub fn label(&self, sheet: &mut Sheet, labels: &[Label]) {
        if self.narrow {
            self.label_above(sheet, labels);
            return;
        }
        let half = LABEL_HEIGHT / 2.0;
        let (top, bottom) = (self.y.end + half - 8.0, self.y.start - half + 8.0);
        let ends = labels.iter().map(|label| {
            let known = if label.value.is_nan() {
                0.5
            } else {
                label.value
            };
            self.y.place(known)
        });
        let places = apart(&ends.collect::<Vec<f64>>(), LABEL_HEIGHT, (top, bottom));
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

    /// Draws the ghost, if there is one, and says what it is called.
    pub fn ghost(&self, sheet: &mut Sheet, curves: &Curves) -> Option<Label> {
        let &value = curves.ghost.last()?;
        let color = sheet.theme().faint;
        sheet.dashes(self.places(&curves.lengths, &curves.ghost), color, 1.0);
        Some(Label {
            text: "untreated".to_owned(),
            value,
            color,
            dashed: true,
        })
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

/// Places as near to those wanted as labels of some height can be that don't touch, between
/// two ends; their order stays.
pub fn apart(wanted: &[f64], height: f64, (top, bottom): (f64, f64)) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]).then(b.cmp(&a)));
    // Those that would touch share their way, as far as the ends let them.
    let mut groups: Vec<(f64, usize)> = Vec::new();
    for &index in &order {
        let mut group = (wanted[index].min(bottom).max(top), 1);
        while let Some(&(middle, count)) = groups.last() {
            let reach = height * (count + group.1) as f64 / 2.0;
            if group.0 - middle >= reach {
                break;
            }
            groups.pop();
            let all = count + group.1;
            let mean = (middle * count as f64 + group.0 * group.1 as f64) / all as f64;
            let inset = height * (all - 1) as f64 / 2.0;
            group = (mean.min(bottom - inset).max(top + inset), all);
        }
        groups.push(group);
    }
    let lines = groups.into_iter().flat_map(|(middle, count)| {
        let first = middle - height * (count - 1) as f64 / 2.0;
        (0..count).map(move |index| first + height * index as f64)
    });
    let mut places = vec![0.0; wanted.len()];
    for (index, place) in order.into_iter().zip(lines) {
        places[index] = place;
    }
    places
}

/// A probability as it stands beside the end of a curve.
fn percent_or_none(probability: f64) -> String {
    if probability.is_nan() {
        "?".to_owned()
    } else {
        format::percent(probability)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_their_order_and_never_touch() {
        let ends = (20.0, 380.0);
        for wanted in [
            vec![200.0],
            vec![100.0, 300.0],
            vec![200.0, 190.0],
            vec![380.0, 380.0, 380.0],
            vec![20.0, 25.0, 30.0],
            vec![100.0, 130.0, 300.0],
            vec![300.0, 20.0, 290.0],
        ] {
            let places = apart(&wanted, LABEL_HEIGHT, ends);
            for (a, at) in places.iter().enumerate() {
                assert!((ends.0..=ends.1).contains(at), "{wanted:?}: {places:?}");
                for (b, other) in places.iter().enumerate().filter(|&(b, _)| b != a) {
                    assert!((at - other).abs() >= LABEL_HEIGHT - 1e-9, "{places:?}");
                    assert!(
                        wanted[a] >= wanted[b] || at < other,
                        "{wanted:?}: {places:?}"
                    );
                }
            }
        }
        // Where there is room nothing moves.
        assert_eq!(apart(&[100.0, 300.0], LABEL_HEIGHT, ends), [100.0, 300.0]);
    }
}
