//! The published and hand-made values of the first two processes.

use crate::support::{close, independent, near, recoverable};
use bounceback_core::exact::{Exact, Horizon};
use bounceback_core::model::chain::Occupancy;
use bounceback_core::model::criterion::Criterion::{Acceptable, Flawless, Tolerant};
use bounceback_core::model::scenario::Scenario;
use bounceback_core::number::binomial;
use bounceback_core::number::probability::Probability;

fn horizon(scenario: &Scenario, target: f64) -> Horizon {
    Exact::new(scenario).horizon(Flawless, Probability::new(target).unwrap())
}

#[test]
fn independent_errors_at_one_percent_give_lecuns_curve() {
    let scenario = independent(0.01);
    let exact = Exact::new(&scenario);
    for criterion in [Flawless, Acceptable, Tolerant(0)] {
        near(
            exact.success(criterion, 100),
            0.366_032_341_273,
            5e-13,
            "100 tokens",
        );
        near(
            exact.success(criterion, 1000),
            0.000_043_171_247_410_7,
            5e-17,
            "1,000 tokens",
        );
    }
    near(exact.half_life(), 68.967_563_936_5, 5e-11, "half-life");
}

#[test]
fn at_one_percent_half_survive_68_tokens_and_four_fifths_survive_22() {
    for scenario in [independent(0.01), recoverable(0.01, 0.05, 0.3)] {
        assert_eq!(horizon(&scenario, 0.5), Horizon::Tokens(68));
        assert_eq!(horizon(&scenario, 0.8), Horizon::Tokens(22));
    }
}

#[test]
fn recoverable_errors_part_from_lecuns_curve() {
    let scenario = recoverable(0.01, 0.05, 0.0);
    let exact = Exact::new(&scenario);
    near(
        exact.success(Acceptable, 20),
        0.881_684_373_522,
        5e-13,
        "acceptable",
    );
    near(
        exact.success(Flawless, 20),
        0.817_906_937_597,
        5e-13,
        "flawless",
    );
    near(exact.limit(Acceptable), 5.0 / 6.0, 1e-15, "limit");
    assert_eq!(exact.limit(Flawless), 0.0);
}

#[test]
fn at_most_one_error_in_a_hundred_tokens() {
    for scenario in [independent(0.01), recoverable(0.01, 0.05, 0.5)] {
        let at_most_one = Exact::new(&scenario).success(Tolerant(1), 100);
        near(at_most_one, 0.735_761_978_923, 5e-13, "tolerant(1)");
    }
}

#[test]
fn recovery_that_makes_tokens_independent_gives_one_probability_for_all_lengths() {
    for e in [1e-12, 0.01, 0.1, 0.3, 0.5, 0.7, 0.99] {
        let scenario = recoverable(e, 1.0 - e, 0.0);
        let exact = Exact::new(&scenario);
        for n in [1, 2, 3, 10, 1001, 1_000_000_000] {
            let what = format!("e {e}, {n} tokens");
            close(exact.success(Acceptable, n), 1.0 - e, 1e-15, &what);
            close(exact.occupancy(n).unacceptable, e, 1e-12, &what);
        }
    }
}

/// By hand, for one, two and three tokens: every path written out.
#[test]
fn the_first_three_tokens_with_fatal_errors_are_those_written_out_by_hand() {
    let (e, r, f) = (0.3, 0.4, 0.25);
    let (stays, spoils, kills) = (0.7, 0.225, 0.075); // 1 − e, e(1 − f), e·f
    let mut by_hand = vec![Occupancy::START];
    by_hand.push(Occupancy {
        flawless: 0.7,
        recovered: 0.0,
        unacceptable: 0.225,
        lost: 0.075,
    });
    by_hand.push(Occupancy {
        flawless: 0.49,
        recovered: spoils * r,
        unacceptable: stays * spoils + spoils * (1.0 - r),
        lost: kills + stays * kills,
    });
    by_hand.push(Occupancy {
        flawless: 0.343,
        recovered: stays * spoils * r + spoils * r * stays + spoils * (1.0 - r) * r,
        unacceptable: stays * stays * spoils
            + stays * spoils * (1.0 - r)
            + spoils * r * spoils
            + spoils * (1.0 - r) * (1.0 - r),
        lost: kills + stays * kills + stays * stays * kills + spoils * r * kills,
    });
    let scenario = recoverable(e, r, f);
    for (n, expected) in by_hand.iter().enumerate() {
        let actual = Exact::new(&scenario).occupancy(n as u64).to_array();
        for (actual, expected) in actual.into_iter().zip(expected.to_array()) {
            near(actual, expected, 1e-15, &format!("{n} tokens"));
        }
    }
}

