//! The page of **Bounceback**: figures, and the browser that shows them.
//!
//! What is true is [`bounceback_core`]'s to say. A figure turns its answers into marks, and
//! the marks go onto a canvas, into an SVG file, or into the page at build time.
//! `ARCHITECTURE.md` is the map.

pub mod figure;
#[cfg(target_arch = "wasm32")]
pub mod web;
