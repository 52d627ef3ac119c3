//! How long bad stretches last: how many of them, on average, are longer than what.
//!
//! A bad stretch is a run of tokens after each of which the completion is not
//! acceptable. Those that begin at token t last more than L tokens with the chance of
//! staying unacceptable from t to t + L, and are completed if a return comes after that
//! before the text ends. So with s(t), the flux from acceptable to unacceptable at t,
//! S(t, t + L), the law of staying, and R(t), the chance of returning before the end,
//!
//! E[completed stretches longer than L] = Σ s(t)·S(t, t + L)·R(t + L).
//!
//! - Where the chance of returning is b at every token, whatever strikes when, S is
//!   (1 − b)ᴸ, and cutting L tokens out of a stretch is cutting them out of the text:
//!   the sum is (1 − b)ᴸ times the expected number of returns in a text L shorter.
//!   Whatever completions remember, that takes no longer than a curve.
//! - Elsewhere (queries, phases that differ) the sum is made token by token, up to
//!   [`MOST_WALKED`] of them. After a query the hazard is a fresh one, so that errors
//!   remembered don't change S, and the flux is told by the occupancies alone.
//! - Where drafts are thrown away, and bad stretches with them, that sum is not made: only
//!   simulation tells.

use super::engine::Exact;
use super::stage::Law;
use super::work::READING;
use super::work::Work;
use crate::exact::scalar::Marks;
use crate::exact::transition::Row;
use crate::model::course::{Course, Hazard, Memory, Stage};
use crate::number::complex::Complex;
use crate::number::math::{exp, ln, power_of_complement};

/// The longest text, in tokens, that is walked token by token.
pub const MOST_WALKED: u64 = 16_384;

/// The logarithm of no chance at all: that of one in 10³⁴⁷.
const NEVER: f64 = -800.0;

/// The logarithm of a chance that no longer tells.
const LITTLE: f64 = -60.0;

/// What one token does to stretches.
#[derive(Clone, Copy, Debug)]
struct Token {
    /// The chance that a stretch begins here.
    begins: f64,
    /// That one under way goes on.
    stays: f64,
    /// That one under way ends.
    ends: f64,
}

impl Exact {
    /// The expected number of bad stretches, among the first `n` tokens of a completion
    /// of one of [`Exact::difficulties`], that end with a return and are longer than each
    /// of some increasing lengths. Nothing where that can't be told: see the module.
    pub fn completed_stretches(&self, difficulty: f64, n: u64, longer: &[u64]) -> Option<Vec<f64>> {
        let course = self.reaching(&[n]);
        if let Some(back) = steady(&course) {
            return Some(self.shortened(course, back, n, longer));
        }
        if course.has_drafts() || n.saturating_sub(course.start()) > MOST_WALKED {
            return None;
        }
        let tokens = match self.memory {
            Memory::Errors => self.remembered(&course, n)?,
            _ => walked(&course, difficulty, n)?,
        };
        Some(summed(&tokens, longer))
    }

    /// Whether those of every difficulty are the same.
    pub fn has_steady_return(&self) -> bool {
        steady(&self.course).is_some()
    }

    /// Where the chance of returning is the same at every token.
    fn shortened(&self, mut course: Course, back: f64, n: u64, longer: &[u64]) -> Vec<f64> {
        // A return costs one token and nothing else costs anything: the price of the text
        // is the number of returns.
        course.each(|stage| {
            (stage.recovery, stage.repair, stage.undo) = (0.0, back, 1.0);
            stage.query = stage.query.map(|query| crate::model::technique::Query {
                catch: 0.0,
                cost: 0.0,
                ..query
            });
        });
        let lengths: Vec<u64> = longer.iter().rev().map(|&l| n.saturating_sub(l)).collect();
        let returns = self.expectations(&course, Marks::<Complex>::pricing(), &lengths);
        let returns = returns.into_iter().rev();
        (longer.iter().zip(returns))
            .map(|(&length, returns)| power_of_complement(back, length as f64) * returns)
            .collect()
    }

    /// The tokens of completions that remember their errors, made neither of drafts nor
    /// for those that are lost.
    fn remembered(&self, course: &Course, n: u64) -> Option<Vec<Token>> {
        let lengths: Vec<u64> = (course.start()..=n).collect();
        let occupancies = self.occupancies(&lengths);
        let mut tokens = Vec::with_capacity(lengths.len());
        for stage in course.stages() {
            let Hazard::Contagious { first, .. } = stage.hazard(0.0) else {
                return None;
            };
            if stage.check.is_some() || stage.fatal > 0.0 {
                return None;
            }
            for token in stage.from + 1..=stage.to.min(n) {
                let back = stage.return_rate();
                let asked = (stage.query)
                    .filter(|query| (token - stage.origin - 1).is_multiple_of(query.interval));
                let caught = asked.map_or(0.0, |query| query.catch);
                let again = caught * first * stage.share.at(token);
                let stays = (1.0 - caught) * (1.0 - back) + again;
                let at = tokens.len();
                let (before, after) = (occupancies[at], occupancies[at + 1]);
                tokens.push(Token {
                    begins: (after.unacceptable - before.unacceptable * stays).max(0.0),
                    stays,
                    ends: 1.0 - stays,
                });
            }
        }
        Some(tokens)
    }
}

