//! Drafts that are checked or voted on: from the law of one draft to the law of
//! what is kept.

use crate::exact::scalar::{Marks, Scalar};
use crate::exact::transition::Transition;
use crate::model::technique::{Ballot, Judge};
use crate::number::binomial;
use crate::number::math::{exp, ln};

/// The law of what is kept of drafts of `size` tokens, with what the drafts cost
/// beyond the tokens that are kept.
///
/// `plain` is the law of one draft without marks, `draft` the same law with them:
/// what decides is never marked, only what is kept.
pub(super) fn kept<T: Scalar>(
    judge: &Judge,
    (plain, draft): (&Transition<f64>, &Transition<T>),
    size: u64,
    marks: &Marks<T>,
) -> Transition<T> {
    let size = size as f64;
    let (from_acceptable, from_unacceptable) = verdicts(judge, plain);
    let sound = from_acceptable.sound;
    let bad = from_acceptable.bad;
    // Acceptable at the end but marred on the way, and not acceptable at the end.
    let leaves = plain.au + plain.al;
    let mends = (plain.marred - leaves).max(0.0);
    let mut kept = Transition {
        flawless: plain.flawless * sound,
        marred: mends * sound + leaves * bad,
        aa: draft.aa * sound,
        au: draft.au * bad,
        al: draft.al * bad,
        ua: draft.ua * from_unacceptable.sound,
        uu: draft.uu * from_unacceptable.bad,
        ul: draft.ul * from_unacceptable.bad,
        ..*draft
    };
    // Deciding keeps the sum of a row, so what is gone is what marks took of each part:
    // one minus the parts would be little but rounding.
    let taken = |plain: f64, draft: T| T::from(plain) - draft;
    // Of a part near 1 that would be little else either, and the others with what is
    // gone tell it better.
    let taken_of = |plain: f64, draft: T, gone: T, others: T| {
        if plain > 0.5 {
            gone - others
        } else {
            taken(plain, draft)
        }
    };
    let (au, al) = (taken(plain.au, draft.au), taken(plain.al, draft.al));
    let aa = taken_of(plain.aa, draft.aa, draft.a_gone, au + al);
    kept.a_gone = aa * sound + (au + al) * bad;
    let (ua, ul) = (taken(plain.ua, draft.ua), taken(plain.ul, draft.ul));
    let uu = taken_of(plain.uu, draft.uu, draft.u_gone, ua + ul);
    kept.u_gone = ua * from_unacceptable.sound + (uu + ul) * from_unacceptable.bad;
    let costs = match judge {
        Judge::Verify { cost, .. } => [
            from_acceptable.drafts,
            from_unacceptable.drafts,
            from_unacceptable.drafts,
        ]
        .map(|drafts| drafts * (size + cost) - size),
        Judge::Vote { ballot, .. } => {
            let alone = match *ballot {
                Ballot::Majority(votes) => votes as f64,
                Ballot::Lead(lead) => lead as f64,
            };
            [from_acceptable.drafts, from_unacceptable.drafts, alone]
                .map(|drafts| (drafts - 1.0) * size)
        }
    };
    kept.priced(costs, marks)
}

/// What deciding does to a draft from one start: by how much likelier it is to be
/// kept than to be made, and how many drafts it takes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Verdict {
    /// For drafts that end acceptable (for a check: that are sound).
    pub(super) sound: f64,
    /// For the others.
    pub(super) bad: f64,
    /// The expected number of drafts.
    pub(super) drafts: f64,
}

/// The verdicts for acceptable and for unacceptable starts.
pub(super) fn verdicts(judge: &Judge, plain: &Transition<f64>) -> (Verdict, Verdict) {
    let good = plain.aa;
    let spoiled = plain.au + plain.al;
    match *judge {
        Judge::Verify {
            detection,
            false_reject,
            tries,
            ..
        } => {
            let acceptable = retried((good, spoiled), (false_reject, detection), tries);
            // A check finds what a draft broke, not what was broken before.
            let rejects = (false_reject, false_reject);
            (acceptable, retried((1.0, 0.0), rejects, tries))
        }
        Judge::Vote {
            ballot,
            common_cause,
        } => (
            voted((good, spoiled), ballot, common_cause),
            voted((plain.ua, plain.uu + plain.ul), ballot, common_cause),
        ),
    }
}

/// A chance of being accepted that is none: 10³⁰⁰ drafts would not do, and its inverse is
/// hardly a number.
pub(super) const HOPELESS: f64 = 1e-300;

/// Drafts that are sound or bad with these probabilities and rejected with those,
/// made anew until one is accepted or the last of `tries` (0: no limit).
fn retried((sound, bad): (f64, f64), rejects: (f64, f64), tries: u64) -> Verdict {
    let accepted = (sound * (1.0 - rejects.0) + bad * (1.0 - rejects.1)).min(1.0);
    let rejected = sound * rejects.0 + bad * rejects.1;
    if accepted < HOPELESS {
        // Whatever the number of tries, a draft is kept as it is.
        return Verdict {
            sound: 1.0,
            bad: 1.0,
            drafts: if tries == 0 {
                f64::INFINITY
            } else {
                tries as f64
            },
        };
    }
    // P(every draft but the last is rejected), and the expected number of drafts
    // that a check decides about.
    let last = match tries {
        0 => 0.0,
        tries => crate::number::math::pow(rejected, (tries - 1) as f64),
    };
    let decided = if tries == 0 {
        1.0 / accepted
    } else {
        crate::number::math::complement_of_power(accepted, (tries - 1) as f64) / accepted
    };
    Verdict {
        sound: decided * (1.0 - rejects.0) + last,
        bad: decided * (1.0 - rejects.1) + last,
        drafts: decided + last,
    }
}

