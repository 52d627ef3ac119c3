//! What commas in numbers are: decided for each column by all that its table shows.

use super::cell::{Comma, bare};
use super::question::{Ask, Choice, Questions};

/// What the commas of a number tell.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Commas {
    /// 0,95; 12,5; 1.234,5.
    pub(super) decimal: usize,
    /// 1,234,567; 1,234.5.
    pub(super) thousands: usize,
    /// 1,234: one or the other.
    pub(super) either: usize,
    /// 0.95, which has a decimal point.
    pub(super) point: usize,
}

impl Commas {
    /// Counts what a cell tells, if it is a number.
    pub(super) fn add(&mut self, text: &str) {
        let text = bare(text);
        let shaped =
            |c: char| c.is_ascii_digit() || " .,'’%-+−<>~\u{a0}\u{2009}\u{202f}".contains(c);
        if !text.contains([',', '.']) || text.len() > 40 || !text.chars().all(shaped) {
            return;
        }
        let digits = text.trim_matches(|c: char| !c.is_ascii_digit());
        let Some(last) = digits.rfind(',') else {
            let after = digits.rsplit('.').next().unwrap_or_default();
            self.point += usize::from(after.len() != 3 || digits.starts_with('0'));
            return;
        };
        let (before, after) = (&digits[..last], &digits[last + 1..]);
        if before.contains(',') || after.contains('.') {
            // 1,1,0,1 is no number.
            let whole = after.split('.').next().unwrap_or_default();
            let groups = before.split(',').skip(1).chain([whole]);
            self.thousands += usize::from(groups.into_iter().all(|it| it.len() == 3));
        } else if before.contains('.') || after.len() != 3 || before.trim_matches('0').is_empty() {
            self.decimal += 1;
        } else {
            self.either += 1;
        }
    }
}

/// Decides for each column. Where only numbers such as 1,234 have commas, it is asked.
pub(super) fn decide(
    columns: &[Commas],
    semicolons: bool,
    questions: &mut Questions,
) -> Vec<Option<Comma>> {
    let sum = |of: fn(&Commas) -> usize| columns.iter().map(of).sum::<usize>();
    let (decimal, thousands, point) = (
        sum(|it| it.decimal),
        sum(|it| it.thousands),
        sum(|it| it.point),
    );
    let of_table = if decimal > thousands {
        Some(Comma::Decimal)
    } else if thousands > 0 || point > 0 {
        Some(Comma::Thousands)
    } else {
        None
    };
    let unsure = of_table.is_none() && columns.iter().any(|it| it.either > 0);
    let mut answer = None;
    if unsure {
        let text = "Numbers such as 1,234 could be one thousand and more, or one and a bit. What is the comma?";
        let choices = vec![
            Choice::new("it parts thousands: 1,234 is one thousand"),
            Choice::new("it is a decimal comma: 1,234 is 1.234"),
        ];
        let assumed = usize::from(semicolons);
        let chosen = questions.ask(Ask::Comma, text.to_owned(), choices, Some(assumed));
        let decimal = chosen.is_some_and(|it| it.0 == 1);
        answer = Some(if decimal {
            Comma::Decimal
        } else {
            Comma::Thousands
        });
    }
    columns
        .iter()
        .map(|column| {
            if column.decimal != column.thousands {
                let decimal = column.decimal > column.thousands;
                Some(if decimal {
                    Comma::Decimal
                } else {
                    Comma::Thousands
                })
            } else if column.either > 0 {
                of_table.or(answer)
            } else {
                // 1.000 is a thousand where others write 0,5.
                of_table.filter(|it| *it == Comma::Decimal && column.point == 0)
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(cells: &[&[&str]]) -> Vec<Commas> {
        let counted = cells.iter().map(|cells| {
            let mut commas = Commas::default();
            cells.iter().for_each(|it| commas.add(it));
            commas
        });
        counted.collect()
    }

    #[test]
    fn a_comma_is_decided_by_the_whole_table_and_asked_about_where_that_is_silent() {
        let decided = |cells: &[&[&str]]| {
            let mut questions = Questions::default();
            let commas = decide(&columns(cells), false, &mut questions);
            (commas, questions.asked.len())
        };
        let (decimal, thousands) = (Some(Comma::Decimal), Some(Comma::Thousands));
        assert_eq!(
            decided(&[&["1,234"], &["0,95"]]),
            (vec![decimal, decimal], 0)
        );
        assert_eq!(
            decided(&[&["1,234"], &["0.95"]]),
            (vec![thousands, None], 0)
        );
        assert_eq!(
            decided(&[&["1.000"], &["0,95"]]),
            (vec![decimal, decimal], 0)
        );
        assert_eq!(decided(&[&["1,234"], &["5"]]), (vec![thousands, None], 1));
    }
}