/// The chance of returning at a token, where it is the same at every one.
fn steady(course: &Course) -> Option<f64> {
    let rate = |stage: &Stage| {
        let free = stage.check.is_none() && stage.query.is_none_or(|query| query.catch == 0.0);
        free.then(|| stage.return_rate())
    };
    let first = rate(course.stages().first()?)?;
    (course
        .stages()
        .iter()
        .all(|stage| rate(stage) == Some(first)))
    .then_some(first)
}

/// The tokens of completions of one difficulty, one after the other.
fn walked(course: &Course, difficulty: f64, n: u64) -> Option<Vec<Token>> {
    let work = Work::new(8 * READING);
    let mut tokens = Vec::new();
    let mut row = Row::start();
    for stage in course.stages() {
        let law = Law::new(stage, difficulty, Marks::NONE, &work);
        for token in stage.from + 1..=stage.to.min(n) {
            let law = law.span(token - 1, token);
            tokens.push(Token {
                begins: row.acceptable * law.au,
                stays: law.uu,
                ends: law.ua,
            });
            row = row.after(&law);
        }
    }
    (!work.is_spent()).then_some(tokens)
}

/// Σ s(t)·S(t, t + L)·R(t + L) for each L.
fn summed(tokens: &[Token], longer: &[u64]) -> Vec<f64> {
    // Of the chances of staying, the logarithms of their products from the start on.
    let mut stays = Vec::with_capacity(tokens.len());
    let mut product = 0.0;
    for token in tokens {
        product += if token.stays > 0.0 {
            ln(token.stays).max(NEVER)
        } else {
            NEVER
        };
        stays.push(product);
    }
    let mut returns = vec![0.0; tokens.len()];
    for at in (1..tokens.len()).rev() {
        returns[at - 1] = tokens[at].ends + tokens[at].stays * returns[at];
    }
    let mut sums = vec![0.0; longer.len()];
    for (at, token) in tokens.iter().enumerate() {
        for (sum, &length) in sums.iter_mut().zip(longer) {
            let later = at as u64 + length;
            if later >= tokens.len() as u64 {
                break;
            }
            let later = later as usize;
            let stayed = stays[later] - stays[at];
            if stayed < LITTLE {
                break;
            }
            *sum += token.begins * exp(stayed) * returns[later];
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(link: &str) -> Exact {
        let mut scenario = crate::model::scenario::Scenario::default();
        for part in link.split('&') {
            let (name, value) = part.split_once('=').unwrap();
            let key = crate::model::scenario::parameter_named(name).unwrap().key;
            if key == crate::model::parameter::Key::Schema {
                assert_eq!(scenario.set_schema(value), []);
            } else {
                scenario.set_text(key, value).unwrap();
            }
        }
        Exact::new(&scenario)
    }

    const LONGER: [u64; 9] = [0, 1, 2, 3, 7, 20, 50, 99, 150];

    /// Both ways, where both can be gone.
    #[test]
    fn a_text_cut_short_tells_what_a_walk_does() {
        for link in [
            "error=0.1&recovery=0.2",
            "error=0.1&recovery=0.2&fatal=0.3",
            "error=0.3&recovery=1",
            "error=1&recovery=0.5&done=20",
            "error=0.05&recovery=0",
            "process=fading&shape=0.4&technique=backtrack&catch=0.1",
            "process=mixed_difficulty&recovery=0.1",
            "schema=a:30;b:recovery=0.05",
        ] {
            let exact = exact(&format!("{link}&tokens=100"));
            assert!(exact.has_steady_return(), "{link}");
            for n in [21, 60, 100] {
                let mut sums = vec![0.0; LONGER.len()];
                for &(difficulty, weight) in exact.difficulties() {
                    let tokens = walked(&exact.reaching(&[n]), difficulty, n).unwrap();
                    for (sum, term) in sums.iter_mut().zip(summed(&tokens, &LONGER)) {
                        *sum += weight * term;
                    }
                }
                let short = exact.completed_stretches(0.0, n, &LONGER).unwrap();
                for (a, b) in short.iter().zip(&sums) {
                    assert!((a - b).abs() < 1e-10 * (1.0 + b), "{link} {n}: {a} and {b}");
                }
            }
        }
    }

    /// With a hazard that never changes there is nothing to remember.
    #[test]
    fn who_remembers_errors_without_effect_is_who_forgets_them() {
        for technique in ["", "&technique=query&interval=7&catch=0.6"] {
            let rest = format!("recovery=0.1&error=0.1&tokens=80{technique}");
            let remembers = exact(&format!("process=self_conditioning&contagion=1e-15&{rest}"));
            let forgets = exact(&rest);
            let tokens = remembers
                .remembered(&remembers.reaching(&[80]), 80)
                .unwrap();
            let expected = forgets.completed_stretches(0.0, 80, &LONGER).unwrap();
            for (a, b) in summed(&tokens, &LONGER).iter().zip(&expected) {
                assert!((a - b).abs() < 1e-10, "{technique}: {a} and {b}");
            }
        }
    }
}
