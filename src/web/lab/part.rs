//! One measurement of the lab: orders of runs, carried out one after the other in slices.
//! What has been asked for anew abandons what is under way.

use super::program::{Runs, has_come};
use crate::figure::lab::batch::Batch;
use crate::figure::lab::wishes::Order;
use crate::web::dom;

/// So many tokens are written between two looks at the clock: a millisecond's work or two.
const TOKENS: u32 = 100;

/// Takes over what was written.
fn batch(runs: &Runs) -> Batch {
    let tally = runs.tally();
    Batch {
        paths: (0..tally.runs).map(|run| runs.path(run)).collect(),
        tokens: tally.tokens,
        drafts: tally.drafts,
        slips: tally.slips,
        by_distance: runs.by_distance(),
        by_copies: runs.by_copies(),
    }
}

/// A measurement.
#[derive(Debug, Default)]
pub(super) struct Part {
    orders: Vec<Order>,
    at_work: Option<Runs>,
    batches: Vec<Batch>,
    /// A digest of the batch that came last: the same bits on every machine.
    digest: String,
    is_stopped: bool,
    /// Whether something was finished that is not shown yet.
    pub is_stale: bool,
}

impl Part {
    /// Has other runs be wanted; the same ones go on. Whether they are others.
    pub(super) fn want(&mut self, orders: Vec<Order>) -> bool {
        if self.orders == orders {
            return false;
        }
        *self = Self {
            orders,
            is_stale: true,
            ..Self::default()
        };
        true
    }

    /// Whether it wants these.
    pub(super) fn wants(&self, orders: &[Order]) -> bool {
        self.orders == orders
    }

    /// The models that it needs.
    pub(super) fn models(&self) -> impl Iterator<Item = &String> {
        self.orders.iter().map(|it| &it.model)
    }

    /// What has been written: a batch for each order, in their order, as far as it has come.
    pub(super) fn batches(&self) -> &[Batch] {
        &self.batches
    }

    pub(super) fn digest(&self) -> &str {
        &self.digest
    }

    pub(super) const fn is_done(&self) -> bool {
        self.batches.len() == self.orders.len()
    }

    pub(super) const fn is_stopped(&self) -> bool {
        self.is_stopped
    }

    /// Stops what is under way, or has it go on.
    pub(super) const fn stop(&mut self, stopped: bool) {
        self.is_stopped = stopped;
        self.is_stale = true;
    }

    /// How far it is, from 0 to 1.
    pub(super) fn progress(&self) -> f64 {
        let runs = self.at_work.as_ref().map_or(0, |it| it.tally().runs);
        let of = self.orders.get(self.batches.len()).map_or(1, |it| it.runs);
        let within = f64::from(runs) / f64::from(of.max(1));
        (self.batches.len() as f64 + within) / self.orders.len().max(1) as f64
    }

    /// Whether runs are being written.
    pub(super) const fn is_under_way(&self) -> bool {
        self.at_work.is_some()
    }

    /// What is being written now, as far as it has come.
    pub(super) fn under_way(&self) -> Option<Batch> {
        self.at_work.as_ref().map(batch)
    }

    /// Goes on until some time; whether there is more to do.
    pub(super) fn advance(&mut self, until: f64) -> bool {
        while !self.is_stopped && dom::now() < until {
            let Some(order) = self.orders.get(self.batches.len()) else {
                return false;
            };
            if !has_come(&order.model) {
                return false;
            }
            let runs = self
                .at_work
                .get_or_insert_with(|| Runs::begin(&order.model, &order.setting, order.runs));
            if runs.advance(TOKENS) {
                let (batch, digest) = (batch(runs), runs.digest());
                self.at_work = None;
                self.batches.push(batch);
                self.digest = digest;
                self.is_stale = true;
            }
        }
        !self.is_stopped && !self.is_done()
    }
}
