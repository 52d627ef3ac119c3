//! The figures of the lab, made of what was measured.

use super::batch::Batch;
use super::{Count, Hue, Law, Look, Measured, Series, theory};
use bounceback_fit::exact_interval;
use bounceback_fit::paths::{Chains, Estimate, Known, Model};

/// Distances that are told apart.
const FAR: usize = 16;
/// Copies that are.
const COPIES: usize = 24;

const fn look(hue: Hue, strong: bool, dots: bool) -> Look {
    Look { hue, strong, dots }
}

fn row(name: &str, asked: &'static str, look: Look, points: Vec<Count>) -> Series {
    Series {
        name: name.to_owned(),
        asked,
        look,
        points,
    }
}

/// What is asked.
const NOW: &str = "right now";
const NEVER: &str = "never erred";

/// The errors of drafts, with their interval: what (1 − E)ⁿ is made of.
pub fn error(batch: &Batch) -> Estimate {
    let (slips, drafts) = (batch.slips, batch.drafts);
    let (low, high) = exact_interval(slips, drafts, 0.95);
    Estimate {
        value: slips / drafts.max(1.0),
        low,
        high,
        known: Known::Estimated,
    }
}

/// LeCun's law for runs that take nothing back.
pub fn law_of(plain: &Batch, steps: usize) -> Law {
    theory::lecun("(1−E)ⁿ", error(plain), steps)
}

/// E, ρ and φ of the chain that was fitted.
pub fn fitted(chains: &Chains) -> Option<[Estimate; 3]> {
    let fit = chains.fit_of(Model::Fatal).filter(|it| it.possible())?;
    Some([fit.estimate("E")?, fit.estimate("ρ")?, fit.estimate("φ")?])
}

/// Runs that take back, those whose complaints are ignored, and plain ones, with the laws.
pub fn many(batches: &[Batch], chains: Option<&Chains>, says: String) -> Measured {
    let names = ["takes back", "ignored", "plain"];
    let mut series = Vec::new();
    for (at, (name, batch)) in names.into_iter().zip(batches).enumerate() {
        let strong = at == 0;
        series.push(row(
            name,
            NOW,
            look(Hue::Now, strong, false),
            batch.acceptable(),
        ));
        series.push(row(
            name,
            NEVER,
            look(Hue::Never, strong, false),
            batch.never_erred(),
        ));
    }
    let steps = series.first().map_or(0, |it| it.points.len());
    let mut laws = Vec::new();
    if let Some(plain) = batches.get(2) {
        laws.push(law_of(plain, steps));
    }
    if let Some(estimates) = chains.and_then(fitted) {
        laws.push(theory::chain("chain with φ", estimates, steps));
    }
    Measured {
        says,
        unit: "steps",
        series,
        laws,
        ..Measured::default()
    }
}

/// Errors put in, by the steps for which no complaint is heard; a row for each window, the one
/// that is chosen first.
pub fn window(cells: &[(u64, u64, Count)], chosen: u64, says: String) -> Measured {
    let mut windows: Vec<u64> = cells.iter().map(|it| it.0).collect();
    windows.dedup();
    let series = windows.iter().map(|window| {
        let points = cells.iter().filter(|it| it.0 == *window).map(|it| it.2);
        let is_chosen = *window == chosen;
        let hue = if is_chosen { Hue::Now } else { Hue::Beside };
        row(
            &format!("window {window}"),
            "healed",
            look(hue, is_chosen, true),
            points.collect(),
        )
    });
    let mut series: Vec<Series> = series.collect();
    // The one that is looked at lies above the others.
    series.rotate_left(1.min(windows.len()));
    Measured {
        says,
        unit: "steps unheard",
        series,
        edges: vec![(chosen as f64 / 3.0, "out of sight".to_owned())],
        falls: true,
        ..Measured::default()
    }
}

/// How a rule is obeyed, by steps since it was told.
pub fn rule(seldom: &Batch, window: u64, says: String) -> Measured {
    let counted = seldom.by_distance.iter().take(FAR);
    let points = (1_u32..).zip(counted);
    let points = points.map(|(at, it)| Batch::obeyed(&[*it], f64::from(at)));
    let points = points.filter(|it| it.of > 0).collect();
    Measured {
        says,
        unit: "steps since it was told",
        series: vec![row(
            "the rule",
            "obeyed",
            look(Hue::Now, true, true),
            points,
        )],
        edges: vec![(window as f64 / 3.0 + 0.5, "out of sight".to_owned())],
        ..Measured::default()
    }
}

/// Told by the harness, and by the model itself, by how often.
pub fn copies(harness: &Batch, itself: &Batch, says: String) -> Measured {
    let counted = itself.by_copies.iter().take(COPIES + 1);
    let points = (0_u32..).zip(counted);
    let points = points.map(|(at, it)| Batch::obeyed(&[*it], f64::from(at)));
    let points = points.filter(|it| it.of > 0).collect();
    let held = |at: f64| Batch::obeyed(&harness.by_copies, at);
    Measured {
        says,
        unit: "copies",
        series: vec![
            row(
                "harness",
                "obeyed",
                look(Hue::Now, true, false),
                vec![held(0.0), held(COPIES as f64)],
            ),
            row("itself", "obeyed", look(Hue::Never, true, true), points),
        ],
        ..Measured::default()
    }
}

/// The law of what isn't repaired: (1 − E·φ)ⁿ.
pub fn law_of_lost([error, _, fatal]: [Estimate; 3], steps: usize) -> Law {
    let both = Estimate {
        value: error.value * fatal.value,
        low: error.low * fatal.low,
        high: error.high * fatal.high,
        known: Known::Estimated,
    };
    theory::lecun("(1−E·φ)ⁿ", both, steps)
}

/// Runs that see little, with the law of what isn't repaired, beside plain ones with LeCun's.
pub fn lost(narrow: &Batch, plain: &Batch, chains: Option<&Chains>, says: String) -> Measured {
    let points = narrow.acceptable();
    let steps = points.len();
    let mut laws = vec![law_of(plain, steps)];
    laws.extend(chains.and_then(fitted).map(|it| law_of_lost(it, steps)));
    Measured {
        says,
        unit: "steps",
        series: vec![
            row("sees 6 tokens", NOW, look(Hue::Now, true, false), points),
            row(
                "plain",
                NEVER,
                look(Hue::Never, true, false),
                plain.never_erred(),
            ),
        ],
        laws,
        ..Measured::default()
    }
}
