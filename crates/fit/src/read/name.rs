//! What the names of columns tell.

use super::names::{DECOYS, NAMES};
use super::role::Role;

/// Words that turn a result around.
const FAILURES: [&str; 40] = [
    "error",
    "errors",
    "err",
    "fail",
    "failed",
    "fails",
    "failure",
    "failures",
    "mistake",
    "mistakes",
    "wrong",
    "incorrect",
    "wer",
    "fehler",
    "unsolved",
    "crash",
    "crashed",
    "lost",
    "loss",
    "falsch",
    "hallucinated",
    "hallucination",
    "hallucinations",
    "hallucinates",
    "invalid",
    "inaccurate",
    "incorrectly",
    "mistaken",
    "erroneous",
    "faulty",
    "flawed",
    "failing",
    "unsuccessful",
    "unfaithful",
    "unsupported",
    "bad",
    "buggy",
    "broken",
    "falsche",
    "fehlerhaft",
];

/// The words of a heading: those of `nDigits`, `n_digits`, `N-Digits` are the same.
pub(super) fn words(heading: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut small = false;
    for letter in heading.chars().take(80) {
        // camelCase parts; ABC doesn't.
        let part = !letter.is_alphanumeric() || small && letter.is_uppercase();
        if part && words.last().is_some_and(|it| !it.is_empty()) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter.is_alphanumeric()) {
            word.extend(letter.to_lowercase());
        }
        small = letter.is_lowercase();
    }
    words.retain(|it| !it.is_empty());
    words
}

/// How well one name of a list fits: 3 where it is the heading, less where it is a part.
fn fits(words: &[String], names: &str) -> f64 {
    let heading = words.join(" ");
    let mut best = 0.0_f64;
    for name in names.split('|') {
        let length = name.split(' ').count() as f64;
        let fit = if heading == name {
            3.0
        } else if name.chars().count() < 2 {
            // A letter is a name only alone.
            0.0
        } else if heading.ends_with(&format!(" {name}")) {
            1.6
        } else if heading.starts_with(&format!("{name} ")) {
            1.4
        } else if heading.contains(&format!(" {name} ")) {
            1.0
        } else {
            0.0
        };
        // Two words that fit say more than one.
        let more = if fit > 0.0 && fit < 3.0 {
            0.2 * (length - 1.0)
        } else {
            0.0
        };
        best = best.max(fit + more);
    }
    best
}

/// How well a heading names a role: 0 to 3.
pub(super) fn named(heading: &str, role: Role) -> f64 {
    let Some((_, names)) = NAMES.iter().find(|(it, _)| *it == role) else {
        return 0.0;
    };
    let whole = fits(&words(heading), names);
    // An object within an object: metrics.n.
    match heading.rsplit_once('.') {
        Some((before, last)) if before.len() > 3 => whole.max(fits(&words(last), names)),
        _ => whole,
    }
}

/// Whether a heading counts repeats of one thing: attempt 1, attempt 2.
pub(super) fn is_repeat(heading: &str) -> bool {
    let repeats = [
        "attempt",
        "trial",
        "run",
        "try",
        "sample",
        "seed",
        "rep",
        "repeat",
        "replicate",
        "rollout",
    ];
    let words = words(heading);
    match &words[..] {
        [one] => {
            repeats.contains(&one.trim_end_matches(|it: char| it.is_ascii_digit()))
                && one.ends_with(|it: char| it.is_ascii_digit())
        }
        [one, number] => {
            repeats.contains(&one.as_str()) && number.bytes().all(|it| it.is_ascii_digit())
        }
        _ => false,
    }
}

