//! Claims about the built page, each tried in real browsers: `cargo xtask test`.

mod harness;
mod loading;
