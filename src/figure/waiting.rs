//! A figure that has nothing to show yet: the picture that stood there before stays.

use super::crosshair::Crosshair;
use super::plot::Plot;
use super::sheet::{Drawing, Place, Sheet};
use bounceback_core::share::report::Table;
use bounceback_core::simulate::Tally;

/// Nothing yet.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Waiting;

impl Drawing for Waiting {
    fn title(&self) -> String {
        "Nothing measured yet.".to_owned()
    }

    fn draw(&self, sheet: &mut Sheet) {
        sheet.clear();
    }
}

impl Plot for Waiting {
    fn follows(&self) -> bool {
        false
    }

    fn is_presentable(&self) -> bool {
        false
    }

    fn stops(&self) -> usize {
        1
    }

    fn stop_at(&self, _: (f64, f64), _: Place) -> usize {
        0
    }

    fn value(&self, _: usize) -> f64 {
        0.0
    }

    fn words(&self, _: usize) -> String {
        String::new()
    }

    fn crosshair(&self, _: &Sheet, _: usize) -> Crosshair {
        Crosshair::default()
    }

    fn table(&self, _: Option<&Tally>) -> Table {
        Table {
            words: Vec::new(),
            columns: Vec::new(),
            first: Vec::new(),
            rows: Vec::new(),
        }
    }
}
