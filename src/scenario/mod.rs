//! The scenario: what a file may say, how it is read and checked, and the defaults with their sources.
//!
//! [`model`] is what comes out; [`model::Scenario::load`] is the door; [`defaults`] is the table of every number a file may state.

pub mod builtin;
mod check;
pub mod defaults;
pub mod difference;
pub mod error;
mod fields;
mod kind;
pub mod model;
mod overlay;
mod policies;
mod read;
mod roles;
mod set;
mod shocks;
mod source;
mod syntax;
mod tree;
mod value;
mod write;

mod sections;

pub use error::{Problem, ScenarioErrors};
pub use kind::Kind;
pub use read::Reading;
