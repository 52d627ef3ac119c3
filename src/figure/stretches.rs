//! The stretches: when first errors come and how long bad stretches last, in the runs
//! and by theory. Bars are shares of runs, or of stretches, with what so many of them
//! leave open; the line is the law.

use super::axis::{Axis, Scale, percent_label, tokens_label};
use super::crosshair::Crosshair;
use super::curves::{self, drawn_lengths};
use super::plot::Plot;
use super::sheet::{Anchor, Drawing, Place, Sheet};
use super::theme::Color;
use bounceback_core::exact::{Exact, lengths};
use bounceback_core::model::chain::Occupancy;
use bounceback_core::model::course::Stage;
use bounceback_core::model::criterion::Criterion;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::number::binomial::wilson_interval;
use bounceback_core::number::format::{percent, whole};
use bounceback_core::number::math::{ln, log1p};
use bounceback_core::share::report::Table;
use bounceback_core::simulate::Tally;

/// About how many bins each law has.
const BINS: usize = 20;

/// The share of stretches that may be longer than those shown one by one.
const LONGER: f64 = 0.005;

/// The room above and below a panel, in CSS pixels.
const ROOM: (f64, f64) = (30.0, 46.0);

/// The room that a figure takes for a letter, in CSS pixels.
const LETTER: f64 = 8.0;

/// A share that a narrow figure does not name beside the bars.
const FAINT: f64 = 0.0005;

/// The room above a panel of a narrow figure, for one more line.
const ROOM_NARROW: f64 = 48.0;

/// What the figure shows.
#[derive(Clone, Debug)]
pub struct Stretches {
    exact: Exact,
    length: u64,
    /// Difficulties, with their weights, whose stretches are not computed yet; `None`
    /// where the first errors are not computed either.
    pending: Option<Vec<(f64, f64)>>,
    /// The expected numbers of stretches of those computed, bin by bin.
    sums: Vec<f64>,
    log: (bool, bool),
    first: Panel,
    lasting: Panel,
}

/// One law.
#[derive(Clone, Debug)]
struct Panel {
    title: &'static str,
    /// The numbers between which the bins lie: bin i holds `edges[i]` + 1 to `edges[i + 1]`.
    edges: Vec<u64>,
    /// What lies in no bin.
    apart: &'static [&'static str],
    /// The shares of the bins and of what lies apart, by theory; empty where it is not
    /// computed, yet or at all.
    law: Vec<f64>,
    /// The same as numbers in the runs.
    counts: Vec<u64>,
}

impl Panel {
    fn bins(&self) -> usize {
        self.edges.len().saturating_sub(1)
    }

    fn bars(&self) -> usize {
        self.bins() + self.apart.len()
    }

    /// The simulated share of a bar, and its 95% interval.
    fn share(&self, bar: usize) -> Option<(f64, f64, f64)> {
        let trials = self.counts.iter().sum::<u64>();
        let count = *self.counts.get(bar).filter(|_| trials > 0)?;
        let (low, high) = wilson_interval(count, trials);
        Some((count as f64 / trials as f64, low, high))
    }

    fn expected(&self, bar: usize) -> Option<f64> {
        self.law.get(bar).copied()
    }
}

impl Stretches {
    /// Reads the bins off a scenario; [`Plot::compute`] fills in the laws.
    pub fn of(scenario: &Scenario) -> Self {
        let exact = Exact::new(scenario);
        let drawn = drawn_lengths(scenario, &exact, scenario.done());
        let edges = token_edges(scenario, &drawn);
        let mut between = vec![0];
        between.extend(bins(scenario));
        Self {
            exact,
            length: scenario.length(),
            pending: None,
            sums: Vec::new(),
            log: (scenario.log_x(), scenario.log_y()),
            first: Panel {
                title: "First error, by token",
                edges,
                apart: &["never"],
                law: Vec::new(),
                counts: Vec::new(),
            },
            lasting: Panel {
                title: "Bad stretches, by length",
                edges: between,
                apart: &["longer", "cut off", "lost"],
                law: Vec::new(),
                counts: Vec::new(),
            },
        }
    }

    fn panels(&self) -> [&Panel; 2] {
        [&self.first, &self.lasting]
    }

