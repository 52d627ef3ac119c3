//! The mathematics of **Bounceback**: do the errors of an autoregressive language model
//! compound until it is doomed, or does generation bounce back?
//!
//! Everything here is true without a screen: no browser, no drawing, no clock, no entropy.
//! Each room knows only those before it:
//!
//! | room | what it is |
//! | --- | --- |
//! | [`number`] | probabilities, elementary and special functions, numbers as people write them |
//! | [`model`] | what can be asked: processes, techniques, schemas, and the scenario that names them |
//! | [`exact`] | curves, limits, horizons, inverse answers, expected errors and costs |
//! | [`simulate`] | whole populations and single runs, seeded and resumable |
//! | [`share`] | links, presets, reports, embeds |
//! | [`plan`] | the numbers and sentences that answer an engineer |
//!
//! # A curve
//!
//! The probability that a completion is acceptable, at some lengths:
//!
//! ```
//! use bounceback_core::exact::Exact;
//! use bounceback_core::model::criterion::Criterion;
//! use bounceback_core::share::link;
//!
//! let scenario = link::read("#process=recoverable&error=1%&recovery=5%").scenario;
//! let curve = Exact::new(&scenario).successes(Criterion::Acceptable, &[1, 20, 200]);
//! assert!((curve[1] - 0.882).abs() < 1e-3);
//! ```
//!
//! # A simulation
//!
//! The same completions, drawn one by one; the same seed gives the same runs everywhere:
//!
//! ```
//! use bounceback_core::model::criterion::Criterion;
//! use bounceback_core::share::{link, report};
//!
//! let scenario = link::read("#error=1%&recovery=5%&runs=10000&seed=7").scenario;
//! let tally = report::simulate(&scenario, vec![20, 200]);
//! assert_eq!(tally.runs, 10_000);
//! let (low, high) = tally.interval(Criterion::Acceptable, 0);
//! assert!(low < 0.882 && 0.882 < high);
//! ```
//!
//! # A plan
//!
//! How far a target holds, and what a parameter must be for it to hold at the end:
//!
//! ```
//! use bounceback_core::exact::{Exact, Horizon, answers};
//! use bounceback_core::model::criterion::Criterion;
//! use bounceback_core::model::parameter::Key;
//! use bounceback_core::number::probability::Probability;
//! use bounceback_core::share::link;
//!
//! let scenario = link::read("#process=independent&error=1%&tokens=200").scenario;
//! let target = Probability::new(0.95)?;
//! let far = Exact::new(&scenario).horizon(Criterion::Flawless, target);
//! assert_eq!(far, Horizon::Tokens(5));
//! let errors = answers(&scenario, Key::Error, Criterion::Flawless, target);
//! // (1 − E)²⁰⁰ ≥ 95% up to E = 0.0256%.
//! assert!((errors.ranges[0].1 - 2.564e-4).abs() < 1e-6);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod exact;
pub mod model;
pub mod number;
pub mod plan;
pub mod share;
pub mod simulate;
