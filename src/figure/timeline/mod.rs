//! The timeline: the phases of the completion in their order, and below them the
//! probability of every state, flowing along the tokens.
//!
//! Within a phase equal numbers of tokens take equal room, or, on a logarithmic axis,
//! equal ratios. From phase to phase they do too, but that a phase too short to be seen is
//! drawn wider, and the others give way.
//!
//! The shares of the states are stacked, so that each is as high as it is great. On a
//! logarithmic axis no height could tell that: there every state is a line of its own.
// Phases come and go while hands hold them: a number of one may be out of date.
#![cfg_attr(not(test), deny(clippy::indexing_slicing))]

mod draw;
mod layout;
mod states;
mod stops;

pub use layout::{HEADS, LANE, Layout, frame, pulled, scale};

use layout::{AXIS, STATES};
use states::{LEAST_SHARE, NAMES, below, lines, shares};
use stops::{CLOSED, SUMMED};

use super::axis::{Axis, Scale};
use super::crosshair::Crosshair;
use super::curves::nearest;
use super::plot::Plot;
use super::sheet::{Place, Sheet};
use bounceback_core::exact::Exact;
use bounceback_core::model::chain::Occupancy;
use bounceback_core::model::course::Stage;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::model::schema::Phase;
use bounceback_core::number::format::{percent, whole};
use bounceback_core::number::math::{floor, log10, pow};
use bounceback_core::share::report::Table;
use bounceback_core::simulate::Tally;

/// What the figure shows.
#[derive(Clone, Debug)]
pub struct Timeline {
    phases: Vec<Phase>,
    /// The tokens of each phase.
    tokens: Vec<u64>,
    /// What is not yet done, stage by stage.
    stages: Vec<Stage>,
    done: u64,
    lengths: Vec<u64>,
    /// The probabilities at the first of the lengths, as far as they are computed.
    states: Vec<Occupancy>,
    exact: Exact,
    /// The scale of tokens, and whether that of shares is logarithmic.
    scale: Scale,
    log_y: bool,
}

impl Timeline {
    /// Reads the figure off a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        let phases = scenario.phases();
        let tokens: Vec<u64> = phases.iter().map(|it| scenario.tokens_of(it)).collect();
        let stages = scenario.course().stages().to_vec();
        let exact = Exact::new(scenario);
        let count = if exact.is_closed() { CLOSED } else { SUMMED };
        let scale = scale(scenario);
        let lengths = stops::stops(&tokens, scale, &stages, count);
        let mut timeline = Self {
            phases,
            tokens,
            stages,
            done: scenario.done(),
            lengths,
            states: Vec::new(),
            scale,
            log_y: scenario.log_y(),
            exact,
        };
        if timeline.exact.is_closed() || timeline.exact.is_walked() {
            timeline.compute(usize::MAX);
        }
        timeline
    }

    fn layout(&self, width: f64) -> Layout {
        Layout::of(&self.tokens, self.scale, frame(width, self.log_y))
    }

    /// The axis of shares. A logarithmic one begins at the power of ten below everything
    /// that is shown.
    fn y_axis(&self, height: f64) -> Axis {
        let (scale, low) = if self.log_y {
            let shares = self.states.iter().flat_map(shares);
            let least = shares.filter(|&it| it >= LEAST_SHARE).fold(0.1, f64::min);
            (Scale::Log, pow(10.0, floor(log10(least))))
        } else {
            (Scale::Linear, 0.0)
        };
        Axis {
            scale,
            low,
            high: 1.0,
            start: (height - AXIS).max(STATES + 1.0),
            end: STATES,
        }
    }

    /// The phase that a number of tokens lies in.
    fn phase_of(&self, tokens: u64) -> usize {
        let mut end = 0;
        let last = self.tokens.len() - 1;
        let inside = self.tokens.iter().position(|tokens_of| {
            end += tokens_of;
            tokens <= end
        });
        inside.unwrap_or(last)
    }
}

impl Plot for Timeline {
    fn compute(&mut self, places: usize) -> bool {
        let known = self.states.len();
        if self.is_presentable() {
            return false;
        }
        let next: Vec<u64> = self
            .lengths
            .iter()
            .copied()
            .skip(known)
            .take(places)
            .collect();
        let states = self.exact.occupancies(&next);
        self.states.extend(states);
        if self.is_presentable() {
            // What is known by simulation only has no place here.
            let known = self.states.iter().map(|states| !states.flawless.is_nan());
            let mut kept = known.collect::<Vec<bool>>().into_iter();
            self.lengths.retain(|_| kept.next().unwrap_or(false));
            self.states.retain(|states| !states.flawless.is_nan());
        }
        true
    }

