//! Horizons and limits, against a scan of every length, and what must hold of
//! every curve whatever the numbers.

use crate::support::generator::Generator;
use crate::support::{close, independent, near, recoverable};
use bounceback_core::exact::{Exact, Horizon};
use bounceback_core::model::criterion::Criterion::{self, Acceptable, Flawless, Tolerant};
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::number::probability::Probability;

fn horizon(scenario: &Scenario, criterion: Criterion, target: f64) -> Horizon {
    Exact::new(scenario).horizon(criterion, Probability::new(target).unwrap())
}

/// The largest length up to `end` up to which the target holds, by looking at each.
fn scan(scenario: &Scenario, criterion: Criterion, target: f64, end: u64) -> u64 {
    let exact = Exact::new(scenario);
    (scenario.done() + 1..=end)
        .find(|&n| exact.success(criterion, n) < target)
        .map_or(end, |n| n - 1)
}

const TARGETS: [f64; 9] = [0.05, 0.2, 0.5, 0.6, 0.8, 0.9, 0.95, 0.99, 0.999];

#[test]
fn a_horizon_is_the_last_length_before_a_scan_finds_one_that_breaks_it() {
    const END: u64 = 1500;
    let mut found = 0;
    for e in [0.003, 0.01, 0.1, 0.4, 0.6, 0.9, 0.97, 1.0] {
        for r in [0.0, 0.004, 0.05, 0.3, 0.6, 0.75, 0.9, 0.99, 1.0] {
            for f in [0.0, 0.02, 0.5, 1.0] {
                let scenario = recoverable(e, r, f);
                for criterion in [Flawless, Acceptable, Tolerant(0), Tolerant(3)] {
                    for target in TARGETS {
                        let what = format!("{e} {r} {f} {criterion:?} {target}");
                        // A length at which the target is met to the last few bits may count or not.
                        let [scanned, most] = [target, target * (1.0 - 1e-14)]
                            .map(|target| scan(&scenario, criterion, target, END));
                        match horizon(&scenario, criterion, target) {
                            Horizon::Tokens(n) if n < END - 1 => {
                                assert!(n == scanned || n == most, "{what}: {n}");
                                found += 1;
                            }
                            other => assert!(most >= END - 1, "{what}: {other:?}"),
                        }
                    }
                }
            }
        }
    }
    assert!(found > 5000, "only {found} horizons lay within the scan");
}

#[test]
fn a_horizon_is_never_before_what_is_done() {
    for (e, r) in [(1.0, 0.0), (0.5, 0.1), (0.01, 0.05), (0.9, 0.9)] {
        let fresh = recoverable(e, r, 0.1);
        let mut begun = fresh.clone();
        begun.set(Key::Done, 300.0).unwrap();
        for criterion in [Flawless, Acceptable, Tolerant(2)] {
            for target in [0.5, 0.95, 1.0] {
                let Horizon::Tokens(further) = horizon(&fresh, criterion, target) else {
                    panic!("finite");
                };
                assert_eq!(
                    horizon(&begun, criterion, target),
                    Horizon::Tokens(300 + further),
                    "{e} {r} {criterion:?} {target}"
                );
            }
        }
    }
}

/// Powers of ½ are exact in an `f64`, and so is the comparison with them.
#[test]
fn a_target_that_is_met_exactly_is_met() {
    let halves = independent(0.5);
    for k in 1..=40 {
        let target = 0.5_f64.powi(k);
        let expected = Horizon::Tokens(u64::from(k.unsigned_abs()));
        assert_eq!(horizon(&halves, Flawless, target), expected, "2^-{k}");
        assert_eq!(horizon(&halves, Tolerant(0), target), expected, "2^-{k}");
    }
}

/// A horizon is the largest N up to which every length meets the target: that others do
/// further out, again and again, is of no use to who has to stop there.
#[test]
fn a_horizon_ends_where_the_target_is_missed_however_often_it_is_met_again() {
    for target in TARGETS {
        assert_eq!(
            horizon(&recoverable(1.0, 1.0, 0.0), Acceptable, target),
            Horizon::Tokens(0)
        );
    }
    // The first token misses .47, the second meets it, and so do all beyond the limit .4706.
    let alternating = recoverable(0.9, 0.8, 0.0);
    assert!(Exact::new(&alternating).success(Acceptable, 2) > 0.47);
    assert_eq!(horizon(&alternating, Acceptable, 0.47), Horizon::Tokens(0));
    // .09 is met at once and at every length after.
    assert_eq!(horizon(&alternating, Acceptable, 0.09), Horizon::Infinite);
}

