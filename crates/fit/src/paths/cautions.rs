//! What a verdict can't say, what would tell more, and how it was reached.

use super::answers::Recovery;
use super::bootstrap::FEW;
use super::chains::Chains;
use super::need::{Need, Question};
use super::tally::Start;
use super::words::number;
use bounceback_core::number::format::{count, percent, whole};
use bounceback_core::number::math::{ln, log1p};

/// What the data can't show, and what was assumed.
pub(super) fn limits(chains: &Chains, recovery: Recovery) -> Vec<String> {
    let mut said = vec![
        "A label must say whether the text so far is right. Where it says whether a step is right in itself, a right step after a wrong one is no recovery.".to_owned(),
    ];
    if recovery != Recovery::NeverWrong && chains.options().slip != Some(0.0) {
        said.push("A labeller’s slip looks like an error and a recovery; automatic judges slip, and differ. Where steps are independent, E, ρ and slips can’t be told apart from the labels at all.".to_owned());
    }
    if recovery == Recovery::NeverWrong {
        said.push("Recovery is not known: a scenario made of these fits keeps the recovery that it had, and takes none from them, unless the model says that nothing comes back.".to_owned());
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

/// What would tell more.
pub(super) fn more(chains: &Chains, recovery: Recovery) -> Vec<String> {
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
    if recovery != Recovery::NeverWrong && !chains.has_outcomes() {
        said.push("To LeCun’s curve an error is an error wherever it stands; where text recovers, late errors hurt more than early ones. That can be tested once it is said how each run ended: a column with the outcome of each run, judged apart from its last step.".to_owned());
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
            "If the fit is right, {} such as these would show {what} four times in five; as many as there are, in {} of cases ({samples} each).",
            count(runs, "run"),
            percent(need.power_now)
        ),
        None => format!(
            "If the fit is right, even {} such as these would not show {what} four times in five; as many as there are, in {} of cases ({samples} each).",
            count(need.tried, "run"),
            percent(need.power_now)
        ),
    }
}

/// How it was done, for a paper.
pub(super) fn methods(chains: &Chains) -> String {
    let options = chains.options();
    let counts = chains.counts();
    let start = match options.start {
        Start::Acceptable => "started acceptable",
        Start::Free => "taken from their first step on",
    };
    let mut text = vec![format!(
        "Two-state Markov chains were fitted by maximum likelihood to {} step labels of {} ({start}), against independent steps, no recovery, a hidden fatal share, and beta-distributed difficulty of runs; {} profile-likelihood intervals (exact bounds where an event was never or always seen); likelihood ratios against ½χ²₀ + ½χ²₁ on an edge; BIC with n = steps.",
        number(counts.steps()),
        if counts.runs == 1.0 {
            "1 run".to_owned()
        } else {
            format!("{} runs", number(counts.runs))
        },
        percent(options.level)
    )];
    text.push("Order within runs was tested by the number of wrong stretches given each run’s number of wrong steps (stratified Stevens–Wald–Wolfowitz).".to_owned());
    if !chains.slip_curves().is_empty() {
        text.push("Slips of labels were treated as a hidden Markov model.".to_owned());
    }
    if let Some(by) = chains.by_cluster() {
        text.push(format!(
            "Percentile intervals from {} of {}.",
            count(u64::from(options.bootstraps), "bootstrap sample"),
            count(by.clusters as u64, "cluster")
        ));
    }
    if let Some(samples) = chains.goodness().iter().map(|it| it.samples).min() {
        text.push(format!(
            "Goodness of fit by {} of each fitted model, seed {}.",
            count(u64::from(samples), "sample"),
            whole(options.seed)
        ));
    }
    text.join(" ")
}
