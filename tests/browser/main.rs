//! Claims about the built page, each tried in real browsers: `cargo xtask test`.

mod atlas;
mod barriers;
mod choosing;
mod exploring;
mod harness;
mod hosting;
mod links;
mod loading;
mod looking;
mod pulling;
mod steering;
mod timeline;
