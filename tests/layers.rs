//! The map of the crate is true: who may import whom, and which file alone names
//! which crate.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules, from the bottom up. A module imports only from the rows above its
/// own: none of its own row, none below. A new module wants a place here.
const LAYERS: [&[&str]; 18] = [
    &["math", "probability", "criterion", "parameter", "decimal"],
    &["format", "binomial", "gamma", "sum", "complex"],
    &["schedule"],
    &["chain"],
    &["process", "technique", "transition"],
    &["table"],
    &["schema", "walk"],
    &["course"],
    &["scenario"],
    &["exact", "edit"],
    &["link", "simulate", "calibrate"],
    &["preset", "embed"],
    &["snippet", "cite"],
    &["report", "plan", "verdict"],
    &["reading", "worked"],
    &["figure"],
    &["web"],
    &["lib"],
];

/// Crates with one home: nothing outside these files may name them.
const HOMES: [(&[&str], &[&str]); 5] = [
    (&["libm"], &["math.rs"]),
    (
        &["rand", "rand_core", "rand_distr"],
        &["simulate/stream.rs"],
    ),
    (&["plotters", "plotters_backend"], &["figure/", "web/"]),
    (&["qrcodegen"], &["figure/qr.rs"]),
    (
        &[
            "web_sys",
            "js_sys",
            "wasm_bindgen",
            "plotters_canvas",
            "getrandom",
        ],
        &["web/"],
    ),
];

/// What of the standard library knows a machine: outside `web`, nobody asks it.
const MACHINE: [&str; 9] = [
    "env", "fs", "io", "net", "os", "path", "process", "thread", "time",
];

/// Functions of `f64` whose last bit may differ from platform to platform. `sqrt`,
/// `floor`, `round` and the arithmetic are exact and may be used anywhere.
const INEXACT: [&str; 28] = [
    "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "cbrt", "cos", "cosh", "exp",
    "exp2", "exp_m1", "gamma", "hypot", "ln", "ln_1p", "ln_gamma", "log", "log10", "log2", "powf",
    "powi", "sin", "sin_cos", "sinh", "tan", "tanh",
];

/// A source file, relative to `src`, and its code without comments, literals and
/// test modules.
struct Source {
    name: String,
    code: String,
}

