//! Data that lie ready: published tables, each with its story and its trap, and a template for
//! each kind. All are read like a stranger's; numbers are computed from the files.

use super::read::{Ask, Reading};
use bounceback_core::number::format::{many, percent, significant, whole};
use bounceback_core::number::math::{expm1, ln, log1p};
use bounceback_core::number::read::parse_number;
use bounceback_core::plan::worked::{HORIZONS, constant_ratio, ratios};

const FIRST_MISTAKES: &str = include_str!("../data/bigbench_first_mistakes.csv");
const OUTCOMES: &str = include_str!("../data/bigbench_outcomes.csv");
const VOTING: &str = include_str!("../data/maker_voting.csv");
const PROBE: &str = include_str!("../data/probe_survivors.csv");
const METHODS: &str = include_str!("../data/prompting_methods.csv");

/// A table that lies ready.
#[derive(Clone, Copy, Debug)]
pub struct Builtin {
    /// Its name in links and commands.
    pub name: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// The table, with its source.
    pub text: &'static str,
    story: fn() -> String,
    trap: fn() -> String,
    answers: &'static [(Ask, usize)],
    compared: Option<fn() -> Vec<Compared>>,
}

/// Two numbers side by side, for tables that aren't success by length.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// What they are about.
    pub name: String,
    /// What the table says.
    pub value: f64,
    /// What a formula says: where it would lie if nothing but that were at work.
    pub expected: f64,
    /// The standard error of the value, where the table tells it.
    pub error: Option<f64>,
}

/// All tables, and the templates behind them.
pub const BUILTINS: [Builtin; 8] = [
    Builtin {
        name: "first_mistakes",
        label: "first mistakes of PaLM 2",
        text: FIRST_MISTAKES,
        story: first_mistakes,
        trap: chosen_by_outcome,
        answers: &[],
        compared: None,
    },
    Builtin {
        name: "probe",
        label: "a simulated probe of survival",
        text: PROBE,
        story: probe,
        trap: || {
            "Survival can't show recovery, and the second column starts one token late: without an \
             origin its hazard seems to rise, and a wrong process wins."
                .to_owned()
        },
        // The table's own title says as many.
        answers: &[(Ask::Start, 2)],
        compared: None,
    },
    Builtin {
        name: "horizons",
        label: "METR’s time horizons",
        text: HORIZONS,
        story: horizons,
        trap: || {
            "Both lengths of a model come from one fitted logistic curve, so their ratio is a \
             property of that form and no measurement; mixed difficulty gives the same ratios \
             without any recovery."
                .to_owned()
        },
        answers: &[],
        compared: Some(ratios_compared),
    },
    Builtin {
        name: "voting",
        label: "MAKER’s votes",
        text: VOTING,
        story: voting,
        trap: || {
            "The step error is measured, the k is computed from it: that they agree tests the \
             arithmetic, not the model, which takes errors of votes to be independent."
                .to_owned()
        },
        answers: &[],
        compared: Some(leads),
    },
    Builtin {
        name: "methods",
        label: "ARQ’s table",
        text: METHODS,
        story: methods,
        trap: || {
            "Scenarios may have been run more than once, and the table doesn't say how often; \
             nothing in it depends on length, so no process can be fitted."
                .to_owned()
        },
        answers: &[],
        compared: Some(differences),
    },
    Builtin {
        name: "template_cohorts",
        label: "template: cohorts",
        text: "# Trials of several lengths: one row for each length (and model).\n\
               model,length,successes,trials\n\
               A,10,49,50\nA,20,46,50\nA,40,47,50\nA,80,38,50\n\
               B,10,48,50\nB,20,44,50\nB,40,36,50\nB,80,27,50\n",
        story: || {
            "Each row is one length of one model, with how many trials of it succeeded. Rows know nothing of each other. Replace the numbers by yours.".to_owned()
        },
        trap: || {
            "Repeats of one task are no independent trials: name the task in a column.".to_owned()
        },
        answers: &[],
        compared: None,
    },
    Builtin {
        name: "template_survivors",
        label: "template: survivors",
        text: "# One group of runs: how many reach each step without a mistake, and how many err there.\n\
               step,at_risk,failed\n\
               1,200,9\n2,191,14\n3,170,8\n4,148,10\n5,110,6\n",
        story: || {
            "Each row is one step of one group, with how many reached it without a mistake and how many erred there. Those in neither number ended before. Replace the numbers by yours.".to_owned()
        },
        trap: || "Only first mistakes are counted, so recovery can't show in them.".to_owned(),
        answers: &[],
        compared: None,
    },
    Builtin {
        name: "template_paths",
        label: "template: paths",
        text: "# One run a row, its steps in order: 1 right, 0 wrong; and whether its end was right.\n\
               task,path,outcome\n\
               a,11101111,right\na,11111111,right\nb,11100000,wrong\nb,1100111,right\nc,111110,wrong\n",
        story: || {
            "Each row is one run, with a label for each of its steps. A step is right if the text that stands is right, not if the step added nothing wrong. Replace the runs by yours.".to_owned()
        },
        trap: || "A slip of the labeller looks like an error and a recovery.".to_owned(),
        answers: &[],
        compared: None,
    },
];

