//! Claims about the built page, each tried in real browsers: `cargo xtask test`.

mod axes;
mod barriers;
mod choosing;
mod embed;
mod evidence;
mod exploring;
mod harness;
mod hosting;
mod lab;
mod links;
mod loading;
mod looking;
mod pulling;
mod rooms;
mod share;
mod steering;
mod timeline;
mod unblocked;
