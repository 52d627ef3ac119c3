//! Recipes in plain sentences.

use super::detail::Worst;
use super::grid::Kind;
use super::recipe::Recipe;
use crate::model::course::own_values;
use crate::model::parameter::{Key, Values};
use crate::model::scenario::{Scenario, parameter};
use crate::model::schema::Phase;
use crate::model::technique::TECHNIQUES;
use crate::number::format::{clean, count, many, percent, significant, tokens, whole};
use crate::number::math::pow;
use crate::share::link;
use core::fmt::Write as _;

/// A number of tokens in the plan's own unit: "606 steps", "1 call".
pub fn counted(count: f64, scenario: &Scenario) -> String {
    many(&number(count), scenario.unit().0)
}

fn number(count: f64) -> String {
    if count.is_infinite() {
        "endless".to_owned()
    } else if (100.0..1e7).contains(&count) {
        whole(count.round() as u64)
    } else {
        tokens(count)
    }
}

/// What is done at present, in the midst of a sentence: its title, and what phases set for
/// themselves that the title does not say.
pub fn done(scenario: &Scenario) -> String {
    const TITLED: [Key; 7] = [
        Key::Interval,
        Key::Tries,
        Key::Votes,
        Key::Lead,
        Key::Step,
        Key::Catch,
        Key::Sensitivity,
    ];
    let title = title(Kind::Nothing, scenario, 1);
    let mut letters = title.chars();
    let first = letters.next().map(char::to_lowercase);
    let mut said: String = first.into_iter().flatten().chain(letters).collect();
    for phase in &scenario.schema().phases {
        let own = phase.own.iter().filter(|(key, _)| !TITLED.contains(key));
        let own = own.map(|&(key, value)| {
            let row = parameter(key);
            format!("{} {}", row.label, row.display(value))
        });
        let own: Vec<String> = own.collect();
        if !own.is_empty() {
            // Writing to a String cannot fail.
            let _ = write!(said, "; in “{}” {}", clean(&phase.name, 40), own.join(", "));
        }
    }
    said
}

/// The length of the whole text: "300 steps", "1 step".
pub fn length(scenario: &Scenario) -> String {
    count(scenario.length(), scenario.unit().0)
}

/// The money that some tokens cost, where a price is told.
fn money(count: f64, scenario: &Scenario) -> String {
    let price = scenario.number(Key::Price);
    if price > 0.0 && count.is_finite() {
        format!(", {} at your price", significant(count * price, 3))
    } else {
        String::new()
    }
}

/// A small number as a word.
fn word(number: u64) -> String {
    const WORDS: [&str; 10] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    ];
    let short = WORDS.get(number as usize);
    short.map_or_else(|| whole(number), |word| (*word).to_owned())
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// What a recipe does, in a few words built from its values.
pub fn title(kind: Kind, scenario: &Scenario, checkers: u64) -> String {
    if kind == Kind::AsItIs {
        return "As it is".to_owned();
    }
    let phases = scenario.phases();
    let texts = phases.iter().filter(|phase| !thinks(phase)).count();
    let mut behind = scenario.done();
    let parts = phases.iter().map(|phase| {
        let deed = deed(scenario, phase, checkers);
        let left = scenario.tokens_of(phase).saturating_sub(behind);
        behind = behind.saturating_sub(scenario.tokens_of(phase));
        if thinks(phase) || texts < 2 {
            deed
        } else {
            format!("{deed}, for {}", counted(left as f64, scenario))
        }
    });
    let mut parts: Vec<String> = parts.collect();
    if phases.len() == 2 && thinks(&phases[0]) && TECHNIQUES[phases[1].technique].name == "direct" {
        parts.truncate(1);
    }
    capital(&parts.join("; then "))
}

fn thinks(phase: &Phase) -> bool {
    TECHNIQUES[phase.technique].name == "think"
}

