//! All curves fitted to one sample, in bounded steps.

use super::data::Data;
use super::fitted::Fit;
use super::forms::FORMS;
use super::making::Making;
use super::problem::{Origin, Problem, saturated};
use super::sample::{Kind, Sample};
use bounceback_core::model::criterion::Criterion;
use bounceback_core::number::chi_square;
use bounceback_core::number::math::ln;

/// What is fitted, and how.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// What a success was: right in the end ([`Criterion::Acceptable`]) or without an error so
    /// far (any other). Survivors have none so far, whatever is said here.
    pub criterion: Criterion,
    /// Where exposure begins.
    pub origin: Origin,
    /// The level of intervals, in (0, 1).
    pub level: f64,
    /// Whether intervals are wanted at all: they take most of the time.
    pub intervals: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            criterion: Criterion::Acceptable,
            origin: Origin::Fixed(0.0),
            level: 0.95,
            intervals: true,
        }
    }
}

/// Data that no curve can be fitted to, as any error rate small (or large) enough would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separation {
    /// Nothing failed: the error has an upper bound, and no estimate.
    AllRight,
    /// Nothing succeeded: the error has a lower bound, and no estimate.
    AllWrong,
    /// All succeed up to a length, and none beyond: any curve steep enough would do.
    ByLength,
}

/// All fits of one sample, made in slices.
///
/// ```
/// # use bounceback_fit::data::{Cohort, Data};
/// # use bounceback_fit::{Fits, Options};
/// let row = |length, successes| Cohort { length, successes, trials: 100.0, cluster: None };
/// let data = Data::Cohorts(vec![row(10.0, 90.0), row(20.0, 82.0), row(40.0, 67.0)]);
/// let mut fits = Fits::new(&data, Options::default()).unwrap();
/// while !fits.advance(10_000) {}
/// assert_eq!(fits.fits()[0].name(), "independent");
/// // 1% a token: a half-life of 69.
/// assert!((fits.fits()[0].half_life.value - 69.0).abs() < 3.0);
/// ```
#[derive(Clone, Debug)]
pub struct Fits {
    /// What was read of the data.
    pub sample: Sample,
    /// What was asked.
    pub options: Options,
    making: Option<Making>,
    /// The place in [`FORMS`] of the next to be made.
    next: usize,
    made: Vec<Fit>,
    only: Option<&'static str>,
}

impl Fits {
    /// Begins; nothing for paths, or data without a legal row.
    pub fn new(data: &Data, options: Options) -> Option<Self> {
        Some(Self::of(Sample::new(data)?, options))
    }

    pub(super) fn of(sample: Sample, options: Options) -> Self {
        Self {
            sample,
            options,
            making: None,
            next: 0,
            made: Vec::new(),
            only: None,
        }
    }

    /// Only one curve, by its name, and the first, from which all begin.
    #[must_use]
    pub fn only(mut self, name: &'static str) -> Self {
        self.only = Some(name);
        self
    }

    /// Goes on for about so many operations (exposures of one row, each some tenth of a
    /// microsecond to one); whether all is done.
    pub fn advance(&mut self, operations: u64) -> bool {
        let mut left = operations as i64;
        while left > 0 {
            let Some(making) = &mut self.making else {
                if !self.begin() {
                    return true;
                }
                continue;
            };
            left -= making.advance() as i64;
            if making.is_done() {
                self.made.extend(making.fit(self.sample.trials));
                self.making = None;
            }
        }
        self.making.is_none() && self.next >= FORMS.len()
    }

    /// How far it is, from 0 to 1.
    pub fn progress(&self) -> f64 {
        self.made.len() as f64 / FORMS.len() as f64
    }

    /// Begins with the next curve; false where none is left.
    fn begin(&mut self) -> bool {
        let flawless = self.is_flawless();
        let separated = self.separation();
        while let Some(&form) = FORMS.get(self.next) {
            let first = self.next == 0;
            self.next += 1;
            let all_alike = !matches!(separated, None | Some(Separation::ByLength));
            if (form.only_acceptable && flawless)
                // (One length shows no curve.)
                || ((all_alike || self.sample.lengths == 1) && !first)
                || (!first && self.only.is_some_and(|only| only != form.name))
            {
                continue;
            }
            let problem = Problem::new(form, &self.sample, self.options.origin);
            let likely = self.made.first().map_or((0.0, 0.0), |fit| {
                let origin = if fit.problem.fits_origin() {
                    fit.point[1]
                } else {
                    0.0
                };
                (fit.point[0], origin)
            });
            let starts = match separated {
                Some(Separation::AllRight) => vec![[-60.0, 0.0, 0.0, 0.0]],
                Some(Separation::AllWrong) => vec![[60.0, 0.0, 0.0, 0.0]],
                _ => problem.starts(likely.0, likely.1),
            };
            self.making = Some(Making::new(problem, starts, self.root(all_alike)));
            return true;
        }
        false
    }

    /// The root of the quantile that ends of intervals are at; none where none are wanted.
    ///
    /// Where all went alike, the likelihood of a rate is the very chance of that, and the
    /// bound is exact and one-sided: there, by no more than one in twenty (at 95%) would all
    /// go alike. Of zero in n trials that is the rule of three.
    fn root(&self, all_alike: bool) -> Option<f64> {
        let level = self.options.level.clamp(0.5, 0.9999);
        let squared = if all_alike {
            -2.0 * ln(1.0 - level)
        } else {
            chi_square::quantile(level)
        };
        self.options.intervals.then(|| squared.sqrt())
    }

    /// Fits made so far, in the order of [`FORMS`].
    pub fn fits(&self) -> &[Fit] {
        &self.made
    }

    /// A fit by its name.
    pub fn named(&self, name: &str) -> Option<&Fit> {
        self.made.iter().find(|fit| fit.name() == name)
    }

    /// Whether a success was one without an error so far.
    pub fn is_flawless(&self) -> bool {
        self.sample.kind == Kind::Survivors || self.options.criterion != Criterion::Acceptable
    }

    /// Whether no curve can be fitted, and why.
    pub fn separation(&self) -> Option<Separation> {
        let rows = &self.sample.rows;
        if rows.iter().all(|row| row.failures == 0.0) {
            return Some(Separation::AllRight);
        }
        if rows.iter().all(|row| row.successes == 0.0) {
            return Some(Separation::AllWrong);
        }
        let right = rows.iter().take_while(|row| row.failures == 0.0).count();
        let wrong = rows[right..].iter().all(|row| row.successes == 0.0);
        (wrong && self.sample.kind == Kind::Cohorts).then_some(Separation::ByLength)
    }

    /// The log-likelihood of a curve through every row: none can have more.
    pub fn saturated(&self) -> f64 {
        saturated(&self.sample.rows)
    }

    /// Processes that have the very same curve as another on these data, and are not fitted
    /// twice: their name, and that of the other.
    pub fn same_curves(&self) -> &'static [(&'static str, &'static str)] {
        if self.is_flawless() {
            &[
                ("recoverable", "independent"),
                ("self_conditioning", "independent"),
            ]
        } else {
            &[("self_conditioning", "independent")]
        }
    }
}
