//! What stands around a model: it gives the digits, lets the model write, and heeds its
//! complaints, or doesn't.
//!
//! | file | what it is |
//! | --- | --- |
//! | [`setting`] | how a run is made, and what is legal |
//! | `script` | what the harness gives in a run, and what would be right |
//! | [`event`] | what is told of a run |
//! | [`run`] | a run, token by token |

pub mod event;
pub mod run;
mod script;
pub mod setting;
