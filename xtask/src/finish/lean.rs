//! Takes comments and indentation out of what is delivered: they serve who reads the
//! sources, and a tenth of the glue would be paid for by who reads the page.

use super::fingerprint::{BOOT, GLUE, STYLE};
use super::{atlas, embed};
use anyhow::Result;
use std::path::Path;

/// Makes the scripts and the style sheet of a folder lean.
pub(super) fn files(folder: &Path) -> Result<()> {
    for file in [BOOT, GLUE, atlas::GLUE, embed::GLUE, STYLE] {
        let path = folder.join(file);
        let mut text = lean(&std::fs::read_to_string(&path)?);
        if file == STYLE {
            text = narrow(&text);
        }
        std::fs::write(path, text)?;
    }
    Ok(())
}

/// A style sheet without the blanks that part nothing; it has no text with such blanks.
pub(super) fn narrow(style: &str) -> String {
    let mut style = style.to_owned();
    for (loose, tight) in [
        (": ", ":"),
        (", ", ","),
        ("; ", ";"),
        (" {", "{"),
        ("{ ", "{"),
        (" }", "}"),
        ("\n}", "}"),
        ("{\n", "{"),
        (";\n", ";"),
        ("}\n", "}"),
        (",\n", ","),
        (";}", "}"),
    ] {
        style = style.replace(loose, tight);
    }
    style
}

/// Leaves out lines that are comments, blank lines, and blanks around lines. Lines
/// stay lines, so that scripts without semicolons mean the same; none of the files
/// has a text over several lines.
pub(super) fn lean(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut within_comment = false;
    for line in text.lines().map(str::trim) {
        if within_comment {
            within_comment = !line.ends_with("*/");
            continue;
        }
        if line.starts_with("/*") && (line.ends_with("*/") || !line.contains("*/")) {
            within_comment = !line.ends_with("*/");
            continue;
        }
        if line.is_empty() || line.starts_with("//") {
            continue;
        }
        kept.push_str(line);
        kept.push('\n');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_sheet_loses_what_parts_nothing() {
        let style = "a, b > c {\ncolor: red; margin: 0 auto;\n}\n@media (width: 1px) {\np :is(q) { top: 0 }\n}\n";
        assert_eq!(
            narrow(style),
            "a,b > c{color:red;margin:0 auto}@media (width:1px){p :is(q){top:0}}"
        );
    }

    #[test]
    fn comments_and_indentation_go_and_code_stays() {
        let text = "/* head */\n/**\n * more\n */\nlet a = 1; // stays\n\n    f(\"/* text */\");\n// gone\n/* a */ b";
        assert_eq!(
            lean(text),
            "let a = 1; // stays\nf(\"/* text */\");\n/* a */ b\n"
        );
    }
}
