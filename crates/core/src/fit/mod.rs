//! Data that people bring, the processes that explain them, and what they can't tell.
//!
//! | file | what it is |
//! | --- | --- |
//! | [`data`] | three kinds of data: cohorts, survivors, paths |
//! | [`builtin`] | tables that lie ready, with their stories and traps |
//! | [`read`] | any text that a person pastes, as such data |
//! | `sample` | cohorts and survivors as rows of trials, lengths in steps |
//! | `forms/` | curves to fit, one file a process |
//! | `problem`, `climb`, `walk` | a likelihood, its top, an end of a profile's interval |
//! | `making`, `fits`, `fitted` | all fits, in slices, and what can be read off one |
//! | `compare`, `goodness`, `rise`, `clusters`, `power`, `interval`, `band` | what fits are asked |
//! | `adopt` | a fit as a scenario |
//! | `verdict`, `words` | what is said of it all |
//! | `bench`, `explanation` | all of it for data of any kind, in slices: what terminal and page show |
//! | `measured` | what was measured, as shares with intervals |
//! | [`paths`] | step-labelled runs: errors, recovery, slips of labels, a verdict |

mod adopt;
mod band;
mod bench;
pub mod builtin;
mod climb;
mod clusters;
mod compare;
pub mod data;
mod explanation;
mod fits;
mod fitted;
mod forms;
mod goodness;
mod interval;
mod making;
mod measured;
mod power;
mod problem;
pub mod read;
mod rise;
mod sample;
mod verdict;
mod walk;
mod words;

pub use band::Band;
pub use bench::{Bench, Said, Wish};
pub use clusters::Clusters;
pub use compare::{BoundaryTest, CANT_TELL, Rank};
pub use explanation::{Explanation, Told};
pub use fits::{Fits, Options, Separation};
pub use fitted::{Estimate, Fit, Parameter};
pub use forms::{FORMS, Form};
pub use goodness::Goodness;
pub use interval::exact_interval;
pub use measured::{MOST_MEASURED, Measured, Question, measured};
pub use power::Power;
pub use problem::Origin;
pub use rise::Rise;
pub use sample::{Kind, MOST_ROWS, MOST_STEPS, Sample, Step};
pub use verdict::{Asked, Verdict, verdict};
pub use words::Sentence;
pub mod paths;
