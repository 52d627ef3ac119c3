//! The axis of shares, and that of tokens.

use super::layout::{LETTER, Layout, frame};
use crate::figure::axis::{Axis, Scale, percent_label, tokens_label};
use crate::figure::sheet::{Anchor, Sheet};

/// The axis of shares, and that of tokens: ends of phases, and round numbers between.
pub(super) fn draw_axes(sheet: &mut Sheet, layout: &Layout, y: Axis, unit: &str) {
    let theme = sheet.theme();
    let (left, right) = frame(sheet.size().0, y.scale == Scale::Log);
    for tick in y.ticks(4) {
        let at = y.place(tick);
        sheet.line(vec![(left - 5.0, at), (left, at)], theme.faint, 1.0);
        let label = percent_label(tick);
        sheet.text(&label, (left - 8.0, at), Anchor::End, theme.faint);
    }
    // Ends of phases first; round numbers between them where there is room.
    let mut ticks: Vec<u64> = layout.ends.iter().map(|&(token, _)| token).rev().collect();
    // A logarithmic axis begins at one token.
    ticks.push(u64::from(layout.scale == Scale::Log));
    let mut from = 0;
    for (phase, &(to, _)) in layout.ends.iter().enumerate() {
        let (start, end) = layout.span(phase);
        let scale = layout.within(from, to);
        let low = match scale {
            Scale::Linear => from as f64,
            Scale::Log => (from as f64).max(1.0),
        };
        let axis = Axis {
            scale,
            low,
            high: (to as f64).max(low + 1.0),
            start,
            end,
        };
        let round = axis.ticks(((end - start) / 90.0) as usize);
        ticks.extend(round.into_iter().map(|token| token as u64));
        from = to;
    }
    let mut taken: Vec<(f64, f64)> = Vec::new();
    let edge = sheet.size().0 - 2.0;
    for token in ticks {
        let (x, label) = (layout.place(token), tokens_label(token as f64));
        let half = label.chars().count() as f64 * LETTER / 2.0;
        let at = x.min(edge - half);
        let free = |&(low, high): &(f64, f64)| at + half + 4.0 < low || high < at - half - 4.0;
        if !taken.iter().all(free) {
            continue;
        }
        taken.push((at - half, at + half));
        sheet.line(vec![(x, y.start), (x, y.start + 5.0)], theme.faint, 1.0);
        sheet.text(&label, (at, y.start + 15.0), Anchor::Middle, theme.faint);
    }
    sheet.line(vec![(left, y.start), (right, y.start)], theme.faint, 1.0);
    let foot = y.start + 31.0;
    let wider = match (layout.widened, y.scale) {
        (false, _) => "",
        (true, Scale::Linear) => " (short phases are drawn wider)",
        (true, Scale::Log) => " (short phases wider)",
    };
    sheet.text(
        &format!("{unit}{wider}"),
        (right, foot),
        Anchor::End,
        theme.faint,
    );
    if y.scale == Scale::Log {
        sheet.text("not stacked", (left, foot), Anchor::Start, theme.faint);
    }
}
