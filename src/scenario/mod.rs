//! The scenario: what a file may say, how it is read and checked, and the defaults with their sources.
//!
//! [`model`] is what comes out; [`model::Scenario::load`] is the door; [`defaults`] is the table of every number a file may state.

pub mod builtin;
pub mod bundled;
mod check;
pub mod defaults;
pub mod error;
mod fields;
pub mod model;
mod policies;
mod read;
mod roles;
mod set;
mod shocks;
mod source;
mod tree;
mod value;
mod write;

mod sections;

pub use error::{Problem, ScenarioErrors};
