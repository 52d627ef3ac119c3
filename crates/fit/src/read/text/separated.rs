//! Cells between separators, in quotes where they must be.

use crate::read::grid::Grid;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// The most bytes that are looked at at once.
const PIECE: usize = 16_384;

/// Reads rows whose cells stand between separators. (A clone of the library's reader lacks the
/// states in which a row is complete, so there is none of this.)
#[derive(Debug)]
pub(crate) struct Separated {
    mark: u8,
    quotes: bool,
    reader: Reader,
    /// Where the next byte is, and how many lines came before it.
    at: usize,
    lines: usize,
    /// The row being read.
    bytes: Vec<u8>,
    ends: Vec<usize>,
    filled: (usize, usize),
}

impl Separated {
    /// Reads from the beginning of a text.
    pub(super) fn new(mark: u8) -> Self {
        Self::quoted(mark, true)
    }

    fn quoted(mark: u8, quotes: bool) -> Self {
        let mut reader = ReaderBuilder::new();
        reader.delimiter(mark).quoting(quotes).comment(Some(b'#'));
        Self {
            mark,
            quotes,
            reader: reader.build(),
            at: 0,
            lines: 0,
            bytes: vec![0; 1024],
            ends: vec![0; 64],
            filled: (0, 0),
        }
    }

    /// The same format, at the beginning of another text.
    pub(super) fn afresh(&self) -> Self {
        Self::quoted(self.mark, self.quotes)
    }

    pub(super) fn mark(&self) -> u8 {
        self.mark
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn name(&self) -> &'static str {
        match self.mark {
            b'\t' => "cells between tabs",
            b';' => "cells between semicolons",
            b'|' => "cells between bars",
            _ => "cells between commas",
        }
    }

    pub(super) fn note(&self) -> Option<String> {
        (!self.quotes).then(|| {
            "A quotation mark is never closed, so quotation marks were taken as letters.".to_owned()
        })
    }

    /// Reads on for about so many bytes; whether all is read.
    pub(super) fn advance(&mut self, text: &str, grid: &mut Grid, bytes: usize) -> bool {
        let stop = self.at.saturating_add(bytes.max(1)).min(text.len());
        loop {
            let piece = &text.as_bytes()[self.at..text.len().min(self.at + PIECE)];
            let (result, read, wrote, ended) = self.reader.read_record(
                piece,
                &mut self.bytes[self.filled.0..],
                &mut self.ends[self.filled.1..],
            );
            self.lines += ends_of_lines(&piece[..read]);
            self.at += read;
            self.filled.0 += wrote;
            self.filled.1 += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.bytes.resize(self.bytes.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record => {
                    if self.swallowed(text) {
                        *grid = Grid::default();
                        *self = Self::quoted(self.mark, false);
                        return false;
                    }
                    self.keep(text, grid);
                    self.filled = (0, 0);
                    if self.at >= stop && self.at < text.len() {
                        return false;
                    }
                }
                ReadRecordResult::End => return true,
            }
        }
    }

    /// Whether the row at hand is all the rest of the text, for want of a closing quote.
    fn swallowed(&self, text: &str) -> bool {
        let over_lines = self.bytes[..self.filled.0].contains(&b'\n');
        self.quotes && over_lines && self.at == text.len() && !text.trim_end().ends_with('"')
            // A last row may close its quotes before its last cell.
            && self.ends[..self.filled.1].last().is_some_and(|&end| {
                let before = self.filled.1.checked_sub(2).map_or(0, |it| self.ends[it]);
                self.bytes[before..end].contains(&b'\n')
            })
    }

    fn keep(&self, text: &str, grid: &mut Grid) {
        let (bytes, ends) = (&self.bytes[..self.filled.0], &self.ends[..self.filled.1]);
        let begins = std::iter::once(0).chain(ends.iter().copied());
        // A row is where it begins: the lines within it and the end of its own are behind it.
        let within = ends_of_lines(bytes);
        let closed = usize::from(text.as_bytes().get(self.at.wrapping_sub(1)) == Some(&b'\n'));
        let line = (self.lines + 1).saturating_sub(within + closed);
        let cells = begins.zip(ends).map(|(from, &to)| {
            // Separators are ASCII, so that letters stay whole.
            str::from_utf8(&bytes[from..to]).unwrap_or_default()
        });
        // A spreadsheet's word on its separator is no row.
        if line == 1 && bytes.starts_with(b"sep=") {
            return;
        }
        grid.push(line, cells);
    }
}

/// How many lines end in some bytes.
fn ends_of_lines(bytes: &[u8]) -> usize {
    bytes.split(|it| *it == b'\n').count() - 1
}