#[test]
fn a_horizon_is_infinite_where_the_limit_reaches_the_target() {
    for (e, r) in [(0.01, 0.05), (0.1, 0.3), (0.3, 0.3), (0.25, 0.75)] {
        let scenario = recoverable(e, r, 0.0);
        let limit = Exact::new(&scenario).limit(Acceptable);
        close(limit, r / (e + r), 1e-15, "limit");
        assert_eq!(horizon(&scenario, Acceptable, limit), Horizon::Infinite);
        assert_eq!(
            horizon(&scenario, Acceptable, limit - 1e-9),
            Horizon::Infinite
        );
        assert!(matches!(
            horizon(&scenario, Acceptable, limit + 1e-9),
            Horizon::Tokens(_)
        ));
        assert!(matches!(
            horizon(&scenario, Flawless, 1e-9),
            Horizon::Tokens(_)
        ));
        let fatal = recoverable(e, r, 1e-3);
        assert!(matches!(
            horizon(&fatal, Acceptable, limit),
            Horizon::Tokens(_)
        ));
    }
    assert_eq!(
        horizon(&recoverable(0.5, 0.0, 0.0), Flawless, 0.0),
        Horizon::Infinite
    );
}

#[test]
fn too_far_to_count_is_beyond_and_not_for_ever() {
    for e in [1e-18, 1e-100, 5e-324] {
        assert_eq!(
            horizon(&independent(e), Flawless, 0.5),
            Horizon::Beyond(1 << 53),
            "{e}"
        );
        assert_eq!(
            horizon(&recoverable(e, 0.0, 0.0), Acceptable, 0.5),
            Horizon::Beyond(1 << 53),
            "{e}"
        );
    }
    assert_eq!(
        horizon(&recoverable(0.5, 0.5, 1e-17), Acceptable, 0.4),
        Horizon::Beyond(1 << 53)
    );
    // ln 2 · 10¹², known to a token: a scan would take hours.
    assert_eq!(
        horizon(&independent(1e-12), Flawless, 0.5),
        Horizon::Tokens(693_147_180_559)
    );
}

#[test]
fn a_limit_is_where_the_curve_is_after_a_billion_tokens() {
    for e in [1e-4, 0.01, 0.3, 0.99, 1.0] {
        for r in [0.0, 1e-4, 0.05, 0.7, 0.99] {
            for f in [0.0, 0.01, 1.0] {
                let scenario = recoverable(e, r, f);
                let exact = Exact::new(&scenario);
                for criterion in [Flawless, Acceptable, Tolerant(5)] {
                    let what = format!("{e} {r} {f} {criterion:?}");
                    let (end, limit) = (
                        exact.success(criterion, 1_000_000_000),
                        exact.limit(criterion),
                    );
                    near(end, limit, 1e-15, &what);
                }
            }
        }
    }
    let unfailing = recoverable(0.0, 0.3, 0.5);
    for criterion in [Flawless, Acceptable, Tolerant(5)] {
        assert_eq!(Exact::new(&unfailing).limit(criterion), 1.0);
    }
}

/// Random scenarios: any bits at all, and the lengths to look at.
fn random(seed: u64) -> impl Iterator<Item = ([f64; 3], u64, Generator)> {
    let mut generator = Generator::new(seed);
    (0..20_000).map(move |_| {
        let numbers = [0; 3].map(|_| generator.probability());
        (
            numbers,
            generator.whole(0, 1_000_000_000),
            generator.clone(),
        )
    })
}

#[test]
fn every_answer_is_a_probability_and_the_four_states_are_all() {
    for ([e, r, f], n, _) in random(1) {
        let scenario = recoverable(e, r, f);
        let at = Exact::new(&scenario).occupancy(n).to_array();
        let what = format!("{e:?} {r:?} {f:?} {n}: {at:?}");
        assert!(at.iter().all(|p| (0.0..=1.0 + 1e-12).contains(p)), "{what}");
        near(at.iter().sum(), 1.0, 1e-12, &what);
    }
}

#[test]
fn recovery_and_fatal_errors_never_move_flawless() {
    for ([e, r, f], n, _) in random(2) {
        let (with, without) = (recoverable(e, r, f), independent(e));
        let (with, without) = (Exact::new(&with), Exact::new(&without));
        for criterion in [Flawless, Tolerant(0), Tolerant(3)] {
            assert_eq!(
                with.success(criterion, n),
                without.success(criterion, n),
                "{e:?} {r:?} {n}"
            );
        }
        assert_eq!(with.half_life(), without.half_life());
    }
}

#[test]
fn without_recovery_both_questions_have_lecuns_answer() {
    for ([e, _, f], n, _) in random(3) {
        let (none, independent) = (recoverable(e, 0.0, f), independent(e));
        let (none, independent) = (Exact::new(&none), Exact::new(&independent));
        let what = format!("{e:?} {f:?} {n}");
        assert_eq!(
            none.success(Acceptable, n),
            independent.success(Flawless, n),
            "{what}"
        );
        assert_eq!(
            none.success(Flawless, n),
            independent.success(Flawless, n),
            "{what}"
        );
        assert_eq!(
            none.limit(Acceptable),
            independent.limit(Acceptable),
            "{what}"
        );
    }
}