/// Drafts that vote acceptable with probability `p`, unacceptable with `q` = 1 − p.
fn voted((p, q): (f64, f64), ballot: Ballot, common_cause: f64) -> Verdict {
    // Rounding may have left a probability a little outside.
    let (p, q) = (p.clamp(0.0, 1.0), q.clamp(0.0, 1.0));
    let (wins, loses, drafts) = match ballot {
        Ballot::Majority(votes) => (majority(votes, p, q), majority(votes, q, p), votes as f64),
        Ballot::Lead(lead) => {
            let lead = lead as f64;
            (
                ahead(lead, p, q),
                ahead(lead, q, p),
                until_ahead(lead, p, q),
            )
        }
    };
    let alone = match ballot {
        Ballot::Majority(votes) => votes as f64,
        Ballot::Lead(lead) => lead as f64,
    };
    let factor = |chance: f64, vote: f64| {
        if chance > 0.0 {
            common_cause + (1.0 - common_cause) * vote / chance
        } else {
            0.0
        }
    };
    Verdict {
        sound: factor(p, wins),
        bad: factor(q, loses),
        drafts: common_cause * alone + (1.0 - common_cause) * drafts,
    }
}

/// P(the side with probability `p` has the majority of `votes`), a coin deciding a tie.
pub(crate) fn majority(votes: u64, p: f64, q: f64) -> f64 {
    let half = votes / 2;
    // The smaller probability is the accurate one.
    let fewer = if p < q {
        binomial::at_least(half + 1, votes, p)
    } else {
        // It has not unless the other side has fewer than half.
        binomial::at_most((votes - 1) / 2, votes, q)
    };
    if votes % 2 == 1 {
        return fewer;
    }
    let tie = if p < q {
        binomial::mass(half, votes, p)
    } else {
        binomial::mass(half, votes, q)
    };
    fewer + tie / 2.0
}

/// P(the side with probability `p` is the first to be `lead` ahead): the gambler's ruin.
pub(crate) fn ahead(lead: f64, p: f64, q: f64) -> f64 {
    if p == 0.0 || q == 0.0 {
        return if p == 0.0 { 0.0 } else { 1.0 };
    }
    1.0 / (1.0 + exp(lead * ln(q / p)))
}

/// The expected number of votes until one side is `lead` ahead.
pub(crate) fn until_ahead(lead: f64, p: f64, q: f64) -> f64 {
    if p == 0.0 || q == 0.0 {
        return lead;
    }
    // (2k·P − k)/(2p − 1), written by hyperbolic tangents of half the log odds,
    // whose quotient stays finite where p = ½.
    let odds = ln(p / q);
    if odds == 0.0 {
        return lead * lead;
    }
    let tanh = |x: f64| {
        let e = crate::number::math::expm1(2.0 * x);
        if e.is_infinite() { 1.0 } else { e / (e + 2.0) }
    };
    lead * tanh(lead * odds / 2.0) / tanh(odds / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::steady::constant;

    fn near(actual: f64, expected: f64) {
        assert!(
            (actual - expected).abs() < 1e-11,
            "{actual} instead of {expected}"
        );
    }

    #[test]
    fn a_checked_draft_errs_as_published() {
        let judge = Judge::Verify {
            detection: 0.9,
            false_reject: 0.05,
            tries: 0,
            cost: 0.0,
        };
        let draft = constant(0.1, 0.0, 0.0, 1.0);
        let (verdict, _) = verdicts(&judge, &draft);
        let kept = kept(&judge, (&draft, &draft), 1, &Marks::NONE);
        near(kept.au, 2.0 / 173.0);
        near(kept.marred, 2.0 / 173.0);
        near(verdict.drafts, 1.156_069_364_16);
    }

    #[test]
    fn votes_count_as_published() {
        near(ahead(3.0, 0.9, 0.1), 729.0 / 730.0);
        near(until_ahead(3.0, 0.9, 0.1), 3.739_726_027_397_26);
        near(ahead(2.0, 0.6, 0.4), 9.0 / 13.0);
        near(majority(5, 0.7, 0.3), 0.836_92);
        near(majority(2, 0.7, 0.3), 0.7);
        near(until_ahead(7.0, 0.5, 0.5), 49.0);
        let verdict = voted((0.7, 0.3), Ballot::Majority(5), 0.3);
        near(verdict.sound * 0.7, 0.795_844);
    }

    #[test]
    fn deciding_keeps_the_sum_of_every_row() {
        let draft = constant(0.2, 0.3, 0.1, 7.0);
        let verify = |detection, false_reject, tries| Judge::Verify {
            detection,
            false_reject,
            tries,
            cost: 3.0,
        };
        let vote = |ballot, common_cause| Judge::Vote {
            ballot,
            common_cause,
        };
        for judge in [
            verify(0.9, 0.05, 0),
            verify(0.9, 0.05, 4),
            verify(1.0, 1.0, 0),
            verify(1.0, 1.0, 3),
            verify(0.0, 0.0, 1),
            vote(Ballot::Majority(4), 0.2),
            vote(Ballot::Lead(3), 0.0),
        ] {
            let kept = kept(&judge, (&draft, &draft), 7, &Marks::NONE);
            near(kept.aa + kept.au + kept.al, 1.0);
            near(kept.ua + kept.uu + kept.ul, 1.0);
            near(kept.flawless + kept.marred, 1.0);
        }
    }
}