/// The trials that a heading tells: accuracy (25 samples), model A (n=100).
pub(super) fn trials_in(heading: &str) -> Option<f64> {
    let words = words(heading);
    let number = |it: &String| it.parse().ok().filter(|it| *it > 0.0);
    let named = [
        "samples",
        "trials",
        "runs",
        "questions",
        "examples",
        "tasks",
        "problems",
        "attempts",
    ];
    words.windows(2).find_map(|it| {
        if it[0] == "n" {
            number(&it[1])
        } else {
            number(&it[0]).filter(|_| named.contains(&it[1].as_str()))
        }
    })
}

/// The number of the first step, where a heading tells it: step (1-based).
pub(super) fn base_in(heading: &str) -> Option<u8> {
    let words = words(heading);
    let number = |it: &str| match it {
        "0" | "zero" => Some(0),
        "1" | "one" => Some(1),
        _ => None,
    };
    words.windows(2).find_map(|it| match (&*it[0], &*it[1]) {
        (first, "based" | "indexed" | "index" | "basiert") | ("from" | "ab" | "von", first) => {
            number(first)
        }
        _ => None,
    })
}

/// Whether a heading says that its column tells clusters apart, and nothing else.
pub(super) fn of_clusters(heading: &str) -> bool {
    let said = ["cluster", "clusters"];
    words(heading).iter().any(|it| said.contains(&it.as_str()))
}

/// Whether a heading names anything at all.
pub(super) fn known(heading: &str) -> bool {
    NAMES.iter().any(|(role, _)| named(heading, *role) >= 1.4) || decoy(heading)
}

/// Whether a heading names what is neither a length nor a result.
pub(super) fn decoy(heading: &str) -> bool {
    fits(&words(heading), DECOYS) >= 1.0
}

/// Whether a heading says that failures are counted.
pub(super) fn of_failures(heading: &str) -> bool {
    let words = words(heading);
    // A standard error is none.
    let standard = words
        .iter()
        .any(|it| it.starts_with("std") || it == "standard");
    !standard && words.iter().any(|it| FAILURES.contains(&it.as_str()))
}

/// Whether a heading says that a share is in percent.
pub(super) fn of_percent(heading: &str) -> bool {
    let said = ["percent", "percentage", "pct", "prozent"];
    heading.contains('%') || words(heading).iter().any(|it| said.contains(&it.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_its_words() {
        for heading in ["n_digits", "nDigits", "N-Digits", " n digits ", "N_DIGITS"] {
            assert_eq!(words(heading), ["n", "digits"], "{heading}");
        }
        assert_eq!(words("pass@1"), ["pass", "1"]);
        assert_eq!(words("acc,none"), ["acc", "none"]);
    }

    #[test]
    fn columns_are_known_by_the_names_that_people_use() {
        for (heading, role) in [
            ("human_minutes", Role::Length),
            ("duration_hours", Role::Length),
            ("context_length", Role::Length),
            ("n_digits", Role::Length),
            ("seq_len", Role::Length),
            ("score_binarized", Role::Trial),
            ("acc_stderr", Role::StandardError),
            ("exact_match_stderr", Role::StandardError),
            ("task_family", Role::Cluster),
            ("alias", Role::Series),
            ("at_risk", Role::Survivors),
            ("first_mistakes", Role::Failed),
            ("mistake_index", Role::FirstMistake),
            ("Erfolgsquote", Role::Rate),
            ("Context length (tokens)", Role::Length),
            ("invsqrt_task_weight", Role::Weight),
        ] {
            let best = Role::ALL.into_iter().max_by(|a, b| {
                let score = |role: &Role| named(heading, *role);
                score(a).total_cmp(&score(b))
            });
            assert_eq!(best, Some(role), "{heading}");
        }
        assert!(decoy("Epoch") && decoy("train_loss") && !decoy("steps"));
        assert!(of_failures("error_rate") && !of_failures("std_error") && !of_failures("correct"));
        assert!(of_failures("hallucinated") && of_failures("is_invalid") && !of_failures("valid"));
        assert!(of_percent("Accuracy (%)") && !of_percent("accuracy"));
        assert!(known("model") && !known("Foo bar"));
    }
}
