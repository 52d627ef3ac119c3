//! Which model a verdict speaks from, and how the one in which labels slip stands beside those
//! that take labels as right.

use super::fits::Fit;
use super::model::Model;

/// Models whose AIC differ by less are not told apart.
pub(super) const ALIKE: f64 = 4.0;

/// How the model in which labels slip and nothing comes back stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Standing {
    /// It is not fitted.
    Unknown,
    /// A model that takes labels as right is better.
    Behind,
    /// It can't be told from the best of those.
    Level,
    /// Its AIC is lower than that of all others, by so much.
    Ahead(f64),
}

fn least<'a>(fits: impl Iterator<Item = &'a Fit>) -> Option<&'a Fit> {
    fits.filter(|it| it.possible())
        .min_by(|a, b| a.aic.total_cmp(&b.aic))
}

/// The best model by AIC.
pub(super) fn best(fits: &[Fit]) -> Option<&Fit> {
    least(fits.iter())
}

/// The best of those that take labels as right.
pub(super) fn best_plain(fits: &[Fit]) -> Option<&Fit> {
    least(fits.iter().filter(|it| it.model != Model::Slipping))
}

/// Where the model stands in which labels slip.
pub(super) fn standing(fits: &[Fit]) -> Standing {
    let slipping = fits.iter().find(|it| it.model == Model::Slipping);
    let (Some(slipping), Some(plain)) = (slipping, best_plain(fits)) else {
        return Standing::Unknown;
    };
    let ahead = plain.aic - slipping.aic;
    if ahead >= ALIKE {
        Standing::Ahead(ahead)
    } else if ahead > -ALIKE {
        Standing::Level
    } else {
        Standing::Behind
    }
}
