//! The sheet that figures put their marks on, and what a mark is.

use super::theme::{Color, Theme};

/// A place on a sheet, in CSS pixels from its upper left corner.
pub type Place = (f64, f64);

/// The data of a figure, ready to be drawn.
pub trait Drawing {
    /// What it shows, in one sentence, for those who can't see it.
    fn title(&self) -> String;

    /// Puts its marks on a sheet.
    fn draw(&self, sheet: &mut Sheet);
}

/// Something drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A line through places.
    Line {
        /// The places, in order.
        places: Vec<Place>,
        /// Its colour.
        color: Color,
        /// Its width in CSS pixels.
        width: f64,
        /// Whether it is dashed.
        dashed: bool,
    },
    /// A filled outline.
    Fill {
        /// The outline.
        outline: Vec<Place>,
        /// Its colour.
        color: Color,
    },
    /// A filled box between two corners.
    Block {
        /// The upper left corner.
        from: Place,
        /// The lower right corner.
        to: Place,
        /// Its colour.
        color: Color,
    },
    /// A filled circle.
    Disc {
        /// Its centre.
        at: Place,
        /// Its radius in CSS pixels.
        radius: f64,
        /// Its colour.
        color: Color,
    },
    /// A text, centred vertically on its place.
    Text {
        /// The words.
        words: String,
        /// Where it hangs.
        at: Place,
        /// Which part of it hangs there.
        anchor: Anchor,
        /// Its colour.
        color: Color,
        /// Whether it stands out.
        bold: bool,
    },
}

/// Where a text hangs on its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The text begins at the place.
    Start,
    /// The text is centred on the place.
    Middle,
    /// The text ends at the place.
    End,
}

/// A surface of some size on which marks are put, the later above the earlier.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    size: (f64, f64),
    theme: Theme,
    marks: Vec<Mark>,
}

impl Sheet {
    /// An empty sheet, `size` in CSS pixels.
    pub const fn new(size: (f64, f64), theme: Theme) -> Self {
        Self {
            size,
            theme,
            marks: Vec::new(),
        }
    }

    /// Its width and height in CSS pixels.
    pub const fn size(&self) -> (f64, f64) {
        self.size
    }

    /// The colours in use.
    pub const fn theme(&self) -> Theme {
        self.theme
    }

    /// The marks put on it so far.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Covers everything with the colour of the paper.
    pub fn clear(&mut self) {
        self.marks.clear();
        self.block((0.0, 0.0), self.size, self.theme.paper);
    }

    /// A solid line through places.
    pub fn line(&mut self, places: Vec<Place>, color: Color, width: f64) {
        self.marks.push(Mark::Line {
            places,
            color,
            width,
            dashed: false,
        });
    }

    /// A dashed line through places.
    pub fn dashes(&mut self, places: Vec<Place>, color: Color, width: f64) {
        self.marks.push(Mark::Line {
            places,
            color,
            width,
            dashed: true,
        });
    }

    /// A filled outline.
    pub fn fill(&mut self, outline: Vec<Place>, color: Color) {
        self.marks.push(Mark::Fill { outline, color });
    }

    /// A filled box between two corners.
    pub fn block(&mut self, from: Place, to: Place, color: Color) {
        self.marks.push(Mark::Block { from, to, color });
    }

    /// A dot with a rim in the colour of the paper.
    pub fn dot(&mut self, at: Place, radius: f64, color: Color) {
        self.marks.push(Mark::Disc {
            at,
            radius: radius + 1.5,
            color: self.theme.paper,
        });
        self.marks.push(Mark::Disc { at, radius, color });
    }

    /// A text.
    pub fn text(&mut self, words: &str, at: Place, anchor: Anchor, color: Color) {
        self.write(words, at, anchor, color, false);
    }

    /// A text that stands out.
    pub fn bold(&mut self, words: &str, at: Place, anchor: Anchor, color: Color) {
        self.write(words, at, anchor, color, true);
    }

    /// The marks of another sheet, laid so far to the right and down.
    pub fn lay(&mut self, other: &Self, (right, down): Place) {
        let moved = |&(x, y): &Place| (x + right, y + down);
        let all = |places: &[Place]| places.iter().map(moved).collect();
        self.marks
            .extend(other.marks.iter().cloned().map(|mut mark| {
                match &mut mark {
                    Mark::Line { places, .. } => *places = all(places),
                    Mark::Fill { outline, .. } => *outline = all(outline),
                    Mark::Block { from, to, .. } => (*from, *to) = (moved(from), moved(to)),
                    Mark::Disc { at, .. } | Mark::Text { at, .. } => *at = moved(at),
                }
                mark
            }));
    }

    fn write(&mut self, words: &str, at: Place, anchor: Anchor, color: Color, bold: bool) {
        self.marks.push(Mark::Text {
            words: words.to_owned(),
            at,
            anchor,
            color,
            bold,
        });
    }
}