#[test]
fn certain_errors_and_certain_recovery_alternate() {
    let scenario = recoverable(1.0, 1.0, 0.0);
    let exact = Exact::new(&scenario);
    for n in [0, 1, 2, 3, 10, 11, 999_999_999, 1_000_000_000] {
        let [flawless, recovered, unacceptable, lost] = exact.occupancy(n).to_array();
        let even = f64::from(u8::from(n % 2 == 0));
        assert_eq!(flawless + recovered, even, "{n}");
        assert_eq!(unacceptable, 1.0 - even, "{n}");
        assert_eq!((flawless, lost), (f64::from(u8::from(n == 0)), 0.0), "{n}");
    }
}

#[test]
fn where_every_error_is_fatal_recovery_has_nothing_to_do() {
    for (e, r) in [
        (0.2, 0.2),
        (0.2, 0.7),
        (0.7, 0.2),
        (1.0, 1.0),
        (1e-12, 1e-12),
        (0.5, 0.0),
    ] {
        let scenario = recoverable(e, r, 1.0);
        for n in [0, 1, 2, 7, 300] {
            let at = Exact::new(&scenario).occupancy(n);
            let what = format!("e {e}, r {r}, {n} tokens");
            // 0 · ln 0 is 0 here: no token, no error.
            let exponent = if n == 0 {
                0.0
            } else {
                n as f64 * f64::ln_1p(-e)
            };
            close(at.flawless, exponent.exp(), 1e-12, &what);
            close(at.lost, -exponent.exp_m1(), 1e-12, &what);
            near(at.recovered, 0.0, 1e-15, &what);
            assert_eq!(at.unacceptable, 0.0, "{what}");
        }
    }
}

/// The living block has trace 2 − e − r and determinant (1 − e)(1 − r) − e·r·(1 − φ).
#[test]
fn with_fatal_errors_the_slower_eigenvalue_is_the_rate_of_decay() {
    for (e, r, f) in [(0.01_f64, 0.05, 0.1), (0.3, 0.6, 0.02), (0.001, 0.4, 0.5)] {
        let (trace, determinant) = (2.0 - e - r, (1.0 - e) * (1.0 - r) - e * r * (1.0 - f));
        let slower = f64::midpoint(trace, (trace * trace - 4.0 * determinant).sqrt());
        let scenario = recoverable(e, r, f);
        let exact = Exact::new(&scenario);
        let rate = exact.success(Acceptable, 2001) / exact.success(Acceptable, 2000);
        close(rate, slower, 1e-12, &format!("e {e}, r {r}, f {f}"));
        assert_eq!(exact.limit(Acceptable), 0.0);
    }
}

#[test]
fn before_the_first_token_nothing_can_have_gone_wrong() {
    for e in [0.0, 5e-324, 1e-12, 0.3, 1.0] {
        for r in [0.0, 5e-324, 1e-12, 0.3, 1.0] {
            for f in [0.0, 5e-324, 0.5, 1.0] {
                let scenario = recoverable(e, r, f);
                assert_eq!(
                    Exact::new(&scenario).occupancy(0),
                    Occupancy::START,
                    "{e} {r} {f}"
                );
            }
        }
    }
}

#[test]
fn without_errors_every_completion_stays_flawless() {
    for r in [0.0, 5e-324, 0.5, 1.0] {
        let scenario = recoverable(0.0, r, 0.5);
        let exact = Exact::new(&scenario);
        assert_eq!(exact.occupancy(1_000_000_000), Occupancy::START);
        assert_eq!(exact.limit(Acceptable), 1.0);
        assert_eq!(exact.half_life(), f64::INFINITY);
        assert_eq!(exact.success(Tolerant(0), 1_000_000_000), 1.0);
        assert_eq!(horizon(&scenario, 1.0), Horizon::Infinite);
    }
}

