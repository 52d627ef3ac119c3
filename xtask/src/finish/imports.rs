//! Short names for what the program asks of its glue. wasm-bindgen's names carry a hash
//! each, which does not compress, and stand in both files.

use anyhow::{Context, Result, bail};
use std::path::Path;

/// The number of the section of imports.
const IMPORTS: u8 = 2;

/// A function, as a kind of import.
const FUNCTION: u8 = 0;

/// Shortens the names in a program and its glue.
pub(super) fn shorten(folder: &Path, program: &str, glue: &str) -> Result<()> {
    let (program, glue) = (folder.join(program), folder.join(glue));
    let (bytes, names) = shortened(&std::fs::read(&program)?)
        .with_context(|| format!("{} can't be understood", program.display()))?;
    let mut text = std::fs::read_to_string(&glue)?;
    for (old, new) in names {
        if text.matches(&old).count() != 1 {
            bail!("{} should say {old} once", glue.display());
        }
        text = text.replace(&old, &new);
    }
    std::fs::write(program, bytes)?;
    std::fs::write(glue, text)?;
    Ok(())
}

/// Old names and new ones.
type Names = Vec<(String, String)>;

/// A program whose imports have short names, and which those are.
fn shortened(program: &[u8]) -> Result<(Vec<u8>, Names)> {
    // Magic number and version.
    let (head, mut rest) = program.split_at_checked(8).context("it has no head")?;
    let (mut short, mut names) = (head.to_vec(), Names::new());
    while let Some((&section, after)) = rest.split_first() {
        rest = after;
        let size = number(&mut rest)? as usize;
        let (content, after) = rest
            .split_at_checked(size)
            .context("a section breaks off")?;
        rest = after;
        let content = if section == IMPORTS {
            imports(content, &mut names)?
        } else {
            content.to_vec()
        };
        short.push(section);
        push_number(&mut short, content.len() as u32);
        short.extend(content);
    }
    Ok((short, names))
}

fn imports(mut section: &[u8], names: &mut Names) -> Result<Vec<u8>> {
    let count = number(&mut section)?;
    let mut short = Vec::new();
    push_number(&mut short, count);
    for _ in 0..count {
        push_text(&mut short, &text(&mut section)?);
        let old = text(&mut section)?;
        let new = format!("_{}", names.len());
        push_text(&mut short, &new);
        let (&kind, after) = section.split_first().context("an import breaks off")?;
        section = after;
        if kind != FUNCTION {
            bail!("{old} is no function");
        }
        short.push(kind);
        push_number(&mut short, number(&mut section)?);
        names.push((old, new));
    }
    Ok(short)
}

/// A number in LEB128, taken off the front.
fn number(bytes: &mut &[u8]) -> Result<u32> {
    let mut value = 0;
    for shift in (0..32).step_by(7) {
        let (&byte, rest) = bytes.split_first().context("a number breaks off")?;
        *bytes = rest;
        value |= u32::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(value);
        }
    }
    bail!("a number is too long")
}

fn push_number(bytes: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

fn text(bytes: &mut &[u8]) -> Result<String> {
    let size = number(bytes)? as usize;
    let (text, rest) = bytes.split_at_checked(size).context("a text breaks off")?;
    *bytes = rest;
    Ok(String::from_utf8(text.to_vec())?)
}

fn push_text(bytes: &mut Vec<u8>, text: &str) {
    push_number(bytes, text.len() as u32);
    bytes.extend(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_renamed_and_all_else_stays() {
        let mut program = b"\0asm\x01\0\0\0".to_vec();
        // Types, imports (one function of type 300), something else.
        program.extend([1, 2, 7, 7]);
        let mut section = vec![1];
        push_text(&mut section, "glue.js");
        push_text(&mut section, "__wbg_now_0123456789abcdef");
        section.extend([0, 0xac, 2]);
        program.push(2);
        push_number(&mut program, section.len() as u32);
        program.extend(section);
        program.extend([10, 1, 9]);
        let (short, names) = shortened(&program).unwrap();
        let expected =
            b"\0asm\x01\0\0\0\x01\x02\x07\x07\x02\x0f\x01\x07glue.js\x02_0\0\xac\x02\x0a\x01\x09";
        assert_eq!(short, expected);
        assert_eq!(
            names,
            [("__wbg_now_0123456789abcdef".to_owned(), "_0".to_owned())]
        );
        assert!(shortened(&program[..20]).is_err());
    }

    #[test]
    fn numbers_read_back() {
        for value in [0, 1, 127, 128, 300, 65_535, u32::MAX] {
            let mut bytes = Vec::new();
            push_number(&mut bytes, value);
            let mut rest = &bytes[..];
            assert_eq!(number(&mut rest).unwrap(), value);
            assert!(rest.is_empty());
        }
    }
}
