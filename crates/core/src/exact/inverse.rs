//! The inverse questions: with which values of a parameter is the end good enough?
//!
//! The answer is a set. Success need not go one way as a parameter grows: leads and
//! majorities, tries, steps and intervals do not, nor does error where recovery is near 1.
//! So the whole range is looked at, first coarsely and then wherever a value that is good
//! enough lies beside one that isn't; of whole numbers every one, where they are few.

use super::engine::Exact;
use super::horizon::reaches;
use super::view::View;
use super::work::{READING, Work};
use crate::model::criterion::Criterion;
use crate::model::parameter::{Key, Kind};
use crate::model::scenario::Scenario;
use crate::model::table::parameter;
use crate::number::probability::Probability;

/// The values of a parameter with which the end is good enough.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers {
    /// From one value to another, both included, in increasing order.
    pub ranges: Vec<(f64, f64)>,
    /// Whether the value 0 is good enough, where it means something else than the least of
    /// the row ("majority", "no limit", "all of the phase"). It is not among the ranges.
    pub special: Option<bool>,
    /// Whether every value was looked at. Else one range may hold gaps, or lie between two
    /// others, that are narrower than what lies between the values looked at.
    pub complete: bool,
    /// The least and the greatest value that were asked about.
    pub asked: (f64, f64),
}

impl Answers {
    /// Whether every value is good enough.
    pub fn is_any(&self) -> bool {
        self.ranges == [self.asked]
    }

    /// Whether no value is.
    pub fn is_none(&self) -> bool {
        self.ranges.is_empty()
    }
}

/// Whole numbers are all looked at where there are no more of them.
const FEW: f64 = 1024.0;

/// What a value takes besides.
const LOOK: u64 = 100;

/// What a search may take: what is found until then is its answer.
const MOST_WORK: u64 = 20 * READING;

/// The values with which P(success at the end) is at least `target`, all else as in the
/// scenario. Real ones are found to the last digit or two.
pub fn answers(
    scenario: &Scenario,
    key: Key,
    criterion: Criterion,
    target: Probability,
) -> Answers {
    let mut inverse = Inverse::of(scenario, key, criterion, target);
    while inverse.look() {}
    inverse.answers()
}

/// The search for [`answers`], value by value.
#[derive(Clone, Debug)]
pub struct Inverse {
    scenario: Scenario,
    key: Key,
    criterion: Criterion,
    target: f64,
    asked: (f64, f64),
    /// From here on all values are the same to a text of this length.
    alike: f64,
    is_whole: bool,
    special: Option<bool>,
    /// The values looked at, in increasing order, and whether they are good enough.
    known: Vec<(f64, bool)>,
    /// Those to look at first, the last one next.
    wanted: Vec<f64>,
    /// The one to look at next.
    next: Option<f64>,
    /// The operations that are left.
    left: u64,
}

impl Inverse {
    /// Begins the search.
    pub fn of(scenario: &Scenario, key: Key, criterion: Criterion, target: Probability) -> Self {
        let (asked, is_whole) = match parameter(key).kind {
            Kind::Probability => ((0.0, 1.0), false),
            Kind::Real { least, most } => ((least, most), false),
            Kind::Whole { least, most } => ((least as f64, most as f64), true),
            // Names have no order.
            Kind::Choice(_) | Kind::Schema => ((1.0, 0.0), true),
        };
        let mut inverse = Self {
            scenario: scenario.clone(),
            key,
            criterion,
            target: target.get(),
            asked,
            alike: asked.1,
            is_whole,
            special: None,
            known: Vec::new(),
            wanted: Vec::new(),
            next: None,
            left: MOST_WORK,
        };
        if matches!(key, Key::Lead | Key::Tries | Key::Step) {
            inverse.asked.0 = 1.0;
            inverse.special = Some(inverse.holds(0.0));
        }
        if matches!(key, Key::Interval | Key::Step) {
            // No draft and no round is longer than the text.
            inverse.alike = (scenario.length() as f64).clamp(1.0, asked.1);
        }
        inverse.wanted = inverse.coarse();
        inverse.next = inverse.wanted.pop();
        inverse
    }

