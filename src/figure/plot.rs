//! What every figure answers that is read, pulled and tabulated.

use super::crosshair::Crosshair;
use super::curves::Sure;
use super::sheet::{Drawing, Place, Sheet};
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::plan::counters::Counts;
use bounceback_core::share::preset::PRESETS;
use bounceback_core::share::report::Table;
use bounceback_core::simulate::Tally;

/// A figure whose values a data cursor reads, stop by stop.
pub trait Plot: Drawing {
    /// Whether it is read off the scenario; what shows data of the reader's own isn't.
    fn follows(&self) -> bool {
        true
    }

    /// At how many places the cursor can be, at least one.
    fn stops(&self) -> usize {
        self.lengths().len()
    }

    /// The stop that a place of a sheet of some size means.
    fn stop_at(&self, size: (f64, f64), place: Place) -> usize;

    /// The number that stands for a stop: its length.
    fn value(&self, stop: usize) -> f64 {
        self.lengths()[stop] as f64
    }

    /// What there is at a stop, in one sentence.
    fn words(&self, stop: usize) -> String;

    /// The cursor at a stop, for a sheet of the same size and colours.
    fn crosshair(&self, sheet: &Sheet, stop: usize) -> Crosshair;

    /// The lengths that its stops stand for, where they do: cursors of figures that have
    /// lengths move together.
    fn lengths(&self) -> &[u64] {
        &[]
    }

    /// Goes on with what takes long to compute, by so many places; whether there was any.
    fn compute(&mut self, _places: usize) -> bool {
        false
    }

    /// Whether it can be shown before all is computed.
    fn is_presentable(&self) -> bool {
        true
    }

    /// The length that a stop stands for, where it does.
    fn length(&self, stop: usize) -> Option<u64> {
        self.lengths().get(stop).copied()
    }

    /// How many stops an arrow key that points up or down goes.
    fn rise(&self) -> usize {
        1
    }

    /// The stop that is read where no cursor is: the end.
    fn rest(&self) -> usize {
        self.stops() - 1
    }

    /// What arrow keys change, and to which values; nothing where they move the cursor.
    fn nudge(&self, _right: i32, _up: i32) -> Vec<(Key, f64)> {
        Vec::new()
    }

    /// What a hand that comes down within `reach` CSS pixels of a place takes hold of.
    fn grip(&self, _size: (f64, f64), _place: Place, _reach: f64) -> Option<Grip> {
        None
    }

    /// What a hand that pulls to a place changes, and to which values.
    fn pull(&self, _grip: Grip, _size: (f64, f64), _place: Place) -> Vec<(Key, f64)> {
        Vec::new()
    }

    /// What there is to be taken over at a stop.
    fn offer(&self, _stop: usize) -> Option<Offer> {
        None
    }

    /// What a click at a place of a sheet of some size takes over.
    fn offer_at(&self, _size: (f64, f64), _place: Place) -> Option<Offer> {
        None
    }

    /// What stands for the numbers of a narrow drawing, from 1 on; empty where there are none.
    fn names(&self) -> Vec<&str> {
        Vec::new()
    }

    /// Where handles show that there is something to pull.
    fn handles(&self, _size: (f64, f64)) -> Vec<(Place, Grip)> {
        Vec::new()
    }

    /// Takes what the runs simulated so far say; whether it shows any of that.
    fn simulate(&mut self, _tally: &Tally, _until: Option<u64>) -> bool {
        false
    }

    /// Takes how sure data are of the scenario's curve, or that nothing of it is known (any
    /// more); whether it shows something else now.
    fn lay(&mut self, _sure: Option<&Sure>) -> bool {
        false
    }

    /// What is counted beside it at a stop, where it shows the two questions.
    fn counts(&self, _stop: usize) -> Option<Counts> {
        None
    }

    /// Its numbers, as far as they are computed, with what runs said at the same lengths
    /// where it shows curves of the scenario itself.
    fn table(&self, tally: Option<&Tally>) -> Table;
}

/// What a figure shows that a reader may take over for her own scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// A process of the table, by its index.
    Process(usize),
    /// The schema of a preset, by its index.
    Schema(usize),
}

impl Offer {
    /// The scenario once it has been taken over; all else stays.
    #[must_use]
    pub fn onto(self, scenario: &Scenario) -> Scenario {
        match self {
            Self::Process(index) => {
                let mut with = scenario.clone();
                // An index of the table is legal.
                let _ = with.set(Key::Process, index as f64);
                with
            }
            Self::Schema(index) => PRESETS
                .get(index)
                .map_or_else(|| scenario.clone(), |preset| preset.onto(scenario)),
        }
    }
}

/// What a hand has hold of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grip {
    /// The curve of those that never erred.
    Flawless,
    /// The curve of the second question.
    Answer,
    /// Where the scenario is: it jumps to where the hand comes down.
    Here,
}