    fn is_presentable(&self) -> bool {
        self.states.len() == self.lengths.len()
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
            "After {} tokens, in {} ({} of {}): {}.",
            whole(tokens),
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
            columns: columns.map(str::to_owned).into(),
            first: self.lengths.iter().map(|&n| n as f64).collect(),
            rows: self.lengths.iter().zip(&self.states).map(row).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::layout::LEAST;
    use super::*;
    use crate::figure::theme::LIGHT;
    use bounceback_core::model::scenario::MOST_TOKENS;
    use bounceback_core::share::link;

    const FRAME: (f64, f64) = (48.0, 752.0);

    /// A hand may still hold a phase that has gone meanwhile.
    #[test]
    fn a_phase_that_there_is_none_of_has_a_place_and_can_be_pulled() {
        for scale in [Scale::Linear, Scale::Log] {
            for tokens in [&[][..], &[7], &[100, 300]] {
                let layout = Layout::of(tokens, scale, FRAME);
                for phase in 0..5 {
                    let (left, right) = layout.span(phase);
                    assert!(left <= right && right <= FRAME.1, "{tokens:?} {phase}");
                    for shared in [false, true] {
                        let pulled = pulled(tokens, phase, shared, scale, FRAME, right, 300.0);
                        assert!((1..=MOST_TOKENS).contains(&pulled), "{tokens:?} {phase}");
                    }
                }
                for token in [0, 1, 99, MOST_TOKENS] {
                    assert!(layout.place(token).is_finite());
                }
                assert!(layout.token(200.0) >= 0.0);
            }
        }
        let timeline = of("schema=a:3;b:4");
        let beyond = timeline.lengths.len();
        assert_eq!(timeline.words(beyond), "");
        let sheet = Sheet::new((800.0, 400.0), LIGHT);
        assert_eq!(timeline.crosshair(&sheet, beyond), Crosshair::default());
    }

    fn of(link: &str) -> Timeline {
        Timeline::of(&link::read(link).scenario)
    }

    #[test]
    fn equal_tokens_take_equal_room_unless_a_phase_is_too_short_to_be_seen() {
        let even = Layout::of(&[100, 300], Scale::Linear, FRAME);
        assert!(!even.widened);
        assert_eq!(
            (even.place(0), even.place(200), even.place(400)),
            (48.0, 400.0, 752.0)
        );
        let short = Layout::of(&[1, 1000, 1_000_000], Scale::Linear, FRAME);
        assert!(short.widened);
        assert_eq!(short.span(0), (48.0, 48.0 + LEAST));
        assert_eq!(short.span(1).1, 48.0 + 2.0 * LEAST);
        assert!((short.span(2).1 - 752.0).abs() < 1e-9);
        // Twelve on a telephone: all there is room for.
        let many = Layout::of(&[5; 12], Scale::Linear, (48.0, 346.0));
        assert!((many.span(3).1 - many.span(3).0 - 298.0 / 12.0).abs() < 1e-9);
    }

    #[test]
    fn a_place_and_its_token_are_inverse() {
        for tokens in [
            &[200][..],
            &[1, 1000, 1_000_000],
            &[30, 70, 1],
            &[1_000_000_000, 5],
            &[1],
            &[1, 1],
        ] {
            for scale in [Scale::Linear, Scale::Log] {
                let layout = Layout::of(tokens, scale, FRAME);
                let end = layout.ends.last().unwrap().0;
                for share in 0..=100 {
                    let token = end / 100 * share;
                    let back = layout.token(layout.place(token));
                    // On a logarithmic scale nothing lies before the first.
                    let off = (back - token as f64).abs();
                    let first = if token == 0 { 1.0 } else { 0.0 };
                    assert!(off <= first + 1e-6 * end as f64, "{token} {back}");
                }
                // More than there may be in all is cut off.
                let most = tokens.iter().sum::<u64>() > MOST_TOKENS;
                assert!(
                    most || (layout.place(end) - FRAME.1).abs() < 1e-9,
                    "{tokens:?}"
                );
            }
        }
    }

    #[test]
    fn on_a_logarithmic_scale_equal_ratios_take_equal_room() {
        let layout = Layout::of(&[100, 9900], Scale::Log, FRAME);
        assert!(!layout.widened);
        for (token, place) in [
            (0, 48.0),
            (1, 48.0),
            (10, 224.0),
            (100, 400.0),
            (1000, 576.0),
        ] {
            assert!((layout.place(token) - place).abs() < 1e-9, "{token}");
        }
        // A phase too short to be seen is drawn wider there too.
        let short = Layout::of(&[1000, 5, 1_000_000], Scale::Log, FRAME);
        assert!(short.widened);
        assert!((short.span(1).1 - short.span(1).0 - LEAST).abs() < 1e-9);
    }

    #[test]
    fn an_end_that_is_pulled_lies_where_it_was_pulled_to() {
        for tokens in [
            &[100, 300][..],
            &[50, 20, 400],
            &[3, 1000, 1_000_000],
            &[7; 12],
        ] {
            for (phase, scale) in (0..tokens.len() - 1)
                .flat_map(|phase| [(phase, Scale::Linear), (phase, Scale::Log)])
            {
                let with_tokens = |count| {
                    let mut with = tokens.to_vec();
                    with[phase] = count;
                    Layout::of(&with, scale, FRAME).span(phase).1
                };
                let (least, most) = (with_tokens(1), with_tokens(MOST_TOKENS));
                for place in 0..70 {
                    let to = least + f64::from(place) * 10.0;
                    if to > most {
                        break;
                    }
                    let count = pulled(tokens, phase, false, scale, FRAME, 0.0, to);
                    let (end, fewer) = (with_tokens(count), with_tokens((count - 1).max(1)));
                    // A token may be wider than a pixel: then it is the first that gets
                    // there.
                    assert!(
                        (end - to).abs() <= 1.0 + 1e-6 || (fewer < to && to <= end),
                        "{tokens:?} {phase} {scale:?}: {to} and {end}, {count}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_is_pulled_are_round_numbers() {
        let linear = Scale::Linear;
        let to = |place| pulled(&[100, 300], 0, false, linear, FRAME, 0.0, place);
        assert_eq!([to(224.0), to(400.4), to(0.0)], [100, 300, 1]);
        // The last one goes on beyond the frame: a quarter of it doubles.
        let last = |by: f64| pulled(&[100, 300], 1, false, linear, FRAME, 752.0, 752.0 + by);
        assert_eq!([last(0.0), last(176.0), last(-176.0)], [300, 600, 150]);
        assert_eq!(last(1e9), MOST_TOKENS);
        assert_eq!(last(-1e9), 1);
        // Any other goes on from where nothing gives way any more.
        let beyond = |place| pulled(&[100, 300], 0, false, linear, FRAME, 0.0, place);
        assert_eq!(beyond(716.0 + 176.0), 2 * beyond(716.0));
        // So does the end of one whose length another shares.
        let shared = |scale| pulled(&[100, 100, 50], 0, true, scale, FRAME, 300.0, 476.0);
        assert_eq!([shared(linear), shared(Scale::Log)], [200, 200]);
    }

    #[test]
    fn the_states_are_those_of_the_exact_curves_and_fill_everything() {
        for link in [
            "",
            "process=independent&technique=verify&tokens=100",
            "process=self_conditioning&technique=query",
            "fatal=0.1&schema=plan:100:think;draft:200:verify;answer:backtrack",
            "process=mixed_difficulty&technique=vote&done=50",
        ] {
            let scenario = link::read(link).scenario;
            let timeline = Timeline::of(&scenario);
            assert_eq!(timeline.lengths.last(), Some(&scenario.length()), "{link}");
            let exact = Exact::new(&scenario);
            for (&n, states) in timeline.lengths.iter().zip(&timeline.states).step_by(29) {
                let there = exact.occupancy(n);
                for (a, b) in shares(&there).into_iter().zip(shares(states)) {
                    assert!((a - b).abs() < 1e-9, "{link} {n}");
                }
                assert!((shares(states).iter().sum::<f64>() - 1.0).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn a_logarithmic_axis_tells_every_share_and_stacks_none() {
        let link = "fatal=2%&schema=plan:50;answer:1000:verify:interval=100&x=log&y=log";
        let timeline = of(link);
        let (size, theme) = ((900.0, 400.0), super::super::theme::LIGHT);
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
    fn the_steps_of_a_check_are_among_the_lengths() {
        let timeline = of("process=independent&technique=verify&interval=20&tokens=100000");
        assert!(timeline.lengths.len() < 2 * CLOSED);
        let few = of("process=independent&technique=verify&interval=2000&tokens=100000");
        for at in (2000..=100_000).step_by(2000) {
            assert!(few.lengths.contains(&at) && few.lengths.contains(&(at - 1)));
        }
    }

    #[test]
    fn the_readout_names_the_phase() {
        let timeline = of("process=independent&error=0.01&schema=plan:10;answer:90");
        let words = |n: u64| timeline.words(nearest(&timeline.lengths, n as f64));
        assert_eq!(
            words(100),
            "After 100 tokens, in answer (2 of 2): never erred 36.6%, unacceptable 63.4%."
        );
        assert_eq!(
            words(10),
            "After 10 tokens, in plan (1 of 2): never erred 90.4%, unacceptable 9.56%."
        );
        assert_eq!(timeline.table(None).rows[0][0], 1.0);
    }
}