/// What is done in a phase.
fn deed(scenario: &Scenario, phase: &Phase, checkers: u64) -> String {
    let tokens = scenario.tokens_of(phase);
    let values = own_values(scenario.values(), phase);
    let (one, many) = scenario.unit();
    let every = |interval: u64| {
        if interval == 0 || interval >= tokens && tokens > 1 {
            "at the end".to_owned()
        } else if interval == 1 {
            format!("at every {one}")
        } else {
            format!("every {} {many}", whole(interval))
        }
    };
    let get = |key: Key| values.get(key) as u64;
    match TECHNIQUES[phase.technique].name {
        "verify" => checked(&values, &every(get(Key::Interval)), checkers.max(1)),
        "vote" if get(Key::Lead) > 0 => format!(
            "ask until one answer is {} ahead, {}",
            word(get(Key::Lead)),
            every(get(Key::Step))
        ),
        "vote" => format!(
            "{} samples {}, the majority wins",
            word(get(Key::Votes)),
            every(get(Key::Step))
        ),
        "think" => format!("think for {} first", counted(tokens as f64, scenario)),
        "query" => format!(
            "a query {}, which catches {}",
            if get(Key::Interval) >= tokens {
                "at the beginning".to_owned()
            } else {
                every(get(Key::Interval))
            },
            percent(values.get(Key::Catch))
        ),
        "backtrack" => format!(
            "go back when a slip is noticed, {} at every {one}",
            percent(values.get(Key::Catch))
        ),
        _ => "just write".to_owned(),
    }
}

fn checked(values: &Values, place: &str, checkers: u64) -> String {
    let all = 1.0 - values.get(Key::Sensitivity);
    let each = percent(1.0 - pow(all, 1.0 / checkers as f64));
    let words = if checkers == 1 {
        format!("one checker {place}, finds {each}")
    } else {
        format!(
            "{} checkers in a row {place}, each finds {each}",
            word(checkers)
        )
    };
    let tries = values.get(Key::Tries) as u64;
    if tries > 0 {
        format!("{words}, {} tries at most", word(tries))
    } else {
        words
    }
}

impl Recipe {
    /// What it does: "Ask until one answer is two ahead, at every step".
    pub fn title(&self) -> String {
        title(self.kind, &self.scenario, self.checkers)
    }

    /// What comes of it, and for what: "99.2% for 606 steps".
    pub fn outcome(&self) -> String {
        format!(
            "{} for {}{}",
            percent(self.success),
            counted(self.cost, &self.scenario),
            money(self.cost, &self.scenario)
        )
    }

    /// What most completions pay at most; empty as long as that is not known.
    pub fn worst(&self) -> String {
        let say = |tokens: f64, how: &str| {
            format!(
                "95% of completions pay {} or less{how}{}.",
                counted(tokens, &self.scenario),
                money(tokens, &self.scenario)
            )
        };
        match self.details.as_ref().map(|it| it.worst) {
            None => String::new(),
            Some(Worst::Exactly(tokens)) => say(tokens, ""),
            Some(Worst::AtMost(tokens)) => say(tokens, ", by a bound"),
            Some(Worst::Simulated {
                tokens,
                between: (low, high),
                runs,
            }) => {
                let [low, high, runs] = [low, high, runs as u64].map(whole);
                say(
                    tokens as f64,
                    &format!(" ({low} to {high}: {runs} simulated)"),
                )
            }
            Some(Worst::Unknown) => "What 95% of completions pay is not known.".to_owned(),
        }
    }

