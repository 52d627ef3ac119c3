//! The runs unfold from the first token to the last: play, pause, step, rewind.

use super::dom;

/// How long that takes, in milliseconds.
const DURATION: f64 = 6000.0;

/// The most that one frame moves them, in milliseconds. No frames come while nobody
/// looks: then they go on from where they were left.
const LONGEST_FRAME: f64 = 100.0;

/// How far the runs are shown, in cells of their strips.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Unfolding {
    /// To the end.
    #[default]
    Whole,
    /// So many cells, and no further until asked.
    Still(usize),
    /// So many cells, and parts of one, at the time of a frame, and on from there.
    Moving(f64, f64),
}

impl Unfolding {
    /// Whether it moves by itself.
    pub(super) const fn is_moving(self) -> bool {
        matches!(self, Self::Moving(..))
    }

    /// How many of `cells` are shown.
    pub(super) fn shown(self, cells: usize) -> usize {
        match self {
            Self::Whole => cells,
            Self::Still(shown) => shown.min(cells),
            Self::Moving(shown, _) => (shown as usize).min(cells),
        }
    }

    /// On from so many cells.
    pub(super) fn from(cells: usize) -> Self {
        Self::Moving(cells as f64, dom::now())
    }

    /// Plays, or pauses.
    pub(super) fn play(self, cells: usize) -> Self {
        match self {
            Self::Moving(..) => Self::Still(self.shown(cells)),
            // Who wants no motion sees the end at once.
            _ if dom::media("(prefers-reduced-motion: reduce)") => Self::Whole,
            Self::Still(shown) => Self::from(shown),
            Self::Whole => Self::from(0),
        }
    }

    /// One cell further; from the end, to the first.
    pub(super) fn step(self, cells: usize) -> Self {
        let shown = self.shown(cells);
        Self::Still(if shown >= cells { 1 } else { shown + 1 }).settled(cells)
    }

    /// Moved on to the time of a frame.
    pub(super) fn at(self, now: f64, cells: usize) -> Self {
        match self {
            Self::Moving(shown, before) => {
                let passed = (now - before).clamp(0.0, LONGEST_FRAME);
                Self::Moving(shown + passed / DURATION * cells as f64, now).settled(cells)
            }
            resting => resting,
        }
    }

    /// What has come to the end is whole.
    fn settled(self, cells: usize) -> Self {
        if self.shown(cells) >= cells {
            Self::Whole
        } else {
            self
        }
    }
}
