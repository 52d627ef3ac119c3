//! From a text to a grid: what separates its cells, and the cells.

mod json;
mod lines;
mod separated;
mod tree;

use super::cell::{Cell, read};
use super::grid::Grid;
use super::reject::Rejections;
use super::steps;
use json::Entries;
use lines::{Lines, Style};
use separated::Separated;

/// The longest text that is read, in bytes.
pub const LONGEST_TEXT: usize = 20_000_000;

/// How many bytes tell what the format is.
const SAMPLE: usize = 65_536;

/// A text, ready to be read, and what was done to it.
pub(super) fn prepared(text: &str) -> (String, Option<String>) {
    let text = text.trim_start_matches('\u{feff}');
    let end = text.floor_char_boundary(LONGEST_TEXT);
    // Half a line would be a wrong row.
    let end = match text[..end].rfind(['\n', '\r']) {
        Some(line) if end < text.len() => line,
        _ => end,
    };
    let cut = (end < text.len()).then(|| {
        format!(
            "The text is longer than {} million letters: what comes after was left out.",
            LONGEST_TEXT / 1_000_000
        )
    });
    let text = &text[..end];
    let text = if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.to_owned()
    };
    (text, cut)
}

/// Bytes of a file as text: UTF-8, UTF-16 with its mark, or what old spreadsheets write.
pub fn decode(bytes: &[u8]) -> String {
    let wide = |bytes: &[u8], order: fn([u8; 2]) -> u16| {
        let (pairs, _) = bytes.as_chunks::<2>();
        let units: Vec<u16> = pairs.iter().map(|it| order(*it)).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        _ => match str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|&it| western(it)).collect(),
        },
    }
}

/// A letter of Windows-1252, as far as numbers and signs go; others as in Latin-1.
fn western(byte: u8) -> char {
    match byte {
        0x80 => '€',
        0x85 => '…',
        0x89 => '‰',
        0x91 => '‘',
        0x92 => '’',
        0x93 => '“',
        0x94 => '”',
        0x96 => '–',
        0x97 => '—',
        _ => char::from(byte),
    }
}

/// What reads the rows of a text, in steps.
#[derive(Debug)]
pub(super) enum Rows {
    Separated(Box<Separated>),
    Lines(Lines),
    Entries(Entries),
}

impl Rows {
    /// What reads a text.
    pub(super) fn of(text: &str) -> Self {
        let begin = text.trim_start();
        let json = || {
            let after = begin.get(1..).unwrap_or_default().trim_start();
            begin.starts_with('{')
                || begin.starts_with('[') && after.starts_with(['{', '[', '"', ']'])
        };
        if json()
            && let Some(entries) = Entries::of(text)
        {
            return Self::Entries(entries);
        }
        let end = text.floor_char_boundary(SAMPLE);
        let sample = match text[..end].rfind('\n') {
            Some(line) if end < text.len() => &text[..line],
            _ => &text[..end],
        };
        if let Some(style) = Style::of(sample) {
            return Self::Lines(Lines::new(style));
        }
        if begin.starts_with('[')
            && let Some(entries) = Entries::of(text)
        {
            return Self::Entries(entries);
        }
        separators(sample)
    }

    /// Reads on for about so many bytes; whether all is read.
    pub(super) fn advance(
        &mut self,
        text: &str,
        grid: &mut Grid,
        rejected: &mut Rejections,
        bytes: usize,
    ) -> bool {
        match self {
            Self::Separated(rows) => rows.advance(text, grid, bytes),
            Self::Lines(rows) => rows.advance(text, grid, bytes),
            Self::Entries(rows) => rows.advance(text, grid, rejected, bytes),
        }
    }

    /// Which part of the text has been read.
    pub(super) fn at(&self) -> usize {
        match self {
            Self::Separated(rows) => rows.at(),
            Self::Lines(rows) => rows.at(),
            Self::Entries(rows) => rows.at(),
        }
    }

