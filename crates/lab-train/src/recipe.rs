//! What each model is, and how it is trained.

use bounceback_lab::shape::Shape;
use bounceback_lab::task::Task;

/// Texts of a batch.
pub(crate) const BATCH: usize = 64;
/// The rate rises over so many batches, then falls as a cosine to `LEAST` of its peak.
pub(crate) const WARM_UP: u32 = 100;
pub(crate) const LEAST: f64 = 0.02;
pub(crate) const SECOND_MOMENT: f64 = 0.99;
pub(crate) const DECAY: f64 = 0.01;
/// No gradient is longer.
pub(crate) const CLIP: f64 = 1.0;
/// A quarter of the batches see through a window of 3…24 tokens, the others of 24.
pub(crate) const NARROWED: u32 = 4;
pub(crate) const NARROWEST: usize = 3;

/// A stretch of training with a rate that rises and falls once.
#[derive(Clone, Copy)]
pub(crate) struct Stretch {
    /// Batches.
    pub(crate) batches: u32,
    /// The rate at its peak.
    pub(crate) rate: f64,
}

/// A recipe.
pub(crate) struct Recipe {
    pub(crate) layers: usize,
    pub(crate) width: usize,
    pub(crate) stretches: &'static [Stretch],
    /// Whether a verdict must be learned: where its loss stays above `LEARNED`, the last
    /// stretch is repeated, at most so often.
    pub(crate) again: u32,
}

/// A verdict's loss, in nats, below which it has been learned.
pub(crate) const LEARNED: f32 = 0.03;

const fn stretch(batches: u32, rate: f64) -> Stretch {
    Stretch { batches, rate }
}

const PLAIN: Recipe = Recipe {
    layers: 2,
    width: 64,
    stretches: &[stretch(600, 3e-3)],
    again: 0,
};
const BACKSPACE: Recipe = Recipe {
    layers: 3,
    width: 48,
    stretches: &[stretch(1301, 3e-3), stretch(800, 2e-3)],
    again: 3,
};
const PAUSES: Recipe = Recipe {
    layers: 3,
    width: 48,
    stretches: &[stretch(600, 3e-3)],
    again: 0,
};
const INSTRUCTION: Recipe = Recipe {
    layers: 2,
    width: 64,
    stretches: &[stretch(900, 3e-3)],
    again: 0,
};

impl Recipe {
    /// The recipe of a task.
    pub(crate) const fn of(task: Task) -> &'static Self {
        match task {
            Task::Plain => &PLAIN,
            Task::Backspace => &BACKSPACE,
            Task::Pauses => &PAUSES,
            Task::Instruction => &INSTRUCTION,
        }
    }

    pub(crate) fn shape(&self) -> Shape {
        Shape::new(self.layers, self.width).expect("recipes have legal shapes")
    }
}

/// How many steps back an error is to be complained about: first the last step alone, then
/// two more, then as far as attention reaches.
pub(crate) fn hindsight(batch: u32, window: usize) -> usize {
    let most = match batch {
        0..250 => 0,
        250..400 => 2,
        _ => 7,
    };
    most.min((window - 1) / 3)
}
