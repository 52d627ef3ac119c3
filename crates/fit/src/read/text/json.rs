//! JSON: an object a line, a list of objects or of lists, or one object with a table in it.

use super::tree::Tree;
use crate::read::grid::{Grid, MOST_COLUMNS};
use crate::read::reject::Rejections;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The longest object that is read at once; of a longer one the first list is read.
const AT_ONCE: usize = 1_000_000;
/// How deep a table may lie in an object.
const DEEPEST: usize = 4;
/// Where programs put their table.
const USUAL: [&str; 8] = [
    "results",
    "data",
    "rows",
    "runs",
    "samples",
    "records",
    "items",
    "score_data",
];

/// How entries follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// One a line.
    Lines,
    /// In brackets, or one after the other.
    List,
    /// All in one object.
    Whole,
}

/// Reads rows entry by entry.
#[derive(Clone, Debug)]
pub(crate) struct Entries {
    shape: Shape,
    at: usize,
    /// How many lines or entries have been read.
    count: usize,
    keys: Vec<String>,
    places: BTreeMap<String, usize>,
    part: Option<String>,
}

impl Entries {
    /// A reader of a text that is JSON; `None` where it isn't.
    pub(super) fn of(text: &str) -> Option<Self> {
        let begin = text.len() - text.trim_start().len();
        let line = text[begin..].split('\n').next().unwrap_or_default();
        let more = begin + line.len() < text.trim_end().len();
        let first = text.as_bytes().get(begin)?;
        let mut entries = Self {
            shape: Shape::Lines,
            at: 0,
            count: 0,
            keys: Vec::new(),
            places: BTreeMap::new(),
            part: None,
        };
        if more && Tree::read(line).is_ok() {
            return Some(entries);
        }
        entries.shape = Shape::List;
        if *first == b'[' {
            entries.at = begin + 1;
            let mut first = entries.clone();
            let element = first.next(text).unwrap_or("null");
            return Tree::read(element).is_ok().then_some(entries);
        }
        let mut whole = entries.clone();
        let value = whole.next(text)?;
        if value.len() > AT_ONCE {
            // Of so large an object only its first list of objects can be read step by step.
            entries.at = first_list(text)?;
            entries.part = Some("first list".to_owned());
        } else if Tree::read(value).is_err() {
            return None;
        } else if whole.next(text).is_none() {
            entries.shape = Shape::Whole;
        }
        Some(entries)
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn by_line(&self) -> bool {
        self.shape == Shape::Lines
    }

    pub(super) fn name(&self) -> &'static str {
        match self.shape {
            Shape::Lines => "JSON, an entry a line",
            Shape::List => "a list in JSON",
            Shape::Whole => "an object in JSON",
        }
    }

    /// The keys of all entries; none where the entries are lists.
    pub(super) fn headings(&self) -> Option<Vec<String>> {
        (!self.keys.is_empty()).then(|| self.keys.clone())
    }

    pub(super) fn note(&self) -> Option<String> {
        let part = self.part.as_ref()?;
        Some(format!("Of the JSON object the part “{part}” was read."))
    }

    /// Reads on for about so many bytes; whether all is read.
    pub(super) fn advance(
        &mut self,
        text: &str,
        grid: &mut Grid,
        rejected: &mut Rejections,
        bytes: usize,
    ) -> bool {
        let stop = self.at.saturating_add(bytes.max(1));
        while self.at < stop {
            let element = match self.shape {
                Shape::Lines => self.line(text),
                Shape::List | Shape::Whole => self.next(text),
            };
            let Some(element) = element else {
                self.at = text.len();
                return true;
            };
            self.count += 1;
            let element = element.trim();
            if element.is_empty() || element.starts_with('#') {
                continue;
            }
            match Tree::read(element) {
                Ok(tree) if self.shape == Shape::Whole => {
                    for (at, row) in self.unfold(tree, 0).iter().enumerate() {
                        self.count = at + 1;
                        self.keep(row, grid);
                    }
                }
                Ok(tree) => self.keep(&tree, grid),
                Err(wrong) => {
                    let place = wrong.column();
                    rejected.add(self.count, || {
                        format!("this isn't JSON, from its letter {place} on")
                    });
                }
            }
        }
        false
    }