#[test]
fn certain_errors_spoil_the_first_token_and_none_is_left_after_it() {
    let scenario = recoverable(1.0, 0.0, 0.25);
    let exact = Exact::new(&scenario);
    for n in [1, 2, 1_000_000_000] {
        assert_eq!(exact.occupancy(n).to_array(), [0.0, 0.0, 0.75, 0.25], "{n}");
        assert_eq!(exact.success(Tolerant(n - 1), n), 0.0);
        assert_eq!(exact.success(Tolerant(n), n), 1.0);
    }
    assert_eq!(exact.half_life(), 0.0);
    assert_eq!(horizon(&scenario, 0.5), Horizon::Tokens(0));
}

/// Whether a value has this many digits of the expected one; what lies below
/// 10⁻³⁰⁰ has few left in an `f64`.
fn agrees(actual: f64, expected: f64) -> bool {
    (actual - expected).abs() <= (1e-12 * expected).max(1e-300)
}

/// Every row of the reference at which a reading of the occupancy has fewer than
/// twelve digits; `read` gives the value read and the one expected.
fn faults(read: impl Fn(Occupancy, [f64; 4]) -> (f64, f64), alternating: bool) -> Vec<String> {
    let mut faults = Vec::new();
    for row in crate::support::rows(include_str!("../data/occupancy.csv")) {
        let number = |i: usize| row[i].parse::<f64>().unwrap();
        let (error, recovery) = (number(0), number(1));
        if (error + recovery > 1.0) == alternating {
            let scenario = recoverable(error, recovery, number(2));
            let at = Exact::new(&scenario).occupancy(row[3].parse().unwrap());
            let (actual, expected) = read(at, [4, 5, 6, 7].map(number));
            if !agrees(actual, expected) {
                faults.push(format!(
                    "{} has {actual:e} for {expected:e}",
                    row[..4].join(",")
                ));
            }
        }
    }
    faults
}

#[test]
fn flawless_acceptable_and_unacceptable_keep_twelve_digits() {
    let none: [String; 0] = [];
    assert_eq!(
        faults(|at, expected| (at.flawless, expected[0]), false),
        none
    );
    assert_eq!(
        faults(|at, expected| (at.acceptable(), expected[1]), false),
        none
    );
    assert_eq!(
        faults(|at, expected| (at.unacceptable, expected[2]), false),
        none
    );
}

#[test]
fn lost_keeps_twelve_digits_however_rare_fatal_errors_are() {
    let none: [String; 0] = [];
    assert_eq!(faults(|at, expected| (at.lost, expected[3]), false), none);
}

#[test]
fn what_is_missing_to_certainty_keeps_its_digits_however_rare_errors_are() {
    let missing =
        |at: Occupancy, expected: [f64; 4]| (at.unacceptable + at.lost, expected[2] + expected[3]);
    let none: [String; 0] = [];
    assert_eq!(faults(missing, false), none);
}

/// Where error + recovery > 1 a state can be the difference of two powers that
/// nearly cancel: it keeps what a number near 1 has.
#[test]
fn an_alternating_chain_keeps_fifteen_decimals() {
    for state in 0..4 {
        let pair = |at: Occupancy, expected: [f64; 4]| {
            let [flawless, _, unacceptable, lost] = at.to_array();
            let actual = [flawless, at.acceptable(), unacceptable, lost][state];
            // Compared as 1 + x: fifteen decimals instead of twelve digits.
            (
                if (actual - expected[state]).abs() <= 1e-15 {
                    expected[state]
                } else {
                    actual
                },
                expected[state],
            )
        };
        assert_eq!(faults(pair, true), [] as [String; 0], "{state}");
    }
}

#[test]
fn counts_of_errors_keep_twelve_digits() {
    for row in crate::support::rows(include_str!("../data/at_most.csv")) {
        let (most, trials) = (row[0].parse().unwrap(), row[1].parse().unwrap());
        let actual = binomial::at_most(most, trials, row[2].parse().unwrap());
        let expected = row[3].parse().unwrap();
        assert!(agrees(actual, expected), "{}: {actual:e}", row.join(","));
    }
}
