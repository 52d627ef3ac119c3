//! The strips: a row a run, a cell a token (or a few tokens), by state, and on the
//! cells what was done about errors.
//!
//! States differ in height as well as in colour: flawless and recovered cells
//! are full, unacceptable ones hang low, lost ones are a hatch at the foot. Deeds
//! differ in shape. Where there are more of them than can be told apart, a mark stands
//! for all in its place, and its area for how many they are.

use super::curves;
use super::sheet::{Anchor, Drawing, Place, Sheet};
use super::story::Story;
use bounceback_core::exact::lengths;
use bounceback_core::model::chain::State;
use bounceback_core::model::course::Stage;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::number::math::ln;
use bounceback_core::simulate::{Deed, Notes, Strip};

/// The most cells of a row.
pub const MOST_CELLS: usize = 240;

/// The rows of a figure, without a chosen one that is none of them.
pub const ROWS: usize = 24;

/// The room that a chosen run takes that is none of the first, in rows.
const EXTRA: f64 = 1.6;

/// The width of a mark, in CSS pixels.
const MARK: f64 = 6.0;

/// How much larger the rim of a mark is, in CSS pixels.
const RIM: f64 = 3.0;

/// The room that a mark wants for itself, in CSS pixels.
const ROOM: f64 = 18.0;

/// Cuts closer than this, in CSS pixels, are not drawn.
const CLOSE: f64 = 5.0;

/// The last token of each cell of a scenario's strips.
pub fn cells(scenario: &Scenario) -> Vec<u64> {
    let from = scenario.done() + 1;
    if from > scenario.length() {
        return Vec::new();
    }
    lengths(from, scenario.length(), MOST_CELLS, scenario.log_x())
}

/// The same scenario with no more runs than there are rows: a row never depends
/// on the runs after it.
pub fn first_rows(scenario: &Scenario) -> Scenario {
    let mut first = scenario.clone();
    let shown = scenario.whole(Key::Runs).min(ROWS as u64);
    // Fewer runs than were legal are legal.
    let _ = first.set(Key::Runs, shown as f64);
    first
}

/// The run that a scenario chooses, as [`Strips::chosen`] wants it: with its row in
/// the story's cells, where it is none of the first.
pub fn chosen<'a>(scenario: &Scenario, story: Option<&'a Story>) -> Chosen<'a> {
    let run = scenario.run();
    if run <= ROWS as u64 {
        return (run > 0).then_some((run, None));
    }
    Some((run, Some(story?.row()?)))
}

/// The number of a run, from 1 on, and its row where it is none of the first.
pub type Chosen<'a> = Option<(u64, Option<(&'a Strip, &'a Notes)>)>;

/// What the figure shows.
#[derive(Clone, Debug)]
pub struct Strips<'a> {
    /// The rows, those of them that are simulated.
    pub rows: &'a [Strip],
    /// What is noted beside each row.
    pub notes: &'a [Notes],
    /// The last token of each cell of a whole row.
    pub cells: &'a [u64],
    /// The stages that the runs go through.
    pub stages: &'a [Stage],
    /// How many cells of each row are shown.
    pub revealed: usize,
    /// The run chosen.
    pub chosen: Chosen<'a>,
    /// Whether tokens lie on a logarithmic axis.
    pub log: bool,
}

/// What is drawn on strips beside their cells, in the order of their key: the four of
/// [`Deed::MARKED`]; that drafts, votes or queries are cut off from each other; that there
/// is more than one phase; and that marks stand for several deeds.
pub type Marks = [bool; 7];

/// Where things lie.
struct Layout {
    left: f64,
    right: f64,
    cell: f64,
    pitch: f64,
}

impl Layout {
    fn row(&self, row: usize) -> (f64, f64) {
        let gap = if row < ROWS { 0.0 } else { 0.5 };
        let top = (row as f64 + gap) * self.pitch + 1.0;
        (top, top + (self.pitch - 2.0).max(2.0))
    }
}