impl Builtin {
    /// The table of a name.
    pub fn of(name: &str) -> Option<&'static Self> {
        BUILTINS.iter().find(|it| it.name == name)
    }

    /// What it is, in three sentences.
    pub fn story(&self) -> String {
        (self.story)()
    }

    /// What it doesn't show, though it seems to.
    pub fn trap(&self) -> String {
        (self.trap)()
    }

    /// The table, read; what it leaves open but its source tells is answered.
    pub fn reading(&self) -> Reading {
        let mut reading = Reading::of(self.text);
        for &(ask, choice) in self.answers {
            reading.answer(ask, choice, None);
            reading.finish();
        }
        reading
    }

    /// What can be compared where the table isn't success by length; else nothing.
    pub fn compared(&self) -> Vec<Compared> {
        self.compared.map_or_else(Vec::new, |compare| compare())
    }
}

/// The cells of some columns, row by row.
fn rows<const N: usize>(text: &str, names: [&str; N]) -> Vec<[String; N]> {
    let reading = Reading::of(text);
    let place = |name: &str| reading.columns().iter().position(|it| it.heading == name);
    let places = names.map(place);
    let rows = reading.head(reading.len());
    let cell = |row: &[&str], place: Option<usize>| {
        place
            .and_then(|it| row.get(it))
            .copied()
            .unwrap_or_default()
            .to_owned()
    };
    rows.iter()
        .map(|(_, row)| places.map(|place| cell(row, place)))
        .collect()
}

/// Each model of METR's, and the length of 80% as a share of that of 50%.
fn ratios_compared() -> Vec<Compared> {
    ratios()
        .map(|(model, ratio)| Compared {
            name: model.to_owned(),
            value: ratio,
            expected: constant_ratio(),
            error: None,
        })
        .collect()
}

fn horizons() -> String {
    let ratios = ratios_compared();
    let below = ratios.iter().filter(|it| it.value < it.expected).count();
    format!(
        "METR timed people at tasks and asked at which length models succeed on half of them, and at \
         which on 80%. Were the hazard of an error constant, the second would be {} of the first. Of \
         {} models {below} lie below that: by their fitted curves they fail early more often than a constant hazard would have them.",
        significant(constant_ratio(), 4),
        ratios.len()
    )
}

/// Steps of the towers of 20 disks, and the chance at which all of them are to be right.
const STEPS: f64 = 1_048_575.0;
const TARGET: f64 = 0.95;

/// MAKER's published lead, and the least that its formula gives: of subtasks of one step,
/// ⌈ln(t^(−1/s) − 1) / ln((1 − p)/p)⌉.
fn leads() -> Vec<Compared> {
    let rows = rows(VOTING, ["model", "err_1_minus_p", "kmin_t0.95"]);
    let lead = |[name, error, published]: [String; 3]| {
        let error = parse_number(&error)?;
        let needed = ln(expm1(-ln(TARGET) / STEPS)) / (ln(error) - log1p(-error));
        Some(Compared {
            name,
            value: parse_number(&published)?,
            expected: needed.ceil(),
            error: None,
        })
    };
    rows.into_iter().filter_map(lead).collect()
}

