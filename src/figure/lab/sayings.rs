//! What measurements of the lab come to, in words, whichever way they go.

use super::{Count, Law};
use bounceback_core::number::format::{count, percent, significant, whole};
use bounceback_fit::paths::{Chains, Estimate, Goodness, Known, Model};

/// A chance below this is taken for no accident.
const LEVEL: f64 = 0.05;

fn share(count: Count) -> String {
    let (low, high) = count.interval();
    format!(
        "{} ({} to {})",
        percent(count.share()),
        percent(low),
        percent(high)
    )
}

/// What stands at the last step: of runs that take back, of those whose complaints are ignored,
/// and of those that have nothing to take back with.
pub fn many(back: Count, ignored: Count, plain: Count) -> String {
    let steps = whole(back.at as u64);
    let seen = format!(
        "After {steps} steps {} of the runs that take back are right; with the same complaints ignored {}, and {} of the plain model. (Guessing gives 10%.)",
        share(back),
        share(ignored),
        share(plain)
    );
    let (low, high) = (back.interval().0, back.interval().1);
    let (least, most) = (
        ignored.interval().0.min(plain.interval().0),
        ignored.interval().1.max(plain.interval().1),
    );
    let alike =
        ignored.interval().0 <= plain.interval().1 && plain.interval().0 <= ignored.interval().1;
    let said = if low > most && alike {
        " It bounces back, and what does it is the taking back: the same network without it goes the way of the plain one."
    } else if low > most {
        " It bounces back, and what does it is the taking back."
    } else if high < least {
        " Taking back did harm here."
    } else {
        " These runs show no difference."
    };
    seen + said
}

/// Whether (1 − E)ⁿ is the course of runs that take nothing back.
pub fn lecun(never: &[Count], law: &Law) -> String {
    let both = never.iter().zip(&law.band);
    let met = both.filter(|(count, (low, high))| {
        let interval = count.interval();
        interval.0 <= *high && *low <= interval.1
    });
    let (met, all) = (met.count(), never.len());
    let verdict = if met * 20 >= all * 19 {
        "LeCun’s curve is not refuted"
    } else {
        "that is not LeCun’s curve"
    };
    format!(
        "The plain model’s share that never erred meets (1−E)ⁿ, within both their intervals, at {} of {} steps, which are steps of the same runs: {verdict}.",
        whole(met as u64),
        whole(all as u64)
    )
}

/// How often sums are written wrong at first: what stands is another matter.
pub fn drafts(back: Count, ignored: Count, plain: Count) -> String {
    let slips = |count: Count| {
        share(Count {
            right: count.of - count.right,
            ..count
        })
    };
    format!(
        "Before anything is taken back, {} of the sums are written wrong by the model that takes back, {} where its complaints are ignored, {} by the plain one.",
        slips(back),
        slips(ignored),
        slips(plain)
    )
}

/// How many of the steps that were taken back had no error: of all that were, no more than
/// all errors were right to.
pub fn zeal(kept: u64, drafts: u64, slips: u64) -> Option<String> {
    let taken = drafts.checked_sub(kept).filter(|it| *it > 0)?;
    let least = taken.saturating_sub(slips) as f64 / taken as f64;
    (least > 0.0).then(|| {
        format!(
            "It is over-careful: of {} steps taken back at least {} held no error. So warm, complaints err, too.",
            whole(taken),
            percent(least)
        )
    })
}

/// What a token costs: with taking back, and without.
pub fn cost(back: f64, without: f64) -> String {
    let more = (back / without - 1.0) * 100.0;
    format!(
        "Taking back costs tokens: {} a step instead of {}, {}% more.",
        significant(back, 3),
        significant(without, 3),
        significant(more, 2)
    )
}

fn estimate(it: Estimate) -> String {
    match it.known {
        Known::Estimated => format!(
            "{} ({} to {})",
            percent(it.value),
            percent(it.low),
            percent(it.high)
        ),
        Known::AtMost => format!("at most {}", percent(it.high)),
        Known::AtLeast => format!("at least {}", percent(it.low)),
        Known::Nothing => "not told by these runs".to_owned(),
    }
}

fn goodness(chains: &Chains, model: Model) -> Option<Goodness> {
    let all = chains.goodness();
    all.into_iter().find(|it| it.model == model)
}

/// Whether a chance is too small for an accident.
fn fits(chance: f64) -> &'static str {
    if chance < LEVEL {
        "does not fit"
    } else {
        "fits"
    }
}