impl Strips<'_> {
    /// What there is to be explained on a sheet of some size.
    pub fn marks(&self, size: (f64, f64)) -> Marks {
        let layout = self.layout(size);
        let used = |deed| {
            let mut rows = self.all_rows();
            rows.any(|(_, _, notes)| notes.is_some_and(|it| it.sum(deed, self.revealed) > 0))
        };
        let [rejected, disputed, caught, repaired] = Deed::MARKED.map(used);
        [
            rejected,
            disputed,
            caught,
            repaired,
            !self.cuts(&layout).is_empty(),
            self.stages.len() > 1,
            self.is_crowded(&layout),
        ]
    }

    /// The number, from 1 on, of the run whose row lies at a place.
    pub fn run_at(&self, size: (f64, f64), (_, y): Place) -> u64 {
        let pitch = self.layout(size).pitch;
        let row = (y / pitch).max(0.0) as usize;
        match self.chosen {
            Some((run, Some(_))) if row >= ROWS => run,
            _ => row.min(self.rows.len().saturating_sub(1)) as u64 + 1,
        }
    }

    fn layout(&self, (width, height): (f64, f64)) -> Layout {
        let extra = matches!(self.chosen, Some((_, Some(_))));
        // The cells lie above the lengths of the curves below them.
        let (left, right) = (curves::LEFT, width - curves::right_margin(width));
        Layout {
            left,
            right,
            cell: (right - left) / self.cells.len().max(1) as f64,
            pitch: height / (ROWS as f64 + if extra { EXTRA } else { 0.0 }),
        }
    }

    /// Every row that is shown, with its place among them.
    fn all_rows(&self) -> impl Iterator<Item = (usize, &Strip, Option<&Notes>)> {
        let first = self.rows.iter().enumerate();
        let extra = self.chosen.and_then(|(_, row)| row);
        first
            .map(|(row, strip)| (row, strip, self.notes.get(row)))
            .chain(extra.map(|(strip, notes)| (ROWS, strip, Some(notes))))
    }

    /// Where a token ends, on a sheet.
    fn end_of(&self, layout: &Layout, token: u64) -> f64 {
        let cell = self.cells.partition_point(|&last| last < token);
        let last = |cell: usize| self.cells.get(cell).copied();
        let before = match cell {
            0 => self.stages.first().map_or(0, |stage| stage.from),
            _ => last(cell - 1).unwrap_or(0),
        };
        let within =
            last(cell).map_or(0.0, |last| (token - before) as f64 / (last - before) as f64);
        self.place(layout, cell as f64 + within)
    }

    /// Where so many cells end, on a sheet: where the curves below have those tokens.
    fn place(&self, layout: &Layout, cells: f64) -> f64 {
        if !self.log {
            return layout.left + cells * layout.cell;
        }
        let begin = self.stages.first().map_or(0, |stage| stage.from);
        let end_of = |cell: usize| match cell {
            0 => begin as f64,
            cell => self.cells.get(cell - 1).map_or(1.0, |&last| last as f64),
        };
        let whole = cells as usize;
        let next = (whole + 1).min(self.cells.len());
        let token = end_of(whole) + (cells - whole as f64) * (end_of(next) - end_of(whole));
        let (low, high) = (end_of(0).max(1.0), end_of(self.cells.len()));
        let width = layout.right - layout.left;
        layout.left + width * ln(token.max(low) / low) / ln(high.max(low + 1.0) / low)
    }

    /// Where one draft, vote or query is cut off from the next.
    fn cuts(&self, layout: &Layout) -> Vec<f64> {
        let mut cuts = Vec::new();
        for stage in self.stages {
            let check = stage.check.map(|check| check.size);
            let Some(step) = check.or(stage.query.map(|query| query.interval)) else {
                continue;
            };
            let (begin, end) = (
                self.end_of(layout, stage.from),
                self.end_of(layout, stage.to),
            );
            let steps = (stage.to - stage.from).div_ceil(step.max(1));
            if (end - begin) / steps as f64 >= CLOSE {
                cuts.extend((1..steps).map(|index| self.end_of(layout, stage.from + index * step)));
            }
        }
        cuts
    }

    /// Whether marks would lie above one another if each deed had its own.
    fn is_crowded(&self, layout: &Layout) -> bool {
        let (mut rows, mut cells) = (0, 0);
        for (_, _, notes) in self.all_rows() {
            let deeds = notes.iter().flat_map(|notes| notes.deeds.iter());
            rows += 1;
            cells += deeds
                .filter(|deeds| deeds[..4].iter().any(|&n| n > 0))
                .count();
        }
        f64::from(rows) * (layout.right - layout.left) < cells as f64 * ROOM
    }

    /// Puts the marks of a row on a sheet.
    fn mark(&self, sheet: &mut Sheet, layout: &Layout, row: usize, notes: &Notes, crowded: bool) {
        let (top, foot) = layout.row(row);
        let middle = f64::midpoint(top, foot);
        let theme = sheet.theme();
        // In a crowd, all deeds of so many cells have one mark.
        let per = if crowded {
            (ROOM / 2.0 / layout.cell).ceil().max(1.0) as usize
        } else {
            1
        };
        for (deed, outline) in Deed::MARKED.iter().zip(OUTLINES) {
            let shown = &notes.deeds[..self.revealed.min(notes.deeds.len())];
            for (index, cells) in shown.chunks(per).enumerate() {
                let times: u64 = cells.iter().map(|deeds| deeds[*deed as usize]).sum();
                if times == 0 {
                    continue;
                }
                let x = self.place(layout, (index * per) as f64 + cells.len() as f64 / 2.0);
                let share = if crowded {
                    (times.min(FULL) as f64 / FULL as f64).sqrt()
                } else {
                    1.0
                };
                let (wide, high) = (MARK * share, (foot - top) * share);
                // On cells as dark as itself it would not be seen without a rim.
                for (rim, color) in [(RIM, theme.paper), (0.0, theme.ink)] {
                    let corner = |(right, down): Place| {
                        (x + right * (wide + rim), middle + down * (high + rim))
                    };
                    sheet.fill(outline.map(corner).to_vec(), color);
                }
            }
        }
    }
}

