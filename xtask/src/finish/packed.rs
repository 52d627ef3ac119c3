//! The program as a script: for a document that may fetch nothing, in a sandbox or from a
//! disk, and for the page in one file.

use anyhow::Result;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;
use std::path::Path;

/// The name of the file.
pub(super) const NAME: &str = "bounceback.wasm.js";

/// Writes the script beside the program; start.js unpacks it.
pub(super) fn write(folder: &Path, program: &str) -> Result<()> {
    let text = packed(&std::fs::read(folder.join(program))?)?;
    std::fs::write(
        folder.join(NAME),
        format!("bouncebackProgram = \"{text}\";\n"),
    )?;
    Ok(())
}

/// Bytes as a text that may stand in a script.
pub(super) fn packed(bytes: &[u8]) -> Result<String> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(bytes)?;
    Ok(STANDARD.encode(packed.finish()?))
}
