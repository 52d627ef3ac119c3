//! What step-labelled runs say in plain words, and what they can't.

use super::answers::{Clustering, RARE, Recovery, clustering, fatal, recovery};
use super::cautions::{limits, methods, more};
use super::chains::Chains;
use super::fits::Fit;
use super::late::Late;
use super::model::Model;
use super::opening::{WITHHELD, comes_back, how_fast, labels_slip};
use super::standing::{ALIKE, Standing, best, best_plain, standing};
use super::words::{chance, number, told};
use bounceback_core::number::format::{count, percent, significant, whole};

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
        chains.fit_of(*Model::PLAIN.last()?)?;
        let recovery = recovery(chains);
        let clustering = clustering(chains);
        let fatal = fatal(chains);
        let mut findings = vec![comes_back(chains, recovery)];
        let standing = standing(chains.fits());
        if let Standing::Ahead(ahead) = standing {
            // What comes back even so is said first; else that all may be slips.
            let at = usize::from(recovery == Recovery::Recovers);
            findings.splice(at..at, labels_slip(chains, recovery, ahead));
            findings.push(WITHHELD.to_owned());
        } else {
            findings.extend(how_fast(chains, recovery));
            let mut read = vec![beget(chains, clustering)];
            read.extend(fatal_share(chains, fatal));
            read.extend(trends(chains));
            if standing == Standing::Level {
                read = read.iter().map(|it| if_right(it)).collect();
            }
            findings.extend(read);
        }
        findings.extend(late_or_early(chains.late()));
        if !matches!(standing, Standing::Ahead(_)) {
            findings.extend(explanations(chains));
        }
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

/// A sentence on the condition that labels are right.
fn if_right(sentence: &str) -> String {
    let mut rest = sentence.chars();
    let first = rest
        .next()
        .map_or(String::new(), |it| it.to_lowercase().collect());
    format!("If labels don’t slip, {first}{}", rest.as_str())
}

fn beget(chains: &Chains, clustering: Clustering) -> String {
    let order = chains.order();
    let seen = format!(
        "wrong steps stand in {} stretches, where {} are expected if within a run it does not matter what came before",
        number(order.stretches),
        significant(order.expected, 3)
    );
    let p = chance(order.two_sided());
    match clustering {
        Clustering::CantTell => "No run has several wrong steps among right ones: whether errors beget errors can’t be told.".to_owned(),
        Clustering::No => format!(
            "Independent steps explain the order of right and wrong: {seen} ({p})."
        ),
        Clustering::Difficulty => format!(
            "Some runs are harder than others, and that is enough: {seen} ({p})."
        ),
        Clustering::Beget => format!(
            "Errors beget errors within a run: {seen} ({p}), whatever the difficulty of runs."
        ),
        Clustering::Both => format!(
            "Errors beget errors within a run: {seen} ({p}). Besides, some runs err more often than others."
        ),
        Clustering::Apart => format!(
            "Within a run errors keep apart: {seen} ({p})."
        ),
    }
}

fn fatal_share(chains: &Chains, fatal: Option<bool>) -> Option<String> {
    let needed = fatal?;
    let ratio = chains.fatal()?;
    let share = chains.fit_of(Model::Fatal)?.estimate("φ")?;
    let level = chains.options().level;
    let best = best_plain(chains.fits())?;
    let fit = chains.fit_of(Model::Fatal)?;
    Some(
        if !needed && ratio.chance < RARE && best.model != Model::Fatal {
            format!(
                "A share of errors from which nothing comes back is not needed: beside the plain chain it would help ({}), but “{}” explains the labels better without one (its AIC is lower by {}).",
                chance(ratio.chance),
                best.model.label(),
                significant(fit.aic - best.aic, 3)
            )
        } else if needed {
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
        },
    )
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
            "{of}; {pairs} ({}): late errors hurt more, as where early ones have time to be made good.",
            chance(late.late_hurts)
        )
    } else if late.early_hurts < 0.05 {
        format!(
            "{of}; {pairs} ({}): early errors hurt more, as where later ones may be fatal; neither a chain without a fatal share nor LeCun’s curve says so.",
            chance(late.early_hurts)
        )
    } else {
        format!(
            "{of}; {pairs} ({}): whether position matters is not shown either way (LeCun’s curve says it does not).",
            chance(late.late_hurts)
        )
    })
}

/// Which models are best, and which can't be told from the best.
fn explanations(chains: &Chains) -> Option<String> {
    let mut possible: Vec<&Fit> = chains.fits().iter().filter(|it| it.possible()).collect();
    possible.sort_by(|a, b| a.aic.total_cmp(&b.aic));
    let (best, others) = possible.split_first()?;
    let near: Vec<&str> = (others.iter())
        .filter(|it| it.aic - best.aic < ALIKE)
        .map(|it| it.model.label())
        .collect();
    if chains.counts().steps() <= 0.0 {
        return None;
    }
    let label = best.model.label();
    Some(if near.is_empty() {
        format!("Of the models, “{label}” explains the labels best, by AIC.")
    } else {
        format!(
            "By AIC “{label}” comes first, but these data can’t tell it from “{}”.",
            near.join("” or “")
        )
    })
}

fn misfit(chains: &Chains) -> Option<String> {
    let best = best(chains.fits())?;
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
