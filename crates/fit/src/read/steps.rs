//! A run written in one cell: 1101, or right, right, wrong.

use super::cell::flag;

/// Letters for right and wrong.
const PAIRS: [[char; 2]; 13] = [
    ['1', '0'],
    ['+', '-'],
    ['✓', '✗'],
    ['✔', '✘'],
    ['✅', '❌'],
    ['r', 'w'],
    ['t', 'f'],
    ['c', 'i'],
    ['p', 'f'],
    ['y', 'n'],
    ['g', 'b'],
    ['s', 'f'],
    ['●', '○'],
];

/// The steps of a run; `None` where the text is none.
pub(super) fn read(text: &str) -> Option<Vec<bool>> {
    let text = text.trim().trim_matches(|c| "[](){}\"'".contains(c)).trim();
    let parts = |c: char| c.is_whitespace() || ",;|/→>'\"".contains(c);
    if !text.contains(parts) {
        return letters(text);
    }
    let mut steps = Vec::new();
    for word in text.split(parts).filter(|it| !it.is_empty()) {
        match word {
            "1" | "1.0" | "+" => steps.push(true),
            "0" | "0.0" | "-" | "-1" => steps.push(false),
            // Groups of digits: 1101 1011.
            _ => match flag(&word.to_lowercase()) {
                Some(right) => steps.push(right),
                None => steps.extend(letters(word)?),
            },
        }
    }
    (!steps.is_empty()).then_some(steps)
}

/// Whether digits may as well be a plain number: 1, 10, 1000.
pub(super) fn is_power_of_ten(text: &str) -> bool {
    text.strip_prefix('1')
        .is_some_and(|rest| rest.bytes().all(|it| it == b'0'))
        || text == "0"
}

/// Steps of one letter each.
fn letters(text: &str) -> Option<Vec<bool>> {
    let unseen = |c: &char| *c != '\u{fe0f}';
    let small = || text.chars().map(|c| c.to_ascii_lowercase()).filter(unseen);
    let first = small().next()?;
    // A word such as "if" is no run unless all its letters are of one pair.
    let mut pairs = PAIRS.iter().filter(|pair| pair.contains(&first));
    let pair = pairs.find(|pair| small().all(|c| pair.contains(&c)))?;
    Some(small().map(|c| c == pair[0]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_read_however_its_steps_are_marked() {
        let run = vec![true, true, false, true];
        for text in [
            "1101",
            " 1 1 0 1 ",
            "[1, 1, 0, 1]",
            "++-+",
            "✓✓✗✓",
            "RRWR",
            "ttft",
            "right, right, wrong, right",
            "[True, True, False, True]",
            "['correct', 'correct', 'incorrect', 'correct']",
            "11 01",
            "ok→ok→fail→ok",
            "1;1;0;1",
        ] {
            assert_eq!(read(text), Some(run.clone()), "{text}");
        }
        for text in ["", "12", "rain", "1102", "0.95", "gpt-4", "[]", "rt"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert!(is_power_of_ten("1000") && !is_power_of_ten("1101"));
    }
}
