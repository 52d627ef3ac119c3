//! What has to be asked before a table is understood, and the answers that can be given.

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// What a comma in a number is.
    Comma,
    /// Which of the three kinds the table is of.
    Kind,
    /// Which column is the length.
    Length,
    /// How many trials there were at each length.
    Trials,
    /// What numbers outside of 0 to 1 are, where shares are wanted.
    Scale,
    /// Whether a result counts failures.
    Failures,
    /// How many there were at the beginning.
    Start,
    /// Whether steps are counted from 0 or from 1.
    Base,
    /// How many steps runs had.
    Steps,
    /// What 0 and 1 are beside a number of trials.
    Beside,
}

impl Ask {
    /// Its name, as commands use it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Kind => "kind",
            Self::Length => "length",
            Self::Trials => "trials",
            Self::Scale => "scale",
            Self::Failures => "failures",
            Self::Start => "start",
            Self::Base => "base",
            Self::Steps => "steps",
            Self::Beside => "beside",
        }
    }
}

/// An answer that can be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The answer in words.
    pub label: String,
    /// What number it needs beside it, if any.
    pub wants: Option<&'static str>,
}

impl Choice {
    pub(super) fn new(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            wants: None,
        }
    }

    pub(super) fn number(label: impl Into<String>, wants: &'static str) -> Self {
        Self {
            label: label.into(),
            wants: Some(wants),
        }
    }
}

/// Something that the text alone doesn't tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// What it is about: what an answer names.
    pub ask: Ask,
    /// The question, with what makes one ask.
    pub text: String,
    /// The answers.
    pub choices: Vec<Choice>,
    /// The answer that is gone by: given, or else assumed. Without one nothing is read.
    pub chosen: Option<usize>,
    /// Whether it was given.
    pub answered: bool,
    /// The number that was given with it.
    pub number: Option<f64>,
}

/// An answer given: to what, which, and its number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Given {
    pub(super) ask: Ask,
    pub(super) choice: usize,
    pub(super) number: Option<f64>,
}

/// Questions as they come up, beside the answers given before.
#[derive(Clone, Debug, Default)]
pub(super) struct Questions {
    pub(super) asked: Vec<Question>,
    given: Vec<Given>,
}

impl Questions {
    pub(super) fn beside(given: &[Given]) -> Self {
        Self {
            asked: Vec::new(),
            given: given.to_vec(),
        }
    }

    /// Asks; gives the choice to go by, and its number.
    pub(super) fn ask(
        &mut self,
        ask: Ask,
        text: String,
        choices: Vec<Choice>,
        assumed: Option<usize>,
    ) -> Option<(usize, Option<f64>)> {
        let given = self.given.iter().find(|it| it.ask == ask);
        let given = given.filter(|it| choices.get(it.choice).is_some()).copied();
        let chosen = given.map(|it| it.choice).or(assumed);
        self.asked.push(Question {
            ask,
            text,
            choices,
            chosen,
            answered: given.is_some(),
            number: given.and_then(|it| it.number),
        });
        chosen.map(|it| (it, given.and_then(|it| it.number)))
    }
}
