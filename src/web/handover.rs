//! What a program tells another that takes the page over from it: what is seen, but
//! neither a link says nor the document holds.

use super::unfolding::Unfolding;
use std::fmt::{self, Display};

/// What is to go on as it was.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Handover {
    /// The scenario, as a link.
    pub link: String,
    /// How far the runs are shown.
    pub unfolding: Unfolding,
    /// How many of them have been simulated.
    pub runs: u64,
    /// The figure that a data cursor is on, and the stop where it is.
    pub cursor: Option<(String, usize)>,
}

/// A line each.
impl Display for Handover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.link)?;
        match self.unfolding {
            Unfolding::Whole => writeln!(f),
            Unfolding::Still(cells) => writeln!(f, "{cells} still"),
            Unfolding::Moving(cells, _) => writeln!(f, "{} moving", cells as usize),
        }?;
        writeln!(f, "{}", self.runs)?;
        match &self.cursor {
            Some((figure, stop)) => write!(f, "{figure} {stop}"),
            None => Ok(()),
        }
    }
}

#[cfg(feature = "atlas")]
impl Handover {
    /// Reads what another program has written; what is missing goes on as if new.
    pub(super) fn of(words: &str) -> Self {
        let mut lines = words.lines();
        let mut line = || lines.next().unwrap_or_default();
        let link = line().to_owned();
        let (cells, way) = two(line());
        let unfolding = match cells.parse() {
            Ok(cells) if way == "moving" => Unfolding::from(cells),
            Ok(cells) => Unfolding::Still(cells),
            Err(_) => Unfolding::Whole,
        };
        let runs = line().parse().unwrap_or(0);
        let (figure, stop) = two(line());
        let cursor = stop.parse().ok().map(|stop| (figure.to_owned(), stop));
        Self {
            link,
            unfolding,
            runs,
            cursor,
        }
    }
}

/// The two words of a line; of one, the second is empty.
#[cfg(feature = "atlas")]
fn two(line: &str) -> (&str, &str) {
    line.split_once(' ').unwrap_or((line, ""))
}
