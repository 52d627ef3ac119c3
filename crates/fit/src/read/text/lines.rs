//! Formats whose rows are lines: tables in Markdown and LaTeX, columns set apart by blanks,
//! and plain runs such as 1101.

use crate::read::grid::Grid;
use crate::read::steps;

/// How lines become cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Between bars, as in Markdown and in what databases print.
    Bars,
    /// Between ampersands, as in LaTeX.
    Ampersands,
    /// Two blanks or more, or a tab.
    Gaps,
    /// Any blanks.
    Blanks,
    /// A run a line.
    Runs,
    /// A run a line, with a name before it.
    NamedRuns,
}

/// Reads rows line by line.
#[derive(Clone, Debug)]
pub(crate) struct Lines {
    style: Style,
    at: usize,
    line: usize,
}

impl Style {
    /// The style that a text shows beyond doubt.
    pub(super) fn of(sample: &str) -> Option<Self> {
        let lines = || {
            let lines = sample.lines().map(str::trim);
            lines.filter(|it| !it.is_empty() && !it.starts_with('#'))
        };
        let ruled = lines().any(is_rule) && lines().any(|it| it.contains('|') && !is_rule(it));
        if ruled {
            return Some(Self::Bars);
        }
        let latex = |it: &&str| it.contains('&') && it.contains("\\\\");
        if lines().filter(latex).count() > 1 {
            return Some(Self::Ampersands);
        }
        let runs = |run: fn(&str) -> Option<&str>| {
            let runs: Option<Vec<&str>> = lines().map(run).collect();
            let runs = runs.unwrap_or_default();
            let are_runs = runs.iter().all(|it| steps::read(it).is_some());
            let long = |it: &&str| steps::read(it).is_some_and(|it| it.len() > 1);
            let long = runs
                .iter()
                .any(|it| long(it) && !steps::is_power_of_ten(it));
            are_runs && long
        };
        if runs(|it| Some(it)) {
            return Some(Self::Runs);
        }
        runs(|it| Some(it.rsplit_once(':')?.1)).then_some(Self::NamedRuns)
    }
}

/// A line that only draws the table.
fn is_rule(line: &str) -> bool {
    let drawn = |c: char| "|-:+=─┼│ ".contains(c);
    line.contains(['|', '+', '│', '┼']) && line.contains("--") && line.chars().all(drawn)
}

/// What LaTeX writes around numbers.
fn plain_of_latex(cell: &str) -> String {
    let mut cell = cell
        .replace("\\pm", "±")
        .replace("\\%", "%")
        .replace("\\,", "");
    for command in [
        "\\textbf",
        "\\mathbf",
        "\\underline",
        "\\textit",
        "\\emph",
        "\\hline",
        "\\midrule",
        "\\toprule",
    ] {
        cell = cell.replace(command, "");
    }
    cell.replace(['$', '{', '}', '\\'], "")
        .replace('~', " ")
        .trim()
        .to_owned()
}

impl Lines {
    /// Reads from the beginning of a text.
    pub(super) fn new(style: Style) -> Self {
        Self {
            style,
            at: 0,
            line: 0,
        }
    }

    /// The same format, at the beginning of another text.
    pub(super) fn afresh(&self) -> Self {
        Self::new(self.style)
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn name(&self) -> &'static str {
        match self.style {
            Style::Bars => "a table of bars, as in Markdown",
            Style::Ampersands => "a table in LaTeX",
            Style::Gaps | Style::Blanks => "columns set apart by blanks",
            Style::Runs => "a run a line",
            Style::NamedRuns => "a run a line, after its name",
        }
    }

    pub(super) fn headings(&self) -> Option<Vec<String>> {
        let names: &[&str] = match self.style {
            Style::Runs => &["path"],
            Style::NamedRuns => &["run", "path"],
            _ => return None,
        };
        Some(names.iter().map(|&it| it.to_owned()).collect())
    }

    /// Reads on for about so many bytes; whether all is read.
    pub(super) fn advance(&mut self, text: &str, grid: &mut Grid, bytes: usize) -> bool {
        let stop = self.at.saturating_add(bytes.max(1)).min(text.len());
        while self.at < stop {
            let rest = &text[self.at..];
            let line = rest.split('\n').next().unwrap_or_default();
            self.at = text.len().min(self.at + line.len() + 1);
            self.line += 1;
            let line = line.trim();
            if !line.starts_with('#') {
                self.cells(line, grid);
            }
        }
        self.at >= text.len()
    }

    fn cells(&self, line: &str, grid: &mut Grid) {
        match self.style {
            Style::Bars => {
                if !line.contains(['|', '│']) || is_rule(line) {
                    return;
                }
                let line = line.replace("\\|", "\u{1}").replace('│', "|");
                let inner = line.strip_prefix('|').unwrap_or(&line);
                let inner = inner.strip_suffix('|').unwrap_or(inner);
                let cells: Vec<String> = inner
                    .split('|')
                    .map(|it| it.replace('\u{1}', "|"))
                    .collect();
                let cells = cells.iter().map(|it| it.trim().trim_matches(['*', '`']));
                grid.push(self.line, cells);
            }
            Style::Ampersands => {
                if !line.contains('&') {
                    return;
                }
                let line = line.split("\\\\").next().unwrap_or_default();
                let line = line.replace("\\&", "\u{1}");
                let cells: Vec<String> = line.split('&').map(plain_of_latex).collect();
                grid.push(self.line, cells.iter().map(String::as_str));
            }
            Style::Gaps => {
                let cells = line.split("  ").flat_map(|it| it.split('\t'));
                grid.push(self.line, cells.filter(|it| !it.trim().is_empty()));
            }
            Style::Blanks => grid.push(self.line, line.split_ascii_whitespace()),
            Style::Runs => grid.push(self.line, std::iter::once(line)),
            Style::NamedRuns => {
                let (name, run) = line.rsplit_once(':').unwrap_or(("", line));
                grid.push(self.line, [name, run].into_iter());
            }
        }
    }
}