    /// The panel and the bar of a stop.
    fn bar(&self, stop: usize) -> (usize, usize) {
        let first = self.first.bars();
        if stop < first {
            (0, stop)
        } else {
            (1, stop - first)
        }
    }

    fn axes(&self, (width, height): (f64, f64), panel: usize) -> (Axis, Axis) {
        let narrow = curves::is_narrow(width);
        let (above, below) = (if narrow { ROOM_NARROW } else { ROOM.0 }, ROOM.1);
        let (top, high) = (panel as f64 * height / 2.0, height / 2.0);
        let this = self.panels()[panel];
        let half = |edge: Option<&u64>| edge.map_or(0.5, |&edge| edge as f64 + 0.5);
        let shares = (0..this.bins()).flat_map(|bar| {
            [
                this.expected(bar).unwrap_or(0.0),
                this.share(bar).map_or(0.0, |(_, _, high)| high),
            ]
        });
        let most = shares.clone().fold(0.0, f64::max);
        let least = shares.filter(|&share| share > 0.0).fold(1.0, f64::min);
        let most = if most > 0.0 { most } else { 1.0 };
        let (low, x_high) = (half(this.edges.first()), half(this.edges.last()));
        let x = Axis {
            scale: Scale::of(self.log.0),
            low,
            high: x_high.max(low + 1.0),
            start: curves::LEFT,
            end: width - curves::right_margin(width),
        };
        let y = Axis {
            scale: Scale::of(self.log.1),
            low: if self.log.1 {
                least.max(most * 1e-4) / 2.0
            } else {
                0.0
            },
            high: if self.log.1 { most * 2.0 } else { most * 1.08 },
            start: top + high - below,
            end: top + above,
        };
        (x, y)
    }

    fn draw_panel(&self, sheet: &mut Sheet, panel: usize) {
        let (theme, size) = (sheet.theme(), sheet.size());
        let this = self.panels()[panel];
        let (x, y) = self.axes(size, panel);
        let color = [theme.lecun, theme.bounce][panel];
        let narrow = curves::is_narrow(size.0);
        let title = panel as f64 * size.1 / 2.0 + 12.0;
        let words = if self.is_presentable() && this.law.is_empty() {
            format!("{}, simulated only", this.title)
        } else {
            this.title.to_owned()
        };
        sheet.bold(&words, (x.start, title), Anchor::Start, theme.ink);
        for tick in y.ticks(((y.start - y.end) / 50.0).max(2.0) as usize) {
            let at = y.place(tick);
            sheet.line(vec![(x.start, at), (x.end, at)], theme.rule, 1.0);
            let label = percent_label(tick);
            sheet.text(&label, (x.start - 8.0, at), Anchor::End, theme.faint);
        }
        for bar in 0..this.bins() {
            let [left, right] = [0, 1].map(|side| x.place(this.edges[bar + side] as f64 + 0.5));
            // A little air between bars that are wide enough for it.
            let right = if right - left > 4.0 {
                right - 1.0
            } else {
                right
            };
            if let Some((share, low, high)) = this.share(bar) {
                sheet.block((left, y.place(high)), (right, y.place(low)), theme.band);
                if share > 0.0 {
                    let at = y.place(share);
                    sheet.line(vec![(left, at), (right, at)], color, 1.0);
                }
            }
        }
        let ticks = x.ticks(((x.end - x.start) / 90.0).clamp(2.0, 10.0) as usize);
        for tick in ticks.into_iter().filter(|tick| tick.fract() == 0.0) {
            let at = x.place(tick);
            sheet.line(vec![(at, y.start), (at, y.start + 5.0)], theme.faint, 1.0);
            let label = tokens_label(tick);
            let (edge, half) = (size.0 - 2.0, label.chars().count() as f64 * LETTER / 2.0);
            let (at, anchor) = if at + half > edge {
                (edge, Anchor::End)
            } else {
                (at, Anchor::Middle)
            };
            sheet.text(&label, (at, y.start + 15.0), anchor, theme.faint);
        }
        sheet.line(vec![(x.start, y.start), (x.end, y.start)], theme.faint, 1.0);
        let unit = (x.end, y.start + 31.0);
        sheet.text("tokens", unit, Anchor::End, theme.faint);
        self.draw_law(sheet, panel, color);
        self.draw_apart(sheet, panel, color, narrow, title);
    }

