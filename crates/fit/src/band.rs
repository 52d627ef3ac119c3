//! A curve's band, made in slices.

use super::fitted::Fit;
use super::walk::{End, Subject, Walk};
use bounceback_core::number::chi_square;
use bounceback_core::number::math::exp;

/// How sure a curve is at each of some lengths: the profile-likelihood interval of P there.
#[derive(Clone, Debug)]
pub struct Band {
    fit: Fit,
    lengths: Vec<f64>,
    root: f64,
    walk: Option<Walk>,
    ends: Vec<f64>,
}

impl Band {
    /// Begins, for lengths in the unit of the data and a level in (0, 1).
    pub fn new(fit: &Fit, lengths: &[f64], level: f64) -> Self {
        Self {
            fit: fit.clone(),
            lengths: lengths.to_vec(),
            root: chi_square::quantile(level.clamp(0.5, 0.9999)).sqrt(),
            walk: None,
            ends: Vec::new(),
        }
    }

    /// Goes on for about so many operations; whether all is done.
    pub fn advance(&mut self, operations: u64) -> bool {
        let problem = &self.fit.problem;
        let mut left = operations as i64;
        while left > 0 {
            let index = self.ends.len();
            let Some(length) = self.lengths.get(index / 2) else {
                return true;
            };
            let steps = length / problem.frame.step;
            // From more of Λ to less: first the lower end of P.
            let side = if index.is_multiple_of(2) { 1.0 } else { -1.0 };
            if problem.exposure(&self.fit.point, steps) <= 0.0 {
                self.ends.push(1.0);
                left -= 1;
                continue;
            }
            let walk = self.walk.get_or_insert_with(|| {
                let subject = Subject::Level(steps);
                let (point, top) = (self.fit.point, self.fit.loglik);
                Walk::new(problem, subject, point, top, self.root, side)
            });
            left -= walk.advance(problem).max(problem.rows.len() as u64) as i64;
            if let Some(end) = walk.end {
                self.ends.push(match end {
                    End::At(log) => exp(-exp(log)),
                    End::Open if side > 0.0 => 0.0,
                    End::Open => 1.0,
                });
                self.walk = None;
            }
        }
        self.ends.len() >= 2 * self.lengths.len()
    }

    /// The least and the greatest P at each length, as far as they are made.
    pub fn ends(&self) -> impl Iterator<Item = (f64, f64)> {
        self.ends.chunks_exact(2).map(|ends| (ends[0], ends[1]))
    }
}
