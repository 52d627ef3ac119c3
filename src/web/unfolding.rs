//! The runs unfold from the first token to the last: play, pause, step, rewind.

use super::dom;

/// How long that takes, in milliseconds.
const DURATION: f64 = 6000.0;

/// How far the runs are shown, in cells of their strips.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Unfolding {
    /// To the end.
    #[default]
    Whole,
    /// So many cells, and no further until asked.
    Still(usize),
    /// So many cells at a moment, and on from there.
    Moving(usize, f64),
}

impl Unfolding {
    /// Whether it moves by itself.
    pub(super) const fn is_moving(self) -> bool {
        matches!(self, Self::Moving(..))
    }

    /// How many of `cells` are shown now.
    pub(super) fn shown(self, cells: usize) -> usize {
        match self {
            Self::Whole => cells,
            Self::Still(shown) => shown.min(cells),
            Self::Moving(from, since) => {
                let more = (dom::now() - since) / DURATION * cells as f64;
                (from + more.max(0.0) as usize).min(cells)
            }
        }
    }

    /// The same, begun at this moment.
    pub(super) fn now(self, cells: usize) -> Self {
        match self {
            Self::Moving(..) => Self::Moving(self.shown(cells), dom::now()),
            resting => resting,
        }
    }

    /// Plays, or pauses.
    pub(super) fn play(self, cells: usize) -> Self {
        match self {
            Self::Moving(..) => Self::Still(self.shown(cells)),
            // Who wants no motion sees the end at once.
            _ if dom::media("(prefers-reduced-motion: reduce)") => Self::Whole,
            Self::Still(shown) => Self::Moving(shown, dom::now()),
            Self::Whole => Self::Moving(0, dom::now()),
        }
    }

    /// One cell further; from the end, to the first.
    pub(super) fn step(self, cells: usize) -> Self {
        let shown = self.shown(cells);
        Self::Still(if shown >= cells { 1 } else { shown + 1 }).settled(cells)
    }

    /// What has come to the end is whole.
    pub(super) fn settled(self, cells: usize) -> Self {
        if self.shown(cells) >= cells {
            Self::Whole
        } else {
            self
        }
    }
}