impl Source {
    /// The file of the crate's root or the folder that a file belongs to.
    fn module(&self) -> &str {
        let first = self.name.split('/').next().unwrap_or_default();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// What stands after `root::` wherever it stands, groups opened.
    fn children(&self, root: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for (at, _) in self.code.match_indices(root) {
            let before = self.code[..at].chars().next_back();
            let rest = self.code[at + root.len()..].trim_start();
            let alone = !before.is_some_and(|c| is_word(c) || c == ':');
            if let Some(path) = rest.strip_prefix("::").filter(|_| alone) {
                found.extend(heads(path.trim_start()));
            }
        }
        found
    }

    /// The modules of the crate that are named, from the crate's root or by way of
    /// `super`.
    fn imports(&self) -> BTreeSet<String> {
        let mut imports = self.children("crate");
        // From a file at the top, `super` is the root; from a folder's `mod.rs`
        // too; from a file in a folder it takes two.
        let up = match (self.name.contains('/'), self.name.ends_with("/mod.rs")) {
            (true, false) => "super::super",
            _ => "super",
        };
        imports.extend(self.children(up));
        imports.remove("super");
        imports
    }

    fn words(&self) -> BTreeSet<&str> {
        self.code
            .split(|c| !is_word(c))
            .filter(|word| !word.is_empty())
            .collect()
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The first word of a path, or of each path of a group.
fn heads(path: &str) -> Vec<String> {
    let word = |text: &str| {
        text.trim_start()
            .chars()
            .take_while(|&c| is_word(c))
            .collect()
    };
    let Some(group) = path.strip_prefix('{') else {
        return vec![word(path)];
    };
    let mut depth = 0;
    let mut heads = vec![word(group)];
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => heads.push(word(&group[at + 1..])),
            _ => {}
        }
    }
    heads.retain(|head: &String| !head.is_empty());
    heads
}

/// Code with comments, strings and character literals blanked out.
fn without_words(text: &str) -> String {
    let text: Vec<char> = text.chars().collect();
    let at = |i: usize| text.get(i).copied().unwrap_or('\0');
    let mut code = String::new();
    let mut i = 0;
    while i < text.len() {
        let begin = i;
        match at(i) {
            '/' if at(i + 1) == '/' => {
                while i < text.len() && at(i) != '\n' {
                    i += 1;
                }
            }
            '/' if at(i + 1) == '*' => {
                let mut depth = 0;
                while i < text.len() {
                    let step = match (at(i), at(i + 1)) {
                        ('/', '*') => 1,
                        ('*', '/') => -1,
                        _ => 0,
                    };
                    depth += step;
                    i += if step == 0 { 1 } else { 2 };
                    if depth == 0 {
                        break;
                    }
                }
            }
            'r' if (at(i + 1) == '"' || at(i + 1) == '#' && matches!(at(i + 2), '"' | '#'))
                && !(i > 0 && is_word(at(i - 1)) && at(i - 1) != 'b') =>
            {
                let marks = (i + 1..text.len()).take_while(|&k| at(k) == '#').count();
                i += marks + 2;
                while i < text.len() && !(at(i) == '"' && (1..=marks).all(|k| at(i + k) == '#')) {
                    i += 1;
                }
                i += marks + 1;
            }
            '"' => {
                i += 1;
                while i < text.len() && at(i) != '"' {
                    i += if at(i) == '\\' { 2 } else { 1 };
                }
                i += 1;
            }
            '\'' if at(i + 1) == '\\' => {
                i += 3;
                while i < text.len() && at(i) != '\'' {
                    i += 1;
                }
                i += 1;
            }
            // A lifetime has no closing mark.
            '\'' if at(i + 2) == '\'' => i += 3,
            other => {
                code.push(other);
                i += 1;
                continue;
            }
        }
        code.push(' ');
        // Lines keep their places.
        let end = i.min(text.len());
        code.extend(text[begin..end].iter().filter(|&&c| c == '\n'));
    }
    code
}

/// Code without what is compiled for unit tests only.
fn without_tests(code: &str) -> String {
    let mut kept = String::new();
    let mut rest = code;
    while let Some((before, after)) = rest.split_once("#[cfg(test)]") {
        kept.push_str(before);
        let mut depth = 0;
        let end = after.char_indices().find(|&(_, c)| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            depth == 0 && matches!(c, '}' | ';')
        });
        rest = end.map_or("", |(at, _)| &after[at + 1..]);
    }
    kept + rest
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn collect(folder: &Path, texts: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, texts);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path
                .strip_prefix(root())
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            texts.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

/// Every source file as it stands.
fn texts() -> Vec<(String, String)> {
    let mut texts = Vec::new();
    collect(&root(), &mut texts);
    assert!(texts.len() > 20, "the sources are not where they were");
    texts
}

fn sources() -> impl Iterator<Item = Source> {
    texts().into_iter().map(|(name, text)| Source {
        name,
        code: without_tests(&without_words(&text)),
    })
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|row| row.contains(&module))
}

#[test]
fn every_module_has_its_place_and_imports_only_from_below() {
    let mut imports = 0;
    for source in sources() {
        let module = source.module();
        let Some(own) = layer(module) else {
            panic!("{module} has no place in the layers")
        };
        if own == LAYERS.len() - 1 {
            continue;
        }
        for other in source.imports() {
            // A macro or an item of the root is no module.
            let Some(theirs) = layer(&other) else {
                panic!("{}: what is {other}?", source.name)
            };
            assert!(
                other == module || theirs < own,
                "{} imports {other}",
                source.name
            );
            imports += 1;
        }
    }
    assert!(imports > 50, "only {imports} imports were seen");
}

