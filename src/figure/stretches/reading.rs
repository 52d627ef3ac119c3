//! How the laws are read and tabulated.

use super::laws::Stretches;
use super::panel::Panel;
use crate::figure::crosshair::Crosshair;
use crate::figure::plot::Plot;
use crate::figure::sheet::{Place, Sheet};
use bounceback_core::number::format::{percent, whole};
use bounceback_core::share::report::Table;
use bounceback_core::simulate::Tally;

/// A range of tokens in words.
fn range(from: u64, to: u64) -> String {
    if from == to {
        whole(from)
    } else {
        format!("{} to {}", whole(from), whole(to))
    }
}

impl Plot for Stretches {
    fn compute(&mut self, _: usize) -> bool {
        self.compute()
    }

    fn is_presentable(&self) -> bool {
        self.is_presentable()
    }

    fn simulate(&mut self, tally: &Tally, _: Option<u64>) -> bool {
        self.simulate(tally);
        true
    }

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
            words: Vec::new(),
            columns: columns.map(str::to_owned).into(),
            first,
            rows,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::theme::LIGHT;
    use bounceback_core::share::link;

    fn of(text: &str) -> Stretches {
        let mut figure = Stretches::of(&link::read(text).scenario);
        while figure.compute() {}
        figure
    }

    #[test]
    fn a_place_means_the_bar_it_lies_on() {
        let figure = of("");
        let size = (900.0, 560.0);
        for stop in 0..figure.stops() {
            let sheet = Sheet::new(size, LIGHT);
            if let [line] = figure.crosshair(&sheet, stop).lines[..] {
                assert_eq!(figure.stop_at(size, line[0]), stop);
            }
        }
    }
}
