//! One file a mechanism: what is assumed, the equation with its units and source, the pure function, and the step that applies it.
//!
//! Nothing here knows a clock, a thread or a file.

pub mod adaptive;
pub mod arrival;
pub mod cast;
pub mod climate;
pub mod departure;
pub mod dismissal;
pub mod environment;
pub mod gap;
pub mod hiring;
pub mod learning;
pub mod ledger;
pub mod line;
pub mod person;
pub mod policy;
pub mod skills;
pub mod world;