fn voting() -> String {
    let leads = leads();
    let same = leads.iter().filter(|it| it.value == it.expected).count();
    format!(
        "MAKER solved {} steps without an error by letting samples vote on each until one answer led \
         by k. The table gives the error of one sample for some models, and the k that makes all steps \
         right with {}. Computed anew from the printed errors, {same} of {} agree.",
        whole(STEPS as u64),
        percent(TARGET),
        leads.len()
    )
}

/// Each method less the one before it, with the standard error of the difference.
fn differences() -> Vec<Compared> {
    let rows = rows(METHODS, ["method", "success_percent", "scenarios"]);
    let shares: Vec<(String, f64, f64)> = rows
        .into_iter()
        .filter_map(|[name, share, trials]| {
            Some((name, parse_number(&share)? / 100.0, parse_number(&trials)?))
        })
        .collect();
    let variance = |share: f64, trials: f64| share * (1.0 - share) / trials;
    let pairs = shares.windows(2);
    let differences = pairs.map(|it| Compared {
        name: format!("{} over {}", it[1].0, it[0].0).replace('_', " "),
        value: it[1].1 - it[0].1,
        expected: 0.0,
        error: Some((variance(it[0].1, it[0].2) + variance(it[1].1, it[1].2)).sqrt()),
    });
    differences.collect()
}

fn methods() -> String {
    let rows = rows(METHODS, ["method", "success_percent", "scenarios"]);
    let last = rows.last().cloned().unwrap_or_default();
    let differences = differences();
    let (gap, error) = differences
        .last()
        .map_or((0.0, 1.0), |it| (it.value, it.error.unwrap_or(1.0)));
    format!(
        "Three ways to prompt were tried on {} scenarios of customer service. Attentive reasoning \
         queries did best, with {}%. Their lead over chain of thought is {}, which is {}.",
        last[2],
        last[1],
        percent(gap),
        many(&significant(gap / error, 1), "standard error")
    )
}

fn probe() -> String {
    let rows = rows(PROBE, ["tokens", "independent", "recoverable"]);
    let number = |text: &str| parse_number(text).unwrap_or(0.0) as u64;
    let started = rows
        .iter()
        .flat_map(|it| it[1..].iter().map(|it| number(it)))
        .max();
    let last = rows.last().cloned().unwrap_or_default();
    format!(
        "A probe simulated {} sequences of two kinds, one whose errors last and one that recovers. It \
         counted those that had not yet erred. After {} tokens {} of the first kind are left, and {} of \
         the second.",
        whole(started.unwrap_or(0)),
        last[0],
        whole(number(&last[1])),
        whole(number(&last[2]))
    )
}

fn first_mistakes() -> String {
    let rows = rows(FIRST_MISTAKES, ["step", "at_risk", "first_mistakes"]);
    let sum = |first: bool, column: usize| {
        let rows = rows.iter().filter(|it| !first || it[0] == "1");
        rows.filter_map(|it| parse_number(&it[column])).sum::<f64>() as u64
    };
    format!(
        "Of {} chains of thought by PaLM 2 the step of the first mistake was labelled by people. {} \
         made one; the others ended without. At step 1 there were {} mistakes in all five tasks.",
        whole(sum(true, 1)),
        whole(sum(false, 2)),
        sum(true, 2)
    )
}

fn chosen_by_outcome() -> String {
    let rows = rows(OUTCOMES, ["task", "right", "with_mistake", "traces"]);
    let right = rows.iter().filter(|it| it[1] == "true");
    let traces = |mistake: bool| {
        let rows = right.clone().filter(|it| !mistake || it[2] == "true");
        rows.filter_map(|it| parse_number(&it[3])).sum::<f64>() as u64
    };
    format!(
        "Step 1 restates the question and is never wrong: without an origin a hazard that rises wins \
         by far. Traces were chosen by outcome, so their shares are not those of the model. And of {} \
         right answers of four tasks {} hold a mistake: a first mistake is not the end.",
        traces(false),
        traces(true)
    )
}

#[cfg(test)]
mod tests;
