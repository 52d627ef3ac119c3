//! What should I do, and what does it cost? Recipes that reach the target, each of another
//! kind, from the cheapest on.
//!
//! All of a stated [`grid`] is searched, for the process and the length of a scenario, with
//! the means at hand as its own parameters tell them, whatever it does at present. Success is
//! that of the scenario's criterion at full length, cost the expected tokens paid.
//!
//! A candidate is passed over unread for one reason only: at the very least it pays as much
//! as one of its kind that reaches the target already. It can't be the cheapest. So that this
//! happens soon, those come first that may be cheap. What takes too much work to know is
//! counted as unknown.
//!
//! The search goes on in slices: each step is one reading of the exact engine, bounded by its
//! budget. What is known so far may be read at any time.
//!
//! ```
//! use bounceback_core::plan::recipes::{Kind, Recipes};
//! use bounceback_core::share::link;
//!
//! // 300 steps, 0.5% wrong each, a checker finds 80% and costs one step; I need 95%.
//! let asked = "process=independent&error=0.5%&tokens=300&sensitivity=0.8&cost=1&unit=steps";
//! let mut recipes = Recipes::of(&link::read(asked).scenario);
//! while recipes.advance(100_000) {}
//! let lead = recipes.recipes().into_iter().find(|recipe| recipe.kind == Kind::Lead);
//! assert_eq!(lead.map(|it| it.outcome()), Some("99.25% for 606 steps".to_owned()));
//! ```

pub mod change;
pub mod detail;
pub mod grid;
pub mod means;
mod recipe;
mod search;
pub mod suppose;
pub mod words;

pub use change::Change;
pub use detail::{Details, Risk, Worst};
pub use grid::{Candidate, Kind};
pub use means::{Ground, Means};
pub use recipe::Recipe;
pub use search::Recipes;
