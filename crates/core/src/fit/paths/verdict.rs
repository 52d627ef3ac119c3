//! What step-labelled runs say in plain words, and what they can't.

use super::answers::{Clustering, Recovery, clustering, fatal, recovery};
use super::bootstrap::FEW;
use super::chains::Chains;
use super::estimate::{Estimate, Known};
use super::late::Late;
use super::model::Model;
use super::need::{Need, Question};
use super::tally::Start;
use crate::number::format::{count, percent, significant, whole};
use crate::number::math::{ln, log1p};

/// All that is said.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Does it come back?
    pub recovery: Recovery,
    /// Do errors beget errors?
    pub clustering: Clustering,
    /// Is a fatal share needed, at 5%? `None` where that can't be told.
    pub fatal: Option<bool>,
    /// What the data show, sentence by sentence.
    pub findings: Vec<String>,
    /// What they can't show, and what was assumed.
    pub limits: Vec<String>,
    /// What would tell more.
    pub more: Vec<String>,
    /// How it was done, for a paper.
    pub methods: String,
}

impl Verdict {
    /// What the chains say, as far as they are computed; `None` before all models are fitted.
    pub fn of(chains: &Chains) -> Option<Self> {
        chains.fit_of(*Model::ALL.last()?)?;
        let recovery = recovery(chains);
        let clustering = clustering(chains);
        let fatal = fatal(chains);
        let mut findings = vec![comes_back(chains, recovery)];
        findings.extend(how_fast(chains));
        findings.push(beget(chains, clustering));
        findings.extend(fatal_share(chains, fatal));
        findings.extend(trends(chains));
        findings.extend(late_or_early(chains.late()));
        findings.extend(misfit(chains));
        Some(Self {
            recovery,
            clustering,
            fatal,
            findings,
            limits: limits(chains, recovery),
            more: more(chains, recovery),
            methods: methods(chains),
        })
    }
}

/// A value with its interval, or its bound.
fn told(estimate: Estimate, level: f64) -> String {
    let [value, low, high] = [estimate.value, estimate.low, estimate.high].map(percent);
    let level = percent(level);
    match estimate.known {
        Known::Estimated => format!("{value} ({low} to {high}, {level})"),
        Known::AtMost => format!("at most {high} ({level})"),
        Known::AtLeast => format!("at least {low} ({level})"),
        Known::Nothing => "not known from these data".to_owned(),
    }
}

/// A chance as people write it.
fn chance(p: f64) -> String {
    if p < 1e-6 {
        "p < 0.000001".to_owned()
    } else {
        format!("p = {}", significant(p, 2))
    }
}

/// A number of runs or steps, which weights may have made broken.
fn number(value: f64) -> String {
    if value == value.round() && value < 1e15 {
        whole(value as u64)
    } else {
        significant(value, 4)
    }
}

fn comes_back(chains: &Chains, recovery: Recovery) -> String {
    let counts = chains.counts();
    let returned = format!(
        "Of {} steps after a wrong one, {} were right again",
        number(counts.from_wrong()),
        number(counts.returned)
    );
    match recovery {
        Recovery::NeverWrong => {
            "No step follows a wrong one: whether anything comes back can't be told.".to_owned()
        }
        Recovery::NothingBack { chances, at_most } => format!(
            "Nothing came back: after {} wrong steps none was right. Recovery is at most {} a step; LeCun’s reading, none, fits.",
            number(chances),
            percent(at_most)
        ),
        Recovery::Returns => format!(
            "{returned}: if the labels are right, it comes back, and LeCun’s reading (never right again after an error) can’t give such runs."
        ),
        Recovery::OnlyIfLabelsAreRight { falls_at } => {
            let slips = falls_at.map_or("a labeller who slips".to_owned(), |m| {
                format!("a labeller who slips at {} of the steps", percent(m))
            });
            format!(
                "{returned}. If the labels are right, it comes back; but without any recovery {slips} would give such labels as well."
            )
        }
        Recovery::Recovers => {
            let how = match chains.options().slip {
                Some(0.0) => "labels being taken as right".to_owned(),
                Some(m) => format!("even with slips at {} of the steps", percent(m)),
                None => "and no rate of slips explains that without recovery".to_owned(),
            };
            format!("It comes back: {}, {how}.", returned.replacen('O', "o", 1))
        }
    }
}

fn how_fast(chains: &Chains) -> Option<String> {
    let fit = chains.fit_of(Model::Chain)?;
    let level = chains.options().level;
    let [error, recovery] = [fit.estimate("E")?, fit.estimate("ρ")?];
    let mut sentence = format!(
        "A right step is followed by a wrong one with E = {}, a wrong one by a right one with ρ = {}.",
        told(error, level),
        told(recovery, level)
    );
    if recovery.known == Known::Estimated {
        let steps = significant(1.0 / recovery.value, 2);
        sentence.push_str(&format!(
            " Wrong stretches last {steps} steps on average, if the chain is right."
        ));
    }
    Some(sentence)
}

