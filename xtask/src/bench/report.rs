//! What was measured, as a table on the terminal, as JSON and as docs/benchmarks.md.

use super::finding::{Finding, shown};
use super::machine::Machine;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// What one part of the bench found.
pub(super) struct Chapter {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) method: &'static str,
    pub(super) findings: Vec<Finding>,
}

/// Everything that a run of the bench found.
pub(super) struct Report {
    pub(super) machine: Machine,
    /// The load after all was measured.
    pub(super) load_after: Option<f64>,
    /// Browsers and libraries, with their versions.
    pub(super) versions: Vec<String>,
    pub(super) quick: bool,
    pub(super) chapters: Vec<Chapter>,
}

impl Report {
    /// Why the numbers are not to be relied on, where that is so.
    fn doubt(&self) -> Option<String> {
        let mut doubts = Vec::new();
        if self.quick {
            doubts.push("fewer rounds were made than are needed".to_owned());
        }
        if self.machine.is_busy() {
            let load = self.machine.load.unwrap_or_default();
            doubts.push(format!(
                "other work kept the machine busy (a load of {load} before the bench began)"
            ));
        }
        (!doubts.is_empty()).then(|| format!("**Preliminary**: {}.", doubts.join("; ")))
    }

    /// The table for the terminal.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for chapter in &self.chapters {
            let _ = writeln!(text, "\n{}", chapter.title);
            let widest = chapter.findings.iter().map(|it| it.what.chars().count());
            let widest = widest.max().unwrap_or(0);
            for finding in &chapter.findings {
                let Row { median, spread, n } = Row::of(finding);
                let Finding {
                    what,
                    place,
                    unit,
                    note,
                    ..
                } = finding;
                let line = format!(
                    "  {what:widest$}  {place:9} {median:>11} {unit:8} {spread:19} {n:>4}  {note}"
                );
                let _ = writeln!(text, "{}", line.trim_end());
            }
        }
        if let Some(doubt) = self.doubt() {
            let _ = writeln!(text, "\n{}", doubt.replace("**", ""));
        }
        text
    }

    /// For programs.
    pub(super) fn json(&self) -> Value {
        let chapters: Vec<Value> = self
            .chapters
            .iter()
            .map(|chapter| {
                let findings: Vec<Value> = chapter.findings.iter().map(Finding::json).collect();
                json!({"name": chapter.name, "title": chapter.title, "findings": findings})
            })
            .collect();
        json!({
            "machine": self.machine.json(),
            "load_after": self.load_after,
            "versions": self.versions,
            "quick": self.quick,
            "chapters": chapters,
        })
    }

    /// The page of the documentation.
    pub(super) fn page(&self) -> String {
        let Machine {
            processor,
            processors,
            system,
            rust,
            date,
            load,
        } = &self.machine;
        let mut page = String::from(
            "# Benchmarks\n\n\
             Written by `cargo xtask bench --write`; nothing here is by hand. All of it was\n\
             measured in one run. A number is the median over the rounds, beside it the\n\
             quartiles; what could not be measured says why.\n\n",
        );
        if let Some(doubt) = self.doubt() {
            let _ = writeln!(page, "{doubt}\n");
        }
        let told = |load: Option<f64>| load.map_or_else(|| "?".to_owned(), |load| load.to_string());
        let _ = writeln!(page, "- Date: {date}");
        let _ = writeln!(
            page,
            "- Machine: {processor}, {processors} processors; {system}"
        );
        let _ = writeln!(
            page,
            "- Load before and after: {}, {}",
            told(*load),
            told(self.load_after)
        );
        let _ = writeln!(page, "- Versions: {}; {rust}", self.versions.join(", "));
        for Chapter {
            title,
            method,
            findings,
            ..
        } in &self.chapters
        {
            let _ = writeln!(page, "\n## {title}\n\n{method}\n");
            page.push_str("| what | where | median | unit | quartiles | rounds | |\n");
            page.push_str("| --- | --- | ---: | --- | --- | ---: | --- |\n");
            for finding in findings {
                let Row { median, spread, n } = Row::of(finding);
                let Finding {
                    what,
                    place,
                    unit,
                    note,
                    ..
                } = finding;
                let _ = writeln!(
                    page,
                    "| {what} | {place} | {median} | {unit} | {spread} | {n} | {note} |"
                );
            }
        }
        page
    }
}

/// The numbers of a finding as they are shown.
struct Row {
    median: String,
    spread: String,
    n: String,
}

impl Row {
    fn of(finding: &Finding) -> Self {
        Self {
            median: finding.median().map_or_else(|| "–".to_owned(), shown),
            spread: finding
                .spread()
                .map(|(low, high)| format!("{} to {}", shown(low), shown(high)))
                .unwrap_or_default(),
            n: match finding.values.len() {
                0 => String::new(),
                n => n.to_string(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(quick: bool, load: f64) -> Report {
        let why = anyhow::anyhow!("no such browser");
        Report {
            machine: Machine {
                processor: "a processor".to_owned(),
                processors: 2,
                system: "a system".to_owned(),
                rust: "rustc 1".to_owned(),
                date: "2026-01-31".to_owned(),
                load: Some(load),
            },
            load_after: None,
            versions: vec!["a browser 1".to_owned()],
            quick,
            chapters: vec![Chapter {
                name: "redraw",
                title: "Redraws",
                method: "Like this.",
                findings: vec![
                    Finding::new("a", "chromium", "ms", vec![1.0, 2.0, 4.0]),
                    Finding::missing("b", "firefox", &why),
                ],
            }],
        }
    }

    #[test]
    fn every_form_tells_what_was_measured_and_what_was_not() {
        let report = report(false, 0.1);
        let page = report.page();
        assert!(
            page.contains("| a | chromium | 2 | ms | 1.50 to 3 | 3 |  |"),
            "{page}"
        );
        assert!(page.contains("| b | firefox | – |  |  |  | could not run: no such browser |"));
        assert!(report.text().contains("could not run: no such browser"));
        assert_eq!(report.json()["chapters"][0]["findings"][0]["median"], 2.0);
        assert!(!page.contains("Preliminary"));
    }

    #[test]
    fn what_is_not_to_be_relied_on_says_so() {
        assert!(
            report(true, 0.0)
                .page()
                .contains("**Preliminary**: fewer rounds")
        );
        assert!(report(false, 3.5).text().contains("a load of 3.5"));
    }
}
