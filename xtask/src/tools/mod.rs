//! The tools a build and its tests need: found, or installed and said.
//!
//! Each is looked for in the cache of this project first, which costs nothing, then
//! on PATH in a version that fits, and only then installed into the cache.

mod axe;
mod browsers;
mod crates;
mod debian;
mod lockfile;
mod npm;
mod peers;
mod rustup;
mod wasm_opt;

pub(crate) use axe::axe;
pub(crate) use browsers::{BROWSERS, Browser};
pub(crate) use crates::{trunk, wasm_bindgen};
pub(crate) use peers::PEERS;
pub(crate) use rustup::{WASM, lints, wasm_target};
pub(crate) use wasm_opt::{find as find_wasm_opt, install as wasm_opt};