#[test]
fn every_place_in_the_layers_is_taken() {
    let modules: BTreeSet<String> = sources().map(|source| source.module().to_owned()).collect();
    for module in LAYERS.iter().copied().flatten() {
        assert!(modules.contains(*module), "{module} is gone");
    }
}

#[test]
fn a_crate_with_a_home_is_named_nowhere_else() {
    for (crates, homes) in HOMES {
        let mut at_home = false;
        for source in sources() {
            let home = homes.iter().any(|home| source.name.starts_with(home));
            let named = source.words().iter().any(|word| crates.contains(word));
            assert!(home || !named, "{} names one of {crates:?}", source.name);
            at_home |= home && named;
        }
        assert!(at_home, "{crates:?} are named nowhere");
    }
}

#[test]
fn below_the_web_nobody_asks_the_machine() {
    for source in sources().filter(|source| source.module() != "web") {
        for library in ["std", "core", "alloc"] {
            for child in source.children(library) {
                assert!(
                    !MACHINE.contains(&&*child),
                    "{} names {library}::{child}",
                    source.name
                );
                assert_ne!(child, "*", "{} imports all of {library}", source.name);
            }
        }
        // Clocks, and collections whose order is drawn at random.
        for word in source.words() {
            let forbidden = [
                "Instant",
                "SystemTime",
                "Duration",
                "HashMap",
                "HashSet",
                "RandomState",
            ];
            assert!(!forbidden.contains(&word), "{} names {word}", source.name);
        }
    }
}

/// `math` is the one file whose elementary functions have the same bits everywhere.
#[test]
fn outside_math_no_function_is_called_whose_last_bit_depends_on_the_platform() {
    for source in sources().filter(|source| source.name != "math.rs") {
        for function in INEXACT {
            for call in [format!(".{function}("), format!("f64::{function}")] {
                let found = source.code.match_indices(&call).any(|(at, _)| {
                    // f64::exp, but not f64::exposed.
                    !source.code[at + call.len()..].starts_with(is_word) || call.ends_with('(')
                });
                assert!(!found, "{} calls {call}", source.name);
            }
        }
    }
}

#[test]
fn no_source_names_a_place_on_a_machine() {
    for (name, text) in texts() {
        for place in [
            "/home/",
            "/root/",
            "/Users/",
            "/tmp/",
            "/var/",
            "/etc/",
            "/usr/",
            "/opt/",
            "C:\\",
            "localhost",
        ] {
            assert!(!text.contains(place), "{name} names {place}");
        }
    }
}

#[test]
fn no_source_is_unsafe_prints_or_leaves_work_undone() {
    for source in sources() {
        for word in [
            "todo",
            "unimplemented",
            "dbg",
            "unsafe",
            "println",
            "eprintln",
        ] {
            assert!(!source.words().contains(word), "{} has {word}", source.name);
        }
    }
}

#[test]
fn the_reader_of_sources_sees_code_and_only_code() {
    let text = r##"
        //! crate::web in a comment
        use crate::{math::{self, ln}, figure}; /* crate::web /* nested */ */
        fn f<'a>(x: &'a str) -> char { let _ = ("crate::web \" {", r#"crate::web"#, '"', '\'', '{'); crate::exact::f(); '}' }
        #[cfg(test)]
        mod tests { use crate::web; fn g() { } }
        fn h() { super :: link::read(mycrate::web); }
    "##;
    let source = Source {
        name: "x.rs".to_owned(),
        code: without_tests(&without_words(text)),
    };
    let imports: Vec<String> = source.imports().into_iter().collect();
    assert_eq!(imports, ["exact", "figure", "link", "math"]);
    assert!(source.code.contains("fn h()") && !source.code.contains("nested"));
    let inner = Source {
        name: "web/x.rs".to_owned(),
        code: "use super::dom; super::super::a::b();".to_owned(),
    };
    assert_eq!(inner.imports().into_iter().collect::<Vec<_>>(), ["a"]);
}