/// What the chain makes of these runs: its parameters, whether it gives such runs, and whether
/// it needs a fatal share. Nothing before it is fitted.
pub fn chain(chains: &Chains) -> Option<Vec<String>> {
    let fit = chains.fit_of(Model::Fatal).filter(|it| it.possible())?;
    let counts = chains.counts();
    let mut said = vec![format!(
        "Of {} steps after a right one {} went wrong and stood, and {} came back.",
        whole(counts.from_right() as u64),
        whole(counts.erred as u64),
        whole(counts.returned as u64)
    )];
    let [error, recovery, fatal] = ["E", "ρ", "φ"].map(|it| fit.estimate(it).map(estimate));
    said.push(format!(
        "The chain that fits best: errors that stand E = {} a step, of which a fatal share φ = {} never comes back and the others do with ρ = {} a step.",
        error?, fatal?, recovery?
    ));
    let [with, without] = [Model::Fatal, Model::Chain].map(|it| goodness(chains, it));
    let (with, without) = (with?, without?);
    said.push(format!(
        "Its curve {} the share that is right (of runs drawn from it {} lie as far off); without a fatal share it {} ({}). The lengths of times for which errors stand {} ({}): {}.",
        fits(with.acceptable),
        percent(with.acceptable),
        fits(without.acceptable),
        percent(without.acceptable),
        if with.stretches < LEVEL {
            "are not the chain’s"
        } else {
            "may be the chain’s"
        },
        percent(with.stretches),
        if with.stretches < LEVEL {
            "one ρ for all that heal is a rough number"
        } else {
            "one ρ for all that heal is not refuted"
        }
    ));
    let needed = chains.fatal()?;
    said.push(if needed.chance < LEVEL {
        format!(
            "Some errors do not come back: without a fatal share, what adding one gains would have a chance of {}. These runs hold only {} that stood to the end; why they are lost is shown below, under Blind it.",
            // A tail of a law for many; few events carry it.
            if needed.chance < 1e-6 {
                "less than 1 in a million".to_owned()
            } else {
                percent(needed.chance)
            },
            whole(counts.standing() as u64)
        )
    } else {
        format!(
            "Whether there is a fatal share these {} can’t tell: a gain like that of adding one has a chance of {} without.",
            count(counts.erred as u64, "error"),
            percent(needed.chance)
        )
    });
    Some(said)
}

/// How errors that were put in ended, within what was seen and beyond. Cells are the window,
/// the lag, and what was counted.
pub fn window(cells: &[(u64, u64, Count)], window: u64) -> String {
    let sum = |within: bool| {
        let cells = cells.iter().filter(|it| (3 * it.1 < it.0) == within);
        let (right, of) = cells.fold((0, 0), |sum, it| (sum.0 + it.2.right, sum.1 + it.2.of));
        Count { at: 0.0, right, of }
    };
    let told = |it: Count| format!("{} of {}: {}", whole(it.right), whole(it.of), share(it));
    let (within, beyond) = (sum(true), sum(false));
    let lost = window.div_ceil(3);
    let apart = within.interval().0 > beyond.interval().1;
    format!(
        "Where the error was still in sight when complaints were heard again, it was taken back ({}); where it was not, {} ({}). With a window of {window} tokens an error is out of sight after {}.",
        told(within),
        match apart {
            true if beyond.interval().1 < 0.5 => "it stayed",
            true => "it was taken back less often",
            false => "it was taken back as well",
        },
        told(beyond),
        count(lost, "step")
    )
}

/// How a rule is obeyed, near and far, and restated by the harness and by the model itself.
/// The edge is the last distance at which it is in sight, and the next.
pub fn rule(near: Count, far: Count, edge: [Count; 2], harness: Count, itself: Count) -> String {
    let word = |a: Count, b: Count, yes: &'static str, no: &'static str| {
        if a.interval().0 > b.interval().1 {
            yes
        } else {
            no
        }
    };
    format!(
        "While the rule is in sight it is obeyed at {} of the marked steps, out of sight at {} (chance gives 10%). At {} behind it that is {}, at the next {}: {}. Told again by the harness it holds, at {}; told again by the model itself, after at least {} copies, at {}: {}.",
        share(near),
        share(far),
        count(edge[0].at as u64, "step"),
        percent(edge[0].share()),
        percent(edge[1].share()),
        word(
            edge[0],
            edge[1],
            "a cliff, as attention is cut off there",
            "these runs show no cliff"
        ),
        share(harness),
        whole(itself.at as u64),
        share(itself),
        word(
            harness,
            itself,
            "a telephone game, in which an error is copied for ever",
            "these runs show no difference yet"
        )
    )
}

