//! What was asked beside the fits, and what the answers amount to.

use super::goodness::Goodness;
use super::rise::Rise;

/// How often chance may call independent errors something else.
pub(super) const CHANCE: f64 = 0.05;

/// How often chance may call a fall a rise.
const RISES: f64 = 0.01;

/// What was found out beside the fits; nothing of it need be.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a> {
    /// How well the preferred curve fits.
    pub goodness: Option<&'a Goodness>,
    /// Whether success rises with length.
    pub rise: Option<&'a Rise>,
}

/// A rise of success with length that is more than counts give by chance, and how often they
/// give as much.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rising {
    /// It begins at the first length.
    FromTheFirst(f64),
    /// It comes after a fall, and rows do not scatter otherwise.
    BeyondScatter(f64),
    /// Rows scatter beyond chance, or nobody knows yet.
    PerhapsScatter(f64),
}

impl Asked<'_> {
    /// Whether success rises, and what may be made of it.
    pub(super) fn rising(&self) -> Option<Rising> {
        let rise = self.rise?;
        let p = rise.p();
        if p > RISES {
            return None;
        }
        Some(if rise.from_the_first() {
            Rising::FromTheFirst(p)
        } else if self.scatters() == Some(false) {
            Rising::BeyondScatter(p)
        } else {
            Rising::PerhapsScatter(p)
        })
    }

    /// Whether rows scatter around the curve more than counts do by chance, if that is known.
    pub(super) fn scatters(&self) -> Option<bool> {
        let goodness = self.goodness.filter(|it| !it.drawn.is_empty())?;
        Some(goodness.p() < CHANCE)
    }
}