fn beget(chains: &Chains, clustering: Clustering) -> String {
    let order = chains.order();
    let seen = format!(
        "wrong steps stand in {} stretches, where {} are expected if within a run it does not matter what came before",
        number(order.stretches),
        significant(order.expected, 3)
    );
    match clustering {
        Clustering::CantTell => "No run has several wrong steps among right ones: whether errors beget errors can’t be told.".to_owned(),
        Clustering::No => format!(
            "Independent steps explain the order of right and wrong: {seen} ({}).",
            chance(order.fewer)
        ),
        Clustering::Difficulty => format!(
            "Some runs are harder than others, and that is enough: {seen} ({}).",
            chance(order.fewer)
        ),
        Clustering::Beget => format!(
            "Errors beget errors within a run: {seen} ({}), whatever the difficulty of runs.",
            chance(order.fewer)
        ),
        Clustering::Both => format!(
            "Errors beget errors within a run: {seen} ({}). Besides, some runs err more often than others.",
            chance(order.fewer)
        ),
        Clustering::Apart => format!(
            "Within a run errors keep apart: {seen} ({}).",
            chance(order.more)
        ),
    }
}

fn fatal_share(chains: &Chains, fatal: Option<bool>) -> Option<String> {
    let needed = fatal?;
    let ratio = chains.fatal()?;
    let share = chains.fit_of(Model::Fatal)?.estimate("φ")?;
    let level = chains.options().level;
    Some(if needed {
        format!(
            "A share of errors from which nothing comes back is needed: {} ({}).",
            told(share, level),
            chance(ratio.chance)
        )
    } else {
        format!(
            "A share of errors from which nothing comes back is not needed ({}); up to {} would fit.",
            chance(ratio.chance),
            percent(share.high)
        )
    })
}

fn trends(chains: &Chains) -> Vec<String> {
    let mut said = Vec::new();
    let [errors, repair] = [chains.errors(), chains.repair()];
    if repair.chance < 0.05 {
        let p = chance(repair.chance);
        said.push(if repair.trend < 0.0 {
            format!("Repair gets rarer the longer a stretch lasts ({p}): a fatal share, or runs that recover at different rates.")
        } else {
            format!("Repair gets likelier the longer a stretch lasts ({p}), which no constant recovery gives.")
        });
    }
    if errors.chance < 0.05 {
        let p = chance(errors.chance);
        said.push(if errors.trend < 0.0 {
            format!("Errors get rarer along a run ({p}): its steps get easier, or hard runs are wrong already.")
        } else {
            format!("Errors get more frequent along a run ({p}), as LeCun would fear; mixed difficulty does not do that.")
        });
    }
    said
}

fn late_or_early(late: &Late) -> Option<String> {
    if late.runs == 0 {
        return None;
    }
    let of = format!(
        "Of {} with an error whose end was judged, {} ended right",
        count(late.runs as u64, "run"),
        whole(late.right as u64)
    );
    if late.right == 0 {
        return Some(format!(
            "{of}: to the outcome an error is an error, wherever it stands, as LeCun says."
        ));
    }
    if late.right == late.runs {
        return Some(format!("{of}: no error was final, wherever it stood."));
    }
    let earlier = percent(late.earlier);
    let pairs = format!("in {earlier} of pairs the one that ended right had erred earlier");
    Some(if late.late_hurts < 0.05 {
        format!(
            "{of}; {pairs} ({}): late errors hurt more, as where there is time to come back.",
            chance(late.late_hurts)
        )
    } else if late.early_hurts < 0.05 {
        format!(
            "{of}; {pairs} ({}): early errors hurt more, which neither a chain nor LeCun’s curve says.",
            chance(late.early_hurts)
        )
    } else {
        format!(
            "{of}; {pairs} ({}): that position is nothing, as LeCun’s curve has it, is not refuted, nor shown.",
            chance(late.late_hurts)
        )
    })
}

fn misfit(chains: &Chains) -> Option<String> {
    let possible = chains.fits().iter().filter(|it| it.possible());
    let best = possible.min_by(|a, b| a.aic.total_cmp(&b.aic))?;
    let good = chains.goodness();
    let good = good.iter().find(|it| it.model == best.model)?;
    let what: Vec<&str> = [
        (good.acceptable, "how many are acceptable"),
        (good.flawless, "how many never erred"),
        (good.stretches, "how long wrong stretches last"),
    ]
    .iter()
    // Three looks at one fit.
    .filter(|it| it.0 < 0.05 / 3.0)
    .map(|it| it.1)
    .collect();
    (!what.is_empty()).then(|| {
        format!(
            "Even the best of the models ({}) does not give such runs: it misses {}.",
            best.model.label(),
            what.join(" and ")
        )
    })
}

