//! What data are, in a few numbers, and a word by which the same data are known again.

use super::data::{AtRisk, Cohort, Data, Path};

/// Data in a few numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Digest {
    /// `cohorts`, `survivors` or `paths`.
    pub kind: &'static str,
    /// The numbers, each with its name.
    pub numbers: Vec<(&'static str, f64)>,
    /// The 64 bits of FNV-1a over the numbers that were fitted, in their order: the same data,
    /// however they were written, have the same.
    pub word: u64,
}

impl Digest {
    /// Of some data.
    pub fn of(data: &Data) -> Self {
        let mut word = Word::new();
        let (kind, numbers) = match data {
            Data::Cohorts(rows) => ("cohorts", cohorts(rows, &mut word)),
            Data::Survivors(rows) => ("survivors", survivors(rows, &mut word)),
            Data::Paths(runs) => ("paths", paths(runs, &mut word)),
        };
        Self {
            kind,
            numbers,
            word: word.0,
        }
    }
}

fn cohorts(rows: &[Cohort], word: &mut Word) -> Vec<(&'static str, f64)> {
    for row in rows {
        word.add(&[row.length, row.successes, row.trials]);
        word.add(&[row.cluster.map_or(-1.0, f64::from)]);
    }
    let lengths = rows.iter().map(|it| it.length);
    vec![
        ("rows", rows.len() as f64),
        ("trials", rows.iter().map(|it| it.trials).sum()),
        ("successes", rows.iter().map(|it| it.successes).sum()),
        ("shortest", lengths.clone().fold(f64::INFINITY, f64::min)),
        ("longest", lengths.fold(0.0, f64::max)),
    ]
}

fn survivors(rows: &[AtRisk], word: &mut Word) -> Vec<(&'static str, f64)> {
    for row in rows {
        word.add(&[row.length, row.at_risk, row.failed]);
    }
    vec![
        ("rows", rows.len() as f64),
        ("completions", rows.first().map_or(0.0, |it| it.at_risk)),
        ("first_errors", rows.iter().map(|it| it.failed).sum()),
        ("longest", rows.last().map_or(0.0, |it| it.length)),
    ]
}

fn paths(runs: &[Path], word: &mut Word) -> Vec<(&'static str, f64)> {
    let flag = |it: bool| f64::from(u8::from(it));
    for run in runs {
        word.add(&[run.steps.len() as f64, run.weight]);
        word.add(&[run.outcome.map_or(-1.0, flag)]);
        word.add(&[run.cluster.map_or(-1.0, f64::from)]);
        for &step in &run.steps {
            word.byte(u8::from(step));
        }
    }
    let steps = runs.iter().flat_map(|it| &it.steps);
    vec![
        ("runs", runs.len() as f64),
        ("steps", steps.clone().count() as f64),
        ("wrong_steps", steps.filter(|&&it| !it).count() as f64),
        (
            "outcomes",
            runs.iter().filter(|it| it.outcome.is_some()).count() as f64,
        ),
    ]
}

/// FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo): not against who means ill, but against mistakes.
struct Word(u64);

impl Word {
    const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    const fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ byte as u64).wrapping_mul(0x0100_0000_01b3);
    }

    fn add(&mut self, numbers: &[f64]) {
        for byte in numbers.iter().flat_map(|it| it.to_bits().to_le_bytes()) {
            self.byte(byte);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Reading;

    fn digest(text: &str) -> Digest {
        Digest::of(&Reading::of(text).series()[0].data)
    }

    #[test]
    fn the_same_data_have_one_word_however_they_are_written() {
        let table = digest("length,right,of\n10,9,20\n20,8,20");
        assert_eq!(table, digest("length\tright\tof\n10\t9\t20\n20\t8\t20\n\n"));
        assert_ne!(table.word, digest("length,right,of\n10,9,20\n20,7,20").word);
        assert_eq!(
            table.numbers,
            [
                ("rows", 2.0),
                ("trials", 40.0),
                ("successes", 17.0),
                ("shortest", 10.0),
                ("longest", 20.0)
            ]
        );
        let runs = digest("1101\n1111");
        assert_eq!(runs.kind, "paths");
        assert_eq!(runs.numbers[2], ("wrong_steps", 1.0));
        assert_ne!(runs.word, digest("1011\n1111").word);
    }
}