    /// What it takes for granted of the means at hand: "A checker finds 80%, rejects 5% of
    /// what is sound, and costs 1 step." Empty where it needs none.
    pub fn granted(&self) -> String {
        let number = |key: Key| self.scenario.number(key);
        let each = |key: Key| {
            let all = 1.0 - number(key);
            percent(1.0 - pow(all, 1.0 / self.checkers.max(1) as f64))
        };
        let cost = |shares: u64| {
            let cost = number(Key::Cost) / shares.max(1) as f64;
            counted(cost, &self.scenario)
        };
        let mut names: Vec<&str> = self.scenario.techniques().map(|it| it.name).collect();
        let mut known = Vec::new();
        names.retain(|name| !known.contains(name) && (known.push(*name), true).1);
        let sentences = names.into_iter().filter_map(|name| {
            let sentence = match name {
                "verify" => format!(
                    "A checker finds {} of the errors, rejects {} of what is sound, and costs {}.",
                    each(Key::Sensitivity),
                    each(Key::FalseReject),
                    cost(self.checkers)
                ),
                "vote" => format!(
                    "Samples share a cause of error {} of the time.",
                    percent(number(Key::CommonCause))
                ),
                "think" => format!(
                    "Thinking leaves {} of the hazard.",
                    percent(number(Key::ThinkFloor))
                ),
                "query" => format!(
                    "A query catches {} of what has gone wrong, and costs {}.",
                    percent(number(Key::Catch)),
                    cost(1)
                ),
                "backtrack" => format!(
                    "What has gone wrong is noticed {} of the time, and going back costs {}.",
                    percent(number(Key::Catch)),
                    cost(1)
                ),
                _ => return None,
            };
            Some(sentence)
        });
        sentences.collect::<Vec<_>>().join(" ")
    }

    /// What is left where its weakest assumption fails: "If 3 in 10 errors have a common
    /// cause: 63%." Empty where it has none, or as long as that is not known.
    pub fn risk(&self) -> String {
        let risk = self.details.as_ref().and_then(|it| it.risk.as_ref());
        risk.map_or_else(String::new, |risk| {
            format!("{}: {}.", capital(&risk.words), percent(risk.success))
        })
    }

    /// What is left where the rate of error is not what was told; empty as long as that is
    /// not known, and where errors can't be more or less frequent.
    pub fn twice(&self) -> String {
        let said = self.details.as_ref().map(|it| {
            let cases = [("twice", it.twice), ("half", it.half)].into_iter();
            let told = cases.filter_map(|(how, success)| {
                Some(format!("{how} as frequent: {}", percent(success?)))
            });
            told.collect::<Vec<_>>().join("; ")
        });
        let said = said.filter(|it| !it.is_empty());
        said.map_or_else(String::new, |it| format!("Errors {it}."))
    }

    /// Whether it takes nothing but what was told of: the checker, or more like it.
    pub fn is_at_hand(&self) -> bool {
        let mut techniques = self.scenario.techniques();
        techniques.all(|it| matches!(it.name, "direct" | "verify"))
    }

    /// What it takes: "With what you told of: your checker." or "If you also had more samples."
    pub fn takes(&self) -> String {
        let mut takes: Vec<&str> = Vec::new();
        for technique in self.scenario.techniques() {
            let means = match technique.name {
                "vote" => "more samples",
                "think" => "room to think",
                "query" | "backtrack" => "a second look",
                _ => continue,
            };
            if !takes.contains(&means) {
                takes.push(means);
            }
        }
        match (takes.is_empty(), self.checkers) {
            (false, _) => format!("If you also had {}.", takes.join(" and ")),
            (true, 0) => "With nothing more.".to_owned(),
            (true, 1) => "With what you told of: your checker.".to_owned(),
            (true, _) => "With what you told of: more checkers like yours.".to_owned(),
        }
    }

    /// All of it as plain text, with the link to where it is tried, behind the address of the
    /// page; `asked` is what it was searched for.
    pub fn copy(&self, address: &str, asked: &Scenario) -> String {
        let lines = [
            self.title() + ".",
            self.outcome() + ".",
            self.worst(),
            self.granted(),
            self.risk(),
            self.twice(),
            format!("{address}#{}", link::write(&self.onto(asked))),
        ];
        let told = lines.into_iter().filter(|line| !line.is_empty());
        told.collect::<Vec<_>>().join("\n") + "\n"
    }
}