    /// The law as steps, dashed where it is that of LeCun's curve.
    fn draw_law(&self, sheet: &mut Sheet, panel: usize, color: Color) {
        let this = self.panels()[panel];
        let (x, y) = self.axes(sheet.size(), panel);
        if this.law.is_empty() {
            return;
        }
        let steps = (0..this.bins()).flat_map(|bar| {
            let at = y.place(this.law[bar]);
            [0, 1].map(|side| (x.place(this.edges[bar + side] as f64 + 0.5), at))
        });
        if panel == 0 {
            sheet.dashes(steps.collect(), color, 2.5);
        } else {
            sheet.line(steps.collect(), color, 2.5);
        }
    }

    /// What lies in no bin: beside the bars, or above them where there is no room.
    fn draw_apart(&self, sheet: &mut Sheet, panel: usize, color: Color, narrow: bool, title: f64) {
        let this = self.panels()[panel];
        let (x, y) = self.axes(sheet.size(), panel);
        let faint = sheet.theme().faint;
        let mut parts = Vec::new();
        for (index, name) in this.apart.iter().enumerate() {
            let bar = this.bins() + index;
            let (expected, share) = (this.expected(bar), this.share(bar));
            let value = expected.or(share.map(|(share, ..)| share));
            if narrow {
                let told = value.filter(|&value| value > FAINT);
                parts.extend(told.map(|value| format!("{name} {}", percent(value))));
                continue;
            }
            let value = value.map_or_else(|| "–".to_owned(), percent);
            let apart = ((y.start - y.end) / 3.0).min(58.0) * index as f64;
            let place = (x.end + 12.0, y.end + 4.0 + apart);
            sheet.bold(&format!("{value} {name}"), place, Anchor::Start, color);
            if let Some((share, ..)) = share.filter(|_| expected.is_some()) {
                let words = format!("{} simulated", percent(share));
                sheet.text(&words, (place.0, place.1 + 17.0), Anchor::Start, faint);
            }
        }
        let line = parts.join(", ");
        sheet.text(&line, (x.start, title + 18.0), Anchor::Start, color);
    }

    /// The laws of the first errors, and of what the end of the text leaves.
    fn begin(&mut self) {
        let flawless = self.exact.successes(Criterion::Flawless, &self.first.edges);
        let gone = flawless.windows(2).map(|pair| (pair[0] - pair[1]).max(0.0));
        self.first.law = gone.chain(flawless.last().copied()).collect();
        self.pending = Some(if self.exact.has_steady_return() {
            vec![(0.0, 1.0)]
        } else {
            self.exact.difficulties().to_vec()
        });
        self.sums = vec![0.0; self.lasting.bars()];
    }

    /// Adds the stretches of one difficulty.
    fn add(&mut self, (difficulty, weight): (f64, f64)) {
        let edges = &self.lasting.edges;
        let Some(longer) = self
            .exact
            .completed_stretches(difficulty, self.length, edges)
        else {
            self.sums.clear();
            self.pending = Some(Vec::new());
            return;
        };
        let ends = longer.iter().skip(1).copied().chain([0.0]);
        for ((sum, longer), end) in self.sums.iter_mut().zip(&longer).zip(ends) {
            *sum += weight * (longer - end).max(0.0);
        }
    }

    /// From expected numbers of stretches to shares of all of them.
    fn finish(&mut self) {
        let mut law = core::mem::take(&mut self.sums);
        if let [.., cut, lost] = &mut law[..] {
            let end: Occupancy = self.exact.occupancy(self.length);
            (*cut, *lost) = (end.unacceptable, end.lost);
        }
        let all: f64 = law.iter().sum();
        if all > 0.0 {
            for share in &mut law {
                *share /= all;
            }
        }
        self.lasting.law = law;
    }
}

