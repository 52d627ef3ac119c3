//! What data show of how errors come and go, and what they can't tell.
//!
//! Data are of three kinds, never confused ([`data`]). Any text becomes such data ([`read`]).
//! [`Bench`] fits every process of `bounceback-core` that applies, in bounded steps, tests the
//! best one, and says in words what was found:
//!
//! ```
//! use bounceback_fit::read::Reading;
//! use bounceback_fit::{Bench, Wish};
//!
//! let reading = Reading::of("length,right,of\n10,95,100\n20,90,100\n40,80,100\n80,67,100");
//! let data = reading.series()[0].data.clone();
//! let mut bench = Bench::new(data, Wish::default(), 1).expect("it has rows");
//! while !bench.advance(10_000) {}
//! assert_eq!(bench.preferred(), Some("independent"));
//! assert!(bench.said().unwrap().limits[0].contains("does not prove recovery"));
//! ```
//!
//! | file | what it is |
//! | --- | --- |
//! | [`data`] | three kinds of data: cohorts, survivors, paths |
//! | [`read`] | any text that a person pastes, as such data |
//! | [`builtin`] | tables that lie ready, with their stories and traps |
//! | `bench`, `rows`, `explanation` | all of it for data of any kind, in slices: what terminal and page show |
//! | `measured` | what was measured, as shares with intervals |
//! | `sample` | cohorts and survivors as rows of trials, lengths in steps |
//! | `forms/` | curves to fit, one file a process |
//! | `problem`, `climb`, `walk` | a likelihood, its top, an end of a profile's interval |
//! | `making`, `fits`, `fitted` | all fits, in slices, and what can be read off one |
//! | `compare`, `goodness`, `rise`, `scatter`, `clusters`, `power`, `need`, `interval`, `band`, `profiles` | what fits are asked |
//! | `adopt` | a fit as a scenario |
//! | `asked` | what their answers amount to |
//! | `verdict`, `headline`, `words` | what is said of it all |
//! | `tested`, `digest`, [`report`] | tests and data in numbers; CSV, JSON and text to take away |
//! | [`paths`] | step-labelled runs: errors, recovery, slips of labels, a verdict |

mod adopt;
mod asked;
mod band;
mod bench;
pub mod builtin;
mod climb;
mod clusters;
mod compare;
pub mod data;
mod digest;
mod explanation;
mod fits;
mod fitted;
mod forms;
mod goodness;
mod headline;
mod interval;
mod making;
mod measured;
mod need;
mod power;
mod problem;
mod profiles;
pub mod read;
pub mod report;
mod rise;
mod rows;
mod sample;
mod scatter;
mod tested;
mod verdict;
mod walk;
mod words;

pub use adopt::Tokens;
pub use asked::Asked;
pub use band::Band;
pub use bench::{Bench, Said, Wish};
pub use clusters::Clusters;
pub use compare::{BoundaryTest, CANT_TELL, Rank};
pub use digest::Digest;
pub use explanation::{Explanation, Number, Told};
pub use fits::{Fits, Options, Separation};
pub use fitted::{Estimate, Fit, Parameter};
pub use forms::{FORMS, Form};
pub use goodness::Goodness;
pub use interval::exact_interval;
pub use measured::{MOST_MEASURED, Measured, Question, measured};
pub use power::Power;
pub use problem::Origin;
pub use profiles::{Profile, Profiles};
pub use rise::Rise;
pub use sample::{Kind, MOST_ROWS, MOST_STEPS, Sample, Step};
pub use scatter::Scatter;
pub use tested::Test;
pub use verdict::{Verdict, verdict};
pub use words::Sentence;
pub mod paths;
