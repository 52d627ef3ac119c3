//! Where the names of points stand: beside them, and never on a point or on each other.

use crate::figure::sheet::Place;

/// The height of a label, and the width of a letter, in CSS pixels.
pub(super) const LINE: f64 = 17.0;
const LETTER: f64 = 7.0;
const BOLD_LETTER: f64 = 7.8;

/// The room between a point and its label, and around a point.
const ASIDE: f64 = 12.0;
const ROOM: f64 = 9.0;

/// How many half lines up or down a label may be from its point.
const FARTHEST: i32 = 24;

/// What a point may be called, the best first.
pub(super) struct Named<'a> {
    /// Where the point lies.
    pub(super) place: Place,
    /// Its names.
    pub(super) names: Vec<&'a str>,
    /// Whether they stand out.
    pub(super) bold: bool,
}

/// A label where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Label {
    pub(super) name: String,
    /// The middle of its left edge.
    pub(super) at: Place,
    pub(super) width: f64,
}

impl Label {
    /// A level line's own label: above it, at its right end or at its left, whichever lies on
    /// no point; none where both do.
    pub(super) fn of_line(
        name: &str,
        (from, to): (f64, f64),
        y: f64,
        points: &[Place],
    ) -> Option<Self> {
        let width = name.chars().count() as f64 * LETTER;
        let ends = [to - width, from + ASIDE / 2.0].map(|x| Self {
            name: name.to_owned(),
            at: (x, y - LINE / 2.0),
            width,
        });
        let is_free = |label: &Self| !points.iter().any(|&it| label.covers(it, (ROOM, ROOM)));
        ends.into_iter().find(is_free)
    }

    /// Whether it lies on what reaches so far around a place.
    fn covers(&self, (x, y): Place, (wide, high): Place) -> bool {
        (self.at.1 - y).abs() < LINE / 2.0 + high
            && self.at.0 < x + wide
            && x - wide < self.at.0 + self.width
    }

    /// Whether a line of level and upright pieces passes through it.
    fn is_crossed(&self, line: &[Place]) -> bool {
        line.windows(2).any(|piece| {
            let middle = |a: f64, b: f64| f64::midpoint(a, b);
            let half = |a: f64, b: f64| (a - b).abs() / 2.0;
            let [a, b] = [piece[0], piece[1]];
            let reach = (half(a.0, b.0), half(a.1, b.1));
            self.covers((middle(a.0, b.0), middle(a.1, b.1)), reach)
        })
    }

    fn clashes(&self, other: &Self) -> bool {
        let middle = (other.at.0 + other.width / 2.0, other.at.1);
        self.covers(middle, (other.width / 2.0, LINE / 2.0))
    }
}

/// Labels for points in their order, within a box between its upper left and its lower
/// right corner: each as near to its point as there is room, off what is taken, and off a
/// line of level and upright pieces if that can be; none where there is no room for any of its
/// names.
pub(super) fn laid_out(
    points: &[Named],
    line: &[Place],
    mut taken: Vec<Label>,
    (from, to): (Place, Place),
) -> Vec<Option<Label>> {
    let mut labels = vec![None; points.len()];
    // Those that stand out choose first.
    let bold_first = |bold| (points.iter().enumerate()).filter(move |(_, it)| it.bold == bold);
    for (index, point) in bold_first(true).chain(bold_first(false)) {
        let is_free = |label: &Label| {
            from.0 <= label.at.0
                && label.at.0 + label.width <= to.0
                && from.1 + LINE / 2.0 <= label.at.1
                && label.at.1 <= to.1 - LINE / 2.0
                && !taken.iter().any(|other| label.clashes(other))
                && !points.iter().any(|it| label.covers(it.place, (ROOM, ROOM)))
        };
        let tries = point
            .names
            .iter()
            .flat_map(|name| [(name, true), (name, false)]);
        let label = tries.into_iter().find_map(|(name, off)| {
            let letter = if point.bold { BOLD_LETTER } else { LETTER };
            let width = name.chars().count() as f64 * letter;
            let rights = [point.place.0 + ASIDE, point.place.0 - ASIDE - width];
            let steps = (0..=FARTHEST).flat_map(|step| [step, -step]);
            let places = steps.flat_map(|step| {
                let y = point.place.1 + f64::from(step) * LINE / 2.0;
                rights.map(|x| (x, y))
            });
            let label = |at| Label {
                name: (*name).to_owned(),
                at,
                width,
            };
            let mut places = places.map(label);
            places.find(|label| is_free(label) && !(off && label.is_crossed(line)))
        });
        taken.extend(label.clone());
        labels[index] = label;
    }
    labels
}