/// So many deeds in one place have a mark of full size.
const FULL: u64 = 8;

/// The outlines of marks around their middle: an hourglass, a diamond, a triangle that
/// points up, one that points back.
const OUTLINES: [[Place; 4]; 4] = [
    [(-0.5, -0.5), (0.5, 0.5), (-0.5, 0.5), (0.5, -0.5)],
    [(0.0, -0.5), (0.5, 0.0), (0.0, 0.5), (-0.5, 0.0)],
    [(0.0, -0.5), (0.5, 0.5), (0.0, 0.5), (-0.5, 0.5)],
    [(-0.5, 0.0), (0.5, -0.5), (0.5, 0.0), (0.5, 0.5)],
];

impl Drawing for Strips<'_> {
    fn title(&self) -> String {
        let rows = self.rows.len();
        let end = self.revealed.min(self.cells.len());
        let acceptable = self
            .rows
            .iter()
            .filter(|row| end > 0 && row.get(end - 1).is_some_and(|state| state.is_acceptable()))
            .count();
        format!("The first {rows} runs as strips of tokens; {acceptable} of them end acceptable.")
    }

    fn draw(&self, sheet: &mut Sheet) {
        sheet.clear();
        if self.cells.is_empty() {
            return;
        }
        let layout = self.layout(sheet.size());
        for (row, strip, _) in self.all_rows() {
            let shown = &strip[..self.revealed.min(strip.len())];
            let mut begin = 0;
            for chunk in shown.chunk_by(|a, b| a == b) {
                let end = begin + chunk.len();
                let (top, foot) = layout.row(row);
                sheet.cell(
                    chunk[0],
                    (
                        self.place(&layout, begin as f64),
                        foot - (foot - top) * height(chunk[0]),
                    ),
                    (self.place(&layout, end as f64), foot),
                );
                begin = end;
            }
        }
        self.draw_notes(sheet, &layout);
    }
}

impl Strips<'_> {
    /// Draws what there is on and between the cells.
    fn draw_notes(&self, sheet: &mut Sheet, layout: &Layout) {
        let (theme, height) = (sheet.theme(), sheet.size().1);
        for x in self.cuts(layout) {
            sheet.line(vec![(x, 0.0), (x, height)], theme.paper, 1.0);
        }
        for stage in self.stages.iter().skip(1) {
            let x = self.end_of(layout, stage.from);
            for (color, width) in [(theme.paper, 4.0), (theme.ink, 1.0)] {
                sheet.line(vec![(x, 0.0), (x, height)], color, width);
            }
        }
        let crowded = self.is_crowded(layout);
        for (row, _, notes) in self.all_rows() {
            if let Some(notes) = notes {
                self.mark(sheet, layout, row, notes, crowded);
            }
        }
        if let Some((run, extra)) = self.chosen {
            let row = extra.map_or(run as usize - 1, |_| ROWS);
            let (top, foot) = layout.row(row);
            for y in [(top - 1.0).max(0.75), (foot + 1.0).min(height - 0.75)] {
                sheet.line(vec![(layout.left, y), (layout.right, y)], theme.ink, 1.5);
            }
            let y = f64::midpoint(top, foot).min(height - 8.0).max(8.0);
            sheet.bold(
                &run.to_string(),
                (layout.left - 8.0, y),
                Anchor::End,
                theme.ink,
            );
        }
    }
}

/// What states are called, in the order of [`State::ALL`].
pub(super) const NAMES: [&str; 4] = ["never erred", "back again", "wrong now", "lost for good"];

/// The height of a cell as a share of the row.
pub(super) const fn height(state: State) -> f64 {
    match state {
        State::Flawless | State::Recovered => 1.0,
        State::Unacceptable => 0.55,
        State::Lost => 0.4,
    }
}