#[test]
fn acceptable_is_never_below_flawless_nor_tolerant_below_a_lesser_tolerance() {
    for ([e, r, f], n, mut generator) in random(4) {
        let scenario = recoverable(e, r, f);
        let exact = Exact::new(&scenario);
        let what = format!("{e:?} {r:?} {f:?} {n}");
        let flawless = exact.success(Flawless, n);
        assert!(exact.success(Acceptable, n) >= flawless, "{what}");
        let most = generator.below(50);
        let (fewer, more) = (
            exact.success(Tolerant(most), n),
            exact.success(Tolerant(most + 1), n),
        );
        assert!(
            more >= fewer * (1.0 - 1e-12),
            "{what}, {most}: {fewer} then {more}"
        );
        close(exact.success(Tolerant(0), n), flawless, 1e-12, &what);
    }
}

/// Where a bad state is not left sooner than a good one (e + r ≤ 1) and nothing
/// is fatal. An alternating chain may be caught on its better foot; for fatal
/// errors see below.
#[test]
fn more_error_never_helps_and_more_recovery_never_harms() {
    for ([e, r, _], n, mut generator) in random(5) {
        let acceptable = |e: f64, r: f64| {
            let scenario = recoverable(e, r, 0.0);
            Exact::new(&scenario).success(Acceptable, n)
        };
        let base = acceptable(e, r);
        let what = format!("{e:?} {r:?} {n}");
        let worse = e + (1.0 - e) * generator.unit();
        if worse + r <= 1.0 {
            assert!(
                acceptable(worse, r) <= base + 1e-12,
                "{what}, error {worse}"
            );
        }
        let faster = r + (1.0 - r) * generator.unit();
        if e + faster <= 1.0 {
            assert!(
                acceptable(e, faster) >= base - 1e-12,
                "{what}, recovery {faster}"
            );
        }
        let flawless = |e: f64| Exact::new(&independent(e)).success(Flawless, n);
        assert!(
            flawless(worse) <= flawless(e),
            "{what}, flawless at {worse}"
        );
    }
}

#[test]
fn a_greater_fatal_share_never_helps() {
    for ([e, r, f], n, mut generator) in random(8) {
        let (mild, grave) = (
            recoverable(e, r, f),
            recoverable(e, r, f + (1.0 - f) * generator.unit()),
        );
        let (mild, grave) = (Exact::new(&mild), Exact::new(&grave));
        let what = format!("{e:?} {r:?} {f:?} {n}");
        let (mild, grave) = (mild.success(Acceptable, n), grave.success(Acceptable, n));
        assert!(grave <= mild + 1e-12, "{what}: {mild} then {grave}");
    }
}

/// Who recovers sooner errs again sooner, and one error in two is the last: in the
/// long run the slow are the survivors.
#[test]
fn where_errors_may_be_fatal_recovery_helps_at_first_and_harms_in_the_end() {
    let (slow, fast) = (recoverable(0.2, 0.001, 0.5), recoverable(0.2, 0.3, 0.5));
    let (slow, fast) = (Exact::new(&slow), Exact::new(&fast));
    assert!(fast.success(Acceptable, 20) > 10.0 * slow.success(Acceptable, 20));
    assert!(fast.success(Acceptable, 2000) < 1e-12 * slow.success(Acceptable, 2000));
}

#[test]
fn a_curve_that_does_not_alternate_never_rises() {
    for ([e, r, f], n, mut generator) in random(6) {
        let scenario = recoverable(e, r, f);
        let exact = Exact::new(&scenario);
        let later = n + generator.whole(1, 1_000_000);
        let most = generator.below(20);
        for criterion in [Flawless, Acceptable, Tolerant(most)] {
            if criterion != Acceptable || e + r <= 1.0 {
                let (now, then) = (exact.success(criterion, n), exact.success(criterion, later));
                assert!(
                    then <= now + 1e-12,
                    "{e:?} {r:?} {f:?} {criterion:?} {n} {later}: {now} {then}"
                );
            }
        }
    }
}

#[test]
fn a_horizon_shrinks_as_the_target_rises() {
    let rank = |horizon: Horizon| match horizon {
        Horizon::Tokens(n) => n,
        Horizon::Beyond(_) => u64::MAX - 1,
        Horizon::Infinite => u64::MAX,
    };
    for ([e, r, f], _, mut generator) in random(7).take(3000) {
        let scenario = recoverable(e, r, f);
        let low = generator.unit();
        let high = low + (1.0 - low) * generator.unit();
        for criterion in [Flawless, Acceptable, Tolerant(2)] {
            let (far, near) = (
                horizon(&scenario, criterion, low),
                horizon(&scenario, criterion, high),
            );
            assert!(
                rank(near) <= rank(far),
                "{e:?} {r:?} {f:?} {criterion:?} {low} {high}"
            );
        }
    }
}
