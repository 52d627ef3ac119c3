//! The blocks, the lane below them and the states, drawn.

use super::Timeline;
use super::layout::{HEADS, LANE, Layout, NARROW, frame};
use super::states::{NAMES, below, lines, share};
use super::stops::places;
use crate::figure::axis::{Axis, Scale, percent_label, tokens_label};
use crate::figure::sheet::{Anchor, Drawing, Place, Sheet};
use crate::figure::theme::Color;
use bounceback_core::model::schema::Phase;
use bounceback_core::model::technique::{Judge, TECHNIQUES};
use bounceback_core::number::format::{percent, whole};

/// The width of a letter, with some air, and of one that stands out.
const LETTER: f64 = 7.4;
const BOLD_LETTER: f64 = 8.4;

/// Marks nearer to each other are one band.
const APART: f64 = 11.0;

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
                format!("{technique} · {tokens} tokens"),
                format!("{technique} · {tokens}"),
                format!("{tokens} tokens"),
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

    /// What is done in each stage, as marks in the lane: a wedge where the hazard falls,
    /// a tick for a check, a dot for a vote, a question mark for a query, an arrow back.
    pub(super) fn draw_lane(&self, sheet: &mut Sheet, layout: &Layout) {
        let theme = sheet.theme();
        let middle = f64::midpoint(LANE.0, LANE.1);
        for stage in self.stages.iter().filter(|stage| stage.from < stage.to) {
            let (from, to) = (layout.place(stage.from) + 9.0, layout.place(stage.to) - 8.0);
            if to <= from {
                continue;
            }
            let share = &stage.share;
            if share.constant().is_none() {
                let most = share.before.max(share.after);
                let height = |token: u64| 18.0 * share.at(token) / most;
                let foot = middle + 9.0;
                // What is a straight line along tokens is none along their logarithm.
                let steps = if self.scale == Scale::Log { 24 } else { 1 };
                let edge = (0..=steps).map(|step| {
                    let share = f64::from(step) / f64::from(steps);
                    let at = from + (to - from) * share;
                    let token = match step {
                        0 => stage.from,
                        _ if step == steps => stage.to,
                        _ => layout.token(at).round() as u64,
                    };
                    (at, foot - height(token.clamp(stage.from, stage.to)))
                });
                let mut outline = vec![(from, foot)];
                outline.extend(edge);
                outline.push((to, foot));
                sheet.fill(outline, theme.band);
            } else if stage.repair > 0.0 {
                let count = ((to - from) / 3.0 / APART).max(1.0) as usize;
                let step = (to - from) / count as f64;
                for index in 0..count {
                    arrow(
                        sheet,
                        (from + step * (index as f64 + 0.5), middle),
                        theme.bounce,
                    );
                }
            }
            if let Some(query) = stage.query {
                let places = places(stage, query.interval, 0);
                let at = |token| layout.place(token).clamp(from, to);
                spread(sheet, places.map(at), (from, to), |sheet, x| {
                    sheet.bold("?", (x, middle), Anchor::Middle, theme.bounce);
                });
            }
            if let Some(check) = stage.check {
                let places = places(stage, check.size, check.size);
                let verified = matches!(check.judge, Judge::Verify { .. });
                let at = |token| layout.place(token).clamp(from, to);
                spread(sheet, places.map(at), (from, to), |sheet, x| {
                    if verified {
                        tick(sheet, (x, middle), theme.bounce);
                    } else {
                        sheet.dot((x, middle), 3.0, theme.bounce);
                    }
                });
            }
        }
        for phase in 0..self.phases.len() {
            let (_, end) = layout.span(phase);
            sheet.block((end - 2.0, LANE.0), (end + 2.0, LANE.1), theme.faint);
        }
    }

    pub(super) fn draw_states(&self, sheet: &mut Sheet, layout: &Layout, y: Axis) {
        let theme = sheet.theme();
        let x: Vec<f64> = self.lengths.iter().map(|&n| layout.place(n)).collect();
        if self.log_y {
            self.draw_lines(sheet, layout, &x, y);
        } else {
            self.draw_stack(sheet, layout, &x, y);
        }
        if self.done > 0 {
            let x = layout.place(self.done);
            sheet.line(vec![(x, y.end), (x, y.start)], theme.ink, 1.0);
            let label = format!("{} done", tokens_label(self.done as f64));
            let anchor = if x < f64::midpoint(layout.start, layout.end(0).1.max(x)) {
                Anchor::Start
            } else {
                Anchor::End
            };
            let aside = if anchor == Anchor::Start { 6.0 } else { -6.0 };
            sheet.text(&label, (x + aside, y.start - 12.0), anchor, theme.ink);
        }
    }

    /// The shares one upon the other.
    pub(super) fn draw_stack(&self, sheet: &mut Sheet, layout: &Layout, x: &[f64], y: Axis) {
        let theme = sheet.theme();
        let colors = [
            theme.flawless,
            theme.recovered,
            theme.unacceptable,
            theme.lost,
        ];
        let edge = |states: usize| -> Vec<Place> {
            let height = self.states.iter().map(|it| y.place(below(it, states)));
            x.iter().copied().zip(height).collect()
        };
        for (state, color) in colors.into_iter().enumerate() {
            if self.states.iter().any(|it| share(it, state) > 0.0) {
                let mut outline = edge(state + 1);
                outline.extend(edge(state).into_iter().rev());
                sheet.fill(outline, color);
            }
        }
        for phase in 0..self.phases.len() - 1 {
            let (_, end) = layout.span(phase);
            sheet.line(vec![(end, y.end), (end, y.start)], theme.paper, 1.5);
        }
        sheet.dashes(edge(1), theme.lecun, 2.0);
        sheet.line(edge(2), theme.bounce, 2.5);
    }

    /// Each share as a line of its own, as far as it reaches into the frame.
    pub(super) fn draw_lines(&self, sheet: &mut Sheet, layout: &Layout, x: &[f64], y: Axis) {
        let theme = sheet.theme();
        for tick in y.ticks(4) {
            let at = y.place(tick);
            let across = [x.first(), x.last()].into_iter().flatten();
            sheet.line(across.map(|&x| (x, at)).collect(), theme.rule, 1.0);
        }
        for phase in 0..self.phases.len() - 1 {
            let (_, end) = layout.span(phase);
            sheet.line(vec![(end, y.end), (end, y.start)], theme.rule, 1.5);
        }
        for (state, color) in lines(&theme).into_iter().enumerate() {
            let values: Vec<f64> = self.states.iter().map(|it| share(it, state)).collect();
            let is_in = |stop: usize| values.get(stop).is_some_and(|&value| value >= y.low);
            // Where it enters the frame and leaves it, it does so at the foot.
            let beside = |stop: usize, other: usize| is_in(other) && x.get(other) != x.get(stop);
            let is_near = |stop: usize| {
                is_in(stop) || beside(stop, stop + 1) || beside(stop, stop.wrapping_sub(1))
            };
            let places = (x.iter().zip(&values)).map(|(&x, &value)| (x, y.place(value)));
            let places: Vec<Place> = places.collect();
            let mut rest = 0;
            while let Some(from) = (rest..places.len()).find(|&stop| is_near(stop)) {
                let to = (from..places.len()).find(|&stop| !is_near(stop));
                rest = to.unwrap_or(places.len());
                let line = places.iter().take(rest).skip(from).copied().collect();
                if state == 0 {
                    sheet.dashes(line, color, 2.0);
                } else {
                    sheet.line(line, color, 2.5);
                }
            }
        }
    }

    /// The shares at the end, beside the frame: never on top of each other.
    pub(super) fn draw_labels(&self, sheet: &mut Sheet, x: f64, y: Axis) {
        const HEIGHT: f64 = 38.0;
        let theme = sheet.theme();
        let Some(end) = self.states.last() else {
            return;
        };
        let colors = [theme.lecun, theme.bounce, theme.ink, theme.ink];
        let least = if self.log_y { y.low } else { 0.000_5 };
        let states = (0..4).filter(|&state| share(end, state) >= least);
        let mut labels: Vec<(usize, f64)> = states
            .map(|state| {
                let at = if self.log_y {
                    share(end, state)
                } else {
                    f64::midpoint(below(end, state), below(end, state + 1))
                };
                (state, y.place(at))
            })
            .collect();
        labels.sort_by(|a, b| b.1.total_cmp(&a.1));
        let mut foot = y.start;
        for (_, at) in &mut labels {
            *at = at.min(foot - HEIGHT / 2.0);
            foot = *at - HEIGHT / 2.0;
        }
        // Those that were pushed out at the top push back.
        let mut top = y.end - 6.0;
        for (_, at) in labels.iter_mut().rev() {
            *at = at.max(top + HEIGHT / 2.0);
            top = *at + HEIGHT / 2.0;
        }
        for (state, at) in labels {
            let Some((name, color)) = NAMES.iter().zip(colors).nth(state) else {
                continue;
            };
            let share = percent(share(end, state));
            sheet.bold(&share, (x + 12.0, at - 9.0), Anchor::Start, color);
            sheet.text(name, (x + 12.0, at + 8.0), Anchor::Start, color);
        }
    }

    /// What the lines are, in a corner of the frame that they seldom reach, where there is
    /// no room beside it.
    pub(super) fn draw_key(&self, sheet: &mut Sheet, x: f64, y: Axis) {
        let theme = sheet.theme();
        let seen = |state: usize| self.states.iter().any(|it| share(it, state) >= y.low);
        let mut at = y.start - 12.0;
        let named = NAMES.into_iter().zip(lines(&theme)).enumerate();
        for (state, (name, color)) in named.rev().filter(|&(state, _)| seen(state)) {
            let from = x - 10.0 - name.chars().count() as f64 * LETTER;
            sheet.block((from - 26.0, at - 9.0), (x - 2.0, at + 9.0), theme.paper);
            let sample = vec![(from - 22.0, at), (from - 4.0, at)];
            if state == 0 {
                sheet.dashes(sample, color, 2.0);
            } else {
                sheet.line(sample, color, 2.5);
            }
            sheet.text(name, (x - 6.0, at), Anchor::End, theme.ink);
            at -= 18.0;
        }
    }
}

