//! Exact answers: curves, limits, horizons, half-life, expected errors and costs.
//!
//! | what remembers | how it is computed | absolute error |
//! | --- | --- | --- |
//! | nothing, constant hazard | closed forms and powers of transitions | rounding, 10⁻¹² |
//! | nothing, hazard by schedule | closed forms; [`product`] where something is made good | [`BOUND`] |
//! | its difficulty | closed form without recovery; [`difficulty`] else | 10⁻¹² |
//! | its errors | [`contagion`] | what [`Exact::bound`] says |
//!
//! `tolerant` is read off generating functions ([`count`]), with an error below [`BOUND`];
//! under contagion off the law of the count. Expectations have these errors as shares of
//! themselves.
//!
//! Two texts are looked at ([`View`]): the one that stands at a length of the completion
//! that a link describes, and that of a completion which ends at that length.
//!
//! **No answer takes long.** Work is counted in operations ([`work`]): a length may take
//! some, a curve of many lengths some more. What would take more is not known: it is
//! [`f64::NAN`], which says that only simulation tells. Everything else is finite but for
//! costs that never end, lies within [0, 1] if it is a probability, and is exactly 1 as
//! long as nothing has been written.

pub mod calibrate;
pub(crate) mod contagion;
mod count;
pub(crate) mod difficulty;
mod engine;
mod expected;
mod horizon;
mod inverse;
mod joint;
pub(crate) mod judge;
mod lengths;
mod limit;
mod paid;
mod product;
mod rows;
pub mod scalar;
mod stage;
pub mod steady;
mod stretches;
mod success;
mod toll;
pub mod transition;
mod view;
mod work;

pub use engine::{Exact, Span};
pub use horizon::Horizon;
pub use inverse::{Answers, Inverse, answers};
pub use lengths::lengths;
pub use paid::Paid;
pub use product::BOUND;
pub use stretches::MOST_WALKED;
pub use success::Attempts;
pub use view::View;
