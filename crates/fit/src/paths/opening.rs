//! How a verdict begins: on what condition it comes back, and how fast.

use super::answers::Recovery;
use super::chains::Chains;
use super::estimate::Known;
use super::fits::Fit;
use super::model::Model;
use super::slips::SlipFree;
use super::standing::best_plain;
use super::words::{number, told};
use bounceback_core::number::format::{percent, significant};

/// What must hold for labels to be read as they stand.
const GIVEN: &str = "If labels judge the text so far and don’t slip:";

/// Does it come back, and on what condition?
pub(super) fn comes_back(chains: &Chains, recovery: Recovery) -> String {
    let counts = chains.counts();
    let returned = format!(
        "of {} steps after a wrong one, {} were right again",
        number(counts.from_wrong()),
        number(counts.returned)
    );
    match recovery {
        Recovery::NeverWrong => format!(
            "{GIVEN} no step follows a wrong one, and whether anything comes back can’t be told."
        ),
        Recovery::NothingBack { chances, at_most } => format!(
            "{GIVEN} nothing came back; after {} wrong steps none was right. Recovery is at most {} a step; LeCun’s reading, none, fits.",
            number(chances),
            percent(at_most)
        ),
        Recovery::Returns => format!(
            "{GIVEN} {returned}, so it comes back, and LeCun’s reading (never right again after an error) can’t give such runs."
        ),
        Recovery::OnlyIfLabelsAreRight { .. } => format!(
            "{GIVEN} {returned}, so it comes back. But without any recovery a labeller who slips{} would give such labels as well.",
            slips(chains)
        ),
        Recovery::Recovers => match chains.options().slip {
            Some(0.0) => format!("{GIVEN} it comes back; {returned}."),
            Some(m) => format!(
                "If labels judge the text so far: it comes back, even with slips at {} of the steps; {returned}.",
                percent(m)
            ),
            None => format!(
                "If labels judge the text so far: it comes back; {returned}, and no rate of independent slips explains that without recovery."
            ),
        },
    }
}

/// The slips that do without recovery: those that are known, or the likeliest.
fn slips(chains: &Chains) -> String {
    if let Some(m) = chains.options().slip {
        return format!(" at {} of the steps", percent(m));
    }
    chains.slip_free().map_or_else(String::new, |it| {
        let [_, _, false_alarm, miss] = it.without.map(percent);
        format!(" (likeliest: false alarms at {false_alarm} of right steps, misses at {miss} of wrong ones)")
    })
}

/// That slips explain the labels better than all models that take them as right.
pub(super) fn labels_slip(chains: &Chains, recovery: Recovery, ahead: f64) -> Option<String> {
    let fit = chains.fit_of(Model::Slipping)?;
    let level = chains.options().level;
    let ahead = significant(ahead, 3);
    let better = format!(
        "“{}” explains these labels better than any model that takes them as right (its AIC is lower by {ahead})",
        fit.model.label()
    );
    if let (Recovery::Recovers, Some(free)) = (recovery, chains.slip_free()) {
        let SlipFree { with_recovery, .. } = free;
        let [error, back, false_alarm, miss] = with_recovery.map(percent);
        return Some(format!(
            "Labels seem to slip: {better}. With recovery and slips E = {error}, ρ = {back}, false alarms {false_alarm} and misses {miss} are likeliest."
        ));
    }
    let [error, false_alarm, miss] =
        ["E", "f", "m"].map(|it| fit.estimate(it).map_or(String::new(), |it| told(it, level)));
    Some(format!(
        "{better}: errors E = {error} a step, none of them made good, false alarms at {false_alarm} of right steps, misses at {miss} of wrong ones. All that comes back in the labels may be slips."
    ))
}

/// What is not read from labels that slip.
pub(super) const WITHHELD: &str = "As labels that slip give all of that too, it is not said whether errors beget errors, whether a share of them is fatal, whether errors or repair change along a run, or whether some runs err more than others.";

/// E, and what becomes of errors, by the best model that takes labels as right.
pub(super) fn how_fast(chains: &Chains, recovery: Recovery) -> Option<String> {
    // Where no step follows a wrong one, models differ in what nobody saw.
    let fit = match recovery {
        Recovery::NeverWrong => chains.fit_of(Model::Chain)?,
        _ => best_plain(chains.fits())?,
    };
    let level = chains.options().level;
    let value = |symbol| fit.estimate(symbol).map(|it| told(it, level));
    let error = value("E")?;
    let mut parts = vec![match fit.model {
        Model::Independent => {
            format!("A step is wrong with E = {error}, after a wrong step as after a right one.")
        }
        Model::LeCun | Model::Slipping => {
            format!("A right step is followed by a wrong one with E = {error}; none comes back.")
        }
        Model::Chain => format!(
            "A right step is followed by a wrong one with E = {error}, a wrong one by a right one with ρ = {}.",
            value("ρ")?
        ),
        Model::Fatal => format!(
            "A right step is followed by a wrong one with E = {error}; a share φ = {} of these errors is fatal, and of the others a right step comes back with ρ = {}.",
            value("φ")?,
            value("ρ")?
        ),
        Model::MixedSteps => format!(
            "Runs differ: a step is wrong with E = {error} on average over runs, within a run after a wrong step as after a right one."
        ),
        Model::MixedLeCun => format!(
            "Runs differ: a right step is followed by a wrong one with E = {error} on average over runs; none comes back."
        ),
        Model::MixedChain => format!(
            "Runs differ: a right step is followed by a wrong one with E = {error} on average over runs, a wrong one by a right one with ρ = {}.",
            value("ρ")?
        ),
    }];
    if let Some(back) = fit.estimate("ρ").filter(|it| it.known == Known::Estimated) {
        let steps = significant(1.0 / back.value, 2);
        let which = if fit.model == Model::Fatal {
            "Wrong stretches that are not fatal"
        } else {
            "Wrong stretches"
        };
        parts.push(format!(
            "{which} last {steps} steps on average, if that is right."
        ));
    }
    parts.extend(by_cluster(chains, fit));
    Some(parts.join(" "))
}

/// The same by drawing clusters, of the parameters that are drawn.
fn by_cluster(chains: &Chains, fit: &Fit) -> Option<String> {
    let by = chains.by_cluster().filter(|it| it.named)?;
    let drawn: &[(&str, usize)] = match fit.model {
        Model::LeCun => &[("E", 0)],
        Model::Chain => &[("E", 0), ("ρ", 1)],
        Model::Fatal => &[("E", 0), ("ρ", 3), ("φ", 4)],
        Model::MixedChain => &[("ρ", 1)],
        _ => &[],
    };
    let said: Vec<String> = (drawn.iter())
        .map(|&(symbol, at)| (symbol, by.spreads[at]))
        .filter(|(_, it)| it.samples > 0)
        .map(|(symbol, it)| format!("{symbol} {} to {}", percent(it.low), percent(it.high)))
        .collect();
    (!said.is_empty()).then(|| format!("By drawing clusters: {}.", said.join(", ")))
}
