//! What the names of columns tell.

use super::role::Role;

/// Names by which people call a column, in small letters, its words between blanks.
const NAMES: [(Role, &[&str]); 16] = [
    (
        Role::Length,
        &[
            "length",
            "lengths",
            "len",
            "n tokens",
            "num tokens",
            "tokens",
            "token",
            "context length",
            "context size",
            "context",
            "ctx",
            "ctx len",
            "seq len",
            "seqlen",
            "sequence length",
            "human minutes",
            "human time",
            "minutes",
            "hours",
            "duration",
            "duration hours",
            "duration minutes",
            "seconds",
            "task length",
            "horizon",
            "n digits",
            "num digits",
            "digits",
            "n steps",
            "num steps",
            "steps",
            "number of steps",
            "n hops",
            "hops",
            "hop",
            "depth",
            "problem size",
            "size",
            "complexity",
            "n disks",
            "disks",
            "input length",
            "output length",
            "prompt length",
            "n words",
            "words",
            "chars",
            "characters",
            "n lines",
            "lines",
            "n turns",
            "turns",
            "days",
            "n operations",
            "operations",
            "ops",
            "n items",
            "distance",
            "max length",
            "max seq length",
            "target length",
            "haystack",
            "haystack length",
            "länge",
            "laenge",
            "schritte",
            "longueur",
            "longitud",
            "長さ",
            "长度",
            "l",
            "step",
            "steps taken",
            "number of tokens",
            "token count",
            "nodes",
            "n variables",
            "sentences",
            "tokens generated",
            "time horizon",
            "lag",
            "t",
            "week",
            "chain length",
            "n",
            "k digits",
            "difficulty",
            "num hops",
            "n ops",
            "n operands",
            "operands",
            "trace length",
            "total steps",
            "position",
            "human hours",
            "estimated minutes",
        ],
    ),
    (
        Role::Successes,
        &[
            "successes",
            "n successes",
            "num successes",
            "success count",
            "correct",
            "n correct",
            "num correct",
            "number correct",
            "correct count",
            "right",
            "n right",
            "passed",
            "n passed",
            "passes",
            "pass",
            "hits",
            "solved",
            "n solved",
            "wins",
            "erfolge",
            "richtig",
            "richtige",
            "succès",
            "aciertos",
            "ok",
            "successful",
            "n success",
            "success",
            "k",
            "s",
            "completed",
            "acc count",
            "found",
            "needles found",
            "retrieved",
            "exact",
            "failures",
            "n failed",
            "n wrong",
            "wrong",
            "errors",
            "incorrect",
            "n incorrect",
        ],
    ),
    (
        Role::Trials,
        &[
            "trials",
            "n trials",
            "num trials",
            "total",
            "n total",
            "attempts",
            "n attempts",
            "samples",
            "n samples",
            "num samples",
            "sample size",
            "count",
            "num",
            "tasks",
            "n tasks",
            "runs",
            "n runs",
            "num runs",
            "number of runs",
            "episodes",
            "questions",
            "n questions",
            "examples",
            "n examples",
            "num examples",
            "tries",
            "n",
            "of",
            "versuche",
            "anzahl",
            "essais",
            "size",
            "n problems",
            "problems",
            "total count",
            "n eval",
            "support",
            "denominator",
            "cases",
            "m",
            "n prompts",
            "num prompts",
            "scenarios",
            "instances",
            "n instances",
            "n seeds",
            "needles",
            "eval",
        ],
    ),
    (
        Role::Rate,
        &[
            "rate",
            "accuracy",
            "acc",
            "acc norm",
            "exact match",
            "em",
            "p",
            "prob",
            "probability",
            "success rate",
            "pass rate",
            "pass 1",
            "percent",
            "pct",
            "share",
            "proportion",
            "fraction",
            "mean",
            "success percent",
            "win rate",
            "score",
            "em score",
            "value",
            "genauigkeit",
            "quote",
            "erfolgsquote",
            "anteil",
            "précision",
            "taux",
            "tasa",
            "f1",
            "recall",
            "mean score",
            "average",
            "avg",
            "avg score",
            "accuracy percent",
            "error rate",
            "err",
            "wer",
            "success",
            "successes",
            "p success",
            "mean acc",
            "failure rate",
            "performance",
            "exact str match",
            "correctness",
            "match",
            "准确率",
        ],
    ),
    (
        Role::StandardError,
        &[
            "se",
            "stderr",
            "std err",
            "std error",
            "standard error",
            "sem",
            "acc stderr",
            "error bar",
            "s e",
            "stderr acc",
            "standardfehler",
            "exact match stderr",
            "se mean",
            "stderr mean",
        ],
    ),
    (
        Role::Survivors,
        &[
            "at risk",
            "n at risk",
            "survivors",
            "n survivors",
            "surviving",
            "alive",
            "still alive",
            "remaining",
            "n risk",
            "survived",
            "reached",
            "flawless",
            "n alive",
            "without mistake",
            "still correct",
            "no error so far",
            "überlebende",
        ],
    ),
    (
        Role::Failed,
        &[
            "failed",
            "fail",
            "n failed",
            "failures",
            "first mistakes",
            "first errors",
            "deaths",
            "died",
            "mistakes",
            "errors",
            "events",
            "n event",
            "observed",
            "first failures",
            "n failures",
            "failed there",
            "incorrect",
            "wrong",
            "n wrong",
            "n incorrect",
            "fails",
            "fehler",
        ],
    ),
    (
        Role::Trial,
        &[
            "success",
            "score binarized",
            "pass",
            "passed",
            "correct",
            "is correct",
            "solved",
            "resolved",
            "right",
            "ok",
            "result",
            "score",
            "reward",
            "acc",
            "accuracy",
            "exact match",
            "outcome",
            "label",
            "match",
            "value",
            "succeeded",
            "is success",
            "status",
            "verdict",
            "answer correct",
            "final correct",
            "richtig",
            "erfolg",
            "completed",
            "failed",
            "fail",
            "error",
            "is error",
            "score cont",
            "grade",
            "em",
            "success flag",
            "binary",
            "is solved",
            "y",
            "correctness",
        ],
    ),
    (
        Role::Run,
        &[
            "run",
            "run id",
            "runid",
            "trace",
            "trace id",
            "trajectory",
            "trajectory id",
            "traj",
            "sample id",
            "sample",
            "episode",
            "episode id",
            "conversation",
            "rollout",
            "rollout id",
            "session",
            "doc id",
            "attempt",
            "id",
            "chain",
            "chain id",
            "completion",
            "uuid",
            "eval id",
            "lauf",
            "trial",
            "trial id",
            "example",
            "problem id",
            "conversation id",
            "instance id",
            "game",
        ],
    ),
    (
        Role::Step,
        &[
            "step",
            "step id",
            "step index",
            "step idx",
            "step no",
            "step number",
            "position",
            "turn",
            "turn id",
            "t",
            "index",
            "idx",
            "token",
            "token index",
            "i",
            "move",
            "iteration",
            "schritt",
            "round",
            "pos",
            "k",
            "order",
            "sentence",
            "hop",
            "line",
        ],
    ),
    (
        Role::Right,
        &[
            "right",
            "correct",
            "is correct",
            "label",
            "step correct",
            "step label",
            "ok",
            "good",
            "right or wrong",
            "valid",
            "is valid",
            "success",
            "acceptable",
            "rating",
            "richtig",
            "pass",
            "wrong",
            "error",
            "is error",
            "mistake",
            "judgement",
            "judgment",
            "step score",
            "state",
            "correctness",
            "verdict",
            "result",
        ],
    ),
    (
        Role::Outcome,
        &[
            "outcome",
            "final",
            "final correct",
            "final answer correct",
            "answer correct",
            "end",
            "final success",
            "final outcome",
            "success",
            "solved",
            "passed",
            "result",
            "right in the end",
            "task success",
            "correct",
            "resolved",
            "final right",
        ],
    ),
    (
        Role::FirstMistake,
        &[
            "mistake index",
            "first mistake",
            "first mistake step",
            "first error",
            "first error step",
            "error step",
            "mistake step",
            "error index",
            "first error index",
            "first wrong step",
            "mistake location",
            "error location",
            "first failure",
            "failed at",
            "label",
            "died at",
            "failure step",
            "first mistake index",
            "first wrong",
            "first incorrect step",
        ],
    ),
    (
        Role::Cluster,
        &[
            "task family",
            "task id",
            "family",
            "question id",
            "question",
            "problem",
            "item",
            "cluster",
            "group",
            "template",
            "author",
            "subject",
            "task",
            "prompt id",
            "problem id",
            "template id",
            "instance",
            "instance id",
            "seed",
            "category",
            "task name",
            "topic",
            "repo",
            "scenario",
        ],
    ),
    (
        Role::Weight,
        &[
            "weight",
            "weights",
            "w",
            "invsqrt task weight",
            "equal task weight",
            "sample weight",
            "gewicht",
            "importance",
        ],
    ),
    (
        Role::Series,
        &[
            "alias",
            "model",
            "model name",
            "model id",
            "agent",
            "method",
            "system",
            "condition",
            "variant",
            "setting",
            "solver",
            "dataset",
            "language",
            "strategy",
            "technique",
            "llm",
            "name",
            "modell",
            "prompting",
            "prompt type",
            "treatment",
            "arm",
            "modelo",
            "benchmark",
            "engine",
            "policy",
            "task",
            "tasks",
            "scaffold",
            "series",
            "set",
            "approach",
            "label",
            "generator",
            "subset",
            "split",
            "config",
        ],
    ),
];