/// The numbers of tokens between which first errors are counted: some of those at which
/// curves are drawn.
fn token_edges(scenario: &Scenario, drawn: &[u64]) -> Vec<u64> {
    let (done, length, rest) = (scenario.done(), scenario.length(), scenario.remaining());
    let width = match draft(scenario) {
        Some(size) if !scenario.log_x() => rest.div_ceil(BINS as u64).div_ceil(size) * size,
        _ => 0,
    };
    // Of errors in drafts those count that are kept.
    let course = scenario.course();
    let drawn: Vec<u64> = drawn
        .iter()
        .copied()
        .filter(|&length| course.settled(length) == length)
        .collect();
    let wanted = if width > 0 && rest / width > 1 {
        let whole = (0..=rest / width).map(|bin| done + bin * width);
        whole.chain([length]).collect()
    } else {
        lengths(done, length, BINS + 1, scenario.log_x())
    };
    let from = |edge: u64| drawn.get(drawn.partition_point(|&length| length < edge));
    let mut edges: Vec<u64> = wanted.into_iter().filter_map(from).copied().collect();
    edges.dedup();
    edges
}

/// The tokens of a draft, where drafts are checked or voted on.
fn draft(scenario: &Scenario) -> Option<u64> {
    let course = scenario.course();
    let mut checks = course.stages().iter().filter_map(|stage| stage.check);
    let size = checks.next()?.size;
    Some(size.min(scenario.remaining().max(1)))
}

/// The greatest lengths of the bins of a scenario's bad stretches. Nearly all stretches
/// lie within them.
pub fn bins(scenario: &Scenario) -> Vec<u64> {
    let course = scenario.course();
    let most = scenario.remaining().max(1);
    let rate = |stage: &Stage| {
        let back = ln_stays(stage.return_rate());
        let caught = stage
            .query
            .map_or(0.0, |query| ln_stays(query.catch) / query.interval as f64);
        back + caught
    };
    let slowest = course
        .stages()
        .iter()
        .map(rate)
        .fold(f64::NEG_INFINITY, f64::max);
    // Where nothing ever returns, the end of the text is meant.
    let reach = if slowest < 0.0 {
        (ln(LONGER) / slowest).ceil()
    } else {
        f64::INFINITY
    };
    let reach = |times: f64| {
        let reach = (reach * times).max(1.0);
        if reach < most as f64 {
            reach as u64
        } else {
            most
        }
    };
    if scenario.log_x() {
        return lengths(1, reach(4.0), BINS, true);
    }
    let width = reach(1.0).div_ceil(BINS as u64);
    // What is kept of drafts is kept as a whole: bins hold whole drafts.
    let width = match draft(scenario) {
        Some(size) if size.saturating_mul(4) < most => width.div_ceil(size) * size,
        _ => width,
    };
    let bins = reach(1.0).div_ceil(width);
    (1..=bins).map(|bin| bin * width).collect()
}

/// ln(1 − p), as a number even where p is 1.
fn ln_stays(p: f64) -> f64 {
    log1p(-p).max(-700.0)
}

/// A range of tokens in words.
fn range(from: u64, to: u64) -> String {
    if from == to {
        whole(from)
    } else {
        format!("{} to {}", whole(from), whole(to))
    }
}

impl Drawing for Stretches {
    fn title(&self) -> String {
        "When the first error of a completion comes, and how long bad stretches last.".to_owned()
    }

    fn draw(&self, sheet: &mut Sheet) {
        sheet.clear();
        for panel in 0..2 {
            self.draw_panel(sheet, panel);
        }
    }
}

impl Plot for Stretches {
    fn stops(&self) -> usize {
        self.first.bars() + self.lasting.bars()
    }

    fn rest(&self) -> usize {
        0
    }

    fn stop_at(&self, size: (f64, f64), (at, down): Place) -> usize {
        let panel = usize::from(down > size.1 / 2.0);
        let (x, _) = self.axes(size, panel);
        let this = self.panels()[panel];
        let value = x.value(at);
        let bar = this
            .edges
            .partition_point(|&edge| edge as f64 + 0.5 < value);
        let bar = bar.saturating_sub(1).min(this.bins().saturating_sub(1));
        bar + if panel == 0 { 0 } else { self.first.bars() }
    }

    fn value(&self, stop: usize) -> f64 {
        stop as f64
    }

