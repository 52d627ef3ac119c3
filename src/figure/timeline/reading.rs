//! How the timeline is read and tabulated.

use super::flow::lines;
use super::states::{Timeline, below, shares};
use crate::figure::crosshair::Crosshair;
use crate::figure::curves::nearest;
use crate::figure::plot::Plot;
use crate::figure::sheet::{Place, Sheet};
use crate::figure::strips::NAMES;
use bounceback_core::model::chain::Occupancy;
use bounceback_core::number::format::{count, percent};
use bounceback_core::share::report::Table;
use bounceback_core::simulate::Tally;

impl Plot for Timeline {
    fn compute(&mut self, places: usize) -> bool {
        self.compute(places)
    }

    fn is_presentable(&self) -> bool {
        self.is_presentable()
    }

    fn stop_at(&self, size: (f64, f64), place: Place) -> usize {
        nearest(&self.lengths, self.layout(size.0).token(place.0))
    }

    fn words(&self, stop: usize) -> String {
        let (Some(&tokens), Some(states)) = (self.lengths.get(stop), self.states.get(stop)) else {
            return String::new();
        };
        let phase = self.phase_of(tokens);
        let shares = shares(states);
        let states: Vec<String> = (NAMES.iter().zip(shares))
            .filter(|&(_, share)| share > 0.0)
            .map(|(name, share)| format!("{name} {}", percent(share)))
            .collect();
        format!(
            "After {}, in {} ({} of {}): {}.",
            count(tokens, self.unit.0),
            self.phases.get(phase).map_or("", |phase| &phase.name),
            phase + 1,
            self.phases.len(),
            states.join(", ")
        )
    }

    fn crosshair(&self, sheet: &Sheet, stop: usize) -> Crosshair {
        let (theme, (width, height)) = (sheet.theme(), sheet.size());
        let (Some(&tokens), Some(states)) = (self.lengths.get(stop), self.states.get(stop)) else {
            return Crosshair::default();
        };
        let (x, y) = (self.layout(width).place(tokens), self.y_axis(height));
        let dots = if self.log_y {
            let dots = shares(states).into_iter().zip(lines(&theme));
            let dots = dots.filter(|&(share, _)| share >= y.low);
            dots.map(|(share, color)| ((x, y.place(share)), color))
                .collect()
        } else {
            let dot = |count, color| ((x, y.place(below(states, count))), color);
            vec![dot(1, theme.lecun), dot(2, theme.bounce)]
        };
        Crosshair {
            lines: vec![[(x, y.end), (x, y.start)]],
            dots,
            ..Crosshair::default()
        }
    }

    fn lengths(&self) -> &[u64] {
        &self.lengths
    }

    fn table(&self, _: Option<&Tally>) -> Table {
        let columns = [
            "tokens",
            "phase",
            "flawless",
            "recovered",
            "unacceptable",
            "lost",
        ];
        let row = |(&tokens, states): (&u64, &Occupancy)| {
            let mut row = vec![self.phase_of(tokens) as f64 + 1.0];
            row.extend(shares(states));
            row
        };
        Table {
            words: Vec::new(),
            columns: columns.map(str::to_owned).into(),
            first: self.lengths.iter().map(|&n| n as f64).collect(),
            rows: self.lengths.iter().zip(&self.states).map(row).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::axis::Scale;
    use crate::figure::theme::LIGHT;
    use bounceback_core::share::link;

    fn of(link: &str) -> Timeline {
        Timeline::of(&link::read(link).scenario)
    }

    #[test]
    fn a_logarithmic_axis_tells_every_share_and_stacks_none() {
        let link = "fatal=2%&schema=plan:50;answer:1000:verify:interval=100&x=log&y=log";
        let timeline = of(link);
        let (size, theme) = ((900.0, 400.0), LIGHT);
        let y = timeline.y_axis(size.1);
        assert_eq!(y.scale, Scale::Log);
        let sheet = Sheet::new(size, theme);
        for stop in 0..timeline.lengths.len() {
            let shares = shares(&timeline.states[stop]);
            let cross = timeline.crosshair(&sheet, stop);
            let seen: Vec<f64> = shares.into_iter().filter(|&it| it >= y.low).collect();
            let dots: Vec<f64> = cross.dots.iter().map(|&((_, at), _)| y.value(at)).collect();
            assert_eq!(seen.len(), dots.len());
            for (share, dot) in seen.into_iter().zip(dots) {
                assert!((share / dot - 1.0).abs() < 1e-9, "{share} {dot}");
            }
            // Whoever reads the place reads the length that stands there.
            let at = cross.lines[0][0].0;
            let back = timeline.stop_at(size, (at, 0.0));
            let same = timeline.layout(size.0).place(timeline.lengths[back]);
            assert!((same - at).abs() < 1e-6, "{stop} {back}");
        }
        // Equal ratios are told apart equally well, whatever the phase.
        let lengths = &timeline.lengths;
        let widest = (lengths.windows(2).filter(|pair| pair[0] > 100))
            .map(|pair| pair[1] as f64 / pair[0] as f64)
            .fold(1.0, f64::max);
        assert!(widest < 1.03, "{widest}");
    }

    #[test]
    fn a_stop_that_there_is_none_of_says_nothing() {
        let timeline = of("schema=a:3;b:4");
        let beyond = timeline.lengths.len();
        assert_eq!(timeline.words(beyond), "");
        let sheet = Sheet::new((800.0, 400.0), LIGHT);
        assert_eq!(timeline.crosshair(&sheet, beyond), Crosshair::default());
    }

    #[test]
    fn the_readout_names_the_phase() {
        let timeline = of("process=independent&error=0.01&schema=plan:10;answer:90");
        let words = |n: u64| timeline.words(nearest(&timeline.lengths, n as f64));
        assert_eq!(
            words(100),
            "After 100 tokens, in answer (2 of 2): never erred 36.6%, wrong now 63.4%."
        );
        assert_eq!(
            words(10),
            "After 10 tokens, in plan (1 of 2): never erred 90.4%, wrong now 9.56%."
        );
        assert_eq!(timeline.table(None).rows[0][0], 1.0);
    }
}