/// Names of what is neither a length nor a result, whatever its numbers look like.
const DECOYS: [&str; 44] = [
    "epoch",
    "epochs",
    "loss",
    "train loss",
    "val loss",
    "perplexity",
    "ppl",
    "temperature",
    "temp",
    "seed",
    "year",
    "date",
    "release",
    "cost",
    "usd",
    "price",
    "rank",
    "lr",
    "learning rate",
    "batch",
    "batch size",
    "params",
    "parameters",
    "latency",
    "runtime",
    "elapsed",
    "unnamed",
    "number of shots",
    "n shot",
    "num fewshot",
    "shots",
    "version",
    "timestamp",
    "time",
    "top p",
    "age",
    "rating",
    "stars",
    "likes",
    "gpu",
    "memory",
    "flops",
    "elo",
    "month",
];

/// Words that turn a result around.
const FAILURES: [&str; 20] = [
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
fn fits(words: &[String], names: &[&str]) -> f64 {
    let heading = words.join(" ");
    let mut best = 0.0_f64;
    for name in names {
        let length = name.split(' ').count() as f64;
        let fit = if heading == *name {
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

/// Whether a heading names anything at all.
pub(super) fn known(heading: &str) -> bool {
    NAMES.iter().any(|(role, _)| named(heading, *role) >= 1.4) || decoy(heading)
}

/// Whether a heading names what is neither a length nor a result.
pub(super) fn decoy(heading: &str) -> bool {
    fits(&words(heading), &DECOYS) >= 1.0
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
        assert!(of_percent("Accuracy (%)") && !of_percent("accuracy"));
        assert!(known("model") && !known("Foo bar"));
    }
}
