//! What goes out and comes back: links, presets, tables, embeds, citations.

pub mod cite;
pub mod embed;
pub mod link;
mod note;
pub mod pack;
pub mod preset;
pub mod report;
pub mod snippet;