fn limits(chains: &Chains, recovery: Recovery) -> Vec<String> {
    let mut said = vec![
        "A label must say whether the text so far is right. Where it says whether a step is right in itself, a right step after a wrong one is no recovery.".to_owned(),
    ];
    if recovery != Recovery::NeverWrong && chains.options().slip != Some(0.0) {
        said.push("A labeller’s slip looks like an error and a recovery; automatic judges slip, and differ. Where steps are independent, E, ρ and slips can’t be told apart from the labels at all.".to_owned());
    }
    let by_cluster = chains.by_cluster();
    if by_cluster.as_ref().is_some_and(|by| by.clusters < FEW) {
        said.push("So few clusters say little of what others would give: intervals by drawing them are too narrow as well.".to_owned());
    }
    said.push(match &by_cluster {
        Some(by) if by.named => format!(
            "Runs of one cluster are not independent: beside {} by drawing clusters, the other intervals are too narrow.",
            count(by.clusters as u64, "cluster")
        ),
        _ => "Runs of one task are not independent; no cluster is named, and intervals take every run as one of its own.".to_owned(),
    });
    said.push(
        "Runs chosen by their outcome show other errors and recoveries than all runs.".to_owned(),
    );
    if chains.options().start == Start::Free {
        said.push("Errors at the first step may be older than the run.".to_owned());
    }
    if chains.weighted() {
        said.push(
            "Weights count as so many runs; unless they do, intervals and tests say too much."
                .to_owned(),
        );
    }
    let (read, unfit, beyond) = chains.read();
    if unfit + beyond > 0 {
        said.push(format!(
            "{} read; {} left out as empty or without a weight, {} as too many.",
            count(read as u64, "run"),
            whole(unfit as u64),
            whole(beyond as u64)
        ));
    }
    if chains.slip_part() < 1.0 && read > 0 {
        said.push(format!(
            "Slips were computed on {} of the steps.",
            percent(chains.slip_part())
        ));
    }
    said
}

fn more(chains: &Chains, recovery: Recovery) -> Vec<String> {
    let mut said: Vec<String> = chains.needs().iter().map(needed).collect();
    match recovery {
        Recovery::NothingBack { .. } | Recovery::NeverWrong => {
            let steps = (ln(1.0 - chains.options().level) / log1p(-0.01)).ceil();
            said.push(format!(
                "{} steps watched after errors (injected ones, say) of which none is right would bound recovery at 1% a step.",
                number(steps)
            ));
        }
        Recovery::Returns | Recovery::OnlyIfLabelsAreRight { .. } => said.push(
            "A second labeller on some of the steps would tell how often labels slip; errors injected and watched would tell of recovery without a label for the error.".to_owned(),
        ),
        Recovery::Recovers => {}
    }
    said
}

fn needed(need: &Need) -> String {
    let what = match need.question {
        Question::Order => "that errors beget errors",
        Question::Fatal => "that a share of errors is fatal",
        Question::Late => "by outcomes that late errors hurt more",
    };
    let samples = count(u64::from(need.samples), "sample");
    match need.runs {
        Some(runs) => format!(
            "If the fit is right, {} such as these show {what} four times in five; as many as there are, in {} of cases ({samples} each).",
            count(runs, "run"),
            percent(need.power_now)
        ),
        None => format!(
            "If the fit is right, even {} such as these don’t show {what} four times in five; as many as there are, in {} of cases ({samples} each).",
            count(need.tried, "run"),
            percent(need.power_now)
        ),
    }
}

fn methods(chains: &Chains) -> String {
    let options = chains.options();
    let counts = chains.counts();
    let start = match options.start {
        Start::Acceptable => "started acceptable",
        Start::Free => "taken from their first step on",
    };
    let mut text = format!(
        "Two-state Markov chains were fitted by maximum likelihood to {} step labels of {} ({start}), against independent steps, no recovery, a hidden fatal share, and beta-distributed difficulty of runs; {} profile-likelihood intervals (exact bounds where an event was never or always seen); likelihood ratios against ½χ²₀ + ½χ²₁ on an edge; BIC with n = steps.",
        number(counts.steps()),
        if counts.runs == 1.0 {
            "1 run".to_owned()
        } else {
            format!("{} runs", number(counts.runs))
        },
        percent(options.level)
    );
    text.push_str(" Order within runs was tested by the number of wrong stretches given each run’s number of wrong steps (stratified Stevens–Wald–Wolfowitz).");
    if !chains.slip_curves().is_empty() {
        text.push_str(" Slips of labels were treated as a hidden Markov model.");
    }
    if let Some(by) = chains.by_cluster() {
        text.push_str(&format!(
            " Percentile intervals from {} of {}.",
            count(u64::from(options.bootstraps), "bootstrap sample"),
            count(by.clusters as u64, "cluster")
        ));
    }
    if options.samples > 0 && !chains.goodness().is_empty() {
        text.push_str(&format!(
            " Goodness of fit by {} of each fitted model, seed {}.",
            count(u64::from(options.samples), "sample"),
            whole(options.seed)
        ));
    }
    text
}