/// An error put in so many steps before the end, the complaint about it unheard.
pub fn last(ends: &[Count]) -> String {
    let told = ends.iter().map(|it| match it.at as u64 {
        0 => format!("at the very last step {}", share(*it)),
        steps => format!("with {} left {}", count(steps, "step"), share(*it)),
    });
    format!(
        "Put in near the end, the complaint about it unheard, an error is made good in this share of runs: {}.",
        told.collect::<Vec<_>>().join("; ")
    )
}

/// What isn't repaired compounds: E of what stands, times φ.
pub fn compounds(measured: Count, law: &Law, error: Estimate, fatal: Estimate) -> String {
    let at = (measured.at as usize).saturating_sub(1);
    let value = law.values.get(at).copied().unwrap_or(f64::NAN);
    let (low, high) = law.band.get(at).copied().unwrap_or((f64::NAN, f64::NAN));
    let (least, most) = measured.interval();
    let meets = least <= high && low <= most;
    format!(
        "With a window of 6 tokens, errors that stand are E = {} a step; of them φ = {} never come back. After {} steps (1−E·φ)ⁿ is {} ({} to {}), and {} of the runs are right: {}.",
        estimate(error),
        estimate(fatal),
        whole(measured.at as u64),
        percent(value),
        percent(low),
        percent(high),
        share(measured),
        if meets {
            "as it would be if what is not repaired compounds, on a slower clock (E and φ are these runs’ own)"
        } else {
            "there is more to it than what is not repaired"
        }
    )
}

#[cfg(test)]
mod tests {
    use super::super::theory;
    use super::*;

    fn of(at: f64, right: u64, of: u64) -> Count {
        Count { at, right, of }
    }

    #[test]
    fn a_difference_is_told_where_the_intervals_are_apart() {
        let said = |back| many(of(100.0, back, 300), of(100.0, 40, 300), of(100.0, 33, 300));
        assert!(said(290).contains("It bounces back"));
        assert!(said(50).contains("no difference"));
        assert!(said(3).contains("did harm"));
        assert!(said(290).starts_with("After 100 steps 96.7%"));
    }

    #[test]
    fn lecuns_curve_is_met_or_not() {
        let error = Estimate {
            value: 0.02,
            low: 0.018,
            high: 0.022,
            known: Known::Estimated,
        };
        let law = theory::lecun("(1−E)ⁿ", error, 100);
        let runs = |rate: f64| -> Vec<Count> {
            let at = |n: u32| {
                let share = bounceback_core::number::math::pow(1.0 - rate, f64::from(n));
                of(f64::from(n), (share * 300.0).round() as u64, 300)
            };
            (1..=100).map(at).collect()
        };
        assert!(lecun(&runs(0.02), &law).contains("LeCun’s curve is not refuted"));
        assert!(lecun(&runs(0.005), &law).contains("not LeCun’s"));
    }

    #[test]
    fn a_rule_is_told_of_both_ways() {
        let told = rule(
            of(1.0, 99, 100),
            of(9.0, 10, 100),
            [of(8.0, 38, 40), of(9.0, 3, 40)],
            of(0.0, 95, 100),
            of(10.0, 50, 100),
        );
        assert!(told.contains("a cliff,") && told.contains("telephone"));
        let told = rule(
            of(1.0, 50, 100),
            of(9.0, 50, 100),
            [of(8.0, 20, 40), of(9.0, 18, 40)],
            of(0.0, 50, 100),
            of(10.0, 50, 100),
        );
        assert!(!told.contains("a cliff,") && !told.contains("telephone"));
    }

    #[test]
    fn a_window_is_told_of_both_ways() {
        let cells = |beyond| [(24, 7, of(7.0, 40, 40)), (24, 8, of(8.0, beyond, 40))];
        let said = window(&cells(1), 24);
        assert!(
            said.contains("it stayed (1 of 40") && said.ends_with("out of sight after 8 steps."),
            "{said}"
        );
        assert!(window(&cells(40), 24).contains("taken back as well"));
        assert!(window(&cells(25), 24).contains("less often"));
    }
}