impl Drawing for Timeline {
    fn title(&self) -> String {
        let phases: Vec<String> = (self.phases.iter().zip(&self.tokens))
            .map(|(phase, &tokens)| {
                let technique = technique_of(phase);
                format!("{}, {} tokens ({technique})", phase.name, whole(tokens))
            })
            .collect();
        let end = self.states.last().map_or(0.0, |end| below(end, 2));
        format!(
            "The phases of a completion: {}. {} are acceptable at its end.",
            phases.join("; "),
            percent(end)
        )
    }

    fn draw(&self, sheet: &mut Sheet) {
        sheet.clear();
        let (width, height) = sheet.size();
        let layout = self.layout(width);
        let y = self.y_axis(height);
        self.draw_heads(sheet, &layout);
        self.draw_lane(sheet, &layout);
        self.draw_states(sheet, &layout, y);
        draw_axes(sheet, &layout, y);
        let (_, end) = frame(width, self.log_y);
        if width >= NARROW {
            self.draw_labels(sheet, end, y);
        } else if self.log_y {
            self.draw_key(sheet, end, y);
        }
    }
}

/// The axis of shares, and that of tokens: ends of phases, and round numbers between.
fn draw_axes(sheet: &mut Sheet, layout: &Layout, y: Axis) {
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
    let words = match (layout.widened, y.scale) {
        (false, _) => "tokens",
        (true, Scale::Linear) => "tokens (short phases are drawn wider)",
        (true, Scale::Log) => "tokens (short phases wider)",
    };
    sheet.text(words, (right, foot), Anchor::End, theme.faint);
    if y.scale == Scale::Log {
        sheet.text("not stacked", (left, foot), Anchor::Start, theme.faint);
    }
}