    /// The format in words.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Separated(rows) => rows.name(),
            Self::Lines(rows) => rows.name(),
            Self::Entries(rows) => rows.name(),
        }
    }

    /// What a row is called: a line, or an entry of a list.
    pub(super) fn unit(&self) -> &'static str {
        match self {
            Self::Entries(rows) if !rows.by_line() => "entry",
            _ => "line",
        }
    }

    /// The headings that the format itself gives.
    pub(super) fn headings(&self) -> Option<Vec<String>> {
        match self {
            Self::Entries(rows) => rows.headings(),
            Self::Lines(rows) => rows.headings(),
            Self::Separated(_) => None,
        }
    }

    /// What had to be done to read it at all.
    pub(super) fn note(&self) -> Option<String> {
        match self {
            Self::Entries(rows) => rows.note(),
            Self::Separated(rows) => rows.note(),
            Self::Lines(_) => None,
        }
    }

    /// The cells of a line in this format, comments' too.
    pub(super) fn cells_of(&self, line: &str) -> Vec<String> {
        let mut grid = Grid::default();
        let mut fresh = match self {
            Self::Separated(rows) => Self::Separated(Box::new(rows.afresh())),
            Self::Lines(rows) => Self::Lines(rows.afresh()),
            Self::Entries(_) => return Vec::new(),
        };
        while !fresh.advance(line, &mut grid, &mut Rejections::default(), usize::MAX) {}
        grid.row(0).map(str::to_owned).collect()
    }
}

/// Columns that stand apart by one of the usual separators: the one by which most rows have
/// the same width and most cells mean something.
fn separators(sample: &str) -> Rows {
    // A spreadsheet's own word for it.
    if let Some(mark) = sample.strip_prefix("sep=").and_then(|it| it.bytes().next())
        && mark.is_ascii()
        && !mark.is_ascii_alphanumeric()
        && !mark.is_ascii_whitespace()
    {
        return Rows::Separated(Box::new(Separated::new(mark)));
    }
    let marks = [b'\t', b';', b',', b'|'];
    let marks = marks.map(|mark| Rows::Separated(Box::new(Separated::new(mark))));
    let blanks = [Style::Gaps, Style::Blanks].map(|style| Rows::Lines(Lines::new(style)));
    let mut best: Option<(f64, Rows)> = None;
    for (place, mut rows) in marks.into_iter().chain(blanks).enumerate() {
        let mut grid = Grid::default();
        while !rows.advance(sample, &mut grid, &mut Rejections::default(), usize::MAX) {}
        // Blanks part words, too: they are the last resort.
        let blanks = if place > 3 { 0.25 } else { 0.0 };
        let Some(worth) = worth(&grid) else { continue };
        let worth = worth - blanks;
        if best
            .as_ref()
            .is_none_or(|(before, _)| worth > *before + 1e-9)
        {
            best = Some((worth, rows));
        }
    }
    // From the beginning, with quotes.
    match best {
        Some((_, Rows::Separated(rows))) => Rows::Separated(Box::new(Separated::new(rows.mark()))),
        Some((_, Rows::Lines(rows))) => Rows::Lines(rows.afresh()),
        _ => Rows::Separated(Box::new(Separated::new(b','))),
    }
}

/// How well a grid is one: rows of one width, of numbers; `None` for a single column.
fn worth(grid: &Grid) -> Option<f64> {
    let rows = grid.len().min(60);
    let width = usual_width(grid)?;
    let even = (0..rows).filter(|&row| grid.width_of(row) == width).count();
    let cells = || (0..rows).flat_map(|row| grid.row(row));
    let known =
        |cell: &&str| !matches!(read(cell, None), Cell::Text) || steps::read(cell).is_some();
    let meant = cells().filter(known).count() as f64 / cells().count().max(1) as f64;
    Some(even as f64 / rows as f64 + meant)
}

/// The width above one that most rows have.
pub(super) fn usual_width(grid: &Grid) -> Option<usize> {
    let rows = grid.len().min(60);
    let widths: Vec<usize> = (0..rows).map(|row| grid.width_of(row)).collect();
    let count = |width: usize| widths.iter().filter(|&&it| it == width).count();
    let wide = widths.iter().copied().filter(|&it| it > 1);
    wide.max_by_key(|&it| (count(it), it))
}
