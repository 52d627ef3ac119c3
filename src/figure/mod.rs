//! The figures: each reads its data off a scenario and puts marks on a [`Sheet`].
//!
//! Marks are plain data, measured in CSS pixels; [`ink`] alone hands them to
//! plotters, for any of its backends. So the canvas of the page, exported SVG
//! files and the golden files of the tests are drawn by one code, and a new figure
//! costs its own code once. Drawing measures no text and reads no environment:
//! the same data gives the same marks everywhere.

pub mod axis;
pub mod bounce;
pub mod claim;
pub mod crosshair;
pub mod curves;
pub mod hazards;
pub mod ink;
pub mod map;
mod paper;
mod pull;
pub mod qr;
pub mod story;
pub mod stretches;
pub mod strips;
pub mod svg;
pub mod techniques;
pub mod theme;
pub mod timeline;

use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::share::report::Table;
use bounceback_core::simulate::Tally;
use crosshair::Crosshair;
use theme::{Color, Theme};

/// A place on a sheet, in CSS pixels from its upper left corner.
pub type Place = (f64, f64);

/// The data of a figure, ready to be drawn.
pub trait Drawing {
    /// What it shows, in one sentence, for those who can't see it.
    fn title(&self) -> String;

    /// Puts its marks on a sheet.
    fn draw(&self, sheet: &mut Sheet);
}

/// A figure whose values a data cursor reads, stop by stop.
pub trait Plot: Drawing {
    /// At how many places the cursor can be, at least one.
    fn stops(&self) -> usize {
        self.lengths().len()
    }

    /// The stop that a place of a sheet of some size means.
    fn stop_at(&self, size: (f64, f64), place: Place) -> usize;

    /// The number that stands for a stop: its length.
    fn value(&self, stop: usize) -> f64 {
        self.lengths()[stop] as f64
    }

    /// What there is at a stop, in one sentence.
    fn words(&self, stop: usize) -> String;

    /// The cursor at a stop, for a sheet of the same size and colours.
    fn crosshair(&self, sheet: &Sheet, stop: usize) -> Crosshair;

    /// The lengths that its stops stand for, where they do: cursors of figures that have
    /// lengths move together.
    fn lengths(&self) -> &[u64] {
        &[]
    }

    /// Goes on with what takes long to compute, by so many places; whether there was any.
    fn compute(&mut self, _places: usize) -> bool {
        false
    }

    /// Whether it can be shown before all is computed.
    fn is_presentable(&self) -> bool {
        true
    }

    /// The stop that is read where no cursor is: the end.
    fn rest(&self) -> usize {
        self.stops() - 1
    }

    /// What arrow keys change, and to which values; nothing where they move the cursor.
    fn nudge(&self, _right: i32, _up: i32) -> Vec<(Key, f64)> {
        Vec::new()
    }

    /// What a hand that comes down within `reach` CSS pixels of a place takes hold of.
    fn grip(&self, _size: (f64, f64), _place: Place, _reach: f64) -> Option<Grip> {
        None
    }

    /// What a hand that pulls to a place changes, and to which values.
    fn pull(&self, _grip: Grip, _size: (f64, f64), _place: Place) -> Vec<(Key, f64)> {
        Vec::new()
    }

    /// Where handles show that there is something to pull.
    fn handles(&self, _size: (f64, f64)) -> Vec<(Place, Grip)> {
        Vec::new()
    }

    /// Takes what the runs simulated so far say; whether it shows any of that.
    fn simulate(&mut self, _tally: &Tally, _until: Option<u64>) -> bool {
        false
    }

    /// Its numbers, as far as they are computed, with what runs said at the same lengths
    /// where it shows curves of the scenario itself.
    fn table(&self, tally: Option<&Tally>) -> Table;
}

/// What a hand has hold of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grip {
    /// The curve of those that never erred.
    Flawless,
    /// The curve of the second question.
    Answer,
    /// Where the scenario is: it jumps to where the hand comes down.
    Here,
}

/// The figure of a name, read off a scenario; what takes long is left to
/// [`Plot::compute`]. `None` where this program has no such figure.
pub fn plot(name: &str, scenario: &Scenario) -> Option<Box<dyn Plot>> {
    Some(match name {
        "claim" => Box::new(claim::Claim::of(scenario)),
        "bounce" => Box::new(bounce::Bounce::begun(scenario)),
        "hazards" => Box::new(hazards::Hazards::of(scenario)),
        "techniques" => Box::new(techniques::Techniques::of(scenario)),
        "timeline" => Box::new(timeline::Timeline::of(scenario)),
        "map" => Box::new(map::Map::of(scenario)),
        "stretches" => Box::new(stretches::Stretches::of(scenario)),
        _ => return None,
    })
}

/// The keys of the scales of a figure's axes: of the one to the right, and of the one up.
pub fn scales(figure: &str) -> [Key; 2] {
    match figure {
        "techniques" => [Key::CostScale, Key::Y],
        "map" => [Key::AcrossScale, Key::UpScale],
        _ => [Key::X, Key::Y],
    }
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
