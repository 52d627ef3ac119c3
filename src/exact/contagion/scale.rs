//! Places of counts: every count, or ever fewer of them.
//!
//! Where contagion is faint, so many errors are met that not every count can have a place
//! of its own. What will become of a completion is a smooth function of its count: so it is
//! known from its values at some places, and at the count one error further on from the
//! polynomial through the values at the places around. An error thus takes a completion to
//! those places with the weights that each has in the polynomial there, some of which are
//! negative. Such weights are no probabilities, but all moments of the count as far as the
//! degree goes are right after every error; what is lost shrinks with the eighth power of
//! the gaps between places.
//!
//! Places lie the wider apart the more errors there are, as shares of the errors that would
//! make up the hazard, and close up again before the count from which on errors are certain,
//! where the hazard has a kink. More places lie before a count than beyond it: a smooth
//! function of all counts comes from higher ones, so that the polynomial leans against the
//! wind, without which small errors would grow.

/// So many places around a count carry the polynomial, below it and above.
pub(super) const BELOW: usize = 3;
const ABOVE: usize = 5;

/// On a coarse scale fewer do, or small errors would grow after all.
const COARSE: f64 = 0.15;
const COARSE_BELOW: usize = 2;
const COARSE_ABOVE: usize = 4;

/// So many errors, those that would make up the hazard among them, each have a place.
const SINGLE: f64 = 40.0;

/// The last gap as a share of the last count, and by how much gaps grow away from there.
const LAST_GAP: f64 = 1e-3;
const LAST_GROWTH: f64 = 0.4;

/// So many places there are at least, unless there are fewer counts.
const FEWEST_PLACES: f64 = 12.0;

/// Where the places of counts are.
#[derive(Clone, Debug)]
pub(super) struct Scale {
    plan: Plan,
    /// The number of errors at each place.
    errors: Vec<f64>,
    /// Where one error more leads from each.
    leads: Vec<Lead>,
}

/// What a scale depends on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Plan {
    /// The count from which on errors are certain, or which nobody exceeds.
    pub(super) most: f64,
    /// The errors that would make up the hazard that there is before any.
    pub(super) start: f64,
    /// So many counts each have a place.
    pub(super) fine: usize,
    /// By how much one gap is wider than the one before, as a share of it.
    pub(super) growth: f64,
}

/// Where one error more leads from a place.
#[derive(Clone, Debug)]
pub(super) struct Lead {
    /// How many places below it the first of them is.
    pub(super) below: usize,
    /// Their weights, from the first on; they sum to 1.
    pub(super) weights: Vec<f64>,
}

impl Scale {
    /// The scale of a plan.
    pub(super) fn of(plan: Plan) -> Self {
        let errors = plan.places();
        let reach = if plan.growth < COARSE {
            (BELOW, ABOVE)
        } else {
            (COARSE_BELOW, COARSE_ABOVE)
        };
        let leads = (0..errors.len()).map(|place| lead(&errors, place, reach));
        Self {
            plan,
            leads: leads.collect(),
            errors,
        }
    }

    /// What it depends on.
    pub(super) const fn plan(&self) -> Plan {
        self.plan
    }

    /// What no longer tells at the ends of a row, as a share of all that leaves the place:
    /// less than what polynomials leave open.
    pub(super) fn nothing(&self) -> f64 {
        let ends = BELOW + ABOVE;
        (0..ends)
            .fold(1.0, |power: f64, _| power * self.plan.growth / 2.0)
            .max(1e-13)
    }

    /// Its last place.
    pub(super) const fn last(&self) -> usize {
        self.errors.len() - 1
    }

    /// The number of errors at a place.
    pub(super) fn errors(&self, place: usize) -> f64 {
        self.errors[place]
    }

    /// Where one error more leads from a place.
    pub(super) fn lead(&self, place: usize) -> &Lead {
        &self.leads[place]
    }

    /// Whether gaps are wider than one error from a place on.
    pub(super) fn is_smooth(&self, place: usize) -> bool {
        let errors = self.errors[place];
        errors >= self.plan.fine as f64 && errors + self.plan.start > SINGLE
    }

    /// The places from and to which the polynomial around a place reaches, where there are
    /// as many as it needs and all around is smooth.
    pub(super) fn around(&self, place: usize) -> Option<(usize, usize)> {
        let (first, last) = (place.checked_sub(BELOW)?, place + ABOVE);
        (last < self.errors.len() && self.is_smooth(first)).then_some((first, last))
    }

    /// The polynomial through the places from a first to a last one.
    pub(super) fn told_by(&self, (first, last): (usize, usize)) -> Polynomial<'_> {
        Polynomial::through(&self.errors[first..=last])
    }
}

/// A polynomial through values at some points, in the first form of the barycentric formula.
pub(super) struct Polynomial<'a> {
    points: &'a [f64],
    /// One over the product of the distances of each point from the others.
    shares: Vec<f64>,
}

