//! The answers of a verdict, without words.

use super::chains::Chains;
use super::model::Model;
use super::slips::{Slip, needed};
use super::standing::best;

/// Whether runs come back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Recovery {
    /// No step follows a wrong one: nothing can be said.
    NeverWrong,
    /// Nothing came back, of so many steps after wrong ones: recovery is at most this.
    NothingBack {
        /// How many steps could have been right again.
        chances: f64,
        /// The greatest recovery that they support.
        at_most: f64,
    },
    /// Some came back, if the labels are right; whether slips would explain it is not known.
    Returns,
    /// Some came back, but labels that slip and no recovery explain it as well.
    OnlyIfLabelsAreRight {
        /// The least rate of slips, right and wrong alike, that does; `None` where no single
        /// rate does, and only rates of their own for right and wrong labels do.
        falls_at: Option<f64>,
    },
    /// They come back, even if the labeller slips as often as suits the other side best (or as
    /// often as the options say).
    Recovers,
}

/// Why wrong steps come together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clustering {
    /// Too few runs with several wrong steps among right ones.
    CantTell,
    /// They don't, as far as can be seen.
    No,
    /// Some runs are harder; within a run it does not matter what came before.
    Difficulty,
    /// Within a run a wrong step makes the next one likelier to be wrong.
    Beget,
    /// Both.
    Both,
    /// Within a run wrong steps keep apart.
    Apart,
}

/// What is said has at most this chance of being said where it is not so.
pub(super) const RARE: f64 = 0.05;

/// Does it come back?
pub(super) fn recovery(chains: &Chains) -> Recovery {
    let counts = chains.counts();
    if counts.from_wrong() <= 0.0 {
        return Recovery::NeverWrong;
    }
    if counts.returned <= 0.0 {
        let fit = chains.fit_of(Model::Chain).and_then(|it| it.estimate("ρ"));
        return Recovery::NothingBack {
            chances: counts.from_wrong(),
            at_most: fit.map_or(1.0, |it| it.high),
        };
    }
    let curve = chains.slip_curves().iter().find(|it| it.slip == Slip::Both);
    let falls_at = curve.and_then(|it| it.falls_at);
    // Labels in any order may be slips and nothing else: there E and ρ mean nothing, and a
    // likelihood ratio does not follow its law. The test of the order is exact.
    let order = chains.order();
    let ordered = order.two_sided() < RARE;
    let enough = match (chains.options().slip, chains.slip_free()) {
        (Some(0.0), _) => return Recovery::Recovers,
        (Some(slip), _) => {
            let known = curve.is_some_and(|it| it.points.iter().any(|it| it.slip >= slip));
            if !known {
                return Recovery::Returns;
            }
            // The evidence falls as slips explain more and more.
            falls_at.is_none_or(|it| slip < it)
        }
        (None, None) => return Recovery::Returns,
        (None, Some(free)) => free.evidence >= needed(),
    };
    if enough && ordered {
        Recovery::Recovers
    } else {
        Recovery::OnlyIfLabelsAreRight { falls_at }
    }
}

/// Do errors beget errors within a run, and are some runs harder?
pub(super) fn clustering(chains: &Chains) -> Clustering {
    let order = chains.order();
    if order.telling == 0 {
        return Clustering::CantTell;
    }
    let [beside_chain, beside_steps] = chains
        .difficulty()
        .map_or([1.0; 2], |it| it.map(|it| it.chance));
    let ordered = order.two_sided() < RARE;
    if ordered && order.leans_together() {
        return if beside_chain < RARE {
            Clustering::Both
        } else {
            Clustering::Beget
        };
    }
    if ordered {
        return Clustering::Apart;
    }
    if beside_steps < RARE {
        Clustering::Difficulty
    } else {
        Clustering::No
    }
}

/// Is a fatal share needed: is the model with one better than the chain, and the best of all?
/// `None` where nothing came back, or no stretch was cut off late
/// enough to be told from one that was not yet back.
pub(super) fn fatal(chains: &Chains) -> Option<bool> {
    let counts = chains.counts();
    let waited = counts.open.keys().any(|&it| it > 1);
    let best = best(chains.fits()).is_some_and(|it| it.model == Model::Fatal);
    (counts.returned > 0.0 && waited)
        .then(|| best && chains.fatal().is_some_and(|it| it.chance < RARE))
}
