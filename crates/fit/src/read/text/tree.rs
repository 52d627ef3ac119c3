//! JSON as it is needed here: objects keep the order of their keys, and all that isn't a list
//! or an object is a text.

use bounceback_core::number::format::shortest;
use serde_core::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// How deep objects within an object become columns of their own.
const DEEPEST: usize = 4;
/// The longest list that is written out, as a path.
const LONGEST_LIST: usize = 5000;

/// A value of JSON.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Tree {
    /// What a cell holds; nothing for null.
    Leaf(String),
    /// Values in order.
    List(Vec<Tree>),
    /// In the order that they were written in.
    Object(Vec<(String, Tree)>),
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Leaf(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Leaf(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Leaf(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Tree, E> {
        Ok(Tree::Leaf(shortest(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::Leaf(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Leaf(String::new()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tree, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Tree::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Tree::Object(entries))
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Reader)
    }
}

impl Tree {
    /// Reads one value. NaN and Infinity, which programs write though JSON has no such thing,
    /// are texts.
    pub(super) fn read(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text).or_else(|wrong| {
            let Cow::Owned(mended) = without_nan(text) else {
                return Err(wrong);
            };
            serde_json::from_str(&mended)
        })
    }

    /// The value as one cell.
    pub(super) fn cell(&self) -> Cow<'_, str> {
        match self {
            Self::Leaf(text) => Cow::Borrowed(text),
            Self::Object(_) => Cow::Borrowed("{…}"),
            Self::List(items) => {
                let short = |it: &Self| matches!(it, Self::Leaf(text) if text.len() <= 12);
                let marks = items.len() <= LONGEST_LIST && items.iter().all(short);
                let words = || items.iter().map(Self::cell).collect::<Vec<_>>().join(", ");
                let steps = Some(words).filter(|_| marks).map(|it| it());
                let steps = steps.filter(|it| crate::read::steps::read(it).is_some());
                Cow::Owned(steps.map_or_else(
                    || format!("[{} items]", items.len()),
                    |steps| format!("[{steps}]"),
                ))
            }
        }
    }

    /// The cells of an entry, each by its key; those of objects within by both keys.
    pub(super) fn flat<'a>(&'a self, cells: &mut Vec<(String, Cow<'a, str>)>) {
        self.flatten("", 0, cells);
    }

    fn flatten<'a>(&'a self, key: &str, deep: usize, cells: &mut Vec<(String, Cow<'a, str>)>) {
        match self {
            Self::Object(entries) if deep < DEEPEST => {
                for (name, value) in entries {
                    let dot = if key.is_empty() { "" } else { "." };
                    value.flatten(&format!("{key}{dot}{name}"), deep + 1, cells);
                }
            }
            _ => cells.push((key.to_owned(), self.cell())),
        }
    }
}

/// A text with NaN and Infinity in quotes, where they stand outside of any.
fn without_nan(text: &str) -> Cow<'_, str> {
    if !text.contains("NaN") && !text.contains("Infinity") {
        return Cow::Borrowed(text);
    }
    let mut mended = String::with_capacity(text.len() + 16);
    for (part, piece) in quoted_parts(text) {
        if part {
            mended.push_str(piece);
        } else {
            let piece = piece.replace("-Infinity", "Infinity");
            mended.push_str(
                &piece
                    .replace("NaN", "\"NaN\"")
                    .replace("Infinity", "\"Infinity\""),
            );
        }
    }
    Cow::Owned(mended)
}

/// A text in parts, and whether each stands in quotes.
fn quoted_parts(text: &str) -> Vec<(bool, &str)> {
    let (mut parts, mut begin, mut within, mut escaped) = (Vec::new(), 0, false, false);
    for (at, byte) in text.bytes().enumerate() {
        if escaped {
            escaped = false;
        } else if within && byte == b'\\' {
            escaped = true;
        } else if byte == b'"' {
            let end = if within { at + 1 } else { at };
            parts.push((within, &text[begin..end]));
            begin = end;
            within = !within;
        }
    }
    parts.push((within, &text[begin..]));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_flat_and_keeps_its_order() {
        let tree = Tree::read(
            r#"{"z": 1, "a": {"b": true, "c": {"d": 0.5}}, "s": [1, 0, 1], "t": ["one", "two"],
                "n": null, "x": NaN, "y": "a NaN \" b", "i": -Infinity}"#,
        )
        .expect("it is JSON but for its numbers");
        let mut cells = Vec::new();
        tree.flat(&mut cells);
        let cells: Vec<(&str, &str)> = cells.iter().map(|(key, it)| (&key[..], &it[..])).collect();
        assert_eq!(
            cells,
            [
                ("z", "1"),
                ("a.b", "true"),
                ("a.c.d", "0.5"),
                ("s", "[1, 0, 1]"),
                ("t", "[2 items]"),
                ("n", ""),
                ("x", "NaN"),
                ("y", "a NaN \" b"),
                ("i", "Infinity"),
            ]
        );
        assert!(Tree::read("{\"a\": }").is_err());
        assert!(Tree::read(&"[".repeat(100_000)).is_err());
    }
}