    /// Looks at one more value; whether there are more to look at. Each takes as long as
    /// one reading.
    pub fn look(&mut self) -> bool {
        if let Some(value) = self.next
            && let Err(place) = self.known.binary_search_by(|it| it.0.total_cmp(&value))
        {
            let holds = self.holds(value);
            self.known.insert(place, (value, holds));
        }
        self.next = self.wanted.pop().or_else(|| self.between());
        if self.left == 0 {
            self.next = None;
        }
        self.next.is_some()
    }

    /// How much work the search has taken so far, as [`Exact::operations`] counts it.
    pub const fn operations(&self) -> u64 {
        MOST_WORK - self.left
    }

    /// Whether it ended before its ends were found, as it had taken all the work it may.
    pub const fn has_given_up(&self) -> bool {
        self.left == 0
    }

    /// What is known so far.
    pub fn answers(&self) -> Answers {
        let (least, most) = self.asked;
        let mut ranges: Vec<(f64, f64)> = Vec::new();
        let mut before = false;
        for &(value, holds) in &self.known {
            match ranges.last_mut() {
                Some(range) if holds && before => range.1 = value,
                _ if holds => ranges.push((value, value)),
                _ => {}
            }
            before = holds;
        }
        if let Some(range) = ranges.last_mut().filter(|range| range.1 == self.alike) {
            range.1 = most;
        }
        Answers {
            ranges,
            special: self.special,
            complete: self.is_whole
                && self.known.len() as f64 == (self.alike - least + 1.0).max(0.0),
            asked: self.asked,
        }
    }

    fn holds(&mut self, value: f64) -> bool {
        let mut changed = self.scenario.clone();
        // Never fails: the value lies in the parameter's range.
        let _ = changed.set(self.key, value);
        let (exact, end) = (Exact::new(&changed), changed.length());
        let work = Work::new(READING);
        let success = exact.viewed_within(self.criterion, &[end], View::Standing, &work)[0];
        self.left = self.left.saturating_sub(work.done() + LOOK);
        !work.is_spent() && reaches(success, self.target)
    }

    /// The values to begin with: all where they are few, else ever farther apart from
    /// either end, the scenario's own among them.
    fn coarse(&self) -> Vec<f64> {
        let (least, most) = (self.asked.0, self.alike);
        if least > most {
            return Vec::new();
        }
        let mut values = vec![least, most, self.scenario.number(self.key)];
        if self.is_whole && most - least < FEW {
            values.extend((0..=(most - least) as u64).map(|step| least + step as f64));
        } else if self.is_whole {
            let mut value = least;
            while value < most {
                values.push(value);
                value = (value + 1.0).max((value * 1.1).round());
            }
        } else {
            const STEPS: i32 = 128;
            for step in 1..STEPS {
                let way = f64::from(step) / f64::from(STEPS);
                values.push(least + (most - least) * way);
                // From 10⁻¹² on, a quarter of a decade each.
                let small = crate::number::math::pow(10.0, -f64::from(step) / 4.0);
                values.extend([most * small, most - (most - least) * small]);
            }
        }
        values.retain(|value| (least..=most).contains(value));
        values.sort_by(f64::total_cmp);
        values.dedup();
        values
    }

    /// A value between a good one and a bad one beside it.
    fn between(&self) -> Option<f64> {
        self.known.windows(2).find_map(|pair| {
            let ((low, here), (high, there)) = (pair[0], pair[1]);
            if here == there {
                return None;
            }
            // Halving the distance in units of the last place serves small and large
            // values alike: non-negative doubles are in the order of their bits.
            let middle = if self.is_whole {
                crate::number::math::floor(f64::midpoint(low, high))
            } else {
                f64::from_bits(u64::midpoint(low.to_bits(), high.to_bits()))
            };
            let is_near = !self.is_whole && high - low <= 1e-15 * high;
            (middle > low && middle < high && !is_near).then_some(middle)
        })
    }
}
