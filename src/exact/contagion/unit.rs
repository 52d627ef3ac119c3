//! What populations of runs need: the laws of single units, and of whole rounds.

use super::band::{Row, token_band};
use super::counts::Token;
use super::far::Learnt;
use super::refine::Lengths;
use super::{MANY, Memo, Walker};
use crate::complex::Complex;
use crate::course::{Course, Hazard, Stage};
use crate::math::{complement_of_power, power_of_complement};
use crate::technique::Check;
use crate::transition::{Marks, Transition};

/// The law of so many rounds from one query to the next, from just before a query to
/// just before the one after the last of them.
pub(crate) fn rounds(stage: &Stage, rounds: u64) -> Transition<f64> {
    let Some(query) = &stage.query else {
        return Transition::identity();
    };
    let last = stage.from + query.interval;
    let (course, memo) = (Course::single(stage.clone().until(last)), Memo::default());
    let (zero, one) = (Complex::default(), Complex::from(1.0));
    let [(aa, au), (ua, uu)] = [(one, zero), (zero, one)].map(|from| {
        let lengths = Lengths {
            course: &course,
            marks: Marks::UNMARKED,
            memo: &memo,
            most: None,
            fine: 0,
            from,
            learnt: Learnt::default(),
        };
        let row = lengths.walked(&[last]).rows[0];
        (row.acceptable, row.unacceptable)
    });
    let hazard = token(stage).hazard(0, stage.share.after);
    let tokens = query.interval as f64;
    let tokens = Transition {
        flawless: power_of_complement(hazard, tokens),
        marred: complement_of_power(hazard, tokens),
        aa,
        au,
        ua,
        uu,
        ..Transition::identity()
    };
    let asked = Transition::query(query.catch, query.cost, &Marks::UNMARKED);
    asked.then(&tokens).power(rounds).plain()
}

/// The hazard after so many errors, before any share is taken of it.
pub(crate) fn hazard(stage: &Stage, errors: usize) -> f64 {
    token(stage).hazard(errors, 1.0)
}

/// The law of a token or of a kept draft from every number of errors.
pub(crate) struct Unit(Vec<Row<f64>>);

impl Unit {
    /// A token, from up to `most` errors.
    pub(crate) fn token(stage: &Stage, share: f64, most: usize) -> Self {
        let none = Marks::NONE;
        Self(token_band(&token(stage), share, most, &none, true).rows)
    }

    /// A kept draft of `size` tokens, from up to `most` errors.
    /// Nothing where that is too much work.
    pub(crate) fn draft(stage: &Stage, check: &Check, size: u64, most: usize) -> Option<Self> {
        if most > MANY {
            return None;
        }
        let empty = Course::single(stage.clone());
        let memo = Memo::default();
        let mut walker = Walker::new(&empty, &memo, Marks::UNMARKED, most);
        let (band, _) = &*walker.drafted(&token(stage), check, size)?;
        Some(Self(band.rows.iter().map(Row::plain).collect()))
    }

    /// Where a run goes, place by place: 2·(further errors), plus one if it ends
    /// unacceptable.
    pub(crate) fn row(&self, errors: usize, acceptable: bool) -> Vec<(usize, f64)> {
        let row = &self.0[errors.min(self.0.len() - 1)];
        (row.errors()..)
            .zip(&row.laws)
            .flat_map(|(further, &[aa, au, ua, uu])| {
                let (good, bad) = if acceptable { (aa, au) } else { (ua, uu) };
                [(2 * further, good), (2 * further + 1, bad)]
            })
            .collect()
    }
}

/// The token of a stage.
fn token(stage: &Stage) -> Token<'_> {
    let (first, more) = match stage.hazard(0.0) {
        Hazard::Contagious { first, more } => (first, more),
        _ => (0.0, 0.0),
    };
    Token {
        stage,
        first,
        more,
        scale: None,
    }
}
