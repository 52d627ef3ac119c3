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
