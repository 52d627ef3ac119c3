//! The points as they are drawn, and the steps below which nothing is worth its price.

use super::labels::{LINE, Label, Named, laid_out};
use super::points::Techniques;
use crate::figure::axis::{percent_label, tokens_label};
use crate::figure::plot::Plot as _;
use crate::figure::sheet::{Anchor, Drawing, Place, Sheet};
use bounceback_core::model::parameter::Key;

/// A narrower sheet numbers its points, in CSS pixels.
const NARROW: f64 = 560.0;

impl Drawing for Techniques {
    fn title(&self) -> String {
        let own = self.points.iter().position(|point| point.preset.is_none());
        own.map_or_else(
            || "No draft of yours is ever accepted.".to_owned(),
            |own| self.words(own),
        )
    }

    fn draw(&self, sheet: &mut Sheet) {
        let (theme, size) = (sheet.theme(), sheet.size());
        let (x, y) = self.axes(size);
        sheet.clear();
        for tick in y.ticks(4) {
            let at = y.place(tick);
            sheet.line(vec![(x.start, at), (x.end, at)], theme.rule, 1.0);
            sheet.text(
                &percent_label(tick),
                (x.start - 8.0, at),
                Anchor::End,
                theme.faint,
            );
        }
        for tick in x.ticks(((x.end - x.start) / 90.0) as usize) {
            let at = x.place(tick);
            sheet.line(vec![(at, y.start), (at, y.start + 5.0)], theme.faint, 1.0);
            sheet.text(
                &tokens_label(tick),
                (at, y.start + 15.0),
                Anchor::Middle,
                theme.faint,
            );
        }
        sheet.line(vec![(x.start, y.start), (x.end, y.start)], theme.faint, 1.0);
        sheet.text(
            &format!("{} paid", self.scenario.unit().1),
            (x.end, y.start + 32.0),
            Anchor::End,
            theme.faint,
        );
        let places = self.places(size);
        let best: Vec<Place> = (self.points.iter().zip(&places))
            .filter(|(point, _)| point.best)
            .map(|(_, &place)| place)
            .collect();
        // What pays more and succeeds less lies below these steps.
        let steps = best
            .windows(2)
            .flat_map(|pair| [pair[0], (pair[1].0, pair[0].1)]);
        let last = best
            .last()
            .map(|&(_, y)| [best[best.len() - 1], (x.end, y)]);
        let front: Vec<Place> = steps.chain(last.into_iter().flatten()).collect();
        sheet.line(front.clone(), theme.band, 2.5);
        // What is asked for.
        let target = self.scenario.number(Key::Target);
        let wanted = (y.low..=y.high).contains(&target).then(|| y.place(target));
        let wanted = wanted.and_then(|at| {
            sheet.dashes(vec![(x.start, at), (x.end, at)], theme.faint, 1.0);
            let name = format!("your target {}", percent_label(target));
            Label::of_line(&name, (x.start, x.end), at, &places)
        });
        if let Some(Label { name, at, .. }) = &wanted {
            sheet.text(name, *at, Anchor::Start, theme.faint);
        }
        self.draw_points(sheet, &places, &front, wanted);
    }
}

impl Techniques {
    /// The points, and what they are called.
    fn draw_points(
        &self,
        sheet: &mut Sheet,
        places: &[Place],
        front: &[Place],
        taken: Option<Label>,
    ) {
        let (theme, size) = (sheet.theme(), sheet.size());
        let (x, y) = self.axes(size);
        let numbers: Vec<String> = (1..=places.len()).map(|it| it.to_string()).collect();
        let named = self.points.iter().zip(places).zip(&numbers);
        let points: Vec<Named> = named
            .map(|((point, &place), number)| {
                let bold = point.preset.is_none();
                let names = if size.0 < NARROW && !bold {
                    vec![number.as_str()]
                } else {
                    vec![point.label, number.as_str()]
                };
                Named { place, names, bold }
            })
            .collect();
        let labels = laid_out(
            &points,
            front,
            taken.into_iter().collect(),
            ((x.start, 0.0), (size.0, y.start)),
        );
        // Lines to labels that are further off lie below everything else.
        for (point, label) in points.iter().zip(&labels) {
            let Some(Label { at, width, .. }) = label else {
                continue;
            };
            if (at.1 - point.place.1).abs() > LINE {
                let near = if at.0 > point.place.0 {
                    at.0 - 3.0
                } else {
                    at.0 + width + 3.0
                };
                sheet.line(vec![point.place, (near, at.1)], theme.rule, 1.0);
            }
        }
        for (point, label) in points.iter().zip(labels) {
            if point.bold {
                sheet.dot(point.place, 7.0, theme.lecun);
            } else {
                sheet.dot(point.place, 5.0, theme.bounce);
            }
            let Some(Label { name, at, .. }) = label else {
                continue;
            };
            if point.bold {
                sheet.bold(&name, at, Anchor::Start, theme.ink);
            } else {
                sheet.text(&name, at, Anchor::Start, theme.ink);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::sheet::Mark;
    use crate::figure::theme::LIGHT;
    use bounceback_core::share::link;

    #[test]
    fn no_label_lies_on_a_point_or_on_another_label() {
        let (mut labelled, mut points) = (0, 0);
        for link in [
            "",
            "process=independent&error=0.1%",
            "process=self_conditioning&error=0.001&y=log",
            "error=0.5&tokens=3",
            "error=0",
            "technique=verify&interval=1&cost=1000&cost_scale=linear",
            "fatal=1&tokens=100000",
        ] {
            let mut figure = Techniques::of(&link::read(link).scenario);
            while figure.compute(usize::MAX) {}
            for size in [
                (900.0, 400.0),
                (358.0, 304.0),
                (280.0, 240.0),
                (1280.0, 560.0),
            ] {
                let mut sheet = Sheet::new(size, LIGHT);
                figure.draw(&mut sheet);
                let places = figure.places(size);
                let (x, y) = figure.axes(size);
                let mut boxes: Vec<(Place, Place)> = Vec::new();
                for mark in sheet.marks() {
                    let Mark::Text {
                        words,
                        at,
                        bold,
                        color,
                        ..
                    } = mark
                    else {
                        continue;
                    };
                    // Those of axes are faint, and lie outside of the frame.
                    if *color == LIGHT.faint && !words.starts_with("your target") {
                        continue;
                    }
                    let letter = if *bold { 7.4 } else { 6.6 };
                    let end = at.0 + letter * words.chars().count() as f64;
                    assert!(at.0 >= x.start && end <= size.0, "{link} {size:?}: {words}");
                    assert!(at.1 <= y.start);
                    let this = ((at.0, at.1 - 7.0), (end, at.1 + 7.0));
                    let meets = |a: &(Place, Place), b: &(Place, Place)| {
                        a.0.0 < b.1.0 && b.0.0 < a.1.0 && a.0.1 < b.1.1 && b.0.1 < a.1.1
                    };
                    for other in &boxes {
                        assert!(!meets(&this, other), "{link} {size:?}: {words}");
                    }
                    for (px, py) in &places {
                        let dot = ((px - 5.0, py - 5.0), (px + 5.0, py + 5.0));
                        assert!(!meets(&this, &dot), "{link} {size:?}: {words} on a point");
                    }
                    boxes.push(this);
                }
                labelled += boxes.len();
                points += places.len();
            }
        }
        // Nearly every point has a name or a number.
        assert!(labelled * 10 >= points * 9, "{labelled} of {points}");
    }
}
