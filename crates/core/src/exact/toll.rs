//! What is paid for a draft beyond the least, as a generating function: retries and votes
//! that go on, marked beside what is kept.
//!
//! What decides is never marked. So one draft has its plain law, and every further one
//! multiplies by its mark.

use super::judge::{HOPELESS, verdicts};
use crate::exact::scalar::{Scalar, Toll};
use crate::exact::transition::Transition;
use crate::model::technique::{Ballot, Judge};

/// The law of what is kept of drafts of `size` tokens, those paid beyond the least marked.
/// `plain` is the law of one draft, `draft` the same in the numbers of the marks.
pub(super) fn tolled<T: Scalar>(
    judge: &Judge,
    (plain, draft): (&Transition<f64>, &Transition<T>),
    size: u64,
    toll: &Toll<T>,
) -> Transition<T> {
    let good = (plain.aa, plain.au + plain.al);
    let spoiled = (plain.ua, plain.uu + plain.ul);
    let ([sound, bad], [saved, stuck], lost) = match *judge {
        Judge::Verify {
            detection,
            false_reject,
            tries,
            cost,
        } => {
            let mark = toll.of(size.saturating_add(cost as u64));
            let again = retried((1.0, 0.0), (false_reject, false_reject), tries, mark);
            let first = retried(good, (false_reject, detection), tries, mark);
            (first, again, again[0])
        }
        Judge::Vote {
            ballot: Ballot::Lead(lead),
            common_cause,
        } => {
            // A side ahead by k has k + 2m votes: they come by twos.
            let mark = toll.of(size.saturating_mul(2));
            let race = |sides| raced(sides, lead, common_cause, mark);
            (race(good), race(spoiled), T::from(1.0))
        }
        Judge::Vote { .. } => {
            let (acceptable, unacceptable) = verdicts(judge, plain);
            let alike = [acceptable.sound, acceptable.bad].map(T::from);
            let others = [unacceptable.sound, unacceptable.bad].map(T::from);
            (alike, others, T::from(1.0))
        }
    };
    let one = T::from(1.0);
    let (aa, au, al) = (draft.aa * sound, draft.au * bad, draft.al * bad);
    let (ua, uu, ul) = (draft.ua * saved, draft.uu * stuck, draft.ul * stuck);
    let ll = draft.ll * lost;
    Transition {
        aa,
        au,
        al,
        a_gone: one - aa - au - al,
        ua,
        uu,
        ul,
        u_gone: one - ua - uu - ul,
        ll,
        l_gone: one - ll,
        ..*draft
    }
}

/// By how much likelier a sound and a bad draft are kept than made, each draft after the
/// first marked: Σ (rejected·mark)ʲ·accepted, and the last of `tries` whatever it is.
fn retried<T: Scalar>(
    (sound, bad): (f64, f64),
    rejects: (f64, f64),
    tries: u64,
    mark: T,
) -> [T; 2] {
    let rejected = sound * rejects.0 + bad * rejects.1;
    let accepted = sound * (1.0 - rejects.0) + bad * (1.0 - rejects.1);
    if tries == 0 && accepted < HOPELESS {
        return [T::from(1.0); 2];
    }
    let again = mark * rejected;
    let (mut decided, mut last) = (T::default(), T::from(1.0));
    if tries == 0 {
        decided = (T::from(1.0) - again).inverse();
        last = T::default();
    } else {
        for _ in 1..tries {
            decided += last;
            last = last * again;
        }
    }
    [rejects.0, rejects.1].map(|reject| decided * (1.0 - reject) + last)
}

/// By how much likelier drafts on the winning side are kept than made, each two votes after
/// the first `lead` marked.
///
/// The generating function of the gambler's ruin: E[mark^m; the side with p wins] =
/// pᵏ/wₖ, where w₀ = 2, w₁ = 1, wₙ = wₙ₋₁ − p·q·mark·wₙ₋₂ (W. Feller, An Introduction to
/// Probability Theory, XIV.4, whose roots are summed here by their recursion).
fn raced<T: Scalar>((p, q): (f64, f64), lead: u64, common_cause: f64, mark: T) -> [T; 2] {
    let (p, q) = (p.clamp(0.0, 1.0), q.clamp(0.0, 1.0));
    let product = mark * (p * q);
    let (mut before, mut now) = (T::from(2.0), T::from(1.0));
    for _ in 1..lead {
        let next = now - product * before;
        (before, now) = (now, next);
    }
    let all = now.inverse();
    [p, q].map(|side| {
        let power = crate::number::math::pow(side, lead.saturating_sub(1) as f64);
        T::from(common_cause) + all * ((1.0 - common_cause) * power)
    })
}
