//! The blocks of the phases: what each is called, and what is done in it.

use super::layout::{HEADS, LETTER, Layout};
use super::states::Timeline;
use crate::figure::axis::tokens_label;
use crate::figure::sheet::{Anchor, Sheet};
use bounceback_core::model::schema::Phase;
use bounceback_core::model::technique::TECHNIQUES;
use bounceback_core::number::format::{count, whole};

/// The width of a letter that stands out.
const BOLD_LETTER: f64 = 8.4;

impl Timeline {
    pub(super) fn draw_heads(&self, sheet: &mut Sheet, layout: &Layout) {
        let theme = sheet.theme();
        for (index, (phase, &tokens_of)) in self.phases.iter().zip(&self.tokens).enumerate() {
            let (left, right) = layout.span(index);
            sheet.block((left + 1.0, HEADS.0), (right - 1.0, HEADS.1), theme.gap);
            let letters =
                |room: f64, letter: f64| ((right - left - room) / letter).max(0.0) as usize;
            let number = (index + 1).to_string();
            let named = format!("{number} {}", phase.name);
            let fitted = fitting(&named, letters(14.0, BOLD_LETTER), number.len() + 3);
            // Where there is no room for its name, its number stands in the middle.
            let (named, from, anchor, room) = match fitted {
                Some(named) => (named, left + 8.0, Anchor::Start, 14.0),
                None => (number, f64::midpoint(left, right), Anchor::Middle, 4.0),
            };
            let middle = f64::midpoint(HEADS.0, HEADS.1);
            let technique = technique_of(phase);
            let tokens = whole(tokens_of);
            let details = [
                format!("{technique} · {}", count(tokens_of, self.unit.0)),
                format!("{technique} · {tokens}"),
                count(tokens_of, self.unit.0),
                tokens,
                tokens_label(tokens_of as f64),
            ];
            let length = |text: &str| text.chars().count();
            let fits = |text: &String| length(text) <= letters(room, LETTER);
            let detail = details.into_iter().find(fits);
            let up = if detail.is_some() { 10.0 } else { 0.0 };
            sheet.bold(&named, (from, middle - up), anchor, theme.ink);
            if let Some(detail) = detail {
                sheet.text(&detail, (from, middle + 10.0), anchor, theme.ink);
            }
        }
    }
}

/// As much of a text as fits into so many letters, if that is `least` at least.
fn fitting(text: &str, letters: usize, least: usize) -> Option<String> {
    if text.chars().count() <= letters {
        return Some(text.to_owned());
    }
    let kept: String = text.chars().take(letters.saturating_sub(1)).collect();
    (letters > least).then(|| format!("{}…", kept.trim_end()))
}

/// What the technique of a phase is called.
pub(super) fn technique_of(phase: &Phase) -> &'static str {
    let technique = TECHNIQUES.get(phase.technique);
    technique.map_or("", |technique| technique.label)
}
