//! The tables in docs/links.md: what the parameter table says, for who writes links.

use anyhow::{Context, Result, bail, ensure};
use bounceback_core::model::parameter::{Kind, Parameter};
use bounceback_core::model::process::PROCESSES;
use bounceback_core::model::scenario::{PARAMETERS, Scenario, parameter, parameter_named};
use bounceback_core::model::schema::{self, LONGEST_NAME, MOST_PHASES};
use bounceback_core::model::technique::TECHNIQUES;
use bounceback_core::number::format;
use bounceback_core::share::link;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Links with something wrong, which the page shows the answers to.
const WRONG: &[&str] = &[
    "error=1.7",
    "error=lots",
    "tokens=10.5",
    "process=magic",
    "done=300&tokens=200",
    "error=0.1&error=0.2",
    "colour=red",
    "nonsense",
    "process=independent&recovery=0.5",
    "schema=answer:0:magic",
    "v=2",
    "v=latest",
];

/// How a block of tables begins and ends.
const OPEN: &str = "<!-- ";
const CLOSE: &str = " -->\n";
const END: &str = "<!-- end -->";

/// Where the file lies.
pub(crate) fn path() -> PathBuf {
    crate::paths::root().join("docs/links.md")
}

/// A page of prose with its tables written anew: what stands between each comment that
/// asks for one and the comment `end`.
pub(crate) fn filled(page: &str) -> Result<String> {
    let mut filled = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once(OPEN) {
        // In a sentence or in quotes it asks for nothing.
        let asks = before.is_empty() || before.ends_with('\n');
        let Some((wish, behind)) = after.split_once(CLOSE).filter(|_| asks) else {
            filled.extend([before, OPEN]);
            rest = after;
            continue;
        };
        let (_, behind) = behind
            .split_once(END)
            .with_context(|| format!("“{wish}” has no end"))?;
        filled.extend([before, OPEN, wish, CLOSE, &block(wish)?, END]);
        rest = behind;
    }
    filled.push_str(rest);
    Ok(filled)
}

/// What a comment asks for.
fn block(wish: &str) -> Result<String> {
    if let Some(names) = wish.strip_prefix("keys: ") {
        let parameters: Vec<&Parameter> = names
            .split_whitespace()
            .map(|name| parameter_named(name).with_context(|| format!("there is no key “{name}”")))
            .collect::<Result<_>>()?;
        return Ok(keys(&parameters));
    }
    Ok(match wish {
        "processes" => {
            let rows = PROCESSES.iter();
            chosen(rows.map(|process| {
                let keys = process.parameters.iter().map(|&key| parameter(key).name);
                (process.name, process.summary, keys.collect())
            }))
        }
        "techniques" => {
            let rows = TECHNIQUES.iter();
            chosen(rows.map(|technique| {
                let keys = technique.parameters.iter().map(|&key| parameter(key).name);
                (technique.name, technique.summary, keys.collect())
            }))
        }
        "schema" => schemas(),
        "notes" => notes()?,
        _ => bail!("there is no table “{wish}”"),
    })
}

/// A table of keys.
fn keys(parameters: &[&Parameter]) -> String {
    let default = Scenario::default();
    let mut table = "| key | meaning | values | default |\n| --- | --- | --- | --- |\n".to_owned();
    for parameter in parameters {
        let value = match default.text(parameter.key) {
            text if text.is_empty() => "none".to_owned(),
            text => code(&text),
        };
        let _ = writeln!(
            table,
            "| {} | {} | {} | {value} |",
            code(parameter.name),
            parameter.help,
            values(parameter)
        );
    }
    table
}

