//! Step-labelled runs: does it come back, how fast, and do errors beget errors?
//!
//! | file | what it is |
//! | --- | --- |
//! | `chains`, `options` | [everything](Chains), bit by bit |
//! | `tally` | runs counted: which step followed which |
//! | `model`, `fits` | explanations, their likelihoods, intervals and criteria |
//! | `beta` | runs whose difficulty differs |
//! | `order` | errors that beget errors, told from runs that are harder |
//! | `hazard` | errors early and late, repair of short and long stretches |
//! | `hidden`, `slips`, `slipping`, `sensitivity` | labels that slip |
//! | `late` | late against early errors, by final outcomes |
//! | `bootstrap`, `goodness`, `need`, `draw` | samples: clusters, fits, numbers of runs |
//! | `convert`, `strips` | the same runs as other data, and to be looked at |
//! | `answers`, `verdict`, `cautions`, `words` | what all that says, and does not say |
//! | `standing`, `opening` | the model that it speaks from, and on what condition |
//! | `chance`, `estimate`, `climb`, `square` | tails, intervals, tops and profiles |
//!
//! A label says whether the text *so far* is right after a step. Where labels say whether the
//! step itself is right, a right step after a wrong one is no recovery.

mod answers;
mod beta;
mod bootstrap;
mod cautions;
mod chains;
mod chance;
mod climb;
mod convert;
mod draw;
mod estimate;
mod fits;
mod goodness;
mod hazard;
mod hidden;
mod late;
mod model;
mod need;
mod opening;
mod options;
mod order;
mod sensitivity;
mod slipping;
mod slips;
mod square;
mod standing;
mod strips;
mod tally;
mod verdict;
mod words;

pub use answers::{Clustering, Recovery};
pub use bootstrap::Spread;
pub use chains::Chains;
pub use convert::{NOT_INDEPENDENT, cohorts, survivors};
pub use estimate::{Estimate, Known};
pub use fits::{Fit, Parameter};
pub use goodness::{Goodness, Residual};
pub use hazard::{Bin, Hazard};
pub use late::Late;
pub use model::{Law, Model};
pub use need::{Need, Question};
pub use options::{ByCluster, Options, Ratio, Stage};
pub use order::Order;
pub use slips::{Slip, SlipCurve, SlipFree, SlipPoint};
pub use strips::{Strip, Strips};
pub use tally::{Counts, MOST_RUNS, MOST_STEPS, Start};
pub use verdict::Verdict;