/// Puts marks at places, or a band from where they would run into each other.
fn spread(
    sheet: &mut Sheet,
    mut places: impl Iterator<Item = f64>,
    (from, to): (f64, f64),
    mark: impl Fn(&mut Sheet, f64),
) {
    let middle = f64::midpoint(LANE.0, LANE.1);
    let Some(mut at) = places.next() else {
        return;
    };
    let mut is_first = true;
    for next in places {
        if next - at < APART {
            // One mark says what the band is made of.
            let at = if is_first { from + 3.0 } else { at };
            let band = at + 11.0;
            let color = sheet.theme().bounce;
            sheet.block((band, middle - 2.0), (to.max(band), middle + 2.0), color);
            mark(sheet, at);
            return;
        }
        mark(sheet, at);
        (at, is_first) = (next, false);
    }
    mark(sheet, at);
}

fn tick(sheet: &mut Sheet, (x, y): Place, color: Color) {
    let places = vec![(x - 4.0, y), (x - 1.0, y + 4.0), (x + 4.0, y - 5.0)];
    sheet.line(places, color, 2.0);
}

fn arrow(sheet: &mut Sheet, (x, y): Place, color: Color) {
    let places = vec![(x + 1.0, y - 4.0), (x - 4.0, y), (x + 1.0, y + 4.0)];
    sheet.line(places, color, 1.5);
    sheet.line(vec![(x - 4.0, y), (x + 7.0, y)], color, 1.5);
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
fn technique_of(phase: &Phase) -> &'static str {
    let technique = TECHNIQUES.get(phase.technique);
    technique.map_or("", |technique| technique.label)
}
