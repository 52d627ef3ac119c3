//! What was asked beside the fits, and what the answers amount to.

use super::clusters::Clusters;
use super::fitted::{Estimate, Fit};
use super::goodness::Goodness;
use super::rise::Rise;
use super::scatter::Scatter;

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
    /// Whether rows of one length scatter.
    pub scatter: Option<&'a Scatter>,
    /// How sure the preferred curve is by a bootstrap by cluster.
    pub clusters: Option<&'a Clusters>,
}

/// A rise of success with length that is more than counts give by chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rising {
    /// It begins at the first length.
    FromTheFirst,
    /// It comes after a fall, and rows do not scatter otherwise.
    BeyondScatter,
    /// Rows scatter beyond chance: it may be no more than that.
    PerhapsScatter,
}

/// How rows scatter around the curve, and around each other at one length.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spread {
    /// How many times as much as counts do by chance.
    pub(super) times: f64,
    /// How often chance gives as much.
    pub(super) p: f64,
    /// The least p that so many draws can give.
    pub(super) least: f64,
    /// Whether it is rows of one length that scatter: then no curve fits.
    pub(super) within: bool,
}

/// The ends of an interval; none where it is open.
pub(super) type Ends = (Option<f64>, Option<f64>);

impl Asked<'_> {
    /// Whether success rises, and what may be made of it.
    pub(super) fn rising(&self) -> Option<Rising> {
        let rise = self.rise.filter(|it| it.p() <= RISES)?;
        // A true rise fits no curve; rows of one length tell of scatter alone.
        let scatters = match self.scatter {
            Some(scatter) => Some(scatter.p() < CHANCE),
            None => self.scatters(),
        };
        if rise.from_the_first() {
            return Some(Rising::FromTheFirst);
        }
        Some(if scatters? {
            Rising::PerhapsScatter
        } else {
            Rising::BeyondScatter
        })
    }

    /// Whether there is no curve to speak of, as success rises from the first length on.
    pub(super) fn rises_from_the_first(&self) -> bool {
        self.rising() == Some(Rising::FromTheFirst)
    }

    /// How rows scatter, if that is known.
    pub(super) fn spread(&self) -> Option<Spread> {
        let goodness = self.goodness.filter(|it| !it.drawn.is_empty())?;
        let least = |draws: usize| 1.0 / (draws + 1) as f64;
        let around = Spread {
            times: goodness.dispersion(),
            p: goodness.p(),
            least: least(goodness.drawn.len()),
            within: false,
        };
        let Some(scatter) = self.scatter else {
            return Some(around);
        };
        // Two are asked, and the one that scatters more is told of: twice the chance.
        let within = scatter.p() < around.p;
        let expected = goodness.expected() + scatter.expected();
        Some(Spread {
            times: (goodness.deviance + scatter.statistic) / expected.max(1e-9),
            p: (2.0 * scatter.p().min(around.p)).min(1.0),
            least: 2.0
                * if within {
                    least(scatter.draws())
                } else {
                    around.least
                },
            within,
        })
    }

    /// Whether rows scatter more than counts do by chance, if that is known.
    pub(super) fn scatters(&self) -> Option<bool> {
        self.spread().map(|it| it.p < CHANCE)
    }

    /// The interval to tell of the preferred curve: that by cluster where it was made, else
    /// the profile's; none at all where rows scatter so that the profile's is too narrow.
    /// Parameters have their places, the half-life and the 80% horizon the next two.
    pub(super) fn ends(&self, place: usize, estimate: &Estimate, level: f64) -> Option<Ends> {
        if let Some(&(low, high)) = self
            .clusters
            .and_then(|it| it.intervals(level).get(place).copied())
            .as_ref()
        {
            let known = |end: f64| Some(end).filter(|it| it.is_finite());
            return Some((known(low), known(high)));
        }
        (self.scatters() != Some(true)).then_some((estimate.low, estimate.high))
    }

    /// The intervals of half-life and 80% horizon.
    pub(super) fn horizons(&self, best: &Fit, level: f64) -> [Option<Ends>; 2] {
        let next = best.parameters.len();
        [
            self.ends(next, &best.half_life, level),
            self.ends(next + 1, &best.horizon_80, level),
        ]
    }
}
