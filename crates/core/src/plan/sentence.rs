//! Sentences that compare: each stands only where it is true.
//!
//! A sentence that says above, worst, only or never is bound to what it speaks of, and is
//! the empty string wherever that does not hold, or isn't known. `tests/native/sentences.rs` goes
//! through scenarios, and finds for each sentence where it stands and where it doesn't.

use crate::exact::Exact;
use crate::exact::calibrate::Calibration;
use crate::model::criterion::Criterion;
use crate::model::parameter::Key;
use crate::model::process::PROCESSES;
use crate::model::scenario::Scenario;
use crate::number::format::{count, percent, significant};
use crate::plan::verdict::{APART, swings};

/// A sentence that follows from the scenario alone.
type Sentence = (&'static str, fn(&Scenario) -> Option<String>);

const SENTENCES: &[Sentence] = &[
    ("map.ratio", ratio),
    ("map.asks", asks),
    ("limit.some", some_stay),
    ("limit.none", none_stay),
    ("limit.slower", slower),
];

/// A sentence about all processes side by side.
type Comparison = (&'static str, fn(&Side) -> Option<String>);

const COMPARISONS: &[Comparison] = &[
    ("hazards.sorted", sorted),
    ("hazards.worst", worst),
    ("hazards.best", best),
    ("hazards.same", same),
];

/// The sentence of a name, the empty one where it is not true; `None` where there is no
/// such name.
pub fn text(name: &str, scenario: &Scenario) -> Option<String> {
    if let Some((_, says)) = SENTENCES.iter().find(|(known, _)| *known == name) {
        return Some(says(scenario).unwrap_or_default());
    }
    let mut compared = Compared::of(name, scenario)?;
    while compared.look() {}
    Some(compared.sentence())
}

/// Every name that [`text`] knows.
pub fn names() -> impl Iterator<Item = &'static str> {
    let alone = SENTENCES.iter().map(|(name, _)| *name);
    alone.chain(COMPARISONS.iter().map(|(name, _)| *name))
}

/// How all processes end, side by side: each scaled to the mean error of the scenario, and
/// all with the recovery that those have which are compared.
#[derive(Clone, Debug)]
pub struct Side {
    scenario: Scenario,
    /// The end of LeCun's line, as soon as it is known: a constant hazard, and no recovery.
    pub line: Option<f64>,
    /// The end of each process of the table, the first of them so far; `None` where one
    /// can't err as often, or where it isn't known.
    pub ends: Vec<Option<f64>>,
    next: Option<Calibration>,
}

impl Side {
    /// Begins to compare.
    pub fn of(scenario: &Scenario) -> Self {
        Self {
            scenario: scenario.clone(),
            line: None,
            ends: Vec::new(),
            next: None,
        }
    }

    /// Looks at one thing more; whether there was any.
    pub fn look(&mut self) -> bool {
        let (index, scenario) = (self.ends.len(), &self.scenario);
        if index == PROCESSES.len() {
            return false;
        }
        let next = (self.next)
            .get_or_insert_with(|| Calibration::of(scenario, index, scenario.number(Key::Error)));
        if next.look() {
            return true;
        }
        let scaled = next.scaled();
        let recovery = scenario.number(Key::SameRecovery);
        let success = |exact: Exact| {
            let success = exact.success(scenario.criterion(), scenario.length());
            Some(success).filter(|it| !it.is_nan())
        };
        if let Some(constant) = scaled.as_ref().filter(|_| index == 0) {
            self.line = success(Exact::new(constant));
        }
        let end = scaled.and_then(|it| success(Exact::of(it.course().recovering(recovery))));
        self.ends.push(end);
        self.next = None;
        true
    }

    /// What is known, from the worst end to the best.
    fn sorted(&self) -> Vec<(&'static str, f64)> {
        let labels = PROCESSES.iter().map(|process| process.label);
        let ends = labels.zip(&self.ends);
        let mut known: Vec<(&str, f64)> = ends
            .filter_map(|(label, end)| Some((label, (*end)?)))
            .collect();
        known.sort_by(|a, b| a.1.total_cmp(&b.1));
        known
    }

    /// What is asked of them, as it goes on from “are”.
    fn asked(&self) -> String {
        match self.scenario.criterion() {
            Criterion::Flawless => "flawless".to_owned(),
            Criterion::Acceptable => "fine".to_owned(),
            Criterion::Tolerant(_) => "within the tolerance".to_owned(),
        }
    }

    fn length(&self) -> String {
        let length = count(self.scenario.length(), self.scenario.unit().0);
        // Processes stand side by side from their first token on.
        if self.scenario.done() > 0 {
            format!("{length} from the beginning")
        } else {
            length
        }
    }
}

/// A sentence about all processes on its way, look by look.
#[derive(Clone, Debug)]
pub struct Compared {
    side: Side,
    says: fn(&Side) -> Option<String>,
}

impl Compared {
    /// Begins with the sentence of a name; `None` where it is none of these.
    pub fn of(name: &str, scenario: &Scenario) -> Option<Self> {
        let (_, says) = COMPARISONS.iter().find(|(known, _)| *known == name)?;
        Some(Self {
            side: Side::of(scenario),
            says: *says,
        })
    }

    /// Looks at one thing more; whether there was any.
    pub fn look(&mut self) -> bool {
        self.side.look()
    }

    /// The sentence; the empty one where it is not true.
    pub fn sentence(&self) -> String {
        (self.says)(&self.side).unwrap_or_default()
    }
}

/// Whether a share is more than another by what an eye can see.
fn is_above(more: f64, less: f64) -> bool {
    more - less >= APART
}

/// Something ends above LeCun's line, and nothing has recovered.
fn sorted(side: &Side) -> Option<String> {
    let ends = side.sorted();
    let (&(label, most), line) = (ends.last()?, side.line?);
    let recovers = side.scenario.number(Key::SameRecovery) > 0.0;
    (!recovers && is_above(most, line)).then(|| {
        format!(
            "Nothing has recovered, and yet the curve of {label} ends above LeCun’s line: after {} {} are {}, where it says {}.",
            side.length(),
            percent(most),
            side.asked(),
            percent(line)
        )
    })
}

/// One ends below all others.
fn worst(side: &Side) -> Option<String> {
    let ends = side.sorted();
    let [(label, least), (_, next), ..] = ends[..] else {
        return None;
    };
    is_above(next, least).then(|| {
        format!(
            "With as many errors, the worst off are texts with {label}: after {} {} are {}, of all others {} or more.",
            side.length(),
            percent(least),
            side.asked(),
            percent(next)
        )
    })
}

/// One ends above all others.
fn best(side: &Side) -> Option<String> {
    let ends = side.sorted();
    let [.., (_, next), (label, most)] = ends[..] else {
        return None;
    };
    is_above(most, next).then(|| {
        format!(
            "With as many errors, the best off are texts with {label}: after {} {} are {}, of all others {} or fewer.",
            side.length(),
            percent(most),
            side.asked(),
            percent(next)
        )
    })
}

/// It makes no difference how errors come.
fn same(side: &Side) -> Option<String> {
    let ends = side.sorted();
    let (&(_, least), &(_, most)) = (ends.first()?, ends.last()?);
    (ends.len() > 1 && !is_above(most, least)).then(|| {
        format!(
            "Here it makes no difference how errors come: after {} all end within half a text in a hundred of each other.",
            side.length()
        )
    })
}

/// The scenario with another error and recovery, if both are legal.
fn with_rates(scenario: &Scenario, error: f64, recovery: f64) -> Option<Scenario> {
    let mut other = scenario.clone();
    let both = [(Key::Error, error), (Key::Recovery, recovery)];
    let legal = both.map(|(key, value)| other.set(key, value).is_ok());
    (legal == [true; 2]).then_some(other)
}

/// Whether it is the plain process of errors that can be made good, and asked whether a text
/// is fine now.
fn is_plainly_recoverable(scenario: &Scenario) -> bool {
    scenario.is_plain()
        && scenario.uses(Key::Recovery)
        && scenario.uses(Key::Error)
        && scenario.uses(Key::Fatal)
        && scenario.criterion() == Criterion::Acceptable
}

/// Only ρ/E matters.
fn ratio(scenario: &Scenario) -> Option<String> {
    let (error, recovery) = (scenario.number(Key::Error), scenario.number(Key::Recovery));
    if !is_plainly_recoverable(scenario) || error == 0.0 || recovery == 0.0 {
        return None;
    }
    let success = |times: f64| {
        let other = with_rates(scenario, error * times, recovery * times)?;
        Some(Exact::new(&other).success(Criterion::Acceptable, other.length()))
    };
    let [half, here, twice] = [success(0.5)?, success(1.0)?, success(2.0)?];
    let most = half.max(here).max(twice);
    let is_level = !is_above(most, half.min(here).min(twice));
    is_level.then(|| {
        format!(
            "Around here only the ratio ρ/E matters: half as many errors and recoveries, or twice as many, and still {} in 100 are fine. On the map the line through the dot runs straight there.",
            significant(here * 100.0, 3)
        )
    })
}

/// How many recoveries an error the target asks for in long texts.
fn asks(scenario: &Scenario) -> Option<String> {
    let (error, target) = (scenario.number(Key::Error), scenario.number(Key::Target));
    let times = target / (1.0 - target);
    let is_legal = error > 0.0 && target > 0.0 && target < 1.0 && times * error <= 1.0;
    let is_final = scenario.number(Key::Fatal) > 0.0;
    (is_plainly_recoverable(scenario) && is_legal && !is_final).then(|| {
        format!(
            "In the long run {} asks for {} recoveries an error.",
            percent(target),
            significant(times, 3)
        )
    })
}

/// Something stays, however long the text.
fn some_stay(scenario: &Scenario) -> Option<String> {
    let limit = Exact::new(scenario).limit(scenario.criterion());
    // What jumps to and fro for ever has no limit but an average.
    let swings = swings(scenario);
    let at_least = if scenario
        .course()
        .stages()
        .last()
        .is_some_and(|it| it.query.is_some() || it.check.is_some())
    {
        "at least "
    } else {
        ""
    };
    (limit >= APART && !swings).then(|| {
        format!(
            "However long the text, it never comes to nothing: in the long run {at_least}{} succeed.",
            percent(limit)
        )
    })
}

/// Nothing does.
fn none_stay(scenario: &Scenario) -> Option<String> {
    let limit = Exact::new(scenario).limit(scenario.criterion());
    (limit == 0.0).then(|| {
        "If the text only is long enough, none succeeds: success falls to zero.".to_owned()
    })
}

/// Recovery slows the exponential down, and does not beat it.
fn slower(scenario: &Scenario) -> Option<String> {
    let exact = Exact::new(scenario);
    let is_final = scenario.number(Key::Fatal) > 0.0;
    if !is_plainly_recoverable(scenario) || !is_final || exact.limit(Criterion::Acceptable) > 0.0 {
        return None;
    }
    let end = exact.occupancy(scenario.length());
    is_above(end.acceptable(), end.flawless).then(|| {
        format!(
            "Some errors are final here. So recovery does not beat the exponential, it slows its clock: {} instead of {} now, and zero in the end.",
            percent(end.acceptable()),
            percent(end.flawless)
        )
    })
}