    fn words(&self, stop: usize) -> String {
        let (panel, bar) = self.bar(stop);
        let this = self.panels()[panel];
        let what = match (panel, this.edges.get(bar..bar + 2)) {
            (0, Some(&[from, to])) => format!("First error at token {}", range(from + 1, to)),
            (0, _) => "No error at all".to_owned(),
            (_, Some(&[from, to])) => {
                format!("Bad stretches of {} tokens that end", range(from + 1, to))
            }
            _ => match bar - this.bins() {
                0 => "Longer bad stretches that end".to_owned(),
                1 => "Bad stretches cut off by the end of the text".to_owned(),
                _ => "Runs lost for good".to_owned(),
            },
        };
        let of = ["of runs", "of all bad stretches"][panel];
        let law = this
            .expected(bar)
            .map(|share| format!("{} {of} by theory", percent(share)));
        let seen = this.share(bar).map(|(share, low, high)| {
            let [share, low, high] = [share, low, high].map(percent);
            format!("simulated {share} (95% interval {low} to {high})")
        });
        let parts: Vec<String> = law.into_iter().chain(seen).collect();
        if parts.is_empty() {
            return format!("{what}: not known yet.");
        }
        format!("{what}: {}.", parts.join("; "))
    }

    fn crosshair(&self, sheet: &Sheet, stop: usize) -> Crosshair {
        let (panel, bar) = self.bar(stop);
        let this = self.panels()[panel];
        let Some(&[from, to]) = this.edges.get(bar..bar + 2) else {
            return Crosshair::default();
        };
        let (x, y) = self.axes(sheet.size(), panel);
        let [left, right] = [from, to].map(|edge| x.place(edge as f64 + 0.5));
        let at = f64::midpoint(left, right);
        let color = [sheet.theme().lecun, sheet.theme().bounce][panel];
        let share = this
            .expected(bar)
            .or(this.share(bar).map(|(share, ..)| share));
        Crosshair {
            lines: vec![[(at, y.end), (at, y.start)]],
            dots: share
                .map(|share| ((at, y.place(share)), color))
                .into_iter()
                .collect(),
            ..Crosshair::default()
        }
    }

    fn compute(&mut self, _: usize) -> bool {
        match &mut self.pending {
            None => self.begin(),
            Some(pending) => match pending.pop() {
                Some(node) => {
                    let last = pending.is_empty();
                    self.add(node);
                    if last && !self.sums.is_empty() {
                        self.finish();
                    }
                }
                None => return false,
            },
        }
        true
    }

    fn is_presentable(&self) -> bool {
        self.pending.as_ref().is_some_and(Vec::is_empty)
    }

    fn simulate(&mut self, tally: &Tally, _: Option<u64>) -> bool {
        // First errors are told by the lengths of the tally that are edges of bins here:
        // those at which curves are drawn.
        let left = |length: &u64| {
            let index = tally.lengths.binary_search(length);
            index.map(|index| tally.flawless[index])
        };
        let left: Result<Vec<u64>, _> = self.first.edges.iter().map(left).collect();
        self.first.counts = left.map_or_else(
            |_| Vec::new(),
            |left| {
                let gone = left.windows(2).map(|pair| pair[0].saturating_sub(pair[1]));
                gone.chain(left.last().copied()).collect()
            },
        );
        let stretches = tally.stretches.as_ref();
        self.lasting.counts = stretches
            .filter(|it| it.edges == self.lasting.edges[1..])
            .map_or_else(Vec::new, |it| {
                let apart = [it.cut, it.lost];
                it.completed.iter().copied().chain(apart).collect()
            });
        true
    }

