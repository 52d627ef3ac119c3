//! The data of a figure as a table, for those who would rather read than look.

use super::dom;
use bounceback_core::number::format::{percent, significant, whole};
use bounceback_core::share::report::Table;
use web_sys::{Element, HtmlElement};

/// The most rows: enough to see the course, few enough to hear.
const ROWS: usize = 21;

/// Replaces what a place shows by a table.
pub(super) fn fill(place: &HtmlElement, table: &Table) {
    if let Some(content) = build(table) {
        place.set_inner_html("");
        let _ = place.append_child(&content);
    }
}

fn build(table: &Table) -> Option<HtmlElement> {
    let content = dom::stamp("data-table")?;
    let caption = match table.first.len() {
        ..=ROWS => "Every row.".to_owned(),
        count => format!("{ROWS} of {count} rows; the CSV file has all."),
    };
    dom::slot::<Element>(&content, "caption")?.set_text_content(Some(&caption));
    let head: Element = dom::slot(&content, "head")?;
    let words = table.words.iter().map(|(name, _)| name);
    for column in words.chain(&table.columns) {
        cell(&head, "th", Some("col"), &column.replace('_', " "))?;
    }
    let body: Element = dom::slot(&content, "body")?;
    for index in picked(table.first.len()) {
        let row = dom::make("tr", "")?;
        let first = table.first[index];
        let head = if !first.is_finite() {
            "more".to_owned()
        } else if first.fract() == 0.0 {
            whole(first as u64)
        } else {
            significant(first, 6)
        };
        let mut words = table.words.iter().filter_map(|(_, words)| words.get(index));
        // What a row is called stands at its head.
        if let Some(name) = words.next() {
            cell(&row, "th", Some("row"), name)?;
            for word in words {
                cell(&row, "td", None, word)?;
            }
            cell(&row, "td", None, &head)?;
        } else {
            cell(&row, "th", Some("row"), &head)?;
        }
        for value in &table.rows[index] {
            let text = if value.is_finite() {
                percent(*value)
            } else {
                "–".to_owned()
            };
            cell(&row, "td", None, &text)?;
        }
        body.append_child(&row).ok()?;
    }
    Some(content)
}

/// At most [`ROWS`] indices of `count`, the first and the last among them.
fn picked(count: usize) -> Vec<usize> {
    let last = count.saturating_sub(1);
    let steps = last.clamp(1, ROWS - 1);
    let mut picked: Vec<usize> = (0..=steps).map(|step| step * last / steps).collect();
    picked.dedup();
    picked
}

fn cell(row: &Element, tag: &str, scope: Option<&str>, text: &str) -> Option<()> {
    let cell = dom::put(row, tag, text)?;
    if let Some(scope) = scope {
        dom::set(&cell, "scope", scope);
    }
    Some(())
}
