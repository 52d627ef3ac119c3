//! The lab of **Bounceback**.

pub mod harness;
mod math;
pub mod measure;
pub mod pass;
mod sample;
pub mod shape;
pub mod stream;
pub mod task;
pub mod text;
pub mod token;
pub mod weights;
