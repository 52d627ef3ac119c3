//! What can be asked: one description of how errors come and of what is done about them.

mod axes;
pub mod chain;
pub mod course;
pub mod criterion;
pub mod edit;
pub mod parameter;
pub mod process;
pub mod scenario;
pub mod schedule;
pub mod schema;
pub mod stage;
pub mod table;
pub mod technique;
pub mod walk;
