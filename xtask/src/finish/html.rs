//! Just enough HTML to fill in our own page: opening tags, their attributes, and
//! edits at them. Comments and the text of scripts and styles are not looked into.

use std::ops::Range;

/// A page being edited.
pub(super) struct Document(String);

/// An opening tag.
pub(super) struct Tag<'a> {
    /// Its name, in lower case as our page has it.
    pub(super) name: &'a str,
    /// Where it stands, from `<` to behind `>`.
    pub(super) at: Range<usize>,
    text: &'a str,
}

impl Document {
    /// A page from its source.
    pub(super) const fn new(source: String) -> Self {
        Self(source)
    }

    /// The page as it stands.
    pub(super) fn text(&self) -> &str {
        &self.0
    }

    /// The opening tags, in their order.
    pub(super) fn tags(&self) -> impl Iterator<Item = Tag<'_>> {
        let html = self.0.as_str();
        let mut from = 0;
        std::iter::from_fn(move || {
            let tag = next_tag(html, from)?;
            from = tag.at.end;
            if matches!(tag.name, "script" | "style") {
                from += html[from..].find("</").unwrap_or(html.len() - from);
            }
            Some(tag)
        })
    }

    /// What stands between a tag and its closing tag, for elements that hold text only.
    pub(super) fn content(&self, tag: &Tag) -> Range<usize> {
        let close = format!("</{}>", tag.name);
        let length = self.0[tag.at.end..].find(&close).unwrap_or(0);
        tag.at.end..tag.at.end + length
    }

    /// Puts new text in the place of old, at several places at once.
    pub(super) fn edit(&mut self, mut edits: Vec<(Range<usize>, String)>) {
        edits.sort_by_key(|(at, _)| at.start);
        for (at, text) in edits.into_iter().rev() {
            self.0.replace_range(at, &text);
        }
    }

    /// Removes the void elements of a name for which `found` holds.
    pub(super) fn remove(&mut self, name: &str, found: impl Fn(&Tag) -> bool) {
        let edits = self
            .tags()
            .filter(|tag| tag.name == name && found(tag))
            .map(|tag| (tag.at.clone(), String::new()))
            .collect();
        self.edit(edits);
    }

    /// Puts markup right behind the first tag for which `found` holds; whether there was one.
    pub(super) fn insert_after(&mut self, found: impl Fn(&Tag) -> bool, markup: &str) -> bool {
        let Some(at) = self.tags().find(|tag| found(tag)).map(|tag| tag.at.end) else {
            return false;
        };
        self.0.insert_str(at, markup);
        true
    }
}

impl<'a> Tag<'a> {
    /// The value of an attribute, empty where it is only named.
    pub(super) fn attribute(&self, name: &str) -> Option<&'a str> {
        attributes(self.text).find_map(|(key, value)| (key == name).then_some(value))
    }
}

/// The next opening tag at or behind a place.
fn next_tag(html: &str, mut from: usize) -> Option<Tag<'_>> {
    loop {
        let start = from + html[from..].find('<')?;
        let rest = &html[start..];
        if rest.starts_with("<!--") {
            from = start + rest.find("-->")?;
            continue;
        }
        if !rest[1..].starts_with(|first: char| first.is_ascii_alphabetic()) {
            from = start + 1;
            continue;
        }
        let length = end_of_tag(rest)?;
        let text = &rest[..length];
        let name = text[1..]
            .split(|c: char| c.is_whitespace() || c == '>' || c == '/')
            .next()?;
        return Some(Tag {
            name,
            at: start..start + length,
            text,
        });
    }
}

/// The length of a tag; a `>` in quotes does not end it.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(at + 1),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

/// The attributes of a tag, without their quotes.
fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let body = tag.trim_end_matches(['>', '/']);
    let mut rest = body.split_once(char::is_whitespace).map_or("", |(_, r)| r);
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        if rest.is_empty() {
            return None;
        }
        let end = rest
            .find(|c: char| c.is_whitespace() || c == '=')
            .unwrap_or(rest.len());
        let name;
        (name, rest) = rest.split_at(end);
        let Some(value) = rest.strip_prefix('=') else {
            return Some((name, ""));
        };
        let quoted = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, behind) = match quoted {
            Some(quote) => value[1..].split_once(quote)?,
            None => value.split_once(char::is_whitespace).unwrap_or((value, "")),
        };
        rest = behind;
        Some((name, value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str =
        r#"<!-- <p id="no"> --><p class=a id="x > y"><b></b><script>"<i>"</script><br/>"#;

    #[test]
    fn tags_are_found_outside_comments_and_scripts() {
        let page = Document::new(PAGE.to_owned());
        let names: Vec<&str> = page.tags().map(|tag| tag.name).collect();
        assert_eq!(names, ["p", "b", "script", "br"]);
    }

    #[test]
    fn attributes_are_read_in_every_spelling() {
        let page = Document::new(PAGE.to_owned());
        let p = page.tags().next().unwrap();
        assert_eq!(p.attribute("class"), Some("a"));
        assert_eq!(p.attribute("id"), Some("x > y"));
        assert_eq!(p.attribute("lang"), None);
        let hidden = Document::new("<p hidden data-x='1'>".to_owned());
        let p = hidden.tags().next().unwrap();
        assert_eq!(
            (p.attribute("hidden"), p.attribute("data-x")),
            (Some(""), Some("1"))
        );
    }

    #[test]
    fn edits_do_not_disturb_each_other() {
        let mut page = Document::new("<a></a><b></b>".to_owned());
        page.edit(vec![(10..10, "second".to_owned()), (3..3, "1".to_owned())]);
        assert_eq!(page.text(), "<a>1</a><b>second</b>");
        page.remove("b", |_| true);
        assert_eq!(page.text(), "<a>1</a>second</b>");
    }
}
