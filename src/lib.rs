//! **Bounceback**: do an autoregressive LLM's errors compound until it is doomed,
//! or does generation bounce back?
//!
//! Every figure is drawn from one process description and one set of runs, asked
//! two questions: has it never erred (`flawless`, LeCun's), and is it acceptable
//! now (`acceptable`)? The way of the data is one way:
//!
//! [`link`] → [`scenario`] → [`chain`] → [`exact`] or [`simulate`] → [`figure`] → canvas.
//!
//! Layers import downwards only, and nothing below `web` knows a browser, a
//! clock, a thread or a source of entropy. `ARCHITECTURE.md` is the map.

pub mod binomial;
pub mod calibrate;
pub mod chain;
pub mod cite;
pub mod complex;
pub mod course;
pub mod criterion;
pub mod decimal;
pub mod edit;
pub mod embed;
pub mod exact;
pub mod figure;
pub mod format;
pub mod gamma;
pub mod link;
pub mod math;
pub mod parameter;
pub mod plan;
pub mod preset;
pub mod probability;
pub mod process;
pub mod reading;
pub mod report;
pub mod scenario;
pub mod schedule;
pub mod schema;
pub mod simulate;
pub mod snippet;
pub mod sum;
pub mod table;
pub mod technique;
pub mod transition;
pub mod verdict;
pub mod walk;
#[cfg(target_arch = "wasm32")]
pub mod web;
pub mod worked;