    fn table(&self, _: Option<&Tally>) -> Table {
        let columns = [
            "up_to",
            "first_error",
            "simulated_first_error",
            "first_error_low",
            "first_error_high",
            "stretches",
            "simulated_stretches",
            "stretches_low",
            "stretches_high",
            "cut_off",
            "simulated_cut_off",
            "lost",
            "simulated_lost",
        ];
        let (mut first, mut rows) = (Vec::new(), Vec::new());
        let law = |panel: &Panel, bar| panel.expected(bar).unwrap_or(f64::NAN);
        let seen = |panel: &Panel, bar| {
            let share = panel.share(bar);
            share.map_or([f64::NAN; 3], |(share, low, high)| [share, low, high])
        };
        for (number, panel) in self.panels().into_iter().enumerate() {
            for bar in 0..=panel.bins() {
                let edge = panel.edges.get(bar + 1);
                first.push(edge.map_or(f64::INFINITY, |&edge| edge as f64));
                let mut row = vec![f64::NAN; columns.len() - 1];
                row[4 * number] = law(panel, bar);
                row[4 * number + 1..4 * number + 4].copy_from_slice(&seen(panel, bar));
                if edge.is_none() && number == 1 {
                    for (place, bar) in [(8, bar + 1), (10, bar + 2)] {
                        row[place] = law(panel, bar);
                        row[place + 1] = seen(panel, bar)[0];
                    }
                }
                rows.push(row);
            }
        }
        Table {
            columns: columns.map(str::to_owned).into(),
            first,
            rows,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bounceback_core::share::link;
    use bounceback_core::share::report;

    fn of(text: &str) -> Stretches {
        let mut figure = Stretches::of(&link::read(text).scenario);
        while figure.compute(1) {}
        figure
    }

    #[test]
    fn a_law_holds_all_runs_and_all_stretches_or_there_are_none() {
        for text in [
            "",
            "x=log&y=log",
            "error=0",
            "error=1&recovery=1",
            "tokens=1",
            "done=200",
            "process=independent&error=0.3",
            "fatal=1&tokens=1000000000&x=log",
            "technique=verify&interval=7&tokens=100",
            "technique=vote&step=0",
            "process=mixed_difficulty&technique=query&tokens=50",
            "process=self_conditioning&technique=query&tokens=50",
        ] {
            let figure = of(text);
            assert!(figure.is_presentable(), "{text}");
            for panel in figure.panels() {
                let sum: f64 = panel.law.iter().sum();
                let all = (sum - 1.0).abs() < 1e-9;
                assert!(all || sum == 0.0, "{text}: {sum}");
                let none = panel.law.is_empty();
                assert!(none || panel.law.len() == panel.bars(), "{text}");
            }
            for stop in 0..figure.stops() {
                let words = figure.words(stop);
                assert!(!words.contains("NaN") && words.ends_with('.'), "{words}");
                assert!(figure.value(stop).is_finite());
            }
        }
        // Where every text is too long to be walked, or drafts are thrown away, there is no law.
        for text in [
            "technique=query&tokens=100000",
            "technique=verify&interval=7&tokens=100",
            "process=self_conditioning&technique=verify",
        ] {
            assert!(of(text).lasting.law.is_empty(), "{text}");
        }
    }

    /// What the runs show is what the tally holds, whatever the axes.
    #[test]
    fn every_run_and_every_stretch_has_its_bar() {
        for text in [
            "",
            "x=log",
            "technique=verify&interval=7",
            "fatal=0.2&done=50",
        ] {
            let scenario = link::read(text).scenario;
            let mut figure = of(text);
            let drawn = drawn_lengths(&scenario, &Exact::new(&scenario), scenario.done());
            let mut runs = report::runs(&scenario, drawn).with_stretches(bins(&scenario));
            runs.advance(u64::MAX);
            let tally = runs.tally().clone();
            assert!(figure.simulate(&tally, None));
            let sum = |panel: &Panel| panel.counts.iter().sum::<u64>();
            assert_eq!(sum(&figure.first), 2000, "{text}");
            let all = tally.stretches.map_or(0, |stretches| stretches.total());
            assert!(all > 0 && sum(&figure.lasting) == all, "{text}");
            // In bins of some other scenario they are not shown.
            let mut other = of("tokens=77");
            other.simulate(runs.tally(), None);
            assert!(other.lasting.counts.is_empty(), "{text}");
        }
    }

    #[test]
    fn a_place_means_the_bar_it_lies_on() {
        let figure = of("");
        let size = (900.0, 560.0);
        for stop in 0..figure.stops() {
            let sheet = Sheet::new(size, super::super::theme::LIGHT);
            if let [line] = figure.crosshair(&sheet, stop).lines[..] {
                assert_eq!(figure.stop_at(size, line[0]), stop);
            }
        }
    }
}
