//! The lab of **Bounceback**: small real transformers that err, and take back, or don't.
//!
//! The model of errors that the page is about meets a machine that makes them. Four tasks,
//! models of some 67,000 parameters, a pass written by hand, and a harness that counts. No
//! browser, no clock, no entropy; the same seed gives the same bits everywhere.
//!
//! | file | what it is |
//! | --- | --- |
//! | [`token`], [`task`] | the vocabulary, and what is learned |
//! | [`text`] | examples to learn from |
//! | [`shape`], [`weights`] | a model as a file |
//! | [`pass`] | one token in, the scores of the next one out |
//! | [`harness`] | a run: digits given, values drawn, complaints heeded or not |
//! | [`measure`] | many runs, and what comes of them |
//! | [`stream`] | random numbers |
//!
//! # Does it bounce back?
//!
//! ```
//! use bounceback_lab::harness::setting::{Act, Setting};
//! use bounceback_lab::measure::many::Many;
//! use bounceback_lab::weights::Weights;
//!
//! let weights = Weights::read(include_bytes!("../weights/backspace-1.bin"))?;
//! let setting = Setting { temperature: 2.8, steps: 60, ..Setting::default() };
//! let right = |act| {
//!     let mut many = Many::new(&weights, &Setting { act, ..setting }, 20);
//!     // In slices, so that a page stays awake.
//!     while !many.advance(1000) {}
//!     many.paths().acceptable()[59]
//! };
//! assert!(right(Act::Heed) > right(Act::Ignore));
//! # Ok::<(), bounceback_lab::weights::Broken>(())
//! ```

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
