//! The scenario: what a file may say, how it is read and checked, and the defaults with their sources.
//!
//! [`model`] is what comes out; [`model::Scenario::load`] is the door; [`defaults`] is the table of every number a file may state,
//! [`schema`] what editors are told.

pub mod builtin;
pub mod bundled;
mod check;
pub mod defaults;
pub mod difference;
pub mod draft;
pub mod error;
mod fields;
mod kind;
mod meanings;
pub mod model;
mod overlay;
mod policies;
pub mod policy_text;
pub mod range;
mod read;
mod roles;
pub mod schema;
mod set;
mod shape;
mod shocks;
mod source;
pub mod starter;
pub mod sweep_file;
mod syntax;
mod tree;
mod value;
mod write;

mod sections;

pub use draft::{Draft, Reading};
pub use error::{Problem, ScenarioErrors};
pub use kind::Kind;
