//! A figure that is taken away: under a title that says what it shows, with a legend where
//! it needs one, and at its foot what it was computed from and where it can be moved.

use super::sheet::{Anchor, Drawing, Place, Sheet};
use super::strips::{self, NAMES};
use bounceback_core::model::chain::State;
use bounceback_core::model::criterion::Criterion;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::process::PROCESSES;
use bounceback_core::model::scenario::{PARAMETERS, Scenario};
use bounceback_core::model::technique::TECHNIQUES;
use bounceback_core::number::format::count;

/// The room around the words, and below the title, in CSS pixels.
const EDGE: f64 = 16.0;

/// The height of a line, and the width of a letter and of one that stands out.
const LINE: f64 = 18.0;
const LETTER: f64 = 7.0;
const BOLD_LETTER: f64 = 7.8;

/// A swatch of the legend, and the room beside it.
const SWATCH: (f64, f64) = (28.0, 12.0);
const ASIDE: f64 = 8.0;

/// Drawings, each below the one before, with words around them.
pub struct Poster<'a> {
    parts: Vec<(&'a dyn Drawing, Place)>,
    title: String,
    /// Whether areas of states are among them.
    has_states: bool,
    /// What it was computed from, and where it can be moved.
    foot: [String; 2],
}

impl<'a> Poster<'a> {
    /// Drawings of a scenario, each with its size, the last of which says what they show;
    /// `link` leads to them.
    pub fn new(
        parts: Vec<(&'a dyn Drawing, Place)>,
        has_states: bool,
        scenario: &Scenario,
        link: &str,
    ) -> Self {
        Self {
            title: parts.last().map_or_else(String::new, |(it, _)| it.title()),
            has_states,
            foot: [terms(scenario), format!("Bounceback: {link}")],
            parts,
        }
    }

    /// Its size in CSS pixels.
    pub fn size(&self) -> (f64, f64) {
        let width = self.width();
        let parts: f64 = self.parts.iter().map(|(_, size)| size.1).sum();
        let lines = self.head().len() + self.legend().len() + self.feet().len();
        (width, parts + 4.0 * EDGE + LINE * lines as f64)
    }

    fn width(&self) -> f64 {
        self.parts
            .iter()
            .map(|(_, size)| size.0)
            .fold(0.0, f64::max)
    }

    fn head(&self) -> Vec<String> {
        wrapped(&self.title, self.letters(BOLD_LETTER))
    }

    fn feet(&self) -> Vec<String> {
        let lines = self.foot.iter();
        lines
            .flat_map(|line| wrapped(line, self.letters(LETTER)))
            .collect()
    }

    fn letters(&self, letter: f64) -> usize {
        ((self.width() - 2.0 * EDGE) / letter) as usize
    }

    /// The states, line by line, with how far from the left edge each begins.
    fn legend(&self) -> Vec<Vec<(f64, State, &'static str)>> {
        let mut lines: Vec<Vec<(f64, State, &str)>> = Vec::new();
        if !self.has_states {
            return lines;
        }
        let mut x = f64::INFINITY;
        for (state, name) in State::ALL.into_iter().zip(NAMES) {
            let width = SWATCH.0 + 2.0 * ASIDE + name.chars().count() as f64 * LETTER;
            if x + width > self.width() - EDGE {
                x = EDGE;
                lines.push(Vec::new());
            }
            if let Some(line) = lines.last_mut() {
                line.push((x, state, name));
            }
            x += width + ASIDE;
        }
        lines
    }
}

impl Drawing for Poster<'_> {
    fn title(&self) -> String {
        self.title.clone()
    }

    fn draw(&self, sheet: &mut Sheet) {
        let theme = sheet.theme();
        sheet.clear();
        let mut y = EDGE + LINE / 2.0;
        for line in self.head() {
            sheet.bold(&line, (EDGE, y), Anchor::Start, theme.ink);
            y += LINE;
        }
        for line in self.legend() {
            for (x, state, name) in line {
                let (top, foot) = (y - SWATCH.1 / 2.0, y + SWATCH.1 / 2.0);
                let right = x + SWATCH.0;
                if self.parts.len() > 1 {
                    // As strips have it.
                    let top = foot - SWATCH.1 * strips::height(state);
                    sheet.cell(state, (x, top), (right, foot));
                } else {
                    sheet.area(
                        state,
                        vec![(x, top), (right, top), (right, foot), (x, foot)],
                    );
                }
                sheet.text(name, (right + ASIDE, y), Anchor::Start, theme.faint);
            }
            y += LINE;
        }
        y += EDGE - LINE / 2.0;
        for (part, size) in &self.parts {
            let mut inner = Sheet::new(*size, theme);
            part.draw(&mut inner);
            sheet.lay(&inner, (0.0, y));
            y += size.1;
        }
        y += EDGE + LINE / 2.0;
        for line in self.feet() {
            sheet.text(&line, (EDGE, y), Anchor::Start, theme.faint);
            y += LINE;
        }
    }
}