/// What a parameter takes.
fn values(parameter: &Parameter) -> String {
    let range = match parameter.kind {
        Kind::Probability => "0 to 1".to_owned(),
        Kind::Whole { least, most } => {
            let [least, most] = [least, most].map(format::whole);
            // What is counted says by its unit that it is whole.
            let whole = if parameter.unit.is_empty() {
                ", whole"
            } else {
                ""
            };
            format!("{least} to {most}{whole}")
        }
        Kind::Real { least, most } => {
            let [least, most] = [least, most].map(|end| format::significant(end, 9));
            format!("{least} to {most}")
        }
        Kind::Choice(names) => {
            let same = PARAMETERS.iter().find(|other| other.kind == parameter.kind);
            return match same {
                Some(other) if other.key != parameter.key => format!("as {}", code(other.name)),
                _ => list(names),
            };
        }
        Kind::Schema => return "see [schemas](#schemas)".to_owned(),
    };
    match parameter.unit {
        "" => range,
        unit => format!("{range} {unit}"),
    }
}

/// A table of processes or techniques: name, summary and keys.
fn chosen<'a>(rows: impl Iterator<Item = (&'a str, &'a str, Vec<&'a str>)>) -> String {
    let mut table = "| name | in a sentence | its keys |\n| --- | --- | --- |\n".to_owned();
    for (name, summary, keys) in rows {
        let _ = writeln!(table, "| {} | {summary} | {} |", code(name), list(&keys));
    }
    table
}

/// What a phase may set, and the limits of a schema.
fn schemas() -> String {
    let own: Vec<&str> = PARAMETERS
        .iter()
        .filter(|parameter| schema::may_set(parameter.key))
        .map(|parameter| parameter.name)
        .collect();
    format!(
        "A schema has at most {MOST_PHASES} phases, and a name at most {LONGEST_NAME} characters.\n\
         A phase may set {}.\n",
        list(&own)
    )
}

/// What becomes of links with something wrong in them.
fn notes() -> Result<String> {
    let mut table = "| the link | opens as | and the page says |\n| --- | --- | --- |\n".to_owned();
    for wrong in WRONG {
        let reading = link::read(&format!("#{wrong}"));
        ensure!(!reading.notes.is_empty(), "nothing is wrong with “{wrong}”");
        let said: Vec<String> = reading.notes.iter().map(ToString::to_string).collect();
        let opened = link::write(&reading.scenario);
        let _ = writeln!(
            table,
            "| {} | {} | {} |",
            code(wrong),
            code(&opened),
            said.join(" ")
        );
    }
    Ok(table)
}

fn list(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| code(name)).collect();
    names.join(", ")
}

fn code(text: &str) -> String {
    format!("`{text}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> String {
        std::fs::read_to_string(path()).unwrap()
    }

    #[test]
    fn the_reference_of_links_says_what_the_tables_say() {
        let page = page();
        assert!(
            filled(&page).unwrap() == page,
            "docs/links.md is out of date: cargo xtask bless"
        );
    }

    #[test]
    fn the_reference_of_links_has_every_key_once() {
        let page = page();
        for parameter in &PARAMETERS {
            let row = format!("\n| `{}` | {} |", parameter.name, parameter.help);
            assert_eq!(page.matches(&row).count(), 1, "{}", parameter.name);
        }
    }

    #[test]
    fn every_example_of_the_reference_opens_without_a_remark_and_says_no_word_too_many() {
        let page = page();
        let mut examples = 0;
        for link in page.lines().filter(|line| line.starts_with("#v=")) {
            let reading = link::read(link);
            assert_eq!(reading.notes, [], "{link}");
            let written = link::write(&reading.scenario);
            assert_eq!(
                written.matches('&').count(),
                link.matches('&').count(),
                "{link} is shorter as {written}"
            );
            examples += 1;
        }
        assert!(examples >= 5, "the examples are gone");
        assert!(page.contains(&format!("There is one: version {}.", link::VERSION)));
        assert_eq!(link::MOST_NOTES, 8, "the page says: at most eight of them");
    }

    #[test]
    fn what_is_asked_for_and_not_known_is_said() {
        assert_eq!(
            filled("no `<!-- … -->` here").unwrap(),
            "no `<!-- … -->` here"
        );
        for page in [
            "<!-- keys: magic -->\n<!-- end -->",
            "<!-- magic -->\n<!-- end -->",
            "<!-- processes -->\n",
        ] {
            assert!(filled(page).is_err(), "{page}");
        }
    }
}
