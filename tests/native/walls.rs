//! The walls of the house. Crates enforce most of them; what a crate can't is held here: no
//! two files import each other, a room of the core knows only those before it, and some
//! libraries have one home.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The sources of every package.
const SOURCES: [&str; 8] = [
    "src",
    "crates/core/src",
    "crates/fit/src",
    "crates/cli/src",
    "crates/lab/src",
    "crates/lab-web/src",
    "crates/lab-train/src",
    "xtask/src",
];

/// The rooms of the core; each knows only those before it.
const ROOMS: [&str; 6] = ["number", "model", "exact", "simulate", "share", "plan"];

/// Libraries with a home in a package: no other file of the workspace names them. `libm`
/// gives every machine the same bits, `rand` the same runs.
const HOMES: [(&[&str], &[&str]); 4] = [
    (
        &["libm"],
        &["crates/core/src/number/math.rs", "crates/lab/src/math.rs"],
    ),
    (
        &["rand", "rand_distr"],
        &[
            "crates/core/src/simulate/stream.rs",
            "crates/lab/src/stream.rs",
        ],
    ),
    (
        &["web_sys", "js_sys", "plotters_canvas", "getrandom"],
        &["src/web/"],
    ),
    (&["wasm_bindgen"], &["src/web/", "crates/lab-web/src/"]),
];

/// Packages that must give the same bits on every machine, and the only file of each that
/// calls what machines disagree about.
const EXACT: [(&str, &str); 3] = [
    ("crates/core/src", "crates/core/src/number/math.rs"),
    ("crates/fit/src", ""),
    ("crates/lab/src", "crates/lab/src/math.rs"),
];

/// Functions of floats whose last bit differs from platform to platform: the core has them
/// from `number::math`.
const INEXACT: [&str; 26] = [
    "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "cbrt", "cos", "cosh", "exp",
    "exp2", "exp_m1", "hypot", "ln", "ln_1p", "log", "log10", "log2", "powf", "powi", "sin",
    "sin_cos", "sinh", "tan", "tanh",
];

type Module = Vec<String>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
    found
}

/// The code of a file without its tests and comments; none of one that holds tests only.
fn code(path: &Path) -> String {
    if path.ends_with("tests.rs") {
        return String::new();
    }
    let text = fs::read_to_string(path).expect("it is text");
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// The module that a file is.
fn module(file: &Path) -> Module {
    let mut names: Module = file
        .with_extension("")
        .iter()
        .map(|it| it.to_string_lossy().into_owned())
        .collect();
    names.pop_if(|it| ["mod", "lib", "main"].contains(&it.as_str()));
    names
}

/// The paths of a `use`, its braces resolved.
fn paths_of(tree: &str, before: &str, found: &mut Vec<String>) {
    let (mut depth, mut begin) = (0, 0);
    for (at, letter) in tree.char_indices().chain([(tree.len(), ',')]) {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                let part = tree[begin..at].trim();
                begin = at + 1;
                match part.split_once('{') {
                    Some((head, rest)) => {
                        let inner = rest.trim_end().strip_suffix('}').unwrap_or(rest);
                        paths_of(inner, &format!("{before}{}", head.trim()), found);
                    }
                    None if !part.is_empty() => found.push(format!("{before}{part}")),
                    None => {}
                }
            }
            _ => {}
        }
    }
}

/// Every path of a file that begins at its crate or near itself.
fn paths(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = String::new();
    for statement in code.split_inclusive(';') {
        let begin = statement.rfind("use ").filter(|&at| {
            let before = statement[..at].trim_end();
            before.is_empty()
                || before.ends_with(['}', '{', ';', ')', ']', '\n'])
                || before.ends_with("pub")
        });
        match begin {
            Some(at) => {
                rest.push_str(&statement[..at]);
                paths_of(statement[at + 4..].trim_end_matches(';'), "", &mut found);
            }
            None => rest.push_str(statement),
        }
    }
    // Paths within the code, too.
    let word = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':';
    found.extend(
        rest.split(|letter: char| !word(letter))
            .filter(|path| path.starts_with("crate::") || path.starts_with("super::"))
            .map(str::to_owned),
    );
    found
}

/// The file that a path leads to from a module, if it is one of the package.
fn leads_to(path: &str, from: &Module, all: &BTreeSet<Module>) -> Option<Module> {
    let mut at = from.clone();
    let mut names = path.split("::").map(str::trim).peekable();
    match names.peek().copied() {
        Some("crate") => {
            at.clear();
            names.next();
        }
        Some("super" | "self") => {
            while let Some(name) = names.next_if(|name| ["super", "self"].contains(name)) {
                if name == "super" {
                    at.pop();
                }
            }
        }
        // A child, by its name alone.
        Some(child) if all.contains(&[&from[..], &[child.to_owned()]].concat()) => {}
        _ => return None,
    }
    for name in names {
        let further = [&at[..], &[name.to_owned()]].concat();
        if !all.contains(&further) {
            break;
        }
        at = further;
    }
    (all.contains(&at) && at != *from).then_some(at)
}