/// What a scenario is, in words: its process, and every parameter that means something.
pub fn terms(scenario: &Scenario) -> String {
    let mut terms = vec![scenario.process().label.to_owned()];
    let belongs = |key| {
        PROCESSES.iter().any(|it| it.parameters.contains(&key))
            || TECHNIQUES.iter().any(|it| it.parameters.contains(&key))
    };
    let techniques = scenario.techniques().map(|it| it.label);
    let mut techniques: Vec<&str> = techniques.collect();
    techniques.dedup();
    if techniques != [TECHNIQUES[0].label] {
        terms.push(techniques.join(", "));
    }
    for parameter in &PARAMETERS {
        let key = parameter.key;
        let is_told = match key {
            Key::Tokens => scenario.applies(key),
            Key::Done => scenario.done() > 0,
            Key::Runs => true,
            Key::Seed => scenario.whole(Key::Runs) > 0,
            Key::SameRecovery => scenario.number(key) > 0.0,
            Key::Schema => !scenario.schema().phases.is_empty(),
            _ => belongs(key) && scenario.uses(key),
        };
        if is_told {
            terms.push(format!("{} {}", parameter.label, scenario.display(key)));
        }
    }
    terms.push(match scenario.criterion() {
        Criterion::Flawless => "asked: never erred".to_owned(),
        Criterion::Acceptable => "asked: fine now".to_owned(),
        Criterion::Tolerant(most) => format!("asked: at most {}", count(most, "error")),
    });
    terms.join(" · ")
}

/// A text in lines of so many letters at most, broken between words where that can be.
fn wrapped(text: &str, letters: usize) -> Vec<String> {
    let letters = letters.max(1);
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        let mut rest = word;
        loop {
            let long = rest.chars().count();
            if let Some(line) = lines.last_mut()
                && line.chars().count() + 1 + long <= letters
            {
                line.push(' ');
                line.push_str(rest);
                break;
            }
            // A word that is longer than a line, such as a link, goes on in the next one.
            let end = rest
                .char_indices()
                .nth(letters)
                .map_or(rest.len(), |it| it.0);
            let (now, later) = rest.split_at(end);
            lines.push(now.to_owned());
            if later.is_empty() {
                break;
            }
            rest = later;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::sheet::Mark;
    use crate::figure::theme::{DARK, LIGHT};
    use crate::figure::{Plot, plot};
    use bounceback_core::share::link;

    #[test]
    fn text_is_broken_between_words_and_nothing_of_it_is_lost() {
        let text = "a link of https://example.org/#v=1&error=0.5&recovery=0.25 and so on";
        for letters in 1..90 {
            let lines = wrapped(text, letters);
            assert!(lines.iter().all(|line| line.chars().count() <= letters));
            let bare = |text: &str| text.replace(' ', "");
            assert_eq!(bare(&lines.concat()), bare(text));
        }
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
    }

    fn words(sheet: &Sheet) -> Vec<(String, Place)> {
        let texts = sheet.marks().iter().filter_map(|mark| match mark {
            Mark::Text { words, at, .. } => Some((words.clone(), *at)),
            _ => None,
        });
        texts.collect()
    }

    #[test]
    fn a_poster_says_what_it_shows_of_what_and_where_it_comes_from() {
        let text = "technique=verify&fatal=5%&tokens=300&criterion=tolerant&tolerance=2";
        let scenario = link::read(text).scenario;
        let address = format!("https://example.org/#{}", link::write(&scenario));
        for name in bounceback_core::model::table::FIGURES {
            let Some(mut figure) = plot(name, &scenario) else {
                continue;
            };
            while figure.compute(usize::MAX) {}
            let figure: &dyn Plot = &*figure;
            for (size, theme) in [((900.0, 400.0), LIGHT), ((358.0, 300.0), DARK)] {
                let has_states = *name == "timeline";
                let parts: Vec<(&dyn Drawing, Place)> = vec![(figure, size)];
                let poster = Poster::new(parts, has_states, &scenario, &address);
                let whole = poster.size();
                let mut sheet = Sheet::new(whole, theme);
                poster.draw(&mut sheet);
                let said = words(&sheet);
                let all: String = said
                    .iter()
                    .map(|(words, _)| words.replace(' ', ""))
                    .collect();
                for part in [figure.title(), terms(&scenario), address.clone()] {
                    assert!(all.contains(&part.replace(' ', "")), "{name}: {part}");
                }
                let legend = said.iter().filter(|(it, _)| NAMES.contains(&it.as_str()));
                let wanted = if has_states { NAMES.len() } else { 0 };
                assert!(legend.count() >= wanted, "{name}");
                let lowest = said.iter().map(|(_, at)| at.1).fold(0.0, f64::max);
                assert!(
                    lowest + LINE / 2.0 <= whole.1,
                    "{name}: {lowest} of {whole:?}"
                );
                // The figure itself is what it is without the words.
                let mut alone = Sheet::new(size, theme);
                figure.draw(&mut alone);
                assert!(sheet.marks().len() > alone.marks().len());
            }
        }
    }

    #[test]
    fn terms_name_what_means_something_and_nothing_else() {
        let of = |text: &str| terms(&link::read(text).scenario);
        assert_eq!(
            of(""),
            "recoverable errors · error 1% · recovery 5% · fatal share 0% · tokens 200 \
             · runs 2,000 · seed 42 · asked: fine now"
        );
        let other = of("process=independent&recovery=0.5&runs=0&technique=verify");
        assert!(!other.contains("0.5") && !other.contains("seed"), "{other}");
        assert!(other.contains("sensitivity 90%"), "{other}");
    }
}