impl<'a> Polynomial<'a> {
    fn through(points: &'a [f64]) -> Self {
        let share = |(i, &here): (usize, &f64)| {
            let others = points.iter().enumerate().filter(|&(other, _)| other != i);
            let product: f64 = others.map(|(_, &there)| here - there).product();
            1.0 / product
        };
        Self {
            points,
            shares: points.iter().enumerate().map(share).collect(),
        }
    }

    /// The weight of each value in that at a place that is none of the points.
    pub(super) fn weights(&self, at: f64) -> Vec<f64> {
        let product: f64 = self.points.iter().map(|&point| at - point).product();
        let pairs = self.points.iter().zip(&self.shares);
        pairs
            .map(|(&point, &share)| product * share / (at - point))
            .collect()
    }
}

impl Plan {
    /// The gap around a count.
    fn gap(&self, errors: f64) -> f64 {
        if errors < self.fine as f64 {
            return 1.0;
        }
        let wide = 1.0 + self.growth * (errors + self.start - SINGLE).max(0.0);
        let left = (self.most - errors).max(0.0);
        let wide = wide.min((self.most / FEWEST_PLACES).max(1.0));
        wide.min((LAST_GAP * self.most).max(1.0) + LAST_GROWTH * left)
    }

    /// The counts that have a place, from 0 to the last.
    fn places(&self) -> Vec<f64> {
        let (mut places, mut at, mut gap) = (vec![0.0], 0.0, 0.0);
        while at < self.most {
            gap = self.gap(at);
            if gap > 1.0 {
                // The gap of its middle, so that gaps don't jump where they begin to shrink.
                for _ in 0..4 {
                    gap = self.gap(at + gap / 2.0).max(1.0);
                }
            }
            at += gap;
            places.push(at);
        }
        // The last place is where it should be if all gaps but single ones are stretched.
        if at - self.most > 0.7 * gap && places.len() > 2 {
            places.pop();
        }
        let single = places
            .windows(2)
            .position(|pair| pair[1] - pair[0] > 1.0)
            .unwrap_or(places.len() - 1);
        let (first, last) = (places[single], places[places.len() - 1]);
        if last > first {
            let stretch = (self.most - first) / (last - first);
            for place in &mut places[single + 1..] {
                *place = first + (*place - first) * stretch;
            }
        }
        if let Some(last) = places.last_mut() {
            *last = self.most;
        }
        places
    }
}

/// Where one error more leads from a place.
fn lead(errors: &[f64], place: usize, (below, above): (usize, usize)) -> Lead {
    let last = errors.len() - 1;
    if place == last {
        return Lead {
            below: 0,
            weights: vec![1.0],
        };
    }
    if errors[place + 1] - errors[place] == 1.0 {
        return Lead {
            below: 0,
            weights: vec![0.0, 1.0],
        };
    }
    // Before the last place the polynomial is of a lower degree, but gaps are smaller.
    // At the first places there are too few below, and more above take their part.
    let above = (above + below.saturating_sub(place)).min(last - place);
    let below = below.min(above).min(place);
    let gaps: Vec<f64> = (place - below..=place + above)
        .map(|other| errors[other] - errors[place])
        .collect();
    Lead {
        below,
        weights: Polynomial::through(&gaps).weights(1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_adds_one_to_the_count_and_its_powers() {
        let scale = Scale::of(Plan {
            most: 1e5,
            start: 10.0,
            fine: 3,
            growth: 0.05,
        });
        let last = scale.last();
        assert_eq!((scale.errors(0), scale.errors(last)), (0.0, 1e5));
        for place in 0..last {
            let lead = scale.lead(place);
            let here = scale.errors(place);
            let degree = lead.weights.len() as i32 - 1;
            for power in 0..=degree {
                let there = |i: usize| (scale.errors(place + i - lead.below) - here).powi(power);
                let terms = lead.weights.iter().enumerate();
                let terms: Vec<f64> = terms.map(|(i, weight)| weight * there(i)).collect();
                let (sum, size) = terms.iter().fold((0.0, 1.0), |(sum, size), term| {
                    (sum + term, size + term.abs())
                });
                assert!(
                    (sum - 1.0).abs() < 1e-13 * size,
                    "place {place}, power {power}: {sum}"
                );
            }
        }
    }

    #[test]
    fn places_begin_one_by_one_and_end_where_errors_are_certain() {
        for (most, start) in [(1e12, 0.1), (999.0, 10.0), (1e10, 1e8), (30.0, 0.0)] {
            let scale = Scale::of(Plan {
                most,
                start,
                fine: 7,
                growth: 0.1,
            });
            let last = scale.last();
            assert!(last < 600, "{last} places");
            assert_eq!(scale.errors(last), most);
            for place in 0..last {
                let gap = scale.errors(place + 1) - scale.errors(place);
                assert!(gap >= 0.99, "{gap} after {}", scale.errors(place));
                assert!(place >= 7 || gap == 1.0);
            }
        }
    }
}