    fn line<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let rest = text.get(self.at..).filter(|it| !it.is_empty())?;
        let line = rest.split('\n').next().unwrap_or_default();
        self.at += line.len() + 1;
        Some(line)
    }

    /// The next element of a list, or the next of some values one after the other.
    fn next<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let bytes = text.as_bytes();
        while bytes
            .get(self.at)
            .is_some_and(|it| it.is_ascii_whitespace() || *it == b',')
        {
            self.at += 1;
        }
        let begin = self.at;
        let (mut depth, mut within, mut escaped) = (0_usize, false, false);
        while let Some(&byte) = bytes.get(self.at) {
            let outside = !within && depth == 0;
            if outside
                && (matches!(byte, b']' | b'}') || self.at > begin && matches!(byte, b',' | b'\n'))
            {
                break;
            }
            match byte {
                _ if escaped => escaped = false,
                b'\\' if within => escaped = true,
                b'"' => within = !within,
                b'[' | b'{' if !within => depth += 1,
                b']' | b'}' if !within => {
                    depth -= 1;
                    if depth == 0 {
                        self.at += 1;
                        break;
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
        (self.at > begin).then(|| &text[begin..self.at])
    }

    fn keep(&mut self, row: &Tree, grid: &mut Grid) {
        match row {
            Tree::Leaf(cell) => grid.push(self.count, std::iter::once(cell.as_str())),
            Tree::List(items) => {
                let cells: Vec<Cow<'_, str>> = items.iter().map(Tree::cell).collect();
                grid.push(self.count, cells.iter().map(Cow::as_ref));
            }
            Tree::Object(_) => {
                let mut cells = Vec::new();
                row.flat(&mut cells);
                let mut placed: Vec<Option<Cow<'_, str>>> = vec![None; self.keys.len()];
                for (key, cell) in cells {
                    if let Some(&place) = self.places.get(&key) {
                        placed[place] = Some(cell);
                    } else if self.keys.len() < MOST_COLUMNS {
                        self.places.insert(key.clone(), self.keys.len());
                        self.keys.push(key);
                        placed.push(Some(cell));
                    } else {
                        grid.cells_cut += 1;
                    }
                }
                grid.push(
                    self.count,
                    placed.iter().map(|it| it.as_deref().unwrap_or_default()),
                );
            }
        }
    }

    /// The rows of a table within an object.
    fn unfold(&mut self, tree: Tree, deep: usize) -> Vec<Tree> {
        let entries = match tree {
            Tree::List(items) => return items,
            Tree::Object(entries) if deep < DEEPEST => entries,
            other => return vec![other],
        };
        if let Some(rows) = split(&entries).or_else(|| columns(&entries)) {
            return rows;
        }
        let is_table = |it: &Tree| match it {
            Tree::List(items) => items.iter().any(|it| matches!(it, Tree::Object(_))),
            Tree::Object(inner) => inner.iter().any(|(_, it)| !matches!(it, Tree::Leaf(_))),
            Tree::Leaf(_) => false,
        };
        let usual = |(key, it): &&(String, Tree)| {
            USUAL.contains(&key.as_str()) && !matches!(it, Tree::Leaf(_))
        };
        let known = entries.iter().find(usual);
        let known = known.or_else(|| entries.iter().find(|(_, it)| is_table(it)));
        if let Some((key, _)) = known {
            self.part = Some(key.clone());
            let key = key.clone();
            let part = entries.into_iter().find(|(it, _)| *it == key);
            return part.map_or_else(Vec::new, |(_, part)| self.unfold(part, deep + 1));
        }
        let number = |key: &str| key.trim().parse::<f64>().is_ok();
        let named = |key: String| ("name".to_owned(), Tree::Leaf(key));
        let objects = entries.iter().all(|(_, it)| matches!(it, Tree::Object(_)));
        if objects {
            let rows = entries.into_iter().map(|(key, it)| match it {
                Tree::Object(inner) => Tree::Object([vec![named(key)], inner].concat()),
                other => other,
            });
            return rows.collect();
        }
        if entries.len() > 1 && entries.iter().all(|(key, _)| number(key)) {
            let rows = entries
                .into_iter()
                .map(|(key, it)| Tree::List(vec![Tree::Leaf(key), it]));
            return rows.collect();
        }
        vec![Tree::Object(entries)]
    }
}

/// `{"columns": ["a", "b"], "data": [[1, 2], [3, 4]]}`.
fn split(entries: &[(String, Tree)]) -> Option<Vec<Tree>> {
    let list = |name: &str| match entries.iter().find(|(key, _)| key == name) {
        Some((_, Tree::List(items))) => Some(items),
        _ => None,
    };
    let (names, rows) = (list("columns")?, list("data")?);
    let rows = rows.iter().filter_map(|row| match row {
        Tree::List(cells) => {
            let names = names.iter().map(|it| it.cell().into_owned());
            Some(Tree::Object(names.zip(cells.iter().cloned()).collect()))
        }
        _ => None,
    });
    Some(rows.collect())
}

/// `{"length": [10, 20], "accuracy": [0.9, 0.8]}`, or with numbered objects for lists. What
/// isn't a list is the same in each row.
fn columns(entries: &[(String, Tree)]) -> Option<Vec<Tree>> {
    let column = |tree: &Tree| -> Option<Vec<Tree>> {
        let items: Vec<&Tree> = match tree {
            Tree::List(items) => items.iter().collect(),
            Tree::Object(inner) => {
                let mut numbered = inner.iter().enumerate();
                numbered
                    .all(|(at, (key, _))| *key == at.to_string())
                    .then(|| inner.iter().map(|(_, it)| it).collect())?
            }
            Tree::Leaf(_) => return None,
        };
        let leaves = items.iter().all(|it| matches!(it, Tree::Leaf(_)));
        (leaves && items.len() > 1).then(|| items.into_iter().cloned().collect())
    };
    let lists: Vec<Option<Vec<Tree>>> = entries.iter().map(|(_, it)| column(it)).collect();
    let mut lengths = lists.iter().flatten().map(Vec::len);
    let rows = lengths.next()?;
    let others = entries
        .iter()
        .zip(&lists)
        .all(|((_, it), list)| list.is_some() || matches!(it, Tree::Leaf(_)));
    if !others || lengths.any(|it| it != rows) || lists.iter().flatten().count() < 2 {
        return None;
    }
    let row = |at: usize| {
        let cells = entries.iter().zip(&lists);
        let cells = cells.map(|((key, it), list)| {
            let cell = list.as_ref().and_then(|list| list.get(at)).unwrap_or(it);
            (key.clone(), cell.clone())
        });
        Tree::Object(cells.collect())
    };
    Some((0..rows).map(row).collect())
}

/// Behind the bracket of the first list of objects.
fn first_list(text: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = text[from..].find('[') {
        from += at + 1;
        if text[from..].trim_start().starts_with('{') {
            return Some(from);
        }
    }
    None
}