/// Who imports whom.
fn imports(sources: &Path) -> BTreeMap<Module, BTreeSet<Module>> {
    let files = files(sources);
    let named = |path: &PathBuf| module(path.strip_prefix(sources).expect("it lies below"));
    let all: BTreeSet<Module> = files.iter().map(named).collect();
    files
        .iter()
        .map(|path| {
            let module = named(path);
            let paths = paths(&code(path));
            let to = paths
                .iter()
                .filter_map(|path| leads_to(path, &module, &all));
            (module.clone(), to.collect())
        })
        .collect()
}

/// A way from a module back to itself, if there is one.
fn circle(imports: &BTreeMap<Module, BTreeSet<Module>>) -> Option<Vec<String>> {
    // What imports nothing that is left is in no circle.
    let mut left = imports.clone();
    loop {
        let before = left.len();
        let names: BTreeSet<Module> = left.keys().cloned().collect();
        left.retain(|_, to| to.iter().any(|it| names.contains(it)));
        if left.len() == before {
            break;
        }
    }
    let mut at = left.keys().next()?.clone();
    let mut way = Vec::new();
    while !way.contains(&at) {
        way.push(at.clone());
        at = left[&at].iter().find(|it| left.contains_key(*it))?.clone();
    }
    let begin = way.iter().position(|it| *it == at)?;
    Some(way[begin..].iter().map(|it| it.join("::")).collect())
}

#[test]
fn no_files_import_each_other() {
    for sources in SOURCES {
        let imports = imports(&root().join(sources));
        let edges: usize = imports.values().map(BTreeSet::len).sum();
        assert!(
            edges >= imports.len() / 2,
            "{sources}: imports are not seen"
        );
        assert_eq!(circle(&imports), None, "{sources}");
    }
}

#[test]
fn a_circle_is_found() {
    let all: BTreeSet<Module> = [vec![], vec!["a".to_owned()], vec!["b".to_owned()]].into();
    let of = |code: &str, from: &str| -> BTreeSet<Module> {
        let from = vec![from.to_owned()];
        let paths = paths(code);
        paths
            .iter()
            .filter_map(|path| leads_to(path, &from, &all))
            .collect()
    };
    for (a, b) in [
        ("use crate::b;", "use super::a::Thing;"),
        ("use super::{b::{self, X}, c};", "fn f() { crate::a::g() }"),
        (
            "pub use crate::{\n    b::X,\n};",
            "use std::fmt;\nuse crate::a;",
        ),
    ] {
        let imports = BTreeMap::from([
            (vec!["a".to_owned()], of(a, "a")),
            (vec!["b".to_owned()], of(b, "b")),
        ]);
        assert!(circle(&imports).is_some(), "{a} {b}: {imports:?}");
    }
    let apart = BTreeMap::from([
        (vec!["a".to_owned()], of("use crate::b;", "a")),
        (vec!["b".to_owned()], of("use std::fmt;", "b")),
    ]);
    assert_eq!(circle(&apart), None);
}

#[test]
fn a_room_of_the_core_knows_only_those_before_it() {
    let imports = imports(&root().join("crates/core/src"));
    let place = |module: &Module| {
        let room = module.first()?;
        let place = ROOMS.iter().position(|it| it == room);
        assert!(place.is_some(), "“{room}” wants a place among the rooms");
        place
    };
    for (from, to) in &imports {
        for to in to {
            if let (Some(before), Some(after)) = (place(to), place(from)) {
                assert!(
                    before <= after,
                    "{} knows {}",
                    from.join("::"),
                    to.join("::")
                );
            }
        }
    }
}

#[test]
fn libraries_with_a_home_stay_there() {
    for sources in SOURCES {
        for path in files(&root().join(sources)) {
            let name = path
                .strip_prefix(root())
                .expect("it lies below")
                .to_string_lossy()
                .into_owned();
            let code = code(&path);
            for (libraries, homes) in HOMES {
                let at_home = homes.iter().any(|home| name.starts_with(home));
                for library in libraries {
                    let named = code.contains(&format!("{library}::"));
                    assert!(!named || at_home, "{name} names {library}");
                }
            }
            if EXACT
                .iter()
                .any(|(package, but)| sources == *package && name != *but)
            {
                for function in INEXACT {
                    let called = ["f64::", "f32::", "."].map(|of| format!("{of}{function}("));
                    assert!(
                        !called.iter().any(|call| code.contains(call)),
                        "{name} has its own {function}: every machine must give the same"
                    );
                }
            }
        }
    }
}
