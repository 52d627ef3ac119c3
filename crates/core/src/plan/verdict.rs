//! One fair sentence on what the two questions say of a scenario, and on (1 − E)ⁿ.
//!
//! LeCun asks a question and gives an answer, and each may be right without the other:
//! the question where nothing comes back, the answer where errors strike as often at every
//! token. What is said is true for every scenario: `tests/native/verdict.rs` goes through them.

use crate::exact::Exact;
use crate::model::chain::Errors;
use crate::model::criterion::Criterion;
use crate::model::parameter::Key;
use crate::model::scenario::Scenario;
use crate::number::format::{count, percent};
use crate::number::math::power_of_complement;
use crate::plan::counters::never;

/// Two shares nearer than this are one to the eye: half a text in a hundred.
pub const APART: f64 = 0.005;

/// By how much of itself a share may differ from (1 − E)ⁿ and still be it.
pub const OFF: f64 = 0.02;

/// What the sentence is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Facts {
    /// The share that has never erred at the end.
    pub flawless: f64,
    /// The share that is acceptable there.
    pub acceptable: f64,
    /// The share that is lost for good.
    pub lost: f64,
    /// What the share that is acceptable tends to.
    pub limit: f64,
    /// (1 − E)ⁿ over the tokens that remain.
    pub law: f64,
}

impl Facts {
    /// Reads them off a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        let exact = Exact::new(scenario);
        let end = exact.occupancy(scenario.length());
        let error = scenario.number(Key::Error);
        Self {
            flawless: end.flawless,
            acceptable: end.acceptable(),
            lost: end.lost,
            limit: exact.limit(Criterion::Acceptable),
            law: power_of_complement(error, scenario.remaining() as f64),
        }
    }

    /// Whether the two questions have one answer.
    pub fn is_one_answer(&self) -> bool {
        self.acceptable - self.flawless < APART
    }

    /// Whether those that have never erred are as many as (1 − E)ⁿ says.
    pub fn is_his(&self) -> bool {
        (self.flawless - self.law).abs() <= OFF * self.flawless.max(self.law)
    }
}

/// Whether, once the text is long, every token errs and every error is made good by the next:
/// what is acceptable goes up and down for ever, and its limit is an average that it never
/// comes near.
pub fn swings(scenario: &Scenario) -> bool {
    let course = scenario.course();
    let Some(last) = course.stages().last() else {
        return false;
    };
    let errs = match &last.errors {
        Errors::Constant(error) => *error,
        Errors::Scheduled(schedule) => schedule.final_hazard(),
        // Each error adds to the next, until all is error.
        Errors::Contagious { first, more } if *first > 0.0 && *more > 0.0 => 1.0,
        Errors::Contagious { first, .. } => *first,
        // A difficulty below 1 settles.
        Errors::Mixed { .. } => 0.0,
    };
    let is_sure = errs >= 1.0 && last.share.after >= 1.0;
    is_sure
        && last.recovery >= 1.0
        && last.fatal == 0.0
        && last.query.is_none()
        && last.check.is_none()
}

/// The sentence, and a second one where drafts are written without end.
pub fn sentence(scenario: &Scenario) -> String {
    let mut sentence = both_questions(scenario);
    if Exact::new(scenario).never_accepts() {
        sentence.push_str(" Some drafts are never accepted here: such a one stands as it was first written, and the tokens paid never end.");
    }
    sentence
}

fn both_questions(scenario: &Scenario) -> String {
    let facts = Facts::of(scenario);
    let [flawless, acceptable, limit] =
        [facts.flawless, facts.acceptable, facts.limit].map(percent);
    let length = count(scenario.length(), scenario.unit().0);
    if facts.flawless.is_nan() || facts.acceptable.is_nan() {
        return "What is true here would take too much work to compute: only simulation tells."
            .to_owned();
    }
    if facts.flawless >= 1.0 {
        return "Here no text has an error in it: there is nothing to argue about.".to_owned();
    }
    if facts.is_one_answer() {
        let right = "fewer than one text in 200 has erred and come back, so that the two questions have one answer";
        if facts.is_his() {
            return format!("Here LeCun is right: {right}, and it is his, (1 − E)ⁿ.");
        }
        let law = percent(facts.law);
        let error = scenario.display(Key::Error);
        return format!(
            "Here LeCun asks the right question: {right}. But it is not (1 − E)ⁿ: after {length} {flawless} have {}, where that, with E at {error}, says {law}.",
            never(scenario)
        );
    }
    let now = format!(
        "After {length} {flawless} have {}, and yet {acceptable} are fine",
        never(scenario)
    );
    if facts.lost > 0.0 && facts.limit == 0.0 {
        let lost = percent(facts.lost);
        return format!(
            "{now}. But {lost} are lost for good by then, and in the end the curve falls to zero: there, on a slower clock, LeCun is right."
        );
    }
    if swings(scenario) {
        return format!(
            "{now}. But nothing settles: from token to token it goes up and down for ever."
        );
    }
    if facts.limit.is_nan() {
        return format!("{now}.");
    }
    let ahead = facts.limit - facts.acceptable;
    if facts.limit < 0.5 && ahead.abs() < APART {
        return format!("{now}: generation bounces back, but to little, and tends to {limit}.");
    }
    if ahead <= -APART {
        return format!("{now}. That does not last: the longer the text, the nearer to {limit}.");
    }
    if ahead >= APART {
        return format!("{now}, and there will be more: they tend to {limit}.");
    }
    // Where something is done at set points, the curve goes up and down for ever.
    let settles = scenario.techniques().all(|it| it.name == "direct");
    if settles {
        format!("{now}: however long it grows, it settles at {limit}.")
    } else {
        format!("{now}; they tend to {limit}.")
    }
}
