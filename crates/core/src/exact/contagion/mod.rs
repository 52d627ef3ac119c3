//! Completions that remember their errors: each one makes the next one likelier.
//!
//! The law of (errors since the clock started, acceptable or not) is walked one unit, a token
//! or a kept draft, after the other ([`law`]). From the count on at which an error is certain
//! nothing changes. Where the way is long, a contour integral takes any number of units at once
//! ([`far`]). A query starts the count anew: all rounds are powers of one ([`stages`]).
//!
//! Work is counted in steps from one count to the next, and is bounded: what would take more
//! is not known, and is NaN. Known are texts of some 20,000 tokens whatever the contagion, to
//! 10⁻¹²; and, to 10⁻⁷, any length at which errors have had the time to become certain, where
//! fewer than [`PLACES`] make them so. A contagion from 10⁻³ up is thus known at every length,
//! with queries too, and with drafts from 10⁻² up. `flawless` is known but for giant drafts.
//!
//! Given up are longer texts under a fainter contagion; long drafts under one, and many lengths
//! at once of such; ramps of the hazard too long to be walked; and few errors where drafts come
//! after a query. What comes after a stretch that is not known isn't either.

mod far;
mod law;
mod stages;
mod units;
mod walker;

pub(crate) use law::Token;
pub(crate) use stages::rounds;
pub(crate) use units::{Unit, certain};

pub(crate) use walker::{Ask, Look};

use crate::model::chain::Errors;
use crate::model::course::{Course, Memory};
use units::WORK;
use walker::{Stretch, Walker};

/// What is told of some lengths, a bound on the absolute error of the probabilities, and the
/// work that it took.
pub(super) struct Walked {
    pub(super) looks: Vec<Look>,
    pub(super) bound: f64,
    #[cfg_attr(not(test), allow(dead_code, reason = "claims are about it"))]
    pub(super) work: u64,
}

/// A course whose errors make no difference to the next as one that doesn't remember them.
pub(super) fn forgetting(course: Course) -> Course {
    let all = |is_so: fn(&Token) -> bool| {
        let mut tokens = course.stages().iter().map(|stage| Token::of(stage, 1.0));
        tokens.all(|token| is_so(&token))
    };
    let remembers = course.memory() == Memory::Errors;
    // So little makes no difference to all tokens there may be.
    // And where every token errs from the first on, none is made likelier to.
    let alike = |token: &Token| token.more < 1e-25 || token.first >= 1.0;
    if remembers && (all(alike) || all(|token| token.first == 0.0)) {
        return never_erring(course);
    }
    course
}

/// A course of completions none of which has erred: nothing makes their first error likelier.
pub(super) fn never_erring(mut course: Course) -> Course {
    course.each(|stage| stage.errors = Errors::Constant(Token::of(stage, 1.0).first));
    course
}

/// Walks a course, whose last phase goes on as far as it has to, to some lengths.
pub(super) fn walk(course: &Course, lengths: &[u64], ask: Ask) -> Walked {
    let mut walker = Walker::new(course, lengths.len(), ask);
    // In increasing order, with where they were asked.
    let mut looks: Vec<(u64, usize)> = lengths.iter().copied().zip(0..).collect();
    looks.sort_unstable();
    let (done, mut rest) = looks.split_at(looks.partition_point(|look| look.0 <= walker.start));
    for &(_, index) in done {
        walker.looks[index] = Look::new(1.0, 0.0);
    }
    let farthest = looks.last().map_or(0, |look| look.0);
    let stages = course.stages();
    for (i, stage) in stages.iter().enumerate() {
        let is_last = i + 1 == stages.len();
        let to = stage.to.max(if is_last { farthest } else { 0 });
        let (here, later) = rest.split_at(rest.partition_point(|look| look.0 <= to));
        rest = later;
        let stretch = Stretch {
            stage,
            from: stage.from,
            to,
            looks: here,
            goes_on: !later.is_empty(),
        };
        if stretch.is_asked() {
            match (&stage.check, &stage.query) {
                (Some(check), _) => walker.drafts(&stretch, check),
                (_, Some(query)) => walker.queries(&stretch, query),
                _ => walker.plain(&stretch),
            }
        }
    }
    Walked {
        // What no longer told at some step, and rounding.
        bound: walker.bound.max(1e-10) + 1e-15 * farthest as f64,
        work: WORK.saturating_sub(walker.work),
        looks: walker.looks,
    }
}

#[cfg(test)]
mod tests {
    //! No question takes more work than there is: see also `tests/native/contagion.rs`.

    use super::*;
    use crate::exact::view::View;

    #[test]
    fn where_every_token_errs_no_text_is_flawless() {
        use crate::exact::Exact;
        use crate::model::criterion::Criterion;
        for technique in ["direct", "verify", "vote", "query", "think", "backtrack"] {
            let link = |process: &str| {
                let text = format!("process={process}&technique={technique}&error=1&recovery=1");
                crate::share::link::read(&text).scenario
            };
            let (contagious, plain) = (link("self_conditioning"), link("recoverable"));
            for criterion in [Criterion::Flawless, Criterion::Acceptable] {
                for n in [1, 7, 20, 40, 200] {
                    let at = |scenario| Exact::new(scenario).success(criterion, n);
                    assert_eq!(at(&contagious), at(&plain), "{technique} {n} {criterion:?}");
                }
            }
        }
    }

    #[test]
    fn whatever_is_asked_the_work_is_bounded() {
        let many = crate::exact::lengths(0, 1_000_000_000, 100, true);
        for technique in [
            "direct&tokens=1000000000&recovery=1",
            "think&think=1000000000",
            "query&interval=1000000&tokens=1000000000&catch=0",
            "verify&interval=1000000&tokens=1000000000&sensitivity=1&false_reject=1",
            "verify&interval=1&tokens=1000000000&false_reject=1&tries=3",
            "vote&step=100&votes=1001&tokens=1000000",
            "vote&step=0&lead=1000&tokens=100000",
            "direct&schema=a:9:query;b:99999:vote;c:9:think;d;e:999:verify;f;g;h;i;j;k;l:9999",
        ] {
            for (error, contagion) in [
                ("1e-15", "1"),
                ("1e-6", "1e-12"),
                ("0.01", "1e-3"),
                ("1", "1e-5"),
            ] {
                let text = format!("recovery=0.05&error={error}&contagion={contagion}");
                let link = format!("process=self_conditioning&{text}&technique={technique}");
                let course = crate::share::link::read(&link).scenario.course();
                for (most, view) in [(None, View::Judged), (Some(200), View::Standing)] {
                    for lengths in [&many[..], &[course.end()]] {
                        let walked = walk(&course, lengths, Ask { most, view });
                        assert!(walked.work <= WORK, "{link}");
                        for look in &walked.looks {
                            for p in [look.flawless, look.acceptable, look.within] {
                                assert!(p.is_nan() || (0.0..=1.0).contains(&p), "{look:?}: {link}");
                            }
                        }
                    }
                }
            }
        }
    }
}
